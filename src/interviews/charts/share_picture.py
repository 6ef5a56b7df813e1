"""The picture that stands for a page where its address is shared."""

import io
import re

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.image import imread

from interviews.charts.draw import STYLE, wrapped
from interviews.palette import drawn_with

WIDE, HIGH, EDGE, DRAWING = 1200, 630, 60, 520
TITLE, WORDS, SITE = 52.0, 30.0, 24.0
# The font has no Chinese; a name stands beside its signs, which are in brackets.
_SIGNS = re.compile(r" ?\([^()]*[^\u0000-\u2fff][^()]*\)")


def picture(site: str, title: str, words: str, drawing: bytes = b"") -> bytes:
    """Return a PNG of 1200 by 630 pixels: title, and `drawing` (a PNG) or else `words`."""
    size = (WIDE / STYLE["figure.dpi"], HIGH / STYLE["figure.dpi"])
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=size, facecolor=drawn_with("background"))
        room = WIDE - 2 * EDGE - (_place(figure, drawing) if drawing else 0)
        below = _write(figure, title, EDGE, room, TITLE, "bold")
        if not drawing:
            _write(figure, words, below + 30, room, WORDS, "normal")
        figure.text(EDGE / WIDE, EDGE / HIGH, site, size=SITE, color=drawn_with("vietnam"))
        made = io.BytesIO()
        figure.savefig(made, format="png", metadata={"Software": None})
    return made.getvalue()


def _place(figure: Figure, drawing: bytes) -> int:
    """Lay the drawing at the right, as large as fits, and return the room that it takes."""
    image = imread(io.BytesIO(drawing))
    high, wide = image.shape[:2]
    scale = min(DRAWING / wide, (HIGH - EDGE) / high)
    left, low = WIDE - EDGE / 2 - scale * wide, (HIGH - scale * high) / 2
    place = (left / WIDE, low / HIGH, scale * wide / WIDE, scale * high / HIGH)
    axes = figure.add_axes(place)
    axes.imshow(image, interpolation="antialiased", aspect="auto")
    axes.axis("off")
    return DRAWING


def _write(figure: Figure, text: str, top: float, room: float, size: float, weight: str) -> float:
    """Write `text` in lines from `top` on, in pixels, and return where it ends."""
    lines = wrapped(_SIGNS.sub("", text), room, size, weight)
    for number, line in enumerate(lines, 1):
        base = 1 - (top + number * size * 1.3) / HIGH
        figure.text(EDGE / WIDE, base, line, size=size, weight=weight, color=drawn_with("ink"))
    return top + len(lines) * size * 1.3
