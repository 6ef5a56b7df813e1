"""A docutils node for any HTML element, so that a page of a text is a tree and not a string."""

import html

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

VOID = ("input",)


class element(nodes.General, nodes.Inline, nodes.Element):  # noqa: N801  docutils names nodes so
    """An HTML element: `tag`, its attributes in `html`, and `words` that no search shall find."""


def make(tag: str, *content: nodes.Node | str, classes: str = "", **given: str) -> element:
    """Return an element; text in `content` is found by search, the attribute `words` is not.

    `_` in the name of an attribute stands for `-`, and one at its end for nothing.
    """
    words, name = given.pop("words", ""), given.pop("id_", "")
    written = {key.rstrip("_").replace("_", "-"): value for key, value in given.items()}
    names = [name] if name else []
    node = element("", tag=tag, html=written, words=words, classes=classes.split(), ids=names)
    node.extend(nodes.Text(part) if isinstance(part, str) else part for part in content)
    return node


def _visit(self: HTML5Translator, node: element) -> None:
    self.body.append(self.starttag(node, node["tag"], "", **node["html"]))
    self.body.append(html.escape(node["words"]))


def _depart(self: HTML5Translator, node: element) -> None:
    if node["tag"] not in VOID:
        self.body.append(f"</{node['tag']}>")


def setup(app: Sphinx) -> None:
    """Register the node."""
    app.add_node(element, html=(_visit, _depart))
