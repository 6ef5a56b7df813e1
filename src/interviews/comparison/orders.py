"""Rules for ranks, for numbers in a series, and for ages and anniversaries."""

from collections.abc import Iterator
from itertools import combinations

from interviews.comparison.amounts import in_words, overlapping, period_of, when
from interviews.comparison.records import (
    CONSISTENT,
    NOT_COMPARABLE,
    Comparison,
    Number,
    held,
    set_aside,
    verdict_of,
)
from interviews.comparison.relations import ORIGIN_OF, RANK_FAMILIES, RANK_WITHIN
from interviews.comparison.totals import two_compilers


def ranks(numbers: list[Number]) -> Iterator[Comparison]:
    """Hold ranks together on one basis only; a rank within a group cannot be worse than overall."""
    for one, other in combinations([n for n in numbers if n.kind == "rank"], 2):
        family = any({one.measure, other.measure} <= set(group) for group in RANK_FAMILIES)
        if one.measure == other.measure and one.basis == other.basis:
            yield _same_rank(one, other)
        elif RANK_WITHIN.get(one.measure) == other.measure:
            yield _nested_rank(one, other)
        elif RANK_WITHIN.get(other.measure) == one.measure:
            yield _nested_rank(other, one)
        elif one.measure == other.measure or family:
            yield set_aside("ranks", [one], [other], "other basis",
                         "The ranks are counted on different bases.",
                         f"{one.value} and {other.value}")  # fmt: skip


def _same_rank(one: Number, other: Number) -> Comparison:
    arithmetic, equal = f"{one.value} and {other.value}", one.value.number == other.value.number
    if not equal and one.period != other.period:
        return set_aside("ranks", [one], [other], "other period",
                      f"{one.period} and {other.period}: a rank may change.",
                      arithmetic)  # fmt: skip
    reason = "The rank is the same in both." if equal else "Two ranks on one basis for one time."
    return held("ranks", [one], [other], verdict_of(equal), "same basis", arithmetic, reason,
                 () if equal else (two_compilers(one, other),), one.value, other.value)  # fmt: skip


def _nested_rank(inner: Number, outer: Number) -> Comparison:
    arithmetic = f"{inner.value} within the group, {outer.value} overall"
    if not inner.period.overlaps(outer.period):
        return set_aside("ranks", [inner], [outer], "other period",
                      "The ranks are for different times.", arithmetic)  # fmt: skip
    holds = inner.value.number <= outer.value.number
    reason = f"A rank within a group {'is not' if holds else 'cannot be'} worse than overall."
    return held("ranks", [inner], [outer], verdict_of(holds), "group and all", arithmetic, reason,
                 () if holds else (two_compilers(inner, outer),))  # fmt: skip


def series(numbers: list[Number]) -> Iterator[Comparison]:
    """Hold the numbers of meetings, patrols and congresses against their dates: they must rise."""
    ordinals = [n for n in numbers if n.kind == "ordinal" and n.measure not in ORIGIN_OF]
    for one, other in combinations(ordinals, 2):
        if one.measure == other.measure:
            yield _in_series(one, other)
    for one in ordinals:
        if [n.measure for n in ordinals].count(one.measure) == 1:
            yield set_aside("series", [one], [], "alone",
                         "No other number of this series is stated.", str(one.value))  # fmt: skip


def _in_series(one: Number, other: Number) -> Comparison:
    arithmetic = f"{one.value} ({one.period}), {other.value} ({other.period})"
    if one.basis or other.basis:
        return set_aside("series", [one], [other], "own frame",
                      "Each counts from an event of its own.", arithmetic)  # fmt: skip
    dated = one.start is not None and other.start is not None
    equal = one.value.number == other.value.number
    if not dated:
        reason = "Without both dates the order cannot be tested" + (
            "; the number is the same." if equal else "."
        )
        verdict = CONSISTENT if equal else NOT_COMPARABLE
        return held("series", [one], [other], verdict, "same number" if equal else "no date",
                     arithmetic, reason)  # fmt: skip
    if equal:
        holds = one.period.overlaps(other.period)
        reason = f"One number, {'one time' if holds else 'two times'}."
    else:
        first, second = sorted((one, other), key=lambda n: n.value.number)
        holds = first.start <= second.end
        reason = f"The higher number {'is the later' if holds else 'is the earlier'}."
    return held("series", [one], [other], verdict_of(holds), "dates", arithmetic, reason,
                 () if holds else (two_compilers(one, other),))  # fmt: skip


def ages(numbers: list[Number]) -> Iterator[Comparison]:
    """Work out from ages and anniversaries when what they count from was, and hold them together.

    An anniversary falls in one calendar year; an age in whole years leaves two. An age whose own
    words give both dates is held against these.
    """
    counted = [n for n in numbers if n.measure in ORIGIN_OF]
    for one in counted:
        if one.kind == "duration" and one.start and one.end and one.start.year < one.end.year:
            span = one.end.year - one.start.year
            holds = one.value.low <= span <= one.value.high
            yield held("ages", [one], [], verdict_of(holds), "dates beside it",
                        f"{one.end.year} − {one.start.year} = {span}; stated: {one.value}",
                        f"The age and its dates {'agree' if holds else 'differ'}.")  # fmt: skip
        if [ORIGIN_OF[n.measure] for n in counted].count(ORIGIN_OF[one.measure]) == 1:
            yield set_aside("ages", [one], [], "alone",
                         f"Nothing else in the texts dates {ORIGIN_OF[one.measure]}.",
                         _origin_words(one))  # fmt: skip
    for one, other in combinations(counted, 2):
        if ORIGIN_OF[one.measure] == ORIGIN_OF[other.measure]:
            yield _same_origin(one, other)


def origin(number: Number) -> tuple[int, int]:
    """Return the first and last year in which what an age or anniversary counts from can lie.

    Without a period of its own the number is counted from the date of the text.
    """
    year = (number.end or number.text.end).year
    low, high = year - int(number.value.high), year - int(number.value.low)
    return (low, high) if number.kind == "ordinal" else (low - 1, high)


def _origin_words(number: Number) -> str:
    low, high = origin(number)
    year = (number.end or number.text.end).year
    return f"{number.value} in {year}: {low if low == high else f'{low} to {high}'}"


def _same_origin(one: Number, other: Number) -> Comparison:
    (low, high), (least, most) = origin(one), origin(other)
    holds = max(low, least) <= min(high, most)
    reason = f"Both {'can count' if holds else 'cannot count'} from one year."
    return held("ages", [one], [other], verdict_of(holds), "same origin",
                 f"{_origin_words(one)}; {_origin_words(other)}", reason,
                 () if holds else ("The year is counted inclusively in one of them.",))  # fmt: skip
