"""The figures of the chapter on connectivity."""

from typing import Any

import pandas as pd

from interviews.charts import forms
from interviews.charts.forms import Words
from interviews.charts.marks import Message
from interviews.findings.connectivity import NO_ROUTE
from interviews.linked_svg import LinkedFigure
from interviews.study_charts.texts import COLOURS, called

KINDS = {"physical": "Routes, lines, gates", "people": "People who meet, study, travel"}
STAGES = {
    "operating": "in use", "built": "in use", "planned": "agreed or announced",
    "wished": "wished for", "mentioned": "a topic",
}  # fmt: skip
COLUMNS = list(dict.fromkeys(STAGES.values()))


def status_table(report: Any) -> pd.DataFrame:
    """Return how many mentions of links there are by kind and stage.

    `row` (kind), `column` (in use, agreed or announced, wished for, a topic), `count`, `of`
    (mentions of the kind), `sentences`.
    """
    links = report.links[~report.links["link"].isin(NO_ROUTE)]
    rows = []
    for kind, label in KINDS.items():
        mine = links[links["kind"] == kind]
        for stage in COLUMNS:
            found = mine[mine["status"].map(STAGES) == stage]
            ids = tuple(dict.fromkeys(found["sentence"]))
            rows.append({"row": label, "column": stage, "count": len(found), "of": len(mine),
                         "sentences": ids})  # fmt: skip
    return pd.DataFrame(rows)


def status(table: pd.DataFrame, title: Message) -> LinkedFigure:
    """Draw mentions of links by kind and stage; the largest of each kind is filled."""
    largest = table.groupby("row")["count"].transform("max")
    marks = table.assign(
        label=table["count"].astype(str),
        solid=table["count"] == largest,
        boxed=table["count"] > 0,
        name=[
            f"{m.row}, {m.column}: {m.n} of {m.of}"
            for m in table.rename(columns={"count": "n"}).itertuples()
        ],
    )
    many = table.groupby("row", sort=False)["of"].first()
    counted = " and ".join(f"{many[row]} of {row.lower()}" for row in many.index)
    words = Words(
        "connectivity-status",
        title,
        f"Mentions in the five texts, {counted}. Shaded: the largest of its row",
        shown=table,
    )
    return LinkedFigure(forms.grid(marks, words, list(KINDS.values()), COLUMNS, 0))


def rail_table(report: Any) -> pd.DataFrame:
    """Return what each text says of rail between the two countries.

    `row` (text), `column` (in use, agreed or
    announced, wished for, a topic), `words` (as said), `count`, `side`, `sentences`.
    """
    rail = report.links[report.links["link"] == "rail"]
    rows = []
    for document, name in called(report)["row"].items():
        for stage in COLUMNS:
            found = rail[(rail["document"] == document) & (rail["status"].map(STAGES) == stage)]
            sides = set(found["side"])
            rows.append({"row": name, "column": stage,
                         "words": "; ".join(found["exact"]), "count": len(found),
                         "side": sides.pop() if len(sides) == 1 else "outlet",
                         "sentences": tuple(dict.fromkeys(found["sentence"]))})  # fmt: skip
    return pd.DataFrame(rows)


def people_table(report: Any) -> pd.DataFrame:
    """Return the numbers of tourists and students, and which direction has none.

    `row` (whom), `label` (how many; for when and said when), `start`, `to` (China, Vietnam; empty
    where no text gives a number), `value`, `when` (period in the words of the text), `colour`,
    `sentences`.
    """
    numbers = report.quantities
    numbers = numbers[numbers["kind"] == "level"]
    rows = []
    for measure, (who, start, to) in JOURNEYS.items():
        found = numbers[numbers["measure"] == measure]
        for item in found.itertuples():
            rows.append(_journey(who, str(report.quantity(item.id)), start, to, item))
        if found.empty:
            rows.append({"row": who, "label": "no number in any text", "start": "", "to": "",
                         "value": None, "when": "", "colour": "muted",
                         "sentences": ()})  # fmt: skip
    return pd.DataFrame(rows)


JOURNEYS = {
    "tourists-cn-vn": ("Chinese tourists", "China", "Vietnam"),
    "tourists-vn-cn": ("Vietnamese tourists", "Vietnam", "China"),
    "students-vn-in-cn": ("Vietnamese students", "Vietnam", "China"),
    "students-cn-in-vn": ("Chinese students", "China", "Vietnam"),
}
"""Who travels, from where and to where, by measure."""


def _journey(who: str, amount: str, start: str, to: str, item: Any) -> dict[str, Any]:
    return {"row": who, "label": f"{amount}\n({item.period}, said in {item.date:%b %Y})",
            "start": start, "to": to, "value": item.value, "colour": start.lower(),
            "when": item.period, "sentences": tuple(item.sentences)}  # fmt: skip


BY_OTHER_SOURCES = (
    "By other sources the 3.3 million came in January to November 2024, so that the two numbers of "
    "tourists overlap."
)


def people(table: pd.DataFrame, title: Message) -> LinkedFigure:
    """Draw tourists and students as arrows from country to country, with how many and when."""
    marks = table.assign(name=[f"{m.row}: {m.label}" for m in table.itertuples()])
    subtitle = "Every number of tourists or students in the texts; the arrow is their way"
    words = Words("connectivity-people", title, subtitle, shown=table, foot=BY_OTHER_SOURCES)
    return LinkedFigure(forms.arrows(marks, words, ("China", "Vietnam")))


def rail(table: pd.DataFrame, title: Message) -> LinkedFigure:
    """Draw what each text says of rail, in its words, by stage."""
    marks = table.reset_index(drop=True).query("count > 0")
    silent = "; ".join(one for one in table["row"].unique() if one not in set(marks["row"]))
    marks = marks.assign(
        label=[forms.label(words, 80) for words in marks["words"]],
        colour=marks["side"].map(COLOURS),
        name=[f"{m.row}: {m.column}: {m.words}" for m in marks.itertuples()],
        table_row=marks.index + 1,
        boxed=False,
    )
    words = Words("connectivity-rail", title, "What each text says of rail between the two "
                  "countries, in its words. Orange: a Chinese voice, blue: a Vietnamese one, grey: "
                  "the newspaper", shown=table, foot=f"No word of rail: {silent}. Lines in use are "
                  "known from elsewhere, not from these texts.")  # fmt: skip
    return LinkedFigure(forms.grid(marks, words, list(dict.fromkeys(marks["row"])), COLUMNS, 0))


def provinces_table(report: Any) -> pd.DataFrame:
    """Return which Vietnamese province or city meets with which Chinese province, and where.

    `row` (Vietnamese), `column` (Chinese province and meeting, in short), `meeting` (as named),
    `partner` (the Chinese province), `sentences`.
    """
    places = report.places
    members = places[(places["role"] == "member") & places["level"].isin(["province", "city"])]
    china = members[members["country"] == "China"]
    pairs = members[members["country"] == "Vietnam"].merge(
        china[["link", "sentence", "place"]], on=["link", "sentence"], suffixes=("", "_there")
    )
    pairs = pairs.rename(columns={"place": "row", "link": "meeting", "place_there": "partner"})
    pairs["column"] = pairs["partner"] + ": " + pairs["meeting"].str.partition(" of ")[0]
    return pairs[["row", "column", "meeting", "partner", "sentences"]]


def provinces(table: pd.DataFrame, title: Message) -> LinkedFigure:
    """Draw which provinces and cities meet which."""
    marks = table.assign(
        colour="vietnam",
        name=[f"{m.row} and {m.partner}: {m.meeting}" for m in table.itertuples()],
    )
    words = Words("connectivity-provinces", title, "Vietnamese provinces and cities, left; Chinese "
                  "partner and annual meeting, above", shown=table)  # fmt: skip
    rows, columns = (list(dict.fromkeys(table[one])) for one in ("row", "column"))
    return LinkedFigure(forms.grid(marks, words, rows, columns, left=90, least=26))
