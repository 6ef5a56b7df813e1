import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.representation import MIME
from interviews.value import BasisError, Source, UnitError, Value

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
        lambda: FOUR.whole(THREE),
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


def test_growth_base_and_whole():
    assert FOUR.change_from(THREE).number == pytest.approx(100 / 3)
    assert FOUR.before(PERCENT).number == pytest.approx(3.2e9)
    assert FOUR.whole(PERCENT).number == pytest.approx(16e9)


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


def test_a_zero_divisor_gives_no_end_to_the_range():
    assert math.isinf((FOUR / TONNES).high)


def test_a_value_says_what_it_rests_on_to_a_page_and_to_a_notebook():
    meaning = (FOUR - THREE)._repr_mimebundle_()[MIME]
    assert meaning["words"] == "US$1.00 billion"
    assert meaning["steps"] == ["US$4 billion − US$3 billion = US$1.00 billion"]
    assert meaning["range"] == "As worded, anything from US$0 to US$2.00 billion."
    assert [one["sentence"] for one in meaning["sources"]] == ["a:s001", "b:s002"]
    many = replace(FOUR, sources=tuple(replace(WORDS, sentence=f"a:s{n:03}") for n in range(7)))
    assert many._repr_mimebundle_()[MIME]["sources"][6] == {"sentence": "a:s006"}


def test_words_of_a_source_are_escaped_in_a_notebook():
    worse = replace(WORDS, exact='<b> "')
    made = replace(FOUR, sources=(worse,))._repr_mimebundle_()["text/html"]
    assert "&lt;b&gt; &quot;" in made
    assert "<b>" not in made
