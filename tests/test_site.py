"""The gate on the built site: what a reader meets must hold together, link by link."""

import csv
import io
import json
import math
import re
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from bs4 import BeautifulSoup, Tag
from conftest import ROOT

from interviews import paths
from interviews.corpus import read_corpus
from interviews.validation import numerals

pytestmark = pytest.mark.slow

ALLOWED = Path(__file__).with_name("allowed_numerals.yml")
TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
PAGES = {part["caption"]: [row["file"] for row in part["chapters"]] for part in TOC["parts"]}
CHAPTERS = PAGES["Chapters"]
ARGUED = [*CHAPTERS, *PAGES["Across"]]
FIGURE = ".linked-fig:has(svg.linked-fig-svg)"
CAPTIONED = "figure:has(svg.linked-fig-svg)"
PROSE = ["index", *ARGUED, "book/method"]


@dataclass(frozen=True)
class Page:
    """A page of the built site; `path` is its place in it, such as book/economics.html."""

    path: str
    soup: BeautifulSoup

    @cached_property
    def ids(self):
        return [tag["id"] for tag in self.soup.select("[id]")]

    @cached_property
    def places(self):
        """Every element that has an id, by its id."""
        return {tag["id"]: tag for tag in self.soup.select("[id]")}

    @cached_property
    def sentences(self):
        """The sentences that each place of the page links to, by the place's id."""
        found = defaultdict(set)
        for link in self.soup.select("a[data-sentence]"):
            for around in [link, *link.parents]:
                found[around.get("id")].add(link["data-sentence"])
        return found

    @property
    def name(self):
        return self.path.removesuffix(".html")

    @property
    def article(self):
        return self.soup.find("article")


def lines(problems):
    return "\n" + "\n".join(problems)


def read(file):
    return BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")


@pytest.fixture(scope="module")
def pages(site):
    """Every page, by its path."""
    files = {file.relative_to(site).as_posix(): file for file in sorted(site.rglob("*.html"))}
    return {path: Page(path, read(file)) for path, file in files.items()}


@pytest.fixture(scope="module")
def chapters(pages):
    return [pages[f"{name}.html"] for name in CHAPTERS]


@pytest.fixture(scope="module")
def argued(pages):
    """The pages with cells that argue something: the chapters, and what holds across them."""
    found = {name: (ROOT / f"{name}.md").read_text(encoding="utf-8") for name in ARGUED}
    return [pages[f"{name}.html"] for name, text in found.items() if "{code-cell}" in text]


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
    parts = []
    for part in [*PurePosixPath(path).parent.parts, *href.split("/")]:
        if part == ".." and parts:
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def addresses(page):
    """Yield every address that the page names, with its tag."""
    for tag in page.soup.find_all(True):
        for name in ("href", "src", "xlink:href", "data", "poster", "action"):
            if tag.has_attr(name):
                yield tag, tag[name]


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
    if fragment and path in pages and fragment not in pages[path].places:
        return "no such place on the page"
    return ""


def test_every_link_leads_to_a_file_and_a_place_that_exist(site, pages):
    wrong = [
        f"{page.path}: {address}: {why}"
        for page in pages.values()
        for _, address in addresses(page)
        if (why := leads_nowhere(site, pages, page, address))
    ]
    assert len(pages) > 12
    assert not wrong, lines(wrong)


def test_every_page_of_the_table_of_contents_is_in_the_menu_of_the_landing_page(site, pages):
    menu = {tag["href"] for tag in pages["index.html"].soup.select("nav a[href]")}
    for name in (name for names in PAGES.values() for name in names):
        assert f"{name}.html" in menu


def test_references_between_parts_of_a_page_resolve(pages):
    names = ("aria-labelledby", "aria-describedby", "aria-controls", "for")
    wrong = [
        f"{page.path}: {name}={target}"
        for page in pages.values()
        for tag in (page.article or page.soup).find_all(True)
        for name in names
        for target in str(tag.get(name, "")).split()
        if target not in page.places
    ]
    assert not wrong, lines(wrong)


def test_nothing_is_left_for_the_extension_to_fill_in(pages):
    wrong = [
        f"{page.path}: {name}={value}"
        for page in pages.values()
        for tag in page.soup.find_all(True)
        for name, value in tag.attrs.items()
        if isinstance(value, str)
        and (value.startswith("sentence:") or re.search(r"\bevr?-@", value))
    ]
    assert not wrong, lines(wrong)


def test_no_id_stands_twice_on_a_page(pages):
    twice = {
        page.path: [name for name, times in Counter(page.ids).items() if times > 1]
        for page in pages.values()
    }
    assert {path: names for path, names in twice.items() if names} == {}


def test_links_stay_in_their_tab(pages):
    wrong = [
        f"{page.path}: {tag}"
        for page in pages.values()
        if page.article
        for tag in page.article.select("[target]")
    ]
    assert not wrong, lines(wrong)


# --- no other host ---

CSS_ADDRESS = re.compile(r"(?:url\(|@import)\s*[\"']?([^\"')\s;]+)", re.I)
COMMENT = re.compile(r"/\*.*?\*/", re.S)
LOADING = ("src", "data", "poster", "action", "background", "xlink:href")


def is_remote(address):
    return bool(re.match(r"\s*(?:https?:|wss?:|ftp:)?//", address, re.I))


def loaded(page):
    """Yield every address that a browser would fetch to show the page."""
    for tag in page.soup.find_all(True):
        yield from (tag[name] for name in LOADING if tag.has_attr(name))
        if tag.name != "a" and tag.has_attr("href"):
            yield tag["href"]
        for part in tag.get("srcset", "").split(","):
            yield part.strip().split(" ")[0]
        yield from CSS_ADDRESS.findall(str(tag.get("style", "")))
        if tag.name == "style":
            yield from CSS_ADDRESS.findall(COMMENT.sub("", tag.get_text()))
        if tag.name == "meta" and str(tag.get("http-equiv", "")).lower() == "refresh":
            yield tag.get("content", "").partition("=")[2]


def test_no_page_loads_anything_from_another_host(pages):
    wrong = [
        f"{page.path}: {address}"
        for page in pages.values()
        for address in loaded(page)
        if is_remote(address)
    ]
    assert not wrong, lines(wrong)


def test_no_style_sheet_or_drawing_loads_anything_from_another_host(site):
    files = [*site.rglob("*.css"), *site.rglob("*.svg")]
    wrong = [
        f"{file.relative_to(site)}: {address}"
        for file in files
        for address in CSS_ADDRESS.findall(COMMENT.sub("", file.read_text(encoding="utf-8")))
        if is_remote(address)
    ]
    assert len(files) > 20
    assert not wrong, lines(wrong)


# --- figures ---

# Colours that stand for a side, a text or a problem; pale fills only ever lie under a mark.
DATA_COLOUR = re.compile(r"--fig-(?:china|vietnam|both|problem|text-\d+),")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
PLACE = re.compile(r"(?:translate\(|rotate\(-0 )[-\d.]+ ([-\d.]+)")
TOUCHING = 4.0  # points


def place_of(use):
    return float(use.get("x", 0)), float(use.get("y", 0))


def points_of(path):
    found = [float(part) for part in NUMBER.findall(path.get("d", ""))]
    return list(zip(found[::2], found[1::2], strict=False))


def is_linked(tag):
    return tag.find_parent("a") is not None


def is_open(path):
    return "fill: none" in path.get("style", "")


def reach_of_links(svg):
    """Return how far up and down the links of a drawing reach; above and below is its key."""
    places = [place_of(use)[1] for use in svg.select("a use")]
    places += [y for path in svg.select("a path") for _, y in points_of(path)]
    found = (PLACE.search(text.get("transform", "")) for text in svg.select("a text"))
    places += [float(place[1]) for place in found if place]
    return min(places, default=0.0), max(places, default=0.0)


def lines_of(svg):
    """Return the lines of a drawing, each as its corners."""
    return [points_of(path) for path in svg.find_all("path") if is_open(path)]


def is_near(point, line):
    """Tell whether a line passes a point."""
    return any(gap(point, one, other) <= TOUCHING for one, other in pairwise(line))


def gap(point, one, other):
    """Return the distance of a point from the line between two others."""
    along = [b - a for a, b in zip(one, other, strict=True)]
    length = sum(part**2 for part in along)
    ahead = sum((p - a) * part for p, a, part in zip(point, one, along, strict=True))
    share = min(1.0, max(0.0, ahead / length)) if length else 0.0
    return math.dist(point, [a + share * part for a, part in zip(one, along, strict=True)])


def is_arrow(path):
    """Tell whether a path is of an arrow, which has a shaft and a head in one group."""
    parts = path.parent.find_all("path", recursive=False)
    return {is_open(part) for part in parts} == {True, False}


def loose_marks(svg):
    """Return what is drawn in a colour of the data but is no link and belongs to none.

    A line may pass a linked point, whose interval it is; a point may lie on a linked one, or end
    a line as the head of an arrow; what lies above or below all links is the key.
    """
    linked = [place_of(use) for use in svg.select("a use")]
    top, bottom = reach_of_links(svg)
    near = linked + [corner for line in lines_of(svg) for corner in line]
    loose = []
    for tag in svg.find_all(["use", "path"]):
        if is_linked(tag) or tag.find_parent("defs") or not DATA_COLOUR.search(str(tag)):
            continue
        corners = [place_of(tag)] if tag.name == "use" else points_of(tag)
        in_key = all(y < top or y > bottom for _, y in corners)
        if tag.name == "use":
            belongs = any(math.dist(corners[0], place) <= TOUCHING for place in near)
        else:
            interval = is_open(tag) and any(is_near(place, corners) for place in linked)
            belongs = interval or is_arrow(tag)
        if not in_key and not belongs:
            loose.append(f"{tag.name} of {tag.parent.get('id')} at {corners[:2]}")
    return loose


def test_every_mark_that_stands_for_data_is_a_link(figures):
    wrong = {name_of(figure): loose_marks(svg_of(figure)) for _, figure in figures}
    assert {name: marks for name, marks in wrong.items() if marks} == {}


def row_links(figure):
    """Return the sentences of each row of the figure's data, by the id of the row."""
    return {
        row["id"]: {link["data-sentence"] for link in row.select("a[data-sentence]")}
        for row in figure.select(".fig-data tbody tr")
    }


def test_every_row_of_data_is_drawn_and_linked(figures):
    wrong = []
    for page, figure in figures:
        links = svg_of(figure).find_all("a")
        drawn = {link.get("data-sentence") for link in links}
        rows = {link["href"].partition("#")[2] for link in links if link["href"][0] == "#"}
        wrong += [
            f"{page.path}: {row}"
            for row, sentences in row_links(figure).items()
            if row not in rows and not sentences & drawn
        ]
    assert not wrong, lines(wrong)


def test_marks_lead_to_their_sentence_or_to_the_row_that_lists_them(figures):
    wrong = []
    for page, figure in figures:
        rows = row_links(figure)
        for link in svg_of(figure).find_all("a"):
            sentence, row = link.get("data-sentence"), link["href"].removeprefix("#")
            known = any(sentence in listed for listed in rows.values()) if sentence else row in rows
            if not known:
                wrong.append(f"{page.path}: {name_of(figure)}: {link['href']}")
    assert not wrong, lines(wrong)


def has_a_name(link):
    """Tell whether assistive technology meets the link with a name, or not at all."""
    hidden = link.get("aria-hidden") == "true" and link.get("tabindex") == "-1"
    return hidden or bool(link.get("aria-label", "").strip())


def test_drawings_and_their_links_have_names(figures):
    assert len(figures) > 20
    for page, figure in figures:
        svg, name = svg_of(figure), name_of(figure)
        links = svg.find_all("a")
        for tag in ("title", "desc"):
            found = svg.find(tag, id=f"{name}-{tag}", recursive=False)
            assert found and len(found.get_text(strip=True)) > 10, f"{page.path}: {name}: {tag}"
        assert links, f"{page.path}: {name}: has no link"
        assert all(map(has_a_name, links)), f"{page.path}: {name}"
        assert any(link.get("aria-label") for link in links), f"{page.path}: {name}"


def test_marks_that_lead_to_different_places_have_different_names(figures):
    for page, figure in figures:
        targets = defaultdict(set)
        for link in svg_of(figure).select("a[aria-label]"):
            targets[link["aria-label"]].add(link["href"])
        twice = [label for label, hrefs in targets.items() if len(hrefs) > 1]
        assert not twice, lines([page.path, name_of(figure), *twice])


def test_ids_in_drawings_begin_with_the_name_of_the_figure(figures):
    for page, figure in figures:
        name = name_of(figure)
        wrong = [tag["id"] for tag in svg_of(figure).select("[id]")]
        wrong = [one for one in wrong if not one.startswith(f"{name}-")]
        assert not wrong, lines([page.path, name, *wrong])
    names = [name_of(figure) for _, figure in figures]
    assert len(names) == len(set(names))


def test_every_chapter_has_four_figures_with_captions(chapters):
    assert len(chapters) >= 4
    for page in chapters:
        found = page.article.select(CAPTIONED)
        assert len(found) >= 4, page.path
        assert len(found) == len(page.article.select(FIGURE)), page.path
        for figure in found:
            caption = figure.select_one("figcaption .caption-text")
            assert figure.get("id") and caption, page.path
            assert len(caption.get_text().split()) > 7, f"{page.path}: {figure['id']}"
            assert figure.select_one(".caption-number"), f"{page.path}: {figure['id']}"


def test_every_figure_is_spoken_of_in_the_prose_of_its_page(argued):
    missing = []
    for page in argued:
        spoken = {link["href"] for link in page.article.select("a:has(> .std-numref)")}
        figures = [figure["id"] for figure in page.article.select(CAPTIONED)]
        missing += [f"{page.path}: {name}" for name in figures if f"#{name}" not in spoken]
    assert not missing, lines(missing)


# --- downloads ---


def read_csv(file):
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))


def test_each_figure_offers_its_data_and_itself(site, figures):
    for page, figure in figures:
        links = figure.select("a.fig-download")
        files = {Path(link["href"]).suffix: site / join(page.path, link["href"]) for link in links}
        where = f"{page.path}: {name_of(figure)}"
        assert set(files) == {".csv", ".svg", ".png"}, where
        rows = figure.select(".fig-data tbody tr")
        assert rows and len(read_csv(files[".csv"])) == len(rows), where
        assert ET.parse(files[".svg"]).getroot().tag.endswith("svg"), where
        assert files[".png"].read_bytes().startswith(b"\x89PNG"), where
        assert files[".png"].stat().st_size > 2000, where


def test_data_for_download_name_the_sentences_of_the_table(site, figures):
    for page, figure in figures:
        link = figure.select_one('a.fig-download[href$=".csv"]')
        listed = [set(filter(None, row["sentences"].split("; "))) for row in
                  read_csv(site / join(page.path, link["href"]))]  # fmt: skip
        assert listed == list(row_links(figure).values()), f"{page.path}: {name_of(figure)}"


def test_each_page_with_cells_is_offered_as_a_notebook(site, argued):
    for page in argued:
        notebook = json.loads((site / "_sources" / f"{page.name}.ipynb").read_text())
        assert sum(cell["cell_type"] == "code" for cell in notebook["cells"]) > 1, page.path
        assert any(address.endswith(f"{page.name}.ipynb") for _, address in addresses(page))


# --- texts and findings ---


def page_of_texts(pages):
    """Return the page of each text, by its key."""
    source = re.compile(r"\{interview\} (\S+)")
    return {
        source.search((ROOT / f"{name}.md").read_text(encoding="utf-8"))[1]: pages[f"{name}.html"]
        for name in PAGES["The five texts"]
    }


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
            assert place.select_one(f'a.sentence-number[href="#{place["id"]}"]'), one.id


def used_and_not(page):
    found = page.soup.select(".sentence[id]")
    unused = [tag for tag in found if {"is-unused", "is-apparatus"} & set(tag["class"])]
    return len(found) - len(unused), len(unused)


def test_pages_of_texts_count_their_sentences_rightly(pages):
    for page in page_of_texts(pages).values():
        used, unused = used_and_not(page)
        counts = [int(n) for n in re.findall(r"\d+", page.soup.select_one(".reading-counts").text)]
        assert counts[:3] == [used + unused, used, unused], page.path


def test_every_use_of_a_sentence_that_its_page_names_is_one(pages):
    """The page of a text says where a sentence stands; that place must link to the sentence."""
    wrong = []
    for key, page in page_of_texts(pages).items():
        for sentence in page.soup.select(".sentence[id]"):
            about = sentence.find_next_sibling("details", class_="about")
            for link in about.select("li a"):
                target, _, place = link["href"].partition("#")
                around = pages[join(page.path, target)].sentences[place]
                if f"{key}:{sentence['id']}" not in around:
                    wrong.append(f"{key}:{sentence['id']}: {link['href']}")
    assert not wrong, lines(wrong)


def findings_of(page):
    return [tag["data-finding"] for tag in page.article.select(".finding")]


def test_findings_lead_to_their_place(pages, chapters, argued):
    stated = {name: page for page in argued for name in findings_of(page)}
    listed = findings_of(pages["book/findings.html"])
    shown = findings_of(pages["index.html"])
    assert listed == list(stated)
    assert {stated[name].path for name in shown} >= {page.path for page in chapters}
    for path in ("index.html", "book/findings.html"):
        for block in pages[path].article.select(".finding-listed"):
            name = block.select_one(".finding")["data-finding"]
            target, _, place = block.select_one("a.finding-place")["href"].partition("#")
            assert join(path, target) == stated[name].path
            found = stated[name].places[place]
            assert found["data-finding"] == name
            assert words_of(found) == words_of(block.select_one(".finding"))


def words_of(finding):
    """Return what a finding says, without its evidence."""
    copied = BeautifulSoup(str(finding), "html.parser")
    for card in copied.select(".ev-card, .finding-link, .finding-firmness"):
        card.decompose()
    return copied.get_text().split()


def test_every_finding_has_evidence(pages):
    for page in pages.values():
        for finding in page.soup.select(".finding"):
            assert finding.select_one("a[data-sentence]"), f"{page.path}: {finding['data-finding']}"


# --- numerals in prose ---

HOLE = "▢"  # stands where something is left out, so that its neighbours do not grow together
NO_PROSE = ", ".join(
    (
        ".cell_input, details.above-input, pre, code, script, style",  # code
        ".linked-fig, .caption-number, .std-numref, .headerlink",  # figures and their numbers
        ".ev, .ev-bare",  # computed
        ".quotation, section.reading blockquote",  # compared with the text when the book is built
        "a[href*='references.html#']",  # citations
        ".finding-listed, .prev-next-area",  # said, and read here, on another page
    )
)
# What a cell writes is computed, except for these, which hold typed words.
TYPED = ".finding, section.reading, figcaption"
BLOCKS = re.compile(r"p|li|dt|dd|figcaption|caption|h[1-6]|td|th|div|section")
# Words for parts and multiples, which the numerals of the texts do without.
MULTIPLES = re.compile(
    r"\b(?:half|halves|quarters?|dozens?|twice|thrice|(?:doubl|tripl)(?:es?|ed|ing)|\w+fold)\b",
    re.I,
)
# What the report counts: "one" before it is a number; elsewhere it is a pronoun.
NOUNS = (
    "sentence|text|interview|article|meeting|visit|contact|promise|question|answer|number|figure"
    "|mention|link|project|problem|claim|word|speaker|official|expert|voice|person|province|city"
    "|year|month|week|day|dollar|period|agreement|time|case|pair|tick|row|bar|column"
)
COUNTED = re.compile(
    rf"[\s-]+(?:(?:later|earlier|other|further|more|single|open) )?(?:{NOUNS})s?\b", re.I
)
SEVERAL = re.compile(rf"\s+(?:(?:{NOUNS})s|cities|people|countries)\b", re.I)
RANKED = re.compile(r"[\s-]+(?:largest|biggest|highest|most|leading|top)\b", re.I)
RANKING = re.compile(r"\b(?:rank(?:s|ed)?|places?|number|no\.) (?:as )?$", re.I)
SCALED = re.compile(r"\s*(?:%|thousand|million|billion|trillion|US\$)")


def prose(page):
    """Yield the text of each block of a page, with holes where it is computed or quoted."""
    article = BeautifulSoup(str(page.article), "html.parser")
    for tag in article.select(NO_PROSE):
        if tag.parent is not None:
            tag.replace_with(HOLE)
    blocks = defaultdict(list)
    typed = {id(text) for tag in article.select(TYPED) for text in tag.find_all(string=True)}
    for text in article.find_all(string=True):
        if text.find_parent(class_="cell_output") and id(text) not in typed:
            continue
        blocks[id(text.find_parent(BLOCKS))].append(str(text))
    for parts in blocks.values():
        text = " ".join("".join(parts).split())
        if text.strip(HOLE + " "):
            yield text


def is_number(before, word, after):
    """Tell numbers from pronouns ("the later one") and from order ("the first text")."""
    if word.lower() in ("one", "ones"):
        return bool(COUNTED.match(after)) and word.lower() == "one"
    if word.lower() in ("first", "firsts", "second"):
        return bool(RANKED.match(after) or RANKING.search(before))
    return True


def numbers_in(text):
    """Return the places of the numerals in `text`, in digits or in words.

    >>> text = "In one text, the first, three of 12 numbers doubled; one can count half of them."
    >>> [text[start:end] for start, end in numbers_in(text)]
    ['one', 'three', '12', 'doubled', 'half']
    """
    spans = {(span.start, span.end) for span in numerals(text)}
    spans |= {found.span() for found in MULTIPLES.finditer(text)}
    return sorted(s for s in spans if is_number(text[: s[0]], text[s[0] : s[1]], text[s[1] :]))


@dataclass(frozen=True)
class Allowed:
    """The reviewed list: phrases in which a typed numeral may stand, and years."""

    phrases: list[tuple[frozenset[str], str]]
    years: frozenset[str]

    def matching(self, page, text, start, end):
        """Return the phrases that allow the numeral at `start` to `end`."""
        return {
            (names, phrase)
            for names, phrase in self.phrases
            if page in names or "any" in names
            for found in re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", text, re.I)
            if found.start() <= start and end <= found.end()
        }

    def is_year(self, text, start, end):
        """Tell whether a numeral is a listed year, and no amount that looks like one."""
        before, word, after = text[:start], text[start:end], text[end:]
        amount = SEVERAL.match(after) or SCALED.match(after) or before.endswith("$")
        return word in self.years and not amount


def read_allowed():
    """Return the reviewed list; every entry has a reason, and words beside its numeral."""
    listed = yaml.safe_load(ALLOWED.read_text(encoding="utf-8"))
    phrases = []
    for entry in listed["phrases"]:
        names = entry["page"] if isinstance(entry["page"], list) else [entry["page"]]
        assert set(names) <= {*PROSE, "any"}, entry
        assert len(entry["reason"]) > 8, entry
        assert len(re.findall(r"[^\W\d]+", entry["phrase"])) > 0 < len(numbers_in(entry["phrase"]))
        assert len(entry["phrase"].split()) > 1 or "-" in entry["phrase"], entry
        phrases.append((frozenset(names), entry["phrase"]))
    assert all(len(reason) > 8 for reason in listed["years"].values())
    return Allowed(phrases, frozenset(map(str, listed["years"])))


@pytest.fixture(scope="module")
def typed(pages):
    """Numerals in prose that nothing allows, and what the reviewed list was used for."""
    allowed, used, wrong = read_allowed(), set(), []
    for page in (pages[f"{name}.html"] for name in PROSE):
        for text in prose(page):
            for start, end in numbers_in(text):
                found = allowed.matching(page.name, text, start, end)
                used |= {(name, phrase) for names, phrase in found for name in names}
                if allowed.is_year(text, start, end):
                    used.add(text[start:end])
                elif not found:
                    around = f"{text[max(0, start - 40) : start]}[{text[start:end]}]"
                    wrong.append(f"{page.name}: {around}{text[end : end + 40]}")
    return allowed, used, wrong


def test_every_numeral_in_prose_is_computed_or_on_the_reviewed_list(typed):
    _, _, wrong = typed
    assert not wrong, lines(wrong)


def test_the_reviewed_list_of_numerals_holds_nothing_idle(typed):
    allowed, used, _ = typed
    pairs = {(name, phrase) for names, phrase in allowed.phrases for name in names}
    assert sorted(pairs - used) == []
    assert sorted(allowed.years - used) == []
    assert len(allowed.phrases) == len(set(allowed.phrases))


# --- counts for the record ---


def evidence_links(pages):
    """Return how many marks and links lead to evidence: in prose, in tables, in figures."""
    articles = [page.article for page in pages.values() if page.article]
    return {
        "prose": sum(len(one.select(".ev > a")) for one in articles),
        "tables": sum(len(one.select(".fig-data a[data-sentence]")) for one in articles),
        "figures": sum(len(one.select(".linked-fig-svg a[aria-label]")) for one in articles),
    }


def test_the_site_is_counted_for_the_record(pages, record_property, capsys):
    links = evidence_links(pages)
    shares = {
        key: f"{used} of {used + unused} ({100 * used / (used + unused):.0f} %)"
        for key, page in page_of_texts(pages).items()
        for used, unused in [used_and_not(page)]
    }
    bare = sum(len(page.soup.select(".ev-bare")) for page in pages.values())
    record_property("evidence links", links)
    record_property("computed numbers without evidence", bare)
    record_property("sentences cited", shares)
    with capsys.disabled():
        print(f"\nevidence links: {links}; computed without evidence: {bare}; cited: {shares}")
    assert min(links.values()) > 300
    assert all(isinstance(page.soup, Tag) for page in pages.values())
