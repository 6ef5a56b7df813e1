"""Turns a matplotlib figure into inline SVG: linked, accessible, following the theme, reproducible.

A colour is drawn as the hex value that it has in the light theme and written as a CSS custom
property with that value to fall back on, so that one file serves both themes, print and a browser
without the stylesheet. `book/_static/figures.css` gives the properties their values.

Text is laid out with the metrics of DejaVu Sans, which matplotlib carries with it and which is
wider than the fonts a page is likely to use: text set in the page's font is therefore never wider
than the room left for it.

Text of a figure is drawn as text and links as links, so every URL handed to an artist comes from a
`Links` registry and has to be found in the drawing exactly once; see `LinkedFigure`.
"""

import base64
import copy
import csv
import html
import io
import math
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import lru_cache

import matplotlib as mpl
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from matplotlib.textpath import text_to_path

from interviews.citation import of_figure
from interviews.hostile import disarmed


class FigureError(ValueError):
    """A figure that would mislead or break a page; the message names the figure and the mark."""


# --- colours ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Colour:
    """A colour with one meaning in the whole book: hex values in the light and the dark theme."""

    light: str
    dark: str


BACKGROUNDS = {"light": ("#ffffff",), "dark": ("#121212", "#14181e")}

# Words are set in ink, muted or a side's colour (contrast 4.5 to 1 or more); marks may also have a
# text's colour (3 to 1 or more); fills only ever lie under a mark or words that carry the meaning.
SIDES = ("china", "vietnam", "both", "problem")
PALETTE = {
    "ink": Colour("#1f2328", "#e6eaf0"),
    "muted": Colour("#59636e", "#a9b1bd"),
    "grid": Colour("#d5dae0", "#39424e"),
    "background": Colour("#ffffff", "#121212"),
    "china": Colour("#b85207", "#f19a4b"),
    "vietnam": Colour("#00579a", "#71bfff"),
    "both": Colour("#6e757d", "#dde6ee"),
    "problem": Colour("#7d0a4a", "#e25a98"),
    "china-fill": Colour("#f7dcc6", "#4a2c14"),
    "vietnam-fill": Colour("#d2e4f5", "#17354f"),
    "both-fill": Colour("#e4e7eb", "#353b42"),
    "problem-fill": Colour("#f3d2e2", "#50203a"),
    # The texts in order of time, from pale to strong in either theme.
    "text-1": Colour("#719b40", "#00736f"),
    "text-2": Colour("#518e3d", "#0b8877"),
    "text-3": Colour("#2b803c", "#159f7d"),
    "text-4": Colour("#00703e", "#40b37f"),
    "text-5": Colour("#005d41", "#6dc582"),
    "text-6": Colour("#024b3c", "#94d785"),
    "text-7": Colour("#003b33", "#bae88b"),
    "text-8": Colour("#002b29", "#e0f892"),
}
_TOKENS = {colour.light: f"var(--fig-{name}, {colour.light})" for name, colour in PALETTE.items()}


def colour(name: str) -> str:
    """Return the hex value to draw with for a name of `PALETTE`.

    >>> colour("vietnam")
    '#00579a'
    """
    if name not in PALETTE:
        raise FigureError(f'colour "{name}" is not in the palette: use one of {", ".join(PALETTE)}')
    return PALETTE[name].light


def document_colours(documents: Iterable[str]) -> dict[str, str]:
    """Return the name of the colour of each document; `documents` are in order of time.

    >>> document_colours(["xiong-2022", "globaltimes-2023"])
    {'xiong-2022': 'text-1', 'globaltimes-2023': 'text-2'}
    """
    named = {key: f"text-{place}" for place, key in enumerate(dict.fromkeys(documents), start=1)}
    for key, name in named.items():
        if name not in PALETTE:
            raise FigureError(
                f'document "{key}": no colour left: add {name} to PALETTE and the CSS'
            )
    return named


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two hex colours (WCAG 2.2), from 1 to 21.

    >>> contrast("#ffffff", "#000000")
    21.0
    """
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return round((high + 0.05) / (low + 0.05), 2)


def linear(hexadecimal: str) -> tuple[float, float, float]:
    """Return red, green and blue of a hex colour as linear light from 0 to 1 (IEC 61966-2-1)."""
    red, green, blue = (int(hexadecimal[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _linear(red), _linear(green), _linear(blue)


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _luminance(hexadecimal: str) -> float:
    red, green, blue = linear(hexadecimal)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# --- style -----------------------------------------------------------------------------------

WIDTH = 504.0
"""Natural width of a figure in points: 7 inches, the width of the text of a page."""

FONT_SIZE = 10.0
_FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"

# At 72 dots an inch a pixel of matplotlib, a point and a unit of the SVG are the same length.
STYLE = {
    "figure.dpi": 72,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "svg.fonttype": "none",
    "font.family": ["DejaVu Sans"],
    "font.size": FONT_SIZE,
    "axes.titlesize": FONT_SIZE,
    "axes.labelsize": FONT_SIZE,
    "xtick.labelsize": FONT_SIZE,
    "ytick.labelsize": FONT_SIZE,
    "legend.fontsize": FONT_SIZE,
    "text.color": colour("ink"),
    "axes.labelcolor": colour("ink"),
    "axes.titlecolor": colour("ink"),
    "axes.edgecolor": colour("muted"),
    "xtick.color": colour("muted"),
    "ytick.color": colour("muted"),
    "grid.color": colour("grid"),
    "grid.linewidth": 0.8,
    "lines.color": colour("ink"),
    "patch.edgecolor": colour("ink"),
    "patch.facecolor": colour("both"),
    "axes.prop_cycle": mpl.cycler(color=[colour(side) for side in SIDES]),
    "axes.spines.top": False,
    "axes.spines.right": False,
    "legend.frameon": False,
    "text.parse_math": False,
    "text.usetex": False,
}


def styled() -> AbstractContextManager:
    """Return the context in which to draw; matplotlib reads colours and sizes as artists are made.

    Works as a decorator too: `@styled()`.
    """
    return mpl.rc_context(STYLE)


@lru_cache(maxsize=4096)
def text_width(text: str, size: float = FONT_SIZE, weight: str = "normal") -> float:
    """Return the width in points of the widest line of `text`, set in DejaVu Sans."""
    font = FontProperties(family="DejaVu Sans", size=size, weight=weight)
    widths = [
        text_to_path.get_text_width_height_descent(line, font, ismath=False)[0]
        for line in text.split("\n")
    ]
    return max(widths)


# --- links -----------------------------------------------------------------------------------

_SENTENCE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*:s\d{3,}")
_URL = re.compile(r"(?P<href>.*)~(?P<mark>\d+)\.(?P<copy>\d+)")


@dataclass(frozen=True)
class Mark:
    """One thing in a figure that stands for evidence: what it is called and where it leads."""

    label: str
    href: str
    sentences: tuple[str, ...]
    row: int | None


class Links:
    """The links of one figure; `figure` is the figure's name.

    A URL from here carries a private number, so that marks with one target keep their own names
    and none can be lost or drawn twice unseen. `LinkedFigure` takes the number off again.
    """

    def __init__(self, figure: str) -> None:
        if not re.fullmatch(r"[a-z][a-z0-9-]*", figure):
            raise FigureError(
                f'figure "{figure}": use small letters, digits and hyphens for a name'
            )
        self.figure = figure
        self.marks: list[Mark] = []
        self._copies: list[int] = []

    def to(self, label: str, sentences: str | Iterable[str], row: int | None = None) -> str:
        """Return the URL for the artist that draws this mark; give it to one artist only.

        `label` is the accessible name: value, speaker or text, date. `row` is the number, from 1,
        of the mark's row in the data table below the figure. One sentence is linked to directly;
        several, or none, through that row, which links each.
        """
        ids = (sentences,) if isinstance(sentences, str) else tuple(sentences)
        self._check(label, ids, row)
        href = f"sentence:{ids[0]}" if len(ids) == 1 else f"#{self.figure}-row-{row}"
        self._check_name(label, href)
        self.marks.append(Mark(label, href, ids, row))
        self._copies.append(0)
        return f"{href}~{len(self.marks)}.0"

    def again(self, url: str) -> str:
        """Return a URL for a further artist of a mark, such as its direct label.

        A pointer can follow it; the keyboard and a screen reader meet the mark only once.
        """
        found = _URL.fullmatch(url)
        if found is None or not 0 < int(found["mark"]) <= len(self.marks):
            raise FigureError(f'{self.figure}: "{url}" is not from this registry: call to() first')
        mark = int(found["mark"])
        self._copies[mark - 1] += 1
        return f"{found['href']}~{mark}.{self._copies[mark - 1]}"

    def urls(self) -> list[str]:
        """Return every URL handed out, in order."""
        return [
            f"{mark.href}~{number}.{copy_number}"
            for number, (mark, copies) in enumerate(
                zip(self.marks, self._copies, strict=True), start=1
            )
            for copy_number in range(copies + 1)
        ]

    def mark(self, url: str) -> tuple[Mark, bool]:
        """Return the mark of a URL, and whether the URL is the mark's first."""
        found = _URL.fullmatch(url)
        if found is None or url not in self.urls():
            raise FigureError(
                f'{self.figure}: an artist links to "{url}", which is not from the registry: '
                "get its URL from links.to(...)"
            )
        return self.marks[int(found["mark"]) - 1], found["copy"] == "0"

    def _check_name(self, label: str, href: str) -> None:
        if any(mark.label == label and mark.href != href for mark in self.marks):
            raise FigureError(
                f'{self.figure}: two marks that lead to different places are called "{label}": '
                "say in the label what tells them apart"
            )

    def _check(self, label: str, ids: Sequence[str], row: int | None) -> None:
        if not isinstance(label, str) or not label.strip():
            raise FigureError(f"{self.figure}: a mark has no label: say what it shows, and whose")
        for sentence in ids:
            if not isinstance(sentence, str) or not _SENTENCE.fullmatch(sentence):
                raise FigureError(
                    f'{self.figure}: "{label}": "{sentence}" is not the id of a sentence: '
                    "write document:sNNN, such as pham-2024:s029"
                )
        if len(ids) != 1 and row is None:
            raise FigureError(
                f'{self.figure}: "{label}" stands for {len(ids)} sentences: '
                "give the number of its row in the data table"
            )


# --- from matplotlib's SVG to ours -----------------------------------------------------------

_NAMESPACE = re.compile(r"^\{[^}]*\}")
_HEX = re.compile(r"#[0-9a-f]{6}\b")
_TARGET_RADIUS = 9.0  # points; 24 CSS pixels across at natural size (WCAG 2.2, 2.5.8)


def _render(figure: Figure, name: str) -> ET.Element:
    """Return the SVG that matplotlib writes, without its namespaces, metadata and global style."""
    buffer = io.StringIO()
    # Ids of matplotlib are hashes of this salt and the content; without a salt they are random.
    with mpl.rc_context(STYLE | {"svg.hashsalt": name}):
        figure.savefig(
            buffer,
            format="svg",
            bbox_inches="tight",
            pad_inches=0.04,
            metadata={"Date": None, "Creator": None, "Format": None, "Type": None},
        )
    root = ET.fromstring(buffer.getvalue())
    for element in root.iter():
        _plain_names(element)
    _drop(root, "metadata")
    _drop(root, "style")  # matplotlib's applies to `*`: inline, that is the whole page
    _drop(root, "path", style="fill: none")  # the grounds of figure and axes: nothing to see
    return root


def _plain_names(element: ET.Element) -> None:
    element.tag = _NAMESPACE.sub("", element.tag)
    element.attrib = {_NAMESPACE.sub("", key): value for key, value in element.attrib.items()}
    if element.tag != "text":
        element.text = None
    # A line break between texts keeps their words apart for the search index.
    element.tail = "\n"


def _drop(root: ET.Element, tag: str, style: str | None = None) -> None:
    for parent in root.iter():
        for child in [child for child in parent if child.tag == tag]:
            if style in (None, child.get("style")):
                parent.remove(child)


def _prefix_ids(root: ET.Element, name: str) -> None:
    """Make ids the figure's own: matplotlib numbers those of every figure alike."""
    for element in root.iter():
        if "id" in element.attrib:
            element.set("id", f"{name}-{element.get('id')}")
        if element.tag == "use":
            element.set("href", f"#{name}-{element.get('href')[1:]}")
        for key, value in element.attrib.items():
            element.set(key, value.replace("url(#", f"url(#{name}-"))


def _typeset(root: ET.Element) -> None:
    """Leave the choice of the font to the page."""
    for text in root.iter("text"):
        parts = [part.strip() for part in text.get("style", "").split(";")]
        text.set("style", "; ".join(p for p in parts if p and not p.startswith("font-family")))


def _head(root: ET.Element, name: str, title: str, description: str) -> None:
    view = root.get("viewBox")
    root.attrib = {
        "class": "linked-fig-svg",
        "viewBox": view,
        # role="img" would hide the links from assistive technology
        "role": "group",
        "aria-labelledby": f"{name}-title {name}-desc",
        "stroke-linejoin": "round",
        "stroke-linecap": "butt",
    }
    for place, (tag, words) in enumerate((("title", title), ("desc", description))):
        element = ET.Element(tag, {"id": f"{name}-{tag}"})
        element.text, element.tail = words, "\n"
        root.insert(place, element)


def _size(root: ET.Element) -> tuple[float, float]:
    width, height = root.get("viewBox").split()[2:]
    return float(width), float(height)


def _check_colours(root: ET.Element, name: str) -> None:
    """Raise unless every colour is one that the theme can change."""
    found = {c for e in root.iter() for v in e.attrib.values() for c in _HEX.findall(v)}
    strangers = sorted(found - set(_TOKENS))
    # matplotlib leaves black out: it is what SVG paints with unless told otherwise
    if any("fill" not in e.get("style", "") for e in root.iter() if e.tag in {"text", "use"}):
        strangers.append("black")
    if strangers:
        raise FigureError(
            f"{name}: {', '.join(strangers)}: not in the palette, so they would not follow the "
            "theme: draw inside svg.styled() and with svg.colour(...)"
        )


def _paint(root: ET.Element) -> None:
    for element in root.iter():
        for key, value in element.attrib.items():
            if key in {"style", "fill", "stroke"}:
                element.set(key, _HEX.sub(lambda found: _TOKENS[found[0]], value))


def _parents(root: ET.Element) -> dict[ET.Element, ET.Element]:
    return {child: parent for parent in root.iter() for child in parent}


def _unwrap(parent: ET.Element, link: ET.Element) -> None:
    """Put what is inside a link in the link's place."""
    at = list(parent).index(link)
    parent[at : at + 1] = list(link)


def _merge(root: ET.Element) -> None:
    """Make one link of the several that matplotlib draws for one artist.

    Text of several lines has a link for each line, a line with markers one for the line and one for
    the markers. Links of one collection stay apart: equal ones there are a mistake.
    """
    for group in [element for element in root.iter("g") if _one_artist(element)]:
        links = list(group.iter("a"))
        if len(links) > 1 and len({link.get("href") for link in links}) == 1:
            parents = _parents(group)
            for link in links:
                _unwrap(parents[link], link)
            whole = ET.Element("a", {"href": links[0].get("href")})
            whole.extend(list(group))
            whole.tail = "\n"
            group[:] = [whole]


def _one_artist(group: ET.Element) -> bool:
    return bool(re.fullmatch(r"(text|line2d)_\d+", group.get("id", "")))


def _check_links(root: ET.Element, links: Links) -> None:
    """Raise unless the links drawn are the links asked for, each exactly once."""
    drawn = _drawn(root)
    asked = Counter(links.urls())
    problems = [
        f'"{links.mark(url)[0].label}" is {_amiss(drawn[url])}'
        for url in list(asked) + [url for url in drawn if url not in asked]
        if drawn[url] != asked[url]
    ]
    if problems:
        raise FigureError(f"{links.figure}: " + "; ".join(problems))


def _drawn(root: ET.Element) -> Counter[str]:
    """Return how many marks each link has.

    A collection with one URL and points that look alike is drawn as one link around them all.
    """
    lines = {link for group in root.iter("g") if _one_artist(group) for link in group.iter("a")}
    drawn: Counter[str] = Counter()
    for link in root.iter("a"):
        drawn[link.get("href")] += 1 if link in lines else max(1, len(list(link.iter("use"))))
    return drawn


def _amiss(times: int) -> str:
    if times == 0:
        return (
            "not drawn: give its URL to an artist with set_url, to a collection with "
            "set_urls, and keep it inside the axes"
        )
    return (
        f"drawn {times} times: give its URL to one artist, a collection as many URLs as points, "
        "and use links.again(url) for a direct label"
    )


def _dress(root: ET.Element, links: Links) -> None:
    """Give every link its target and its accessible name, and take matplotlib's `_blank` away."""
    for link in root.iter("a"):
        mark, first = links.mark(link.get("href"))
        link.attrib = {"href": mark.href}
        link.attrib |= (
            {"aria-label": mark.label} if first else {"tabindex": "-1", "aria-hidden": "true"}
        )
        tooltip = ET.Element("title")
        tooltip.text, tooltip.tail = mark.label, "\n"
        link.insert(0, tooltip)


def _widen_targets(root: ET.Element) -> None:
    """Lay a transparent disc under small marks and a transparent band under thin lines.

    Discs keep out of each other's way, so that the nearest mark is always the one hit.
    """
    dots = [(link, use) for link in root.iter("a") for use in link.iter("use")]
    places = [(float(use.get("x", 0)), float(use.get("y", 0))) for _, use in dots]
    for (link, use), place in zip(dots, places, strict=True):
        gap = min((math.dist(place, p) for p in places if p != place), default=math.inf)
        _underlay(link, use, place, min(_TARGET_RADIUS, gap / 2))
    for link in root.iter("a"):
        for line in [path for path in link.iter("path") if "fill: none" in path.get("style", "")]:
            band = {"d": line.get("d"), "stroke-width": "9", "pointer-events": "stroke"}
            link.insert(1, _target("path", band))


def _underlay(link: ET.Element, use: ET.Element, place: tuple[float, float], radius: float) -> None:
    disc = {"cx": f"{place[0]:g}", "cy": f"{place[1]:g}", "r": f"{radius:g}"}
    parent = next(element for element in link.iter() if use in list(element))
    parent.insert(0, _target("circle", disc))


def _target(tag: str, attributes: dict[str, str]) -> ET.Element:
    given = {"class": "fig-target", "fill": "none", "pointer-events": "all"}
    element = ET.Element(tag, given | attributes)
    element.tail = "\n"
    return element


def _inline(root: ET.Element, links: Links) -> str:
    """Return the SVG for a page; changes `root`."""
    _dress(root, links)
    _widen_targets(root)
    _paint(root)
    width, _ = _size(root)
    # Points in, CSS pixels out: at its narrowest, 10 point type is 10 pixels high.
    root.set(
        "style",
        f"display: block; width: 100%; min-width: {width:.0f}px; max-width: {width * 4 / 3:.0f}px; "
        f"height: auto; font-family: var(--pst-font-family-base, {_FONTS})",
    )
    return ET.tostring(root, encoding="unicode").strip()


_HALO = f"""text {{
  paint-order: stroke; stroke: {colour("background")}; stroke-width: 3px; stroke-linejoin: round
}}"""


def _standalone(root: ET.Element) -> str:
    """Return the SVG as a file of its own: light theme, white ground, no links into the book."""
    root = copy.deepcopy(root)
    for link in list(root.iter("a")):
        _unwrap(_parents(root)[link], link)
    width, height = _size(root)
    root.set("xmlns", "http://www.w3.org/2000/svg")
    root.set("width", f"{width:g}pt")
    root.set("height", f"{height:g}pt")
    root.set("font-family", _FONTS)
    halo = ET.Element("style")
    halo.text = _HALO
    ground = ET.Element(
        "path", {"d": f"M0 0H{width:g}V{height:g}H0Z", "fill": colour("background")}
    )
    root[2:2] = [halo, ground]
    return ET.tostring(root, encoding="unicode") + "\n"


def _png(figure: Figure) -> bytes:
    """Return a picture at 144 dots an inch on white, for builders without SVG."""
    for text in figure.findobj(Text):
        text.set_path_effects([withStroke(linewidth=3, foreground=colour("background"))])
    buffer = io.BytesIO()
    with mpl.rc_context(STYLE):
        figure.savefig(
            buffer,
            format="png",
            dpi=144,
            facecolor=colour("background"),
            bbox_inches="tight",
            pad_inches=0.04,
            metadata={"Software": None},
        )
    return buffer.getvalue()


# --- overlaps --------------------------------------------------------------------------------

# One line of text is anchored and turned by nothing, several are moved into place.
_UPRIGHT = re.compile(r"^(?:rotate\(-0 |translate\()(?P<x>[-\d.]+) (?P<y>[-\d.]+)\)$")
_ANCHOR = {"start": 0.0, "middle": 0.5, "end": 1.0}
Box = tuple[float, float, float, float]


def _text_boxes(root: ET.Element) -> Iterator[tuple[str, Box]]:
    """Yield each upright text with its box (left, top, right, bottom) in points."""
    for text in root.iter("text"):
        found = _UPRIGHT.search(text.get("transform", ""))
        if found is None or not text.text.strip():
            continue
        style = dict(part.split(": ", 1) for part in text.get("style").split("; "))
        size = float(style["font-size"].removesuffix("px"))
        weight = "bold" if int(style.get("font-weight", 400)) >= 600 else "normal"
        width = text_width(text.text, size, weight)
        left = float(found["x"]) - width * _ANCHOR[style.get("text-anchor", "start")]
        y = float(found["y"])
        yield text.text, (left, y - 0.72 * size, left + width, y + 0.1 * size)


def _overlaps(root: ET.Element) -> tuple[str, ...]:
    boxes = list(_text_boxes(root))
    return tuple(
        f'"{one}" and "{other}"'
        for at, (one, a) in enumerate(boxes)
        for other, b in boxes[at + 1 :]
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    )


# --- the data table --------------------------------------------------------------------------

_EVIDENCE = ("sentences", "quote", "quotes")


def _as_list(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [] if value is None or value is pd.NA or value != value else list(value)


def _as_text(value: object) -> str:
    """Return a cell as it is shown: dates as ISO dates, missing values as nothing.

    >>> [_as_text(value) for value in (1234567, 57.90, True, None, pd.Timestamp("2024-08-18"))]
    ['1,234,567', '57.9', 'yes', '', '2024-08-18']
    """
    if isinstance(value, (list, tuple)):
        return "; ".join(map(str, value))
    if pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if pd.api.types.is_bool(value):
        return "yes" if value else "no"
    if pd.api.types.is_number(value):
        return f"{value:,.10g}"
    return str(value)


# A row that stands for more sentences than this counts them; it does not cite each.
MOST_CITED = 6


def _evidence(ids: Sequence[str]) -> str:
    """Return links to sentences, grouped by document so that a long list stays readable."""
    tally = ' data-tally=""' if len(ids) > MOST_CITED else ""
    groups: dict[str, list[str]] = {}
    for sentence in ids:
        groups.setdefault(sentence.split(":")[0], []).append(sentence)
    return "<br>".join(
        f'<span class="fig-document">{html.escape(document)}</span> '
        + ", ".join(
            f'<a href="sentence:{one}"{tally} aria-label="{one}">{one.split(":")[1]}</a>'
            for one in group
        )
        for document, group in groups.items()
    )


def _cell(value: object) -> str:
    number = pd.api.types.is_number(value) and not pd.api.types.is_bool(value)
    kind = ' class="fig-number"' if number else ""
    return f"<td{kind}>{html.escape(_as_text(value))}</td>"


def _quotes(row: pd.Series) -> list[str]:
    return _as_list(row["quotes"]) if "quotes" in row else _as_list(row.get("quote"))


def _row(row: pd.Series, number: int, name: str, columns: Sequence[str]) -> str:
    head, *rest = columns
    cells = [f'<th scope="row">{html.escape(_as_text(row[head]))}</th>']
    cells += [_cell(row[column]) for column in rest]
    ids = _as_list(row["sentences"])
    cells.append(f'<td class="fig-evidence">{_evidence(ids) or "none"}</td>')
    if "quote" in row or "quotes" in row:
        words = "<br>".join(f"<q>{html.escape(quote)}</q>" for quote in _quotes(row))
        cells.append(f"<td>{words}</td>")
    return f'<tr id="{name}-row-{number}">{"".join(cells)}</tr>'


def _shown(table: pd.DataFrame) -> list[str]:
    return [column for column in table.columns if column not in _EVIDENCE]


def _has_quotes(table: pd.DataFrame) -> bool:
    return "quote" in table or "quotes" in table


def _html_table(table: pd.DataFrame, name: str, title: str) -> str:
    columns = _shown(table)
    heads = [*columns, "Evidence", *(["Words"] if _has_quotes(table) else [])]
    head = "".join(f'<th scope="col">{html.escape(str(column))}</th>' for column in heads)
    rows = "\n".join(
        _row(row, number, name, columns)
        for number, (_, row) in enumerate(table.iterrows(), start=1)
    )
    return (
        f"<table><caption>{html.escape(title)}</caption>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{rows}\n</tbody></table>"
    )


def _csv_cell(value: object) -> object:
    """Return a cell for a CSV file; a text that a spreadsheet would run as a formula is disarmed.

    >>> [_csv_cell(value) for value in ("=1+1", "up 5%", -3.5)]
    ["'=1+1", 'up 5%', -3.5]
    """
    if pd.api.types.is_number(value) and not pd.isna(value):
        return value
    return disarmed(_as_text(value))


def _csv(table: pd.DataFrame) -> str:
    columns = _shown(table)
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    quotes = ["quotes"] if _has_quotes(table) else []
    writer.writerow([_csv_cell(name) for name in [*columns, "sentences", *quotes]])
    for _, row in table.iterrows():
        evidence = ["; ".join(_as_list(row["sentences"]))]
        words = [" | ".join(_quotes(row))] if quotes else []
        writer.writerow([_csv_cell(v) for v in [*row[columns], *evidence, *words]])
    return buffer.getvalue()


def _check_table(table: pd.DataFrame, links: Links) -> None:
    """Raise unless every link that goes to a row finds it, with the sentences it stands for."""
    if "sentences" not in table.columns or not _shown(table):
        raise FigureError(
            f"{links.figure}: the table needs a column to show and one called sentences"
        )
    for mark in links.marks:
        if mark.row is None:
            continue
        if not 1 <= mark.row <= len(table):
            raise FigureError(
                f'{links.figure}: "{mark.label}" leads to row {mark.row} of a table with '
                f"{len(table)} rows: number rows from 1, in the order of the table"
            )
        missing = set(mark.sentences) - set(_as_list(table["sentences"].iloc[mark.row - 1]))
        if missing:
            raise FigureError(
                f'{links.figure}: row {mark.row}, to which "{mark.label}" leads, lacks '
                f"{', '.join(sorted(missing))}: pass the row that holds them"
            )


# --- the figure ------------------------------------------------------------------------------

_MEDIA = {"csv": "text/csv", "svg": "image/svg+xml", "png": "image/png"}


class LinkedFigure:
    """A figure for a page; return it from a cell.

    Takes the drawing, the registry that its links come from, a name (unique in the book), title and
    description for those who do not see it, and the table of its data: columns to show plus
    `sentences` (ids) and, where there are any, `quote` (text) or `quotes` (list of texts).
    Raises `FigureError` unless the links drawn are exactly the links asked for.

    `svg` is the inline SVG, `files` the downloads by kind (csv, svg, png), `overlaps` the pairs of
    texts that lie on each other, for tests.
    """

    def __init__(
        self,
        figure: Figure,
        links: Links,
        name: str,
        title: str,
        description: str,
        table: pd.DataFrame,
    ) -> None:
        if name != links.figure:
            raise FigureError(f'{name}: its links were made for "{links.figure}": use one name')
        self.name, self.title, self.description, self.table = name, title, description, table
        self.marks = tuple(links.marks)
        _check_table(table, links)
        root = _drawing(figure, links, name, title, description)
        self.overlaps = _overlaps(root)
        self.files = {
            "csv": _csv(table).encode(),
            "svg": _standalone(root).encode(),
            "png": _png(figure),
        }
        self.svg = _inline(root, links)

    @property
    def html(self) -> str:
        """The figure with its data table and downloads."""
        about = html.escape(self.title, quote=True)
        return (
            # Without the stylesheet (JupyterLab, dark) the light colours need a light ground.
            '<div class="linked-fig mathjax_ignore">\n'
            f'<div class="fig-scroll" tabindex="0" role="region" aria-label="Figure: {about}" '
            f'style="background: {_TOKENS[colour("background")]}; overflow-x: auto">\n'
            f"{self.svg}\n</div>\n"
            '<details class="fig-data"><summary>Data and downloads</summary>\n'
            f'<div class="fig-scroll" tabindex="0" role="region" aria-label="Data: {about}">\n'
            f"{_html_table(self.table, self.name, self.title)}\n</div>\n"
            f'<p class="fig-downloads">Download {self._downloads()}</p>\n'
            f'<p class="fig-cite">Cite as: {html.escape(of_figure(self.title))}</p>\n'
            "</details>\n</div>"
        )

    def _downloads(self) -> str:
        return " ".join(
            f'<a class="fig-download" download="{self.name}.{kind}" '
            f'data-file="{self.name}.{kind}" '
            f'href="data:{_MEDIA[kind]};base64,{base64.b64encode(content).decode()}">'
            f"{kind.upper()}</a>"
            for kind, content in self.files.items()
        )

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {
            "text/html": self.html,
            "image/png": base64.b64encode(self.files["png"]).decode(),
            "text/plain": f"{self.title}. {self.description}",
        }


def _drawing(figure: Figure, links: Links, name: str, title: str, description: str) -> ET.Element:
    """Return the SVG with its links checked but not yet dressed, in the light theme's colours."""
    # A bare Figure has no renderer; layout needs one that measures as the files will be drawn.
    FigureCanvasAgg(figure)
    root = _render(figure, name)
    _merge(root)
    _check_links(root, links)
    _check_colours(root, name)
    _prefix_ids(root, name)
    _typeset(root)
    _head(root, name, title, description)
    return root
