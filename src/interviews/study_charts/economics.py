"""The figures of the economics chapter."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from interviews.charts import forms
from interviews.charts.forms import Words
from interviews.charts.marks import Message, Note, rows_of
from interviews.linked_svg import LinkedFigure
from interviews.study_charts.texts import said, said_table

BILLION, MILLION = 1e9, 1e6


def months(rows: pd.DataFrame) -> pd.Series:
    """Return how many calendar months the period of each row covers."""
    start, end = rows["period_start"].dt, rows["period_end"].dt
    return (end.year - start.year) * 12 + end.month - start.month + 1


def _paced(report: Any, measure: str, unit: float) -> pd.DataFrame:
    """Return the levels of a measure: text, speaker, side, start, end, stated and per month."""
    numbers = report.quantities
    rows = numbers[(numbers["measure"] == measure) & (numbers["kind"] == "level")]
    rows = rows.sort_values(["period_start", "period_end"])
    kept = rows[["short", "speaker", "side", "compiler", "exact", "sentences"]]
    kept = kept.rename(columns={"short": "text"})
    return kept.assign(
        start=rows["period_start"],
        end=rows["period_end"],
        months=months(rows),
        stated=rows["value"] / unit,
        per_month=rows["value"] / unit / months(rows),
    )


# --- totals -----------------------------------------------------------------------------------

COUNTS = {"chinese": "china", "vietnamese": "vietnam", "unnamed": "both"}
"""Whose count, and its colour."""


def totals_table(report: Any) -> pd.DataFrame:
    """Return the totals of two-way trade in the texts, by period.

    `start`, `end` (dates), `months`, `stated` and `per_month` (US$ billion), `count` (chinese where
    a Chinese compiler is named, vietnamese where a Vietnamese official gives it without one, else
    unnamed), `text`, `speaker`, `exact`, `sentences`.
    """
    table = _paced(report, "trade-total", BILLION)
    named = table["compiler"].str.startswith("chin")
    return table.assign(
        count=[
            "chinese" if chinese else "vietnamese" if side == "vietnam" else "unnamed"
            for chinese, side in zip(named, table["side"], strict=True)
        ]
    ).drop(columns=["side"])


def totals(table: pd.DataFrame, title: Message) -> LinkedFigure:
    """Draw the totals per month, each over its period: whose count it is, by colour."""
    marks = table.assign(
        value=table["per_month"],
        label=table["per_month"].map("{:.1f}".format),
        side=["below" if one in _lower(table) else "" for one in table.index],
        colour=table["count"].map(COUNTS),
        solid=table["compiler"] != "",
        name=[_named_total(item) for item in rows_of(table)],
    )
    top = 5 * int(marks["value"].max() // 5 + 2)
    words = Words(
        "economics-totals",
        title,
        f"Two-way trade per month, US$ billion: {len(table)} totals, each divided by its months",
        notes=_totals_notes(table),
        foot="Filled: the text names who counted. Hollow: it does not.",
        shown=table,
    )
    return LinkedFigure(forms.spans(marks, words, range(0, top + 1, 5), _dollars))


def _dollars(value: float) -> str:
    return f"{value:g}"


def _named_total(item: Any) -> str:
    return (
        f"US${item.stated:.1f} billion, {item.start:%B %Y} to {item.end:%B %Y}, "
        f"{item.per_month:.1f} a month, {item.text}"
    )


def _totals_notes(table: pd.DataFrame) -> tuple[Note, ...]:
    """Return the name of each count, below its marks, and how far apart two of one period are."""
    names = {"chinese": "Chinese count", "vietnamese": "Vietnamese officials"}
    notes = []
    for count, words in names.items():
        rows = table[table["count"] == count]
        for first in rows_of(rows.head(1)):
            notes.append(Note(forms.day(first.start), first.per_month - 3.4, words, COUNTS[count]))
    for gap in _apart(table):
        notes.append(Note(gap["middle"], gap["between"], gap["words"], "ink", "inside"))
    return tuple(notes)


def _apart(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return where one period has a Chinese and a Vietnamese total, and by how much they differ."""
    pairs = _pairs(table)
    return [
        {"middle": (forms.day(pair.start) + forms.day(pair.end)) / 2,
         "between": (pair.per_month_one + pair.per_month_other) / 2 - 0.1,
         "words": f"{pair.stated_one / pair.stated_other - 1:+.0%}"}
        for pair in rows_of(pairs)
    ]  # fmt: skip


def _pairs(table: pd.DataFrame) -> pd.DataFrame:
    rows = table.assign(key=table.index)
    one, other = rows[rows["count"] == "chinese"], rows[rows["count"] == "vietnamese"]
    return one.merge(other, on=["start", "end"], suffixes=("_one", "_other"))


def _lower(table: pd.DataFrame) -> set[Any]:
    """Return which totals have their label below, to leave room for the difference above."""
    return set(_pairs(table)["key_other"])


# --- what is left for December -----------------------------------------------------------------


def amounts_table(
    values: Mapping[str, Any], colours: Sequence[str], unit: float = BILLION
) -> pd.DataFrame:
    """Return values as rows.

    `row` (what it is), `value`, `low`, `high` (in `unit`s), `words`, `comparator`, `colour`,
    `sentences`.
    """
    return pd.DataFrame(
        [
            {"row": name, "value": value.number / unit, "low": value.low / unit,
             "high": value.high / unit, "words": str(value), "comparator": value.comparator,
             "colour": colour, "sentences": tuple(value.sentence_ids())}
            for (name, value), colour in zip(values.items(), colours, strict=True)
        ]
    )  # fmt: skip


def december(table: pd.DataFrame, title: Message) -> LinkedFigure:
    """Draw a mean month and what each total leaves for December, from `amounts_table`."""
    marks = table.assign(label=table["value"].map("{:.1f}".format))
    words = Words(
        "economics-december",
        title,
        "US$ billion. January to November 2023 is worked out from the total and the growth rate"
        " for 2024",
        shown=table,
    )
    return LinkedFigure(forms.bars(marks, words))


# --- investment -------------------------------------------------------------------------------


def investment_table(report: Any) -> pd.DataFrame:
    """Return Chinese direct investment as the texts state it over periods.

    `start`, `end` (dates), `months`, `stated` and `per_month` (US$ million), `basis` (projects
    where the sentence counts projects, else sum), `text`, `speaker`, `exact`, `sentences`. An
    amount that two texts give for one period is one row.
    """
    table = _paced(report, "fdi-cn-vn-flow", MILLION)
    text = report.sentences.set_index("sentence")["text"]
    counted = [any("projects" in text[one] for one in ids) for ids in table["sentences"]]
    table["basis"] = ["projects" if one else "sum" for one in counted]
    keys = ["start", "end", "months", "stated", "per_month", "basis"]
    joined = {"text": "; ".join, "speaker": "; ".join, "exact": "; ".join, "sentences": _joined}
    return table.groupby(keys, as_index=False, sort=False).agg(joined)


def _joined(ids: pd.Series) -> tuple[str, ...]:
    return tuple(one for row in ids for one in row)


def investment(table: pd.DataFrame, title: Message) -> LinkedFigure:
    """Draw investment per month, each amount over its period."""
    marks = table.assign(
        value=table["per_month"],
        label=table["per_month"].map("{:,.0f}".format),
        colour="china",
        solid=table["basis"] == "sum",
        name=[
            f"US${item.stated:,.0f} million, {item.start:%B %Y} to {item.end:%B %Y}, "
            f"{item.per_month:,.0f} a month, {item.basis}, {item.text}"
            for item in rows_of(table)
        ],
    )
    top = 100 * int(marks["value"].max() / 100 + 1.3)
    words = Words(
        "economics-investment",
        title,
        "Chinese direct investment in Vietnam per month, US$ million",
        notes=_bases(table, marks["value"].max()),
        foot="Each amount is divided by the months it covers.",
        shown=table,
    )
    return LinkedFigure(forms.spans(marks, words, range(0, top + 1, 100), _dollars))


def _bases(table: pd.DataFrame, most: float) -> tuple[Note, ...]:
    """Return a note under each amount that is counted on another basis."""
    rows = table[table["basis"] == "projects"]
    return tuple(
        Note(
            forms.day(row.start),
            row.per_month - most * 0.15,
            "“into projects”: another basis?",
            "china",
            width=120,
        )
        for row in rows_of(rows)
    )


# --- durian -----------------------------------------------------------------------------------


def durian(table: pd.DataFrame, title: Message) -> LinkedFigure:
    """Draw durian exports as stated and as implied, from `amounts_table`; the implied are hollow.

    A row is implied where its name says so ("implied").
    """
    implied = table["row"].str.contains("implied", case=False)
    more = {
        ">": "more than ",
        ">=": "at least ",
        "<": "less than ",
        "<=": "at most ",
        "~": "about ",
    }
    labels = [more.get(item.comparator, "") + f"{item.value:.3g}" for item in rows_of(table)]
    marks = table.assign(label=labels, solid=~implied)
    words = Words(
        "economics-durian",
        title,
        "Vietnam's durian exports, US$ billion. Hollow: worked out, not stated",
        shown=table,
    )
    return LinkedFigure(forms.bars(marks, words))


# --- the deficit ------------------------------------------------------------------------------

BALANCE = {
    "deficit": r"(?:trade )?deficits?",
    "balance": r"(?:trade )?\w*balanced?",
    "surplus": r"(?:trade )?surplus",
}
"""The columns, and the words that count as each; case is ignored."""


def deficit_table(report: Any) -> pd.DataFrame:
    """Return who uses which words for the balance of trade, official by official; see `said_table`.

    Interviewers stand there only where they use one.
    """
    table = said_table(report, BALANCE, "speaker")
    people = report.speakers.loc[report.speakers["kind"] == "official", "name"]
    official = table["row"].str.rpartition(",")[0].isin(people)
    return table[official | table.groupby("row")["count"].transform("any")].reset_index(drop=True)


def deficit(table: pd.DataFrame, title: Message) -> LinkedFigure:
    """Draw who says deficit, balance or surplus, in the words of each."""
    subtitle = "Words for the balance of trade, by speaker. Empty: none"
    return said(table, "economics-deficit", title, subtitle)
