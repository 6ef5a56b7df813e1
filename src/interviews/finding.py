"""A finding: a sentence with computed numbers, its evidence and its conditions."""

from dataclasses import dataclass
from typing import Any

from interviews.value import Source


@dataclass(frozen=True)
class Condition:
    """What must be true for a finding, in a reader's words; `rows` are the ids it looked at."""

    words: str
    holds: bool
    rows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """A sentence with named values in braces; it holds if all of its conditions do."""

    name: str
    text: str
    values: dict[str, Any]
    conditions: tuple[Condition, ...]
    sources: tuple[Source, ...] = ()

    @property
    def holds(self) -> bool:
        """Tell whether every condition holds."""
        return all(one.holds for one in self.conditions)

    @property
    def failed(self) -> tuple[Condition, ...]:
        """The conditions that do not hold."""
        return tuple(one for one in self.conditions if not one.holds)

    @property
    def words(self) -> str:
        """Return the sentence with its numbers filled in."""
        return self.text.format(**self.values)
