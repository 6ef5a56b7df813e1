"""The figures of the chapter on disputes."""

from typing import Any

import pandas as pd

from interviews.charts import forms
from interviews.charts.forms import Words
from interviews.charts.marks import Message
from interviews.findings import disputes as findings
from interviews.linked_svg import LinkedFigure
from interviews.study_charts.texts import called, said, said_table

MATTERS = {
    "sea or dispute": findings.SEA,
    "law": findings.LAW,
    "sowing discord": findings.OUTSIDERS,
    "manage": findings.MANAGE,
}
"""The columns, and the words that count as each: those of the findings."""


def matters_table(report: Any) -> pd.DataFrame:
    """Return what kinds of speakers speak of in disputes; see `said_table`."""
    return said_table(report, MATTERS, "kind")


def matters(table: pd.DataFrame, title: Message) -> LinkedFigure:
    """Draw who speaks of what in disputes, from `matters_table`, as counts."""
    subtitle = "Sentences with the words, by kind of speaker. Empty: none"
    return said(table, "disputes-matters", title, subtitle, show="count")


VOLUNTEERED = "0"
EVERY = "all"


def problems_table(report: Any) -> pd.DataFrame:
    """Return how many admitted problems of each interview each coder calls volunteered.

    Of the sentences in answers that `report` counts as a problem. A row for each interview and
    coder, and for what all of them call so (`column` all): `row`, `column`, `count`, `of` (such
    sentences in the interview), `sentences` (those volunteered).
    """
    said = report.substance
    admitted = said[(said["mode"] == "answer") & said["problem"].astype(bool)]
    letters = report.codings.coders("sentences", "prompted")
    coded = {one: report.coder(one).substance["prompted"] for one in letters}
    free = pd.DataFrame({one: codes.reindex(admitted.index) for one, codes in coded.items()})
    free = free == VOLUNTEERED
    free[EVERY] = free.all(axis=1)
    interviews = admitted["document"].map(called(report)["row"])
    cells = [
        {"row": row, "column": column, "count": int(mine[column].sum()), "of": len(mine),
         "sentences": tuple(mine.index[mine[column]])}
        for row, mine in free.groupby(interviews, sort=False)
        for column in mine
    ]  # fmt: skip
    return pd.DataFrame(cells)


def differ(table: pd.DataFrame) -> bool:
    """Tell whether some coder calls more volunteered in an interview than all of them together."""
    return bool((table.groupby("row")["count"].nunique() > 1).any())


def problems(table: pd.DataFrame, title: Message) -> LinkedFigure:
    """Draw what each coder calls volunteered, from `problems_table`, as counts."""
    marks = table.assign(
        label=table["count"].astype(str),
        name=[f"{m.row}: {m.column}: {m.count} of {m.of}" for m in table.itertuples(index=False)],
        table_row=range(1, len(table) + 1),
    )
    rows, columns = (list(dict.fromkeys(table[one])) for one in ("row", "column"))
    words = Words(
        "disputes-problems",
        title,
        "Sentences that a coder calls volunteered. Empty: none. Last: what all call so",
        shown=table,
    )
    return LinkedFigure(forms.grid(marks[marks["count"] > 0], words, rows, columns))
