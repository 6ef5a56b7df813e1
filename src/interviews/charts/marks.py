"""What a drawing shows, as plain data in pixels.

A form of chart is a function from a table to `Marks`; `draw` puts marks on paper and decides
nothing; tests read the marks back from the finished drawing and compare them with the table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

WIDTH = 340.0
"""Width of a drawing in CSS pixels: shown 312 wide on a phone, 12 pixel type is 11 pixels high."""

Shape = Literal["bar", "cell", "words"]


class FigureError(ValueError):
    """A figure that would mislead or break a page; the message names the figure and the mark."""


def message(text: str, holds: bool, otherwise: str = "") -> str:
    """Return the title of a figure: a plain sentence while it is true, and what to say if not.

    Raises `FigureError` where the sentence is false and there is nothing else to say.

    >>> message("The first is larger", 3 > 2)
    'The first is larger'
    >>> message("The first is larger", 1 > 2, otherwise="The two amounts")
    'The two amounts'
    """
    if not (holds or otherwise):
        raise FigureError(
            f'title "{text}": the data no longer bear it out: reword it, or give a neutral one as '
            "otherwise="
        )
    return text if holds else otherwise


@dataclass(frozen=True)
class Words:
    """What stands on a drawing besides its marks: `title` is the message, `subtitle` what counts.

    `shown` is the table below the drawing, if not the one that it is drawn from; row by row.
    """

    name: str
    title: str
    subtitle: str
    foot: str = ""
    shown: pd.DataFrame | None = None


@dataclass(frozen=True)
class Mark:
    """One thing drawn, for one row of the table.

    `x` and `y` are its edges: left and right, top and bottom. `label` is written at the end of a
    bar and inside of anything else; `name` is what a screen reader says. `row` counts from 1.
    """

    name: str
    shape: Shape
    x: tuple[float, float]
    y: tuple[float, float]
    colour: str
    sentences: tuple[str, ...]
    row: int
    solid: bool = True
    label: str = ""


@dataclass(frozen=True)
class Tick:
    """The name of a row or column, or a value; `x` and `y` are where its first line is written.

    It begins at `x`, or, where it stands over or under marks, it is in the middle of it.
    """

    x: float
    y: float
    lines: Sequence[str]


@dataclass(frozen=True)
class Marks:
    """A drawing before it is drawn, in pixels from the left and from below its subtitle.

    `columns` are names of columns, or values, at each of which a line goes down as far as `scale`;
    `rules` are the lines between rows. `table` is shown below the drawing.
    """

    words: Words
    table: pd.DataFrame
    marks: Sequence[Mark]
    columns: Sequence[Tick]
    rows: Sequence[Tick]
    height: float
    rules: Sequence[float] = ()
    scale: float = 0.0

    @property
    def description(self) -> str:
        """What a reader who does not see the drawing is told: the names of its marks."""
        names = "; ".join(mark.name for mark in self.marks)
        return f"{self.words.subtitle}. {names}."
