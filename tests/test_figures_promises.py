"""Every figure of the chapter on promises, drawn from the coded texts."""

import re

import pandas as pd
import pytest
from conftest import check_figure

from interviews import book
from interviews.figures import grids
from interviews.figures import promises as draw
from interviews.svg import FigureError


@pytest.fixture(scope="module")
def report():
    return book.load(coder="a")


@pytest.fixture(scope="module")
def known(report):
    return draw.followed(report.commitments, report.outcomes)


def test_the_outcomes_are_those_of_the_codebook(report):
    assert set(report.outcomes["outcome"]) <= set(draw.OUTCOMES) == set(draw.FATES)


def test_only_the_latest_text_has_promises_without_a_later_one(report, known):
    waiting = report.commitments[~report.commitments["id"].isin(known["id"])]
    assert set(waiting["document"]) == {report.documents.index[-1]}


def test_a_fate_is_the_strongest_that_any_later_text_says(report, known):
    outcomes = report.outcomes
    for one in known.itertuples():
        said = set(outcomes.loc[outcomes["commitment"] == one.id, "outcome"])
        assert one.fate in said
        assert not said & set(list(draw.FATES)[: list(draw.FATES).index(one.fate)])


def test_fates_has_a_row_for_each_promise_and_each_later_text(report, known):
    table = draw.fates(report.commitments, report.outcomes, report.documents)
    assert len(table) == len(known) + len(report.outcomes)
    assert table.loc[table["outcome"] == "absent", "sentences"].map(len).eq(0).all()
    assert table.loc[table["outcome"] != "absent", "sentences"].map(len).eq(1).all()
    assert not table.duplicated(["label"]).any()


def test_draw_fates(report):
    sides = report.sentences["side"]
    figure = draw.draw_fates(report.commitments, report.outcomes, report.documents, sides)
    check_figure(figure, "fig-promises-fates")


def test_checkable_counts_every_promise_once(known):
    table = draw.checkable(known)
    assert table["k"].sum() == len(known)
    assert table["k"].equals(table["sentences"].map(len))


def test_draw_checkable(report, known):
    table = draw.checkable(known)
    table = table.join(report.intervals(table["k"], table["n"])[["low", "high"]])
    check_figure(draw.draw_checkable(table), "fig-promises-checkable")


def test_draw_owners(report):
    figure = draw.draw_owners(report.commitments, report.documents)
    check_figure(figure, "fig-promises-owners")
    totals = figure.table["Promises"].str.partition(" ")[0].astype(int)
    assert totals.sum() == len(report.commitments)


def test_draw_answers(report):
    check_figure(draw.draw_answers(report.outcomes, report.documents), "fig-promises-answers")


def test_amounts_are_promises_that_say_how_many(report):
    found = draw.amounts(report.commitments, report.quantities)
    assert found["measurable"].all()
    assert found["exact"].str.contains("1,000|three").all()


def test_register_has_every_promise_and_every_quotation(report):
    text = draw.register(report.commitments, report.outcomes, report.documents).data
    assert text.count("<tr><td>") == len(report.commitments)
    links = re.findall(r'href="sentence:([^"]+)"', text)
    said = report.outcomes.loc[report.outcomes["sentence"] != "", "sentence"]
    assert sorted(links) == sorted([*report.commitments["sentence"], *said])


# --- the form --------------------------------------------------------------------------------

MARKS = pd.DataFrame(
    {
        "item": ["one", "one", "a much longer name of a row that needs more than a line"],
        "document": ["A 2022", "A 2022", "B 2024"],
        "label": ["first", "second", "third"],
        "sentences": [("a:s001",), ("a:s002",), ()],
    }
)
ABOUT = {"name": "grid-test", "title": "A grid", "description": "For a test."}


def test_marks_of_one_cell_stand_side_by_side():
    figure = grids.grid(MARKS, heads=["A 2022", "B 2024"], **ABOUT)
    check_figure(figure, "grid-test")
    assert len(figure.marks) == len(MARKS)


def test_a_text_without_a_column_is_an_error():
    with pytest.raises(FigureError, match="no column for B 2024"):
        grids.grid(MARKS, heads=["A 2022"], **ABOUT)
