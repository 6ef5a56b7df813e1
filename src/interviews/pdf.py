"""The whole book as one PDF: the pages of the built site as one document, printed by Chromium.

It is printed at least twice: the first printing tells on which page everything stands, and the next
one says so. `book/_static/print.css` says how it looks, as it does where a reader prints a page,
and `book/_templates/pdf.css` and `pdf.html` what a book has besides.
"""

import io
import json
import os
import posixpath
import re
import shutil
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag

import jinja2
import pikepdf
import yaml
from bs4 import BeautifulSoup, Tag
from filelock import FileLock
from markupsafe import Markup

from interviews import citation
from interviews.corpus import Sentence, date_text
from interviews.paths import Paths
from interviews.sphinx_ext import output, project
from interviews.sphinx_ext.strict import BookError

NAME = "vietnam-china-interviews.pdf"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--no-pdf-header-footer")  # fmt: skip
MOST_PRINTINGS, MOST_SECTIONS = 4, 12
# What is not printed; above all links to sentences, which would count as quoting them.
NEEDLESS = (
    "script, .headerlink, .code-switch, .cell_input, .tag_working, .finding-link, .reading-filter, "
    ".reading-counts, .ev-close, .fig-downloads, .sd-stretched-link, .toctree-wrapper, "
    "details.about, .pdf-offer, a[data-sentence] + .ev-card, :is(.ev-card, .fig-data) a[data-tally]"
)
QUOTING = "a[data-sentence]:not(svg *, .fig-data *, details:not([open]) *)"
NAMING = ("id", "for", "aria-labelledby", "aria-describedby")
CHINESE = re.compile(rb"> <[4-9][0-9A-F]{3}>")  # as a font maps glyphs to characters
# The PDF is offered before these words of a page; below the text on the landing page alone.
OFFERS = (
    ('<li>\n<button onclick="window.print()"', '<li class="pdf-offer"><a href="{}" '
     'class="btn btn-sm dropdown-item">all pages, .pdf</a></li>'),
    ("</article>", '<p class="pdf-offer"><a href="{}">The whole report as one PDF</a></p>'),
)  # fmt: skip


@dataclass(frozen=True)
class Page:
    """A page of the site: its name, and what of it is printed, with the name before all ids."""

    name: str
    article: Tag

    @property
    def title(self) -> str:
        """Its heading."""
        return self.article.select("h1")[0].get_text()

    @property
    def sections(self) -> list[tuple[str, str]]:
        """Place and heading of each section, unless the page is a list of many."""
        found = self.article.select("section:has(> h2)")
        few = found if len(found) < MOST_SECTIONS else []
        return [(str(part["id"]), part.select("h2")[0].get_text()) for part in few]


class Book:
    """The pages of the built site as one document; `quoting` has the places that quote."""

    def __init__(self, paths: Paths) -> None:
        self.root, self.site = paths.root, paths.root / "_build" / "html"
        self.project = project.read(paths)
        toc = yaml.safe_load((self.root / "_toc.yml").read_text("utf-8"))
        parts = [{"caption": "", "chapters": [{"file": toc["root"]}]}, *toc["parts"]]
        self.parts = [
            (part["caption"], [_page(self.site, one["file"]) for one in part["chapters"]])
            for part in parts
        ]
        self.pages = [page for _, pages in self.parts for page in pages]
        places = {str(tag["id"]) for page in self.pages for tag in page.article.select("[id]")}
        places |= {page.name for page in self.pages}
        self.quoting: dict[str, list[str]] = defaultdict(list)
        for page in self.pages:
            for link in page.article.select("a[href^='#']"):
                if str(link["href"])[1:] not in places:
                    del link["href"]
            for number, link in enumerate(page.article.select(QUOTING)):
                link["id"] = link.get("id") or f"{page.name}.quoting-{number}"
                self.quoting[str(link["data-sentence"])].append(str(link["id"]))

    def quoted(self, numbers: dict[str, int]) -> Iterator[tuple[Sentence, list[str]]]:
        """Yield each sentence that is quoted, and a place on each page that quotes it."""
        for sentence in self.project.corpus.sentences():
            places = reversed(self.quoting.get(sentence.id, []))
            first = {numbers.get(place, place): place for place in places}
            if first:
                yield sentence, list(first.values())[::-1]

    def html(self, numbers: dict[str, int]) -> str:
        """Return the document, with the page of each place in `numbers`."""
        for page in self.pages:
            for link in page.article.select("a:is(.internal, .finding-place)[href^='#']"):
                link["data-page"] = str(numbers.get(str(link["href"])[1:], 100))
        loader = jinja2.FileSystemLoader(self.root / "book" / "_templates")
        environment = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True)
        environment.filters["css"] = lambda words: Markup(json.dumps(words, ensure_ascii=False))
        return environment.get_template("pdf.html").render(
            book=self, citation=citation, date_text=date_text,
            folder=(self.root / "book").as_uri(), numbers=numbers,
        )  # fmt: skip


def _page(site: Path, name: str) -> Page:
    """Return a page with its names and links as they are in the document."""
    soup = BeautifulSoup((site / f"{name}.html").read_text("utf-8"), "html.parser")
    article = soup.select("article")[0]
    for tag in article.select(NEEDLESS):
        tag.decompose()
    for tag in article.select(".finding-listed details"):
        tag["open"] = ""
    for around in article.select(".fig-data, .ev-card"):  # names each sentence once
        links = around.select("a[data-sentence]")
        for link in [one for number, one in enumerate(links) if one in links[:number]]:
            link.decompose()
    for tag in article.find_all(True):
        for key in set(NAMING) & set(tag.attrs):
            tag[key] = " ".join(f"{name}.{one}" for one in str(tag[key]).split())
    for link in article.select("a[href]"):
        path, fragment = urldefrag(unquote(str(link["href"])))
        if not re.match(r"[a-z]+:", path):
            file = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
            page = file.removesuffix(".html") if path else name
            link["href"] = f"#{page}.{fragment}" if fragment else f"#{page}"
    return Page(name, article)


def write(paths: Paths) -> str:
    """Print the built site, offer the PDF on it, and say how large it is; raises `BookError`."""
    with FileLock(paths.root / "_build" / ".lock", timeout=60):
        book = Book(paths)
        printed, pages = _printed(book)
        (book.site / NAME).write_bytes(printed)
        for page in book.pages:
            _offer(book.site, page.name)
        (book.site / output.SUMS).write_text(output.sums(book.site), encoding="utf-8")
    return f"{pages} pages, {len(printed) / 1e6:.1f} MB: {paths.name(book.site / NAME)}"


def _offer(site: Path, name: str) -> None:
    """Offer the PDF on a page, once."""
    file, href = site / f"{name}.html", "../" * name.count("/") + NAME
    text = re.sub(r'<(li|p) class="pdf-offer">.*?</\1>', "", file.read_text("utf-8"))
    for before, offer in OFFERS[: 1 if "/" in name else 2]:
        if text.count(before) != 1:
            raise BookError(f"{file.name}: no place for the link to the PDF: see OFFERS in pdf.py")
        text = text.replace(before, offer.format(href) + before)
    file.write_text(text, encoding="utf-8")


def _printed(book: Book) -> tuple[bytes, int]:
    """Return the PDF, printed until the pages that it names are true, and how many it has."""
    numbers: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "book.html"), Path(folder, NAME)
        for _ in range(MOST_PRINTINGS):
            source.write_text(book.html(numbers), encoding="utf-8")
            _print(source, target)
            with pikepdf.open(target) as pdf:
                before, numbers = numbers, _numbers(pdf)
                if numbers.items() <= before.items():
                    return _finished(pdf, book), len(pdf.pages)
    raise BookError("the page numbers do not settle: look at book/_templates/pdf.css")


def _print(source: Path, target: Path) -> None:
    """Let Chromium print one file."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        raise BookError("no Chromium to print with: apt-get install chromium fonts-croscore")
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    places = f"--user-data-dir={source.parent}/profile", f"--print-to-pdf={target}"
    command = [program, *flags, *places, source.as_uri()]
    subprocess.run(command, capture_output=True, timeout=300, check=True)


def _numbers(pdf: pikepdf.Pdf) -> dict[str, int]:
    """Return the page of every place that a link leads to, counted from 1."""
    pages = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
    places: dict[str, Any] = dict(pdf.Root.Dests.items())
    return {name[1:]: pages[place[0].objgen] for name, place in places.items()}


def _finished(pdf: pikepdf.Pdf, book: Book) -> bytes:
    """Return the PDF with bookmarks, and without the time and the version that made it."""
    fonts = [font for page in pdf.pages for font in page.resources.get("/Font", {}).values()]
    if not any(CHINESE.search(font.ToUnicode.read_bytes()) for font in fonts):
        raise BookError("no font has the Chinese names: apt-get install fonts-droid-fallback")

    def mark(title: str, place: str) -> pikepdf.OutlineItem:
        return pikepdf.OutlineItem(title, pdf.Root.Dests[f"/{place}"])  # type: ignore[arg-type]

    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Contents", 1))
        for caption, pages in book.parts:
            among = outline.root
            if caption:
                among.append(mark(caption, pages[0].name))
                among = among[-1].children
            for page in pages:
                among.append(mark(page.title, page.name))
                among[-1].children.extend(mark(title, place) for place, title in page.sections)
        outline.root.append(mark("Quoted sentences", "quoted"))
    for key in ("/Creator", "/Producer", "/CreationDate", "/ModDate"):
        del pdf.docinfo[key]
    pdf.docinfo["/Author"] = citation.PROJECT
    made = io.BytesIO()
    pdf.save(made, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return made.getvalue()
