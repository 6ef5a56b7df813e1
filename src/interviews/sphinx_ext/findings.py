"""The directive `findings`: the findings of all chapters, or of one, each linking to its place."""

import html
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
    """```` ```{findings} ```` with the option `:chapter: economics` (the file's name)."""

    option_spec: ClassVar = {"chapter": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """Return a placeholder: the findings are known when every page has been read."""
        node = pages.findings_list(
            chapter=self.options.get("chapter", ""), docname=self.env.docname
        )
        self.set_source_info(node)
        return [node]


def chosen(found: list[pages.Finding], chapter: str) -> list[pages.Finding]:
    """Return the findings of `chapter`, or all where it is empty."""
    return [one for one in found if chapter in ("", PurePosixPath(one.place.docname).name)]


def listed_html(finding: pages.Finding, address: str, chapter: str) -> str:
    """Return a finding with the link to its place."""
    where = f'<a href="{html.escape(address)}">{html.escape(chapter)}</a>'
    return (
        f'<div class="finding-listed">{finding.html}'
        f'<p class="finding-place">Shown and tested in {where}</p></div>'
    )


def expand(app: Sphinx, doctree: nodes.document) -> None:
    """Replace each placeholder by its findings; one without any fails the build."""
    for node in list(doctree.findall(pages.findings_list)):
        found = chosen(pages.findings(app.env), node["chapter"])
        if not found:
            where = f'the chapter "{node["chapter"]}"' if node["chapter"] else "any chapter"
            LOG.warning(
                "findings: no finding in %s: let a cell return one, or remove the directive.",
                where,
                location=node,
                type="interviews",
            )
        node.replace_self([_listed(app, one, node) for one in found])


def _listed(app: Sphinx, finding: pages.Finding, node: nodes.Element) -> nodes.raw:
    address = links.place_address(app, node["docname"], finding.place)
    chapter = app.env.titles[finding.place.docname].astext()
    raw = nodes.raw("", listed_html(finding, address, chapter), format="html")
    raw.source, raw.line = node.source, node.line
    return raw


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("findings", FindingsDirective)
