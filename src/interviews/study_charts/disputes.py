"""The figures of the chapter on disputes."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from interviews.charts import forms
from interviews.charts.forms import Words, records
from interviews.charts.marks import Message
from interviews.linked_svg import LinkedFigure
from interviews.study_charts.texts import called, said


def matters(table: pd.DataFrame, title: Message) -> LinkedFigure:
    """Draw who speaks of what in disputes, from `said_table` by kind, as counts."""
    subtitle = "Sentences with the words, by kind of speaker. Empty: none"
    return said(table, "disputes-matters", title, subtitle, show="count")


PROMPTED = {"1": "asked for", "0": "volunteered"}


def problems_table(report: Any, coders: Mapping[str, Any]) -> pd.DataFrame:
    """Return how many problems officials speak of in each interview, asked for and volunteered.

    `coders` are further reports, by letter: each the coding of one coder; what was asked for is
    taken from `report`. `row`, `value` (of
    `report`), `low` and `high` (fewest and most of all coders), `counts` (each coder's), `colour`,
    `sentences` (of `report`).
    """
    rows = []
    for document, name in called(report)["row"].items():
        for key, words in PROMPTED.items():
            place = report.substance[
                (report.substance["document"] == document)
                & (report.substance["mode"] == "answer")
                & (report.substance["prompted"].astype(str) == key)
            ]
            found = place[place["problem"].astype(bool)]
            counts = {one: _problems(other, place) for one, other in coders.items()}
            every = [len(found), *counts.values()]
            rows.append({"row": f"{name}: {words}", "value": len(found), "low": min(every),
                         "high": max(every), "sentences": tuple(found["sentence"]),
                         "counts": ", ".join(f"{k} {v}" for k, v in counts.items()),
                         "colour": "problem" if key == "0" else "both"})  # fmt: skip
    return pd.DataFrame(rows)


def _problems(other: Any, place: pd.DataFrame) -> int:
    """Return how many of these sentences another coder calls problems."""
    said = other.substance
    return int(said.loc[said["sentence"].isin(place["sentence"]), "problem"].astype(bool).sum())


def problems(table: pd.DataFrame, title: Message) -> LinkedFigure:
    """Draw problems asked for and volunteered, per interview, with every coder's count."""
    marks = table[table["high"] > 0].assign(label=lambda t: t["value"].astype(str))
    marks = marks.assign(
        table_row=[list(table["row"]).index(row) + 1 for row in marks["row"]],
        name=[f"{m.row}: {m.value}, {m.low} to {m.high} by coder" for m in records(marks)],
    )
    subtitle = "Sentences on problems in each interview. Dot: as the book counts. Bar: all coders"
    words = Words("disputes-problems", title, subtitle, shown=table)
    steps = forms.round_steps(float(table["high"].max()))
    scale = [*steps, steps[-1] + steps[1]]
    return LinkedFigure(forms.ranges(marks, words, scale, "{:g}".format))
