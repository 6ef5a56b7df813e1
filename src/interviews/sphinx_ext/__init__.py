"""What the book build loads: `sphinx.extra_extensions: [interviews.sphinx_ext]`.

- `strict`: any warning fails the build, cold and warm
- `execution`: notebooks are executed when what they depend on changed, side by side
- `output`: the site takes the place of the last good one at the end, as a whole
- `project`: the corpus and its coding, read once a build
- `markup`: links in the HTML that cells write
- `mime`: values and findings as nodes, from the JSON that cells return
- `cards`: the one template of a card
- `code`: one switch a page that shows all code
- `pages`: what each page uses and offers, kept in Sphinx's environment
- `evidence`: the role `eval`, and links to sentences, which are quotations
- `outside`: the directive `outside`, facts of the world with their sources
- `texts`: the directive `interview`, a page of the text with what uses each sentence
- `findings`: findings on a page, and the directive `findings`
- `dictionary`: the directive `codebook`
- `resolve`: cards, links to sentences and files for download, when a page is written
- `notebooks`: the notebook of a page, for download
- `offline`: no needless weight, no remote request
"""

from typing import Any

from sphinx.application import Sphinx

from interviews.sphinx_ext import (
    code,
    dictionary,
    evidence,
    execution,
    findings,
    mime,
    notebooks,
    offline,
    output,
    outside,
    pages,
    project,
    resolve,
    strict,
    texts,
)

# `strict` comes first, so that it hears every warning after it.
PARTS = (
    strict,
    output,
    execution,
    project,
    pages,
    mime,
    evidence,
    texts,
    findings,
    dictionary,
    resolve,
    code,
    notebooks,
    outside,
    offline,
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register all parts."""
    for part in PARTS:
        part.setup(app)
    return {
        "version": "1",
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
