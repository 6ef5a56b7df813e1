"""The records that rules take and make: plain, frozen, without any library."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import inf

from interviews.values import Value

CONSISTENT, INCONSISTENT, NOT_COMPARABLE = "consistent", "inconsistent", "not comparable"
SUPPORTED, CONTRADICTED, UNTESTABLE = "supported", "contradicted", "untestable"
VERDICTS = (CONSISTENT, INCONSISTENT, NOT_COMPARABLE, SUPPORTED, CONTRADICTED, UNTESTABLE)


@dataclass(frozen=True)
class Text:
    """A document: its name, the country of its outlet, and when it can have appeared."""

    key: str
    short: str
    country: str
    start: date
    end: date
    basis: str


@dataclass(frozen=True)
class Number:
    """A coded quantity; `said` is its sentence, `phrase` its period as the text puts it.

    `side` is that of the voice: china, vietnam, or outlet. Dates are None where there are none.
    """

    id: str
    text: Text
    sentence: str
    said: str
    value: Value
    measure: str
    kind: str
    direction: str
    phrase: str
    start: date | None
    end: date | None
    base_start: date | None
    base_end: date | None
    compiler: str
    basis: str
    side: str


@dataclass(frozen=True)
class Claim:
    """A claim in words about a measure; `start` and `end` bound the time meant, if it is said."""

    id: str
    text: Text
    sentence: str
    exact: str
    measure: str
    direction: str
    start: date | None
    end: date | None

    @property
    def forecast(self) -> bool:
        """Return whether the claim is about what is still to come ("will", "may")."""
        moving = self.direction not in ("high", "low")
        return moving and re.search(r"\b(will|may)\b", self.exact) is not None


@dataclass(frozen=True)
class Comparison:
    """What a rule found: `left` held against `right` (ids; right is empty for what stands alone).

    `ground` is what the verdict rests on, in a word or two; `readings` are those under which an
    inconsistent pair could still be right. `first` and `second` are the two values compared,
    stated or worked out; None where the comparison is not one of amounts.
    """

    rule: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    verdict: str
    ground: str
    arithmetic: str
    reason: str
    readings: tuple[str, ...]
    sentences: tuple[str, ...]
    first: Value | None = None
    second: Value | None = None

    @property
    def id(self) -> str:
        """Return the rule and the ids, which no other comparison shares."""
        sides = ["+".join(ids) for ids in (self.left, self.right) if ids]
        return "/".join([self.rule, *sides])


@dataclass(frozen=True)
class Tally:
    """How many comparisons a rule made, by verdict, and why pairs were set aside."""

    rule: str
    looked_at: int
    verdicts: dict[str, int]
    set_aside: dict[str, int]


Rule = Callable[[list[Number]], Iterator[Comparison]]


def read_text(row: Mapping[str, str]) -> Text:
    """Return a document from its row of data/coded/documents.csv."""
    start, end = (date.fromisoformat(row[name]) for name in ("date_start", "date_end"))
    return Text(row["document"], row["short"], row["outlet_country"], start, end, row["basis"])


def read_number(row: Mapping[str, str], text: Text, said: str, side: str) -> Number:
    """Return a quantity from its row of data/derived/quantities.csv."""
    low, high = float(row["low"]), float(row["high"] or inf)
    value = Value(float(row["value"]), row["unit"], row["comparator"], low, high)
    dates = ("period_start", "period_end", "base_start", "base_end")
    return Number(
        row["id"], text, row["sentence"], said, value, row["measure"], row["kind"],
        row["direction"], row["period"], *(_day(row[name]) for name in dates),
        row["compiler"], row["basis"], side,
    )  # fmt: skip


def read_claim(row: Mapping[str, str], text: Text) -> Claim:
    """Return a claim from its row of data/coded/characterisations.csv."""
    start, end = _day(row["period_start"]), _day(row["period_end"])
    said = (row["exact"], row["measure"], row["direction"])
    return Claim(row["id"], text, row["sentence"], *said, start, end)


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def held(
    rule: str, left: Iterable[Number], right: Iterable[Number], verdict: str, ground: str,
    arithmetic: str, reason: str, readings: tuple[str, ...] = (),
    first: Value | None = None, second: Value | None = None,
) -> Comparison:  # fmt: skip
    left, right = tuple(left), tuple(right)
    return Comparison(
        rule, tuple(n.id for n in left), tuple(n.id for n in right), verdict, ground, arithmetic,
        reason, readings, tuple(dict.fromkeys(n.sentence for n in (*left, *right))), first, second,
    )  # fmt: skip


def set_aside(
    rule: str, left: Iterable[Number], right: Iterable[Number], ground: str, reason: str,
    arithmetic: str = "", readings: tuple[str, ...] = (),
    first: Value | None = None, second: Value | None = None,
) -> Comparison:  # fmt: skip
    return held(rule, left, right, NOT_COMPARABLE, ground, arithmetic, reason, readings,
                 first, second)  # fmt: skip


def _claimed(
    claim: Claim, numbers: Iterable[Number], verdict: str, ground: str, arithmetic: str,
    reason: str, readings: tuple[str, ...] = (), first: Value | None = None,
) -> Comparison:  # fmt: skip
    numbers = tuple(numbers)
    sentences = dict.fromkeys((claim.sentence, *(n.sentence for n in numbers)))
    return Comparison(
        "words-against-numbers", (claim.id,), tuple(n.id for n in numbers), verdict, ground,
        arithmetic, reason, readings, tuple(sentences), first,
    )  # fmt: skip


def verdict_of(holds: bool) -> str:
    return CONSISTENT if holds else INCONSISTENT
