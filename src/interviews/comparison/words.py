"""Claims in words, held against changes in numbers and against each other.

Only the direction is judged, never the strength: the texts have no yardstick for "rapid".
"""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations_with_replacement, islice, product

from interviews.comparison.amounts import change, monthly, range_of, signed
from interviews.comparison.periods import Period
from interviews.comparison.records import (
    CONSISTENT,
    CONTRADICTED,
    INCONSISTENT,
    NOT_COMPARABLE,
    SUPPORTED,
    UNTESTABLE,
    Claim,
    Comparison,
    Number,
    series_of,
)
from interviews.comparison.repeats import grouped, pairs
from interviews.comparison.totals import restated
from interviews.value import Value

STATED, LEVELS, PACE, RANKS = "stated change", "levels", "monthly pace", "ranks"
WORKED_OUT = {
    STATED: "A text states the change",
    LEVELS: "The change follows from two levels",
    PACE: "The change follows from two monthly means",
    RANKS: "The ranks are those of two dates",
}
WENT = {
    "up": "it rose",
    "down": "it fell",
    "flat": "it did not move",
    "rank-up": "the rank rose",
    "rank-down": "the rank fell",
    "rank-same": "the rank is the same",
}
# Directions that can be held against each other.
KINDS = (("up", "down", "flat"), ("high", "low"), ("rank-up", "rank-same"))


# --- changes ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """A change of a measure up to `period`, stated in a text or worked out from levels or ranks."""

    measure: str
    value: Value
    period: Period
    numbers: tuple[Number, ...]
    how: str
    arithmetic: str

    @property
    def direction(self) -> str:
        """Return up, down, flat, or open where rounding leaves it so; for ranks with rank-."""
        low, high = self.value.low, self.value.high
        if self.how == RANKS:
            return "rank-up" if low > 0 else "rank-down" if high < 0 else "rank-same"
        if low == high == 0:
            return "flat"
        return "up" if low > 0 else "down" if high < 0 else "open"


def changes(numbers: list[Number]) -> list[Change]:
    """Return the changes that the texts state, and those between levels of consecutive years.

    Levels over periods of different length are compared by their monthly means. Where two
    counts contradict each other on a measure, a level is compared only with levels of its own
    series (see `series_of`).
    """
    found = [_stated(n) for n in numbers if n.kind == "change" and n.period]
    split = split_measures(numbers)
    by_measure = grouped(_levels(numbers, split), key=lambda level: level[0].measure)
    for levels in by_measure.values():
        for older, newer in product(levels, repeat=2):
            if _follows(older[0], newer[0], newer[0].measure in split):
                found.append(_between(older, newer))
    return found


def _follows(older: Number, newer: Number, split: bool) -> bool:
    """Return whether a level is of the year after another, and of its series if that matters."""
    follows = older.period.end < newer.period.start
    next_year = newer.period.start.year - older.period.start.year == 1
    return follows and next_year and not (split and series_of(older) != series_of(newer))


def split_measures(numbers: list[Number]) -> set[str]:
    """Return the measures for which two statements of one period have no value in common."""
    clashing = {made.left[0] for made in restated(numbers) if made.verdict == INCONSISTENT}
    return {n.measure for n in numbers if n.id in clashing}


def _levels(numbers: list[Number], split: set[str]) -> list[tuple[Number, ...]]:
    """Return the flows, those that state one amount for one period and series together."""

    def stated(n: Number) -> Hashable:
        series = series_of(n) if n.measure in split else ""
        return n.measure, n.period, n.value.low, n.value.high, series

    return [tuple(rows) for rows in grouped((n for n in numbers if n.flow), stated).values()]


def _stated(number: Number) -> Change:
    value = signed(number)
    said = f"{number.period}: {'+' if value.number > 0 else ''}{value}, stated"
    return Change(number.measure, value, number.period, (number,), STATED, said)


def _between(older: tuple[Number, ...], newer: tuple[Number, ...]) -> Change:
    one, other = older[0], newer[0]
    paced = one.period.months != other.period.months
    before, after = (monthly(n) if paced else n.value for n in (one, other))
    moved = change(after, before)
    said = (
        f"{one.period} to {other.period}{', by the month' if paced else ''}: "
        f"{before} to {after}, {range_of(moved)}"
    )
    how = PACE if paced else LEVELS
    return Change(one.measure, moved, other.period, (*older, *newer), how, said)


def rank_changes(numbers: list[Number]) -> list[Change]:
    """Return for each rank given for two times, one after the other, by how many places it rose."""
    ranked = [n for n in numbers if n.kind == "rank" and n.period]
    places = grouped(ranked, key=lambda n: (n.measure, n.basis, n.period, n.value.number))
    alike = grouped(places.values(), key=lambda rows: (rows[0].measure, rows[0].basis))
    return [
        _between_ranks(before, after)
        for groups in alike.values()
        for before, after in product(groups, repeat=2)
        if before[0].period.end < after[0].period.start
    ]


def _between_ranks(before: list[Number], after: list[Number]) -> Change:
    one, other = before[0], after[0]
    places = one.value.number - other.value.number
    said = f"{one.value} in {one.period}, {other.value} in {other.period}"
    rise = Value(places, "count", "=", places, places)
    return Change(one.measure, rise, other.period, (*before, *after), RANKS, said)


# --- words against numbers --------------------------------------------------------------------


def words_against_numbers(claims: list[Claim], numbers: list[Number]) -> Iterator[Comparison]:
    """Hold every claim in words against every change, or change of rank, of its measure and time.

    A claim with a time of its own is held against changes that overlap it, a forecast against
    those that end after its text, any other against those that were over by then. That something
    is large or small cannot be tested: the texts give no yardstick.
    """
    moved, ranked, stated = (
        grouped(found, key=lambda one: one.measure)
        for found in (changes(numbers), rank_changes(numbers), numbers)
    )
    for claim in claims:
        pool = ranked if claim.direction.startswith("rank") else moved
        fit = pool.get(claim.measure, [])
        tests = [one for one in fit if _in_time(claim, one)]
        if claim.direction in KINDS[1] or not tests:
            yield _untestable(claim, stated.get(claim.measure, []), bool(fit))
        else:
            yield from (_weighed(claim, test) for test in tests)


def _in_time(claim: Claim, test: Change) -> bool:
    written = claim.text.period.end
    if claim.forecast and test.period.end <= written:
        return False
    if claim.period:
        return test.period.overlaps(claim.period)
    return claim.forecast or test.period.end <= written


def _untestable(claim: Claim, own: list[Number], other_time: bool) -> Comparison:
    if not own:
        ground, reason = "no number", "No text gives a number of this measure."
    elif claim.direction in KINDS[1]:
        ground, reason = "no yardstick", "Numbers are given, but none of what would be much."
    elif other_time:
        ground, reason = "other time", "The changes that are known are of another time."
    else:
        ground, reason = "no change", "The numbers given do not make a change."
    shown = ", ".join(f"{n.value} ({n.period})" for n in own)
    return _claimed(claim, own, UNTESTABLE, ground, shown, reason)


def _weighed(claim: Claim, test: Change) -> Comparison:
    found, basis = test.direction, WORKED_OUT[test.how]
    if found == "open":
        verdict = SUPPORTED if claim.direction == "flat" else UNTESTABLE
        reason = f"{basis}; within rounding it may go either way."
    else:
        verdict = SUPPORTED if claim.direction == found else CONTRADICTED
        reason = f"{basis}: {WENT[found]}."
    readings = _readings(claim, test) if verdict == CONTRADICTED else ()
    amounts = (test.value,)
    return _claimed(claim, test.numbers, verdict, test.how, test.arithmetic, reason, readings,
                    amounts)  # fmt: skip


def _readings(claim: Claim, test: Change) -> tuple[str, ...]:
    found = []
    if test.how == PACE:
        found.append("By the pace only: the flow may be uneven within a year, and the same months "
                     "of both years are not given.")  # fmt: skip
    unnamed = [n.id for n in test.numbers if not n.compiler]
    if test.how in (LEVELS, PACE) and 0 < len(unnamed) < len(test.numbers):
        found.append(f"Two counts: no compiler is named for {' and '.join(unnamed)}.")
    if test.how == RANKS:
        found.append("The rise may have come before the earlier of the two dates.")
    if not claim.period and not claim.forecast:
        found.append("The claim names no time: another one may be meant.")
    if not any(n.text == claim.text or claim.text.key in n.repeated_in for n in test.numbers):
        found.append("The numbers are those of other texts.")
    return tuple(found)


def _claimed(
    claim: Claim,
    numbers: Iterable[Number],
    verdict: str,
    ground: str,
    arithmetic: str,
    reason: str,
    readings: tuple[str, ...] = (),
    amounts: tuple[Value, ...] = (),
) -> Comparison:
    numbers = tuple(numbers)
    sentences = dict.fromkeys((claim.sentence, *(n.sentence for n in numbers)))
    return Comparison(
        "words-numbers", (claim.id,), tuple(n.id for n in numbers), verdict, ground, arithmetic,
        reason, readings, tuple(sentences), *amounts,
    )  # fmt: skip


# --- words against words ----------------------------------------------------------------------


def words_against_words(claims: list[Claim]) -> Iterator[Comparison]:
    """Hold claims about one measure against each other, where they speak of the same time.

    Claims of one text are taken to speak of one time unless both have a time of their own; a
    forecast is held against forecasts only, and one sentence not against itself. What a later
    text claims again is held against the first that claims it: see `repeats`.
    """
    judged = [claim for claim in claims if _kind(claim)]
    found = list(pairs(judged, key=lambda claim: (claim.text, claim.measure, _kind(claim))))
    for alike in grouped(judged, key=lambda claim: (claim.measure, _kind(claim))).values():
        found += _between_texts(alike)
    place = {claim.id: at for at, claim in enumerate(judged)}
    ordered = (sorted(pair, key=lambda claim: place[claim.id]) for pair in found)
    for one, other in sorted(ordered, key=lambda pair: [place[claim.id] for claim in pair]):
        yield _words_held(one, other)


def _kind(claim: Claim) -> tuple[str, ...]:
    """Return the directions that can be held against that of the claim; empty if there are none."""
    return next((kind for kind in KINDS if claim.direction in kind), ())


def _between_texts(claims: list[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Yield pairs of claims of different texts: each claim once, and each two kinds of claim once.

    Claims of one sense have one verdict: what is not yielded follows from what is.
    """
    senses = grouped(claims, key=lambda claim: (claim.direction, claim.forecast, claim.period))
    for one, other in combinations_with_replacement(senses.values(), 2):
        if one is other:
            yield from ((one[0], later) for later in one if later.text != one[0].text)
        else:
            crossed = ((a, b) for a, b in product(one, other) if a.text != b.text)
            yield from islice(crossed, 1)


def _words_held(one: Claim, other: Claim) -> Comparison:
    dated = bool(one.period and other.period)
    together = one.period.overlaps(other.period) if dated else one.text == other.text
    readings = ()
    if one.sentence == other.sentence:
        verdict, ground = NOT_COMPARABLE, "one sentence"
        reason = "One sentence says both, and puts them in order itself."
    elif not together or one.forecast != other.forecast:
        verdict, ground, reason = NOT_COMPARABLE, "other time", "They need not speak of one time."
    elif one.direction == other.direction:
        verdict, ground, reason = CONSISTENT, "one time", "Both say the same."
    else:
        verdict, ground, reason = INCONSISTENT, "one time", "They say different things of one time."
        readings = () if dated else ("One of them names no time: another one may be meant.",)
    said = " and ".join(f"“{claim.exact}” ({claim.direction})" for claim in (one, other))
    sentences = tuple(dict.fromkeys((one.sentence, other.sentence)))
    return Comparison("words-words", (one.id,), (other.id,), verdict, ground, said, reason,
                      readings, sentences)  # fmt: skip
