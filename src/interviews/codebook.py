"""The codebook: variables and their values."""

from dataclasses import dataclass
from typing import Any

import yaml

from interviews.paths import Paths

# The compiled loader reads the same language several times faster; not every machine has it.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Value:
    """One value of a variable."""

    name: str
    definition: str
    label: str
    theme: str = ""
    example: dict[str, str] | None = None


@dataclass(frozen=True)
class Variable:
    """A question asked of every unit, and the answers allowed."""

    name: str
    question: str
    level: str
    values: dict[str, Value]


@dataclass(frozen=True)
class Codebook:
    """All variables by name."""

    variables: dict[str, Variable]

    def values(self) -> dict[str, list[str]]:
        """Return the names of the values of every variable."""
        return {name: list(variable.values) for name, variable in self.variables.items()}


def read_codebook(paths: Paths) -> Codebook:
    """Read data/coded/codebook.yml."""
    text = (paths.coded / "codebook.yml").read_text(encoding="utf-8")
    variables = yaml.load(text, LOADER)["variables"]
    return Codebook({name: _variable(name, facts) for name, facts in variables.items()})


def _variable(name: str, facts: dict[str, Any]) -> Variable:
    values = {
        str(value): Value(str(value), **{"label": str(value).replace("-", " "), **given})
        for value, given in facts["values"].items()
    }
    return Variable(name, facts["question"], facts["level"], values)
