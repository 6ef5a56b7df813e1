"""The directive `outside`: every fact from outside the texts, with its source, each to link to.

A page links to one as to a place on the page that has the directive: `[text](context.md#key)`.
"""

from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from interviews.paths import find
from interviews.schema import read_schema
from interviews.sphinx_ext.elements import element, make
from interviews.tables import Row, read_table

READ = {"whole": "read whole", "part": "read in part", "excerpt": "its opening read"}


class outside_list(element):  # noqa: N801  docutils names nodes so
    """The list of facts, whose ids other pages link to."""


class OutsideDirective(SphinxDirective):
    """Show all facts of data/outside.csv in the order of the file."""

    def run(self) -> list[nodes.Node]:
        """Return the list."""
        rows = read_table(find(), read_schema(find()).tables["outside"])
        self.env.note_dependency(str(find().root / "data" / "outside.csv"))
        shown = outside_list("", tag="ul", html={}, words="", classes=["outside"])
        shown += [_fact(row) for row in rows]
        return [shown]


def _fact(row: Row) -> element:
    source = make("a", row["source"], href=row["address"])
    said = [" It says: ", make("q", row["quotation"]), "."] if row["quotation"] else []
    note = [f" Note: {row['note']}."] if row["note"] else []
    read = f", {row['publisher']}, {row['source_date'] or 'no date'} ({READ[row['read']]})."
    return make("li", f"{row['fact']} ", source, read, *said, *note, id_=row["key"])


def _offer(app: Sphinx, doctree: nodes.document) -> None:
    """Let links of MyST find the facts, as they find headings."""
    known = app.env.metadata[app.env.docname].setdefault("myst_slugs", {})
    for item in facts(doctree):
        (key,) = item["ids"]
        known[key] = (0, key, key)


def facts(doctree: nodes.document) -> Iterator[element]:
    """Yield the facts that a page lists; the first part of each is its sentence."""
    for shown in doctree.findall(outside_list):
        yield from (item for item in shown.findall(element) if item["ids"])


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("outside", OutsideDirective)
    app.connect("doctree-read", _offer)
