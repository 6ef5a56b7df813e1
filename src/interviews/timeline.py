"""What happened when: the texts, what they report or announce, and what is known from outside."""

import html
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from interviews.report import Report
from interviews.representation import page_of

SHOWN = ("visit", "meeting", "call", "patrol")
"""The types of events that are shown; agreements and activities stand in the chapters."""


def table(report: Report) -> pd.DataFrame:
    """Return one row for each text, event and outside fact that has a date, in order of time.

    `start` and `end` (dates), `kind` (text, told, known), `what` (in words), `sentence` (its id;
    empty for outside facts), `key` (of the outside fact; empty otherwise). An event that several
    texts tell is told once, by the first.
    """
    first = report.rows("documents")[0].date_start
    texts = [
        (row.date_start, row.date_end, "text", f"{row.outlet}: {row.title}", row.sentence, "")
        for row in report.rows("documents")
    ]
    told = [
        (row.date_start, row.date_end, "told", row.exact, row.sentence, "")
        for row in report.rows("events")
        if row.type in SHOWN and row.date_start and not row.same_as
    ]
    known = [
        (row.date_start, row.date_end, "known", row.fact, "", row.key)
        for row in report.rows("outside")
        if row.date_start and row.kind == "event"
    ]
    columns = ["start", "end", "kind", "what", "sentence", "key"]
    rows = [row for row in (*texts, *told, *known) if row[0] >= first.replace(day=1)]
    return pd.DataFrame(sorted(rows, key=lambda row: (row[0], row[1])), columns=columns)


def when(start: date, end: date) -> str:
    """Return days in words, no more exact than they are.

    >>> when(date(2023, 12, 12), date(2023, 12, 13)), when(date(2024, 8, 1), date(2024, 8, 31))
    ('12-13 December 2023', 'August 2024')
    """
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year:
        return str(start.year)
    if start.day == 1 and (end - start).days >= 27 and start.month == end.month:
        return f"{start:%B %Y}"
    if start == end:
        return f"{start.day} {start:%B %Y}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}-{end.day} {end:%B %Y}"
    return f"{start.day} {start:%B %Y} to {end.day} {end:%B %Y}"


@dataclass(frozen=True)
class Listing:
    """A table of what happened as a plain list, each entry with a link to its source."""

    rows: pd.DataFrame

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        rows: list[Any] = list(self.rows.itertuples())
        items = "".join(map(_item, rows))
        words = "\n".join(f"{when(row.start, row.end)}: {row.what}" for row in rows)
        return {"text/html": f'<ul class="timeline">{items}</ul>', "text/plain": words}


def _item(row: Any) -> str:
    words, days = html.escape(row.what), html.escape(when(row.start, row.end))
    if row.kind == "known":
        source = f'<a href="context.html#{row.key}">outside source</a>'
    else:
        source = f'<a href="{page_of(row.sentence)}">the words</a>'
        words = f"<b>{words}</b>" if row.kind == "text" else f"<q>{words}</q>"
    return f'<li class="{row.kind}"><time>{days}</time> {words} {source}</li>'
