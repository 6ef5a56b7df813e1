"""What a chapter imports: the coded texts as tables, and numbers and findings with their evidence.

from interviews import book, figures
report = book.load()
"""

import html
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd
from IPython.display import HTML
from myst_nb import glue

from interviews import comparison, paths
from interviews.codings import DICTIONARY, FIRST_CODER, Codings, SentenceCodes, read_codings
from interviews.corpus import short_date
from interviews.finding import Finding
from interviews.old_html import quoted, render
from interviews.tables import Row
from interviews.values import Source, Value

CODER_VARIABLE = "INTERVIEWS_CODER"
WITHOUT_VARIABLE = "INTERVIEWS_WITHOUT"
LISTS = ("themes", "subthemes", "actors")
DATES = ("date_start", "date_end", "period_start", "period_end", "base_start", "base_end")
CONFIDENCE = 0.95
UNSTATED = "unstated"  # the basis of a number that could be on any


class FindingError(AssertionError):
    """A finding whose condition does not hold on the data."""


@dataclass(frozen=True)
class Report:
    """The coded texts, seen through one coding pass and, if so wished, without some of them."""

    codings: Codings
    coder: str
    without: tuple[str, ...]

    @cached_property
    def documents(self) -> pd.DataFrame:
        """The texts in order of time: document, short, outlet, date, said (the date in words)..."""
        rows = [self.codings.corpus[key].facts for key in self._keys]
        frame = _typed(pd.DataFrame(rows))
        frame["date"] = frame["date_start"] + (frame["date_end"] - frame["date_start"]) / 2
        frame["said"] = [short_date(row) for row in rows]
        return frame.set_index("document", drop=False)

    @cached_property
    def speakers(self) -> pd.DataFrame:
        """The voices: voice, name, role, side, kind."""
        return _frame(self.codings.tables["speakers"]).set_index("voice", drop=False)

    @cached_property
    def fields(self) -> pd.DataFrame:
        """The fields of the report: theme, label, definition; without the rest (`other`)."""
        values = self.codings.codebook.variables["theme"].values.values()
        rows = [(v.name, v.label, v.definition) for v in values if v.name != "other"]
        return pd.DataFrame(rows, columns=["theme", "label", "definition"])

    @cached_property
    def measures(self) -> pd.DataFrame:
        """The vocabulary of measures."""
        return _frame(self.codings.tables["measures"]).set_index("measure", drop=False)

    @cached_property
    def phrases(self) -> pd.DataFrame:
        """The vocabulary of set phrases."""
        return _frame(self.codings.tables["phrases"]).set_index("formula", drop=False)

    @cached_property
    def sentences(self) -> pd.DataFrame:
        """Every sentence with its codes; `theme` is the primary one, `problem` a truth value.

        Sentences of apparatus (headlines, captions, courtesies) are included; see `substance`.
        There is no column for what the coder does not code: what is built on it stops with a
        `KeyError` instead of counting nothing.
        """
        turns = {(t.document, t.number): t for d in self.codings.corpus for t in d.turns}
        rows = [
            {"document": sentence.document}
            | asdict(self._codes[sentence.id])
            | {"paragraph": sentence.paragraph, "turn": sentence.turn, "exact": sentence.text}
            | {"kind": turns[sentence.document, sentence.turn].kind}
            for sentence in self.codings.corpus.sentences()
            if sentence.document in self._keys
        ]
        frame = self._dressed(pd.DataFrame(rows))
        frame["theme"] = [themes[0] if themes else "" for themes in frame["themes"]]
        return frame.drop(columns=list(self._uncoded)).set_index("sentence", drop=False)

    @cached_property
    def substance(self) -> pd.DataFrame:
        """Every sentence that says something: all but apparatus."""
        return self.sentences[self.sentences["mode"] != "apparatus"]

    @cached_property
    def quantities(self) -> pd.DataFrame:
        """Every number with value, unit, comparator, low, high, measure, kind and period."""
        path = self.codings_paths.derived / "quantities.csv"
        frame = pd.read_csv(path, keep_default_na=False, dtype=str, na_values=[])
        for column in ("value", "resolution", "low", "high"):
            frame[column] = pd.to_numeric(frame[column].replace("", "inf"))
        frame = self._dressed(frame[frame["document"].isin(self._keys)])
        return frame.set_index("id", drop=False)

    @cached_property
    def characterisations(self) -> pd.DataFrame:
        """Claims in words about quantities."""
        return self._anchored("characterisations")

    @cached_property
    def events(self) -> pd.DataFrame:
        """Visits, meetings, calls, patrols, agreements, announcements, activities."""
        return self._anchored("events")

    @cached_property
    def mechanisms(self) -> pd.DataFrame:
        """Standing bodies and arrangements, one row for each mention."""
        return self._anchored("mechanisms")

    @cached_property
    def commitments(self) -> pd.DataFrame:
        """Promises."""
        frame = self._anchored("commitments")
        frame["measurable"] = frame["measurable"] == "1"
        return frame

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """What each later text says of each commitment; `sentence` is empty where it is silent."""
        frame = _frame(self._rows("outcomes"))
        known = frame["commitment"].isin(self.commitments["id"])
        return frame[known & frame["document"].isin(self._keys)]

    @cached_property
    def formulae(self) -> pd.DataFrame:
        """Every occurrence of a set phrase, with its label and kind."""
        frame = self._anchored("formulae")
        labels = self.phrases[["label", "kind"]].add_prefix("formula_")
        return frame.join(labels, on="formula")

    @cached_property
    def places(self) -> pd.DataFrame:
        """Places named."""
        return self._anchored("places")

    @cached_property
    def links(self) -> pd.DataFrame:
        """Links between the two countries that are named, built or wished for."""
        return self._anchored("links")

    @cached_property
    def difficulties(self) -> pd.DataFrame:
        """Words of difficulty, with their rung and what is said to be done about it."""
        return self._anchored("difficulties")

    @cached_property
    def comparisons(self) -> pd.DataFrame:
        """What each rule made of the numbers and of the claims in words; see data/README.md.

        `left`, `right`, `readings` and `sentences` are tuples. Made anew from the texts that are
        not left out; with all of them it is data/derived/comparisons.csv.
        """
        path = self.codings_paths.derived / "quantities.csv"
        numbers, claims = comparison.read(
            pd.read_csv(path, keep_default_na=False, dtype=str).to_dict("records"),
            [row.cells for row in self._rows("characterisations")],
            [self.codings.corpus[key].facts for key in self._keys],
            self.sentences["exact"].to_dict(),
            self.speakers["side"].to_dict(),
        )
        made = comparison.compare(numbers, claims)
        frame = pd.DataFrame([comparison.to_row(one) for one in made])
        for column in ("left", "right", "readings", "sentences"):
            frame[column] = [tuple(filter(None, cell.split("; "))) for cell in frame[column]]
        for column in [name for name in frame if name.endswith(("_value", "_low", "_high"))]:
            frame[column] = pd.to_numeric(frame[column])
        return frame.set_index("id", drop=False)

    def themed(self, theme: str, rows: pd.DataFrame | None = None) -> pd.DataFrame:
        """Return the sentences that speak of `theme`, as their first or a further theme."""
        rows = self.substance if rows is None else rows
        return rows[[theme in themes for themes in rows["themes"]]]

    def quantity(self, key: str) -> Value:
        """Return one coded number by its id; raises `KeyError` with the ids there are."""
        if key not in self.quantities.index:
            raise KeyError(f'no quantity "{key}" in data/derived/quantities.csv')
        row = self.quantities.loc[key]
        value, low, high = (float(row[name]) for name in ("value", "low", "high"))
        words = self.source(row["sentence"], row["exact"])
        # Flows over periods of any length go together; a flow and a stock do not.
        basis = "flow" if row["basis"].startswith("flow-") else row["basis"]
        basis = "" if basis == UNSTATED else basis
        return Value(
            value, row["unit"], row["comparator"], low, high, sources=(words,), basis=basis
        )

    def count(self, rows: pd.DataFrame, unit: str = "count") -> Value:
        """Return how many rows there are, with the sentence of each as evidence."""
        number = float(len(rows))
        return Value(number, unit, "=", number, number, sources=self.sources(rows))

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

    def source(self, sentence: str, exact: str = "") -> Source:
        """Return a sentence as evidence; `exact` is the part that is quoted."""
        found = self.codings.corpus.sentence(sentence)
        facts = self.documents.loc[found.document]
        voice = self.sentences.loc[sentence, "voice"]
        outlet = facts["outlet"]
        name = outlet if voice == "reporter" else self.speakers.loc[voice, "name"]
        return Source(sentence, found.text, exact, name, outlet, facts["said"])

    def sources(self, rows: pd.DataFrame) -> tuple[Source, ...]:
        """Return the sentence, or all the sentences, of every row as evidence."""
        if "sentence" not in rows:
            rows = rows.explode("sentences").rename(columns={"sentences": "sentence"})
        exact = rows["exact"] if "exact" in rows else [""] * len(rows)
        pairs = dict.fromkeys(zip(rows["sentence"], exact, strict=True))
        return tuple(
            self.source(sentence, "" if words == self.sentences.loc[sentence, "exact"] else words)
            for sentence, words in pairs
            if sentence
        )

    def readings(self, theme: str) -> "Readings":
        """Return what was read in each text on `theme`, in order of time, for a page to show."""
        return Readings(self, theme, self._rows("readings", theme=theme))

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
        return Finding(name, text, values, (), tuple(unique.values()))

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

    @cached_property
    def codings_paths(self) -> paths.Paths:
        """The folders that the report was read from."""
        return paths.find()

    @cached_property
    def _codes(self) -> dict[str, SentenceCodes]:
        """The codes of every sentence, whoever made them."""
        if self.coder != DICTIONARY:
            return self.codings.sentence_codes(self.coder)
        # It brings scipy, which takes longer to import than the rest of a chapter.
        from interviews.agreement import dictionary_codes

        return dictionary_codes(self.codings)

    @cached_property
    def _uncoded(self) -> tuple[str, ...]:
        """The columns that this coder leaves empty for every sentence."""
        if self.coder != DICTIONARY:
            return ()
        from interviews.agreement import NOT_IN_DICTIONARY

        return NOT_IN_DICTIONARY

    @cached_property
    def _keys(self) -> list[str]:
        return [key for key in self.codings.corpus.document_keys() if key not in self.without]

    def _rows(self, table: str, **wanted: str) -> list[Row]:
        rows = self.codings.tables[table]
        return [row for row in rows if all(row[name] == cell for name, cell in wanted.items())]

    def _anchored(self, table: str) -> pd.DataFrame:
        rows = [row for row in self._rows(table) if row["document"] in self._keys]
        columns = list(self.codings.codebook.coded[table].columns)
        frame = pd.DataFrame([row.cells for row in rows], columns=columns)
        return self._dressed(frame).set_index("id", drop=False)

    def _dressed(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return rows that quote sentences with what figures and tables need of each.

        Adds short and date (of the document), text (of the sentence), voice, speaker and side
        (of who says it), and sentences (the id in a tuple, as figures want it).
        """
        frame = _typed(frame)
        facts = self.documents.loc[frame["document"]]
        frame["short"], frame["date"] = facts["short"].to_numpy(), facts["date"].to_numpy()
        frame["text"] = [self.codings.corpus.sentence(key).text for key in frame["sentence"]]
        frame["voice"] = [self._codes[key].voice for key in frame["sentence"]]
        who = self.speakers.loc[frame["voice"]]
        frame["speaker"] = who["name"].to_numpy()
        frame["side"] = who["side"].to_numpy()
        frame["sentences"] = [(key,) for key in frame["sentence"]]
        return frame


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
    "dictionary") and `without` leaves texts out; both default to the environment variables
    INTERVIEWS_CODER and INTERVIEWS_WITHOUT, so that a whole chapter can be read through another
    pass. Raises `ValueError` for a coder or a text that there is not.
    """
    codings = read_codings(paths.find())
    coder = coder or os.environ.get(CODER_VARIABLE, FIRST_CODER)
    left_out = tuple(without) or tuple(filter(None, os.environ.get(WITHOUT_VARIABLE, "").split()))
    coders, texts = [*codings.coders(), DICTIONARY], codings.corpus.document_keys()
    if coder not in coders:
        raise ValueError(f'coder "{coder}": there is no such pass: take one of {coders}')
    for key in left_out:
        if key not in texts:
            raise ValueError(f'text "{key}": there is no such text to leave out: see {texts}')
    return Report(codings, coder, left_out)


def tabled(frame: pd.DataFrame) -> HTML:
    """Return a table as the book shows it: without the index, numbers with two decimals."""
    text = frame.to_html(index=False, border=0, float_format="{:.2f}".format, na_rep="")
    return HTML(f'<div class="table-scroll mathjax_ignore" tabindex="0">{text}</div>')


def _frame(rows: list[Row]) -> pd.DataFrame:
    return _typed(pd.DataFrame([row.cells for row in rows]))


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table with its dates as timestamps and its lists as tuples."""
    frame = frame.copy()
    for column in DATES:
        if column in frame:
            frame[column] = pd.to_datetime(frame[column].replace("", None))
    for column in LISTS:
        if column in frame:
            frame[column] = [_entries(cell) for cell in frame[column]]
    return frame


def _entries(cell: str | tuple[str, ...]) -> tuple[str, ...]:
    """Return the entries of a cell that holds a list, or has been read as one already."""
    return tuple(filter(None, cell.split("; "))) if isinstance(cell, str) else cell


def _shown(value: Any) -> str:
    """Return a value as HTML, marked as computed."""
    if isinstance(value, Value):
        return render(value)
    return f'<span class="ev-bare mathjax_ignore">{html.escape(str(value))}</span>'
