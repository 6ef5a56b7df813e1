"""The corpus: documents read into turns, paragraphs and sentences, each with its place in the text.

All positions are half-open ranges of Unicode code points counted from the start of the file, as in
the TextPositionSelector of the W3C Web Annotation model.
"""

import csv
import hashlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from syntok import segmenter

from interviews.paths import Paths
from interviews.quotations import QuotationError, Span, locate

Rows = list[tuple[int, dict[str, str]]]

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
        return next(document for document in self.documents if document.key == key)

    def sentences(self) -> Iterator[Sentence]:
        """Yield every sentence, in order of time and place."""
        for document in self.documents:
            yield from document.sentences

    def sentence(self, sentence_id: str) -> Sentence:
        """Return one sentence; raises `KeyError` for an unknown id."""
        return self._by_id[sentence_id]

    @cached_property
    def _by_id(self) -> dict[str, Sentence]:
        return {sentence.id: sentence for sentence in self.sentences()}


def read_corpus(paths: Paths) -> Corpus:
    """Read `seeds/` as described by documents.csv and turns.csv.

    Raises `CorpusError` naming every file that is missing, altered or not UTF-8, and every turn
    that does not stand where the table says.
    """
    facts = _read_rows(paths, "documents.csv")
    turns = _read_rows(paths, "turns.csv")
    splits = _read_rows(paths, "boundaries.csv")
    documents, problems = [], []
    for line, row in sorted(facts, key=lambda item: (item[1]["date_end"], item[1]["document"])):
        place = f"data/coded/documents.csv:{line}"
        mine = [(at, turn) for at, turn in turns if turn["document"] == row["document"]]
        by_hand = [(at, split) for at, split in splits if split["document"] == row["document"]]
        try:
            documents.append(_document(paths, place, row, mine, by_hand))
        except CorpusError as error:
            problems.append(str(error))
    if problems:
        raise CorpusError("\n".join(problems))
    return Corpus(tuple(documents))


def paragraphs(text: str) -> list[Span]:
    r"""Return the spans of the lines of `text` that are not blank, stripped of white space.

    >>> paragraphs("one\n\n two ")
    [Span(start=0, end=3), Span(start=6, end=9)]
    """
    return [_strip(text, Span(*match.span())) for match in PARAGRAPH.finditer(text)]


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


def _read_rows(paths: Paths, name: str) -> Rows:
    with (paths.coded / name).open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        return [(reader.line_num, row) for row in reader]


def _document(
    paths: Paths, place: str, facts: dict[str, str], rows: Rows, by_hand: Rows
) -> Document:
    text = _read_text(paths, place, facts)
    spans = paragraphs(text)
    corrections = _corrections(text, by_hand)
    turns: list[Turn] = []
    sentences: list[Sentence] = []
    problems = _coverage(facts["document"], len(spans), rows)
    for line, row in [] if problems else rows:
        try:
            turns.append(_turn(f"data/coded/turns.csv:{line}", text, spans, row))
        except CorpusError as error:
            problems.append(str(error))
            continue
        sentences += _turn_sentences(turns[-1], text, spans, corrections, len(sentences))
    if problems:
        raise CorpusError("\n".join(problems))
    return Document(facts["document"], text, facts, tuple(turns), tuple(sentences))


def _coverage(document: str, count: int, rows: Rows) -> list[str]:
    """Return what keeps the turns of `document` from covering its paragraphs once, in order."""
    expected = 1
    for line, row in rows:
        first, last = int(row["first_paragraph"]), int(row["last_paragraph"])
        if first != expected or not first <= last <= count:
            return [
                f"data/coded/turns.csv:{line}: first_paragraph: {document} turn {row['turn']} "
                f"covers paragraphs {first} to {last}, but the next paragraph is {expected} of {count}: "
                "let every paragraph belong to one turn, in order."
            ]
        expected = last + 1
    if expected == count + 1:
        return []
    return [
        f"data/coded/turns.csv: {document}: paragraphs {expected} to {count} belong to no turn: "
        "add rows for them."
    ]


def _corrections(text: str, by_hand: Rows) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {"split": set(), "join": set()}
    for line, row in by_hand:
        try:
            found[row["action"]].add(locate(row["exact"], text, row["prefix"]).start)
        except QuotationError as error:
            raise CorpusError(f"data/coded/boundaries.csv:{line}: exact: {error}.") from None
    return found


def _read_text(paths: Paths, place: str, facts: dict[str, str]) -> str:
    path = paths.seeds / facts["file"]
    if not path.is_file():
        raise CorpusError(
            f"{place}: file: {paths.name(path)} is missing: put the text back as it was received."
        )
    data = path.read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CorpusError(
            f"{paths.name(path)}: byte {error.start}: 0x{data[error.start]:02x} is not UTF-8: "
            "save the text as UTF-8 and record its new SHA-256."
        ) from None
    digest = hashlib.sha256(data).hexdigest()
    if digest != facts["sha256"]:
        raise CorpusError(
            f"{place}: sha256: {paths.name(path)} has {digest}, the table has {facts['sha256']}: "
            "restore the text, or record the new SHA-256 if the text was meant to change."
        )
    return text


def _turn(where: str, text: str, spans: list[Span], row: dict[str, str]) -> Turn:
    first, last = int(row["first_paragraph"]), int(row["last_paragraph"])
    begin = spans[first - 1].start
    label = None
    if row["label"]:
        label = Span(begin, begin + len(row["label"]))
        if text[label.start : label.end] != row["label"]:
            raise CorpusError(
                f"{where}: label: paragraph {first} of {row['document']} begins with "
                f'"{text[begin : begin + 40]}", not with "{row["label"]}": copy the label again.'
            )
        begin = _strip(text, Span(label.end, spans[first - 1].end)).start
    # A no-break space in a headline is a space to whoever types the table.
    found = text[begin : begin + len(row["opening"])].replace("\xa0", " ")
    if found != row["opening"]:
        raise CorpusError(
            f'{where}: opening: paragraph {first} of {row["document"]} begins with "{found}", '
            f'not with "{row["opening"]}": copy the opening words again.'
        )
    numbers = tuple(range(first, last + 1))
    return Turn(row["document"], int(row["turn"]), row["kind"], row["speaker"], numbers, label)


def _turn_sentences(
    turn: Turn, text: str, spans: list[Span], corrections: dict[str, set[int]], before: int
) -> list[Sentence]:
    found: list[Sentence] = []
    for number in turn.paragraphs:
        within = spans[number - 1]
        if turn.label and number == turn.paragraphs[0]:
            within = _strip(text, Span(turn.label.end, within.end))
        for span in split_sentences(text, within, corrections["split"], corrections["join"]):
            key = f"{turn.document}:s{before + len(found) + 1:03d}"
            words = text[span.start : span.end]
            found.append(Sentence(key, turn.document, number, turn.number, span, words))
    return found


def _strip(text: str, span: Span) -> Span:
    words = text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()))
