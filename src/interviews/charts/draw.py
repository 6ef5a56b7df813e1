"""Puts marks on paper. Every artist is named (gid), so that what is drawn can be found again."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D

from interviews.charts.marks import WIDTH, Axis, Mark, Marks, Note, Side
from interviews.palette import drawn_with

# Laid out with DejaVu Sans, which is wider than the fonts of a page: text set in those never
# takes more room than it was given.
SIZE, TITLE, LINE = 12.0, 15.0, 15.0
BAR, SPAN, RADIUS = 14.0, 7.0, 6.0  # thickness in pixels
EDGE = 4.0
STYLE: dict[Any, Any] = {"figure.dpi": 72, "svg.fonttype": "none", "font.family": ["DejaVu Sans"],
         "text.parse_math": False, "text.usetex": False}  # fmt: skip
Place = tuple[float, float]


@lru_cache(maxsize=4096)
def text_width(text: str, size: float = SIZE, weight: str = "normal") -> float:
    """Return the width of a line of text in pixels."""
    font = FontProperties(family="DejaVu Sans", size=size, weight=weight)
    return text_to_path.get_text_width_height_descent(text, font, ismath=False)[0]


def wrapped(text: str, width: float, size: float = SIZE, weight: str = "normal") -> list[str]:
    """Return `text` in lines no wider than `width` pixels; a longer word has a line of its own."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.append("")
        for word in paragraph.split():
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and text_width(longer, size, weight) > width:
                lines.append(word)
            else:
                lines[-1] = longer
    return lines


class Paper:
    """A sheet in pixels from its top left corner, and the scales of the axes on it."""

    def __init__(self, marks: Marks) -> None:
        self.marks = marks
        self.title = wrapped(marks.title, WIDTH - 2 * EDGE, TITLE, "bold")
        self.subtitle = wrapped(marks.subtitle, WIDTH - 2 * EDGE)
        self.foot = wrapped(marks.foot, WIDTH - 2 * EDGE) if marks.foot else []
        self.top = 6 + 19 * len(self.title) + LINE * len(self.subtitle) + 10
        ticks = 0 if not marks.x.ticks or marks.x.rows else LINE + 9
        self.height = self.top + marks.height + ticks + LINE * len(self.foot) + 6
        self.figure = Figure(figsize=(WIDTH / 72, self.height / 72), facecolor="none")
        FigureCanvasAgg(self.figure)
        # By way of inches, so that a picture with more dots an inch is larger and not torn apart.
        inches = Affine2D().scale(1 / 72, -1 / 72).translate(0, self.height / 72)
        self._down = inches + self.figure.dpi_scale_trans

    def x(self, value: float) -> float:
        """Return how far from the left edge a value of the x axis lies."""
        axis, room = self.marks.x, WIDTH - self.marks.left - self.marks.right
        return self.marks.left + (value - axis.low) / (axis.high - axis.low) * room

    def y(self, value: float) -> float:
        """Return how far from the top a value of the y axis lies; rows count downwards."""
        axis = self.marks.y
        share = (value - axis.low) / (axis.high - axis.low)
        return self.top + self.marks.height * (share if axis.rows else 1 - share)

    def shape(self, gid: str, places: Sequence[Place], fill: str = "", stroke: str = "",
              width: float = 1.5, dashed: bool = False) -> None:  # fmt: skip
        """Draw a polygon, or a line where there is no `fill`; colours are names."""
        path = Path(list(places), closed=False)
        if fill:
            path = Path([*places, places[0]], closed=True)
        self._add(gid, path, fill, stroke, width, dashed)

    def disc(self, gid: str, place: Place, radius: float, fill: str, stroke: str) -> None:
        """Draw a circle."""
        self._add(gid, Path.circle(place, radius), fill, stroke, 1.5, False)

    def _add(
        self, gid: str, path: Path, fill: str, stroke: str, width: float, dashed: bool
    ) -> None:
        patch = PathPatch(
            path,
            transform=self._down,
            facecolor=drawn_with(fill) if fill else "none",
            edgecolor=drawn_with(stroke) if stroke else "none",
            linewidth=width,
            linestyle=(0, (3, 2)) if dashed else "solid",
            capstyle="butt",
            joinstyle="miter",
        )
        patch.set_gid(gid)
        self.figure.add_artist(patch)

    def write(
        self, gid: str, place: Place, lines: Sequence[str], colour: str = "ink",
        anchor: str = "left", size: float = SIZE, weight: str = "normal",
    ) -> None:  # fmt: skip
        """Write lines of text; `place` is where the first begins (or its middle, or its end)."""
        x, y = place
        look = {"color": drawn_with(colour), "fontsize": size, "fontweight": weight}
        for number, line in enumerate(lines):
            text = Text(x, y + number * (size + 3), line, ha=anchor, transform=self._down, **look)
            text.set_gid(f"{gid}-{number}")
            self.figure.add_artist(text)


# --- marks ------------------------------------------------------------------------------------


def _box(paper: Paper, mark: Mark, thickness: float) -> list[Place]:
    """Return the corners of a bar along its extent: across, or down where it has a height."""
    (left, right), (top, bottom) = map(paper.x, mark.x), map(paper.y, mark.y)
    if top == bottom:
        top, bottom = top - thickness / 2, top + thickness / 2
    else:
        left, right = left - thickness / 2, left + thickness / 2
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def _filled(mark: Mark) -> str:
    return mark.colour if mark.solid else "background"


def _bar(paper: Paper, mark: Mark, gid: str) -> None:
    paper.shape(gid, _box(paper, mark, BAR), _filled(mark), mark.colour)


def _span(paper: Paper, mark: Mark, gid: str) -> None:
    paper.shape(gid, _box(paper, mark, SPAN), _filled(mark), mark.colour)


def _dot(paper: Paper, mark: Mark, gid: str) -> None:
    place = (paper.x(mark.x[0]), paper.y(mark.y[0]))
    paper.disc(gid, place, RADIUS, _filled(mark), mark.colour)


def _arrow(paper: Paper, mark: Mark, gid: str) -> None:
    (x0, x1), (y0, y1) = map(paper.x, mark.x), map(paper.y, mark.y)
    length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
    dx, dy = 9 * (x1 - x0) / length, 9 * (y1 - y0) / length
    base = (x1 - dx, y1 - dy)
    paper.shape(gid, [(x0, y0), base], "", mark.colour, 2.5, dashed=not mark.solid)
    wings = [(base[0] - dy / 2, base[1] + dx / 2), (base[0] + dy / 2, base[1] - dx / 2)]
    paper.shape(f"{gid}-head", [(x1, y1), *wings], mark.colour, mark.colour, 1.0)


def _cell(paper: Paper, mark: Mark, gid: str) -> None:
    (left, right), (top, bottom) = map(paper.x, mark.x), map(paper.y, mark.y)
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    fill = f"{mark.colour}-fill" if mark.solid else "background"
    paper.shape(gid, corners, fill, mark.colour, 1.0)


def _words(paper: Paper, mark: Mark, gid: str) -> None:
    """Draw nothing but the label."""


SHAPES: dict[str, Callable[[Paper, Mark, str], None]] = {
    "bar": _bar, "span": _span, "dot": _dot, "arrow": _arrow,
    "cell": _cell, "words": _words,
}  # fmt: skip
# Half the height of each, to keep labels clear of it.
HALF = {"bar": BAR / 2, "span": SPAN / 2, "words": 0.0}


def _beside(
    edges: tuple[float, float], y: float, side: Side, half: float, lines: int
) -> tuple[Place, str]:
    """Return where text beside something begins, and how it is anchored."""
    left, right = edges
    middle = y + SIZE * 0.36 - (lines - 1) * LINE / 2
    places: dict[str, tuple[Place, str]] = {
        "right": ((right + 5, middle), "left"),
        "above": (((left + right) / 2, y - half - 5 - (lines - 1) * LINE), "center"),
        "below": (((left + right) / 2, y + half + SIZE), "center"),
        "inside": (((left + right) / 2, middle), "center"),
    }
    return places[side]


def _label_colour(mark: Mark) -> str:
    return "ink" if mark.shape in ("bar", "cell") else mark.colour


def _mark(paper: Paper, mark: Mark, number: int) -> None:
    gid = f"mark-{number}"
    SHAPES[mark.shape](paper, mark, gid)
    if not mark.label:
        return
    lines = mark.label.split("\n")
    edges = (min(map(paper.x, mark.x)), max(map(paper.x, mark.x)))
    half = HALF.get(mark.shape, RADIUS)
    reach = half if edges[0] == edges[1] else 0.0
    y = (paper.y(mark.y[0]) + paper.y(mark.y[1])) / 2 + mark.nudge[1]
    place, anchor = _beside((edges[0] - reach, edges[1] + reach), y, mark.side, half, len(lines))
    place = (place[0] + mark.nudge[0], place[1])
    paper.write(f"{gid}-label", place, lines, _label_colour(mark), anchor)


# --- the rest ---------------------------------------------------------------------------------


def _head(paper: Paper) -> None:
    paper.write("title", (EDGE, 19), paper.title, "ink", size=TITLE, weight="bold")
    below = 6 + 19 * len(paper.title) + 11
    paper.write("subtitle", (EDGE, below), paper.subtitle, "muted")


def _x_axis(paper: Paper, axis: Axis) -> None:
    top, bottom = paper.top, paper.top + paper.marks.height
    for number, tick in enumerate(axis.ticks):
        x = paper.x(tick.at)
        if axis.line:
            paper.shape(f"tick-x-{number}", [(x, top), (x, bottom)], "", "grid", 1.0)
        lines = tick.words.split("\n")
        y = top + SIZE if axis.rows else bottom + LINE + 4
        paper.write(f"tick-x-words-{number}", (x, y), lines, "muted", _kept_in(paper, x, lines))


def _kept_in(paper: Paper, x: float, lines: Sequence[str]) -> str:
    """Return the anchor that keeps words at `x` on the paper."""
    half = max(map(text_width, lines)) / 2
    if x - half < 0:
        return "left"
    return "right" if x + half > WIDTH else "center"


def _y_axis(paper: Paper, axis: Axis) -> None:
    edges = (paper.marks.left if not axis.rows else EDGE, WIDTH - paper.marks.right)
    for number, edge in enumerate(axis.rules):
        paper.shape(f"rule-{number}", [(x, paper.y(edge)) for x in edges], "", "grid", 1.0)
    for number, tick in enumerate(axis.ticks):
        y = paper.y(tick.at)
        if axis.line:
            paper.shape(f"tick-y-{number}", [(x, y) for x in edges], "", "grid", 1.0)
        lines = tick.words.split("\n")
        if axis.rows:
            start = (EDGE, y + SIZE * 0.36 - (0 if axis.above else (len(lines) - 1) * LINE / 2))
            paper.write(f"tick-y-words-{number}", start, lines, "ink")
        else:
            start = (paper.marks.left - 6, y + 4)
            paper.write(f"tick-y-words-{number}", start, lines, "muted", "right")


def _note(paper: Paper, note: Note, number: int) -> None:
    lines = wrapped(note.words, note.width)
    x = paper.x(note.x)
    place, anchor = _beside((x, x), paper.y(note.y), note.side, 0.0, len(lines))
    if note.gap:
        low, high = (paper.y(one) for one in note.gap)
        low, high = low - SPAN / 2, high + SPAN / 2  # between the bars at those heights
        corners = [(x + 4, low), (x, low), (x, high), (x + 4, high)]
        paper.shape(f"note-{number}-gap", corners, "", note.colour, 1.0)
    paper.write(f"note-{number}", place, lines, note.colour, anchor)


def draw(marks: Marks) -> Figure:
    """Return the drawing of `marks`, `WIDTH` pixels wide at 72 dots an inch."""
    with mpl.rc_context(STYLE):
        paper = Paper(marks)
        _x_axis(paper, marks.x)
        _y_axis(paper, marks.y)
        for number, mark in enumerate(marks.marks):
            _mark(paper, mark, number)
        for number, note in enumerate(marks.notes):
            _note(paper, note, number)
        _head(paper)
        foot = (EDGE, paper.height - 8 - LINE * (len(paper.foot) - 1))
        paper.write("foot", foot, paper.foot, "muted")
    return paper.figure
