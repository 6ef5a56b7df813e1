"""Numbers that remember: value, unit, the sentences they come from and how they were worked out.

A `Value` is quoted (one number of one sentence), counted (how many rows there are) or derived from
others by arithmetic. It renders itself, with its evidence, in a notebook and in the book.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from interviews import representation

WORDS_BEFORE = {
    "=": "",
    ">": "more than ",
    ">=": "at least ",
    "<": "nearly ",
    "<=": "at most ",
    "~": "about ",
}
SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
# On which side of the stated number the true value lies; None where it may be either.
SIDES: dict[str, int | None] = {"=": 0, ">": 1, ">=": 1, "<": -1, "<=": -1, "~": None}
UNIT_WORDS = {"year": " years", "day": " days", "tonne": " tonnes", "percent": "%"}


Work = Callable[[float, float], float]


class UnitError(ValueError):
    """Arithmetic on values whose units do not go together."""


class BasisError(ValueError):
    """Sums, differences or orders of values on bases that do not go together."""


@dataclass(frozen=True)
class Source:
    """A sentence that a value rests on; `exact` is the part quoted, or empty for all of it."""

    sentence: str
    text: str
    exact: str
    speaker: str
    outlet: str
    date: str

    @property
    def place(self) -> str:
        """Return the speaker, outlet and date."""
        return f"{self.speaker}, {self.outlet}, {self.date}"


@dataclass(frozen=True)
class Value:
    """A number with unit, comparator, precision and evidence.

    `low` and `high` bound what the wording of all inputs admits (`high` may be infinite);
    `decimals` is how many to show after scaling; `formula` says how a derived value was made;
    `basis` (flow, stock, global ...) keeps apart what may not be added up or put in order, while a
    ratio of two bases is allowed.
    """

    number: float
    unit: str
    comparator: str = "="
    low: float = math.nan
    high: float = math.nan
    decimals: int | None = None
    sources: tuple[Source, ...] = ()
    formula: str = ""
    inputs: tuple["Value", ...] = field(default=(), repr=False)
    basis: str = ""

    def __add__(self, other: "Value") -> "Value":
        return self._combined(other, "+", lambda a, b: a + b, (1, 1))

    def __sub__(self, other: "Value") -> "Value":
        return self._combined(other, "−", lambda a, b: a - b, (1, -1))

    def __truediv__(self, other: "Value | float") -> "Value":
        """Divide by a value (units form a new one, equal units cancel) or by a plain number."""
        if not isinstance(other, Value):
            return self._scaled(1 / other, f"{self} ÷ {other:g}")
        unit = "ratio" if self.unit == other.unit else f"{self.unit} per {other.unit}"
        return self._derived(other, unit, "÷", lambda a, b: a / b if b else math.inf, (1, -1))

    def __mul__(self, factor: float) -> "Value":
        return self._scaled(factor, f"{self} × {factor:g}")

    def __lt__(self, other: "Value") -> bool:
        return self.number < self._alike(other).number

    def __gt__(self, other: "Value") -> bool:
        return self.number > self._alike(other).number

    def __str__(self) -> str:
        return WORDS_BEFORE[self.comparator] + self._figure()

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def change_from(self, base: "Value") -> "Value":
        """Return the change from `base` to this, in percent."""
        self._alike(base)
        made = self._derived(
            base, "percent", "÷", lambda a, b: (a / b - 1) * 100 if b else math.inf, (1, -1)
        )
        formula = f"({self} ÷ {base} − 1) × 100 = {made._figure()}"
        return replace(made, formula=formula)

    def before(self, change: "Value") -> "Value":
        """Return the base that a `change` in percent up to this value implies."""
        if change.unit != "percent":
            raise UnitError(f"a change is in percent, not in {change.unit}: {change}")
        made = self._derived(change, self.unit, "÷", lambda a, b: a / (1 + b / 100), (1, -1))
        return replace(made, formula=f"{self} ÷ (1 + {change}) = {made}")

    def whole(self, share: "Value") -> "Value":
        """Return the whole of which this is a `share` in percent."""
        if share.unit != "percent":
            raise UnitError(f"a share is in percent, not in {share.unit}: {share}")
        made = self._derived(
            share, self.unit, "÷", lambda a, b: a / (b / 100) if b else math.inf, (1, -1)
        )
        return replace(made, formula=f"{self} ÷ {share} = {made}")

    def rounded(self, decimals: int) -> "Value":
        """Return the same value shown with so many decimals."""
        return replace(self, decimals=decimals)

    def named(self, formula: str) -> "Value":
        """Return the same value with `formula`, where arithmetic alone does not explain it."""
        return replace(self, formula=formula)

    def leaves(self) -> list["Value"]:
        """Return the quoted and counted values that this one is made of, each once, in order."""
        if not self.inputs:
            return [self]
        found = [leaf for value in self.inputs for leaf in value.leaves()]
        return list(dict.fromkeys(found))

    def evidence(self) -> list[Source]:
        """Return every sentence behind the value, each once, in order of first use."""
        found = [source for leaf in self.leaves() for source in leaf.sources]
        return list({(source.sentence, source.exact): source for source in found}.values())

    def sentence_ids(self) -> tuple[str, ...]:
        """Return the ids of those sentences."""
        return tuple(dict.fromkeys(source.sentence for source in self.evidence()))

    def steps(self) -> list[str]:
        """Return the formulae that lead to the value, inputs first."""
        before = [step for value in self.inputs for step in value.steps()]
        return list(dict.fromkeys([*before, *([self.formula] if self.formula else [])]))

    def range_words(self) -> str:
        """Return in words what the wording of all inputs admits; empty for what is exact."""
        # A share carries a confidence interval, which its formula names; arithmetic has a range.
        exact = self.low == self.high or math.isnan(self.low)
        if not self.inputs or exact or self.unit == "count":
            return ""
        low, high = (replace(self, number=end, comparator="=") for end in (self.low, self.high))
        upper = f" to {high}" if math.isfinite(self.high) else " or more"
        return f"As worded, anything from {low}{upper}."

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return representation.of_value(self)

    def _alike(self, other: "Value") -> "Value":
        if self.unit != other.unit:
            raise UnitError(f"{self} is in {self.unit} and {other} in {other.unit}")
        if self.basis and other.basis and self.basis != other.basis:
            raise BasisError(f"{self} is of {self.basis} and {other} of {other.basis}")
        return other

    def _combined(self, other: "Value", sign: str, work: Work, sides: tuple[int, int]) -> "Value":
        self._alike(other)
        return self._derived(other, self.unit, sign, work, sides)

    def _derived(
        self, other: "Value", unit: str, sign: str, work: Work, sides: tuple[int, int]
    ) -> "Value":
        corners = [work(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        known = [corner for corner in corners if not math.isnan(corner)] or [math.nan]
        made = Value(
            number=work(self.number, other.number),
            unit=unit,
            comparator=_comparator(self.comparator, other.comparator, sides),
            low=min(known),
            high=max(known),
            decimals=1 if unit == "percent" else None,
            inputs=(self, other),
            basis=self.basis if self.basis == other.basis and unit == self.unit else "",
        )
        return replace(made, formula=f"{self} {sign} {other} = {made}")

    def _scaled(self, factor: float, how: str) -> "Value":
        made = replace(
            self,
            number=self.number * factor,
            low=self.low * factor,
            high=self.high * factor,
            decimals=None,
            sources=(),
            inputs=(self,),
            formula="",
        )
        return replace(made, formula=f"{how} = {made}")

    def _figure(self) -> str:
        """Return the number with its unit, in the report's own spelling."""
        number, scale = self.number, ""
        if self.unit not in ("ordinal", "percent", "ratio", "year"):
            for size, name in SCALES:
                if abs(number) >= size:
                    number, scale = number / size, f" {name}"
                    break
        if self.unit == "ordinal":
            return ordinal(round(number))
        digits = self.decimals
        if digits is None:
            digits = _decimals(number, bool(self.inputs))
        text = f"{abs(number):,.{digits}f}"
        minus = "−" if number < 0 else ""
        money, _, per = self.unit.partition(" per ")
        before = "US$" if money == "USD" else ""
        after = UNIT_WORDS.get(self.unit, UNIT_WORDS.get(money, "") if per else "")
        return f"{minus}{before}{text}{scale}{after}" + (f" per {per}" if per else "")


def ordinal(number: int) -> str:
    """Return an ordinal in digits.

    >>> ordinal(1), ordinal(12), ordinal(35), ordinal(72)
    ('1st', '12th', '35th', '72nd')
    """
    last = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{last}"


def _comparator(first: str, second: str, signs: tuple[int, int]) -> str:
    """Return what is known of a result from what is known of its inputs."""
    sides = [
        None if SIDES[comparator] is None else SIDES[comparator] * sign
        for comparator, sign in zip((first, second), signs, strict=True)
    ]
    if None in sides or set(sides) == {1, -1}:
        return "~"
    total = sum(side for side in sides if side is not None)
    if total == 0:
        return "="
    strict = {first, second} - {"="} <= {">=", "<="}
    return (">" if total > 0 else "<") + ("=" if strict else "")


def _decimals(number: float, derived: bool) -> int:
    """Return how many decimals to show: those written, or three significant digits if derived."""
    if not derived:
        text = f"{number:.6f}".rstrip("0")
        return len(text.partition(".")[2])
    whole = len(str(int(abs(number)))) if abs(number) >= 1 else 0
    return max(0, 3 - whole) if number else 0
