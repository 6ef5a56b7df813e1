"""Comparisons by rule: numbers of the texts held against each other, and words held against them.

Each rule looks at every pair it applies to and says of each *consistent*, *inconsistent* or *not
comparable*, with arithmetic and reason; a claim in words is *supported*, *contradicted* or
*untestable*. Intervals are compared, not points: a number stands for all that its wording and
rounding admit, and two are inconsistent only where no admitted values agree. "More than" and
"nearly" leave one side open, so they contradict little.
"""

from collections import Counter
from collections.abc import Iterable
from itertools import combinations
from math import isfinite

from interviews.comparison.orders import ages, ranks, series
from interviews.comparison.records import (
    NOT_COMPARABLE,
    UNTESTABLE,
    VERDICTS,
    Claim,
    Comparison,
    Number,
    Rule,
    Tally,
)
from interviews.comparison.times import dates, one_time_of_writing
from interviews.comparison.totals import cumulative, implied_base, pace, restated
from interviews.comparison.wholes import parts, shares, unit_values
from interviews.comparison.words import words_against_numbers, words_against_words


def compare(numbers: Iterable[Number], claims: Iterable[Claim] = ()) -> list[Comparison]:
    """Return what every rule finds, in the order of the rules; no pair of a rule is left out."""
    numbers, claims = list(numbers), list(claims)
    found = [made for rule in RULES.values() for made in rule(numbers)]
    found += words_against_numbers(claims, numbers)
    return found + list(words_against_words(claims))


def tally(comparisons: Iterable[Comparison]) -> list[Tally]:
    """Return the counts of each rule, in order of appearance; works on records and on rows."""
    by_rule: dict[str, list[Comparison]] = {}
    for made in comparisons:
        by_rule.setdefault(made.rule, []).append(made)
    return [
        Tally(
            rule,
            len(rows),
            {verdict: n for verdict in VERDICTS if (n := [r.verdict for r in rows].count(verdict))},
            dict(Counter(r.ground for r in rows if r.verdict in (NOT_COMPARABLE, UNTESTABLE))),
        )
        for rule, rows in by_rule.items()
    ]


def touched(comparisons: Iterable[Comparison]) -> set[frozenset[str]]:
    """Return every pair of ids that some rule held together, whatever came of it."""
    return {
        frozenset(pair)
        for made in comparisons
        for pair in combinations(dict.fromkeys((*made.left, *made.right)), 2)
    }


def to_row(made: Comparison) -> dict[str, str]:
    """Return a comparison as a row of data/derived/comparisons.csv."""
    lists = {
        name: "; ".join(getattr(made, name)) for name in ("left", "right", "readings", "sentences")
    }
    plain = {
        name: getattr(made, name)
        for name in ("id", "rule", "verdict", "ground", "arithmetic", "reason")
    }
    amounts = {
        f"{side}_{name}": _cell(getattr(value, attribute)) if value else ""
        for side, value in (("left", made.first), ("right", made.second))
        for name, attribute in (("value", "number"), ("low", "low"), ("high", "high"))
    }
    return plain | lists | {"unit": made.first.unit if made.first else ""} | amounts


def _cell(number: float) -> str:
    return f"{number:.10g}" if isfinite(number) else ""


RULES: dict[str, Rule] = {
    "implied-base": implied_base,
    "restated": restated,
    "cumulative": cumulative,
    "pace": pace,
    "parts": parts,
    "shares": shares,
    "unit-values": unit_values,
    "ranks": ranks,
    "series": series,
    "ages": ages,
    "dates": dates,
    "time-of-writing": one_time_of_writing,
}
