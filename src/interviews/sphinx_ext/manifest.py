"""The list of all published files with their SHA-256, and the page that shows it."""

import html
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from interviews import manifest
from interviews.hostile import visible
from interviews.sphinx_ext import cache

PAGE = "manifest"
AFTER_FILES = 900  # when everything else is written
FOOTER = "theme_extra_footer"
INTRODUCTION = """<section id="manifest"><h1>What this site is made from</h1>
<p>The site follows from the files below and from nothing else: no date, no name of a machine.
The digest of all of them is <code>{digest}</code>.
In a checkout, <code>python -m interviews verify FOLDER</code> compares a copy of this site, file by
file, with its list, <a href="{name}">{name}</a>, and the list with the checkout.</p>"""


def table(title: str, files: dict[str, str]) -> str:
    """Return files with their digests as HTML."""
    rows = "".join(
        f"<tr><td>{html.escape(visible(name))}</td><td><code>{files[name]}</code></td></tr>"
        for name in sorted(files)
    )
    head = "<thead><tr><th>file</th><th>SHA-256</th></tr></thead>"
    text = f'<table class="table">{head}<tbody>{rows}</tbody></table>'
    return f'<h2>{title}</h2><div class="table-scroll" tabindex="0">{text}</div>'


def body(inputs: dict[str, str], site: dict[str, str]) -> str:
    """Return the page that shows both lists."""
    head = INTRODUCTION.format(digest=manifest.total(inputs), name=manifest.NAME)
    both = table("Made from", inputs) + table("Published", site)
    return f"{head}{both}</section>"


def _link(
    app: Sphinx,
    pagename: str,
    template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    address = html.escape(context["pathto"](PAGE))
    context[FOOTER] = f'<p><a href="{address}">What this site is made from</a></p>'


def _write(app: Sphinx, error: Exception | None) -> None:
    # Where no page was written, the site and its list are those of the last build.
    if error or app.builder.name != "html" or not hasattr(app.builder, "globalcontext"):
        return
    inputs, folder = cache.state(app).project, Path(app.outdir)
    (folder / f"{PAGE}.html").unlink(missing_ok=True)
    context = {"title": "What this site is made from", "body": body(inputs, manifest.site(folder))}
    app.builder.handle_page(PAGE, context, "page.html")
    manifest.write(folder, inputs)


def setup(app: Sphinx) -> None:
    """Link to the list from every page, and write it when all else is written."""
    app.connect("html-page-context", _link)
    app.connect("build-finished", _write, priority=AFTER_FILES)
