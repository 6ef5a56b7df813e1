"""What one text says at a glance: its numbers and its promises, as the page of the text shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd

from interviews.report import Report
from interviews.representation import page_of

AMOUNTS = ("level", "change", "share", "count")  # ranks and ordinals stand in the chapters
FIELDS = ("economics", "connectivity")
BOUND = {"china": "China", "vietnam": "Vietnam", "both": "both"}
TAKEN_UP = {"repeated": "said again", "reported-done": "reported done"}
NOT_YET = "none follows"
ASKS = "interviewer"  # whose words are not those of the one interviewed


def numbers(report: Report, document: str) -> pd.DataFrame:
    """Return what a text counts in economics and connectivity, in its own order.

    `exact` (the words of the text), `what` (the measure in words), `period` (as the text has it,
    empty where it has none), `sentence` (the id).
    """
    rows = report.quantities
    fields = rows["measure"].map(report.measures["theme"])
    wanted = rows["kind"].isin(AMOUNTS) & fields.isin(FIELDS) & (rows["voice"] != ASKS)
    mine = rows[wanted & (rows["document"] == document)]
    labels = mine["measure"].map(report.measures["label"])
    return mine.assign(what=labels)[["exact", "what", "period", "sentence"]]


def promises(report: Report, document: str) -> pd.DataFrame:
    """Return the promises of a text that a public fact could settle.

    `exact` (the words), `binds` (China, Vietnam or both), `later` (which texts come back to it and
    how), `sentence` (the id).
    """
    rows = report.commitments
    wanted = rows["measurable"] & (rows["voice"] != ASKS)
    mine = rows[wanted & (rows["document"] == document)]
    later = [_later(report, key) for key in mine.index]
    return mine.assign(binds=mine["by"].map(BOUND), later=later)[
        ["exact", "binds", "later", "sentence"]
    ]


def _later(report: Report, promise: str) -> str:
    """Return what later texts say of a promise, in words."""
    told = report.outcomes[report.outcomes["commitment"] == promise]
    if told.empty:
        return NOT_YET
    names = told["document"].map(report.documents["short"])
    said = [
        f"{TAKEN_UP[outcome]}: {name}"
        for outcome, name in zip(told["outcome"], names, strict=True)
        if outcome in TAKEN_UP
    ]
    return "; ".join(said) or "nothing"


@dataclass(frozen=True)
class Quoted:
    """A table for a reader: its first column leads to the sentences of its last, `sentence`."""

    rows: pd.DataFrame
    heads: Sequence[str]

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in self.heads)
        lines = "".join(_line(*row) for row in self.rows.itertuples(index=False))
        body = f"<thead><tr>{heads}</tr></thead><tbody>{lines}</tbody>"
        return {
            "text/html": f'<table class="dataframe glance">{body}</table>',
            "text/plain": self.rows.to_string(index=False),
        }


def _line(exact: str, *cells: str) -> str:
    *others, sentence = cells
    linked = f'<a href="{page_of(sentence)}">{escape(exact)}</a>'
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in (linked, *map(escape, others)))}</tr>"
