"""Findings: a sentence with computed numbers, the conditions it stands on, and what it rests on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from interviews import representation
from interviews.value import Source, Value


@dataclass(frozen=True)
class Condition:
    """One thing that must be so for a finding to hold.

    `words` say it as a reader would; `rows` are the ids of the rows or sentences looked at.
    """

    words: str
    holds: bool
    rows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """A sentence and its conditions; one that fails shows itself and raises nothing.

    `text` names its `values` in braces; `sources` are the sentences it rests on beside those of
    its values. The book does not build with a finding that fails.
    """

    name: str
    text: str
    values: Mapping[str, Value | str | int]
    conditions: tuple[Condition, ...] = ()
    sources: tuple[Source, ...] = ()

    @property
    def holds(self) -> bool:
        """Tell whether every condition holds."""
        return all(condition.holds for condition in self.conditions)

    @property
    def failed(self) -> tuple[Condition, ...]:
        """The conditions that do not hold."""
        return tuple(condition for condition in self.conditions if not condition.holds)

    @property
    def words(self) -> str:
        """The sentence with its numbers filled in.

        >>> Finding("rise", "Trade rose {times} times.", {"times": 3}).words
        'Trade rose 3 times.'
        """
        return self.text.format(**self.values)

    def evidence(self) -> tuple[Source, ...]:
        """Return the sentences behind the values and those of the finding itself, each once."""
        behind = [s for v in self.values.values() if isinstance(v, Value) for s in v.evidence()]
        return tuple({source.sentence: source for source in [*behind, *self.sources]}.values())

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return representation.of_finding(self)


def ids(rows: Iterable[Any]) -> tuple[str, ...]:
    """Return the ids of rows, for a condition to say what it looked at."""
    return tuple(row.id for row in rows)
