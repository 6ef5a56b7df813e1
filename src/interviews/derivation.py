"""The tables made from the texts and the coding: all of them are written, or none.

`data/derived` is built in a new folder beside it and moved into place whole.
"""

import contextlib
import csv
import hashlib
import io
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from interviews import comparison, disk, hostile
from interviews.codebook import Column, Table
from interviews.codings import Codings
from interviews.numerals import Quantity
from interviews.paths import Paths
from interviews.tables import Row
from interviews.validation import DataError, examine, quantity_of

NAME = "vietnam-china-interviews"
README = "data/README.md"
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
FRICTIONLESS_TYPES = {"string": "string", "integer": "integer", "number": "number", "date": "date"}


def derive(paths: Paths) -> dict[str, bytes]:
    """Return every derived file, by its path from the root.

    Raises `DataError` with all problems of the texts and the coding.
    """
    codings, problems = examine(paths)
    if codings is None or problems:
        raise DataError("\n".join(problems))
    return _files(codings)


def _files(codings: Codings) -> dict[str, bytes]:
    derived = codings.codebook.derived
    return {
        derived["sentences"].path: _csv(derived["sentences"], _sentences(codings)),
        derived["quantities"].path: _csv(derived["quantities"], _quantities(codings)),
        derived["comparisons"].path: _csv(derived["comparisons"], _comparisons(codings)),
        "data/derived/annotations.jsonld": b"".join(annotations(codings)),
        "data/derived/datapackage.json": _json(datapackage(codings)),
        README: readme(codings).encode(),
    }


def write(paths: Paths) -> list[str]:
    """Write all derived files and return the names of those that changed.

    On any error nothing is changed; where nothing is to be changed nothing is written. Raises
    `DataError`, `OSError`, and `BusyError` while another process does the same.
    """
    with disk.alone(paths.derived.parent, "data: the derived tables are being written"):
        _sweep(paths)
        files = derive(paths)
        changed = [
            name for name, content in files.items() if not _holds(paths.root / name, content)
        ]
        if changed or _strays(paths, files):
            _replace(paths, files)
        return changed


def check(paths: Paths) -> list[str]:
    """Return all that keeps the report from being built: problems of the data, or stale files."""
    codings, problems = examine(paths)
    if codings is None or problems:
        return problems
    return [
        f"{name}: is not what the texts and the coding give now: run `make data`."
        for name, content in _files(codings).items()
        if not _holds(paths.root / name, content)
    ]


def annotations(codings: Codings) -> Iterator[bytes]:
    """Yield a JSON-LD page of every coded row as a W3C Web Annotation, one to a line."""
    digests = {
        document.key: hashlib.sha256(document.text.encode()).hexdigest()
        for document in codings.corpus
    }
    head = {"@context": CONTEXT, "id": "annotations.jsonld", "type": "AnnotationPage"}
    yield f'{json.dumps(head)[:-1]}, "items": ['.encode()
    separator = "\n"
    for table, row in codings.anchored():
        item = _annotation(codings, table, row, digests)
        yield (separator + json.dumps(item, ensure_ascii=False)).encode()
        separator = ",\n"
    yield b"\n]}\n"


def datapackage(codings: Codings) -> dict[str, Any]:
    """Return a Frictionless description of every table and column."""
    return {
        "name": NAME,
        "title": "What Vietnam and China say of each other: coded sentences and quantities",
        "profile": "data-package",
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "path": "https://creativecommons.org/licenses/by/4.0/",
                "title": "Creative Commons Attribution 4.0",
            }
        ],
        "resources": [_resource(codings, table) for table in codings.codebook.tables()],
    }


def readme(codings: Codings) -> str:
    """Return data/README.md: every table and column, its meaning and who made it."""
    lines = [
        "# Data dictionary",
        "",
        "Written by `make data` from `coded/tables.yml`: change it there.",
        "`coded/` is made by hand, by reading; `derived/` is written from it and from `../seeds/`.",
        "Cells that hold a list separate its entries by `; `.",
        "No cell, and nothing after a semicolon in one, begins with `=`, `+`, `-` or `@` unless it",
        "is a number or the sign alone: a spreadsheet would run it. In `coded/` such a cell is",
        "refused; in `derived/` an apostrophe stands before it, which is no part of the words.",
        "No cell holds characters that nobody sees, other than those of the texts in words quoted.",
        "The variables and their values are in `coded/codebook.yml`.",
    ]
    for table in codings.codebook.tables():
        lines += ["", f"## {table.folder}/{table.name}.csv", "", table.description, ""]
        lines += ["| column | type | meaning |", "| --- | --- | --- |"]
        lines += [
            f"| `{column.name}` | {_described_type(column)} | {column.description} |".replace(
                " | | ", " | "
            )
            for column in table.columns.values()
        ]
    lines += [
        "",
        "## derived/annotations.jsonld",
        "",
        "Every coded row as a W3C Web Annotation: TextQuoteSelector and TextPositionSelector on",
        "the text in `seeds/`, with the SHA-256 of the text.",
        "",
        "## derived/datapackage.json",
        "",
        "This dictionary as a Frictionless data package.",
    ]
    return "\n".join(lines) + "\n"


def _sentences(codings: Codings) -> Iterator[dict[str, Any]]:
    for document in codings.corpus:
        turns = {turn.number: turn for turn in document.turns}
        for sentence in document.sentences:
            yield {
                "sentence": sentence.id,
                "document": document.key,
                "paragraph": sentence.paragraph,
                "turn": sentence.turn,
                "kind": turns[sentence.turn].kind,
                "speaker": turns[sentence.turn].speaker,
                "start": sentence.span.start,
                "end": sentence.span.end,
                "text": sentence.text,
            }


def _quantities(codings: Codings) -> Iterator[dict[str, Any]]:
    codes = codings.sentence_codes()
    for row in codings.tables["quantities"]:
        quantity, position = quantity_of(codings, row), codings.position(row)
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


def _comparisons(codings: Codings) -> Iterator[dict[str, str]]:
    numbers, claims = comparison.read(
        _quantities(codings),
        [row.cells for row in codings.tables["characterisations"]],
        [codings.corpus[key].facts for key in codings.corpus.document_keys()],
        {sentence.id: sentence.text for sentence in codings.corpus.sentences()},
        {row["voice"]: row["side"] for row in codings.tables["speakers"]},
    )
    yield from map(comparison.to_row, comparison.compare(numbers, claims))


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


def _csv(table: Table, rows: Iterable[dict[str, Any]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, table.columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(_disarmed(table, row) for row in rows)
    return out.getvalue().encode()


def _disarmed(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """Return a row whose words no spreadsheet runs; what is quoted is so already."""
    return {
        name: hostile.disarmed(cell) if isinstance(cell, str) else cell
        for name, cell in row.items()
        if name in table.columns
    }


def _json(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _annotation(
    codings: Codings, table: Table, row: Row, digests: Mapping[str, str]
) -> dict[str, Any]:
    sentence, position = codings.corpus.sentence(row["sentence"]), codings.position(row)
    document = codings.corpus[sentence.document]
    selector = {"type": "TextQuoteSelector", "exact": row["exact"]}
    if row["prefix"]:
        selector["prefix"] = row["prefix"]
    codes = {
        name: cell
        for name, cell in row.cells.items()
        if cell and name not in ("sentence", "exact", "prefix", "document")
    }
    return {
        "id": f"#{_annotation_key(table, row)}",
        "type": "Annotation",
        "motivation": "classifying",
        "body": {
            "type": "Dataset",
            "table": table.path,
            "sentence": sentence.id,
            "value": codes,
        },
        "target": {
            "source": f"seeds/{document.facts['file']}",
            "digest": f"sha256:{digests[document.key]}",
            "selector": [
                selector,
                {"type": "TextPositionSelector", "start": position.start, "end": position.end},
            ],
        },
    }


def _annotation_key(table: Table, row: Row) -> str:
    """Return a key that is unique in the file: that of the row, or a digest of what it holds."""
    parts = ("commitment", "document", "sentence", "coder", "prefix", "exact")
    apart = "-".join(row.cells.get(name, "") for name in parts)
    key = row.cells.get("id") or hashlib.sha256(apart.encode()).hexdigest()[:12]
    return f"{table.name}/{key}"


def _resource(codings: Codings, table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(codings, column) for column in table.columns.values()],
        "missingValues": [""],
    }
    key = [column.name for column in table.columns.values() if column.unique]
    if key:
        schema["primaryKey"] = key[0]
    return {
        "name": f"{table.folder}-{table.name}",
        "path": f"../{table.folder}/{table.name}.csv",
        "profile": "tabular-data-resource",
        "description": table.description,
        "encoding": "utf-8",
        "schema": schema,
    }


def _field(codings: Codings, column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.unique:
        constraints["unique"] = True
    if column.pattern:
        constraints["pattern"] = column.pattern
    if column.values and not column.list:
        constraints["enum"] = list(codings.codebook.variables[column.values].values)
    found = {
        "name": column.name,
        "type": FRICTIONLESS_TYPES[column.type],
        "description": column.description,
    }
    return found | ({"constraints": constraints} if constraints else {})


def _described_type(column: Column) -> str:
    parts = [column.type if not column.list else "list"]
    if column.values:
        parts.append(f"`{column.values}`")
    if column.refers:
        parts.append(f"from `{column.refers}`")
    return ", ".join(parts)


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def _strays(paths: Paths, files: dict[str, bytes]) -> bool:
    """Tell whether files lie among the derived ones that are none."""
    return any(paths.name(path) not in files for path in paths.derived.glob("*"))


def _sweep(paths: Paths) -> None:
    """Clear away what a killed run left; put back the tables where it had taken them away."""
    disk.recover(paths.derived)
    for left in paths.derived.parent.glob(".derived-*"):
        shutil.rmtree(left) if left.is_dir() else left.unlink()


def _replace(paths: Paths, files: dict[str, bytes]) -> None:
    """Write `files` aside, then put all of them in their places, or none."""
    fresh, readme = disk.working(paths.derived), _readme_aside(paths)
    try:
        fresh.mkdir()
        for name, content in files.items():
            (readme if name == README else fresh / Path(name).name).write_bytes(content)
        _swap(paths)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        # What cannot be removed was not written, or the next run removes it.
        with contextlib.suppress(OSError):
            readme.unlink(missing_ok=True)


def _readme_aside(paths: Paths) -> Path:
    return paths.derived.with_name(".derived-readme")


def _swap(paths: Paths) -> None:
    """Put the folder and the dictionary of its columns in their places, both or neither."""
    with disk.undisturbed():
        disk.exchange(paths.derived)
        try:
            _readme_aside(paths).replace(paths.root / README)
        except OSError:
            disk.exchange(paths.derived)
            raise
