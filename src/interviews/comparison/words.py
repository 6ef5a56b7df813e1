"""Claims in words, held against changes in numbers and against each other."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product

from interviews.comparison.amounts import (
    in_words,
    is_flow,
    monthly,
    months_of,
    overlapping,
    period_of,
    range_in_words,
    signed,
    when,
)
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
    _claimed,
)
from interviews.comparison.totals import restated
from interviews.values import Value


@dataclass(frozen=True)
class Change:
    """A change of a measure between two periods, stated in a text or worked out from levels."""

    measure: str
    value: Value
    start: date
    end: date
    numbers: tuple[Number, ...]
    how: str
    arithmetic: str


def changes(numbers: list[Number]) -> list[Change]:
    """Return the changes that the texts state, and those between levels of consecutive years.

    Levels over periods of different length are compared by their monthly means. Where two
    compilers contradict each other on a measure, a level is compared only with levels of its
    own series: that of the compiler or, if none is named, of the side that gives the number.
    """
    found = [
        Change(n.measure, signed(n), n.start, n.end, (n,), "stated change",
               f"{signed(n)} in {n.period} (stated)")
        for n in numbers if n.kind == "change" and n.start and n.end
    ]  # fmt: skip
    split = split_measures(numbers)
    for older, newer in product(_grouped_levels(numbers), repeat=2):
        one, other = older[0], newer[0]
        follows = one.measure == other.measure and other.start.year - one.start.year == 1
        apart = one.measure in split and compiled_by(one) != compiled_by(other)
        if follows and one.end < other.start and not apart:
            found.append(_between(older, newer))
    return found


def split_measures(numbers: list[Number]) -> set[str]:
    """Return the measures for which two statements of one period have no value in common."""
    clashing = {made.left[0] for made in restated(numbers) if made.verdict == INCONSISTENT}
    return {n.measure for n in numbers if n.id in clashing}


def compiled_by(number: Number) -> str:
    """Return the series of a number: china, vietnam, or the name of another compiler.

    A compiler that is named decides; if none is, the side of the voice, and for an outlet's own
    words its country. That is a presumption: the texts do not say so.
    """
    if number.compiler:
        return number.compiler.partition("-")[0].replace("chinese", "china")
    return number.text.country.lower() if number.side == "outlet" else number.side


def _grouped_levels(numbers: list[Number]) -> list[tuple[Number, ...]]:
    """Return the flows, those that state the same for the same period and series together."""
    groups: dict[tuple, list[Number]] = {}
    split = split_measures(numbers)
    for n in numbers:
        if is_flow(n):
            made_by = compiled_by(n) if n.measure in split else ""
            key = (n.measure, n.start, n.end, n.value.low, n.value.high, made_by)
            groups.setdefault(key, []).append(n)
    return [tuple(rows) for rows in groups.values()]


def _between(older: tuple[Number, ...], newer: tuple[Number, ...]) -> Change:
    one, other = older[0], newer[0]
    paced = one.period.months != other.period.months
    before, after = (monthly(n) if paced else n.value for n in (one, other))
    ratio = after / before
    low, high = ((bound - 1) * 100 for bound in (ratio.low, ratio.high))
    moved = Value((ratio.number - 1) * 100, "percent", ratio.comparator, low, high, decimals=1)
    how = "monthly pace" if paced else "levels"
    arithmetic = (
        f"{one.period} to {other.period}{', by the month' if paced else ''}: "
        f"{before} to {after}, {range_in_words(moved)}"
    )
    return Change(one.measure, moved, other.start, other.end, (*older, *newer), how, arithmetic)


def words_against_numbers(claims: list[Claim], numbers: list[Number]) -> Iterator[Comparison]:
    """Hold every claim in words against every change, or change of rank, of its measure and time.

    Only the direction is judged, never the strength. A claim with a time of its own is held
    against changes that overlap it, a forecast against those that end after its text, any other
    against those that were over by then. That something is large or small cannot be tested: the
    texts give no yardstick.
    """
    moved, ranked = changes(numbers), rank_changes(numbers)
    for claim in claims:
        own = [n for n in numbers if n.measure == claim.measure]
        pool = ranked if claim.direction.startswith("rank") else moved
        fit = [c for c in pool if c.measure == claim.measure]
        tests = [c for c in fit if _in_time(claim, c)]
        if claim.direction in ("high", "low") or not tests:
            yield _untestable(claim, own, bool(fit))
        else:
            yield from (_weighed(claim, test) for test in tests)


def rank_changes(numbers: list[Number]) -> list[Change]:
    """Return for each rank given for two times, one after the other, by how many places it rose."""
    groups: dict[tuple, list[Number]] = {}
    for n in numbers:
        if n.kind == "rank" and n.start and n.end:
            groups.setdefault((n.measure, n.basis, n.start, n.end, n.value.number), []).append(n)
    found = []
    for (older, before), (newer, after) in product(groups.items(), repeat=2):
        if older[:2] == newer[:2] and older[3] < newer[2]:
            places = older[4] - newer[4]
            rise = Value(places, "places", "=", places, places)
            said = (f"{before[0].value} in {in_words(older[2], older[3])}, "
                    f"{after[0].value} in {in_words(newer[2], newer[3])}")  # fmt: skip
            spans = (newer[2], newer[3], (*before, *after))
            found.append(Change(older[0], rise, *spans, "ranks", said))
    return found


def _in_time(claim: Claim, change: Change) -> bool:
    if claim.forecast and change.end <= claim.text.end:
        return False
    if claim.start and claim.end:
        return overlapping((change.start, change.end), (claim.start, claim.end))
    return claim.forecast or change.end <= claim.text.end


def _untestable(claim: Claim, own: list[Number], other_time: bool) -> Comparison:
    if not own:
        ground, reason = "no number", "No text gives a number of this measure."
    elif claim.direction in ("high", "low"):
        ground, reason = "no yardstick", "Numbers are given, but none of what would be much."
    elif other_time:
        ground, reason = "other time", "The changes that are known are of another time."
    else:
        ground, reason = "no change", "The numbers given do not make a change."
    shown = "; ".join(f"{n.value} ({n.period})" for n in own)
    return _claimed(claim, own, UNTESTABLE, ground, shown, reason)


def _weighed(claim: Claim, change: Change) -> Comparison:
    found = direction(change)
    reads = f"The number is that of a {change.how}" if "change" in change.how else (
        f"The change is worked out from {change.how}" if change.how != "monthly pace"
        else "The change is worked out from monthly means"
    )  # fmt: skip
    if found == "open":
        verdict = SUPPORTED if claim.direction == "flat" else UNTESTABLE
        reason = f"{reads}; within rounding it may go either way."
    else:
        verdict = SUPPORTED if claim.direction == found else CONTRADICTED
        reason = f"{reads}: {_WENT[found]}."
    readings = _claim_readings(claim, change) if verdict == CONTRADICTED else ()
    return _claimed(claim, change.numbers, verdict, change.how, change.arithmetic, reason,
                    readings, change.value)  # fmt: skip


_WENT = {
    "up": "it rose", "down": "it fell", "flat": "it did not move",
    "rank-up": "the rank rose", "rank-down": "the rank fell", "rank-same": "the rank is the same",
}  # fmt: skip


def direction(change: Change) -> str:
    """Return which way a change goes: up, down, flat, or open; with rank- before it for ranks."""
    low, high = change.value.low, change.value.high
    if change.how == "ranks":
        return "rank-up" if low > 0 else "rank-down" if high < 0 else "rank-same"
    if low == high == 0:
        return "flat"
    return "up" if low > 0 else "down" if high < 0 else "open"


def _claim_readings(claim: Claim, change: Change) -> tuple[str, ...]:
    found = []
    if change.how == "monthly pace":
        found.append("Contradicted by the pace only: the flow may not be even over the year, and "
                     "the same months of both years are not given.")  # fmt: skip
    if claim.start is None and not claim.forecast:
        found.append("The claim names no time: another one may be meant.")
    if all(n.text != claim.text for n in change.numbers):
        found.append("The numbers are other texts', not the speaker's own.")
    if change.how == "ranks":
        found.append("The rise may have come before the earlier of the two dates.")
    return tuple(found)


def words_against_words(claims: list[Claim]) -> Iterator[Comparison]:
    """Hold claims about one measure against each other, where they speak of the same time.

    Claims of one text without a time of their own are taken to speak of one time; a forecast is
    held against forecasts only.
    """
    kinds = (("up", "down", "flat"), ("high", "low"), ("rank-up", "rank-same"))
    for one, other in combinations(claims, 2):
        alike = any({one.direction, other.direction} <= set(kind) for kind in kinds)
        if one.measure == other.measure and alike:
            yield _words_held(one, other)


def _words_held(one: Claim, other: Claim) -> Comparison:
    dated = None not in (one.start, one.end, other.start, other.end)
    overlap = dated and overlapping((one.start, one.end), (other.start, other.end))
    together = overlap if dated else one.text == other.text
    together = together and one.forecast == other.forecast
    said = f"“{one.exact}” ({one.direction}), “{other.exact}” ({other.direction})"
    if one.sentence == other.sentence:
        verdict, ground = NOT_COMPARABLE, "one sentence"
        reason = "One sentence says both, and itself puts them in order."
    elif not together:
        verdict, ground, reason = NOT_COMPARABLE, "other time", "They need not speak of one time."
    elif one.direction == other.direction:
        verdict, ground, reason = CONSISTENT, "same direction", "Both say the same."
    else:
        verdict, ground, reason = INCONSISTENT, "one time", "They say different things of one time."
    readings = ("One of them names no time: another one may be meant.",) if not dated else ()
    sentences = tuple(dict.fromkeys((one.sentence, other.sentence)))
    return Comparison("words-against-words", (one.id,), (other.id,), verdict, ground, said, reason,
                      readings if verdict == INCONSISTENT else (), sentences)  # fmt: skip
