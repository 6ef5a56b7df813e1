"""What is done to a page when it is written: cards, links, files for download."""

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.osutil import relative_uri

from interviews.sphinx_ext import findings, links, markup, pages, project, texts
from interviews.sphinx_ext.cards import Address, Cards
from interviews.sphinx_ext.project import UnknownSentenceError

LOG = logging.getLogger(__name__)
FOLDER = "_downloads/figures"


def write_page(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Expand what refers to other pages, then make ready all HTML that cells wrote."""
    cards = Cards(_address(app, doctree, docname))
    findings.expand(app, doctree, cards)
    for node in list(doctree.findall(pages.carded)):
        # Not with replace_self, which gives the classes of the one to the other.
        made = cards.evidence(node.children, node["content"], node["classes"])
        node.parent.replace(node, made)
    texts.expand(app, doctree, docname)
    for node in doctree.findall(nodes.raw):
        if "html" in node.get("format", "").split():
            text = markup.link_sentences(node.astext(), _address(app, node, docname))
            node[:] = [nodes.Text(_move_downloads(app, docname, markup.name_corners(text)))]


def _address(app: Sphinx, place: nodes.Node, docname: str) -> Address:
    """Return how to find a sentence from a page; one that is not there fails the build."""

    def address(sentence: str) -> str:
        try:
            project.of(app).sentence(sentence)
            return links.sentence_address(app, docname, sentence)
        except UnknownSentenceError as error:
            LOG.warning("%s", error, location=place, type="interviews", subtype="sentence")
            return "#"

    return address


def _move_downloads(app: Sphinx, docname: str, text: str) -> str:
    """Write the files that links of `text` hold, and let the links lead to them."""
    folder = Path(app.outdir, FOLDER)
    for file in markup.downloads(text):
        folder.mkdir(parents=True, exist_ok=True)
        Path(folder, file.name).write_bytes(file.content)
    page = app.builder.get_target_uri(docname)
    return markup.move_downloads(text, lambda name: relative_uri(page, f"{FOLDER}/{name}"))


def setup(app: Sphinx) -> None:
    """Work on every page as it is written."""
    app.connect("doctree-resolved", write_page)
