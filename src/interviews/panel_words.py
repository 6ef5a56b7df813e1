"""The panels of findings in words for readers who know neither the tables nor their codes."""

from collections.abc import Iterable, Mapping
from typing import Any

from interviews import firmness
from interviews.firmness import Edit, Panel
from interviews.report import Report

LABELS = {
    "trust-names": "Names of the relationship",
    "trust-ranks": "Rank of each side",
    "trust-announced-meetings": "Announced meetings",
    "trust-consensus": "Words for what was agreed",
    "trust-party-rule": "Rule of the parties",
    "economics-two-totals": "Two totals for 2023",
    "economics-december": "Which total the growth fits",
    "economics-investment": "Chinese investment",
    "economics-durian": "Durian",
    "economics-deficit": "Who says deficit",
    "connectivity-rail": "Railways",
    "connectivity-status": "In use, planned, wished",
    "connectivity-one-way": "Tourists and students",
    "connectivity-provinces": "Provinces that meet",
    "disputes-sea": "Who speaks of the sea",
    "disputes-law-outsiders": "Law and outsiders",
    "disputes-repeated-question": "The repeated question",
    "disputes-manage": "To manage differences",
    "numbers-three-mismatches": "Numbers that do not fit",
    "promises-events": "Promises by event",
    "promises-both": "Whom promises bind",
}
"""What each finding is about, in a few words."""

NAMES = {
    "sentences.voice": "who speaks",
    "sentences.mode": "whether a sentence is question, answer, report or headline",
    "sentences.first theme": "which field it speaks of first",
    "sentences.act": "what it does: assert, promise, wish, praise ...",
    "sentences.problem": "whether it names a problem",
    "sentences.prompted": "whether the question asked for what the answer says",
    "sentences.placed": "on whose side it places a problem",
    "quantities.kind": "whether a number is an amount, a change, a rank ...",
    "quantities.compiler": "who is named as the source of a number",
    "events.type": "what sort of event is named",
    "events.theme": "which field an event belongs to",
    "events.status": "whether an event took place, is to come, or recurs",
    "events.direction": "which way a visit goes",
    "events.channel": "by which bodies two sides meet",
    "commitments.by": "whom a promise binds",
    "commitments.theme": "which field a promise belongs to",
    "commitments.measurable": "whether a public fact could settle a promise",
    "outcomes.outcome": "what a later text says of a promise",
    "outcomes.explicit": "whether a later text says so in so many words",
    "links.link": "which link is meant",
    "links.kind": "what sort of link is meant",
    "links.status": "whether a link is there yet",
}
"""What coders decide, for each judged column, in words."""

VALUES: dict[str, dict[Any, str]] = {
    "links.kind": {
        "physical": "as a link of lines, gates and traffic",
        "institutional": "as a link of rules and bodies",
        "people": "as a link of people",
    },
    "links.status": {
        "built": "as built",
        "operating": "as in use",
        "planned": "as planned",
        "wished": "as wished for",
        "mentioned": "as no more than mentioned",
    },
    "commitments.by": {
        "china": "as binding China alone",
        "vietnam": "as binding Vietnam alone",
        "both": "as binding both sides",
    },
    "commitments.measurable": {
        True: "as one that a public fact could settle",
        False: "as one that no public fact could settle",
    },
    "outcomes.outcome": {
        "repeated": "to say again",
        "reported-done": "to report as done",
        "absent": "to pass over",
    },
}
"""What it means to give each value, after "take this"."""

ROWS = {
    "sentences": "the sentence",
    "quantities": "the number",
    "links": "the link",
    "commitments": "the promise",
    "outcomes": "what one text says of the promise",
    "places": "the place",
}
"""What a row of each table is called."""

MOST_WORDS = 12
"""How much of a quotation is said."""

CUSTOMARY = 0.667  # the least alpha from which Krippendorff draws even tentative conclusions
ALPHA = "Agreement is Krippendorff's alpha: 1 is full, 0 is no better than chance."
SIDES = {"china": "Chinese", "vietnam": "Vietnamese"}
NOTHING_JUDGED = "Nothing to ask: coders decided no more of it than who speaks."

Agreed = Mapping[tuple[str, str], Mapping[str, Any]]
"""The rows of `agreement.reliability`, by table and column."""


def summary(panel: Panel) -> str:
    """Return the shortest answer to how firm a finding is."""
    base = "what coders decided" if panel.judged else "printed words and numbers"
    if not panel.holds:
        return f"Rests on {base}. It does not hold."
    fewest = {1: "One change overturns", 2: "Two changes overturn"}
    return f"Rests on {base}. {fewest.get(panel.edits or 0, 'More than two changes overturn')} it."


def rows(panel: Panel, report: Report, agreed: Agreed) -> list[Any]:
    """Return the panel as heads and cells; a cell is words, or words and links to sentences."""
    return [
        ["Rests on", _rests_on(panel, agreed)],
        ["What overturns it", _edits(panel, report)],
        ["Each coder alone", _codings(panel)],
        ["Mistakes at random", _noise(panel)],
        ["Settled otherwise", _choices(panel)],
        ["Texts divided otherwise", _placebo(panel)],
        ["Texts it needs", _needs(panel, report)],
    ]


def _rests_on(panel: Panel, agreed: Agreed) -> str:
    if not panel.judged:
        return "Printed words and numbers; coders decided no more than who speaks."
    said = []
    for name in panel.judged:
        table, _, column = name.partition(".")
        found = agreed.get((table, column))
        how = "one coder"
        if found:
            weak = ", which is weak" if found["alpha"] < CUSTOMARY else ""
            how = f"{len(found['coders'])} coders, agreement {found['alpha']:.2f}{weak}"
        said.append(f"{NAMES[name]} ({how})")
    return f"What coders decided: {'; '.join(said)}. {ALPHA}"


def _edits(panel: Panel, report: Report) -> Any:
    if not panel.breaking:
        return "No single change to the data and no two together make it false."
    parts: list[Any] = []
    for edit in panel.breaking:
        parts += [" and to " if parts else "It is enough to ", *edit_words(edit, report)]
    return [*parts, ". Then there is nothing left to compare." if panel.leaves_nothing else "."]


def edit_words(edit: Edit, report: Report) -> list[str | dict[str, str]]:
    """Return what an edit does, as words and links."""
    if edit.table == "speakers":
        return [f"count the unnamed observers as {SIDES[edit.after]}"]
    exact, sentence, text = edit.exact, edit.sentence, ""
    if edit.table == "outcomes":
        commitment, _, text = edit.row.partition("/")
        promise: Any = report.commitments.loc[commitment]
        exact, sentence = promise["exact"], promise["sentence"]
    first = exact.split()[:MOST_WORDS]
    what = exact if first == exact.split() else f"{' '.join(first)} …"
    words = VALUES.get(f"{edit.table}.{edit.column}", {})
    if not edit.column:
        said = f"leave out {ROWS[edit.table]} “{what}”"
    elif edit.table == "outcomes":
        said = (
            f"take the text of {report.dated(text)} {words[edit.after]}, and not "
            f"{words[edit.before]}, the promise “{what}”"
        )
    else:
        said = f"take {ROWS[edit.table]} “{what}” {words[edit.after]} and not {words[edit.before]}"
    place = report.source(sentence)
    return [said, {"words": f" ({place.speaker}, {place.date})", "sentence": sentence}]


def _codings(panel: Panel) -> str:
    if not panel.judged:
        return NOTHING_JUDGED
    words = {
        firmness.HELD: "It holds with the decisions of {} in place of the majority's.",
        firmness.FAILED: "It fails with the decisions of {} in place of the majority's.",
        firmness.UNASKED: "It cannot be asked of {}, who decided nothing that it uses.",
    }
    said = []
    for outcome, sentence in words.items():
        letters = [letter for letter, one in panel.codings.items() if one == outcome]
        if letters:
            coders = "coder" if len(letters) == 1 else "coders"
            said.append(sentence.format(f"{coders} {listed(letters)}"))
    return " ".join(said)


def listed(words: Iterable[str]) -> str:
    """Return words as a list in a sentence.

    >>> listed("abc"), listed("a")
    ('a, b and c', 'a')
    """
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def _noise(panel: Panel) -> str:
    five, real = panel.noise["5 percent"], panel.noise["as coders differ"]
    if five is None:
        return NOTHING_JUDGED
    words = f"With one decision in twenty wrong, it holds in {five:.0%} of {firmness.DRAWS} tries"
    if real is None:
        return f"{words}. How often coders differ is not known: one code was given once only."
    return f"{words}; with as many wrong as coders really differ on, in {real:.0%}."


def _choices(panel: Panel) -> str:
    total = sum(panel.choices.values())
    if not total:
        return "Nothing that this report had to settle one way or another changes it."
    words = f"It holds in {panel.choices[firmness.HELD]} of {total} ways to settle what touches it"
    if unasked := panel.choices[firmness.UNASKED]:
        words += f"; {unasked} cannot be worked out, since the coder decided nothing that it uses"
    return words + (f". It fails with {panel.breaking_choice}." if panel.breaking_choice else ".")


def _placebo(panel: Panel) -> str:
    kinds = {"split": "speakers", "published": "publishers"}
    said = [
        f"Of {found['of']} ways to divide the texts between two sides of {kinds[name]}, it holds "
        f"in {found['held']}"
        for name, found in panel.placebo.items()
    ]
    if not said:
        return "Nothing to ask: it does not compare the two sides or their publishers."
    return ". ".join(said) + ". Where it holds in many, the nation explains little."


def _needs(panel: Panel, report: Report) -> str:
    if not panel.needs:
        return "None by itself: it holds without any one of them."
    dates = listed(report.dated(key) for key in panel.needs)
    return f"Those of {dates}." if len(panel.needs) > 1 else f"That of {dates}."
