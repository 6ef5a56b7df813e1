"""No needless weight and no remote request in the site that is published."""

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

LOG = logging.getLogger(__name__)
NO_MATHEMATICS = "math: the site works offline, without MathJax: write the formula in words."
# Icons are drawn from the web font; the script (1.5 MB) serves custom icons only.
NEEDLESS = (
    "_static/scripts/*.map",
    "_static/styles/*.map",
    "_static/scripts/fontawesome.js*",
    "_static/*webpack-macros.html",  # templates of the theme, not pages
    "_static/searchtools.js",  # of Sphinx's search, which `search` replaces
    "_static/language_data.js",
)


def _refuse_mathematics(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Fail the build where a formula would fetch MathJax from another host."""
    for node in doctree.findall(lambda node: isinstance(node, nodes.math | nodes.math_block)):
        # A formula in a line of text does not know its own place; its paragraph does.
        place = node.parent if isinstance(node, nodes.math) else node
        LOG.warning(NO_MATHEMATICS, location=place, type="interviews")


def _drop(app: Sphinx, error: Exception | None) -> None:
    if app.builder.format == "html":
        for pattern in NEEDLESS:
            for file in Path(app.outdir).glob(pattern):
                file.unlink()


def setup(app: Sphinx) -> None:
    """Watch pages, and tidy up when all are written."""
    app.connect("doctree-resolved", _refuse_mathematics)
    app.connect("build-finished", _drop)
