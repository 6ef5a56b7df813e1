"""Every figure of the chapter on connectivity, drawn from a small table made by hand."""

import pandas as pd
import pytest

from interviews.figures import connectivity as draw
from interviews.value import Source, Value

KEYS = ["xiong-2022", "globaltimes-2023", "pham-2024"]
SHORTS = ["Xiong 2022", "Global Times 2023", "Pham 2024"]
SIDES = ["china", "outlet", "vietnam"]
ROWS = [
    (0, "s013", "Four direct air routes", "air", "physical", "operating"),
    (1, "s013", "railways", "rail", "physical", "planned"),
    (1, "s033", "the China-Laos Railway", "rail-abroad", "physical", "built"),
    (2, "s034", "rail transport connectivity", "rail", "physical", "wished"),
    (2, "s037", "rail infrastructure", "rail", "physical", "wished"),
    (2, "s045", "Annual exchange mechanisms", "localities", "institutional", "operating"),
    (2, "s048", "youth friendship exchanges", "youth", "people", "operating"),
]


def frame(columns, rows):
    return pd.DataFrame([dict(zip(columns.split(), row, strict=True)) for row in rows])


@pytest.fixture
def documents():
    return frame("document short", list(zip(KEYS, SHORTS, strict=True))).set_index(
        "document", drop=False
    )


@pytest.fixture
def links():
    data = frame("at number exact link kind status", ROWS)
    data["document"] = [KEYS[at] for at in data["at"]]
    data["short"] = [SHORTS[at] for at in data["at"]]
    data["side"] = [SIDES[at] for at in data["at"]]
    data["speaker"] = data["short"]
    data["date"] = pd.to_datetime(data["at"].map({0: "2022-11-15", 1: "2023-12-01"})).fillna(
        pd.Timestamp("2024-08-09")
    )
    data["sentence"] = data["document"] + ":" + data["number"]
    data["sentences"] = [(key,) for key in data["sentence"]]
    return data


@pytest.fixture
def places():
    rows = [
        ("Ha Giang", "Vietnam", "Spring Meeting"),
        ("Lang Son", "Vietnam", "Spring Meeting"),
        ("Guangxi", "China", "Spring Meeting"),
        ("Ha Giang", "Vietnam", "Conference"),
        ("Yunnan", "China", "Conference"),
        ("Hanoi", "Vietnam", "a visit"),
    ]
    data = frame("place country link", rows)
    data["role"] = ["member"] * 5 + ["site"]
    sentence = "pham-2024:s045"
    return data.assign(
        exact=data["place"], sentence=sentence, sentences=[(sentence,)] * 6, short="Pham 2024",
        text="the whole sentence",
    )  # fmt: skip


def value(number, low, high, formula=""):
    source = Source("pham-2024:s049", "2.1 million", "2.1 million", "Pham", "outlet", "2024")
    return Value(number, "count", "~", low, high, sources=(source,), formula=formula)


def test_every_mention_is_a_mark(links, documents):
    figure = draw.draw_mentions(links, documents)
    assert len(figure.marks) == len(links)
    assert not figure.overlaps


def test_the_ladder_joins_what_a_text_says_twice(links, documents):
    figure = draw.draw_ladder(links, documents)
    physical = links[links["kind"] == "physical"]
    assert len(figure.marks) == len(physical) - 1
    assert ("pham-2024:s034", "pham-2024:s037") in {mark.sentences for mark in figure.marks}
    assert not figure.overlaps


def test_shares_have_a_row_for_each_kind_and_text_also_for_none(links):
    substance = links.drop_duplicates("sentence")
    counts = draw.sentence_counts(links, substance)
    assert len(counts) == len(draw.KINDS) * len(SHORTS)
    assert counts["k"].sum() == len(links)
    assert not draw.draw_shares(counts.assign(low=0.1, high=0.9)).overlaps


def test_status_leaves_out_what_does_not_join_the_two(links):
    counts = draw.status_counts(draw.between(links)).set_index("kind")
    assert (counts.loc["physical", "k"], counts.loc["physical", "n"]) == (1, 4)
    data = counts.reset_index().assign(panel="Each mention", low=0.1, high=0.9)
    assert not draw.draw_status(data).overlaps
    assert draw.use_table(draw.between(links)) == [[1, 3], [2, 0]]


def test_once_a_text_takes_the_best_status(links):
    better = links.assign(status=["planned", *links["status"][1:-3], "operating", "operating",
                                  "operating"])  # fmt: skip
    once = draw.once_a_text(better)
    rail = once[(once["document"] == "pham-2024") & (once["link"] == "rail")]
    assert rail["status"].tolist() == ["operating"]
    assert rail["sentence"].tolist() == ["pham-2024:s037"]


def test_provinces_are_joined_through_shared_meetings(places):
    figure = draw.draw_provinces(places)
    assert not figure.overlaps
    assert {mark.sentences for mark in figure.marks} == {("pham-2024:s045",)}
    assert len(figure.marks) == 4 + 2 + 5
    assert draw.is_joined(places)
    assert draw.go_betweens(places) == ["Ha Giang"]
    assert not draw.is_joined(places.drop(index=3))


def test_paces_stand_against_the_first():
    paces = {
        "stated": value(300e3, 290e3, 310e3),
        "left": value(240e3, 220e3, float("inf"), "1.2 million ÷ 5"),
    }
    figure = draw.draw_paces(paces)
    assert figure.marks[0].label == "stated: about 300,000 a month"
    assert not figure.overlaps


def test_silence_of_a_later_text_is_a_mark_without_a_sentence(documents):
    promises = frame("id summary short", [("xiong-2022.a", "provide scholarships", "Xiong 2022")])
    outcomes = frame(
        "commitment document outcome sentence exact",
        [
            ("xiong-2022.a", "globaltimes-2023", "absent", "", ""),
            ("xiong-2022.a", "pham-2024", "reported-done", "pham-2024:s047", "restored"),
        ],
    )
    figure = draw.draw_promises(promises, outcomes, documents)
    assert [mark.sentences for mark in figure.marks] == [(), ("pham-2024:s047",)]
    assert not figure.overlaps
