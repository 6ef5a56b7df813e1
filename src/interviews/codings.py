"""The coding done by hand: every table of data/coded with its rows, and the codes of sentences."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from interviews.codebook import Codebook, read_codebook
from interviews.corpus import Corpus, read_corpus
from interviews.paths import Paths
from interviews.quotations import Span, locate
from interviews.schema import Schema, Table, read_schema
from interviews.tables import Row, read_table

FIRST_CODER = "a"
MAJORITY = "majority"  # what most coders of a cell made of it
DICTIONARY = "dictionary"  # the coder that knows only the term lists; `agreement` has its codes


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

    def sentence_codes(self, coder: str = FIRST_CODER) -> dict[str, SentenceCodes]:
        """Return the codes of every sentence that `coder` coded, by sentence id."""
        return {row["sentence"]: _codes(row) for row in self.chosen("sentences", coder)}

    def chosen(self, table: str, coder: str) -> list[Row]:
        """Return the rows of a table that one coder made, or on which the majority agrees."""
        rows = self.tables[table]
        if "coder" not in self.schema.tables[table].fields:
            return rows
        letter = FIRST_CODER if coder == MAJORITY else coder
        return [row for row in rows if row["coder"] == letter]

    def has_coded(self, coder: str, table: str) -> bool:
        """Tell whether there are rows of a table by a coder, or it is nobody's judgement."""
        return "coder" not in self.schema.tables[table].fields or bool(self.chosen(table, coder))

    def uncoded(self, coder: str) -> list[str]:
        """Return the variables of sentences that a coder left empty throughout."""
        return []

    def coders(self) -> list[str]:
        """Return the letters of the coding passes, sorted."""
        return sorted({row["coder"] for row in self.tables["sentences"]})

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

    def anchored(self) -> Iterator[tuple[Table, Row]]:
        """Yield every row that quotes a sentence, with its table."""
        for name, rows in self.tables.items():
            table = self.schema.tables[name]
            if table.anchored:
                yield from ((table, row) for row in rows if row["sentence"])


def read_codings(paths: Paths) -> Codings:
    """Read the texts, and each hand-made table when it is used; raises `CorpusError`."""
    schema = read_schema(paths)
    corpus = read_corpus(paths)
    return Codings(corpus, schema, read_codebook(paths), Tables(paths, schema, corpus))


class Tables(Mapping[str, list[Row]]):
    """The rows of every hand-made table, each read when it is first asked for.

    A chapter so depends on the tables it uses, not on all. Asking raises `TableError`.
    """

    def __init__(self, paths: Paths, schema: Schema, corpus: Corpus) -> None:
        self._paths, self._coded = paths, schema.coded
        self._place = {sentence.id: at for at, sentence in enumerate(corpus.sentences())}
        self._read: dict[str, list[Row]] = {}

    def __getitem__(self, name: str) -> list[Row]:
        if name not in self._read:
            self._read[name] = self._sorted(self._coded[name])
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._coded)

    def __len__(self) -> int:
        return len(self._coded)

    def _sorted(self, table: Table) -> list[Row]:
        """Return the rows of `table`; rows of sentences in order of time and place."""
        rows = read_table(self._paths, table)
        column = table.fields.get("sentence")
        # Where a row may do without a sentence, its own order says more.
        if column and column.required and table.name != "documents":
            rows.sort(key=lambda row: self._place.get(row["sentence"], len(self._place)))
        return rows


def _codes(row: Row) -> SentenceCodes:
    return SentenceCodes(
        sentence=row["sentence"],
        coder=row["coder"],
        voice=row["voice"],
        mode=row["mode"],
        themes=tuple(row.entries("themes")),
        subthemes=tuple(row.entries("subthemes")),
        act=row["act"],
        problem=row["problem"] == "1",
        prompted=row["prompted"],
        placed=row["placed"],
    )
