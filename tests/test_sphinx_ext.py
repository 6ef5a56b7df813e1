"""The extension on a tiny book, built as a reader builds it: `jupyter-book build .`, no options."""

import json
import re
import shutil
import subprocess
import sysconfig
from html.parser import HTMLParser
from pathlib import Path

import pytest

from interviews.corpus import Sentence
from interviews.quotations import QuotationError, Span
from interviews.sphinx_ext import evidence, markup, strict

TINY = Path(__file__).parent / "tiny_book"
EXECUTES = "Executing notebook"
SOURCE = re.compile(r'(?:src|href)="(https?:)?//')


def copy_book(folder):
    return Path(shutil.copytree(TINY, folder, ignore=shutil.ignore_patterns("__pycache__")))


def build(book, *options):
    program = Path(sysconfig.get_path("scripts")) / "jupyter-book"
    command = [str(program), "build", str(book), *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def fails_cold_and_warm(book):
    """Return the output of the second of two builds that both must fail."""
    cold, warm = build(book), build(book)
    assert cold.returncode != 0, cold.stdout + cold.stderr
    assert warm.returncode != 0, warm.stdout + warm.stderr
    return warm.stderr


def append(book, name, text):
    file = book / name
    file.write_text(file.read_text() + text)


def line_of(book, name, text):
    return next(n for n, row in enumerate((book / name).read_text().split("\n"), 1) if text in row)


def page(book, name):
    return (book / "_build" / "html" / f"{name}.html").read_text()


class Ids(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.ids, self.hrefs = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.ids += [value for name, value in attrs if name == "id"]
        self.hrefs += [value for name, value in attrs if name == "href"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("books")


@pytest.fixture(scope="module")
def built(folder):
    """A book built once, to look at."""
    book = copy_book(folder / "book")
    done = build(book)
    assert done.returncode == 0, done.stdout + done.stderr
    return Path(shutil.copytree(book, folder / "built"))


@pytest.fixture
def book(folder, built):
    """The same book to change, where it was built: Sphinx trusts no outputs that were moved."""
    shutil.rmtree(folder / "book")
    return Path(shutil.copytree(built, folder / "book"))


# --- a build that fails ---


@pytest.mark.slow
def test_every_problem_of_a_page_fails_the_build_twice_and_is_named_with_its_line(book):
    append(
        book,
        "index.md",
        """
{ev}`tiny-2024:s999`

{ev}`nobody-2020:s001`

{quote}`Trade rose <tiny-2024:s002>`

{quote}`rises <tiny-2024:s005>` and {quote}`no sentence`

{num}`absent`

{num}`/chapter.md::absent`

{ref}`no-such-label`

[text](#no-such-target)

{no-such-role}`text`

```{interview} nobody-2020
```

```{findings}
:chapter: nowhere
```

{math}`x`

<a href="sentence:tiny-2024:s998">raw</a>

<a class="fig-download" data-file="t.csv" href="data:text/csv,other">CSV</a>

```{interview} tiny-2024
```
""",
    )
    said = fails_cold_and_warm(book).split("the book has ", 1)[1]
    wanted = {
        "{ev}`tiny-2024:s999`": '"tiny-2024:s999" is no sentence: tiny-2024 has',
        "nobody-2020:s001": 'no text is called "nobody-2020"',
        "`Trade rose": '"Trade rose" is not there; the text has "Trade "rose"": copy it again',
        "no sentence`": '"no sentence" names no sentence',
        "{num}`absent`": 'no cell of this page publishes "absent"',
        "::absent": "'absent' not found in doc 'chapter'",
        "no-such-label": "undefined label: 'no-such-label'",
        "no-such-target": "no-such-target",
        "no-such-role": 'Unknown interpreted text role "no-such-role"',
        "{interview} nobody": 'no text is called "nobody-2020": take one of tiny-2024',
        "{math}": "the site works offline",
        "sentence:tiny-2024:s998": '"tiny-2024:s998" is no sentence',
    }
    for text, problem in wanted.items():
        rows = [row for row in said.split("\n") if problem in row]
        assert rows, f"{problem}\n{said}"
        assert rows[0].startswith(f"index.md:{line_of(book, 'index.md', text)}: "), rows[0]
    assert 'no finding in the chapter "nowhere"' in said
    listed = re.findall(r"^\w+\.md[:\d]*: .*", said.split("Traceback")[0], re.M)
    assert said.startswith(f"{len(listed)} problems:\n")
    assert len(set(listed)) == len(listed)
    assert "tiny-2024 is shown by index as well" in said
    assert '"t.csv" is another file on chapter' in said
    assert str(book) not in said.split("Traceback")[0]
    shutil.copy(TINY / "index.md", book)
    assert build(book).returncode == 0


@pytest.mark.slow
def test_a_cell_error_fails_the_build_twice_and_is_named_with_its_line(book):
    append(book, "chapter.md", "\n```{code-cell} python\nfirst = 1\nfirst / 0\n```\n")
    said = fails_cold_and_warm(book)
    line = line_of(book, "chapter.md", "first = 1")
    assert f"chapter.md:{line}: a cell raises ZeroDivisionError: division by zero" in said


@pytest.mark.slow
def test_wrong_data_fail_the_build_before_any_page_is_read(book):
    (book / "data" / "problems.txt").write_text("a.csv:1: wrong.\nb.csv:2: wrong.\n")
    done = build(book)
    assert done.returncode != 0
    assert "the book has 2 problems:\na.csv:1: wrong.\nb.csv:2: wrong." in done.stderr
    assert "reading sources" not in done.stdout


@pytest.mark.slow
def test_a_build_killed_after_reading_is_not_trusted_by_the_next(book):
    marker = book / "_build" / ".doctrees" / "unclean"
    assert "0 added, 0 changed" in build(book).stdout
    assert not marker.exists()
    marker.touch()
    assert "3 added" in build(book).stdout


# --- a build that succeeds ---


@pytest.mark.slow
def test_kernels_start_only_when_data_or_code_change(book):
    append(book, "chapter.md", "\nMore prose.\n")
    prose = build(book)
    assert EXECUTES not in prose.stdout + prose.stderr
    assert "More prose" in page(book, "chapter")
    (book / "data" / "number.txt").write_text("6")
    changed = build(book)
    assert EXECUTES in changed.stdout + changed.stderr
    assert ">6</a>" in page(book, "chapter")
    assert ">6</a>" in page(book, "index")


@pytest.mark.slow
def test_pages_of_texts_follow_the_uses_of_other_pages(book):
    assert "chapter.html#trade" in page(book, "text")
    before = page(book, "text").count("Nothing in this report cites this sentence")
    append(book, "index.md", "\nMore {ev}`tiny-2024:s006`.\n")
    done = build(book)
    assert "1 changed" in done.stdout
    assert EXECUTES not in done.stdout + done.stderr
    after = page(book, "text")
    assert after.count("Nothing in this report cites this sentence") == before - 1
    assert '<a href="index.html#report">Report</a>' in after


def test_every_link_of_the_site_leads_somewhere_and_ids_are_unique(built):
    pages = {name: Ids(page(built, name)) for name in ("index", "chapter", "text")}
    for name, parsed in pages.items():
        assert len(parsed.ids) == len(set(parsed.ids)), name
        for href in filter(None, parsed.hrefs):
            file, _, fragment = href.partition("#")
            target = file.removesuffix(".html") or name
            if fragment and target in pages:
                assert fragment in pages[target].ids, f"{name}: {href}"
            assert not href.startswith("sentence:"), f"{name}: {href}"


def test_numbers_marks_and_quotations_carry_their_evidence(built):
    text = page(built, "chapter")
    assert 'href="text.html#s002" data-sentence="tiny-2024:s002">5</a>' in text
    assert 'class="quotation">“Trade &quot;rose&quot;”</span>' in text
    assert "<mark>Trade &quot;rose&quot;</mark> fast.”" in text
    assert "The ambassador, The Outlet, April 2024" in text
    assert text.count('<span class="ev" tabindex="-1">') == 4


def test_findings_are_collected_with_links_to_their_place(built):
    assert 'id="finding-rise"' in page(built, "chapter")
    index = page(built, "index")
    assert '<a class="finding-place" href="chapter.html#finding-rise">how it was found</a>' in index
    assert 'id="finding-rise"' not in index


def test_texts_show_every_word_with_what_uses_it(built):
    text = page(built, "text")
    assert (
        '>Ambassador: </span><span class="sentence theme-economics is-problem" id="s002">' in text
    )
    assert "It rose &amp; rose." in text
    assert "It fell &lt; it rose." in text
    assert "7 sentences: 3 are cited in this report" in text
    assert "a table or a figure; 4 are not" in text
    for link in (
        '<a href="index.html#report">Report</a>',
        '<a href="chapter.html#trade">Chapter: Trade</a>',
        '<a href="chapter.html#fig-trade">Chapter: Figure 1, Trade by year.</a>',
        '<a href="chapter.html#finding-rise">Chapter: finding in “Trade”</a>',
    ):
        assert link in text
    assert "1 to 7 April 2024, inferred, not in the text" in text


def test_files_for_download_are_written_and_linked(built):
    out = built / "_build" / "html"
    assert (out / "_downloads" / "figures" / "t.csv").read_bytes() == b"a,b\n"
    assert 'href="_downloads/figures/t.csv"' in page(built, "chapter")
    notebook = json.loads((out / "_sources" / "chapter.ipynb").read_text())
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert len(cells) == 3
    assert not any(cell["outputs"] for cell in cells)
    assert not (out / "_sources" / "text.ipynb").exists()


def test_search_finds_the_words_of_texts_and_no_codes(built):
    index = (built / "_build" / "html" / "searchindex.js").read_text()
    terms = json.loads(index[index.index("{") : index.rindex("}") + 1])["terms"]
    assert "ambassador" in terms
    assert "assert" not in terms


def test_the_site_asks_no_other_host(built):
    for file in (built / "_build" / "html").rglob("*.html"):
        loaded = re.sub(r'<a [^>]*href="[^"]*"', "", file.read_text())
        assert not SOURCE.search(loaded), file.name


@pytest.mark.slow
def test_only_used_sentences_and_their_neighbours_are_published_on_demand(book):
    config = book / "_config.yml"
    config.write_text(config.read_text().replace("publish: full", "publish: quoted"))
    assert build(book).returncode == 0
    text = page(book, "text")
    assert "How is trade?" in text
    assert "And rises again." not in text
    assert 'id="s007"' in text
    assert "And rises again" not in "".join(
        file.read_text() for file in (book / "_build" / "html").glob("*.html")
    )


@pytest.mark.slow
def test_a_book_on_one_page_keeps_its_links(book):
    assert build(book, "--builder", "singlehtml").returncode == 0
    parsed = Ids((book / "_build" / "singlehtml" / "index.html").read_text())
    assert "tiny-2024-s002" in parsed.ids
    inside = [href[1:] for href in parsed.hrefs if href and re.match(r"#(tiny|fig|finding)", href)]
    assert len(inside) > 4
    assert set(inside) <= set(parsed.ids)


# --- parts ---


def test_a_quotation_must_stand_once_in_its_sentence():
    sentence = Sentence("a:s001", "a", 1, 1, Span(0, 12), "up up and on")
    evidence.check_quote("and", sentence)
    with pytest.raises(QuotationError, match='"up" stands there 2 times: quote more words'):
        evidence.check_quote("up", sentence)
    with pytest.raises(QuotationError, match="is not there"):
        evidence.check_quote("And", sentence)
    with pytest.raises(QuotationError, match="is empty"):
        evidence.check_quote("", sentence)


def test_cards_are_numbered_in_pairs_across_pieces():
    card = '<a id="evr-@" href="#ev-@">1</a><span id="ev-@"><a href="#evr-@">close</a></span>'
    text, last = markup.number_cards(card + card, 3)
    assert last == 5
    assert re.findall(r"evr?-\d", text) == [
        f"{name}-{number}" for number in (4, 5) for name in ("evr", "ev", "ev", "evr")
    ]


@pytest.mark.parametrize("href", ["t.csv", "", "https://example.org/t.csv"])
def test_a_download_without_a_file_in_it_is_refused(href):
    with pytest.raises(ValueError, match="is no data: URL"):
        markup.downloads(f'<a class="fig-download" data-file="t.csv" href="{href}">')


def test_the_last_message_names_every_problem():
    assert strict.message(["a:1: x", "b:2: y"]) == "the book has 2 problems:\na:1: x\nb:2: y"
