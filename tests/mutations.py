"""Alterations of the numbers in the texts, and a copy of the data to try them in.

Alterations of different numbers do not touch each other, so one of each is made at a time; where
such a batch does not come out as it should, its alterations are made one by one.
"""

import csv
import functools
import hashlib
import io
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from decimal import Decimal
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


def unit(name):
    """The effect of another unit: how wide the bounds then are depends on the unit."""
    return lambda row: (row["value"], name, row["comparator"])


def times(factor):
    """The effect of another scale: all but unit and comparator, that many times."""

    def effect(row):
        cells = {**row}
        for column in ("value", "resolution", "low", "high"):
            if cells[column]:
                number = Decimal(cells[column]) * Decimal(factor)
                cells[column] = plain(number)
        return tuple(cells.values())

    return effect


def plain(number):
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def comparator(sign):
    """The effect of another comparator: it, and the bounds that it sets."""

    def effect(row):
        value, step = Decimal(row["value"]), Decimal(row["resolution"])
        margin = step if sign == "~" else 0 if step == 1 and row["unit"] in EXACT else step / 2
        low = value if ">" in sign else 0 if "<" in sign else value - margin
        high = "" if ">" in sign else row["value"] if "<" in sign else plain(value + margin)
        return tuple({**row, "comparator": sign, "low": plain(Decimal(low)), "high": high}.values())

    return effect


def negative(row):
    """The effect of a minus: it is refused beside a comparator, or where something rose."""
    if row["comparator"] != "=":
        return None
    low, high = f"-{row['high']}", f"-{row['low']}"
    return (f"-{row['value']}", row["unit"], "=", row["resolution"], low, high)


def up_to_900(row):
    """The effect of a range that ends at 900 of the same scale."""
    low, most = Decimal(row["value"]), Decimal(900)
    while row["unit"] == "USD" and most < 900 * 10**9:
        most *= 10**9
    return plain((low + most) / 2), row["unit"], "to"


def fifths(row):
    """The effect of "fifths" after a number."""
    return plain(Decimal(row["value"]) / 5), "ratio", "="


def same(row):
    return tuple(row.values())


def never(row):
    """The effect of what must be refused."""
    return None


EXACT = ("count", "year", "day", "ordinal")
# Kind, what is altered, by what, and what the row then says (`never`: it must be refused). The
# words are listed here and not taken from the package: what it does not know is tried as well.
SPELLINGS = [
    ("scale", r"\bbillion\b", "million", times("0.001")),
    ("scale", r"\bbillion\b", "trillion", times("1000")),
    ("scale", r"\bbillion\b", "thousand", times("0.000001")),
    ("scale", r"\bmillion\b", "billion", times("1000")),
    ("scale", r"\bmillion\b", "thousand", times("0.001")),
    ("scale", r" billion\b", "bn", same),
    ("scale", r" billion\b", " bn", same),
    ("scale", r" million\b", "mn", same),
    ("scale", r"\bbillion\b", "hundred", times("0.0000001")),
    ("scale", r"\b(billion|million)\b", "zillion", never),
    ("scale", r"\b(billion|million)\b", r"\1s of", same),
    ("scale", r" billion\b", "b", same),
    ("scale", r" million\b", "m", never),
    ("scale", r"(\d) (billion|million)\b", r"\1 \2th", never),
    ("currency", r"US\$", "€", unit("EUR")),
    ("currency", r"US\$", "£", unit("GBP")),
    ("currency", r"US\$", "A$", unit("AUD")),
    ("currency", r"US\$|\$", "¥", never),
    ("currency", r"US\$|\$|USD ", "VND", unit("VND")),
    ("currency", r"US\$|\$|USD ", "RMB ", unit("CNY")),
    ("currency", r"US\$|\$|USD ", "US$ ", same),
    ("currency", r"US\$|\$|USD ", "X$", never),
    ("currency", r"US\$|\$|USD ", "", unit("count")),
    ("currency", r"(?:US\$|\$|USD )([\d.]+) billion", r"\1 billion yuan", unit("CNY")),
    ("currency", r"(?:US\$|\$|USD )([\d.]+) billion", r"\1 billion US dollars", same),
    ("currency", r"(?:US\$|\$|USD )([\d.]+) billion", r"€\1 billion yuan", never),
    ("sign", r"(?<![\d.,])(\d[\d.,]*)%", r"-\1%", negative),
    ("sign", r"(?<![\d.,])(\d[\d.,]*)%", r"−\1%", negative),
    ("sign", r"(?<![\d.,])(\d[\d.,]*)%", r"minus \1%", negative),
    ("sign", r"(US\$|USD |\$)(?=\d)", r"-\1", negative),
    ("sign", r"(US\$|USD |\$)(?=\d)", r"minus \1", negative),
    ("comparator", r"\bnearly\b", "more than", comparator(">")),
    ("comparator", r"\bnearly\b", "about", comparator("~")),
    ("comparator", r"\bnearly\b", "at least", comparator(">=")),
    ("comparator", r"\bnearly ", "", comparator("=")),
    ("comparator", r"\bnearly\b", "not", never),
    ("comparator", r"\bnearly\b", "hardly", never),
    ("comparator", r"\bnearly\b", "almost", same),
    ("comparator", r"\b[Mm]ore than\b", "less than", comparator("<")),
    ("comparator", r"\b[Mm]ore than\b", "close to", comparator("~")),
    ("comparator", r"\b[Mm]ore than\b", "just over", same),
    ("comparator", r"\b[Mm]ore than\b", "no more than", comparator("<=")),
    ("comparator", r"\bover\b", "under", comparator("<")),
    ("comparator", r"\bover\b", "up to", comparator("<=")),
    ("comparator", r"\bapproximately\b", "at most", comparator("<=")),
    ("comparator", r"\bapproximately\b", "exactly", comparator("=")),
    ("comparator", r"\bno fewer than\b", "fewer than", comparator("<")),
    ("comparator", r"\bno fewer than\b", "no more than", comparator("<=")),
    ("comparator", r"\bexceeded\b", "approached", comparator("<")),
    ("comparator", r"\bexceeded\b", "did not exceed", never),
    ("comparator", r"(?<=\d)%", "% or more", comparator(">=")),
    ("comparator", r"(?<=\d)%", "% or so", comparator("~")),
    ("comparator", r"(?<=\d)%", "%+", comparator(">=")),
    ("comparator", r"\bbillion\b", "billion or less", comparator("<=")),
    ("comparator", r"(\d)( projects| countries| years| tons)\b", r"\1\2 or more", comparator(">=")),
    ("unit", r"(?<=\d)%", " percent", same),
    ("unit", r"(?<=\d)%", " per cent", same),
    ("unit", r"(?<=\d)%", " percentage points", unit("percentage point")),
    ("unit", r"(?<=\d)%", "", unit("count")),
    ("unit", r"(?<=\d)%", "‰", never),
    ("unit", r"(?<=\d)%", " per year", unit("count per year")),
    ("unit", r"\btons\b", "tonnes", same),
    ("unit", r"\btons\b", "kilograms", unit("kilogram")),
    ("unit", r"\btons\b", "pounds", never),
    ("unit", r"\btons\b", "short tons", never),
    ("unit", r" tons\b", "", unit("count")),
    ("unit", r"\byears\b", "months", unit("month")),
    ("unit", r"\byears\b", "percent", unit("percent")),
    ("unit", r"-day\b", "-week", unit("week")),
    ("unit", r"\b(projects|plants|provinces|countries)\b", "percent", unit("percent")),
    ("unit", r"\b(projects|plants|provinces|countries)\b", r"\1 a year", unit("count per year")),
    ("separator", r"(\d),(\d{3})\b", r"\1.\2", never),
    ("separator", r"(\d),(\d{3})\b", r"\1 \2", same),
    ("separator", r"(\d),(\d{3})\b", r"\1\2", same),
    ("separator", r"(\d)\.(\d{1,2})\b", r"\1,\2", never),
    ("separator", r"(\d)\.(\d{3})\b", r"\1,\2", times("1000")),
    ("separator", r"(\d)\.(\d{1,2})\b", r"\1 \2", never),
    ("separator", r"(\d)\.(\d)", r"\1..\2", never),
    ("range", r"(\d[\d.]*)%", r"\1-900%", up_to_900),
    ("range", r"(\d[\d.]*) billion", r"\1 to 900 billion", up_to_900),
    ("fraction", r"(\d[\d.]*) billion", r"half of \1 billion", never),
    ("fraction", r"\b(three|[Ff]our)(?= \w+)", r"\1 fifths", fifths),
    ("glued", r"(?<=\d)%", "x%", never),
    ("glued", r"(?<=\d) billion\b", "B billion", never),
    ("glued", r"(\d+)(?:th|nd) ", r"\1thx ", never),
    ("direction", r"\bup(?= \d)", "down", same),
    ("direction", r"\b(?:surged|increasing)\b", "fell", same),
    ("direction", r"\ban increase\b", "a fall", same),
    ("rank", r"\bthird largest\b", "fourth largest", lambda row: ordinal(row, "4")),
    (
        "rank",
        r"(?<!th )(?<!rd )(?<!nd )(?<!th-)\b(?:largest|biggest)\b",
        "second largest",
        lambda row: ordinal(row, "2"),
    ),
    ("rank", r"\blargest\b", "smallest", never),
    ("rank", r"\bfirst\b", "one of the first", never),
]


def ordinal(row, place):
    return tuple({**row, "value": place, "low": place, "high": place}.values())


@dataclass(frozen=True)
class Edit:
    """A cell of a coded table that quotes the altered words; `at` is where in the cell."""

    table: str
    place: str
    column: str
    at: int


class CutError(AssertionError):
    """A row quotes a part of what is to be altered."""


@dataclass(frozen=True)
class Mutation:
    """One alteration: of a number word, of a digit, or of a word or sign that belongs to a number.

    `number` is the whole word or run, at `number_at` in the document; `old` at `at` becomes `new`.
    `kind` is digit, word, or one of the kinds of `SPELLINGS`.
    """

    document: str
    sentence: str
    number: str
    number_at: int
    at: int
    old: str
    new: str
    edits: tuple[Edit, ...]
    kind: str = "digit"
    effect: Callable[[dict[str, str]], tuple[str, ...] | None] | None = None

    @property
    def must_be_read(self) -> bool:
        """Whether it changes how a number is worded, and not to what its row cannot be."""
        wording = self.kind in ("scale", "comparator", "separator", "rank")
        reads = self.effect is same and self.kind != "direction"
        return reads or (wording and self.effect not in (None, never))

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
    """A copy of the data in which some mutations at a time are made and taken back."""

    def __init__(self, paths):
        self.paths = paths
        self.codings = codings.read_codings(paths)
        self.quotes = [*self._anchors(), *self._openings(), *self._corrections()]
        self.rows = derived_rows(paths)
        keys = csv.DictReader(io.StringIO(read(paths.coded / "quantities.csv"), newline=""))
        ids = {f"data/coded/quantities.csv:{keys.line_num}": row["id"] for row in keys}
        # The rows of other coders are checked as well, but give no value.
        self.keys = {place: key for place, key in ids.items() if key in self.rows}

    def mutations(self) -> Iterator[Mutation]:
        """One mutation for each digit and each number word of the texts."""
        for document in self.codings.corpus:
            for found in NUMBER.finditer(document.text):
                sentence = sentence_at(document, found.start())
                rivals = {other.lower() for other in NUMBER.findall(sentence.text)}
                for at, old, new in alterations(found[0], rivals):
                    yield self._mutation(document, found, found.start() + at, old, new)

    def word_mutations(self) -> Iterator[Mutation]:
        """Every alteration of `SPELLINGS` at every quantity that it can be made in."""
        for row in self.codings.tables["quantities"]:
            if row["id"] not in self.rows:
                continue
            document, span = self.codings.corpus[row["document"]], self.codings.position(row)
            for kind, old, new, effect in SPELLINGS:
                found = re.compile(old).search(document.text, span.start, span.end)
                words = found.expand(new) if found else ""
                # "2.1bn." does not end its sentence: the full stop may be that of an abbreviation.
                shortens = words.endswith(("bn", "mn", "b", "m"))
                if found and not (shortens and document.text[found.end()] == "."):
                    # A row that quotes a half of the words cannot follow the other half.
                    with suppress(CutError):
                        made = self._mutation(document, found, found.start(), found[0], words)
                        yield replace(made, kind=kind, effect=effect)

    def _mutation(self, document, found, at, old, new):
        sentence = sentence_at(document, found.start())
        edits = tuple(self._edits(document.key, Span(at, at + len(old))))
        return Mutation(document.key, sentence.id, found[0], found.start(), at, old, new, edits)

    @contextmanager
    def made(self, some: list[Mutation], quoted_by: str = "none"):
        """Make them in the texts and in the rows that quote them, and record the new SHA-256.

        `quoted_by` says which: none, those `describing` the document, or all.
        """
        files = self._edited(some, quoted_by)
        documents = self.paths.coded / "documents.csv"
        recorded = files.get(documents, documents.read_bytes())
        for key in {mutation.document for mutation in some}:
            facts = self.codings.corpus[key].facts
            path = self.paths.seeds / facts["file"]
            exchanges = [(m.at, m) for m in some if m.document == key]
            files[path] = exchanged(read(path), exchanges).encode()
            digest = hashlib.sha256(files[path]).hexdigest()
            recorded = recorded.replace(facts["sha256"].encode(), digest.encode())
        files[documents] = recorded
        before = {name: name.read_bytes() for name in files}
        try:
            for name, content in files.items():
                name.write_bytes(content)
            yield
        finally:
            for name, content in before.items():
                name.write_bytes(content)

    def _edits(self, document, where) -> Iterator[Edit]:
        for key, table, place, column, span in self.quotes:
            if key == document and span.start < where.end and where.start < span.end:
                if where.start < span.start or where.end > span.end:
                    raise CutError(f"{place}: {column} begins or ends within it")
                yield Edit(table, place, column, where.start - span.start)

    def _edited(self, some, quoted_by):
        """Return the tables with the mutations made in the cells that quote them."""
        wanted = {}
        for mutation in some:
            places = {"none": [], "describing": mutation.describing(), "all": mutation.places()}
            for edit in mutation.edits:
                if edit.place in places[quoted_by]:
                    cells = wanted.setdefault(edit.table, {})
                    cells.setdefault((edit.place, edit.column), []).append((edit.at, mutation))
        return {
            self.paths.coded / f"{table}.csv": self._rewritten(table, cells)
            for table, cells in wanted.items()
        }

    def _rewritten(self, table, exchanges):
        reader = csv.reader(io.StringIO(read(self.paths.coded / f"{table}.csv"), newline=""))
        header, out = next(reader), io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        for cells in reader:
            place = f"data/coded/{table}.csv:{reader.line_num}"
            for at, column in enumerate(header):
                cells[at] = exchanged(cells[at], exchanges.get((place, column), []))
            writer.writerow(cells)
        return out.getvalue().encode()

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


def exchanged(text: str, exchanges: list[tuple[int, Mutation]]) -> str:
    """Return `text` with mutations made, each at its place."""
    for at, mutation in sorted(exchanges, key=lambda each: each[0], reverse=True):
        end = at + len(mutation.old)
        assert text[at:end] == mutation.old
        text = text[:at] + mutation.new + text[end:]
    return text


def sentence_at(document, at):
    found = [s for s in document.sentences if s.span.start <= at < s.span.end]
    assert found, f"{document.key}: the number at {at} stands in no sentence"
    return found[0]


def read(path):
    """Return a file as it is: line ends are not translated."""
    return path.read_bytes().decode()


def derived_rows(paths) -> dict[str, tuple[str, ...]]:
    """What derived/quantities.csv gives for the words of each row, the value first.

    As `derivation.derive` does it, without the files that no number is in. Raises `DataError`.
    """
    found, problems = validation.examine(paths)
    if problems:
        raise validation.DataError("\n".join(problems))
    rows = derivation.quantities(found)
    return {row["id"]: tuple(row[column] for column in PARSED) for row in rows}


def remember(monkeypatch):
    """Do what no mutation can change only once: it takes most of the time of a run.

    Each of these sees its arguments and nothing else, but for the codebook, which no mutation
    touches: a paragraph is split, or searched for numerals, again as soon as its words differ.
    """
    process = functools.cache(lambda part: [list(each) for each in segmenter.process(part)])
    monkeypatch.setattr(corpus, "segmenter", SimpleNamespace(process=process))
    monkeypatch.setattr(validation, "numerals", functools.cache(validation.numerals))
    monkeypatch.setattr(validation, "read", functools.cache(validation.read))
    checked = {}
    check = validation._row_cells

    def row_cells(codebook, row):
        key = (row.place, *row.cells.values())
        if key not in checked:
            checked[key] = list(check(codebook, row))
        return checked[key]

    monkeypatch.setattr(validation, "_row_cells", row_cells)
    # A set phrase that an altered text lacks is refused where its pattern stands: no row quotes it.
    monkeypatch.setattr(validation, "_patterns", lambda _: [])
    codebook = functools.cache(codings.read_codebook)
    for module in (codings, validation):
        monkeypatch.setattr(module, "read_codebook", codebook)


def unnamed(problems: list[str], places: list[str]) -> list[str]:
    """The places that no problem names."""
    return [
        place
        for place in places
        if not any(problem.startswith(f"{place}: ") for problem in problems)
    ]


def batches(some: Iterable[Mutation]) -> Iterator[list[Mutation]]:
    """Yield the mutations in few lots, in none of which two touch each other."""
    waiting: dict[tuple[str, ...], list[Mutation]] = {}
    for mutation in some:
        # Digits become those of their rivals, of which a sentence is to have one at a time.
        rows = mutation.covering() if mutation.effect else []
        key = (mutation.sentence, *rows)
        waiting.setdefault(key, []).append(mutation)
    while waiting:
        yield [same.pop(0) for same in waiting.values()]
        waiting = {key: same for key, same in waiting.items() if same}


def one_by_one(check, bench: Bench, some: Iterable[Mutation]) -> list[tuple[str, str]]:
    """Return how each ended, and why it failed or nothing: in batches, singly where one fails."""
    ends = []
    for batch in batches(some):
        found = check(bench, batch)
        if any(why for _, why in found) and len(batch) > 1:
            found = [check(bench, [mutation])[0] for mutation in batch]
        ends += list(zip(batch, found, strict=True))
    return [(mutation, *end) for mutation, end in ends]


def unseen(bench: Bench, batch: list[Mutation]) -> list[tuple[str, str]]:
    """Alter the texts alone; return why each went unseen, or nothing if every row was named."""
    describing = [mutation for mutation in batch if mutation.describing()]
    missed = {}
    for mutation in describing:
        with bench.made([mutation]):
            missed[mutation] = unnamed(validation.validate(bench.paths), mutation.describing())
    with bench.made(batch, "describing"):
        problems = validation.validate(bench.paths)
    for mutation in batch:
        missed[mutation] = missed.get(mutation, []) + unnamed(problems, mutation.covering())
    return [
        ("seen", f"{mutation}: no problem at {', '.join(places)}" if places else "")
        for mutation, places in missed.items()
        if mutation in batch
    ]


def unshown(bench: Bench, batch: list[Mutation]) -> list[tuple[str, str]]:
    """Alter texts and quotations alike; return how each ended, and why it did not show, or nothing.

    It ends "stopped" by a problem, which must name a row that quotes the number, or its sentence;
    or "derived": then the values of exactly those quantities must be others that state it.
    """
    ends, rest, now = {}, list(batch), None
    while rest and now is None:
        with bench.made(rest, "all"):
            try:
                now = derived_rows(bench.paths)
            except validation.DataError as error:
                problems = str(error).split("\n")
        if now is None:
            stopped = [mutation for mutation in rest if named(problems, mutation)]
            if not stopped:
                why = f"stopped without a place by {problems}"
                return [("stopped", f"{mutation}: {why}") for mutation in batch]
            ends |= dict.fromkeys(stopped, ("stopped", ""))
            rest = [mutation for mutation in rest if mutation not in stopped]
    ends |= derived(bench, rest, now) if rest else {}
    return [ends[mutation] for mutation in batch]


def refusal(mutation: Mutation, problems: list[str]) -> str:
    """Why a mutation should not have been refused, or nothing."""
    why = [problem for problem in problems if problem.startswith(tuple(mutation.places()))]
    rightly = not mutation.must_be_read or any("has two comparators" in each for each in why)
    return "" if rightly else f"{mutation}: is refused by {why}"


def named(problems: list[str], mutation: Mutation) -> bool:
    """Whether a problem names a row that quotes it, or its sentence.

    A number that now stands twice may be refused at the row of the other one.
    """
    said = any(f" {mutation.sentence}: " in problem for problem in problems)
    return said or unnamed(problems, mutation.places()) != mutation.places()


def derived(bench: Bench, some: list[Mutation], now: dict[str, tuple[str, ...]]):
    """How those ended whose values were derived: exactly their rows must be other ones.

    A digit or a number word must change the value; the other kinds what `SPELLINGS` says.
    """
    rows = bench.rows
    wanted = {m: {bench.keys[place] for place in m.stated() if place in bench.keys} for m in some}
    strange = {key for key in now if now[key] != rows[key]} - set().union(*wanted.values())
    ends = {}
    for mutation, keys in wanted.items():
        wrong = [key for key in keys if not as_it_should(mutation, rows[key], now[key])]
        why = f"{mutation}: gave {[now[key] for key in wrong]}" if wrong else ""
        why = why or (f"{mutation}: or another changed {sorted(strange)}" if strange else "")
        ends[mutation] = ("derived", why)
    return ends


def as_it_should(mutation: Mutation, before: tuple[str, ...], now: tuple[str, ...]) -> bool:
    """Whether what is parsed changed as an alteration of this kind changes it."""
    if mutation.effect:
        wanted = mutation.effect(dict(zip(PARSED, before, strict=True)))
        return wanted is not None and now[: len(wanted)] == wanted
    return before[0] != now[0]
