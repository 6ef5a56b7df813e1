"""A drawing as a page takes it: inline SVG whose marks lead to sentences, its data, downloads.

Colours become CSS custom properties (see `palette`). Each mark is one link with an accessible name:
to its sentence, or, where it stands for several, to its row in the data table below, which links
each; one that stands for none, such as "none", is no link. In JupyterLab an SVG link must be
`xlink:href`: its renderer assigns `a.href`, which SVG does not let it. The same input gives the
same bytes.
"""

import base64
import html
import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from functools import cached_property
from itertools import groupby
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Polygon
from matplotlib.text import Text

from interviews.charts.draw import STYLE, draw
from interviews.charts.marks import WIDTH, FigureError, Mark, Marks
from interviews.citation import bibtex, of_figure
from interviews.palette import drawn_with, token
from interviews.representation import page_of
from interviews.unsafe_text import disarmed

_SENTENCE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*:s\d{3,}")
_FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"
_ANCHORS = {"left": "start", "center": "middle"}
_TARGET = 26.0  # 24 CSS pixels and more on a phone (WCAG 2.2, 2.5.8)
_WIDEST = 1.4  # times its natural width that a drawing may grow to on a wide page
_MEDIA = {"csv": "text/csv", "svg": "image/svg+xml", "png": "image/png"}
MOST_CITED = 6
"""A row that stands for more sentences than this counts them; it does not cite each."""
Box = tuple[float, float, float, float]


# --- from a drawing to SVG --------------------------------------------------------------------


def _element(artist: Artist) -> ET.Element:
    """Return a line of text or a shape as SVG, in the colours of the theme."""
    if isinstance(artist, Text):
        x, y = artist.get_position()
        text = ET.Element("text", {"x": f"{x:.2f}", "y": f"{y:.2f}"})
        text.set("font-size", f"{artist.get_fontsize():g}")
        text.set("text-anchor", _ANCHORS[artist.get_horizontalalignment()])
        text.set("style", f"fill: {token(str(artist.get_color()))}")
        if artist.get_fontweight() == "bold":
            text.set("font-weight", "700")
        text.text = artist.get_text()
        return text
    assert isinstance(artist, Polygon)
    places = [f"{x:g} {y:g}" for x, y in _places(artist)]
    line, fill = " L ".join(places), "none"
    if artist.get_closed():  # it ends where it begins
        line, fill = " L ".join(places[:-1]) + " z", token(to_hex(artist.get_facecolor()))
    style = f"fill: {fill}; stroke: {token(to_hex(artist.get_edgecolor()))}"
    if artist.get_linewidth() != 1:
        style += f"; stroke-width: {artist.get_linewidth():g}"
    return ET.Element("path", {"d": f"M {line}", "style": style})


def _places(shape: Polygon) -> list[tuple[float, float]]:
    return [(round(x, 2), round(y, 2)) for x, y in shape.get_xy().tolist()]


def _box(artists: Sequence[Artist]) -> Box:
    """Return left, top, right, bottom of the shape of a mark, or of its words if it has none."""
    places = [_places(one) for one in artists if isinstance(one, Polygon)]
    texts = [one.get_position() for one in artists if isinstance(one, Text)]
    xs, ys = zip(*(places[0] if places else [(x, y - 4) for x, y in texts]), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _target(box: Box, boxes: Sequence[Box]) -> ET.Element:
    """Return a transparent box to lie under a mark, for a finger, clear of all other `boxes`."""
    x, y = middle = _middle(box)
    gaps = [max(abs(x - u), abs(y - v)) for u, v in map(_middle, boxes) if (u, v) != middle]
    reach = min([_TARGET, *gaps]) / 2
    left, right = min(box[0], x - reach), max(box[2], x + reach)
    top, bottom = min(box[1], y - reach), max(box[3], y + reach)
    rect = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    given = {"class": "fig-target", "fill": "none", "pointer-events": "all"}
    return ET.Element("rect", given | {key: f"{value:.1f}" for key, value in rect.items()})


def _middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _link(mark: Mark, figure: str) -> dict[str, str]:
    """Return what makes a mark a link: its sentence, or its row of the table, and its name."""
    if len(mark.sentences) == 1:
        link = {"xlink:href": page_of(mark.sentences[0]), "target": "_blank"}
    else:
        link = {"xlink:href": f"#{figure}-row-{mark.row}"}
    # Who speaks to a browser calls a link by the words on it.
    words = mark.label.replace("\n", " ")
    called = words.casefold() in mark.name.casefold()
    return link | {"aria-label": mark.name if called else f"{words}: {mark.name}"}


def _mark(mark: Mark, figure: str, artists: Sequence[Artist], boxes: Sequence[Box]) -> ET.Element:
    """Return a mark as a link, or as a plain group where no sentence stands behind it."""
    kind = "mark" if mark.shape == "bar" else "mark inside"
    group = ET.Element("a" if mark.sentences else "g", {"class": kind})
    ET.SubElement(group, "title").text = mark.name
    drawn = [_element(one) for one in artists]
    if mark.sentences:
        group.attrib |= _link(mark, figure)
        group.append(_target(_box(artists), boxes))
        for one in drawn:
            one.tail = " " if one.tag == "text" else None  # two lines are not one word
    group.extend(drawn)
    return group


def _parts(figure: Figure, marks: Marks) -> list[ET.Element]:
    """Return the drawing in groups: what stands around the marks, then one for each mark."""
    drawn = {str(name): list(part) for name, part in groupby(figure.artists, Artist.get_gid)}
    called = {f"mark-{number}": mark for number, mark in enumerate(marks.marks)}
    lost = [mark.name for name, mark in called.items() if name not in drawn]
    if lost:
        raise FigureError(
            f'{marks.words.name}: "{lost[0]}" is not drawn: give it a shape or a label'
        )
    boxes = [_box(drawn[name]) for name, mark in called.items() if mark.sentences]
    parts = []
    for name, artists in drawn.items():
        if name in called:
            parts.append(_mark(called[name], marks.words.name, artists, boxes))
        else:
            parts.append(ET.Element("g", {"class": re.sub(r"-\d+$", "", name)}))
            parts[-1].extend(map(_element, artists))
    return parts


def _svg(view: str, parts: Sequence[ET.Element], marks: Marks) -> ET.Element:
    name = marks.words.name
    # role="img" would hide the links from assistive technology
    root = ET.Element("svg", {"class": "linked-fig-svg", "viewBox": view, "role": "group"})
    root.set("aria-labelledby", f"{name}-title {name}-desc")
    for tag, words in (("title", marks.words.title), ("desc", marks.description)):
        ET.SubElement(root, tag, {"id": f"{name}-{tag}"}).text = words
    root.extend(parts)
    return root


def _inline(view: str, parts: Sequence[ET.Element], marks: Marks) -> str:
    root = _svg(view, parts, marks)
    style = f"display: block; width: 100%; max-width: {WIDTH * _WIDEST:.0f}px; height: auto; "
    root.set("style", style + f"font-family: var(--pst-font-family-base, {_FONTS})")
    return ET.tostring(root, encoding="unicode")


def _alone(view: str, parts: Sequence[ET.Element], marks: Marks) -> str:
    """Return the SVG as a file of its own: light theme, white ground, no links into the book."""
    root = _svg(view, parts, marks)
    width, height = view.split()[2:]
    ground = {"width": width, "height": height, "fill": drawn_with("background")}
    root.insert(2, ET.Element("rect", ground))
    root.attrib |= {"xmlns": "http://www.w3.org/2000/svg", "font-family": _FONTS}
    text = ET.tostring(root, encoding="unicode")
    text = re.sub(r"<a [^>]*>", '<g class="mark">', text).replace("</a>", "</g>")
    return re.sub(r"<rect class=\"fig-target\"[^>]*/>", "", text) + "\n"


def _png(figure: Figure) -> bytes:
    """Return a picture at 144 dots an inch on white, for builders without SVG."""
    buffer = io.BytesIO()
    with mpl.rc_context(STYLE):
        figure.savefig(buffer, format="png", dpi=144, facecolor=drawn_with("background"),
                       metadata={"Software": None})  # fmt: skip
    return buffer.getvalue()


# --- the data table ---------------------------------------------------------------------------


def _text(value: Any) -> str:
    """Return a cell as it is shown.

    >>> [_text(value) for value in (1234567, 57.90, True, ("a", "b"))]
    ['1,234,567', '57.9', 'yes', 'a; b']
    """
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,.10g}" if isinstance(value, int | float) else str(value)


def _evidence(sentences: Sequence[str]) -> str:
    """Return links to sentences, one document after the other."""
    tally = ' data-tally=""' if len(sentences) > MOST_CITED else ""
    groups = groupby(sentences, lambda one: one.partition(":")[0])
    return "<br/>".join(
        f'<span class="fig-document">{html.escape(document)}</span> '
        + ", ".join(
            f'<a href="{page_of(one)}"{tally} aria-label="{one}">{one.partition(":")[2]}</a>'
            for one in group
        )
        for document, group in groups
    )


def _cell(value: Any) -> str:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    kind = ' class="fig-number"' if number else ""
    return f"<td{kind}>{html.escape(_text(value))}</td>"


def html_table(table: pd.DataFrame, name: str, title: str) -> str:
    """Return the data of a figure as a table; row n has the id NAME-row-n."""
    heads = [*table.columns.drop("sentences"), "Evidence"]
    head = "".join(f'<th scope="col">{html.escape(one)}</th>' for one in heads)
    rows = []
    for number, row in enumerate(table.to_dict("records"), start=1):
        evidence = _evidence(row.pop("sentences")) or "none"
        first, *rest = row.values()
        rows.append(
            f'<tr id="{name}-row-{number}"><th scope="row">{html.escape(_text(first))}</th>'
            f'{"".join(map(_cell, rest))}<td class="fig-evidence">{evidence}</td></tr>\n'
        )
    caption = f"<caption>{html.escape(title)}</caption>"
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>\n{''.join(rows)}</tbody></table>"


def _exported(value: Any) -> Any:
    """Return a cell for a spreadsheet; a text that it would run as a formula is disarmed."""
    return value if isinstance(value, int | float) and value == value else disarmed(_text(value))


# --- the figure -------------------------------------------------------------------------------


def _check(marks: Marks) -> None:
    """Raise `FigureError` unless each mark has a name of its own and a row with its sentences."""
    seen: set[str] = set()
    rows = dict(enumerate(marks.table["sentences"], start=1))
    for mark in marks.marks:
        where = f'{marks.words.name}: "{mark.name}"'
        if not mark.name.strip() or mark.name in seen:
            raise FigureError(
                f"{where}: the name of another mark, or none: say what tells it apart"
            )
        seen.add(mark.name)
        strange = [one for one in mark.sentences if not _SENTENCE.fullmatch(one)]
        if strange:
            raise FigureError(
                f'{where}: "{strange[0]}" is no id of a sentence: write pham-2024:s029'
            )
        if not set(mark.sentences) <= set(rows.get(mark.row, ())):
            raise FigureError(f"{where}: row {mark.row} of the table lacks some of its sentences")


class LinkedFigure:
    """A figure for a page; return it from a cell.

    `marks` is what is drawn, `svg` the inline SVG, `html` the SVG with data table, downloads and
    how to cite, `files` the downloads by kind (csv, svg, png). Raises `FigureError` unless each
    mark is drawn, named, and leads to sentences that its row of the table holds.
    """

    def __init__(self, marks: Marks) -> None:
        _check(marks)
        self.marks, self.name, self.title = marks, marks.words.name, marks.words.title
        figure = draw(marks)
        view = f"0 0 {WIDTH:g} {figure.get_figheight() * 72:g}"
        parts = _parts(figure, marks)
        self.svg = _inline(view, parts, marks)
        self._drawing = (figure, view, parts)

    @cached_property
    def files(self) -> dict[str, bytes]:
        """The downloads, by kind."""
        figure, view, parts = self._drawing
        table = self.marks.table
        return {
            "csv": table.map(_exported).to_csv(index=False, lineterminator="\n").encode(),
            "svg": _alone(view, parts, self.marks).encode(),
            "png": _png(figure),
        }

    @property
    def html(self) -> str:
        """The figure with its data table and downloads."""
        about = html.escape(self.title, quote=True)
        ground = token(drawn_with("background"))  # without stylesheet, light colours on light
        return (
            f'<div class="linked-fig mathjax_ignore" id="figure-{self.name}">\n'
            f'<div style="background: {ground}">\n'
            f"{self.svg}\n"
            '</div>\n<details class="fig-data"><summary>Data and downloads</summary>\n'
            f'<div class="fig-scroll" tabindex="0" role="region" aria-label="Data: {about}">\n'
            f"{html_table(self.marks.table, self.name, self.title)}\n</div>\n"
            f'<p class="fig-downloads">Download {self._downloads()}</p>\n'
            f'<p class="fig-cite">Cite as: {html.escape(of_figure(self.title))} '
            f'<a class="fig-link" href="#figure-{self.name}">Link to this figure</a></p>\n'
            # One click selects all of it, to be copied.
            '<div class="highlight"><pre style="white-space: pre-wrap; user-select: all">'
            f"{html.escape(bibtex(self.name, self.title))}</pre></div>\n"
            "</details>\n</div>"
        )

    def _downloads(self) -> str:
        return " ".join(
            f'<a class="fig-download" download="{self.name}.{kind}" data-file="{self.name}.{kind}" '
            f'href="data:{_MEDIA[kind]};base64,{base64.b64encode(content).decode()}">'
            f"{kind.upper()}</a>"
            for kind, content in self.files.items()
        )

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {
            "text/html": self.html,
            "image/png": base64.b64encode(self.files["png"]).decode(),
            "text/plain": f"{self.title}. {self.marks.description}",
        }
