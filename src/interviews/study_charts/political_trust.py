"""The figures of the chapter on political trust, and the timeline."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from interviews.charts import forms
from interviews.charts.forms import Words, records
from interviews.charts.marks import Message
from interviews.linked_svg import LinkedFigure
from interviews.study_charts.across import promises, promises_table
from interviews.study_charts.texts import WHOSE, called, given_name, said, said_table

TO = {"to-china": "to China", "to-vietnam": "to Vietnam"}
TRAVELLERS = {"to-china": "vietnam", "to-vietnam": "china"}
OFFICIAL = ("leaders", "party", "government", "legislature", "defence")
RELATIONS_SINCE = pd.Timestamp("1950-01-18")  # a journey before them is no visit of a state


# --- visits -----------------------------------------------------------------------------------


def visits_table(report: Any) -> pd.DataFrame:
    """Return the official visits that the texts name, each once, in order of time.

    `who` (the first person named), `direction` (to-china, to-vietnam), `start`, `end` (the
    narrowest date that a text gives), `held` (a text reports it as past), `texts`, `exact` (the
    words of each text), `sentences`. Visits that no text dates are left out. What is dated to a
    year alone stands at its end.
    """
    events = report.events
    root = events["same_as"].where(events["same_as"] != "", events["id"])
    wanted = (
        (events["type"] == "visit")
        & events["direction"].isin(TO)
        & events["channel"].isin(OFFICIAL)
        & ~(events["date_end"] < RELATIONS_SINCE)
    )
    groups = events.assign(root=root)[wanted].groupby("root", sort=False)
    names = called(report)["row"]
    rows = [_visit(mine, names) for _, mine in groups if mine["date_start"].notna().any()]
    return pd.DataFrame(rows).sort_values(["end", "start"], ignore_index=True)


def _visit(mine: pd.DataFrame, names: pd.Series) -> dict[str, Any]:
    narrowest = mine.iloc[(mine["date_end"] - mine["date_start"]).argmin()]
    return {
        "who": _name(narrowest["actors"][0]),
        "direction": narrowest["direction"],
        "start": narrowest["date_start"],
        "end": narrowest["date_end"],
        "held": bool((mine["status"] == "past").any()),
        "texts": "; ".join(mine["document"].map(names)),
        "exact": "; ".join(mine["exact"]),
        "sentences": tuple(dict.fromkeys(mine["sentence"])),
    }


def _name(actor: str) -> str:
    """Return a name as it is printed: some coders write it in small letters with hyphens.

    >>> _name("vuong-dinh-hue"), _name("To Lam")
    ('Vuong Dinh Hue', 'To Lam')
    """
    return actor if " " in actor else actor.replace("-", " ").title()


def when(start: pd.Timestamp, end: pd.Timestamp) -> str:
    """Return a date as closely as it is known.

    >>> when(pd.Timestamp("2023-01-01"), pd.Timestamp("2023-12-31"))
    'in 2023'
    """
    if (end - start).days > 31:
        return f"in {start.year}"
    return f"{start:%b %Y}"


def visits(table: pd.DataFrame, title: Message) -> LinkedFigure:
    """Draw who visits whom, by date; announced visits are hollow."""
    marks = table.assign(
        row=[f"{when(v.start, v.end)}" for v in records(table)],
        column=table["direction"].map(TO),
        label=[forms.label(who, 100) for who in table["who"]],
        colour=table["direction"].map(TRAVELLERS),
        solid=table["held"],
        name=[_visit_name(v) for v in records(table)],
    )
    hollow = "" if table["held"].all() else ". Filled: reported. Hollow: announced only"
    subtitle = f"{len(table)} official visits that the texts name" + hollow
    words = Words("trust-visits", title, subtitle, shown=table)
    rows = list(dict.fromkeys(marks["row"]))
    return LinkedFigure(forms.grid(marks, words, rows, list(TO.values()), left=88))


def _visit_name(visit: Any) -> str:
    held = "reported" if visit.held else "announced"
    return f"{visit.who} {TO[visit.direction]}, {when(visit.start, visit.end)}, {held}"


# --- timeline ---------------------------------------------------------------------------------


def timeline_table(report: Any) -> pd.DataFrame:
    """Return the texts and the visits they name from the year of the first text on.

    `lane` (Texts, Visits), `what` (of a text, who speaks or its outlet), `start`, `end`, `held`,
    `colour` (of the traveller), `sentences` (of a text: the one that dates it).
    """
    texts = report.documents
    first = pd.DataFrame(
        {
            "lane": "Texts",
            "what": texts["document"].map(called(report)["short"]),
            "start": texts["date_start"],
            "end": texts["date_end"],
            "held": True,
            "colour": "ink",
            "sentences": [(one,) for one in texts["sentence"]],
        }
    )
    seen = visits_table(report)
    seen = seen[seen["start"] >= pd.Timestamp(f"{texts['date'].min().year}-01-01")]
    second = seen.assign(
        lane="Visits",
        what=[f"{_short(v)} {TO[v.direction]}" for v in records(seen)],
        colour=seen["direction"].map(TRAVELLERS),
    )
    columns = list(first.columns)
    return pd.concat([first, second[columns]], ignore_index=True)


def beside_visits(table: pd.DataFrame) -> int:
    """Return how many texts of `timeline_table` are of the month of a visit that they name."""
    known = table[table["end"] - table["start"] < forms.LONG]
    texts, visits = (records(known[known["lane"] == lane]) for lane in ("Texts", "Visits"))
    named = [(one.partition(":")[0], f"{v.start:%Y-%m}") for v in visits for one in v.sentences]
    return sum((t.sentences[0].partition(":")[0], f"{t.start:%Y-%m}") in named for t in texts)


def _short(visit: Any) -> str:
    return given_name(visit.who, TRAVELLERS[visit.direction])


def timeline(table: pd.DataFrame, title: Message) -> LinkedFigure:
    """Draw the texts beside the visits they name; time runs down the page."""
    table = table.sort_values(["start", "end"], kind="stable", ignore_index=True)
    marks = table.assign(
        label=[forms.label(what, 125) for what in table["what"]],
        solid=table["held"],
        name=[f"{m.what}, {when(m.start, m.end)}" for m in records(table)],
    )
    hollow = "" if table["held"].all() else ". Hollow: announced, not reported"
    subtitle = (
        "Dot: known to two weeks or closer; bar: to the month or year only. Orange: a Chinese "
        "traveller; blue: a Vietnamese" + hollow
    )
    words = Words("timeline", title, subtitle, shown=table)
    return LinkedFigure(forms.timeline(marks, words, ("Texts", "Visits")))


# --- words ------------------------------------------------------------------------------------


def names(table: pd.DataFrame, title: Message) -> LinkedFigure:
    """Draw what each text calls the relationship, from `said_table` by text."""
    subtitle = f"The relationship, in the words of each text. Empty: not named. {WHOSE}"
    return said(table, "trust-names", title, subtitle, left=90)


def ranks(table: pd.DataFrame, title: Message) -> LinkedFigure:
    """Draw what rank each side is given with the other, from `said_table` by speaker."""
    subtitle = f"Rank given, in the speaker's words. Empty: none. {WHOSE}"
    return said(table, "trust-ranks", title, subtitle)


def consensus_table(report: Any, patterns: Mapping[str, str]) -> pd.DataFrame:
    """Return who uses which word for what leaders agreed, text by text; see `said_table`.

    Rows name the country of the outlet beside the text, since it is the outlets that are compared.
    """
    texts = report.documents
    names = called(report)
    rows, short = (texts["document"].map(names[one]) for one in ("row", "short"))
    outlets = texts["date"].dt.strftime(", %b %Y: outlet of ") + texts["outlet_country"]
    beside = dict(zip(rows, short + outlets, strict=True))
    table = said_table(report, patterns, "text")
    return table.assign(row=table["row"].map(beside))


def consensus(table: pd.DataFrame, title: Message) -> LinkedFigure:
    """Draw the words for what leaders agreed, from `consensus_table`, as counts."""
    subtitle = f"Sentences with the word, by text and outlet. {WHOSE}"
    return said(table, "trust-consensus", title, subtitle, show="count", left=135)


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


def announced(table: pd.DataFrame, title: Message) -> LinkedFigure:
    """Draw the announced visits and what later texts say of them, from `announced_table`."""
    subtitle = "Announced in one text, then what later texts say. By other sources both took place"
    return promises(table, "trust-announced", title, subtitle)
