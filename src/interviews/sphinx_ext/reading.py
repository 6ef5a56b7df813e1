"""A text as a page: header, filter, and every sentence with its number, codes and uses."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from docutils import nodes

from interviews.codings import SentenceCodes
from interviews.corpus import Document, Sentence, Turn, date_text
from interviews.sphinx_ext import links
from interviews.sphinx_ext.elements import element, make
from interviews.sphinx_ext.project import Project

RIGHTS = (
    "The text remains its publisher's. "
    "It stands here so that every quotation can be checked in its context."
)
HIDDEN = "[...]"
TIMES = {0: "not cited", 1: "cited once"}
APPARATUS = "apparatus"  # the mode of headlines, bylines, captions and courtesies
COUNTS = (
    "{all} sentences: {used} are cited in this report, in prose, a table or a figure; {unused} "
    "are not, {frame} of them headings, captions and courtesies. "
    "Counts of many sentences are no citation of each. "
    "Beside each sentence stand its number, a permanent link; the initials of its fields; "
    "“!” where it admits a problem; and how often the report cites it. "
    "Open them for the codes in words and links to the uses."
)


@dataclass(frozen=True)
class Reading:
    """A document and what its page shows of it.

    `uses` maps sentences to what uses them, as words and address of a link; `shown` are the
    sentences whose words may be published.
    """

    project: Project
    document: Document
    uses: Mapping[str, list[tuple[str, str]]]
    shown: Collection[str]

    @property
    def codes(self) -> list[SentenceCodes]:
        """The codes of its sentences."""
        return [self.project.codes[one.id] for one in self.document.sentences]


def page(reading: Reading) -> element:
    """Return the content of the page of a text."""
    body = make("div", *_turns(reading), classes="reading-body")
    parts = (_header(reading), _counts(reading), _filter(reading), body)
    return make("div", *parts, classes="interview")


def _header(reading: Reading) -> nodes.Node:
    facts = reading.document.facts
    address = make("a", facts["url"], classes="reference external", href=facts["url"])
    rows = {
        "Title": facts["title"],
        "Speaks": "; ".join(_speakers(reading)),
        "Published by": f"{facts['outlet']} ({facts['outlet_country']}), {facts['genre']}",
        "By": facts["byline"],
        "Date": f"{date_text(facts)}, {_basis(facts)}",
        "About the date": facts["note"],
        "Original": address if facts["url"] else "No address is known.",
        "Rights": RIGHTS,
    }
    pairs = [
        pair
        for name, value in rows.items()
        if value
        for pair in (make("dt", words=name), make("dd", value))
    ]
    return make("dl", *pairs, classes="reading-facts")


def _basis(facts: Mapping[str, str]) -> str:
    how = "as the text says" if facts["basis"] == "stated" else f"{facts['basis']}, not in the text"
    return f"known to the {facts['precision']}; {how}" if facts["precision"] == "month" else how


def _speakers(reading: Reading) -> Iterator[str]:
    """Yield the names and roles of those who speak for themselves, in order of appearance."""
    for voice in dict.fromkeys(code.voice for code in reading.codes):
        row = reading.project.speakers[voice]
        if row["kind"] != "outlet":
            yield f"{row['name']} ({row['role']})"


def _counts(reading: Reading) -> nodes.Node:
    unused = [code for code in reading.codes if code.sentence not in reading.uses]
    words = COUNTS.format(
        all=len(reading.codes), used=len(reading.codes) - len(unused), unused=len(unused),
        frame=sum(code.mode == APPARATUS for code in unused),
    )  # fmt: skip
    return make("p", classes="reading-counts", words=words)


def _filter(reading: Reading) -> nodes.Node:
    themes = {theme for code in reading.codes for theme in code.themes}
    labels = reading.project.labels.items()
    choices = {
        "all": "everything",
        **{f"theme-{theme}": label for theme, label in labels if theme in themes},
        "problem": "problems",
        "unused": "not cited",
    }
    legend = make("legend", words="Highlight")
    shown = (_choice(*one) for one in choices.items())
    return make("fieldset", legend, *shown, classes="reading-filter")


def _choice(value: str, words: str) -> nodes.Node:
    given = {"type": "radio", "name": "reading-filter", "value": value}
    if value == "all":
        given["checked"] = "checked"
    return make("label", make("input", **given), make("span", words=words))


def _turns(reading: Reading) -> Iterator[nodes.Node]:
    for turn in reading.document.turns:
        own = [one for one in reading.document.sentences if one.turn == turn.number]
        # One paragraph may go from voice to voice.
        voices = dict.fromkeys(reading.project.codes[one.id].voice for one in own)
        names = [reading.project.speakers[voice]["name"] for voice in voices]
        name = make("span", words=", then ".join(names))
        kind = make("span", classes="turn-kind", words=f" {turn.kind}")
        parts = [
            _paragraph(reading, turn, number, list(group))
            for number, group in groupby(own, key=lambda one: one.paragraph)
        ]
        speaker = make("p", name, kind, classes="turn-speaker")
        yield make("div", speaker, *parts, classes=f"turn turn-{turn.kind}")


def _paragraph(reading: Reading, turn: Turn, number: int, own: list[Sentence]) -> nodes.Node:
    parts: list[nodes.Node] = []
    if turn.label and number == turn.paragraphs[0]:
        parts.append(make("span", f"{reading.document.quote(turn.label)} ", classes="turn-label"))
    for sentence in own:
        parts += [*_sentence(reading, sentence), nodes.Text(" ")]
    return make("div", *parts, classes="reading-paragraph")


def _sentence(reading: Reading, sentence: Sentence) -> Iterator[nodes.Node]:
    name = links.anchor(sentence.id)
    number = str(int(sentence.id.partition(":s")[2]))
    said = f"{number}, link to this sentence"
    link = make("a", classes="sentence-number", href=f"#{name}", words=number, aria_label=said)
    words = sentence.text if sentence.id in reading.shown else HIDDEN
    yield make("span", link, words, classes=" ".join(_classes(reading, sentence)), id_=name)
    yield _about(reading, sentence, number)


def _classes(reading: Reading, sentence: Sentence) -> Iterator[str]:
    code = reading.project.codes[sentence.id]
    yield "sentence"
    yield from (f"theme-{theme}" for theme in code.themes)
    if code.problem:
        yield "is-problem"
    if sentence.id not in reading.uses:
        yield "is-apparatus" if code.mode == APPARATUS else "is-unused"


def _about(reading: Reading, sentence: Sentence, number: str) -> nodes.Node:
    """Return codes and uses, folded to a few letters."""
    code, places = reading.project.codes[sentence.id], reading.uses.get(sentence.id, [])
    fields = "".join(reading.project.labels[theme][0] for theme in code.themes)
    letters = f"{fields}{'!' * code.problem} ×{len(places)}".strip()
    times = TIMES.get(len(places), f"cited {len(places)} times")
    said = f"{letters}: sentence {number}, {times}, codes and uses"
    parts = [make("p", words=_codes_text(reading.project, code))]
    if places:
        uses = [make("li", make("a", href=address, words=words)) for words, address in places]
        parts += [make("p", words=f"{times.capitalize()}:"), make("ul", *uses)]
    else:
        parts.append(make("p", words="Nothing in this report cites this sentence."))
    summary = make("summary", words=letters, aria_label=said)
    return make("details", summary, make("div", *parts), classes="about")


def _codes_text(known: Project, code: SentenceCodes) -> str:
    """Return the codes of a sentence in words."""
    parts = {
        "": f"{known.speakers[code.voice]['name']}, {code.mode}",
        "fields": ", ".join(known.labels[theme] for theme in code.themes),
        "in particular": ", ".join(known.labels[theme] for theme in code.subthemes),
        "act": code.act,
        "admits a problem": (code.placed or "placed nowhere") if code.problem else "",
    }
    given = [f"{name}: {text}" if name else text for name, text in parts.items() if text]
    return "; ".join(given) + "."
