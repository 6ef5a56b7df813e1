"""Findings of the pages across the chapters."""

from collections.abc import Mapping
from typing import Any

from interviews.finding import Condition, Finding, ids

CLASH = "inconsistent"
DATED = "year-of-writing"  # the rule on phrases for years
DATING = "dating"


def three_mismatches(report: Any) -> Finding:
    """Bring the comparisons of numbers that do not fit down to facts."""
    clashes = [one for one in report.rows("comparisons") if one.verdict == CLASH]
    measures = {one.id: one.measure for one in report.rows("quantities")}
    facts = {fact(one, measures) for one in clashes}
    return Finding(
        "numbers-three-mismatches",
        "All numbers that do not fit come down to three facts: the total of trade for 2023, the "
        "value of durian exports for 2023, and which year the text of January 2025 is written "
        "from.",
        values={},
        conditions=(
            Condition(
                "every comparison that does not fit is about one of these three, and all three "
                "are there",
                facts == {"trade-total", "exports-durian-value", DATING},
                ids(clashes),
            ),
            Condition(
                "the phrases that do not fit a date all stand in the last text",
                {_document(one) for one in clashes if one.rule == DATED}
                == {report.rows("documents")[-1].document},
                ids(one for one in clashes if one.rule == DATED),
            ),
        ),
        sources=report.sources(clashes),
    )


def fact(comparison: Any, measures: Mapping[str, str]) -> str:
    """Return what a comparison is about: a measure, or how a text dates its numbers."""
    return DATING if comparison.rule == DATED else measures[comparison.left[-1]]


def _document(comparison: Any) -> str:
    return comparison.left[0].partition(".")[0]


def promise_events(report: Any) -> Finding:
    """Say what later texts make of promises that a public fact could settle, by event."""
    followed = {one.commitment for one in report.rows("outcomes")}
    promises = [one for one in report.rows("commitments") if one.measurable and one.id in followed]
    told = {one.commitment for one in report.rows("outcomes") if one.outcome != "absent"}
    events: dict[str, list[Any]] = {}
    for one in promises:
        events.setdefault(one.event or one.id, []).append(one)
    spoken = [key for key, rows in events.items() if any(row.id in told for row in rows)]
    silent = [key for key in events if key not in spoken]
    return Finding(
        "promises-events",
        "Of the promises that a later text could come back to, {promises} could be settled by a "
        "public fact; they are about {events} events. Later texts come back to {spoken} of these "
        "events and say nothing of {silent}, which does not tell whether those promises were kept.",
        values={
            "promises": report.count(promises),
            "events": len(events),
            "spoken": len(spoken),
            "silent": len(silent),
        },
        conditions=(
            Condition(
                "later texts come back to some of the events and not to others",
                bool(spoken) and bool(silent),
                ids(promises),
            ),
            Condition(
                "there are fewer events than promises",
                len(events) < len(promises),
                ids(promises),
            ),
        ),
        sources=report.sources(promises),
    )


def both_bound(report: Any) -> Finding:
    """Say whom promises bind, in the first text and after."""
    first = report.rows("documents")[0].document
    early = [one for one in report.rows("commitments") if one.document == first]
    later = [one for one in report.rows("commitments") if one.document != first]
    china = [one for one in early if one.by == "china"]
    alone = [one for one in later if one.by in ("china", "vietnam")]
    return Finding(
        "promises-both",
        "In the interview of {first} most promises bind China alone, {china} of {early}. In the "
        "later texts {alone} of {later} bind one side alone and the others both. The occasions "
        "differ too, so that nothing follows for the two countries.",
        values={
            "first": report.dated(first),
            "china": report.count(china),
            "early": report.count(early),
            "alone": report.count(alone),
            "later": report.count(later),
        },
        conditions=(
            Condition(
                "more than half of the promises of the first text bind China alone (here "
                f"{len(china)} of {len(early)})",
                2 * len(china) > len(early),
                ids(china),
            ),
            Condition(
                "in the later texts fewer than a fifth bind one side alone (here "
                f"{len(alone)} of {len(later)})",
                bool(later) and 5 * len(alone) < len(later),
                ids(alone),
            ),
        ),
        sources=report.sources(early + alone),
    )


FINDINGS = (three_mismatches, promise_events, both_bound)
