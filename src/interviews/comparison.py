"""Numbers of the texts held against each other: one measure, for one time or for a part of it.

Every pair is looked at, none is picked. Two statements for one period have to agree. Where one
period lies within another, the rest has to be possible. A growth rate and the amount that it leads
to give the amount before, which is held against what is stated. And "this year" and "last year"
have to be written from the year of their text. Intervals are compared, not points: a number stands
for all that its wording and rounding admit. What nothing could be held against is said too.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations
from math import inf

from interviews.trial import Choices
from interviews.value import Value

RESTATED, PACE, IMPLIED, WRITTEN, ALONE = (
    "restated", "pace", "implied-base", "year-of-writing", "alone",
)  # fmt: skip
CONSISTENT, INCONSISTENT, NOT_COMPARABLE = "consistent", "inconsistent", "not comparable"
SWING = Choices().swing
"""How many times as fast or slow the rest of a year may run: a convention of this report."""
LAST_YEAR = re.compile(r"\blast year\b", re.IGNORECASE)
THIS_YEAR = re.compile(r"\b(?:the|this) year\b", re.IGNORECASE)
COMPARED = re.compile(r"compared (?:to|with) last year", re.IGNORECASE)

Row = Mapping[str, str]


@dataclass(frozen=True)
class Period:
    """From a first to a last day, both included."""

    first: date
    last: date

    @property
    def months(self) -> int:
        """Return how many calendar months it touches."""
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1

    @property
    def whole(self) -> bool:
        """Return whether it is made of whole months."""
        return self.first.day == 1 and (self.last + timedelta(1)).day == 1

    def __str__(self) -> str:
        if self.whole and self.months == 12 and self.first.month == 1:
            return f"{self.first:%Y}"
        return " to ".join(dict.fromkeys(f"{day:%B %Y}" for day in (self.first, self.last)))


@dataclass(frozen=True)
class Number:
    """A coded quantity, or a base worked out from two (`ids` has both); `how` says from what."""

    ids: tuple[str, ...]
    sentences: tuple[str, ...]
    said: str
    value: Value
    measure: str
    kind: str
    basis: str
    phrase: str
    period: Period | None
    base: Period | None
    how: str = ""

    @property
    def document(self) -> str:
        """Return the key of its text."""
        return self.ids[0].partition(".")[0]

    @property
    def flow(self) -> bool:
        """Return whether it adds up over its period, which must be one of whole months."""
        adds_up = self.kind == "level" and self.basis not in ("stock", "planned")
        return adds_up and self.period is not None and self.period.whole


def read(row: Row, said: str) -> Number:
    """Return a number from its row of data/derived/quantities.csv and the words of its sentence."""
    low, high = float(row["low"]), float(row["high"] or inf)
    value = Value(float(row["value"]), row["unit"], row["comparator"], low, high)
    basis = "" if row["basis"] == "unstated" or row["basis"].startswith("flow") else row["basis"]
    return Number(
        (row["id"],), (row["sentence"],), said, -value if row["direction"] == "down" else value,
        row["measure"], row["kind"], basis, row["period"], _period(row, "period"),
        _period(row, "base"),
    )  # fmt: skip


def compare(numbers: list[Number], documents: Mapping[str, Row]) -> list[dict[str, str]]:
    """Return rows of data/derived/comparisons.csv: what was held against what, then the rest.

    `documents` are rows of data/coded/documents.csv by key.
    """
    bases = [base for number in numbers for base in _base(number, numbers)]
    pairs = combinations([*bases, *numbers], 2)
    found = [made for one, other in pairs for made in _held(one, other)]
    met = [{*made["left"].split("; "), *made["right"].split("; ")} for made in found]
    idle = [base for base in bases if not any(ids.issuperset(base.ids) for ids in met)]
    taken = {key for ids in (*met, *(base.ids for base in idle)) for key in ids}
    written = [made for key, facts in documents.items() for made in _written(key, facts, numbers)]
    rest = (number for number in numbers if number.ids[0] not in taken)
    return [*found, *written, *map(_alone, (*idle, *rest))]


def _base(change: Number, numbers: Iterable[Number]) -> Iterator[Number]:
    """Yield what a change and the level it leads to, of its own text if it has one, imply."""
    if change.kind != "change":
        return
    levels = [
        n for n in numbers if n.flow and (n.measure, n.period) == (change.measure, change.period)
    ]
    for level in sorted(levels, key=lambda n: n.document != change.document)[:1]:
        value = level.value.before(change.value).rounded(1)
        yield replace(
            level, ids=(*change.ids, *level.ids), value=value, period=change.base,
            sentences=(*change.sentences, *level.sentences),
            how=f"{level.value} ÷ (1 + {change.value}) = {value}; ",
        )  # fmt: skip


def _held(one: Number, other: Number) -> Iterator[dict[str, str]]:
    """Yield the comparison of two numbers of one measure and basis whose periods allow it."""
    like = [(n.measure, n.kind, n.basis, n.base) for n in (one, other)]
    if like[0] != like[1] or not one.period or not other.period or {*one.ids} & {*other.ids}:
        return
    if one.period == other.period:
        yield _same_period(one, other)
    elif one.flow and other.flow:
        pairs = sorted([(one.period, one), (other.period, other)], key=lambda two: two[0].months)
        (short, part), (long, whole) = pairs
        if long.first <= short.first and short.last <= long.last:
            yield _part_of(part, short, whole, long)


def _same_period(one: Number, other: Number) -> dict[str, str]:
    low, high = max(one.value.low, other.value.low), min(one.value.high, other.value.high)
    agree = low <= high
    reason = f"Both are for {one.period} and {'agree' if agree else 'have no value in common'}"
    return _row(
        IMPLIED if one.how or other.how else RESTATED, agree, one.ids, other.ids,
        f"{one.how}{other.how}{one.value} and {other.value}",
        f"{reason} within what wording and rounding admit.",
        dict.fromkeys(one.sentences + other.sentences),
    )  # fmt: skip


def _part_of(part: Number, short: Period, whole: Number, long: Period) -> dict[str, str]:
    months = long.months - short.months
    left = (whole.value - part.value).rounded(1)
    # (whole - part) / part is whole / part - 1: written so, the part is not counted twice.
    ratio, scale = whole.value / part.value, short.months / months
    low, times, high = ((end - 1) * scale for end in (ratio.low, ratio.number, ratio.high))
    fits = high >= 1 / SWING and low <= SWING
    return _row(
        IMPLIED if part.how or whole.how else PACE, fits, part.ids, whole.ids,
        f"{part.how}{whole.how}{whole.value} in {long} − {part.value} in {short} = {left} "
        f"for {months} month{'' if months == 1 else 's'}",
        f"The rest has to run at {times:.3g} times the monthly pace of the part, "
        f"{'which can be' if fits else f'beyond the bound of {SWING:g} either way'}.",
        dict.fromkeys(part.sentences + whole.sentences),
    )  # fmt: skip


def _row(
    rule: str,
    fits: bool | None,
    left: Iterable[str],
    right: Iterable[str],
    arithmetic: str,
    reason: str,
    sentences: Iterable[str],
) -> dict[str, str]:
    """Return what came of holding `left` against `right`: ids, none where there is nothing."""
    sides = ["+".join(ids) for ids in (left, right) if ids]
    return {
        "id": "/".join([rule, *sides]),
        "rule": rule,
        "verdict": NOT_COMPARABLE if fits is None else CONSISTENT if fits else INCONSISTENT,
        "left": "; ".join(left),
        "right": "; ".join(right),
        "arithmetic": arithmetic,
        "reason": reason,
        "sentences": "; ".join(sentences),
    }


def _written(document: str, facts: Row, numbers: Iterable[Number]) -> Iterator[dict[str, str]]:
    """Yield whether all "this year" and "last year" of a text are written from its own year."""
    years: dict[int, list[Number]] = {}
    words: dict[str, None] = {}
    for number in (n for n in numbers if n.document == document):
        for phrase, period in _phrases(number):
            year = period.first.year + bool(LAST_YEAR.search(phrase))
            years.setdefault(year, []).append(number)
            words[f"“{phrase}” for {period}: written in {year}"] = None
    if not years:
        return
    period = _period(facts, "date")
    own = {period.first.year, period.last.year} if period else set(years)
    fits = set(years) <= own
    first, *rest = [dict.fromkeys(n.ids[0] for n in years[year]) for year in sorted(years)]
    yield _row(
        WRITTEN, fits, first, [key for ids in rest for key in ids], "; ".join(words),
        f"The text is of {' or '.join(map(str, sorted(own)))}, and "
        f"{'all' if fits else 'not all'} of it can have been written then.",
        dict.fromkeys(n.sentences[0] for year in sorted(years) for n in years[year]),
    )  # fmt: skip


def _phrases(number: Number) -> Iterator[tuple[str, Period]]:
    if number.period and (LAST_YEAR.search(number.phrase) or THIS_YEAR.search(number.phrase)):
        yield number.phrase, number.period
    compared = COMPARED.search(number.said)
    if compared and number.kind == "change" and number.base:
        yield compared[0], number.base


def _alone(number: Number) -> dict[str, str]:
    reason = "No text has another number of this measure for the same time or a part of it."
    if not number.period:
        reason = "Its words give no time that can be turned into dates."
    how = number.how.removesuffix("; ")
    return _row(ALONE, None, number.ids, (), how, reason, number.sentences)


def _period(row: Row, name: str) -> Period | None:
    first, last = row[f"{name}_start"], row[f"{name}_end"]
    return Period(date.fromisoformat(first), date.fromisoformat(last)) if first and last else None
