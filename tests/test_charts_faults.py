"""Errors planted in layout, drawing and linking: the tests of the figures must find each."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from charts_book import book
from charts_read import differences
from charts_study import WANTED

from interviews import linked_svg
from interviews.charts import FigureError, draw, forms
from interviews.charts.marks import Axis, Mark, Marks
from interviews.study_charts import across, economics, political_trust
from interviews.study_charts import texts as words

Change = Callable[[Marks], Marks]


def each(change: Callable[[Mark], Mark]) -> Change:
    """Change every mark."""
    return lambda marks: replace(marks, marks=tuple(change(mark) for mark in marks.marks))


def neighbours(*columns: str) -> Change:
    """Give every mark something of the mark after it."""

    def change(marks: Marks) -> Marks:
        turned = (*marks.marks[1:], marks.marks[0])
        pairs = zip(marks.marks, turned, strict=True)
        given = [replace(a, **{name: getattr(b, name) for name in columns}) for a, b in pairs]
        return replace(marks, marks=tuple(given))

    return change


def turned_ticks(which: str) -> Change:
    """Write at every tick the words of the next one."""

    def change(marks: Marks) -> Marks:
        axis: Axis = getattr(marks, which)
        names = [tick.words for tick in axis.ticks]
        ticks = [
            replace(tick, words=name)
            for tick, name in zip(axis.ticks, names[1:] + names[:1], strict=True)
        ]
        return replace(marks, **{which: replace(axis, ticks=tuple(ticks))})

    return change


def swapped(mark: Mark) -> Mark:
    """Draw one side in the colour of the other."""
    return replace(mark, colour={"china": "vietnam", "vietnam": "china"}.get(mark.colour, "both"))


def first_longest(marks: Marks) -> Marks:
    """Draw all bars as long as the longest."""
    most = max(mark.x[1] for mark in marks.marks)
    return each(lambda mark: replace(mark, x=(mark.x[0], most)))(marks)


# What is drawn differs from what was laid out.
DRAWN: dict[str, tuple[str, Change]] = {
    "arrows reversed": ("connectivity-people", each(lambda m: replace(m, x=m.x[::-1]))),
    "bars equal": ("economics-december", first_longest),
    "bars from another value than zero": (
        "economics-december", each(lambda m: replace(m, x=(m.x[1] / 3, m.x[1])))),
    "bars as long as the square": (
        "economics-december", each(lambda m: replace(m, x=(0, m.x[1] ** 2 / 73.7)))),
    "bars of the neighbour": ("economics-durian", neighbours("x")),
    "sides swapped": ("economics-totals", each(swapped)),
    "hollow for filled": ("economics-totals", each(lambda m: replace(m, solid=not m.solid))),
    "all filled": ("economics-durian", each(lambda m: replace(m, solid=True))),
    "label of the neighbour": ("economics-totals", neighbours("label")),
    "no labels": ("economics-december", each(lambda m: replace(m, label=""))),
    "labels far away": (
        "economics-totals", each(lambda m: replace(m, nudge=(0.0, 60.0)))),
    "a month late": ("economics-totals", each(lambda m: replace(m, x=(m.x[0] + 30, m.x[1] + 30)))),
    "a month too long": (
        "economics-investment", each(lambda m: replace(m, x=(m.x[0], m.x[1] + 30)))),
    "a month early on the timeline": (
        "timeline", each(lambda m: replace(m, y=(m.y[0] - 30, m.y[1] - 30)))),
    "two per cent too high": (
        "economics-totals", each(lambda m: replace(m, y=(m.y[0] * 1.02, m.y[1] * 1.02)))),
    "a mark missing": ("trust-visits", lambda marks: replace(marks, marks=marks.marks[:-1])),
    "a mark without shape or label": (
        "disputes-matters", each(lambda m: replace(m, shape="words", label=""))),
    "a box around words": ("trust-names", each(lambda m: replace(m, shape="cell"))),
    "values at the wrong ticks": ("economics-totals", turned_ticks("y")),
    "years at the wrong ticks": ("economics-investment", turned_ticks("x")),
    "names of the wrong rows": ("economics-december", turned_ticks("y")),
    "names of the wrong columns": ("overview", turned_ticks("x")),
    "cells of the neighbour": ("connectivity-status", neighbours("x", "y")),
    "meetings of the neighbour": ("connectivity-provinces", neighbours("x")),
}  # fmt: skip

# The layout makes other marks than the table asks for.
LAID_OUT: dict[str, tuple[str, Change]] = {
    "a mark left out": ("promises-events", lambda marks: replace(marks, marks=marks.marks[1:])),
    "a mark twice": (
        "economics-totals",
        lambda m: replace(m, marks=(*m.marks, replace(m.marks[0], name="again 19.2")))),
    "sentences of the neighbour": ("economics-totals", neighbours("sentences", "row")),
    "the row after": ("promises-events", neighbours("row", "sentences")),
    "one of several sentences": (
        "disputes-matters", each(lambda m: replace(m, sentences=m.sentences[:1]))),
    "the name of the neighbour": ("economics-december", neighbours("name")),
    "an amount as first stated": (
        "economics-december", each(lambda m: replace(m, label=f"{m.x[1] * 11:.1f}"))),
}  # fmt: skip

DAY = forms.day

# A table of the code, or a function, is another.
CODE: dict[str, tuple[str, object, str, object]] = {
    "counts in each other's colour": (
        "economics-totals", economics, "COUNTS",
        {"chinese": "vietnam", "vietnamese": "china", "unnamed": "both"}),
    "speakers in each other's colour": (
        "trust-ranks", words, "COLOURS", {"china": "vietnam", "vietnam": "china"}),
    "travellers in each other's colour": (
        "trust-visits", political_trust, "TRAVELLERS",
        {"to-china": "china", "to-vietnam": "vietnam"}),
    "directions exchanged": (
        "trust-visits", political_trust, "TO",
        {"to-china": "to Vietnam", "to-vietnam": "to China"}),
    "fragile and firm exchanged": (
        "firmness", across, "EDITS", {"0": "fails", "1": "more", "2": "two", "more": "one"}),
    "days counted from elsewhere": ("economics-totals", forms, "day", lambda date: DAY(date) - 45),
    "everything hollow": ("economics-totals", draw, "_filled", lambda mark: "background"),
    "a scale that is no scale": (
        "economics-totals", draw.Paper, "y",
        lambda paper, v: paper.top + paper.marks.height * (1 - (v / paper.marks.y.high) ** 2)),
    "bars that begin at the paper's edge": (
        "economics-december", draw, "_box",
        lambda paper, mark, size: [(x, paper.y(mark.y[0]) + dy)
                                   for x, dy in ((-9, -7), (paper.x(mark.x[1]), -7),
                                                 (paper.x(mark.x[1]), 7), (-9, 7))]),
    "links to the sentence before": (
        "economics-durian", linked_svg, "address",
        lambda one: f"texts/{one.split(':')[0].replace('-', '_')}.md#s{int(one[-3:]) - 1:03}"),
    "another colour of the theme": (
        "connectivity-people", linked_svg, "token", lambda one: "var(--fig-vietnam, #00579a)"),
}  # fmt: skip


def caught(name: str) -> bool:
    """Tell whether the figure is refused, or read back as something else than its table says."""
    drawn = book()[name][-1]
    try:
        return bool(differences(drawn.again(), WANTED[name](drawn.table)))
    except (FigureError, KeyError):  # an axis whose words are not its ticks
        return True


@pytest.mark.parametrize("fault", DRAWN)
def test_a_fault_of_the_drawing_is_found(fault, monkeypatch):
    name, change = DRAWN[fault]
    monkeypatch.setattr(linked_svg, "draw", lambda marks: draw.draw(change(marks)))
    assert caught(name)


@pytest.mark.parametrize("fault", LAID_OUT)
def test_a_fault_of_the_layout_is_found(fault, monkeypatch):
    name, change = LAID_OUT[fault]
    around = forms.Words.around
    monkeypatch.setattr(forms.Words, "around", lambda *a, **k: change(around(*a, **k)))
    assert caught(name)


@pytest.mark.parametrize("fault", CODE)
def test_a_fault_of_the_code_is_found(fault, monkeypatch):
    name, place, what, other = CODE[fault]
    assert hasattr(place, what)
    monkeypatch.setattr(place, what, other)
    assert caught(name)


def test_a_figure_without_a_fault_is_not_caught():
    used = {name for name, *_ in (*DRAWN.values(), *LAID_OUT.values(), *CODE.values())}
    assert [name for name in sorted(used) if caught(name)] == []
