"""The records that rules take and make."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import inf, isfinite

from interviews.comparison.periods import Period
from interviews.comparison.relations import UNRELATED, Measure, read_measures
from interviews.value import Value

CONSISTENT, INCONSISTENT, NOT_COMPARABLE = "consistent", "inconsistent", "not comparable"
VERDICTS = (CONSISTENT, INCONSISTENT, NOT_COMPARABLE)


@dataclass(frozen=True)
class Text:
    """A document: the country of its outlet, and the days between which it can have appeared."""

    key: str
    country: str
    period: Period
    basis: str


@dataclass(frozen=True)
class Number:
    """A coded quantity; `said` is its sentence, `phrase` its period as the text puts it.

    `base` is the period that a change is measured against; `side` is that of the voice: china,
    vietnam, outlet or unknown; `compiler_country` is the one whose own count it is, and `about`
    says what its measure has to do with others.
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
    period: Period
    base: Period
    compiler: str
    basis: str
    side: str
    compiler_country: str = ""
    about: Measure = UNRELATED

    @property
    def flow(self) -> bool:
        """Return whether it adds up over its period, which must be one of whole months."""
        counted = self.kind == "count" and "flow" in self.basis
        adds_up = (self.kind == "level" or counted) and self.basis not in ("stock", "planned")
        return adds_up and self.period.whole


@dataclass(frozen=True)
class Comparison:
    """What a rule found: `left` held against `right` (ids; right is empty for what stands alone).

    `ground` is what the verdict rests on, in a word or two; `readings` are those under which an
    inconsistent pair could still be right. `first` and `second` are the two amounts compared,
    stated or worked out; None where no amounts are.
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


def read_text(row: Mapping[str, str]) -> Text:
    """Return a document from its row of data/coded/documents.csv."""
    return Text(row["document"], row["outlet_country"], _period(row, "date"), row["basis"])


def read_number(row: Mapping[str, str], text: Text, said: str, side: str, about: Measure) -> Number:
    """Return a quantity from its row of data/derived/quantities.csv."""
    low, high = float(row["low"]), float(row["high"] or inf)
    value = Value(float(row["value"]), row["unit"], row["comparator"], low, high)
    return Number(
        row["id"], text, row["sentence"], said, value, row["measure"], row["kind"],
        row["direction"], row["period"], _period(row, "period"), _period(row, "base"),
        row["compiler"], row["basis"], side, row["compiler_country"], about,
    )  # fmt: skip


def read(
    quantities: Iterable[Mapping[str, str]],
    documents: Iterable[Mapping[str, str]],
    sentences: Mapping[str, str],
    sides: Mapping[str, str],
    measures: Iterable[Mapping[str, str]],
) -> list[Number]:
    """Return the numbers of the documents given; those of others are left out.

    Rows are those of data/derived/quantities.csv and data/coded/documents.csv; `sentences` are
    texts by id, `sides` those of the voices, `measures` the rows of measures.csv.
    """
    texts = {row["document"]: read_text(row) for row in documents}
    about = read_measures(measures)
    return [
        read_number(
            row,
            texts[row["document"]],
            sentences[row["sentence"]],
            sides[row["voice"]],
            about[row["measure"]],
        )
        for row in quantities
        if row["document"] in texts
    ]


def series_of(number: Number) -> str:
    """Return whose count a number belongs to: china, vietnam, or the name of another compiler.

    A compiler that is named decides; if none is, the side of the voice, and for an outlet's own
    words its country. That is a presumption: the texts do not say so.
    """
    if number.compiler:
        return number.compiler_country.lower() or number.compiler
    return number.text.country.lower() if number.side == "outlet" else number.side


def _period(row: Mapping[str, str], name: str) -> Period:
    days = (row[f"{name}_start"], row[f"{name}_end"])
    return Period(*(date.fromisoformat(day) if day else None for day in days))


def to_row(made: Comparison) -> dict[str, str]:
    """Return a comparison as a row of data/derived/comparisons.csv."""
    plain = ("id", "rule", "verdict", "ground", "arithmetic", "reason")
    lists = ("left", "right", "readings", "sentences")
    amounts = {
        f"{side}_{name}": _cell(getattr(value, attribute)) if value else ""
        for side, value in (("left", made.first), ("right", made.second))
        for name, attribute in (("value", "number"), ("low", "low"), ("high", "high"))
    }
    return (
        {name: getattr(made, name) for name in plain}
        | {name: "; ".join(getattr(made, name)) for name in lists}
        | {"unit": made.first.unit if made.first else ""}
        | amounts
    )


def _cell(number: float) -> str:
    return f"{number:.10g}" if isfinite(number) else ""


def held(
    rule: str,
    left: Iterable[Number],
    right: Iterable[Number],
    verdict: str,
    ground: str,
    arithmetic: str,
    reason: str,
    readings: Iterable[str] = (),
    amounts: tuple[Value, ...] = (),
) -> Comparison:
    """Return a comparison of numbers; `readings` are kept only where they do not agree."""
    left, right = tuple(left), tuple(right)
    sentences = dict.fromkeys(number.sentence for number in (*left, *right))
    return Comparison(
        rule, tuple(n.id for n in left), tuple(n.id for n in right), verdict, ground, arithmetic,
        reason, tuple(readings) if verdict != CONSISTENT else (), tuple(sentences), *amounts,
    )  # fmt: skip


def set_aside(
    rule: str,
    left: Iterable[Number],
    right: Iterable[Number],
    ground: str,
    reason: str,
    arithmetic: str = "",
    readings: Iterable[str] = (),
    amounts: tuple[Value, ...] = (),
) -> Comparison:
    """Return that numbers cannot be compared, and why."""
    verdict = NOT_COMPARABLE
    return held(rule, left, right, verdict, ground, arithmetic, reason, readings, amounts)


def verdict_of(holds: bool) -> str:
    """Return the verdict of a comparison that was made."""
    return CONSISTENT if holds else INCONSISTENT
