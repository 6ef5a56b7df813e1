"""Codings received in other forms, mapped onto the project's sentences and columns.

The files as received lie in data/coded/received and are never edited; what can be mapped is written
into the coded tables by `python -m interviews.mapping`, under the letter of the coder. A code that
has no counterpart leaves its cell empty; a row whose words are not found is named, not guessed.

Coders c and d worked on segments of the seeds, with a codebook of their own; e and f on sentences.
"""

import csv
import io
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from interviews import paths
from interviews.corpus import Corpus, Document, Sentence, read_corpus
from interviews.quotations import QuotationError, Span, locate
from interviews.schema import Table, read_schema
from interviews.tables import read_table

SEGMENTED = ("c", "d")
BY_SENTENCE = ("e", "f")
EVENT_TYPES = {"exchange-activity": "activity", "other": "activity"}
COMPILERS = {"china-customs": "chinese-customs", "china-statistics": "chinese-statistics"}
LINKS = {
    "local-ties": "localities",
    "sea-transport": "sea",
    "agreement": "trade-agreement",
    "expo": "trade-fair",
}
SPELLED = str.maketrans({";": "; "})
Cells = dict[str, str]


@dataclass
class Mapped:
    """Rows for each table, and what could not be mapped, a line each."""

    rows: dict[str, list[Cells]] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)

    def add(self, table: str, cells: Cells) -> None:
        """Add a row to a table."""
        self.rows.setdefault(table, []).append(cells)


def mapped(here: paths.Paths) -> Mapped:
    """Return every row that the received files give; raises `FileNotFoundError`."""
    found, corpus = Mapped(), read_corpus(here)
    for coder in SEGMENTED:
        _map_segmented(here, corpus, coder, found)
    for coder in BY_SENTENCE:
        if (here.coded / "received" / coder).is_dir():
            _map_by_sentence(here, corpus, coder, found)
    return found


def write(here: paths.Paths) -> Mapped:
    """Write the rows into the coded tables, in place of those that these coders have there.

    What the project itself says of such a row, in columns that no coder was asked for, stays.
    """
    made, tables = mapped(here), read_schema(here).tables
    for name, rows in made.rows.items():
        table = tables[name]
        own = [row.cells for row in read_table(here, table)]
        if name == "sentences":
            _open(rows, own)
        kept = [cells for cells in own if cells["coder"] not in (*SEGMENTED, *BY_SENTENCE)]
        said = {_key(table, cells): cells for cells in own}
        rows = [said.get(_key(table, cells), {}) | cells for cells in rows]
        path = here.root / table.path
        path.write_text(_csv(table, [*kept, *rows]), encoding="utf-8", newline="")
    return made


def _key(table: Table, cells: Cells) -> tuple[str, ...]:
    return tuple(cells[column] for column in table.key)


def _open(rows: Iterable[Cells], own: Iterable[Cells]) -> None:
    """Give the rows of sentences the opening words by which others quote the same sentence."""
    openings = {cells["sentence"]: cells for cells in own if cells["exact"]}
    for cells in rows:
        cells |= {name: openings[cells["sentence"]][name] for name in ("exact", "prefix")}


# --- coders who worked on segments of the seeds -------------------------------------------------


@dataclass(frozen=True)
class Segment:
    """A stretch of a seed, with the sentences that lie in it."""

    document: Document
    span: Span
    sentences: tuple[Sentence, ...]


def _map_segmented(here: paths.Paths, corpus: Corpus, coder: str, found: Mapped) -> None:
    segments = _segments(here, corpus)
    for row in _received(here, coder, "sentences"):
        sentences = segments[row["segment"]].sentences
        if len(sentences) == 1:
            found.add("sentences", _sentence(coder, sentences[0], row))
        else:
            # A code for two sentences together is a code of neither.
            names = " and ".join(sentence.id for sentence in sentences)
            found.left.append(f"{coder}: sentences: {row['segment']} holds {names}")
    makers = {"quantities": _quantity, "events": _event, "commitments": _commitment}
    for table, make in makers.items():
        for number, row in enumerate(_received(here, coder, table), 1):
            words = _words(segments[row["segment"]], row["quote"])
            if words is None:
                found.left.append(f'{coder}: {table}: {row["segment"]}: "{row["quote"]}"')
                continue
            key = f"{words['document']}.{coder}{number:03d}"
            found.add(table, {"id": key, "coder": coder, **words, **make(row)})


def _segments(here: paths.Paths, corpus: Corpus) -> dict[str, Segment]:
    sources = {document.facts["file"][:3]: document for document in corpus}
    found = {}
    for row in _read(here.coded / "received" / "segments.csv"):
        document, span = sources[row["source"]], Span(int(row["start"]), int(row["end"]))
        inside = (s for s in document.sentences if span.start <= s.span.start < span.end)
        found[row["segment"]] = Segment(document, span, tuple(inside))
    return found


def _words(segment: Segment, quote: str) -> Cells | None:
    """Return where a quotation stands; None where it does not, or in no single sentence."""
    for sentence in segment.sentences:
        if sentence.text.count(quote) == 1:
            return _anchor(sentence, quote)
        if sentence.text.count(quote) > 1:
            return _anchor(sentence, quote, sentence.text.index(quote))
    return None


def _anchor(sentence: Sentence, exact: str, at: int | None = None) -> Cells:
    """Return the cells that quote; the first of several occurrences gets a prefix."""
    prefix = ""
    while at is not None and sentence.text.count(prefix + exact) > 1 and len(prefix) < at:
        prefix = sentence.text[at - len(prefix) - 1 : at]
    return {
        "document": sentence.document,
        "sentence": sentence.id,
        "exact": exact,
        "prefix": prefix,
    }


def _sentence(coder: str, sentence: Sentence, row: Mapping[str, str]) -> Cells:
    return {
        "document": sentence.document,
        "sentence": sentence.id,
        "coder": coder,
        "voice": row["voice"],
        "mode": row["mode"],
        "themes": row["themes"].translate(SPELLED),
        "subthemes": row["subthemes"].translate(SPELLED),
        "act": row["act"],
        "problem": "" if row["mode"] == "apparatus" else row["problem"],
    }


def _quantity(row: Mapping[str, str]) -> Cells:
    # Their codebook has no durations: years and days are levels or counts there.
    lasting = row["unit"] in ("year", "day") and row["kind"] in ("level", "count")
    return {
        "kind": "duration" if lasting else row["kind"],
        "compiler": COMPILERS.get(row["compiler"], row["compiler"]),
        "period_start": row["period_start"],
        "period_end": row["period_end"],
    }


def _event(row: Mapping[str, str]) -> Cells:
    return {
        "date_start": _first_day(row["date_start"]),
        "date_end": _last_day(row["date_end"]),
        "type": EVENT_TYPES.get(row["type"], row["type"]),
        "actors": row["actors"].translate(SPELLED),
        "place": row["place"],
        "theme": row["theme"],
    }


def _commitment(row: Mapping[str, str]) -> Cells:
    return {name: row[name] for name in ("by", "theme", "horizon", "measurable")}


def _first_day(written: str) -> str:
    """Return the first day of a year, month or day.

    >>> _first_day("2022-07"), _last_day("2022-07"), _last_day("2024")
    ('2022-07-01', '2022-07-31', '2024-12-31')
    """
    return {4: f"{written}-01-01", 7: f"{written}-01"}.get(len(written), written)


def _last_day(written: str) -> str:
    if len(written) == 7:
        return f"{written}-{monthrange(int(written[:4]), int(written[5:]))[1]}"
    return f"{written}-12-31" if len(written) == 4 else written


# --- coders who worked on sentences -------------------------------------------------------------


def _map_by_sentence(here: paths.Paths, corpus: Corpus, coder: str, found: Mapped) -> None:
    judged: dict[str, Cells] = {}
    for table, names in (("prompted", ("prompted",)), ("placed", ("problem", "placed"))):
        for row in _received(here, coder, table):
            cells = judged.setdefault(row["sentence"], {})
            cells |= {name: row[name] for name in names}
            cells["note"] = "; ".join(filter(None, (cells.get("note", ""), row["note"])))
    for sentence in corpus.sentences():
        if sentence.id in judged:
            cells = {"document": sentence.document, "sentence": sentence.id, "coder": coder}
            found.add("sentences", cells | judged[sentence.id])
    _map_outcomes(here, corpus, coder, found)
    _map_links(here, corpus, coder, found)


def _map_outcomes(here: paths.Paths, corpus: Corpus, coder: str, found: Mapped) -> None:
    for row in _received(here, coder, "outcomes"):
        cells = {
            "commitment": row["commitment"],
            "document": row["later_text"],
            "outcome": row["outcome"],
            "coder": coder,
            "explicit": row["explicit"] if row["sentence"] else "",
            "note": row["note"],
        }
        if row["sentence"]:
            words = _quoted(corpus, row)
            if words is None:
                found.left.append(
                    f"{coder}: outcomes: words of {row['commitment']}: {row['exact']}"
                )
            cells |= words or {}
        found.add("outcomes", cells)


def _map_links(here: paths.Paths, corpus: Corpus, coder: str, found: Mapped) -> None:
    for number, row in enumerate(_received(here, coder, "links"), 1):
        words = _quoted(corpus, row)
        if words is None:
            found.left.append(f'{coder}: links: {row["sentence"]}: "{row["exact"]}"')
            continue
        key = f"{words['document']}.{coder}{number:03d}"
        codes = {name: row[name] for name in ("kind", "status", "note")}
        link = LINKS.get(row["link"], row["link"])
        found.add("links", {"id": key, "coder": coder, **words, "link": link, **codes})


def _quoted(corpus: Corpus, row: Mapping[str, str]) -> Cells | None:
    sentence = corpus.sentence(row["sentence"])
    try:
        locate(row["exact"], sentence.text)
    except QuotationError:
        at = sentence.text.find(row["exact"])
        return _anchor(sentence, row["exact"], at) if row["exact"] and at >= 0 else None
    return _anchor(sentence, row["exact"])


# --- files ---------------------------------------------------------------------------------------


def _received(here: paths.Paths, coder: str, name: str) -> Iterator[Cells]:
    return _read(here.coded / "received" / coder / f"{name}.csv")


def _read(path: Path) -> Iterator[Cells]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, strict=True)


def _csv(table: Table, rows: Iterable[Cells]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(table.fields), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


if __name__ == "__main__":
    print("\n".join(write(paths.find()).left) or "Every row was mapped.")
