"""The forms of charts, the palette, and what a page gets, with data that mean nothing."""

import io
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import combinations

import pandas as pd
import pytest
from charts_book import book
from charts_read import ids
from charts_study import WANTED
from matplotlib.colors import to_hex
from matplotlib.image import imread

from interviews import palette
from interviews.charts import FigureError, Words, forms, message
from interviews.charts.draw import text_width
from interviews.charts.marks import WIDTH
from interviews.linked_svg import LinkedFigure

ONE, TWO = ("a-1:s001",), ("a-1:s002", "b-2:s003")


def words():
    return Words("some-name", "What it shows", "Things, by kind")


def rows(**columns):
    return pd.DataFrame({"sentences": [ONE, TWO], "colour": ["china", "vietnam"]} | columns)


def luminance(hexadecimal):
    values = [int(hexadecimal[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


# --- palette -----------------------------------------------------------------------------------


def test_the_stylesheet_has_the_colours_of_the_palette(here):
    written = (here.root / "book/_static/figures.css").read_text(encoding="utf-8")
    light, dark = written.split('html[data-theme="dark"] {', 1)
    for name, values in palette.PALETTE.items():
        for theme, value in zip((light, dark), values, strict=True):
            assert f"--fig-{name}: {value};" in theme


SIDES = ("china", "vietnam", "both", "problem")
CONTRASTS = [
    *((name, "background", 4.5) for name in ("ink", "muted", *SIDES)),
    *(("ink", f"{name}-fill", 4.5) for name in SIDES),
    ("both", "ink", 3),  # grey is neither ink nor page
]


@pytest.mark.parametrize(("name", "ground", "least"), CONTRASTS)
def test_words_can_be_read_on_page_and_boxes_in_either_theme(name, ground, least):
    for one, other in zip(palette.PALETTE[name], palette.PALETTE[ground], strict=True):
        assert contrast(one, other) >= least


def test_an_unknown_colour_names_those_there_are():
    with pytest.raises(ValueError, match=r'"mauve".*use one of ink, muted'):
        palette.drawn_with("mauve")


# --- titles and forms ---------------------------------------------------------------------------


def test_a_title_is_a_message_only_while_it_is_true():
    assert message("More", 2 > 1) == "More"
    assert message("More", 1 > 2, otherwise="Two amounts") == "Two amounts"
    with pytest.raises(FigureError, match=r'title "More": .*reword it'):
        message("More", holds=False)


CELLS = rows(row=["a", "b"], column=["p", "q"])


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (CELLS.assign(column=["p", "z"]), '"z" is none of p, q'),
        (CELLS.assign(label=["", "unbreakable" * 4]), "pixels wide and its column .*: use fewer"),
        (CELLS.drop(columns="column"), "lacks column: it has sentences, colour, row"),
        (CELLS.iloc[:0], "no rows"),
        (CELLS.assign(name=["same", "same"]), "the name of another mark"),
        (CELLS.assign(name=["", "b"]), "or none"),
        (CELLS.assign(sentences=[("s001",), TWO]), '"s001" is no id of a sentence: write'),
    ],
)
def test_a_table_that_would_mislead_is_refused(table, said):
    with pytest.raises(FigureError, match=said):
        LinkedFigure(forms.grid(table, words(), ["p", "q"]))


def test_a_bar_below_zero_is_refused():
    with pytest.raises(FigureError, match="some-name: a bar below zero"):
        forms.bars(rows(row=["a", "b"], value=[-1.0, 2.0], label=["", ""]), words())


@pytest.mark.parametrize("row", [2, 9])
def test_a_mark_that_leads_to_another_row_is_refused(row):
    marks = forms.grid(CELLS, words(), "pq")
    first, second = marks.marks
    with pytest.raises(FigureError, match=f"row {row} of the table lacks some of its sentences"):
        LinkedFigure(replace(marks, marks=[replace(first, row=row), second]))


# --- what a page gets, for every figure of the study -------------------------------------------


@pytest.fixture(scope="module", params=WANTED)
def figure(request):
    return book()[request.param][0].again()


def texts_of(figure):
    """Return each text of a drawing with its left, top, right and bottom edge."""
    found = []
    for text in ET.fromstring(figure.svg.replace("xlink:", "")).iter("text"):
        size = float(text.get("font-size"))
        width = text_width(text.text, size, "bold" if text.get("font-weight") else "normal")
        shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[text.get("text-anchor")]
        left, y = float(text.get("x")) - shift * width, float(text.get("y"))
        found.append((text.text, left, y - 0.7 * size, left + width, y))
    return found


def test_nothing_of_it_is_cut(figure):
    _, _, width, height = map(float, re.search(r'viewBox="([^"]+)"', figure.svg)[1].split())
    assert width == WIDTH
    for text, left, top, right, bottom in texts_of(figure):
        assert left > -1 and top > 0 and right < width + 1 and bottom < height, text
    paths = [
        float(x) for d in re.findall(r' d="([^"]+)"', figure.svg)
        for x in re.findall(r"-?[\d.]+", d)[::2]
    ]  # fmt: skip
    assert min(paths) >= 0
    assert max(paths) <= width


def test_no_words_of_it_lie_on_one_another(figure):
    over = [
        (one[0], other[0]) for one, other in combinations(texts_of(figure), 2)
        if one[1] < other[3] - 1 and other[1] < one[3] - 1
        and one[2] < other[4] - 1 and other[2] < one[4] - 1
    ]  # fmt: skip
    assert over == []


def test_its_colours_follow_the_theme(figure):
    plain = re.sub(r"var\(--fig-[a-z-]+, #[0-9a-f]{6}\)", "", figure.svg)
    assert re.findall(r"#[0-9a-f]{6}\b", plain) == []


def test_its_links_are_such_as_jupyterlab_can_show(figure):
    assert " href=" not in figure.svg
    for link in re.findall(r"<a [^>]*>", figure.svg):
        assert ('target="_blank"' in link) == bool(ids(link))
        assert re.search(r'aria-label="[^"]+"', link)


def test_it_says_what_it_shows_to_those_who_do_not_see_it(figure):
    root = ET.fromstring(figure.svg.replace("xlink:", ""))
    assert root.get("aria-labelledby") == f"{figure.name}-title {figure.name}-desc"
    told = root.findtext("desc")
    assert [mark.name for mark in figure.marks.marks if mark.name not in told] == []


def test_the_picture_is_the_drawing_at_twice_its_size():
    figure = book()["economics-totals"][0].again()
    picture = imread(io.BytesIO(figure.files["png"]))
    height, width = picture.shape[:2]
    assert f'viewBox="0 0 {width // 2} {height // 2}"' in figure.svg
    bars = ET.fromstring(figure.svg.replace("xlink:", "")).findall("a/path")
    assert len(bars) == len(figure.marks.marks)
    for bar in bars:
        corners = [2 * float(one) for one in re.findall(r"[\d.]+", bar.get("d"))]
        left, top, right, _, _, bottom, *_ = map(round, corners)
        inside = picture[top + 2 : bottom - 2, left + 2 : right - 2]
        assert to_hex(inside.mean(axis=(0, 1))) in bar.get("style")


def test_nothing_of_a_table_is_run_becomes_markup_or_leads_from_a_download_into_the_book():
    table = rows(row=["=1+1", "<b>"], column=["p", "q"], label=["<i>&", ""])
    figure = LinkedFigure(forms.grid(table, words(), ["p", "q"]))
    assert "<b>" not in figure.html and "<i>" not in figure.html
    head, first, _ = figure.files["csv"].decode().splitlines()
    assert (head, first) == ("sentences,row,column", "a-1:s001,'=1+1,p")
    assert b"<a " not in figure.files["svg"]
