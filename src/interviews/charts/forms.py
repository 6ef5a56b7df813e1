"""The forms: each takes a table and returns the marks of a drawing.

All tables may have the columns `colour` (a name of the palette; default "both"), `solid` (filled or
hollow; default filled), `label` (words at the mark), `name` (for screen readers; default row,
column and label) and `sentences` (ids). `Words` are what stands on a drawing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

import pandas as pd

from interviews.charts.draw import EDGE, LINE, text_width, wrapped
from interviews.charts.marks import WIDTH, Axis, FigureError, Mark, Marks, Message, Tick

GAP = 8.0
HALF = 0.46
"""Half the width of a cell, in widths of a column."""
ROW = 30.0
"""Room for a bar, in pixels; its name stands above it."""


@dataclass(frozen=True)
class Words:
    """What stands on a drawing besides its marks; `shown` is the table below it, row by row.

    What a reader who does not see the drawing is told are the names of its marks.
    """

    name: str
    title: Message
    subtitle: str
    shown: pd.DataFrame | None = None
    foot: str = ""

    def around(self, marks: Iterable[Mark], table: pd.DataFrame, **more: Any) -> Marks:
        """Return the whole drawing."""
        marks = tuple(marks)
        told = f"{self.subtitle}. " + "; ".join(mark.name for mark in marks) + "."
        shown = table if self.shown is None else self.shown
        return Marks(
            self.name, str(self.title), self.subtitle, told, marks=marks, foot=self.foot,
            table=shown, **more,
        )  # fmt: skip


def _checked(table: pd.DataFrame, needed: Sequence[str]) -> pd.DataFrame:
    """Return `table` with the columns that all forms share, and rows numbered from 1.

    Raises `FigureError` for a table that lacks a column or has no rows.
    """
    missing = [column for column in (*needed, "sentences") if column not in table]
    if missing:
        has = ", ".join(table.columns)
        raise FigureError(f"the table lacks {', '.join(missing)}: it has {has}")
    if table.empty:
        raise FigureError("the table has no rows: there is nothing to draw")
    full = table.set_axis(range(1, len(table) + 1))
    for column, value in {"colour": "both", "solid": True, "label": ""}.items():
        if column not in full:
            full[column] = value
    if "name" not in full:
        place = full["row"] + (", " + full["column"] if "column" in full else "")
        told = place + full["label"].map(lambda one: f": {one}" if one else "")
        full["name"] = told.str.replace("\n", " ")
    return full


def _common(item: Any) -> dict[str, Any]:
    """Return what all forms take from a row."""
    kept = {key: getattr(item, key) for key in ("name", "colour", "label")}
    ids = tuple(item.sentences)
    return kept | {"solid": bool(item.solid), "sentences": ids, "row": int(item.Index)}


def records(table: pd.DataFrame) -> list[Any]:
    """Return the rows of a table, with an attribute for each column."""
    return list(table.itertuples())


# --- rows of amounts --------------------------------------------------------------------------


def round_steps(most: float) -> list[float]:
    """Return round values from zero up to `most`, three to six of them.

    >>> round_steps(73.7)
    [0.0, 20.0, 40.0, 60.0]
    """
    scale = 10.0 ** (len(str(int(most))) - 1) if most >= 1 else 0.1
    step = next(size * scale for size in (0.2, 0.5, 1, 2, 5) if most / (size * scale) < 5)
    return [number * step for number in range(int(most / step) + 1)]


def _row_axis(names: Sequence[str]) -> tuple[Axis, list[tuple[float, float]]]:
    """Return an axis of rows, in pixels, with their names above, and where the mark of each is."""
    top, found, middles = 0.0, [], []
    for name in names:
        lines = wrapped(name, WIDTH - 2 * EDGE)
        found.append(Tick(top + 11, "\n".join(lines)))
        top += LINE * len(lines) + ROW
        middles.append((top - ROW / 2 - 2,) * 2)
    return Axis(0.0, top, tuple(found), rows=True, above=True), middles


def bars(table: pd.DataFrame, words: Words) -> Marks:
    """Return amounts as bars from zero, the name of each above it and its label at its end.

    Needs `row`, `value` (none below zero) and `label`.
    """
    table = _checked(table, ("row", "value", "label"))
    if (table["value"] < 0).any():
        raise FigureError(f"{words.name}: a bar below zero: bars here begin at zero")
    rows, places = _row_axis(list(table["row"]))
    marks = [
        Mark(shape="bar", x=(0.0, float(item.value)), y=y, **_common(item))
        for y, item in zip(places, records(table), strict=True)
    ]
    most = float(table["value"].max())
    steps = tuple(Tick(step, f"{step:g}") for step in round_steps(most))
    right = max(map(text_width, table["label"]))
    return words.around(marks, table, x=Axis(0.0, most, steps), y=rows,
                        right=right + 2 * GAP)  # fmt: skip


# --- rows by columns --------------------------------------------------------------------------


def grid(table: pd.DataFrame, words: Words, columns: Sequence[str],
         left: float = 110.0, least: float = 32.0) -> Marks:  # fmt: skip
    """Return a table of marks, one for each cell that `table` has; what it lacks stays empty.

    Needs `row`, `column`; a cell is a box, filled or hollow, with its label inside, or, where
    `boxed` is false, the label alone. `left` is the room for the names of rows (0 sets each above
    its cells) and `least` the height of a row, in pixels. Raises `FigureError` for words that are
    wider than their column, and for a column that is none of `columns`.
    """
    width = (WIDTH - (left or EDGE) - EDGE) / len(columns)
    table = _checked(table, ("row", "column"))
    table["label"] = ["\n".join(wrapped(label, width * 2 * HALF - 6)) for label in table["label"]]
    strange = set(table["column"]) - set(columns)
    if strange:
        raise FigureError(f'{words.name}: "{min(strange)}" is none of {", ".join(columns)}')
    heads = [wrapped(name, width - 2) for name in columns]
    _check_fit(words.name, width, [*heads, *table["label"].str.split("\n")])
    names = {one: wrapped(one, left - 8 if left else WIDTH - 2 * EDGE) for one in table["row"]}
    over = {one: 0.0 if left else LINE * len(lines) + 5 for one, lines in names.items()}
    top = LINE * max(map(len, heads)) + 6
    edges = list(accumulate(_heights(table, names, over, least), initial=top))
    room = dict(zip(names, pairwise(edges), strict=True))
    at = [(low + high) / 2 if left else low + 12 for low, high in room.values()]
    across = Axis(-0.5, len(columns) - 0.5, _named(heads, range(len(columns))), rows=True)
    down = Axis(0.0, edges[-1], _named(names.values(), at), rows=True, above=not left,
                rules=tuple(edges))  # fmt: skip
    marks = [
        _cell(item, (room[item.row][0] + over[item.row], room[item.row][1]), columns)
        for item in records(table)
    ]
    return words.around(marks, table, x=across, y=down, left=left or EDGE)


def _check_fit(figure: str, width: float, texts: Iterable[Sequence[str]]) -> None:
    for line in (line for lines in texts for line in lines if text_width(line) > width):
        raise FigureError(
            f'{figure}: "{line}" is {text_width(line):.0f} pixels wide and its column {width:.0f}: '
            "use fewer columns, left=0 or shorter words"
        )


def _heights(
    table: pd.DataFrame, names: dict[str, list[str]], over: dict[str, float], least: float
) -> list[float]:
    """Return how high each row is: its name over or beside the most lines of its cells."""
    lines = (table["label"].str.count("\n") + 1).groupby(table["row"]).max()
    return [
        max(over[one] + max(LINE * lines[one] + 10, least), LINE * len(name) + 10)
        for one, name in names.items()
    ]


def _named(names: Iterable[Sequence[str]], places: Iterable[float]) -> tuple[Tick, ...]:
    return tuple(Tick(at, "\n".join(name)) for name, at in zip(names, places, strict=True))


def _cell(item: Any, room: tuple[float, float], columns: Sequence[str]) -> Mark:
    column = list(columns).index(item.column)
    x, y = (column - HALF, column + HALF), (room[0] + 3, room[1] - 3)
    shape = "cell" if getattr(item, "boxed", True) else "words"
    return Mark(shape=shape, x=x, y=y, **_common(item))
