"""The notebook of a page, for download: no outputs, fixed ids, the theme's button."""

from pathlib import Path
from typing import Any

import jupytext
import nbformat
from sphinx.application import Sphinx

AFTER_PREPARATION = 500  # the theme makes its list of buttons just before, and fills it at 501


def _offer(app: Sphinx, pagename: str, template: str, context: dict[str, Any], tree: Any) -> None:
    """Write the notebook, with ids that are the same in every build, and name it to the theme."""
    if "kernelspec" not in app.env.metadata.get(pagename, {}):
        return
    notebook = jupytext.read(app.env.doc2path(pagename))
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number}"
    notebook.metadata.pop("jupytext", None)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    context["ipynb_source"] = f"{pagename}.ipynb"
    file = Path(app.outdir, "_sources", context["ipynb_source"])
    file.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, file)


def setup(app: Sphinx) -> None:
    """Work on every page of HTML as it is written."""
    app.connect("html-page-context", _offer, priority=AFTER_PREPARATION)
