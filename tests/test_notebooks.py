"""Chapters are thin, and each runs on its own, in a fresh kernel, from any folder."""

import ast
import re

import jupytext
import nbformat
import prose
import pytest
from conftest import ROOT
from nbclient import NotebookClient

CHAPTERS = [path for path in prose.pages(ROOT) if "kernelspec:" in path.read_text(encoding="utf-8")]
IDS = [path.stem for path in CHAPTERS]
MOST_LINES = 12


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_there_are_chapters():
    assert len(CHAPTERS) > 5


@pytest.mark.parametrize("path", CHAPTERS, ids=IDS)
def test_cells_are_thin(path):
    for cell in code_cells(jupytext.read(path)):
        lines = [line for line in cell.source.split("\n") if line and not line.startswith(":")]
        imports = [line for line in lines if line.startswith(("import ", "from "))]
        assert len(lines) - len(imports) <= MOST_LINES, cell.source
        tree = ast.parse("\n".join(lines))
        assert not any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in ast.walk(tree))
        assert "seeds/" not in cell.source
        assert "data/" not in cell.source


@pytest.mark.parametrize("path", CHAPTERS, ids=IDS)
def test_one_sentence_a_line(path):
    prose = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.S)
    prose = re.sub(r"\{\w+\}`[^`]*`", "", prose)
    for line in prose.split("\n"):
        if line.startswith(("|", "#", "-", ":", " ")) or re.match(r"\d", line):
            continue
        # A full stop, then a capital: two sentences. Initials and "e.g." do not count.
        assert not re.search(r"[a-z)]{3}[.?!] [A-Z]", line), line


@pytest.mark.slow
@pytest.mark.parametrize("path", CHAPTERS, ids=IDS)
def test_the_site_offers_each_as_a_clean_notebook_that_runs_from_any_folder(path, site, tmp_path):
    name = path.relative_to(ROOT).with_suffix(".ipynb")
    notebook = nbformat.read(site / "_sources" / name, as_version=4)
    nbformat.validate(notebook)
    cells = code_cells(notebook)
    assert all(not cell.outputs for cell in cells)
    assert [one.source for one in cells] == [one.source for one in code_cells(jupytext.read(path))]
    page = (site / name.with_suffix(".html")).read_text(encoding="utf-8")
    assert f"{path.stem}.ipynb" in page
    # nbclient closes its event loop late; that is no concern of a chapter.
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute(cwd=str(tmp_path))
