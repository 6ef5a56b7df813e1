"""The rules on small numbers made by hand, then all of them on the five texts."""

from datetime import date

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from interviews import comparison, report
from interviews.comparison import Number, Period
from interviews.numerals import read as parse_quantity
from interviews.value import Value


def period(first, last):
    return Period(date.fromisoformat(first), date.fromisoformat(last))


FACTS = {"a-2025": {"date_start": "2025-01-01", "date_end": "2025-01-31"}}
Y2022, Y2023, Y2024 = (period(f"{year}-01-01", f"{year}-12-31") for year in (2022, 2023, 2024))
NINE, ELEVEN = period("2023-01-01", "2023-09-30"), period("2023-01-01", "2023-11-30")


def number(words, when=Y2023, kind="level", key="", **more):
    parsed = parse_quantity(words)
    low, high = map(float, parsed.interval)
    value = Value(float(parsed.value), parsed.unit, parsed.comparator, low, high)
    given = {
        "ids": (f"a-2025.{key or words}",), "sentences": ("a-2025:s001",), "said": words,
        "value": value, "measure": "trade-total", "kind": kind, "basis": "", "phrase": "",
        "period": when, "base": None,
    }  # fmt: skip
    return Number(**given | more)


def rise(words, when=Y2024, base=Y2023, **more):
    return number(words, when, "change", base=base, **more)


def verdicts(*numbers, rule):
    made = comparison.compare(list(numbers), FACTS)
    return [one["verdict"] for one in made if one["rule"] == rule]


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ("$4.47 billion", "$4.47 billion", "consistent"),
        ("$4.47 billion", "nearly $4.5 billion", "consistent"),
        ("$4.47 billion", "$4.6 billion", "inconsistent"),
    ],
)
def test_two_statements_for_one_time_must_meet(one, other, verdict):
    assert verdicts(number(one, key="a"), number(other), rule="restated") == [verdict]


def test_only_like_is_held_with_like():
    one = number("$4.47 billion")
    for other in (
        number("$9 billion", when=Y2022), number("$9 billion", measure="fdi"),
        number("$9 billion", basis="stock"), number("$9 billion", when=None),
    ):  # fmt: skip
        made = comparison.compare([one, other], FACTS)
        assert [(m["rule"], m["verdict"]) for m in made] == [("alone", "not comparable")] * 2
    changes = rise("up 10.0%"), rise("up 30.0%", base=Y2022)
    assert not verdicts(*changes, rule="restated")


def test_the_rest_of_a_period_must_be_possible():
    whole, even, jump, fall = (
        number(words, when)
        for words, when in (
            ("$120 million", Y2023), ("$90 million", NINE), ("$40 million", NINE),
            ("$130 million", NINE),
        )
    )  # fmt: skip
    assert verdicts(whole, even, rule="pace") == ["consistent"]
    assert verdicts(whole, jump, rule="pace") == ["inconsistent"]
    assert verdicts(whole, fall, rule="pace") == ["inconsistent"]
    assert not verdicts(
        whole, number("$1 million", period("2023-01-02", "2023-03-31")), rule="pace"
    )


@pytest.mark.parametrize(
    ("level", "change", "stated", "verdict"),
    [
        ("$110 million", "up 10.0%", "$100 million", "consistent"),
        ("$110 million", "up 10.0%", "$131 million", "inconsistent"),
        ("more than $110 million", "up 10.0%", "$131 million", "consistent"),
        ("more than $110 million", "up 10.0%", "$90.0 million", "inconsistent"),
        ("$110 million", "up 50%", "$75 million", "consistent"),  # rounding widens a base
    ],
)
def test_a_base_is_held_against_the_level_of_its_time(level, change, stated, verdict):
    given = number(level, Y2024), rise(change), number(stated, key="stated")
    assert verdicts(*given, rule="implied-base") == [verdict]


def test_a_base_for_a_part_leaves_a_rest_that_must_be_possible():
    when = period("2024-01-01", "2024-11-30")
    given = number("$121 million", when), rise("up 10.0%", when, ELEVEN)
    assert verdicts(*given, number("$120 million"), rule="implied-base") == ["consistent"]
    assert verdicts(*given, number("$180 million"), rule="implied-base") == ["inconsistent"]


def test_a_base_that_nothing_is_stated_for_is_shown():
    made = comparison.compare([number("$110 million", Y2024, key="n"), rise("up 10.0%")], FACTS)
    (only,) = made
    assert (only["rule"], only["left"]) == ("alone", "a-2025.up 10.0%; a-2025.n")
    assert only["arithmetic"] == "US$110 million ÷ (1 + 10%) = US$100.0 million"


@pytest.mark.parametrize(
    ("phrase", "when", "verdict"),
    [
        ("last year", Y2024, "consistent"),
        ("last year", Y2023, "inconsistent"),
        ("the first 11 months of the year", Y2024, "inconsistent"),
        ("in August last year", period("2024-08-01", "2024-08-31"), "consistent"),
    ],
)
def test_phrases_for_years_are_held_against_the_date_of_the_text(phrase, when, verdict):
    given = number("$1 billion", when, phrase=phrase)
    assert verdicts(given, rule="year-of-writing") == [verdict]


def test_a_comparison_with_last_year_is_a_phrase_too():
    given = rise("up 50%", said="It rose by 50% compared to last year.")
    assert verdicts(given, rule="year-of-writing") == ["inconsistent"]
    assert not verdicts(rise("up 50%"), rule="year-of-writing")


@given(st.permutations(range(5)))
def test_the_order_of_the_numbers_changes_no_verdict(order):
    rows = [
        number("$230 billion", Y2022), number("$171.9 billion"), number("$229.8 billion"),
        number("$90 billion", NINE), rise("up 18.9%", Y2023, Y2022),
    ]  # fmt: skip
    usual = sorted((m["rule"], m["verdict"]) for m in comparison.compare(rows, FACTS))
    mixed = comparison.compare([rows[place] for place in order], FACTS)
    assert sorted((m["rule"], m["verdict"]) for m in mixed) == usual


def test_every_number_of_the_five_texts_is_held_against_another_or_said_not_to_be():
    read = report.read(ROOT)
    made = read.rows("comparisons")
    assert {key for m in made for key in (*m.left, *m.right)} == set(read.quantities["id"])
    assert len({m.id for m in made}) == len(made)
    assert all(m.arithmetic for m in made if m.verdict == "inconsistent")


def test_a_chapter_can_leave_a_text_out():
    whole, fewer = (report.read(ROOT, without=texts).comparisons for texts in ([], ["vu-2025"]))
    assert sum(whole["verdict"] == "inconsistent") > sum(fewer["verdict"] == "inconsistent")
    assert not any("vu-2025" in key for key in fewer["id"])
    assert "restated/xiong-2024.trade-2023/pham-2024.trade-2023" in fewer.index
