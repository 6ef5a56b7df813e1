"""Alterations of the numbers in the texts, and a copy of the data to try them in."""

import csv
import functools
import hashlib
import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace

from syntok import segmenter

from interviews import codings, corpus, derivation, validation
from interviews.quotations import Span, locate
from interviews.tables import Row

# Each row is a kind: a number word is exchanged for another of its row. The list is made here and
# not taken from the package, so that a word which the package does not know is not left out.
KINDS = [
    line.split()
    for line in (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen twenty",
        "thirty forty fifty sixty seventy eighty ninety",
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
        "half quarter",
        "hundred thousand million billion trillion",
        "dozen score",
        "once twice thrice",
        "single double triple",
    )
]
DIGITS = list("123456789")
NUMBER = re.compile(rf"\d+|\b(?:{'|'.join(word for kind in KINDS for word in kind)})\b", re.I)
# The tables that cover numbers: those that state something, and the reviewed list of the others.
COVERING = ("quantities", "numerals")
# Columns of derived/quantities.csv that are read from the words.
PARSED = ("value", "unit", "comparator", "resolution", "low", "high")


@dataclass(frozen=True)
class Edit:
    """A cell of a coded table that quotes the altered words; `at` is where in the cell."""

    table: str
    place: str
    column: str
    at: int


@dataclass(frozen=True)
class Mutation:
    """One alteration: of a number word, or of one digit of a digit run.

    `number` is the whole word or run, at `number_at` in the document; `old` at `at` becomes `new`.
    """

    document: str
    sentence: str
    number: str
    number_at: int
    at: int
    old: str
    new: str
    edits: tuple[Edit, ...]

    def covering(self) -> list[str]:
        """The places of the rows that state this number or list it as none that states anything."""
        return self._places(COVERING)

    def describing(self) -> list[str]:
        """The places of the rows of turns and boundaries that open with it.

        Where those no longer match, the document cannot be read and no other row is looked at.
        """
        tables = ("turns", "boundaries")
        return [edit.place for edit in self.edits if edit.table in tables]

    def stated(self) -> list[str]:
        """The places of the quantities that state this number."""
        return self._places(("quantities",))

    def places(self) -> list[str]:
        """The places of all rows that quote it."""
        return [edit.place for edit in self.edits]

    def __str__(self):
        rows = ", ".join(self.covering())
        return f'{self.sentence}: "{self.number}" with "{self.old}" as "{self.new}" ({rows})'

    def _places(self, tables):
        return [e.place for e in self.edits if e.table in tables and e.column != "prefix"]


class Bench:
    """A copy of the data in which one mutation at a time is made and taken back."""

    def __init__(self, paths):
        self.paths = paths
        self.codings = codings.read_codings(paths)
        self.quotes = [*self._anchors(), *self._openings(), *self._corrections()]
        self.rows = parsed(derivation.derive(paths))
        keys = csv.DictReader(io.StringIO(read(paths.coded / "quantities.csv"), newline=""))
        self.keys = {f"data/coded/quantities.csv:{keys.line_num}": row["id"] for row in keys}

    def mutations(self) -> Iterator[Mutation]:
        """One mutation for each digit and each number word of the texts."""
        for document in self.codings.corpus:
            for found in NUMBER.finditer(document.text):
                sentence = sentence_at(document, found.start())
                rivals = {other.lower() for other in NUMBER.findall(sentence.text)}
                for at, old, new in alterations(found[0], rivals):
                    where = Span(found.start() + at, found.start() + at + len(old))
                    edits = tuple(self._edits(document.key, where))
                    yield Mutation(
                        document.key, sentence.id, found[0], found.start(), where.start, old, new,
                        edits,
                    )  # fmt: skip

    @contextmanager
    def made(self, mutation: Mutation, quoted_by: str = "none"):
        """Make it in the text, record the new SHA-256, and make it in the rows that quote it.

        `quoted_by` says which: none, those `describing` the document, or all.
        """
        facts = self.codings.corpus[mutation.document].facts
        path = self.paths.seeds / facts["file"]
        text = read(path)
        files = {path: exchanged(text, mutation.at, mutation).encode()}
        places = {"none": [], "describing": mutation.describing(), "all": mutation.places()}
        edits = [edit for edit in mutation.edits if edit.place in places[quoted_by]]
        files |= self._edited(mutation, edits)
        documents = self.paths.coded / "documents.csv"
        recorded = files.get(documents, documents.read_bytes())
        digest = hashlib.sha256(files[path]).hexdigest()
        files[documents] = recorded.replace(facts["sha256"].encode(), digest.encode())
        before = {name: name.read_bytes() for name in files}
        try:
            for name, content in files.items():
                name.write_bytes(content)
            yield
        finally:
            for name, content in before.items():
                name.write_bytes(content)

    def changed(self, files: dict[str, bytes]) -> tuple[set[str], set[str]]:
        """The ids of the quantities with another value, and of those with anything else parsed."""
        before, now = self.rows, parsed(files)
        assert now.keys() == before.keys()
        return (
            {key for key in now if now[key][0] != before[key][0]},
            {key for key in now if now[key] != before[key]},
        )

    def _edits(self, document, where) -> Iterator[Edit]:
        for key, table, place, column, span in self.quotes:
            if key == document and span.start < where.end and where.start < span.end:
                assert span.start <= where.start, f"{place}: {column} begins within a number"
                assert where.end <= span.end, f"{place}: {column} ends within a number"
                yield Edit(table, place, column, where.start - span.start)

    def _edited(self, mutation, edits):
        files = {}
        for table in {edit.table for edit in edits}:
            path = self.paths.coded / f"{table}.csv"
            reader = csv.reader(io.StringIO(read(path), newline=""))
            header, out = next(reader), io.StringIO()
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(header)
            for cells in reader:
                place = f"data/coded/{table}.csv:{reader.line_num}"
                for edit in (edit for edit in edits if edit.place == place):
                    column = header.index(edit.column)
                    cells[column] = exchanged(cells[column], edit.at, mutation)
                writer.writerow(cells)
            files[path] = out.getvalue().encode()
        return files

    def _anchors(self):
        for table, row in self.codings.anchored():
            yield from quoted(table.name, row, self.codings.position(row))

    def _openings(self):
        for row in self.codings.tables["turns"]:
            first = next(
                sentence
                for sentence in self.codings.corpus[row["document"]].sentences
                if sentence.turn == int(row["turn"])
            )
            span = Span(first.span.start, first.span.start + len(row["opening"]))
            yield row["document"], "turns", row.place, "opening", span

    def _corrections(self):
        for row in self.codings.tables["boundaries"]:
            text = self.codings.corpus[row["document"]].text
            yield from quoted("boundaries", row, locate(row["exact"], text, row["prefix"]))


def quoted(table: str, row: Row, exact: Span):
    """The document, table, place, column and span of both cells of a quotation."""
    yield row["document"], table, row.place, "exact", exact
    prefix = Span(exact.start - len(row["prefix"]), exact.start)
    yield row["document"], table, row.place, "prefix", prefix


def alterations(number: str, rivals: set[str]) -> Iterator[tuple[int, str, str]]:
    """Where in `number`, what, and by what it is replaced: each digit in turn, or the whole word.

    `rivals` are the numbers of its sentence: it becomes the next number that is not among them, so
    that its quotation stays unique, and each of them that can be reached, as these may be confused.
    """
    if number.isdigit():
        for at, digit in enumerate(number):
            head, tail = number[:at], number[at + 1 :]
            made = {f"{head}{other}{tail}": other for other in following(digit, DIGITS)}
            yield from ((at, digit, made[new]) for new in chosen(list(made), rivals))
    else:
        kind = next(kind for kind in KINDS if number.lower() in kind)
        for new in chosen(following(number.lower(), kind), rivals):
            yield 0, number, new.capitalize() if number[0].isupper() else new


def chosen(numbers: list[str], rivals: set[str]) -> list[str]:
    """The first that is no rival, and all that are."""
    free = [number for number in numbers if number not in rivals]
    return free[:1] + [number for number in numbers if number in rivals]


def following(one: str, kind: list[str]) -> list[str]:
    """The others of its kind, from the next one on."""
    after = kind.index(one) + 1 if one in kind else 0
    return [other for other in kind[after:] + kind[:after] if other != one]


def exchanged(text: str, at: int, mutation: Mutation) -> str:
    """Return `text` with the mutation made at `at`."""
    end = at + len(mutation.old)
    assert text[at:end] == mutation.old
    return text[:at] + mutation.new + text[end:]


def sentence_at(document, at):
    found = [s for s in document.sentences if s.span.start <= at < s.span.end]
    assert found, f"{document.key}: the number at {at} stands in no sentence"
    return found[0]


def read(path):
    """Return a file as it is: line ends are not translated."""
    return path.read_bytes().decode()


def parsed(files: dict[str, bytes]) -> dict[str, tuple[str, ...]]:
    """What derived/quantities.csv gives for the words of each row, the value first."""
    text = files["data/derived/quantities.csv"].decode()
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return {row["id"]: tuple(row[column] for column in PARSED) for row in rows}


def remember(monkeypatch):
    """Do what no mutation can change only once: it takes most of the time of a run.

    Each of these sees its arguments and nothing else, but for the codebook, which no mutation
    touches: a paragraph is split, or searched for numerals, again as soon as its words differ.
    """
    process = functools.cache(lambda part: [list(each) for each in segmenter.process(part)])
    monkeypatch.setattr(corpus, "segmenter", SimpleNamespace(process=process))
    monkeypatch.setattr(validation, "numerals", functools.cache(validation.numerals))
    codebook = functools.cache(codings.read_codebook)
    for module in (codings, validation):
        monkeypatch.setattr(module, "read_codebook", codebook)
    # Line breaks and indents of the JSON files take a third of the time; nobody looks at them here.
    plain = SimpleNamespace(dumps=lambda content, **_: json.dumps(content))
    monkeypatch.setattr(derivation, "json", plain)


def unnamed(problems: list[str], places: list[str]) -> list[str]:
    """The places that no problem names."""
    return [
        place
        for place in places
        if not any(problem.startswith(f"{place}: ") for problem in problems)
    ]


def unseen(bench: Bench, mutation: Mutation) -> str:
    """Alter the text alone; return why that went unseen, or nothing if every row was named."""
    wanted = mutation.describing()
    if wanted:
        with bench.made(mutation):
            missed = unnamed(validation.validate(bench.paths), wanted)
        if missed:
            return f"{mutation}: no problem at {', '.join(missed)}"
    with bench.made(mutation, "describing"):
        missed = unnamed(validation.validate(bench.paths), mutation.covering())
    return f"{mutation}: no problem at {', '.join(missed)}" if missed else ""


def unshown(bench: Bench, mutation: Mutation) -> tuple[str, str]:
    """Alter text and quotations alike; return how that ended, and why it did not show, or nothing.

    It ends "stopped" by a problem, which must name a row that quotes the number, or its sentence;
    or "derived": then the values of exactly those quantities must be others that state it.
    """
    with bench.made(mutation, "all"):
        try:
            files = derivation.derive(bench.paths)
        except validation.DataError as error:
            problems = str(error).split("\n")
            # A number that now stands twice may be refused at the row of the other one.
            named = any(f" {mutation.sentence}: " in problem for problem in problems)
            if named or unnamed(problems, mutation.places()) != mutation.places():
                return "stopped", ""
            return "stopped", f"{mutation}: stopped without its place by {problems}"
    wanted = {bench.keys[place] for place in mutation.stated()}
    values, parts = bench.changed(files)
    if values == parts == wanted:
        return "derived", ""
    return "derived", f"{mutation}: changed {sorted(values | parts)}, must change {sorted(wanted)}"
