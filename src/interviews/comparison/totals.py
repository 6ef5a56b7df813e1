"""Rules for amounts over time: implied bases, the same period told twice, cumulative levels, pace."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from interviews.comparison.amounts import (
    agree,
    fine,
    flow_pairs,
    flows,
    in_words,
    is_flow,
    is_within,
    monthly,
    months_of,
    number_of_months,
    overlapping,
    period_of,
    signed,
    worked,
)
from interviews.comparison.records import (
    CONSISTENT,
    INCONSISTENT,
    Comparison,
    Number,
    held,
    set_aside,
    verdict_of,
)
from interviews.comparison.relations import CIF_FOB, MIRRORED, ORIGIN_OF, SWING
from interviews.values import Value


def implied_base(numbers: list[Number]) -> Iterator[Comparison]:
    """Hold the base that a change and its level imply against every stated level of that time.

    A level of the same period must meet the base; of a longer or shorter one, the rest of the
    period must run at a pace within `SWING` of the part.
    """
    for change in (n for n in numbers if n.kind == "change"):
        levels = [n for n in flows(numbers, change.measure) if n.period == change.period]
        own = [n for n in levels if n.text == change.text] or levels
        if not own:
            yield set_aside(
                "implied-base", [change], [], "no level",
                "No level of the measure is stated for the period of the change, "
                "so no base follows from it.",
            )  # fmt: skip
        for level in own[:1]:
            yield from _bases(change, level, numbers)


def _bases(change: Number, level: Number, numbers: list[Number]) -> Iterator[Comparison]:
    base = fine(level.value.before(signed(change)))
    period = (change.base_start, change.base_end)
    stated = [n for n in flows(numbers, change.measure) if n.period.overlaps(period)]
    for other in stated:
        yield _base_held(change, level, base, other)
    if not stated:
        yield set_aside(
            "implied-base", [change, level], [], "no base level",
            f"No text states a level for {period}.",
            worked(base), _index_reading(change, level), base,
        )  # fmt: skip


def _base_held(change: Number, level: Number, base: Value, other: Number) -> Comparison:
    period = (change.base_start, change.base_end)
    implied = replace(other, value=base, start=period[0], end=period[1])
    if period == other.period:
        meets = agree(base, other.value)
        arithmetic = f"{worked(base)}; stated: {other.value}"
        reason = (
            f"The base and the level stated for {period} "
            + ("agree" if meets else "have no value in common")
            + " within what wording and rounding admit."
        )
        values, verdict, ground = (base, other.value), verdict_of(meets), "same period"
    elif period.nested(other.period):
        part, whole = sorted((implied, other), key=lambda n: n.period.months)
        rest = rest_of(part, whole)
        arithmetic, values = f"{worked(base)}; {rest.arithmetic}", rest.values
        reason, verdict, ground = rest.reason, rest.verdict, "part and rest"
    else:
        return set_aside("implied-base", [change, level], [other], "other period",
                      f"The base is for {period}, the level for "
                      f"{other.period}.", worked(base))  # fmt: skip
    readings = ()
    if verdict == INCONSISTENT:
        mirrored = mirror_reading(base, other) if ground == "same period" else ()
        readings = (
            two_compilers(level, other), *_unnamed(level, other), *mirrored,
            *_unstated_period(level), *_index_reading(change, level),
        )  # fmt: skip
    return held("implied-base", [change, level], [other], verdict, ground, arithmetic, reason,
                 readings, *values)  # fmt: skip


def _index_reading(change: Number, level: Number) -> tuple[str, ...]:
    """Return the reading of a rise beyond 100 % as an index: 222 % *of* the base, not more."""
    if change.value.number <= 100 or change.direction != "up":
        return ()
    base = fine(level.value.whole(change.value))
    return (f"An index read as a change: {change.value} of the base, not more than it, gives "
            f"a base of {base}.",)  # fmt: skip


def _unstated_period(level: Number) -> tuple[str, ...]:
    if level.phrase or level.start is None:
        return ()
    return (f"The sentence of {level.id} names no period: {level.period} is the "
            "coder's reading, and for a part of it the base is for a part too.",)  # fmt: skip


def two_compilers(one: Number, other: Number) -> str:
    if one.compiler and one.compiler == other.compiler:
        return f"Both name {one.compiler}: a revision between the two dates."
    names = [n.compiler or "none named" for n in (one, other)]
    return f"Two compilers: {one.id} ({names[0]}), {other.id} ({names[1]})."


def _unnamed(one: Number, other: Number) -> tuple[str, ...]:
    """Return a reading for exports whose own sentence does not name the destination."""
    if not one.measure.startswith("exports-"):
        return ()
    silent = [n.id for n in (one, other) if "Chin" not in n.said]
    if not silent:
        return ()
    return (f"Another destination: {' and '.join(silent)} "
            f"{'does' if len(silent) == 1 else 'do'} not name China in the sentence.",)  # fmt: skip


def restated(numbers: list[Number]) -> Iterator[Comparison]:
    """Hold two statements of one measure against each other.

    Statements for one period must meet. Without a common period a count that is the same in both
    is consistent, and all else is set aside. Flows of different periods are left to
    `cumulative` and `pace`, ranks, ordinals and ages to their own rules.
    """
    kinds = ("level", "share", "change", "count", "duration")
    fit = [n for n in numbers if n.kind in kinds and n.measure not in ORIGIN_OF]
    for one, other in combinations(fit, 2):
        alike = (one.measure, one.kind) == (other.measure, other.kind)
        if alike and not (is_flow(one) and is_flow(other) and one.period != other.period):
            yield _restated(one, other)


def _restated(one: Number, other: Number) -> Comparison:
    same = one.period == other.period
    meets, equal = agree(one.value, other.value), one.value.number == other.value.number
    apart = "" if equal else f"; {fine(one.value - other.value).formula}"
    arithmetic = f"{one.value} and {other.value}{apart}"
    if same and one.start is not None:
        reason = (
            f"Both are for {one.period} and "
            + ("agree" if meets else "have no value in common")
            + " within what wording and rounding admit."
        )
        compilers = (two_compilers(one, other), *mirror_reading(one.value, other))
        readings = () if meets else compilers
        return held("restated", [one], [other], verdict_of(meets), "same period", arithmetic,
                     reason, readings, one.value, other.value)  # fmt: skip
    if one.kind == "count" and equal:
        return held("restated", [one], [other], CONSISTENT, "same count", arithmetic,
                     "The count is the same in both.", (), one.value, other.value)  # fmt: skip
    return set_aside("restated", [one], [other], "other period",
                  "They are not for one and the same period.", arithmetic)  # fmt: skip


@dataclass(frozen=True)
class Mirror:
    """Two counts of one trade: their ratio, and what freight and insurance alone could make it."""

    ratio: Value
    limit: float

    @property
    def times(self) -> float:
        """Return the gap as a multiple of the widest gap that the factor allows."""
        return (self.ratio.number - 1) / (self.limit - 1)

    @property
    def explained(self) -> bool:
        """Return whether freight and insurance alone could make the ratio."""
        return self.ratio.low <= self.limit


def mirror(one: Value, other: Value, factor: float = CIF_FOB) -> Mirror:
    """Return how far two counts of one trade are apart, the larger over the smaller.

    Imports are valued c.i.f., exports f.o.b., so each side's count carries freight on what it
    imports. Two totals M + f E and E + f M (E, M the two directions f.o.b.) are never farther apart
    than f, whatever the balance, and the side that imports more has the larger one.

    >>> found = mirror(Value(133, "USD", low=133, high=133), Value(100, "USD", low=100, high=100))
    >>> found.explained, round(found.times, 1)
    (False, 5.5)
    """
    large, small = sorted((one, other), key=lambda value: -value.number)
    return Mirror(large / small, factor)


def mirror_reading(value: Value, other: Number) -> tuple[str, ...]:
    if other.measure not in MIRRORED:
        return ()
    found = mirror(value, other.value)
    size = f"{found.times:.1f} times what the factor {CIF_FOB} of c.i.f. to f.o.b. can do"
    return (
        f"Mirror statistics: two counts of one trade, the larger {found.ratio} times the other"
        + (", within the usual factor." if found.explained else f", {size}.")
        + " Valuation makes the count of the side that imports more the larger.",
    )


def cumulative(numbers: list[Number]) -> Iterator[Comparison]:
    """Hold levels that begin on one day and end on different days: they must not fall."""
    for one, other in flow_pairs(numbers):
        if one.start == other.start:
            short, long = sorted((one, other), key=lambda n: n.period.months)
            rises = long.value.high >= short.value.low
            yield held(
                "cumulative", [short], [long], verdict_of(rises), "same start",
                f"{short.value} to {in_words(short.end, short.end)}, {long.value} to "
                f"{in_words(long.end, long.end)}",
                "What is counted from one day on "
                + ("does not fall with time." if rises else "cannot fall with time."),
                () if rises else (two_compilers(short, long),), short.value, long.value,
            )  # fmt: skip


def pace(numbers: list[Number]) -> Iterator[Comparison]:
    """Hold the monthly means of levels over different periods against each other.

    Where one period lies within the other, the rest must run at a pace within `SWING` of the
    part. Periods apart bind each other in nothing: a difference is a change, and is set aside.
    """
    for one, other in flow_pairs(numbers):
        if one.period.within(other.period) or is_within(
            other.period, one.period
        ):
            part, whole = sorted((one, other), key=lambda n: n.period.months)
            rest = rest_of(part, whole)
            readings = (two_compilers(part, whole),) if rest.verdict == INCONSISTENT else ()
            yield held("pace", [part], [whole], rest.verdict, "part and rest",
                        rest.arithmetic, rest.reason, readings, *rest.values)  # fmt: skip
        else:
            first, second = monthly(one), monthly(other)
            yield set_aside(
                "pace", [one], [other], "periods apart",
                "The periods differ: a difference is growth or decline and contradicts nothing.",
                f"{first} a month in {one.period}, {second} in {other.period}",
                (), first, second,
            )  # fmt: skip


@dataclass(frozen=True)
class Rest:
    """What a part leaves of a whole: the monthly paces of both, and what follows."""

    values: tuple[Value, Value]
    arithmetic: str
    reason: str
    verdict: str


def rest_of(part: Number, whole: Number) -> Rest:
    months = whole.period.months - part.period.months
    left = fine(whole.value - part.value)
    before, after = monthly(part), fine(left / months)
    # (whole - part) / part is whole / part - 1: written so, the part is not counted twice.
    ratio = whole.value / part.value
    scale = part.period.months / months
    low, high = ((bound - 1) * scale for bound in (ratio.low, ratio.high))
    times = (ratio.number - 1) * scale
    fits = high >= 1 / SWING and low <= SWING
    arithmetic = (
        f"{left.formula} in the other {number_of_months(months)}: {after} a month against {before}, "
        f"{times:.3g} times"
    )
    reason = (
        f"The rest of {whole.period} would have to run at {times:.3g} times the "
        + (
            "pace of the part, which can be."
            if fits
            else f"pace of the part, beyond the bound of {SWING:g} either way."
        )
    )
    return Rest((before, after), arithmetic, reason, verdict_of(fits))
