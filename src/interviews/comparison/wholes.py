"""Rules for parts and wholes, shares, and values of one unit."""

from collections.abc import Iterator
from itertools import combinations, product

from interviews.comparison.amounts import (
    agree,
    bare,
    fine,
    flows,
    is_flow,
    is_within,
    overlapping,
    period_of,
    wholes_of,
)
from interviews.comparison.records import Comparison, Number, held, set_aside, verdict_of
from interviews.comparison.relations import PER, SHARE_OF, SIZE_OF, STOCK_OF
from interviews.comparison.totals import two_compilers


def parts(numbers: list[Number]) -> Iterator[Comparison]:
    """Hold parts against wholes, flows against later stocks, ranks against the number ranked."""
    for part, whole in product(numbers, numbers):
        if whole.measure in wholes_of(part.measure) and is_flow(part) and is_flow(whole):
            fits = part.period.within(whole.period)
            yield _contained(part, whole, fits, "The whole is for another period than the part.")
        elif STOCK_OF.get(part.measure) == whole.measure and is_flow(part):
            before = whole.start is not None and part.end is not None and part.end <= whole.start
            yield _contained(part, whole, before, "The flow was not over at the date of the stock.")
        elif SIZE_OF.get(part.measure) == whole.measure:
            fits = part.period.overlaps(whole.period)
            yield _contained(part, whole, fits, "Rank and number are for different times.")


def _contained(part: Number, whole: Number, fits: bool, otherwise: str) -> Comparison:
    if not fits:
        return set_aside("parts", [part], [whole], "other period", otherwise)
    holds = part.value.low <= whole.value.high
    sign, how = ("≤", "is no larger than") if holds else (">", "exceeds")
    return held(
        "parts", [part], [whole], verdict_of(holds), "part of whole",
        f"{bare(part.value)} {sign} {bare(whole.value)}", f"The part {how} the whole.",
        () if holds else (two_compilers(part, whole),),
    )  # fmt: skip


def shares(numbers: list[Number]) -> Iterator[Comparison]:
    """Work out from a share and a part the least the whole can be; hold stated wholes to it."""
    for share in (n for n in numbers if n.measure in SHARE_OF and n.kind == "share"):
        part_measure, whole_measure = SHARE_OF[share.measure]
        made = [
            _share_held(share, part, numbers, whole_measure)
            for part in numbers
            if is_flow(part)
            and part_measure in (part.measure, *wholes_of(part.measure))
            and part.period == share.period
        ]
        yield from (one for group in made for one in group)
        if not made:
            yield set_aside("shares", [share], [], "no part",
                         "No part of the whole is stated for that period.")  # fmt: skip


def _share_held(
    share: Number, part: Number, numbers: list[Number], whole_measure: str | None
) -> Iterator[Comparison]:
    least = fine(part.value.whole(share.value))
    only = part.measure != SHARE_OF[share.measure][0]
    arithmetic = f"{least.formula}{' at least' if only else ''}"
    stated = [n for n in flows(numbers, whole_measure or "") if n.period == share.period]
    for whole in stated:
        holds = least.low <= whole.value.high and (only or agree(least, whole.value))
        yield held("shares", [share, part], [whole], verdict_of(holds), "same period",
                    f"{arithmetic}; stated: {whole.value}",
                    f"The whole that follows {'fits' if holds else 'does not fit'} the one stated.",
                    () if holds else (two_compilers(part, whole),), least, whole.value)  # fmt: skip
    if not stated:
        yield set_aside("shares", [share, part], [], "no total",
                     "No text states the whole.", arithmetic, (), least)  # fmt: skip


def unit_values(numbers: list[Number]) -> Iterator[Comparison]:
    """Work out what a unit costs or brings; hold two such values of one period together.

    A unit value alone contradicts nothing: it is reported, and set aside.
    """
    made = []
    for upper, lower in product(numbers, numbers):
        if PER.get(upper.measure) == lower.measure and upper.kind != "change":
            same = upper.text == lower.text and upper.period == lower.period
            if same and upper.start is not None:
                made.append((upper, lower))
                yield _unit_value(upper, lower)
            else:
                yield set_aside("unit-values", [upper], [lower], "other period",
                             "The two are not of one text and period.")  # fmt: skip
    for (upper, lower), (top, bottom) in combinations(made, 2):
        if upper.measure == top.measure:
            yield _unit_values_held(upper, lower, top, bottom)


def _unit_value(upper: Number, lower: Number) -> Comparison:
    each = fine(upper.value / lower.value)
    return set_aside("unit-values", [upper], [lower], "alone",
                  "A value for one unit, with nothing of its kind beside it in this pair.",
                  each.formula, (), each)  # fmt: skip


def _unit_values_held(upper: Number, lower: Number, top: Number, bottom: Number) -> Comparison:
    one, other = fine(upper.value / lower.value), fine(top.value / bottom.value)
    arithmetic = f"{one.formula}; {other.formula}"
    if upper.period != top.period:
        return set_aside("unit-values", [upper, lower], [top, bottom], "other period",
                      "Unit values of different periods may differ.", arithmetic)  # fmt: skip
    meets = agree(one, other)
    reason = f"Two unit values of one period {'agree' if meets else 'have no value in common'}."
    readings = () if meets else (two_compilers(upper, top),)
    return held("unit-values", [upper, lower], [top, bottom], verdict_of(meets), "same period",
                 arithmetic, reason, readings, one, other)  # fmt: skip
