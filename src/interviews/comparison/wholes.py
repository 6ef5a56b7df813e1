"""Rules for parts and wholes, for shares, and for values of one unit."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from interviews.comparison.amounts import agree, fine
from interviews.comparison.records import Comparison, Number, held, set_aside, verdict_of
from interviews.comparison.repeats import grouped, pairs
from interviews.comparison.totals import two_compilers
from interviews.value import Value


def parts(numbers: list[Number]) -> Iterator[Comparison]:
    """Hold parts against wholes, flows against later stocks, ranks against the number ranked."""
    for part, whole in _related(numbers, lambda number: number.about.bounds):
        if whole.measure in part.about.wholes and part.flow and whole.flow:
            fits = part.period.within(whole.period)
            yield _contained(part, whole, fits, f"The part is for {part.period}, the whole "
                             f"for {whole.period}.")  # fmt: skip
        elif part.about.adds_to == whole.measure and part.flow and whole.period:
            over = part.period.end <= whole.period.start
            yield _contained(part, whole, over, "The flow was not over at the date of the stock.")
        elif part.about.ranked_among == whole.measure:
            fits = part.period.overlaps(whole.period)
            yield _contained(part, whole, fits, "Rank and number are for different times.")


def _related(
    numbers: list[Number], others: Callable[[Number], Collection[str]]
) -> Iterator[tuple[Number, Number]]:
    """Yield each number with every one whose measure is among the `others` of its own."""
    wanted = {number.measure: others(number) for number in numbers}
    found = {
        measure: [n for n in numbers if n.measure in names]
        for measure, names in wanted.items()
        if names
    }
    for one in numbers:
        for other in found.get(one.measure, ()):
            yield one, other


def _contained(part: Number, whole: Number, fits: bool, otherwise: str) -> Comparison:
    if not fits:
        return set_aside("parts", [part], [whole], "other period", otherwise)
    holds = part.value.low <= whole.value.high
    sign, how = ("≤", "is no larger than") if holds else (">", "exceeds")
    return held(
        "parts", [part], [whole], verdict_of(holds), "part of whole",
        f"{_bare(part.value)} {sign} {_bare(whole.value)}", f"The part {how} the whole.",
        (two_compilers(part, whole),),
    )  # fmt: skip


def _bare(value: Value) -> str:
    """Return a rank or a count as a plain number, so that the two can stand beside each other."""
    return f"{value.number:,g}" if value.unit in ("ordinal", "count") else str(value)


def shares(numbers: list[Number]) -> Iterator[Comparison]:
    """Work out from a share and a part the least the whole can be; hold stated wholes to it."""
    over = grouped((n for n in numbers if n.flow), key=lambda n: n.period)
    for share in (n for n in numbers if n.about.share_of and n.kind == "share"):
        levels = over.get(share.period, [])
        found = _parts_of(share, levels)
        for part in found:
            yield from _share_held(share, part, levels)
        if not found:
            reason = "No part of the whole is stated for that period."
            yield set_aside("shares", [share], [], "no part", reason)


def _parts_of(share: Number, levels: list[Number]) -> list[Number]:
    measure = share.about.share_of
    return [n for n in levels if measure in (n.measure, *n.about.wholes)]


def _share_held(share: Number, part: Number, levels: list[Number]) -> Iterator[Comparison]:
    implied = fine(part.value.whole(share.value))
    only = part.measure != share.about.share_of
    arithmetic = f"{implied.formula}{', and more if the part is not all' if only else ''}"
    stated = [n for n in levels if n.measure == share.about.share_whole]
    for whole in stated:
        holds = implied.low <= whole.value.high and (only or agree(implied, whole.value))
        how = "fits" if holds else "does not fit"
        yield held(
            "shares", [share, part], [whole], verdict_of(holds), "same period",
            f"{arithmetic}; stated: {whole.value}", f"The whole {how} the one stated.",
            (two_compilers(part, whole),), (implied, whole.value),
        )  # fmt: skip
    if not stated:
        reason = "No text states the whole."
        yield set_aside("shares", [share, part], [], "no total", reason, arithmetic, (), (implied,))


Unit = tuple[Number, Number, Value]


def unit_values(numbers: list[Number]) -> Iterator[Comparison]:
    """Work out what one unit costs or brings; hold two values of one measure and period together.

    A unit value alone contradicts nothing: it is reported, and set aside.
    """
    made: list[Unit] = []
    uppers = _related(numbers, lambda number: (number.about.per,) if number.about.per else ())
    for upper, lower in uppers:
        if upper.kind == "change":
            continue
        if upper.text == lower.text and upper.period and upper.period == lower.period:
            made.append((upper, lower, unit_value(upper, lower)))
            reason = "A value for one unit, reported with nothing to hold it against."
            yield set_aside("unit-values", [upper], [lower], "one value", reason,
                            made[-1][2].formula, (), made[-1][2:])  # fmt: skip
        else:
            reason = "The two are not of one text and period."
            yield set_aside("unit-values", [upper], [lower], "other period", reason)
    for one, other in pairs(made, key=lambda unit: unit[2].unit):
        yield _units_held(one, other)


def unit_value(upper: Number, lower: Number) -> Value:
    """Return the first number divided by the second, per one of what the second counts."""
    noun = upper.about.per_one
    each = fine(upper.value / lower.value)
    named = replace(each, unit=f"{upper.value.unit} per {noun}")
    how = each.formula.rpartition(" = ")[0]
    return named.named(f"{how} = {named}")


def _units_held(one: Unit, other: Unit) -> Comparison:
    arithmetic = f"{one[2].formula}; {other[2].formula}"
    left, right, amounts = one[:2], other[:2], (one[2], other[2])
    if one[0].measure != other[0].measure:
        reason = "One is of a flow, the other of a stock."
        return set_aside("unit-values", left, right, "other basis", reason, arithmetic, (), amounts)
    if one[0].period != other[0].period:
        reason = "Unit values of different periods may differ."
        return set_aside(
            "unit-values", left, right, "other period", reason, arithmetic, (), amounts
        )
    meets = agree(*amounts)
    reason = f"Two unit values of one period {'agree' if meets else 'have no value in common'}."
    return held("unit-values", left, right, verdict_of(meets), "same period", arithmetic, reason,
                (two_compilers(one[0], other[0]),), amounts)  # fmt: skip
