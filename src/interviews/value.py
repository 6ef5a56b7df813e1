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
    "=": "", ">": "more than ", ">=": "at least ", "<": "nearly ", "<=": "at most ", "~": "about ",
}  # fmt: skip
SCALES = ((1e12, " trillion"), (1e9, " billion"), (1e6, " million"))
TURNED = {">": "<", "<": ">", ">=": "<=", "<=": ">="}
"""The comparators of a value whose sign is changed."""
BARE = {"count", "ratio", "ordinal", "percent"}
"""Units that are not written out behind the number."""
SIGNS = {"USD": "US$"}

Bounds = tuple[float, float]


class UnitError(ValueError):
    """Arithmetic on values whose units or bases do not go together."""


@dataclass(frozen=True)
class Value:
    """A number with unit, comparator, precision and evidence.

    `low` and `high` bound what the wording of all inputs admits (`high` may be infinite);
    `decimals` is how many to show after scaling; `formula` says how a derived value was made;
    `basis` (flow, stock, global ...) keeps apart what may not be added up, while a ratio of two
    bases is allowed. Values have no order, because what they admit may overlap: compare `low` and
    `high`.
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
        return self._sum(other, other, "+")

    def __sub__(self, other: "Value") -> "Value":
        return self._sum(other, -other, "−")

    def __truediv__(self, other: "Value | float") -> "Value":
        """Divide by a value (units form a new one, equal units cancel) or by a plain number.

        Raises `ZeroDivisionError`, with both in words.
        """
        if not isinstance(other, Value):
            plain = Value(other, "count", basis=self.basis)
            return self._quotient(plain, other, plain.bounds, self.unit)
        unit = "ratio" if self.unit == other.unit else f"{self.unit} per {other.unit}"
        return self._quotient(other, other.number, other.bounds, unit)

    def __neg__(self) -> "Value":
        """Return the value with its sign changed: bounds and comparator turn; sources stay."""
        turned = _turned(self.comparator)
        return replace(self, number=-self.number, low=-self.high, high=-self.low, comparator=turned)

    @property
    def bounds(self) -> Bounds:
        """Return what the wording admits: `low` and `high`, or what the comparator says of them."""
        if not math.isnan(self.low):
            return self.low, self.high
        low = self.number if self.comparator in ("=", ">", ">=") else -math.inf
        high = self.number if self.comparator in ("=", "<", "<=") else math.inf
        return low, high

    def __str__(self) -> str:
        if self.comparator == "to":
            low, high = (replace(self, number=end, comparator="=") for end in self.bounds)
            return f"{low} to {high}"
        return WORDS_BEFORE[self.comparator] + self._figure()

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
        times, low, high = (1 + end / 100 for end in (change.number, *change.bounds))
        made = self._quotient(change, times, (low, high), self.unit)
        return replace(made, formula=f"{self} ÷ (1 + {change}) = {made}")

    def rounded(self, decimals: int) -> "Value":
        """Return the same value shown with so many decimals."""
        return replace(self, decimals=decimals)

    def evidence(self) -> list[Source]:
        """Return every sentence behind the value, each once, in order of first use."""
        found = [*self.sources, *(source for value in self.inputs for source in value.evidence())]
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
        if not self.inputs or self.low == self.high or self.unit == "count":
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

    def _alike(self, other: "Value") -> None:
        if self.unit != other.unit:
            raise UnitError(f"{self} is in {self.unit} and {other} in {other.unit}")
        if self.basis and other.basis and self.basis != other.basis:
            raise UnitError(f"{self} is of {self.basis} and {other} of {other.basis}")

    def _sum(self, other: "Value", term: "Value", sign: str) -> "Value":
        """Return this and `term`, which is `other` or the opposite of it."""
        self._alike(other)
        ends = (self.bounds[0] + term.bounds[0], self.bounds[1] + term.bounds[1])
        comparator = _comparator(self.comparator, term.comparator)
        return self._derived(other, self.number + term.number, ends, self.unit, sign, comparator)

    def _quotient(self, other: "Value", divisor: float, ends: Bounds, unit: str) -> "Value":
        """Return this over `divisor`, which is worked out from `other` and lies between `ends`."""
        if not divisor:
            raise ZeroDivisionError(f"{self} ÷ {other}: nothing is divided by zero")
        bounds = _quotient(self.bounds, ends)
        above = self.comparator if divisor > 0 else _turned(self.comparator)
        below = other.comparator if self.number < 0 else _turned(other.comparator)
        # Of a divisor that may be zero, or below, no side is known.
        comparator = "~" if bounds == (-math.inf, math.inf) else _comparator(above, below)
        return self._derived(other, self.number / divisor, bounds, unit, "÷", comparator)

    def _derived(
        self, other: "Value", number: float, ends: Bounds, unit: str, sign: str, comparator: str
    ) -> "Value":
        made = Value(
            number, unit, comparator, *ends, inputs=(self, other),
            decimals=1 if unit == "percent" else None,
            basis=self.basis if self.basis == other.basis and unit == self.unit else "",
        )  # fmt: skip
        return replace(made, formula=f"{self} {sign} {other} = {made}")

    def _figure(self) -> str:
        """Return the number with its unit, in the report's own spelling."""
        if self.unit == "ordinal":
            return ordinal(round(self.number))
        scales = () if self.unit in ("percent", "ratio", "year") else SCALES
        size, scale = next((one for one in scales if abs(self.number) >= one[0]), (1, ""))
        number = self.number / size
        digits = _decimals(number, bool(self.inputs)) if self.decimals is None else self.decimals
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


def _quotient(above: Bounds, below: Bounds) -> Bounds:
    """Return the bounds of a quotient; open where the divisor comes near zero.

    >>> _quotient((1, 2), (0, 4)), _quotient((1, 2), (-1, 4)), _quotient((-2, 2), (2, 4))
    ((0.25, inf), (-inf, inf), (-1.0, 1.0))
    """
    least, most = below
    if least < 0 < most:
        return -math.inf, math.inf
    nothing = math.ulp(0.0)  # the number next to zero stands for it, on the side of the divisor
    corners = [a / b for a in above for b in (least or nothing, most or -nothing)]
    known = [corner for corner in corners if not math.isnan(corner)]
    return min(known), max(known)


def _turned(comparator: str) -> str:
    return TURNED.get(comparator, comparator)


def _comparator(first: str, second: str) -> str:
    """Return what is known of a sum from what is known of its terms.

    >>> _comparator(">", "="), _comparator(">=", ">"), _comparator(">", "<")
    ('>', '>', '~')
    """
    words = {first, second} - {"="}
    signs = {word[0] for word in words}
    if not words:
        return "="
    if signs not in ({"<"}, {">"}):
        return "~"
    return signs.pop() if words & signs else words.pop()


def _decimals(number: float, derived: bool) -> int:
    """Return how many decimals to show: those written, or three significant digits if derived."""
    if not derived:
        text = f"{number:.6f}".rstrip("0")
        return len(text.partition(".")[2])
    whole = len(str(int(abs(number)))) if abs(number) >= 1 else 0
    return max(0, 3 - whole) if number else 0
