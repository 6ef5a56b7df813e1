"""The figures of the chapter on connectivity, and the tables that they are drawn from.

Tables come from `interviews.book`: its columns `short`, `side`, `speaker` and `sentences` are used
throughout; `links` has a row for each link that a sentence names, with its kind and its status.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from interviews.figures import forms, layout
from interviews.figures.layout import LINE, Key, count
from interviews.svg import WIDTH, LinkedFigure, Links, colour, styled, text_width

KINDS = {
    "physical": "Physical",
    "institutional": "Institutional",
    "people": "People to people",
}
# Names that are more than the key with its hyphens taken out.
NAMES = {
    "air": "air routes",
    "transport": "transport, no mode named",
    "rail-abroad": "rail, China to Laos",
    "border-gate": "border gates",
    "e-commerce": "e-commerce",
    "localities": "provinces and cities",
    "corridor": "corridor conference",
    "payments": "local currencies",
    "trade-agreement": "trade agreements",
    "trade-fair": "trade fairs",
    "people-exchanges": "exchanges of people",
}
# From what is there to what is only hoped for; in use is what the first two say.
STATUSES = {
    "built": "built",
    "operating": "in use",
    "planned": "planned",
    "wished": "wished for",
}
IN_USE = ("built", "operating")
ABROAD = "rail-abroad"
"""A link of China with a third country: named as an example, not a link of the two."""

SIDE_COLOURS = {"china": "china", "vietnam": "vietnam", "outlet": "both"}
SIDE_KEY = (
    Key("Chinese voice", "china"),
    Key("Vietnamese voice", "vietnam"),
    Key("outlet or its question", "both"),
)
OUTCOMES = {"reported-done": "said to be done", "repeated": "said again", "absent": "silent"}
MEMBER = "member"
CORRIDOR = "pham-2024.s045.economic-corridor-cooperation-conference-of-five-provinces-and-cities"
FLOWS = ("tourists-cn-vn", "students-vn-in-cn", "tourists-vn-cn", "students-cn-in-vn")
REVERSE = FLOWS[2:]
"""Measures of people who travel against the counted direction: no text has them so far."""

# How a mark shows a degree: its shape, whether it is filled, whether a point is inside.
_DEGREES = {
    "built": ("s", True, False),
    "operating": ("o", True, False),
    "planned": ("o", False, True),
    "wished": ("o", False, False),
    "reported-done": ("o", True, False),
    "repeated": ("o", False, True),
    "absent": ("o", False, False),
}
_PITCH = 12.5  # from one mark to the next


def named(link: str) -> str:
    """Return what a reader would call a link.

    >>> named("air"), named("customs-clearance")
    ('air routes', 'customs clearance')
    """
    return NAMES.get(link, link.replace("-", " "))


def between(links: pd.DataFrame) -> pd.DataFrame:
    """Return the links that join the two countries, without those named as examples."""
    return links[links["link"] != ABROAD]


def in_use(links: pd.DataFrame) -> pd.DataFrame:
    """Return the links that are said to be built or in use."""
    return links[links["status"].isin(IN_USE)]


def once_a_text(links: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each link and text, with its best status and all its sentences."""
    order = pd.Categorical(links["status"], list(STATUSES), ordered=True)
    best = links.assign(order=order).sort_values("order", kind="stable")
    best = best.drop_duplicates(["document", "link"]).drop(columns="order").sort_index()
    return best.sort_values("date", kind="stable")


# --- every mention ---------------------------------------------------------------------------


def draw_mentions(links: pd.DataFrame, documents: pd.DataFrame) -> LinkedFigure:
    """Draw every mention of a link, links down and texts across, and how far each is said to be."""
    kinds = [kind for kind in KINDS if kind in set(links["kind"])]
    order = pd.Categorical(links["kind"], kinds, ordered=True)
    data = links.assign(order=order).sort_values("order", kind="stable")
    data = data.assign(
        panel=data["kind"].map(KINDS),
        category=data["link"].map(named),
        document=data["short"],
        degree=data["status"],
        degree_text=data["status"].map(STATUSES),
        colour=data["side"].map(SIDE_COLOURS),
        quote=data["exact"],
    )
    number = data["sentence"].str.partition(":")[2]
    data["label"] = (
        data["category"] + ", " + data["degree_text"] + ": “" + data["exact"] + "”, "
    ) + (data["short"] + ", " + number)
    return _mark_grid(
        data,
        list(documents["short"]),
        key=(*_degree_key(STATUSES), *SIDE_KEY),
        name="connectivity-mentions",
        title="Every mention of a link, text by text",
        description="Kinds of link down, texts across in order of time; each mark is one mention "
        "and shows whether the link is said to be built, in use, planned or wished for.",
        columns={
            "category": "Link",
            "panel": "Kind",
            "document": "Text",
            "degree_text": "Status",
            "speaker": "Voice",
        },
    )


def _degree_key(degrees: Mapping[str, str]) -> tuple[Key, ...]:
    return tuple(
        Key(text, "ink", filled=_DEGREES[key][1], marker=_DEGREES[key][0])
        for key, text in degrees.items()
    )


@styled()
def _mark_grid(
    data: pd.DataFrame,
    heads: Sequence[str],
    *,
    key: Sequence[Key],
    name: str,
    title: str,
    description: str,
    columns: Mapping[str, str],
) -> LinkedFigure:
    """Draw a mark for each row in a grid of categories (under panels) and documents.

    Needs `panel`, `category`, `document`, `degree` (of `_DEGREES`), `colour`; `heads` names the
    columns, including those without a mark. `key` lists the degrees first.
    """
    data = layout.checked(data, name, ("panel", "category", "document", "degree", "colour"))
    rows = list(dict.fromkeys(zip(data["panel"], data["category"], strict=True)))
    left = layout.column_width([row for _, row in rows], 150) + 14
    step = (WIDTH - left) / len(heads)
    fit = int((step - 6) // _PITCH)
    data["place"] = data.groupby(["panel", "category", "document"]).cumcount()
    lines = data.groupby(["panel", "category"])["place"].max() // fit + 1
    tops = [layout.document_head(text, step - 6) for text in heads]
    head = max(text.count("\n") + 1 for text in tops) * LINE + 8
    edges = _edges(rows, lines.to_dict(), head)
    bottom = edges[rows[-1]][1]
    figure, page = layout.blank_page(bottom + 14 + layout.key_height(key))
    for at, text in enumerate(tops):
        layout.write(page, left + (at + 0.5) * step, (head - 8) / 2, text, ha="center")
    _row_names(page, rows, edges)
    links = Links(name)
    columns_at = {text: left + (at + 0.5) * step for at, text in enumerate(heads)}
    sizes = data.groupby(["panel", "category", "document"])["place"].transform("max") + 1
    for item, size in zip(data.itertuples(), sizes, strict=True):
        top, low = edges[item.panel, item.category]
        here = min(size - item.place // fit * fit, fit)
        x = columns_at[item.document] + (item.place % fit - (here - 1) / 2) * _PITCH
        many = lines[item.panel, item.category]
        y = (top + low) / 2 + (item.place // fit - (many - 1) / 2) * _PITCH
        _degree(page, x, y, item, links)
    _key_with_points(page, bottom + 16, key)
    return LinkedFigure(
        figure, links, name, title, description, layout.data_table(data, columns, columns)
    )


def _edges(
    rows: Sequence[tuple[str, str]], lines: Mapping[tuple[str, str], int], top: float
) -> dict[tuple[str, str], tuple[float, float]]:
    """Return top and bottom of each row; a new panel leaves room for its heading."""
    edges, before = {}, ""
    for row in rows:
        if row[0] and row[0] != before:
            top += LINE + 12
        before = row[0]
        text = layout.wrapped(row[1], 150)
        height = max((text.count("\n") + 1) * LINE, lines[row] * _PITCH) + 7
        edges[row] = (top, top + height)
        top += height
    return edges


def _row_names(
    page: Axes,
    rows: Sequence[tuple[str, str]],
    edges: Mapping[tuple[str, str], tuple[float, float]],
) -> None:
    for before, row in pairwise([("", ""), *rows]):
        top, bottom = edges[row]
        if row[0] and row[0] != before[0]:
            page.text(0, top - LINE + 3, row[0], va="center_baseline", weight="bold")
        layout.write(page, 0, (top + bottom) / 2, layout.wrapped(row[1], 150))
        layout.rule(page, (0, WIDTH), (top, top))
    layout.rule(page, (0, WIDTH), (bottom, bottom))


def _degree(page: Axes, x: float, y: float, item: object, links: Links) -> None:
    marker, filled, point = _DEGREES[item.degree]
    layout.dot(
        page, x, y, item.colour, layout.link(links, item), filled=filled, marker=marker, s=36.0
    )
    if point:
        _point(page, x, y, item.colour)


def _point(page: Axes, x: float, y: float, name: str) -> None:
    layout.dot(page, x, y, name, None, s=5.0, linewidths=0, zorder=4)


def _key_with_points(page: Axes, y: float, key: Sequence[Key]) -> None:
    """Draw a key, with the points that mark what is planned or repeated."""
    layout.draw_key(page, y, key)
    pointed = {STATUSES["planned"], OUTCOMES["repeated"]}
    x = 4.0
    for entry in key:
        width = 27.0 + text_width(entry.text)
        if x > 4.0 and x + width - 16 > WIDTH:
            x, y = 4.0, y + LINE * 1.3
        if entry.text in pointed:
            _point(page, x, y, entry.colour)
        x += width


# --- physical links by status ----------------------------------------------------------------


def draw_ladder(links: pd.DataFrame, documents: pd.DataFrame) -> LinkedFigure:
    """Draw which physical links each text calls built, in use, planned or wished for."""
    physical = links[links["kind"] == "physical"]
    data = _united(physical, ["document", "link", "status", "side"])
    data = data.assign(
        rung=data["status"].map(STATUSES),
        document=data["short"],
        text=data["link"].map(lambda link: NAMES.get(link, link).split(",")[0]),
        colour=data["side"].map(SIDE_COLOURS),
        filled=data["status"].isin(IN_USE),
    )
    data.loc[data["link"] == ABROAD, "text"] = "rail to Laos"
    order = pd.Categorical(data["document"], list(documents["short"]), ordered=True)
    data = data.assign(order=order).sort_values("order", kind="stable").drop(columns="order")
    data["label"] = data["link"].map(named) + ", " + data["rung"] + ": "
    data["label"] += data["speaker"] + ", " + data["document"]
    return forms.ladder(
        data,
        rungs=list(STATUSES.values()),
        key=SIDE_KEY,
        name="connectivity-ladder",
        title="Physical links: built, in use, planned or wished for",
        description="Texts across in order of time; each mark is a physical link that the text "
        "names, on the rung of what it says of it.",
        columns={"rung": "Status", "document": "Text", "text": "Link"},
    )


def _united(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Return one row for each combination of `by`, with all its sentences and words, in order."""
    grouped = rows.groupby(by, sort=False)
    table = grouped.first().reset_index()
    table["sentences"] = grouped["sentence"].agg(lambda ids: tuple(dict.fromkeys(ids))).to_list()
    table["quotes"] = grouped["exact"].agg(list).to_list()
    return table


# --- shares ----------------------------------------------------------------------------------


def sentence_counts(links: pd.DataFrame, substance: pd.DataFrame) -> pd.DataFrame:
    """Return for each kind and text how many sentences name a link of it: k, n, sentences."""
    rows = []
    for kind in KINDS:
        naming = set(links.loc[links["kind"] == kind, "sentence"])
        for short, part in substance.groupby("short", sort=False):
            ids = tuple(s for s in part["sentence"] if s in naming)
            rows.append((kind, short, len(ids), len(part), ids))
    return pd.DataFrame(rows, columns=["kind", "short", "k", "n", "sentences"])


def status_counts(links: pd.DataFrame) -> pd.DataFrame:
    """Return for each kind how many of its rows are in use: k, n, sentences."""
    rows = []
    for kind in KINDS:
        part = links[links["kind"] == kind]
        used = in_use(part)
        ids = tuple(dict.fromkeys(used["sentence"]))
        rows.append((kind, len(used), len(part), ids))
    return pd.DataFrame(rows, columns=["kind", "k", "n", "sentences"])


def use_table(links: pd.DataFrame) -> list[list[int]]:
    """Return in use and not in use of the physical links and of all others, for an exact test."""
    parts = (links[(links["kind"] == "physical") == flag] for flag in (True, False))
    return [[len(in_use(part)), len(part) - len(in_use(part))] for part in parts]


def draw_shares(counts: pd.DataFrame) -> LinkedFigure:
    """Draw the share of sentences that name a link, by kind and text.

    Needs the columns of `sentence_counts` and `low` and `high`.
    """
    data = counts.assign(category=counts["short"], panel=counts["kind"].map(KINDS))
    data["label"] = data["panel"] + " links, " + data["short"] + ": " + _written(data)
    return forms.dot_intervals(
        data,
        axis="share of the text's sentences that name such a link, with 95% interval",
        name="connectivity-shares",
        title="How much of each text names links, by kind",
        description="Share of the sentences of each text that name a physical, an institutional "
        "and a people-to-people link, with Wilson intervals.",
    )


def draw_status(counts: pd.DataFrame) -> LinkedFigure:
    """Draw the share of links in use, by kind, for two ways of counting.

    Needs the columns of `status_counts`, `panel` (the way of counting), `low` and `high`.
    """
    data = counts.assign(category=counts["kind"].map(KINDS))
    data["label"] = data["category"] + " links in use, " + data["panel"] + ": " + _written(data)
    return forms.dot_intervals(
        data,
        axis="share said to be in use, with 95% interval",
        name="connectivity-status",
        title="What is said to be in use, by kind of link",
        description="Share of the links of each kind that are said to be in use, with Wilson "
        "intervals, counted by mention and counted once for each text.",
    )


def _written(data: pd.DataFrame) -> pd.Series:
    return data["k"].astype(str) + " of " + data["n"].astype(str)


# --- provinces -------------------------------------------------------------------------------


def meetings(places: pd.DataFrame) -> nx.Graph:
    """Return the graph of places and the meetings of which they are members."""
    members = places[places["role"] == MEMBER]
    return nx.from_pandas_edgelist(members, "place", "link")


def is_joined(places: pd.DataFrame) -> bool:
    """Return whether every member can be reached from every other through shared meetings."""
    return nx.is_connected(meetings(places))


def go_betweens(places: pd.DataFrame) -> list[str]:
    """Return the Vietnamese members that meet every Chinese member, in one meeting or another."""
    graph = meetings(places)
    members = places[places["role"] == MEMBER].drop_duplicates("place")
    sides = {country: rows["place"] for country, rows in members.groupby("country")}
    return [
        place
        for place in sides["Vietnam"]
        if all(nx.shortest_path_length(graph, place, other) == 2 for other in sides["China"])
    ]


def draw_provinces(places: pd.DataFrame) -> LinkedFigure:
    """Draw which provinces and cities are members of which meetings: Vietnam, meetings, China."""
    # the column text would be taken for what to write beside a node
    members = places[places["role"] == MEMBER].drop(columns="text", errors="ignore")
    spots = _united(members, ["place"]).assign(node=lambda data: data["place"])
    spots["column"] = np.where(spots["country"] == "China", 2, 0)
    spots["colour"] = np.where(spots["country"] == "China", "china", "vietnam")
    held = _united(members, ["link"]).assign(node=lambda data: data["link"])
    held = held.assign(column=1, colour="both")
    nodes = pd.concat([spots, held], ignore_index=True)
    nodes["label"] = nodes["node"] + ", " + nodes["short"]
    colours = dict(zip(spots["place"], spots["colour"], strict=True))
    edges = members.assign(source=members["place"], target=members["link"])
    edges = edges.assign(
        colour=edges["place"].map(colours),
        label=edges["place"] + " is a member of: " + edges["link"],
        quotes=[[words] for words in edges["exact"]],
    )
    return forms.network(
        nodes,
        edges.drop_duplicates(["place", "link"]),
        heads=["Vietnam", "Yearly meetings", "China"],
        name="connectivity-provinces",
        title="Provinces and cities, and the yearly meetings that join them",
        description="Vietnamese provinces and cities on the left, Chinese provinces on the right, "
        "the meetings of which they are members between them.",
    )


# --- tourists --------------------------------------------------------------------------------


@styled()
def draw_paces(paces: Mapping[str, Any]) -> LinkedFigure:
    """Draw arrivals a month under several readings, with what the wording of each admits.

    `paces` are values of `interviews.value` by reading; the first is the one that is stated, the
    others follow from readings of another figure and are held against it.
    """
    name = "connectivity-tourists"
    data = layout.checked(_pace_rows(paces), name, ("reading", "value", "low", "high"))
    left = layout.column_width(list(data["reading"]), 170) + 14
    step, bottom = 44.0, 44.0 * len(data) + 6
    figure, page = layout.blank_page(bottom + 40)
    axes = layout.inset(figure, (left, 0, WIDTH - 8, bottom))
    top = data["high"].replace(np.inf, np.nan).fillna(data["value"]).max() * 1.15
    layout.value_axis(axes, 0, top, count)
    axes.set_ylim(bottom, 0)
    axes.set_yticks([])
    axes.set_xlabel("arrivals a month", color=colour("muted"))
    links = Links(name)
    _reference(axes, data.iloc[0])
    for item, y in zip(data.itertuples(), np.arange(len(data)) * step + 28, strict=True):
        url = layout.link(links, item)
        layout.write(page, 0, y, layout.wrapped(item.reading, 170))
        _range(axes, item, y, top)
        layout.dot(axes, item.value, y, item.colour, url, filled=item.row == 1)
        layout.write(axes, item.value, y - 14, item.text, links=links, url=url, ha="center")
    columns = {"reading": "Reading", "text": "Arrivals a month", "formula": "Worked out"}
    return LinkedFigure(
        figure,
        links,
        name,
        "Chinese tourists a month, under each reading of the later figure",
        "Monthly arrivals as stated for the first months of the year, and as the later figure "
        "implies them if it covers a full year, the rest of that year, or the months of the trade "
        "figure beside it.",
        layout.data_table(data, columns, columns),
    )


def _pace_rows(paces: Mapping[str, Any]) -> pd.DataFrame:
    """Return a row for each pace, in order."""
    rows = [
        {
            "reading": reading,
            "label": f"{reading}: {pace} a month",
            "value": pace.number,
            "low": pace.low,
            "high": pace.high,
            "text": str(pace),
            "formula": pace.formula,
            "colour": "both" if at else "vietnam",
            "sentences": pace.sentence_ids(),
        }
        for at, (reading, pace) in enumerate(paces.items())
    ]
    return pd.DataFrame(rows)


def _reference(axes: Axes, item: pd.Series) -> None:
    """Shade what the wording of the stated pace admits."""
    axes.axvspan(item["low"], item["high"], color=colour("vietnam-fill"), zorder=0, linewidth=0)


def _range(axes: Axes, item: object, y: float, top: float) -> None:
    """Draw from the lowest to the highest value admitted; an arrow where it is open upwards."""
    line = {"color": colour(item.colour), "linewidth": 2, "zorder": 2}
    if np.isfinite(item.high):
        layout.rule(axes, (item.low, item.high), (y, y), **line)
        return
    layout.rule(axes, (item.low, top * 0.975), (y, y), linestyle=(0, (2, 1.5)), **line)
    layout.dot(axes, top * 0.985, y, item.colour, None, marker=">", s=24.0)


# --- promises --------------------------------------------------------------------------------


def draw_promises(
    commitments: pd.DataFrame, outcomes: pd.DataFrame, documents: pd.DataFrame
) -> LinkedFigure:
    """Draw what each later text says of each promise; `outcomes` has a row for each pair."""
    shorts = documents["short"]
    made = commitments[commitments["id"].isin(outcomes["commitment"])].set_index("id")
    data = outcomes.assign(
        category=outcomes["commitment"].map(made["summary"] + ", " + made["short"]),
        panel="",
        document=outcomes["document"].map(shorts),
        degree=outcomes["outcome"],
        degree_text=outcomes["outcome"].map(OUTCOMES),
        colour=np.where(outcomes["outcome"] == "absent", "muted", "both"),
        sentences=[(ids,) if ids else () for ids in outcomes["sentence"]],
        quote=outcomes["exact"],
    )
    data["label"] = data["category"] + ": " + data["degree_text"] + " in " + data["document"]
    heads = [short for short in shorts if short in set(data["document"])]
    return _mark_grid(
        data,
        heads,
        key=_degree_key(OUTCOMES),
        name="connectivity-promises",
        title="What later texts say of the promises",
        description="Promises down, later texts across: whether the text says that the promise was "
        "kept, makes it again, or is silent.",
        columns={"category": "Promise", "document": "Later text", "degree_text": "What it says"},
    )
