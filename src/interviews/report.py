"""What chapters and findings read: the coded texts as tables, and their numbers with evidence.

from interviews import report
report = report.read()

A table is a DataFrame (`report.events`; `report.table("events")` for any table of the schema) and a
tuple of light records with the same columns (`report.rows("events")`), which findings use.
To disagree, make another report: `recode`, `drop`, `without` and `coder` leave this one as it is.
"""

from collections import namedtuple
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from math import inf
from pathlib import Path
from typing import Any

import pandas as pd

from interviews import derivation, paths
from interviews.codings import Codings, read_codings
from interviews.corpus import short_date
from interviews.majority import MAJORITY
from interviews.schema import Table
from interviews.trial import Asked
from interviews.value import Source, Value

Row = Any
"""A record with an attribute for each column; two reports share those that are the same."""

OUTLET = "reporter"  # the voice of an outlet's own narration
UNSTATED = "unstated"  # the basis of a number that could be on any
DERIVED = {"quantities": "derived-quantities", "comparisons": "derived-comparisons"}
OF_SENTENCES = ("short", "date", "text", "voice", "speaker", "side", "sentences")
# What every row that quotes a sentence shows some of.
SHOWN_WITH_OTHERS = ("documents", "speakers", "measures", "phrases")


class NotCodedError(KeyError):
    """A table or variable that the chosen coder did not code: the question cannot be asked."""

    def __str__(self) -> str:
        return str(self.args[0])


class Named:
    """A table as an attribute: `report.events` is `report.table("events")`."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, report: "Report", owner: type) -> pd.DataFrame:
        return report.table(self.name)


@dataclass(frozen=True)
class Report(Asked):
    """The coded texts through one coding (a letter, or the majority), without texts left out.

    Columns are those of the schema, with its types: dates are timestamps in DataFrames and
    `datetime.date` in rows, None where there is none; lists are tuples. Rows that quote a sentence
    have also `short` and `date` of the text, `text` of the sentence, `voice`, `speaker` and `side`
    of who says it, and `sentences`, the id in a tuple. The index of a DataFrame is the key of the
    row.
    """

    codings: Codings
    coded_by: str = MAJORITY
    left_out: tuple[str, ...] = ()
    alone: bool = False
    edits: tuple[tuple[str, str, Mapping[str, Any] | None], ...] = ()
    made: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    documents = Named()
    speakers = Named()
    sentences = Named()
    substance = Named()
    quantities = Named()
    events = Named()
    commitments = Named()
    outcomes = Named()
    links = Named()
    places = Named()
    phrases = Named()
    measures = Named()
    comparisons = Named()

    def table(self, name: str) -> pd.DataFrame:
        """Return a table of the schema as a DataFrame.

        Raises `KeyError` for a table that there is not, `NotCodedError` where the coder did not.
        """
        key = ("frame", name)
        if key not in self.made:
            rows = self.rows(name)
            columns = self._record(name)._fields
            frame = pd.DataFrame(rows, columns=columns, index=[self.key(name, r) for r in rows])
            for column in [c for c in columns if self._is_date(name, c)]:
                frame[column] = pd.to_datetime(frame[column])
            self.made[key] = frame
        return self.made[key]

    def rows(self, table: str) -> tuple[Row, ...]:
        """Return the same table as immutable records.

        `substance` is every sentence that says something: all but apparatus.
        """
        if table not in self.made:
            if table == "substance":
                made = tuple(r for r in self.rows("sentences") if r.mode != "apparatus")
            else:
                made = tuple(self._edited(table, self._read(table)))
            self.made[table] = made
        return self.made[table]

    def key(self, name: str, row: Row) -> str:
        """Return what names a row in `recode`: its id, or the parts of its key with a stroke."""
        key = self._schema(name).key or ("sentence", "exact")
        return "/".join(str(getattr(row, part)) for part in key if part != "coder")

    def dated(self, document: str) -> str:
        """Return the date of a text in words; raises `KeyError`."""
        return self._found("documents", document).said

    def quantity(self, key: str) -> Value:
        """Return one coded number by its id; raises `KeyError` for an id that there is not."""
        row = self._found("quantities", key)
        basis = getattr(row, "basis", UNSTATED)  # not every coder says
        # Flows over periods of any length go together; a flow and a stock do not.
        basis = "flow" if basis.startswith("flow-") else basis
        words = (self.source(row.sentence, row.exact),)
        return Value(
            row.value, row.unit, row.comparator, row.low, row.high, sources=words,
            basis="" if basis == UNSTATED else basis,
        )  # fmt: skip

    def count(self, rows: pd.DataFrame | Iterable[Row], unit: str = "count") -> Value:
        """Return how many rows there are, with the sentence of each as evidence."""
        rows = rows if isinstance(rows, pd.DataFrame) else tuple(rows)
        number = float(len(rows))
        return Value(number, unit, "=", number, number, sources=self.sources(rows))

    def source(self, sentence: str, exact: str = "") -> Source:
        """Return a sentence as evidence; `exact` is the part that is quoted."""
        row = self._found("sentences", sentence)
        facts = self._found("documents", row.document)
        name = facts.outlet if row.voice == OUTLET else row.speaker
        quoted = "" if exact == row.text else exact
        return Source(sentence, row.text, quoted, name, facts.outlet, facts.said)

    def sources(self, rows: pd.DataFrame | Iterable[Row]) -> tuple[Source, ...]:
        """Return the sentence, or all the sentences, of every row as evidence."""
        pairs = _quoted_in_frame(rows) if isinstance(rows, pd.DataFrame) else _quoted(rows)
        return tuple(self.source(*pair) for pair in dict.fromkeys(pairs) if pair[0])

    def themed(self, theme: str, rows: pd.DataFrame | None = None) -> pd.DataFrame:
        """Return the sentences that speak of `theme`, as their first or a further theme."""
        rows = self.substance if rows is None else rows
        return rows[[theme in themes for themes in rows["themes"]]]

    def recode(self, name: str, key: str, /, **cells: Any) -> "Report":
        """Return a report in which one row has other cells, as typed or as the CSV has them.

        Raises `KeyError` for a row or column that there is not.
        """
        fields = self._schema(name).fields
        typed: dict[str, Any] = {
            column: fields[column].typed(cell)
            if isinstance(cell, str) and column in fields
            else cell
            for column, cell in cells.items()
        }
        unknown = set(typed) - set(self._record(name)._fields)
        if unknown:
            raise KeyError(f"{name} has no column {', '.join(sorted(unknown))}")
        if "themes" in typed:
            typed["theme"] = typed["themes"][0] if typed["themes"] else ""
        if name == "sentences" and "voice" in typed:
            speaker = self._found("speakers", typed["voice"])
            typed |= {"speaker": speaker.name, "side": speaker.side}
        self._found(name, key)
        apart = name in SHOWN_WITH_OTHERS or (name == "sentences" and "voice" in typed)
        return self._changed(name, key, typed, apart)

    def drop(self, name: str, key: str) -> "Report":
        """Return a report without one row; raises `KeyError` for one that there is not."""
        self._found(name, key)
        return self._changed(name, key, None, name in (*SHOWN_WITH_OTHERS, "sentences"))

    def without(self, document: str) -> "Report":
        """Return a report without one text; raises `KeyError` for one that there is not."""
        self._found("documents", document)
        return replace(self, left_out=(*self.left_out, document), made={})

    def coder(self, letter: str, alone: bool = True) -> "Report":
        """Return a report on one coding, or on the majority; edits are not taken along.

        `alone`: a table that the coder did not code raises `NotCodedError`, and what the coder did
        not judge has no column, but for who speaks and in what form, which the page shows. Else
        the majority stands there. Raises `ValueError` for a letter that no coder has.
        """
        return replace(choose(self.codings, letter, self.left_out), alone=alone)

    def _changed(
        self, name: str, key: str, cells: Mapping[str, Any] | None, apart: bool
    ) -> "Report":
        """Return a report with one more edit, which shares the tables that it does not touch."""
        edits = (*self.edits, (name, key, cells))
        if apart:
            return replace(self, edits=edits, made={})
        made = dict(self.made)
        for part in {name, "substance" if name == "sentences" else name, "comparisons"}:
            made.pop(part, None)
            made.pop(("frame", part), None)
        rows, at = self.rows(name), self._places(name)[key]
        changed = () if cells is None else (rows[at]._replace(**cells),)
        made[name] = rows[:at] + changed + rows[at + 1 :]
        if cells is None:
            del made["at", name]
        return replace(self, edits=edits, made=made)

    def _edited(self, name: str, rows: Iterable[Row]) -> Iterator[Row]:
        changed: dict[str, dict[str, Any]] = {}
        dropped = {key for table, key, cells in self.edits if table == name and cells is None}
        for table, key, cells in self.edits:
            if table == name and cells is not None:
                changed.setdefault(key, {}).update(cells)
        for row in rows:
            key = self.key(name, row) if changed or dropped else ""
            if key not in dropped:
                yield row._replace(**changed[key]) if key in changed else row

    def _read(self, name: str) -> Iterator[Row]:
        """Yield the records of a table as coded."""
        record = self._record(name)
        for cells in self._cells(name):
            document = cells.get("document")
            if isinstance(document, str) and document in self.left_out:
                continue
            # What a text says of a promise goes with the promise.
            if name == "outcomes" and cells["commitment"] not in self._promises():
                continue
            yield record(**{column: cells[column] for column in record._fields})

    def _promises(self) -> set[str]:
        """Return the ids of the commitments, those of the majority where the coder has none."""
        coder = self.coded_by if self.codings.made(self.coded_by, "commitments") else MAJORITY
        rows = self.codings.chosen("commitments", coder)
        return {row["id"] for row in rows if row["document"] not in self.left_out}

    def _cells(self, name: str) -> Iterator[dict[str, Any]]:
        if name == "documents":
            return (_dated(row.typed(), row.cells) for row in self.codings.tables[name])
        if name == "sentences":
            return self._sentence_cells()
        if name == "comparisons":
            kept = [key for key in self.codings.corpus.document_keys() if key not in self.left_out]
            made = derivation.comparisons(self.codings, kept)
            return (self._typed(name, row) for row in made)
        if name == "quantities":
            made = derivation.quantities(self.codings, self._coder_of(name))
            return (self._dressed(_bounded(self._typed(name, row))) for row in made)
        rows = self.codings.chosen(name, self._coder_of(name))
        typed = (row.typed() for row in rows)
        return map(self._dressed, typed) if self._is_dressed(name) else typed

    def _coder_of(self, name: str) -> str:
        """Return whose rows of a table to take; raises `NotCodedError`."""
        judged = bool(self._schema(name).judged)
        if self.alone and judged and not self.codings.made(self.coded_by, name):
            raise NotCodedError(f"{name} were not coded by {self.coded_by}")
        return self.coded_by

    def _sentence_cells(self) -> Iterator[dict[str, Any]]:
        turns = {(t.document, t.number): t.kind for d in self.codings.corpus for t in d.turns}
        codes = self.codings.sentence_codes(self.coded_by)
        for sentence in self.codings.corpus.sentences():
            # A sentence that a coder was not given, or not given alone, has no codes.
            if sentence.id not in codes or sentence.document in self.left_out:
                continue
            code = codes[sentence.id]
            yield {
                **vars(code),
                "document": sentence.document,
                "exact": sentence.text,
                "paragraph": sentence.paragraph,
                "turn": sentence.turn,
                "kind": turns[sentence.document, sentence.turn],
                "theme": code.themes[0] if code.themes else "",
                **self._shown(sentence.document, sentence.id, sentence.text, code.voice),
            }

    def _dressed(self, cells: dict[str, Any]) -> dict[str, Any]:
        if cells["document"] in self.left_out:
            return cells
        sentence = self._found("sentences", cells["sentence"])
        return cells | {name: getattr(sentence, name) for name in OF_SENTENCES}

    def _shown(self, document: str, sentence: str, text: str, voice: str) -> dict[str, Any]:
        facts, speaker = self._found("documents", document), self._found("speakers", voice)
        return {
            "short": facts.short,
            "date": facts.date,
            "text": text,
            "speaker": speaker.name,
            "side": speaker.side,
            "sentences": (sentence,),
        }

    def _found(self, name: str, key: str) -> Row:
        try:
            return self.rows(name)[self._places(name)[key]]
        except KeyError:
            raise KeyError(f'no "{key}" in {self._schema(name).path}') from None

    def _places(self, name: str) -> dict[str, int]:
        """Return where the row of each key stands."""
        if ("at", name) not in self.made:
            self.made["at", name] = {self.key(name, r): n for n, r in enumerate(self.rows(name))}
        return self.made["at", name]

    def _schema(self, name: str) -> Table:
        name = "sentences" if name == "substance" else DERIVED.get(name, name)
        try:
            return self.codings.schema.tables[name]
        except KeyError:
            known = ", ".join(self.codings.schema.tables)
            raise KeyError(f'no table "{name}": the schema has {known}') from None

    def _typed(self, name: str, row: Mapping[str, Any]) -> dict[str, Any]:
        fields = self._schema(name).fields
        return {key: field.typed(str(row[key])) for key, field in fields.items()}

    def _is_dressed(self, name: str) -> bool:
        return "id" in self._schema(name).fields and self._schema(name).anchored

    def _is_date(self, name: str, column: str) -> bool:
        fields = self._schema(name).fields
        return column == "date" or (column in fields and fields[column].type == "date")

    def _not_judged(self, name: str) -> Iterator[str]:
        """Yield the columns that are somebody's judgement, but not this coder's."""
        table = self.codings.schema.tables["sentences" if name == "substance" else name]
        for column in table.judged:
            shown = table.name == "sentences" and column in ("voice", "mode")
            if not shown and not self.codings.made(self.coded_by, table.name, column):
                yield column
                if (table.name, column) == ("sentences", "themes"):
                    yield "theme"

    def _record(self, name: str) -> Any:
        fields = dict.fromkeys(self._schema(name).fields)
        if name == "documents":
            fields |= dict.fromkeys(("date", "said"))
        if name in ("sentences", "substance"):
            fields.pop("prefix")
            fields.pop("note")
            fields |= dict.fromkeys(("paragraph", "turn", "kind", "theme", *OF_SENTENCES))
        elif self._is_dressed(name):
            fields |= dict.fromkeys(OF_SENTENCES)
        if self.alone:
            for column in self._not_judged(name):
                fields.pop(column)
        return _record(name.replace("-", "_"), tuple(fields))


def read(root: Path | None = None, coder: str = MAJORITY, without: Iterable[str] = ()) -> Report:
    """Return the report that is being built or read, or that of another `root`.

    `coder` is a letter of data/coded/coders.csv or "majority"; `without` are keys of texts to leave
    out. Raises `ValueError` for a coder or text that there is not.
    """
    here = paths.find() if root is None else paths.Paths(root)
    return choose(read_codings(here), coder, tuple(without))


def choose(codings: Codings, coder: str, without: tuple[str, ...] = ()) -> Report:
    """Return a report on codings that have been read; raises `ValueError`."""
    coders, texts = [*codings.coders(), MAJORITY], codings.corpus.document_keys()
    if coder not in coders:
        raise ValueError(f'coder "{coder}": there is no such coder: take one of {coders}')
    for key in without:
        if key not in texts:
            raise ValueError(f'text "{key}": there is no such text to leave out: see {texts}')
    return Report(codings, coder, without)


@cache
def _record(name: str, fields: tuple[str, ...]) -> Any:
    return namedtuple(name, fields)


def _dated(cells: dict[str, Any], facts: Mapping[str, str]) -> dict[str, Any]:
    """Return a document with `date`, the middle of its days, and `said`, its date in words."""
    first, last = cells["date_start"], cells["date_end"]
    assert isinstance(first, date)
    assert isinstance(last, date)
    return cells | {"date": first + (last - first) / 2, "said": short_date(facts)}


def _bounded(cells: dict[str, Any]) -> dict[str, Any]:
    return cells | {"high": inf if cells["high"] is None else cells["high"]}


def _quoted(rows: Iterable[Row]) -> Iterator[tuple[str, str]]:
    for row in rows:
        exact = getattr(row, "exact", "")
        found = (row.sentence,) if hasattr(row, "sentence") else row.sentences
        yield from ((sentence, exact) for sentence in found)


def _quoted_in_frame(rows: pd.DataFrame) -> Iterator[tuple[str, str]]:
    if "sentence" not in rows:
        rows = rows.explode("sentences").rename(columns={"sentences": "sentence"})
    exact = rows["exact"] if "exact" in rows else [""] * len(rows)
    return zip(rows["sentence"], exact, strict=True)
