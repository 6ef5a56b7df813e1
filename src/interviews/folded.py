"""Tables that are there for whoever opens them: one line on the page, folded."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

import pandas as pd


@dataclass(frozen=True)
class Folded:
    """Tables under one line of words; the keys of `tables` are their captions.

    A column whose name is in `html` holds HTML, every other words. The index is shown where it
    has a name.
    """

    words: str
    tables: Mapping[str, pd.DataFrame]
    html: tuple[str, ...] = ()

    def _repr_html_(self) -> str:
        tables = "".join(self._table(*one) for one in self.tables.items())
        summary = f"<summary>{escape(self.words)}</summary>"
        return f'<details class="folded mathjax_ignore">{summary}{tables}</details>'

    def _table(self, caption: str, frame: pd.DataFrame) -> str:
        named = frame.index.name is not None
        shown = frame.reset_index() if named else frame
        formatters = {name: str if name in self.html else _words for name in shown.columns}
        with pd.option_context("display.max_colwidth", None):
            made = shown.to_html(
                index=False, escape=False, border=0, na_rep="", formatters=formatters
            )
        head, _, rest = made.partition(">")
        captioned = f"{head}><caption>{escape(caption)}</caption>{rest}"
        region = f'role="region" aria-label="{escape(caption)}"'
        return f'<div class="table-scroll" tabindex="0" {region}>{captioned}</div>'


def _words(cell: object) -> str:
    """Return a cell as words, a fraction with two digits.

    >>> _words(0.666), _words("a < b"), _words(float("nan"))
    ('0.67', 'a &lt; b', '')
    """
    if isinstance(cell, float):
        return "" if cell != cell else f"{cell:.2f}"
    return escape(str(cell))
