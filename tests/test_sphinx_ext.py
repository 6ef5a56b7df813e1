"""The extension on a tiny book, built as a reader builds it: `jupyter-book build .`, no options."""

import json
import re
import runpy
import shutil
from pathlib import Path
from unittest.mock import MagicMock

import pytest
from conftest import ROOT, TINY, append, build, line_of, page
from docutils import nodes
from docutils.utils import new_document

from interviews.corpus import Sentence
from interviews.finding import Condition, Finding
from interviews.quotations import QuotationError, Span
from interviews.representation import MIME
from interviews.sphinx_ext import evidence, findings, markup, mime, pages, search
from interviews.sphinx_ext.cards import Cards
from interviews.sphinx_ext.elements import element
from interviews.value import Source, Value

TEXT = "texts/tiny_2024"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("books")


@pytest.fixture(scope="module")
def built(folder):
    """A book built once, to look at."""
    book = Path(shutil.copytree(TINY, folder / "book"))
    done = build(book)
    assert done.returncode == 0, done.stdout + done.stderr
    return Path(shutil.copytree(book, folder / "built"))


@pytest.fixture
def book(folder, built):
    """The same book to change, where it was built: Sphinx trusts no outputs that were moved."""
    shutil.rmtree(folder / "book")
    return Path(shutil.copytree(built, folder / "book"))


# --- a build that fails ---


def check_problems(said, file, wanted):
    """Check that each problem is said with the line of the words that it is about."""
    for text, problem in wanted.items():
        assert re.search(
            f"^{file.name}:{line_of(file, text)}: .*{re.escape(problem)}", said, re.M
        ), f"{problem}\n{said}"


def test_every_problem_of_a_page_fails_the_build_twice_and_is_named_with_its_line(book):
    append(
        book / "chapter.md",
        """
{eval}`absent`

{eval}`1 / 0`

{eval}`Path`

{eval}`blank`

["Trade rose"](texts/tiny_2024.md#s002)

["It rose & rose"](texts/tiny_2024.md#s002)

["rises"](texts/tiny_2024.md#s005)

[it rose](texts/tiny_2024.md#s999)

[elsewhere](texts/nobody_2020.md#s001)

He said “Trade rose”.

<a href="texts/tiny_2024.md#s998">raw</a>

```{code-cell} python
blank = " "
fell, so = Condition("trade fell", False, ("tiny-2024:s002", "x")), Condition("so", True)
Finding("fall", "Trade fell {times}.", {"times": "twice"}, (fell, so))
```

```{code-cell} python
Finding("drop", "Trade dropped.", {}, (Condition("trade dropped", False),))
```
""",
    )
    append(
        book / "index.md",
        """
{ref}`no-such-label`

[text](#no-such-target)

{no-such-role}`text`

```{interview} nobody-2020
```

{math}`x`

""",
    )
    cold, warm = build(book), build(book)
    assert (cold.returncode, warm.returncode) == (1, 1), cold.stdout + warm.stdout
    said = warm.stderr.split("the book has ", 1)[1]
    wanted = {
        "{eval}`absent`": 'no cell of this notebook defines "absent"',
        "{eval}`1 / 0`": '"1 / 0" raises ZeroDivisionError: division by zero',
        "{eval}`Path`": '"Path" is neither a value nor a word',
        "{eval}`blank`": '"blank" is blank',
        '["Trade rose': '"Trade rose" is not there; the text has "Trade "rose"": copy it again',
        '["It rose & rose': "tiny-2024:s003 has these words",
        "[it rose]": '"tiny-2024:s999" is no sentence: tiny-2024 has',
        "nobody_2020": '"nobody-2020:s001" is no sentence: no text is called "nobody-2020"',
        "He said": "“Trade rose” is a quotation without its sentence",
        "s998": '"tiny-2024:s998" is no sentence',
    }
    check_problems(said, book / "chapter.md", wanted)
    assert (
        "finding fall does not hold: Trade fell twice. Not so: trade fell (on tiny-2024:s002, x)."
    ) in said
    assert "finding drop does not hold: Trade dropped. Not so: trade dropped (on no row)." in said
    wanted = {
        "no-such-label": "undefined label: 'no-such-label'",
        "no-such-target": "no-such-target",
        "no-such-role": 'Unknown interpreted text role "no-such-role"',
        "{interview} nobody": 'no text is called "nobody-2020": take one of tiny-2024',
        "{math}": "the site works offline",
    }
    check_problems(said, book / "index.md", wanted)
    listed = re.findall(r"^[\w/]+\.md[:\d]*: .*", said, re.M)
    assert said.startswith(f"{len(listed)} problems:\n")
    assert len(set(listed)) == len(listed)
    assert str(book) not in said
    assert "Traceback" not in said


def test_wrong_data_fail_the_build_before_any_page_is_read(book):
    (book / "data" / "problems.txt").write_text("a.csv:1: wrong.\nb.csv:2: wrong.\n")
    done = build(book)
    assert done.returncode == 1
    assert "the book has 2 problems:\na.csv:1: wrong.\nb.csv:2: wrong." in done.stderr
    assert "reading sources" not in done.stdout


# --- a build that succeeds ---


def test_what_other_folders_the_data_and_the_settings_add(book):
    passage = ':start-after: "It is said"\n:end-before: "See [the"'
    append(book / f"{TEXT}.md", f"\n```{{include}} ../chapter.md\n{passage}\n```\n")
    (book / "data" / "derived").mkdir()
    moved = ["recode ", {"words": "s003", "sentence": "tiny-2024:s003"}]
    panel = {
        "summary": "one edit breaks it",
        "rows": [["edits to break", moved], ["noise", "98 %"]],
    }
    (book / "data" / "derived" / "firmness.json").write_text(json.dumps({"rise": panel}))
    config = (book / "_config.yml").read_text().replace("publish: full", "publish: quoted")
    (book / "_config.yml").write_text(f"{config}    interviews_search_headings: [chapter]\n")
    done = build(book)
    assert done.returncode == 0, done.stdout + done.stderr
    # Links to sentences hold where a page of another folder includes them.
    text = page(book, TEXT)
    address = 'data-sentence="tiny-2024:s002" href="#s002"'
    assert f'<a class="quotation" {address}>“rose”</a>' in text
    # A finding says how firm it is.
    chapter = page(book, "chapter")
    assert "<summary>How firm: one edit breaks it</summary>" in chapter
    assert "<dt>edits to break</dt><dd><span>recode </span><a data-sentence" in chapter
    assert 'href="texts/tiny_2024.html#s003">s003</a></dd>' in chapter
    assert "<summary>How firm: one edit breaks it</summary>" in page(book, "index")
    # Only sentences that are used, and their neighbours, are published.
    assert "How is trade?" in text
    assert 'id="s007"' in text
    files = [file for kind in ("*.html", "*.js") for file in (book / "_build/html").rglob(kind)]
    assert "And rises again" not in "".join(file.read_text() for file in files)
    index = read_index(book)
    shown = [one for _, _, entries in index["sentences"] for one in entries]
    assert ["s001", "How is trade?"] in shown
    assert "s007" not in dict(shown)
    # Of pages that a setting names the search finds the headings.
    _, (_, _, entries), _ = index["pages"]
    assert entries == [["chapter", ""], ["trade-in-three-words", "", "Trade in three words"]]


def test_numbers_quotations_and_words_carry_their_evidence(built):
    text = page(built, "chapter")
    address = 'data-sentence="tiny-2024:s002" href="texts/tiny_2024.html#s002"'
    assert f'<a class="ev-value" {address}>5</a>' in text
    assert f'<a class="quotation" {address}>“rose”</a>' in text
    assert f'<a class="quotation" {address}>“Trade &quot;rose&quot; fast”</a>' in text
    assert "<span>“Trade &quot;</span><mark>rose</mark><span>&quot; fast.”</span>" in text
    assert ">The ambassador, The Outlet, April 2024</a>" in text
    assert ">by others</a>" in text
    assert '<span class="ev-step">5 + 1 = 6.00</span>' in text
    assert text.count('data-tally=""') == 7
    assert '<h2>Trade in <span class="ev-bare mathjax_ignore">three</span> words<a' in text
    assert '<a href="texts/tiny_2024.html#s002" data-sentence="tiny-2024:s002">x</a></svg>' in text


def test_findings_are_collected_with_links_to_their_place(built):
    chapter = page(built, "chapter")
    assert 'data-finding="rise" id="finding-rise"><p>Trade rose to ' in chapter
    assert (
        '<a aria-label="Link to this finding" class="finding-link" href="#finding-rise"' in chapter
    )
    assert 'href="#finding-rise"><span class="std std-ref">the finding</span>' in chapter
    index = page(built, "index")
    assert '<a class="finding-place" href="chapter.html#finding-rise">how it was found</a>' in index
    assert 'href="chapter.html#finding-rise"><span class="std std-ref">a finding</span>' in index
    assert 'id="finding-rise"' not in index


def test_one_switch_shows_all_code_and_no_cell_has_a_toggle(built):
    text = page(built, "chapter")
    assert text.count('<input id="show-code" role="switch" type="checkbox">') == 1
    assert "<details" not in text
    assert text.count('class="cell_input') == 4
    assert "show-code" not in page(built, "index")


def test_texts_show_every_word_with_what_uses_it(built):
    text = page(built, TEXT)
    assert (
        '>Ambassador: </span><span class="sentence theme-economics is-problem" id="s002">' in text
    )
    assert "It rose &amp; rose." in text
    assert "It fell &lt; it rose." in text
    assert "7 sentences: 3 are cited in this report" in text
    assert "a table or a figure; 4 are not" in text
    for link in (
        '<a href="../chapter.html#trade-in-three-words">Chapter: Trade in three words</a>',
        '<a href="../chapter.html#fig-trade">Chapter: Figure 1, Trade by year.</a>',
        '<a href="../chapter.html#finding-rise">Chapter: finding in “Trade in three words”</a>',
    ):
        assert link in text
    assert "1 to 7 April 2024, inferred, not in the text" in text


def test_files_for_download_are_written_and_linked(built):
    out = built / "_build" / "html"
    assert (out / "_downloads" / "figures" / "t.csv").read_bytes() == b"a,b\n"
    assert 'href="_downloads/figures/t.csv"' in page(built, "chapter")
    notebook = json.loads((out / "_sources" / "chapter.ipynb").read_text())
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert len(cells) == 4
    assert not any(cell["outputs"] for cell in cells)
    assert not (out / "_sources" / f"{TEXT}.ipynb").exists()


def read_index(book):
    said = (book / "_build" / "html" / search.FILE).read_text(encoding="utf-8")
    return json.loads(said.removeprefix("searchIndex = ").removesuffix(";\n"))


def test_the_index_of_the_search_holds_sentences_findings_people_and_prose(built):
    index = read_index(built)
    asked, answered = index["sentences"]
    assert asked == ["The interviewer, April 2024", f"{TEXT}.html", [["s001", "How is trade?"]]]
    assert answered[0] == "The ambassador, April 2024"
    assert ["s004", "It fell < it rose."] in answered[2]
    found = ["finding-rise", "Trade rose to 5, in three words."]
    assert index["findings"] == [["Chapter", "chapter.html", [found]]]
    role = ["s002", "Ambassador; The Outlet, April 2024"]
    assert index["people"] == [["The ambassador", f"{TEXT}.html", [role]]]
    (_, _, first), (_, _, second), (_, _, third) = index["pages"]
    assert first == [["report", "See a finding."]]
    assert third == [["the-text", ""]]
    anchor, words, heading = second[1]
    assert (anchor, heading) == ("trade-in-three-words", "Trade in three words")
    assert words.startswith("The value is 5, then 6.00, of 7 and 12.")
    assert "Trade by year." in words
    # Neither code nor names of places that a reader sees by their titles.
    assert second[0] == ["chapter", ""]
    assert "fig-trade" not in words
    # Nothing is left of the search of Sphinx.
    site = built / "_build" / "html"
    assert not [*site.rglob("search*tools.js"), *site.rglob("language_data.js")]
    assert not (site / "searchindex.js").exists()


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


WORDS = Source("a-1:s001", "It rose to 4, they say.", "4", "A", "Paper", "May 2024")
FOUR = Value(4, "count", sources=(WORDS,))


def test_values_and_findings_come_out_of_a_cell_as_words_a_link_and_their_meaning(
    tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    bundle = FOUR._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html", MIME}
    assert bundle["text/html"] == (
        '<a href="texts/a_1.md#s001" title="“4” — A, Paper, May 2024">4</a>'
    )
    assert json.loads(json.dumps(bundle[MIME]))["sources"][0]["exact"] == "4"
    conditions = (Condition("it rose", True), Condition("it is <5", False, ("r1", "r2")))
    bundle = Finding("rise", "It rose to {n}.", {"n": FOUR}, conditions[:1])._repr_mimebundle_()
    assert bundle["text/plain"] == "It rose to 4."
    assert "does not hold" not in bundle["text/html"]
    assert [type(part) for part in bundle[MIME]["parts"]] == [str, dict, str]
    # One that fails says which condition, on which rows, and raises nothing.
    bundle = Finding("rise", "It rose to {n}.", {"n": FOUR}, conditions)._repr_mimebundle_()
    assert bundle["text/plain"] == "Does not hold: It rose to 4.\n- not so: it is <5 (on r1, r2)"
    assert "<li>it is &lt;5 (on r1, r2)</li>" in bundle["text/html"]
    assert "it rose<" not in bundle["text/html"]


def test_a_finding_has_id_and_cards_only_in_its_own_place():
    content = Finding("rise", "It rose by {n} to {m}.", {"n": FOUR, "m": FOUR - FOUR})
    content = content._repr_mimebundle_()[MIME]
    shown = findings.block(content, Cards("#{}".format))
    listed = findings.block(content, Cards("#{}".format), place="there.html")
    assert [one["ids"] for one in (shown, listed)] == [["finding-rise"], []]
    assert "ev-card" in str(shown)
    assert "ev-card" not in str(listed)
    number, derived = (one["html"] for one in listed.findall(element) if one["tag"] == "a")
    assert (number["data-sentence"], derived["href"]) == ("a-1:s001", "there.html")


def test_an_output_that_says_what_it_means_says_nothing_else():
    html = nodes.container("", nodes.raw("", "<a>", format="html"), mime_type="text/html")
    ours = nodes.container("", pages.carded("4", {}), mime_type=MIME)
    document = new_document("test")
    document += nodes.container("", html, ours, nb_element="mime_bundle")
    document += nodes.container("", html.deepcopy(), nb_element="mime_bundle")
    mime.KeepMeaning(document).apply()
    assert [list(bundle) for bundle in document] == [[ours], [document[1][0]]]


@pytest.mark.parametrize("href", ["t.csv", "", "https://example.org/t.csv"])
def test_a_download_without_a_file_in_it_is_refused(href):
    with pytest.raises(ValueError, match="is no data: URL"):
        markup.downloads(f'<a class="fig-download" data-file="t.csv" href="{href}">')


def test_the_stock_book_of_the_bench_sets_up_what_it_compares():
    made, app = {}, MagicMock()
    exec(runpy.run_path(str(ROOT / "bench" / "rebuild.py"))["STOCK"], made)
    made["setup"](app)
    assert app.add_directive.called
