"""The codebook: variables and their values; and the tables with their columns."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from interviews.paths import Paths

# The compiled loader reads the same language several times faster; not every machine has it.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Value:
    """One value of a variable; `terms` are word beginnings for the dictionary coder."""

    name: str
    definition: str
    label: str = ""
    theme: str = ""
    example: dict[str, str] | None = None
    terms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Variable:
    """A question asked of every unit, and the answers allowed."""

    name: str
    question: str
    level: str
    values: dict[str, Value]


@dataclass(frozen=True)
class Column:
    """One column of a table; `type` is string, integer, number or date."""

    name: str
    description: str
    type: str = "string"
    required: bool = False
    unique: bool = False
    list: bool = False
    values: str = ""
    refers: str = ""
    pattern: str = ""


@dataclass(frozen=True)
class Table:
    """One CSV file; `folder` is coded or derived."""

    name: str
    folder: str
    description: str
    columns: dict[str, Column] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Return the place of the file from the root."""
        return f"data/{self.folder}/{self.name}.csv"


@dataclass(frozen=True)
class Codebook:
    """All variables, and all tables by folder and name."""

    variables: dict[str, Variable]
    coded: dict[str, Table]
    derived: dict[str, Table]

    def tables(self) -> Iterator[Table]:
        """Yield every table, those made by hand first."""
        yield from self.coded.values()
        yield from self.derived.values()


def read_codebook(paths: Paths) -> Codebook:
    """Read codebook.yml and tables.yml."""
    tables = _read_yaml(paths, "tables.yml")
    anchor = tables["anchor"]
    return Codebook(
        {name: _variable(name, facts) for name, facts in _variables(paths).items()},
        *(
            {name: _table(name, folder, facts, anchor) for name, facts in tables[folder].items()}
            for folder in ("coded", "derived")
        ),
    )


def _read_yaml(paths: Paths, name: str) -> dict[str, Any]:
    return yaml.load((paths.coded / name).read_text(encoding="utf-8"), LOADER)


def _variables(paths: Paths) -> dict[str, Any]:
    return _read_yaml(paths, "codebook.yml")["variables"]


def _variable(name: str, facts: dict[str, Any]) -> Variable:
    values = {
        str(value): Value(
            str(value),
            **{**given, "terms": tuple(given.get("terms", ())), "label": _label(value, given)},
        )
        for value, given in facts["values"].items()
    }
    return Variable(name, facts["question"], facts["level"], values)


def _label(value: str, given: dict[str, Any]) -> str:
    return given.get("label") or str(value).replace("-", " ")


def _table(name: str, folder: str, facts: dict[str, Any], anchor: dict[str, Any]) -> Table:
    columns = facts["columns"]
    if facts.get("anchored"):
        key = {"id": columns["id"]} if "id" in columns else {}
        columns = key | anchor | {k: v for k, v in columns.items() if k != "id"}
    named = {column: Column(column, **given) for column, given in columns.items()}
    return Table(name, folder, facts["description"], named)
