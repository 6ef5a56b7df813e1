"""The panels of findings in words for readers who know neither the tables nor their codes."""

from collections.abc import Iterable, Iterator, Mapping
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

HEADS = (
    "Rests on",
    "What overturns it",
    "Each coder alone",
    "Mistakes at random",
    "Settled otherwise",
    "Texts divided otherwise",
    "Texts it needs",
)
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

NUMBERS = {1: "One change", 2: "Two changes"}
CUSTOMARY = 0.667  # the least alpha from which Krippendorff draws even tentative conclusions
ALPHA = "Agreement is Krippendorff's alpha: 1 is full, 0 is no better than chance."
SIDES = {"china": "Chinese", "vietnam": "Vietnamese"}


def summary(panel: Panel) -> str:
    """Return the shortest answer to how firm a finding is."""
    base = "what coders decided" if panel.judged else "printed words and numbers"
    fewest = NUMBERS.get(panel.edits or 0, "More than two changes")
    return f"Rests on {base}. {fewest} {'overturns' if panel.edits == 1 else 'overturn'} it."


def rows(panel: Panel, report: Report, agreeing: Mapping[str, tuple[int, float]]) -> list[Any]:
    """Return the panel as heads and cells; a cell is words, or words and links to sentences.

    `agreeing` gives for each judged column how many coded it and their alpha.
    """
    cells = (
        _rests_on(panel, agreeing),
        _edits(panel, report),
        _codings(panel),
        _noise(panel),
        _choices(panel),
        _placebo(panel),
        _needs(panel, report),
    )
    return [[head, cell] for head, cell in zip(HEADS, cells, strict=True)]


def _rests_on(panel: Panel, agreeing: Mapping[str, tuple[int, float]]) -> str:
    if not panel.judged:
        return "Printed words and numbers only; no coder decided anything that it uses."
    said = [_agreed(name, *agreeing.get(name, (1, None))) for name in panel.judged]
    return f"What coders decided: {'; '.join(said)}. {ALPHA}"


def _agreed(name: str, coders: int, alpha: float | None = None) -> str:
    if alpha is None:
        return f"{NAMES[name]} (one coder)"
    weak = ", which is weak" if alpha < CUSTOMARY else ""
    return f"{NAMES[name]} ({coders} coders, agreement {alpha:.2f}{weak})"


def _edits(panel: Panel, report: Report) -> Any:
    if not panel.breaking:
        return "No single change to the data and no two together make it false."
    parts: list[Any] = ["It is enough to "]
    for at, edit in enumerate(panel.breaking):
        parts += [*([" and to "] if at else []), *edit_words(edit, report)]
    end = ". Then there is nothing left to compare." if panel.leaves_nothing else "."
    return [*parts, end]


def edit_words(edit: Edit, report: Report) -> Iterator[str | dict[str, str]]:
    """Yield what an edit does, as words and links."""
    if edit.table == "speakers":
        yield f"count the unnamed observers as {SIDES[edit.after]}"
        return
    what, sentence = _named(edit, report)
    if not edit.column:
        yield f"leave out {ROWS.get(edit.table, 'the row')} {what}"
    else:
        yield _recoded(edit, what, report)
    if sentence:
        place = report.source(sentence)
        yield {"words": f" ({place.speaker}, {place.date})", "sentence": sentence}


def _recoded(edit: Edit, what: str, report: Report) -> str:
    words = VALUES[f"{edit.table}.{edit.column}"]
    after, before = words[edit.after], words[edit.before]
    if edit.table == "outcomes":
        text = report.dated(edit.row.partition("/")[2])
        return f"take the text of {text} {after}, and not {before}, the promise {what}"
    return f"take {ROWS[edit.table]} {what} {after} and not {before}"


def _named(edit: Edit, report: Report) -> tuple[str, str]:
    """Return the words of what is changed, and the sentence where they stand."""
    if edit.table != "outcomes":
        return f"“{firmness.shortened(edit.exact)}”", edit.sentence
    promise: Any = report.commitments.loc[edit.row.partition("/")[0]]
    return f"“{firmness.shortened(promise['exact'])}”", promise["sentence"]


def _codings(panel: Panel) -> str:
    if not panel.judged:
        return "Nothing to ask: no coder decided anything that it uses."
    outcomes: dict[str, list[str]] = {}
    for letter, outcome in panel.codings.items():
        outcomes.setdefault(outcome, []).append(letter)
    words = {
        firmness.HELD: "It holds with the decisions of {} in place of the majority's.",
        firmness.FAILED: "It fails with the decisions of {} in place of the majority's.",
        firmness.UNTOUCHED: "The decisions of {} do not touch it.",
        firmness.UNASKED: "It cannot be asked of {}, who decided nothing that it uses.",
    }
    return " ".join(words[one].format(_coders(outcomes[one])) for one in words if one in outcomes)


def _coders(letters: Iterable[str]) -> str:
    named = listed(letters)
    return f"coder{'s' if ' ' in named else ''} {named}"


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
        return "Nothing to ask: no coder decided anything that it uses."
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
