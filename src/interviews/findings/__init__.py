"""The findings of the report: one short pure function each, report in, finding out.

A finding selects rows, counts them, and says in conditions what must be true for its sentence to
be. It reads tables through `report.rows`, `report.said` and `report.quantity` only, so that
`interviews.firmness` can put it to altered tables.
"""

from collections.abc import Callable
from textwrap import fill
from typing import Any

from interviews.finding import Finding
from interviews.findings import across, connectivity, disputes, economics, political_trust

CHAPTERS: dict[str, tuple[Callable[[Any], Finding], ...]] = {
    "political_trust": political_trust.FINDINGS,
    "economics": economics.FINDINGS,
    "connectivity": connectivity.FINDINGS,
    "disputes": disputes.FINDINGS,
    "across": across.FINDINGS,
}
"""The findings of each chapter, in the order of the book."""


def moved(before: Any, after: Any, chapter: str) -> str:
    """Say in words which findings of a chapter read otherwise, or fail, on another report.

    `before` and `after` are reports, such as `texts` and `texts.without("vu-2025")`. What is
    said of `after` is indented.
    """
    pairs = [(_said(one, before), _said(one, after)) for one in CHAPTERS[chapter]]
    moves = [f"{_wrapped(was)}\n\n{_wrapped(now, '    ')}" for was, now in pairs if was != now]
    return "\n\n".join(moves) or "No finding of this chapter moved."


def _said(function: Callable[[Any], Finding], report: Any) -> str:
    try:
        made = function(report)
    except (LookupError, AttributeError) as error:
        return f"This cannot be asked: {error}."
    failed = "; ".join(condition.words for condition in made.failed)
    # The sentence of a finding that fails is not said: it would be false, or have gaps.
    return f"This does not hold, because it is not so that {failed}." if failed else made.words


def _wrapped(words: str, indent: str = "") -> str:
    return fill(words, 90, initial_indent=indent, subsequent_indent=indent)


FINDINGS: tuple[Callable[[Any], Finding], ...] = sum(CHAPTERS.values(), ())
