"""The figures of the chapter on connectivity."""

from typing import Any

import pandas as pd

from interviews.charts import forms
from interviews.charts.forms import Words, records
from interviews.charts.marks import Message
from interviews.linked_svg import LinkedFigure
from interviews.study_charts.texts import called, said, said_cell

KINDS = {
    "physical": "Routes, lines, gates",
    "institutional": "Rules and bodies",
    "people": "People who meet, study, travel",
}
STAGES = {
    "operating": "in use", "built": "in use", "planned": "promised",
    "wished": "wished for", "mentioned": "wished for",
}  # fmt: skip
ABROAD = "rail-abroad"  # a railway of China with a third country
COLUMNS = list(dict.fromkeys(STAGES.values()))


def status_table(report: Any) -> pd.DataFrame:
    """Return how many mentions of links there are by kind and stage.

    `row` (kind), `column` (in use, promised, wished for), `count`, `of` (mentions of the kind),
    `sentences`.
    """
    links = report.links[report.links["link"] != ABROAD]
    rows = []
    for kind, label in KINDS.items():
        mine = links[links["kind"] == kind]
        for stage in COLUMNS:
            found = mine[mine["status"].map(STAGES) == stage]
            ids = tuple(dict.fromkeys(found["sentence"]))
            rows.append((label, stage, len(found), len(mine), ids))
    return pd.DataFrame(rows, columns=["row", "column", "count", "of", "sentences"])


def status(table: pd.DataFrame, title: Message) -> LinkedFigure:
    """Draw mentions of links by kind and stage; the largest of each kind is filled."""
    largest = table.groupby("row")["count"].transform("max")
    marks = table.assign(
        label=table["count"].astype(str),
        solid=table["count"] == largest,
        boxed=table["count"] > 0,
        name=[f"{m.row}, {m.column}: {m.count} of {m.of}" for m in records(table)],
    )
    subtitle = f"{table['count'].sum()} mentions of links between the two. Filled: most of its row"
    words = Words("connectivity-status", title, subtitle, shown=table)
    return LinkedFigure(forms.grid(marks, words, list(KINDS.values()), COLUMNS))


def rail_table(report: Any) -> pd.DataFrame:
    """Return what each text says of rail between the two countries.

    `row` (text), `column` (in use, promised, wished for), `words` (as said), `count`, `side`,
    `sentences`; a text that does not name rail has empty cells.
    """
    rail = report.links[report.links["link"] == "rail"]
    rows = []
    for document, name in called(report)["row"].items():
        for stage in COLUMNS:
            found = rail[(rail["document"] == document) & (rail["status"].map(STAGES) == stage)]
            rows.append({"row": name, "column": stage, **said_cell(found, found["exact"])})
    return pd.DataFrame(rows)


def people_table(report: Any) -> pd.DataFrame:
    """Return the numbers of tourists and students, and which direction has none.

    `row` (whom), `label` (how many, when), `start`, `to` (China, Vietnam; empty where no text gives
    a number), `value`, `colour`, `sentences`.
    """
    numbers = report.quantities[report.quantities["kind"] == "level"]
    rows = []
    for measure, (who, start, to) in JOURNEYS.items():
        found = numbers[numbers["measure"] == measure]
        for item in records(found):
            rows.append(_journey(who, str(report.quantity(item.id)), start, to, item))
        if found.empty:
            rows.append({"row": who, "label": "no number", "start": "", "to": "", "value": None,
                         "when": "", "colour": "muted", "sentences": ()})  # fmt: skip
    return pd.DataFrame(rows)


JOURNEYS = {
    "tourists-cn-vn": ("Chinese tourists", "China", "Vietnam"),
    "tourists-vn-cn": ("Vietnamese tourists", "Vietnam", "China"),
    "students-vn-in-cn": ("Vietnamese students", "Vietnam", "China"),
    "students-cn-in-vn": ("Chinese students", "China", "Vietnam"),
}
"""Who travels, from where and to where, by measure."""


def _journey(who: str, amount: str, start: str, to: str, item: Any) -> dict[str, Any]:
    first, last = item.period_start, item.period_end
    months = f"{first:%b} to {last:%b %Y}" if first.month != last.month else f"{last:%b %Y}"
    whole = (last.month - first.month) == 11
    return {"row": who, "label": f"{amount}, {first.year if whole else months}", "start": start,
            "to": to, "value": item.value, "colour": start.lower(), "when": item.short,
            "sentences": tuple(item.sentences)}  # fmt: skip


def people(table: pd.DataFrame, title: Message) -> LinkedFigure:
    """Draw tourists and students as arrows from country to country, with how many and when."""
    marks = table.assign(name=[f"{m.row}: {m.label}" for m in records(table)])
    subtitle = "Numbers of people in the texts, by direction"
    words = Words("connectivity-people", title, subtitle, shown=table)
    return LinkedFigure(forms.arrows(marks, words, ("China", "Vietnam")))


def rail(table: pd.DataFrame, title: Message) -> LinkedFigure:
    """Draw what each text says of rail, in its words, by stage."""
    subtitle = "Rail between the two countries, in the words of each text. Empty: none"
    return said(table, "connectivity-rail", title, subtitle, left=0)


def provinces_table(report: Any) -> pd.DataFrame:
    """Return which Vietnamese province or city meets with which Chinese one, and where.

    `one` (Vietnamese), `other` (the meeting), `partner` (Chinese province), `sentences`.
    """
    places = report.places
    members = places[(places["role"] == "member") & places["level"].isin(["province", "city"])]
    china = members[members["country"] == "China"]
    pairs = members[members["country"] == "Vietnam"].merge(
        china[["link", "sentence", "place"]], on=["link", "sentence"], suffixes=("", "_there")
    )
    return pd.DataFrame(
        {
            "one": pairs["place"],
            "other": pairs["link"],
            "partner": pairs["place_there"],
            "sentences": pairs["sentences"],
        }
    )


def provinces(table: pd.DataFrame, title: Message) -> LinkedFigure:
    """Draw which provinces and cities meet which."""
    marks = table.assign(
        colour="vietnam",
        name=[f"{m.one} and {m.partner}: {m.other}" for m in records(table)],
    )
    count = f"{table['one'].nunique()} Vietnamese and {table['partner'].nunique()} Chinese"
    subtitle = f"{count} provinces and cities, and the yearly meetings in which they sit"
    words = Words("connectivity-provinces", title, subtitle, shown=table)
    return LinkedFigure(forms.network(marks, words))
