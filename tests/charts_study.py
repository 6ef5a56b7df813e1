"""What the table of each figure of the book wants of each of its marks.

It is written here anew, from the table alone, and knows nothing of the layout.
"""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
from charts_read import Want

SIDE = {"china": "china", "vietnam": "vietnam", "outlet": "both", "unknown": "both"}
SPEAKERS = {
    "China's": "china",
    "Vietnam's": "vietnam",
    "Xiong": "china",
    "Mai": "vietnam",
    "Vu": "vietnam",
}


def bars(table: pd.DataFrame) -> list[Want]:
    """Want each bar from zero to its value, in the colour of who says it, some hollow."""
    return [
        Want(row.sentences, row.words,
             next((side for name, side in SPEAKERS.items() if name in row.row), "both"),
             not any(one in row.row for one in ("worked out", "new projects")),
             row=row.row, form="box", x=(0.0, row.value))
        for row in table.itertuples()
    ]  # fmt: skip


def words(table: pd.DataFrame, show: str = "words") -> list[Want]:
    """Want the words, or the count in a box, of each cell, and "none" where nobody says any."""
    return [
        Want(cell["sentences"], str(cell[show]), SIDE[cell["side"]],
             row=cell["row"], column=cell["column"], form="box" if show == "count" else "words")
        if cell["count"] else
        Want((), "none", "muted", row=cell["row"], column=cell["column"], form="words")
        for cell in table.to_dict("records")
    ]  # fmt: skip


def counts(table: pd.DataFrame) -> list[Want]:
    """Want the count of each cell."""
    return words(table, "count")


def stressed(table: pd.DataFrame) -> list[Want]:
    """Want words, with a box around those of the first column."""
    first = table["column"].iloc[0]
    return [replace(want, form="box") if want.column == first and want.sentences else want
            for want in words(table)]  # fmt: skip


def boxed(table: pd.DataFrame) -> list[Want]:
    """Want words in a box, and "none" without."""
    return [replace(want, form="box") if want.sentences else want for want in words(table)]


def most_filled(by: str, label: str) -> Callable[[pd.DataFrame], list[Want]]:
    """Want a box for each cell, that with the most of its row or column filled."""

    def wanted(table: pd.DataFrame) -> list[Want]:
        most = {name: part["count"].max() for name, part in table.groupby(by)}
        return [
            Want(cell["sentences"], label.format(cell["count"], cell["count"] / cell["of"]), "both",
                 cell["count"] == most[cell[by]], cell["row"], cell["column"], "box")
            for cell in table.to_dict("records")
        ]  # fmt: skip

    return wanted


def promises(table: pd.DataFrame) -> list[Want]:
    """Want a hollow box for a promise, a filled one for what is taken up, words for silence."""
    colour = {"promised": "ink", "announced": "ink", "silent": "muted"}
    return [
        Want(row.sentences, row.says, colour.get(row.says, "both"),
             row.says not in ("promised", "announced"),
             row=row.row, column=row.column, form="words" if row.says == "silent" else "box")
        for row in table.itertuples()
    ]  # fmt: skip


def months(table: pd.DataFrame) -> list[Want]:
    """Want texts and visits in their months, in the colour of who travels where."""
    colours = {"text": "both", "visit to China": "vietnam", "visit to Vietnam": "china"}
    return [
        Want(row.sentences, row.words + ("" if row.held else ", announced only"),
             colours[row.column], row.held, row.row, row.column, "box")
        for row in table.itertuples()
    ]  # fmt: skip


def pairs(table: pd.DataFrame) -> list[Want]:
    """Want what both sentences say of each fact in its row."""
    return [
        Want(row.sentences, row.words, "both", row=row.row, column=row.column, form="box")
        for row in table.itertuples()
    ]


def findings(table: pd.DataFrame) -> list[Want]:
    """Want each finding in the column of the edits that break it, the most fragile first."""
    head = {"0": "fails", "1": "one change", "2": "two changes", "more": "more"}
    rows = [row for edits in head for row in table.itertuples() if row.edits == edits]
    return [
        Want(row.sentences, "", "both" if row.edits == "more" else "problem", row=row.finding,
             column=head[row.edits], form="box")
        for row in rows
    ]  # fmt: skip


WANTED: dict[str, Callable[[pd.DataFrame], list[Want]]] = {
    "overview": most_filled("column", "{1:.0%}"),
    "timeline": months,
    "trust-names": words,
    "trust-ranks": words,
    "trust-announced": promises,
    "trust-consensus": counts,
    "economics-totals": bars,
    "economics-december": bars,
    "economics-investment": bars,
    "economics-durian": bars,
    "economics-deficit": stressed,
    "connectivity-status": most_filled("row", "{0}"),
    "connectivity-rail": words,
    "connectivity-provinces": words,
    "connectivity-people": boxed,
    "disputes-matters": counts,
    "numbers-mismatches": pairs,
    "promises-events": promises,
    "firmness": findings,
}
"""What the table of each figure wants, by the name of the figure."""
