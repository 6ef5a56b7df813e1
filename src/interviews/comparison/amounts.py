"""Periods and amounts: what lies in what, how many months, what two intervals have in common."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from math import isfinite

from interviews.comparison.records import Number
from interviews.comparison.relations import PART_OF
from interviews.values import Value

Period = tuple[date | None, date | None]


def period_of(number: Number) -> Period:
    return number.start, number.end


def is_within(inner: Period, outer: Period) -> bool:
    """Return whether a period lies in another, or is the same."""
    return None not in (*inner, *outer) and outer[0] <= inner[0] and inner[1] <= outer[1]


def overlapping(one: Period, other: Period) -> bool:
    return None not in (*one, *other) and one[0] <= other[1] and other[0] <= one[1]


def months_of(number: Number) -> int:
    """Return how many calendar months a period covers."""
    return (number.end.year - number.start.year) * 12 + number.end.month - number.start.month + 1


def is_flow(number: Number) -> bool:
    """Return whether a number adds up over its period, which must be one of whole months."""
    flowing = number.kind == "level" or (number.kind == "count" and "flow" in number.basis)
    if not flowing or number.basis in ("stock", "planned"):
        return False
    start, end = number.period
    return bool(start and end) and start.day == 1 and (end + timedelta(1)).day == 1


def flows(numbers: Iterable[Number], measure: str) -> list[Number]:
    return [n for n in numbers if n.measure == measure and is_flow(n)]


def flow_pairs(numbers: list[Number]) -> Iterator[tuple[Number, Number]]:
    """Yield every two flows of one measure over different periods."""
    for one, other in combinations([n for n in numbers if is_flow(n)], 2):
        if one.measure == other.measure and one.period != other.period:
            yield one, other


def wholes_of(measure: str) -> list[str]:
    """Return all that a measure is a part of.

    >>> wholes_of("exports-vn-cn-agri")
    ['exports-vn-cn', 'trade-total']
    """
    found = []
    while measure in PART_OF:
        measure = PART_OF[measure]
        found.append(measure)
    return found


def in_words(start: date, end: date) -> str:
    """Return a period in words.

    >>> in_words(date(2024, 1, 1), date(2024, 7, 31)), in_words(date(2023, 1, 1), date(2023, 12, 31))
    ('January to July 2024', '2023')
    """
    if start == end:
        return f"{end.day} {end:%B %Y}"
    whole = start.day == 1 and (end + timedelta(1)).day == 1
    if whole and (start.month, end.month) == (1, 12):
        years = f"{start.year} to {end.year}" if start.year < end.year else str(start.year)
        return years
    if whole and start.year == end.year:
        return f"{start:%B} to {end:%B %Y}" if start.month < end.month else f"{end:%B %Y}"
    return f"{start.day} {start:%B %Y} to {end.day} {end:%B %Y}"


def when(number: Number) -> str:
    return in_words(number.start, number.end) if number.start and number.end else "no date"


def number_of_months(number: int) -> str:
    return "month" if number == 1 else f"{number} months"


def agree(one: Value, other: Value) -> bool:
    """Return whether two values have an admitted value in common."""
    return max(one.low, other.low) <= min(one.high, other.high)


def signed(change: Number) -> Value:
    """Return a change with its sign: a fall is negative."""
    value = change.value
    if change.direction != "down":
        return value
    turned = {">": "<", "<": ">", ">=": "<=", "<=": ">="}.get(value.comparator, value.comparator)
    return replace(value, number=-value.number, low=-value.high, high=-value.low, comparator=turned)


def monthly(number: Number) -> Value:
    return fine(number.value / number.period.months)


def fine(value: Value) -> Value:
    """Return a worked-out value, and its formula, with four significant digits."""
    scaled = abs(value.number)
    for size in (1e12, 1e9, 1e6):
        if scaled >= size:
            scaled /= size
            break
    shown = value.rounded(max(0, 4 - len(str(int(scaled)))))
    how, equals, _ = value.formula.rpartition(" = ")
    return shown.named(f"{how} = {shown}") if equals else shown


def bare(value: Value) -> str:
    return f"{value.number:g}" if value.unit in ("ordinal", "count") else str(value)


def worked(value: Value) -> str:
    """Return the formula of a value and the range that wording and rounding admit."""
    return f"{value.formula} ({range_in_words(value)})"


def range_in_words(value: Value) -> str:
    """Return the range that wording and rounding admit, in words."""
    low, high = (replace(value, number=end, comparator="=") for end in (value.low, value.high))
    if value.low == value.high:
        return str(low)
    return f"{low} to {high}" if isfinite(value.high) else f"{low} or more"
