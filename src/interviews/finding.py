"""Findings: a sentence with computed numbers, the conditions it stands on, and what it rests on."""

import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from interviews.representation import MIME, MOST_QUOTED, link, sources_meaning
from interviews.value import Source, Value

MOST_ROWS = 12
FAILED = "border-left: 4px solid #b3261e; padding-left: 1em"


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
        meaning = self.meaning()
        plain = [self.words if self.holds else f"Does not hold: {self.words}"]
        plain += [f"- not so: {failure_words(one)}" for one in failures(meaning)]
        return {"text/plain": "\n".join(plain), "text/html": self._html(), MIME: meaning}

    def meaning(self) -> dict[str, Any]:
        """Return what the finding means, as pages read it (see `representation`)."""
        return {
            "kind": "finding",
            "name": self.name,
            "holds": self.holds,
            "parts": [one.meaning() if isinstance(one, Value) else one for one in self._parts()],
            "conditions": [
                {"words": one.words, "holds": bool(one.holds), "rows": list(map(str, one.rows))}
                for one in self.conditions
            ],
            "sources": sources_meaning(self.evidence()),
        }

    def _parts(self) -> Iterator[str | dict[str, Any] | Value]:
        """Yield the pieces of the sentence: words, values, and what no sentence stands behind."""
        for text, name, spec, _ in string.Formatter().parse(self.text):
            if text:
                yield text
            if name:
                value = self.values[name]
                bare = {"kind": "value", "steps": [], "range": "", "sources": []}
                words = {"words": format(value, spec or "")}
                yield value if isinstance(value, Value) else bare | words

    def _html(self) -> str:
        said = "".join(map(_part_html, self._parts()))
        if self.holds:
            links = " ".join(link(one.sentence, [one]) for one in self.evidence()[:MOST_QUOTED])
            return f'<div><p><b>{said}</b></p><p style="font-size: 85%">Evidence: {links}</p></div>'
        failed = failures(self.meaning())
        listed = "".join(f"<li>{escape(failure_words(one))}</li>" for one in failed)
        return (
            f'<div style="{FAILED}"><p><b>This finding does not hold on these data:</b> {said}</p>'
            f"<p>Not so:</p><ul>{listed}</ul></div>"
        )


def _part_html(part: str | dict[str, Any] | Value) -> str:
    if isinstance(part, Value):
        return part.html()
    return escape(part) if isinstance(part, str) else f"<span>{escape(part['words'])}</span>"


def failures(meaning: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the conditions of a finding's meaning that do not hold."""
    return [one for one in meaning["conditions"] if not one["holds"]]


def failure_words(condition: dict[str, Any]) -> str:
    """Return a condition that failed, with the rows that it looked at.

    >>> failure_words({"words": "one total is larger", "rows": ["a", "b"]})
    'one total is larger (on a, b)'
    """
    rows = condition["rows"][:MOST_ROWS]
    more = len(condition["rows"]) - len(rows)
    listed = ", ".join(rows) + (f" and {more} more" if more else "")
    return f"{condition['words']} (on {listed})" if rows else f"{condition['words']} (on no row)"


def ids(rows: Iterable[Any]) -> tuple[str, ...]:
    """Return the ids of rows or sentences, for a condition to say what it looked at."""
    return tuple(row.id if hasattr(row, "id") else row.sentence for row in rows)
