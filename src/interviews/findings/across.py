"""Findings of the pages across the chapters."""

from typing import Any

from interviews.finding import Condition, Finding, ids

CLASH = "inconsistent"
DATED = "year-of-writing"  # the rule on phrases for years


def three_mismatches(report: Any) -> Finding:
    """Bring the comparisons of numbers that do not fit down to facts."""
    clashes = [one for one in report.rows("comparisons") if one.verdict == CLASH]
    measures = {one.id: one.measure for one in report.rows("quantities")}
    dated = [one for one in clashes if one.rule == DATED]
    measured = {measures[one.left[-1]] for one in clashes if one.rule != DATED}
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
                bool(dated) and measured == {"trade-total", "exports-durian-value"},
                ids(clashes),
            ),
            Condition(
                "the phrases that do not fit a date all stand in the last text",
                {one.left[0].partition(".")[0] for one in dated}
                == {report.rows("documents")[-1].document},
                ids(dated),
            ),
        ),
        sources=report.sources(clashes),
    )


def promise_events(report: Any) -> Finding:
    """Say what later texts make of promises that a public fact could settle, by event."""
    followed = {one.commitment for one in report.rows("outcomes")}
    promises = [one for one in report.rows("commitments") if one.measurable and one.id in followed]
    told = {one.commitment for one in report.rows("outcomes") if one.outcome != "absent"}
    events = {one.event or one.id for one in promises}
    spoken = {one.event or one.id for one in promises if one.id in told}
    silent = events - spoken
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
                "there are fewer events than promises", len(events) < len(promises), ids(promises)
            ),
        ),
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
    )


FINDINGS = (three_mismatches, promise_events, both_bound)
