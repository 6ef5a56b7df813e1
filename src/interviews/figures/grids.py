"""A grid of marks: many rows by texts in order of time, several marks to a cell."""

from collections.abc import Mapping, Sequence

import pandas as pd

from interviews.figures import layout
from interviews.figures.layout import Key, document_head, wrapped
from interviews.svg import WIDTH, FigureError, LinkedFigure, Links, colour, styled, text_width

_ROW = 16.0  # the least height of a row
_SPREAD = 13.0  # from one mark of a cell to the next
_HEADING = 24.0


@styled()
def grid(
    data: pd.DataFrame,
    *,
    name: str,
    title: str,
    description: str,
    heads: Sequence[str],
    key: Sequence[Key] = (),
    widest: float = 235.0,
    columns: Mapping[str, str] | None = None,
) -> LinkedFigure:
    """Draw rows of marks under the texts of `heads`; marks of one cell stand side by side.

    Needs `item` (the name of the row), `document` (one of `heads`), and what every form needs;
    takes `panel` (a heading above the rows that share it), `strong` (the name of the row in bold),
    `colour`, `filled`, `marker` and `size` (area in square points).
    """
    data = layout.checked(data, "grid", ("item", "document"))
    given = {"panel": "", "strong": False, "colour": "both", "filled": True, "marker": "o"}
    for column, default in (given | {"size": layout.MARK}).items():
        data = layout.with_default(data, column, default)
    unknown = sorted(set(data["document"]) - set(heads))
    if unknown:
        raise FigureError(f"{name}: no column for {', '.join(unknown)}: add it to heads")
    names, left = _names(data, widest)
    step = (WIDTH - left) / len(heads)
    top = max(document_head(text, step - 4).count("\n") + 1 for text in heads) * layout.LINE + 8
    places, bottom = _places(names, top)
    figure, page = layout.blank_page(bottom + 8 + layout.key_height(key))
    across = {text: left + (place + 0.5) * step for place, text in enumerate(heads)}
    for text, x in across.items():
        layout.write(page, x, (top - 8) / 2, document_head(text, step - 4), ha="center")
    _rows(page, names, places)
    links = Links(name)
    cells = data.groupby(["panel", "item", "document"])
    shift = (cells.cumcount() - (cells["row"].transform("size") - 1) / 2) * _SPREAD
    for item, aside in zip(data.itertuples(), shift, strict=True):
        x, y = across[item.document] + aside, places[item.panel, item.item]
        style = {"marker": item.marker, "s": item.size, "filled": bool(item.filled)}
        layout.dot(page, x, y, item.colour, layout.link(links, item), **style)
    layout.draw_key(page, bottom + 14, key)
    default = {"item": "Row", "document": "Text", "label": "What it says"}
    table = layout.data_table(data, columns, default)
    return LinkedFigure(figure, links, name, title, description, table)


def _names(data: pd.DataFrame, widest: float) -> tuple[pd.DataFrame, float]:
    """Return panel, item, strong and text of each row once, and where the marks begin."""
    rows = data.drop_duplicates(["panel", "item"])[["panel", "item", "strong"]].copy()
    weights = ["bold" if strong else "normal" for strong in rows["strong"]]
    rows["weight"] = weights
    rows["text"] = [wrapped(t, widest, w) for t, w in zip(rows["item"], weights, strict=True)]
    pairs = zip(rows["text"], weights, strict=True)
    return rows, max(text_width(text, weight=weight) for text, weight in pairs) + 10


def _places(names: pd.DataFrame, top: float) -> tuple[dict[tuple[str, str], float], float]:
    """Return the middle of each row, and where the last one ends."""
    places, before = {}, ""
    for row in names.itertuples():
        if row.panel != before:
            top += _HEADING
        before = row.panel
        height = max(_ROW, (row.text.count("\n") + 1) * layout.LINE + 4)
        places[row.panel, row.item] = top + height / 2
        top += height
    return places, top


def _rows(page: object, names: pd.DataFrame, places: Mapping[tuple[str, str], float]) -> None:
    """Write the names of rows and panels, with a rule under each name."""
    before = ""
    for row in names.itertuples():
        y = places[row.panel, row.item]
        half = max(_ROW, (row.text.count("\n") + 1) * layout.LINE + 4) / 2
        if row.panel != before:
            page.text(0, y - half - 9, row.panel, va="center_baseline", color=colour("muted"))
        before = row.panel
        layout.write(page, 0, y, row.text, weight=row.weight)
        layout.rule(page, (0, WIDTH), (y + half, y + half))
