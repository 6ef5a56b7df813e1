"""The figures of the chapter on agreement: what the rules found, drawn and listed.

All take the tables of `interviews.book`; the rules themselves are in `interviews.comparison`.
"""

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from interviews.figures import forms, layout
from interviews.figures.layout import money, wrapped
from interviews.svg import WIDTH, LinkedFigure, Links, colour, styled, text_width

BILLION = 1e9

RULES = {
    "implied-base": "Base implied by a change",
    "restated": "One period told twice",
    "cumulative": "Sums within a year do not fall",
    "pace": "Pace of part and rest",
    "parts": "Part and whole",
    "shares": "Whole implied by a share",
    "unit-values": "Values of one unit",
    "ranks": "Ranks on one basis",
    "series": "Numbers of meetings",
    "ages": "Ages and anniversaries",
    "dates": "“Last year” and the text's date",
    "time-of-writing": "One year of writing",
    "words-words": "Words against words",
    "words-numbers": "Words against numbers",
}
"""What each rule holds together, as a reader would say it."""

OUTCOMES = {
    "agree": ("consistent", "supported"),
    "clash": ("inconsistent", "contradicted"),
    "set aside": ("not comparable", "untestable"),
}
"""The verdicts on numbers and those on words, side by side."""

WORDS = "words-numbers"
STANDINGS = ("supported", "divided", "contradicted", "untestable")

COMPILERS = {
    "china": "Chinese compiler named",
    "both": "none named, Chinese outlet",
    "vietnam": "none named, Vietnamese official",
    "problem": "worked out",
}


# --- what the rows say ------------------------------------------------------------------------


def texts_of(rows: pd.DataFrame) -> pd.Series:
    """Return for each comparison the keys of the texts it draws on, in order of first use."""
    ids = [(*row.left, *row.right) for row in rows.itertuples()]
    keys = [tuple(dict.fromkeys(one.partition(".")[0] for one in each)) for each in ids]
    return pd.Series(keys, index=rows.index, dtype=object)


def across(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the comparisons that hold words or numbers of more than one text together."""
    return rows[texts_of(rows).map(len) > 1]


def outcome(rows: pd.DataFrame) -> pd.Series:
    """Return agree, clash or set aside for each comparison."""
    names = {verdict: name for name, verdicts in OUTCOMES.items() for verdict in verdicts}
    return rows["verdict"].map(names)


def standing(claims: pd.DataFrame, rows: pd.DataFrame) -> pd.Series:
    """Return for each claim how it stands against all numbers that it was held against.

    Divided is a claim that some numbers support and others contradict; what rounding leaves open
    counts for neither.
    """
    tests = rows[rows["rule"] == WORDS]
    found = tests.groupby(tests["left"].str[0])["verdict"].agg(set)
    return claims["id"].map(found).map(_standing)


def _standing(verdicts: set[str]) -> str:
    both = {"supported", "contradicted"} <= verdicts
    return "divided" if both else next(one for one in STANDINGS if one in verdicts)


def quoted(*frames: pd.DataFrame) -> dict[str, str]:
    """Return the words of each number or claim, and its text, by id."""
    return {
        row.id: f"“{row.exact}” ({row.short})" for frame in frames for row in frame.itertuples()
    }


# --- a list -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Listing:
    """Comparisons as a list for a page: what was held together, arithmetic, reason, readings."""

    rows: pd.DataFrame
    said: Mapping[str, str]

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        items = "".join(map(self._item, self.rows.itertuples()))
        plain = "\n".join(f"{row.id}: {row.verdict}" for row in self.rows.itertuples())
        listed = f'<dl class="comparisons">{items}</dl>'
        return {
            "text/html": f'<div class="reading mathjax_ignore">{listed}</div>',
            "text/plain": plain,
        }

    def _item(self, row: Any) -> str:
        sides = [
            ", ".join(html.escape(self.said[one]) for one in ids) for ids in (row.left, row.right)
        ]
        links = " ".join(
            f'<a href="sentence:{one}">{one.replace(":", " ")}</a>' for one in row.sentences
        )
        head = " against ".join(side for side in sides if side)
        readings = "".join(f"<li>{html.escape(self._worded(one))}</li>" for one in row.readings)
        could = (
            f"<p>Readings under which it could be right:</p><ul>{readings}</ul>" if readings else ""
        )
        return (
            f"<dt>{html.escape(RULES[row.rule])}: {head}</dt>"
            f"<dd><p>{html.escape(row.arithmetic)}. {html.escape(row.reason)} {links}</p>"
            f"{could}</dd>"
        )

    def _worded(self, reading: str) -> str:
        """Return a reading with the words of a number in place of its id."""
        for one, words in self.said.items():
            reading = re.sub(rf"{re.escape(one)}(?![\w-])", lambda _, said=words: said, reading)
        return reading


# --- figures ----------------------------------------------------------------------------------


def draw_matrix(rows: pd.DataFrame) -> LinkedFigure:
    """Draw how many comparisons each rule made, by what came of them."""
    found = outcome(rows)
    cells = [
        _cell(RULES[rule], name, rows[(rows["rule"] == rule) & (found == name)])
        for rule in RULES
        if (rows["rule"] == rule).any()
        for name in OUTCOMES
    ]
    return forms.matrix(
        pd.DataFrame(cells),
        name="numbers-matrix",
        title="What each rule looked at and what came of it",
        description="Most pairs agree or cannot be compared; a few clash, in the rules on implied "
        "bases, on one period told twice, on dates, and on words.",
        columns={"category": "Rule", "document": "Outcome", "count": "Pairs"},
    )


def _cell(category: str, name: str, rows: pd.DataFrame) -> dict[str, Any]:
    sentences = tuple(dict.fromkeys(one for ids in rows["sentences"] for one in ids))
    return {
        "category": category,
        "document": name,
        "count": len(rows),
        "colour": "problem" if name == "clash" else "both",
        "label": f"{category}: {len(rows)} {name}",
        "sentences": sentences,
    }


def trade_rows(quantities: pd.DataFrame, rows: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return every level of a measure per month, and what follows from two of them, in billions.

    Worked out are bases, and what is left of a period where part and whole can belong together.
    """
    stated = quantities[(quantities["measure"] == measure) & (quantities["kind"] == "level")]
    made = [_stated(row) for row in stated.itertuples()]
    rests = rows[rows["ground"].eq("part and rest") & rows["verdict"].eq("consistent")]
    for row in rests.itertuples():
        if quantities.loc[row.left[0], "measure"] == measure:
            made += _left_over(row, quantities)
    frame = pd.DataFrame(made)
    return frame[~frame.duplicated(["start", "end", "text"])]


def _stated(row: Any) -> dict[str, Any]:
    months = _months(row.period_start, row.period_end)
    named = row.compiler.startswith("chin")
    shade = "china" if named else "vietnam" if row.side == "vietnam" else "both"
    pace = row.value / BILLION / months
    return _bar(row.period_start, row.period_end, pace, shade, row.short, row.sentences)


def _left_over(row: Any, quantities: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the pace of the rest and, where the part is an implied base, that of the base."""
    part, whole = quantities.loc[row.left[0]], quantities.loc[row.right[0]]
    implied = row.rule == "implied-base"
    first, last = ("base_start", "base_end") if implied else ("period_start", "period_end")
    rest = (part[last] + pd.Timedelta(days=1), whole["period_end"])
    made = [_bar(*rest, row.right_value / BILLION, "problem", "left over", row.sentences)]
    if implied:
        base = row.left_value / BILLION
        made.append(_bar(part[first], part[last], base, "problem", "base", row.sentences))
    return made


def _bar(
    start: pd.Timestamp, end: pd.Timestamp, value: float, shade: str, name: str, ids: Sequence[str]
) -> dict[str, Any]:
    return {
        "start": start,
        "end": end,
        "value": value,
        "text": f"{value:.1f}",
        "colour": shade,
        "category": name,
        "named": COMPILERS[shade],
        "label": f"{money(value)} a month, {name}",
        "sentences": tuple(ids),
    }


def _months(start: pd.Timestamp, end: pd.Timestamp) -> int:
    return (end.year - start.year) * 12 + end.month - start.month + 1


def draw_trade(data: pd.DataFrame) -> LinkedFigure:
    """Draw the two series of trade on one axis; `data` is from `trade_rows`."""
    return forms.spans(
        data,
        name="numbers-trade",
        title="Two-way trade per month: stated totals, and what follows from them",
        description="Totals with a Chinese source lie near nineteen billion US dollars a month, "
        "those of Vietnamese officials near fourteen in 2023 and rising; what is worked out "
        "joins each to its own.",
        axis=lambda value: f"{value:g}",
        key=COMPILERS,
        height=300,
        zero=False,
        columns={"category": "Figure", "value": "US$ billion a month", "start": "From",
                 "end": "To", "named": "Basis"},
    )  # fmt: skip


@styled()
def ratios(
    data: pd.DataFrame,
    *,
    name: str,
    title: str,
    description: str,
    axis: str,
    ticks: Sequence[float],
    band: tuple[float, float],
    columns: Mapping[str, str] | None = None,
) -> LinkedFigure:
    """Draw ratios on a logarithmic scale as dots on their intervals, over a band that is allowed.

    Needs `category`, `low`, `value`, `high` (positive; `high` may be infinite), `text`; takes
    `colour`. `ticks` are the marks of the scale, whose ends are the first and the last.
    """
    needed = ("category", "low", "value", "high", "text")
    data = layout.with_default(layout.checked(data, "ratios", needed), "colour", "both")
    names = [wrapped(text, 230) for text in data["category"]]
    texts = [wrapped(text, 70) for text in data["text"]]
    places, height = _rows(names)
    figure, page = layout.blank_page(height + 40)
    left, right = max(map(text_width, names)) + 18, WIDTH - max(map(text_width, texts)) - 16
    axes = layout.inset(figure, (left, 0, right, height))
    axes.set_ylim(height, 0)
    _ratio_axis(axes, ticks, axis)
    axes.axvspan(*band, color=colour("both-fill"), zorder=0)
    links = Links(name)
    for item, y, head, text in zip(data.itertuples(), places, names, texts, strict=True):
        url = layout.link(links, item)
        layout.write(page, left - 14, y, head, ha="right")
        _ratio(axes, item, y, (ticks[0], ticks[-1]), url)
        layout.write(page, right + 12, y, text, links=links, url=url)
    default = {"category": "Pair", "value": "Ratio", "low": "From", "high": "To"}
    table = layout.data_table(data, columns, default)
    return LinkedFigure(figure, links, name, title, description, table)


def _rows(names: Iterable[str]) -> tuple[list[float], float]:
    """Return the middle of each row and the height of all."""
    heights = [max(26.0, (name.count("\n") + 1) * layout.LINE + 10) for name in names]
    edges = np.cumsum([0.0, *heights])
    return list((edges[:-1] + edges[1:]) / 2), float(edges[-1]) + 4


def _ratio_axis(axes: Axes, ticks: Sequence[float], title: str) -> None:
    axes.set_xscale("log")
    axes.set_xlim(ticks[0], ticks[-1])
    axes.xaxis.set_major_locator(FixedLocator(ticks))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.3g}"))
    axes.grid(axis="x")
    axes.set_yticks([])
    axes.set_xlabel(title, color=colour("muted"))


def _ratio(axes: Axes, item: Any, y: float, ends: tuple[float, float], url: str) -> None:
    low, high = max(item.low, ends[0]), min(item.high, ends[1])
    line = {"color": colour(item.colour), "linewidth": 2.0, "zorder": 2}
    layout.rule(axes, (low, high), (y, y), solid_capstyle="butt", **line)
    if item.high > ends[1]:
        layout.dot(axes, ends[1], y, item.colour, None, marker=">", s=30)
    layout.dot(axes, item.value, y, item.colour, url)


def rest_rows(rows: pd.DataFrame, said: Mapping[str, str]) -> pd.DataFrame:
    """Return for each part and its whole how fast the rest must run, as a multiple of the part."""
    found = rows[rows["ground"] == "part and rest"]
    return pd.DataFrame(
        {
            "category": [
                f"{said[row.left[-1]]} in {said[row.right[0]]}" for row in found.itertuples()
            ],
            "value": found["right_value"] / found["left_value"],
            "low": found["right_low"] / found["left_high"],
            "high": found["right_high"].fillna(np.inf) / found["left_low"].replace(0, np.nan),
            "colour": ["problem" if v == "inconsistent" else "both" for v in found["verdict"]],
            "sentences": found["sentences"],
        }
    ).assign(high=lambda frame: frame["high"].fillna(np.inf), **_texts)


def _ratio_text(frame: pd.DataFrame) -> list[str]:
    return [f"{value:.2f}" for value in frame["value"]]


def _ratio_label(frame: pd.DataFrame) -> list[str]:
    pairs = zip(frame["category"], frame["value"], strict=True)
    return [f"{category}: {value:.2f} times" for category, value in pairs]


_texts = {"text": _ratio_text, "label": _ratio_label}


def draw_rests(data: pd.DataFrame, bound: float) -> LinkedFigure:
    """Draw how fast the rest of each period must run; `data` is from `rest_rows`."""
    return ratios(
        data.sort_values("value", ascending=False),
        name="numbers-rests",
        title="How fast the rest of a period must run, as a multiple of its part",
        description="All but one lie within the bound; the one that does not joins a base implied "
        "by a Vietnamese growth rate to a Chinese total.",
        axis="pace of the rest ÷ pace of the part",
        ticks=(0.25, 0.5, 1, 2, 4, 8),
        band=(1 / bound, bound),
    )


def gap_rows(rows: pd.DataFrame, said: Mapping[str, str]) -> pd.DataFrame:
    """Return for each two amounts of one measure and period the larger over the smaller."""
    alike = (rows["ground"] == "same period") & (rows["unit"] == "USD")
    found = rows[alike & rows["right_value"].notna()]
    turned = found["left_value"] < found["right_value"]
    ends = {
        "value": found["left_value"] / found["right_value"],
        "low": found["left_low"] / found["right_high"].fillna(np.inf),
        "high": found["left_high"].fillna(np.inf) / found["right_low"],
    }
    value = ends["value"].where(~turned, 1 / ends["value"])
    low = ends["low"].where(~turned, 1 / ends["high"])
    high = ends["high"].where(~turned, 1 / ends["low"])
    pairs = [
        f"{said[row.left[-1]]}{', base' if row.rule == 'implied-base' else ''} "
        f"and {said[row.right[0]]}"
        for row in found.itertuples()
    ]
    shades = ["problem" if v == "inconsistent" else "both" for v in found["verdict"]]
    columns = {"category": pairs, "value": value, "low": low, "high": high, "colour": shades}
    frame = pd.DataFrame(columns | {"sentences": found["sentences"]})
    return frame.assign(**_texts)


def draw_gaps(data: pd.DataFrame, factor: float) -> LinkedFigure:
    """Draw how far two amounts for one period are apart; `data` is from `gap_rows`."""
    return ratios(
        data.sort_values("value", ascending=False),
        name="numbers-gaps",
        title="Two amounts for one measure and period: the larger over the smaller",
        description="Two pairs lie beyond what freight and insurance can make; one pair is equal.",
        axis="larger ÷ smaller",
        ticks=(0.9, 1, 1.1, 1.2, 1.3, 1.4, 1.5),
        band=(1, factor),
    )


def draw_words(
    claims: pd.DataFrame, by: str, heads: Mapping[str, str], name: str, title: str
) -> LinkedFigure:
    """Draw how many claims of each field, or of each text, stand how.

    Needs `standing` and the column `by`; `heads` names its values in the order wanted.
    """
    cells = []
    for key, head in heads.items():
        for stands in STANDINGS:
            rows = claims[(claims[by] == key) & (claims["standing"] == stands)]
            clash = stands in ("divided", "contradicted")
            cell = _cell(head, stands, rows) | {"colour": "problem" if clash else "both"}
            cells.append(cell | {"quotes": list(rows["exact"])})
    return forms.matrix(
        pd.DataFrame(cells),
        name=name,
        title=title,
        description="Most claims cannot be tested on any number in the texts.",
        columns={"category": "Rows", "document": "Standing", "count": "Claims"},
    )


def draw_silent(claims: pd.DataFrame, labels: Mapping[str, str]) -> LinkedFigure:
    """Draw what is claimed in words and never given a number, by how often it is claimed."""
    rows = [
        {
            "category": labels[measure],
            "value": len(group),
            "text": str(len(group)),
            "colour": "problem",
            "label": f"{labels[measure]}: {len(group)} claims, no number",
            "sentences": tuple(dict.fromkeys(group["sentence"])),
            "quotes": list(group["exact"]),
        }
        for measure, group in claims.groupby("measure", sort=False)
    ]
    return forms.slope_bars(
        pd.DataFrame(rows).sort_values("value", ascending=False, kind="stable"),
        name="numbers-silent",
        title="What is claimed in words and never counted, by number of claims",
        description="Potential, exchanges, contacts, disputes, the balance of trade and more.",
        columns={"category": "Measure", "value": "Claims"},
    )
