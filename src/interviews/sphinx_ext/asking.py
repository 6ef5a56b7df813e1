"""A page that asks whether findings hold is run again when the code of a chapter changes.

The cache of MyST-NB knows only the code of the page itself. A page that imports
`interviews.robustness` therefore gets a last cell, shown nowhere, that names a digest of the code
of all chapters; and when that digest changes, the page is read again.
"""

import re
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from interviews import chapters
from interviews.paths import Paths

ASKS = re.compile(r"^from interviews import .*\brobustness\b", re.MULTILINE)
CELL = "\n\n```{{code-cell}} python\n:tags: [remove-cell]\n# The code of all chapters: {}\n```\n"
NAME = "interviews_chapters"


def _add_digest(app: Sphinx, docname: str, source: list[str]) -> None:
    """Add the cell to a page that asks, and remember what it says."""
    if ASKS.search(source[0]):
        digest = chapters.digest(Paths(Path(app.srcdir)))
        source[0] += CELL.format(digest)
        app.env.metadata[docname][NAME] = digest


def _outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Return the pages that asked about chapters whose code was another."""
    known = {name: facts[NAME] for name, facts in env.metadata.items() if NAME in facts}
    now = chapters.digest(Paths(Path(app.srcdir))) if known else ""
    return [name for name, digest in known.items() if digest != now and name not in removed]


def setup(app: Sphinx) -> None:
    """Work on the source of each page, and on the list of pages to read."""
    app.connect("source-read", _add_digest)
    app.connect("env-get-outdated", _outdated)
