"""The figures of the book, as the cells of its own pages draw them."""

import ast
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path
from types import CodeType
from typing import Any

import jupytext
import pandas as pd
import prose
import pytest
from conftest import ROOT

from interviews import report
from interviews.linked_svg import LinkedFigure

PAGES = [path for path in prose.pages(ROOT) if "{code-cell}" in path.read_text(encoding="utf-8")]
texts = cache(report.read)


@dataclass(frozen=True)
class Drawn:
    """A figure of a page: the call that draws it, with the names it was made with."""

    page: Path
    call: CodeType
    names: dict[str, Any]
    table: pd.DataFrame
    name: str

    def again(self) -> LinkedFigure:
        """Return the figure, drawn now, as its page draws it."""
        return eval(self.call, dict(self.names))


def drawn_on(page: Path) -> Iterator[Drawn]:
    """Run the cells of a page, and yield each figure that one of them shows."""
    names: dict[str, Any] = {}
    cells = [cell.source for cell in jupytext.read(page).cells if cell.cell_type == "code"]
    for *before, last in (ast.parse(cell).body for cell in cells):
        shown = isinstance(last, ast.Expr)
        run = ast.Module(before if shown else [*before, last], [])
        exec(compile(run, page.stem, "exec"), names)
        if not shown:
            continue
        call = compile(ast.Expression(last.value), page.stem, "eval")
        value = eval(call, names)
        if isinstance(value, LinkedFigure):
            table = eval(ast.unparse(last.value.args[0]), names)
            yield Drawn(page, call, dict(names), table, value.name)


@cache
def book() -> dict[str, tuple[Drawn, ...]]:
    """Return the figures of all pages by name; the report is read once for all."""
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(StringIO()):
        patch.setattr(report, "read", texts)
        found = [figure for page in PAGES for figure in drawn_on(page)]
    names = dict.fromkeys(one.name for one in found)
    return {name: tuple(one for one in found if one.name == name) for name in names}
