"""Findings of the chapter on economics; all rest on printed numbers and words."""

from typing import Any

from interviews.finding import Condition, Finding, ids

TOTAL = "trade-total"
INVESTMENT = "fdi-cn-vn-flow"
DURIAN = "exports-durian-value"
BALANCE = "trade-balance-vn"
GROWING = r"rapid growth"
DEFICIT = r"deficit"
STATISTICS = "chinese-statistics"
DENIAL = r"pursue a trade surplus in doing trade"
TIMES = 3
"""How many times the most that valuation can do the gap is said to be, at least."""


def two_totals(report: Any) -> Finding:
    """Two totals of trade for one year, farther apart than valuation can set them."""
    larger, smaller = _totals(report)
    most = report.choices.valuation
    china, vietnam = report.quantity(larger.id), report.quantity(smaller.id)
    gap = china.change_from(vietnam)
    valuation = 100 * (most - 1)
    return Finding(
        "economics-two-totals",
        "For 2023 {first} gives {larger} of trade, by Chinese statistics; {second}, who names no "
        "source, gives {smaller}. The larger is {gap} above the smaller. By a convention of the "
        "IMF, freight and insurance could set two such totals {most} apart at most, and would make "
        "the Vietnamese one the larger while Vietnam imports more than it exports. Neither total "
        "is shown to be wrong.",
        values={
            "first": report.speaker(larger),
            "second": report.speaker(smaller),
            "larger": china,
            "smaller": vietnam,
            "gap": gap,
            "most": f"{valuation:.0f}%",
        },
        conditions=(
            Condition(
                f"the gap is more than {TIMES} times the most that valuation can make (here "
                f"{gap.low / valuation:.1f} times)",
                gap.low > TIMES * valuation,
                (larger.id, smaller.id),
            ),
            Condition(
                "a Chinese official gives the larger total and names Chinese statistics, a "
                "Vietnamese one gives the smaller and names nobody",
                (report.side(larger), report.side(smaller)) == ("china", "vietnam")
                and (larger.compiler, smaller.compiler) == (STATISTICS, ""),
                (larger.id, smaller.id),
            ),
        ),
    )


def december(report: Any) -> Finding:
    """Find the total of 2023 that the growth rate of 2024 fits."""
    larger, smaller = _totals(report)
    change = _one(report, TOTAL, "change", 2024)
    if change.period_end.month != 11:
        raise LookupError(f"{change.id} does not run to November: the sentence has to be another")
    level = _one(report, TOTAL, "level", 2024, change.period_end)
    before = report.quantity(level.id).before(report.quantity(change.id)).rounded(1)
    month = before / level.period_end.month
    fits, clashes = (report.quantity(one.id) - before for one in (smaller, larger))
    bound = report.choices.swing
    used = (larger.id, smaller.id, change.id, level.id)
    return Finding(
        "economics-december",
        "The account of {who}'s interview has {level} for January to November 2024 and {change} of "
        "growth, so {before} for the same months of 2023. From the lower total of 2023 that leaves "
        "{fits} for December, {as_usual} times a mean month; from the higher it leaves {clashes}, "
        "{too_much} times.",
        values={
            "who": report.speaker(level),
            "level": report.quantity(level.id),
            "change": report.quantity(change.id),
            "before": before,
            "fits": fits,
            "as_usual": fits / month,
            "clashes": clashes,
            "too_much": clashes / month,
        },
        conditions=(
            Condition(
                f"the lower total leaves a December within {bound:g} times a mean month, up or "
                f"down (here {fits / month} times)",
                1 / bound < (fits / month).low and (fits / month).high < bound,
                used,
            ),
            Condition(
                f"the higher total leaves one of more than {bound:g} mean months (here "
                f"{clashes / month})",
                (clashes / month).low > bound,
                used,
            ),
        ),
    )


def investment(report: Any) -> Finding:
    """Set a claim of rapid growth beside figures that fall by the month."""
    part = _of_year(report, INVESTMENT, "level", 2024)[0]
    earlier = _of_year(report, INVESTMENT, "level", 2023)
    year = next(one for one in _whole(earlier) if one.sentence == part.sentence)
    before = report.quantity(year.id) / _months(year)
    after = report.quantity(part.id) / _months(part)
    slower = after.change_from(before)
    beside = [row for row in report.said(GROWING) if row.sentence == part.sentence]
    return Finding(
        "economics-investment",
        "{who} says that Chinese investment “continues its rapid growth trend”. In the same "
        "sentence the figures come to {before} a month in 2023 and {after} a month in January to "
        "July 2024, {slower}. No text gives the same months of 2023, so this neither confirms nor "
        "refutes a trend.",
        values={"who": report.speaker(part), "before": before, "after": after, "slower": slower},
        conditions=(
            Condition(
                "the sentence with the figures speaks of rapid growth",
                bool(beside),
                (part.sentence,),
            ),
            Condition(
                "the mean month of 2024 is below that of 2023, whatever the rounding",
                slower.high < 0,
                (year.id, part.id),
            ),
            Condition(
                "no text gives the same months of 2023",
                part.period_end.month not in {one.period_end.month for one in earlier},
            ),
        ),
        sources=report.sources(beside),
    )


def durian(report: Any) -> Finding:
    """Set a value beside what a later value and its growth imply."""
    stated = _one(report, DURIAN, "level", 2023)
    later = _one(report, DURIAN, "level", 2024)
    change = _one(report, DURIAN, "change", 2024)
    base = report.quantity(later.id).before(report.quantity(change.id))
    used = (stated.id, later.id, change.id)
    return Finding(
        "economics-durian",
        "Speaking of exports to China, {first} gives {stated} of durian for 2023. "
        "The account of {second}'s interview has {level}, up {change} on last year. Read as 2024 "
        "on 2023, that implies {base} for 2023. Rounding does not close the gap; the second text "
        "names neither destination nor period.",
        values={
            "first": report.speaker(stated),
            "second": report.speaker(later),
            "stated": report.quantity(stated.id),
            "level": report.quantity(later.id),
            "change": report.quantity(change.id),
            "base": base,
        },
        conditions=(
            Condition(
                "the least that the later text implies is above the most that the earlier states",
                base.low > report.quantity(stated.id).high,
                used,
            ),
        ),
    )


def deficit(report: Any) -> Finding:
    """Who says "trade deficit", and that nobody gives its size."""
    said = [row for row in report.said(DEFICIT) if row.mode != "question"]
    denied = report.said(DENIAL)
    sized = [one for one in report.rows("quantities") if one.measure == BALANCE]
    return Finding(
        "economics-deficit",
        "Asked about the trade balance in {when}, {who} speaks of Vietnam's trade deficit, "
        "{times}, and denies that China seeks a surplus. No other speaker in these texts uses the "
        "word “deficit”, and no text gives its size.",
        values={
            "who": report.names(said),
            "when": report.dated(said[0].document) if said else "",
            "times": "once" if len(said) == 1 else f"{len(said)} times",
        },
        conditions=(
            Condition(
                "every sentence with “deficit” is by an official of China",
                {(report.side(row), report.office(row)) for row in said} == {("china", "official")},
                ids(said),
            ),
            Condition(
                "the same speaker denies in that interview that China seeks a surplus",
                {(row.document, report.speaker(row)) for row in denied}
                == {(row.document, report.speaker(row)) for row in said},
                ids(denied),
            ),
            Condition("no number in the texts is the balance of trade", not sized, ids(sized)),
        ),
        sources=report.sources(said),
    )


def _of_year(report: Any, measure: str, kind: str, year: int) -> list[Any]:
    """Return the numbers of a measure and a kind for a year or a part of it."""
    return [
        one
        for one in report.rows("quantities")
        if one.measure == measure
        and one.kind == kind
        and one.period_start is not None
        and one.period_start.year == one.period_end.year == year
    ]


def _one(report: Any, measure: str, kind: str, year: int, end: Any = None) -> Any:
    """Return the one number of a measure, a kind and a year; raises `LookupError`."""
    found = [one for one in _of_year(report, measure, kind, year) if end in (None, one.period_end)]
    if len(found) != 1:
        raise LookupError(f"{len(found)} numbers for {measure}, {kind}, {year}: one is needed")
    return found[0]


def _totals(report: Any) -> tuple[Any, Any]:
    """Return the largest and the smallest total of trade for 2023; raises `LookupError`."""
    totals = _whole(_of_year(report, TOTAL, "level", 2023))
    if len(totals) < 2:
        raise LookupError("two totals for the year are needed")
    smallest, *_, largest = sorted(totals, key=lambda one: one.value)
    return largest, smallest


def _whole(rows: list[Any]) -> list[Any]:
    """Return those for the whole of a year."""
    return [one for one in rows if _months(one) == 12]


def _months(one: Any) -> int:
    return one.period_end.month - one.period_start.month + 1


FINDINGS = (two_totals, december, investment, durian, deficit)
