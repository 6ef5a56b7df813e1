"""What is done to a page when it is written: links, numbers of cards, files for download."""

from functools import partial
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.osutil import relative_uri

from interviews.sphinx_ext import evidence, findings, links, markup, pages, project, texts
from interviews.sphinx_ext.project import UnknownSentenceError

LOG = logging.getLogger(__name__)
FOLDER = "_downloads/figures"


def write_page(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Expand what refers to other pages, then make ready all HTML that cells wrote."""
    findings.expand(app, doctree)
    evidence.expand(app, doctree)
    texts.expand(app, doctree, docname)
    last = 0
    for node in doctree.findall(nodes.raw):
        if "html" in node.get("format", "").split():
            last = _write_html(app, node, _page_around(node, docname), last)


def _page_around(node: nodes.Node, docname: str) -> str:
    """Return the page that `node` was read from, also where all are written as one."""
    while node is not None and not isinstance(node, addnodes.start_of_file):
        node = node.parent
    return docname if node is None else node["docname"]


def _write_html(app: Sphinx, node: nodes.raw, docname: str, last: int) -> int:
    """Make one piece of HTML ready and return the number of the last card."""

    def address(sentence: str) -> str:
        try:
            project.of(app).sentence(sentence)
            return links.sentence_address(app, docname, sentence)
        except (UnknownSentenceError, links.NoPageError) as error:
            LOG.warning("%s", error, location=node, type="interviews", subtype="sentence")
            return "#"

    def finding_address(name: str) -> str:
        found = findings.address(app, docname, name)
        if found is None:
            LOG.warning("finding:%s: no page has it.", name, location=node, type="interviews")
        return found or "#"

    text = markup.link_sentences(node.astext(), address)
    text = markup.link_findings(text, finding_address)
    line = partial(findings.holds_html, app, docname)
    text = markup.end_divisions(text, pages.FINDING, line) if pages.FINDING in text else text
    text, last = markup.number_cards(text, last)
    text = markup.make_tappable(markup.name_corners(text))
    # A finding that is shown again elsewhere keeps its name for its own place.
    if '<div class="finding-listed"' not in text:
        text = markup.name_divisions(text, pages.FINDING, "finding-")
    node[:] = [nodes.Text(_move_downloads(app, docname, text))]
    return last


def _move_downloads(app: Sphinx, docname: str, text: str) -> str:
    """Write the files that links of `text` hold, and let the links lead to them."""
    if "fig-download" not in text:
        return text
    page = app.builder.get_target_uri(docname)
    for file in markup.downloads(text):
        path = Path(app.outdir) / FOLDER / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
    return markup.move_downloads(text, lambda name: relative_uri(page, f"{FOLDER}/{name}"))


def setup(app: Sphinx) -> None:
    """Work on every page as it is written."""
    app.connect("doctree-resolved", write_page)
