"""Findings of the chapter on political trust."""

from typing import Any

from interviews.finding import Condition, Finding

COMMUNITY = r"community with a shared future|shared future community"
PARTNERSHIP = r"comprehensive strategic (?:cooperat\w+ )?partnership"
ELSEWHERE = r"Washington"  # the sentence on the partnerships of Vietnam with others
AGE = "partnership-age"
RANK_OF_CHINA = r"top priority in its foreign policy|Vietnam.s top priority|gives top priority to"
RANK_OF_VIETNAM = r"relationship with Vietnam as a priority"
TO_LAM, HUE = "to-lam-visit", "hue-visit"
CONSENSUS = r"\bconsensus\b"
PERCEPTIONS = r"common (?:perceptions?|understandings?)"
PARTY_RULE = (
    r"leadership of the (?:Communist )?part|socialist regime|led by Communist parties"
    r"|inter-party relations guiding|political guidance in the relationship between the two Parties"
)


def names(report: Any) -> Finding:
    """Find the names of the relationship, text by text, in printed words."""
    first, *later = report.rows("documents")
    named = report.said(COMMUNITY) + _partnership(report)
    community = {row.document for row in report.said(COMMUNITY)}
    age = next((one for one in report.rows("quantities") if one.measure == AGE), None)
    return Finding(
        "trust-names",
        "Each of the {later} texts from {second} on names a community with a shared future; the "
        "text of {first} gives the relationship no name. The partnership is older: in {second} it "
        "is said to be {age} old. What is new in these texts is the community.",
        values={
            "later": len(later),
            "first": report.dated(first.document),
            "second": report.dated(later[0].document) if later else "",
            "age": report.quantity(age.id) if age else "",
        },
        conditions=(
            Condition(
                "no sentence of the first text has either name",
                first.document not in {row.document for row in named},
                (),
            ),
            Condition(
                "every later text names the community",
                bool(later) and community == {one.document for one in later},
                tuple(row.sentence for row in report.said(COMMUNITY)),
            ),
            Condition(
                "the second text gives the age of the partnership",
                age is not None and bool(later) and age.document == later[0].document,
                (age.id,) if age else (),
            ),
        ),
        sources=report.sources(named),
    )


def ranks(report: Any) -> Finding:
    """Find what rank each side is said to have with the other."""
    china = report.said(RANK_OF_CHINA)
    vietnam = report.said(RANK_OF_VIETNAM)
    sides = {report.side(row) for row in china} - {"outlet"}
    return Finding(
        "trust-ranks",
        "China is called Vietnam's top priority by speakers of both sides. Vietnam's rank with "
        "China, a priority among neighbours, is given once, by {who}. No Vietnamese speaker in "
        "these texts gives it.",
        values={"who": report.speaker(vietnam[0]) if vietnam else ""},
        conditions=(
            Condition(
                "speakers of both sides call China the top priority of Vietnam",
                sides == {"china", "vietnam"},
                tuple(row.sentence for row in china),
            ),
            Condition(
                "one sentence ranks Vietnam, and a Chinese official says it",
                len(vietnam) == 1 and report.side(vietnam[0]) == "china",
                tuple(row.sentence for row in vietnam),
            ),
        ),
        sources=report.sources(china + vietnam),
    )


def announced_meetings(report: Any) -> Finding:
    """Say what later texts make of what a text announces for a visit."""
    taken_up = {one.commitment for one in report.rows("outcomes") if one.outcome != "absent"}
    followed = {one.commitment for one in report.rows("outcomes")}
    promised = [one for one in report.rows("commitments") if one.id in followed]
    party, legislature = (
        [one for one in promised if one.event == event] for event in (TO_LAM, HUE)
    )
    return Finding(
        "trust-announced-meetings",
        "Of what the texts announce for To Lam's visit to China, the visit and its talks are "
        "taken up in the next text. Of what they announce for Vuong Dinh Hue's, {silent} meetings "
        "and acts of the legislatures, no later text says a word.",
        values={"silent": report.count(legislature)},
        conditions=(
            Condition(
                "later texts report something announced for the party leader's visit",
                any(one.id in taken_up for one in party),
                tuple(one.id for one in party),
            ),
            Condition(
                "no later text says anything of what was announced for the legislatures",
                bool(legislature) and not any(one.id in taken_up for one in legislature),
                tuple(one.id for one in legislature),
            ),
        ),
        sources=report.sources(party + legislature),
    )


def consensus(report: Any) -> Finding:
    """Find the English word for what leaders agreed, by outlet."""
    words = {
        "consensus": report.said(CONSENSUS, everywhere=True),
        "perceptions": report.said(PERCEPTIONS, everywhere=True),
    }
    chinese = {key: [r for r in rows if report.outlet(r) == "china"] for key, rows in words.items()}
    other = {key: [r for r in rows if report.outlet(r) != "china"] for key, rows in words.items()}
    return Finding(
        "trust-consensus",
        "What leaders agreed is “consensus” in the Chinese outlet, in {same} sentences, and "
        "“common perceptions” or “common understandings” in the Vietnamese ones, in {others}, "
        "also where China's ambassador speaks. With one Chinese outlet this may be one "
        "newspaper's usage.",
        values={
            "same": report.count(chinese["consensus"]),
            "others": report.count(other["perceptions"]),
        },
        conditions=(
            Condition(
                "the Chinese outlet says “consensus” and never the other words",
                bool(chinese["consensus"]) and not chinese["perceptions"],
                tuple(row.sentence for row in chinese["consensus"]),
            ),
            Condition(
                "the Vietnamese outlets never say “consensus”",
                bool(other["perceptions"]) and not other["consensus"],
                tuple(row.sentence for row in other["perceptions"]),
            ),
            Condition(
                "a Chinese official is among those who say the other words",
                any(report.side(row) == "china" for row in other["perceptions"]),
                (),
            ),
        ),
        sources=report.sources(chinese["consensus"] + other["perceptions"]),
    )


def party_rule(report: Any) -> Finding:
    """Who names the rule of the parties as what the relationship rests on."""
    said = report.said(PARTY_RULE)
    return Finding(
        "trust-party-rule",
        "The rule of the communist parties, or the safety of the regime, is named as a ground of "
        "the relationship in {sentences} sentences, each by a Chinese speaker: {who}. The two "
        "Vietnamese officials speak of the parties' ties and not of their rule.",
        values={
            "sentences": report.count(said),
            "who": ", ".join(dict.fromkeys(report.speaker(row) for row in said)),
        },
        conditions=(
            Condition(
                "every sentence that names it is by a Chinese speaker",
                bool(said) and {report.side(row) for row in said} == {"china"},
                tuple(row.sentence for row in said),
            ),
        ),
        sources=report.sources(said),
    )


def _partnership(report: Any) -> list[Any]:
    elsewhere = {row.sentence for row in report.said(ELSEWHERE)}
    return [row for row in report.said(PARTNERSHIP) if row.sentence not in elsewhere]


FINDINGS = (names, ranks, announced_meetings, consensus, party_rule)
