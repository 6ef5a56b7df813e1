"""Texts and tables are shown, never obeyed: what is refused, what is inert, a tiny hostile site.

`test_hostile_report.py` builds the report itself from a hostile text and hostile cells.
"""

import ast
import csv
import hashlib
import io
import re
import shutil
import subprocess
import sysconfig
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from conftest import ROOT
from test_fresh import outside_of_tests
from test_sphinx_ext import TINY, append

from interviews import book, hostile, manifest, svg
from interviews.corpus import CorpusError, read_corpus
from interviews.sphinx_ext import manifest as listed
from interviews.sphinx_ext import markup
from interviews.tables import TableError, read_table
from interviews.validation import validate

PROGRAM = Path(sysconfig.get_path("scripts")) / "jupyter-book"
SCRIPT = "<script>alert(1)</script>"
WORDS = (
    f"{SCRIPT} <img src=x onerror=alert(2)> <a href='javascript:alert(3)'>x</a> "
    "{{ 7 * 7 }} {% include '/etc/passwd' %} {raw}`html` {eval-rst} $x^2$ \\(y\\) "
    "[link](javascript:alert(4)) {ev}`tiny-2024:s001` &lt;b&gt; ]]> --> =HYPERLINK(1) $(touch x)"
)
BREAK_OUT = f"\"{SCRIPT}'><svg onload=alert(5)>"


class Elements(HTMLParser):
    """All elements with their attributes, all words outside of them, and what scripts hold."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.words, self.scripts, self.inside = [], [], [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.inside = tag if tag in ("script", "style") else ""

    def handle_endtag(self, tag):
        self.inside = ""

    def handle_data(self, data):
        (self.scripts if self.inside else self.words).append(data)

    @property
    def text(self):
        return plain("".join(self.words))


def plain(text):
    return re.sub(r"\s+", " ", text)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    book = Path(shutil.copytree(TINY, tmp_path_factory.mktemp("hostile") / "book"))
    source = book / "_ext" / "tiny.py"
    text = source.read_text()
    facts = {'"Trade rises"': BREAK_OUT, '"The Outlet"': BREAK_OUT, '"The ambassador"': BREAK_OUT}
    for old, new in facts.items():
        assert old in text
        text = text.replace(old, repr(new))
    text = text.replace('And rises again.\n"""', f'And rises again, {{}}.\n""".format({WORDS!r})')
    source.write_text(text)
    append(book, "index.md", "\nHere {ev}`tiny-2024:s007`.\n")
    done = subprocess.run(
        [PROGRAM, "build", "."], cwd=book, env=outside_of_tests(),
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert not (book / "x").exists()
    return book / "_build" / "html"


@pytest.fixture(scope="module")
def pages(site):
    return {path.name: Elements(path.read_text()) for path in site.rglob("*.html")}


@pytest.mark.slow
def test_the_words_are_shown_as_they_are(pages):
    shown = pages["tiny_2024.html"].text
    for words in ("<img src=x onerror=alert(2)>", "{{ 7 * 7 }}", "$x^2$", "{ev}`tiny-2024:s001`"):
        assert words in shown
    assert SCRIPT in shown
    assert "alert(2)" in "".join(pages["index.html"].words)


@pytest.mark.slow
def test_no_page_obeys_them(pages):
    for name, page in pages.items():
        assert not any("alert(" in script for script in page.scripts), name
        for tag, attributes in page.elements:
            for key, value in attributes.items():
                assert not key.startswith("on") or "alert" not in (value or ""), (name, tag)
                assert not (value or "").strip().lower().startswith("javascript:"), (name, tag)
        assert not any(one == ("img", {"src": "x"}) for one in page.elements)


@pytest.mark.slow
def test_no_template_and_no_directive_is_run(pages):
    words = "".join(pages["tiny_2024.html"].words)
    assert "root:" not in words
    found = pages["tiny_2024.html"].elements
    assert not any("math" in (a.get("class") or "").split() for _, a in found)


@pytest.mark.slow
def test_the_search_index_is_data(site):
    index = (site / "searchindex.js").read_text()
    assert index.startswith("Search.setIndex({")
    assert "<script" not in index.replace("\\u003c", "<") or "</script" not in index


@pytest.mark.parametrize("name", ["../up.csv", "/etc/up.csv", "a/b.csv", "..", "", "a\\b.csv"])
def test_a_download_cannot_leave_its_folder(name):
    link = f'<a class="fig-download" data-file="{name}" href="data:text/csv,a">CSV</a>'
    with pytest.raises(ValueError, match="data-file"):
        markup.downloads(link)


# --- paths ---

SEED = "003_0859a6676ed2be0d.txt"
NAMES = (
    "../seeds/{}", "/etc/passwd", "./{}", "sub/{}", "..\\{}", "$(touch x).txt", "`touch x`", "-rf",
    ".hidden", "..", ".", "a b.txt", "a\nb.txt", "a\0.txt", "a;b", "\u202etxt.a", "C:{}", "x" * 300,
)  # fmt: skip


def change(copy, table, column, old, new):
    """Replace the cells `old` of a column."""
    file = copy.coded / f"{table}.csv"
    rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8"))))
    assert any(row[column] == old for row in rows)
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(row | ({column: new} if row[column] == old else {}) for row in rows)
    file.write_text(out.getvalue(), encoding="utf-8", newline="")


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_file_name_that_leads_elsewhere_is_refused(copy, name):
    change(copy, "documents", "file", SEED, name.format(SEED))
    problems = validate(copy)
    assert any(re.match(r"data/coded/documents\.csv:\d+: file: ", line) for line in problems)
    assert not any(re.search(r"[\x00-\x1f\u202e]", line) for line in problems)


@pytest.mark.parametrize("name", [f"../{SEED}", f"/{SEED}", f"..\\{SEED}", "a\0", ".."])
def test_nothing_outside_of_seeds_is_read_even_without_validation(copy, name):
    (copy.root / SEED).write_text("secret")
    change(copy, "documents", "file", SEED, name)
    with pytest.raises(CorpusError, match=r"leads out of seeds/|is missing"):
        read_corpus(copy)


def test_a_link_out_of_seeds_is_not_followed(copy, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere") / SEED
    (copy.seeds / SEED).rename(elsewhere)
    (copy.seeds / SEED).symlink_to(elsewhere)
    assert any(f'file: "{SEED}" leads out of seeds/: put the file' in one for one in validate(copy))


@pytest.mark.parametrize("key", ["../vu", "a/b", "$(touch x)", "a b", "-a", "A", "<b>", "a:s001"])
def test_a_key_that_is_no_word_is_refused(copy, key):
    for table, column, old in (
        ("documents", "document", "vu-2025"),
        ("speakers", "voice", "wang-yi"),
        ("measures", "measure", "trade-total"),
        ("events", "id", "vu-2025.trivia-contests"),
    ):
        change(copy, table, column, old, key)
        problems = "\n".join(validate(copy))
        assert re.search(rf"data/coded/{table}\.csv:\d+: {column}: .*does not have the", problems)
        change(copy, table, column, key, old)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//x", 'https://x" onclick=', "https:///x"]
)
def test_an_address_that_is_none_is_refused(copy, url):
    change(copy, "documents", "document", "vu-2025", "vu-2025")
    change(copy, "documents", "url", first_url(copy), url)
    assert any("url:" in line and "does not have the form" in line for line in validate(copy))


def first_url(copy):
    rows = csv.DictReader(io.StringIO((copy.coded / "documents.csv").read_text("utf-8")))
    return next(row["url"] for row in rows if row["url"])


def test_names_of_files_are_listed_so_that_they_can_be_read(tmp_path):
    shown = listed.table("Made from", {"seeds/<b>\u202etxt\n\udcff": "0" * 64})
    assert "seeds/&lt;b&gt;&lt;U+202E&gt;txt&lt;U+000A&gt;&lt;U+DCFF&gt;" in shown
    assert manifest.total({"\udcff": "0"})


# --- characters ---

DECEPTIVE = "\0\x07\x0b\r\x1b\x7f\x85\u202a\u202e\u2066\u2069\u206a\ufff9\ufffe\U000e0041\U0010ffff"
INERT = "\xad\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u2060\u061c\ufeff\ufe0f\U000e0100"


def write_seed(copy, text):
    """Write a seed anew, and record its SHA-256, as one who means it would."""
    (copy.seeds / SEED).write_bytes(text.encode())
    facts = csv.DictReader(io.StringIO((copy.coded / "documents.csv").read_text("utf-8")))
    old = next(row["sha256"] for row in facts if row["file"] == SEED)
    change(copy, "documents", "sha256", old, hashlib.sha256(text.encode()).hexdigest())


@pytest.mark.parametrize("character", DECEPTIVE, ids=hostile.named)
def test_a_text_with_a_deceptive_character_is_refused_at_its_place(copy, character):
    text = (copy.seeds / SEED).read_text("utf-8")
    at = text.index("Published:")
    line = text.count("\n", 0, at) + 1
    write_seed(copy, text[: at + 4] + character + text[at + 4 :])
    place = f"seeds/{SEED}:{line}: character {at - text.rfind(chr(10), 0, at) + 4}: "
    assert any(one.startswith(place + hostile.named(character)) for one in validate(copy))


@pytest.mark.parametrize("character", INERT, ids=hostile.named)
def test_a_text_with_a_harmless_one_can_be_coded(copy, character):
    # At the start, between lines, on a line of its own, and inside of a word that nothing quotes.
    text = (copy.seeds / SEED).read_text("utf-8")
    first, _, rest = text.partition("\n")
    text = f"{character}{first}\n{character}\n{rest}{character}\n"
    text = text.replace("exchanges", f"exch{character}anges", 1)
    write_seed(copy, text)
    before = read_corpus(copy)
    assert [one for one in validate(copy) if "exact" not in one] == []
    for sentence in before["globaltimes-2023"].sentences:
        assert sentence.text.strip(character) == sentence.text != ""
        assert text[sentence.span.start : sentence.span.end] == sentence.text


@pytest.mark.parametrize("character", DECEPTIVE + INERT + "\n\t", ids=hostile.named)
def test_a_cell_made_by_hand_holds_nothing_unseen(copy, character):
    change(copy, "speakers", "name", "Wang Yi", f"Wang{character} Yi")
    where = "data/coded/speakers.csv:"
    problems = [one for one in validate(copy) if one.startswith(where)]
    code = f"U+{ord(character):04X}"
    assert any(f'"Wang<{code}> Yi" holds {code}' in one for one in problems)
    assert not any(character in one for one in problems)


def test_the_five_texts_hold_none_of_them(here):
    for file in here.seeds.iterdir():
        assert list(hostile.deceptive(file.read_text("utf-8"))) == [], file


# --- spreadsheets ---

FORMULAE = (
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", " =1", '"=1', "'=1", "\t1", "\r1", "=cmd|' /C calc'!A0",
    "+cmd", "-cmd", "\uff1d1", "\uff20x", "a;=1", "a; -b", "a\t=1", "- dash", "--1", "=-1", "-5;=1",
)  # fmt: skip
PLAIN = ("", "-", "=", "-5", "-5.5%", "+1,234", "-1e5", "a-b", "a=b", "5; -6", "−5", "x@y.z", "US$")


@pytest.mark.parametrize("text", FORMULAE)
def test_what_a_spreadsheet_would_run_is_told_and_disarmed(text):
    assert hostile.is_formula(text)
    assert hostile.disarmed(text).replace("'", "") == text.replace("'", "")
    assert not re.match(r"[=+\-@\t\r]\s*[^\d\s]", hostile.disarmed(text))


@pytest.mark.parametrize("text", PLAIN)
def test_numbers_and_words_are_left_as_they_are(text):
    assert not hostile.is_formula(text)
    assert hostile.disarmed(text) == text


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-cmd", "@SUM(A1)", "a; =1", "-5;@b"])
def test_a_cell_that_a_spreadsheet_would_run_is_refused(copy, text):
    change(copy, "speakers", "role", "The person who asks", text)
    assert any(f'role: "{text}" would be run by a spreadsheet: ' in one for one in validate(copy))


def test_a_cell_without_end_is_named(copy, here):
    file = copy.coded / "speakers.csv"
    file.write_text(file.read_text("utf-8") + '"' + "x" * 200_000, encoding="utf-8")
    assert any("larger than field limit" in one and "close the" in one for one in validate(copy))
    from interviews.codebook import read_codebook

    with pytest.raises(TableError, match=r"data/coded/speakers\.csv:\d+: field larger"):
        read_table(copy, read_codebook(here).coded["speakers"])


# --- figures, tables and outputs ---


@svg.styled()
def drawing(label):
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4, 2))
    axes = figure.add_subplot(title=label, xlabel=label)
    axes.set_xticks([0], [label])
    links = svg.Links("hostile")
    axes.text(0, 0.5, label, url=links.to(label, "vu-2025:s001"))
    table = pd.DataFrame({"what": [label], "sentences": [("vu-2025:s001",)], "quote": [label]})
    return svg.LinkedFigure(figure, links, "hostile", label, label, table)


LABELS = ("$\\frac{a}{b}$", "$", "US$ $x", "<b>&lt;</b>", "]]>", '"\'><svg onload=alert(1)>',
          'href="sentence:x" data-file="../x"', "\\(y\\)", "{{ z }}", "%s {0}", "=1+1",
          "\u05e9\u05dc\u05d5\u05dd\u200f")  # fmt: skip


@pytest.mark.parametrize("label", LABELS)
def test_labels_of_figures_are_words(label):
    figure = drawing(label)
    root = ET.fromstring(figure.files["svg"])
    texts = [text for text in root.itertext() if label in text]
    assert len(texts) >= 4  # title, axis, tick, mark; or fewer where two are the same artist
    page = BeautifulSoup(figure.html, "html.parser")
    assert {tag.name for tag in page.find_all()}.isdisjoint({"b", "script", "image"})
    assert not any(key.startswith("on") for tag in page.find_all() for key in tag.attrs)
    assert page.find("td", class_="fig-evidence").find_next("q").text == label
    assert page.div["class"] == ["linked-fig", "mathjax_ignore"]
    row = list(csv.reader(io.StringIO(figure.files["csv"].decode())))[1]
    assert row[0].removeprefix("'") == label and not row[0].startswith("=")


def test_tables_are_words_and_no_mathematics():
    made = book.tabled(pd.DataFrame({"<b>": [WORDS_OF_A_CELL]})).data
    page = BeautifulSoup(made, "html.parser")
    assert page.find("td").text == WORDS_OF_A_CELL
    assert page.find(class_="mathjax_ignore").find("td")
    assert page.find("script") is None


WORDS_OF_A_CELL = 'href="sentence:x:s001" id="evr-@" <script> $x$ **b** {{ y }}'


def test_words_that_look_like_our_attributes_are_left_alone():
    words = f'<td>{WORDS_OF_A_CELL.replace("<script>", "")} href="texts/x_1.md#s001"</td>'
    assert markup.sentences(words) == []
    assert markup.link_sentences(words, "#{}".format) == words
    assert markup.downloads(words) == []


# --- the shell ---


def test_no_code_of_ours_calls_a_shell():
    for path in [*(ROOT / "src").rglob("*.py"), *(ROOT / "bench").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                assert not any(one.arg == "shell" for one in node.keywords), path
                name = ast.unparse(node.func)
                assert name not in ("os.system", "os.popen", "subprocess.getoutput"), path


def test_no_recipe_names_a_text_or_a_table():
    for name in ("Makefile", ".ci/run", ".github/workflows/ci.yml"):
        text = re.sub(r"##.*", "", (ROOT / name).read_text("utf-8"))  # what a target says of itself
        assert not re.search(r"seeds/\S|data/coded|\$\(wildcard|\bxargs\b", text)
