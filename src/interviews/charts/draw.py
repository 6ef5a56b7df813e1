"""Puts marks on paper. Every artist is named (gid), so that what is drawn can be found again."""

from collections.abc import Sequence
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

from interviews.charts.marks import WIDTH, Axis, Mark, Marks
from interviews.palette import drawn_with

# Laid out with DejaVu Sans, which is wider than the fonts of a page: text set in those never
# takes more room than it was given.
SIZE, TITLE, LINE = 12.0, 15.0, 15.0
BAR = 14.0  # thickness in pixels
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
        below = 6 if marks.x.rows else LINE + 9  # the words of the ticks
        self.height = self.top + marks.y.high + below + LINE * len(self.foot) + 6
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
        """Return how far from the top a place on the y axis lies, whose rows count downwards."""
        return self.top + value

    def shape(self, gid: str, places: Sequence[Place], fill: str = "", stroke: str = "",
              width: float = 1.5) -> None:  # fmt: skip
        """Draw a polygon, or a line where there is no `fill`; colours are names."""
        path = Path([*places, places[0]], closed=True) if fill else Path(list(places))
        patch = PathPatch(
            path,
            transform=self._down,
            facecolor=drawn_with(fill) if fill else "none",
            edgecolor=drawn_with(stroke) if stroke else "none",
            linewidth=width,
            capstyle="butt",
            joinstyle="miter",
        )
        patch.set_gid(gid)
        self.figure.add_artist(patch)

    def write(
        self, gid: str, place: Place, lines: Sequence[str], colour: str = "ink",
        anchor: str = "left", size: float = SIZE, weight: str = "normal",
    ) -> None:  # fmt: skip
        """Write lines of text; `place` is where the first begins, or its middle."""
        x, y = place
        look = {"color": drawn_with(colour), "fontsize": size, "fontweight": weight}
        for number, line in enumerate(lines):
            text = Text(x, y + number * (size + 3), line, ha=anchor, transform=self._down, **look)
            text.set_gid(f"{gid}-{number}")
            self.figure.add_artist(text)


# --- marks ------------------------------------------------------------------------------------


def _corners(paper: Paper, mark: Mark) -> list[Place]:
    (left, right), (top, bottom) = map(paper.x, mark.x), map(paper.y, mark.y)
    if mark.shape == "bar":
        top, bottom = top - BAR / 2, bottom + BAR / 2
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def _fill(mark: Mark) -> str:
    """Return what a mark is filled with; inside of a cell stand words, on a paler ground."""
    if not mark.solid:
        return "background"
    return mark.colour if mark.shape == "bar" else f"{mark.colour}-fill"


def _mark(paper: Paper, mark: Mark, gid: str) -> None:
    corners = _corners(paper, mark)
    (left, top), (right, bottom) = corners[0], corners[2]
    if mark.shape != "words":
        paper.shape(gid, corners, _fill(mark), mark.colour, 1.5 if mark.shape == "bar" else 1.0)
    lines = mark.label.split("\n") if mark.label else []
    middle = (top + bottom) / 2 + SIZE * 0.36 - (len(lines) - 1) * LINE / 2
    if mark.shape == "bar":
        paper.write(f"{gid}-label", (right + 5, middle), lines)
    else:
        colour = mark.colour if mark.shape == "words" else "ink"
        paper.write(f"{gid}-label", ((left + right) / 2, middle), lines, colour, "center")


# --- the rest ---------------------------------------------------------------------------------


def _head(paper: Paper) -> None:
    paper.write("title", (EDGE, 19), paper.title, "ink", size=TITLE, weight="bold")
    below = 6 + 19 * len(paper.title) + 11
    paper.write("subtitle", (EDGE, below), paper.subtitle, "muted")


def _x_axis(paper: Paper, axis: Axis) -> None:
    top, bottom = paper.top, paper.top + paper.marks.y.high
    for number, tick in enumerate(axis.ticks):
        x, lines = paper.x(tick.at), tick.words.split("\n")
        if not axis.rows:
            paper.shape(f"tick-x-{number}", [(x, top), (x, bottom)], "", "grid", 1.0)
        y = top + SIZE if axis.rows else bottom + LINE + 4
        paper.write(f"tick-x-words-{number}", (x, y), lines, "muted", "center")


def _y_axis(paper: Paper, axis: Axis) -> None:
    edges = (EDGE, WIDTH - paper.marks.right)
    for number, edge in enumerate(axis.rules):
        paper.shape(f"rule-{number}", [(x, paper.y(edge)) for x in edges], "", "grid", 1.0)
    for number, tick in enumerate(axis.ticks):
        lines = tick.words.split("\n")
        up = 0 if axis.above else (len(lines) - 1) * LINE / 2
        start = (EDGE, paper.y(tick.at) + SIZE * 0.36 - up)
        paper.write(f"tick-y-words-{number}", start, lines, "ink")


def draw(marks: Marks) -> Figure:
    """Return the drawing of `marks`, `WIDTH` pixels wide at 72 dots an inch."""
    with mpl.rc_context(STYLE):
        paper = Paper(marks)
        _x_axis(paper, marks.x)
        _y_axis(paper, marks.y)
        for number, mark in enumerate(marks.marks):
            _mark(paper, mark, f"mark-{number}")
        _head(paper)
        foot = (EDGE, paper.height - 8 - LINE * (len(paper.foot) - 1))
        paper.write("foot", foot, paper.foot, "muted")
    return paper.figure
