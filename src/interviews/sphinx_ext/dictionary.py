"""The directive `codebook`: every variable of the codebook with its values and examples."""

from collections.abc import Iterable

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from interviews.codebook import Value, Variable, read_codebook
from interviews.paths import find
from interviews.sphinx_ext import evidence, project


class CodebookDirective(SphinxDirective):
    """Show all variables, each as a section with a table of its values."""

    def run(self) -> list[nodes.Node]:
        """Return one section a variable."""
        self.env.note_dependency(str(find().coded / "codebook.yml"))
        return [self._section(variable) for variable in read_codebook(find()).variables.values()]

    def _section(self, variable: Variable) -> nodes.section:
        section = nodes.section(ids=[f"variable-{variable.name}"], names=[])
        section += nodes.title("", variable.name.replace("_", " ").capitalize())
        section += nodes.paragraph("", f"{variable.question} ({variable.level}; `{variable.name}`)")
        section += self._table(variable)
        return section

    def _table(self, variable: Variable) -> nodes.table:
        """Return a table with only those columns that some value fills."""
        rows = [self._cells(value) for value in variable.values.values()]
        heads = [head for head in rows[0] if any(row[head].astext() for row in rows)]
        group = nodes.tgroup("", *(nodes.colspec(colwidth=1) for _ in heads), cols=len(heads))
        group += nodes.thead("", _row(map(nodes.Text, heads)))
        group += nodes.tbody("", *(_row(row[head] for head in heads) for row in rows))
        return nodes.table("", group)

    def _cells(self, value: Value) -> dict[str, nodes.Node]:
        """Return what the table says of a value, by the head of the column."""
        given, known = value.example, project.of(self.env.app)
        return {
            "value": nodes.literal("", value.name),
            "meaning": nodes.Text(value.definition),
            "theme": nodes.Text(value.theme),
            "example": evidence.quotation(known, given["exact"], given["sentence"])
            if given
            else nodes.Text(""),
        }


def _row(cells: Iterable[nodes.Node]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", cell)) for cell in cells))


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("codebook", CodebookDirective)
