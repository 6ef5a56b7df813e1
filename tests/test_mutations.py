"""Every number of the texts is altered: the quotations must notice, and the values must follow."""

import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from types import SimpleNamespace

import pytest

from interviews import derivation, validation
from interviews.codings import read_codings
from interviews.majority import MAJORITY
from interviews.numerals import QuantityError
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
# What is read from the words, as columns of derived/quantities.csv.
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
        changed, (before, direction) = (
            one.altered(found.start(), found[0], found.expand(new)),
            one.read(),
        )
        tried += 1
        try:
            now, turned = changed.read()
        except QuantityError:
            continue
        wanted = effect(before)
        assert wanted is not None, changed.row["exact"]
        assert tuple(now[name] for name in PARSED)[: len(wanted)] == wanted, changed.row["exact"]
        assert (turned != direction) == (kind == "direction")
        derived += 1
    assert tried
    assert bool(derived) == (effect is not never)


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
