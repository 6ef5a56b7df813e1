"""Findings of the chapter on connectivity."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from interviews.finding import Condition, Finding, ids

IN_USE = ("built", "operating")
OPEN = ("wished", "mentioned")  # nobody is bound
NO_ROUTE = ("energy", "supply-chain", "rail-abroad")
"""Links of the kind `physical` that are no route, line or gate between the two countries."""


def rail(report: Any) -> Finding:
    """Railways between the two countries: named, and never as in use."""
    named = [one for one in report.rows("links") if one.link == "rail"]
    running = _with_status(named, IN_USE)
    texts = list(dict.fromkeys(one.document for one in named))
    return Finding(
        "connectivity-rail",
        "Railways between the two countries are named {times} times, in {texts} of {all} texts: "
        "{planned} times as agreed or to be carried out, {open} times as wished for or as a topic, "
        "never as in use. To say nothing of a line is not to say that there is none.",
        values={
            "times": report.count(named),
            "texts": len(texts),
            "all": len(report.rows("documents")),
            "planned": report.count(_with_status(named, ("planned",))),
            "open": report.count(_with_status(named, OPEN)),
        },
        conditions=(
            Condition(
                "no mention says that a line between the two is in use",
                bool(named) and not running,
                ids(running),
            ),
            Condition("more than one text names rail", len(texts) > 1, tuple(texts)),
        ),
    )


def status(report: Any) -> Finding:
    """Count what is said to be there, promised or wished for, by kind of link."""
    links = report.rows("links")
    routes = [one for one in links if one.kind == "physical" and one.link not in NO_ROUTE]
    people = [one for one in links if one.kind == "people"]
    free, bound = _with_status(routes, OPEN), _with_status(people, (*IN_USE, "planned"))
    (one, most), *_ = Counter(report.speaker(row) for row in free).most_common(1) or [("", 0)]
    return Finding(
        "connectivity-status",
        "Of {routes} mentions of routes, lines and gates in these texts {in_use} say that the link "
        "is in use and {planned} that it is agreed or announced; {free} are wishes or topics, "
        "{most} of them by {one}. Of {people} mentions of ties between people (exchange, study, "
        "travel, culture) {work} say that they exist, {promised} announce them and {hoped} are "
        "wishes or topics.",
        values={
            "routes": report.count(routes),
            "in_use": report.count(_with_status(routes, IN_USE)),
            "planned": report.count(_with_status(routes, ("planned",))),
            "free": report.count(free),
            "most": most,
            "one": one,
            "people": report.count(people),
            "work": report.count(_with_status(people, IN_USE)),
            "promised": report.count(_with_status(people, ("planned",))),
            "hoped": report.count(_with_status(people, OPEN)),
        },
        conditions=(
            Condition(
                "more than half of the mentions of routes, lines and gates bind nobody (here "
                f"{len(free)} of {len(routes)})",
                2 * len(free) > len(routes),
                ids(free),
            ),
            Condition(
                "more than half of the mentions of links between people say that they exist or "
                f"bind somebody (here {len(bound)} of {len(people)})",
                2 * len(bound) > len(people),
                ids(bound),
            ),
        ),
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
                ids(tourists),
            ),
            Condition(
                "every number of students is of Vietnamese in China",
                {one.measure for one in students} == {"students-vn-in-cn"},
                ids(students),
            ),
        ),
        sources=report.sources(tourists + students),
    )


def provinces(report: Any) -> Finding:
    """Which provinces meet, and who says so."""
    levels = ("province", "city")
    members = [r for r in report.rows("places") if r.role == "member" and r.level in levels]
    vietnam = {one.place for one in members if one.country == "Vietnam"}
    china = {one.place for one in members if one.country == "China"}
    return Finding(
        "connectivity-provinces",
        "{who} names {meetings} annual meetings in which {vietnam} Vietnamese provinces and cities "
        "sit with {china}. No other speaker in these texts names provinces that meet.",
        values={
            "who": report.names(members),
            "meetings": len({one.link for one in members}),
            "vietnam": len(vietnam),
            "china": " or ".join(sorted(china)),
        },
        conditions=(
            Condition(
                "one speaker alone names provinces that meet, and he is Vietnamese",
                {report.side(one) for one in members} == {"vietnam"}
                and len({report.speaker(one) for one in members}) == 1,
                ids(members),
            ),
            Condition(
                "provinces of both countries are named", bool(vietnam and china), ids(members)
            ),
        ),
        sources=report.sources(members),
    )


def _with_status(links: Iterable[Any], which: tuple[str, ...]) -> list[Any]:
    return [one for one in links if one.status in which]


FINDINGS = (rail, status, one_way, provinces)
