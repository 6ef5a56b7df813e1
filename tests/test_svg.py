"""Figures as inline SVG: colours, links, names, tables, files."""

import base64
import itertools
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from interviews import svg
from interviews.svg import BACKGROUNDS, PALETTE, SIDES, FigureError, LinkedFigure, Links, contrast

CSS = Path(__file__).parents[1] / "book" / "_static" / "figures.css"

# Machado, Oliveira and Fernandes 2009, severity 1, for linear RGB
SIGHT = {
    "all": np.eye(3),
    "no red": [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]],
    "no green": [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]],
    "no blue": [[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]],
}


def properties(theme):
    """Return the custom properties that the stylesheet sets for a theme."""
    selector = {"light": ":root", "dark": 'html[data-theme="dark"]'}[theme]
    block = re.search(rf"^{re.escape(selector)} \{{(.*?)^\}}", CSS.read_text(), re.S | re.M)[1]
    return dict(re.findall(r"--fig-([\w-]+): (#[0-9a-f]{6});", block))


def oklab(rgb):
    cone = [[0.4122, 0.5363, 0.0514], [0.2119, 0.6807, 0.1074], [0.0883, 0.2817, 0.6300]]
    mix = [[0.2105, 0.7936, -0.0041], [1.9780, -2.4286, 0.4506], [0.0259, 0.7828, -0.8087]]
    return 100 * np.array(mix) @ np.cbrt(np.array(cone) @ rgb)


# --- colours


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_stylesheet_and_palette_agree(theme):
    assert properties(theme) == {name: getattr(c, theme) for name, c in PALETTE.items()}


def test_every_colour_drawn_names_one_colour_of_the_palette():
    assert len({c.light for c in PALETTE.values()}) == len(PALETTE)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["ink", "muted", *SIDES])
def test_words_have_contrast(theme, name):
    assert all(contrast(properties(theme)[name], b) >= 4.5 for b in BACKGROUNDS[theme])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_marks_have_contrast(theme):
    marks = [name for name in PALETTE if name.startswith("text-")] + list(SIDES)
    for name, ground in itertools.product(marks, BACKGROUNDS[theme]):
        assert contrast(properties(theme)[name], ground) >= 3, name


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_on_fills_have_contrast(theme):
    colours = properties(theme)
    for side in SIDES:
        assert contrast(colours["ink"], colours[f"{side}-fill"]) >= 4.5, side


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("sight", SIGHT)
def test_sides_can_be_told_apart_by_all(theme, sight):
    seen = {
        side: oklab(np.clip(SIGHT[sight] @ np.array(svg.linear(properties(theme)[side])), 0, 1))
        for side in SIDES
    }
    for one, other in itertools.combinations(SIDES, 2):
        assert np.linalg.norm(seen[one] - seen[other]) > 9, (one, other)


def test_a_ninth_document_needs_a_colour():
    with pytest.raises(FigureError, match='"d9": no colour left: add text-9'):
        svg.document_colours(f"d{n}" for n in range(1, 10))


# --- drawing


def drawn(draw, name="fig", table=None):
    """Return a linked figure with what `draw(axes, links)` draws on it."""
    with svg.styled():
        figure, links = Figure(figsize=(3, 2)), Links(name)
        draw(figure.add_axes((0.1, 0.2, 0.8, 0.7)), links)
        rows = {"what": ["one", "two"], "sentences": [["a:s001", "b:s002"], []]}
        table = pd.DataFrame(rows) if table is None else table
        return LinkedFigure(figure, links, name, "A & B", 'Says "no" < yes', table)


def scatter(axes, links):
    dots = axes.scatter([1, 2, 3], [1, 2, 3], c=svg.colour("china"))
    dots.set_urls(
        [
            links.to("p", ["a:s001"]),
            links.to("q", ["a:s001"]),
            links.to("r", ["a:s001", "b:s002"], 1),
        ]
    )


def links_of(figure):
    return list(ET.fromstring(figure.svg).iter("a"))


def test_each_mark_has_its_target_and_its_name():
    found = [(a.get("href"), a.get("aria-label"), a[0].text) for a in links_of(drawn(scatter))]
    assert found == [
        ("sentence:a:s001", "p", "p"),
        ("sentence:a:s001", "q", "q"),
        ("#fig-row-1", "r", "r"),
    ]


def test_a_line_with_markers_is_one_link():
    def draw(axes, links):
        axes.plot([1, 2], [1, 2], marker="o", color=svg.colour("both"), url=links.to("l", "a:s001"))

    assert len(links_of(drawn(draw))) == 1


def test_text_of_several_lines_is_one_link():
    figure = drawn(lambda axes, links: axes.text(0, 0, "one\ntwo", url=links.to("t", "a:s001")))
    assert [[t.text for t in a.iter("text")] for a in links_of(figure)] == [["one", "two"]]


def test_a_direct_label_is_met_once():
    def draw(axes, links):
        url = links.to("bar", "a:s001")
        axes.barh(1, 2, color=svg.colour("both"))[0].set_url(url)
        axes.text(1, 1, "bar", url=links.again(url))

    first, second = links_of(drawn(draw))
    assert first.get("aria-label") == "bar"
    assert (second.get("tabindex"), second.get("aria-hidden")) == ("-1", "true")
    assert first.get("href") == second.get("href") == "sentence:a:s001"


def lost(axes, links):
    axes.scatter([1], [1], c=svg.colour("china")).set_url(links.to("lost", "a:s001"))


def cycled(axes, links):
    axes.scatter([1, 2], [1, 2], c=svg.colour("china")).set_urls([links.to("cycled", "a:s001")])


def twice(axes, links):
    url = links.to("twice", "a:s001")
    axes.bar([1, 2], [1, 2], color=svg.colour("both"))
    for bar in axes.patches:
        bar.set_url(url)


def foreign(axes, links):
    axes.text(0, 0, "x", url="https://example.org")


def black(axes, links):
    axes.text(0, 0, "x", color="black")


def stray(axes, links):
    axes.plot([1, 2], [1, 2], color="#abcdef")


def far_row(axes, links):
    axes.text(0, 0, "x", url=links.to("far", [], 3))


def wrong_row(axes, links):
    axes.text(0, 0, "x", url=links.to("wrong", ["a:s001", "b:s009"], 1))


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lost, 'fig: "lost" is not drawn: give its URL to an artist with set_url'),
        (cycled, 'fig: "cycled" is drawn 2 times: give its URL to one artist'),
        (twice, 'fig: "twice" is drawn 2 times'),
        (foreign, 'links to "https://example.org", which is not from the registry'),
        (black, "fig: black: not in the palette"),
        (stray, "fig: #abcdef: not in the palette"),
        (far_row, '"far" leads to row 3 of a table with 2 rows'),
        (wrong_row, 'row 1, to which "wrong" leads, lacks b:s009'),
    ],
)
def test_what_would_mislead_is_refused(draw, message):
    with pytest.raises(FigureError) as error:
        drawn(draw)
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("label", "sentences", "row", "message"),
    [
        (" ", ["a:s001"], None, "a mark has no label"),
        ("x", ["a:1"], None, '"x": "a:1" is not the id of a sentence'),
        ("x", ["a:s001", "a:s002"], None, '"x" stands for 2 sentences'),
        ("x", [], None, '"x" stands for 0 sentences'),
    ],
)
def test_a_mark_without_evidence_or_name_is_refused(label, sentences, row, message):
    with pytest.raises(FigureError, match=re.escape(message)):
        Links("fig").to(label, sentences, row)


def test_marks_that_lead_apart_are_called_apart():
    links = Links("fig")
    links.to("x", "a:s001")
    with pytest.raises(FigureError, match='different places are called "x"'):
        links.to("x", "a:s002")


def test_a_name_that_cannot_be_an_id_is_refused():
    with pytest.raises(FigureError, match='figure "Fig 1"'):
        Links("Fig 1")


def test_links_of_another_figure_are_refused():
    with pytest.raises(FigureError, match='its links were made for "b"'):
        LinkedFigure(Figure(), Links("b"), "a", "t", "d", pd.DataFrame())


def test_a_page_of_figures_has_no_id_twice():
    page = drawn(scatter, "one").html + drawn(scatter, "two").html
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    targets = re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', page)
    assert {a or b for a, b in targets} <= set(ids)


def test_the_page_is_not_styled_by_a_figure():
    figure = drawn(scatter)
    assert "<style" not in figure.svg and "<metadata" not in figure.svg
    assert "_blank" not in figure.svg and "xlink" not in figure.svg and "~" not in figure.svg
    assert not set(re.findall(r"(?<!, )#[0-9a-f]{6}\b", figure.svg)), (
        "a colour without its property"
    )


def test_the_figure_is_named_and_described():
    root = ET.fromstring(drawn(scatter).svg)
    assert root.get("role") == "group"
    assert root.get("aria-labelledby") == "fig-title fig-desc"
    assert [root[0].text, root[1].text] == ["A & B", 'Says "no" < yes']


def test_text_is_text_in_the_font_of_the_page():
    figure = drawn(lambda axes, links: axes.text(0, 0, "US$5 and US$6"))
    texts = list(ET.fromstring(figure.svg).iter("text"))
    assert "US$5 and US$6" in [t.text for t in texts]
    assert not any("font-family" in t.get("style") for t in texts)


def test_small_marks_are_large_enough_to_touch_and_keep_apart():
    figure = drawn(lambda axes, links: scatter(axes, links) or axes.set(xlim=(0, 40)))
    radii = [float(c.get("r")) for c in ET.fromstring(figure.svg).iter("circle")]
    assert len(radii) == 3 and all(0 < radius <= 9 for radius in radii)


def test_texts_on_each_other_are_reported():
    def draw(axes, links):
        axes.text(0.5, 0.5, "under")
        axes.text(0.52, 0.5, "over")

    assert drawn(draw).overlaps == ('"under" and "over"',)


def test_drawing_twice_gives_the_same_bytes_and_leaves_the_settings_alone():
    before = dict(mpl.rcParams)
    assert drawn(scatter).html == drawn(scatter).html
    assert dict(mpl.rcParams) == before


# --- the data and the files


def test_the_table_links_every_sentence():
    table = pd.DataFrame(
        {
            "What": ["=x & y", "two"],
            "Value": [1234.5, float("nan")],
            "sentences": [["a:s001", "a:s002", "b:s003"], ()],
            "quotes": [["one", "<two>"], None],
        }
    )
    page = drawn(lambda axes, links: None, table=table).html
    assert (
        '<tr id="fig-row-1"><th scope="row">=x &amp; y</th><td class="fig-number">1,234.5' in page
    )
    assert re.findall(r'href="sentence:([^"]+)"', page) == ["a:s001", "a:s002", "b:s003"]
    assert "<q>one</q><br><q>&lt;two&gt;</q>" in page
    assert '<td class="fig-evidence">none</td>' in page


def test_a_spreadsheet_runs_no_formula_from_the_csv():
    table = pd.DataFrame(
        {"What": ["=1+1", "-x", "fine"], "Value": [-1.5, 2, 3], "sentences": [["a:s001"], [], []]}
    )
    text = drawn(lambda axes, links: None, table=table).files["csv"].decode()
    assert text == "What,Value,sentences\n'=1+1,-1.5,a:s001\n'-x,2.0,\nfine,3.0,\n"


@given(st.text())
def test_no_text_cell_begins_like_a_formula(text):
    cell = str(svg._csv_cell(text))
    number = re.fullmatch(r"[+-]?[\d.,]*\d(e[+-]?\d+)?\s*%?\s*", cell, re.IGNORECASE)
    if not number and len(cell.strip()) > 1:
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_downloads_are_the_files():
    figure = drawn(scatter)
    found = re.findall(
        r'class="fig-download" download="([^"]+)" data-file="([^"]+)" '
        r'href="data:[^;]+;base64,([^"]+)"',
        figure.html,
    )
    assert [(a, b) for a, b, _ in found] == [(f"fig.{k}",) * 2 for k in ("csv", "svg", "png")]
    assert [base64.b64decode(c) for _, _, c in found] == list(figure.files.values())


def test_the_svg_file_stands_alone():
    text = drawn(scatter).files["svg"].decode()
    root = ET.fromstring(text)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "sentence:" not in text and "<a " not in text and "var(" not in text


def test_builders_choose_among_three_forms():
    figure = drawn(scatter)
    bundle = figure._repr_mimebundle_()
    assert list(bundle) == ["text/html", "image/png", "text/plain"]
    assert base64.b64decode(bundle["image/png"]).startswith(b"\x89PNG")
    assert b"Software" not in figure.files["png"]
