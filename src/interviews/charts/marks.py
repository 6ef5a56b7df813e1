"""What a drawing shows, as plain data in the units of the data.

A form of chart is a function from a table to `Marks`; `draw` puts marks on paper and decides
nothing; tests read the marks back from the finished drawing and compare them with the table.
"""

from dataclasses import dataclass, field
from typing import Literal, Protocol

import pandas as pd

WIDTH = 340.0
"""Width of a drawing in CSS pixels: shown 312 wide on a phone, 12 pixel type is 11 pixels high."""

Shape = Literal["bar", "cell", "words"]


class FigureError(ValueError):
    """A figure that would mislead or break a page; the message names the figure and the mark."""


class Claim(Protocol):
    """A sentence with the condition that makes it true, such as a finding."""

    @property
    def words(self) -> str:
        """The sentence, with its numbers."""
        ...

    @property
    def holds(self) -> bool:
        """Whether it is true of the data."""
        ...


@dataclass(frozen=True)
class Message:
    """The title of a figure: a plain sentence, whether it is true, and what to say if not.

    `str()` of it raises `FigureError` where the sentence is false and there is nothing else to say.

    >>> str(Message("The first is larger", 3 > 2))
    'The first is larger'
    >>> str(Message("The first is larger", 1 > 2, otherwise="The two amounts"))
    'The two amounts'
    """

    text: str
    holds: bool
    otherwise: str = ""

    def __str__(self) -> str:
        if self.holds:
            return self.text
        if not self.otherwise:
            raise FigureError(
                f'title "{self.text}": the data no longer bear it out: reword it, or give a '
                "neutral one as otherwise="
            )
        return self.otherwise


def message(claim: Claim, text: str = "", otherwise: str = "") -> Message:
    """Return the title that hangs on the condition of `claim`, in its words or in shorter ones."""
    return Message(text or claim.words, bool(claim.holds), otherwise)


@dataclass(frozen=True)
class Mark:
    """One thing drawn, for one row of the table.

    `x` and `y` are where it begins and ends, in the units of the axes. `label` is written at the
    end of a bar and inside of anything else; `name` is what a screen reader says. `row` counts
    from 1.
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
    """A place on an axis and the words there."""

    at: float
    words: str


@dataclass(frozen=True)
class Axis:
    """The range of an axis and its ticks; `rows` where ticks are names of rows or columns.

    At ticks that are values a line is drawn; `rules` are drawn at the edges of rows. `above` writes
    the names of rows above their marks.
    """

    low: float
    high: float
    ticks: tuple[Tick, ...]
    rows: bool = False
    above: bool = False
    rules: tuple[float, ...] = ()


@dataclass(frozen=True)
class Marks:
    """A drawing before it is drawn.

    `title` is the message, `subtitle` what is counted, `description` what a reader who does not see
    the drawing is told; `x` are values or columns, `y` rows in pixels from the top; `left` and
    `right` are the room for names of rows and for labels at the right edge.
    """

    name: str
    title: str
    subtitle: str
    description: str
    x: Axis
    y: Axis
    marks: tuple[Mark, ...]
    foot: str = ""
    left: float = 6.0
    right: float = 4.0
    table: pd.DataFrame = field(default_factory=pd.DataFrame, compare=False)
