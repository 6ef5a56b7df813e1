"""Every figure of the study shows what its table says, and its table what the texts say."""

import re

import pandas as pd
import pytest
from charts_book import book, texts
from charts_read import differences
from charts_study import WANTED

from interviews.charts import FigureError, Message
from interviews.study_charts import connectivity, economics, political_trust
from interviews.study_charts.texts import said_table


def test_every_figure_of_the_book_is_read_back(here):
    assert set(book()) == set(WANTED)
    edition = (here.root / "EDITION.md").read_text(encoding="utf-8")
    assert [name for name in book() if f"| `{name}` |" not in edition] == []


@pytest.mark.parametrize("name", WANTED)
def test_a_figure_shows_its_table(name):
    for drawn in book()[name]:
        assert len(drawn.table)
        assert differences(drawn.again(), WANTED[name](drawn.table)) == [], drawn.page


def test_a_title_that_is_no_longer_true_stops_the_figure():
    table = economics.totals_table(texts())
    with pytest.raises(FigureError, match="no longer bear it out"):
        economics.totals(table, Message("Everybody agrees", holds=False))


# --- tables ------------------------------------------------------------------------------------


def test_totals_are_divided_by_the_months_of_their_period():
    table = economics.totals_table(texts()).set_index(["text", "stated"])
    assert table.loc[("Xiong, Nov 2022", 170.0), "months"].item() == 9
    assert table.loc[("Xiong, Nov 2022", 170.0), "per_month"].item() == pytest.approx(170 / 9)
    assert list(table["count"]) == ["chinese"] * 2 + ["unnamed", "chinese"] + ["vietnamese"] * 3


def test_the_bracket_reaches_from_one_total_to_the_other():
    svg = book()["economics-totals"][0].again().svg
    bracket = re.search(r'<path d="([^"]+)"[^>]*/><text[^>]*>\+34%', svg)[1]
    ticks = re.findall(r'<g class="tick-y"><path d="M \S+ (\S+) .*?>(\d+)</text>', svg)
    (zero, _), (top, most) = ((float(y), float(value)) for y, value in (ticks[0], ticks[-1]))
    seen = sorted({(zero - float(y)) / (zero - top) * most for y in bracket.split()[2::3]})
    assert seen == pytest.approx([171.9 / 12, 229.8 / 12], abs=0.5)  # half a bar


def test_what_no_text_gives_to_compare_is_named():
    table = economics.investment_table(texts())
    title = Message("T", holds=True)
    assert "No text gives Jan–Jul 2023." in economics.investment(table, title).marks.foot
    part = table.iloc[[-1]].assign(text="Another, Dec 2024")
    part[["start", "end"]] = part[["start", "end"]] - pd.DateOffset(years=1)
    table = pd.concat([table, part], ignore_index=True)
    assert "No text" not in economics.investment(table, title).marks.foot


def test_an_amount_that_two_texts_give_is_one_row():
    table = economics.investment_table(texts())
    year = table[table["months"] == 12]
    assert list(year["sentences"]) == [("xiong-2024:s051", "pham-2024:s030")]
    assert list(table.loc[table["basis"] == "projects", "text"]) == ["Global Times, Dec 2023"]


def test_only_one_official_says_deficit():
    table = economics.deficit_table(texts())
    said = table[(table["column"] == "deficit") & (table["count"] > 0)]
    assert list(said["row"]) == ["Xiong Bo, Nov 2022"]


def test_a_visit_named_by_two_texts_is_one():
    table = political_trust.visits_table(texts())
    assert table["who"].is_unique
    assert set(table.loc[table["direction"] == "to-vietnam", "who"]) == {"Xi Jinping", "Wang Yi"}


def test_a_visit_that_is_only_announced_is_not_held():
    table = political_trust.visits_table(texts())
    assert list(table.loc[~table["held"], "who"]) == ["Vuong Dinh Hue"]
    assert list(table["end"]) == sorted(table["end"])


def test_a_visit_without_a_date_in_one_text_keeps_its_sentence_there():
    table = political_trust.visits_table(texts()).set_index("who")
    told = table.loc["Nguyen Phu Trong", "sentences"]
    assert {one.split(":")[0] for one in told} == {"xiong-2022", "globaltimes-2023"}


def test_texts_of_the_month_of_a_visit_are_counted():
    table = political_trust.timeline_table(texts())
    assert political_trust.beside_visits(table) == 3
    early = table.assign(end=table["end"].where(table["lane"] == "Texts", table["end"].min()))
    early["start"] = early["start"].where(early["lane"] == "Texts", early["end"])
    assert political_trust.beside_visits(early) == 0


def test_what_is_asked_can_be_left_out():
    words = {"partnership": "comprehensive strategic partnership"}
    with_questions, without = (
        said_table(texts(), words, "text", but="Washington", questions=asked)["count"].sum()
        for asked in (True, False)
    )
    assert (with_questions, without) == (2, 0)


def test_the_word_for_what_leaders_agree_stands_beside_the_country_of_the_outlet():
    table = political_trust.consensus_table(texts(), {"consensus": "consensus"})
    assert list(table.loc[table["count"] > 0, "row"]) == ["Global Times, Dec 2023: outlet of China"]


def test_no_text_says_that_a_line_is_in_use():
    table = connectivity.rail_table(texts())
    assert table.loc[table["column"] == "in use", "count"].sum() == 0
    assert table["count"].sum() == (texts().links["link"] == "rail").sum()


def test_quang_ninh_meets_guangxi_and_yunnan():
    table = connectivity.provinces_table(texts()).set_index("row")
    assert list(table.loc["Quang Ninh", "partner"]) == ["Guangxi", "Yunnan"]
    assert all(
        one.startswith(f"{there}: ")
        for one, there in zip(table["column"], table["partner"], strict=True)
    )


def test_a_direction_without_a_number_says_so():
    table = connectivity.people_table(texts())
    silent = table.loc[table["start"] == "", "row"]
    assert list(silent) == ["Vietnamese tourists", "Chinese students"]
