"""The forms: each takes a table and returns the marks of a drawing.

All tables may have the columns `colour` (a name of the palette; default "both"), `solid` (filled or
hollow; default filled), `label` (words beside the mark), `side` (of the label), `name` (for screen
readers; default row and label), `sentences` (ids), and `table_row` (the number, from 1, of the row
of the table shown below that holds it; default its own). `Words` are what stands on a drawing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Any

import pandas as pd

from interviews.charts.draw import EDGE, LINE, text_width, wrapped
from interviews.charts.marks import (
    WIDTH,
    Axis,
    FigureError,
    Mark,
    Marks,
    Message,
    Note,
    Shape,
    Tick,
)

GAP = 8.0


@dataclass(frozen=True)
class Words:
    """What stands on a drawing besides its marks; `shown` is the table below it, if another.

    What a reader who does not see the drawing is told are the names of its marks.
    """

    name: str
    title: Message
    subtitle: str
    shown: pd.DataFrame | None = None
    notes: tuple[Note, ...] = ()
    foot: str = ""

    def around(self, marks: Iterable[Mark], table: pd.DataFrame, **more: Any) -> Marks:
        """Return the whole drawing."""
        marks = tuple(marks)
        told = f"{self.subtitle}. " + "; ".join(mark.name for mark in marks) + "."
        shown = table if self.shown is None else self.shown
        return Marks(
            self.name, str(self.title), self.subtitle, told, marks=marks, notes=self.notes,
            foot=self.foot, table=shown, **more,
        )  # fmt: skip


def _checked(table: pd.DataFrame, needed: Sequence[str]) -> pd.DataFrame:
    """Return `table` with the columns that all forms share, and rows numbered from 1.

    The first of those `needed` is what a mark is called after. Raises `FigureError` for a table
    that lacks one or has no rows.
    """
    missing = [column for column in (*needed, "sentences") if column not in table]
    if missing:
        has = ", ".join(table.columns)
        raise FigureError(f"the table lacks {', '.join(missing)}: it has {has}")
    if table.empty:
        raise FigureError("the table has no rows: there is nothing to draw")
    full = table.set_axis(range(1, len(table) + 1))
    for column, value in {"colour": "both", "solid": True, "label": "", "side": "right"}.items():
        if column not in full:
            full[column] = value
    if "name" not in full:
        told = full["label"].map(lambda one: f": {one}" if one else "")
        full["name"] = full[needed[0]].astype(str) + told
    full["name"] = full["name"].str.replace("\n", " ")
    return full


def _common(item: Any, **other: Any) -> dict[str, Any]:
    """Return what all forms take from a row, with `other` in its place where given."""
    kept = {key: getattr(item, key) for key in ("name", "colour", "label", "side")}
    row = int(getattr(item, "table_row", item.Index))
    return (
        kept | {"solid": bool(item.solid), "sentences": tuple(item.sentences), "row": row} | other
    )


def ticks(
    values: Iterable[float], words: Callable[[float], str] = "{:g}".format
) -> tuple[Tick, ...]:
    """Return ticks at `values`, written by `words`."""
    return tuple(Tick(float(value), words(value)) for value in values)


def records(table: pd.DataFrame) -> list[Any]:
    """Return the rows of a table, with an attribute for each column."""
    return list(table.itertuples())


def label(words: str, width: float) -> str:
    """Return words set in lines no wider than `width` pixels."""
    return "\n".join(wrapped(words, width))


# --- time -------------------------------------------------------------------------------------


def day(date: Any) -> float:
    """Return a date as a number of days, the unit of axes of time."""
    return float(pd.Timestamp(date).toordinal())


def years(first: int, last: int) -> Axis:
    """Return an axis over whole years; a tick begins each, and the last ends it."""
    starts = tuple(Tick(day(f"{year}-01-01"), str(year)) for year in range(first, last + 2))
    return Axis(starts[0].at, starts[-1].at, starts, line=True)


def spans(table: pd.DataFrame, words: Words, levels: Sequence[float], unit: Callable[[float], str],
          height: float = 210.0) -> Marks:  # fmt: skip
    """Return amounts over periods: each as a bar from its first day to its last, at its height.

    Needs `start`, `end` (dates, the last one included) and `value`; `levels` are the ticks of the
    values, the lowest and highest of which bound the axis, written by `unit`.
    """
    table = _checked(table.assign(side=table.get("side", "")), ("value", "start", "end"))
    beside = _sides(table, (levels[-1] - levels[0]) * 26 / height)
    table["side"] = [given or side for given, side in zip(table["side"], beside, strict=True)]
    marks = [
        Mark(shape="span", x=(day(item.start), day(item.end) + 1), y=(item.value, item.value),
             **_common(item))
        for item in records(table)
    ]  # fmt: skip
    time = years(table["start"].min().year, table["end"].max().year)
    scale = Axis(levels[0], levels[-1], ticks(levels, unit), line=True)
    return words.around(marks, table, x=time, y=scale, height=height, left=_gutter(scale))


def _sides(table: pd.DataFrame, near: float) -> list[str]:
    """Return where the label of each span goes: below it where another lies close above."""
    return [
        "below" if any(
            0 < other.value - one.value < near and other.start <= one.end and one.start <= other.end
            for other in records(table)
        ) else "above"
        for one in records(table)
    ]  # fmt: skip


def _gutter(axis: Axis) -> float:
    """Return the room for the words of the ticks at the left."""
    return EDGE + _amounts(tick.words for tick in axis.ticks) - 2 * GAP + 6


def timeline(
    table: pd.DataFrame, words: Words, lanes: Sequence[str], height: float = 460.0
) -> Marks:
    """Return what happened when: time runs down the page, lanes stand side by side.

    Needs `lane` (one of `lanes`), `start`, `end` (dates) and `label`. What took less than two weeks
    is a dot, what took longer (or is dated no closer) a bar. Labels stand to the right, those of
    more than two months at their beginning, and move down where they would lie on one another.
    """
    table = _checked(table, ("lane", "start", "end", "label"))
    length = table["end"] - table["start"]
    middle = table["start"] + (length / 2).where(length < LONG, pd.Timedelta(days=20))
    table = table.assign(beside=middle).sort_values("beside", kind="stable")
    time = _from_month(table["start"].min(), table["end"].max() + pd.Timedelta(days=40))
    rate = (time.high - time.low) / height  # days a pixel; the heads of lanes stand above
    down = Axis(time.high, time.low - 24 * rate, time.ticks, line=True)
    heads = _names([[lane] for lane in lanes], [n + 0.15 for n in range(len(lanes))], len(lanes))
    taken: dict[str, float] = {}
    marks = []
    for item in records(table):
        y = (day(item.beside) - time.low) / rate
        lowest = max(y, taken.get(item.lane, y))
        taken[item.lane] = lowest + LINE * (item.label.count("\n") + 1)
        middle = ((day(item.start) + day(item.end) + 1) / 2 - time.low) / rate
        marks.append(_when(item, float(lanes.index(item.lane)), (0.0, lowest - middle)))
    return words.around(marks, table, x=heads, y=down, height=height + 24, left=_gutter(down))


LONG = pd.Timedelta(days=62)
"""What took longer is drawn as a bar of its own, left of the others."""


def _from_month(first: pd.Timestamp, last: pd.Timestamp) -> Axis:
    """Return an axis from the month of `first` to `last`, with a tick there and at each new year.

    Whole years where fewer than two begin between.
    """
    whole = years(first.year, last.year)
    month = first.replace(day=1)
    begun = [tick for tick in whole.ticks if day(month) < tick.at <= day(last)]
    if len(begun) < 2:
        return whole
    if begun[0].at - day(month) > 60:
        begun = [Tick(day(month), f"{month:%b}\n{month.year}"), *begun]
    return replace(whole, low=day(month), high=day(last), ticks=tuple(begun))


def _when(item: Any, lane: float, nudge: tuple[float, float]) -> Mark:
    """Return a moment as a dot, a month as a bar, and a longer time as a bar farther left."""
    first, last = day(item.start), day(item.end) + 1
    if item.end - item.start >= LONG:
        x, nudge = lane + 0.03, (nudge[0] + 10, nudge[1])
    else:
        x = lane + 0.11
    if last - first <= 14:
        middle = (first + last) / 2
        return Mark(shape="dot", x=(x, x), y=(middle, middle), nudge=nudge, **_common(item))
    return Mark(shape="span", x=(x, x), y=(first, last), nudge=nudge, **_common(item))


def round_steps(most: float) -> list[float]:
    """Return round values from zero up to `most`, three to six of them.

    >>> round_steps(73.7)
    [0.0, 20.0, 40.0, 60.0]
    """
    scale = 10.0 ** (len(str(int(most))) - 1) if most >= 1 else 0.1
    step = next(size * scale for size in (0.2, 0.5, 1, 2, 5) if most / (size * scale) < 5)
    return [number * step for number in range(int(most / step) + 1)]


# --- rows of amounts --------------------------------------------------------------------------

ROW = 30.0
"""Room for the mark of a row, in pixels; its name stands above it."""


def _row_axis(names: Sequence[str]) -> tuple[Axis, list[tuple[float, float]]]:
    """Return an axis of rows, in pixels, with their names above, and where the mark of each is."""
    top, found, middles = 0.0, [], []
    for name in names:
        lines = wrapped(name, WIDTH - 2 * EDGE)
        found.append(Tick(top + 11, "\n".join(lines)))
        top += LINE * len(lines) + ROW
        middles.append((top - ROW / 2 - 2,) * 2)
    return Axis(0.0, top, tuple(found), rows=True, above=True), middles


def _amounts(labels: Iterable[str]) -> float:
    """Return the room for labels at the right."""
    widest = max((text_width(line) for label in labels for line in label.split("\n")), default=0)
    return widest + 2 * GAP


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
    scale = Axis(0.0, most, ticks(round_steps(most)), line=True)
    return words.around(marks, table, x=scale, y=rows, height=rows.high, left=EDGE,
                        right=_amounts(table["label"]))  # fmt: skip


# --- rows by columns --------------------------------------------------------------------------


def grid(table: pd.DataFrame, words: Words, rows: Sequence[str], columns: Sequence[str],
         left: float = 110.0, least: float = 32.0) -> Marks:  # fmt: skip
    """Return a table of marks, one for each cell that `table` has; what it lacks stays empty.

    Needs `row`, `column`; a cell is a box, filled or hollow, with its label inside, or, where
    `boxed` is false, the label alone. `left` is the room for the names of rows (0 sets each above
    its cells) and `least` the height of a row, in pixels. Raises `FigureError` for words that are
    wider than their column.
    """
    table = _checked(table, ("row", "column"))
    width = (WIDTH - (left or EDGE) - EDGE) / len(columns)
    heads = [wrapped(name, width - 2) for name in columns]
    _check_fit(words.name, width, [*heads, *table["label"].str.split("\n")])
    names = [wrapped(name, left - 8 if left else WIDTH - 2 * EDGE) for name in rows]
    top = LINE * max(map(len, heads)) + 6
    inside = [max(LINE * max(_lines_in(table, row)) + 10, least) for row in rows]
    over = [0.0 if left else LINE * len(name) + 5 for name in names]
    beside = [LINE * len(name) + 10 for name in names]
    heights = [max(o + i, b) for o, i, b in zip(over, inside, beside, strict=True)]
    edges = [top, *(top + height for height in accumulate(heights))]
    cells = [(low + o, high) for (low, high), o in zip(pairwise(edges), over, strict=True)]
    at = [
        (low + high) / 2 if left else low - o + 12
        for (low, high), o in zip(cells, over, strict=True)
    ]
    across = Axis(-0.5, len(columns) - 0.5, _named(heads, range(len(columns))), rows=True)
    down = replace(_names(names, at, edges[-1]), above=not left, rules=tuple(edges))
    marks = [
        _cell(item, cells[_at(rows, item.row, words)], _at(columns, item.column, words))
        for item in records(table)
    ]
    return words.around(marks, table, x=across, y=down, left=left or EDGE, height=edges[-1])


def _check_fit(figure: str, width: float, texts: Iterable[Sequence[str]]) -> None:
    for line in (line for lines in texts for line in lines if text_width(line) > width):
        raise FigureError(
            f'{figure}: "{line}" is {text_width(line):.0f} pixels wide and its column {width:.0f}: '
            "use fewer columns, left=0 or shorter words"
        )


def _named(names: Iterable[Sequence[str]], places: Iterable[float]) -> tuple[Tick, ...]:
    return tuple(Tick(at, "\n".join(name)) for name, at in zip(names, places, strict=True))


def _names(names: Iterable[Sequence[str]], places: Iterable[float], end: float) -> Axis:
    """Return an axis of names from zero to `end`."""
    return Axis(0.0, float(end), _named(names, places), rows=True)


def _cell(item: Any, room: tuple[float, float], column: int) -> Mark:
    shape: Shape = "cell" if getattr(item, "boxed", True) else "words"
    x, y = (column - 0.46, column + 0.46), (room[0] + 3, room[1] - 3)
    return Mark(shape=shape, x=x, y=y, **_common(item, side="inside"))


def _lines_in(table: pd.DataFrame, row: str) -> list[int]:
    return [label.count("\n") + 1 for label in table.loc[table["row"] == row, "label"]] or [1]


def _at(names: Sequence[str], name: str, words: Words) -> int:
    if name not in names:
        known = ", ".join(names)
        raise FigureError(f'{words.name}: "{name}" is none of {known}: add it, or drop its row')
    return list(names).index(name)


# --- from one to another ----------------------------------------------------------------------


def arrows(table: pd.DataFrame, words: Words, ends: tuple[str, str]) -> Marks:
    """Return amounts that go from one of two `ends` to the other, a row for each.

    Needs `row`, `start`, `to` (an end each, or empty where there is no amount) and `label`.
    """
    table = _checked(table, ("row", "start", "to"))
    rows, places = _row_axis([f"{item.row}: {item.label}" for item in records(table)])
    across = Axis(-0.12, 1.12, tuple(Tick(n, end) for n, end in enumerate(ends)), rows=True)
    down = replace(rows, low=-LINE)
    marks = [
        Mark(shape="arrow", x=(_at(ends, item.start, words), _at(ends, item.to, words)), y=y,
             **_common(item, label=""))
        for y, item in zip(places, records(table), strict=True)
        if item.start
    ]  # fmt: skip
    return words.around(marks, table, x=across, y=down, height=rows.high + LINE)
