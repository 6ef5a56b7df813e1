"""Every number of the texts is altered: the quotations must notice, and the values must follow."""

import csv
import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from types import SimpleNamespace

import pytest
from conftest import ROOT

from interviews import derivation, validation
from interviews.codings import read_codings
from interviews.derivation import _plain as plain
from interviews.majority import MAJORITY
from interviews.numerals import Quantity, QuantityError
from interviews.quotations import QuotationError, Span, locate

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
NUMBER = re.compile(rf"\d+|\b(?:{'|'.join(word for kind in KINDS for word in kind)})\b", re.I)
# Kind, what is altered, by what, and the effect (see `expected`). The words are listed there and
# not taken from the package: what it does not know is tried as well.
with (ROOT / "tests" / "mutations.csv").open(encoding="utf-8", newline="") as file:
    SPELLINGS = [tuple(row.values()) for row in csv.DictReader(file)]


def expected(effect, row):
    """What the altered row says, by column; nothing where it must be refused."""
    word, _, argument = effect.partition(" ")
    value, step = Decimal(row["value"]), Decimal(row["resolution"])
    # How wide the bounds are depends on the unit.
    said = {name: row[name] for name in ("value", "unit", "comparator")}
    if word == "same":
        return row
    if word == "times":
        numbers = {name: row[name] for name in ("value", "resolution", "low", "high") if row[name]}
        factor = Decimal(argument)
        return row | {name: plain(Decimal(cell) * factor) for name, cell in numbers.items()}
    if word == "comparator":
        return derivation._parsed(Quantity(value, row["unit"], argument, step))
    # Beside a comparator, or where something rose, a minus is refused.
    if word == "negative" and row["comparator"] == "=":
        return derivation._parsed(Quantity(-value, row["unit"], "=", step))
    if word == "rank":
        return row | dict.fromkeys(("value", "low", "high"), argument)
    if word == "fifths":
        return said | {"value": plain(value / 5), "unit": "ratio", "comparator": "="}
    if word == "to":
        end = Decimal(argument) * (10**9 if row["unit"] == "USD" else 1)
        return said | {"value": plain((value + end) / 2), "comparator": "to"}
    return said | {"unit": argument} if word == "unit" else None


@dataclass(frozen=True)
class Quoted:
    """A row that quotes a number, its sentence, and where in it the words stand."""

    row: dict[str, str]
    text: str
    span: Span

    def altered(self, at, old, new):
        """Return the same row and sentence with other words at `at`."""
        text = self.text[:at] + new + self.text[at + len(old) :]
        exact = text[self.span.start : self.span.end + len(new) - len(old)]
        return Quoted(self.row | {"exact": exact}, text, self.span)

    def numbers(self):
        """Return where every digit and number word stands, what it is, and the next of its kind."""
        for found in NUMBER.finditer(self.text, self.span.start, self.span.end):
            word = found[0]
            if word.isdigit():
                yield from ((found.start() + n, d, str(int(d) % 9 + 1)) for n, d in enumerate(word))
            else:
                kind = next(kind for kind in KINDS if word.lower() in kind)
                new = kind[(kind.index(word.lower()) + 1) % len(kind)]
                yield found.start(), word, new.capitalize() if word[0].isupper() else new

    def read(self):
        """Return what the words give, by column, with the direction; raises `QuantityError`."""
        codings = SimpleNamespace(text=lambda _: self.text)
        quantity = validation.quantity_of(codings, self.row)
        return derivation._parsed(quantity), quantity.direction


@pytest.fixture(scope="module")
def codings(here):
    return read_codings(here)


def quoted(codings, rows):
    for row in rows:
        text = codings.text(row["sentence"])
        yield Quoted(dict(row.cells), text, locate(row["exact"], text, row["prefix"]))


@pytest.fixture(scope="module")
def covering(codings):
    """Every row that states a number, by whichever coder, or lists one that states nothing."""
    return [*quoted(codings, [*codings.tables["quantities"], *codings.tables["numerals"]])]


@pytest.fixture(scope="module")
def stated(codings):
    return [*quoted(codings, codings.chosen("quantities", MAJORITY))]


def test_every_number_of_the_texts_stands_in_a_row(codings, covering):
    spans = {}
    for one in covering:
        spans.setdefault(one.row["sentence"], []).append(one.span)
    for sentence in codings.corpus.sentences():
        for found in NUMBER.finditer(sentence.text):
            assert any(
                span.start <= found.start() and found.end() <= span.end
                for span in spans.get(sentence.id, [])
            ), f"{sentence.id}: {found[0]}"


def test_a_number_altered_in_the_text_is_no_longer_quoted(covering):
    tried = 0
    for one in covering:
        for change in one.numbers():
            tried += 1
            with pytest.raises(QuotationError):
                locate(one.row["exact"], one.altered(*change).text, one.row["prefix"])
    assert tried > len(covering)


def test_a_number_altered_in_text_and_quotation_changes_its_value_or_is_refused(stated):
    ends = Counter()
    for one in stated:
        before, _ = one.read()
        for change in one.numbers():
            new = one.altered(*change)
            try:
                now, _ = new.read()
            except QuantityError:
                ends["refused"] += 1
                continue
            assert now["value"] != before["value"], new.row["exact"]
            ends["derived"] += 1
    assert ends["derived"] > 10 * ends["refused"]


@pytest.mark.parametrize(("kind", "old", "new", "effect"), SPELLINGS)
def test_a_word_beside_a_number_altered_is_read_as_such_or_refused(stated, kind, old, new, effect):
    tried = derived = 0
    for one in stated:
        found = re.compile(old).search(one.text, one.span.start, one.span.end)
        if not found:
            continue
        tried += 1
        changed = one.altered(found.start(), found[0], found.expand(new))
        before, direction = one.read()
        try:
            now, turned = changed.read()
        except QuantityError:
            continue
        wanted = expected(effect, before)
        assert wanted is not None, changed.row["exact"]
        assert {name: now[name] for name in wanted} == wanted, changed.row["exact"]
        assert (turned != direction) == (kind == "direction")
        derived += 1
    assert tried
    assert bool(derived) == (effect != "refused")


def test_an_altered_text_is_refused_with_the_row_that_quotes_it(copy, codings, stated):
    last = {one.row["document"]: one for one in stated}
    documents = copy.coded / "documents.csv"
    for key, one in last.items():
        facts = codings.corpus[key].facts
        seed = copy.seeds / facts["file"]
        text, new = seed.read_bytes(), one.altered(*next(one.numbers())).text
        assert text.count(one.text.encode()) == 1
        seed.write_bytes(text.replace(one.text.encode(), new.encode()))
        recorded = documents.read_text(encoding="utf-8")
        digest = sha256(seed.read_bytes()).hexdigest()
        documents.write_text(recorded.replace(facts["sha256"], digest), encoding="utf-8")
    problems = "\n".join(validation.examine(copy)[1])
    for one in last.values():
        assert f"exact: {one.row['sentence']}: " in problems, one.row["id"]
