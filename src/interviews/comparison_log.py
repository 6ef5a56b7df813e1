"""What came of holding numbers against each other, as folded tables in words."""

from html import escape
from typing import Any

import pandas as pd

from interviews.comparison import ALONE, CONSISTENT, IMPLIED, INCONSISTENT, PACE, RESTATED, WRITTEN
from interviews.folded import Folded
from interviews.report import Report
from interviews.representation import page_of

RULES = {
    RESTATED: "Two statements for one time",
    IMPLIED: "An amount worked out from its growth, against what is stated for it",
    PACE: "The pace of a part of a year against that of the rest",
    WRITTEN: "“This year” and “last year” against the date of the text",
    ALONE: "Numbers that nothing could be held against",
}
"""What is held against what, by rule."""

VERDICTS = {INCONSISTENT: "do not fit", CONSISTENT: "fit"}


def log(report: Report) -> Folded:
    """Return all comparisons of a report, a table a rule, those that do not fit first."""
    made = sorted(report.rows("comparisons"), key=lambda one: one.verdict != INCONSISTENT)
    tables = {
        words: pd.DataFrame([_row(one, report) for one in made if one.rule == rule])
        for rule, words in RULES.items()
    }
    return Folded(
        "Every comparison of numbers, and every number that none could be made of",
        {words: table for words, table in tables.items() if len(table)},
        html=("Numbers",),
    )


def _row(one: Any, report: Report) -> dict[str, str]:
    row = {"Numbers": "; ".join(_number(key, report) for key in (*one.left, *one.right))}
    if one.rule != ALONE:
        row["They"] = VERDICTS[one.verdict]
    return row | {
        "Why": " ".join(filter(None, [one.arithmetic and f"{one.arithmetic}.", one.reason]))
    }


def _number(key: str, report: Report) -> str:
    """Return the words of a number as HTML, with a link to the sentence and who says it when."""
    number: Any = report.quantities.loc[key]
    place = report.source(number["sentence"])
    address = page_of(number["sentence"])
    said = escape(f"{place.speaker}, {place.date}")
    # One of many: the sentence's own page does not count this as a use of it.
    return f'“{escape(number["exact"])}” (<a href="{address}" data-tally="">{said}</a>)'
