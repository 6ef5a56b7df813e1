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
"""A record with an attribute for each column."""

OUTLET = "reporter"  # the voice of an outlet's own narration
UNSTATED = "unstated"  # the basis of a number that could be on any
DERIVED = {"quantities": "derived-quantities", "comparisons": "derived-comparisons"}
OF_SENTENCES = ("short", "date", "text", "voice", "speaker", "side", "sentences")
"""What every row that quotes a sentence has from it."""
ADDED = {
    "documents": ("date", "said"),
    "sentences": ("paragraph", "turn", "kind", "theme", *OF_SENTENCES),
}
"""The columns that are not in the schema."""
PRINTED = {"voice", "mode"}  # who speaks and in what form, which the page shows


class NotCodedError(LookupError):
    """A table or variable that the chosen coder did not code: the question cannot be asked."""


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

    `edits` are the new cells of rows by table and key, None for a row that is dropped; `made` are
    the rows of the tables that were asked for, by their keys.
    """

    codings: Codings
    coded_by: str = MAJORITY
    left_out: tuple[str, ...] = ()
    alone: bool = False
    edits: Mapping[tuple[str, str], dict[str, Any] | None] = field(default_factory=dict)
    made: dict[str, dict[str, Row]] = field(default_factory=dict, compare=False, repr=False)

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

    def __post_init__(self) -> None:
        coders, texts = [*self.codings.coders(), MAJORITY], self.codings.corpus.document_keys()
        if self.coded_by not in coders:
            raise ValueError(
                f'coder "{self.coded_by}": there is no such coder: take one of {coders}'
            )
        for key in self.left_out:
            if key not in texts:
                raise ValueError(f'text "{key}": there is no such text to leave out: see {texts}')

    def table(self, name: str) -> pd.DataFrame:
        """Return a table of the schema as a DataFrame.

        `substance` is every sentence that says something: all but apparatus. Raises `KeyError` for
        a table that there is not, `NotCodedError` where the coder did not.
        """
        if name == "substance":
            return self.sentences[self.sentences["mode"] != "apparatus"]
        rows, columns, fields = self._by_key(name), self._columns(name), self._schema(name).fields
        frame = pd.DataFrame(list(rows.values()), columns=columns, index=list(rows))
        for column in columns:
            if column == "date" or (column in fields and fields[column].type == "date"):
                frame[column] = pd.to_datetime(frame[column])
        return frame

    def rows(self, table: str) -> tuple[Row, ...]:
        """Return the same table as immutable records."""
        return tuple(self._by_key(table).values())

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

    def count(self, rows: pd.DataFrame | Iterable[Row]) -> Value:
        """Return how many rows there are, with the sentence of each as evidence."""
        rows = _records(rows)
        number = float(len(rows))
        return Value(number, "count", "=", number, number, sources=self.sources(rows))

    def source(self, sentence: str, exact: str = "") -> Source:
        """Return a sentence as evidence; `exact` is the part that is quoted."""
        row = self._found("sentences", sentence)
        facts = self._found("documents", row.document)
        name = facts.outlet if row.voice == OUTLET else row.speaker
        quoted = "" if exact == row.text else exact
        return Source(sentence, row.text, quoted, name, facts.outlet, facts.said)

    def sources(self, rows: pd.DataFrame | Iterable[Row]) -> tuple[Source, ...]:
        """Return the sentence, or all the sentences, of every row as evidence."""
        pairs = [
            (sentence, getattr(row, "exact", ""))
            for row in _records(rows)
            for sentence in ([row.sentence] if hasattr(row, "sentence") else row.sentences)
        ]
        return tuple(self.source(*pair) for pair in dict.fromkeys(pairs) if pair[0])

    def themed(self, theme: str) -> pd.DataFrame:
        """Return the sentences that speak of `theme`, as their first or a further theme."""
        rows = self.substance
        return rows[[theme in themes for themes in rows["themes"]]]

    def recode(self, name: str, key: str, /, **cells: Any) -> "Report":
        """Return a report in which one row has other cells, as typed or as the CSV has them.

        `key` is the row's in the index of the DataFrame. Raises `KeyError` for a row or column
        that there is not.
        """
        unknown = set(cells) - set(self._columns(name))
        if unknown:
            raise KeyError(f"{name} has no column {', '.join(sorted(unknown))}")
        fields = self._schema(name).fields
        for column, cell in cells.items():
            if isinstance(cell, str) and column in fields:
                cells[column] = fields[column].typed(cell)
        return self._edited(name, key, {**(self.edits.get((name, key)) or {}), **cells})

    def drop(self, name: str, key: str) -> "Report":
        """Return a report without one row; raises `KeyError` for one that there is not."""
        return self._edited(name, key, None)

    def without(self, document: str) -> "Report":
        """Return a report without one text; raises `ValueError` for one that there is not."""
        return replace(self, left_out=(*self.left_out, document), made={})

    def coder(self, letter: str, alone: bool = True) -> "Report":
        """Return a report on one coding, or on the majority; edits are not taken along.

        `alone`: a table that the coder did not code raises `NotCodedError`, and what the coder did
        not judge has no column, but for who speaks and in what form, which the page shows. Else
        the majority stands there. Raises `ValueError` for a letter that no coder has.
        """
        return Report(self.codings, letter, self.left_out, alone)

    def _edited(self, name: str, key: str, cells: dict[str, Any] | None) -> "Report":
        self._found(name, key)
        made = replace(self, edits={**self.edits, (name, key): cells}, made={})
        made.rows(name)  # what does not fit is refused here, and not where it is read
        return made

    def _found(self, name: str, key: str) -> Row:
        rows = self._by_key(name)
        if key not in rows:
            raise KeyError(f'no "{key}" in {self._schema(name).path}')
        return rows[key]

    def _by_key(self, name: str) -> dict[str, Row]:
        """Return the records of a table, as coded and edited, by their keys."""
        if name not in self.made:
            columns, found = self._columns(name), {}
            record: Any = namedtuple(name.replace("-", "_"), columns)
            for key, cells in self._coded(name):
                edit = self.edits.get((name, key), {})
                if edit is not None and cells.get("document") not in self.left_out:
                    # What follows from other cells is recoded with them, or by itself.
                    whole = self._dressed(name, cells | edit) | edit
                    found[key] = record(*(whole[column] for column in columns))
            self.made[name] = found
        return self.made[name]

    def _coded(self, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield the key and the cells of every row as coded, typed; raises `NotCodedError`."""
        table, codings = self._schema(name), self.codings
        # The numbers that are compared are the majority's.
        judged = table.judged or name == "comparisons"
        if self.alone and judged and not codings.made(self.coded_by, name):
            raise NotCodedError(f"{name} were not coded by {self.coded_by}")
        rows: Iterable[Mapping[str, Any]]
        if name == "quantities":
            rows = derivation.quantities(codings, self.coded_by)
        elif name == "comparisons":
            rows = derivation.comparisons(codings, self.left_out)
        else:
            rows = [row.cells for row in codings.chosen(name, self.coded_by)]
        if name == "outcomes":  # what a text says of a promise goes with the promise
            made = codings.chosen("commitments", self.coded_by)
            promises = {row["id"] for row in made if row["document"] not in self.left_out}
            rows = [row for row in rows if row["commitment"] in promises]
        # Who coded a row does not name it; a row without a key goes by its number.
        parts = [part for part in table.key if part != "coder"]
        for number, row in enumerate(rows):
            key = "/".join(row[part] for part in parts) or str(number)
            yield key, table.typed(row)

    def _dressed(self, name: str, cells: dict[str, Any]) -> dict[str, Any]:
        """Return the cells of a row with those of the sentence, the text and the speaker."""
        if name == "documents":
            first, last = cells["date_start"], cells["date_end"]
            said = short_date({column: str(cell) for column, cell in cells.items()})
            # The middle of its days.
            return cells | {"date": first + (last - first) / 2, "said": said}
        if name == "sentences":
            printed = self.codings.corpus.sentence(cells["sentence"])
            text = self._found("documents", printed.document)
            speaker = self._found("speakers", cells["voice"])
            return cells | {
                "exact": printed.text,
                "paragraph": printed.paragraph,
                "turn": printed.turn,
                "kind": self.codings.corpus.turn(printed).kind,
                "theme": next(iter(cells["themes"]), ""),
                "short": text.short,
                "date": text.date,
                "text": printed.text,
                "speaker": speaker.name,
                "side": speaker.side,
                "sentences": (printed.id,),
            }
        if self._quotes(name):
            sentence = self._found("sentences", cells["sentence"])
            cells = cells | {column: getattr(sentence, column) for column in OF_SENTENCES}
        if name == "quantities" and cells["high"] is None:
            cells["high"] = inf
        return cells

    def _schema(self, name: str) -> Table:
        tables = self.codings.schema.tables
        try:
            return tables[DERIVED.get(name, name)]
        except KeyError:
            raise KeyError(f'no table "{name}": the schema has {", ".join(tables)}') from None

    def _quotes(self, name: str) -> bool:
        return self._schema(name).anchored and "id" in self._schema(name).fields

    def _columns(self, name: str) -> tuple[str, ...]:
        """Return the columns of a table, without what others judged if the coder is alone."""
        added = ADDED.get(name, OF_SENTENCES if self._quotes(name) else ())
        # The words of a sentence are those of the text, whatever a row of codes has.
        hidden = {"prefix", "note"} if name == "sentences" else set[str]()
        coded = self.codings.schema.coded.get(name)
        if self.alone and coded:
            judged = set(coded.judged) - PRINTED
            hidden |= {c for c in judged if not self.codings.made(self.coded_by, name, c)}
        if "themes" in hidden:
            hidden.add("theme")
        columns = dict.fromkeys((*self._schema(name).fields, *added))
        return tuple(column for column in columns if column not in hidden)


def read(root: Path | None = None, coder: str = MAJORITY, without: Iterable[str] = ()) -> Report:
    """Return the report that is being built or read, or that of another `root`.

    `coder` is a letter of data/coded/coders.csv or "majority"; `without` are keys of texts to leave
    out. Raises `ValueError` for a coder or text that there is not.
    """
    here = paths.find() if root is None else paths.Paths(root)
    return Report(read_codings(here), coder, tuple(without))


def _records(rows: pd.DataFrame | Iterable[Row]) -> tuple[Row, ...]:
    return tuple(rows.itertuples() if isinstance(rows, pd.DataFrame) else rows)
