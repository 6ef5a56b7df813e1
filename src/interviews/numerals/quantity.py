"""A quantity as it was worded, and the errors of what is none."""

from dataclasses import dataclass, field, replace
from decimal import Decimal

from interviews.numerals import words as known

COUNT, ORDINAL, RATIO, TIMES = "count", "ordinal", "ratio", "times"
WHOLE = {COUNT, ORDINAL, TIMES, *known.DURATIONS}
"""Units of which a small whole number is exact: nobody rounds to ten members or thirty years."""


class QuantityError(ValueError):
    """A phrase that does not state exactly one number whose every part is understood."""


class AmbiguityError(QuantityError):
    """A phrase that says one of several things, and does not say which."""


@dataclass(frozen=True)
class Quantity:
    """One number as it was worded.

    `value` is in `unit` (a currency code, percent, percentage point, tonne, year, ordinal, ratio,
    count ..., "USD per tonne" for a rate) and holds the scale: "4.47 billion" is 4470000000.
    `comparator` is one of = > >= < <= ~, or `to` for a range, whose value is its middle.
    `resolution` is the place value of the last digit written, so that "229.8 billion" has 100
    million. `direction` is up or down where the words say that something rose or fell, which is no
    sign.
    """

    value: Decimal
    unit: str
    comparator: str
    resolution: Decimal
    direction: str = ""
    ends: tuple[Decimal, Decimal] | None = field(default=None, repr=False)

    @property
    def interval(self) -> tuple[Decimal, Decimal]:
        """Return the lowest and highest value that the wording admits, both included.

        A plain figure stands for everything that rounds to it, an approximate one for twice that
        range; "more than" and "nearly" bound one side at the stated value and leave the other open
        (towards infinity, towards zero); a range has its ends. Ordinals and whole counts below a
        thousand are exact.

        >>> Quantity(Decimal("229.8"), "USD", "=", Decimal("0.1")).interval
        (Decimal('229.75'), Decimal('229.85'))
        """
        if self.ends:
            return self.ends
        if self.comparator in (">", ">="):
            return (self.value, Decimal("Infinity"))
        if self.comparator in ("<", "<="):
            return (Decimal(0), self.value)
        margin = self.resolution if self.comparator == "~" else self.resolution / 2
        if self.resolution == 1 and self.unit in WHOLE:
            margin = Decimal(0)
        return (self.value - margin, self.value + margin)

    def in_percent(self) -> "Quantity":
        """Return a part of a whole in percent; what is no ratio stays as it is."""
        if self.unit != RATIO:
            return self
        ends = (100 * self.ends[0], 100 * self.ends[1]) if self.ends else None
        value, resolution = 100 * self.value, 100 * self.resolution
        return replace(self, value=value, resolution=resolution, unit="percent", ends=ends)
