"""Comparisons by rule: numbers of the texts held against each other.

Each rule looks at every pair it applies to and says of each *consistent*, *inconsistent* or *not
comparable*, with arithmetic and reason. What a later text states again is held against the first
statement only: see `repeats`. Intervals are compared, not points: a number stands for all that its
wording and rounding admit, and two are inconsistent only where no admitted values agree. "More
than" and "nearly" leave one side open, so they contradict little.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations

from interviews.comparison.orders import ages, ranks, series
from interviews.comparison.records import Comparison, Number, read, to_row
from interviews.comparison.repeats import split
from interviews.comparison.times import dates, time_of_writing
from interviews.comparison.totals import cumulative, implied_base, pace, restated
from interviews.comparison.wholes import parts, shares, unit_values

__all__ = ["RULES", "Comparison", "compare", "read", "to_row", "touched"]

RULES: dict[str, Callable[[list[Number]], Iterator[Comparison]]] = {
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
    "time-of-writing": time_of_writing,
}
"""The rules for numbers; each is documented at its function."""

OF_ONE_TEXT = ("dates", "time-of-writing")
"""Rules that hold the numbers of a text against that text: a repetition is no less in need."""

OF_REPETITIONS = ("restated", "unit-values", "ranks", "series", "ages")
"""Rules that hold like with like, and so a repetition with the first statement."""


def compare(numbers: Iterable[Number]) -> list[Comparison]:
    """Return what every rule finds, in the order of the rules.

    No pair is left out but those with a repetition, whose verdict is that of the first statement.
    """
    numbers = list(numbers)
    new, repetitions = split(numbers)
    found = []
    for name, rule in RULES.items():
        found += rule(numbers if name in OF_ONE_TEXT else new)
        if name in OF_REPETITIONS:
            found += (made for again in repetitions for made in again.held(rule))
    return found


def touched(comparisons: Iterable[Comparison]) -> set[frozenset[str]]:
    """Return every pair of ids that some rule held together, whatever came of it."""
    return {
        frozenset(pair)
        for made in comparisons
        for pair in combinations(dict.fromkeys((*made.left, *made.right)), 2)
    }
