"""The gate on the built site: what a reader meets must hold together, link by link."""

import csv
import io
import json
import posixpath
import re
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

import prose
import pytest
from bs4 import BeautifulSoup
from conftest import ROOT
from pybtex.database import parse_string
from test_share import linked_data, said

from interviews import citation, findings, paths
from interviews.corpus import read_corpus

pytestmark = pytest.mark.slow

PAGES = [path.relative_to(ROOT).with_suffix("").as_posix() for path in prose.pages(ROOT)]
FIGURE = ".linked-fig:has(svg.linked-fig-svg)"


@dataclass(frozen=True)
class Page:
    """A page of the built site; `path` is its place in it, such as book/economics.html."""

    path: str
    soup: BeautifulSoup

    @cached_property
    def ids(self):
        return [tag["id"] for tag in self.soup.select("[id]")]

    @cached_property
    def sentences(self):
        """The sentences that each place of the page links to, by the place's id."""
        found = defaultdict(set)
        for link in self.soup.select("a[data-sentence]"):
            for around in [link, *link.parents]:
                found[around.get("id")].add(link["data-sentence"])
        return found

    @property
    def article(self):
        return self.soup.find("article") or self.soup


@pytest.fixture(scope="module")
def pages(site):
    """Every page, by its path."""
    files = {file.relative_to(site).as_posix(): file for file in sorted(site.rglob("*.html"))}
    return {
        path: Page(path, BeautifulSoup(file.read_text("utf-8"), "html.parser"))
        for path, file in files.items()
    }


@pytest.fixture(scope="module")
def figures(pages):
    """Every figure with its page."""
    return [(page, figure) for page in pages.values() for figure in page.soup.select(FIGURE)]


def svg_of(figure):
    return figure.select_one("svg.linked-fig-svg")


def name_of(figure):
    return svg_of(figure)["aria-labelledby"].split()[0].removesuffix("-title")


def join(path, href):
    """Return the place in the site that a link from the page `path` leads to."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), href))


def addresses(page):
    """Yield every address that the page names."""
    for tag in page.soup.find_all(True):
        for name in ("href", "src", "xlink:href", "data", "poster", "action"):
            if tag.has_attr(name):
                yield tag[name]


# --- links and names ---


def leads_nowhere(site, pages, page, address):
    """Return why an address leads nowhere, or nothing."""
    parts = urlsplit(address)
    if parts.scheme in ("http", "https", "mailto", "data") or address.startswith("//"):
        return ""
    if parts.scheme or parts.path.startswith("/") or parts.path.endswith("/"):
        return "does not open from the disk"
    path = join(page.path, unquote(parts.path)) if parts.path else page.path
    if not (site / path).is_file():
        return "no such file"
    fragment = unquote(parts.fragment)
    if fragment and path in pages and fragment not in pages[path].ids:
        return "no such place on the page"
    return ""


def test_every_link_leads_to_a_file_and_a_place_that_exist(site, pages):
    wrong = [
        f"{page.path}: {address}: {why}"
        for page in pages.values()
        for address in addresses(page)
        if (why := leads_nowhere(site, pages, page, address))
    ]
    assert set(pages) >= {f"{name}.html" for name in PAGES}
    for address in ("nowhere.html", "#nowhere", "book/", "/book/data.html", "file:///book"):
        assert leads_nowhere(site, pages, pages["index.html"], address), address
    assert wrong == []


def test_every_page_is_in_the_menu_of_the_landing_page(pages):
    menu = {tag["href"] for tag in pages["index.html"].soup.select("nav a[href]")}
    assert {f"{name}.html" for name in PAGES[1:]} <= menu


def test_references_between_parts_of_a_page_resolve(pages):
    names = ("aria-labelledby", "aria-describedby", "aria-controls", "for")
    wrong = [
        f"{page.path}: {name}={target}"
        for page in pages.values()
        for tag in page.article.find_all(True)
        for name in names
        for target in str(tag.get(name, "")).split()
        if target not in page.ids
    ]
    assert wrong == []


def test_no_id_stands_twice_on_a_page(pages):
    twice = {
        page.path: [name for name, times in Counter(page.ids).items() if times > 1]
        for page in pages.values()
    }
    assert {path: names for path, names in twice.items() if names} == {}


def test_nothing_is_left_unresolved(pages):
    left = re.compile(r"\{(?:eval|cite|ref)\}`|<[\w.]+ object at|^\s*(?:nan|None|NaT|<NA>)\s*$")
    wrong = [
        f"{page.path}: {text.strip()[:80]}"
        for page in pages.values()
        for text in page.article.find_all(string=left)
        if not text.find_parent(["script", "style", "pre", "code"])
    ]
    assert wrong == []


# --- no other host ---

CSS_ADDRESS = re.compile(r"(?:url\(|@import)\s*[\"']?([^\"')\s;]+)", re.I)
COMMENT = re.compile(r"/\*.*?\*/", re.S)
REMOTE = (
    '<script src="https://a.org/x.js">', '<link href="//a.org/x.css">',
    '<img srcset="https://a.org/x.png 2x">', '<p style="background: url(https://a.org/x)">',
    '<style>@import "https://a.org/x.css";</style>',
)  # fmt: skip
LOADING = ("src", "data", "poster", "action", "background", "xlink:href")


def is_remote(address):
    return bool(re.match(r"\s*(?:https?:|wss?:|ftp:)?//", address, re.I))


def loaded(soup):
    """Yield every address that a browser would fetch to show the page."""
    for tag in soup.find_all(True):
        yield from (tag[name] for name in LOADING if tag.has_attr(name))
        if tag.name != "a" and tag.has_attr("href"):
            yield tag["href"]
        for part in tag.get("srcset", "").split(","):
            yield part.strip().split(" ")[0]
        yield from CSS_ADDRESS.findall(str(tag.get("style", "")))
        if tag.name == "style":
            yield from CSS_ADDRESS.findall(COMMENT.sub("", tag.get_text()))


def test_nothing_is_loaded_from_another_host(site, pages):
    wrong = [
        f"{page.path}: {a}" for page in pages.values() for a in loaded(page.soup) if is_remote(a)
    ]
    files = [*site.rglob("*.css"), *site.rglob("*.svg")]
    wrong += [
        f"{file.relative_to(site)}: {address}"
        for file in files
        for address in CSS_ADDRESS.findall(COMMENT.sub("", file.read_text(encoding="utf-8")))
        if is_remote(address)
    ]
    assert len(files) > 20
    for html in REMOTE:
        assert any(map(is_remote, loaded(BeautifulSoup(html, "html.parser")))), html
    assert wrong == []


# --- figures ---


def row_links(figure):
    """Return the sentences of each row of the figure's data, by the id of the row."""
    return {
        row["id"]: {link["data-sentence"] for link in row.select("a[data-sentence]")}
        for row in figure.select(".fig-data tbody tr")
    }


def test_the_figures_of_the_edition_are_shown(figures):
    table = (ROOT / "EDITION.md").read_text("utf-8").partition("## Figures")[2]
    listed = set(re.findall(r"^\| `([\w-]+)`", table.partition("Merged:")[0], re.MULTILINE))
    shown = {name_of(figure) for _, figure in figures}
    # The two answers are laid side by side in words.
    assert shown == listed - {"disputes-question"}


def test_drawings_have_title_description_and_names_of_their_own(figures):
    for page, figure in figures:
        svg, name = svg_of(figure), name_of(figure)
        for tag in ("title", "desc"):
            found = svg.find(tag, id=f"{name}-{tag}", recursive=False)
            assert found and len(found.get_text(strip=True)) > 10, f"{page.path}: {name}: {tag}"
        ids = [tag["id"] for tag in svg.select("[id]")]
        assert all(one.startswith(f"{name}-") for one in ids), f"{page.path}: {name}: {ids}"
        links = svg.find_all("a")
        assert links, f"{page.path}: {name}"
        for link in links:  # assistive technology meets it with a name, or not at all
            hidden = link.get("aria-hidden") == "true" and link.get("tabindex") == "-1"
            assert hidden or link.get("aria-label", "").strip(), f"{page.path}: {name}"


def test_marks_lead_to_their_sentence_or_to_the_row_that_lists_them(figures):
    wrong = []
    for page, figure in figures:
        rows = row_links(figure)
        for link in svg_of(figure).find_all("a"):
            href = link.get("href") or link["xlink:href"]
            sentence, row = link.get("data-sentence"), href.removeprefix("#")
            known = any(sentence in listed for listed in rows.values()) if sentence else row in rows
            if not known:
                wrong.append(f"{page.path}: {name_of(figure)}: {href}")
    assert wrong == []


def test_each_figure_offers_its_data_and_itself(site, figures):
    for page, figure in figures:
        links = figure.select("a.fig-download")
        files = {Path(link["href"]).suffix: site / join(page.path, link["href"]) for link in links}
        where = f"{page.path}: {name_of(figure)}"
        assert set(files) == {".csv", ".svg", ".png"}, where
        table = list(csv.DictReader(io.StringIO(files[".csv"].read_text(encoding="utf-8"))))
        listed = [set(filter(None, row["sentences"].split("; "))) for row in table]
        assert listed == list(row_links(figure).values()), where
        assert ET.parse(files[".svg"]).getroot().tag.endswith("svg"), where
        assert files[".png"].read_bytes().startswith(b"\x89PNG"), where


def test_each_page_with_cells_is_offered_as_a_notebook(site, pages):
    with_cells = [name for name in PAGES if "{code-cell}" in (ROOT / f"{name}.md").read_text()]
    assert with_cells
    for name in with_cells:
        notebook = json.loads((site / "_sources" / f"{name}.ipynb").read_text())
        assert any(cell["cell_type"] == "code" for cell in notebook["cells"]), name
        offered = addresses(pages[f"{name}.html"])
        assert any(address.endswith(f"{name}.ipynb") for address in offered), name


# --- texts and findings ---


def page_of_texts(pages):
    """Return the page of each text, by its key."""
    source = re.compile(r"\{interview\} (\S+)")
    found = {name: source.search((ROOT / f"{name}.md").read_text("utf-8")) for name in PAGES}
    return {key[1]: pages[f"{name}.html"] for name, key in found.items() if key}


def test_every_sentence_of_every_text_has_its_place_and_its_words(pages):
    shown = page_of_texts(pages)
    corpus = read_corpus(paths.find())
    assert set(shown) == set(corpus.document_keys())
    for key, page in shown.items():
        places = {tag["id"]: tag for tag in page.soup.select(".sentence[id]")}
        sentences = corpus[key].sentences
        assert list(places) == [one.id.partition(":")[2] for one in sentences], page.path
        for one in sentences:
            place = places[one.id.partition(":")[2]]
            words = "".join(map(str, place.find_all(string=True, recursive=False)))
            assert words.split() == one.text.split(), one.id


def test_every_use_of_a_sentence_that_its_page_names_is_one(pages):
    """The page of a text says where a sentence stands; that place must link to the sentence."""
    wrong, seen = [], 0
    for key, page in page_of_texts(pages).items():
        for sentence in page.soup.select(".sentence[id]"):
            about = sentence.find_next_sibling("details", class_="about")
            for link in about.select("li a"):
                target, _, place = link["href"].partition("#")
                seen += 1
                if f"{key}:{sentence['id']}" not in pages[join(page.path, target)].sentences[place]:
                    wrong.append(f"{key}:{sentence['id']}: {link['href']}")
    assert seen > 100
    assert wrong == []


def test_every_finding_has_evidence_and_all_are_listed_on_one_page(pages):
    stated = [tag for page in pages.values() for tag in page.soup.select(".finding")]
    for tag in stated:
        assert tag.select_one("a[data-sentence]"), tag["data-finding"]
    listed = pages["book/how_firm.html"].soup.select(".finding")
    names = {tag["data-finding"] for tag in listed}
    assert len(names) == len(findings.FINDINGS)
    assert {tag["data-finding"] for tag in stated if tag.get("id")} == names


# --- what others read of a page; no base address is known ---


def test_every_page_says_what_it_is_in_words_of_its_own_and_makes_up_no_address(site, pages):
    known = {name: said(pages[f"{name}.html"].soup) for name in PAGES}
    for name, one in known.items():
        soup = pages[f"{name}.html"].soup
        assert 40 <= len(one["description"]) <= 440, name
        assert one["og:description"] == one["description"], name
        assert one["og:title"] in soup.title.get_text(), name
        assert one["twitter:card"] == "summary", name
        assert not {"og:url", "og:image"} & set(one), name
        assert not soup.select("[rel=canonical], .source"), name
    for what in ("description", "og:title"):
        assert len({one[what] for one in known.values()}) == len(PAGES), what
    assert pages["index.html"].soup.title.get_text() == citation.TITLE
    assert "33.7" in known["book/economics"]["description"]  # computed, as on the page itself
    assert not any((site / name).exists() for name in ("sitemap.xml", "robots.txt", "_images"))


def test_linked_data_describe_the_report_and_the_data(site, pages):
    described = {path: linked_data(page.soup) for path, page in pages.items()}
    assert {path for path, found in described.items() if found} == {"index.html", "book/data.html"}
    (report,), (data,) = described["index.html"], described["book/data.html"]
    assert (report["@type"], data["@type"]) == ("Report", "Dataset")
    for one in (report, data):
        assert one["@context"] == "https://schema.org"
        assert one["author"] == {"@type": "Organization", "name": citation.PROJECT}
        assert one["description"] and one["license"].startswith("https://creativecommons.org/")
    tables = json.loads((ROOT / "data" / "datapackage.json").read_text())["resources"]
    links = pages["book/data.html"].article.select("a[href$='.csv']")
    assert [one["contentUrl"] for one in data["distribution"]] == [one["href"] for one in links]
    for link, table in zip(links, tables, strict=True):
        file = site / join("book/data.html", link["href"])
        assert file.read_bytes() == (ROOT / "data" / table["path"]).read_bytes()


def test_every_finding_and_figure_has_an_address_and_every_figure_its_entry(pages, figures):
    stated = [one for page in pages.values() for one in page.soup.select(".finding[id]")]
    for one in stated:
        assert one.select_one(".finding-link")["href"] == f"#{one['id']}"
    for _, figure in figures:
        assert figure.select_one(".fig-link")["href"] == f"#{figure['id']}"
        name = figure["id"].removeprefix("figure-")
        entry = parse_string(figure.select_one(".highlight pre").get_text(), "bibtex").entries
        assert list(entry) == [f"vietnam-china-interviews-{name}"]
        assert figure.svg.title.get_text().split()[0] in entry[next(iter(entry))].fields["title"]
    whole = pages["index.html"].soup.select(".highlight pre")[-1].get_text()
    (entry,) = parse_string(whole, "bibtex").entries.values()
    assert entry.fields["title"] == f"{{{citation.TITLE}}}"
