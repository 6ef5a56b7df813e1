"""The report itself with a hostile text and hostile cells: built plainly, then looked into."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET

import hostile_report
import nbformat
import pytest
from conftest import build, copy_project
from hostile_report import CELL, LABEL, SENTENCES, TEXT
from test_browser import LOCAL
from test_hostile import Elements, plain

pytestmark = pytest.mark.slow

PAGE = "book/texts/vu_2025.html"
# Where words of the text and of the tables are shown beside others.
ISOLATED = ".sentence, .quotation, .ev-quote, .ev-source, .fig-data q, a[data-sentence]"
RUN = re.compile(r"[\s\"']*[=+@\-\uff1d\uff0b\uff0d\uff20]|[\t\r]")
NUMBER = re.compile(r"[+-]?[\d,.]*\d(e[+-]?\d+)?%?", re.IGNORECASE)


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    paths = copy_project(tmp_path_factory.mktemp("hostile") / "project")
    hostile_report.make(paths)
    done = build(paths.root)
    assert done.returncode == 0, done.stdout + done.stderr
    return paths.root


@pytest.fixture(scope="module")
def folder(root):
    """The built site."""
    return root / "_build" / "html"


@pytest.fixture(scope="module")
def pages(folder):
    found = sorted(folder.rglob("*.html"))
    return {
        file.relative_to(folder).as_posix(): Elements(file.read_text("utf-8")) for file in found
    }


def test_every_sentence_is_shown_as_it_is_written(pages):
    for sentence in SENTENCES:
        assert plain(sentence) in pages[PAGE].text, sentence


def test_cells_are_shown_as_they_are_written_on_pages_and_in_cards(pages):
    assert CELL in pages[PAGE].text
    for name in ("political_trust", "promises", "numbers", "connectivity"):
        assert LABEL in pages[f"book/{name}.html"].text, name


def test_examples_of_the_codebook_are_shown_as_they_are_written(pages):
    shown = pages["book/codebook.html"].text
    assert CELL.replace('"z"', "“z”") in shown  # set by a typographer, and no more
    for sentence in SENTENCES[:3]:
        assert f"“{plain(sentence)}”" in shown


def test_no_page_has_an_element_or_an_order_of_theirs(pages):
    for name, page in pages.items():
        assert not any("alert(" in script for script in page.scripts), name
        for tag, given in page.elements:
            assert not any("alert" in (given.get(key) or "") for key in given if key[:2] == "on")
            assert tag != "img" or given.get("src") != "x", name
            for key in ("href", "src", "action", "formaction", "xlink:href"):
                where = (given.get(key) or "").strip().lower()
                assert not where.startswith(("javascript:", "sentence:", "finding:")), name
            assert "math" not in (given.get("class") or "").split(), name
            assert not tag.startswith("mjx"), name


def test_words_that_look_like_attributes_count_as_no_citation(pages):
    cited = {given.get("data-sentence") for page in pages.values() for _, given in page.elements}
    assert "nobody" not in cited
    assert any(one.startswith(TEXT) for one in cited if one)


def test_no_page_loads_mathematics_and_titles_are_words(folder, pages):
    for name, page in pages.items():
        sources = [given.get("src") or "" for tag, given in page.elements if tag == "script"]
        assert not any("mathjax" in source.lower() for source in sources), name
        text = (folder / name).read_text("utf-8")
        heads = re.findall(r"<title>(.*?)</title>|<meta[^>]*>", text[: text.index("</head>")], re.S)
        assert not any("<" in head or "alert" in head for head in heads), name


def test_outputs_of_cells_tell_jupyter_to_leave_their_dollars_alone(pages):
    outputs = 0
    for name, page in pages.items():
        for (_, given), (tag, inner) in zip(page.elements, page.elements[1:], strict=False):
            if "text_html" in (given.get("class") or "").split():
                outputs += 1
                assert "mathjax_ignore" in (inner.get("class") or "").split(), (name, tag, inner)
    assert outputs > 30


def test_notebooks_are_whole_and_hold_none_of_it(folder):
    files = list(folder.rglob("*.ipynb"))
    assert len(files) > 5
    for file in files:
        notebook = nbformat.read(file, as_version=4)
        nbformat.validate(notebook)
        assert "alert(" not in file.read_text("utf-8")
        assert set(notebook.metadata) <= {"kernelspec", "language_info"}, file
        for cell in notebook.cells:
            assert "trusted" not in cell.metadata, file
            assert not cell.get("outputs"), file


def test_the_search_index_and_the_lists_are_data(folder, root):
    index = (folder / "searchindex.js").read_text("utf-8")
    assert index.startswith("Search.setIndex({")
    json.loads(index.removeprefix("Search.setIndex(").rstrip().removesuffix(")"))
    for file in (folder / "manifest.json", *(root / "data" / "derived").glob("*.json*")):
        json.loads(file.read_text("utf-8"))


def cells(file):
    with file.open(encoding="utf-8", newline="") as table:
        yield from (cell for row in csv.reader(table) for cell in row)


def test_no_spreadsheet_runs_a_cell_of_a_table_that_is_offered(folder, root):
    files = [*folder.rglob("*.csv"), *(root / "data").rglob("*.csv")]
    assert len(list(folder.rglob("*.csv"))) > 20
    for file in files:
        for cell in cells(file):
            for part in cell.split(";"):
                alone = len(part.strip()) < 2
                found = RUN.match(part) and not alone and not NUMBER.fullmatch(part.strip())
                assert not found or part.startswith("'"), (file, cell)


def test_negative_numbers_stay_numbers_and_words_stay_whole(root):
    derived = root / "data" / "derived"
    assert any(re.fullmatch(r"-\d[\d.]*", cell) for cell in cells(derived / "comparisons.csv"))
    hostile = next(sentence for sentence in SENTENCES if sentence.startswith("="))
    assert any(cell.replace("'", "", 1) == hostile for cell in cells(derived / "sentences.csv"))


def test_drawings_are_well_formed_and_their_labels_are_words(folder):
    words = ""
    for file in folder.rglob("*.svg"):
        root = ET.parse(io.BytesIO(file.read_bytes())).getroot()
        assert not any(
            element.tag.endswith(("}script", "}foreignObject")) for element in root.iter()
        )
        words += "".join(root.itertext())
    assert "Vu 2025 <$x$>" in plain(words)


def test_nothing_was_run_by_a_shell(root, folder):
    for place in (root, folder, *(file.parent for file in root.rglob("*.md"))):
        assert not (place / "hostile").exists()
        assert not (place / "x").exists()


# --- in a browser ---


@pytest.fixture(scope="module")
def window(browser):
    """A window that notes dialogs, errors and requests to other places."""
    context = browser.new_context(offline=True)
    page, said = context.new_page(), []
    page.on("dialog", lambda dialog: (said.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("pageerror", lambda error: said.append(f"error {error}"))
    page.on("console", lambda one: said.append(one.text) if one.type == "error" else None)
    context.on("request", lambda one: one.url.startswith(LOCAL) or said.append(one.url))
    yield page, said
    context.close()


def test_a_browser_runs_and_fetches_nothing_of_it(window, folder, pages):
    page, said = window
    for name in pages:
        page.goto(f"{folder.as_uri()}/{name}", wait_until="load")
        assert page.evaluate("typeof window.MathJax") == "undefined", name
        assert page.locator("mjx-container, .MathJax, article script, article iframe").count() == 0
    assert said == []


def test_opened_cards_and_tables_run_nothing_either(window, folder):
    page, said = window
    for name in ("book/political_trust.html", "book/promises.html", PAGE):
        page.goto(f"{folder.as_uri()}/{name}", wait_until="load")
        page.evaluate("""() => {
          document.querySelectorAll("details").forEach(one => one.open = true);
          document.querySelectorAll("*").forEach(one => one.dispatchEvent(new Event("mouseover")));
        }""")
        for mark in page.locator(".ev:visible").all()[:5]:
            mark.dispatch_event("click")
    assert said == []


def test_words_keep_their_direction_to_themselves(window, folder, pages):
    page, _ = window
    for name in (PAGE, "book/political_trust.html", "book/promises.html"):
        page.goto(f"{folder.as_uri()}/{name}", wait_until="load")
        found = page.evaluate(
            """wanted => [...document.querySelectorAll(wanted)]
              .map(one => [one.className, getComputedStyle(one).unicodeBidi])
              .filter(([, bidi]) => bidi !== "isolate")""",
            ISOLATED,
        )
        assert found == [], name


def test_a_search_for_it_runs_nothing(browser, folder):
    page, said = browser.new_page(), []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    for words in ("hyperlink", "%3Cimg%20src%3Dx%20onerror%3Dalert(document.domain)%3E"):
        page.goto(f"{folder.as_uri()}/search.html?q={words}", wait_until="load")
        page.wait_for_selector("#search-results")
        page.wait_for_function("!document.querySelector('#search-progress')?.textContent.trim()")
        assert page.locator("#search-results img, #search-results script").count() == 0
    page.close()
    assert said == []
