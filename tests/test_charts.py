"""The forms of charts, the palette, and what a page gets, with data that mean nothing."""

import io
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import combinations

import pandas as pd
import pytest
from charts_book import book
from charts_read import ids, read_back
from charts_study import WANTED
from matplotlib.image import imread

from interviews import palette
from interviews.charts import FigureError, Message, forms, message
from interviews.charts.draw import text_width
from interviews.charts.marks import WIDTH
from interviews.linked_svg import LinkedFigure

PHONE = 312.0  # CSS pixels that a phone of 360 leaves for the text of a page
LEAST_TYPE = 11.0
ONE, TWO = ("a-1:s001",), ("a-1:s002", "b-2:s003")


def words(**more):
    return forms.Words("some-name", Message("What it shows", holds=True), "Things, by kind", **more)


def rows(**columns):
    return pd.DataFrame({"sentences": [ONE, TWO], "colour": ["china", "vietnam"]} | columns)


def drawn(marks):
    return read_back(LinkedFigure(marks))


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
    for block in palette.stylesheet().split("\n\n"):
        selector, *properties = block.splitlines()
        rule = written[written.index(selector) :].partition("}")[0]
        assert [one for one in properties if one.startswith("  ") and one not in rule] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["ink", "muted", "china", "vietnam", "both", "problem"])
def test_words_can_be_read_on_the_page_in_either_theme(name, theme):
    ground = getattr(palette.PALETTE["background"], theme)
    assert contrast(getattr(palette.PALETTE[name], theme), ground) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_grey_is_neither_ink_nor_page_in_either_theme(theme):
    grey, *others = (getattr(palette.PALETTE[one], theme) for one in ("both", "ink", "background"))
    assert min(contrast(grey, one) for one in others) >= 3


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["china-fill", "vietnam-fill", "both-fill", "problem-fill"])
def test_words_can_be_read_in_a_filled_box(name, theme):
    ink = getattr(palette.PALETTE["ink"], theme)
    assert contrast(ink, getattr(palette.PALETTE[name], theme)) >= 4.5


def test_an_unknown_colour_names_those_there_are():
    with pytest.raises(palette.PaletteError, match="use one of ink, muted"):
        palette.drawn_with("mauve")
    with pytest.raises(palette.PaletteError, match="not in the palette"):
        palette.token("#123456")


# --- titles ------------------------------------------------------------------------------------


def test_a_title_is_a_message_only_while_it_is_true():
    assert str(Message("More", 1 > 2, otherwise="Two amounts")) == "Two amounts"
    with pytest.raises(FigureError, match='title "More"'):
        str(Message("More", holds=False))


def test_a_title_hangs_on_a_finding():
    class Finding:
        words, holds = "Seven of eight", False

    assert str(message(Finding(), otherwise="Eight")) == "Eight"
    Finding.holds = True
    assert str(message(Finding())) == "Seven of eight"
    assert str(message(Finding(), "Most")) == "Most"


# --- forms -------------------------------------------------------------------------------------


def test_bars_begin_at_zero_and_end_at_their_values():
    marks = forms.bars(rows(row=["first", "second"], value=[4.0, 9.0], label=["4", "9"]), words())
    assert [pytest.approx(one.x, abs=0.05) for one in drawn(marks)] == [(0, 4), (0, 9)]
    assert [one.row for one in drawn(marks)] == ["first", "second"]


def test_a_bar_below_zero_is_refused():
    with pytest.raises(FigureError, match="below zero"):
        forms.bars(rows(row=["a", "b"], value=[-1.0, 2.0], label=["", ""]), words())


def test_a_grid_leaves_empty_what_its_table_lacks():
    table = rows(row=["a", "b"], column=["p", "q"], label=["1", "2"], solid=[True, False])
    marks = drawn(forms.grid(table, words(), "pq"))
    found = [(one.row, one.column, one.label, one.solid) for one in marks]
    assert found == [("a", "p", "1", True), ("b", "q", "2", False)]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (rows(row=["a", "b"], column=["p", "z"]), '"z" is none of p, q'),
        (rows(row=["a", "b"], column=["p", "q"], label=["", "unbreakable" * 4]), "pixels wide"),
        (rows(row=["a", "b"]), "lacks column"),
        (rows(row=["a", "b"], column=["p", "q"]).iloc[:0], "no rows"),
    ],
)  # fmt: skip
def test_a_grid_says_what_is_wrong_with_its_table(table, said):
    with pytest.raises(FigureError, match=said):
        forms.grid(table, words(), ["p", "q"])


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"name": ["same", "same"]}, "the name of another mark"),
        ({"name": ["", "b"]}, "or none"),
        ({"sentences": [("s001",), TWO]}, "is no id of a sentence"),
    ],
)
def test_a_mark_that_leads_nowhere_is_refused(columns, said):
    table = rows(row=["a", "b"], column=["p", "q"], **columns)
    with pytest.raises(FigureError, match=said):
        LinkedFigure(forms.grid(table, words(), ["p", "q"]))


@pytest.mark.parametrize(
    ("row", "said"), [(9, "row 9 of a table of 2"), (2, "lacks some of its sentences")]
)
def test_a_mark_that_leads_to_another_row_is_refused(row, said):
    marks = forms.bars(rows(row=["a", "b"], value=[1.0, 2.0], label=["1", "2"]), words())
    first, second = marks.marks
    with pytest.raises(FigureError, match=said):
        LinkedFigure(replace(marks, marks=(replace(first, row=row), second)))


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


def test_its_type_is_large_enough_on_a_phone(figure):
    sizes = [float(one) for one in re.findall(r'font-size="([\d.]+)"', figure.svg)]
    assert min(sizes) * PHONE / WIDTH >= LEAST_TYPE
    assert "min-width" not in figure.svg


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


def test_its_rows_lead_to_all_their_sentences(figure):
    for number, sentences in enumerate(figure.marks.table["sentences"], start=1):
        row = re.search(rf'<tr id="{figure.name}-row-{number}">.*?</tr>', figure.html, re.DOTALL)
        assert set(ids(row[0])) == set(sentences)


def test_the_same_data_give_the_same_bytes():
    one, other = (book()["economics-totals"][0].again() for _ in range(2))
    assert one.html == other.html


def test_downloads_are_whole_and_lead_nowhere():
    files = book()["economics-totals"][0].again().files
    assert files["png"].startswith(b"\x89PNG")
    root = ET.fromstring(files["svg"])
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert b"<a " not in files["svg"]
    first = files["csv"].decode().splitlines()[0]
    assert first == "row,value,low,high,words,sentences"


def test_the_picture_is_the_drawing_at_twice_its_size():
    figure = book()["economics-totals"][0].again()
    drawing, _, _ = figure._drawing

    def ink(content):
        rows, columns = (imread(io.BytesIO(content))[..., :3].min(axis=2) < 0.9).nonzero()
        return [rows.min(), rows.max(), columns.min(), columns.max()]

    plain = io.BytesIO()
    drawing.savefig(plain, format="png", dpi=72, facecolor="white")
    at_once, twice = ink(plain.getvalue()), ink(figure.files["png"])
    assert [2 * one for one in at_once] == pytest.approx(twice, abs=4)


def test_a_spreadsheet_runs_nothing_of_a_text():
    table = rows(row=["=1+1", "b"], column=["p", "q"])
    files = LinkedFigure(forms.grid(table, words(), ["p", "q"])).files
    assert "'=1+1" in files["csv"].decode()


def test_markup_in_a_label_is_text():
    table = rows(row=["<b>", "b"], column=["p", "q"], label=["<i>&", ""])
    html = LinkedFigure(forms.grid(table, words(), ["p", "q"])).html
    assert "<b>" not in html and "<i>" not in html
