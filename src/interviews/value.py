"""Numbers that remember: value, unit, the sentences they come from and how they were worked out.

A `Value` is quoted (one number of one sentence), counted (how many rows there are) or derived from
others by arithmetic. It renders itself, with its evidence, in a notebook and in the book.
"""

import math
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any

from interviews.representation import MIME, Source, link, sources_meaning

WORDS_BEFORE = {
    "=": "",
    ">": "more than ",
    ">=": "at least ",
    "<": "nearly ",
    "<=": "at most ",
    "~": "about ",
    "to": "",
}
SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
# On which side of the stated number the true value lies; None where it may be either.
SIDES: dict[str, int | None] = {"=": 0, ">": 1, ">=": 1, "<": -1, "<=": -1, "~": None, "to": None}
TURNED = {">": "<", "<": ">", ">=": "<=", "<=": ">="}
"""The comparators of a value whose sign is changed."""
BARE = {"count", "ratio", "ordinal", "percent"}
"""Units that are not written out behind the number."""
SIGNS = {"USD": "US$"}

Bounds = tuple[float, float]


class UnitError(ValueError):
    """Arithmetic on values whose units do not go together."""


class BoundsError(ValueError):
    """Arithmetic on a value of which nothing says what it may be."""


class BasisError(ValueError):
    """Sums, differences or orders of values on bases that do not go together."""


@dataclass(frozen=True)
class Value:
    """A number with unit, comparator, precision and evidence.

    `low` and `high` bound what the wording of all inputs admits (`high` may be infinite);
    `decimals` is how many to show after scaling; `formula` says how a derived value was made;
    `basis` (flow, stock, global ...) keeps apart what may not be added up or put in order, while a
    ratio of two bases is allowed.

    `a < b` says that everything `a` admits lies below everything `b` admits, `a > b` that it lies
    above: where the two overlap neither holds, and `not a < b` does not say `a >= b`. `a == b` says
    that all is the same, sources and formula too.
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
        self._alike(other)
        (low, high), (least, most) = self.bounds, other.bounds
        ends = (low + least, high + most)
        return self._derived(other, self.number + other.number, ends, self.unit, "+", (1, 1))

    def __radd__(self, other: int) -> "Value":
        """Let `sum` begin with its 0; raises `UnitError` for any other plain number."""
        if other:
            raise UnitError(f"{other} has no unit and {self} is in {self.unit}")
        return self

    def __sub__(self, other: "Value") -> "Value":
        self._alike(other)
        (low, high), (least, most) = self.bounds, other.bounds
        ends = (low - most, high - least)
        return self._derived(other, self.number - other.number, ends, self.unit, "−", (1, -1))

    def __truediv__(self, other: "Value | float") -> "Value":
        """Divide by a value (units form a new one, equal units cancel) or by a plain number.

        Raises `ZeroDivisionError`, with both in words.
        """
        if not isinstance(other, Value):
            if not other:
                raise ZeroDivisionError(f"{self} ÷ 0: nothing is divided by zero")
            return self._scaled(1 / other, f"{self} ÷ {other:g}")
        unit = "ratio" if self.unit == other.unit else f"{self.unit} per {other.unit}"
        return self._quotient(other, other.number, other.bounds, unit)

    def __mul__(self, factor: float) -> "Value":
        return self._scaled(factor, f"{self} × {factor:g}")

    def __neg__(self) -> "Value":
        """Return the value with its sign changed: bounds and comparator turn; sources stay."""
        turned = TURNED.get(self.comparator, self.comparator)
        return replace(self, number=-self.number, low=-self.high, high=-self.low, comparator=turned)

    def __lt__(self, other: "Value") -> bool:
        return self.bounds[1] < self._alike(other).bounds[0]

    def __gt__(self, other: "Value") -> bool:
        return self.bounds[0] > self._alike(other).bounds[1]

    def __le__(self, other: "Value") -> bool:
        return self.bounds[1] <= self._alike(other).bounds[0]

    def __ge__(self, other: "Value") -> bool:
        return self.bounds[0] >= self._alike(other).bounds[1]

    @property
    def bounds(self) -> Bounds:
        """Return what the wording admits: `low` and `high`, or what the comparator says of them.

        A value without bounds stands for itself where it is exact. Raises `BoundsError` for one
        that is approximate or a range.
        """
        if not (math.isnan(self.low) or math.isnan(self.high)):
            return self.low, self.high
        side = SIDES[self.comparator]
        if side is None:
            raise BoundsError(f"{self} has no bounds: give it low and high")
        return (
            self.number if side >= 0 else -math.inf,
            self.number if side <= 0 else math.inf,
        )

    def __str__(self) -> str:
        if self.comparator == "to":
            low, high = (replace(self, number=end, comparator="=") for end in self.bounds)
            return f"{low} to {high}"
        return WORDS_BEFORE[self.comparator] + self._figure()

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def change_from(self, base: "Value") -> "Value":
        """Return the change from `base` to this, in percent.

        Raises `ZeroDivisionError` from nothing, `UnitError` from less than nothing.
        """
        self._alike(base)
        if base.number < 0:
            raise UnitError(f"a change from {base}, below zero, is not said in percent")
        ratio = self._quotient(base, base.number, base.bounds, "percent")
        number, low, high = ((end - 1) * 100 for end in (ratio.number, ratio.low, ratio.high))
        made = replace(ratio, number=number, low=low, high=high, decimals=1)
        return replace(made, formula=f"({self} ÷ {base} − 1) × 100 = {made._figure()}")

    def before(self, change: "Value") -> "Value":
        """Return the base that a `change` in percent up to this value implies.

        Raises `ZeroDivisionError` for a change of −100 %.
        """
        if change.unit != "percent":
            raise UnitError(f"a change is in percent, not in {change.unit}: {change}")
        low, high = change.bounds
        ends = (1 + low / 100, 1 + high / 100)
        made = self._quotient(change, 1 + change.number / 100, ends, self.unit)
        return replace(made, formula=f"{self} ÷ (1 + {change}) = {made}")

    def rounded(self, decimals: int) -> "Value":
        """Return the same value shown with so many decimals."""
        return replace(self, decimals=decimals)

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
        if math.isinf(self.low):
            return f"As worded, {f'{high} or less' if math.isfinite(self.high) else 'anything'}."
        upper = f" to {high}" if math.isfinite(self.high) else " or more"
        return f"As worded, anything from {low}{upper}."

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return {"text/plain": str(self), "text/html": self.html(), MIME: self.meaning()}

    def meaning(self) -> dict[str, Any]:
        """Return what the value means, as pages read it (see `representation`)."""
        return {
            "kind": "value",
            "words": str(self),
            "steps": self.steps(),
            "range": self.range_words(),
            "sources": sources_meaning(self.evidence()),
        }

    def html(self) -> str:
        """Return the value as a link to its first sentence."""
        sources = self.evidence()
        if not sources:
            return f"<span>{escape(str(self))}</span>"
        return link(str(self), sources, self.steps())

    def _alike(self, other: "Value") -> "Value":
        if self.unit != other.unit:
            raise UnitError(f"{self} is in {self.unit} and {other} in {other.unit}")
        if self.basis and other.basis and self.basis != other.basis:
            raise BasisError(f"{self} is of {self.basis} and {other} of {other.basis}")
        return other

    def _quotient(self, other: "Value", divisor: float, ends: Bounds, unit: str) -> "Value":
        """Return this over `divisor`, which is worked out from `other` and lies between `ends`."""
        if not divisor:
            raise ZeroDivisionError(f"{self} ÷ {other}: nothing is divided by zero")
        sides = (1 if divisor > 0 else -1, -1 if self.number >= 0 else 1)
        made = _quotient(self.bounds, ends)
        return self._derived(other, self.number / divisor, made, unit, "÷", sides)

    def _derived(
        self,
        other: "Value",
        number: float,
        ends: Bounds,
        unit: str,
        sign: str,
        sides: tuple[int, int],
    ) -> "Value":
        """Return the result of this and `other`; `sides` say which way it goes when each grows."""
        comparator = _comparator(self.comparator, other.comparator, sides)
        # Of a divisor that may be zero, or below, no side is known.
        open_ended = ends == (-math.inf, math.inf)
        made = Value(
            number=number,
            unit=unit,
            comparator="~" if open_ended else comparator,
            low=ends[0],
            high=ends[1],
            decimals=1 if unit == "percent" else None,
            inputs=(self, other),
            basis=self.basis if self.basis == other.basis and unit == self.unit else "",
        )
        return replace(made, formula=f"{self} {sign} {other} = {made}")

    def _scaled(self, factor: float, how: str) -> "Value":
        low, high = sorted(_times(end, factor) for end in self.bounds)
        turned = TURNED.get(self.comparator, self.comparator)
        made = replace(
            self,
            number=self.number * factor,
            low=low,
            high=high,
            comparator="=" if not factor else turned if factor < 0 else self.comparator,
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
        code = len(money) == 3 and money.isupper()
        before = SIGNS.get(money, f"{money} ") if code else ""
        after = "%" if money == "percent" else "" if code or money in BARE else f" {money}"
        plural = "s" if after.isascii() and after[-1:].isalpha() and text + scale != "1" else ""
        return f"{minus}{before}{text}{scale}{after}{plural}" + (f" per {per}" if per else "")


def ordinal(number: int) -> str:
    """Return an ordinal in digits.

    >>> ordinal(1), ordinal(12), ordinal(35), ordinal(72)
    ('1st', '12th', '35th', '72nd')
    """
    last = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{last}"


def _times(end: float, factor: float) -> float:
    """Return a bound times a factor: what is open, times zero, is zero."""
    return end * factor if factor else 0.0


def _quotient(above: Bounds, below: Bounds) -> Bounds:
    """Return the bounds of a quotient; open where the divisor comes near zero.

    >>> _quotient((1, 2), (0, 4)), _quotient((1, 2), (-1, 4)), _quotient((-2, 2), (2, 4))
    ((0.25, inf), (-inf, inf), (-1.0, 1.0))
    """
    least, most = below
    if least < 0 < most:
        return -math.inf, math.inf
    towards = 1 if least == 0 else -1
    corners = [_corner(a, b, towards) for a in above for b in below]
    known = [corner for corner in corners if not math.isnan(corner)]
    return min(known), max(known)


def _corner(above: float, below: float, towards: int) -> float:
    """Return one bound of a quotient; `towards` is the sign of a divisor that goes to zero."""
    if below:
        return above / below
    return math.copysign(math.inf, above * towards) if above else 0.0


def _comparator(first: str, second: str, signs: tuple[int, int]) -> str:
    """Return what is known of a result from what is known of its inputs."""
    known = [SIDES[first], SIDES[second]]
    sides = [side * sign for side, sign in zip(known, signs, strict=True) if side is not None]
    if None in known or set(sides) == {1, -1}:
        return "~"
    total = sum(sides)
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
