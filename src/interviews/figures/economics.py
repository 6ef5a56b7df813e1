"""The figures of the economics chapter, and what prepares their tables."""

import html
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from interviews.figures import forms, layout, numbers
from interviews.figures.layout import Key, money, wrapped
from interviews.svg import WIDTH, LinkedFigure, Links, colour, styled, text_width
from interviews.value import ordinal

BILLION = 1e9

USUAL_FACTOR = 1.06
"""What imports c.i.f. are to the same goods f.o.b.: IMF, Direction of Trade Statistics 2017."""

PRECEDENT = {"year": 2017, "partner": 50.6e9, "vietnam": 35.5e9}
"""Vietnam's exports to China in US dollars as the IMF and as Vietnam's customs had them.

Le Hong Hiep, Lies, Damn Lies, and Vietnam's Trade Statistics, Project Syndicate, 2018.
"""

COMPILERS = {
    "china": "Chinese compiler named",
    "both": "no compiler named, Chinese outlet",
    "vietnam": "no compiler named, Vietnamese official",
}

HEADS = ("Text", "Claim", "Verdict", "Numbers")


# --- tables -----------------------------------------------------------------------------------


def months(rows: pd.DataFrame) -> pd.Series:
    """Return how many calendar months the period of each row covers.

    >>> dates = {"period_start": ["2024-01-01"], "period_end": ["2024-07-31"]}
    >>> months(pd.DataFrame(dates).apply(pd.to_datetime)).tolist()
    [7]
    """
    start, end = rows["period_start"].dt, rows["period_end"].dt
    return (end.year - start.year) * 12 + end.month - start.month + 1


def paces(report: Any, rows: pd.DataFrame) -> dict[str, Any]:
    """Return the mean of a month for each quantity of `rows`, by its id."""
    return {key: report.quantity(key) / number for key, number in months(rows).items()}


def weighed(claims: pd.DataFrame, comparisons: pd.DataFrame) -> pd.DataFrame:
    """Return `claims` with `verdict`, `against` (the numbers, in words) and `evidence`.

    The verdicts are those of the rule that holds words against numbers; see `numbers.standing`.
    """
    rows = comparisons[comparisons["rule"] == numbers.WORDS]
    rows = rows.assign(claim=[left[0] for left in rows["left"]]).groupby("claim", sort=False)
    held = [rows.get_group(key) for key in claims["id"]]
    return claims.assign(
        verdict=numbers.standing(claims, comparisons),
        against=["; ".join(filter(None, each["arithmetic"])) for each in held],
        evidence=[
            tuple(dict.fromkeys(s for ids in each["sentences"] for s in ids)) for each in held
        ],
    )


@dataclass(frozen=True)
class ClaimTable:
    """Weighed claims as a table of a page: whose words, the verdict, the numbers."""

    claims: pd.DataFrame

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        heads = "".join(f'<th scope="col">{head}</th>' for head in HEADS)
        rows = "".join(self._row(claim) for claim in self.claims.itertuples())
        return {
            "text/html": '<div class="linked-fig mathjax_ignore"><div class="fig-data">'
            '<div class="fig-scroll" tabindex="0" role="region" aria-label="Claims in words">'
            f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div></div></div>",
            "text/plain": f"{len(self.claims)} claims in words",
        }

    def _row(self, claim: Any) -> str:
        measure = html.escape(claim.label)
        numbers = "<br>".join(html.escape(one) for one in claim.against.split("; ") if one)
        marks = ", ".join(
            f'<a href="sentence:{one}">{one.replace(":", " ")}</a>' for one in claim.evidence
        )
        return (
            f'<tr><th scope="row">{html.escape(claim.short)}</th>'
            f'<td><a href="sentence:{claim.sentence}"><q>{html.escape(claim.exact)}</q></a>'
            f"<br>{measure}</td><td>{claim.verdict}</td><td>{numbers}<br>{marks}</td></tr>"
        )


# --- a form: ranges --------------------------------------------------------------------------


@styled()
def ranges(
    data: pd.DataFrame,
    *,
    name: str,
    title: str,
    description: str,
    axis: str,
    form: Callable[[float], str],
    limits: tuple[float, float],
    columns: Mapping[str, str] | None = None,
) -> LinkedFigure:
    """Draw what each row admits as a bar from `low` to `high`, and `value` as a dot on it.

    Needs `category`, `low`, `high`, `value` (missing: the range alone counts), `text` (written at
    the right); takes `colour`. A bar that is open to one side runs to the edge and ends in an
    arrow. `limits` are those of the scale, `axis` names it and `form` writes its values.
    """
    needed = ("category", "low", "high", "value", "text")
    data = layout.with_default(layout.checked(data, "ranges", needed), "colour", "both")
    names = [wrapped(text, 175) for text in data["category"]]
    texts = [wrapped(text, 110) for text in data["text"]]
    places, height = _places(names, texts)
    figure, page = layout.blank_page(height + 40)
    left = max(map(text_width, names)) + 16
    right = WIDTH - max(map(text_width, texts)) - 16
    axes = layout.inset(figure, (left, 0, right, height))
    axes.set_ylim(height, 0)
    layout.value_axis(axes, *limits, form)
    axes.set_yticks([])
    axes.set_xlabel(axis, color=colour("muted"))
    links = Links(name)
    for item, y, head, text in zip(data.itertuples(), places, names, texts, strict=True):
        url = layout.link(links, item)
        layout.write(page, left - 12, y, head, ha="right")
        _range(axes, item, y, limits, url)
        layout.write(page, right + 14, y, text, links=links, url=url)
    default = {"category": "Row", "value": "Value", "low": "From", "high": "To", "text": "In words"}
    table = layout.data_table(data, columns, default)
    return LinkedFigure(figure, links, name, title, description, table)


def _places(*columns: Sequence[str]) -> tuple[list[float], float]:
    """Return the middle of each row, as high as its longest text, and the height of all."""
    lines = [max(text.count("\n") for text in row) + 1 for row in zip(*columns, strict=True)]
    edges = np.cumsum([0.0, *(max(22.0, number * layout.LINE + 9) for number in lines)])
    return list((edges[:-1] + edges[1:]) / 2), float(edges[-1]) + 4


def _range(axes: Any, item: Any, y: float, limits: tuple[float, float], url: str) -> None:
    low, high = max(item.low, limits[0]), min(item.high, limits[1])
    dot = pd.notna(item.value)
    line = {"color": colour(item.colour), "linewidth": 2.0 if dot else 5.0, "zorder": 2}
    layout.rule(axes, (low, high), (y, y), url=None if dot else url, solid_capstyle="butt", **line)
    for end, edge, marker in ((item.low, limits[0], "<"), (item.high, limits[1], ">")):
        if not np.isfinite(end) or (end < edge if marker == "<" else end > edge):
            layout.dot(axes, edge, y, item.colour, None, marker=marker, s=30)
    if dot:
        layout.dot(axes, item.value, y, item.colour, url)


def _range_row(category: str, value: Any, shade: str, scale: float = 1.0, **more: Any) -> dict:
    """Return a row of `ranges` from a value."""
    row = {
        "category": category,
        "value": value.number / scale,
        "low": value.low / scale,
        "high": value.high / scale,
        "text": str(value),
        "colour": shade,
        "label": f"{category}: {value}",
        "sentences": value.sentence_ids(),
    }
    return row | more


# --- figures ---------------------------------------------------------------------------------


def compiler(rows: pd.DataFrame) -> list[str]:
    """Return the colour for who compiled a figure: a named compiler, else whose text it is."""
    return [
        "china" if row.compiler.startswith("chinese") else _unnamed[row.side]
        for row in rows.itertuples()
    ]


_unnamed = {"china": "both", "outlet": "both", "vietnam": "vietnam"}


def draw_trade(rows: pd.DataFrame, monthly: Mapping[str, Any]) -> LinkedFigure:
    """Draw every total of two-way trade over the period it covers, as stated and per month."""
    stated = _spans(rows, rows["value"] / BILLION, "As stated, US$ billion in the period", 4)
    mean = pd.Series({key: value.number / BILLION for key, value in monthly.items()})
    each = _spans(rows, mean, "The same figures per month, US$ billion", 3)
    return forms.spans(
        pd.concat([stated, each]),
        name="economics-trade",
        title="Every total of two-way trade in the texts, by period and compiler",
        description="Seven totals as stated and per month. Per month those with a Chinese compiler "
        "or outlet lie on one level and those of Vietnamese officials on a lower one.",
        axis=lambda value: f"{value:g}",
        key=COMPILERS,
        height=185,
        columns={"category": "Text", "panel": "Measure", "value": "US$ billion", "start": "From",
                 "end": "To", "named": "Compiler"},
    )  # fmt: skip


def _spans(rows: pd.DataFrame, values: pd.Series, panel: str, digits: int) -> pd.DataFrame:
    shown = values.map(lambda value: f"{value:.{digits}g}")
    return pd.DataFrame(
        {
            "start": rows["period_start"],
            "end": rows["period_end"],
            "value": values,
            "text": shown,
            "colour": compiler(rows),
            "comparator": rows["comparator"],
            "panel": panel,
            "category": rows["short"],
            "named": [COMPILERS[one] for one in compiler(rows)],
            "label": [f"US${v} billion, {s}" for v, s in zip(shown, rows["short"], strict=True)],
            "sentences": rows["sentences"],
            "quote": rows["exact"],
        }
    )


def draw_mirror(ratio: Any, precedent: Any) -> LinkedFigure:
    """Draw the ratio of two totals of one year beside what valuation alone could make it."""
    least = 1 / USUAL_FACTOR
    rule = {"value": np.nan, "low": least, "colour": "muted", "sentences": ()}
    rows = [
        {"category": "Valuation alone, if Vietnam runs a deficit", "high": 1.0,
         "text": f"{least:.2f} to 1", "label": "Valuation alone with a deficit of Vietnam"} | rule,
        {"category": "Valuation alone, whatever the balance", "high": USUAL_FACTOR,
         "text": f"{least:.2f} to {USUAL_FACTOR:.2f}",
         "label": "Valuation alone, any balance"} | rule,
        _range_row("Chinese total of 2023 ÷ the other", ratio, "problem",
                   text=f"{ratio.number:.2f}"),
        _range_row(f"IMF ÷ Vietnam's customs: exports to China, {PRECEDENT['year']}", precedent,
                   "both", text=f"{precedent.number:.2f}"),
    ]  # fmt: skip
    return ranges(
        pd.DataFrame(rows),
        name="economics-mirror",
        title="How far valuation can part two totals, and how far they are apart",
        description="Valuation alone moves the ratio by a few hundredths around one; the two "
        "totals of 2023 lie far beyond, on the other side of one.",
        axis="ratio of the two figures",
        form=lambda value: f"{value:.1f}",
        limits=(0.9, 1.5),
    )


def draw_december(values: Mapping[str, Any]) -> LinkedFigure:
    """Draw what each total leaves for the month that a part-year figure lacks."""
    rows = [
        {
            "category": category,
            "value": value.number / BILLION,
            "text": money(value.number / BILLION),
            "colour": shade,
            "label": f"{category}: {value}",
            "sentences": value.sentence_ids(),
        }
        for (category, value), shade in zip(
            values.items(), ("both", "vietnam", "china"), strict=True
        )
    ]
    return forms.slope_bars(
        pd.DataFrame(rows),
        name="economics-december",
        title="What two totals of 2023 leave for December, given the implied eleven months",
        description="The lower total leaves a December like the months before; the higher leaves "
        "one several times as large.",
        columns={"category": "Month", "value": "US$ billion"},
    )


def draw_investment(parts: Sequence[tuple[pd.Timestamp, pd.Timestamp, str, Any]]) -> LinkedFigure:
    """Draw the flow of investment per month; a part is first day, last day, basis and value."""
    rows = [
        {
            "start": start,
            "end": end,
            "value": value.number / 1e6,
            "text": f"{value.number / 1e6:,.0f}, {basis}",
            "comparator": value.comparator,
            "basis": basis,
            "label": f"{value} a month, {basis}",
            "sentences": value.sentence_ids(),
        }
        for start, end, basis, value in parts
    ]
    columns = {
        "label": "Figure",
        "value": "US$ million a month",
        "comparator": "Comparator",
        "start": "From",
        "end": "To",
        "basis": "Basis",
    }
    return forms.spans(
        pd.DataFrame(rows),
        name="economics-investment",
        title="Chinese direct investment into Vietnam per month, in millions of US dollars",
        description="Low in 2022 and the first half of 2023, high in the rest of 2023, low again "
        "in the first seven months of 2024.",
        axis=lambda value: f"US${value:,.0f} m" if value else "0",
        columns=columns,
    )


def draw_ranks(rows: pd.DataFrame) -> LinkedFigure:
    """Draw China's ranks as an investor, each below the basis on which it is counted."""
    rows = rows.sort_values(["measure", "period_start", "period_end"])
    numbers = range(int(rows["value"].min()), int(rows["value"].max()) + 1)
    place = {number: ordinal(number) for number in numbers}
    flow = rows["measure"].str.endswith("flow")
    spans = zip(rows["period_start"], rows["period_end"], months(rows), flow, strict=True)
    data = pd.DataFrame(
        {
            "rung": rows["value"].map(place),
            "document": [_basis(*span) for span in spans],
            "text": rows["short"],
            "colour": "china",
            "filled": flow,
            "label": rows["exact"] + ", " + rows["short"],
            "sentences": rows["sentences"],
            "quote": rows["exact"],
        }
    )
    return forms.ladder(
        data,
        name="economics-ranks",
        title="China's rank among foreign investors in Vietnam, by basis",
        description="Third, fourth and sixth, each on a basis of its own.",
        rungs=list(place.values()),
        key=(
            Key("by what was put in", "china"),
            Key("by all projects to date", "china", filled=False),
        ),
        columns={"rung": "Rank", "document": "Basis", "text": "Text"},
    )


def _basis(start: pd.Timestamp, end: pd.Timestamp, number: int, flow: bool) -> str:
    """Return over what a rank was counted, in words."""
    if not flow:
        return f"all to {end:%B %Y}"
    return f"put in during {end.year}" if number == 12 else f"put in {start:%B} to {end:%B %Y}"


def draw_durian(values: Mapping[str, Any]) -> LinkedFigure:
    """Draw what the texts admit for the durian exports of one year."""
    shades = ("china", "vietnam", "problem")
    rows = [
        _range_row(category, value, shade, BILLION)
        for (category, value), shade in zip(values.items(), shades, strict=False)
    ]
    return ranges(
        pd.DataFrame(rows),
        name="economics-durian",
        title="Durian exports of 2023: stated, and implied by the growth to 2024",
        description="The implied base lies above the stated value whatever the rounding.",
        axis="US$ billion; the bar is what wording and rounding admit",
        form=lambda value: f"{value:.1f}",
        limits=(1.9, 2.8),
    )


def draw_words(claims: pd.DataFrame, texts: Sequence[str]) -> LinkedFigure:
    """Draw how many claims in words each text makes, by what the numbers say of them."""
    found = [verdict for verdict in numbers.STANDINGS if (claims["verdict"] == verdict).any()]
    rows = []
    for verdict in found:
        for text in texts:
            these = claims[(claims["verdict"] == verdict) & (claims["short"] == text)]
            rows.append(
                {
                    "category": verdict.capitalize(),
                    "document": text,
                    "count": len(these),
                    "colour": "problem" if verdict in ("divided", "contradicted") else "both",
                    "label": f"{text}: {len(these)} claims {verdict}",
                    "sentences": tuple(dict.fromkeys(these["sentence"])),
                    "quotes": list(these["exact"]),
                }
            )
    return forms.matrix(
        pd.DataFrame(rows),
        name="economics-words",
        title="Claims in words about the economy, by what the numbers in the texts say of them",
        description="Most claims have no number to be held against.",
    )


def draw_balance(part: pd.DataFrame, intervals: pd.DataFrame) -> LinkedFigure:
    """Draw per text how many of its economic sentences speak of the balance of trade.

    `intervals` has a row for each text, by its display name, with k, n, low, high.
    """
    rows = []
    for row in intervals.itertuples():
        mine = part[part["short"] == row.Index]
        rows.append(
            {
                "category": row.Index,
                "k": row.k,
                "n": row.n,
                "low": row.low,
                "high": row.high,
                "colour": "problem",
                "label": f"{row.Index}: {row.k} of {row.n} economic sentences",
                "sentences": tuple(mine["sentence"]),
            }
        )
    return forms.dot_intervals(
        pd.DataFrame(rows),
        name="economics-balance",
        title="Sentences on the balance of trade among those on the economy, by text",
        description="Many in the first text, one later, none in the others.",
        axis="share of economic sentences, with 95% interval",
    )
