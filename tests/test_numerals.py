"""Every phrase of the corpus is read as it says, or refused as it says; what is built is read."""

import csv
import re
from collections import Counter
from decimal import Decimal

import pytest
from conftest import ROOT
from hypothesis import assume, example, given
from hypothesis import strategies as st

from interviews.numerals import AmbiguityError, QuantityError, read
from interviews.numerals import words as known


def rows(name):
    with (ROOT / "tests" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PHRASES, QUANTULUM = rows("phrases.csv"), rows("quantulum3_phrases.csv")
READ = [row for row in PHRASES if row["outcome"] == "read"]
REFUSED = [row for row in PHRASES if row["outcome"] != "read"]
NEAR = Decimal("1e-9")


def near(found, wanted):
    return abs(found - Decimal(wanted)) <= NEAR * max(1, abs(found))


# --- the corpus ----------------------------------------------------------------------------------


@pytest.mark.parametrize("row", READ, ids=[row["phrase"] for row in READ])
def test_a_phrase_is_read(row):
    found = read(row["phrase"])
    assert near(found.value, row["value"]), found
    assert (found.unit, found.comparator) == (row["unit"], row["comparator"])
    assert found.interval[0] <= found.value <= found.interval[1]


@pytest.mark.parametrize("row", REFUSED, ids=[row["phrase"] for row in REFUSED])
def test_a_phrase_is_refused_and_the_error_says_how_to_go_on(row):
    with pytest.raises(QuantityError) as refused:
        read(row["phrase"])
    assert re.fullmatch(rf'"{re.escape(row["phrase"])}" \w.*: \w.*', str(refused.value))
    assert isinstance(refused.value, AmbiguityError) == (row["outcome"] == "ambiguous")


def test_the_corpus_is_large_and_has_every_group():
    assert len({row["phrase"] for row in PHRASES}) == len(PHRASES) > 400
    assert min(Counter(row["group"] for row in PHRASES).values()) > 15


def judged(row):
    try:
        found = read(row["phrase"], after=row["after"])
    except QuantityError as error:
        return "ambiguous" if isinstance(error, AmbiguityError) else "refused"
    if not near(found.value, row["value"]):
        return "wrong"
    bare = not row["unit"] and found.unit in ("count", "ratio", "ordinal")
    return "right" if bare or found.unit == row["unit"] else "unit lost"


def test_the_phrases_of_quantulum3_are_right_or_refused():
    topics = {"money", "per cent", "count", "weight", "length", "time"}
    assert len(QUANTULUM) == 182
    found = Counter(map(judged, QUANTULUM))
    assert found["wrong"] == found["unit lost"] == 0
    assert found["right"] >= 128
    assert "refused" not in [judged(row) for row in QUANTULUM if row["topic"] in topics]


# --- what is built is read -----------------------------------------------------------------------

DIGITS = st.decimals(min_value=1, max_value=999, places=1)
MONEY = [
    (spelling, code)
    for spelling, code in known.CURRENCIES.items()
    if not spelling.islower() and " " not in spelling and spelling not in known.ONLY_AFTER
]
NAMES = known.CURRENCY_NAMES | known.UNIT_NAMES
NAMED = [(name, unit) for name, unit in NAMES.items() if len(name) > 3]
LETTERS = [(letters, power) for letters, power in known.SCALE_LETTERS.items() if letters != "k"]
SCALES = [("", 0), *known.SCALES.items(), *LETTERS]
COMPARATORS = [
    ("", "", "="),
    *((words, "", sign) for words, sign in known.BEFORE.items()),
    *(("", words, sign) for words, sign in known.AFTER.items() if words[0] == "o"),
]


@given(DIGITS, st.sampled_from(MONEY), st.sampled_from(SCALES), st.sampled_from(["", " "]))
def test_money(number, money, scale, space):
    found = read(f"{money[0]}{space}{number}{space}{scale[0]}")
    assert (found.value, found.unit) == (number * 10 ** scale[1], money[1])


@given(DIGITS, st.sampled_from(SCALES), st.sampled_from(NAMED), st.sampled_from(COMPARATORS))
@example(Decimal("1.5"), ("", 0), ("tonnes", "tonne"), ("nearly", "", "<"))
def test_scales_units_and_comparators(number, scale, unit, comparator):
    before, after, sign = comparator
    before = "for over" if before == "over" else before
    words = [before, str(number), scale[0], unit[0], after]
    found = read(" ".join(word for word in words if word))
    value = number * 10 ** scale[1]
    assert (found.value, found.unit, found.comparator) == (value, unit[1], sign)
    assert found.interval[0] <= value <= found.interval[1]


def in_words(number):
    """A number below a million in words, by other means than the grammar's."""
    if number >= 1000:
        rest = number % 1000
        tail = f" {'and ' if rest < 100 else ''}{in_words(rest)}" if rest else ""
        return f"{in_words(number // 1000)} thousand{tail}"
    if number >= 100:
        rest = number % 100
        return f"{in_words(number // 100)} hundred" + (f" and {in_words(rest)}" if rest else "")
    words = {value: word for word, value in (known.TENS | known.ONES).items()}
    return words.get(number) or f"{words[number // 10 * 10]}-{words[number % 10]}"


@given(st.integers(0, 999_999))
def test_number_words_are_read_like_digits(number):
    assert read(f"{in_words(number)} plants").value == number


@given(DIGITS, st.text("abcdefghijlnopqrstuvwxyzABCDEFGHIJLMNOPQRSUVWXYZ", min_size=1, max_size=6))
def test_letters_glued_to_a_number_are_never_dropped(number, letters):
    tables = (NAMES, known.SCALES, known.SCALE_LETTERS, known.RATES)
    others = {"st", "nd", "rd", "th", "fold", "times", "odd", "ish", "plus"}
    assume(letters.lower() not in others | {name.lower() for table in tables for name in table})
    with pytest.raises(QuantityError):
        read(f"{number}{letters}")


# --- precision, context --------------------------------------------------------------


@pytest.mark.parametrize(
    ("phrase", "resolution"),
    [
        ("US$171.9 billion", "0.1e9"),
        ("USD 4.47 billion", "0.01e9"),
        ("more than $25 billion", "1e9"),
        ("nearly 500,000 tons", "100000"),
        ("up 222%", "1"),
        ("up 50%", "10"),
        ("no fewer than 1,000 government scholarships", "1000"),
        ("30 years", "1"),
        ("3.5 years", "0.1"),
        ("3,791 valid projects", "1"),
        ("two thirds", "0.1"),
        ("half a million", "100000"),
    ],
)
def test_the_last_digit_written_is_the_precision(phrase, resolution):
    assert read(phrase).resolution == Decimal(resolution)


def test_a_share_in_words_is_turned_into_percent():
    found = read("nearly two thirds").in_percent()
    assert (found.unit, found.comparator, found.resolution) == ("percent", "<", 10)
    assert near(found.value, "66.6666666667")
    assert read("5 km").in_percent() == read("5 km")


@pytest.mark.parametrize(
    ("before", "phrase", "after"),
    [
        ("worth ", "US$171.9", " billion in 2023"),
        ("worth US", "$171.9 billion", " in 2023"),
        ("worth US$", "171.9 billion", " in 2023"),
        ("it was ", "nearly 500,000", " tons of it"),
        ("it was nearly ", "500,000 tons", " of it"),
        ("it was ", "500,000 tons", " or more"),
        ("up ", "222", "% on the year"),
        ("fell to -", "5%", " in May"),
        ("it was ", "US$1", ".5 billion"),
        ("of ", "5 percent", "age points"),
    ],
)
def test_a_quotation_that_leaves_out_a_part_of_its_number_is_refused(before, phrase, after):
    with pytest.raises(QuantityError, match="is a part of"):
        read(phrase, before, after)


def test_the_words_around_a_quotation_settle_what_it_says():
    assert read("over 5 plants", "it took ").comparator == "="
    assert read("over 5 plants", "it built ").comparator == ">"
    assert read("10", "the next ", ", 20 and even 30 years").unit == "year"
    assert read("45", "they got ", " and 50 mg of it").unit == "milligram"


def test_no_spelling_of_the_tables_means_two_things():
    tables = (known.UNIT_NAMES, known.CURRENCY_NAMES, known.AMBIGUOUS)
    spellings = Counter(spelling for table in tables for spelling in table)
    assert [one for one, number in spellings.items() if number > 1] == []


@pytest.mark.parametrize(
    ("phrase", "bounds"),
    [
        ("5%", ("4.5", "5.5")),
        ("about 5%", (4, 6)),
        ("over 5%", (5, "Infinity")),
        ("nearly 5%", (0, 5)),
    ],
)
def test_bounds_of_each_comparator(phrase, bounds):
    assert read(phrase).interval == tuple(map(Decimal, bounds))
