"""What a drawing shows, read from the drawing, against what its table says it should show.

Nothing that reads knows what was meant to be drawn: scales come from the places and words of the
ticks, marks from paths, colours, labels and links in the SVG.
"""

import re
import xml.etree.ElementTree as ET
from dataclasses import asdict, dataclass
from types import SimpleNamespace

from interviews.linked_svg import LinkedFigure, html_table

ADDRESS = re.compile(r"texts/([a-z0-9_]+)\.md#(s\d+)")
_TOKEN = re.compile(r"var\(--fig-([a-z-]+)")
Place = tuple[float, float]


@dataclass(frozen=True)
class Want:
    """What one mark should show; what is None is not asked.

    `form` is box or words, `solid` whether it is filled, `x` from where to where it reaches.
    """

    sentences: tuple[str, ...]
    label: str
    colour: str
    solid: bool = True
    row: str | None = None
    column: str | None = None
    form: str | None = None
    x: tuple[float, float] | None = None


# --- reading ---


def _numbers(path: ET.Element) -> list[Place]:
    numbers = [float(one) for one in re.findall(r"-?\d+(?:\.\d+)?", path.get("d", ""))]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _painted(element: ET.Element, what: str) -> str:
    found = re.search(rf"\b{what}: ([^;]+)", element.get("style", ""))
    token = found and _TOKEN.search(found[1])
    return token[1] if token else "none"


def _words(group: ET.Element) -> str:
    return " ".join(text.text or "" for text in group.iter("text"))


def _middles(group: ET.Element) -> list[Place]:
    """Return the place of each line of text, at half its height."""
    return [
        (float(text.get("x", 0)), float(text.get("y", 0)) - float(text.get("font-size", 12)) * 0.36)
        for text in group.iter("text")
    ]


def _ticks(root: ET.Element, which: str) -> list[tuple[Place, str]]:
    """Return where the ticks of an axis are, and what is written there.

    The line of a tick is its place, else the middle of its words.
    """
    found = []
    for group in root.iter("g"):
        if group.get("class") == f"tick-{which}":
            line, middles = next(group.iter("path"), None), _middles(group)
            middle = tuple(sum(one) / len(one) for one in zip(*middles, strict=True))
            found.append((middle if line is None else _numbers(line)[0], _words(group)))
    return found


def _value(ticks: list[tuple[Place, str]], pixel: float) -> float:
    """Return the value at a place, by the outermost ticks."""
    ((low, _), first), *_, ((high, _), last) = ticks
    return float(first) + (pixel - low) / (high - low) * (float(last) - float(first))


def _seen(mark: ET.Element, root: ET.Element) -> SimpleNamespace:
    """Return a mark as a reader sees it; `away` is how far its label is from it, in pixels."""
    path = next(mark.iter("path"), None)
    corners = _middles(mark) if path is None else _numbers(path)
    left, top, right, bottom = (
        most(one) for most in (min, max) for one in zip(*corners, strict=True)
    )
    columns, scale = _ticks(root, "x"), root.find("g[@class='tick-x']/path")
    nearest = min(columns, key=lambda tick: abs(tick[0][0] - (left + right) / 2))
    # The name of a row stands over it, or beside the middle of it.
    *_, (_, row) = (tick for tick in _ticks(root, "y") if tick[0][1] < bottom + 4)
    colour = _painted(next(mark.iter("text")), "fill") if path is None else _painted(path, "stroke")
    gaps = [max(left - x, x - right, top - y, y - bottom, 0) for x, y in _middles(mark)]
    filled = colour if path is None else _painted(path, "fill")
    if filled not in (colour, f"{colour}-fill", "background"):
        colour = f"{colour} filled with {filled}"
    return SimpleNamespace(
        name=mark.findtext("title", ""),
        form="words" if path is None else "box",
        x=(left, right) if scale is None else (_value(columns, left), _value(columns, right)),
        row=row,
        column=nearest[1] if scale is None else "",
        colour=colour,
        solid=filled != "background",
        label=_words(mark),
        href=mark.get("xlink_href", ""),
        away=min(gaps, default=0),
    )


def read_back(figure: LinkedFigure) -> list[SimpleNamespace]:
    """Return the marks of the inline SVG of a figure, in order of drawing."""
    root = ET.fromstring(figure.svg.replace("xlink:href", "xlink_href"))
    return [_seen(one, root) for one in root if "mark" in one.get("class", "").split()]


# --- comparing ---


def ids(markup: str) -> tuple[str, ...]:
    """Return the sentences that some markup links to."""
    return tuple(f"{name.replace('_', '-')}:{number}" for name, number in ADDRESS.findall(markup))


def led_to(figure: LinkedFigure, seen: SimpleNamespace) -> tuple[str, ...]:
    """Return the sentences behind a mark's link: its own, or those of its row of the table."""
    if not seen.href.startswith("#"):
        return ids(seen.href)
    name, _, number = seen.href[1:].rpartition("-row-")
    table = html_table(figure.marks.table, name, figure.title)
    row = re.search(rf'<tr id="{name}-row-{number}">.*?</tr>', table, re.DOTALL)
    return ids(row[0]) if row else ("no such row",)


def _differs(key: str, seen: object, wanted: object) -> bool:
    if key == "x":
        return any(abs(a - b) > wanted[1] / 200 for a, b in zip(seen, wanted, strict=True))
    return " ".join(str(seen).split()) != " ".join(str(wanted).split())


def differences(figure: LinkedFigure, wanted: list[Want]) -> list[str]:
    """Return in words where the drawing differs from what is wanted, mark by mark."""
    marks = read_back(figure)
    if len(marks) != len(wanted):
        return [f"{len(marks)} marks are drawn and {len(wanted)} wanted"]
    found = []
    for seen, want in zip(marks, wanted, strict=True):
        shown = vars(seen) | {"sentences": led_to(figure, seen)}
        found += [
            f'"{seen.name}": {key} is {shown[key]}, wanted {value}'
            for key, value in asdict(want).items()
            if value is not None and _differs(key, shown[key], value)
        ]
        if seen.away > 30:
            found.append(f'"{seen.name}": its label is {seen.away:.0f} away')
        if seen.label not in " ".join(seen.name.split()):
            found.append(f'"{seen.name}" is called otherwise than its label "{seen.label}"')
    return found
