"""Findings of the chapter on connectivity."""

from typing import Any

from interviews.finding import Condition, Finding

IN_USE = ("built", "operating")
ELSEWHERE = "rail-abroad"  # a railway of China with a third country


def rail(report: Any) -> Finding:
    """Railways between the two countries: named, and never as in use."""
    named = [one for one in report.rows("links") if one.link == "rail"]
    running = [one for one in named if one.status in IN_USE]
    texts = list(dict.fromkeys(one.document for one in named))
    return Finding(
        "connectivity-rail",
        "Railways between the two countries are named {times} times, in {texts} of {all} texts, "
        "and no text says that a line is in use. That is no sign that there is none.",
        values={
            "times": report.count(named),
            "texts": len(texts),
            "all": len(report.rows("documents")),
        },
        conditions=(
            Condition(
                "no mention says that a line between the two is in use",
                bool(named) and not running,
                tuple(one.id for one in running),
            ),
            Condition("more than one text names rail", len(texts) > 1, tuple(texts)),
        ),
        sources=report.sources(named),
    )


def status(report: Any) -> Finding:
    """Count what is said to be there, promised or wished for, by kind of link."""
    kinds = {
        kind: [r for r in report.rows("links") if r.kind == kind and r.link != ELSEWHERE]
        for kind in ("physical", "people")
    }
    wished = [one for one in kinds["physical"] if one.status in ("wished", "mentioned")]
    bound = [one for one in kinds["people"] if one.status in (*IN_USE, "planned")]
    return Finding(
        "connectivity-status",
        "Of {physical} mentions of routes, lines and gates, {wished} bind nobody: they are wishes "
        "or topics. Of {people} mentions of people who meet, study or travel, {bound} are said to "
        "happen or are promised.",
        values={
            "physical": report.count(kinds["physical"]),
            "wished": report.count(wished),
            "people": report.count(kinds["people"]),
            "bound": report.count(bound),
        },
        conditions=(
            Condition(
                "more than half of the mentions of physical links bind nobody",
                2 * len(wished) > len(kinds["physical"]),
                tuple(one.id for one in wished),
            ),
            Condition(
                "more than half of the mentions of links between people say that they exist or "
                "bind somebody",
                2 * len(bound) > len(kinds["people"]),
                tuple(one.id for one in bound),
            ),
        ),
        sources=report.sources(wished + bound),
    )


def one_way(report: Any) -> Finding:
    """Tourists are counted towards Vietnam and students towards China."""
    rows = report.rows("quantities")
    tourists = [r for r in rows if r.measure.startswith("tourists-") and r.kind == "level"]
    students = [r for r in rows if r.measure.startswith("students-") and r.kind == "level"]
    return Finding(
        "connectivity-one-way",
        "Tourists are counted on their way to Vietnam ({tourists}) and students on their way to "
        "China ({students}). No text counts Vietnamese tourists in China or Chinese students in "
        "Vietnam.",
        values={
            "tourists": " and ".join(str(report.quantity(one.id)) for one in tourists),
            "students": " and ".join(str(report.quantity(one.id)) for one in students),
        },
        conditions=(
            Condition(
                "every number of tourists is of Chinese who go to Vietnam",
                {one.measure for one in tourists} == {"tourists-cn-vn"},
                tuple(one.id for one in tourists),
            ),
            Condition(
                "every number of students is of Vietnamese in China",
                {one.measure for one in students} == {"students-vn-in-cn"},
                tuple(one.id for one in students),
            ),
        ),
        sources=report.sources(tourists + students),
    )


def provinces(report: Any) -> Finding:
    """Which provinces meet, and who says so."""
    members = [
        one
        for one in report.rows("places")
        if one.role == "member" and one.level in ("province", "city")
    ]
    vietnam = {one.place for one in members if one.country == "Vietnam"}
    china = {one.place for one in members if one.country == "China"}
    said = list({one.sentence: one for one in members}.values())
    return Finding(
        "connectivity-provinces",
        "{vietnam} Vietnamese provinces and cities are named as meeting {china} Chinese ones every "
        "year, in {sentences} sentence, by {who}. The other texts name no province of the two "
        "countries that meets another.",
        values={
            "vietnam": len(vietnam),
            "china": len(china),
            "sentences": "one" if len(said) == 1 else len(said),
            "who": ", ".join(dict.fromkeys(report.speaker(one) for one in said)),
        },
        conditions=(
            Condition(
                "one speaker alone names provinces that meet, and he is Vietnamese",
                {report.side(one) for one in said} == {"vietnam"}
                and len({report.speaker(one) for one in said}) == 1,
                tuple(one.id for one in members),
            ),
            Condition(
                "more of them are Vietnamese than Chinese",
                len(vietnam) > len(china) > 0,
                tuple(one.id for one in members),
            ),
        ),
        sources=report.sources(members),
    )


FINDINGS = (rail, status, one_way, provinces)
