"""The figures of the study: the table of each, the drawing, and what the table says of each mark.

What is wanted is written here anew, from the table alone, and knows nothing of the layout.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any

import pandas as pd
from charts_read import Want

from interviews import report
from interviews.charts import Message
from interviews.findings.disputes import MATTERS
from interviews.linked_svg import LinkedFigure
from interviews.study_charts import across, connectivity, disputes, economics, political_trust
from interviews.study_charts.texts import said_table

NAMES = {"partnership": r"comprehensive strategic (?:cooperat\w+ )?partnership",
         "community": r"community with a shared future|shared future community"}  # fmt: skip
RANKS = {"how Vietnam ranks China": r"Vietnam.s top priority|top priority in its foreign policy",
         "how China ranks Vietnam": r"relationship with Vietnam as a priority"}  # fmt: skip
WORDS = {"consensus": r"\bconsensus\b", "perceptions": r"common perceptions?"}
SIDE = {"china": "china", "vietnam": "vietnam", "outlet": "both", "unknown": "both"}
FIELDS = ["Political trust", "Economics", "Connectivity", "Disputes"]


@cache
def texts() -> report.Report:
    """Return the report as it is built."""
    return report.read()


@dataclass(frozen=True)
class Figure:
    """A figure: how its table is made, how it is drawn, what its table wants of each mark."""

    table: Callable[[Any], pd.DataFrame]
    draw: Callable[[pd.DataFrame, Message], LinkedFigure]
    wanted: Callable[[pd.DataFrame], list[Want]]

    def drawn(self) -> LinkedFigure:
        """Return the figure of the report, drawn now."""
        return self.draw(self.table(texts()), Message("What it shows", holds=True))


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


# --- tables that a chapter makes from its values ------------------------------------------------


def december_table(told: Any) -> pd.DataFrame:
    """Return a mean month and two Decembers."""
    before = told.quantity("vu-2025.trade-2024-m11").before(
        told.quantity("vu-2025.trade-change-2024-m11")
    )
    lower, higher = (told.quantity(f"{one}.trade-2023") for one in ("pham-2024", "xiong-2024"))
    values = {"A mean month": before / 11, "From the lower total": lower - before,
              "From the higher total": higher - before}  # fmt: skip
    return economics.amounts_table(values, ["both", "vietnam", "china"])


def durian_table(told: Any) -> pd.DataFrame:
    """Return the stated and the implied value."""
    stated, later, change = (
        told.quantity(one)
        for one in ("xiong-2024.durian-value-2023", "vu-2025.durian-value-2024",
                    "vu-2025.durian-change-2024")
    )  # fmt: skip
    values = {"2023, stated": stated, "2023, implied": later.before(change), "2024, stated": later}
    return economics.amounts_table(values, ["china", "vietnam", "vietnam"])


def promised_table(told: Any) -> pd.DataFrame:
    """Return what became of the promises that can be settled and have a later text."""
    made = told.commitments
    followed = made["id"].isin(told.outcomes["commitment"])
    return across.promises_table(told, made[made["measurable"] & followed])


def mismatches_table(told: Any) -> pd.DataFrame:
    """Return two facts on which numbers do not fit."""
    two = [told.quantity(f"{one}.trade-2023") for one in ("xiong-2024", "pham-2024")]
    stated = told.quantity("xiong-2024.durian-value-2023")
    level = told.quantity("vu-2025.durian-value-2024")
    return across.mismatches_table({
        "Trade in 2023": [(str(one), one) for one in two],
        "Durian in 2023": [(str(stated), stated), ("two thirds of it", level / 1.5)],
    })  # fmt: skip


def firmness_table(told: Any) -> pd.DataFrame:
    """Return three findings as their panels might have them."""
    rows = [("Two totals a third apart", "more", "xiong-2024:s043"),
            ("Law stands in one sentence", "1", "vu-2025:s017"),
            ("Two wordings of one direction", "2", "xiong-2024:s040")]  # fmt: skip
    made = pd.DataFrame(rows, columns=["finding", "edits", "sentence"])
    return made.assign(sentences=[(one,) for one in made["sentence"]]).drop(columns="sentence")


NAMED = partial(said_table, patterns=NAMES, by="text", but="Washington")
RANKED = partial(said_table, patterns=RANKS, by="speaker", silent=False)
WORDED = partial(political_trust.consensus_table, patterns=WORDS)
DISPUTED = partial(said_table, patterns=MATTERS, by="kind")

STUDY = {
    "overview": Figure(across.overview_table, across.overview, shares),
    "timeline": Figure(political_trust.timeline_table, political_trust.timeline, moments),
    "trust-visits": Figure(political_trust.visits_table, political_trust.visits, visits),
    "trust-names": Figure(NAMED, political_trust.names, words),
    "trust-ranks": Figure(RANKED, political_trust.ranks, words),
    "trust-announced": Figure(political_trust.announced_table, political_trust.announced, promises),
    "trust-consensus": Figure(WORDED, political_trust.consensus, counts),
    "economics-totals": Figure(economics.totals_table, economics.totals, totals),
    "economics-december": Figure(december_table, economics.december, bars),
    "economics-investment": Figure(economics.investment_table, economics.investment, investment),
    "economics-durian": Figure(durian_table, economics.durian, bars),
    "economics-deficit": Figure(economics.deficit_table, economics.deficit, stressed),
    "connectivity-status": Figure(connectivity.status_table, connectivity.status, stages),
    "connectivity-rail": Figure(connectivity.rail_table, connectivity.rail, words),
    "connectivity-provinces": Figure(connectivity.provinces_table, connectivity.provinces, meets),
    "connectivity-people": Figure(connectivity.people_table, connectivity.people, journeys),
    "disputes-matters": Figure(DISPUTED, disputes.matters, counts),
    "numbers-mismatches": Figure(mismatches_table, across.mismatches, pairs),
    "promises-events": Figure(promised_table, across.promises_events, promises),
    "firmness": Figure(firmness_table, across.firmness, findings),
}  # fmt: skip
