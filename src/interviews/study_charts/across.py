"""The figures of the pages across the chapters, and of the landing page."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from interviews.charts import Words, forms
from interviews.charts.forms import records
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


def overview(table: pd.DataFrame, title: str) -> LinkedFigure:
    """Draw the share of each text's sentences by field; the largest of each text is filled."""
    largest = table.groupby("column")["count"].transform("max")
    marks = table.assign(
        label=table["share"].map("{:.0%}".format),
        solid=table["count"] == largest,
        name=[
            f"{m.row}, {m.column}: {m.share:.0%}, {m.count} of {m.of} sentences".replace("\n", " ")
            for m in records(table)
        ],
    )
    subtitle = "Share of each text's sentences. Shaded: its largest"
    foot = "One sentence can speak of several fields, or of none."
    words = Words("overview", title, subtitle, foot)
    left = 96 if table["column"].nunique() < 6 else 0  # six names of texts need the whole width
    return LinkedFigure(forms.grid(marks, words, left=left))


# --- promises ---------------------------------------------------------------------------------


def promises_table(report: Any, promises: pd.DataFrame) -> pd.DataFrame:
    """Return what became of `promises` (rows of `report.commitments`), event by event.

    Promises of one `event` are one row of the drawing, called after the first. `row`, `column`
    (text), `says` (promised, reported, said again, silent; the strongest where promises of one
    event differ), `count` (promises), `sentences` (of the promise, or of the later text).
    """
    event = promises["event"]
    promises = promises.assign(group=event.where(event != "", promises["id"]))
    names = called(report)["column"]
    rows = []
    for _, mine in promises.groupby("group", sort=False):
        row = mine["summary"].iloc[0]
        row = row[0].upper() + row[1:]
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


def promises(table: pd.DataFrame, name: str, title: str, subtitle: str) -> LinkedFigure:
    """Draw what is promised and what later texts say of it, from `promises_table`."""
    columns = list(dict.fromkeys(table.sort_values("column", key=_dates)["column"]))
    made, silent = table["says"].isin(["promised", "announced"]), table["says"] == "silent"
    marks = table.assign(
        label=table["says"],
        colour=made.map({True: "ink", False: "both"}).mask(silent, "muted"),
        boxed=~silent,
        solid=~made,
    )
    return LinkedFigure(forms.grid(marks, Words(name, title, subtitle), columns, left=0))


def _dates(columns: pd.Series) -> pd.Series:
    return pd.to_datetime(columns.str.split("\n").str[-2:].str.join(" "), format="%b %Y")


def promises_events(table: pd.DataFrame, title: str) -> LinkedFigure:
    """Draw the promises that a public fact could settle, event by event."""
    subtitle = "Each event: in which text it is promised, and what later texts say"
    return promises(table, "promises-events", title, subtitle)


# --- mismatches -------------------------------------------------------------------------------


PLACES = ("one sentence", "another sentence")


def mismatches_table(facts: Mapping[str, Sequence[tuple[str, Value]]]) -> pd.DataFrame:
    """Return numbers that do not fit, by what they are about, two for each.

    `row`, `column` (one sentence, another), `words` (who says what), `value`, `sentences`.
    """
    rows = [
        (row, column, words, value.number, value.sentence_ids())
        for row, pair in facts.items()
        for column, (words, value) in zip(PLACES, pair, strict=True)
    ]
    return pd.DataFrame(rows, columns=["row", "column", "words", "value", "sentences"])


def mismatches(table: pd.DataFrame, title: str) -> LinkedFigure:
    """Draw the numbers that do not fit, in words, side by side."""
    words = Words("numbers-mismatches", title, "What the texts say of each")
    return LinkedFigure(forms.grid(table, words, left=0))


# --- how firm ---------------------------------------------------------------------------------

EDITS = {"0": "fails", "1": "one", "2": "two", "more": "more"}


def firmness(table: pd.DataFrame, title: str) -> LinkedFigure:
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
    )
    subtitle = f"{len(table)} findings, by how many changes to the data make each false"
    words = Words("firmness", title, subtitle, shown=table)
    shown = [EDITS[one] for one in EDITS if one in set(table["edits"])]
    return LinkedFigure(forms.grid(marks, words, shown, left=180, least=26))
