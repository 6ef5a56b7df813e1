"""The figures of the chapter on disputes."""

from typing import Any

import pandas as pd

from interviews.charts import forms
from interviews.charts.forms import Words
from interviews.charts.marks import Message
from interviews.linked_svg import LinkedFigure
from interviews.study_charts.texts import WHOSE, called, said


def matters(table: pd.DataFrame, title: Message) -> LinkedFigure:
    """Draw who speaks of what in disputes, from `said_table` by kind, as counts."""
    subtitle = f"Sentences with the words, by kind of speaker. Empty: none. {WHOSE}"
    return said(table, "disputes-matters", title, subtitle, show="count")


VOLUNTEERED = "0"


def volunteered_table(report: Any) -> pd.DataFrame:
    """Return which sentences that admit a problem in an answer each coder calls volunteered.

    A row for each sentence that `report` counts, a column of True and False for each coder.
    """
    said = report.substance
    admitted = said[(said["mode"] == "answer") & said["problem"].astype(bool)]
    letters = report.codings.coders("sentences", "prompted")
    coded = {one: report.coder(one).substance["prompted"] for one in letters}
    return pd.DataFrame(
        {one: codes.reindex(admitted.index) == VOLUNTEERED for one, codes in coded.items()}
    )


def problems_table(report: Any, volunteered: pd.DataFrame) -> pd.DataFrame:
    """Return how many problems of each interview, and of all, were volunteered, coder by coder.

    From `volunteered_table`: `row` (the interview, and how many such sentences it has), `value` (as
    `report` counts), `low` and `high` (fewest and most of all coders), `counts` (each coder's),
    `sentences` (those that any coder calls volunteered).
    """
    substance = report.substance.loc[volunteered.index]
    book = substance["prompted"].astype(str) == VOLUNTEERED
    interviews = substance["document"].map(called(report)["row"])
    parts = [*volunteered.groupby(interviews, sort=False), ("All interviews", volunteered)]
    rows = []
    for name, part in parts:
        counts = part.sum()
        rows.append({"row": f"{name}: of {len(part)}", "value": int(book[part.index].sum()),
                     "low": int(counts.min()), "high": int(counts.max()),
                     "counts": ", ".join(f"{coder} {n}" for coder, n in counts.items()),
                     "sentences": tuple(part.index[part.any(axis=1)])})  # fmt: skip
    return pd.DataFrame(rows)


def problems(table: pd.DataFrame, title: Message) -> LinkedFigure:
    """Draw how many problems were volunteered, per interview, with every coder's count."""
    marks = table.assign(
        label="\u00a0\u00a0" + table["counts"], colour="problem", table_row=range(1, len(table) + 1)
    )
    marks = marks[marks["high"] > 0]
    marks["name"] = [f"{m.row}: {m.value}; by coder {m.counts}" for m in marks.itertuples()]
    words = Words(
        "disputes-problems",
        title,
        "Problems volunteered, by interview. Dot: as the book counts. Bar: all coders, by letter",
        shown=table,
    )
    steps = forms.round_steps(float(table["high"].max()))
    scale = [*steps, steps[-1] + steps[1]]
    return LinkedFigure(forms.ranges(marks, words, scale, "{:g}".format))
