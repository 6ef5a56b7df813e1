import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.value import Source, UnitError, Value

WORDS = Source("a:s001", "It rose to $4 billion, they say.", "$4 billion", "A", "Paper", "May 2024")
OTHER = Source("b:s002", "It was $3 billion then.", "$3 billion", "B", "Post", "June 2024")


def money(number, comparator="=", source=WORDS):
    return Value(number, "USD", comparator, number - 0.5e9, number + 0.5e9, sources=(source,))


FOUR, THREE = money(4e9), money(3e9, source=OTHER)
TONNES = Value(5e5, "tonne", "<", 0, 5e5, sources=(OTHER,))
PERCENT = Value(25.0, "percent", "=", 24.5, 25.5, sources=(OTHER,))
MORE, MINUS = Value(4.0, "USD", ">", 4, math.inf), Value(-2.0, "tonne", "=", -2, -2)
FLOW, STOCK = replace(FOUR, basis="flow"), replace(FOUR, basis="stock")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (FOUR, "US$4 billion"),
        (money(1.3e9, "<"), "nearly US$1.3 billion"),
        (TONNES, "nearly 500,000 tonnes"),
        (Value(1e6, "count", "~"), "about 1 million"),
        (Value(5e9, "CNY"), "CNY 5 billion"),
        (Value(5.0, "percentage point"), "5 percentage points"),
        (Value(1.0, "year"), "1 year"),
        (Value(8000.0, "USD per tonne"), "US$8,000 per tonne"),
        (Value(20.0, "count per day"), "20 per day"),
        (Value(12.5, "percent", "to", 10, 15), "10% to 15%"),
        (Value(419.0, "kilometre"), "419 kilometres"),
        (Value(3.0, "ordinal"), "3rd"),
        (Value(21.0, "ordinal"), "21st"),
        (Value(111.0, "ordinal"), "111th"),
    ],
)
def test_a_value_is_written_as_worded_with_its_unit(value, words):
    assert str(value) == words


def test_arithmetic_keeps_inputs_and_says_how():
    gap = FOUR - THREE
    assert gap.number == pytest.approx(1e9)
    assert (gap.low, gap.high) == (0, 2e9)
    assert [source.sentence for source in gap.evidence()] == ["a:s001", "b:s002"]
    first, second = (gap / 12).steps()
    assert first == gap.formula == "US$4 billion − US$3 billion = US$1.00 billion"
    assert second == "US$1.00 billion ÷ 12 = US$83.3 million"


@pytest.mark.parametrize(
    ("work", "error", "message"),
    [
        (lambda: FOUR + TONNES, UnitError, "in USD and .* in tonne"),
        (lambda: FOUR - TONNES, UnitError, "in USD and .* in tonne"),
        (lambda: FOUR.change_from(TONNES), UnitError, "in USD and .* in tonne"),
        (lambda: FOUR.change_from(money(-3e9)), UnitError, "below zero"),
        (lambda: FOUR.before(THREE), UnitError, "a change is in percent, not in USD"),
        (lambda: FLOW + STOCK, UnitError, "of flow and .* of stock"),
        (lambda: FLOW - STOCK, UnitError, "of flow and .* of stock"),
        (lambda: FOUR / 0, ZeroDivisionError, r"US.4 billion ÷ 0: nothing is divided by zero"),
        (lambda: FOUR / money(0.0), ZeroDivisionError, "nothing is divided by zero"),
        (lambda: FOUR.change_from(money(0.0)), ZeroDivisionError, "nothing is divided"),
        (lambda: FOUR.before(Value(-100.0, "percent")), ZeroDivisionError, "nothing is divided"),
        (lambda: FOUR < THREE, TypeError, "not supported"),
    ],
)
def test_what_does_not_go_together_is_an_error_in_words(work, error, message):
    with pytest.raises(error, match=message):
        work()


@pytest.mark.parametrize(
    ("made", "unit", "basis", "words"),
    [
        (FOUR / TONNES, "USD per tonne", "", "more than US$8,000 per tonne"),
        (FOUR / THREE, "ratio", "", "1.33"),
        (FLOW / STOCK, "ratio", "", "1.00"),
        (FLOW - FLOW, "USD", "flow", "US$0"),
        (FLOW / 2, "USD", "flow", "US$2.00 billion"),
        (FLOW + THREE, "USD", "", "US$7.00 billion"),
        (FOUR.change_from(THREE), "percent", "", "33.3%"),
        (FOUR.before(PERCENT), "USD", "", "US$3.20 billion"),
    ],
)
def test_a_result_has_its_unit_and_basis(made, unit, basis, words):
    assert (made.unit, made.basis, str(made)) == (unit, basis, words)


@pytest.mark.parametrize(
    ("first", "second", "total", "difference", "quotient"),
    [
        ("=", "=", "=", "=", "="),
        (">", "=", ">", ">", ">"),
        ("=", ">", ">", "<", "<"),
        ("<", "=", "<", "<", "<"),
        ("=", "<", "<", ">", ">"),
        (">", ">", ">", "~", "~"),
        (">", "<", "~", ">", ">"),
        (">=", "<", "~", ">", ">"),
        (">=", ">=", ">=", "~", "~"),
        ("~", "=", "~", "~", "~"),
    ],
)
def test_comparators_carry_through(first, second, total, difference, quotient):
    one, other = money(4e9, first), money(3e9, second)
    made = (one + other, one - other, one / other)
    assert tuple(value.comparator for value in made) == (total, difference, quotient)


def test_bounds_and_comparators_turn_with_the_sign():
    assert ((-MORE).comparator, (-MORE).low, (-MORE).high) == ("<", -math.inf, -4)
    assert (MORE / -2).comparator == "<"
    assert (MORE / MINUS).comparator == "<"
    assert (MINUS / MORE).comparator == ">"


NUMBERS = st.floats(-1e6, 1e6).map(lambda number: round(number, 3))
HALVES = st.floats(0, 1e3).map(lambda half: round(half, 3))
VALUES = st.builds(lambda n, half: Value(n, "USD", "=", n - half, n + half), NUMBERS, HALVES)


def within(value, number):
    slack = 1e-9 * max(1, abs(number))
    return value.low - slack <= number <= value.high + slack


@given(VALUES, VALUES, st.floats(0, 1), st.floats(0, 1), st.floats(-1e3, 1e3))
def test_whatever_the_inputs_were_the_result_is_within_its_bounds(a, b, first, second, plain):
    x = min(a.high, a.low + first * (a.high - a.low))
    y = min(b.high, b.low + second * (b.high - b.low))
    assert within(a + b, x + y)
    assert within(a - b, x - y)
    assert within(-a, -x)
    if b.number and y:
        assert within(a / b, x / y)
    if abs(plain) > 1e-3:
        assert within(a / plain, x / plain)


def test_a_divisor_that_may_be_zero_leaves_the_quotient_open():
    assert math.isinf((FOUR / TONNES).high)
    made = FOUR / Value(1.0, "ratio", "=", -1, 3)
    assert (made.low, made.high, made.comparator) == (-math.inf, math.inf, "~")
    assert made.range_words() == "As worded, anything."


def test_what_the_wording_admits_is_said_where_it_is_open():
    more = Value(4e9, "USD", ">", 4e9, math.inf)
    assert (more + more).range_words() == "As worded, anything from US$8.00 billion or more."
    assert (more / -1).range_words() == "As worded, −US$4.00 billion or less."
    assert (FOUR - THREE).range_words() == "As worded, anything from US$0 to US$2.00 billion."


@pytest.mark.parametrize(
    ("comparator", "bounds"),
    [("=", (3, 3)), (">", (3, math.inf)), ("<=", (-math.inf, 3)), ("~", (-math.inf, math.inf))],
)
def test_a_value_without_bounds_admits_what_its_comparator_says(comparator, bounds):
    assert Value(3.0, "count", comparator).bounds == bounds
