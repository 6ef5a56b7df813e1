"""What each page uses and offers, kept in Sphinx's environment between builds."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docutils import nodes
from myst_nb.ext.glue.utils import PendingGlueReference
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors import EnvironmentCollector
from sphinx.util import logging

from interviews.sphinx_ext import markup

LOG = logging.getLogger(__name__)
TWO_PAGES = "interview: %s is shown by %s as well: keep one of the two pages."
TWO_FILES = 'fig-download: "%s" is another file on %s: give each figure its own name.'
AFTER_NUMBERS = 900  # figures and sections get their numbers in handlers of the same event
FINDING = "data-finding"
HOLDS = "data-holds"


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
class Borrowed:
    """A value of another page, shown at `place`; its links are known when that page is read."""

    docname: str
    key: str
    place: Place


@dataclass(frozen=True)
class Finding:
    """The HTML of a finding and where it stands."""

    name: str
    html: str
    place: Place


@dataclass
class Page:
    """What one page uses and offers.

    `text` is the document whose sentences it shows; `files` maps names of downloads to digests,
    `holds` names of findings to a line that says how robust they are.
    """

    uses: list[Use] = field(default_factory=list)
    borrowed: list[Borrowed] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    holds: dict[str, str] = field(default_factory=dict)
    text: str = ""
    lists_findings: bool = False

    @property
    def looks_elsewhere(self) -> bool:
        """Tell whether the page shows something of other pages."""
        return bool(
            self.text or self.lists_findings or self.findings or self.holds or self.borrowed
        )


class mention(nodes.Inline, nodes.Element):  # noqa: N801  docutils names nodes so
    """A link to a sentence in prose, made into HTML when the page is written."""


class text_page(nodes.General, nodes.Element):  # noqa: N801
    """A text with all its sentences; `key` names the document."""


class findings_list(nodes.General, nodes.Element):  # noqa: N801
    """All findings, or those of one page."""


def of(env: BuildEnvironment) -> dict[str, Page]:
    """Return what is known of every page, by its name."""
    if not hasattr(env, "interviews_pages"):
        env.interviews_pages = {}
    return env.interviews_pages


def text_pages(env: BuildEnvironment) -> dict[str, str]:
    """Return the page of each document, by its key."""
    return {page.text: docname for docname, page in sorted(of(env).items()) if page.text}


def uses(env: BuildEnvironment) -> dict[str, list[Place]]:
    """Return the places that use each sentence, in the order of the book."""
    found: dict[str, dict[Place, None]] = defaultdict(dict)
    for docname in reading_order(env):
        page = of(env).get(docname, Page())
        for use in [*page.uses, *(use for value in page.borrowed for use in _lent(env, value))]:
            found[use.sentence][use.place] = None
    return {sentence: list(places) for sentence, places in found.items()}


def findings(env: BuildEnvironment) -> list[Finding]:
    """Return all findings, in the order of the book."""
    known = of(env)
    return [one for name in reading_order(env) if name in known for one in known[name].findings]


def holds(env: BuildEnvironment) -> dict[str, tuple[str, Place]]:
    """Return how robust each finding is, in words, with the place that shows it."""
    return {
        name: (line, Place(docname, f"holds-{name}", "section", ""))
        for docname, page in sorted(of(env).items())
        for name, line in page.holds.items()
    }


def reading_order(env: BuildEnvironment) -> list[str]:
    """Return the names of all pages as the table of contents has them, then the others."""

    def walk(docname: str) -> Iterator[str]:
        yield docname
        for child in env.toctree_includes.get(docname, []):
            yield from walk(child)

    return list(dict.fromkeys([*walk(env.config.root_doc), *sorted(env.found_docs)]))


def _lent(env: BuildEnvironment, value: Borrowed) -> Iterator[Use]:
    for sentence, _ in markup.sentences(lent_html(env, value)):
        yield Use(sentence, value.place)


def lent_html(env: BuildEnvironment, value: Borrowed) -> str:
    """Return the HTML of a value of another page, empty if there is none."""
    file = Path(env.mystnb_config.output_folder) / f"{value.docname}.glue.json"
    if not file.is_file():
        return ""
    output = json.loads(file.read_text(encoding="utf-8")).get(value.key, {"data": {}})
    return output["data"].get("text/html", "")


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
        if docname in app.config.interviews_listings:
            page.uses = []
        if page != Page():
            of(app.env)[docname] = page


def read_page(doctree: nodes.document, docname: str) -> Page:
    """Return what the page `docname` uses and offers."""
    page = Page()
    for node in doctree.findall(nodes.raw):
        _read_html(page, node, docname)
    for node in doctree.findall(mention):
        page.uses.append(Use(node["sentence"], place_of(node, docname)))
    for node in doctree.findall(PendingGlueReference):
        page.borrowed.append(Borrowed(node.refdoc, node.key, place_of(node, docname)))
    for node in doctree.findall(text_page):
        page.text = node["key"]
    page.lists_findings = any(True for _ in doctree.findall(findings_list))
    page.uses = list(dict.fromkeys(page.uses))
    return page


def _read_html(page: Page, node: nodes.raw, docname: str) -> None:
    text = node.astext()
    here = place_of(node, docname)
    found = markup.divisions(text, FINDING) if FINDING in text else []
    places = {part: _finding_place(part, here) for part in found}
    page.findings += [
        Finding(part.name, text[part.start : part.end], place) for part, place in places.items()
    ]
    page.holds |= markup.mapping(text, HOLDS)
    for sentence, at in markup.sentences(text):
        around = (place for part, place in places.items() if part.start <= at < part.end)
        page.uses.append(Use(sentence, next(around, here)))
    for file in _downloads(node):
        _add_file(page, file, node)


def _downloads(node: nodes.raw) -> list[markup.Download]:
    try:
        return markup.downloads(node.astext())
    except ValueError as error:
        LOG.warning("fig-download: %s", error, location=node, type="interviews")
        return []


def _add_file(page: Page, file: markup.Download, node: nodes.raw) -> None:
    digest = hashlib.sha256(file.content).hexdigest()
    if page.files.setdefault(file.name, digest) != digest:
        LOG.warning(TWO_FILES, file.name, "this page", location=node, type="interviews")


def _finding_place(part: markup.Division, around: Place) -> Place:
    return Place(around.docname, f"finding-{part.name}", "finding", around.title)


def place_of(node: nodes.Node, docname: str) -> Place:
    """Return the nearest figure or section around `node`."""
    parent = node.parent
    while parent is not None:
        if isinstance(parent, nodes.figure) and parent["ids"]:
            return Place(docname, parent["ids"][0], "figure", _first(parent, nodes.caption))
        if isinstance(parent, nodes.section):
            return Place(docname, parent["ids"][0], "section", _first(parent, nodes.title))
        parent = parent.parent
    return Place(docname, "", "page", "")


def _first(node: nodes.Element, kind: type[nodes.Element]) -> str:
    return next((found.astext() for found in node.findall(kind)), "")


def _outdated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages to write again because of what other pages now say."""
    now = _state(env)
    before, env.interviews_state = getattr(env, "interviews_state", None), now
    if before == now:
        return []
    if before and before["texts"] != now["texts"]:
        return sorted(env.found_docs)
    return [docname for docname, page in of(env).items() if page.looks_elsewhere]


def _state(env: BuildEnvironment) -> dict[str, Any]:
    """Return everything that pages show of other pages."""
    titles = {name: title.astext() for name, title in env.titles.items()}
    return {
        "texts": text_pages(env),
        "uses": uses(env),
        "findings": findings(env),
        "holds": holds(env),
        "titles": titles,
        "numbers": env.toc_fignumbers,
        "lent": [lent_html(env, value) for page in of(env).values() for value in page.borrowed],
    }


def _check(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of what two pages may not both offer."""
    texts: dict[str, str] = {}
    files: dict[str, tuple[str, str]] = {}
    for docname, page in sorted(of(env).items()):
        if page.text and texts.setdefault(page.text, docname) != docname:
            other = texts[page.text]
            LOG.warning(TWO_PAGES, page.text, other, location=docname, type="interviews")
        for name, digest in page.files.items():
            other, known = files.setdefault(name, (docname, digest))
            if known != digest:
                LOG.warning(TWO_FILES, name, other, location=docname, type="interviews")


def setup(app: Sphinx) -> None:
    """Register the nodes that carry evidence, and the collector."""
    app.add_config_value("interviews_listings", [], "env", [list])
    for node in (mention, text_page, findings_list):
        app.add_node(node)
    app.add_env_collector(PageCollector)
    app.connect("env-check-consistency", _check)
    app.connect("env-get-updated", _outdated, priority=AFTER_NUMBERS)
