"""A text as a page: header, filter, and every sentence with its number, codes and uses."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from docutils import nodes

from interviews.corpus import Document, Sentence, Turn, date_text
from interviews.sphinx_ext.elements import make
from interviews.sphinx_ext.project import Project

RIGHTS = (
    "The text remains its publisher's. "
    "It stands here so that every quotation can be checked in its context."
)
HIDDEN = "[...]"
APPARATUS = "apparatus"


@dataclass(frozen=True)
class Link:
    """A link to a place that uses a sentence."""

    words: str
    address: str


@dataclass(frozen=True)
class Reading:
    """A document and what its page shows of it.

    `uses` maps sentences to what uses them, `anchors` to their ids on the page; `shown` are the
    sentences whose words may be published.
    """

    project: Project
    document: Document
    uses: Mapping[str, list[Link]]
    anchors: Mapping[str, str]
    shown: Collection[str]

    def is_apparatus(self, sentence: Sentence) -> bool:
        """Tell whether a sentence is a headline, byline, caption or courtesy."""
        code = self.project.codes.get(sentence.id)
        kinds = {turn.number: turn.kind for turn in self.document.turns}
        return (code.mode if code else kinds[sentence.turn]) == APPARATUS


def with_neighbours(document: Document, used: Collection[str]) -> set[str]:
    """Return the sentences of `document` that are used, and those just before and after them."""
    keys = [sentence.id for sentence in document.sentences]
    near = {at + step for at, key in enumerate(keys) if key in used for step in (-1, 0, 1)}
    return {key for at, key in enumerate(keys) if at in near}


def page_nodes(reading: Reading) -> list[nodes.Node]:
    """Return the content of the page of a text."""
    body = make("div", *_turns(reading), classes="reading-body")
    parts = (_header(reading), _counts(reading), _filter(reading), body)
    return [make("div", *parts, classes="interview")]


def _header(reading: Reading) -> nodes.Node:
    facts = reading.document.facts
    original = (
        make("a", facts["url"], classes="reference external", href=facts["url"])
        if facts["url"]
        else "No address is known."
    )
    rows = {
        "Title": facts["title"],
        "Speaks": "; ".join(_speakers(reading)),
        "Published by": f"{facts['outlet']} ({facts['outlet_country']}), {facts['genre']}",
        "By": facts["byline"],
        "Date": f"{date_text(facts)}, {_basis(facts)}",
        "About the date": facts["note"],
        "Original": original,
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
    known = reading.project
    codes = (known.codes.get(sentence.id) for sentence in reading.document.sentences)
    voices = [code.voice for code in codes if code] or [t.speaker for t in reading.document.turns]
    for voice in dict.fromkeys(voices):
        row = known.speakers[voice]
        if row["kind"] != "outlet":
            yield f"{row['name']} ({row['role']})"


def _counts(reading: Reading) -> nodes.Node:
    sentences = reading.document.sentences
    used = [one for one in sentences if one.id in reading.uses]
    unused = [one for one in sentences if one.id not in reading.uses]
    frame = sum(reading.is_apparatus(one) for one in unused)
    return make(
        "p",
        classes="reading-counts",
        words=(
            f"{len(sentences)} sentences: {len(used)} are cited in this report, in prose, a table "
            f"or a figure; {len(unused)} are not, {frame} of them headings, captions and "
            "courtesies. Counts of many sentences are no citation of each. "
            "Beside each sentence stand its number, a permanent link; the initials of its fields; "
            "“!” where it admits a problem; and how often the report cites it. "
            "Open them for the codes in words and links to the uses."
        ),
    )


def _filter(reading: Reading) -> nodes.Node:
    codes = [reading.project.codes.get(one.id) for one in reading.document.sentences]
    themes = dict.fromkeys(theme for code in codes if code for theme in code.themes)
    known = [theme for theme in reading.project.labels if theme in themes]
    choices = {
        "all": "everything",
        **{f"theme-{theme}": reading.project.label(theme) for theme in known},
        "problem": "problems",
        "unused": "not cited",
    }
    legend = make("legend", words="Highlight")
    return make(
        "fieldset", legend, *(_choice(*one) for one in choices.items()), classes="reading-filter"
    )


def _choice(value: str, words: str) -> nodes.Node:
    given = {"type": "radio", "name": "reading-filter", "value": value}
    if value == "all":
        given["checked"] = "checked"
    return make("label", make("input", **given), make("span", words=words))


def _turns(reading: Reading) -> Iterator[nodes.Node]:
    for turn in reading.document.turns:
        own = [one for one in reading.document.sentences if one.turn == turn.number]
        parts = [
            _paragraph(reading, turn, number, list(group))
            for number, group in groupby(own, key=lambda one: one.paragraph)
        ]
        yield make("div", _speaker(reading, turn), *parts, classes=f"turn turn-{turn.kind}")


def _speaker(reading: Reading, turn: Turn) -> nodes.Node:
    name = reading.project.name(turn.speaker)
    kind = make("span", classes="turn-kind", words=f" {turn.kind}")
    return make("p", make("span", words=name), kind, classes="turn-speaker")


def _paragraph(reading: Reading, turn: Turn, number: int, own: list[Sentence]) -> nodes.Node:
    parts: list[nodes.Node] = []
    if turn.label and number == turn.paragraphs[0]:
        parts.append(make("span", f"{reading.document.quote(turn.label)} ", classes="turn-label"))
    for sentence in own:
        parts += [*_sentence(reading, sentence), nodes.Text(" ")]
    return make("div", *parts, classes="reading-paragraph")


def _sentence(reading: Reading, sentence: Sentence) -> Iterator[nodes.Node]:
    name = reading.anchors[sentence.id]
    number = str(int(sentence.id.partition(":s")[2]))
    link = make(
        "a",
        classes="sentence-number",
        href=f"#{name}",
        words=number,
        aria_label=f"{number}, link to this sentence",
    )
    words = sentence.text if sentence.id in reading.shown else HIDDEN
    yield make("span", link, words, classes=" ".join(_classes(reading, sentence)), id_=name)
    yield _about(reading, sentence, number)


def _classes(reading: Reading, sentence: Sentence) -> Iterator[str]:
    code = reading.project.codes.get(sentence.id)
    yield "sentence"
    yield from (f"theme-{theme}" for theme in code.themes) if code else ()
    if code and code.problem:
        yield "is-problem"
    if sentence.id not in reading.uses:
        yield "is-apparatus" if reading.is_apparatus(sentence) else "is-unused"


def _about(reading: Reading, sentence: Sentence, number: str) -> nodes.Node:
    """Return codes and uses, folded to a few letters."""
    places = reading.uses.get(sentence.id, [])
    letters = f"{_initials(reading, sentence)} ×{len(places)}".strip()
    times = _times(len(places))
    summary = make(
        "summary",
        words=letters,
        aria_label=f"{letters}: sentence {number}, {times}, codes and uses",
    )
    parts = [make("p", words=_codes_text(reading, sentence))]
    if places:
        links = [make("li", make("a", href=one.address, words=one.words)) for one in places]
        parts += [make("p", words=f"{times.capitalize()}:"), make("ul", *links)]
    else:
        parts.append(make("p", words="Nothing in this report cites this sentence."))
    return make("details", summary, make("div", *parts), classes="about")


def _initials(reading: Reading, sentence: Sentence) -> str:
    code = reading.project.codes.get(sentence.id)
    if code is None:
        return ""
    fields = "".join(reading.project.label(theme)[0] for theme in code.themes)
    return fields + "!" * code.problem


def _times(count: int) -> str:
    """Return how often something is used, in words.

    >>> _times(0), _times(1), _times(2)
    ('not cited', 'cited once', 'cited 2 times')
    """
    if count < 2:
        return ("not cited", "cited once")[count]
    return f"cited {count} times"


def _codes_text(reading: Reading, sentence: Sentence) -> str:
    """Return the codes of a sentence in words."""
    code = reading.project.codes.get(sentence.id)
    if code is None:
        return "Not coded."
    label = reading.project.label
    fields = ", ".join(map(label, code.themes))
    parts = {
        "": f"{reading.project.name(code.voice)}, {code.mode}",
        "fields": fields,
        "in particular": ", ".join(map(label, code.subthemes)),
        "act": code.act,
        "admits a problem": (code.placed or "placed nowhere") if code.problem else "",
    }
    given = [f"{name}: {text}" if name else text for name, text in parts.items() if text]
    return "; ".join(given) + "."
