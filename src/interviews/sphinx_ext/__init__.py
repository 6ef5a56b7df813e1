"""What the book build loads: `sphinx.extra_extensions: [interviews.sphinx_ext]`."""

from importlib import import_module
from typing import Any

from sphinx.application import Sphinx

PARTS = (
    "strict",  # any warning fails the build, cold and warm; first, so that it hears all after it
    "output",  # the site takes the place of the last good one at the end, as a whole
    "execution",  # notebooks are executed when what they depend on changed, side by side
    "project",  # the corpus and its coding, read once a build
    "pages",  # what each page uses and offers, kept in Sphinx's environment
    "elements",  # any element of HTML as a node; `cards` are made of them
    "mime",  # values and findings as nodes, from the JSON that cells return
    "evidence",  # the role `eval`, and links to sentences, which are quotations
    "texts",  # the directive `interview`, the page of a text; `reading` says what it shows
    "findings",  # findings on a page, and the directive `findings`
    "dictionary",  # the directive `codebook`
    "resolve",  # cards, links to sentences and files, when a page is written; see `markup`
    "code",  # one switch a page that shows all code
    "notebooks",  # the notebook of a page, for download
    "outside",  # the directive `outside`, facts of the world with their sources
    "share",  # how a page is found and shared
    "search",  # the index of the search, in place of Sphinx's
    "offline",  # no needless weight, no remote request
)
"""The modules that change the build, in the order in which they are set up."""


def setup(app: Sphinx) -> dict[str, Any]:
    """Set up all parts."""
    for part in PARTS:
        import_module(f"{__name__}.{part}").setup(app)
    return {
        "version": "1",
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
