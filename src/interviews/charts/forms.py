"""The forms: each takes a table and returns the marks of a drawing.

All tables have `sentences` (ids), and may have the columns `colour` (a name of the palette; default
"both"), `solid` (filled or hollow; default filled), `boxed` (in a grid; default so), `label` (words
at the mark; default `words`, or none), `name` (for screen readers; default row, column and label).
"""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.ticker import MaxNLocator

from interviews.charts.draw import EDGE, LINE, RISE, SIZE, text_width, wrapped
from interviews.charts.marks import WIDTH, FigureError, Mark, Marks, Shape, Tick, Words

LEFT = 6.0
"""Where bars begin."""
BAR = 14.0
"""How thick a bar is."""
ROW = 30.0
"""Room for a bar, in pixels; its name stands above it."""
GAP = 16.0
"""Room to the left and right of the longest label of a bar."""
HALF = 0.46
"""Half the width of a cell, in widths of a column."""
DRAWN = ["label", "colour", "solid", "boxed", "name"]
"""Columns that say how a row is drawn; the table below the drawing leaves them out."""


def records(table: pd.DataFrame) -> list[Any]:
    """Return the rows of a table, with an attribute for each column."""
    return list(table.itertuples())


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
    label = full.get("words", "")
    defaults = {"colour": "both", "solid": True, "boxed": True, "label": label}
    full = full.assign(**{key: full.get(key, value) for key, value in defaults.items()})
    if "name" not in full:
        place = full["row"] + (", " + full["column"] if "column" in full else "")
        told = place + full["label"].map(lambda one: f": {one}" if one else "")
        full["name"] = told.str.replace("\n", " ")
    return full


def _mark(item: Any, shape: Shape, x: tuple[float, float], y: tuple[float, float]) -> Mark:
    """Return the mark of a row of a checked table."""
    ids = tuple(item.sentences)
    return Mark(item.name, shape, x, y, item.colour, ids, item.Index, bool(item.solid), item.label)


def _shown(words: Words, table: pd.DataFrame) -> pd.DataFrame:
    """Return the table below the drawing; what stands over its columns is there in one line."""
    shown = (table if words.shown is None else words.shown).drop(columns=DRAWN, errors="ignore")
    if "column" in shown:
        shown["column"] = shown["column"].str.replace("\n", " ")
    return shown


def bars(table: pd.DataFrame, words: Words) -> Marks:
    """Return amounts as bars from zero, the name of each above it and its label at its end.

    Needs `row` and `value` (none below zero).
    """
    full = _checked(table, ("row", "value"))
    if (full["value"] < 0).any():
        raise FigureError(f"{words.name}: a bar below zero: bars here begin at zero")
    most = float(full["value"].max())
    pixels = (WIDTH - LEFT - GAP - max(map(text_width, full["label"]))) / most
    marks, rows, down = [], [], 0.0
    for item in records(full):
        lines = wrapped(item.row, WIDTH - 2 * EDGE)
        rows.append(Tick(EDGE, down + 11 + RISE, lines))
        down += LINE * len(lines) + ROW
        middle = down - ROW / 2 - 2
        right = LEFT + float(item.value) * pixels
        marks.append(_mark(item, "bar", (LEFT, right), (middle - BAR / 2, middle + BAR / 2)))
    values = [
        Tick(LEFT + step * pixels, down + LINE + 4, [f"{step:g}"])
        for step in MaxNLocator(5, steps=[1, 2, 5, 10]).tick_values(0, most)
        if step <= most
    ]
    shown = _shown(words, table)
    return Marks(words, shown, marks, values, rows, height=down + LINE + 9, scale=down)


def grid(table: pd.DataFrame, words: Words, columns: Sequence[str] = (),
         left: float = 110.0, least: float = 32.0) -> Marks:  # fmt: skip
    """Return a table of marks, one for each cell that `table` has; what it lacks stays empty.

    Needs `row`, `column`; a cell is a box, filled or hollow, with its label inside, or, where
    `boxed` is false, the label alone. `columns` are in the order of the table unless given. `left`
    is the room for the names of rows (0 sets each above its cells) and `least` the height of a row,
    in pixels. Raises `FigureError` for words that are wider than their column, and for a column
    that is none of `columns`.
    """
    full = _checked(table, ("row", "column"))
    columns = columns or list(dict.fromkeys(full["column"]))
    strange = set(full["column"]) - set(columns)
    if strange:
        raise FigureError(f'{words.name}: "{min(strange)}" is none of {", ".join(columns)}')
    start, number = left or EDGE, {name: number for number, name in enumerate(columns)}
    room = WIDTH - start - EDGE
    width = room / len(columns)

    def across(column: float) -> float:
        return start + (column + 0.5) / len(columns) * room

    full["label"] = ["\n".join(wrapped(label, width * 2 * HALF - 6)) for label in full["label"]]
    heads = [Tick(across(number[name]), SIZE, wrapped(name, width - 2)) for name in columns]
    written = [line for head in heads for line in head.lines]
    widest = max([*written, *"\n".join(full["label"]).split("\n")], key=text_width)
    if text_width(widest) > width:
        raise FigureError(
            f'{words.name}: "{widest}" is {text_width(widest):.0f} pixels wide and its column '
            f"{width:.0f}: use fewer columns, left=0 or shorter words"
        )
    top = LINE * max(len(head.lines) for head in heads) + 6
    names, heights, edges = _rows(full, left, least, top)
    marks = []
    for item in records(full):
        middle = number[item.column]
        x = (across(middle - HALF), across(middle + HALF))
        marks.append(_mark(item, "cell" if item.boxed else "words", x, heights[item.row]))
    shown = _shown(words, table)
    return Marks(words, shown, marks, heads, names, height=edges[-1] + 6, rules=edges)


def _rows(
    full: pd.DataFrame, left: float, least: float, top: float
) -> tuple[list[Tick], dict[str, tuple[float, float]], list[float]]:
    """Return the names of rows, where the cells of each begin and end, and the edges of rows."""
    names, room, edges = [], {}, [top]
    most = (full["label"].str.count("\n") + 1).groupby(full["row"], sort=False).max()
    for name, lines in most.items():
        written = wrapped(str(name), left - 8 if left else WIDTH - 2 * EDGE)
        over = 0.0 if left else LINE * len(written) + 5
        height = max(over + max(LINE * lines + 10, least), LINE * len(written) + 10)
        # Beside its cells, a name stands at the middle of them.
        first = top + height / 2 - (len(written) - 1) * LINE / 2 if left else top + 12
        names.append(Tick(EDGE, first + RISE, written))
        room[name] = (top + over + 3, top + height - 3)
        top += height
        edges.append(top)
    return names, room, edges
