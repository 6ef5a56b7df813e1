"""The figures of the economics chapter."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from interviews.charts import forms
from interviews.charts.forms import Words, records
from interviews.charts.marks import Message, Note
from interviews.linked_svg import LinkedFigure
from interviews.study_charts.texts import WHOSE, said, said_table

BILLION, MILLION = 1e9, 1e6
MORE = {"=": "", ">": "over ", ">=": "at least ", "<": "under ", "<=": "at most ", "~": "about "}


def months(rows: pd.DataFrame) -> pd.Series:
    """Return how many calendar months the period of each row covers."""
    start, end = rows["period_start"].dt, rows["period_end"].dt
    return (end.year - start.year) * 12 + end.month - start.month + 1


def _paced(report: Any, measure: str, unit: float) -> pd.DataFrame:
    """Return the levels of a measure: text, speaker, side, start, end, stated and per month."""
    numbers = report.quantities
    rows = numbers[(numbers["measure"] == measure) & (numbers["kind"] == "level")]
    rows = rows.sort_values(["period_start", "period_end"])
    kept = rows[["short", "speaker", "side", "compiler", "comparator", "exact", "sentences"]]
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
    unnamed), `compiler`, `comparator`, `text`, `speaker`, `exact`, `sentences`.
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
    pairs = _pairs(table)
    paired = {*pairs["key_one"], *pairs["key_other"]}
    unnamed = table.loc[table["count"] == "unnamed", "text"].str.rpartition(",")[0].unique()
    marks = table.assign(
        value=table["per_month"],
        label=[_label(item, item.Index in paired) for item in records(table)],
        # Below, where the difference to the other total of the period stands above.
        side=["below" if one in set(pairs["key_other"]) else "" for one in table.index],
        colour=table["count"].map(COUNTS),
        solid=table["compiler"] != "",
        name=[_named_total(item) for item in records(table)],
    )
    top = 5 * int(marks["value"].max() // 5 + 2)
    words = Words(
        "economics-totals",
        title,
        f"Two-way trade per month, US$ billion: {len(table)} totals, each divided by its months",
        notes=tuple(_totals_notes(table)),
        foot="Filled: the text names who counted. Hollow: it does not."
        + "".join(f" Grey: {one}." for one in unnamed),
        shown=table,
    )
    return LinkedFigure(forms.spans(marks, words, range(0, top + 1, 5), "{:g}".format))


def _label(item: Any, paired: bool) -> str:
    """Return the amount a month; of one of two totals of a period, with the amount stated."""
    monthly = f"{MORE[item.comparator]}{item.per_month:.1f}"
    return f"{monthly}\n{item.stated:.1f} in all" if paired else monthly


def _named_total(item: Any) -> str:
    return (
        f"US${item.stated:.1f} billion, {item.start:%B %Y} to {item.end:%B %Y}, "
        f"{item.per_month:.1f} a month, {item.text}"
    )


def _totals_notes(table: pd.DataFrame) -> Iterator[Note]:
    """Yield the name of each count, below its marks, and how far apart two of one period are."""
    names = {"chinese": ("Chinese count", 3.4), "vietnamese": ("Vietnamese officials", 5.4)}
    for count, (words, below) in names.items():
        for first in records(table[table["count"] == count].head(1)):
            yield Note(forms.day(first.start), first.per_month - below, words, COUNTS[count])
    for pair in records(_pairs(table)):
        at = forms.day(pair.start) + (forms.day(pair.end) - forms.day(pair.start)) / 4
        gap = (pair.per_month_other, pair.per_month_one)
        apart = f"{pair.stated_one / pair.stated_other - 1:+.0%}"
        yield Note(at, sum(gap) / 2, apart, "ink", gap=gap)


def _pairs(table: pd.DataFrame) -> pd.DataFrame:
    """Return the periods that have a Chinese and a Vietnamese total (columns `_one`, `_other`)."""
    rows = table.assign(key=table.index)
    one, other = rows[rows["count"] == "chinese"], rows[rows["count"] == "vietnamese"]
    return one.merge(other, on=["start", "end"], suffixes=("_one", "_other"))


# --- what is left for December -----------------------------------------------------------------


def amounts_table(
    values: Mapping[str, Any], colours: Sequence[str], unit: float = BILLION
) -> pd.DataFrame:
    """Return values as rows, in the order given.

    `row` (what it is), `value`, `low` and `high` (in `unit`s), `words`, `comparator`, `colour`,
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
    subtitle = (
        "Trade, US$ billion. Eleven months of 2023 are worked out from a total and its growth in "
        "2024"
    )
    words = Words("economics-december", title, subtitle, shown=table)
    return LinkedFigure(forms.bars(marks, words))


# --- investment -------------------------------------------------------------------------------


def investment_table(report: Any) -> pd.DataFrame:
    """Return Chinese direct investment as the texts state it over periods.

    `start`, `end` (dates), `months`, `stated` and `per_month` (US$ million), `basis` (projects
    where the sentence counts projects, else sum), `comparator`, `text`, `speaker`, `exact`,
    `sentences`. An amount that two texts give for one period is one row.
    """
    table = _paced(report, "fdi-cn-vn-flow", MILLION)
    text = report.sentences.set_index("sentence")["text"]
    counted = [any("projects" in text[one] for one in ids) for ids in table["sentences"]]
    table["basis"] = ["projects" if one else "sum" for one in counted]
    keys = ["start", "end", "months", "comparator", "stated", "per_month", "basis"]
    joined = {"text": "; ".join, "speaker": "; ".join, "exact": "; ".join, "sentences": _joined}
    return table.groupby(keys, as_index=False, sort=False).agg(joined)


def _joined(ids: pd.Series) -> tuple[str, ...]:
    return tuple(one for row in ids for one in row)


def investment(table: pd.DataFrame, title: Message) -> LinkedFigure:
    """Draw investment per month, each amount over its period."""
    marks = table.assign(
        value=table["per_month"],
        label=[
            f"{MORE[item.comparator]}{item.per_month:,.0f}\n{period(item.start, item.end)}"
            for item in records(table)
        ],
        colour="china",
        solid=table["basis"] == "sum",
        name=[
            f"US${item.stated:,.0f} million, {item.start:%B %Y} to {item.end:%B %Y}, "
            f"{item.per_month:,.0f} a month, {item.basis}, {item.text}"
            for item in records(table)
        ],
    )
    top = 100 * int(marks["value"].max() / 100 + 1.3)
    words = Words(
        "economics-investment",
        title,
        "Chinese direct investment in Vietnam per month, US$ million",
        foot="Each amount is divided by its months. Hollow: new projects alone. " + _missing(table),
        shown=table,
    )
    return LinkedFigure(forms.spans(marks, words, range(0, top + 1, 100), "{:g}".format))


def period(start: pd.Timestamp, end: pd.Timestamp) -> str:
    """Return whole months in short.

    >>> period(pd.Timestamp("2024-01-01"), pd.Timestamp("2024-07-31"))
    'Jan–Jul 2024'
    """
    whole = start.month == 1 and end.month == 12
    return f"{end.year}" if whole else f"{start:%b}–{end:%b} {end.year}"


def _missing(table: pd.DataFrame) -> str:
    """Return in words which part of a year no text gives, to compare with that of the next."""
    known = set(zip(table["start"], table["end"], table["basis"], strict=True))
    year = pd.DateOffset(years=1)
    return " ".join(
        f"No text gives {period(row.start - year, row.end - year)}."
        for row in records(table[(table["months"] < 12) & (table["basis"] == "sum")])
        if (table["start"].dt.year == row.start.year - 1).any()
        and (row.start - year, row.end - year, row.basis) not in known
    )


# --- durian -----------------------------------------------------------------------------------


def durian(table: pd.DataFrame, title: Message) -> LinkedFigure:
    """Draw durian exports as stated and as implied, from `amounts_table`; the implied are hollow.

    A row is implied where its name says so ("implied").
    """
    implied = table["row"].str.contains("implied", case=False)
    labels = table["comparator"].map(MORE) + table["value"].map("{:.3g}".format)
    marks = table.assign(label=labels, solid=~implied)
    subtitle = "Vietnam's durian exports, US$ billion. Hollow: worked out, not stated"
    words = Words("economics-durian", title, subtitle, shown=table)
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
    """Draw who says deficit (in a box), balance or surplus, in the words of each."""
    subtitle = f"Words for the balance of Vietnam's trade with China. Empty: none. {WHOSE}"
    return said(table, "economics-deficit", title, subtitle, stress="deficit")
