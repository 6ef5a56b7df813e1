"""Findings asked again: under other codings, without texts, and what pages say of the outcome."""

import html
import json
import re
import shutil
import subprocess
import sysconfig
import textwrap
from pathlib import Path

import pytest

from interviews import book, chapters, codings, paths, robustness
from interviews.figures import what_holds
from interviews.paths import Paths
from interviews.robustness import CANNOT, FAILS, HOLDS

TINY = Path(__file__).parent / "tiny_book"
HEAD = """---
kernelspec: {display_name: Python 3, language: python, name: python3}
jupytext: {text_representation: {extension: .md, format_name: myst}}
---

# Toy
"""


@pytest.fixture(scope="module")
def coded():
    return codings.read_codings(paths.find())


@pytest.fixture(scope="module")
def real():
    """What becomes of every finding of the book under every reading."""
    return robustness.robustness()


@pytest.fixture
def toy(tmp_path):
    """A function that asks about the findings of a chapter of these cells."""

    def ask(*cells):
        fenced = [
            f"```{{code-cell}} python\n{textwrap.dedent(cell).strip()}\n```" for cell in cells
        ]
        file = tmp_path / "toy.md"
        file.write_text("\n\n".join([HEAD, *fenced, ""]), encoding="utf-8")
        return robustness.robustness([file])

    return ask


def outcomes(found, name):
    rows = found[found["finding"] == name]
    return dict(zip(rows["reading"], rows["outcome"], strict=True))


def reason(found, name, reading):
    rows = found[(found["finding"] == name) & (found["reading"] == reading)]
    return rows["reason"].item()


def others(found, name, *readings):
    """Return the outcomes under all readings but these."""
    return {one for label, one in outcomes(found, name).items() if label not in readings}


LOAD = """
    from interviews import book
    report = book.load()
    texts = report.documents
"""


# --- a chapter of one's own ---


def test_a_finding_that_fails_without_one_text(toy):
    found = toy(
        LOAD,
        """
        last = texts.iloc[-1]
        said = report.sentences[report.sentences["document"] == last.name]
        report.finding(
            "late", "The last is {last}.", holds=len(texts) > 0 and last["short"] == "Vu 2025",
            evidence=[said], last=last["short"],
        )
        """,
    )
    assert outcomes(found, "late")["without Vu 2025"] == FAILS
    assert others(found, "late", "without Vu 2025") == {HOLDS}
    said = reason(found, "late", "without Vu 2025")
    assert said == "It would read: The last is Pham 2024. Not so: last['short'] == 'Vu 2025'."
    carried = found.set_index("reading")["carried"]
    assert carried["without Vu 2025"] == 1
    assert carried["without Pham 2024"] == 0
    line = "Does not depend on how sentences were judged; is about Vu 2025 alone."
    assert robustness.lines(found) == {"late": line}


def test_a_finding_that_flips_under_the_second_pass(toy, coded):
    first, second = (coded.sentence_codes(coder) for coder in "ab")
    key = next(key for key, codes in first.items() if codes.themes[:1] != second[key].themes[:1])
    theme = first[key].themes[0]
    found = toy(
        LOAD,
        f"""
        theme = report.sentences["theme"].get("{key}", "{theme}")
        report.finding("flips", "It is {{theme}}.", holds=theme == "{theme}", theme=theme)
        """,
    )
    made = outcomes(found, "flips")
    assert (made["pass a"], made["pass b"], made["no codes"]) == (HOLDS, FAILS, CANNOT)
    assert "fails under pass b" in robustness.lines(found)["flips"]
    assert robustness.summary(found).loc["flips", "fails"][0] == "pass b"


def test_a_finding_that_cannot_be_asked_stops_no_other(toy):
    found = toy(
        LOAD,
        """
        trade, texts_again = report.quantity("vu-2025.trade-2024-m11"), texts
        bigger = trade * 2
        report.finding("big", "It is {bigger}.", holds=bigger > trade, bigger=bigger)
        """,
        """report.finding("texts", "There are texts.", holds=len(texts_again) > 0)""",
    )
    assert outcomes(found, "big")["without Vu 2025"] == CANNOT
    assert others(found, "big", "without Vu 2025") == {HOLDS}
    said = reason(found, "big", "without Vu 2025")
    assert said == "It needs “vu-2025.trade-2024-m11”, which is not there."
    assert set(outcomes(found, "texts").values()) == {HOLDS}


def test_a_name_that_could_not_be_set_anew_is_not_taken_from_before(toy):
    found = toy(
        LOAD,
        """
        number = 1
        number = report.quantity("vu-2025.trade-2024-m11").number
        report.finding("stale", "It is {number}.", holds=number > 0, number=number)
        """,
    )
    assert outcomes(found, "stale")["without Vu 2025"] == CANNOT


def test_only_what_findings_need_is_run(toy):
    found = toy(
        LOAD,
        "raise_here = 1 / 0",
        "rows = []",
        "rows.append(len(texts))",
        """report.finding("few", "Few.", holds=rows[0] > 3)""",
        "report.publish(x=1 / 0)",
    )
    assert set(outcomes(found, "few").values()) == {HOLDS}


def test_chapters_load_as_ever_afterwards(toy):
    usual = book.load
    toy(LOAD, """report.finding("fails", "No.", holds=False)""")
    assert book.load is usual


def test_a_finding_that_does_not_hold_has_no_line(toy):
    found = toy(LOAD, """report.finding("fails", "No.", holds=False)""")
    assert robustness.lines(found) == {}


def test_who_is_no_coder_and_what_is_no_text_is_said():
    with pytest.raises(ValueError, match='coder "z": there is no such coder'):
        book.load(coder="z")
    with pytest.raises(ValueError, match='text "z": there is no such text'):
        book.load(without=["z"])


# --- the chapters of the book ---


def test_every_finding_has_an_outcome_for_every_reading(real, coded):
    labels = [one.label for one in robustness.readings(coded)]
    assert len(labels) == len(coded.corpus.document_keys()) + len(coded.coders()) + 2
    assert set(real["outcome"]) <= {HOLDS, FAILS, CANNOT}
    for name, rows in real.groupby("finding"):
        assert list(rows["reading"]) == labels, name
    stated = {
        name
        for file in chapters.found(paths.find())
        for step in robustness.read_steps(file)
        for name in step.findings
    }
    assert set(real["finding"]) == stated


def test_all_hold_on_the_whole(real):
    whole = real[real["kind"] == "base"]
    assert whole[whole["outcome"] != HOLDS].empty, whole["reason"].tolist()
    assert set(robustness.lines(real)) == set(real["finding"])


def test_what_does_not_hold_has_a_reason_and_what_holds_has_none(real):
    assert (real["reason"] == "").equals(real["outcome"] == HOLDS)


def test_the_texts_of_findings_are_those_that_the_book_shows(real):
    for text in real["text"].unique():
        assert text
        assert "{" not in text


def test_the_matrix_has_a_row_for_each_finding_with_words_beside_the_signs(real):
    lines = robustness.lines(real)
    page = what_holds.Matrix(real, lines)._repr_mimebundle_()["text/html"]
    given = re.search(r'data-holds="([^"]*)"', page)[1]
    assert json.loads(html.unescape(given)) == lines
    for name in lines:
        assert page.count(f'id="holds-{name}"') == 1
        assert f'href="finding:{name}"' in page
    assert page.count('<span class="visually-hidden">') == len(real[real["kind"] != "base"])


# --- the pages of the book ---


def tiny(folder):
    book = Path(shutil.copytree(TINY, folder, ignore=shutil.ignore_patterns("__pycache__")))
    chapter = book / "chapter.md"
    chapter.write_text(chapter.read_text().replace("import os\n", "import os  # .finding(\n"))
    (book / "what.md").write_text(
        HEAD
        + """
```{code-cell} python
from IPython.display import HTML
from interviews import chapters, paths, robustness
HTML(f'<div data-holds="{{&quot;rise&quot;: &quot;{chapters.digest(paths.find())}&quot;}}">'
     '<p id="holds-rise"><a href="finding:rise">Rise</a></p></div>')
```
"""
    )
    add_page(book, "what")
    return book


def add_page(book, name):
    toc = book / "_toc.yml"
    toc.write_text(toc.read_text().replace("- file: chapter", f"- file: chapter\n  - file: {name}"))


def build(book):
    program = Path(sysconfig.get_path("scripts")) / "jupyter-book"
    done = subprocess.run([program, "build", book], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def line_on(book, name):
    text = (book / "_build" / "html" / f"{name}.html").read_text()
    found = re.search(r'<p class="finding-holds"><a href="([^"]*)">(.*?)</a></p></div>', text)
    return found.groups() if found else None


@pytest.mark.slow
def test_findings_say_how_robust_they_are_and_never_say_what_was(tmp_path):
    book = tiny(tmp_path / "book")
    build(book)
    first = chapters.digest(Paths(book))
    assert line_on(book, "chapter") == line_on(book, "index") == ("what.html#holds-rise", first)
    assert 'href="chapter.html#finding-rise"' in (book / "_build/html/what.html").read_text()
    chapter = book / "chapter.md"

    chapter.write_text(chapter.read_text() + "\nMore prose.\n")
    assert "Executing notebook" not in build(book)

    chapter.write_text(chapter.read_text() + "\n```{code-cell} python\nmore = 1\n```\n")
    build(book)
    second = chapters.digest(Paths(book))
    assert second != first
    assert line_on(book, "chapter") == line_on(book, "index") == ("what.html#holds-rise", second)

    toc = book / "_toc.yml"
    toc.write_text(toc.read_text().replace("  - file: what\n", "").replace("\n- file: what", ""))
    (book / "what.md").unlink()
    build(book)
    assert line_on(book, "chapter") is None
    assert line_on(book, "index") is None
