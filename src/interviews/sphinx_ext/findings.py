"""The directive `findings`: the findings of all chapters, or of one, each linking to its place."""

import html
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import PurePosixPath
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from interviews.sphinx_ext import links, pages

LOG = logging.getLogger(__name__)


class FindingsDirective(SphinxDirective):
    """```` ```{findings} ````, with the options `:chapter: economics` and `:most: 2`.

    `chapter` is the name of a file; `most` keeps the first so many of each chapter, which puts
    its weightiest first.
    """

    option_spec: ClassVar = {
        "chapter": directives.unchanged_required,
        "most": directives.positive_int,
    }

    def run(self) -> list[nodes.Node]:
        """Return a placeholder: the findings are known when every page has been read."""
        node = pages.findings_list(
            chapter=self.options.get("chapter", ""),
            most=self.options.get("most"),
            docname=self.env.docname,
        )
        self.set_source_info(node)
        return [node]


def chosen(
    found: list[pages.Finding], chapter: str, most: int | None = None
) -> list[list[pages.Finding]]:
    """Return the findings of `chapter`, or of all where it is empty, a list for each chapter."""
    wanted = [one for one in found if chapter in ("", PurePosixPath(one.place.docname).name)]
    groups = groupby(wanted, key=lambda one: one.place.docname)
    return [list(group)[:most] for _, group in groups]


def listed_html(finding: pages.Finding, address: str) -> str:
    """Return a finding with the link to its place."""
    link = f'<a class="finding-place" href="{html.escape(address)}">how it was found</a>'
    return f'<div class="finding-listed">{finding.html}{link}</div>'


def head_html(address: str, chapter: str) -> str:
    """Return the line that names the chapter of the findings after it."""
    link = f'<a href="{html.escape(address)}">{html.escape(chapter)}</a>'
    return f'<p class="finding-chapter">{link}</p>'


def address(app: Sphinx, docname: str, name: str) -> str | None:
    """Return the address of a finding from the page `docname`, none where no page has it."""
    places = {one.name: one.place for one in pages.findings(app.env)}
    return links.place_address(app, docname, places[name]) if name in places else None


def holds_html(app: Sphinx, docname: str, name: str) -> str:
    """Return the line that says how robust a finding is; empty where no page of the book asks."""
    found = pages.holds(app.env).get(name)
    if found is None:
        return ""
    line, place = found
    link = html.escape(links.place_address(app, docname, place))
    return f'<p class="finding-holds"><a href="{link}">{html.escape(line)}</a></p>'


def expand(app: Sphinx, doctree: nodes.document) -> None:
    """Replace each placeholder by its findings; one without any fails the build."""
    for node in list(doctree.findall(pages.findings_list)):
        found = chosen(pages.findings(app.env), node["chapter"], node["most"])
        if not found:
            where = f'the chapter "{node["chapter"]}"' if node["chapter"] else "any chapter"
            LOG.warning(
                "findings: no finding in %s: let a cell return one, or remove the directive.",
                where,
                location=node,
                type="interviews",
            )
        node.replace_self([raw for group in found for raw in _group(app, group, node)])


def _group(app: Sphinx, group: list[pages.Finding], node: nodes.Element) -> Iterator[nodes.raw]:
    """Yield the head of one chapter and its findings."""
    docname = group[0].place.docname
    chapter = replace(group[0].place, anchor="")
    if not node["chapter"]:
        address = links.place_address(app, node["docname"], chapter)
        yield _raw(head_html(address, app.env.titles[docname].astext()), node)
    for finding in group:
        address = links.place_address(app, node["docname"], finding.place)
        yield _raw(listed_html(finding, address), node)


def _raw(text: str, node: nodes.Element) -> nodes.raw:
    raw = nodes.raw("", text, format="html")
    raw.source, raw.line = node.source, node.line
    return raw


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("findings", FindingsDirective)
