"""No needless weight and no remote request in the site that is published.

Of the style sheets that the theme and the extensions bring, pages use a tenth. That tenth is
`book/_static/stock.css`, written by `make css`; the sheets themselves, and all else that no page
asks for, are set aside in `_build/stock`, from which `make css` and the tests take them.
"""

import re
import shutil
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging

LOG = logging.getLogger(__name__)
NO_MATHEMATICS = "math: the site works offline, without MathJax: write the formula in words."
AFTER_ALL = 900  # the theme and the extensions add what they load at 500
AS_IT_IS = re.compile(r"(<pre\b.*?</pre>|<script\b.*?</script>)", re.S)
FRAME_STYLE = re.compile(r"<style scoped>.*?</style>", re.S)  # of pandas; the theme has its own
PLAIN_CODE = re.compile(r'<span class="(?:n|nn|p|w)">([^<]*)</span>')  # in the colour of all code
STOCK_SHEETS = (
    "_static/basic.css",
    "_static/styles/pydata-sphinx-theme.css",
    "_static/pygments.css",
    "_static/styles/sphinx-book-theme.css",
    "_static/mystnb.*.css",
    "_static/sphinx-design.min.css",
)
"""What `stock.css` stands for, in the order in which the theme links it."""
JOINED = "site.css"
CSS_NOISE = re.compile(r"/\*[^!].*?\*/|\s+", re.S)
NEEDLESS = (
    *STOCK_SHEETS,
    "_static/stock.css",  # these are joined
    "_static/report.css",
    "_static/figures.css",
    "_static/styles/theme.css",  # links the first of them
    "_static/scripts/bootstrap.js*",
    "_static/scripts/fontawesome.js*",
    "_static/scripts/*.map",
    "_static/styles/*.map",
    "_static/design-tabs.js",
    "_static/images",  # logos of services that the site does not name
    "_static/locales",
    "_static/vendor",  # fonts of icons; `stock.css` has the few that are used
    "_static/*webpack-macros.html",  # templates of the theme, not pages
    "_static/doctools.js",  # keys and marks of Sphinx's search
    "_static/sphinx_highlight.js",
    "_static/searchtools.js",  # of Sphinx's search, which `search` replaces
    "_static/language_data.js",
)


def _join(app: Sphinx, config: Config) -> None:
    """Make the sheets that every page loads one, without comments.

    A browser shows nothing before it has them all, and asks for each by itself.
    """
    sheets = [name for name in config.html_css_files if isinstance(name, str)]
    if not sheets:
        return
    given = Path(app.srcdir, config.html_static_path[0])
    text = "".join(Path(given, name).read_text(encoding="utf-8") for name in sheets)
    made = Path(app.doctreedir).with_name("sheets")
    made.mkdir(parents=True, exist_ok=True)
    Path(made, JOINED).write_text(CSS_NOISE.sub(" ", text), encoding="utf-8")
    others = [one for one in config.html_css_files if one not in sheets]
    config.html_css_files = [JOINED, *others]
    config.html_static_path = [*config.html_static_path, str(made)]


def _refuse_mathematics(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Fail the build where a formula would fetch MathJax from another host."""
    for node in doctree.findall(lambda node: isinstance(node, nodes.math | nodes.math_block)):
        # A formula in a line of text does not know its own place; its paragraph does.
        place = node.parent if isinstance(node, nodes.math) else node
        LOG.warning(NO_MATHEMATICS, location=place, type="interviews")


def _lighten(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Link no needless file, and let scripts wait until the page is there.

    Scripts of one line, which set options of what is not used here, could not wait: they go.
    """
    context["css_files"] = [one for one in context["css_files"] if not _needless(one)]
    context["script_files"] = [
        type(one)(one.filename, priority=one.priority, **(one.attributes | {"defer": "defer"}))
        for one in context["script_files"]
        if one.filename and not _needless(one)
    ]


def _needless(asset: Any) -> bool:
    return any(fnmatch(str(asset.filename), pattern) for pattern in NEEDLESS)


def thinned(page: str) -> str:
    r"""Return a page without what no reader sees: blank lines, indentation, names of plain code.

    >>> thinned('<p>\n\n  a</p>\n<pre>\n  <span class="n">b</span></pre>')
    '<p>\na</p>\n<pre>\n  b</pre>'
    """
    parts = AS_IT_IS.split(page)
    parts[::2] = [re.sub(r"\s*\n\s*", "\n", part) for part in parts[::2]]
    parts[::2] = [FRAME_STYLE.sub("", part) for part in parts[::2]]
    parts[1::2] = [PLAIN_CODE.sub(r"\1", part) for part in parts[1::2]]
    # Docutils gives an entry of a bibliography a role that is no longer one, in a list of items.
    return "".join(parts).replace('role="doc-biblioentry"', 'role="listitem"')


def _finish(app: Sphinx, error: Exception | None) -> None:
    """Thin the pages out and set aside what they do not load."""
    if app.builder.format != "html":
        return
    for page in Path(app.outdir).rglob("*.html"):
        page.write_text(thinned(page.read_text(encoding="utf-8")), encoding="utf-8")
    aside = Path(app.doctreedir).with_name("stock")
    shutil.rmtree(aside, ignore_errors=True)
    for pattern in NEEDLESS:
        for file in Path(app.outdir).glob(pattern):
            target = aside / file.relative_to(app.outdir)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(file, target)


def setup(app: Sphinx) -> None:
    """Watch pages, and tidy up when all are written."""
    app.connect("config-inited", _join)
    app.connect("doctree-resolved", _refuse_mathematics)
    app.connect("html-page-context", _lighten, priority=AFTER_ALL)
    app.connect("build-finished", _finish, priority=AFTER_ALL)
