"""What each page uses and offers, kept in Sphinx's environment between builds."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors import EnvironmentCollector
from sphinx.util import logging

from interviews.finding import failure_words, failures
from interviews.sphinx_ext import markup

LOG = logging.getLogger(__name__)
FAILS = "finding %s does not hold: %s Not so: %s."


@dataclass(frozen=True)
class Place:
    """Where something stands: page, anchor on it, and words for a link; kind says what it is."""

    docname: str
    anchor: str
    kind: str
    title: str


@dataclass(frozen=True)
class Use:
    """A sentence and a place that links to it."""

    sentence: str
    place: Place


@dataclass(frozen=True)
class Finding:
    """What a finding means (see `interviews.representation`) and where it stands."""

    name: str
    content: dict[str, Any] = field(hash=False)
    place: Place


@dataclass
class Page:
    """What one page uses and offers; `text` is the document whose sentences it shows."""

    uses: list[Use] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    text: str = ""


class carded(nodes.Inline, nodes.TextElement):  # noqa: N801  docutils names nodes so
    """Words with a card (see `cards`), made into HTML when the page is written.

    `content` holds what the card says; without sources or steps there is none.
    """

    def __init__(self, words: str = "", content: dict[str, Any] | None = None, *names: str) -> None:
        super().__init__(words, words, classes=list(names), support_smartquotes=False)
        self["content"] = content or {}

    def copy(self) -> "carded":
        """Return the node without its words, as docutils asks for it."""
        made = carded("", self["content"], *self["classes"])
        made.rawsource, made.source, made.line = self.rawsource, self.source, self.line
        return made


class finding_shown(nodes.General, nodes.Element):  # noqa: N801
    """A finding with its conditions; `content` is its meaning."""


class text_page(nodes.General, nodes.Element):  # noqa: N801
    """A text with all its sentences; `key` names the document."""


class findings_list(nodes.General, nodes.Element):  # noqa: N801
    """All findings, in full or as a table."""


def located(node: nodes.Element, like: nodes.Node) -> nodes.Element:
    """Return `node` with the place of another in the source."""
    node.source, node.line = like.source, like.line
    return node


def of(env: BuildEnvironment) -> dict[str, Page]:
    """Return what is known of every page, by its name."""
    return vars(env).setdefault("interviews_pages", {})


def text_pages(env: BuildEnvironment) -> dict[str, str]:
    """Return the page of each document, by its key."""
    return {page.text: docname for docname, page in sorted(of(env).items()) if page.text}


def uses(env: BuildEnvironment) -> dict[str, list[Place]]:
    """Return the places that use each sentence, in the order of the book."""
    found: dict[str, dict[Place, None]] = defaultdict(dict)
    for docname in reading_order(env):
        for use in of(env).get(docname, Page()).uses:
            found[use.sentence][use.place] = None
    return {sentence: list(places) for sentence, places in found.items()}


def findings(env: BuildEnvironment) -> list[Finding]:
    """Return all findings, in the order of the book."""
    known = of(env)
    return [one for name in reading_order(env) if name in known for one in known[name].findings]


def reading_order(env: BuildEnvironment) -> list[str]:
    """Return the names of all pages as the table of contents has them, then the others."""

    def walk(docname: str) -> Iterator[str]:
        yield docname
        for child in env.toctree_includes.get(docname, []):
            yield from walk(child)

    return list(dict.fromkeys([*walk(env.config.root_doc), *sorted(env.found_docs)]))


class PageCollector(EnvironmentCollector):
    """Fills `of(env)` as pages are read, forgotten, or read by another process."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget a page."""
        of(env).pop(docname, None)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment
    ) -> None:
        """Take over pages that another process read."""
        of(env).update({name: page for name, page in of(other).items() if name in docnames})

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Note what the page that was just read uses and offers."""
        docname = app.env.docname
        page = read_page(doctree, docname)
        if page.text or docname in app.config.interviews_listings:
            page.uses = []
        if page != Page():
            of(app.env)[docname] = page


def read_page(doctree: nodes.document, docname: str) -> Page:
    """Return what the page `docname` uses and offers."""
    page = Page()
    for node in doctree.findall(finding_shown):
        _read_finding(page, node, docname)
    for node in doctree.findall(carded):
        page.uses += [Use(one, place_of(node, docname)) for one in cited(node["content"])]
    for node in doctree.findall(nodes.raw):
        here = place_of(node, docname)
        page.uses += [Use(one, here) for one in markup.sentences(node.astext())]
    for node in doctree.findall(text_page):
        page.text = node["key"]
    page.uses = list(dict.fromkeys(page.uses))
    return page


def cited(content: dict[str, Any]) -> list[str]:
    """Return the sentences that a card cites; of a tally of many none is cited by itself."""
    return [one["sentence"] for one in content.get("sources", []) if "text" in one]


def _read_finding(page: Page, node: finding_shown, docname: str) -> None:
    content, around = node["content"], place_of(node, docname)
    place = Place(docname, f"finding-{content['name']}", "finding", around.title)
    page.findings.append(Finding(content["name"], content, place))
    inside = [content, *(part for part in content["parts"] if not isinstance(part, str))]
    page.uses += [Use(one, place) for each in inside for one in cited(each)]
    if not content["holds"]:
        LOG.warning(FAILS, content["name"], *_failure(content), location=node, type="interviews")


def _failure(content: dict[str, Any]) -> tuple[str, str]:
    """Return the sentence of a finding that fails, and the conditions that are not so."""
    return words_of(content), "; ".join(failure_words(one) for one in failures(content))


def words_of(content: dict[str, Any]) -> str:
    """Return the sentence of a finding's meaning."""
    parts = content["parts"]
    return "".join(part if isinstance(part, str) else part["words"] for part in parts)


def place_of(node: nodes.Node, docname: str) -> Place:
    """Return the nearest figure or section around `node`."""
    parent = node.parent
    while parent is not None:
        if isinstance(parent, nodes.figure) and parent["ids"]:
            return Place(docname, parent["ids"][0], "figure", first(parent, nodes.caption))
        if isinstance(parent, nodes.section):
            return Place(docname, parent["ids"][0], "section", first(parent, nodes.title))
        parent = parent.parent
    return Place(docname, "", "page", "")


def first(node: nodes.Element, kind: type[nodes.Element]) -> str:
    """Return the words of the first `kind` inside `node`, empty where there is none."""
    return next((found.astext() for found in node.findall(kind)), "")


def _pass(self: nodes.NodeVisitor, node: carded) -> None:
    """Leave the words alone where a table of contents repeats a heading."""


def setup(app: Sphinx) -> None:
    """Register the nodes that carry evidence, and the collector."""
    app.add_config_value("interviews_listings", [], "env", [list])
    app.add_node(carded, html=(_pass, _pass))
    for node in (finding_shown, text_page, findings_list):
        app.add_node(node)
    app.add_env_collector(PageCollector)
