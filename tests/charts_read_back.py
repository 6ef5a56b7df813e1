"""Reads the marks of a finished drawing, through its scales, for tests to compare with the table.

Nothing here knows what was meant to be drawn: scales come from the places and words of the ticks,
marks from paths, colours, labels and links in the SVG.
"""

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass

from interviews.charts.marks import Axis, FigureError

_TOKEN = re.compile(r"var\(--fig-([a-z-]+)")
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Seen:
    """A mark as a reader sees it: places in the units of the axes, or names of row and column.

    `x` and `y` are the lowest and highest value that it covers; `points` the ends of a line, in
    order, from tail to head. `solid` is whether it is filled (or, of a
    line, not dashed), `label` the words of it, and `nearby` the label's distance in pixels.
    """

    name: str
    form: str
    x: tuple[float, float]
    y: tuple[float, float]
    row: str
    column: str
    colour: str
    solid: bool
    label: str
    href: str
    points: tuple[tuple[float, float], ...]
    nearby: float


@dataclass(frozen=True)
class Scale:
    """The scale of an axis as it is drawn: where the ticks are and what is written at them."""

    axis: Axis
    places: tuple[tuple[float, str], ...]

    def value(self, pixel: float) -> float:
        """Return the value at a place, by the outermost ticks; NaN with fewer than two."""
        if len(self.places) < 2:
            return float("nan")
        known = {tick.words.replace("\n", " "): tick.at for tick in self.axis.ticks}
        (p0, w0), (p1, w1) = self.places[0], self.places[-1]
        return known[w0] + (pixel - p0) / (p1 - p0) * (known[w1] - known[w0])

    def name(self, pixel: float) -> str:
        """Return the name of the row or column at a place; empty on an axis of values."""
        if not self.axis.rows:
            return ""
        if self.axis.above:
            return max((place for place in self.places if place[0] <= pixel + 6), default=(0, ""))[
                1
            ]
        return min(self.places, key=lambda place: abs(place[0] - pixel))[1]


def _numbers(path: str) -> list[tuple[float, float]]:
    numbers = [float(one) for one in re.findall(r"-?\d+(?:\.\d+)?", path)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _box(places: list[tuple[float, float]]) -> Box:
    xs, ys = [x for x, _ in places], [y for _, y in places]
    return min(xs), min(ys), max(xs), max(ys)


def _painted(element: ET.Element, what: str) -> str:
    for part in element.get("style", "").split(";"):
        key, _, value = part.partition(":")
        if key.strip() == what:
            found = _TOKEN.search(value)
            return found[1] if found else value.strip()
    return "none"


def _form(path: ET.Element) -> str:
    if "C" in path.get("d", ""):
        return "disc"
    if _painted(path, "fill") == "none":
        return "line"
    return "head" if len(set(_numbers(path.get("d", "")))) == 3 else "box"


def _words(group: ET.Element) -> str:
    return " ".join(text.text or "" for text in group.iter("text"))


def _text_middle(group: ET.Element, first: bool = False) -> tuple[float, float]:
    texts = list(group.iter("text"))[: 1 if first else None]
    ys = [float(text.get("y", 0)) - float(text.get("font-size", 12)) * 0.36 for text in texts]
    return float(texts[0].get("x", 0)), sum(ys) / len(ys)


def _scale(root: ET.Element, which: str, axis: Axis) -> Scale:
    places = []
    for group in root.iter("g"):
        if group.get("class") != f"tick-{which}":
            continue
        line = next(group.iter("path"), None)
        place = _text_middle(group, first=axis.above)
        if line is not None:
            place = _numbers(line.get("d", ""))[0]
        places.append((place["xy".index(which)], _words(group)))
    if not axis.rows and axis.ticks and len(places) < 2:
        raise FigureError(f"the {which} axis has {len(places)} ticks drawn: two make a scale")
    return Scale(axis, tuple(places))


def _distance(link: ET.Element, box: Box) -> float:
    """Return how far the nearest edge of the label lies from the mark, downwards or sideways."""
    gaps = []
    for text in link.iter("text"):
        x, y = float(text.get("x", 0)), float(text.get("y", 0)) - 4
        gaps.append(max(box[0] - x, x - box[2], box[1] - y, y - box[3], 0.0))
    return min(gaps, default=0.0)


def _seen(link: ET.Element, across: Scale, down: Scale) -> Seen:
    paths = [path for path in link.iter("path") if path.get("class") != "fig-target"]
    main = paths[0] if paths else None
    forms = [_form(path) for path in paths]
    box = _box(_numbers(main.get("d", ""))) if main is not None else _box([_text_middle(link)])
    middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    line = _line(paths, forms)
    row = line[0] if line else middle
    extent = (*middle, *middle) if forms[:1] == ["disc"] else box
    painted = main if main is not None else next(link.iter("text"))
    return Seen(
        name=link.findtext("title", ""),
        form="arrow" if "head" in forms else (forms or ["words"])[0],
        x=(across.value(extent[0]), across.value(extent[2])),
        y=_ordered(down.value(extent[1]), down.value(extent[3])),
        row=down.name(row[1]),
        column=across.name(middle[0]),
        colour=_painted(painted, "stroke" if main is not None else "fill"),
        solid=_solid(main),
        label=_words(link),
        href=link.get("xlink:href", ""),
        points=tuple((across.value(x), down.value(y)) for x, y in line),
        nearby=_distance(link, box),
    )


def _line(paths: list[ET.Element], forms: list[str]) -> list[tuple[float, float]]:
    """Return the ends of a line; of an arrow, from the tail to the tip."""
    if forms[:1] != ["line"]:
        return []
    ends = _numbers(paths[0].get("d", ""))
    return [ends[0], _tip(paths[forms.index("head")], ends)] if "head" in forms else ends


def _tip(head: ET.Element, line: list[tuple[float, float]]) -> tuple[float, float]:
    """Return the corner of an arrow's head that lies on its line."""
    (x0, y0), (x1, y1) = line
    return min(
        set(_numbers(head.get("d", ""))),
        key=lambda p: abs((p[0] - x0) * (y1 - y0) - (p[1] - y0) * (x1 - x0)),
    )


def _ordered(one: float, other: float) -> tuple[float, float]:
    return min(one, other), max(one, other)


def _solid(path: ET.Element | None) -> bool:
    if path is None:
        return True
    if _form(path) == "line":
        return _painted(path, "stroke-dasharray") == "none"
    return _painted(path, "fill") != "background"


def read_back(svg: str, axes: tuple[Axis, Axis]) -> list[Seen]:
    """Return the marks of an inline SVG, in the units of its x and y axis, in order of drawing."""
    root = ET.fromstring(svg.replace("xlink:href", "xlink_href"))
    links = [link for link in root.iter("a") if "mark" in link.get("class", "").split()]
    for link in links:
        link.set("xlink:href", link.attrib.pop("xlink_href"))
    across, down = _scale(root, "x", axes[0]), _scale(root, "y", axes[1])
    return [_seen(link, across, down) for link in links]
