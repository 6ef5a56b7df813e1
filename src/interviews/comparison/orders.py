"""Rules for ranks, for numbers in a series, and for ages and anniversaries."""

from collections import Counter
from collections.abc import Iterator
from math import inf, isfinite

from interviews.comparison.records import (
    CONSISTENT,
    Comparison,
    Number,
    held,
    set_aside,
    verdict_of,
)
from interviews.comparison.repeats import pairs
from interviews.comparison.totals import two_compilers


def ranks(numbers: list[Number]) -> Iterator[Comparison]:
    """Hold ranks together on one basis only; a rank within a group cannot be worse than overall."""
    ranked = [n for n in numbers if n.kind == "rank"]
    for one, other in pairs(ranked, key=lambda n: n.about.family or n.measure):
        if (one.measure, one.basis) == (other.measure, other.basis):
            yield _same_rank(one, other)
        elif one.about.ranks_within == other.measure:
            yield _nested_rank(one, other)
        elif other.about.ranks_within == one.measure:
            yield _nested_rank(other, one)
        else:
            reason = "The ranks are counted on different bases."
            said = f"{one.value} and {other.value}"
            yield set_aside("ranks", [one], [other], "other basis", reason, said)


def _same_rank(one: Number, other: Number) -> Comparison:
    said, equal = f"{one.value} and {other.value}", one.value.number == other.value.number
    if not equal and one.period != other.period:
        reason = f"{one.period} and {other.period}: a rank may change."
        return set_aside("ranks", [one], [other], "other period", reason, said)
    reason = "The rank is the same in both." if equal else "Two ranks on one basis for one time."
    return held("ranks", [one], [other], verdict_of(equal), "same basis", said, reason,
                (two_compilers(one, other),))  # fmt: skip


def _nested_rank(inner: Number, outer: Number) -> Comparison:
    said = f"{inner.value} within the group, {outer.value} overall"
    if not inner.period.overlaps(outer.period):
        reason = "The ranks are for different times."
        return set_aside("ranks", [inner], [outer], "other period", reason, said)
    holds = inner.value.number <= outer.value.number
    reason = f"A rank within a group {'is not' if holds else 'cannot be'} worse than overall."
    return held("ranks", [inner], [outer], verdict_of(holds), "group and all", said, reason,
                (two_compilers(inner, outer),))  # fmt: skip


def series(numbers: list[Number]) -> Iterator[Comparison]:
    """Hold the numbers of meetings, patrols and congresses against their dates: they must rise."""
    ordinals = [n for n in numbers if n.kind == "ordinal" and not n.about.counts_from]
    times = Counter(n.measure for n in ordinals)
    for one, other in pairs(ordinals, key=lambda n: n.measure):
        yield _in_series(one, other)
    for one in ordinals:
        if times[one.measure] == 1:
            reason = "No other number of this series is stated."
            yield set_aside("series", [one], [], "alone", reason, f"{one.value} ({one.period})")


def _in_series(one: Number, other: Number) -> Comparison:
    said = f"{one.value} ({one.period}), {other.value} ({other.period})"
    equal = one.value.number == other.value.number
    if one.basis or other.basis:
        reason = "Each counts from an event of its own."
        return set_aside("series", [one], [other], "own frame", reason, said)
    if equal and not (one.period and other.period):
        reason = "The number is the same; without both dates no more can be said."
        return held("series", [one], [other], CONSISTENT, "same number", said, reason)
    if not (one.period and other.period):
        reason = "Without both dates the order cannot be tested."
        return set_aside("series", [one], [other], "no date", reason, said)
    first, second = sorted((one, other), key=lambda n: n.value.number)
    if equal:
        holds = one.period.overlaps(other.period)
        reason = f"One number, {'one time' if holds else 'two times'}."
    else:
        holds = first.period.start <= second.period.end
        reason = f"The higher number is the {'later' if holds else 'earlier'}."
    return held("series", [one], [other], verdict_of(holds), "dates", said, reason,
                (two_compilers(one, other),))  # fmt: skip


def ages(numbers: list[Number]) -> Iterator[Comparison]:
    """Work out from ages and anniversaries when what they count from was, and hold them together.

    An anniversary falls in one calendar year; an age in whole years leaves two. An age whose own
    words give both dates is held against these.
    """
    counted = [n for n in numbers if n.about.counts_from]
    times = Counter(n.about.counts_from for n in counted)
    for one in counted:
        if _dated_both_ways(one):
            yield _against_own_dates(one)
        if times[one.about.counts_from] == 1:
            reason = f"Nothing else in the texts dates {one.about.counts_from}."
            yield set_aside("ages", [one], [], "alone", reason, _said(one))
    for one, other in pairs(counted, key=lambda n: n.about.counts_from):
        (low, high), (least, most) = origin(one), origin(other)
        holds = max(low, least) <= min(high, most)
        reason = f"Both {'can' if holds else 'cannot'} count from one year."
        readings = ("One of them counts the first year in.",)
        yield held("ages", [one], [other], verdict_of(holds), "same origin",
                   f"{_said(one)}; {_said(other)}", reason, readings)  # fmt: skip


def origin(number: Number) -> tuple[float, int]:
    """Return the first and last year in which what an age or anniversary counts from can lie.

    The first is −∞ for "15 years or more". Without a period of its own the number is counted from the date of the text.
    """
    year = (number.period or number.text.period).end.year
    most = number.value.high
    low, high = year - (int(most) if isfinite(most) else inf), year - int(number.value.low)
    return (low, high) if number.kind == "ordinal" else (low - 1, high)


def _said(number: Number) -> str:
    low, high = origin(number)
    year = (number.period or number.text.period).end.year
    span = f"{low} to {high}" if isfinite(low) else f"{high} or before"
    return f"{number.value} in {year}: {low if low == high else span}"


def _dated_both_ways(number: Number) -> bool:
    period = number.period
    return number.kind == "duration" and bool(period) and period.start.year < period.end.year


def _against_own_dates(number: Number) -> Comparison:
    first, last = number.period.start.year, number.period.end.year
    holds = number.value.low <= last - first <= number.value.high
    said = f"{last} − {first} = {last - first}; stated: {number.value}"
    reason = f"The age and the dates beside it {'agree' if holds else 'differ'}."
    return held("ages", [number], [], verdict_of(holds), "dates beside it", said, reason)
