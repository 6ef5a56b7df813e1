"""Everything that can be wrong with the texts and the coding, found in one run.

Each problem is one line: place, value, what is wrong, what to do.
"""

import contextlib
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from interviews import unsafe_text
from interviews.codebook import Codebook, CodebookError, read_codebook
from interviews.codings import Codings, read_tables
from interviews.corpus import DESCRIPTIONS, Corpus, survey
from interviews.majority import FIRST_THEME
from interviews.numerals import Quantity, QuantityError, found_in, read
from interviews.paths import Paths
from interviews.quotations import QuotationError, Span, locate
from interviews.schema import ALWAYS, PLACE, Field, Schema, SchemaError, read_schema
from interviews.tables import Row, TableError, read_table

# Units that a measure may have instead of the one its words give: a share of a count is in percent.
RELATIVE_KINDS = {"change": "percent", "share": "percent", "rank": "ordinal", "ordinal": "ordinal"}
DEFINITIONS = ("data/coded/codebook.yml", PLACE)
# Words copied from a text may end in the space that is there, and hold what the text may hold.
VERBATIM = {"exact", "prefix", "opening"}
VERBATIM_OF = {("turns", "label")}
PERIODS = (("period_start", "period_end"), ("date_start", "date_end"))

Rule = Callable[[Codings, Row], Iterator[tuple[str, str]]]
"""What is asked of one row: it yields each column that is wrong, and what is wrong with it."""


class DataError(ValueError):
    """The texts or the coding cannot be used; the message has one line a problem."""


def examine(paths: Paths) -> tuple[Codings | None, list[str]]:
    """Return the texts and the hand-made tables, and all problems of both, each a line.

    There are no codings where not all could be read. What is not seen in a line is written out, so
    that a message does nothing to a terminal.
    """
    codings, problems = _read(paths)
    return codings, list(dict.fromkeys(map(unsafe_text.visible, problems)))


def _read(paths: Paths) -> tuple[Codings | None, list[str]]:
    try:
        schema, codebook = read_schema(paths), read_codebook(paths)
    except (SchemaError, CodebookError) as error:
        return None, [str(error)]
    tables: dict[str, list[Row]] = {}
    problems = [problem for name in DEFINITIONS for problem in _deceptive(paths, name)]
    problems += _unknown_variables(schema, codebook)
    for name, table in schema.coded.items():
        try:
            tables[name] = read_table(paths, table)
        except TableError as error:
            problems += str(error).split("\n")
    if not problems:  # the texts are read as some tables say, if these can be read
        described = Codings(Corpus(()), schema, codebook, tables)
        problems = list(_of_rows(described, dict.fromkeys(DESCRIPTIONS, (_cells,))))
    if problems:
        return None, problems
    corpus, problems = survey(paths, schema)
    codings = Codings(corpus, schema, codebook, read_tables(paths, schema, corpus))
    everywhere = (_cells, _quotation, _periods)
    rules = dict.fromkeys(tables, everywhere) | {
        "sentences": (*everywhere, _codes),
        "quantities": (*everywhere, _stated_period, _number),
        "phrases": (*everywhere, _pattern),
    }
    problems += _of_rows(codings, rules)
    problems += [*_duplicates(codings), *_references(codings), *_examples(codings)]
    if not problems:  # units and gaps are looked for where every quotation stands
        problems += _of_rows(codings, {"decisions": (_decision,)})
        problems += [*_uncoded(codings), *_uncovered(codings)]
    return codings, problems


def _of_rows(codings: Codings, rules: Mapping[str, tuple[Rule, ...]]) -> Iterator[str]:
    """Yield what is wrong with the rows of each table by its rules."""
    for name, asked in rules.items():
        for row in codings.tables[name]:
            for rule in asked:
                for column, wrong in rule(codings, row):
                    yield f"{row.place}: {column}: {wrong}"


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


def _made(codings: Codings, row: Row, column: str) -> bool:
    """Tell whether the coder of a row coded a column with the project's codebook."""
    coder = row["coder"]
    known = coder in codings.coders() and codings.own(coder)
    return known and codings.made(coder, row.table.name, column)


# --- what is asked of each row ---


def _cells(codings: Codings, row: Row) -> Iterator[tuple[str, str]]:
    for column in row.table.fields.values():
        cell = row[column.name]
        if not cell:
            # What is always judged is so by every coder of it.
            judged = column.judged == ALWAYS and _made(codings, row, column.name)
            if column.required or judged:
                yield column.name, f"is empty: {column.description}"
            continue
        verbatim = column.name in VERBATIM or (row.table.name, column.name) in VERBATIM_OF
        for wrong in _hostile(cell, verbatim):
            yield column.name, f'"{cell}" {wrong}'
        for entry in column.entries(cell):
            if wrong := _wrong(codings.codebook, column, entry, verbatim):
                yield column.name, f'"{entry}" {wrong}.'


def _hostile(cell: str, verbatim: bool) -> Iterator[str]:
    """Yield what a cell holds besides words: characters nobody sees, what a spreadsheet would run.

    Words copied from a text may hold tabs and the harmless ones of the former.
    """
    found = unsafe_text.unseen(cell)
    if verbatim and "\n" not in cell:
        found = [name for _, name in unsafe_text.deceptive(cell)]
    if found:
        yield f"holds {', '.join(found)}, which nobody sees: take it away."
    if unsafe_text.FORMULA.search(cell):
        yield (
            "would be run by a spreadsheet: let neither the cell nor what follows a semicolon "
            "begin with =, +, - or @ (a word earlier or later in a quotation)."
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


def _quotation(codings: Codings, row: Row) -> Iterator[tuple[str, str]]:
    if not (row.table.anchored and row["sentence"]):
        return
    document = row["sentence"].partition(":")[0]
    try:
        sentence = codings.corpus.sentence(row["sentence"])
    except KeyError:
        # Where the document itself is unknown, that is said of its column.
        if document != row["document"] or document in codings.corpus.document_keys():
            yield "sentence", f'there is no "{row["sentence"]}": correct the number.'
        return
    if document != row["document"]:
        yield "document", f'"{row["document"]}" is not that of {sentence.id}.'
    try:
        locate(row["exact"], sentence.text, row["prefix"])
    except QuotationError as error:
        yield "exact", f"{sentence.id}: {error}."


def _periods(codings: Codings, row: Row) -> Iterator[tuple[str, str]]:
    for first, last in PERIODS:
        if first in row.cells and row[first] > row[last] > "":
            yield last, f"lies before {first}: exchange them."


def _codes(codings: Codings, row: Row) -> Iterator[tuple[str, str]]:
    """Yield codes of a sentence that contradict each other."""
    parts = codings.codebook.variables["subtheme"].values
    themes = row.entries("themes")
    for part in row.entries("subthemes"):
        if part in parts and parts[part].theme not in themes:
            yield "subthemes", f'"{part}" needs the theme {parts[part].theme}.'
    if _made(codings, row, "themes") and (row["mode"] == "apparatus") == bool(themes):
        yield "themes", "apparatus has none, every other sentence at least one."
    if _made(codings, row, "placed") and (row["problem"] == "1") != bool(row["placed"]):
        yield "placed", "is given where problem is 1, and only there."
    whole = _made(codings, row, "mode") and _made(codings, row, "prompted")
    if whole and (row["mode"] == "answer") != bool(row["prompted"]):
        yield "prompted", "is given for answers, and only for them."


def _stated_period(codings: Codings, row: Row) -> Iterator[tuple[str, str]]:
    """Yield a period that is said to be stated but is not in the words of the sentence."""
    text = codings.text(row["sentence"])
    if row["period_basis"] == "stated" and text and row["period"] not in text:
        yield (
            "period",
            f'"{row["period"]}" is not in {row["sentence"]}: copy the words of the text, or write '
            "derived as period_basis.",
        )


def _number(codings: Codings, row: Row) -> Iterator[tuple[str, str]]:
    if not _made(codings, row, "kind"):
        return
    try:
        yield from _misplaced(codings, row, quantity_of(codings, row))
    except QuantityError as error:
        yield "exact", f"{error}. It stands in {row['sentence']}."
        # What leaves out the unit is told both: that, and what the row then says.
        with contextlib.suppress(QuantityError):
            yield from _misplaced(codings, row, read(row["exact"]))


def quantity_of(codings: Codings, row: Row) -> Quantity:
    """Return what the words of a row of quantities.csv state, read in their sentence.

    A share in words ("two thirds") is in percent. Raises `QuantityError`.
    """
    before, found, after = codings.text(row["sentence"]).partition(row["prefix"] + row["exact"])
    quantity = read(row["exact"], before + row["prefix"] if found else "", after)
    return quantity.in_percent() if row["kind"] == "share" else quantity


def _misplaced(codings: Codings, row: Row, quantity: Quantity) -> Iterator[tuple[str, str]]:
    """Yield where a number is not of the unit or the direction that its row says."""
    measures = {row["measure"]: row["unit"] for row in codings.tables["measures"]}
    measured_in = measures.get(row["measure"], quantity.unit)
    wanted = RELATIVE_KINDS.get(row["kind"], measured_in)
    if wanted != quantity.unit:
        yield (
            "exact",
            f'"{row["exact"]}" is in {quantity.unit}, a {row["kind"]} of {row["measure"]} in '
            f"{wanted}: quote the unit too, or correct the measure.",
        )
    if row["direction"] and quantity.direction not in ("", row["direction"]):
        yield (
            "direction",
            f'"{row["direction"]}" is not what the words say, "{row["exact"]}" in '
            f"{row['sentence']}: correct it.",
        )


def _pattern(codings: Codings, row: Row) -> Iterator[tuple[str, str]]:
    """Yield a pattern of a set phrase that cannot be read, or is found in no text."""
    try:
        pattern = re.compile(row["pattern"], re.IGNORECASE)
    except re.error as error:
        yield "pattern", f"{error}: write a regular expression of Python."
        return
    if not any(pattern.search(sentence.text) for sentence in codings.corpus.sentences()):
        yield "pattern", "is found in no text: correct it, or drop the phrase."


def _decision(codings: Codings, row: Row) -> Iterator[tuple[str, str]]:
    """Yield a decision on a cell that there is not: nothing would ever follow from it."""
    name, unit, variable = row["table"], row["unit"], row["variable"]
    table = codings.schema.coded.get(name)
    if table is None or "coder" not in table.fields:
        yield "table", f'"{name}" is no table that coders made: correct the name.'
    elif unit not in {one.key for one in codings.units(name)}:
        yield "unit", f'"{unit}" is no unit of {table.path}: correct the key.'
    elif variable.partition(":")[0] not in (*table.judged, FIRST_THEME):
        allowed = ", ".join(table.judged)
        yield "variable", f'"{variable}" is not judged there: use one of {allowed}.'


# --- what is asked of all of them together ---


def _duplicates(codings: Codings) -> Iterator[str]:
    """Yield rows with the key of another one of their table, or what else each has for itself."""
    for name, rows in codings.tables.items():
        table = codings.schema.tables[name]
        unique = [(field.name,) for field in table.fields.values() if field.unique]
        for columns in filter(None, [table.key, *unique]):
            seen: dict[tuple[str, ...], str] = {}
            for row in rows:
                key = tuple(row[column] for column in columns)
                if key in seen:
                    yield (
                        f'{row.place}: {", ".join(columns)}: "{", ".join(key)}" stands at '
                        f"{seen[key]} already: rename one, or take one away."
                    )
                seen.setdefault(key, row.place)


def _references(codings: Codings) -> Iterator[str]:
    for name, rows in codings.tables.items():
        for column in codings.schema.tables[name].fields.values():
            table, _, key = column.refers.partition(".")
            # What refers to a sentence is looked at with the words quoted from it.
            known = {row[key] for row in codings.tables.get(table, ())}
            for row in rows if table in codings.tables else ():
                for entry in row.entries(column.name):
                    if entry not in known:
                        yield (
                            f'{row.place}: {column.name}: "{entry}" is not in '
                            f"data/coded/{table}.csv: correct it, or add it there."
                        )


def _examples(codings: Codings) -> Iterator[str]:
    """Yield examples of the codebook that are not in the words of their sentence."""
    for variable in codings.codebook.variables.values():
        for value in variable.values.values():
            if value.example:
                sentence = value.example["sentence"]
                try:
                    locate(value.example["exact"], codings.text(sentence))
                except QuotationError as error:
                    where = f"data/coded/codebook.yml: {variable.name}: {value.name}: example"
                    yield f"{where}: {sentence}: {error}."


def _uncoded(codings: Codings) -> Iterator[str]:
    """Yield sentences without codes.

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


def _uncovered(codings: Codings) -> Iterator[str]:
    """Yield numerals, in digits or in words, that no row quotes."""
    covered: dict[str, list[Span]] = {}
    for row in (*codings.tables["quantities"], *codings.tables["numerals"]):
        span = locate(row["exact"], codings.text(row["sentence"]), row["prefix"])
        covered.setdefault(row["sentence"], []).append(span)
    for sentence in codings.corpus.sentences():
        spans = covered.get(sentence.id, ())
        for start, end in found_in(sentence.text):
            if not any(span.start <= start and end <= span.end for span in spans):
                yield (
                    f'{sentence.id}: "{sentence.text[start:end]}" is covered neither by '
                    "quantities.csv nor by numerals.csv: add a row to one of them."
                )
