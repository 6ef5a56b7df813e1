import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.value import BasisError, BoundsError, Source, UnitError, Value

WORDS = Source("a:s001", "It rose to $4 billion, they say.", "$4 billion", "A", "Paper", "May 2024")
OTHER = Source("b:s002", "It was $3 billion then.", "$3 billion", "B", "Post", "June 2024")


def money(number, comparator="=", low=None, high=None, source=WORDS):
    half = 0.5e9
    low = number - half if low is None else low
    high = number + half if high is None else high
    return Value(number, "USD", comparator, low, high, sources=(source,))


FOUR, THREE = money(4e9), money(3e9, source=OTHER)
TONNES = Value(5e5, "tonne", "<", 0, 5e5, sources=(OTHER,))
PERCENT = Value(25.0, "percent", "=", 24.5, 25.5, sources=(OTHER,))
POSITIVE = st.floats(1, 1e12)


def test_a_quoted_value_shows_its_number_as_worded():
    assert str(FOUR) == "US$4 billion"
    assert str(money(1.3e9, "<")) == "nearly US$1.3 billion"
    assert str(TONNES) == "nearly 500,000 tonnes"
    assert str(Value(3.0, "ordinal")) == "3rd"
    assert str(Value(1e6, "count", "~")) == "about 1 million"


def test_arithmetic_keeps_inputs_and_says_how():
    gap = FOUR - THREE
    assert gap.number == pytest.approx(1e9)
    assert (gap.low, gap.high) == (0, 2e9)
    assert gap.formula == "US$4 billion − US$3 billion = US$1.00 billion"
    assert [source.sentence for source in gap.evidence()] == ["a:s001", "b:s002"]


def test_steps_run_from_the_inputs_to_the_result():
    steps = ((FOUR - THREE) / 12).steps()
    assert len(steps) == 2
    assert steps[0].startswith("US$4 billion − US$3 billion")
    assert "÷ 12" in steps[1]


def test_units_that_do_not_go_together_are_an_error():
    for work in (
        lambda: FOUR + TONNES,
        lambda: FOUR - TONNES,
        lambda: FOUR < TONNES,
        lambda: FOUR.change_from(TONNES),
        lambda: FOUR.before(THREE),
    ):
        with pytest.raises(UnitError):
            work()


def test_bases_that_do_not_go_together_are_an_error():
    flow, stock = (replace(FOUR, basis=basis) for basis in ("flow", "stock"))
    for work in (lambda: flow + stock, lambda: flow - stock, lambda: flow < stock):
        with pytest.raises(BasisError, match=r"of flow and .* of stock"):
            work()
    assert (flow - flow).basis == "flow"
    assert (flow / stock).unit == "ratio"
    assert (flow + THREE).basis == ""


def test_division_makes_a_unit_or_a_ratio():
    assert (FOUR / TONNES).unit == "USD per tonne"
    assert (FOUR / THREE).unit == "ratio"
    assert str(FOUR / TONNES).startswith("more than US$8,000 per tonne")


def test_growth_and_base():
    assert FOUR.change_from(THREE).number == pytest.approx(100 / 3)
    assert FOUR.before(PERCENT).number == pytest.approx(3.2e9)


@pytest.mark.parametrize(
    ("first", "second", "difference", "quotient"),
    [
        ("=", "=", "=", "="),
        (">", "=", ">", ">"),
        ("=", ">", "<", "<"),
        ("<", "=", "<", "<"),
        ("=", "<", ">", ">"),
        (">", ">", "~", "~"),
        (">", "<", ">", ">"),
        ("~", "=", "~", "~"),
    ],
)
def test_comparators_carry_through(first, second, difference, quotient):
    one, other = money(4e9, first), money(3e9, second)
    assert (one - other).comparator == difference
    assert (one / other).comparator == quotient


@given(POSITIVE, POSITIVE)
def test_the_result_lies_within_its_range(one, other):
    a, b = (Value(x, "USD", "=", x * 0.99, x * 1.01) for x in (one, other))
    for made in (a + b, a - b, a / b, a.change_from(b)):
        assert made.low <= made.number <= made.high


def around(number, half):
    return Value(number, "USD", "=", number - half, number + half)


NUMBERS = st.floats(-1e6, 1e6).map(lambda number: round(number, 3))
VALUES = st.builds(around, NUMBERS, st.floats(0, 1e3).map(lambda half: round(half, 3)))


def within(value, number):
    slack = 1e-9 * max(1, abs(number))
    return value.low - slack <= number <= value.high + slack


@given(VALUES, VALUES, st.floats(0, 1), st.floats(0, 1))
def test_whatever_the_inputs_were_the_result_is_within_its_bounds(a, b, first, second):
    x = min(a.high, a.low + first * (a.high - a.low))
    y = min(b.high, b.low + second * (b.high - b.low))
    assert within(a + b, x + y)
    assert within(a - b, x - y)
    assert within(-a, -x)
    if b.number and y:
        assert within(a / b, x / y)


@given(VALUES, st.floats(-1e3, 1e3))
def test_a_factor_of_any_sign_keeps_the_bounds_in_order(a, factor):
    made = a * factor
    assert made.low <= made.number <= made.high or made.number == pytest.approx(made.low)
    assert within(made, a.low * factor)
    assert within(made, a.high * factor)


def test_a_negative_factor_turns_bounds_and_comparator():
    more = Value(4.0, "USD", ">", 4, math.inf)
    assert ((more * -1).comparator, (more * -1).low, (more * -1).high) == ("<", -math.inf, -4)
    assert ((-more).comparator, (-more).high) == ("<", -4)
    assert (more / -2).comparator == "<"
    assert ((more * 0).comparator, (more * 0).low, (more * 0).high) == ("=", 0, 0)


@pytest.mark.parametrize(
    "work",
    [
        lambda: FOUR / 0,
        lambda: FOUR / money(0.0),
        lambda: FOUR.change_from(money(0.0)),
        lambda: FOUR.before(Value(-100.0, "percent", "=", -100.5, -99.5)),
    ],
)
def test_what_would_divide_by_zero_says_so_in_words(work):
    with pytest.raises(ZeroDivisionError, match=r"US.4 billion ÷ .*: nothing is divided by zero"):
        work()


def test_a_change_from_less_than_nothing_is_refused():
    with pytest.raises(UnitError, match="below zero"):
        FOUR.change_from(money(-3e9))


def test_a_divisor_on_both_sides_of_zero_bounds_nothing():
    made = FOUR / Value(1.0, "ratio", "=", -1, 3)
    assert (made.low, made.high, made.comparator) == (-math.inf, math.inf, "~")


def test_what_the_wording_admits_is_said_where_it_is_open():
    more = Value(4e9, "USD", ">", 4e9, math.inf)
    assert (more + more).range_words() == "As worded, anything from US$8.00 billion or more."
    assert (more * -1).range_words() == "As worded, −US$4.00 billion or less."


def test_comparators_turn_with_the_sign_of_the_other():
    more, minus = Value(4.0, "USD", ">", 4, math.inf), Value(-2.0, "tonne", "=", -2, -2)
    assert (more / minus).comparator == "<"
    assert (minus / more).comparator == ">"


def test_the_order_of_intervals_is_certain_or_it_does_not_hold():
    low, high = Value(1.0, "USD", "=", 0, 2), Value(3.0, "USD", "=", 2.5, 4)
    wide = Value(2.4, "USD", "~", 1, 5)
    assert low < high
    assert high > low
    assert low <= high
    assert not (low < wide or low > wide or wide < high or wide > high)
    touching = Value(2.0, "USD", "=", 2, 2)
    assert low <= touching
    assert not low < touching
    assert touching >= low


def test_values_without_bounds_stand_for_themselves_or_are_refused():
    assert Value(3.0, "count").bounds == (3, 3)
    assert Value(3.0, "count", ">").bounds == (3, math.inf)
    assert Value(3.0, "count", "<=").bounds == (-math.inf, 3)
    with pytest.raises(BoundsError, match="about 3 has no bounds"):
        _ = Value(3.0, "count", "~") + Value(3.0, "count")


def test_values_are_summed():
    assert sum([FOUR, THREE, THREE]).number == pytest.approx(10e9)
    with pytest.raises(UnitError, match="5 has no unit"):
        _ = 5 + FOUR


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Value(5e9, "CNY"), "CNY 5 billion"),
        (Value(5.0, "percentage point"), "5 percentage points"),
        (Value(1.0, "year"), "1 year"),
        (Value(8000.0, "USD per tonne"), "US$8,000 per tonne"),
        (Value(20.0, "count per day"), "20 per day"),
        (Value(12.5, "percent", "to", 10, 15), "10% to 15%"),
        (Value(419.0, "kilometre"), "419 kilometres"),
        (Value(21.0, "ordinal"), "21st"),
        (Value(111.0, "ordinal"), "111th"),
    ],
)
def test_a_value_is_written_with_its_unit(value, words):
    assert str(value) == words


def test_a_zero_divisor_gives_no_end_to_the_range():
    assert math.isinf((FOUR / TONNES).high)
