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


M11_2024 = period("2024-01-01", "2024-11-30")
WHOLE, STATED = number("$120 million"), number("$131 million")
RISE, M11_RISE = rise("up 10.0%"), rise("up 10.0%", M11_2024, ELEVEN)
LEVEL, MORE = (number(f"{words}$110 million", Y2024) for words in ("", "more than "))
M11 = number("$121 million", M11_2024)
AUGUST = number("$1 billion", period("2024-08-01", "2024-08-31"), phrase="in August last year")


@pytest.mark.parametrize(
    ("rule", "numbers", "fits"),
    [
        ("restated", [number("$4.47 billion", key="a"), number("$4.47 billion")], True),
        ("restated", [number("$4.47 billion"), number("nearly $4.5 billion")], True),
        ("restated", [number("$4.47 billion"), number("$4.6 billion")], False),
        # The rest of a period must be possible.
        ("pace", [WHOLE, number("$90 million", NINE)], True),
        ("pace", [WHOLE, number("$40 million", NINE)], False),
        ("pace", [WHOLE, number("$130 million", NINE)], False),
        # What a rise implies is held against the level of its time.
        ("implied-base", [LEVEL, RISE, number("$100 million")], True),
        ("implied-base", [LEVEL, RISE, STATED], False),
        ("implied-base", [MORE, RISE, STATED], True),
        ("implied-base", [MORE, RISE, number("$90.0 million")], False),
        # Rounding widens a base.
        ("implied-base", [LEVEL, rise("up 50%"), number("$75 million")], True),
        # A base for a part leaves a rest that must be possible.
        ("implied-base", [M11, M11_RISE, WHOLE], True),
        ("implied-base", [M11, M11_RISE, number("$180 million")], False),
        # Phrases for years are held against the date of the text.
        ("year-of-writing", [AUGUST], True),
        ("year-of-writing", [number("$1 billion", Y2023, phrase="last year")], False),
        ("year-of-writing", [number("$1 billion", Y2024, phrase="11 months of the year")], False),
        ("year-of-writing", [rise("up 50%", said="up 50% compared to last year")], False),
    ],
)
def test_what_is_held_fits_or_does_not(rule, numbers, fits):
    assert verdicts(*numbers, rule=rule) == ["consistent" if fits else "inconsistent"]


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
    weeks = number("$1 million", period("2023-01-02", "2023-03-31"))
    assert not verdicts(WHOLE, weeks, rule="pace")


def test_a_base_that_nothing_is_stated_for_is_shown():
    made = comparison.compare([number("$110 million", Y2024, key="n"), rise("up 10.0%")], FACTS)
    (only,) = made
    assert (only["rule"], only["left"]) == ("alone", "a-2025.up 10.0%; a-2025.n")
    assert only["arithmetic"] == "US$110 million ÷ (1 + 10%) = US$100.0 million"


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
