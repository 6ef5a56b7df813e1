"""What values and findings are to a notebook and to a page: words, a plain link, and their meaning.

Each goes out of a cell three times: as text, as HTML that does no harm in JupyterLab, and as the
JSON of `MIME`, from which the pages of the book are made. Of the three only a page's own drawing
of the JSON carries ids. The JSON has a `kind`:

- value: `words`, `steps` of arithmetic, `range` in words, `sources`
- finding: `name`, `holds`, `parts` (strings and values), `conditions`, `sources`
- figure: `html`
- a source: `sentence` (its id), and unless there are many: `text`, `exact`, `speaker`, `outlet`,
  `date`
"""

import html
import re
import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

MIME = "application/vnd.interviews+json"
# Up to this many sources are each shown with their words; of more only the numbers are listed.
MOST_QUOTED = 6
MOST_ROWS = 12
SENTENCE_PAGE = re.compile(r"(?:^|/)texts/(?P<name>\w+)\.(?:md|html)#(?P<number>s\d+)")
FAILED = "border-left: 4px solid #b3261e; padding-left: 1em"


class Source(Protocol):
    """What is read of `interviews.value.Source`."""

    @property
    def sentence(self) -> str: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def exact(self) -> str: ...  # noqa: D102
    @property
    def place(self) -> str: ...  # noqa: D102


class Value(Protocol):
    """What is read of `interviews.value.Value`."""

    def evidence(self) -> Sequence[Source]: ...  # noqa: D102
    def steps(self) -> list[str]: ...  # noqa: D102
    def range_words(self) -> str: ...  # noqa: D102


class Condition(Protocol):
    """What is read of `interviews.finding.Condition`."""

    @property
    def words(self) -> str: ...  # noqa: D102
    @property
    def holds(self) -> bool: ...  # noqa: D102
    @property
    def rows(self) -> Sequence[str]: ...  # noqa: D102


class Finding(Protocol):
    """What is read of `interviews.finding.Finding`."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def words(self) -> str: ...  # noqa: D102
    @property
    def holds(self) -> bool: ...  # noqa: D102
    @property
    def values(self) -> Mapping[str, Any]: ...  # noqa: D102
    @property
    def conditions(self) -> Sequence[Condition]: ...  # noqa: D102
    @property
    def failed(self) -> Sequence[Condition]: ...  # noqa: D102
    def evidence(self) -> Sequence[Source]: ...  # noqa: D102


@dataclass(frozen=True)
class Plain:
    """A computed word or number that no sentence stands behind."""

    words: str

    def __str__(self) -> str:
        return self.words

    def evidence(self) -> tuple[Source, ...]:
        """Return nothing."""
        return ()

    def steps(self) -> list[str]:
        """Return nothing."""
        return []

    def range_words(self) -> str:
        """Return nothing."""
        return ""


def page_of(sentence: str) -> str:
    """Return the address of a sentence from the chapters, as prose and drawings link to it.

    >>> page_of("xiong-2024:s042")
    'texts/xiong_2024.md#s042'
    """
    document, _, number = sentence.partition(":")
    return f"texts/{document.replace('-', '_')}.md#{number}"


def sentence_at(address: str) -> str:
    """Return the id of the sentence at an address, empty for an address of something else.

    >>> sentence_at("book/texts/xiong_2024.md#s042"), sentence_at("economics.md#gap")
    ('xiong-2024:s042', '')
    """
    found = SENTENCE_PAGE.search(address)
    return f"{found['name'].replace('_', '-')}:{found['number']}" if found else ""


def of_value(value: Value) -> dict[str, Any]:
    """Return a value in the three forms."""
    return {
        "text/plain": str(value),
        "text/html": _value_html(value),
        MIME: value_meaning(value),
    }


def of_finding(finding: Finding) -> dict[str, Any]:
    """Return a finding in the three forms; one that fails says in each which condition did."""
    meaning = finding_meaning(finding)
    plain = [finding.words] if finding.holds else [f"Does not hold: {finding.words}"]
    plain += [f"- not so: {failure_words(one)}" for one in failures(meaning)]
    return {"text/plain": "\n".join(plain), "text/html": _finding_html(finding), MIME: meaning}


def value_meaning(value: Value) -> dict[str, Any]:
    """Return what a value means."""
    return {
        "kind": "value",
        "words": str(value),
        "steps": value.steps(),
        "range": value.range_words(),
        "sources": sources_meaning(value.evidence()),
    }


def finding_meaning(finding: Finding) -> dict[str, Any]:
    """Return what a finding means."""
    parts = _parts(finding)
    return {
        "kind": "finding",
        "name": finding.name,
        "holds": finding.holds,
        "parts": [part if isinstance(part, str) else value_meaning(part) for part in parts],
        "conditions": [
            {"words": one.words, "holds": bool(one.holds), "rows": list(map(str, one.rows))}
            for one in finding.conditions
        ],
        "sources": sources_meaning(finding.evidence()),
    }


def sources_meaning(sources: Sequence[Source]) -> list[dict[str, str]]:
    """Return sources with their words, or only their ids where there are many."""
    if len(sources) > MOST_QUOTED:
        return [{"sentence": source.sentence} for source in sources]
    return [source_meaning(source) for source in sources]


def source_meaning(source: Source) -> dict[str, str]:
    """Return a source with its words and who said them where and when."""
    names = ("sentence", "text", "exact", "speaker", "outlet", "date")
    return {name: str(getattr(source, name)) for name in names}


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


def _parts(finding: Finding) -> Iterable[str | Value]:
    """Yield the pieces of the sentence: words, and values that have evidence of their own."""
    for text, name, spec, _ in string.Formatter().parse(finding.text):
        if text:
            yield text
        if name:
            value = finding.values[name]
            yield value if hasattr(value, "evidence") else Plain(format(value, spec or ""))


def _value_html(value: Value) -> str:
    """Return a value as a link to its first sentence; the title says how it was made."""
    words, sources = html.escape(str(value)), value.evidence()
    if not sources:
        return f"<span>{words}</span>"
    quotes = [f"“{source.exact or source.text}” — {source.place}" for source in sources[:3]]
    title = html.escape("; ".join([*value.steps(), *quotes]))
    return f'<a href="{_from_here(sources[0].sentence)}" title="{title}">{words}</a>'


def _finding_html(finding: Finding) -> str:
    said = "".join(
        html.escape(part) if isinstance(part, str) else _value_html(part)
        for part in _parts(finding)
    )
    if finding.holds:
        links = " ".join(_marks(finding.evidence()[:MOST_QUOTED]))
        return f'<div><p><b>{said}</b></p><p style="font-size: 85%">Evidence: {links}</p></div>'
    failed = "".join(f"<li>{_failure_html(one)}</li>" for one in finding.failed)
    return (
        f'<div style="{FAILED}"><p><b>This finding does not hold on these data:</b> {said}</p>'
        f"<p>Not so:</p><ul>{failed}</ul></div>"
    )


def _failure_html(condition: Condition) -> str:
    meaning = {"words": condition.words, "rows": list(map(str, condition.rows))}
    return html.escape(failure_words(meaning))


def _marks(sources: Iterable[Source]) -> Iterable[str]:
    for source in sources:
        title = html.escape(f"“{source.exact or source.text}” — {source.place}")
        name = html.escape(source.sentence)
        yield f'<a href="{_from_here(source.sentence)}" title="{title}">{name}</a>'


def _from_here(sentence: str) -> str:
    """Return the address of a sentence from the folder that the notebook runs in."""
    address, here = page_of(sentence), Path.cwd()
    if here.name == "texts":
        return address.removeprefix("texts/")
    return f"book/{address}" if (here / "book" / "texts").is_dir() else address
