"""One switch a page shows the code of all its cells; no cell has one of its own."""

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from interviews.sphinx_ext.elements import element, make

SWITCH = "show-code"
CELL, SOURCE = "cell_code", "cell_code_source"


class NoToggles(SphinxTransform):
    """Take the toggle off cells that a tag gives one."""

    default_priority = 5

    def apply(self, **kwargs: Any) -> None:
        """Work on every cell of the page."""
        for node in self.document.findall(nodes.container):
            if node.get("nb_element") == CELL and node.get("hide_mode") == "input":
                node["hide_mode"] = ""


def switch() -> element:
    """Return the switch, off; the style sheet hides code as long as it is, with or without JS."""
    box = make("input", type="checkbox", role="switch", id_=SWITCH)
    return make("label", box, make("span", words="Show code and tables"), classes="code-switch")


def _add(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the switch below the title of a page that has code."""
    cells = doctree.findall(nodes.container)
    if not any(node.get("nb_element") == SOURCE for node in cells):
        return
    title = next(iter(doctree.findall(nodes.title)), None)
    if title is not None:
        title.parent.insert(title.parent.index(title) + 1, switch())


def setup(app: Sphinx) -> None:
    """Register the transform, and add the switch when a page is written."""
    app.add_transform(NoToggles)
    app.connect("doctree-resolved", _add)
