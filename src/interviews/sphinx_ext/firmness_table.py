"""The table of all findings with how firm each is; book/_static/report.js sorts it."""

from collections.abc import Iterable, Mapping
from typing import Any

from interviews import panels
from interviews.sphinx_ext import pages
from interviews.sphinx_ext.elements import element, make

HEADS = {
    "label": "Finding",
    "rests_on": "Rests on",
    "changes": "Changes",
    "settled": "Settled otherwise",
    "mistakes": "Mistakes",
    "divided": "Divided otherwise",
    "needs": "Texts",
}
"""The head of each column of `panels.table` that is shown."""

LAST = 2.0  # after every share; empty cells come last


def table(found: Iterable[tuple[pages.Finding, str | None]], kept: Mapping[str, Any]) -> element:
    """Return the table of `found`, each with the address of its place; `kept` are the panels."""
    firm = panels.table(kept)
    heads = [make("th", head, scope="col") for head in HEADS.values()]
    rows = [_row(firm.loc[one.name], address) for one, address in found if one.name in firm.index]
    return make(
        "table", make("thead", make("tr", *heads)), make("tbody", *rows), classes="sortable firm"
    )


def _row(panel: Any, address: str | None) -> element:
    link = make("a", panel["label"], href=address or "", title=panel["finding"])
    cells = [make("td", *_cell(name, panel[name])) for name in list(HEADS)[1:]]
    return make("tr", make("th", link, scope="row"), *cells)


def _cell(name: str, value: Any) -> list[Any]:
    words = shown(name, value)
    return [make("span", words, data_sort=f"{rank(name, value):.3f}")] if words else [""]


def shown(name: str, value: Any) -> str:
    """Return a cell of `panels.table` as it is shown, empty where it does not apply.

    >>> shown("mistakes", 0.71), shown("mistakes", None), shown("divided", "3/10")
    ('71%', '', '3 of 10')
    """
    if name == "mistakes":
        return "" if value is None or value != value else f"{value:.0%}"
    return str(value).replace("/", " of ")


def rank(name: str, value: Any) -> float:
    """Return where a cell stands in the order of its column, least firm first.

    >>> rank("changes", "more") > rank("changes", "2")
    True
    >>> rank("settled", "2/6") < rank("settled", "1/2, 1/1") < rank("settled", "")
    True
    """
    if value is None or value != value or value == "":
        return LAST
    if name == "rests_on":
        return float(value == "printed")
    if name in ("settled", "divided"):
        held, _, total = str(value).partition(",")[0].partition("/")
        return int(held) / int(total)
    return 3.0 if value == "more" else float(value)
