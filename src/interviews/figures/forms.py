"""Forms: general figures, each a function from a table to a linked figure.

Every form takes a table with a row for each mark, and the keywords `name`, `title`, `description`
(see `LinkedFigure`) and `columns`: which columns the data table below the figure shows, and under
which headings, the first being the name of the row. Every table has

- `label`: the accessible name of the mark: what it says, whose it is, when;
- `sentences`: the ids of the sentences it comes from (list or tuple; may be empty for a zero);
- `quote` or `quotes` (optional): the words, for the data table;
- `colour` (optional): a name of `svg.PALETTE`.

Rows are drawn in the order given. Values are drawn as they come: intervals and formatted
numbers are the caller's work.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import networkx as nx
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Curve
from matplotlib.ticker import MaxNLocator

from interviews.figures import layout
from interviews.figures.layout import Key, billions, count, document_head, of, percent, wrapped
from interviews.svg import WIDTH, Box, FigureError, LinkedFigure, Links, colour, styled, text_width

PAST, PLANNED = ("past", "ongoing"), ("planned", "hypothetical")


# --- 1 dots with intervals -------------------------------------------------------------------


@styled()
def dot_intervals(
    data: pd.DataFrame,
    *,
    name: str,
    title: str,
    description: str,
    axis: str = "share of sentences, with 95% interval",
    columns: Mapping[str, str] | None = None,
) -> LinkedFigure:
    """Draw shares as dots with their intervals, and "k of n" beside each.

    Needs `category` (the name of the row), `k`, `n`, `low`, `high` (the interval of k/n, from 0 to
    1); takes `panel` (a heading above the rows that share it). A count of zero is an open dot.
    """
    data = layout.with_default(
        layout.checked(data, "dot_intervals", ("category", "k", "n", "low", "high")), "panel", ""
    )
    data = layout.with_default(data, "colour", "both").assign(share=data["k"] / data["n"])
    data["written"] = [of(k, n) for k, n in zip(data["k"], data["n"], strict=True)]
    names = [wrapped(text, 170) for text in data["category"]]
    places, height = _list_places(names, list(data["panel"]))
    left = max(map(text_width, names)) + 16
    right = WIDTH - text_width("000 of 000") - 8
    figure, page = layout.blank_page(height + 40)
    axes = layout.inset(figure, (left, 0, right, height))
    axes.set_ylim(height, 0)
    layout.value_axis(axes, 0, min(1.0, data["high"].max() * 1.05), percent)
    axes.set_yticks([])
    axes.set_xlabel(axis, color=colour("muted"))
    links = Links(name)
    _headings(page, data["panel"], places)
    for item, y, text in zip(data.itertuples(), places, names, strict=True):
        url = layout.link(links, item)
        shade = colour(item.colour)
        layout.write(page, left - 12, y, text, ha="right")
        axes.plot((item.low, item.high), (y, y), color=shade, linewidth=2, solid_capstyle="butt")
        layout.dot(axes, item.share, y, item.colour, url, filled=item.k > 0)
        layout.write(page, WIDTH, y, item.written, links=links, url=url, ha="right")
    default = {
        "category": "Category",
        "panel": "Group",
        "k": "Count",
        "n": "Of",
        "share": "Share",
        "low": "Interval from",
        "high": "Interval to",
    }
    if not any(data["panel"]):
        default.pop("panel")
    shown = data.assign(**{c: data[c].astype(float).round(3) for c in ("share", "low", "high")})
    return LinkedFigure(
        figure, links, name, title, description, layout.data_table(shown, columns, default)
    )


def _list_places(names: Sequence[str], panels: Sequence[str]) -> tuple[list[float], float]:
    """Return the middle of each row of a list with headings, and the height of the list."""
    places, top, before = [], 2.0, ""
    for text, panel in zip(names, panels, strict=True):
        if panel and panel != before:
            top += 24 if not places else 32
        before = panel
        height = max(20.0, (text.count("\n") + 1) * layout.LINE + 7)
        places.append(top + height / 2)
        top += height
    return places, top + 4


def _headings(page: Axes, panels: Sequence[str], places: Sequence[float]) -> None:
    before = ""
    for panel, y in zip(panels, places, strict=True):
        if panel and panel != before:
            page.text(0, y - 21, panel, va="center_baseline", weight="bold")
        before = panel


# --- 2 values over the time they cover -------------------------------------------------------

# A figure's compiler is told by colour and, for those who do not see it, by the pattern of its bar:
# lengths of dash and gap in points.
_BAR = {"china": (18.0, 4.0), "both": (5.0, 3.0), "problem": (10.0, 3.0)}


def _pattern(side: str, length: float) -> object:
    """Return a line style that begins and ends a bar of `length` points with a whole dash."""
    if side not in _BAR:
        return "solid"
    dash, gap = _BAR[side]
    dashes = max(1, round((length + gap) / (dash + gap)))
    unit = length / (dashes * dash + (dashes - 1) * gap) / layout.THICK
    return (0, (dash * unit, gap * unit))


@styled()
def spans(
    data: pd.DataFrame,
    *,
    name: str,
    title: str,
    description: str,
    axis: Callable[[float], str] = billions,
    key: Mapping[str, str] | None = None,
    height: float = 210.0,
    zero: bool = True,
    columns: Mapping[str, str] | None = None,
) -> LinkedFigure:
    """Draw each value as a bar over the period that it covers, at the height of the value.

    Needs `start`, `end` (Timestamps; equal for a value at a date), `value`, `text` (the direct
    label); takes `colour` (who compiled the figure: china, vietnam, both), `comparator` (">" and
    ">=" get an arrow up, "<" one down), and `panel` (each has a scale of its own). `key` says what
    the colours mean; `axis` writes the values of the scale; `height` is that of one panel;
    `zero=False` lets the scale begin where the values do.
    """
    data = layout.with_default(
        layout.checked(data, "spans", ("start", "end", "value", "text")), "panel", ""
    )
    data = layout.with_default(layout.with_default(data, "colour", "both"), "comparator", "=")
    panels = list(dict.fromkeys(data["panel"]))
    entries = [
        Key(text, side, line=_pattern(side, layout.SWATCH)) for side, text in (key or {}).items()
    ]
    top = layout.key_height(entries)
    step = height + (42 if any(panels) else 26)
    figure, page = layout.blank_page(top + step * len(panels))
    layout.draw_key(page, 8, entries)
    links = Links(name)
    period = layout.padded_period(data)
    parts = [data[data["panel"] == panel] for panel in panels]
    scales = [_span_scale(part["value"], zero) for part in parts]
    left = max(text_width(axis(tick)) for _, _, ticks in scales for tick in ticks) + 10
    for number, (panel, part, scale) in enumerate(zip(panels, parts, scales, strict=True)):
        bottom = top + step * (number + 1) - 22
        if panel:
            page.text(0, bottom - height - 10, panel, va="center_baseline", weight="bold")
        room = (left, bottom - height, WIDTH - 2, bottom)
        axes = _span_axes(layout.inset(figure, room), scale, axis)
        layout.time_axis(axes, *period)
        _draw_spans(page, axes, part, room, links)
    default = {
        "text": "Value as labelled",
        "panel": "Measure",
        "value": "Value",
        "comparator": "Comparator",
        "start": "From",
        "end": "To",
    }
    if not any(panels):
        default.pop("panel")
    return LinkedFigure(
        figure, links, name, title, description, layout.data_table(data, columns, default)
    )


_Scale = tuple[float, float, list[float]]


def _span_scale(values: pd.Series, zero: bool) -> _Scale:
    """Return where the scale of a panel begins and ends, with room for labels, and its ticks."""
    low, high = values.min(), values.max()
    spread = (high - (0 if zero else low)) or abs(high) or 1.0
    base = 0.0 if zero else low - 0.2 * spread
    top = high + 0.2 * spread
    ticks = MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]).tick_values(base, top)
    return base, top, [tick for tick in ticks if base <= tick <= top]


def _span_axes(axes: Axes, scale: _Scale, form: Callable[[float], str]) -> Axes:
    base, top, ticks = scale
    axes.set_ylim(base, top)
    axes.set_yticks(ticks, [form(tick) for tick in ticks])
    axes.grid(axis="y")
    return axes


def _draw_spans(page: Axes, axes: Axes, data: pd.DataFrame, room: Box, links: Links) -> None:
    urls = [layout.link(links, item) for item in data.itertuples()]
    boxes = [_span(axes, item, url) for item, url in zip(data.itertuples(), urls, strict=True)]
    _label_spans(page, data, boxes, room, links, urls)


def _to_page(axes: Axes, x: float, y: float) -> tuple[float, float]:
    """Return a place in `axes` in points from the top left of the figure."""
    across, up = axes.transData.transform((x, y))
    return across, axes.figure.get_figheight() * 72 - up


def _span(axes: Axes, item: object, url: str) -> Box:
    """Draw one value over its period; return the box of the mark on the page."""
    start, end = date2num(item.start), date2num(item.end)
    left, y = _to_page(axes, start, item.value)
    right, _ = _to_page(axes, end, item.value)
    if right - left < 6:
        middle = (left + right) / 2
        layout.dot(axes, (start + end) / 2, item.value, item.colour, url)
        left, right = middle - 5, middle + 5
    else:
        axes.plot(
            (start, end),
            (item.value, item.value),
            color=colour(item.colour),
            linewidth=layout.THICK,
            linestyle=_pattern(item.colour, right - left),
            solid_capstyle="butt",
            dash_capstyle="butt",
            url=url,
            clip_on=False,
        )
    up = {">": 1, ">=": 1, "<": -1, "<=": -1}.get(item.comparator, 0)
    if up:
        _arrow(axes, (start + end) / 2, item, up)
    return left, y - (12 if up > 0 else 4), right, y + (12 if up < 0 else 4)


def _arrow(axes: Axes, x: float, item: object, up: int) -> None:
    """Draw which way the true value lies from the value given."""
    axes.annotate(
        "",
        (x, item.value),
        xytext=(0, 13 * up),
        textcoords="offset points",
        arrowprops={
            "arrowstyle": "<|-",
            "color": colour(item.colour),
            "linewidth": 1.4,
            "shrinkA": 0,
            "shrinkB": 0,
            "mutation_scale": 7,
        },
    )


def _label_spans(
    page: Axes,
    data: pd.DataFrame,
    boxes: Sequence[Box],
    room: Box,
    links: Links,
    urls: Sequence[str],
) -> None:
    texts = [wrapped(text, 150) for text in data["text"]]
    sizes = [(text_width(t) + 2, (t.count("\n") + 1) * layout.LINE) for t in texts]
    labels = layout.place_labels(sizes, boxes, room)
    for text, mark, box, shade, url in zip(texts, boxes, labels, data["colour"], urls, strict=True):
        _leader(page, mark, box, shade)
        middle = (box[1] + box[3]) / 2
        layout.write(page, (box[0] + box[2]) / 2, middle, text, links=links, url=url, ha="center")


def _leader(page: Axes, mark: Box, label: Box, shade: str) -> None:
    """Draw a line from a label to its mark where they are apart."""
    x = min(max((label[0] + label[2]) / 2, mark[0]), mark[2])
    if label[3] < mark[1] - 3:
        layout.rule(page, (x, x), (label[3], mark[1]), color=colour(shade))
    if label[1] > mark[3] + 3:
        layout.rule(page, (x, x), (mark[3], label[1]), color=colour(shade))


# --- 3 events in time ------------------------------------------------------------------------

# North is up: a visit to China points up, one to Vietnam down.
_DIRECTION = {"to-china": "^", "to-vietnam": "v"}
_TRACK = 19.0


@styled()
def timeline(
    data: pd.DataFrame,
    *,
    name: str,
    title: str,
    description: str,
    references: pd.DataFrame | None = None,
    key: Sequence[Key] = (),
    columns: Mapping[str, str] | None = None,
) -> LinkedFigure:
    """Draw events on lanes over time; marks of past events are filled, of planned ones hollow.

    Needs `start`, `end` (Timestamps: the event lies between them, and a line shows how precisely
    the text dates it), `lane`; takes `text` (a direct label), `status` (past, ongoing, planned,
    hypothetical), `direction` (to-china, to-vietnam) and `colour`. `references` are dates drawn
    across all lanes, such as those of the texts: `date`, `text`. `key` explains the marks.
    """
    data = layout.with_default(
        layout.checked(data, "timeline", ("start", "end", "lane")), "text", ""
    )
    for column, default in (("status", "past"), ("direction", ""), ("colour", "both")):
        data = layout.with_default(data, column, default)
    period = _timeline_period(data, references)
    lanes = list(dict.fromkeys(data["lane"]))
    left = layout.column_width(lanes, 110, "bold") + 14
    scale = _scale(period, (left, WIDTH - 2))
    data = data.assign(**_tracks(data, scale))
    heads, head = _reference_places(references, scale)
    tops, bottom = _lane_tops(data, lanes, head + 6)
    figure, page = layout.blank_page(bottom + 26 + layout.key_height(key))
    axes = layout.inset(figure, (left, head, WIDTH - 2, bottom))
    axes.set_yticks([])
    layout.time_axis(axes, *period)
    _lane_names(page, lanes, tops, left, bottom)
    _reference_lines(page, references, heads, scale, head, bottom)
    links = Links(name)
    for item in data.itertuples():
        _event(page, item, tops[item.lane] + (item.track + 0.5) * _TRACK, links)
    layout.draw_key(page, bottom + 32, key)
    default = {
        "label": "Event",
        "lane": "Channel",
        "start": "From",
        "end": "To",
        "status": "Status",
        "direction": "Direction",
    }
    return LinkedFigure(
        figure, links, name, title, description, layout.data_table(data, columns, default)
    )


def _timeline_period(
    data: pd.DataFrame, references: pd.DataFrame | None
) -> tuple[pd.Timestamp, pd.Timestamp]:
    times = data[["start", "end"]]
    if references is not None:
        dates = pd.to_datetime(references["date"])
        times = pd.concat([times, pd.DataFrame({"start": dates, "end": dates})])
    return layout.padded_period(times)


def _scale(
    period: tuple[pd.Timestamp, pd.Timestamp], edges: tuple[float, float]
) -> Callable[[pd.Timestamp], float]:
    """Return the function from a time to its place across the page."""
    low, high = map(date2num, period)
    return lambda time: edges[0] + (date2num(time) - low) / (high - low) * (edges[1] - edges[0])


def _tracks(data: pd.DataFrame, scale: Callable[[pd.Timestamp], float]) -> dict[str, list]:
    """Return where each event goes: left, middle and right of its mark, side of its text, track."""
    found: dict[str, list] = {"x0": [], "x": [], "x1": [], "flip": [], "track": []}
    boxes = []
    for item in data.itertuples():
        x0, x1 = scale(item.start), scale(item.end)
        x = (x0 + x1) / 2
        width = text_width(item.text) + layout.GAP if item.text else 0.0
        right = max(x1, x + 5) + width
        flip = right > WIDTH
        boxes.append((min(x0, x - 5) - width * flip, right - width * flip))
        for key, value in zip(("x0", "x", "x1", "flip"), (x0, x, x1, flip), strict=True):
            found[key].append(value)
    found["track"] = [0] * len(data)
    for lane in dict.fromkeys(data["lane"]):
        places = [n for n, value in enumerate(data["lane"]) if value == lane]
        for n, track in zip(places, layout.stacked([boxes[n] for n in places]), strict=True):
            found["track"][n] = track
    return found


def _lane_tops(
    data: pd.DataFrame, lanes: Sequence[str], top: float
) -> tuple[dict[str, float], float]:
    """Return the top of each lane, with room for its tracks and name, and the bottom of all."""
    tops = {}
    for lane in lanes:
        tops[lane] = top + 3
        tracks = data.loc[data["lane"] == lane, "track"].max() + 1
        lines = wrapped(lane, 110, "bold").count("\n") + 1
        top += max(tracks * _TRACK, lines * layout.LINE + 4) + 7
    return tops, top


def _lane_names(
    page: Axes, lanes: Sequence[str], tops: Mapping[str, float], left: float, bottom: float
) -> None:
    for lane in lanes:
        text = wrapped(lane, 110, "bold")
        middle = tops[lane] + _TRACK / 2 + text.count("\n") * layout.LINE / 2
        layout.write(page, 0, middle, text, weight="bold")
        layout.rule(page, (0, WIDTH), (tops[lane] - 3, tops[lane] - 3))
    layout.rule(page, (left, WIDTH - 2), (bottom, bottom), color=colour("muted"))


def _reference_places(
    references: pd.DataFrame | None, scale: Callable[[pd.Timestamp], float]
) -> tuple[list[tuple[float, int]], float]:
    """Return the middle of each reference's name and its line of text, and the height of all."""
    if references is None:
        return [], 0.0
    boxes = []
    for date, text in zip(pd.to_datetime(references["date"]), references["text"], strict=True):
        half = text_width(text) / 2
        middle = min(scale(date), WIDTH - half)
        boxes.append((middle - half, middle + half))
    tracks = layout.stacked(boxes)
    middles = [(left + right) / 2 for left, right in boxes]
    return list(zip(middles, tracks, strict=True)), (max(tracks) + 1) * layout.LINE + 4


def _reference_lines(
    page: Axes,
    references: pd.DataFrame | None,
    places: Sequence[tuple[float, int]],
    scale: Callable[[pd.Timestamp], float],
    head: float,
    bottom: float,
) -> None:
    if references is None:
        return
    rows = zip(pd.to_datetime(references["date"]), references["text"], places, strict=True)
    for date, text, (middle, track) in rows:
        y = track * layout.LINE + layout.LINE / 2
        page.text(middle, y, text, ha="center", va="center_baseline", color=colour("muted"))
        line = {"color": colour("muted"), "linestyle": (0, (2, 2)), "zorder": 1}
        layout.rule(page, (scale(date), scale(date)), (y + 6, bottom), **line)


def _event(page: Axes, item: object, y: float, links: Links) -> None:
    url = layout.link(links, item)
    if item.x1 - item.x0 > 8:
        style = (0, (2, 1.2)) if item.status in PLANNED else "solid"
        line = {"color": colour(item.colour), "linewidth": 1.6, "linestyle": style, "zorder": 2}
        layout.rule(page, (item.x0, item.x1), (y, y), **line)
    marker = _DIRECTION.get(item.direction, "o")
    layout.dot(page, item.x, y, item.colour, url, filled=item.status in PAST, marker=marker)
    if item.text:
        x = (
            min(item.x0, item.x - 5) - layout.GAP + 2
            if item.flip
            else max(item.x1, item.x + 5) + layout.GAP - 2
        )
        side = "right" if item.flip else "left"
        layout.write(page, x, y, item.text, links=links, url=url, ha=side)


# --- 4 categories by documents ---------------------------------------------------------------


@styled()
def matrix(
    data: pd.DataFrame,
    *,
    name: str,
    title: str,
    description: str,
    columns: Mapping[str, str] | None = None,
) -> LinkedFigure:
    """Draw counts as areas, categories down and documents across, with the count beside each.

    Needs `category`, `document` (the name at the head of a column), `count`, each pair at most
    once, in the order wanted; takes `text` (printed instead of the count, such as "3 of 45") and
    `colour`. A zero is a small open mark: silence is a finding. A pair that is not in the table
    is not drawn.
    """
    data = layout.with_default(
        layout.checked(data, "matrix", ("category", "document", "count")), "colour", "both"
    )
    data = layout.with_default(data, "text", None)
    data["text"] = [t or count(c) for t, c in zip(data["text"], data["count"], strict=True)]
    if data.duplicated(["category", "document"]).any():
        raise FigureError("matrix: a pair of category and document is there twice: add them up")
    frame = _grid(data, data["category"], data["document"], lambda _: 28.0)
    links = Links(name)
    radius = min(11.0, frame.step / 2 - 3)
    for item in data.itertuples():
        x, y = frame.across[item.document], frame.down[item.category]
        url = layout.link(links, item)
        shift = (radius + text_width(item.text) / 2 + 3) / 2
        size = radius * np.sqrt(item.count / max(data["count"].max(), 1))
        area = {"s": np.pi * max(size, 3.0) ** 2} if item.count else {"s": 16, "linewidths": 1.2}
        mark = item.colour if item.count else "muted"
        layout.dot(frame.page, x - shift, y, mark, url, filled=item.count > 0, **area)
        ink = colour("ink" if item.count else "muted")
        layout.write(
            frame.page, x - shift + radius + 3, y, item.text, links=links, url=url, color=ink
        )
    default = {"category": "Category", "document": "Text", "text": "Count"}
    if data["text"].eq(data["count"].map(count)).all():
        default = {"category": "Category", "document": "Text", "count": "Count"}
    table = layout.data_table(data, columns, default)
    return LinkedFigure(frame.figure, links, name, title, description, table)


@dataclass(frozen=True)
class _Grid:
    """A page with names down the left and across the top; places are middles in points."""

    figure: Figure
    page: Axes
    down: dict[str, float]
    across: dict[str, float]
    step: float


def _grid(
    data: pd.DataFrame, rows: pd.Series, heads: pd.Series, height: Callable[[str], float]
) -> _Grid:
    """Lay out a grid; `height` gives the height that the content of a row needs."""
    names, tops = list(dict.fromkeys(rows)), list(dict.fromkeys(heads))
    left = layout.column_width(names, 150) + 14
    step = (WIDTH - left) / len(tops)
    head = max(document_head(text, step - 6).count("\n") + 1 for text in tops) * layout.LINE + 8
    sizes = [max(height(n), (wrapped(n, 150).count("\n") + 1) * layout.LINE + 8) for n in names]
    edges = head + np.cumsum([0.0, *sizes])
    figure, page = layout.blank_page(edges[-1] + 4)
    across = {text: left + (place + 0.5) * step for place, text in enumerate(tops)}
    down = {n: (a + b) / 2 for n, (a, b) in zip(names, pairwise(edges), strict=True)}
    for text, x in across.items():
        layout.write(
            page, x, (head - 8) / 2, document_head(text, step - 6), ha="center", weight="normal"
        )
    for text, y in down.items():
        layout.write(page, 0, y, wrapped(text, 150))
    for edge in edges:
        layout.rule(page, (0, WIDTH), (edge, edge))
    return _Grid(figure, page, down, across, step)


# --- 5 a ladder in time ----------------------------------------------------------------------


@styled()
def ladder(
    data: pd.DataFrame,
    *,
    name: str,
    title: str,
    description: str,
    connect: bool = False,
    key: Sequence[Key] = (),
    rungs: Sequence[str] | None = None,
    columns: Mapping[str, str] | None = None,
) -> LinkedFigure:
    """Draw on which rung each text stands, texts across in order of time.

    Needs `rung`, `document`; takes `text` (the voice, written beside the mark), `colour`, `filled`
    (False for an open mark) and, with `connect=True`, `series`: marks of one series are joined
    by a line in the order of the table. `rungs` gives the order from top to bottom, and rungs
    on which nobody stands; `key` explains the colours.
    """
    data = layout.with_default(
        layout.with_default(layout.checked(data, "ladder", ("rung", "document")), "text", ""),
        "colour",
        "both",
    )
    data = layout.with_default(layout.with_default(data, "filled", True), "series", "")
    order = list(rungs or dict.fromkeys(data["rung"]))
    heads = list(dict.fromkeys(data["document"]))
    wide = (WIDTH - layout.column_width(order, 150) - 14) / len(heads) - layout.GAP - 12
    data["text"] = [wrapped(text, wide) for text in data["text"]]
    data["size"] = [(text.count("\n") + 1) * layout.LINE + 5 for text in data["text"]]
    sizes = data.groupby(["rung", "document"])["size"].sum().groupby("rung").max()
    frame = _grid(data, pd.Series(order), data["document"], lambda rung: sizes.get(rung, 18.0) + 8)
    figure, page = _with_key(frame, key)
    spots = _ladder_places(data, frame)
    links = Links(name)
    if connect:
        _join(page, data["series"], spots)
    for item, (x, y) in zip(data.itertuples(), spots, strict=True):
        url = layout.link(links, item)
        layout.dot(page, x, y, item.colour, url, filled=bool(item.filled))
        if item.text:
            layout.write(page, x + layout.GAP + 2, y, item.text, links=links, url=url)
    default = {"rung": "Rung", "document": "Text", "text": "Voice"}
    shown = data.assign(text=data["text"].str.replace("\n", " "))
    return LinkedFigure(
        figure, links, name, title, description, layout.data_table(shown, columns, default)
    )


def _ladder_places(data: pd.DataFrame, frame: _Grid) -> list[tuple[float, float]]:
    """Return the middle of each mark: those in one field below each other, their texts flush."""
    widest = {d: max(map(text_width, texts)) for d, texts in data.groupby("document")["text"]}
    field = data.groupby(["rung", "document"])["size"]
    above = field.cumsum() - data["size"] / 2 - field.transform("sum") / 2
    return [
        (frame.across[document] - (widest[document] + layout.GAP + 2) / 2, frame.down[rung] + shift)
        for document, rung, shift in zip(data["document"], data["rung"], above, strict=True)
    ]


def _with_key(frame: _Grid, key: Sequence[Key]) -> tuple[Figure, Axes]:
    """Make room below a grid for a key, and draw it."""
    figure, page = frame.figure, frame.page
    if key:
        height = page.get_ylim()[0]
        figure.set_size_inches(WIDTH / 72, (height + 10 + layout.key_height(key)) / 72)
        page.set_ylim(height + 10 + layout.key_height(key), 0)
        layout.draw_key(page, height + 14, key)
    return figure, page


def _join(page: Axes, series: pd.Series, spots: Sequence[tuple[float, float]]) -> None:
    for one in dict.fromkeys(series):
        line = [spot for spot, value in zip(spots, series, strict=True) if value == one]
        xs, ys = zip(*line, strict=True)
        layout.rule(page, xs, ys, color=colour("muted"), linewidth=1.2, zorder=1)


# --- 6 a network in columns ------------------------------------------------------------------


@styled()
def network(
    nodes: pd.DataFrame,
    edges: pd.DataFrame,
    *,
    name: str,
    title: str,
    description: str,
    heads: Sequence[str] = (),
    key: Sequence[Key] = (),
) -> LinkedFigure:
    """Draw things and their links in two or three columns, ordered so that few links cross.

    Needs of `nodes`: `node` (unique), `column` (0, 1 or 2); takes `text` (default: the node),
    `colour`. Needs of `edges`: `source`, `target`; takes `colour`, `status` (planned links are
    broken). Both need `label` and `sentences`. `heads` name the columns. The data table lists the
    nodes, then the links.
    """
    nodes = layout.with_default(
        layout.checked(nodes, "network: nodes", ("node", "column")), "colour", "both"
    )
    nodes = layout.with_default(nodes, "text", None)
    nodes["text"] = [text or node for text, node in zip(nodes["text"], nodes["node"], strict=True)]
    edges = layout.with_default(
        layout.with_default(
            layout.checked(edges, "network: edges", ("source", "target")), "colour", "both"
        ),
        "status",
        "past",
    )
    edges["row"] += len(nodes)
    _check_network(nodes, edges)
    order = _uncross(nodes, edges)
    texts = {n: wrapped(t, 150) for n, t in zip(nodes["node"], nodes["text"], strict=True)}
    spots, height = _node_places(nodes, order, texts, bool(heads))
    figure, page = layout.blank_page(height + layout.key_height(key))
    links = Links(name)
    _column_heads(page, heads, nodes, spots)
    for item in nodes.itertuples():
        _node(page, item, spots[item.node], texts[item.node], nodes["column"].max(), links)
    for item in edges.itertuples():
        _edge(page, item, spots[item.source], spots[item.target], layout.link(links, item))
    layout.draw_key(page, height + 8, key)
    table = _network_table(nodes, edges)
    return LinkedFigure(figure, links, name, title, description, table)


def _check_network(nodes: pd.DataFrame, edges: pd.DataFrame) -> None:
    if not nodes["node"].is_unique:
        twice = nodes.loc[nodes["node"].duplicated(), "node"].iloc[0]
        raise FigureError(f'network: node "{twice}" is there twice: join its rows')
    unknown = sorted((set(edges["source"]) | set(edges["target"])) - set(nodes["node"]))
    if unknown:
        raise FigureError(f"network: links to {', '.join(unknown)}, which no node is called")


def _uncross(nodes: pd.DataFrame, edges: pd.DataFrame) -> dict[int, list[str]]:
    """Return the order of the nodes in each column, by the mean place of their neighbours.

    Barycentre heuristic (Sugiyama, Tagawa and Toda 1981), from the order given; ties keep it.
    """
    graph = nx.Graph()
    graph.add_nodes_from(nodes["node"])
    graph.add_edges_from(zip(edges["source"], edges["target"], strict=True))
    order = {c: list(g["node"]) for c, g in nodes.groupby("column", sort=True)}
    for _ in range(12):
        for column in order:
            place = {n: i / max(len(o) - 1, 1) for o in order.values() for i, n in enumerate(o)}
            order[column].sort(
                key=lambda n, at=place: np.mean([at[m] for m in graph[n]] or [at[n]])
            )
    return order


def _node_places(
    nodes: pd.DataFrame, order: Mapping[int, list[str]], texts: Mapping[str, str], heads: bool
) -> tuple[dict[str, tuple[float, float]], float]:
    """Return the middle of each node's mark and the height of the figure."""
    top = 24.0 if heads else 4.0
    last = max(order)
    sizes = {n: (text.count("\n") + 1) * layout.LINE + 10 for n, text in texts.items()}
    for column, names in order.items():
        for node in names if 0 < column < last else []:
            sizes[node] += 8  # the text of a middle column stands above its mark
    height = max(sum(sizes[n] for n in names) for names in order.values())
    spots = {}
    for column, names in order.items():
        x = _node_column(column, last, [texts[n] for n in names])
        free = (height - sum(sizes[n] for n in names)) / len(names)
        y = top
        for node in names:
            low = sizes[node] - 9 if 0 < column < last else sizes[node] / 2
            spots[node] = (x, y + free / 2 + low)
            y += sizes[node] + free
    return spots, top + height + 4


def _node_column(column: int, last: int, texts: Sequence[str]) -> float:
    widest = max(map(text_width, texts)) + layout.GAP + 5
    if column == 0:
        return widest
    return WIDTH - widest if column == last else WIDTH / 2


def _column_heads(
    page: Axes, heads: Sequence[str], nodes: pd.DataFrame, spots: Mapping[str, tuple[float, float]]
) -> None:
    last = nodes["column"].max()
    for column, head in enumerate(heads):
        x = spots[nodes.loc[nodes["column"] == column, "node"].iloc[0]][0]
        side, shift = _node_side(column, last)
        page.text(x + shift, 8, head, ha=side, va="center_baseline", weight="bold")


def _node_side(column: int, last: int) -> tuple[str, float]:
    """Return how a node's text is aligned and how far right of its mark it begins."""
    if column == 0:
        return "right", -layout.GAP - 3
    return ("left", layout.GAP + 3) if column == last else ("center", 0.0)


def _node(
    page: Axes, item: object, spot: tuple[float, float], text: str, last: int, links: Links
) -> None:
    x, y = spot
    url = layout.link(links, item)
    layout.dot(page, x, y, item.colour, url)
    side, shift = _node_side(item.column, last)
    up = 0.0 if shift else (text.count("\n") + 1) * layout.LINE / 2 + 7
    # Links pass behind the words of a middle column, not through them.
    ground = {"facecolor": colour("background"), "edgecolor": "none", "pad": 2} if up else None
    layout.write(page, x + shift, y - up, text, links=links, url=url, ha=side, bbox=ground)


def _edge(
    page: Axes, item: object, start: tuple[float, float], end: tuple[float, float], url: str
) -> None:
    (x0, y0), (x1, y1) = start, end
    # Links within a column bow out; all others leave and arrive level.
    bend = 40.0 if x0 == x1 else (x1 - x0) / 2
    points = [(x0, y0), (x0 + bend, y0), (x1 + (bend if x0 == x1 else -bend), y1), (x1, y1)]
    codes = [Curve.MOVETO, Curve.CURVE4, Curve.CURVE4, Curve.CURVE4]
    style = (0, (3, 2)) if item.status in PLANNED else "solid"
    page.add_patch(
        PathPatch(
            Curve(points, codes),
            facecolor="none",
            edgecolor=colour(item.colour),
            linewidth=1.4,
            linestyle=style,
            zorder=1,
            url=url,
        )
    )


def _network_table(nodes: pd.DataFrame, edges: pd.DataFrame) -> pd.DataFrame:
    evidence = [c for c in ("sentences", "quote", "quotes") if c in nodes and c in edges]
    upper = nodes.assign(Item=nodes["text"], Kind="node", Status="")
    named = dict(zip(nodes["node"], nodes["text"], strict=True))
    pairs = zip(edges["source"].map(named), edges["target"].map(named), strict=True)
    lower = edges.assign(Item=[f"{a} – {b}" for a, b in pairs], Kind="link")
    lower = lower.assign(Status=edges["status"])
    shown = ["Item", "Kind", "Status", *evidence]
    return pd.concat([upper[shown], lower[shown]], ignore_index=True)


# --- 7 bars ----------------------------------------------------------------------------------


@styled()
def slope_bars(
    data: pd.DataFrame,
    *,
    name: str,
    title: str,
    description: str,
    columns: Mapping[str, str] | None = None,
) -> LinkedFigure:
    """Draw a few values as bars from zero with direct labels; each panel has a scale of its own.

    Needs `category`, `value`, `text` (the value as it is written); takes `panel` (a heading that
    names measure and unit: stocks and flows, or different units, must not share one) and `colour`.
    """
    data = layout.with_default(
        layout.checked(data, "slope_bars", ("category", "value", "text")), "panel", ""
    )
    data = layout.with_default(data, "colour", "both")
    if (data["value"] < 0).any():
        raise FigureError("slope_bars: bars begin at zero: draw negative values in another form")
    names = [wrapped(text, 170) for text in data["category"]]
    places, height = _list_places(names, list(data["panel"]))
    figure, page = layout.blank_page(height + 2)
    left = max(map(text_width, names)) + 12
    room = WIDTH - left - max(map(text_width, data["text"])) - 10
    top = data.groupby("panel")["value"].transform("max")
    links = Links(name)
    _headings(page, data["panel"], places)
    for item, y, text, most in zip(data.itertuples(), places, names, top, strict=True):
        url = layout.link(links, item)
        length = room * item.value / most if most else 0.0
        layout.write(page, left - 8, y, text, ha="right")
        page.barh(y, max(length, 1.0), left=left, height=12, color=colour(item.colour))
        page.patches[-1].set_url(url)
        layout.write(page, left + length + layout.GAP, y, item.text, links=links, url=url)
    default = {"category": "Category", "panel": "Measure", "value": "Value", "text": "As labelled"}
    if not any(data["panel"]):
        default.pop("panel")
    return LinkedFigure(
        figure, links, name, title, description, layout.data_table(data, columns, default)
    )
