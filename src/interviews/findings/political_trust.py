"""Findings of the chapter on political trust."""

from typing import Any

from interviews.finding import Condition, Finding, ids

COMMUNITY = r"community with a shared future|shared future community"
PARTNERSHIP = r"comprehensive strategic (?:cooperat\w+ )?partnership"
ELSEWHERE = r"Washington"  # the sentence on the partnerships of Vietnam with others
AGE = "partnership-age"
RANK_OF_CHINA = r"strategic choice and top priority in its foreign policy|Vietnam.s top priority"
RANK_OF_VIETNAM = r"Vietnam as (a priority[\w ]*neighbo\w+ diplomacy)"
LAM_ANNOUNCED = r"To Lam and his wife will pay a State visit"
LAM_RECALLED = r"visit to China by General Secretary To Lam"
HUE_ANNOUNCED = r"are scheduled to sign a new cooperation agreement"
HUE_OR_LEGISLATURES = r"Dinh Hue|\bHue\b|N\.A\. Chair|National Assembly Chair|legislat"
PARLIAMENTS = r"mechanisms between [\w, ]*parliaments"
CONSENSUS = r"\bconsensus\b"
PERCEPTIONS = r"common (?:perceptions?|understandings?)"
LEADERSHIP = (
    r"leadership of the (?:Communist )?part|part(?:y|ies).s leadership|socialist regime"
    r"|led by (?:the )?Communist part"
)
GUIDANCE = (
    r"inter-party relations guiding|political guidance in the relationship between the two Parties"
)
OF_A_PARTY = r"Vietnamese Party and State"


def names(report: Any) -> Finding:
    """Find the names of the relationship, text by text, in printed words."""
    first, *later = report.rows("documents")
    second = later[0].document if later else ""
    community = report.said(COMMUNITY)
    elsewhere = report.said(ELSEWHERE)
    named = community + [row for row in report.said(PARTNERSHIP) if row not in elsewhere]
    earliest = [row for row in community if row.document == second]
    ages = [
        one for one in report.rows("quantities") if (one.measure, one.document) == (AGE, second)
    ]
    return Finding(
        "trust-names",
        "The text of {first} names neither a partnership nor a community of the two countries; "
        "each of the {later} later texts names a community with a shared future. In that of "
        "{second} only the newspaper's own words do so; the partnership is by then {age} old.",
        values={
            "first": report.dated(first.document),
            "later": len(later),
            "second": report.dated(second) if second else "",
            "age": report.quantity(ages[0].id) if ages else "",
        },
        conditions=(
            Condition(
                "no sentence of the first text has either name",
                first.document not in {row.document for row in named},
            ),
            Condition(
                "every later text names the community",
                bool(later) and {r.document for r in community} == {r.document for r in later},
                ids(community),
            ),
            Condition(
                "in the second text only the outlet's own words name the community",
                {report.office(row) for row in earliest} == {"outlet"},
                ids(earliest),
            ),
            Condition("the second text gives the age of the partnership", bool(ages), ids(ages)),
        ),
        sources=report.sources(named),
    )


def ranks(report: Any) -> Finding:
    """Find what rank each side is said to have with the other."""
    china = report.said(RANK_OF_CHINA)
    vietnam = report.said(RANK_OF_VIETNAM)
    return Finding(
        "trust-ranks",
        "China is called Vietnam's top priority by {both}, one from each side. That Vietnam is a "
        "priority among China's neighbours is said once, by {who}, in the sentence that says the "
        "other. No Vietnamese speaker in these texts says so.",
        values={
            "both": report.names(china),
            "who": report.names(vietnam),
        },
        conditions=(
            Condition(
                "two speakers, one from each side, call China the top priority of Vietnam",
                sorted(report.side(row) for row in china) == ["china", "vietnam"],
                ids(china),
            ),
            Condition(
                "one sentence ranks Vietnam, and a speaker from China says it",
                len(vietnam) == 1 and report.side(vietnam[0]) == "china",
                ids(vietnam),
            ),
            Condition(
                "that sentence ranks China too",
                {row.sentence for row in vietnam} <= {row.sentence for row in china},
                ids(vietnam),
            ),
        ),
        sources=report.sources(china + vietnam),
    )


def announced_meetings(report: Any) -> Finding:
    """Say which of the two announced visits another text mentions, in printed words."""
    lam, hue = report.said(LAM_ANNOUNCED), report.said(HUE_ANNOUNCED)
    recalled = report.said(LAM_RECALLED)
    general = report.said(PARLIAMENTS)
    again = report.said(HUE_OR_LEGISLATURES, everywhere=True)
    again = [row for row in again if row.document not in {one.document for one in hue}]
    return Finding(
        "trust-announced-meetings",
        "To Lam's visit to China, announced in {lam}, is recalled by the text of {recalled}. Vuong "
        "Dinh Hue's, announced in {hue} with an agreement and a dialogue of the two legislatures, "
        "is never mentioned again in these texts, and neither are Hue and the agreement; {later} "
        "speaks of mechanisms between parliaments in general.",
        values={
            "lam": report.dated(lam[0].document) if lam else "",
            "recalled": report.dated(recalled[0].document) if recalled else "",
            "hue": report.dated(hue[0].document) if hue else "",
            "later": report.names(general),
        },
        conditions=(
            Condition(
                "a text announces To Lam's visit and another recalls it",
                bool(lam and recalled)
                and lam[0].document not in {row.document for row in recalled},
                ids(lam + recalled),
            ),
            Condition("a text announces the agreement of the legislatures", bool(hue), ids(hue)),
            Condition(
                "no other text names Hue, the chairman of the assembly or the legislatures",
                not again,
                ids(again),
            ),
            Condition("one text speaks of parliaments", len(general) == 1, ids(general)),
        ),
        sources=report.sources(lam + recalled + hue + general),
    )


def consensus(report: Any) -> Finding:
    """Find the English word for what leaders agreed, by outlet."""
    agreed, perceived = report.said(CONSENSUS), report.said(PERCEPTIONS)
    here, there = ({report.outlet(row) for row in rows} for rows in (agreed, perceived))
    return Finding(
        "trust-consensus",
        "What the two sides agreed is “consensus” in the one Chinese outlet, in {same} sentences, "
        "and “common perceptions” or “common understandings” in {texts} of {all} texts of "
        "Vietnamese outlets, in {others}, also where China's ambassador speaks. With one Chinese "
        "outlet this may be one newspaper's usage.",
        values={
            "same": report.count(agreed),
            "others": report.count(perceived),
            "texts": len({row.document for row in perceived}),
            "all": sum(report.outlet(one) != "china" for one in report.rows("documents")),
        },
        conditions=(
            Condition(
                "the Chinese outlet says “consensus” and never the other words",
                "china" in here and "china" not in there,
                ids(agreed),
            ),
            Condition(
                "the Vietnamese outlets say the other words and never “consensus”",
                "vietnam" in there and "vietnam" not in here,
                ids(perceived),
            ),
            Condition(
                "a Chinese official is among those who say the other words",
                "china" in {report.side(row) for row in perceived},
                ids(perceived),
            ),
        ),
    )


def party_rule(report: Any) -> Finding:
    """Find who says that the parties lead their countries, or guide the relationship."""
    leadership, guidance = report.said(LEADERSHIP), report.said(GUIDANCE)
    parties = [row for row in report.said(OF_A_PARTY) if report.side(row) == "vietnam"]
    return Finding(
        "trust-party-rule",
        "That the communist parties lead the two countries, or are to keep leading them, is said "
        "in {leadership} sentences, and that ties of the parties guide the relationship in "
        "{guidance}, each by a Chinese speaker: {who}. Of the Vietnamese officials, {too} speaks "
        "for a Party too; neither says either in these words.",
        values={
            "leadership": report.count(leadership),
            "guidance": report.count(guidance),
            "who": ", ".join(dict.fromkeys(report.speaker(row) for row in leadership + guidance)),
            "too": report.names(parties),
        },
        conditions=(
            Condition(
                "every sentence that says either is by a Chinese speaker",
                bool(leadership and guidance)
                and {report.side(row) for row in leadership + guidance} == {"china"},
                ids(leadership + guidance),
            ),
            Condition(
                "officials of Vietnam speak of a Party or of the Parties",
                bool(parties),
                ids(parties),
            ),
        ),
    )


FINDINGS = (names, ranks, announced_meetings, consensus, party_rule)
