"""The corpus: documents read into turns, paragraphs and sentences, each with its place in the text.

All positions are half-open ranges of Unicode code points counted from the start of the file, as in
the TextPositionSelector of the W3C Web Annotation model.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from os.path import realpath
from pathlib import Path

from syntok import segmenter

from interviews import unsafe_text
from interviews.paths import Paths
from interviews.quotations import QuotationError, Span, locate
from interviews.schema import Schema, read_schema
from interviews.tables import Row, read_table

DESCRIPTIONS = ("documents", "turns", "boundaries")
PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")


class CorpusError(ValueError):
    """Texts or tables that cannot be read; the message has one line a problem."""


@dataclass(frozen=True)
class Sentence:
    """The unit of analysis."""

    id: str
    document: str
    paragraph: int
    turn: int
    span: Span
    text: str


@dataclass(frozen=True)
class Turn:
    """Consecutive paragraphs of one speaker and one kind.

    `kind` is question, answer, reported, narration or apparatus; `label` is the span of the
    speaker's name where the text prints one before the words.
    """

    document: str
    number: int
    kind: str
    speaker: str
    paragraphs: tuple[int, ...]
    label: Span | None


@dataclass(frozen=True)
class Document:
    """One text with its turns and sentences, and what is known of its origin (`facts`)."""

    key: str
    text: str
    facts: dict[str, str]
    turns: tuple[Turn, ...]
    sentences: tuple[Sentence, ...]

    def quote(self, span: Span) -> str:
        """Return the characters of `span`."""
        return self.text[span.start : span.end]


@dataclass(frozen=True)
class Corpus:
    """All documents, in order of time."""

    documents: tuple[Document, ...]

    def __iter__(self) -> Iterator[Document]:
        return iter(self.documents)

    def __getitem__(self, key: str) -> Document:
        return self._by_key[key]

    def document_keys(self) -> list[str]:
        """Return the keys of the documents, in order of time."""
        return [document.key for document in self.documents]

    def sentences(self) -> Iterator[Sentence]:
        """Yield every sentence, in order of time and place."""
        for document in self.documents:
            yield from document.sentences

    def sentence(self, sentence_id: str) -> Sentence:
        """Return one sentence; raises `KeyError` for an unknown id."""
        return self._by_id[sentence_id]

    def turn(self, sentence: Sentence) -> Turn:
        """Return the turn that a sentence is part of."""
        turns = self[sentence.document].turns
        return next(turn for turn in turns if turn.number == sentence.turn)

    @cached_property
    def _by_key(self) -> dict[str, Document]:
        return {document.key: document for document in self.documents}

    @cached_property
    def _by_id(self) -> dict[str, Sentence]:
        return {sentence.id: sentence for sentence in self.sentences()}


def read_corpus(paths: Paths) -> Corpus:
    """Read `seeds/` as described by documents.csv, turns.csv and boundaries.csv.

    Raises `CorpusError` naming everything that is missing or altered, one line a problem.
    """
    corpus, problems = survey(paths, read_schema(paths))
    if problems:
        raise CorpusError("\n".join(problems))
    return corpus


def survey(paths: Paths, schema: Schema) -> tuple[Corpus, list[str]]:
    """Read what can be read of `seeds/`, and return it with all problems found.

    An altered text is read all the same, so that every quotation it no longer holds can be named.
    """
    tables = {name: read_table(paths, schema.tables[name]) for name in DESCRIPTIONS}
    turns, splits = (_by_document(tables[name]) for name in ("turns", "boundaries"))
    documents, problems = [], []
    for row in sorted(tables["documents"], key=lambda row: (row["date_end"], row["document"])):
        key = row["document"]
        try:
            text, altered = _read_text(paths, row)
            problems += altered
            documents.append(_document(row, text, turns.get(key, []), splits.get(key, [])))
        except CorpusError as error:
            problems += str(error).split("\n")
    return Corpus(tuple(documents)), problems + _unnamed(paths, tables["documents"])


def _unnamed(paths: Paths, rows: list[Row]) -> list[str]:
    """Return the files in seeds/ that no row of documents.csv names."""
    named = {row["file"] for row in rows}
    return [
        f"{paths.name(path)}: no row of data/coded/documents.csv names it: add one, or take the "
        "file away."
        for path in sorted(paths.seeds.glob("*"))
        if path.name not in named
    ]


def _by_document(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["document"], []).append(row)
    return found


def paragraphs(text: str) -> list[Span]:
    r"""Return the spans of the lines of `text` that are not blank, stripped of what is not seen.

    >>> paragraphs("one\n\n two ")
    [Span(start=0, end=3), Span(start=6, end=9)]
    """
    lines = (_strip(text, Span(*match.span())) for match in PARAGRAPH.finditer(text))
    return [line for line in lines if line.start < line.end]


def split_sentences(
    text: str, within: Span, splits: Collection[int] = (), joins: Collection[int] = ()
) -> list[Span]:
    """Return the spans of the sentences of one paragraph; together they hold every word of it.

    The boundaries are syntok's, corrected by hand: a sentence also begins at each position in
    `splits`, and none begins at one in `joins`. The tests pin every boundary, as read by hand.

    >>> split_sentences("It rose. It fell.", Span(0, 17))
    [Span(start=0, end=8), Span(start=9, end=17)]
    """
    part = text[within.start : within.end]
    found = {
        within.start + sentence[0].offset
        for paragraph in segmenter.process(part)
        for sentence in paragraph
    }
    found |= {at for at in splits if within.start < at < within.end}
    starts = [within.start, *sorted(at for at in found - set(joins) if at > within.start)]
    ends = [*starts[1:], within.end]
    return [_strip(text, Span(*edges)) for edges in zip(starts, ends, strict=True)]


def date_text(facts: Mapping[str, str]) -> str:
    """Return the date of a text as precise as it is known.

    >>> date_text({"date_start": "2022-11-01", "date_end": "2022-11-30", "precision": "month"})
    'November 2022'
    >>> date_text({"date_start": "2024-04-01", "date_end": "2024-04-07", "precision": "day"})
    '1 to 7 April 2024'
    """
    first, last = (date.fromisoformat(facts[name]) for name in ("date_start", "date_end"))
    month = f"{last:%B %Y}"
    if facts["precision"] == "month":
        return month
    if first == last:
        return f"{last.day} {month}"
    begins_in = "" if f"{first:%B %Y}" == month else f" {first:%B %Y}"
    return f"{first.day}{begins_in} to {last.day} {month}"


def short_date(facts: Mapping[str, str]) -> str:
    """Return the day of a text where it is one day, else the month.

    >>> short_date({"date_start": "2024-04-01", "date_end": "2024-04-07"})
    'April 2024'
    """
    precision = "day" if facts["date_start"] == facts["date_end"] else "month"
    return date_text({**facts, "precision": precision})


def _document(facts: Row, text: str, rows: list[Row], by_hand: list[Row]) -> Document:
    spans = paragraphs(text)
    corrections = _corrections(text, by_hand)
    turns: list[Turn] = []
    problems = _coverage(facts["document"], len(spans), rows)
    for row in [] if problems else rows:
        try:
            turns.append(_turn(text, spans, row))
        except CorpusError as error:
            problems.append(str(error))
    if problems:
        raise CorpusError("\n".join(problems))
    sentences = tuple(_sentences(text, spans, turns, corrections))
    return Document(facts["document"], text, facts.cells, tuple(turns), sentences)


def _coverage(document: str, count: int, rows: list[Row]) -> list[str]:
    """Return what keeps the turns of `document` from covering its paragraphs once, in order."""
    expected = 1
    for row in rows:
        first, last = int(row["first_paragraph"]), int(row["last_paragraph"])
        if first != expected or not first <= last <= count:
            return [
                f"{row.place}: first_paragraph: {document} turn {row['turn']} covers paragraphs "
                f"{first} to {last}, but the next paragraph is {expected} of {count}: "
                "let every paragraph belong to one turn, in order."
            ]
        expected = last + 1
    if expected == count + 1:
        return []
    return [
        f"data/coded/turns.csv: {document}: paragraphs {expected} to {count} belong to no turn: "
        "add rows for them."
    ]


def _corrections(text: str, by_hand: list[Row]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {"split": set(), "join": set()}
    for row in by_hand:
        try:
            found[row["action"]].add(locate(row["exact"], text, row["prefix"]).start)
        except QuotationError as error:
            raise CorpusError(f"{row.place}: exact: {error}.") from None
    return found


def _read_text(paths: Paths, facts: Row) -> tuple[str, list[str]]:
    """Return the text, and what is wrong with it: other bytes than recorded, deceptive characters.

    Nothing outside of `seeds/` is read, whatever the table says.
    """
    path = paths.seeds / facts["file"]
    if not _lies_in(paths.seeds, path):
        raise CorpusError(
            f'{facts.place}: file: "{facts["file"]}" leads out of seeds/: put the file itself '
            "there and write its name."
        )
    if not path.is_file():
        raise CorpusError(
            f"{facts.place}: file: {paths.name(path)} is missing: put back the text as received."
        )
    data = path.read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CorpusError(
            f"{paths.name(path)}: byte {error.start}: 0x{data[error.start]:02x} is not UTF-8: "
            "put back the text as received."
        ) from None
    digest = hashlib.sha256(data).hexdigest()
    problems = list(_deceptive(paths.name(path), text))
    if digest == facts["sha256"]:
        return text, problems
    return text, [
        *problems,
        f"{facts.place}: sha256: {paths.name(path)} has {digest}, the table has "
        f"{facts['sha256']}: put back the text as received, or record the new SHA-256 if it was "
        "meant to change.",
    ]


def _lies_in(folder: Path, path: Path) -> bool:
    """Tell whether `path` is a file right in `folder`, also when links are followed."""
    return "\0" not in str(path) and Path(realpath(path)).parent == Path(realpath(folder))


def _deceptive(name: str, text: str) -> Iterator[str]:
    for at, what in unsafe_text.deceptive(text):
        line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
        yield (
            f"{name}:{line}: character {column}: {what}: a page would show other words than stand "
            "in the text: take it out, record the new SHA-256, and say so in the note of "
            "documents.csv."
        )


def _turn(text: str, spans: list[Span], row: Row) -> Turn:
    first, last = int(row["first_paragraph"]), int(row["last_paragraph"])
    begin = spans[first - 1].start
    label = Span(begin, begin + len(row["label"])) if row["label"] else None
    where = f"{row.place}: {{}}: paragraph {first} of {row['document']}"
    if label:
        _expect(where.format("label"), text, begin, row["label"])
        begin = _strip(text, Span(label.end, spans[first - 1].end)).start
    _expect(where.format("opening"), text, begin, row["opening"])
    numbers = tuple(range(first, last + 1))
    return Turn(row["document"], int(row["turn"]), row["kind"], row["speaker"], numbers, label)


def _expect(where: str, text: str, start: int, words: str) -> None:
    # A no-break space in a text is a space to whoever types the table.
    found = text[start : start + len(words)].replace("\xa0", " ")
    if found != words:
        raise CorpusError(
            f'{where} begins with "{found}", not with "{words}": copy its first words again.'
        )


def _sentences(
    text: str, spans: list[Span], turns: list[Turn], corrections: dict[str, set[int]]
) -> Iterator[Sentence]:
    number = 0
    for turn in turns:
        for paragraph in turn.paragraphs:
            within = spans[paragraph - 1]
            if turn.label and paragraph == turn.paragraphs[0]:
                within = _strip(text, Span(turn.label.end, within.end))
            for span in split_sentences(text, within, corrections["split"], corrections["join"]):
                number += 1
                key = f"{turn.document}:s{number:03d}"
                words = text[span.start : span.end]
                yield Sentence(key, turn.document, paragraph, turn.number, span, words)


def _strip(text: str, span: Span) -> Span:
    return Span(*unsafe_text.trimmed(text, span.start, span.end))
