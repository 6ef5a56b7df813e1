"""Layout: what every form is made of.

Names and numbers as labels; a page whose unit is the point; marks, text, rules and keys; scales;
labels that keep off each other. Lengths are in points: at 72 dots an inch a pixel of matplotlib is
one point, so everything is placed from measured text.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from interviews.svg import WIDTH, Box, FigureError, Links, colour, text_width

LINE = 12.5  # from one line of text to the next
MARK = 42.0  # area of a mark: a disc a little lower than a line of text
GAP = 7.0  # between a mark and its direct label
THICK = 4.0  # width of a bar that is a line
SWATCH = 34.0  # length of a line in a key


# --- numbers and names as labels -------------------------------------------------------------


def money(billions: float, digits: int = 1) -> str:
    """Return an amount in US dollars as it is written in a label; `billions` is in 10**9 dollars.

    >>> money(171.9), money(0.25), money(57.9, 0)
    ('US$171.9 bn', 'US$250 m', 'US$58 bn')
    """
    if 0 < abs(billions) < 1:
        return f"US${billions * 1000:,.0f} m"
    return f"US${billions:,.{digits}f} bn"


def billions(value: float) -> str:
    """Return a tick of a scale in billions of US dollars.

    >>> billions(50.0), billions(2.5), billions(0)
    ('US$50 bn', 'US$2.5 bn', '0')
    """
    return f"US${value:,.10g} bn" if value else "0"


def count(value: float) -> str:
    """Return a count with its thousands set apart; millions are written short.

    >>> count(500000), count(1740000), count(3)
    ('500,000', '1.74 m', '3')
    """
    return f"{value / 1e6:.3g} m" if abs(value) >= 1e6 else f"{value:,.0f}"


def percent(share: float, digits: int = 0) -> str:
    """Return a share as a percentage.

    >>> percent(0.254), percent(0.254, 1)
    ('25%', '25.4%')
    """
    return f"{share:.{digits}%}"


def of(k: int, n: int) -> str:
    """Return the direct label of a count out of a total.

    >>> of(3, 45)
    '3 of 45'
    """
    return f"{k} of {n}"


def wrapped(text: str, width: float, weight: str = "normal") -> str:
    r"""Return `text` in as few lines as `width` points allow, the lines as even as can be.

    A single word that is wider stays whole.

    >>> wrapped("over US$112.6 bn, seven months", 150)
    'over US$112.6 bn,\nseven months'
    """
    best = _lines(text, width, weight)
    while width > 20 and len(closer := _lines(text, width - 4, weight)) <= len(best):
        best, width = closer, width - 4
    return "\n".join(best)


def _lines(text: str, width: float, weight: str) -> list[str]:
    lines: list[str] = []
    # "US$132.4 bn" stays on one line
    for word in re.sub(r"(?<=\d) (?=\w)", "\u00a0", text).split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, weight=weight) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return [line.replace("\u00a0", " ") for line in lines]


def document_head(text: str, width: float) -> str:
    r"""Return the name of a text for the head of a column, the year on a line of its own.

    >>> document_head("Pham Sao Mai 2024", 85)
    'Pham Sao Mai\n2024'
    """
    *names, last = text.split()
    name = " ".join(names)
    if text_width(name) <= width < text_width(text) and last.isdigit():
        return f"{name}\n{last}"
    return wrapped(text, width)


# --- what every form needs -------------------------------------------------------------------


def checked(data: pd.DataFrame, form: str, required: Sequence[str]) -> pd.DataFrame:
    """Return a copy of `data` with a column `row`, the number of its row in the data table."""
    missing = [c for c in (*required, "label", "sentences") if c not in data.columns]
    if missing:
        raise FigureError(
            f"{form}: the table lacks {', '.join(missing)}; it has {', '.join(data.columns)}"
        )
    if data.empty:
        raise FigureError(f"{form}: the table has no rows: say so in words instead of a figure")
    return data.reset_index(drop=True).assign(row=range(1, len(data) + 1))


def with_default(data: pd.DataFrame, column: str, default: object) -> pd.DataFrame:
    """Return `data` with an optional column filled in."""
    values = data[column] if column in data.columns else pd.Series(default, index=data.index)
    return data.assign(**{column: values.astype(object).where(values.notna(), default)})


def in_order(data: pd.DataFrame, column: str, values: Iterable[str]) -> pd.DataFrame:
    """Return the rows of `data` as `values` order what `column` holds; otherwise as they were.

    Raises `ValueError` for what is not among the values.
    """
    order = list(values)
    return data.sort_values(column, key=lambda names: names.map(order.index), kind="stable")


def link(links: Links, item: object) -> str:
    """Return the URL for the mark of a row; `item` is a row of a checked table."""
    return links.to(item.label, item.sentences, item.row)


def blank_page(height: float) -> tuple[Figure, Axes]:
    """Return a figure as wide as a page's text, and axes in points from its top left."""
    figure = Figure(figsize=(WIDTH / 72, height / 72))
    page = figure.add_axes((0, 0, 1, 1))
    page.set(xlim=(0, WIDTH), ylim=(height, 0))
    page.set_axis_off()
    page.set_zorder(1)  # text above the grids of panels
    return figure, page


def inset(figure: Figure, box: Box) -> Axes:
    """Return axes that fill `box` (left, top, right, bottom, in points from the top left)."""
    left, top, right, bottom = box
    height = figure.get_figheight() * 72
    place = (left / WIDTH, 1 - bottom / height, (right - left) / WIDTH, (bottom - top) / height)
    axes = figure.add_axes(place)
    axes.tick_params(length=0, pad=5)
    axes.spines[:].set_visible(False)
    axes.set_axisbelow(True)
    return axes


def write(
    page: Axes,
    x: float,
    y: float,
    text: str,
    *,
    links: Links | None = None,
    url: str | None = None,
    **style: object,
) -> None:
    """Write `text` with its middle at `y`; each line is an artist of its own.

    matplotlib anchors only single lines where SVG wants them; the lines of a longer text would
    start where DejaVu Sans has them start, which in another font is out of true.
    """
    lines = text.split("\n")
    for number, line in enumerate(lines):
        at = y + (number - (len(lines) - 1) / 2) * LINE
        again = links.again(url) if links is not None and url is not None else None
        page.text(x, at, line, va="center_baseline", url=again, **style)


def dot(page: Axes, x: float, y: float, name: str, url: str | None, **style: object) -> None:
    """Draw a mark; `filled=False` leaves only its outline."""
    filled = style.pop("filled", True)
    face = colour(name) if filled else colour("background")
    given = {"s": MARK, "linewidths": 1.6, "zorder": 3, "clip_on": False} | style
    dots = page.scatter([x], [y], facecolors=face, edgecolors=colour(name), **given)
    if url is not None:
        dots.set_urls([url])


def rule(page: Axes, xs: Sequence[float], ys: Sequence[float], **style: object) -> None:
    """Draw a line that is not evidence, by default a pale one below all else."""
    page.plot(xs, ys, **({"color": colour("grid"), "linewidth": 0.8, "zorder": 0} | style))


def data_table(
    data: pd.DataFrame, columns: Mapping[str, str] | None, default: Mapping[str, str]
) -> pd.DataFrame:
    """Return the data table: chosen columns under their headings, then the evidence."""
    chosen = columns or {key: head for key, head in default.items() if key in data.columns}
    unknown = [key for key in chosen if key not in data.columns]
    if unknown:
        raise FigureError(f"columns: the table has no {', '.join(unknown)}")
    evidence = [c for c in ("sentences", "quote", "quotes") if c in data.columns]
    return data[[*chosen, *evidence]].rename(columns=dict(chosen))


def column_width(texts: Sequence[str], widest: float, weight: str = "normal") -> float:
    """Return the width that `texts` need when wrapped to `widest` points."""
    return max(text_width(wrapped(t, widest, weight), weight=weight) for t in texts)


@dataclass(frozen=True)
class Key:
    """An entry of a key: what a mark that cannot be labelled directly means."""

    text: str
    colour: str = "ink"
    filled: bool = True
    marker: str = "o"
    line: object = None


def draw_key(page: Axes, y: float, entries: Sequence[Key], left: float = 4.0) -> float:
    """Draw a key in as many lines as it needs, from `y` down; return where it ends."""
    x = left
    for entry in entries:
        start = SWATCH + 4 if entry.line else 11.0
        width = start + text_width(entry.text) + 16
        if x > left and x + width - 16 > WIDTH:
            x, y = left, y + LINE * 1.3
        if entry.line:
            style = {"color": colour(entry.colour), "linestyle": entry.line, "linewidth": THICK}
            rule(page, (x - 3, x - 3 + SWATCH), (y, y), dash_capstyle="butt", **style)
        else:
            dot(page, x, y, entry.colour, None, filled=entry.filled, marker=entry.marker)
        page.text(x + start - 1, y, entry.text, va="center_baseline", color=colour("muted"))
        x += width
    return y + LINE


def key_height(entries: Sequence[Key], left: float = 4.0) -> float:
    """Return the height of a key, 0 when there is none."""
    if not entries:
        return 0.0
    _, page = blank_page(72)
    return draw_key(page, 0, entries, left) + 6


# --- scales ----------------------------------------------------------------------------------


def value_axis(axes: Axes, low: float, high: float, form: Callable[[float], str]) -> None:
    """Give horizontal `axes` a scale with pale lines."""
    axes.set_xlim(low, high)
    axes.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: form(value)))
    axes.grid(axis="x")


def _years(start: pd.Timestamp, end: pd.Timestamp) -> list[pd.Timestamp]:
    """Return each first of January from `start` to `end`."""
    return [pd.Timestamp(year, 1, 1) for year in range(start.year, end.year + 2)]


def time_axis(axes: Axes, start: pd.Timestamp, end: pd.Timestamp) -> None:
    """Draw a line at each turn of the year and the year's number under its middle."""
    low, high = date2num(start), date2num(end)
    axes.set_xlim(low, high)
    turns = [date2num(turn) for turn in _years(start, end)]
    for turn in turns:
        if low <= turn <= high:
            axes.axvline(turn, color=colour("grid"), linewidth=0.8, zorder=0)
    middles = {}
    edges = [date2num(pd.Timestamp(start.year, 1, 1)), *turns[1:]]
    for year, (left, right) in zip(range(start.year, end.year + 1), pairwise(edges), strict=True):
        left, right = max(left, low), min(right, high)
        width = axes.bbox.width * (right - left) / (high - low)
        if width > text_width(str(year)) + 6:
            middles[(left + right) / 2] = str(year)
    axes.set_xticks(list(middles), list(middles.values()))


def padded_period(data: pd.DataFrame, margin: float = 0.03) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the time that `data` covers, a little widened."""
    low, high = data["start"].min(), data["end"].max()
    extra = max((high - low) * margin, pd.Timedelta(days=10))
    return low - extra, high + extra


# --- placing labels --------------------------------------------------------------------------


def _shared(one: Box, other: Box) -> float:
    """Return the area that two boxes share."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return max(width, 0) * max(height, 0)


def place_labels(
    sizes: Sequence[tuple[float, float]],
    anchors: Sequence[Box],
    room: Box,
) -> list[Box]:
    """Return a box for each label, near its mark, off the marks and off the other labels.

    `sizes` are widths and heights, `anchors` the boxes of the marks. The nearest free place is
    taken, trying above, below, right and left and then farther up and down; labels placed first are
    not moved again.
    """
    placed: list[Box] = []
    for (width, height), anchor in zip(sizes, anchors, strict=True):
        choices = [
            _inside((x, y, x + width, y + height), room)
            for x, y in _candidates(width, height, anchor)
        ]
        taken = [*placed, *anchors]
        costs = [sum(_shared(choice, other) for other in taken) for choice in choices]
        placed.append(choices[int(np.argmin(costs))])
    return placed


def _candidates(width: float, height: float, anchor: Box) -> list[tuple[float, float]]:
    left, top, right, bottom = anchor
    centre, middle = (left + right - width) / 2, (top + bottom - height) / 2
    near = [(x, y) for y in (top - height - 1, bottom + 1) for x in (centre, left, right - width)]
    beside = [(right + 4, middle), (left - 4 - width, middle)]
    far = [
        (x, y)
        for step in range(1, 9)
        for y in (top - height - 1 - step * 6, bottom + 1 + step * 6)
        for x in (centre, left, right - width)
    ]
    return near + beside + far


def _inside(box: Box, room: Box) -> Box:
    """Return `box` moved into `room`."""
    right = min(0.0, room[2] - box[2])
    down = min(0.0, room[3] - box[3])
    x = max(right, room[0] - box[0]) if box[0] + right < room[0] else right
    y = max(down, room[1] - box[1]) if box[1] + down < room[1] else down
    return box[0] + x, box[1] + y, box[2] + x, box[3] + y


def stacked(boxes: Sequence[tuple[float, float]], gap: float = 8.0) -> list[int]:
    """Return for each (left, right) the first of several tracks on which it is free.

    >>> stacked([(0, 50), (40, 90), (60, 80)])
    [0, 1, 0]
    """
    ends: list[list[tuple[float, float]]] = []
    tracks = []
    for left, right in boxes:
        free = [all(right + gap <= a or left >= b + gap for a, b in track) for track in ends]
        track = free.index(True) if True in free else len(ends)
        if track == len(ends):
            ends.append([])
        ends[track].append((left, right))
        tracks.append(track)
    return tracks
