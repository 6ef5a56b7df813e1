"""Findings of the chapter on disputes; all rest on printed words."""

from typing import Any

from interviews.finding import Condition, Finding

SEA = r"South China Sea|in the sea|territorial dispute"
LAW = r"international law|UNCLOS"
OUTSIDERS = r"Western media|countries outside the region|sowed discord"
CHALLENGE = r"challenge"
OUTSIDE = r"environment outside|in the world|external environment|trade protectionism"
BETWEEN = r"exist in the China - Vietnam relationship|China - Vietnam relations is"
MANAGE = r"manag\w+ (?:and \w+ )?(?:of )?(?:differences|disputes)|to manage it|effectively managed"
CONTROL = r"management and control of differences"
RESOLUTION = r"management and resolution of differences"


def sea(report: Any) -> Finding:
    """Who names the sea or a territorial dispute."""
    said = report.said(SEA)
    china, vietnam = (
        [row for row in said if report.side(row) == side] for side in ("china", "vietnam")
    )
    asked = [row for row in said if row.mode == "question"]
    return Finding(
        "disputes-sea",
        "The South China Sea or a territorial dispute is named in {all} sentences: {china} by "
        "{experts}, scholars quoted by a Chinese newspaper, and {vietnam} by {official}. In these "
        "texts no Chinese official names it, and no question asks about it.",
        values={
            "all": report.count(said),
            "china": report.count(china),
            "experts": " and ".join(dict.fromkeys(report.speaker(row) for row in china)),
            "vietnam": report.count(vietnam),
            "official": " and ".join(dict.fromkeys(report.speaker(row) for row in vietnam)),
        },
        conditions=(
            Condition(
                "the Chinese speakers who name it are named experts",
                bool(china) and {report.office(row) for row in china} == {"expert"},
                tuple(row.sentence for row in china),
            ),
            Condition(
                "a Vietnamese official names it, and nobody else",
                bool(vietnam)
                and {report.office(row) for row in vietnam} == {"official"}
                and len(china) + len(vietnam) == len(said),
                tuple(row.sentence for row in vietnam),
            ),
            Condition("no question names it", not asked, tuple(row.sentence for row in asked)),
        ),
        sources=report.sources(said),
    )


def law_outsiders(report: Any) -> Finding:
    """Who invokes law, and who speaks of outsiders who make trouble."""
    law, outsiders = report.said(LAW), report.said(OUTSIDERS)
    return Finding(
        "disputes-law-outsiders",
        "International law is invoked in one sentence, by {who}. Outsiders who stir up discord or "
        "would exploit it are spoken of in {outsiders} sentences, all in the Chinese outlet. One "
        "sentence of law is no pattern.",
        values={
            "who": report.speaker(law[0]) if law else "",
            "outsiders": report.count(outsiders),
        },
        conditions=(
            Condition(
                "one sentence invokes law, and a Vietnamese official says it",
                len(law) == 1 and report.side(law[0]) == "vietnam",
                tuple(row.sentence for row in law),
            ),
            Condition(
                "outsiders who make trouble stand in the Chinese outlet alone",
                bool(outsiders) and {report.outlet(row) for row in outsiders} == {"china"},
                tuple(row.sentence for row in outsiders),
            ),
        ),
        sources=report.sources(law + outsiders),
    )


def repeated_question(report: Any) -> Finding:
    """Say what the same ambassador's challenges are about, two years apart."""
    mine = [row for row in report.said(CHALLENGE) if row.mode == "answer"]
    first, last = _first_and_last(report, mine)
    outside = {row.sentence for row in report.said(OUTSIDE)}
    between = {row.sentence for row in report.said(BETWEEN)}
    return Finding(
        "disputes-repeated-question",
        "Asked about opportunities and challenges in {first_date}, {who} says that the challenges "
        "mostly come from outside. Asked again in {last_date}, he says that they exist in the "
        "relationship, and elsewhere in the interview speaks of challenges in the world again.",
        values={
            "who": report.speaker(mine[0]) if mine else "",
            "first_date": report.dated(first[0].document) if first else "",
            "last_date": report.dated(last[0].document) if last else "",
        },
        conditions=(
            Condition(
                "in the first answer challenges are placed outside and none in the relationship",
                any(row.sentence in outside for row in first)
                and not any(row.sentence in between for row in first),
                tuple(row.sentence for row in first),
            ),
            Condition(
                "in the later interview some are placed in the relationship and some outside",
                any(row.sentence in between for row in last)
                and any(row.sentence in outside for row in last),
                tuple(row.sentence for row in last),
            ),
            Condition(
                "the speaker of both is the same",
                len({report.speaker(row) for row in first + last}) == 1,
                (),
            ),
        ),
        sources=report.sources(first + last),
    )


def manage(report: Any) -> Finding:
    """Both sides manage; one direction has two English wordings."""
    said = report.said(MANAGE)
    control, resolution = report.said(CONTROL), report.said(RESOLUTION)
    sides = {report.side(row) for row in said}
    return Finding(
        "disputes-manage",
        "Speakers of both sides say that differences or disputes are to be managed, in {all} "
        "sentences. One agreed direction stands in two English wordings: “management and control "
        "of differences” where {one} quotes it and “management and resolution” where {other} does.",
        values={
            "all": report.count(said),
            "one": report.speaker(control[0]) if control else "",
            "other": report.speaker(resolution[0]) if resolution else "",
        },
        conditions=(
            Condition(
                "speakers of both sides say that differences are to be managed",
                {"china", "vietnam"} <= sides,
                tuple(row.sentence for row in said),
            ),
            Condition(
                "each wording stands once, one with each side",
                [report.side(row) for row in control + resolution] == ["china", "vietnam"],
                tuple(row.sentence for row in control + resolution),
            ),
        ),
        sources=report.sources(said),
    )


def _first_and_last(report: Any, rows: list[Any]) -> tuple[list[Any], list[Any]]:
    """Return the rows of the first and of the last text that has any."""
    order = [one.document for one in report.rows("documents")]
    with_rows = [key for key in order if any(row.document == key for row in rows)]
    if len(with_rows) < 2:
        raise LookupError("two texts in which an official speaks of challenges are needed")
    first, *_, last = ([row for row in rows if row.document == key] for key in with_rows)
    return first, last


FINDINGS = (sea, law_outsiders, repeated_question, manage)
