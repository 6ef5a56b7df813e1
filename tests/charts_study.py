"""What the table of each figure of the book wants of each of its marks.

It is written here anew, from the table alone, and knows nothing of the layout.
"""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
from charts_read import Want

SIDE = {"china": "china", "vietnam": "vietnam", "outlet": "both", "unknown": "both"}


def day(date: pd.Timestamp) -> float:
    """Return a date as a number of days."""
    return float(date.toordinal())


def spans(table: pd.DataFrame, colours: list[str], solid: list[bool], form: str) -> list[Want]:
    """Want each amount over its days, at its height, and written beside it."""
    more = {"=": "", "<": "under ", ">": "over ", "~": "about "}
    return [
        Want(row.sentences, more[row.comparator] + form.format(row.per_month), colour, full,
             form="box", x=(day(row.start), day(row.end) + 1), y=(row.per_month, row.per_month))
        for row, colour, full in zip(table.itertuples(), colours, solid, strict=True)
    ]  # fmt: skip


def totals(table: pd.DataFrame) -> list[Want]:
    """Want who counts by colour, and a named compiler filled."""
    colour = {"chinese": "china", "vietnamese": "vietnam", "unnamed": "both"}
    colours = [colour[one] for one in table["count"]]
    found = spans(table, colours, list(table["compiler"] != ""), "{:.1f}")
    whole = {"xiong-2024:s043": " 229.8 in all", "pham-2024:s029": " 171.9 in all"}
    twice = table["start"].eq("2023-01-01") & table["end"].eq("2023-12-31")
    return [
        replace(want, label=want.label + whole[want.sentences[0]]) if both else want
        for want, both in zip(found, twice, strict=True)
    ]


def investment(table: pd.DataFrame) -> list[Want]:
    """Want what counts projects hollow, and each period in words."""
    found = spans(table, ["china"] * len(table), list(table["basis"] != "projects"), "{:,.0f}")
    part = {12: "", 6: "Jan–Jun ", 7: "Jan–Jul "}
    return [
        replace(want, label=f"{want.label} {part[row.months]}{row.end.year}")
        for want, row in zip(found, table.itertuples(), strict=True)
    ]


def bars(table: pd.DataFrame) -> list[Want]:
    """Want each bar from zero to its value; the implied hollow."""
    more = {">": "over ", "=": "", "~": "about "}
    durian = table["row"].str.contains("2024, stated").any()
    return [
        Want(row.sentences,
             more[row.comparator] + f"{row.value:.3g}" if durian else f"{row.value:.1f}",
             row.colour, "implied" not in row.row, row=row.row, form="box", x=(0.0, row.value))
        for row in table.itertuples()
    ]  # fmt: skip


def words(table: pd.DataFrame, show: str = "words") -> list[Want]:
    """Want the words, or the count, of each cell that has any."""
    form = "box" if show == "count" else "words"
    return [
        Want(tuple(cell["sentences"]), str(cell[show]), SIDE[cell["side"]], row=cell["row"],
             column=cell["column"], form=form)
        for cell in table.to_dict("records") if cell["count"]
    ]  # fmt: skip


def stressed(table: pd.DataFrame) -> list[Want]:
    """Want words, with a box around those of the first column."""
    first = table["column"].iloc[0]
    return [replace(want, form="box" if want.column == first else "words") for want in words(table)]


def counts(table: pd.DataFrame) -> list[Want]:
    """Want the count of each cell that has any."""
    return words(table, "count")


def shares(table: pd.DataFrame) -> list[Want]:
    """Want the share of each field in each text, the largest of a text filled."""
    most = {name: part["count"].max() for name, part in table.groupby("column")}
    return [
        Want(tuple(cell["sentences"]), f"{cell['count'] / cell['of']:.0%}", "both",
             cell["count"] == most[cell["column"]], cell["row"], cell["column"], "box")
        for cell in table.to_dict("records")
    ]  # fmt: skip


def stages(table: pd.DataFrame) -> list[Want]:
    """Want the number of mentions, the most of a row filled, none without a box."""
    most = {name: part["count"].max() for name, part in table.groupby("row")}
    return [
        Want(tuple(cell["sentences"]), str(cell["count"]), "both",
             cell["count"] == most[cell["row"]], row=cell["row"], column=cell["column"], form="box")
        for cell in table.to_dict("records")
    ]  # fmt: skip


def meets(table: pd.DataFrame) -> list[Want]:
    """Want a box for each province and meeting, in the column of its partner."""
    return [
        Want(row.sentences, "", "vietnam", row=row.row, column=row.column, form="box")
        for row in table.itertuples()
    ]


def journeys(table: pd.DataFrame) -> list[Want]:
    """Want an arrow for each number, from the left country (China) or to it."""
    ends = {"China": 0.0, "Vietnam": 1.0}
    return [
        Want(row.sentences, "", row.start.lower(), row=f"{row.row}: {row.label}", form="arrow",
             points=(ends[row.start], ends[row.to]))
        for row in table.itertuples() if row.start
    ]  # fmt: skip


def promises(table: pd.DataFrame) -> list[Want]:
    """Want a hollow box for a promise, a filled one for what is taken up, words for silence."""
    colour = {"promised": "ink", "announced": "ink", "silent": "muted"}
    return [
        Want(row.sentences, row.says, colour.get(row.says, "vietnam"),
             row.says not in ("promised", "announced"),
             row=row.row, column=row.column, form="words" if row.says == "silent" else "box")
        for row in table.itertuples()
    ]  # fmt: skip


def visits(table: pd.DataFrame) -> list[Want]:
    """Want each visit in the row of its month and the column of where it goes."""
    towards = {"to-china": ("to China", "vietnam"), "to-vietnam": ("to Vietnam", "china")}
    month = [
        f"{row.start:%b %Y}" if (row.end - row.start).days < 32 else f"in {row.start.year}"
        for row in table.itertuples()
    ]
    return [
        Want(row.sentences, row.who, towards[row.direction][1], row.held, row=date,
             column=towards[row.direction][0], form="box")
        for row, date in zip(table.itertuples(), month, strict=True)
    ]  # fmt: skip


def moments(table: pd.DataFrame) -> list[Want]:
    """Want texts and visits where their days are: by the middle, those of long by the start."""
    found = []
    for row in table.itertuples():
        first, last = day(row.start), day(row.end) + 1
        dot = last - first <= 14
        y = ((first + last) / 2,) * 2 if dot else (first, last)
        want = Want(row.sentences, row.what, row.colour, row.held, column=row.lane, y=y,
                    form="disc" if dot else "box")  # fmt: skip
        found.append((first if last - first > 62 else (first + last) / 2, want))
    return [want for _, want in sorted(found, key=lambda pair: pair[0])]


def pairs(table: pd.DataFrame) -> list[Want]:
    """Want both values of each fact in its row, the first filled."""
    return [
        Want(row.sentences, row.words, "problem", row.column == "one place", row=row.row,
             column=row.column, form="box")
        for row in table.itertuples()
    ]  # fmt: skip


def findings(table: pd.DataFrame) -> list[Want]:
    """Want each finding in the column of the edits that break it, the most fragile first."""
    head = {"0": "fails", "1": "one", "2": "two", "more": "more"}
    rows = [row for edits in head for row in table.itertuples() if row.edits == edits]
    return [
        Want(row.sentences, "", "both" if row.edits == "more" else "problem", row=row.finding,
             column=head[row.edits], form="box")
        for row in rows
    ]  # fmt: skip


WANTED: dict[str, Callable[[pd.DataFrame], list[Want]]] = {
    "overview": shares,
    "timeline": moments,
    "trust-visits": visits,
    "trust-names": words,
    "trust-ranks": words,
    "trust-announced": promises,
    "trust-consensus": counts,
    "economics-totals": totals,
    "economics-december": bars,
    "economics-investment": investment,
    "economics-durian": bars,
    "economics-deficit": stressed,
    "connectivity-status": stages,
    "connectivity-rail": words,
    "connectivity-provinces": meets,
    "connectivity-people": journeys,
    "disputes-matters": counts,
    "numbers-mismatches": pairs,
    "promises-events": promises,
    "firmness": findings,
}
"""What the table of each figure wants, by the name of the figure."""
