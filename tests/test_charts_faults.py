"""Errors planted in layout, drawing and linking: the tests of the figures must find each."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from charts_book import book, drawn_on
from charts_read import differences
from charts_study import WANTED

from interviews import linked_svg
from interviews.charts import FigureError, Marks, draw, forms
from interviews.charts.marks import Mark
from interviews.study_charts import across, political_trust
from interviews.study_charts import texts as words

Change = Callable[[Marks], Marks]
Patches = list[tuple[object, str, object]]


def drawn(change: Change) -> Patches:
    """Let something else be drawn than what was laid out."""
    return [(linked_svg, "draw", lambda marks: draw.draw(change(marks)))]


def laid_out(change: Change) -> Patches:
    """Let the layout make other marks than the table asks for."""
    grid, bars = forms.grid, forms.bars
    return [
        (forms, "grid", lambda *a, **k: change(grid(*a, **k))),
        (forms, "bars", lambda *a, **k: change(bars(*a, **k))),
    ]


def each(change: Callable[[Mark], Mark]) -> Change:
    """Change every mark."""
    return lambda marks: replace(marks, marks=[change(mark) for mark in marks.marks])


def neighbours(*columns: str) -> Change:
    """Give every mark something of the mark after it."""

    def change(marks: Marks) -> Marks:
        pairs = zip(marks.marks, [*marks.marks[1:], marks.marks[0]], strict=True)
        given = [replace(a, **{name: getattr(b, name) for name in columns}) for a, b in pairs]
        return replace(marks, marks=given)

    return change


def turned_ticks(which: str) -> Change:
    """Write at every tick the words of the next one."""

    def change(marks: Marks) -> Marks:
        ticks = getattr(marks, which)
        pairs = zip(ticks, [*ticks[1:], ticks[0]], strict=True)
        return replace(marks, **{which: [replace(a, lines=b.lines) for a, b in pairs]})

    return change


def swapped(mark: Mark) -> Mark:
    """Draw one side in the colour of the other."""
    return replace(mark, colour={"china": "vietnam", "vietnam": "china"}.get(mark.colour, "both"))


def first_longest(marks: Marks) -> Marks:
    """Draw all bars as long as the longest."""
    most = max(mark.x[1] for mark in marks.marks)
    return each(lambda mark: replace(mark, x=(mark.x[0], most)))(marks)


def no_scale(marks: Marks) -> Marks:
    """Draw marks and ticks on a scale that is not linear."""
    ticks = [replace(tick, x=tick.x**2 / 340) for tick in marks.columns]
    bend = each(lambda m: replace(m, x=(m.x[0] ** 2 / 340, m.x[1] ** 2 / 340)))
    return replace(bend(marks), columns=ticks)


WRITE = draw.Paper.write
FAULTS: dict[str, tuple[str, Patches]] = {
    "bars equal": ("economics-december", drawn(first_longest)),
    "bars from another value than zero": (
        "economics-december", drawn(each(lambda m: replace(m, x=(m.x[1] / 3, m.x[1]))))),
    "one per cent too long": (
        "economics-totals", drawn(each(lambda m: replace(m, x=(m.x[0], 1.01 * m.x[1]))))),
    "a scale that is no scale": ("economics-totals", drawn(no_scale)),
    "sides swapped": ("economics-totals", drawn(each(swapped))),
    "sides of words swapped": ("trust-names", drawn(each(swapped))),
    "hollow for filled": ("economics-durian", drawn(each(lambda m: replace(m, solid=not m.solid)))),
    "announced as if reported": ("timeline", drawn(each(lambda m: replace(m, solid=True)))),
    "label of the neighbour": ("economics-totals", drawn(neighbours("label"))),
    "no labels": ("economics-december", drawn(each(lambda m: replace(m, label="")))),
    "a mark missing": ("timeline", drawn(lambda marks: replace(marks, marks=marks.marks[:-1]))),
    "a mark without shape or label": (
        "disputes-matters", drawn(each(lambda m: replace(m, shape="words", label="")))),
    "a box around words": (
        "trust-names", drawn(each(lambda m: replace(m, shape="cell", solid=False)))),
    "no box around what is stressed": (
        "economics-deficit", drawn(each(lambda m: replace(m, shape="words")))),
    "values at the wrong ticks": ("economics-totals", drawn(turned_ticks("columns"))),
    "names of the wrong rows": ("economics-december", drawn(turned_ticks("rows"))),
    "months at the wrong rows": ("timeline", drawn(turned_ticks("rows"))),
    "names of the wrong columns": ("overview", drawn(turned_ticks("columns"))),
    "a month late": (
        "timeline", drawn(each(lambda m: replace(m, y=(m.y[0] + 30, m.y[1] + 30))))),
    "cells of the neighbour": ("connectivity-status", drawn(neighbours("x", "y"))),
    "a mark left out": (
        "promises-events", laid_out(lambda marks: replace(marks, marks=marks.marks[1:]))),
    "sentences of the neighbour": ("economics-totals", laid_out(neighbours("sentences", "row"))),
    "one of several sentences": (
        "disputes-matters", laid_out(each(lambda m: replace(m, sentences=m.sentences[:1])))),
    "the name of the neighbour": ("economics-december", laid_out(neighbours("name"))),
    "speakers in each other's colour": (
        "trust-ranks", [(words, "COLOURS", {"china": "vietnam", "vietnam": "china"})]),
    "travellers in each other's colour": (
        "timeline",
        [(political_trust, "TRAVELLERS", {"to-china": "china", "to-vietnam": "vietnam"})]),
    "visits to the other country": (
        "timeline",
        [(political_trust, "TO",
          {"to-china": "visit to Vietnam", "to-vietnam": "visit to China"})]),
    "fragile and firm exchanged": (
        "firmness",
        [(across, "EDITS",
          {"0": "fails", "1": "more", "2": "two", "more": "one"})]),
    "filled with another colour": ("economics-totals", [(draw, "_fill", lambda mark: "problem")]),
    "labels far away": (
        "economics-totals",
        [(draw.Paper, "write", lambda paper, group, place, *more, **most: WRITE(
            paper, group, (place[0], place[1] + 60 * ("mark" in group)), *more, **most))]),
    "links to the sentence before": (
        "economics-durian",
        [(linked_svg, "page_of",
          lambda one: f"texts/{one.split(':')[0].replace('-', '_')}.md#s{int(one[-3:]) - 1:03}")]),
    "another colour of the theme": (
        "economics-totals", [(linked_svg, "token", lambda one: "var(--fig-vietnam, #00579a)")]),
}  # fmt: skip
"""The figure in which each is planted, and what of the code is replaced by what."""


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


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found(fault, monkeypatch):
    name, patches = FAULTS[fault]
    assert not caught(name)
    for place, what, other in patches:
        monkeypatch.setattr(place, what, other)
    assert caught(name) or caught_anew(name)
