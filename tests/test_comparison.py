"""Each rule on small numbers made by hand, then all of them on the five texts."""

import csv
from datetime import date
from itertools import combinations, pairwise

import pytest
from conftest import ROOT
from hypothesis import example, given
from hypothesis import strategies as st

from interviews import comparison, report
from interviews.codings import read_codings
from interviews.comparison import orders, relations, repeats, times, totals, wholes
from interviews.comparison.periods import Period
from interviews.comparison.records import Number, Text
from interviews.derivation import derive
from interviews.numerals import read as parse_quantity
from interviews.value import Value


def period(first, last):
    return Period(*(date.fromisoformat(day) for day in (first, last)))


TEXT = Text("a-2025", "Vietnam", period("2025-01-01", "2025-01-31"), "inferred")
OTHER = Text("b-2024", "China", period("2024-04-01", "2024-04-07"), "stated")
Y2022, Y2023, Y2024 = (period(f"{year}-01-01", f"{year}-12-31") for year in (2022, 2023, 2024))
HALF, NINE = period("2023-01-01", "2023-06-30"), period("2023-01-01", "2023-09-30")
ELEVEN = period("2023-01-01", "2023-11-30")


with (ROOT / "data/coded/measures.csv").open(encoding="utf-8", newline="") as file:
    MEASURES = relations.read_measures(csv.DictReader(file))


def number(words, measure="trade-total", when=Y2023, kind="level", key="", **more):
    parsed = parse_quantity(words)
    low, high = map(float, parsed.interval)
    value = Value(float(parsed.value), parsed.unit, parsed.comparator, low, high)
    text = more.pop("text", TEXT)
    given = {
        "id": f"{text.key}.{key or words}", "text": text, "sentence": f"{text.key}:s001",
        "said": f"To China: {words}.", "value": value, "measure": measure, "kind": kind,
        "direction": "", "phrase": "2023", "period": when, "base": Period(), "compiler": "",
        "basis": "flow-year" if kind == "level" else "", "side": "vietnam",
        "about": MEASURES.get(measure, relations.Measure()),
        "compiler_country": "China" if more.get("compiler", "").startswith("chin") else "",
    }  # fmt: skip
    return Number(**given | more)


def rise(words, when=Y2024, base=Y2023, **more):
    given = {"kind": "change", "direction": "up", "base": base, "basis": "year-on-year"}
    return number(words, when=when, **given | more)


def only(made):
    (found,) = list(made)
    return found


def verdicts(made):
    return [one.verdict for one in made]


# --- implied bases ----------------------------------------------------------------------------


def test_a_base_is_held_against_the_level_of_its_period():
    level, change = number("$110 million", when=Y2024), rise("up 10.0%")
    fits = only(totals.implied_base([level, change, number("$100 million")]))
    assert (fits.verdict, fits.ground) == ("consistent", "same period")
    assert not fits.readings
    breaks = only(totals.implied_base([level, change, number("$131 million")]))
    assert breaks.verdict == "inconsistent"
    assert "US$110 million ÷ (1 + 10%) = US$100 million" in breaks.arithmetic
    assert any("Mirror statistics" in reading for reading in breaks.readings)


def test_more_than_leaves_a_base_open_upwards():
    level, change = number("more than $110 million", when=Y2024), rise("up 10.0%")
    made = [
        only(totals.implied_base([level, change, number(words)]))
        for words in ("$131 million", "$90.0 million")
    ]
    assert verdicts(made) == ["consistent", "inconsistent"]


def test_rounding_widens_a_base():
    level, change = number("$110 million", when=Y2024), rise("up 50%")
    assert only(totals.implied_base([level, change, number("$75 million")])).verdict == "consistent"


def test_a_fall_gives_a_larger_base():
    level = number("$90.0 million", when=Y2024)
    change = rise("down 10.0%", direction="down")
    assert only(totals.implied_base([level, change, number("$100.0 million")])).verdict == (
        "consistent"
    )


def test_a_base_for_a_part_leaves_a_rest_that_must_be_possible():
    when = period("2024-01-01", "2024-11-30")
    level, change = number("$121 million", when=when), rise("up 10.0%", when, ELEVEN)
    fits, breaks = (
        only(totals.implied_base([level, change, number(words)]))
        for words in ("$120 million", "$180 million")
    )
    assert (fits.verdict, breaks.verdict) == ("consistent", "inconsistent")
    assert "beyond the bound of 3" in breaks.reason


def test_changes_without_level_or_base_are_set_aside():
    change = rise("up 10.0%")
    assert only(totals.implied_base([change])).ground == "no level"
    level = number("$110 million", when=Y2024)
    assert only(totals.implied_base([change, level])).ground == "no base level"


def test_a_rise_beyond_a_hundred_percent_may_be_an_index():
    change, level = rise("up 222%"), number("$322 million", when=Y2024)
    found = only(totals.implied_base([change, level]))
    assert found.readings[0].startswith("An index read as a change")
    assert "US$145" in found.readings[0]
    assert found.first.number == pytest.approx(1e8)


# --- one period told twice, levels within a year ----------------------------------------------


def test_two_statements_of_one_period_must_meet():
    one = number("$4.47 billion")
    others = [
        number(words, text=OTHER)
        for words in ("$4.47 billion", "nearly $4.5 billion", "$4.6 billion")
    ]
    made = [only(totals.restated([one, other])) for other in others]
    assert verdicts(made) == ["consistent", "consistent", "inconsistent"]


def test_a_rise_and_a_fall_by_as_much_are_no_agreement():
    up, down = rise("up 10.0%"), rise("down 10.0%", direction="down")
    assert verdicts(totals.restated([up, down])) == ["inconsistent"]
    assert verdicts(totals.restated([up, rise("up 10.0%", key="again")])) == ["consistent"]


def test_changes_against_different_bases_are_set_aside():
    found = only(totals.restated([rise("up 10.0%"), rise("up 30.0%", base=Y2022)]))
    assert (found.verdict, found.ground) == ("not comparable", "other base")


def test_counts_of_different_times_agree_or_are_set_aside():
    one, same, more = (
        number(words, "directions-six-more", when, "count", words)
        for words, when in (("6 more", Period()), ("six pillars", Y2023), ("7 pillars", Y2024))
    )
    assert verdicts(totals.restated([one, same])) == ["consistent"]
    assert verdicts(totals.restated([one, more])) == ["not comparable"]


def test_what_adds_up_does_not_fall():
    part, whole = number("$20 billion", when=HALF), number("$30.0 billion")
    assert verdicts(totals.cumulative([part, whole])) == ["consistent"]
    less = number("$10.0 billion")
    assert verdicts(totals.cumulative([part, less])) == ["inconsistent"]
    assert verdicts(totals.cumulative([number("nearly $20 billion", when=HALF), less])) == [
        "consistent"
    ]


@pytest.mark.parametrize(
    ("whole", "verdict"),
    [("$18.0 billion", "consistent"), ("$10.5 billion", "inconsistent"),
     ("$50.0 billion", "inconsistent"), ("more than $50 billion", "inconsistent"),
     ("nearly $50 billion", "consistent")],
)  # fmt: skip
def test_the_rest_of_a_period_has_a_possible_pace(whole, verdict):
    part = number("$10.0 billion", when=HALF)
    found = only(totals.pace([part, number(whole)]))
    assert (found.verdict, found.ground) == (verdict, "part and rest")


def test_levels_of_periods_apart_contradict_nothing():
    found = only(totals.pace([number("$10 billion", when=Y2022), number("$99 billion")]))
    assert (found.verdict, found.ground) == ("not comparable", "periods apart")
    assert found.second.number == pytest.approx(99e9 / 12)


def test_part_and_rest_use_the_part_once():
    part = number("$10 billion", when=HALF)
    rest = totals.rest_of(part, number("$20.0 billion"))
    assert rest.verdict == "consistent"
    assert "1 times" in rest.arithmetic


# --- mirror statistics ------------------------------------------------------------------------


@given(st.floats(1e6, 1e12), st.floats(1e6, 1e12), st.floats(1.001, 1.3))
def test_valuation_cannot_part_two_totals_by_more_than_the_factor(one_way, other_way, factor):
    china, vietnam = one_way + factor * other_way, other_way + factor * one_way
    pair = [Value(total, "USD", low=total, high=total) for total in (china, vietnam)]
    found = totals.mirror(*pair, factor * (1 + 1e-9))
    assert found.explained
    # Who imports more has the larger total: China imports what goes the other way.
    if abs(one_way - other_way) > 1:
        assert (china > vietnam) == (other_way > one_way)


# --- parts, shares, units ---------------------------------------------------------------------


def test_a_part_is_no_larger_than_its_whole():
    durian = number("$2.1 billion", "exports-durian-value")
    assert verdicts(wholes.parts([durian, number("$229.8 billion")])) == ["consistent"]
    assert verdicts(wholes.parts([durian, number("$1.5 billion")])) == ["inconsistent"]
    assert verdicts(wholes.parts([durian, number("$1.5 billion", when=Y2022)])) == [
        "not comparable"
    ]


def test_a_flow_that_is_over_is_no_larger_than_the_stock():
    flow = number("233 projects", "fdi-cn-vn-projects-new", HALF, "count", basis="flow-half-year")
    day = period("2023-12-01", "2023-12-01")
    for words, verdict in (("3,791 projects", "consistent"), ("91 projects", "inconsistent")):
        stock = number(words, "fdi-cn-vn-projects-stock", day, "count", basis="stock")
        assert verdicts(wholes.parts([flow, stock])) == [verdict]


def test_a_rank_is_no_larger_than_the_number_ranked():
    rank = number("sixth position", "rank-cn-investor-stock", kind="rank")
    for words, verdict in (("143 countries", "consistent"), ("5 countries", "inconsistent")):
        size = number(words, "investors-number", kind="count")
        assert verdicts(wholes.parts([rank, size])) == [verdict]


def test_a_share_and_a_part_give_the_least_that_the_whole_can_be():
    share = number("65%", "share-cn-in-fruit-veg-exports", kind="share")
    found = only(wholes.shares([share, number("$2.1 billion", "exports-durian-value")]))
    assert (found.verdict, found.ground) == ("not comparable", "no total")
    assert found.first.number == pytest.approx(2.1e9 / 0.65)
    assert only(wholes.shares([share])).ground == "no part"


def test_a_share_is_held_against_a_stated_whole():
    share = number("10.0%", "share-agri-in-exports-vn-cn", kind="share")
    part = number("$5.0 billion", "exports-vn-cn-agri")
    for words, verdict in (("$50 billion", "consistent"), ("$90.0 billion", "inconsistent")):
        whole = number(words, "exports-vn-cn")
        assert verdicts(wholes.shares([share, part, whole])) == [verdict]


def test_values_of_one_unit():
    upper = number("$2.1 billion", "exports-durian-value")
    lower = number("nearly 500,000 tons", "exports-durian-volume")
    found = only(wholes.unit_values([upper, lower]))
    assert (found.ground, str(found.first)) == ("one value", "more than US$4,200 per tonne")


def test_two_values_of_one_unit_and_period_are_held_together():
    weight = "exports-durian-volume"
    pairs = [
        number(words, measure, text=text)
        for text, value in ((TEXT, "$2.1 billion"), (OTHER, "$9.0 billion"))
        for words, measure in ((value, "exports-durian-value"), ("512,345 tons", weight))
    ]
    held = [one for one in wholes.unit_values(pairs) if len(one.left) == 2]
    assert verdicts(held) == ["inconsistent"]


# --- ranks, series, ages ----------------------------------------------------------------------


def rank(words, measure="rank-vn-trade-partner-of-cn", when=Y2023, **more):
    return number(words, measure, when, "rank", **more)


def test_ranks_only_on_one_basis():
    one = rank("fifth biggest", basis="global")
    assert verdicts(orders.ranks([one, rank("fifth largest", when=Y2024, basis="global")])) == [
        "consistent"
    ]
    four = rank("fourth largest", basis="global")
    assert verdicts(orders.ranks([one, four])) == ["inconsistent"]
    later = rank("fourth largest", when=Y2024, basis="global")
    assert only(orders.ranks([one, later])).ground == "other period"
    flow, stock = rank("third", "rank-cn-investor-flow"), rank("sixth", "rank-cn-investor-stock")
    assert only(orders.ranks([flow, stock])).ground == "other basis"
    assert not list(orders.ranks([one, flow]))


def test_a_rank_within_a_group_is_not_worse_than_overall():
    whole = rank("fifth biggest", basis="global")
    for words, verdict in (("biggest partner", "consistent"), ("sixth biggest", "inconsistent")):
        inner = rank(words, "rank-vn-trade-partner-of-cn-in-asean", basis="asean")
        assert verdicts(orders.ranks([inner, whole])) == [verdict]


def meeting(words, when, **more):
    return number(words, "meeting-number-steering-committee", when, "ordinal", **more)


def test_meetings_are_numbered_in_the_order_of_their_dates():
    early, late = period("2022-07-01", "2022-07-31"), period("2023-12-01", "2023-12-01")
    first = meeting("14th meeting", early)
    assert verdicts(orders.series([first, meeting("15th meeting", late)])) == ["consistent"]
    assert verdicts(orders.series([first, meeting("13th meeting", late)])) == ["inconsistent"]
    assert verdicts(orders.series([first, meeting("14th time", late)])) == ["inconsistent"]
    assert verdicts(orders.series([first, meeting("14th time", Period())])) == ["consistent"]
    assert only(orders.series([first, meeting("15th", Period())])).ground == "no date"
    assert only(orders.series([first])).ground == "alone"
    framed = [meeting("first visit", when, basis="in-office") for when in (early, late)]
    assert only(orders.series(framed)).ground == "own frame"


def anniversary(words, year):
    when = period(f"{year}-01-01", f"{year}-12-31")
    return number(words, "anniversary-diplomatic-relations", when, "ordinal")


def test_anniversaries_count_from_one_year():
    one = anniversary("72nd anniversary", 2022)
    assert orders.origin(one) == (1950, 1950)
    assert verdicts(orders.ages([one, anniversary("75th anniversary", 2025)])) == ["consistent"]
    assert verdicts(orders.ages([one, anniversary("76th anniversary", 2025)])) == ["inconsistent"]
    assert only(orders.ages([one])).ground == "alone"


def test_an_age_in_years_leaves_two_years_to_count_from():
    age = number("15 years", "partnership-age", period("2023-12-01", "2023-12-01"), "duration")
    assert orders.origin(age) == (2007, 2008)


def test_an_age_is_held_against_the_dates_beside_it():
    when = period("1950-01-18", "2025-01-18")
    for words, verdict in (("75 years", "consistent"), ("74 years", "inconsistent")):
        found = next(orders.ages([number(words, "diplomacy-age", when, "duration")]))
        assert (found.verdict, found.ground) == (verdict, "dates beside it")


# --- dates ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "text", "meant"),
    [
        ("Last year", OTHER, "2023"),
        ("In March last year", OTHER, "March 2023"),
        ("last July", OTHER, "July 2023"),
        ("in March", OTHER, "March 2024"),
        ("the first 11 months of the year", TEXT, "January 2025"),
        ("now", TEXT, "January 2025"),
        ("recently", TEXT, "None"),
    ],
)
def test_what_phrases_mean(words, text, meant):
    assert str(times.meaning(words, text)) == meant


def test_a_weekday_is_the_last_one_before_a_dated_text():
    friday = Text("c-2023", "China", period("2023-12-01", "2023-12-01"), "stated")
    assert str(times.meaning("on Friday", friday)) == "1 December 2023"
    assert str(times.meaning("on Wednesday", friday)) == "29 November 2023"
    assert times.meaning("on Friday", TEXT) is None


def test_phrases_are_held_against_the_date_of_the_text():
    def said(phrase, when):
        return only(times.dates([number("$1 billion", when=when, phrase=phrase)]))

    assert said("last year", Y2024).verdict == "consistent"
    assert said("last year", Y2023).verdict == "inconsistent"
    assert said("2023", Y2023).verdict == "consistent"
    assert said("2023", Y2022).verdict == "inconsistent"
    assert said("2025", period("2025-01-01", "2025-12-31")).verdict == "inconsistent"
    assert said("", Y2023).ground == "no phrase"
    assert said("of late", Y2024).ground == "vague phrase"


def test_one_text_is_written_in_one_year():
    last = number("$1 billion", when=Y2024, phrase="last year", sentence="a-2025:s002")
    this = number("$2 billion", when=Y2024, phrase="the year")
    assert verdicts(times.time_of_writing([last, this])) == ["inconsistent"]
    then = number("$2 billion", when=period("2025-01-01", "2025-12-31"), phrase="this year")
    assert verdicts(times.time_of_writing([last, then])) == ["consistent"]


def test_a_comparison_with_last_year_is_a_phrase_too():
    change = rise("up 50%", phrase="", said="It rose by 50% compared to last year.")
    assert only(times.dates([change])).verdict == "inconsistent"


# --- all rules on the five texts --------------------------------------------------------------


@pytest.fixture(scope="module")
def records(here):
    codings = read_codings(here)
    files = derive(here)
    rows = csv.DictReader(files["data/derived/quantities.csv"].decode().splitlines())
    return comparison.read(
        rows,
        [codings.corpus[key].facts for key in codings.corpus.document_keys()],
        {sentence.id: sentence.text for sentence in codings.corpus.sentences()},
        {row["voice"]: row["side"] for row in codings.tables["speakers"]},
        [row.cells for row in codings.tables["measures"]],
    )


@pytest.fixture(scope="module")
def made(records):
    return comparison.compare(records)


def test_every_pair_of_one_measure_is_looked_at(records, made):
    numbers = records
    touched = comparison.touched(made)
    for one, other in combinations(numbers, 2):
        if (one.measure, one.kind) == (other.measure, other.kind):
            assert frozenset((one.id, other.id)) in touched, (one.id, other.id)


def test_ids_are_unique_and_every_comparison_has_its_reason(made):
    assert len({one.id for one in made}) == len(made)
    assert {one.rule for one in made} <= set(comparison.RULES)
    assert all(one.reason and one.ground and one.sentences for one in made)
    assert all(";" not in reading for one in made for reading in one.readings)
    broken = [one for one in made if one.verdict in ("inconsistent",)]
    assert all(one.arithmetic for one in broken)


def test_the_known_clashes_are_found(made):
    found = {one.id for one in made if one.verdict == "inconsistent"}
    assert "restated/xiong-2024.trade-2023/pham-2024.trade-2023" in found
    durian = "vu-2025.durian-change-2024+vu-2025.durian-value-2024"
    assert f"implied-base/{durian}/xiong-2024.durian-value-2023" in found


def test_a_sixth_text_is_compared_at_once(records):
    numbers = records
    sixth = Text("new-2025", "Vietnam", period("2025-06-01", "2025-06-30"), "stated")
    more = number("$205.2 billion", when=Y2024, text=sixth, key="trade-2024", phrase="2024")
    new = [
        one for one in comparison.compare([*numbers, more]) if more.id in (*one.left, *one.right)
    ]
    assert {"pace", "cumulative", "parts", "dates"} <= {one.rule for one in new}


@given(st.permutations(range(6)))
def test_the_order_of_the_numbers_changes_no_verdict(order):
    rows = [
        number("$230 billion", when=Y2022), number("$171.9 billion"), number("$229.8 billion"),
        number("$90 billion", when=NINE), rise("up 18.9%"), number("$2.1 billion", when=Y2024),
    ]  # fmt: skip
    usual = sorted((one.rule, one.verdict) for one in comparison.compare(rows))
    mixed = comparison.compare([rows[place] for place in order])
    assert sorted((one.rule, one.verdict) for one in mixed) == usual


def test_a_chapter_sees_the_table_and_can_leave_texts_out(made):
    rows = report.read().comparisons
    assert list(rows["id"]) == [one.id for one in made]
    fewer = report.read(without=["vu-2025"]).comparisons
    assert not any("vu-2025" in key for key in fewer["id"])
    assert "restated/xiong-2024.trade-2023/pham-2024.trade-2023" in fewer.index


# --- repetitions ------------------------------------------------------------------------------

# What a text may state: all that a rule looks at differs between some two of these.
POOL = [
    {"words": "$171.9 billion"},
    {"words": "$171.9 billion", "when": Y2022},
    {"words": "$229.8 billion", "compiler": "china-customs"},
    {"words": "$229.8 billion", "side": "china"},
    {"words": "more than $171.9 billion", "phrase": ""},
    {"words": "$100 billion", "when": NINE},
    {"words": "up 18.9%", "kind": "change", "direction": "up", "base": Y2022},
    {"words": "up 18.9%", "kind": "change", "direction": "up", "base": NINE},
    {"words": "down 18.9%", "kind": "change", "direction": "down", "base": Y2022},
    {"words": "$2.1 billion", "measure": "exports-durian-value"},
    {"words": "493,000 tons", "measure": "exports-durian-volume"},
    {"words": "fourth largest", "measure": "rank-cn-investor-flow", "kind": "rank"},
    {"words": "sixth largest", "measure": "rank-cn-investor-flow", "kind": "rank"},
    {"words": "sixth largest", "measure": "rank-cn-investor-stock", "kind": "rank"},
    {"words": "sixth largest", "measure": "rank-cn-investor-flow", "kind": "rank", "basis": "new"},
    {"words": "13th", "measure": "meeting-steering", "kind": "ordinal", "basis": ""},
    {"words": "14th", "measure": "meeting-steering", "kind": "ordinal", "basis": ""},
    {"words": "73rd", "measure": "anniversary-diplomatic-relations", "kind": "ordinal",
     "when": Period()},
    {"words": "$171.9 billion", "when": Y2022, "side": "china"},
]  # fmt: skip


def texts(chosen, each_year=2):
    """Return numbers of texts, so many a year; `chosen` are the places of each in the pool."""
    found = []
    for at, places in enumerate(chosen):
        year = 2024 + at // each_year
        days = period(f"{year}-02-01", f"{year}-02-28")
        text = Text(f"text-{at}", "Vietnam", days, "stated")
        found += [number(**POOL[place], text=text, key=f"n{place}") for place in places]
    return found


def settled(made, numbers):
    """Return what is decided about which statements, whichever texts make them."""
    undated = {one.id: one.text.period.end.year for one in numbers if not one.period}
    meant = {one.id: (one.id.partition(".")[2], undated.get(one.id)) for one in numbers}
    return {
        (one.rule, one.verdict, frozenset(frozenset(meant[n] for n in side) for side in sides))
        for one in made
        for sides in [(one.left, one.right)]
        if one.verdict != "not comparable"
    }


@given(st.lists(st.lists(st.sampled_from(range(len(POOL))), unique=True), max_size=6))
@example([[0, 1, 6], [0, 1, 8]])  # a rise and a fall by as much
@example([[0, 1], [18], [2]])  # one amount, as either side counts it
@example([[0, 1], [2, 3], [4, 5], [9, 10], [15, 16], [17]] * 2)
def test_repetitions_are_held_as_if_against_all(chosen):
    numbers = texts(chosen)
    everything = [made for rule in comparison.RULES.values() for made in rule(numbers)]
    assert settled(comparison.compare(numbers), numbers) == settled(everything, numbers)


def test_a_repetition_adds_as_many_rows_wherever_it_stands():
    places = range(len(POOL))
    made = [len(comparison.compare(texts([places] * times, 9))) for times in (2, 4, 6, 8)]
    grown = {after - before for before, after in pairwise(made)}
    assert len(grown) == 1, made


def test_a_text_that_says_more_of_a_measure_is_no_repetition():
    new, again = repeats.split(texts([[0], [0, 6], [0, 6], [0]]))
    assert [one.id for one in new] == ["text-0.n0", "text-1.n0", "text-1.n6"]
    assert [[one.id for one in found.again] for found in again] == [
        ["text-2.n0", "text-2.n6"], ["text-3.n0"],
    ]  # fmt: skip
    assert again[1].first == [new[0]]


def test_periods_in_words():
    assert str(period("2022-11-01", "2032-10-31")) == "November 2022 to October 2032"
    assert str(period("2024-04-07", "2024-04-12")) == "7 to 12 April 2024"
    assert str(period("2024-03-30", "2024-04-02")) == "30 March 2024 to 2 April 2024"
    assert str(period("2024-03-01", "2024-03-31")) == "March 2024"
    assert str(period("2021-01-01", "2022-12-31")) == "2021 to 2022"
    assert HALF.within(Y2023)
    assert not Period().within(Y2023)
