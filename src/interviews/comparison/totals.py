"""Rules for amounts over time: implied bases, one period told twice, cumulative levels, pace."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from interviews.comparison.amounts import (
    agree,
    fine,
    flow_pairs,
    flows,
    monthly,
    signed,
    worked,
)
from interviews.comparison.records import (
    CONSISTENT,
    Comparison,
    Number,
    held,
    set_aside,
    verdict_of,
)
from interviews.comparison.relations import CIF_FOB, SWING
from interviews.comparison.repeats import pairs
from interviews.value import Value

# --- a change and a level give a base ---------------------------------------------------------


def implied_base(numbers: list[Number]) -> Iterator[Comparison]:
    """Hold the base that a change and its level imply against every stated level of that time.

    A level of the same period must meet the base; of a longer or shorter one, the rest of the
    period must run at a pace within `SWING` of the part.
    """
    levels = flows(numbers)
    for change in (n for n in numbers if n.kind == "change"):
        of_measure = levels.get(change.measure, [])
        level = _level_of(change, of_measure)
        if level is None:
            reason = "No level is stated for the period of the change, so no base follows from it."
            yield set_aside("implied-base", [change], [], "no level", reason)
        else:
            yield from _bases(change, level, of_measure)


def _level_of(change: Number, levels: list[Number]) -> Number | None:
    """Return the level that a change leads to, from the same text if it has one."""
    reached = [n for n in levels if n.period == change.period]
    own = [n for n in reached if n.text == change.text]
    return next(iter([*own, *reached]), None)


def _bases(change: Number, level: Number, levels: list[Number]) -> Iterator[Comparison]:
    base = fine(level.value.before(signed(change)))
    stated = [n for n in levels if n.period.overlaps(change.base)]
    for other in stated:
        yield _base_held(change, level, base, other)
    if not stated:
        yield set_aside(
            "implied-base", [change, level], [], "no base level",
            f"No text states a level for {change.base}.",
            worked(base), _index_reading(change, level), (base,),
        )  # fmt: skip


def _base_held(change: Number, level: Number, base: Value, other: Number) -> Comparison:
    if change.base == other.period:
        return _same_base(change, level, base, other)
    if not change.base.nested(other.period):
        return set_aside(
            "implied-base", [change, level], [other], "other period",
            f"The base is for {change.base}, the level for {other.period}.", worked(base),
        )  # fmt: skip
    implied = replace(other, value=base, period=change.base)
    part, whole = sorted((implied, other), key=lambda n: n.period.months)
    rest = rest_of(part, whole)
    return held(
        "implied-base", [change, level], [other], rest.verdict, "part and rest",
        f"{worked(base)}; {rest.arithmetic}", rest.reason,
        (two_compilers(level, other), *_index_reading(change, level)), rest.paces,
    )  # fmt: skip


def _same_base(change: Number, level: Number, base: Value, other: Number) -> Comparison:
    meets = agree(base, other.value)
    readings = (
        two_compilers(level, other), *_destination(level, other), *mirrored(base, other),
        *_unstated_period(level), *_index_reading(change, level),
    )  # fmt: skip
    return held(
        "implied-base", [change, level], [other], verdict_of(meets), "same period",
        f"{worked(base)}; stated: {other.value}",
        f"The base and the level stated for {change.base} {_meeting(meets)}.",
        readings, (base, other.value),
    )  # fmt: skip


def _meeting(meets: bool) -> str:
    common = "agree" if meets else "have no value in common"
    return f"{common} within what wording and rounding admit"


# --- readings under which a contradiction could still be right --------------------------------


def two_compilers(one: Number, other: Number) -> str:
    """Return the reading that two numbers were compiled by two bodies, and which are named."""
    if one.compiler and one.compiler == other.compiler:
        return f"Both name {one.compiler}: a revision between the two dates."
    first, second = (
        f"compiled by {n.compiler.replace('-', ' ')}" if n.compiler else "no compiler named"
        for n in (one, other)
    )
    return f"Two counts: {one.id}, {first}, and {other.id}, {second}."


def _destination(one: Number, other: Number) -> tuple[str, ...]:
    """Return a reading for exports whose own sentence does not name the destination."""
    silent = [n.id for n in (one, other) if "Chin" not in n.said]
    if not silent or not one.measure.startswith("exports-"):
        return ()
    return (f"Another destination: China is not named in the sentence of {' and '.join(silent)}.",)


def _unstated_period(level: Number) -> tuple[str, ...]:
    if level.phrase or not level.period:
        return ()
    reading = f"the sentence of {level.id} names none, and {level.period} is how it was coded"
    return (f"Another period: {reading}.",)


def _index_reading(change: Number, level: Number) -> tuple[str, ...]:
    """Return the reading of a rise beyond 100% as an index: 222% *of* the base, not more."""
    if change.value.number <= 100 or change.direction != "up":
        return ()
    base = fine(level.value.whole(change.value))
    return (f"An index read as a change: at {change.value} of the base, the base is {base}.",)


# --- one period told twice --------------------------------------------------------------------

STATEMENTS = ("level", "share", "change", "count", "duration")


def restated(numbers: list[Number]) -> Iterator[Comparison]:
    """Hold two statements of one measure against each other.

    Statements for one period must meet, and changes be against one base. Without a common period
    a count that is the same in both is consistent, and all else is set aside. Flows of different
    periods are left to `cumulative` and `pace`; ranks, ordinals and ages to their own rules.
    """
    fit = [n for n in numbers if n.kind in STATEMENTS and not n.about.counts_from]
    for one, other in pairs(fit, key=lambda n: (n.measure, n.kind)):
        if not (one.flow and other.flow and one.period != other.period):
            yield _restated(one, other)


def _restated(one: Number, other: Number) -> Comparison:
    amounts = first, second = signed(one), signed(other)
    said = f"{first} and {second}"
    equal = first.number == second.number
    if one.base != other.base:
        reason = f"One is measured against {one.base}, the other against {other.base}."
        return set_aside("restated", [one], [other], "other base", reason, said)
    if one.period and one.period == other.period:
        meets = agree(*amounts)
        apart = "" if equal else f"; {fine(first - second).formula}"
        readings = (two_compilers(one, other), *mirrored(one.value, other))
        reason = f"Both are for {one.period} and {_meeting(meets)}."
        verdict = verdict_of(meets)
        return held("restated", [one], [other], verdict, "same period", said + apart, reason,
                    readings, amounts)  # fmt: skip
    if one.kind == "count" and equal:
        reason = "The count is the same in both."
        return held("restated", [one], [other], CONSISTENT, "same count", said, reason, (), amounts)
    reason = "They are not for one and the same period."
    return set_aside("restated", [one], [other], "other period", reason, said)


@dataclass(frozen=True)
class Mirror:
    """Two counts of one trade: the larger over the smaller, and the most that valuation can do."""

    ratio: Value
    limit: float

    @property
    def times(self) -> float:
        """Return the gap as a multiple of the widest gap that valuation can make."""
        return (self.ratio.number - 1) / (self.limit - 1)

    @property
    def explained(self) -> bool:
        """Return whether valuation alone can make the ratio."""
        return self.ratio.low <= self.limit


def mirror(one: Value, other: Value, factor: float = CIF_FOB) -> Mirror:
    """Return how far two counts of one trade are apart.

    Imports are valued c.i.f., exports f.o.b., so each side's count carries freight on what that
    side imports. Two totals M + f E and E + f M (M and E the two directions f.o.b., f the factor)
    are never farther apart than f, and the side that imports more has the larger one.

    >>> found = mirror(Value(133, "USD", low=133, high=133), Value(100, "USD", low=100, high=100))
    >>> found.explained, round(found.times, 1)
    (False, 5.5)
    """
    small, large = sorted((one, other), key=lambda value: value.number)
    return Mirror(large / small, factor)


def mirrored(value: Value, other: Number) -> tuple[str, ...]:
    """Return the reading of two counts as mirror statistics: size and sign of valuation."""
    if not other.about.mirrored:
        return ()
    found = mirror(value, other.value)
    gap = f"Mirror statistics: the larger is {found.ratio} times the other"
    size = (
        f"within the usual factor of {CIF_FOB} from f.o.b. to c.i.f."
        if found.explained
        else f"a gap {found.times:.1f} times the widest that the factor {CIF_FOB} "
        "from f.o.b. to c.i.f. can make"
    )
    return (f"{gap}, {size}, and valuation makes the count of the side that imports more larger.",)


# --- levels that add up within a year ---------------------------------------------------------


def cumulative(numbers: list[Number]) -> Iterator[Comparison]:
    """Hold levels that begin on one day and end on different days: they must not fall."""
    for pair in flow_pairs(numbers):
        short, long = sorted(pair, key=lambda n: n.period.months)
        if short.period.start == long.period.start:
            rises = long.value.high >= short.value.low
            yield held(
                "cumulative", [short], [long], verdict_of(rises), "same start",
                f"{short.value} in {short.period}, {long.value} in {long.period}",
                f"What is counted from one day on {'does not' if rises else 'cannot'} fall.",
                (two_compilers(short, long),), (short.value, long.value),
            )  # fmt: skip


def pace(numbers: list[Number]) -> Iterator[Comparison]:
    """Hold the monthly means of levels over different periods against each other.

    Where one period lies within the other, the rest must run at a pace within `SWING` of the
    part. Periods apart bind each other in nothing: a difference is a change, and is set aside.
    """
    for one, other in flow_pairs(numbers):
        if one.period.nested(other.period):
            part, whole = sorted((one, other), key=lambda n: n.period.months)
            rest = rest_of(part, whole)
            yield held("pace", [part], [whole], rest.verdict, "part and rest", rest.arithmetic,
                       rest.reason, (two_compilers(part, whole),), rest.paces)  # fmt: skip
        else:
            paces = (monthly(one), monthly(other))
            yield set_aside(
                "pace", [one], [other], "periods apart",
                "The periods differ: a difference is growth or decline and contradicts nothing.",
                f"{paces[0]} a month in {one.period}, {paces[1]} in {other.period}", (), paces,
            )  # fmt: skip


@dataclass(frozen=True)
class Rest:
    """What a part leaves of a whole: the monthly paces of part and rest, and what follows."""

    paces: tuple[Value, Value]
    arithmetic: str
    reason: str
    verdict: str


def rest_of(part: Number, whole: Number) -> Rest:
    """Return at what pace the rest of a period must run, given a part of it."""
    months = whole.period.months - part.period.months
    left = fine(whole.value - part.value)
    before, after = monthly(part), fine(left / months)
    # (whole - part) / part is whole / part - 1: written so, the part is not counted twice.
    ratio, scale = whole.value / part.value, part.period.months / months
    low, times, high = ((end - 1) * scale for end in (ratio.low, ratio.number, ratio.high))
    fits = high >= 1 / SWING and low <= SWING
    span = "one month" if months == 1 else f"{months} months"
    bound = "which can be" if fits else f"beyond the bound of {SWING:g} either way"
    return Rest(
        (before, after),
        f"{left.formula} for {span}: {after} a month against {before}, {times:.3g} times",
        f"The rest of {whole.period} has to run at {times:.3g} times the pace of the part, "
        f"{bound}.",
        verdict_of(fits),
    )
