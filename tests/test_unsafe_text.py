"""Texts and tables are shown, never obeyed: what is refused, and a tiny site of hostile words."""

import re
import shutil
import unicodedata
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from conftest import ROOT, TINY, build

from interviews import unsafe_text

SCRIPT = "<script>alert(1)</script>"
WORDS = (
    f"{SCRIPT} <img src=x onerror=alert(2)> <a href='javascript:alert(3)'>x</a> "
    "{{ 7 * 7 }} {% include '/etc/passwd' %} {raw}`html` {eval-rst} $x^2$ \\(y\\) "
    "[link](javascript:alert(4)) {ev}`tiny-2024:s001` &lt;b&gt; ]]> --> =HYPERLINK(1) $(touch x)"
)
BREAK_OUT = f"\"{SCRIPT}'><svg onload=alert(5)>"


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The pages of the tiny book with hostile words for its title, outlet, speaker and text."""
    book = Path(shutil.copytree(TINY, tmp_path_factory.mktemp("hostile") / "book"))
    source = book / "_ext" / "tiny.py"
    text = source.read_text()
    for old in ('"Trade rises"', '"The Outlet"', '"The ambassador"'):
        assert old in text
        text = text.replace(old, repr(BREAK_OUT))
    text = text.replace('And rises again.\n"""', f'And rises again, {{}}.\n""".format({WORDS!r})')
    source.write_text(text)
    done = build(book)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not (book / "x").exists()
    site = book / "_build" / "html"
    return {
        path.name: BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for path in site.rglob("*.html")
    }


def test_hostile_words_are_shown_as_they_are(pages):
    (text,) = (page for name, page in pages.items() if name in ("text.html", "tiny_2024.html"))
    shown = re.sub(r"\s+", " ", text.get_text())
    for sentence in re.split(r" (?=\]\]>)", WORDS):  # where the splitter ends one
        assert sentence in shown
    assert any(BREAK_OUT in page.get_text() for page in pages.values())
    assert "49" not in shown
    assert not text.select(".math")


def test_no_page_obeys_them(pages):
    for name, page in pages.items():
        assert not any("alert(" in script.get_text() for script in page("script")), name
        for tag in page(True):
            for key, value in tag.attrs.items():
                assert not (key.startswith("on") and "alert" in value), (name, tag)
                assert not str(value).strip().lower().startswith("javascript:"), (name, tag)
        assert not page("img", src="x")


def test_what_is_refused_is_a_matter_of_category():
    for character in map(chr, range(0x110000)):
        if unicodedata.category(character) in unsafe_text.REFUSED:
            assert unsafe_text.is_unseen(character)
            assert unsafe_text.is_refused(character) != (character in unsafe_text.CARRIED)
        else:
            assert not unsafe_text.is_refused(character)
    assert all(map(unsafe_text.is_refused, "\u202e\ue000\uffff\x07"))


def test_a_carriage_return_alone_is_refused():
    assert list(unsafe_text.deceptive("one\r\ntwo\rthree\r")) == [
        (8, "U+000D (control character), 2 times")
    ]


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("=1+1", True), ("  @SUM(A1)", True), ('"=1', True), ("\uff1d1+1", True), ("\tx", True),
        ("a\t-b", True), ("-5.5%", False), ("+1,000", False), ("-", False), ("a - b", False),
    ],
)  # fmt: skip
def test_what_a_spreadsheet_would_run(text, formula):
    assert (unsafe_text.disarmed(text) != text) == formula


def test_no_text_and_no_table_of_the_report_holds_any():
    for file in (*ROOT.glob("seeds/*"), *ROOT.glob("data/coded/*.csv")):
        assert not list(unsafe_text.deceptive(file.read_bytes().decode())), file
