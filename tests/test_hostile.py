"""Texts and tables are shown, never obeyed: a tiny site built from a hostile text, looked into."""

import re
import shutil
import subprocess
import sysconfig
from html.parser import HTMLParser
from pathlib import Path

import pytest
from test_fresh import outside_of_tests
from test_sphinx_ext import TINY, append

from interviews.sphinx_ext import markup

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
    return {path.name: Elements(path.read_text()) for path in site.glob("*.html")}


@pytest.mark.slow
def test_the_words_are_shown_as_they_are(pages):
    shown = re.sub(r"\s+", " ", "".join(pages["text.html"].words))
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
    words = "".join(pages["text.html"].words)
    assert "root:" not in words
    assert not any("math" in (a.get("class") or "").split() for _, a in pages["text.html"].elements)


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
