"""What findings ask of a report, and a light copy of its tables to ask again and again.

`interviews.firmness` asks each finding thousands of times what it says of altered tables. A `Trial`
answers from plain tuples, without evidence, and is altered by making another one that shares all
that did not change.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from interviews.value import Source, Value

Tables = Mapping[str, tuple[Any, ...]]
"""Rows of tables, by the name of the table."""


@dataclass(frozen=True)
class Choices:
    """The conventions that a finding may turn on, as the book sets them.

    A placebo sets the last two: the documents whose speakers, and those whose publishers, it calls
    Vietnamese; it calls the others Chinese.
    """

    unnamed: str = "unknown"  # side of observers and analysts without a name
    questions: bool = True  # whether what an interviewer says counts
    valuation: float = 1.06  # the most that imports c.i.f. exceed the same goods f.o.b.
    swing: float = 3.0  # how many times as fast or slow the rest of a year may run
    split: frozenset[str] | None = None
    published: frozenset[str] | None = None


class Asked:
    """What findings ask: who says which words, and on which side he is.

    A row is any record with `document` and the `voice` of its sentence.
    """

    choices = Choices()

    def rows(self, table: str) -> tuple[Any, ...]:
        """Return the rows of a table; raises `KeyError` where there is none."""
        raise NotImplementedError

    def said(self, pattern: str, everywhere: bool = False) -> list[Any]:
        """Return the sentences whose printed words match `pattern`, whatever their case.

        Headlines, captions and courtesies count only with `everywhere`, which counts questions
        too, whatever the convention.
        """
        left_out = {"apparatus"} if self.choices.questions else {"apparatus", "question"}
        return [
            row
            for row in self.rows("sentences")
            if matches(pattern, row.exact) and (everywhere or row.mode not in left_out)
        ]

    def side(self, row: Any) -> str:
        """Return the side of whoever says a row: china, vietnam, outlet or unknown."""
        if self.choices.split is not None:
            return "vietnam" if row.document in self.choices.split else "china"
        side = self._speaker(row).side
        return self.choices.unnamed if side == "unknown" else side

    def office(self, row: Any) -> str:
        """Return the kind of speaker of a row: official, expert or outlet."""
        return self._speaker(row).kind

    def speaker(self, row: Any) -> str:
        """Return the name of whoever says a row."""
        return self._speaker(row).name

    def names(self, rows: Iterable[Any]) -> str:
        """Return the names of those who say the rows, each once."""
        return " and ".join(dict.fromkeys(map(self.speaker, rows)))

    def outlet(self, row: Any) -> str:
        """Return the side of the publisher of a row's text: china or vietnam."""
        if self.choices.published is not None:
            return "vietnam" if row.document in self.choices.published else "china"
        countries = {one.document: one.outlet_country for one in self.rows("documents")}
        return countries[row.document].lower()

    def _speaker(self, row: Any) -> Any:
        return {one.voice: one for one in self.rows("speakers")}[row.voice]


@dataclass(frozen=True)
class Trial(Asked):
    """Tables by name, without evidence."""

    tables: Tables
    choices: Choices = field(default_factory=Choices)

    def rows(self, table: str) -> tuple[Any, ...]:
        """Return the rows of a table; raises `KeyError` where there is none."""
        return self.tables[table]

    def quantity(self, key: str) -> Value:
        """Return a number without its evidence; raises `KeyError`."""
        row = {one.id: one for one in self.tables["quantities"]}[key]
        return Value(row.value, row.unit, row.comparator, row.low, row.high)

    def count(self, rows: Iterable[Any]) -> Value:
        """Return how many rows there are."""
        number = float(len(list(rows)))
        return Value(number, "count", "=", number, number)

    def sources(self, rows: Iterable[Any]) -> tuple[Source, ...]:
        """Return no evidence: it is not what is tried."""
        return ()

    def dated(self, document: str) -> str:
        """Return the key of a document in place of its date."""
        return document

    def altered(self, table: str, rows: Iterable[Any]) -> "Trial":
        """Return a trial with other rows in one table."""
        return replace(self, tables={**self.tables, table: tuple(rows)})

    def without(self, document: str) -> "Trial":
        """Return a trial without one text and all that is coded in it."""
        kept = {
            name: tuple(row for row in rows if getattr(row, "document", "") != document)
            for name, rows in self.tables.items()
        }
        return replace(self, tables=kept)

    def under(self, **choices: Any) -> "Trial":
        """Return a trial under other conventions."""
        return replace(self, choices=replace(self.choices, **choices))


@lru_cache(maxsize=100_000)
def matches(pattern: str, words: str) -> bool:
    """Tell whether `words` hold `pattern`, whatever their case."""
    return re.search(pattern, words, re.IGNORECASE) is not None
