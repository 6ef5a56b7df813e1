"""The codebook: variables and their values."""

from dataclasses import dataclass
from typing import Any

import yaml

from interviews.paths import Paths

# The compiled loader reads the same language several times faster; not every machine has it.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


PLACE = "data/coded/codebook.yml"


class CodebookError(ValueError):
    """A codebook that cannot be read."""


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
    """Read data/coded/codebook.yml; raises `CodebookError` with the line or what is missing."""
    try:
        variables = yaml.load((paths.root / PLACE).read_text(encoding="utf-8"), LOADER)["variables"]
        return Codebook({name: _variable(name, facts) for name, facts in variables.items()})
    except FileNotFoundError:
        raise CodebookError(f"{PLACE}: missing: restore the file.") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise CodebookError(f"{PLACE}:{line}: {error.problem}: correct the YAML.") from None
    except (KeyError, TypeError) as error:
        raise CodebookError(
            f"{PLACE}: a variable or value lacks, or has too much: {error}."
        ) from None


def _variable(name: str, facts: dict[str, Any]) -> Variable:
    values = {
        str(value): Value(str(value), **{"label": str(value).replace("-", " "), **given})
        for value, given in facts["values"].items()
    }
    return Variable(name, facts["question"], facts["level"], values)
