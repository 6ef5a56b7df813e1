"""The figures of the chapter on political trust, and the timeline."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from interviews.charts import Words, forms
from interviews.linked_svg import LinkedFigure
from interviews.study_charts.across import promises, promises_table
from interviews.study_charts.texts import (
    COLOURS,
    REST,
    WHOSE,
    called,
    given_name,
    one_side,
    said,
    said_table,
)

TO = {"to-china": "visit to China", "to-vietnam": "visit to Vietnam"}
TRAVELLERS = {"to-china": "vietnam", "to-vietnam": "china"}
OFFICIAL = ("leaders", "party", "government", "legislature", "defence")
RELATIONS_SINCE = pd.Timestamp("1950-01-18")  # a journey before them is no visit of a state


# --- visits -----------------------------------------------------------------------------------


def visits_table(report: Any) -> pd.DataFrame:
    """Return the official visits that the texts name, each once, in order of time.

    `who` (the first person named), `direction` (to-china, to-vietnam), `start`, `end` (the
    narrowest date that a text gives), `held` (a text reports it as past), `sentences`. Visits that
    no text dates are left out. What is dated to a year alone stands at its end.
    """
    events = report.events
    root = events["same_as"].where(events["same_as"] != "", events["id"])
    wanted = (
        (events["type"] == "visit")
        & events["direction"].isin(TO)
        & events["channel"].isin(OFFICIAL)
        & ~(events["date_end"] < RELATIONS_SINCE)
    )
    visits = []
    for _, mine in events.assign(root=root)[wanted].groupby("root", sort=False):
        if mine["date_start"].isna().all():
            continue
        narrowest = mine.iloc[(mine["date_end"] - mine["date_start"]).argmin()]
        who = narrowest["actors"][0]
        visits.append(
            {
                # Some coders write names in small letters with hyphens.
                "who": who if " " in who else who.replace("-", " ").title(),
                "direction": narrowest["direction"],
                "start": narrowest["date_start"],
                "end": narrowest["date_end"],
                "held": bool((mine["status"] == "past").any()),
                "sentences": tuple(dict.fromkeys(mine["sentence"])),
            }
        )
    return pd.DataFrame(visits).sort_values(["end", "start"], ignore_index=True)


# --- timeline ---------------------------------------------------------------------------------


def timeline_table(report: Any) -> pd.DataFrame:
    """Return the texts and the official visits they name, month by month.

    `row` (month, or the year where no text gives one), `column` (text, visit to China, visit to
    Vietnam), `words` (who speaks or travels, in short), `count`, `side` (of who travels), `held`,
    `sentences` (of a text: the one that dates it).
    """
    texts = report.documents.rename(columns={"date_start": "start", "date_end": "end"})
    ids = [(one,) for one in texts["sentence"]]
    short = called(report)["short"]
    texts = texts.assign(column="text", words=short, side="outlet", held=True, sentences=ids)
    visits = visits_table(report)
    side = visits["direction"].map(TRAVELLERS)
    short = [given_name(who, whose) for who, whose in zip(visits["who"], side, strict=True)]
    visits = visits.assign(column=visits["direction"].map(TO), side=side, words=short)
    both = pd.concat([texts, visits]).sort_values(["end", "start"], kind="stable")
    month, year = (both["start"].dt.strftime(form) for form in ("%b %Y", "%Y, no month given"))
    both["row"] = month.where((both["end"] - both["start"]).dt.days <= 31, year)
    cells = both.groupby(["row", "column"], sort=False, as_index=False)
    return cells.agg(
        words=("words", "; ".join), count=("words", "size"), side=("side", one_side),
        held=("held", "all"), sentences=("sentences", "sum"),
    )  # fmt: skip


def beside_visits(table: pd.DataFrame) -> int:
    """Return how many texts of `timeline_table` are of the month of a visit they name, or next."""
    known = table.explode("sentences").assign(
        month=pd.to_datetime(table["row"], format="%b %Y", errors="coerce").dt.to_period("M"),
        document=lambda rows: rows["sentences"].str.split(":").str[0],
    )
    known = known.dropna(subset="month")
    is_text = known["column"] == "text"
    pairs = known[is_text].merge(known[~is_text], on="document", suffixes=("", "_visit"))
    months = pairs["month"].astype("int64") - pairs["month_visit"].astype("int64")
    return pairs.loc[months.isin([0, 1]), "document"].nunique()


def timeline(table: pd.DataFrame, title: str) -> LinkedFigure:
    """Draw the texts beside the visits that they name, month by month."""
    marks = table.assign(
        label=table["words"] + table["held"].map({True: "", False: ", announced only"}),
        colour=table["side"].map(COLOURS),
        solid=table["held"],
    )
    subtitle = "Month by month: the texts, and the official visits that they name"
    foot = (
        "A text without a date stands where the visit that it speaks of puts it. Orange: a Chinese "
        "travels. Blue: a Vietnamese."
    )
    words = Words("timeline", title, subtitle, foot)
    return LinkedFigure(forms.grid(marks, words, ["text", *TO.values()], left=90, least=26))


# --- words ------------------------------------------------------------------------------------


def names(table: pd.DataFrame, title: str) -> LinkedFigure:
    """Draw what each text calls the relationship, from `said_table` by text."""
    words = Words("trust-names", title, "The relationship, in the words of each text", foot=WHOSE)
    return said(table, words, left=0)


def ranks(table: pd.DataFrame, title: str) -> LinkedFigure:
    """Draw what rank each side is given with the other, from `said_table` by speaker."""
    words = Words("trust-ranks", title, "In the words of the speaker", foot=f"{WHOSE} {REST}")
    return said(table, words, left=0)


def consensus_table(report: Any, patterns: Mapping[str, str]) -> pd.DataFrame:
    """Return who uses which word for what leaders agreed, text by text; see `said_table`.

    Rows name the country of the outlet beside the text, since it is the outlets that are compared.
    """
    texts = report.documents
    beside = texts["short"] + ": outlet of " + texts["outlet_country"]
    rows = dict(zip(called(report)["row"], beside, strict=True))
    table = said_table(report, patterns, "text")
    return table.assign(row=table["row"].map(rows))


def consensus(table: pd.DataFrame, title: str) -> LinkedFigure:
    """Draw the words for what leaders agreed, from `consensus_table`, as counts."""
    subtitle = "How many sentences have the word, by text and country of the outlet"
    words = Words("trust-consensus", title, subtitle, foot=f"{WHOSE} {REST}")
    return said(table, words, show="count", left=135)


# --- announced visits -------------------------------------------------------------------------

ANNOUNCED = {
    "hue-visit": "Hue visits China; the legislatures sign an agreement and set up a dialogue",
    "to-lam-visit": "Lam visits China and holds talks with Xi",
}
"""The announced visits, by event, and what is announced of each."""


def announced_table(report: Any) -> pd.DataFrame:
    """Return the announced visits, each once, and what later texts say; see `promises_table`."""
    made = report.commitments
    visits = made[made["event"].isin(ANNOUNCED) & made["measurable"]]
    table = promises_table(report, visits.assign(summary=visits["event"].map(ANNOUNCED)))
    return table.replace({"says": {"promised": "announced"}})


def announced(table: pd.DataFrame, title: str) -> LinkedFigure:
    """Draw the announced visits and what later texts say of them, from `announced_table`."""
    subtitle = "What later texts say of each. By other sources both visits took place"
    return promises(table, "trust-announced", title, subtitle)
