"""What the texts are called on drawings, and the figure of who says which words."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from interviews.charts import Words, forms
from interviews.linked_svg import LinkedFigure

COLOURS = {"china": "china", "vietnam": "vietnam", "outlet": "both", "unknown": "both"}
"""The colour of who speaks, by side."""

WHOSE = "Orange: a Chinese speaks. Blue: a Vietnamese. Grey: others."
"""What the colours of words mean, for the foot of a drawing."""

REST = "Whoever is not listed uses none of these words."
"""What a table says that leaves out who is silent, for the foot."""

GROUPS = {
    ("china", "official"): "Chinese officials",
    ("china", "expert"): "Chinese experts",
    ("unknown", "expert"): "Unnamed analysts",
    ("vietnam", "official"): "Vietnamese officials",
    ("outlet", "interviewer"): "Interviewers",
    ("outlet", "reporter"): "Outlets",
}


def given_name(name: str, side: str) -> str:
    """Return what a person is called in short, by side: given name or, of a Chinese, family name.

    >>> given_name("Pham Sao Mai", "vietnam"), given_name("Xiong Bo", "china")
    ('Mai', 'Xiong')
    """
    return name.split()[-1] if side == "vietnam" else name.split()[0]


def called(report: Any) -> pd.DataFrame:
    """Return what each text is called, by document: `row`, `short`, `column` (in short lines).

    `short` has no date; `row` has the whole name of a speaker after whom a text is called.
    """
    names = {given_name(one.name, one.side): one.name for one in report.rows("speakers")}
    dates = report.documents["date"].dt.strftime("%b %Y")
    short = report.documents["short"].str.split(",").str[0]
    column = (short + " " + dates).str.replace(" ", "\n")
    return pd.DataFrame(
        {"row": short.replace(names) + ", " + dates, "short": short, "column": column}
    )


def _rows_by(report: Any, by: str) -> pd.Series:
    """Return the name of the row of each sentence: its text, its speaker or the kind of speaker."""
    said = report.substance
    if by == "text":
        return said["document"].map(called(report)["row"])
    if by == "speaker":
        return said["speaker"].str.replace("The i", "I") + said["date"].dt.strftime(", %b %Y")
    kinds = said["voice"].map(report.speakers["kind"])
    keys = zip(said["side"], kinds.where(kinds != "outlet", said["voice"]), strict=True)
    return pd.Series([GROUPS.get(key, "Unnamed analysts") for key in keys], index=said.index)


def said_table(report: Any, patterns: Mapping[str, str], by: str, but: str = r"(?!)",
               silent: bool = False, questions: bool = True) -> pd.DataFrame:  # fmt: skip
    """Return who says which words: a row for each row of the drawing and each pattern.

    `patterns` are regular expressions by the name of their column (the first group, if there is
    one, is what is shown); sentences with `but` do not count; `by` is text, speaker or kind;
    who says none of the words is left out unless `silent`, and without `questions` what is asked
    does not count. Columns: `row`, `column`, `words` (as said, each once), `count` (sentences),
    `side`, `sentences`.
    """
    said = report.substance.assign(row=_rows_by(report, by))
    order = {row: n for n, row in enumerate(GROUPS.values())} if by == "kind" else {}
    said = said.assign(order=said["row"].map(order)).sort_values(["order", "date"], kind="stable")
    cells = []
    for row, mine in said.groupby("row", sort=False):
        for column, pattern in patterns.items():
            counted = mine[~mine["text"].str.contains(but)]
            counted = counted[questions | (counted["mode"] != "question")]
            found = counted["text"].str.extract(f"(?i)({pattern})").iloc[:, -1].dropna()
            cells.append(said_cell(row, column, mine.loc[found.index], found))
    table = pd.DataFrame(cells)
    return table if silent else table[table.groupby("row")["count"].transform("any")]


def said_cell(
    row: str, column: str, found: pd.DataFrame, words: pd.Series, between: str = "; "
) -> dict[str, Any]:
    """Return a cell of a table such as `said_table`, for the rows `found` and their `words`."""
    return {
        "row": row,
        "column": column,
        "words": between.join({one.lower(): one for one in words}.values()),
        "count": len(found),
        "side": one_side(found["side"]),
        "sentences": tuple(dict.fromkeys(found["sentence"])),
    }


def one_side(sides: pd.Series) -> str:
    """Return the side that all are of; several, or none, are nobody's."""
    return sides.iloc[0] if sides.nunique() == 1 else "outlet"


def said(table: pd.DataFrame, words: Words, show: str = "words", left: float = 110.0,
         boxed: Sequence[str] = ()) -> LinkedFigure:  # fmt: skip
    """Draw who says which words, from a table such as `said_table`; where nobody does, "none".

    `show` is words or count. Counts stand in boxes, words in the columns `boxed` as well.
    """
    some, told = table["count"] > 0, table["words"]
    if show == "count":
        told = table["count"].astype(str) + ", as " + told
    marks = table.assign(
        label=table[show].astype(str).where(some, "none"),
        colour=table["side"].map(COLOURS).where(some, "muted"),
        name=table["row"] + ", " + table["column"] + ": " + told.where(some, "none"),
        boxed=some & ((show == "count") | table["column"].isin(boxed)),
    )
    return LinkedFigure(forms.grid(marks, words, left=left))
