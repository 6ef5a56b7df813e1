"""Every figure of the chapter on shared words, drawn from the coded texts."""

import pytest
from conftest import check_figure

from interviews import book, keyness
from interviews.figures import shared_words as draw


@pytest.fixture(scope="module")
def report():
    return book.load(coder="a")


@pytest.fixture(scope="module")
def used(report):
    return draw.users(report.formulae, report.phrases)


@pytest.fixture(scope="module")
def officials(report):
    kind = report.substance["voice"].map(report.speakers["kind"])
    return report.substance[kind == "official"]


@pytest.fixture(scope="module")
def tables(report, officials):
    sides = [officials.loc[officials["side"] == side, "text"] for side in ("vietnam", "china")]
    every = list(report.substance["text"])
    return {name: keyness.leaning(*sides, every, w) for name, w in draw.WEIGHTS.items()}


def test_kinds_are_those_of_the_vocabulary(report):
    assert set(report.phrases["kind"]) == set(draw.KINDS)


def test_every_phrase_has_one_user_and_its_occurrences(report, used):
    assert set(used["user"]) <= set(draw.USERS)
    assert used["times"].sum() == len(report.formulae)
    for one in used.itertuples():
        sides = set(report.formulae.loc[report.formulae["formula"] == one.formula, "side"])
        assert (one.user == "both") == ({"china", "vietnam"} <= sides)


def test_draw_phrases(report, used):
    again = used[used["times"] > 1]
    check_figure(draw.draw_phrases(again, report.formulae, report.documents), "fig-words-phrases")


def test_draw_agreed_has_a_mark_for_each_occurrence(report):
    figure = draw.draw_agreed(report.formulae, report.documents)
    check_figure(figure, "fig-words-agreed")
    assert len(figure.marks) == report.formulae["formula_kind"].eq("agreement").sum()


def test_draw_kinds_counts_each_phrase_once(used):
    figure = draw.draw_kinds(used)
    check_figure(figure, "fig-words-kinds")
    assert figure.table["Phrases"].sum() == len(used)


def test_draw_runs(report):
    sides = [report.substance[report.substance["side"] == side] for side in ("china", "vietnam")]
    runs = keyness.runs(*(rows["text"].to_dict() for rows in sides), draw.LEAST)
    check_figure(draw.draw_runs(runs, report.sentences["short"]), "fig-words-runs")


def test_strongest_takes_as_many_words_from_either_end(tables, officials):
    places = keyness.places(officials["text"].to_dict())
    rows = draw.strongest(tables, places, 4)
    assert list(rows["side"]) == ["vietnam"] * 4 + ["china"] * 4
    assert (rows[draw.MIDDLE] > 0).tolist() == [True] * 4 + [False] * 4
    assert rows["sentences"].map(len).gt(0).all()


def test_draw_leaning(tables, officials):
    places = keyness.places(officials["text"].to_dict())
    figure = draw.draw_leaning(draw.strongest(tables, places, draw.MOST), keyness.LIMIT)
    check_figure(figure, "fig-words-leaning")


def test_draw_splits_marks_the_nations(report, officials):
    texts = {key: list(rows["text"]) for key, rows in officials.groupby("document", sort=False)}
    national = frozenset(officials.loc[officials["side"] == "vietnam", "document"])
    every = list(report.substance["text"])
    splits = keyness.splits(texts, len(national), every, draw.WEIGHTS[draw.MIDDLE])
    places = keyness.places(officials["text"].to_dict())
    figure = draw.draw_splits(splits, report.documents, national, places)
    check_figure(figure, "fig-words-splits")
    assert sum("against the rest" in mark.label for mark in figure.marks) == len(splits)
    assert all(len(national & set(part)) == 1 for part in draw.across(splits, national)["part"])
