"""Findings of the chapter on disputes; all rest on printed words."""

from typing import Any

from interviews.finding import Condition, Finding, ids

SEA = (
    r"South China Sea|East Sea|(?:in|at) (?:the )?sea|sea-related|maritime d|sovereign"
    r"|\bdisputes?\b"
)
LAW = r"international law|UNCLOS|Law of the Sea|arbitra"
OUTSIDERS = r"Western media|countries outside the region|sow\w* discord|hostile forces|wedge"
CHALLENGE = r"challenge"
OUTSIDE = r"environment outside|in the world|external environment|trade protectionism"
BETWEEN = r"exist in the China - Vietnam relationship|China - Vietnam relations is"
ASKED = r"opportunities and challenges"
OUTWEIGH = r"opportunities outweigh challenges by far"
MANAGE = r"manag\w+ (?:and \w+ )?(?:of )?(?:differences|disputes)|to manage it|effectively managed"
CONTROL = r"management and control of differences"
RESOLUTION = r"management and resolution of differences"
SOLVE = r"solving differences"
MATTERS = {
    "the sea, or a dispute": SEA,
    "international law": LAW,
    "others said to make trouble": OUTSIDERS,
    "the word manage, or management": MANAGE,
}
"""What the words are about, in short."""


def sea(report: Any) -> Finding:
    """Say who speaks of the disputed sea."""
    said = report.said(SEA)
    vietnam = [row for row in said if report.side(row) == "vietnam"]
    experts = [row for row in said if report.office(row) == "expert"]
    named = [row for row in experts if report.side(row) == "china"]
    asked = [row for row in said if row.mode == "question"]
    return Finding(
        "disputes-sea",
        "The South China Sea, or a dispute, is spoken of in {all} sentences: {named} by "
        "{scholars}, scholars whom a Chinese newspaper quotes, {unnamed} by analysts whom it "
        "does not name, and {vietnam} by {official}. In these texts no Chinese official speaks of "
        "either, and no printed question does.",
        values={
            "all": report.count(said),
            "named": report.count(named),
            "scholars": report.names(named),
            "unnamed": report.count([row for row in experts if row not in named]),
            "vietnam": report.count(vietnam),
            "official": report.names(vietnam),
        },
        conditions=(
            Condition(
                "the Chinese who speak of it are experts in the Chinese outlet",
                bool(named) and {report.outlet(row) for row in experts} == {"china"},
                ids(experts),
            ),
            Condition(
                "one Vietnamese official speaks of it, and nobody else",
                len({report.speaker(row) for row in vietnam}) == 1
                and {report.office(row) for row in vietnam} == {"official"}
                and len(experts) + len(vietnam) == len(said),
                ids(vietnam),
            ),
            Condition("no question speaks of it", not asked, ids(asked)),
        ),
    )


def law_outsiders(report: Any) -> Finding:
    """Say who invokes law, and who speaks of others who sow discord."""
    law, outsiders = report.said(LAW), report.said(OUTSIDERS)
    return Finding(
        "disputes-law-outsiders",
        "International law is invoked in one sentence, by {who}, a Vietnamese official. Others, "
        "said to sow discord or to exploit a dispute, are spoken of in {outsiders} sentences, all "
        "in the Chinese outlet. One sentence of law is no pattern.",
        values={"who": report.names(law), "outsiders": report.count(outsiders)},
        conditions=(
            Condition(
                "one sentence invokes law, and a Vietnamese official says it",
                [(report.side(row), report.office(row)) for row in law]
                == [("vietnam", "official")],
                ids(law),
            ),
            Condition(
                "others who sow discord or would exploit it occur in the Chinese outlet alone",
                bool(outsiders) and {report.outlet(row) for row in outsiders} == {"china"},
                ids(outsiders),
            ),
        ),
        sources=report.sources(law),
    )


def repeated_question(report: Any) -> Finding:
    """Say what the same ambassador's challenges are about in two interviews."""
    mine = [row for row in report.said(CHALLENGE) if row.mode == "answer"]
    spoken = list(dict.fromkeys(row.document for row in mine))
    if len(spoken) < 2:
        raise LookupError("two texts in which an official speaks of challenges are needed")
    first, *_, last = [[row for row in mine if row.document == key] for key in spoken]
    outside, between, outweigh = map(report.said, (OUTSIDE, BETWEEN, OUTWEIGH))
    turns = [[row.turn for row in last if row in kind] for kind in (between, outside)]
    asked = [row for row in report.said(ASKED, everywhere=True) if row.mode == "question"]
    return Finding(
        "disputes-repeated-question",
        "Asked about opportunities and challenges, {who} says in {first_date} that the "
        "challenges mostly come from outside. Asked nearly the same in {last_date}, he says that, "
        "as in any relationship, there are both, and that opportunities outweigh challenges by "
        "far; in a later answer he speaks of challenges in the world.",
        values={
            "who": report.names(first + last),
            "first_date": report.dated(spoken[0]),
            "last_date": report.dated(spoken[-1]),
        },
        conditions=(
            Condition(
                "in the first interview challenges come from outside, none is in the relationship",
                any(row in outside for row in first) and not any(row in between for row in first),
                ids(first),
            ),
            Condition(
                "in the later one they are in the relationship, and in a later answer in the world",
                all(turns) and max(turns[0]) < min(turns[1]),
                ids(last),
            ),
            Condition(
                "a question of each interview asks for opportunities and challenges",
                {row.document for row in asked} >= {spoken[0], spoken[-1]},
                ids(asked),
            ),
            Condition(
                "the later interview says that opportunities outweigh challenges by far",
                {row.document for row in outweigh} == {spoken[-1]},
                ids(outweigh),
            ),
            Condition(
                "the speaker of both is the same",
                len({report.speaker(row) for row in first + last}) == 1,
                ids(first + last),
            ),
        ),
        sources=report.sources(first + last),
    )


def manage(report: Any) -> Finding:
    """Say that both sides manage, and that one phrase has two wordings."""
    said = report.said(MANAGE)
    control, resolution, solve = map(report.said, (CONTROL, RESOLUTION, SOLVE))
    return Finding(
        "disputes-manage",
        "Speakers of both sides speak of managing challenges, differences or disputes, in {all} "
        "sentences. A phrase on differences has two wordings: “management and control” where {one} "
        "quotes it, “management and resolution” where {other} lists it. {one} speaks of solving "
        "differences too.",
        values={
            "all": report.count(said),
            "one": report.names(control),
            "other": report.names(resolution),
        },
        conditions=(
            Condition(
                "speakers of both sides speak of managing",
                {"china", "vietnam"} <= {report.side(row) for row in said},
                ids(said),
            ),
            Condition(
                "each wording occurs once, one with each side",
                [report.side(row) for row in control + resolution] == ["china", "vietnam"],
                ids(control + resolution),
            ),
            Condition(
                "whoever says control speaks of solving differences too",
                {report.speaker(row) for row in control} <= {report.speaker(row) for row in solve},
                ids(solve),
            ),
        ),
        sources=report.sources(solve),
    )


FINDINGS = (sea, law_outsiders, repeated_question, manage)
