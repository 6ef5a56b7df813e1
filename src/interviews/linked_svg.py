"""A drawing as a page takes it: inline SVG whose marks lead to sentences, its data, downloads.

Colours become CSS custom properties (see `palette`). Each mark is one link with an accessible name:
to its sentence, or, where it stands for several, to its row in the data table below, which links
each; one that stands for none, such as "none", is no link. In JupyterLab an SVG link must be
`xlink:href`: its renderer assigns `a.href`, which SVG does not let it. The same input gives the
same bytes.
"""

import base64
import csv
import html
import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import groupby
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

from interviews.charts.draw import STYLE, draw
from interviews.charts.marks import WIDTH, FigureError, Mark, Marks
from interviews.citation import bibtex, of_figure
from interviews.palette import drawn_with, token
from interviews.representation import page_of
from interviews.unsafe_text import disarmed

_SENTENCE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*:s\d{3,}")
_FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"
_SVG = "{http://www.w3.org/2000/svg}"
_TARGET = 26.0  # 24 CSS pixels and more on a phone (WCAG 2.2, 2.5.8)
_WIDEST = 1.4  # times its natural width that a drawing may grow to on a wide page
_MEDIA = {"csv": "text/csv", "svg": "image/svg+xml", "png": "image/png"}
MOST_CITED = 6
"""A row that stands for more sentences than this counts them; it does not cite each."""
_HIDDEN = ("sentences", "colour")


# --- from matplotlib's SVG to ours ------------------------------------------------------------


def _drawn(figure: Figure) -> tuple[ET.Element, list[tuple[str, ET.Element]]]:
    """Return the root of matplotlib's SVG, and each path and text with the name of its artist."""
    buffer = io.BytesIO()
    with mpl.rc_context({**STYLE, "svg.hashsalt": "one"}):
        figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None})
    root = ET.fromstring(buffer.getvalue())
    named = [
        (group.get("id", ""), element)
        for group in root.iter(f"{_SVG}g")
        for element in group
        if element.tag in (f"{_SVG}path", f"{_SVG}text") and group.get("id") != "patch_1"
    ]
    return root, named


def _style(element: ET.Element) -> dict[str, str]:
    pairs = (part.split(":", 1) for part in element.get("style", "").split(";") if ":" in part)
    return {key.strip(): value.strip() for key, value in pairs}


def _painted(style: dict[str, str]) -> str:
    wanted = ("fill", "stroke", "stroke-width")
    parts = {key: style[key] for key in wanted if key in style}
    if parts.get("stroke", "none") == "none":
        parts = {"fill": parts.get("fill", "#000000")}
    return "; ".join(
        f"{key}: {token(value) if value.startswith('#') else value}" for key, value in parts.items()
    )


def _rounded(path: str) -> str:
    numbers = re.sub(r"-?\d+\.\d+", lambda found: f"{round(float(found[0]), 2):g}", path)
    return " ".join(numbers.split())


def _clean(element: ET.Element) -> ET.Element:
    """Return a path or a text of matplotlib with what a page needs and nothing else."""
    style = _style(element)
    if element.tag == f"{_SVG}path":
        path = {"d": _rounded(element.get("d", "")), "style": _painted(style)}
        return ET.Element("path", path)
    x, y = re.findall(r"-?[\d.]+", element.get("transform", "").split("rotate(-0")[-1])[:2]
    font = re.match(r"(?:(\w+) )?([\d.]+)px", style.get("font", style.get("font-size", "12px")))
    weight = style.get("font-weight") or (font[1] if font else "")
    text = ET.Element("text", {"x": f"{float(x):.2f}", "y": f"{float(y):.2f}"})
    text.set("font-size", font[2] if font else "12")
    text.set("text-anchor", style.get("text-anchor", "start"))
    text.set("style", _painted({"fill": style["fill"]}))
    if weight in ("bold", "700"):
        text.set("font-weight", "700")
    text.text = element.text
    return text


def _group_of(name: str) -> str:
    """Return the part of the drawing that an artist belongs to.

    >>> [_group_of(name) for name in ("mark-3-label-0", "mark-3", "tick-x-words-2-0", "title-1")]
    ['mark-3', 'mark-3', 'tick-x-2', 'title']
    """
    found = re.match(r"(mark-\d+)|(tick-[xy])(?:-words)?(-\d+)|([a-z]+)", name)
    return "".join(part for part in found.groups() if part) if found else name


def _order(named: tuple[str, ET.Element]) -> int:
    found = re.match(r"mark-(\d+)", named[0])
    return int(found[1]) if found else -1


def _box(group: ET.Element) -> tuple[float, float, float, float]:
    """Return left, top, right, bottom of the paths of a group, or of its texts if it has none."""
    paths = [re.findall(r"-?[\d.]+", path.get("d", "")) for path in group.iter("path")]
    xs = [float(x) for path in paths for x in path[::2]]
    ys = [float(y) for path in paths for y in path[1::2]]
    for text in [] if paths else group.iter("text"):
        xs, ys = [*xs, float(text.get("x", 0))], [*ys, float(text.get("y", 0)) - 4]
    return min(xs), min(ys), max(xs), max(ys)


def _targets(links: Sequence[ET.Element]) -> None:
    """Lay a transparent box under each mark, large enough for a finger, clear of the next mark."""
    boxes = [_box(link) for link in links]
    middles = [((a + c) / 2, (b + d) / 2) for a, b, c, d in boxes]
    for link, box, (x, y) in zip(links, boxes, middles, strict=True):
        gaps = [max(abs(x - u), abs(y - v)) for u, v in middles if (u, v) != (x, y)]
        reach = min([_TARGET, *gaps]) / 2
        left, right = min(box[0], x - reach), max(box[2], x + reach)
        top, bottom = min(box[1], y - reach), max(box[3], y + reach)
        rect = {"x": left, "y": top, "width": right - left, "height": bottom - top}
        given = {"class": "fig-target", "fill": "none", "pointer-events": "all"}
        link.insert(1, ET.Element("rect", given | {k: f"{v:.1f}" for k, v in rect.items()}))


def _link(mark: Mark, name: str) -> ET.Element:
    """Return the link around a mark, or a plain group where no sentence stands behind it."""
    where = {"class": "mark" if mark.shape == "bar" else "mark inside"}
    if len(mark.sentences) == 1:
        where |= {"xlink:href": page_of(mark.sentences[0]), "target": "_blank"}
    elif mark.sentences:
        where |= {"xlink:href": f"#{name}-row-{mark.row}"}
    if mark.sentences:
        where |= {"aria-label": mark.name}
    link = ET.Element("a" if mark.sentences else "g", where)
    ET.SubElement(link, "title").text = mark.name
    return link


def _call(link: ET.Element) -> None:
    """Begin the name of a mark with the words on it, by which who speaks to a browser calls it."""
    for text in link.iter("text"):
        text.tail = " "  # two lines are not one word
    words = " ".join(text.text or "" for text in link.iter("text"))
    if words.casefold() not in link.get("aria-label", "").casefold():
        link.set("aria-label", f"{words}: {link.get('aria-label')}")


def _parts(figure: Figure, marks: Marks) -> tuple[str, list[ET.Element]]:
    """Return the view box, and the drawing in groups: one for each mark, drawn once."""
    root, named = _drawn(figure)
    groups: dict[str, ET.Element] = {}
    # Matplotlib writes shapes before texts; a reader meets the marks in their own order.
    for name, element in sorted(named, key=_order):
        key = _group_of(name)
        if key not in groups:
            number = re.fullmatch(r"mark-(\d+)", key)
            plain = ET.Element("g", {"class": re.sub(r"-\d+$", "", key)})
            groups[key] = _link(marks.marks[int(number[1])], marks.name) if number else plain
        groups[key].append(_clean(element))
    lost = [m.name for n, m in enumerate(marks.marks) if f"mark-{n}" not in groups]
    if lost:
        raise FigureError(f'{marks.name}: "{lost[0]}" is not drawn: give it a shape or a label')
    links = [group for group in groups.values() if group.tag == "a"]
    _targets(links)
    for link in links:
        _call(link)
    return root.get("viewBox", ""), list(groups.values())


def _svg(view: str, parts: Sequence[ET.Element], marks: Marks) -> ET.Element:
    # role="img" would hide the links from assistive technology
    root = ET.Element("svg", {"class": "linked-fig-svg", "viewBox": view, "role": "group"})
    root.set("aria-labelledby", f"{marks.name}-title {marks.name}-desc")
    for tag, words in (("title", marks.title), ("desc", marks.description)):
        ET.SubElement(root, tag, {"id": f"{marks.name}-{tag}"}).text = words
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
    if pd.api.types.is_bool(value):
        return "yes" if value else "no"
    return f"{value:,.10g}" if pd.api.types.is_number(value) else str(value)


def _shown(table: pd.DataFrame) -> list[str]:
    return [column for column in table.columns if column not in _HIDDEN]


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


def _cells(table: pd.DataFrame, row: int) -> Iterator[str]:
    for place, column in enumerate(_shown(table)):
        value = table.iloc[row][column]
        number = pd.api.types.is_number(value) and not pd.api.types.is_bool(value)
        words = html.escape(_text(value))
        kind = ' class="fig-number"' if number else ""
        yield f"<td{kind}>{words}</td>" if place else f'<th scope="row">{words}</th>'
    yield f'<td class="fig-evidence">{_evidence(table.iloc[row]["sentences"]) or "none"}</td>'


def html_table(table: pd.DataFrame, name: str, title: str) -> str:
    """Return the data of a figure as a table; row n has the id NAME-row-n."""
    heads = [*_shown(table), "Evidence"]
    head = "".join(f'<th scope="col">{html.escape(one)}</th>' for one in heads)
    rows = "\n".join(
        f'<tr id="{name}-row-{row + 1}">{"".join(_cells(table, row))}</tr>'
        for row in range(len(table))
    )
    caption = f"<caption>{html.escape(title)}</caption>"
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>\n{rows}\n</tbody></table>"


def _exported(value: Any) -> Any:
    return value if isinstance(value, int | float) and value == value else disarmed(_text(value))


def _spreadsheet(table: pd.DataFrame) -> str:
    """Return the table as CSV; a text that a spreadsheet would run as a formula is disarmed."""
    columns = [*_shown(table), "sentences"]
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    for row in table[columns].itertuples(index=False, name=None):
        writer.writerow([_exported(cell) for cell in row])
    return buffer.getvalue()


# --- the figure -------------------------------------------------------------------------------


def _check(marks: Marks) -> None:
    """Raise `FigureError` unless each mark has a name of its own and a row with its sentences."""
    seen: set[str] = set()
    for mark in marks.marks:
        where = f'{marks.name}: "{mark.name}"'
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
        if not 1 <= mark.row <= len(marks.table):
            raise FigureError(f"{where}: row {mark.row} of a table of {len(marks.table)} rows")
        if not set(mark.sentences) <= set(marks.table.iloc[mark.row - 1]["sentences"]):
            raise FigureError(f"{where}: row {mark.row} of the table lacks some of its sentences")


class LinkedFigure:
    """A figure for a page; return it from a cell.

    `marks` is what is drawn, `svg` the inline SVG, `html` the SVG with data table, downloads and
    how to cite, `files` the downloads by kind (csv, svg, png). Raises `FigureError` unless each
    mark is drawn, named, and leads to sentences that its row of the table holds.
    """

    def __init__(self, marks: Marks) -> None:
        _check(marks)
        self.marks, self.name, self.title = marks, marks.name, marks.title
        figure = draw(marks)
        view, parts = _parts(figure, marks)
        self.svg = _inline(view, parts, marks)
        self._drawing = (figure, view, parts)

    @cached_property
    def files(self) -> dict[str, bytes]:
        """The downloads, by kind."""
        figure, view, parts = self._drawing
        return {
            "csv": _spreadsheet(self.marks.table).encode(),
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
