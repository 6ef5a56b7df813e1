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

FINDINGS: tuple[Callable[[Any], Finding], ...] = sum(CHAPTERS.values(), ())
