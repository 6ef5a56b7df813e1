"""The figures of the chapter on disputes."""

from typing import Any

import pandas as pd

from interviews.charts import Words
from interviews.linked_svg import LinkedFigure
from interviews.study_charts.texts import REST, WHOSE, said


def matters(table: pd.DataFrame, title: str) -> LinkedFigure:
    """Draw who speaks of what in disputes, from `said_table` by kind, as counts."""
    subtitle = "How many sentences speak of what, by speaker; one may speak of several"
    words = Words("disputes-matters", title, subtitle, foot=f"{WHOSE} {REST}")
    return said(table, words, show="count", left=0)


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
