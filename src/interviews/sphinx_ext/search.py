"""The index of the search: a script, because a page on the disk may read no file of data.

`book/_static/search.js` loads it on first use and finds sentences, findings, people and sections.
"""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx

from interviews.corpus import Sentence, short_date
from interviews.sphinx_ext import links, outside, pages, project, texts

FILE = "_static/search-index.js"
NO_PROSE = (
    nodes.section,
    nodes.title,
    nodes.raw,
    nodes.literal_block,
    nodes.comment,
    outside.outside_list,
)


class Entry(NamedTuple):
    """What can be found: words, and above them who says them or what they are."""

    about: str
    docname: str
    anchor: str
    words: str
    heading: str = ""


def index(app: Sphinx) -> dict[str, list[Any]]:
    """Return all that can be found, by what it is, in the order of the book.

    What stands together is packed into `[about, page, [[anchor, words, heading], ...]]`.
    """
    found = {
        "sentences": _sentences(app),
        "findings": _findings(app),
        "people": _people(app),
        "pages": _sections(app),
    }
    return {kind: list(_packed(app, entries)) for kind, entries in found.items()}


def _packed(app: Sphinx, entries: Iterable[Entry]) -> Iterator[list[Any]]:
    for (about, docname), group in groupby(entries, key=attrgetter("about", "docname")):
        page = app.builder.get_target_uri(docname)
        yield [about, page, [one[2:] if one.heading else one[2:-1] for one in group]]


def _shown(app: Sphinx) -> Iterator[tuple[Sentence, str]]:
    """Yield every sentence that has a page, with its page."""
    shown = pages.text_pages(app.env)
    for sentence in project.of(app).corpus.sentences():
        if sentence.document in shown:
            yield sentence, shown[sentence.document]


def _sentences(app: Sphinx) -> Iterator[Entry]:
    """Yield the sentences whose words the site may show."""
    known = project.of(app)
    published = {key for document in known.corpus for key in texts.published(app, document)}
    for sentence, page in _shown(app):
        if sentence.id in published:
            said = f"{known.speaker(sentence)}, {short_date(known.document(sentence).facts)}"
            yield Entry(said, page, links.anchor(sentence.id), sentence.text)


def _findings(app: Sphinx) -> Iterator[Entry]:
    for one in pages.findings(app.env):
        words = pages.words_of(one.content)
        title = app.env.titles[one.place.docname].astext()
        yield Entry(title, one.place.docname, one.place.anchor, words)


def _people(app: Sphinx) -> Iterator[Entry]:
    """Yield who speaks in a text, with the first sentence there."""
    known, seen = project.of(app), set()
    for sentence, page in _shown(app):
        voice, facts = known.voice(sentence), known.document(sentence).facts
        row = known.speakers[voice]
        if row["kind"] != "outlet" and (voice, page) not in seen:
            seen.add((voice, page))
            role = f"{row['role']}; {facts['outlet']}, {short_date(facts)}"
            yield Entry(row["name"], page, links.anchor(sentence.id), role)


def _sections(app: Sphinx) -> Iterator[Entry]:
    """Yield every section with its prose, and every fact from outside the texts.

    Of texts, whose sentences are found, and of pages in `interviews_search_headings` only headings
    are taken: what they say stands elsewhere too.
    """
    listing = {*pages.text_pages(app.env).values(), *app.config.interviews_search_headings}
    for docname in pages.reading_order(app.env):
        title, doctree = app.env.titles[docname].astext(), app.env.get_doctree(docname)
        for section in doctree.findall(nodes.section):
            words = "" if docname in listing else " ".join("".join(_prose(section)).split())
            heading = pages.first(section, nodes.title)
            heading = "" if heading == title else heading
            yield Entry(title, docname, section["ids"][0], words, heading)
        for fact in outside.facts(doctree):
            yield Entry(title, docname, fact["ids"][0], fact.children[0].astext().strip())


def _prose(node: nodes.Element) -> Iterator[str]:
    """Yield the words of a section, without sections within it, code and markup."""
    for child in node.children:
        if isinstance(child, nodes.Text):
            yield child
        elif isinstance(child, nodes.Element) and not _is_no_prose(child):
            yield from _prose(child)
            # Words of two blocks do not join.
            yield "" if isinstance(child, nodes.Inline) else " "


def _is_no_prose(node: nodes.Element) -> bool:
    """Tell whether a reader sees other words than those of `node`, or finds them elsewhere."""
    unnamed = isinstance(node, pending_xref) and not node.get("refexplicit")
    return unnamed or isinstance(node, NO_PROSE)


def _replace(app: Sphinx) -> None:
    """Keep Sphinx from making its own index, which knows pages and no sentence."""
    vars(app.builder)["search"] = False


def _write(app: Sphinx, error: Exception | None) -> None:
    if error is None and app.builder.name == "html":
        data = json.dumps(index(app), ensure_ascii=False, separators=(",", ":"))
        Path(app.outdir, FILE).write_text(f"searchIndex = {data};\n", encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Register the option, and write the index when all pages are known."""
    app.add_config_value("interviews_search_headings", [], "", [list])
    app.connect("builder-inited", _replace)
    app.connect("build-finished", _write)
