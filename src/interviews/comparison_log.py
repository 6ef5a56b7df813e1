"""Every comparison of numbers that was made, as folded tables in words."""

from html import escape
from typing import Any

import pandas as pd

from interviews.folded import Folded
from interviews.report import Report

RULES = {
    "restated": "One thing stated twice",
    "implied-base": "The year before, worked out from the growth, against what is stated for it",
    "cumulative": "Amounts within one year, which can only grow",
    "pace": "The pace of a part of a year against that of the rest",
    "parts": "A part against its whole",
    "shares": "A share against the amounts that it is a share of",
    "unit-values": "Amount for each unit",
    "ranks": "Ranks in one list",
    "series": "Meetings that are counted, against their dates",
    "ages": "Anniversaries and spans of years against dates",
    "dates": "Words for a time against the date of the text",
    "time-of-writing": "Words for times in one text against each other",
}
"""What is held against what, by rule."""

VERDICTS = {
    "inconsistent": "do not fit",
    "consistent": "fit",
    "not comparable": "cannot be compared",
}
"""What came of it, in the order of the log."""


def log(report: Report) -> Folded:
    """Return all comparisons of a report, a table a rule, those that do not fit first."""
    order = list(VERDICTS)
    made = sorted(report.rows("comparisons"), key=lambda one: order.index(one.verdict))
    tables = {
        words: pd.DataFrame([_row(one, report) for one in made if one.rule == rule])
        for rule, words in RULES.items()
    }
    tables = {words: table for words, table in tables.items() if len(table)}
    return Folded("Every comparison of numbers that was made", tables, html=("Numbers",))


def _row(one: Any, report: Report) -> dict[str, str]:
    numbers = dict.fromkeys([*one.left, *one.right])
    return {
        "Numbers": "; ".join(_number(key, report) for key in numbers),
        "They": VERDICTS[one.verdict],
        "Why": " ".join(filter(None, [one.arithmetic and f"{one.arithmetic}.", one.reason])),
    }


def _number(key: str, report: Report) -> str:
    """Return the words of a number as HTML, with a link to the sentence and who says it when."""
    number: Any = report.quantities.loc[key]
    place = report.source(number["sentence"])
    document, _, at = number["sentence"].partition(":")
    address = f"texts/{document.replace('-', '_')}.md#{at}"
    said = escape(f"{place.speaker}, {place.date}")
    # One of many: the sentence's own page does not count this as a use of it.
    return f'“{escape(number["exact"])}” (<a href="{address}" data-tally="">{said}</a>)'
