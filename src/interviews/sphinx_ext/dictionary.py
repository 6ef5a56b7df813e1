"""The directive `codebook`: every variable of the codebook with its values and examples."""

from collections.abc import Iterable, Sequence

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from interviews.codebook import Codebook, Value, Variable, read_codebook
from interviews.paths import find
from interviews.sphinx_ext import evidence, project


class CodebookDirective(SphinxDirective):
    """Show all variables, each as a section with a table of its values."""

    def run(self) -> list[nodes.Node]:
        """Return one section a variable."""
        self.env.note_dependency(str(find().coded / "codebook.yml"))
        codebook = read_codebook(find())
        sections = [self._section(codebook, variable) for variable in codebook.variables.values()]
        return list(sections)

    def _section(self, codebook: Codebook, variable: Variable) -> nodes.section:
        section = nodes.section(ids=[f"variable-{variable.name}"], names=[])
        section += nodes.title("", variable.name.replace("_", " ").capitalize())
        section += nodes.paragraph("", f"{variable.question} ({variable.level}; `{variable.name}`)")
        section += self._table(variable)
        return section

    def _table(self, variable: Variable) -> nodes.table:
        """Return a table with only those columns that some value fills."""
        values = list(variable.values.values())
        columns = [
            (head, cell)
            for head, cell in (
                ("value", _name),
                ("meaning", lambda value: nodes.paragraph("", value.definition)),
                ("theme", lambda value: nodes.paragraph("", value.theme)),
                ("example", self._example),
            )
            if any(cell(value).astext() for value in values)
        ]
        body = [[cell(value) for _, cell in columns] for value in values]
        return _table([nodes.paragraph("", head) for head, _ in columns], body)

    def _example(self, value: Value) -> nodes.paragraph:
        paragraph = nodes.paragraph()
        if value.example:
            exact, sentence = value.example["exact"], value.example["sentence"]
            paragraph += evidence.quotation(project.of(self.env.app), exact, sentence)
        return paragraph


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("codebook", CodebookDirective)


def _name(value: Value) -> nodes.paragraph:
    return nodes.paragraph("", "", nodes.literal("", value.name))


def _table(head: Iterable[nodes.Node], body: Iterable[Sequence[nodes.Node]]) -> nodes.table:
    head = list(head)
    group = nodes.tgroup("", *(nodes.colspec(colwidth=1) for _ in head), cols=len(head))
    group += nodes.thead("", _row(head))
    group += nodes.tbody("", *(_row(cells) for cells in body))
    return nodes.table("", group)


def _row(cells: Iterable[nodes.Node]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", cell) for cell in cells))
