"""Rows of CSV tables, each with its place for messages."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviews.paths import Paths
from interviews.schema import PLACE, Table

if TYPE_CHECKING:
    import _csv


class TableError(ValueError):
    """A table that cannot be read at all: missing, not UTF-8, wrong columns, ragged rows."""


@dataclass(frozen=True)
class Row:
    """One row; `place` is file:line, `cells` maps every column to its text, empty if not given."""

    place: str
    table: Table
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def entries(self, column: str) -> list[str]:
        """Return the entries of a cell that holds a list."""
        return list(self.table.fields[column].entries(self.cells[column]))


def read_table(paths: Paths, table: Table) -> list[Row]:
    """Return the rows of `table` in the order of the file.

    Raises `TableError`, one line a problem.
    """
    text = io.StringIO(_read_text(paths, table.path), newline="")
    reader = csv.reader(text, strict=True)
    _check_columns(table, next(_records(reader, table.path), []))
    rows, problems = [], []
    for cells in _records(reader, table.path):
        place = f"{table.path}:{reader.line_num}"
        if len(cells) != len(table.fields):
            problems.append(
                f"{place}: {len(cells)} cells, the table has {len(table.fields)} columns: "
                "put cells that hold a comma in double quotes, and add the missing commas."
            )
        else:
            rows.append(Row(place, table, dict(zip(table.fields, cells, strict=True))))
    if problems:
        raise TableError("\n".join(problems))
    return rows


def _records(reader: "_csv.Reader", name: str) -> Iterator[list[str]]:
    begun = reader.line_num + 1
    try:
        for cells in reader:
            yield cells
            begun = reader.line_num + 1
    except csv.Error as error:
        raise TableError(
            f"{name}:{begun}: a double quote that is opened here is not closed, or stands inside "
            f"of a cell ({error}): close it, or write it twice."
        ) from None


def _read_text(paths: Paths, name: str) -> str:
    path = paths.root / name
    if not path.is_file():
        raise TableError(f"{name}: missing: restore the file.")
    data = path.read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise TableError(
            f"{name}:{line}: byte 0x{data[error.start]:02x} is not UTF-8: save the table as UTF-8."
        ) from None


def _check_columns(table: Table, header: list[str]) -> None:
    wanted = list(table.fields)
    if header == wanted:
        return
    missing = [name for name in wanted if name not in header]
    unknown = [name for name in header if name not in wanted]
    parts = [
        f"{what}: {', '.join(names)}"
        for what, names in (("missing", missing), ("unknown", unknown))
        if names
    ] or ["the columns are in another order"]
    raise TableError(
        f"{table.path}:1: {'; '.join(parts)}: the header must be {','.join(wanted)} ({PLACE})."
    )
