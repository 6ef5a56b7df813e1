"""The figures of the economics chapter."""

from collections.abc import Mapping, Sequence

import pandas as pd

from interviews.charts import Words, forms
from interviews.linked_svg import LinkedFigure
from interviews.study_charts.texts import REST, WHOSE, said
from interviews.value import Value

BILLION, MILLION = 1e9, 1e6


# --- amounts ----------------------------------------------------------------------------------


def amounts_table(
    values: Mapping[str, Value], colours: Sequence[str], unit: float = BILLION
) -> pd.DataFrame:
    """Return values as rows, in the order given.

    `row` (what it is), `value`, `low` and `high` (in `unit`s), `words`, `colour`, `sentences`.
    """
    return pd.DataFrame(
        [
            {"row": name, "value": value.number / unit, "low": value.low / unit,
             "high": value.high / unit, "words": str(value), "colour": colour,
             "sentences": value.sentence_ids()}
            for (name, value), colour in zip(values.items(), colours, strict=True)
        ]
    )  # fmt: skip


def totals(table: pd.DataFrame, title: str) -> LinkedFigure:
    """Draw the totals of trade for one year, from `amounts_table`."""
    subtitle = "Trade between China and Vietnam in 2023, US$ billion"
    return LinkedFigure(forms.bars(table, Words("economics-totals", title, subtitle)))


def december(table: pd.DataFrame, title: str) -> LinkedFigure:
    """Draw a mean month and what each total leaves for December, from `amounts_table`."""
    subtitle = "Trade, US$ billion: the total of 2023 less its first eleven months"
    foot = "The eleven months are worked out from VOV's account: those of 2024, and their growth."
    return LinkedFigure(forms.bars(table, Words("economics-december", title, subtitle, foot=foot)))


def investment(table: pd.DataFrame, title: str) -> LinkedFigure:
    """Draw investment by the month, worked out (hollow), from `amounts_table`."""
    subtitle = "Chinese direct investment in Vietnam, US$ million a month"
    foot = "No text gives January to July 2023, the months to compare with."
    words = Words("economics-investment", title, subtitle, foot=foot)
    return LinkedFigure(forms.bars(table.assign(solid=False), words))


def durian(table: pd.DataFrame, title: str) -> LinkedFigure:
    """Draw durian exports as stated and as worked out (hollow), from `amounts_table`."""
    subtitle = "Vietnam's durian exports, US$ billion"
    marks = table.assign(solid=~table["row"].str.contains("worked out"))
    return LinkedFigure(forms.bars(marks, Words("economics-durian", title, subtitle)))


# --- the deficit ------------------------------------------------------------------------------

BALANCE = {
    "deficit": r"(?:trade )?deficits?",
    "balance": r"(?:trade )?\w*balanced?",
    "surplus": r"(?:trade )?surplus",
}
"""Words for the balance of trade, as `said_table` takes them."""


def deficit(table: pd.DataFrame, title: str) -> LinkedFigure:
    """Draw who says deficit (in a box), balance or surplus, from `said_table` by speaker."""
    subtitle = "Words for the balance of Vietnam's trade with China"
    words = Words("economics-deficit", title, subtitle, foot=f"{WHOSE} {REST}")
    return said(table, words, boxed=["deficit"])
