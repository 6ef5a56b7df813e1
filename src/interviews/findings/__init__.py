"""The findings of the report: one short pure function each, report in, finding out.

A finding selects rows, counts them, and says in conditions what must be true for its sentence to
be. It reads tables through `report.rows`, `report.said` and `report.quantity` only, so that
`interviews.firmness` can put it to altered tables.
"""

from collections.abc import Callable
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

    `before` and `after` are reports, such as `texts` and `texts.without("vu-2025")`.
    """
    lines = []
    for function in CHAPTERS[chapter]:
        was, now = _said(function, before), _said(function, after)
        if was != now:
            lines.append(f"{was}\n  now: {now}")
    return "\n".join(lines) or "No finding of this chapter moved."


def _said(function: Callable[[Any], Finding], report: Any) -> str:
    try:
        made = function(report)
    except (LookupError, AttributeError) as error:
        return f"cannot be asked ({error})"
    failed = "; ".join(condition.words for condition in made.failed)
    return f"{made.words}{f' FAILS: not so that {failed}' if failed else ''}"


FINDINGS: tuple[Callable[[Any], Finding], ...] = sum(CHAPTERS.values(), ())
