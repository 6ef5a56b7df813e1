"""What a later text states again: it is held against the text that stated it first, and no other.

Texts of one time repeat each other. Were all their statements held together in pairs, the pairs
would grow with the square of the texts, and those beyond the first would say nothing new: their
verdicts follow from what is listed. So the rules take what is stated for the first time, and a
repetition adds no more rows than the first text has statements of its kind.
"""

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import TypeVar

from interviews.comparison.records import Comparison, Number, series_of

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
Rule = Callable[[list[Number]], Iterator[Comparison]]


def grouped(items: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    """Return the items by their key, keys and items in order of appearance."""
    groups: dict[K, list[T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups


def pairs(items: Iterable[T], key: Callable[[T], Hashable]) -> Iterator[tuple[T, T]]:
    """Yield every two items of one key, in the order of the items.

    >>> list(pairs(["ab", "c", "ad", "ae"], key=lambda word: word[0]))
    [('ab', 'ad'), ('ab', 'ae'), ('ad', 'ae')]
    """
    items = list(items)
    later = {name: deque(group) for name, group in grouped(items, key).items()}
    for item in items:
        others = later[key(item)]
        others.popleft()
        for other in others:
            yield item, other


@dataclass(frozen=True)
class Repetition:
    """All that a text states of something, which `first`, of an earlier text, states already."""

    first: list[Number]
    again: list[Number]

    def held(self, rule: Rule) -> Iterator[Comparison]:
        """Yield what `rule` makes of the repetition, and not what it makes of the first alone."""
        ids = {number.id for number in self.again}
        for made in rule([*self.first, *self.again]):
            if not ids.isdisjoint((*made.left, *made.right)):
                yield made


def split(numbers: list[Number]) -> tuple[list[Number], list[Repetition]]:
    """Return the numbers that state something for the first time, and the repetitions.

    A text repeats another where it agrees in all that the rules look at: not in one number only,
    but in all that it says of a measure, and of what is counted with it, for one period. Numbers
    come in the order of their texts in time, so that the first is the first to say so.
    """
    place = {number.id: at for at, number in enumerate(numbers)}
    passages = grouped(numbers, _passage).values()
    new, again = [], []
    for first, *later in grouped(passages, _senses).values():
        new += first
        again += [Repetition(first, rows) for rows in later]
    new.sort(key=lambda number: place[number.id])
    again.sort(key=lambda found: place[found.again[0].id])
    return new, again


def _passage(number: Number) -> Hashable:
    counted_with = number.about.per or number.measure
    return number.text.key, counted_with, number.period


def _senses(rows: list[Number]) -> Hashable:
    return tuple(map(sense, rows))


def sense(number: Number) -> Hashable:
    """Return all of a number that a rule looks at, but for its text and what stands beside it."""
    # An age without a period is counted from the year of its text.
    counted = bool(number.about.counts_from) and not number.period
    year = number.text.period.end.year if counted else None
    return (
        *STATED(number), series_of(number), bool(number.phrase), "Chin" in number.said, year,
    )  # fmt: skip


STATED = attrgetter(
    *("measure", "kind", "direction", "value", "period", "base", "compiler", "basis")
)
