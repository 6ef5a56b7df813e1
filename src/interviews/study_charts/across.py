"""The figures of the pages across the chapters, and of the landing page."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from interviews.charts import forms
from interviews.charts.forms import Words, records
from interviews.charts.marks import Message
from interviews.linked_svg import LinkedFigure
from interviews.study_charts.texts import called
from interviews.value import Value

FIELDS = {
    "trust": "Political trust",
    "economics": "Economics",
    "connectivity": "Connectivity",
    "disputes": "Disputes",
}
OUTCOMES = {"reported-done": "reported", "repeated": "said again", "absent": "silent"}


# --- overview ---------------------------------------------------------------------------------


def overview_table(report: Any) -> pd.DataFrame:
    """Return how many sentences of each text speak of each field; a sentence can speak of several.

    `row` (field), `column` (text), `count`, `of` (sentences of the text), `share` (of 1),
    `sentences`.
    """
    rows = []
    for document, name in called(report)["column"].items():
        mine = report.substance[report.substance["document"] == document]
        for field, label in FIELDS.items():
            found = mine[[field in themes for themes in mine["themes"]]]
            share = len(found) / len(mine)
            ids = tuple(found["sentence"])
            rows.append((label, name, len(found), len(mine), share, ids))
    return pd.DataFrame(rows, columns=["row", "column", "count", "of", "share", "sentences"])


def overview(table: pd.DataFrame, title: Message) -> LinkedFigure:
    """Draw the share of each text's sentences by field; the largest of each text is filled."""
    largest = table.groupby("column")["count"].transform("max")
    marks = table.assign(
        label=table["share"].map("{:.0%}".format),
        solid=table["count"] == largest,
        name=[
            f"{m.row}, {_line(m.column)}: {m.share:.0%}, {m.count} of {m.of} sentences"
            for m in records(table)
        ],
    )
    subtitle = (
        "Share of each text's sentences; one can speak of several fields. Filled: its largest"
    )
    words = Words(
        "overview", title, subtitle, shown=table.assign(column=table["column"].map(_line))
    )
    columns = list(dict.fromkeys(table["column"]))
    left = 96 if len(columns) < 6 else 0  # six names of texts need the whole width
    return LinkedFigure(forms.grid(marks, words, list(FIELDS.values()), columns, left=left))


def _line(name: str) -> str:
    return name.replace("\n", " ")


# --- promises ---------------------------------------------------------------------------------


def promises_table(report: Any, promises: pd.DataFrame) -> pd.DataFrame:
    """Return what became of `promises` (rows of `report.commitments`), event by event.

    Promises of one `event` are one row of the drawing, called after the first. `row`, `column`
    (text), `says` (promised, reported, said again, silent; the strongest where promises of one
    event differ), `count` (promises), `sentences` (of the promise, or of the later text).
    """
    event = promises["event"] if "event" in promises else pd.Series("", promises.index)
    promises = promises.assign(group=event.where(event != "", promises["id"]))
    names = called(report)["column"]
    rows = []
    for _, mine in promises.groupby("group", sort=False):
        row = mine["summary"].iloc[0]
        for document, part in mine.groupby("document", sort=False):
            rows.append(_told(row, names[document], "promised", part["sentence"]))
        later = report.outcomes[report.outcomes["commitment"].isin(mine["id"])]
        for document, part in later.groupby("document", sort=False):
            strongest = next(one for one in OUTCOMES if (part["outcome"] == one).any())
            said = part.loc[part["outcome"] == strongest, "sentence"]
            rows.append(_told(row, names[document], OUTCOMES[strongest], said))
    return pd.DataFrame(rows)


def _told(row: str, column: str, says: str, sentences: pd.Series) -> dict[str, Any]:
    ids = tuple(dict.fromkeys(one for one in sentences if one))
    return {"row": row, "column": column, "says": says, "count": len(sentences), "sentences": ids}


def promises(table: pd.DataFrame, name: str, title: Message, subtitle: str) -> LinkedFigure:
    """Draw what is promised and what later texts say of it, from `promises_table`."""
    columns = list(dict.fromkeys(table.sort_values("column", key=_dates)["column"]))
    says = table["says"]
    marks = table.assign(
        label=[forms.label(word, 60) for word in says],
        colour=says.map({"promised": "ink", "announced": "ink", "silent": "muted"}).fillna(
            "vietnam"
        ),
        boxed=~says.isin(["silent"]),
        solid=~says.isin(["promised", "announced"]),
        name=[f"{m.row}, {_line(m.column)}: {m.says}" for m in records(table)],
    )
    shown = table.assign(column=table["column"].map(_line))
    words = Words(name, title, subtitle, shown=shown)
    return LinkedFigure(forms.grid(marks, words, list(dict.fromkeys(table["row"])), columns, 0))


def _dates(columns: pd.Series) -> pd.Series:
    return pd.to_datetime(columns.str.split("\n").str[-2:].str.join(" "), format="%b %Y")


def promises_events(table: pd.DataFrame, title: Message) -> LinkedFigure:
    """Draw the promises that a public fact could settle, event by event."""
    subtitle = f"{table['row'].nunique()} events promised, and what later texts say of each"
    return promises(table, "promises-events", title, subtitle)


# --- mismatches -------------------------------------------------------------------------------


PLACES = ("one place", "another place")


def mismatches_table(facts: Mapping[str, Sequence[tuple[str, Value]]]) -> pd.DataFrame:
    """Return numbers that do not fit, by what they are about, two for each.

    `row`, `column` (one place, another), `words` (the value in words), `value`, `sentences`.
    """
    rows = [
        (row, column, words, value.number, value.sentence_ids())
        for row, pair in facts.items()
        for column, (words, value) in zip(PLACES, pair, strict=True)
    ]
    return pd.DataFrame(rows, columns=["row", "column", "words", "value", "sentences"])


def mismatches(table: pd.DataFrame, title: Message) -> LinkedFigure:
    """Draw the numbers that do not fit, in words, side by side."""
    marks = table.assign(
        label=[forms.label(words, 150) for words in table["words"]],
        colour="problem",
        solid=table["column"] == PLACES[0],
        name=[f"{m.row}, {m.column}: {m.words}" for m in records(table)],
    )
    words = Words("numbers-mismatches", title, "What the texts say in two places", shown=table)
    rows = list(dict.fromkeys(table["row"]))
    return LinkedFigure(forms.grid(marks, words, rows, PLACES, left=0))


# --- how firm ---------------------------------------------------------------------------------

EDITS = {"0": "fails", "1": "one", "2": "two", "more": "more"}


def firmness(table: pd.DataFrame, title: Message) -> LinkedFigure:
    """Draw how few changes to the data overturn each finding.

    `table` has `finding` (in a few words), `edits` (a key of `EDITS`) and `sentences`; those that
    the fewest overturn stand on top.
    """
    order = {edits: n for n, edits in enumerate(EDITS)}
    table = table.sort_values("edits", key=lambda one: one.map(order), kind="stable")
    marks = table.assign(
        row=table["finding"],
        column=table["edits"].map(EDITS),
        colour=["both" if edits == "more" else "problem" for edits in table["edits"]],
        name=[f"{m.finding}: {EDITS[m.edits]}" for m in records(table)],
    )
    subtitle = f"{len(table)} findings, by how many changes to the data make each false"
    words = Words("firmness", title, subtitle, shown=table)
    shown = [EDITS[one] for one in EDITS if one in set(table["edits"])]
    return LinkedFigure(forms.grid(marks, words, list(marks["row"]), shown, left=180, least=26))
