"""The one schema: every table and column of data/, read from data/datapackage.json.

The file is a Frictionless Data Package with four properties of its own on fields, which other
tools pass over:

- `separator`: the cell is a list, with this between its entries;
- `codebook`: the entries are values of this variable of codebook.yml; `make data` writes them into
  the constraints (`enum`, for a list `pattern`), so that other tools check them too;
- `refers`: "table.column" where the entries of a list stand; other cells use `foreignKeys`;
- `judged`: a coder decided the cell: "always", or "where it applies".
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from interviews.paths import Paths

PLACE = "data/datapackage.json"
# What reads a cell of each type.
TYPES: Mapping[str, Callable[[str], Any]] = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": lambda cell: cell == "1",
    "date": date.fromisoformat,
}
ALWAYS = "always"


class SchemaError(ValueError):
    """A schema that cannot be read or contradicts itself."""


@dataclass(frozen=True)
class Field:
    """One column; `type` is one of `TYPES`, `refers` is "table.column" or empty."""

    name: str
    description: str
    type: str = "string"
    required: bool = False
    unique: bool = False
    pattern: str = ""
    separator: str = ""
    codebook: str = ""
    refers: str = ""
    judged: str = ""

    def entries(self, cell: str) -> tuple[str, ...]:
        """Return the entries of a cell: those of a list, else the cell itself unless empty.

        >>> Field("themes", "", separator="; ").entries("trust; economics")
        ('trust', 'economics')
        """
        parts = cell.split(self.separator) if self.separator else [cell]
        return tuple(filter(None, parts))

    def typed(self, cell: str) -> Any:
        """Return a cell as its type; an empty one is None, but "" where words are expected.

        >>> Field("period_end", "", type="date").typed("2024-07-31")
        datetime.date(2024, 7, 31)
        """
        if self.separator:
            return self.entries(cell)
        known = cell or self.type in ("string", "boolean")
        return TYPES[self.type](cell) if known else None


@dataclass(frozen=True)
class Table:
    """One CSV file; `path` is its place from the root, `key` the columns that tell rows apart."""

    name: str
    path: str
    description: str
    fields: Mapping[str, Field]
    key: tuple[str, ...]

    @property
    def coded(self) -> bool:
        """Return whether the table is made by hand or by coders, and not by `make data`."""
        return not self.path.startswith("data/derived/")

    @property
    def anchored(self) -> bool:
        """Return whether its rows quote sentences."""
        return {"sentence", "exact"} <= set(self.fields)

    @property
    def judged(self) -> tuple[str, ...]:
        """Return the columns that a coder decides."""
        return tuple(field.name for field in self.fields.values() if field.judged)

    def typed(self, cells: Mapping[str, Any]) -> dict[str, Any]:
        """Return the cells of a row, each as its type."""
        return {name: field.typed(str(cells[name])) for name, field in self.fields.items()}


@dataclass(frozen=True)
class Schema:
    """All tables by name, and the package as the file has it."""

    tables: Mapping[str, Table]
    package: dict[str, Any]

    @property
    def coded(self) -> dict[str, Table]:
        """Return the tables that are made by judgement."""
        return {name: table for name, table in self.tables.items() if table.coded}


def read_schema(paths: Paths) -> Schema:
    """Read data/datapackage.json; raises `SchemaError` with the line, or the table and column."""
    try:
        package = json.loads((paths.root / PLACE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SchemaError(f"{PLACE}: missing: restore the file.") from None
    except json.JSONDecodeError as error:
        raise SchemaError(f"{PLACE}:{error.lineno}: {error.msg}: correct the JSON.") from None
    tables = {facts["name"]: _table(facts) for facts in package["resources"]}
    for table in tables.values():
        _check_references(table, tables)
    return Schema(tables, package)


def filled(package: Mapping[str, Any], values: Mapping[str, list[str]]) -> dict[str, Any]:
    """Return the package with the `values` of the codebook written into its constraints."""
    made = json.loads(json.dumps(package))
    for resource in made["resources"]:
        for field in resource["schema"]["fields"]:
            if "codebook" in field and field["type"] == "string":
                _constrain(field, values[field["codebook"]])
    return made


def written(package: Mapping[str, Any]) -> str:
    """Return the package as JSON with a line for each field."""
    text = json.dumps(package, ensure_ascii=False, indent=1)
    return re.sub(r"(?<=\n {5})\{\n.*?\n {5}\}", _one_line, text, flags=re.S) + "\n"


def _one_line(found: re.Match[str]) -> str:
    return json.dumps(json.loads(found[0]), ensure_ascii=False)


def _constrain(field: dict[str, Any], values: list[str]) -> None:
    constraints = field.setdefault("constraints", {})
    if "separator" in field:
        entry = f"({'|'.join(map(re.escape, values))})"
        constraints["pattern"] = f"{entry}({field['separator']}{entry})*"
    else:
        constraints["enum"] = values


def _table(facts: Mapping[str, Any]) -> Table:
    schema = facts["schema"]
    name, path = facts["name"], f"data/{facts['path']}"
    refers = {
        key["fields"]: f"{key['reference']['resource'] or name}.{key['reference']['fields']}"
        for key in schema.get("foreignKeys", ())
    }
    fields = {field["name"]: _field(path, field, refers) for field in schema["fields"]}
    return Table(name, path, facts["description"], fields, tuple(schema.get("primaryKey", ())))


def _field(path: str, facts: Mapping[str, Any], refers: Mapping[str, str]) -> Field:
    constraints, name = facts.get("constraints", {}), facts["name"]
    if facts["type"] not in TYPES:
        raise SchemaError(
            f'{PLACE}: {path}: {name}: type "{facts["type"]}": use one of {", ".join(TYPES)}.'
        )
    own = {key: facts[key] for key in ("separator", "codebook", "judged") if key in facts}
    return Field(
        name,
        facts["description"],
        facts["type"],
        required=constraints.get("required", False),
        unique=constraints.get("unique", False),
        # Of a list, the pattern of the file is that of the whole cell; its entries have a codebook.
        pattern="" if "separator" in own else constraints.get("pattern", ""),
        refers=refers.get(name, facts.get("refers", "")),
        **own,
    )


def _check_references(table: Table, tables: Mapping[str, Table]) -> None:
    for field in table.fields.values():
        other, _, column = field.refers.partition(".")
        if other and (other not in tables or column not in tables[other].fields):
            raise SchemaError(
                f'{PLACE}: {table.path}: {field.name}: refers to "{field.refers}", which is not '
                "there: correct the foreign key."
            )
