"""The tables made from the texts and the coding; written when all of them could be made."""

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from interviews import comparison, schema, unsafe_text
from interviews.codings import Codings
from interviews.majority import MAJORITY
from interviews.numerals import Quantity, QuantityError
from interviews.paths import Paths
from interviews.schema import Field, Table
from interviews.validation import DataError, examine, quantity_of

README = "data/README.md"


def derive(paths: Paths) -> dict[str, bytes]:
    """Return every derived file, by its path from the root.

    Raises `DataError` with all problems of the texts and the coding.
    """
    codings, problems = examine(paths)
    if codings is None or problems:
        raise DataError("\n".join(problems))
    made = {
        "derived-sentences": sentences(codings),
        "derived-quantities": quantities(codings),
        "derived-comparisons": comparisons(codings),
    }
    tables = codings.schema.tables
    package = schema.filled(codings.schema.package, codings.codebook.values())
    return {
        **{tables[name].path: _csv(tables[name], rows) for name, rows in made.items()},
        schema.PLACE: schema.written(package).encode(),
        README: _readme(codings).encode(),
    }


def stale(paths: Paths) -> dict[str, bytes]:
    """Return the derived files that are not what the data give now; raises `DataError`."""
    return {
        name: content
        for name, content in derive(paths).items()
        if not (paths.root / name).is_file() or (paths.root / name).read_bytes() != content
    }


def write(paths: Paths) -> list[str]:
    """Write all derived files and return the names of those that changed.

    Nothing is written before all could be made. Raises `DataError` and `OSError`.
    """
    changed = stale(paths)
    for name, content in changed.items():
        (paths.root / name).write_bytes(content)
    return list(changed)


def check(paths: Paths) -> list[str]:
    """Return all that keeps the report from being built: problems of the data, or stale files."""
    try:
        return [
            f"{name}: is not what the texts and the coding give now: run `make data`."
            for name in stale(paths)
        ]
    except DataError as error:
        return str(error).split("\n")


def _readme(codings: Codings) -> str:
    """Return data/README.md: every table and column, its meaning and who made it."""
    lines = [
        "# Data: tables to download, and what their columns mean",
        "",
        codings.schema.package["description"],
    ]
    for table in codings.schema.tables.values():
        lines += ["", f"## {table.path.removeprefix('data/')}", "", table.description, ""]
        lines += ["| column | type | meaning |", "| --- | --- | --- |"]
        lines += [
            f"| `{column.name}` | {_described_type(column)} | {column.description} |"
            for column in table.fields.values()
        ]
    return "\n".join(lines) + "\n"


def sentences(codings: Codings) -> Iterator[dict[str, Any]]:
    """Yield the rows of data/derived/sentences.csv."""
    for sentence in codings.corpus.sentences():
        turn = codings.corpus.turn(sentence)
        yield {
            "sentence": sentence.id,
            "document": sentence.document,
            "paragraph": sentence.paragraph,
            "turn": sentence.turn,
            "kind": turn.kind,
            "speaker": turn.speaker,
            "start": sentence.span.start,
            "end": sentence.span.end,
            "text": sentence.text,
        }


def quantities(codings: Codings, coder: str = MAJORITY) -> Iterator[dict[str, Any]]:
    """Yield the rows of data/derived/quantities.csv: what the words of each number give."""
    codes = codings.sentence_codes()
    for row in codings.chosen("quantities", coder):
        try:
            quantity, position = quantity_of(codings, row), codings.position(row)
        except QuantityError:
            # Validation refuses such words; a coder with another codebook may quote two numbers.
            continue
        base_start, _, base_end = row["base"].partition("/")
        yield (
            row.cells
            | _parsed(quantity)
            | {
                "base_start": base_start,
                "base_end": base_end,
                "voice": codes[row["sentence"]].voice,
                "start": position.start,
                "end": position.end,
            }
        )


def comparisons(codings: Codings, without: Collection[str] = ()) -> Iterator[dict[str, str]]:
    """Yield the rows of data/derived/comparisons.csv, but for those of the texts left out."""
    keys = [key for key in codings.corpus.document_keys() if key not in without]
    numbers = [
        comparison.read(row, codings.text(row["sentence"]))
        for row in quantities(codings)
        if row["document"] in keys
    ]
    facts = {key: codings.corpus[key].facts for key in keys}
    yield from comparison.compare(numbers, facts)


def _parsed(quantity: Quantity) -> dict[str, str]:
    low, high = quantity.interval
    return {
        "value": _plain(quantity.value),
        "unit": quantity.unit,
        "comparator": quantity.comparator,
        "resolution": _plain(quantity.resolution),
        "low": _plain(low),
        "high": _plain(high) if high.is_finite() else "",
    }


def _plain(number: Decimal) -> str:
    """Return a decimal without exponent and without zeros that say nothing.

    >>> _plain(Decimal("4470000000.00")), _plain(Decimal("18.90"))
    ('4470000000', '18.9')
    """
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _csv(table: Table, rows: Iterable[Mapping[str, Any]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.fields)
    for row in rows:
        # What no spreadsheet runs; what is quoted is refused before.
        writer.writerow([unsafe_text.disarmed(str(row[name])) for name in table.fields])
    return out.getvalue().encode()


def _described_type(column: Field) -> str:
    parts = ["list" if column.separator else column.type]
    if column.codebook:
        parts.append(f"`{column.codebook}`")
    if column.refers:
        parts.append(f"from `{column.refers}`")
    return ", ".join(parts)
