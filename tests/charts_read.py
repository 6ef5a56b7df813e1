"""What a drawing shows, read from the drawing, against what its table says it should show."""

import re
from dataclasses import dataclass, fields
from math import isclose

from charts_read_back import Seen, read_back

from interviews.linked_svg import LinkedFigure, html_table

ADDRESS = re.compile(r"texts/([a-z0-9_]+)\.md#(s\d+)")


@dataclass(frozen=True)
class Want:
    """What one mark should show; what is None is not asked."""

    sentences: tuple[str, ...]
    label: str
    colour: str
    solid: bool = True
    row: str | None = None
    column: str | None = None
    form: str | None = None
    x: tuple[float, float] | None = None
    y: tuple[float, float] | None = None
    points: tuple[float, float] | None = None


def ids(markup: str) -> tuple[str, ...]:
    """Return the sentences that some markup links to."""
    return tuple(f"{name.replace('_', '-')}:{number}" for name, number in ADDRESS.findall(markup))


def led_to(figure: LinkedFigure, seen: Seen) -> tuple[str, ...]:
    """Return the sentences behind a mark's link: its own, or those of its row of the table."""
    if not seen.href.startswith("#"):
        return ids(seen.href)
    name, _, number = seen.href[1:].rpartition("-row-")
    table = html_table(figure.marks.table, name, figure.title)
    row = re.search(rf'<tr id="{name}-row-{number}">.*?</tr>', table, re.DOTALL)
    return ids(row[0]) if row else ("no such row",)


def near(one: tuple[float, ...], other: tuple[float, ...], most: float) -> bool:
    """Tell whether two places are the same within `most`."""
    return len(one) == len(other) and all(
        isclose(a, b, abs_tol=most) for a, b in zip(one, other, strict=True)
    )


def _shown(figure: LinkedFigure, seen: Seen, wanted: Want) -> dict[str, object]:
    found = {field.name: getattr(seen, field.name, None) for field in fields(Want)}
    found["sentences"] = led_to(figure, seen)
    found["points"] = tuple(x for x, _ in seen.points)
    return {key: value for key, value in found.items() if getattr(wanted, key) is not None}


def _differs(figure: LinkedFigure, key: str, seen: object, wanted: object) -> bool:
    axis = {"x": figure.marks.x, "y": figure.marks.y}.get(key, figure.marks.x)
    if key in ("x", "y") and wanted[0] == wanted[1]:  # the bar is thick, its middle is the value
        seen = (sum(seen) / 2,) * 2
    if key in ("x", "y", "points"):
        return not near(seen, wanted, abs(axis.high - axis.low) / 400)
    return " ".join(str(seen).split()) != " ".join(str(wanted).split())


def differences(figure: LinkedFigure, wanted: list[Want]) -> list[str]:
    """Return in words where the drawing differs from what is wanted, mark by mark."""
    marks = read_back(figure.svg, (figure.marks.x, figure.marks.y))
    if len(marks) != len(wanted):
        return [f"{len(marks)} marks are drawn and {len(wanted)} wanted"]
    found = []
    for seen, want in zip(marks, wanted, strict=True):
        for key, value in _shown(figure, seen, want).items():
            if _differs(figure, key, value, getattr(want, key)):
                found.append(f'"{seen.name}": {key} is {value}, wanted {getattr(want, key)}')
        found += _astray(seen, marks)
        if seen.label and not any(word.strip(",;") in seen.name for word in seen.label.split()):
            found.append(f'"{seen.name}" is called otherwise than its label "{seen.label}"')
    return found


def _astray(seen: Seen, marks: list[Seen]) -> list[str]:
    """Return whether the label stands far from its mark."""
    return [f'"{seen.name}": its label is {seen.nearby:.0f} away'] if seen.nearby > 30 else []
