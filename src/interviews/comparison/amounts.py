"""Amounts as intervals: what two have in common, and how they are written."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import isfinite, isinf

from interviews.comparison.records import Number
from interviews.comparison.repeats import grouped, pairs
from interviews.value import SCALES, Value

DIGITS = 4
"""How many significant digits of a worked-out amount are shown."""


def agree(one: Value, other: Value) -> bool:
    """Return whether two values have an admitted value in common."""
    return max(one.low, other.low) <= min(one.high, other.high)


def signed(change: Number) -> Value:
    """Return a change with its sign: a fall is negative."""
    return -change.value if change.direction == "down" else change.value


def change(newer: Value, older: Value) -> Value:
    """Return the change from one value to another in percent; the older may admit zero."""
    ratio = newer / older
    number, low, high = ((end - 1) * 100 for end in (ratio.number, ratio.low, ratio.high))
    return Value(number, "percent", ratio.comparator, low, high, decimals=1)


def monthly(number: Number) -> Value:
    """Return the mean for a month."""
    return fine(number.value / number.period.months)


def flows(numbers: Iterable[Number]) -> dict[str, list[Number]]:
    """Return the flows by their measure."""
    return grouped((n for n in numbers if n.flow), key=lambda n: n.measure)


def flow_pairs(numbers: Iterable[Number]) -> Iterator[tuple[Number, Number]]:
    """Yield every two flows of one measure over different periods."""
    for one, other in pairs((n for n in numbers if n.flow), key=lambda n: n.measure):
        if one.period != other.period:
            yield one, other


def fine(value: Value) -> Value:
    """Return a worked-out value, and its formula, with four digits but no idle zeros."""
    size = next((size for size, _ in SCALES if abs(value.number) >= size), 1.0)
    digits = max(0, DIGITS - len(str(int(abs(value.number) / size))))
    while digits and f"{value.number / size:.{digits}f}".endswith("0"):
        digits -= 1
    shown = value.rounded(digits)
    how, equals, _ = value.formula.rpartition(" = ")
    return shown.named(f"{how} = {shown}") if equals else shown


def worked(value: Value) -> str:
    """Return the formula of a value and the range that wording and rounding admit."""
    return f"{value.formula} ({range_of(value)})"


def range_of(value: Value) -> str:
    """Return the range that wording and rounding admit, in words."""
    low, high = (replace(value, number=end, comparator="=") for end in (value.low, value.high))
    if str(low) == str(high):
        return str(low)
    if isinf(value.low):
        return f"{high} or less" if isfinite(value.high) else "anything"
    return f"{low} to {high}" if isfinite(value.high) else f"{low} or more"
