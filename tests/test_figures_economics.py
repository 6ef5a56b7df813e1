"""The figures of the economics chapter, drawn from small tables, and its two rules."""

from dataclasses import dataclass

import pandas as pd
import pytest

from interviews.figures import economics


@dataclass(frozen=True)
class Number:
    """Stands for `interviews.value.Value`: what the figures read of one."""

    number: float
    low: float
    high: float
    ids: tuple[str, ...] = ("pham-2024:s029",)
    comparator: str = "="

    def __str__(self):
        return f"{self.number:g}"

    def __truediv__(self, other):
        low, high = self.low / other.high, self.high / other.low if other.low else float("inf")
        return Number(self.number / other.number, low, high, self.ids + other.ids)

    def sentence_ids(self):
        return self.ids


def exact(number):
    return Number(number, number, number)


def quantities():
    rows = [
        ("a.trade", "xiong-2024", "China", "level", "trade-total", 229.8e9, "chinese-customs",
         "2023-01-01", "2023-12-31"),
        ("b.trade", "pham-2024", "Vietnam", "level", "trade-total", 112.6e9, "", "2024-01-01",
         "2024-07-31"),
        ("a.rank", "xiong-2024", "China", "rank", "rank-cn-investor-flow", 4, "", "2023-01-01",
         "2023-12-31"),
        ("b.rank", "pham-2024", "Vietnam", "rank", "rank-cn-investor-stock", 6, "", "2024-08-01",
         "2024-08-18"),
    ]  # fmt: skip
    names = [
        "id",
        "document",
        "side",
        "kind",
        "measure",
        "value",
        "compiler",
        "period_start",
        "period_end",
    ]
    frame = pd.DataFrame(rows, columns=names).set_index("id", drop=False)
    dates = frame[["period_start", "period_end"]].apply(pd.to_datetime)
    ids = [(f"{key}:s029",) for key in frame["document"]]
    return frame.assign(
        short=frame["document"], side=frame["side"].str.lower(), exact="words", comparator="=",
        sentences=ids, direction="", period_start=dates["period_start"],
        period_end=dates["period_end"],
    )  # fmt: skip


def claims():
    rows = [
        ("trade-total", "up", "2024-01-01", "2024-12-31", ""),
        ("trade-total", "down", "2024-01-01", "2024-12-31", ""),
        ("trade-total", "high", "", "", ""),
        ("trade-total", "up", "", "", "Forecast."),
        ("fdi", "up", "", "", ""),
    ]
    frame = pd.DataFrame(
        rows, columns=["measure", "direction", "period_start", "period_end", "note"]
    )
    for column in ("period_start", "period_end"):
        frame[column] = pd.to_datetime(frame[column].replace("", None))
    return frame.assign(
        id=[f"c{number}" for number in range(len(frame))],
        date=pd.Timestamp("2024-08-10"), short="Pham 2024", exact="words", label="Trade",
        sentence="pham-2024:s026",
    )  # fmt: skip


def test_months_count_calendar_months():
    assert economics.months(quantities()).tolist()[:2] == [12, 7]


def verdicts(*found):
    """Comparisons as `interviews.book` gives them, one for each claim and verdict."""
    return pd.DataFrame(
        [
            {"rule": "words-numbers", "left": (claim,), "verdict": verdict,
             "arithmetic": f"{claim} {verdict}", "sentences": ("pham-2024:s029",)}
            for claim, verdict in found
        ]
    )  # fmt: skip


def all_untestable():
    return verdicts(*((claim, "untestable") for claim in claims()["id"]))


def test_a_claim_that_numbers_part_on_is_divided():
    rules = verdicts(
        ("c0", "supported"), ("c0", "contradicted"), ("c1", "contradicted"), ("c2", "untestable"),
        ("c3", "supported"), ("c4", "untestable"),
    )  # fmt: skip
    found = economics.weighed(claims(), rules)
    expected = ["divided", "contradicted", "untestable", "supported", "untestable"]
    assert found["verdict"].tolist() == expected
    assert found["against"].iloc[0] == "c0 supported; c0 contradicted"
    assert found["evidence"].iloc[0] == ("pham-2024:s029",)


def start(text):
    return pd.Timestamp(text)


def drawings():
    rows = quantities()
    trade = rows.head(2)
    weighed = economics.weighed(claims(), all_untestable())
    balance = claims().head(2)
    shares = pd.DataFrame({"k": [2, 0], "n": [9, 9], "low": [0.06, 0.0], "high": [0.5, 0.3]},
                          index=["Pham 2024", "Vu 2025"])  # fmt: skip
    open_value = Number(2.33e9, 2.26e9, float("inf"))
    return [
        lambda: economics.draw_trade(trade, {"a.trade": exact(19e9), "b.trade": exact(16e9)}),
        lambda: economics.draw_mirror(Number(1.34, 1.33, 1.35), Number(1.43, 1.43, 1.43, ())),
        lambda: economics.draw_december(
            {"Mean": exact(14e9), "Low": exact(16e9), "High": exact(74e9)}
        ),
        lambda: economics.draw_investment(
            [(start("2023-01-01"), start("2023-12-31"), "stated", exact(372e6)),
             (start("2024-01-01"), start("2024-07-31"), "stated", exact(218e6))]
        ),
        lambda: economics.draw_ranks(rows.tail(2)),
        lambda: economics.draw_durian(
            {"Stated": Number(2.1e9, 2.05e9, 2.15e9), "Base": open_value}
        ),
        lambda: economics.draw_words(weighed, ["Pham 2024", "Vu 2025"]),
        lambda: economics.draw_balance(balance, shares),
    ]  # fmt: skip


@pytest.mark.parametrize("draw", drawings())
def test_figures_draw_without_overlaps(draw):
    figure = draw()
    assert figure.overlaps == ()
    assert figure.marks
    assert figure.title and figure.description


def test_claim_table_links_every_claim():
    html = economics.ClaimTable(economics.weighed(claims(), all_untestable()))._repr_mimebundle_()[
        "text/html"
    ]
    assert html.count('href="sentence:pham-2024:s026"') == len(claims())
