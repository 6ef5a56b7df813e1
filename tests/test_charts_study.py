"""Every figure of the study shows what its table says, and its table what the texts say."""

import pandas as pd
import pytest
from charts_book import book, texts
from charts_read import differences
from charts_study import WANTED

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


# --- tables ------------------------------------------------------------------------------------


def test_only_one_official_says_deficit():
    table = said_table(texts(), economics.BALANCE, by="speaker")
    said = table[(table["column"] == "deficit") & (table["count"] > 0)]
    assert list(said["row"]) == ["Xiong Bo, Nov 2022"]


def test_a_visit_is_listed_once_with_all_its_sentences_and_whether_it_was_held():
    table = political_trust.visits_table(texts())
    assert table["who"].is_unique
    assert list(table["end"]) == sorted(table["end"])
    assert set(table.loc[table["direction"] == "to-vietnam", "who"]) == {"Xi Jinping", "Wang Yi"}
    assert list(table.loc[~table["held"], "who"]) == ["Vuong Dinh Hue"]
    told = table.set_index("who").loc["Nguyen Phu Trong", "sentences"]  # one of them has no date
    assert {one.split(":")[0] for one in told} == {"xiong-2022", "globaltimes-2023"}


def test_texts_are_counted_that_name_a_visit_of_their_month_or_the_one_before():
    table = political_trust.timeline_table(texts())
    assert political_trust.beside_visits(table) == 4
    is_text = table["column"] == "text"
    early = table.assign(row=table["row"].where(is_text, "Jan 2000"))
    assert political_trust.beside_visits(early) == 0
    others = table["sentences"].where(is_text, pd.Series([("a-1:s001",)] * len(table)))
    assert political_trust.beside_visits(table.assign(sentences=others)) == 0


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


def test_an_amount_a_month_is_what_was_stated_by_the_months_of_its_period():
    rows = texts().quantities
    flows = rows[(rows["measure"] == "fdi-cn-vn-flow") & (rows["kind"] == "level")]
    months = flows["period_end"].dt.month - flows["period_start"].dt.month + 1
    by_sentence = dict(zip(flows["sentences"], flows["value"] / months / 1e6, strict=True))
    table = book()["economics-investment"][0].table
    year, part = table["value"]
    assert year == pytest.approx(by_sentence[("xiong-2024:s051",)])
    assert part == pytest.approx(by_sentence[("pham-2024:s030",)])
    assert list(table["sentences"]) == [("pham-2024:s030",)] * 2


def test_quang_ninh_meets_guangxi_and_yunnan():
    table = connectivity.provinces_table(texts())
    met = table[table["words"].str.contains("Quang Ninh")]["row"].str.rpartition(" ")[2]
    assert list(met) == ["Guangxi", "Yunnan"]


def test_who_is_not_counted_has_no_number():
    table = connectivity.people_table(texts()).set_index(["row", "column"])["count"]
    assert list(table[table == 0].index) == [
        ("Tourists", "Vietnamese in China"),
        ("Students", "Chinese in Vietnam"),
    ]
