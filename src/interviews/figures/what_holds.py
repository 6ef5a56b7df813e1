"""The table of findings and readings: which finding holds under which reading of the texts."""

import base64
import html
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from interviews.hostile import disarmed

SYMBOLS = {"holds": "●", "fails": "✕", "cannot be asked": "○"}
HEADS = {
    "coding": "Another coding",
    "uncoded": "Another coding",
    "text": "Without the text",
}
WORDS = 60  # letters of a finding that name it in a row
FILE = "what-holds.csv"
SHOWN = ["finding", "chapter", "reading", "outcome", "reason"]


@dataclass(frozen=True)
class Matrix:
    """Findings in rows, readings in columns; every cell that is no "holds" says why.

    `found` has a row for each finding and reading with finding, chapter, reading, kind (of the
    reading), outcome, reason and text (of the finding); `lines` what is said of each finding where
    it stands.
    """

    found: pd.DataFrame
    lines: Mapping[str, str]

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"text/html": self._html(), "text/plain": self._plain()}

    def _plain(self) -> str:
        signs = self.found.assign(sign=self.found["outcome"].map(SYMBOLS))
        return signs.pivot(index="finding", columns="reading", values="sign").to_string()

    def _html(self) -> str:
        shown = self.found[self.found["kind"] != "base"]
        chapters = shown.groupby("chapter", sort=False)
        body = "".join(_chapter(name, rows) for name, rows in chapters)
        said = html.escape(json.dumps(dict(self.lines), ensure_ascii=False))
        return (
            f'<div class="what-holds mathjax_ignore" data-holds="{said}">{_legend()}'
            '<div class="fig-scroll" tabindex="0" role="region" aria-label="What holds">'
            f"<table><thead>{_head(shown)}</thead>{body}</table></div>"
            f'<p class="fig-downloads">{_download(self.found)}</p></div>'
        )


def _legend() -> str:
    signs = " ".join(
        f'<span class="what-sign">{sign}</span> {outcome}' for outcome, sign in SYMBOLS.items()
    )
    return f'<p class="what-legend">{signs}</p>'


def _head(shown: pd.DataFrame) -> str:
    columns = shown.drop_duplicates("reading")
    groups = columns.groupby(columns["kind"].map(HEADS), sort=False).size()
    above = "".join(f'<th scope="colgroup" colspan="{n}">{name}</th>' for name, n in groups.items())
    below = "".join(
        f'<th scope="col">{html.escape(label.removeprefix("without "))}</th>'
        for label in columns["reading"]
    )
    return f'<tr><th scope="col" rowspan="2">Finding</th>{above}</tr><tr>{below}</tr>'


def _chapter(name: str, rows: pd.DataFrame) -> str:
    title = html.escape(name.replace("_", " ").capitalize())
    width = 1 + rows["reading"].nunique()
    head = f'<tr><th scope="rowgroup" colspan="{width}" class="what-chapter">{title}</th></tr>'
    findings = rows.groupby("finding", sort=False)
    return f"<tbody>{head}{''.join(_finding(*one) for one in findings)}</tbody>"


def _finding(name: str, rows: pd.DataFrame) -> str:
    link = f'<a href="finding:{name}">{html.escape(_beginning(rows["text"].iloc[0]))}</a>'
    cells = "".join(f"<td>{_cell(*given)}</td>" for given in _cells(rows))
    return f'<tr id="holds-{name}"><th scope="row">{link}</th>{cells}</tr>'


def _cells(rows: pd.DataFrame) -> Iterable[tuple[str, str, str]]:
    return zip(rows["reading"], rows["outcome"], rows["reason"], strict=True)


def _cell(reading: str, outcome: str, reason: str) -> str:
    """Return the sign of an outcome with its words, and a card with the reason if there is one."""
    sign = (
        f'<span class="what-sign" aria-hidden="true">{SYMBOLS[outcome]}</span>'
        f'<span class="visually-hidden">{outcome}</span>'
    )
    if not reason:
        return sign
    name = html.escape(reading[:1].upper() + reading[1:])
    why = f"<b>{name}: {outcome}.</b> {html.escape(reason)}"
    return (
        f'<span class="ev"><a class="ev-mark" id="evr-@" href="#ev-@">{sign}</a>'
        f'<span class="ev-card" id="ev-@" role="note"><span class="ev-item">{why}</span>'
        '<a class="ev-close" href="#evr-@">close</a></span></span>'
    )


@dataclass(frozen=True)
class Named:
    """Findings named in a sentence by their first words, each leading to its row of the matrix.

    `table` has a row for each finding, its name as index, and `text`.
    """

    table: pd.DataFrame

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        words = {name: _beginning(text) for name, text in self.table["text"].items()}
        links = [f'<a href="#holds-{name}">{html.escape(said)}</a>' for name, said in words.items()]
        said = "; ".join(links) or "none"
        return {
            "text/html": f'<span class="ev-bare mathjax_ignore">{said}</span>',
            "text/plain": "; ".join(words.values()) or "none",
        }


def _beginning(text: str) -> str:
    """Return the first words of a finding.

    >>> _beginning("Trust is shown as meetings: 37 of 75 sentences on trust offer contacts.")
    'Trust is shown as meetings'
    >>> _beginning("For 2023 the texts give US$229.8 billion, then US$171.9 billion or so.")
    'For 2023 the texts give US$229.8 billion, then US$171.9 …'
    """
    first = text.split(": ")[0].split(". ")[0].rstrip(".")
    return first if len(first) <= WORDS else first[:WORDS].rsplit(" ", 1)[0] + " …"


def _download(found: pd.DataFrame) -> str:
    content = base64.b64encode(found[SHOWN].map(disarmed).to_csv(index=False).encode()).decode()
    return (
        f'Download <a class="fig-download" download="{FILE}" data-file="{FILE}" '
        f'href="data:text/csv;base64,{content}">CSV</a>'
    )
