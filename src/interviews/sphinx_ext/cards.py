"""The one template of a card: what a number, a quotation, a mark or a finding rests on."""

from collections.abc import Callable, Iterator
from itertools import count, groupby
from typing import Any

from docutils import nodes

from interviews.sphinx_ext.elements import element, make

CONTEXT = 110
Address = Callable[[str], str]


class Cards:
    """Makes the cards of one page, each with a number of its own.

    `address` gives the address of a sentence as seen from the page.
    """

    def __init__(self, address: Address) -> None:
        self.address = address
        self._numbers = count(1)

    def evidence(
        self, words: list[nodes.Node], content: dict[str, Any], classes: list[str]
    ) -> element:
        """Return words with their card: a link to the one sentence, or to the card itself."""
        sources, steps = content.get("sources", []), content.get("steps", [])
        if not sources and not steps:
            return make("span", *words, classes="ev-bare mathjax_ignore")
        names = " ".join(classes)
        if len(sources) == 1 and not steps:
            link = self.link(sources[0]["sentence"], *words, classes=names)
            card = make("span", *self.body(content), classes="ev-card", role="note")
        else:
            link, card = self._pair(words, content, f"{names} ev-derived")
        return make("span", link, card, classes="ev mathjax_ignore", tabindex="-1")

    def _pair(
        self, words: list[nodes.Node], content: dict[str, Any], names: str
    ) -> tuple[element, element]:
        """Return a link that opens a card, and the card, which leads back."""
        number = self.next_number()
        link = make("a", *words, classes=names, href=f"#ev-{number}", id_=f"evr-{number}")
        close = make("a", classes="ev-close", href=f"#evr-{number}", words="close")
        card = make(
            "span", *self.body(content), close, classes="ev-card", role="note", id_=f"ev-{number}"
        )
        return link, card

    def body(self, content: dict[str, Any]) -> Iterator[element]:
        """Yield the steps of arithmetic, what the wording admits, and the sentences."""
        yield from (make("span", classes="ev-step", words=one) for one in content.get("steps", []))
        if content.get("range"):
            yield make("span", classes="ev-range", words=content["range"])
        sources = content.get("sources", [])
        if all("text" in one for one in sources):
            yield from (make("span", *self._quoted(one), classes="ev-item") for one in sources)
        else:
            yield from self._listed([one["sentence"] for one in sources])

    def _quoted(self, source: dict[str, str]) -> Iterator[element]:
        """Yield the words of a source around what it quotes, and where they come from."""
        before, exact, after = excerpt(source["text"], source["exact"])
        mark = [make("mark", words=exact)] if exact else []
        opening, closing = make("span", words=f"“{before}"), make("span", words=f"{after}”")
        yield make("span", opening, *mark, closing, classes="ev-quote")
        place = f"{source['speaker']}, {source['outlet']}, {source['date']}"
        yield self.link(source["sentence"], classes="ev-source", words=place)

    def _listed(self, sentences: list[str]) -> Iterator[element]:
        """Yield the numbers of many sentences, a line for each text."""
        for document, group in groupby(sentences, key=lambda one: one.partition(":")[0]):
            links: list[nodes.Node] = [make("b", words=document)]
            for one in group:
                # The mark tells that this is one of many in a tally, which is no citation of it.
                number = one.partition(":")[2]
                links += [nodes.Text(" "), self.link(one, words=number, data_tally="")]
            yield make("span", *links, classes="ev-item")

    def next_number(self) -> int:
        """Return a number that no card of this page has."""
        return next(self._numbers)

    def link(self, sentence: str, *words: nodes.Node, **given: str) -> element:
        """Return a link to a sentence."""
        return make("a", *words, href=self.address(sentence), data_sentence=sentence, **given)


def excerpt(text: str, exact: str) -> tuple[str, str, str]:
    """Return what stands before a quotation, the quotation, and what stands after, both short.

    >>> excerpt("It rose fast.", "rose")
    ('It ', 'rose', ' fast.')
    """
    before, exact, after = text.partition(exact) if exact in text and exact else ("", "", text)
    if len(before) > CONTEXT:
        before = "… " + before[-CONTEXT:].split(" ", 1)[-1]
    room = CONTEXT if exact else 2 * CONTEXT
    if len(after) > room:
        after = after[:room].rsplit(" ", 1)[0] + " …"
    return before, exact, after
