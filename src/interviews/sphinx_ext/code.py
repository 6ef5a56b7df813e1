"""One switch a page shows the code of all its cells; no cell has one of its own."""

from docutils import nodes
from sphinx.application import Sphinx

from interviews.sphinx_ext.elements import make


def _add(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the switch, off, below the title of a page that has code.

    The style sheet hides code as long as it is off, with or without JavaScript.
    """
    cells = doctree.findall(nodes.container)
    if any(node.get("nb_element") == "cell_code_source" for node in cells):
        box = make("input", type="checkbox", role="switch", id_="show-code")
        words = make("span", words="Show code and tables")
        title = next(iter(doctree.findall(nodes.title)))
        title.parent.insert(1, make("label", box, words, classes="code-switch"))


def setup(app: Sphinx) -> None:
    """Add the switch when a page is written."""
    app.connect("doctree-resolved", _add)
