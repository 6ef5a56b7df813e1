"""What the table of each figure of the book wants of each of its marks.

It is written here anew, from the table alone, and knows nothing of the layout.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

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


def box(row: Any, label: str, colour: str = "both", **more: Any) -> Want:
    """Want a box with a label where a row of a table says."""
    place = {"row": row.row, "column": getattr(row, "column", ""), "form": "box"}
    return Want(row.sentences, label, colour, **(place | more))


def bars(table: pd.DataFrame) -> list[Want]:
    """Want each bar from zero to its value, in the colour of who says it, some hollow."""
    found = []
    for row in table.itertuples():
        colour = next((side for name, side in SPEAKERS.items() if name in row.row), "both")
        hollow = "worked out" in row.row  # and not said
        found.append(box(row, row.words, colour, solid=not hollow, x=(0.0, row.value)))
    return found


def words(table: pd.DataFrame, boxed: Sequence[str] = ()) -> list[Want]:
    """Want words, in the columns `boxed` in a box, and "none" where nobody says any."""
    found = []
    for row in table.itertuples():
        form = "box" if row.column in boxed and row.count else "words"
        label, colour = (row.words, SIDE[row.side]) if row.count else ("none", "muted")
        found.append(box(row, label, colour, form=form))
    return found


def boxed_words(table: pd.DataFrame) -> list[Want]:
    """Want words in boxes, and "none" without."""
    return words(table, set(table["column"]))


def counts(table: pd.DataFrame) -> list[Want]:
    """Want the count of each cell in a box, and "none" without."""
    return boxed_words(table.assign(words=table["count"].astype(str)))


def most_filled(table: pd.DataFrame, by: str, label: str) -> list[Want]:
    """Want a box for each cell, that with the most of its row or column filled."""
    most = table.groupby(by)["count"].transform("max")
    return [
        box(row, label.format(row.count, row.count / row.of), solid=row.count == top)
        for row, top in zip(table.itertuples(), most, strict=True)
    ]


def promises(table: pd.DataFrame) -> list[Want]:
    """Want a hollow box for a promise, a filled one for what is taken up, words for silence."""
    found = []
    for row in table.itertuples():
        if row.says == "silent":
            found.append(box(row, row.says, "muted", form="words"))
        elif row.says in ("promised", "announced"):
            found.append(box(row, row.says, "ink", solid=False))
        else:
            found.append(box(row, row.says))
    return found


def months(table: pd.DataFrame) -> list[Want]:
    """Want texts and visits in their months, in the colour of who travels where."""
    colours = {"text": "both", "visit to China": "vietnam", "visit to Vietnam": "china"}
    said = table["words"] + table["held"].map({True: "", False: ", announced only"})
    return [
        box(row, label, colours[row.column], solid=row.held)
        for row, label in zip(table.itertuples(), said, strict=True)
    ]


def pairs(table: pd.DataFrame) -> list[Want]:
    """Want what both sentences say of each fact in its row."""
    return [box(row, row.words) for row in table.itertuples()]


def findings(table: pd.DataFrame) -> list[Want]:
    """Want each finding in the column of the edits that break it, the most fragile first."""
    head = {"0": "fails", "1": "one", "2": "two", "more": "more"}
    return [
        Want(row.sentences, "", "both" if edits == "more" else "problem", row=row.finding,
             column=head[edits], form="box")
        for edits in head for row in table[table["edits"] == edits].itertuples()
    ]  # fmt: skip


WANTED: dict[str, Callable[[pd.DataFrame], list[Want]]] = {
    "overview": partial(most_filled, by="column", label="{1:.0%}"),
    "timeline": months,
    "trust-names": words,
    "trust-ranks": words,
    "trust-announced": promises,
    "trust-consensus": counts,
    "economics-totals": bars,
    "economics-december": bars,
    "economics-investment": bars,
    "economics-durian": bars,
    "economics-deficit": partial(words, boxed=["deficit"]),
    "connectivity-status": partial(most_filled, by="row", label="{0}"),
    "connectivity-rail": words,
    "connectivity-provinces": words,
    "connectivity-people": boxed_words,
    "disputes-matters": counts,
    "numbers-mismatches": pairs,
    "promises-events": promises,
    "firmness": findings,
}
"""What the table of each figure wants, by the name of the figure."""
