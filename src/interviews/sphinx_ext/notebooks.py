"""The notebook of a page, for download: no outputs, fixed ids, the theme's button."""

from pathlib import Path
from typing import Any

import jupytext
import nbformat
from docutils import nodes
from nbformat import NotebookNode
from sphinx.application import Sphinx

AFTER_PREPARATION = 500  # the theme makes its list of buttons just before, and fills it at 501


def clean(notebook: NotebookNode) -> NotebookNode:
    """Return `notebook` without outputs, with ids that are the same in every build."""
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number}"
        cell.pop("outputs", None)
        if cell.cell_type == "code":
            cell["outputs"], cell["execution_count"] = [], None
    notebook.metadata.pop("jupytext", None)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    return notebook


def _offer(
    app: Sphinx,
    pagename: str,
    template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    metadata = app.env.metadata.get(pagename, {})
    if doctree is None or app.builder.format != "html" or "kernelspec" not in metadata:
        return
    name = f"{pagename}.ipynb"
    file = Path(app.outdir) / "_sources" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(clean(jupytext.read(app.env.doc2path(pagename))), file)
    context["ipynb_source"] = name


def setup(app: Sphinx) -> None:
    """Work on every page of HTML as it is written."""
    app.connect("html-page-context", _offer, priority=AFTER_PREPARATION)
