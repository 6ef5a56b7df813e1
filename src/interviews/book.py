"""What the chapters of the first edition import; goes with the last of them.

from interviews import book, figures
report = book.load()
"""

import html
import os
import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from IPython.display import HTML
from myst_nb import glue

from interviews import report
from interviews.codings import FIRST_CODER
from interviews.tables import Row
from interviews.value import Source, Value, listing, quoted, render

CODER_VARIABLE = "INTERVIEWS_CODER"
WITHOUT_VARIABLE = "INTERVIEWS_WITHOUT"
CONFIDENCE = 0.95
PASSES = ("a", "b")  # the two codings that these chapters know


class FindingError(AssertionError):
    """A finding whose condition does not hold on the data."""


@dataclass(frozen=True)
class Finding:
    """A sentence with computed numbers, the sentences it rests on, and a condition that held."""

    name: str
    text: str
    values: dict[str, Any]
    sources: tuple[Source, ...]

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"text/html": self._html(), "text/plain": self.text.format(**self.values)}

    def _html(self) -> str:
        said = "".join(
            html.escape(text) + (_shown(self.values[name]) if name else "")
            for text, name, *_ in string.Formatter().parse(self.text)
        )
        card = (
            '<span class="ev"><a class="ev-mark" id="evr-@" href="#ev-@">evidence</a>'
            f'<span class="ev-card" id="ev-@" role="note">{listing(self.sources)}'
            '<a class="ev-close" href="#evr-@">close</a></span></span>'
        )
        start = f'<div class="finding mathjax_ignore" data-finding="{self.name}">'
        return f"{start}<p>{said} {card}</p></div>"


@dataclass(frozen=True)
class Report(report.Report):
    """The report with what only the first edition's chapters use."""

    characterisations = report.Named()
    mechanisms = report.Named()

    @property
    def difficulties(self) -> pd.DataFrame:
        """Words of difficulty, their verbs in one string."""
        frame = self.table("difficulties")
        return frame.assign(verb=frame["verb"].str.join("; "))

    @property
    def coder(self) -> str:
        """The letter of the coding."""
        return self.coded_by

    @property
    def without(self) -> tuple[str, ...]:
        """The keys of the texts left out."""
        return self.left_out

    def _cells(self, name: str) -> Iterator[dict[str, Any]]:
        """Yield cells; unnamed observers were still taken for Chinese."""
        for cells in super()._cells(name):
            unnamed = name == "speakers" and cells["side"] == "unknown"
            yield cells | ({"side": "china"} if unnamed else {})

    def _coder_of(self, name: str) -> str:
        """Take the first coder's rows of every table but the sentences."""
        return FIRST_CODER

    @property
    def formulae(self) -> pd.DataFrame:
        """Every occurrence of a set phrase, with its label and kind."""
        labels = self.phrases[["label", "kind"]].add_prefix("formula_")
        return self.table("formulae").join(labels, on="formula")

    @property
    def fields(self) -> pd.DataFrame:
        """The fields of the report: theme, label, definition; without the rest (`other`)."""
        values = self.codings.codebook.variables["theme"].values.values()
        rows = [(v.name, v.label, v.definition) for v in values if v.name != "other"]
        return pd.DataFrame(rows, columns=["theme", "label", "definition"])

    def share(self, part: pd.DataFrame, whole: pd.DataFrame) -> Value:
        """Return the share of `part` in `whole` in percent, with its Wilson 95 % interval."""
        # scipy takes longer to import than the rest of a chapter; most cells do without it.
        from scipy.stats import binomtest

        k, n = len(part), len(whole)
        low, high = binomtest(k, n).proportion_ci(CONFIDENCE, method="wilson")
        value = Value(100 * k / n, "percent", "=", 100 * low, 100 * high, decimals=0)
        interval = f"Wilson 95 % interval {100 * low:.0f} to {100 * high:.0f} %"
        return replace(
            value, sources=self.sources(part), formula=f"{k} of {n} = {value}; {interval}"
        )

    def intervals(self, parts: pd.Series, wholes: pd.Series) -> pd.DataFrame:
        """Return k, n, share, low and high (fractions, Wilson 95 %) for aligned counts."""
        from scipy.stats import binomtest

        rows = []
        for k, n in zip(parts, wholes, strict=True):
            low, high = binomtest(int(k), int(n)).proportion_ci(CONFIDENCE, method="wilson")
            rows.append({"k": int(k), "n": int(n), "share": k / n, "low": low, "high": high})
        return pd.DataFrame(rows, index=parts.index)

    def readings(self, theme: str) -> "Readings":
        """Return what was read in each text on `theme`, in order of time, for a page to show."""
        return Readings(
            self, theme, [row for row in self.codings.tables["readings"] if row["theme"] == theme]
        )

    def finding(
        self, name: str, text: str, holds: bool, evidence: Iterable[Any] = (), **values: Any
    ) -> Finding:
        """Return a finding; raises `FindingError` with its text and values if it does not hold.

        `text` names its `values` in braces; `evidence` holds further values, tables of rows, or
        ids of sentences.
        """
        if not holds:
            shown = text.format(**values)
            raise FindingError(f"finding {name} does not hold any more: {shown}")
        found = [source for item in [*values.values(), *evidence] for source in self._behind(item)]
        unique = {source.sentence: source for source in found}
        return Finding(name, text, values, tuple(unique.values()))

    def publish(self, **values: Any) -> None:
        """Offer values to the prose of the page, where the role {num} shows them by name."""
        for name, value in values.items():
            glue(name, value, display=False)

    def _behind(self, item: Any) -> Iterable[Source]:
        if isinstance(item, Value):
            return item.evidence()
        if isinstance(item, pd.DataFrame):
            return self.sources(item)
        return [self.source(item)] if isinstance(item, str) and ":s" in item else []


@dataclass(frozen=True)
class Readings:
    """The reading of each text on one theme: an overview, telling quotations, what is missing."""

    report: Report
    theme: str
    rows: list[Row]

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        texts = [self._text(key) for key in self.report.documents["document"]]
        return {"text/html": "\n".join(texts), "text/plain": f"Readings on {self.theme}"}

    def _text(self, document: str) -> str:
        facts = self.report.documents.loc[document]
        rows = [row for row in self.rows if row["document"] == document]
        parts = "".join(self._part(row) for row in rows)
        return (
            f'<section class="reading mathjax_ignore"><h3 id="reading-{self.theme}-{document}">'
            f"{html.escape(facts['short'])}</h3>{self._counts(document)}"
            f"{parts or '<p>No reading of this text has been written yet.</p>'}</section>"
        )

    def _counts(self, document: str) -> str:
        substance = self.report.substance
        mine = substance[substance["document"] == document]
        themed = self.report.themed(self.theme, mine)
        said = f"{render(self.report.count(themed))} of {_shown(len(mine))} sentences speak of it"
        answers = themed[themed["mode"] == "answer"]
        if len(answers) and "prompted" in answers:
            asked, free = (answers[answers["prompted"] == code] for code in "10")
            said += (
                f"; of those in answers, {render(self.report.count(asked))} give what was asked "
                f"for and {render(self.report.count(free))} were volunteered"
            )
        return f'<p class="reading-counts">{said}.</p>'

    def _part(self, row: Row) -> str:
        text = html.escape(row["text"])
        if not row["sentence"]:
            return f'<p class="reading-{row["part"]}">{text}</p>'
        source = self.report.source(row["sentence"], row["exact"])
        mark = (
            f'<span class="ev"><a class="ev-mark" href="sentence:{source.sentence}">'
            f"{html.escape(source.speaker)}</a>"
            f'<span class="ev-card" role="note">{quoted(source)}</span></span>'
        )
        quote = f"<blockquote><p>“{html.escape(row['exact'])}” {mark}</p></blockquote>"
        return f'{quote}<p class="reading-{row["part"]}">{text}</p>'


def load(coder: str = "", without: Iterable[str] = ()) -> Report:
    """Return the report's data.

    `coder` picks the coding pass of the sentences (a letter of the column `coder`, or
    the majority) and `without` leaves texts out; both default to the environment variables
    INTERVIEWS_CODER and INTERVIEWS_WITHOUT, so that a whole chapter can be read through another
    pass. Raises `ValueError` for a coder or a text that there is not.
    """
    coder = coder or os.environ.get(CODER_VARIABLE, FIRST_CODER)
    left_out = tuple(without) or tuple(filter(None, os.environ.get(WITHOUT_VARIABLE, "").split()))
    found = report.read(coder=coder, without=left_out)
    return Report(found.codings, found.coded_by, found.left_out)


def tabled(frame: pd.DataFrame) -> HTML:
    """Return a table as the book shows it: without the index, numbers with two decimals."""
    text = frame.to_html(index=False, border=0, float_format="{:.2f}".format, na_rep="")
    return HTML(f'<div class="table-scroll mathjax_ignore" tabindex="0">{text}</div>')


def _shown(value: Any) -> str:
    """Return a value as HTML, marked as computed."""
    if isinstance(value, Value):
        return render(value)
    return f'<span class="ev-bare mathjax_ignore">{html.escape(str(value))}</span>'
