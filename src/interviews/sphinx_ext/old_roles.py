"""The roles `ev`, `quote` and `num` of the first edition, and what its figures write as HTML.

This module goes with the last chapter that uses it; so do the lines elsewhere that name it.
"""

import html
import json
import re
from pathlib import Path
from typing import Any

from docutils import nodes
from myst_nb.core.variables import RetrievalError
from myst_nb.ext.glue.utils import retrieve_glue_data
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole
from sphinx.util.nodes import split_explicit_title

from interviews.quotations import QuotationError
from interviews.representation import MIME
from interviews.sphinx_ext import evidence, findings, pages, project
from interviews.sphinx_ext.cards import Cards
from interviews.sphinx_ext.project import UnknownSentenceError

LOG = logging.getLogger(__name__)
INSIDE = "(?=[^<>]*>)"  # where a tag goes on: in words every angle bracket is an entity
FINDING = re.compile(rf'href="finding:([^"]*)"{INSIDE}')
CARD = re.compile(rf'(?P<before>\b(?:id|href|aria-\w+)="#?)(?P<name>evr?)-@"{INSIDE}')
EVIDENCE = re.compile(r'<span class="(?P<classes>ev(?: [^"]*)?)"(?! tabindex)')


class lent(nodes.Inline, nodes.Element):  # noqa: N801  docutils names nodes so
    """A value of another page: `page` and `key`."""


class _OldRole(SphinxRole):
    """What the three roles share."""

    def old(self) -> None:
        """Remember that this page is of the first edition."""
        self.env.temp_data[pages.OLD] = True

    def fail(self, problem: object) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Say what is wrong, which fails the build, and print the source instead."""
        LOG.warning("%s: %s", self.name, problem, location=self.get_location(), type="interviews")
        return [nodes.literal(self.rawtext, self.rawtext)], []


class EvidenceRole(_OldRole):
    """`` {ev}`pham-2024:s029, vu-2025:s003` ``: a quiet mark for each sentence."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the marks."""
        self.old()
        try:
            return [self._mark(key.strip()) for key in self.text.split(",")], []
        except UnknownSentenceError as error:
            return self.fail(error)

    def _mark(self, key: str) -> pages.carded:
        known = project.of(self.env.app)
        known.sentence(key)
        node = pages.carded(key.partition(":")[2], evidence.meaning(known, key, ""), "ev-mark")
        self.set_source_info(node)
        return node


class QuoteRole(_OldRole):
    """`` {quote}`exact words <pham-2024:s029>` ``: verified words in quotes."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the words, which lead to their sentence."""
        self.old()
        known = project.of(self.env.app)
        explicit, exact, key = split_explicit_title(self.text)
        if not explicit:
            return self.fail(f'"{self.text}" names no sentence: write `words <KEY:sNNN>`.')
        try:
            evidence.check(known, key, exact, quoted=True)
        except (UnknownSentenceError, QuotationError) as error:
            return self.fail(error)
        node = evidence.quotation(known, exact, key)
        self.set_source_info(node)
        return [node], []


class NumberRole(_OldRole):
    """`` {num}`name` ``: a value that a cell publishes, also `` {num}`/book/page.md::name` ``."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the value."""
        self.old()
        if "::" in self.text:
            name, _, key = self.text.partition("::")
            node: nodes.Node = lent("", page=name.strip("/").removesuffix(".md"), key=key)
            self.set_source_info(node)
            return [node], []
        try:
            data = retrieve_glue_data(self.inliner.document, self.text).data
            node = _shown(self.text, data)
        except RetrievalError:
            advice = "give it with `report.publish(name=value)`."
            return self.fail(f'no cell of this page publishes "{self.text}": {advice}')
        except evidence.EvaluationError as error:
            return self.fail(error)
        self.set_source_info(node)
        return [node], []


def expand(app: Sphinx, doctree: nodes.document) -> None:
    """Replace values of other pages by what those pages say."""
    for node in list(doctree.findall(lent)):
        try:
            data = _published(app, node["page"])[node["key"]]["data"]
            node.replace_self(_shown(node["key"], data))
        except (KeyError, evidence.EvaluationError):
            text = f"'{node['key']}' not found in doc '{node['page']}'"
            LOG.warning("num: %s", text, location=node, type="interviews")
            node.replace_self([])


def _shown(name: str, data: dict[str, Any]) -> nodes.Node:
    """Return what a cell published: a value, words, or HTML of its own."""
    if "text/html" in data and MIME not in data:
        return nodes.raw("", data["text/html"], format="html")
    return evidence.evaluation(name, {name: data})


def _published(app: Sphinx, page: str) -> dict[str, Any]:
    file = Path(app.env.mystnb_config.output_folder) / f"{page}.glue.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


class Html:
    """Makes the HTML of one page's cells ready: cards get numbers, findings their links."""

    def __init__(self, app: Sphinx, cards: Cards) -> None:
        self._app, self._cards = app, cards

    def ready(self, text: str, docname: str) -> str:
        """Return one piece of HTML for the page `docname`."""
        text = FINDING.sub(lambda found: f'href="{self._finding(found[1], docname)}"', text)
        text = number_cards(text, self._cards) if "evr-@" in text else text
        return EVIDENCE.sub(r'<span class="\g<classes>" tabindex="-1"', text)

    def _finding(self, name: str, docname: str) -> str:
        address = findings.address(self._app, docname, html.unescape(name))
        if address is None:
            LOG.warning("finding:%s: no page has it.", name, location=docname, type="interviews")
        return html.escape(address or "#")


def number_cards(text: str, cards: Cards) -> str:
    """Return `text` with its cards numbered on.

    A card's number is counted up at the value that opens it (`id="evr-@"`), which stands first.
    """
    number = 0

    def count(found: re.Match[str]) -> str:
        nonlocal number
        if found["before"] == 'id="' and found["name"] == "evr":
            number = cards.next_number()
        return f'{found["before"]}{found["name"]}-{number}"'

    return CARD.sub(count, text)


def _borrowers(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages that show values of others, which are written again every time."""
    return sorted(env.found_docs & getattr(env, "interviews_borrowers", set()))


def _note_borrower(app: Sphinx, doctree: nodes.document) -> None:
    if any(True for _ in doctree.findall(lent)):
        known = getattr(app.env, "interviews_borrowers", set())
        app.env.interviews_borrowers = {*known, app.env.docname}


def setup(app: Sphinx) -> None:
    """Register the roles."""
    app.add_node(lent)
    app.add_role("ev", EvidenceRole())
    app.add_role("quote", QuoteRole())
    app.add_role("num", NumberRole())
    app.connect("doctree-read", _note_borrower)
    app.connect("env-get-updated", _borrowers)
