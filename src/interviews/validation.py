"""Everything that can be wrong with the texts and the coding, found in one run.

Each problem is one line: place, value, what is wrong, what to do.
"""

import contextlib
import re
from collections.abc import Iterator
from datetime import date

from interviews import unsafe_text
from interviews.codebook import Codebook, read_codebook
from interviews.codings import Codings, read_tables
from interviews.corpus import DESCRIPTIONS, survey
from interviews.majority import FIRST_THEME
from interviews.numerals import Quantity, QuantityError, found_in, read
from interviews.paths import Paths
from interviews.quotations import QuotationError, Span, locate
from interviews.schema import ALWAYS, PLACE, Field, Schema, SchemaError, Table, read_schema
from interviews.tables import Row, TableError, read_table

# Units that a measure may have instead of the one its words give: a share of a count is in percent.
RELATIVE_KINDS = {"change": "percent", "share": "percent", "rank": "ordinal", "ordinal": "ordinal"}
DEFINITIONS = ("data/coded/codebook.yml", PLACE)
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
    return codings, list(dict.fromkeys(map(unsafe_text.visible, problems)))


def _read(paths: Paths) -> tuple[Codings | None, list[str]]:
    try:
        schema = read_schema(paths)
    except SchemaError as error:
        return None, [str(error)]
    codebook = read_codebook(paths)
    problems = [problem for name in DEFINITIONS for problem in _deceptive(paths, name)]
    problems += _unknown_variables(schema, codebook)
    problems += [
        problem for table in schema.coded.values() for problem in _unreadable(paths, table)
    ]
    if problems:
        return None, problems
    problems = [p for name in DESCRIPTIONS for p in _cells(codebook, schema.tables[name], paths)]
    if problems:
        return None, problems
    corpus, problems = survey(paths, schema)
    codings = Codings(corpus, schema, codebook, read_tables(paths, schema, corpus))
    checks = (
        _all_cells,
        _unanswered,
        _duplicates,
        _references,
        _quotations,
        _examples,
        _patterns,
        _themes,
        _periods,
        _stated_periods,
        _numbers,
    )
    found = [problem for check in checks for problem in check(codings)]
    if not (problems or found):  # units and gaps are looked for where every quotation stands
        found = [*_decisions(codings), *_completeness(codings)]
    return codings, problems + found


def _unreadable(paths: Paths, table: Table) -> list[str]:
    try:
        read_table(paths, table)
    except TableError as error:
        return str(error).split("\n")
    return []


def _unknown_variables(schema: Schema, codebook: Codebook) -> list[str]:
    return [
        f'{PLACE}: {table.path}: {field.name}: codebook: "{field.codebook}" is no variable of '
        "data/coded/codebook.yml: add it there."
        for table in schema.tables.values()
        for field in table.fields.values()
        if field.codebook and field.codebook not in codebook.variables
    ]


def _deceptive(paths: Paths, name: str) -> Iterator[str]:
    """Yield the characters of a file of definitions that would deceive whoever reads them."""
    text = (paths.root / name).read_text(encoding="utf-8")
    for at, what in unsafe_text.deceptive(text):
        line = text.count("\n", 0, at) + 1
        yield f"{name}:{line}: holds {what}, which nobody sees: take it away."


def _cells(codebook: Codebook, table: Table, paths: Paths) -> Iterator[str]:
    for row in read_table(paths, table):
        yield from _row_cells(codebook, row)


def _all_cells(codings: Codings) -> Iterator[str]:
    for rows in codings.tables.values():
        for row in rows:
            yield from _row_cells(codings.codebook, row)


def _unanswered(codings: Codings) -> Iterator[str]:
    """Yield cells that their coder had to fill: what is always judged, and was by that coder."""
    for name, rows in codings.tables.items():
        table = codings.schema.tables[name]
        judged = [table.fields[column] for column in table.judged]
        always = [column for column in judged if column.judged == ALWAYS and not column.required]
        for row in rows:
            for column in always:
                if not row[column.name] and _made(codings, row, column.name):
                    yield f"{row.place}: {column.name}: is empty: {column.description}"


def _made(codings: Codings, row: Row, column: str) -> bool:
    """Tell whether the coder of a row coded a column with the project's codebook."""
    coder = row["coder"]
    known = coder in codings.coders() and codings.own(coder)
    return known and codings.made(coder, row.table.name, column)


def _row_cells(codebook: Codebook, row: Row) -> Iterator[str]:
    for column in row.table.fields.values():
        cell = row[column.name]
        if not cell:
            if column.required:
                yield f"{row.place}: {column.name}: is empty: {column.description}"
            continue
        verbatim = column.name in VERBATIM or (row.table.name, column.name) in VERBATIM_OF
        yield from _hostile(f"{row.place}: {column.name}", cell, verbatim)
        for entry in column.entries(cell):
            reason = _wrong(codebook, column, entry, verbatim)
            if reason:
                yield f'{row.place}: {column.name}: "{entry}" {reason}.'


def _hostile(where: str, cell: str, verbatim: bool) -> Iterator[str]:
    """Yield what a cell holds besides words: characters nobody sees, what a spreadsheet would run.

    Words copied from a text may hold tabs and the harmless ones of the former.
    """
    found = unsafe_text.unseen(cell)
    if verbatim and "\n" not in cell:
        found = [name for _, name in unsafe_text.deceptive(cell)]
    if found:
        yield f'{where}: "{cell}" holds {", ".join(found)}, which nobody sees: take it away.'
    if unsafe_text.FORMULA.search(cell):
        yield (
            f'{where}: "{cell}" would be run by a spreadsheet: let neither the cell nor what '
            "follows a semicolon begin with =, +, - or @ (a word earlier or later in a quotation)."
        )


def _wrong(codebook: Codebook, column: Field, entry: str, verbatim: bool) -> str:
    """Return what is wrong with one entry of a cell, and what to do; empty if nothing is."""
    if entry != entry.strip() and not verbatim:
        return "begins or ends with a space: take it away"
    if column.codebook and entry not in codebook.variables[column.codebook].values:
        allowed = ", ".join(codebook.variables[column.codebook].values)
        return f"is not a value of {column.codebook}: use one of {allowed}"
    if column.pattern and not re.fullmatch(column.pattern, entry):
        return f"does not have the form {column.pattern}: {column.description}"
    if column.type == "integer" and not entry.isdecimal():
        return "is not a whole number: write digits only"
    if column.type == "boolean" and entry not in ("0", "1"):
        return "is neither 1 (yes) nor 0 (no)"
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
        table = codings.schema.tables[name]
        keys = [(column,) for column in table.unique]
        for columns in [table.key, *keys] if table.key else keys:
            yield from _repeated(rows, columns)


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
        for column in codings.schema.tables[name].fields.values():
            # What refers to a sentence is looked at with the words quoted from it.
            if column.refers.partition(".")[0] in codings.tables:
                yield from _dangling(codings, rows, column)


def _dangling(codings: Codings, rows: list[Row], column: Field) -> Iterator[str]:
    table, _, key = column.refers.partition(".")
    known = {row[key] for row in codings.tables[table]}
    for row in rows:
        for entry in row.entries(column.name):
            if entry not in known:
                yield (
                    f'{row.place}: {column.name}: "{entry}" is not in data/coded/{table}.csv: '
                    "correct it, or add it there."
                )


def _quotations(codings: Codings) -> Iterator[str]:
    for row in codings.anchored():
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


def _patterns(codings: Codings) -> Iterator[str]:
    """Yield set phrases whose pattern cannot be read, or is found in no text."""
    texts = [sentence.text for sentence in codings.corpus.sentences()]
    for row in codings.tables["phrases"]:
        try:
            pattern = re.compile(row["pattern"], re.IGNORECASE)
        except re.error as error:
            yield f"{row.place}: pattern: {error}: write a regular expression of Python."
            continue
        if not any(map(pattern.search, texts)):
            yield f"{row.place}: pattern: is found in no text: correct it, or drop the phrase."


def _themes(codings: Codings) -> Iterator[str]:
    """Yield codes of sentences that contradict each other."""
    parts = codings.codebook.variables["subtheme"].values
    for row in codings.tables["sentences"]:
        themes = row.entries("themes")
        for part in row.entries("subthemes"):
            if part in parts and parts[part].theme not in themes:
                yield f'{row.place}: subthemes: "{part}" needs the theme {parts[part].theme}.'
        if _made(codings, row, "themes") and (row["mode"] == "apparatus") == bool(themes):
            yield f"{row.place}: themes: apparatus has none, every other sentence at least one."
        if _made(codings, row, "placed") and (row["problem"] == "1") != bool(row["placed"]):
            yield f"{row.place}: placed: is given where problem is 1, and only there."
        whole = _made(codings, row, "mode") and _made(codings, row, "prompted")
        if whole and (row["mode"] == "answer") != bool(row["prompted"]):
            yield f"{row.place}: prompted: is given for answers, and only for them."


def _decisions(codings: Codings) -> Iterator[str]:
    """Yield decisions on cells that there are not: nothing would ever follow from them."""
    for row in codings.tables["decisions"]:
        name, unit, variable = row["table"], row["unit"], row["variable"]
        table = codings.schema.coded.get(name)
        if table is None or "coder" not in table.fields:
            yield f'{row.place}: table: "{name}" is no table that coders made: correct the name.'
        elif unit not in {one.key for one in codings.units(name)}:
            yield f'{row.place}: unit: "{unit}" is no unit of {table.path}: correct the key.'
        elif variable.partition(":")[0] not in (*table.judged, FIRST_THEME):
            allowed = ", ".join(table.judged)
            yield f'{row.place}: variable: "{variable}" is not judged there: use one of {allowed}.'


def _periods(codings: Codings) -> Iterator[str]:
    pairs = (("period_start", "period_end"), ("date_start", "date_end"))
    for name, rows in codings.tables.items():
        columns = codings.schema.tables[name].fields
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
        if not _made(codings, row, "kind"):
            continue
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
    """Yield what was not coded: sentences without codes, numerals without a row.

    A text has to be coded by one coder at least, and to its end by whoever began it.
    """
    coded = {(row["sentence"], row["coder"]) for row in codings.tables["sentences"]}
    begun = {(row["document"], row["coder"]) for row in codings.tables["sentences"]}
    coders = [one for one in codings.coders("sentences", "themes") if codings.own(one)]
    for sentence in codings.corpus.sentences():
        of_text = [one for one in coders if (sentence.document, one) in begun]
        for coder in of_text or coders[:1]:
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
