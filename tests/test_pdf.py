"""The PDF: page numbers are true, what is quoted is listed, figures are shapes and words.
And a page as a browser prints it."""

import hashlib
import re
import shutil

import pypdf
import pytest
import yaml
from bs4 import BeautifulSoup

from interviews import paths, pdf
from interviews.corpus import read_corpus

pytestmark = pytest.mark.slow

ID = r"[a-z]+-\d{4}:s\d{3}"
BODY = 10.5  # points; Chromium makes all type smaller where a table is wider than the sheet
HIDDEN = """[...document.querySelectorAll(
  ".bd-sidebar, .bd-header-article, .cell_input, .code-switch, .ev-quote, .reading-filter, " +
  "details.about, .headerlink")].filter(one => one.getClientRects().length).length"""
COLOURS = """["body", "article p"].map(one => getComputedStyle(document.querySelector(one))).map(
  ({backgroundColor, color}) => ({backgroundColor, color}))"""


def plain(words):
    """Return words without white space, which a PDF sets where a line ends."""
    return re.sub(r"\s+", "", words)


@pytest.fixture(scope="module")
def book(built, tmp_path_factory):
    """A copy of the built book, with the PDF on its site."""
    root = shutil.copytree(built, tmp_path_factory.mktemp("pdf") / "book", symlinks=True)
    pdf.write(paths.Paths(root))
    return root


@pytest.fixture(scope="module")
def printed(book):
    return pypdf.PdfReader(book / "_build" / "html" / pdf.NAME)


@pytest.fixture(scope="module")
def sheets(printed):
    """The words of each page, by its number."""
    return {number: page.extract_text() for number, page in enumerate(printed.pages, 1)}


@pytest.fixture(scope="module")
def listed(sheets):
    """What the list at the end says of each sentence: its words, and where it is quoted."""
    last = [words for words in sheets.values() if words.startswith("Quoted sentences")]
    text = "\n".join(words.split("\n", 2)[2] for words in last)
    entry = re.compile(rf"^({ID}) .*\n((?s:.*?))\nOn pages? ([\d,\s]+)$", re.M)
    return {one: (words, set(map(int, on.split(",")))) for one, words, on in entry.findall(text)}


@pytest.fixture(scope="module")
def pages(built):
    """The pages of the site that the PDF holds."""
    toc = yaml.safe_load((built / "_toc.yml").read_text("utf-8"))
    names = [toc["root"], *(one["file"] for part in toc["parts"] for one in part["chapters"])]
    texts = {one: (built / "_build/html" / f"{one}.html").read_text("utf-8") for one in names}
    return {one: BeautifulSoup(text, "html.parser").article for one, text in texts.items()}


def heading(tag):
    return tag.get_text().removesuffix("#")


def test_every_page_has_its_number_its_running_head_and_type_of_full_size(printed, sheets, pages):
    assert len(sheets) > 20
    heads = {heading(article.h1) for article in pages.values()} | {"Contents", "Quoted sentences"}
    for number, words in sheets.items():
        lines = words.splitlines()
        assert str(number) in lines[: 2 if number > 1 else 20], number
        assert number == 1 or lines[0] in heads, number
        assert len(lines) > 2, f"page {number} is empty"
    sizes = set()
    printed.pages[3].extract_text(
        visitor_text=lambda words, matrix, _text, _font, size: sizes.add(round(size * matrix[0], 2))
    )
    assert BODY in sizes


def test_the_contents_name_every_page_and_where_it_stands(sheets, pages):
    contents = [words for words in sheets.values() if words.startswith("Contents\n")]
    entries = re.findall(r"^(.*\S) (\d+)$", "\n".join(contents), re.M)
    assert {heading(article.h1) for article in pages.values()} <= {title for title, _ in entries}
    assert len(entries) > 80
    for title, number in entries:
        assert plain(title) in plain(sheets[int(number)].split("\n", 1)[1]), (title, number)


def test_bookmarks_and_links_stay_in_the_document(printed):
    def titles(items):
        return [
            one for each in items for one in (titles(each) if isinstance(each, list) else [each])
        ]

    assert len(titles(printed.outline)) > 80
    for mark in titles(printed.outline):
        assert printed.get_destination_page_number(mark) is not None, mark.title
    links = [link.get_object() for page in printed.pages for link in page.get("/Annots", [])]
    addresses = [link["/A"]["/URI"] for link in links if "/URI" in link.get("/A", {})]
    assert len(links) - len(addresses) > 1000
    assert all(one.startswith("http") for one in addresses)


def test_every_quoted_sentence_is_listed_in_full_with_all_pages_that_quote_it(
    here, sheets, listed, pages
):
    named = {}
    for number, words in sheets.items():
        for one in re.findall(rf"\[({ID})\]", plain(words)) if number > 1 else []:
            named.setdefault(one, set()).add(number)
    # A quotation that runs on to the next page is quoted where it begins, and named where it ends.
    for one in {*listed, *named}:
        on, by = listed.get(one, ("", set()))[1], named.get(one, set())
        assert on <= by | {number - 1 for number in by}, one
        assert by <= on | {number + 1 for number in on}, one
    corpus = read_corpus(here)
    wrong = {
        k for k, (words, _) in listed.items() if plain(words) != plain(corpus.sentence(k).text)
    }
    assert wrong == set()
    for article in pages.values():
        links = article.select("a:is(.quotation, .ev-value)[data-sentence]")
        assert {link["data-sentence"] for link in links} <= set(listed)


def test_all_fonts_are_embedded_and_no_figure_is_a_picture(printed, sheets, pages):
    def kinds(resources):
        for part in resources.get("/XObject", {}).values():
            yield part["/Subtype"]
            yield from kinds(part.get("/Resources", {}))

    for number, page in enumerate(printed.pages, 1):
        assert "/Image" not in set(kinds(page["/Resources"])), number
        for font in page["/Resources"].get("/Font", {}).values():
            known = font["/DescendantFonts"][0]["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(known), (number, font["/BaseFont"])
    words = plain("".join(sheets.values()))
    figures = [one for page in pages.values() for one in page.select("svg.linked-fig-svg > title")]
    assert figures
    assert [one.get_text() for one in figures if plain(one.get_text()) not in words] == []


def test_the_site_offers_it_and_is_otherwise_as_it_was(built, book, pages):
    before, after = built / "_build/html", book / "_build/html"
    for name in pages:
        text = (after / f"{name}.html").read_text("utf-8")
        offers = BeautifulSoup(text, "html.parser").select(".pdf-offer a")
        assert len(offers) == (2 if name == "index" else 1), name
        for offer in offers:
            assert (after / f"{name}.html").parent.joinpath(offer["href"]).resolve().is_file()
        plainly = re.sub(r'<(li|p) class="pdf-offer">.*?</\1>', "", text)
        assert plainly == (before / f"{name}.html").read_text("utf-8"), name
    sums = dict(line.split("  ")[::-1] for line in (after / "SHA256SUMS").read_text().splitlines())
    for file in (pdf.NAME, "index.html"):
        assert sums[file] == hashlib.sha256((after / file).read_bytes()).hexdigest()


def test_the_same_site_gives_the_same_bytes(book):
    site = book / "_build" / "html"
    before = {file: file.read_bytes() for file in site.rglob("*") if file.is_file()}
    pdf.write(paths.Paths(book))
    after = {file: file.read_bytes() for file in site.rglob("*") if file.is_file()}
    assert before.keys() == after.keys()
    assert [file for file in before if before[file] != after[file]] == []


def test_without_a_browser_it_says_what_to_install(book, monkeypatch):
    monkeypatch.setattr(pdf, "BROWSERS", ())
    with pytest.raises(pdf.BookError, match="apt-get install chromium"):
        pdf.write(paths.Paths(book))


@pytest.mark.parametrize("name", ["book/economics", "book/texts/xiong_2024"])
def test_a_browser_prints_a_page_light_with_ids_and_without_what_one_clicks(browser, site, name):
    page = browser.new_page(color_scheme="dark")
    page.goto((site / f"{name}.html").as_uri())
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.emulate_media(media="print")
    assert page.evaluate(HIDDEN) == 0
    ground, words = page.evaluate(COLOURS)
    assert ground["backgroundColor"] == "rgb(255, 255, 255)"
    assert words["color"] == "rgb(31, 35, 40)"
    after = "link => getComputedStyle(link, '::after').content"
    link = page.locator("article a.quotation").first
    assert link.evaluate(after) == f'" [{link.get_attribute("data-sentence")}]"'
    page.close()
