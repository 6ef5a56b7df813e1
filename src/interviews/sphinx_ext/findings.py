"""Findings on a page, with evidence and firmness, and the directive `findings` that lists them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from interviews import panels
from interviews.finding import failure_words, failures
from interviews.paths import Paths
from interviews.sphinx_ext import firmness_table, links, pages
from interviews.sphinx_ext.cards import Cards
from interviews.sphinx_ext.elements import element, make


class FindingsDirective(SphinxDirective):
    """```` ```{findings} ````: all, or with `:table:` one row a finding, with how firm it is."""

    option_spec: ClassVar = {"table": directives.flag}

    def run(self) -> list[nodes.Node]:
        """Return a placeholder: the findings are known when every page has been read."""
        node = pages.findings_list(table="table" in self.options, docname=self.env.docname)
        self.set_source_info(node)
        return [node]


def address(app: Sphinx, docname: str, name: str) -> str | None:
    """Return the address of a finding from the page `docname`, none where no page has it."""
    places = {one.name: one.place for one in pages.findings(app.env)}
    return links.place_address(app, docname, places[name]) if name in places else None


def expand(app: Sphinx, doctree: nodes.document, cards: Cards) -> None:
    """Replace each finding, and each placeholder of a list, by what a reader sees."""
    firmness = panels.read(Paths(Path(app.srcdir)))
    for node in list(doctree.findall(pages.finding_shown)):
        content = node["content"]
        panel = firmness.get(content["name"])
        node.replace_self(block(content, cards, panel))
    for node in list(doctree.findall(pages.findings_list)):
        found = pages.findings(app.env)
        if node["table"]:
            rows = [(one, address(app, node["docname"], one.name)) for one in found]
            node.replace_self(firmness_table.table(rows, firmness))
        else:
            chapters = groupby(found, key=lambda one: one.place.docname)
            parts = [part for _, each in chapters for part in _chapter(app, each, node, cards)]
            node.replace_self(parts)


def _chapter(
    app: Sphinx, found: Iterable[pages.Finding], node: nodes.Element, cards: Cards
) -> Iterator[element]:
    """Yield the head of one chapter and its findings, each with its panel and its place."""
    first, *others = found
    chapter = replace(first.place, anchor="")
    link = links.place_address(app, node["docname"], chapter)
    title = app.env.titles[chapter.docname].astext()
    yield make("p", make("a", title, href=link), classes="finding-chapter")
    firmness = panels.read(Paths(Path(app.srcdir)))
    for finding in (first, *others):
        link = links.place_address(app, node["docname"], finding.place)
        place = make("a", "how it was found", classes="finding-place", href=link)
        shown = block(finding.content, cards, firmness.get(finding.name), link)
        yield make("div", shown, place, classes="finding-listed")


def block(
    content: dict[str, Any],
    cards: Cards,
    firmness: dict[str, Any] | None = None,
    place: str = "",
) -> element:
    """Return a finding: its sentence, evidence, how firm it is, and a link to copy.

    One that stands at `place`, and is only listed here, has no id and no cards: its numbers lead to
    their sentence, or to that place.
    """
    if place:
        sentence = make("p", *(_led(part, cards, place) for part in content["parts"]))
    else:
        mark = cards.evidence([nodes.Text("evidence")], {**content, "steps": []}, ["ev-mark"])
        sentence = make("p", *(_part(part, cards) for part in content["parts"]), " ", mark)
    if not content["holds"]:
        sentence = make("div", sentence, *_failures(content))
    name = f"finding-{content['name']}"
    after = [] if place else [_link(name)]
    after += [panel(firmness, cards)] if firmness else []
    given = {} if place else {"id_": name}
    return make(
        "div", sentence, *after,
        classes="finding mathjax_ignore", data_finding=content["name"], **given,
    )  # fmt: skip


def _part(part: str | dict[str, Any], cards: Cards) -> nodes.Node:
    if isinstance(part, str):
        return nodes.Text(part)
    return cards.evidence([nodes.Text(part["words"])], part, ["ev-value"])


def _led(part: str | dict[str, Any], cards: Cards, place: str) -> nodes.Node:
    """Return a part of a sentence without its card, which stands at `place`."""
    if isinstance(part, str) or not (part["sources"] or part["steps"]):
        return nodes.Text(part if isinstance(part, str) else part["words"])
    if len(part["sources"]) == 1 and not part["steps"]:
        return cards.link(part["sources"][0]["sentence"], words=part["words"], classes="ev-value")
    return make("a", words=part["words"], classes="ev-value ev-derived", href=place)


def _failures(content: dict[str, Any]) -> Iterator[element]:
    for one in failures(content):
        yield make("p", f"Not so: {failure_words(one)}.", classes="finding-fails")


def _link(name: str) -> element:
    return make(
        "a", classes="finding-link", href=f"#{name}", words="#",
        title="Link to this finding", aria_label="Link to this finding",
    )  # fmt: skip


def panel(firmness: dict[str, Any], cards: Cards) -> element:
    """Return how firm a finding is, folded to one line: `summary`, and `rows` of name and words.

    Words are a string, or a list of strings and links (`words` and the id of a `sentence`).
    """
    rows = [
        pair
        for name, words in firmness["rows"]
        for pair in (make("dt", words=name), make("dd", *_words(words, cards)))
    ]
    summary = make("summary", words=f"How firm: {firmness['summary']}")
    return make("details", summary, make("dl", *rows), classes="finding-firmness")


def _words(words: str | list[str | dict[str, str]], cards: Cards) -> Iterator[element]:
    for part in [words] if isinstance(words, str) else words:
        if isinstance(part, str):
            yield make("span", words=part)
        else:
            yield cards.link(part["sentence"], words=part["words"])


def _name_places(app: Sphinx, doctree: nodes.document) -> None:
    """Let Markdown link to findings: `[words](economics.md#finding-NAME)`."""
    slugs = app.env.metadata[app.env.docname].setdefault("myst_slugs", {})
    for node in doctree.findall(pages.finding_shown):
        name = f"finding-{node['content']['name']}"
        slugs[name] = (node.line, name, name)


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("findings", FindingsDirective)
    app.connect("doctree-read", _name_places)
