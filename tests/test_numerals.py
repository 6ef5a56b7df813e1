from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.quantities import COMPARATORS, SCALES, QuantityError, parse_quantity
from interviews.value import ordinal

AMOUNTS = st.decimals(min_value=1, max_value=999, places=1).filter(lambda d: d >= 1)
WORDS = [(sign, word) for sign, words in COMPARATORS.items() for word in words]


@pytest.mark.parametrize(
    ("phrase", "value", "unit", "comparator", "resolution"),
    [
        ("US$171.9 billion", "171.9e9", "USD", "=", "0.1e9"),
        ("USD 4.47 billion", "4.47e9", "USD", "=", "0.01e9"),
        ("nearly $1.3 billion", "1.3e9", "USD", "<", "0.1e9"),
        ("more than $25 billion", "25e9", "USD", ">", "1e9"),
        ("nearly 500,000 tons", "500000", "tonne", "<", "100000"),
        ("up 222%", "222", "percent", "=", "1"),
        ("surged by 139.5%", "139.5", "percent", "=", "0.1"),
        ("over 5%", "5", "percent", ">", "1"),
        ("no fewer than 1,000 government scholarships", "1000", "count", ">=", "1000"),
        ("approximately 2.1 million", "2.1e6", "count", "~", "0.1e6"),
        ("3,791 valid projects", "3791", "count", "=", "1"),
        ("Four direct air routes", "4", "count", "=", "1"),
        ("the fourth biggest foreign investor", "4", "ordinal", "=", "1"),
        ("fifth-largest trading partner", "5", "ordinal", "=", "1"),
        ("largest trading partner", "1", "ordinal", "=", "1"),
        ("72nd anniversary", "72", "ordinal", "=", "1"),
        ("two-day visit", "2", "day", "=", "1"),
        ("30 years", "30", "year", "=", "1"),
        ("the 10 ASEAN members", "10", "count", "=", "1"),
        ("up 50%", "50", "percent", "=", "10"),
        ("exceeded US$3.5 billion", "3.5e9", "USD", ">", "0.1e9"),
    ],
)
def test_phrases_of_the_texts(phrase, value, unit, comparator, resolution):
    found = parse_quantity(phrase)
    assert (found.value, found.unit, found.comparator, found.resolution) == (
        Decimal(value), unit, comparator, Decimal(resolution),
    )  # fmt: skip


@pytest.mark.parametrize(
    "phrase", ["", "rapid growth", "10, 20 and 30 years", "two of 143 countries"]
)
def test_a_phrase_holds_exactly_one_number(phrase):
    with pytest.raises(QuantityError):
        parse_quantity(phrase)


@given(AMOUNTS, st.sampled_from(sorted(SCALES)), st.sampled_from(["US$", "$", "USD "]))
def test_money(amount, scale, currency):
    found = parse_quantity(f"{currency}{amount} {scale}")
    assert found.value == amount * 10 ** SCALES[scale]
    assert (found.unit, found.comparator) == ("USD", "=")


@given(st.integers(1, 10**9))
def test_thousands_separators_change_nothing(number):
    assert parse_quantity(f"{number:,} projects").value == number
    assert parse_quantity(f"{number} projects").value == number


@given(st.integers(1, 999))
def test_ordinals(number):
    found = parse_quantity(f"the {ordinal(number)} joint patrol")
    assert (found.value, found.unit) == (number, "ordinal")


@given(AMOUNTS, st.sampled_from(WORDS))
def test_comparators(amount, comparator):
    sign, word = comparator
    assert parse_quantity(f"{word} {amount}%").comparator == sign


@given(AMOUNTS, st.sampled_from(["", *(word for _, word in WORDS)]))
def test_the_stated_value_lies_in_its_interval(amount, word):
    found = parse_quantity(f"{word} {amount}%".strip())
    low, high = found.interval
    assert low <= found.value <= high


@pytest.mark.parametrize(
    ("word", "number"),
    [("one", 1), ("six", 6), ("twelve", 12), ("seventy-two", 72), ("three thousand", 3000)],
)
def test_number_words_are_read_like_digits(word, number):
    assert parse_quantity(f"{word} plants").value == number


@given(AMOUNTS)
def test_one_more_digit_narrows_the_interval(amount):
    def width(phrase):
        low, high = parse_quantity(phrase).interval
        return high - low

    assert width(f"${amount}5 billion") < width(f"${amount} billion")
