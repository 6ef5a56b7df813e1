"""The figures of the chapter on connectivity."""

from typing import Any

import pandas as pd

from interviews.charts import Words, forms
from interviews.charts.forms import records
from interviews.findings.connectivity import NO_ROUTE
from interviews.linked_svg import LinkedFigure
from interviews.study_charts.texts import WHOSE, called, said, said_cell

KINDS = {"physical": "Routes, lines, gates", "people": "People: exchange, study, travel, culture"}
STAGES = {
    "operating": "in use", "built": "in use", "planned": "agreed or announced",
    "wished": "wished for", "mentioned": "a topic",
}  # fmt: skip
COLUMNS = list(dict.fromkeys(STAGES.values()))


def status_table(report: Any) -> pd.DataFrame:
    """Return how many mentions of links there are by kind and stage.

    `row` (kind, and how many), `column` (in use, agreed or announced, wished for, a topic),
    `count`, `of` (mentions of the kind), `sentences`.
    """
    links = report.links[~report.links["link"].isin(NO_ROUTE)]
    rows = []
    for kind, label in KINDS.items():
        mine = links[links["kind"] == kind]
        for stage in COLUMNS:
            found = mine[mine["status"].map(STAGES) == stage]
            ids = tuple(dict.fromkeys(found["sentence"]))
            rows.append({"row": f"{label}: {len(mine)}", "column": stage, "count": len(found),
                         "of": len(mine), "sentences": ids})  # fmt: skip
    return pd.DataFrame(rows)


def status(table: pd.DataFrame, title: str) -> LinkedFigure:
    """Draw mentions of links by kind and stage; the largest of each kind is filled."""
    largest = table.groupby("row")["count"].transform("max")
    marks = table.assign(
        label=table["count"].astype(str),
        solid=table["count"] == largest,
        name=[f"{m.row}, {m.column}: {m.count} of {m.of}" for m in records(table)],
    )
    subtitle = "How many mentions in these texts, each item of a list by itself. Shaded: the most"
    words = Words("connectivity-status", title, subtitle)
    return LinkedFigure(forms.grid(marks, words, left=0))


# --- words ------------------------------------------------------------------------------------


def rail_table(report: Any) -> pd.DataFrame:
    """Return what the texts that name rail between the two countries say of it.

    `row` (text), `column` (in use, agreed or announced, wished for, a topic), `words` (as said),
    `count`, `side`, `sentences`.
    """
    rail = report.links[report.links["link"] == "rail"]
    names = called(report)["row"]
    cells = []
    for document, mine in rail.groupby("document", sort=False):
        for stage in COLUMNS:
            found = mine[mine["status"].map(STAGES) == stage]
            cells.append(said_cell(names[document], stage, found, found["exact"]))
    return pd.DataFrame(cells)


def rail(table: pd.DataFrame, title: str) -> LinkedFigure:
    """Draw what each text says of rail, in its words, by stage."""
    foot = (
        "The other texts have no word of rail. Lines in use are known from elsewhere, not from "
        f"these texts. {WHOSE}"
    )
    subtitle = "Rail between the two countries, word for word"
    return said(table, Words("connectivity-rail", title, subtitle, foot=foot), left=0)


JOURNEYS = {
    "tourists-cn-vn": ("Tourists", "Chinese in Vietnam"),
    "tourists-vn-cn": ("Tourists", "Vietnamese in China"),
    "students-cn-in-vn": ("Students", "Chinese in Vietnam"),
    "students-vn-in-cn": ("Students", "Vietnamese in China"),
}
"""Who travels where, by measure: row and column."""


def people_table(report: Any) -> pd.DataFrame:
    """Return the numbers of tourists and students, and where there is none.

    `row` (tourists, students), `column` (who and where), `words` (each number with its period and
    when it was said), `count` (numbers), `side` (of who travels), `sentences`.
    """
    numbers = report.quantities
    cells = []
    for measure, (row, column) in JOURNEYS.items():
        found = numbers[(numbers["kind"] == "level") & (numbers["measure"] == measure)]
        words = [
            f"{report.quantity(one.id)}, {one.period} (said {one.date:%b %Y})"
            for one in records(found)
        ]
        cells.append({"row": row, "column": column, "words": "\n".join(words),
                      "count": len(words), "side": "china" if "Chinese" in column else "vietnam",
                      "sentences": tuple(found["sentences"].sum() if words else ())})  # fmt: skip
    return pd.DataFrame(cells)


def people(table: pd.DataFrame, title: str) -> LinkedFigure:
    """Draw how many tourists and students the texts count, by who goes where."""
    foot = "By other sources the 3.3 million came in January to November 2024."
    subtitle = "Every count of people in one of the countries"
    words = Words("connectivity-people", title, subtitle, foot=foot)
    return said(table, words, left=0, boxed=list(table["column"]))


def provinces_table(report: Any) -> pd.DataFrame:
    """Return which Vietnamese provinces and cities sit in which annual meeting.

    `row` (meeting, as named, and Chinese partner), `column`, `words` (the Vietnamese members),
    `count` (of them), `side` (of who names them), `sentences`.
    """
    places = report.places
    members = places[(places["role"] == "member") & places["level"].isin(["province", "city"])]
    here, there = (members[members["country"] == one] for one in ("Vietnam", "China"))
    partner = there.groupby("link")["place"].agg(" and ".join)
    cells = []
    for link, mine in here.groupby("link", sort=False):
        row = f"{link.partition(' of ')[0]}, with {partner[link]}"
        column = "Vietnamese provinces and cities"
        cells.append(said_cell(row, column, mine, mine["place"], between=", "))
    return pd.DataFrame(cells)


def provinces(table: pd.DataFrame, title: str) -> LinkedFigure:
    """Draw which Vietnamese provinces and cities sit in which meeting."""
    words = Words("connectivity-provinces", title, "Annual meetings, as Mai names them")
    return said(table, words, left=130)
