"""Evidence in prose, in standard syntax: the role `eval` for numbers, links for quotations.

`` {eval}`gap` `` shows what the notebook calls `gap`.
`["exact words"](texts/xiong_2024.md#s042)` quotes a sentence, verbatim or not at all.
`[other words](texts/xiong_2024.md#s042)` names a sentence as evidence.
"""

import ast
import re
from collections.abc import Iterable
from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

from interviews.corpus import Sentence, short_date
from interviews.quotations import QuotationError, locate
from interviews.representation import MIME, sentence_at, source_meaning
from interviews.sphinx_ext import execution, pages, project
from interviews.sphinx_ext.project import Project, UnknownSentenceError
from interviews.value import Source

LOG = logging.getLogger(__name__)
QUOTED = re.compile(r'["“](?P<exact>.*)["”]', re.DOTALL)
TYPOGRAPHIC = re.compile(r"“[^”]*”")
BEFORE_SMARTQUOTES = 10
UNDEFINED = 'no cell of this notebook defines "%s": define it, or mend the name.'
RAISED = '"%s" raises %s: %s: run the notebook and mend it.'
BLANK = '"%s" is blank: let it be a value, a word or a number.'
UNSHOWABLE = '"%s" is neither a value nor a word nor a plain number (of numpy take int(...)).'
UNLINKED = "%s is a quotation without its sentence: write [“...”](texts/KEY.md#sNNN)."


class EvaluationError(ValueError):
    """An expression in prose that gives nothing to show."""


class EvalRole(SphinxRole):
    """`` {eval}`gap` ``: a value, word or number that a cell of this notebook made."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the value with its card; fail the build where there is none."""
        answers = execution.kept(self.env, self.env.docname)["values"]
        try:
            node = evaluation(self.text, answers)
        except EvaluationError as error:
            LOG.warning("eval: %s", error, location=self.get_location(), type="interviews")
            return [nodes.literal(self.rawtext, self.rawtext)], []
        self.set_source_info(node)
        return [node], []


def evaluation(name: str, answers: dict[str, dict[str, Any]]) -> pages.carded:
    """Return what the kernel answered to the expression `name`; raises `EvaluationError`."""
    answer = answers.get(name)
    if answer is None or answer.get("ename") == "NameError":
        raise EvaluationError(UNDEFINED % name)
    if "ename" in answer:
        raise EvaluationError(RAISED % (name, answer["ename"], answer.get("evalue", "")))
    bundle = answer.get("data", answer)
    if bundle.get(MIME, {}).get("kind") == "value":
        return pages.carded(bundle[MIME]["words"], bundle[MIME], "ev-value")
    words = plain_words(bundle, name)
    if not words.strip():
        raise EvaluationError(BLANK % name)
    return pages.carded(words, {})


def plain_words(bundle: dict[str, str], name: str) -> str:
    """Return the words for a string or a number; raises `EvaluationError` for anything else.

    >>> plain_words({"text/plain": "'five'"}, "x"), plain_words({"text/plain": "12"}, "x")
    ('five', '12')
    """
    try:
        found = ast.literal_eval(bundle["text/plain"])
    except (KeyError, ValueError, SyntaxError):
        found = None
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        raise EvaluationError(UNSHOWABLE % name)
    return str(found)


class SentenceLinks(SphinxTransform):
    """Make links to sentences the evidence that they are, and verify what they quote."""

    default_priority = BEFORE_SMARTQUOTES

    def apply(self, **kwargs: Any) -> None:
        """Work on every link of the page."""
        known = project.of(self.app)
        for link in list(self.document.findall(pending_xref)):
            if sentence := sentence_at(_address(link)):
                link.replace_self(_evidence(known, link, sentence))


def _address(link: pending_xref) -> str:
    """Return where a link leads: to a page, or, in words of another folder, to the name of one.

    What a page includes from elsewhere keeps its addresses; the name of the text is enough.
    """
    if link.get("refdomain") == "doc":
        return f"{link['reftarget']}.md#{link.get('reftargetid')}"
    return str(link["reftarget"])


def _evidence(known: Project, link: pending_xref, key: str) -> nodes.Node:
    """Return the words of a link with the card of the sentence `key`."""
    words = " ".join(link.astext().split())
    found = QUOTED.fullmatch(words)
    exact = found["exact"] if found else ""
    try:
        check(known, key, exact, quoted=found is not None)
    except (UnknownSentenceError, QuotationError) as error:
        LOG.warning("%s", error, location=link, type="interviews", subtype="quotation")
        return nodes.inline(words, words, support_smartquotes=False)
    if found:
        return pages.located(quotation(known, exact, key), link)
    return pages.located(pages.carded(words, meaning(known, key, ""), "ev-words"), link)


def check(known: Project, key: str, exact: str, *, quoted: bool) -> None:
    """Raise `UnknownSentenceError` or `QuotationError` for what does not stand in `key`."""
    try:
        sentence = known.sentence(key)
    except UnknownSentenceError as error:
        raise UnknownSentenceError(f"{error}{elsewhere(known, key, exact)}") from None
    if not quoted:
        return
    try:
        check_quote(exact, sentence)
    except QuotationError as error:
        raise QuotationError(f"{key}: {error}.{elsewhere(known, key, exact)}") from None


def check_quote(exact: str, sentence: Sentence) -> None:
    """Raise `QuotationError` unless `exact` stands once in `sentence`."""
    times = sentence.text.count(exact) if exact else 0
    if times > 1:
        raise QuotationError(f'"{exact}" stands there {times} times: quote more words')
    locate(exact, sentence.text)


def elsewhere(known: Project, key: str, exact: str) -> str:
    """Return a hint to the nearest sentence that has the words, empty where none has them."""
    having = [one.id for one in known.corpus.sentences() if exact and exact in one.text]
    if not having or key in having:
        return ""
    nearest = min(having, key=lambda other: _distance(key, other))
    return f" {nearest} has these words."


def _distance(one: str, other: str) -> tuple[bool, int]:
    """Return how far apart two sentences are: another text is farther than any of the same."""
    (text, number), (second, place) = (key.split(":s") for key in (one, other))
    return text != second, abs(int(number) - int(place))


def quotation(known: Project, exact: str, key: str) -> pages.carded:
    """Return words in quotes that lead to the sentence `key`, with its card."""
    return pages.carded(f"“{exact}”", meaning(known, key, exact), "quotation")


def meaning(known: Project, key: str, exact: str) -> dict[str, Any]:
    """Return what a card says of a sentence; `exact` is the part that is quoted."""
    return {"sources": [source_meaning(source(known, key, exact))]}


def source(known: Project, key: str, exact: str) -> Source:
    """Return a sentence as evidence; `exact` is the part that is quoted, or empty."""
    sentence = known.sentence(key)
    facts = known.document(sentence).facts
    speaker, outlet = known.speaker(sentence), facts["outlet"]
    return Source(key, sentence.text, exact, speaker, outlet, short_date(facts))


class UnlinkedQuotations(SphinxTransform):
    """Refuse words in typographic quotes that lead to no sentence."""

    default_priority = BEFORE_SMARTQUOTES + 1

    def apply(self, **kwargs: Any) -> None:
        """Work on every paragraph, heading and caption of the page."""
        for block in self.document.findall(nodes.TextElement):
            if isinstance(block.parent, nodes.TextElement) or isinstance(
                block, nodes.literal_block | nodes.raw
            ):
                continue
            for words in TYPOGRAPHIC.findall("".join(_prose(block))):
                LOG.warning(UNLINKED, words, location=block, type="interviews")


def _prose(node: nodes.Node) -> Iterable[str]:
    """Yield the typed words of a block, without code and without what leads to a sentence."""
    for child in node.children:
        if isinstance(child, nodes.Text):
            yield child
        elif not isinstance(child, pages.carded | nodes.literal | nodes.raw | nodes.comment):
            yield from _prose(child)


def setup(app: Sphinx) -> None:
    """Register the transforms, and the role once MyST-NB has registered its own."""
    app.add_transform(SentenceLinks)
    app.add_transform(UnlinkedQuotations)
    app.connect(
        "config-inited", lambda app, config: app.add_role("eval", EvalRole(), override=True)
    )
