"""Puts marks on paper. Every artist has the name of its group, and places as a page counts them."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Polygon
from matplotlib.text import Text
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D

from interviews.charts.marks import WIDTH, Mark, Marks
from interviews.palette import drawn_with

# Laid out with DejaVu Sans, which is wider than the fonts of a page: text set in those never
# takes more room than it was given.
SIZE, TITLE, LINE = 12.0, 15.0, 15.0
RISE = SIZE * 0.36  # from the middle of a line of text down to where it stands
EDGE = 4.0
STYLE: dict[Any, Any] = {"figure.dpi": 72, "font.family": ["DejaVu Sans"],
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
    """A sheet in pixels from its top left corner."""

    def __init__(self, height: float) -> None:
        self.figure = Figure(figsize=(WIDTH / 72, height / 72), facecolor="none")
        # By way of inches, so that a picture with more dots an inch is larger and not torn apart.
        inches = Affine2D().scale(1 / 72, -1 / 72).translate(0, height / 72)
        self._down = inches + self.figure.dpi_scale_trans

    def shape(self, group: str, places: Sequence[Place], stroke: str, fill: str = "",
              width: float = 1.0) -> None:  # fmt: skip
        """Draw a polygon, or a line where there is no `fill`; colours are names."""
        polygon = Polygon(
            places,
            closed=bool(fill),
            transform=self._down,
            facecolor=drawn_with(fill) if fill else "none",
            edgecolor=drawn_with(stroke),
            linewidth=width,
            capstyle="butt",
            joinstyle="miter",
            gid=group,
        )
        self.figure.add_artist(polygon)

    def write(
        self, group: str, place: Place, lines: Sequence[str], colour: str = "ink",
        anchor: str = "left", size: float = SIZE, weight: str = "normal",
    ) -> None:  # fmt: skip
        """Write lines of text; `place` is where the first begins, or its middle."""
        x, y = place
        look = {"color": drawn_with(colour), "fontsize": size, "fontweight": weight, "gid": group}
        for number, line in enumerate(lines):
            text = Text(x, y + number * (size + 3), line, ha=anchor, transform=self._down, **look)
            self.figure.add_artist(text)


def _fill(mark: Mark) -> str:
    """Return what a mark is filled with; inside of a cell stand words, on a paler ground."""
    if not mark.solid:
        return "background"
    return mark.colour if mark.shape == "bar" else f"{mark.colour}-fill"


def _mark(paper: Paper, mark: Mark, group: str, down: float) -> None:
    (left, right), (top, bottom) = mark.x, (down + edge for edge in mark.y)
    if mark.shape != "words":
        corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
        paper.shape(group, corners, mark.colour, _fill(mark), 1.5 if mark.shape == "bar" else 1.0)
    lines = mark.label.split("\n") if mark.label else []
    first = (top + bottom) / 2 + RISE - (len(lines) - 1) * LINE / 2
    if mark.shape == "bar":
        paper.write(group, (right + 5, first), lines)
    else:
        colour = mark.colour if mark.shape == "words" else "ink"
        paper.write(group, ((left + right) / 2, first), lines, colour, "center")


def draw(marks: Marks) -> Figure:
    """Return the drawing of `marks`, `WIDTH` pixels wide at 72 dots an inch."""
    words, room = marks.words, WIDTH - 2 * EDGE
    title = wrapped(words.title, room, TITLE, "bold")
    subtitle = wrapped(words.subtitle, room)
    foot = wrapped(words.foot, room) if words.foot else []
    top = 6 + 19 * len(title) + LINE * len(subtitle) + 10
    height = top + marks.height + LINE * len(foot) + 6
    with mpl.rc_context(STYLE):
        paper = Paper(height)
        for rule in marks.rules:
            paper.shape("rule", [(EDGE, top + rule), (WIDTH - EDGE, top + rule)], "grid")
        for number, tick in enumerate(marks.columns):
            if marks.scale:
                line = [(tick.x, top), (tick.x, top + marks.scale)]
                paper.shape(f"tick-x-{number}", line, "grid")
            place = (tick.x, top + tick.y)
            paper.write(f"tick-x-{number}", place, tick.lines, "muted", "center")
        for number, tick in enumerate(marks.rows):
            paper.write(f"tick-y-{number}", (tick.x, top + tick.y), tick.lines)
        paper.write("title", (EDGE, 19), title, size=TITLE, weight="bold")
        paper.write("subtitle", (EDGE, 6 + 19 * len(title) + 11), subtitle, "muted")
        paper.write("foot", (EDGE, height - 8 - LINE * (len(foot) - 1)), foot, "muted")
        for number, mark in enumerate(marks.marks):
            _mark(paper, mark, f"mark-{number}", top)
    return paper.figure
