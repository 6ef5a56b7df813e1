"""The roles `ev`, `quote` and `num`: marks, quotations and numbers in running text."""

import html

from docutils import nodes
from myst_nb.core.variables import RetrievalError, format_plain_text
from myst_nb.ext.glue.roles import PasteRoleAny
from myst_nb.ext.glue.utils import retrieve_glue_data
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole
from sphinx.util.nodes import split_explicit_title

from interviews.corpus import Sentence, short_date
from interviews.quotations import QuotationError, locate
from interviews.sphinx_ext import pages, project
from interviews.sphinx_ext.project import Project, UnknownSentenceError
from interviews.value import Source, listing

LOG = logging.getLogger(__name__)


def mark_html(source: Source) -> str:
    """Return the mark of a sentence in running text, with its card."""
    number = source.sentence.partition(":")[2]
    label = html.escape(f"{number}: {source.place}")
    return (
        f'<span class="ev"><a class="ev-mark" href="sentence:{source.sentence}" '
        f'data-id="{source.sentence}" aria-label="{label}">{number}</a>'
        f'<span class="ev-card" role="note">{listing([source])}</span></span>'
    )


def bare_html(text: str) -> str:
    """Return a computed value that rests on no sentence; its class tells it from typed text."""
    return f'<span class="ev-bare">{html.escape(text)}</span>' if text.strip() else ""


def source(known: Project, key: str, exact: str) -> Source:
    """Return a sentence as evidence; `exact` is the part that is quoted, or empty."""
    sentence = known.sentence(key)
    facts = known.document(sentence).facts
    speaker, outlet = known.speaker(sentence), facts["outlet"]
    return Source(key, sentence.text, exact, speaker, outlet, short_date(facts))


def check_quote(exact: str, sentence: Sentence) -> None:
    """Raise `QuotationError` unless `exact` stands once in `sentence`."""
    if exact and sentence.text.count(exact) > 1:
        times = sentence.text.count(exact)
        raise QuotationError(f'"{exact}" stands there {times} times: quote more words')
    locate(exact, sentence.text)


class _EvidenceRole(SphinxRole):
    """What `ev` and `quote` share."""

    def mark(self, key: str) -> pages.mention:
        """Return the mark of a sentence; raises `UnknownSentenceError`."""
        project.of(self.env.app).sentence(key)
        node = pages.mention(sentence=key, exact="")
        self.set_source_info(node)
        return node

    def fail(self, problem: object) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Say what is wrong, which fails the build, and print the source instead."""
        LOG.warning("%s: %s", self.name, problem, location=self.get_location(), type="interviews")
        return [nodes.literal(self.rawtext, self.rawtext)], []


class EvidenceRole(_EvidenceRole):
    """`` {ev}`pham-2024:s029, vu-2025:s003` ``: a quiet mark for each sentence."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the marks."""
        try:
            return [self.mark(key.strip()) for key in self.text.split(",")], []
        except UnknownSentenceError as error:
            return self.fail(error)


class QuoteRole(_EvidenceRole):
    """`` {quote}`exact words <pham-2024:s029>` ``: verified words in quotes, and the mark."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the words and the mark."""
        explicit, exact, key = split_explicit_title(self.text)
        if not explicit:
            return self.fail(f'"{self.text}" names no sentence: write `words <KEY:sNNN>`.')
        try:
            check_quote(exact, project.of(self.env.app).sentence(key))
        except UnknownSentenceError as error:
            return self.fail(error)
        except QuotationError as error:
            return self.fail(f"{key}: {error}.")
        words, mark = quotation(exact, key)
        self.set_source_info(mark)
        return [words, mark], []


def quotation(exact: str, key: str) -> list[nodes.Node]:
    """Return words in quotes, and the mark of the sentence `key` that they stand in."""
    return [verbatim(f"“{exact}”", "quotation"), pages.mention(sentence=key, exact=exact)]


def verbatim(text: str, name: str) -> nodes.inline:
    """Return words that no later step may change, not even their quotation marks."""
    return nodes.inline(text, text, classes=[name], support_smartquotes=False)


class NumberRole(PasteRoleAny):
    """`` {num}`name` ``: a value published by a cell of this page.

    `` {num}`/book/economics.md::name` `` takes it from another page.
    """

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the value as its cell wrote it."""
        if "::" in self.text:
            return super().run()
        try:
            data = retrieve_glue_data(self.document, self.text).data
        except RetrievalError:
            return self.fail(f'no cell of this page publishes "{self.text}"')
        text = data.get("text/html") or bare_html(format_plain_text(data["text/plain"], "s"))
        if not text:
            return self.fail(f'the value "{self.text}" is blank')
        node = nodes.raw("", text, format="html")
        self.set_source_info(node)
        return [node], []

    def fail(self, problem: str) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Say what is wrong, which fails the build."""
        advice = "give it with `report.publish(name=value)`."
        place = (self.document.settings.env.docname, self.line)
        LOG.warning("num: %s: %s", problem, advice, location=place, type="interviews")
        return [nodes.literal(self.rawtext, self.rawtext)], []


def expand(app: Sphinx, doctree: nodes.document) -> None:
    """Replace the marks of sentences by their HTML."""
    known = project.of(app)
    for node in list(doctree.findall(pages.mention)):
        text = mark_html(source(known, node["sentence"], node["exact"]))
        node.replace_self(located(nodes.raw("", text, format="html"), node))


def located(node: nodes.Element, like: nodes.Node) -> nodes.Element:
    """Return `node` with the place of another in the source."""
    node.source, node.line = like.source, like.line
    return node


def setup(app: Sphinx) -> None:
    """Register the roles."""
    app.add_role("ev", EvidenceRole())
    app.add_role("quote", QuoteRole())
    app.add_role("num", NumberRole())
