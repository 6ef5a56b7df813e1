"""Everything that can be wrong with the texts and the coding, found in one run.

Each problem is one line: place, value, what is wrong, what to do.
"""

import contextlib
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from interviews import hostile
from interviews.codebook import Codebook, Column, Table, read_codebook
from interviews.codings import FIRST_CODER, Codings, Tables
from interviews.corpus import DESCRIPTIONS, survey
from interviews.numerals import Quantity, QuantityError, found_in, read
from interviews.paths import Paths
from interviews.quotations import QuotationError, Span, locate
from interviews.tables import Row, TableError, read_table

# Units that a measure may have instead of the one its words give: a share of a count is in percent.
RELATIVE_KINDS = {"change": "percent", "share": "percent", "rank": "ordinal", "ordinal": "ordinal"}
DEFINITIONS = ("codebook.yml", "tables.yml")
# Words copied from a text may end in the space that is there, and hold what the text may hold.
VERBATIM = {"exact", "prefix", "opening"}
VERBATIM_OF = {("turns", "label")}


class DataError(ValueError):
    """The texts or the coding cannot be used; the message has one line a problem."""


def validate(paths: Paths) -> list[str]:
    """Return all problems of the texts and the hand-made tables, each a line; none is good.

    What is not seen in a line is written out, so that a message does nothing to a terminal.
    """
    _, problems = examine(paths)
    return problems


def examine(paths: Paths) -> tuple[Codings | None, list[str]]:
    """Return what `validate` read, and what it says; None where not all could be read."""
    codings, problems = _read(paths)
    return codings, list(dict.fromkeys(map(hostile.visible, problems)))


def _read(paths: Paths) -> tuple[Codings | None, list[str]]:
    codebook = read_codebook(paths)
    problems = [problem for name in DEFINITIONS for problem in _deceptive(paths.coded / name)]
    problems += [
        problem for table in codebook.coded.values() for problem in _unreadable(paths, table)
    ]
    if problems:
        return None, problems
    problems = [problem for name in DESCRIPTIONS for problem in _cells(codebook, name, paths)]
    if problems:
        return None, problems
    corpus, problems = survey(paths, codebook)
    codings = Codings(corpus, codebook, Tables(paths, codebook, corpus))
    checks = (
        _all_cells,
        _duplicates,
        _references,
        _quotations,
        _examples,
        _themes,
        _periods,
        _stated_periods,
        _numbers,
    )
    found = [problem for check in checks for problem in check(codings)]
    found += _completeness(codings) if not (problems or found) else []
    return codings, problems + found


def _unreadable(paths: Paths, table: Table) -> list[str]:
    try:
        read_table(paths, table)
    except TableError as error:
        return str(error).split("\n")
    return []


def _deceptive(path: Path) -> Iterator[str]:
    """Yield the characters of a file of definitions that would deceive whoever reads them."""
    text = path.read_text(encoding="utf-8")
    for at, what in hostile.deceptive(text):
        line = text.count("\n", 0, at) + 1
        yield f"data/coded/{path.name}:{line}: holds {what}, which nobody sees: take it away."


def _cells(codebook: Codebook, name: str, paths: Paths) -> Iterator[str]:
    table = codebook.coded[name]
    for row in read_table(paths, table):
        yield from _row_cells(codebook, table, row)


def _all_cells(codings: Codings) -> Iterator[str]:
    for name, rows in codings.tables.items():
        for row in rows:
            yield from _row_cells(codings.codebook, codings.codebook.coded[name], row)


def _row_cells(codebook: Codebook, table: Table, row: Row) -> Iterator[str]:
    for column in table.columns.values():
        cell = row[column.name]
        if not cell:
            if column.required:
                yield f"{row.place}: {column.name}: is empty: {column.description}"
            continue
        verbatim = column.name in VERBATIM or (table.name, column.name) in VERBATIM_OF
        yield from _hostile(f"{row.place}: {column.name}", cell, verbatim)
        for entry in row.entries(column.name) if column.list else [cell]:
            reason = _wrong(codebook, column, entry, verbatim)
            if reason:
                yield f'{row.place}: {column.name}: "{entry}" {reason}.'


def _hostile(where: str, cell: str, verbatim: bool) -> Iterator[str]:
    """Yield what a cell holds besides words: characters nobody sees, what a spreadsheet would run.

    Words copied from a text may hold tabs and the harmless ones of the former.
    """
    found = hostile.unseen(cell)
    if verbatim and "\n" not in cell:
        found = [name for _, name in hostile.deceptive(cell)]
    if found:
        yield f'{where}: "{cell}" holds {", ".join(found)}, which nobody sees: take it away.'
    if hostile.is_formula(cell):
        yield (
            f'{where}: "{cell}" would be run by a spreadsheet: let neither the cell nor what '
            "follows a semicolon begin with =, +, - or @ (a word earlier or later in a quotation)."
        )


def _wrong(codebook: Codebook, column: Column, entry: str, verbatim: bool) -> str:
    """Return what is wrong with one entry of a cell, and what to do; empty if nothing is."""
    if entry != entry.strip() and not verbatim:
        return "begins or ends with a space: take it away"
    if column.values and entry not in codebook.variables[column.values].values:
        allowed = ", ".join(codebook.variables[column.values].values)
        return f"is not a value of {column.values}: use one of {allowed}"
    if column.pattern and not re.fullmatch(column.pattern, entry):
        return f"does not have the form {column.pattern}: {column.description}"
    if column.type == "integer" and not entry.isdecimal():
        return "is not a whole number: write digits only"
    if column.type == "date" and not _is_date(entry):
        return "is not a date: write YYYY-MM-DD"
    return ""


def _is_date(entry: str) -> bool:
    try:
        return date.fromisoformat(entry).isoformat() == entry
    except ValueError:
        return False


def _duplicates(codings: Codings) -> Iterator[str]:
    for name, rows in codings.tables.items():
        for column in codings.codebook.coded[name].columns.values():
            if column.unique:
                yield from _repeated(rows, (column.name,))
    yield from _repeated(codings.tables["sentences"], ("sentence", "coder"))
    yield from _repeated(codings.tables["outcomes"], ("commitment", "document"))


def _repeated(rows: list[Row], columns: tuple[str, ...]) -> Iterator[str]:
    seen: dict[tuple[str, ...], str] = {}
    for row in rows:
        key = tuple(row[column] for column in columns)
        if key in seen:
            yield (
                f'{row.place}: {", ".join(columns)}: "{", ".join(key)}" stands at {seen[key]} '
                "already: rename one, or take one away."
            )
        seen.setdefault(key, row.place)


def _references(codings: Codings) -> Iterator[str]:
    for name, rows in codings.tables.items():
        for column in codings.codebook.coded[name].columns.values():
            if column.refers:
                yield from _dangling(codings, rows, column)


def _dangling(codings: Codings, rows: list[Row], column: Column) -> Iterator[str]:
    table, _, key = column.refers.partition(".")
    known = {row[key] for row in codings.tables[table]}
    for row in rows:
        entries = row.entries(column.name) if column.list else [row[column.name]]
        for entry in entries:
            if entry and entry not in known:
                yield (
                    f'{row.place}: {column.name}: "{entry}" is not in data/coded/{table}.csv: '
                    "correct it, or add it there."
                )


def _quotations(codings: Codings) -> Iterator[str]:
    for _, row in codings.anchored():
        document = row["sentence"].partition(":")[0]
        try:
            sentence = codings.corpus.sentence(row["sentence"])
        except KeyError:
            # Where the document itself is unknown, that is said of its column.
            if document != row["document"] or document in codings.corpus.document_keys():
                yield f'{row.place}: sentence: there is no "{row["sentence"]}": correct the number.'
            continue
        if document != row["document"]:
            yield f'{row.place}: document: "{row["document"]}" is not that of {sentence.id}.'
        try:
            locate(row["exact"], sentence.text, row["prefix"])
        except QuotationError as error:
            yield f"{row.place}: exact: {sentence.id}: {error}."


def _examples(codings: Codings) -> Iterator[str]:
    """Yield examples of the codebook that are not in the words of their sentence."""
    for variable in codings.codebook.variables.values():
        for value in variable.values.values():
            if not value.example:
                continue
            where = f"data/coded/codebook.yml: {variable.name}: {value.name}: example"
            text = codings.text(value.example["sentence"])
            try:
                locate(value.example["exact"], text)
            except QuotationError as error:
                yield f"{where}: {value.example['sentence']}: {error}."


def _themes(codings: Codings) -> Iterator[str]:
    """Yield codes of sentences that contradict each other."""
    parts = codings.codebook.variables["subtheme"].values
    for row in codings.tables["sentences"]:
        themes = row.entries("themes")
        for part in row.entries("subthemes"):
            if part in parts and parts[part].theme not in themes:
                yield f'{row.place}: subthemes: "{part}" needs the theme {parts[part].theme}.'
        if (row["mode"] == "apparatus") == bool(themes):
            yield f"{row.place}: themes: apparatus has none, every other sentence at least one."
        if (row["problem"] == "1") != bool(row["placed"]):
            yield f"{row.place}: placed: is given where problem is 1, and only there."
        if (row["mode"] == "answer") != bool(row["prompted"]):
            yield f"{row.place}: prompted: is given for answers, and only for them."


def _periods(codings: Codings) -> Iterator[str]:
    pairs = (("period_start", "period_end"), ("date_start", "date_end"))
    for name, rows in codings.tables.items():
        columns = codings.codebook.coded[name].columns
        for first, last in pairs:
            if first in columns:
                for row in rows:
                    if row[first] > row[last] > "":
                        yield f"{row.place}: {last}: lies before {first}: exchange them."


def _stated_periods(codings: Codings) -> Iterator[str]:
    """Yield periods that are said to be stated but are not in the words of the sentence."""
    for row in codings.tables["quantities"]:
        text = codings.text(row["sentence"])
        if row["period_basis"] == "stated" and text and row["period"] not in text:
            yield (
                f'{row.place}: period: "{row["period"]}" is not in {row["sentence"]}: '
                "copy the words of the text, or write derived as period_basis."
            )


def quantity_of(codings: Codings, row: Row) -> Quantity:
    """Return what the words of a row of quantities.csv state, read in their sentence.

    A share in words ("two thirds") is in percent. Raises `QuantityError`.
    """
    try:
        text = codings.corpus.sentence(row["sentence"]).text
    except KeyError:
        text = ""
    before, found, after = text.partition(row["prefix"] + row["exact"])
    quantity = read(row["exact"], before + row["prefix"] if found else "", after)
    return quantity.in_percent() if row["kind"] == "share" else quantity


def _numbers(codings: Codings) -> Iterator[str]:
    for row in codings.tables["quantities"]:
        try:
            yield from _misplaced(codings, row, quantity_of(codings, row))
        except QuantityError as error:
            yield f"{row.place}: exact: {error}. It stands in {row['sentence']}."
            # What leaves out the unit is told both: that, and what the row then says.
            with contextlib.suppress(QuantityError):
                yield from _misplaced(codings, row, read(row["exact"]))


def _misplaced(codings: Codings, row: Row, quantity: Quantity) -> Iterator[str]:
    """Yield where a number is not of the unit or the direction that its row says."""
    measures = {row["measure"]: row["unit"] for row in codings.tables["measures"]}
    measured_in = measures.get(row["measure"], quantity.unit)
    wanted = RELATIVE_KINDS.get(row["kind"], measured_in)
    if wanted != quantity.unit:
        yield (
            f'{row.place}: exact: "{row["exact"]}" is in {quantity.unit}, a {row["kind"]} of '
            f"{row['measure']} in {wanted}: quote the unit too, or correct the measure."
        )
    if row["direction"] and quantity.direction not in ("", row["direction"]):
        yield (
            f'{row.place}: direction: "{row["direction"]}" is not what the words say, '
            f'"{row["exact"]}" in {row["sentence"]}: correct it.'
        )


def _completeness(codings: Codings) -> Iterator[str]:
    """Yield what was not coded: sentences without codes, numerals without a row."""
    coded = {(row["sentence"], row["coder"]) for row in codings.tables["sentences"]}
    coders = codings.coders() or [FIRST_CODER]
    for sentence in codings.corpus.sentences():
        for coder in coders:
            if (sentence.id, coder) not in coded:
                yield (
                    f"data/coded/sentences.csv: {sentence.id}: has no codes by coder {coder}: "
                    "add a row."
                )
    yield from _uncovered_numerals(codings)


def _uncovered_numerals(codings: Codings) -> Iterator[str]:
    covered: dict[str, list[Span]] = {}
    for name in ("quantities", "numerals"):
        for row in codings.tables[name]:
            covered.setdefault(row["document"], []).append(codings.position(row))
    for document in codings.corpus:
        for sentence in document.sentences:
            for span in numerals(sentence.text):
                start, end = (sentence.span.start + at for at in (span.start, span.end))
                if not any(
                    c.start <= start and end <= c.end for c in covered.get(document.key, [])
                ):
                    yield (
                        f'{sentence.id}: "{document.text[start:end]}" is covered neither by '
                        "quantities.csv nor by numerals.csv: add a row to one of them."
                    )


def numerals(text: str) -> list[Span]:
    """Return the spans of all numerals in `text`, in digits or in words.

    >>> text = "Four of 143"
    >>> [text[span.start : span.end] for span in numerals(text)]
    ['Four', '143']
    """
    return [Span(*found) for found in found_in(text)]
