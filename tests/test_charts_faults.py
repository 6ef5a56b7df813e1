"""Errors planted in layout, drawing and linking: the tests of the figures must find each."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from charts_book import book, drawn_on
from charts_read import differences
from charts_study import WANTED

from interviews import linked_svg
from interviews.charts import FigureError, draw, forms
from interviews.charts.marks import Axis, Mark, Marks
from interviews.study_charts import across, political_trust
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
    "bars equal": ("economics-december", first_longest),
    "bars from another value than zero": (
        "economics-december", each(lambda m: replace(m, x=(m.x[1] / 3, m.x[1])))),
    "bars as long as the square": (
        "economics-december", each(lambda m: replace(m, x=(0, m.x[1] ** 2 / 73.7)))),
    "bars of the neighbour": ("economics-durian", neighbours("x")),
    "bars of a year": ("economics-investment", each(lambda m: replace(m, x=(0, m.x[1] * 7 / 12)))),
    "one per cent too long": ("economics-totals", each(lambda m: replace(m, x=(0, m.x[1] * 1.01)))),
    "sides swapped": ("economics-totals", each(swapped)),
    "sides of words swapped": ("trust-names", each(swapped)),
    "hollow for filled": ("economics-durian", each(lambda m: replace(m, solid=not m.solid))),
    "all filled": ("economics-investment", each(lambda m: replace(m, solid=True))),
    "announced as if reported": ("timeline", each(lambda m: replace(m, solid=True))),
    "label of the neighbour": ("economics-totals", neighbours("label")),
    "words of the neighbour": ("connectivity-rail", neighbours("label", "colour")),
    "no labels": ("economics-december", each(lambda m: replace(m, label=""))),
    "a mark missing": ("timeline", lambda marks: replace(marks, marks=marks.marks[:-1])),
    "a mark without shape or label": (
        "disputes-matters", each(lambda m: replace(m, shape="words", label=""))),
    "a box around words": ("trust-names", each(lambda m: replace(m, shape="cell", solid=False))),
    "no box around what is stressed": (
        "economics-deficit", each(lambda m: replace(m, shape="words"))),
    "silence as if promised": (
        "promises-events", each(lambda m: replace(m, shape="cell", solid=False))),
    "values at the wrong ticks": ("economics-totals", turned_ticks("x")),
    "names of the wrong rows": ("economics-december", turned_ticks("y")),
    "months at the wrong rows": ("timeline", turned_ticks("y")),
    "names of the wrong columns": ("overview", turned_ticks("x")),
    "a month late": (
        "timeline", each(lambda m: replace(m, y=(m.y[0] + 30, m.y[1] + 30)))),
    "directions exchanged": (
        "connectivity-people", each(lambda m: replace(m, x=(1 - m.x[1], 1 - m.x[0])))),
    "cells of the neighbour": ("connectivity-status", neighbours("x", "y")),
    "meetings of the neighbour": ("connectivity-provinces", neighbours("y")),
}  # fmt: skip

# The layout makes other marks than the table asks for.
LAID_OUT: dict[str, tuple[str, Change]] = {
    "a mark left out": ("promises-events", lambda marks: replace(marks, marks=marks.marks[1:])),
    "a mark twice": (
        "economics-totals",
        lambda m: replace(m, marks=(*m.marks, replace(m.marks[0], name="again 229.8")))),
    "sentences of the neighbour": ("economics-totals", neighbours("sentences", "row")),
    "the row after": ("promises-events", neighbours("row", "sentences")),
    "one of several sentences": (
        "disputes-matters", each(lambda m: replace(m, sentences=m.sentences[:1]))),
    "the name of the neighbour": ("economics-december", neighbours("name")),
    "an amount as first stated": (
        "economics-december", each(lambda m: replace(m, label=f"{m.x[1] * 11:.1f}"))),
    "the third fact as the second": (
        "numbers-mismatches",
        lambda m: replace(m, marks=(*m.marks[:-1], replace(m.marks[-1], label=m.marks[-3].label)))),
}  # fmt: skip

WRITE = draw.Paper.write

# A table of the code, or a function, is another.
CODE: dict[str, tuple[str, object, str, object]] = {
    "speakers in each other's colour": (
        "trust-ranks", words, "COLOURS", {"china": "vietnam", "vietnam": "china"}),
    "travellers in each other's colour": (
        "timeline", political_trust, "TRAVELLERS", {"to-china": "china", "to-vietnam": "vietnam"}),
    "visits to the other country": (
        "timeline", political_trust, "TO",
        {"to-china": "visit to Vietnam", "to-vietnam": "visit to China"}),
    "fragile and firm exchanged": (
        "firmness", across, "EDITS",
        {"0": "fails", "1": "more", "2": "two changes", "more": "one change"}),
    "everything hollow": ("economics-totals", draw, "_fill", lambda mark: "background"),
    "filled with another colour": ("economics-totals", draw, "_fill", lambda mark: "problem"),
    "labels far away": (
        "economics-totals", draw.Paper, "write",
        lambda paper, gid, place, *more, **most: WRITE(
            paper, gid, (place[0], place[1] + 60 * ("label" in gid)), *more, **most)),
    "a scale that is no scale": (
        "economics-totals", draw.Paper, "x", lambda paper, v: 4 + 200 * (v / 229.8) ** 2),
    "bars that begin at the paper's edge": (
        "economics-december", draw, "_corners",
        lambda paper, mark: [(x, paper.y(mark.y[0]) + dy)
                             for x, dy in ((-9, -7), (paper.x(mark.x[1]), -7),
                                           (paper.x(mark.x[1]), 7), (-9, 7))]),
    "links to the sentence before": (
        "economics-durian", linked_svg, "page_of",
        lambda one: f"texts/{one.split(':')[0].replace('-', '_')}.md#s{int(one[-3:]) - 1:03}"),
    "another colour of the theme": (
        "economics-totals", linked_svg, "token", lambda one: "var(--fig-vietnam, #00579a)"),
}  # fmt: skip


def caught(name: str) -> bool:
    """Tell whether the figure is refused, or read back as something else than its table says."""
    *_, last = book()[name]
    try:
        return any(differences(one.again(), WANTED[name](last.table)) for one in book()[name])
    except FigureError:
        return True


def caught_anew(name: str) -> bool:
    """Tell the same of a figure whose page is run again, table and all."""
    *_, last = book()[name]
    (anew,) = (one for one in drawn_on(last.page) if one.name == name)
    return bool(differences(anew.again(), WANTED[name](last.table)))


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
    assert caught(name) or caught_anew(name)


def test_a_figure_without_a_fault_is_not_caught():
    used = {name for name, *_ in (*DRAWN.values(), *LAID_OUT.values(), *CODE.values())}
    assert [name for name in sorted(used) if caught(name)] == []
