"""Every figure of the chapter on political trust, drawn from the coded texts."""

import pandas as pd
import pytest
from conftest import check_figure

from interviews import book
from interviews.figures import political_trust as trust


@pytest.fixture(scope="module")
def report():
    return book.load(coder="a")


@pytest.fixture(scope="module")
def themed(report):
    substance = report.substance
    return report.themed("trust", substance[substance["voice"] != "interviewer"])


@pytest.fixture(scope="module")
def word(themed):
    return themed[themed["text"].str.contains(r"\btrust", case=False)]


def test_the_kinds_of_evidence_are_the_sub_themes_of_the_codebook(report):
    codes = report.codings.codebook.variables["subtheme"].values
    assert {key for key, value in codes.items() if value.theme == "trust"} == set(trust.EVIDENCE)


def test_offers_counts_each_kind_in_each_text(themed, word):
    table = trust.offers(themed, word)
    assert len(table) == (len(trust.EVIDENCE) + 1) * themed["short"].nunique()
    assert (table["k"] <= table["n"]).all()
    assert table["k"].equals(table["sentences"].map(len))


def test_draw_offers(themed, word):
    check_figure(trust.draw_offers(themed, word), "fig-trust-offers")


def test_draw_sides(report, themed, word):
    table = trust.by_side(themed, word)
    table = table.join(report.intervals(table["k"], table["n"])[["low", "high"]])
    check_figure(trust.draw_sides(table), "fig-trust-sides")


def test_draw_names_gives_a_text_without_a_name_its_own_rung(report):
    table = trust.names(report.formulae, report.documents)
    assert list(dict.fromkeys(table["short"])) == list(report.documents["short"])
    check_figure(trust.draw_names(report.formulae, report.documents), "fig-trust-names")


def test_draw_ranks(report):
    check_figure(trust.draw_ranks(report.formulae, report.phrases), "fig-trust-ranks")


def test_a_contact_told_twice_is_one_contact_with_the_narrowest_date(report):
    known = trust.contacts(report.events, report.outcomes)
    visit = known.loc["pham-2024.to-lam-visit"]
    assert visit["sentences"] == ("pham-2024:s004", "vu-2025:s004")
    assert visit["held"]
    assert visit["end"] - visit["start"] == pd.Timedelta(2, "D")


def test_habits_and_journeys_before_diplomatic_relations_are_no_contacts(report):
    seen = trust.mentions(report.events)
    assert "ongoing" not in set(seen["status"])
    assert not (seen["date_end"] < trust.RELATIONS_SINCE).any()


def test_draw_contacts(report):
    figure = trust.draw_contacts(report.events, report.outcomes, report.documents)
    check_figure(figure, "fig-trust-contacts")


def test_draw_visits(report):
    check_figure(trust.draw_visits(report.events, report.documents), "fig-trust-visits")


def test_draw_per_year(report):
    figure = trust.draw_per_year(report.events, report.outcomes, report.documents)
    check_figure(figure, "fig-trust-per-year")
    held = trust.mentions(report.events)["status"].eq("past").sum()
    assert figure.table["Contacts"].sum() == held


def test_draw_promises(report):
    promised = trust.promised(report.commitments, report.events)
    check_figure(
        trust.draw_promises(promised, report.outcomes, report.documents), "fig-trust-promises"
    )
