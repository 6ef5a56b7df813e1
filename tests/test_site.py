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


def leads_somewhere(site, pages, page, address):
    """Tell whether an address leads elsewhere, or to a file and a place that open from the disk."""
    parts = urlsplit(address)
    if parts.scheme in ("http", "https", "mailto", "data") or address.startswith("//"):
        return True
    if parts.scheme or parts.path.startswith("/") or parts.path.endswith("/"):
        return False
    path = join(page.path, unquote(parts.path)) if parts.path else page.path
    place = unquote(parts.fragment)
    known = not place or path not in pages or place in pages[path].ids
    return known and (site / path).is_file()


def test_every_link_leads_to_a_file_and_a_place_that_exist(site, pages):
    wrong = [
        f"{page.path}: {address}"
        for page in pages.values()
        for address in addresses(page)
        if not leads_somewhere(site, pages, page, address)
    ]
    assert set(pages) >= {f"{name}.html" for name in PAGES}
    for address in ("nowhere.html", "#nowhere", "book/", "/book/data.html", "file:///book"):
        assert not leads_somewhere(site, pages, pages["index.html"], address), address
    assert wrong == []


def test_every_page_is_in_the_menu_of_the_landing_page(pages):
    menu = {tag["href"] for tag in pages["index.html"].soup.select("nav a[href]")}
    assert {f"{name}.html" for name in PAGES[1:]} <= menu


def test_no_id_stands_twice_on_a_page(pages):
    counted = {page.path: Counter(page.ids) for page in pages.values()}
    assert [
        (path, ids.most_common(1)) for path, ids in counted.items() if ids.total() > len(ids)
    ] == []


def test_nothing_is_left_unresolved(pages):
    left = re.compile(r"\{(?:eval|cite|ref)\}`|<[\w.]+ object at|^\s*(?:nan|None|NaT|<NA>)\s*$")
    wrong = [
        f"{page.path}: {text.strip()[:80]}"
        for page in pages.values()
        for text in page.article.find_all(string=left)
        if not text.find_parent(["script", "style", "pre", "code"])
    ]
    assert wrong == []


# What a page loads itself, a browser tells (tests/test_browser.py).
REMOTE = re.compile(r"(?:url\(|@import)\s*[\"']?(?:https?:|wss?:|ftp:)?//", re.I)
COMMENT = re.compile(r"/\*.*?\*/", re.S)


def test_no_sheet_and_no_drawing_loads_anything_from_another_host(site):
    files = [*site.rglob("*.css"), *site.rglob("*.svg")]
    assert len(files) > 20
    assert REMOTE.search('@import "https://a.org/x.css"') and REMOTE.search("url(//a.org/x)")
    assert [one for one in files if REMOTE.search(COMMENT.sub("", one.read_text("utf-8")))] == []


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
        if tag.get("id"):  # elsewhere it leads there
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
