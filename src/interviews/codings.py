"""The coding done by hand: every table of data/coded with its rows, and the codes of sentences."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

from interviews.codebook import Codebook, read_codebook
from interviews.corpus import Corpus, read_corpus
from interviews.majority import (
    CODEBOOK,
    MAJORITY,
    Ballot,
    Coder,
    Unit,
    found_units,
    given_units,
    majority,
)
from interviews.paths import Paths
from interviews.quotations import Span, locate
from interviews.schema import Schema, read_schema
from interviews.tables import Row, read_table


@dataclass(frozen=True)
class SentenceCodes:
    """What one coder made of one sentence; codes that do not apply are empty."""

    sentence: str
    coder: str
    voice: str
    mode: str
    themes: tuple[str, ...]
    subthemes: tuple[str, ...]
    act: str
    problem: bool
    prompted: str
    placed: str


@dataclass(frozen=True)
class Codings:
    """The texts, the codebook and all rows coded by hand, in order of time and place."""

    corpus: Corpus
    schema: Schema
    codebook: Codebook
    tables: Mapping[str, list[Row]]

    def sentence_codes(self, coder: str = MAJORITY) -> dict[str, SentenceCodes]:
        """Return the codes of every sentence that `coder` coded, by sentence id."""
        return {row["sentence"]: _codes(row) for row in self.chosen("sentences", coder)}

    def coders(self, table: str = "", column: str = "") -> list[str]:
        """Return the letters of all coders, or of those who coded a table or a column of it."""
        return [c for c, one in self._coders.items() if not table or one.made(table, column)]

    def own(self, coder: str) -> bool:
        """Tell whether a coder read with the project's own codebook."""
        return self._coders[coder].own

    def chosen(self, table: str, coder: str) -> list[Row]:
        """Return the rows of a table as one coder, or the majority, has them.

        Where a coder did not code a table, a column or a sentence, the majority's stands: ask
        `made` whether it does. The id of a row is that of its unit, whoever made it.
        """
        if "coder" not in self.schema.tables[table].fields or table == "coders":
            return self.tables[table]
        common = self._majority(table)[0]
        if coder == MAJORITY or not self.made(coder, table):
            return list(common.values())
        own = {unit.key: unit.rows[coder] for unit in self.units(table) if coder in unit.rows}
        keys = common if table == "sentences" else own
        return [self._filled(coder, key, own.get(key), common.get(key)) for key in keys]

    def made(self, coder: str, table: str, column: str = "") -> bool:
        """Tell whether a coder coded a table, or one column of it; the majority has all."""
        return coder == MAJORITY or self._coders[coder].made(table, column)

    def units(self, table: str) -> list[Unit]:
        """Return what the coders of a table coded, with the row of each of them."""
        if table not in self._kept:
            facts, rows = self.schema.tables[table], self.tables[table]
            found = "id" in facts.fields
            self._kept[table] = (
                found_units(facts, rows, self.text) if found else given_units(facts, rows)
            )
        return self._kept[table]

    def ties(self) -> list[tuple[str, str]]:
        """Return unit and variable of the cells that tie and on which nothing was decided."""
        tables = self.schema.coded.values()
        judged = [one.name for one in tables if "coder" in one.fields and one.judged]
        return [tie for name in judged for tie in self._majority(name)[1]]

    def _majority(self, table: str) -> tuple[dict[str, Row], list[tuple[str, str]]]:
        """Return the majority's rows by the key of their unit, and the ties among them."""
        key = f"majority of {table}"
        if key not in self._kept:
            decided = {
                (row["unit"], row["variable"]): row["value"]
                for row in self.tables["decisions"]
                if row["table"] == table
            }
            parts = self.codebook.variables["subtheme"].values
            parents = {name: part.theme for name, part in parts.items()}
            ballot = Ballot(self.schema.tables[table], self._coders, decided, parents)
            self._kept[key] = (majority(ballot, self.units(table)), ballot.ties)
        return self._kept[key]

    def _filled(self, coder: str, key: str, own: Row | None, common: Row | None) -> Row:
        """Return a coder's row with the majority's cells where the coder was not asked."""
        row = own or common
        assert row is not None
        cells = dict(row.cells)
        if own and common:
            for name in cells:
                if not (own[name] or self.made(coder, own.table.name, name)):
                    cells[name] = common[name]
        if "id" in cells:
            cells["id"] = key
        return replace(row, cells=cells)

    @cached_property
    def _coders(self) -> dict[str, Coder]:
        return {
            row["coder"]: Coder(
                row["coder"], row["codebook"] == CODEBOOK, tuple(row.entries("coded"))
            )
            for row in self.tables["coders"]
        }

    @cached_property
    def _kept(self) -> dict[str, Any]:
        return {}

    def text(self, sentence: str) -> str:
        """Return the words of a sentence, empty where there is none of that id."""
        try:
            return self.corpus.sentence(sentence).text
        except KeyError:
            return ""

    def position(self, row: Row) -> Span:
        """Return where the quotation of an anchored row stands in its document."""
        sentence = self.corpus.sentence(row["sentence"])
        found = locate(row["exact"], sentence.text, row["prefix"])
        return Span(sentence.span.start + found.start, sentence.span.start + found.end)


def read_codings(paths: Paths) -> Codings:
    """Read the texts and every hand-made table; raises `CorpusError` and `TableError`."""
    schema = read_schema(paths)
    corpus = read_corpus(paths)
    return Codings(corpus, schema, read_codebook(paths), read_tables(paths, schema, corpus))


def read_tables(paths: Paths, schema: Schema, corpus: Corpus) -> dict[str, list[Row]]:
    """Return the rows of every hand-made table, those of sentences in order of time and place.

    Raises `TableError`.
    """
    place = {sentence.id: at for at, sentence in enumerate(corpus.sentences())}
    tables = {name: read_table(paths, table) for name, table in schema.coded.items()}
    for name, rows in tables.items():
        column = schema.tables[name].fields.get("sentence")
        # Where a row may do without a sentence, its own order says more.
        if column and column.required and name != "documents":
            rows.sort(key=lambda row: place.get(row["sentence"], len(place)))
    return tables


def _codes(row: Row) -> SentenceCodes:
    cells = row.table.typed(row.cells)
    return SentenceCodes(**{field.name: cells[field.name] for field in fields(SentenceCodes)})
