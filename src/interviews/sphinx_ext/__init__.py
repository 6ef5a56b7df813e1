"""What the book build loads: `sphinx.extra_extensions: [interviews.sphinx_ext]`.

- `strict`: any warning fails the build, cold and warm
- `cache`: notebooks are executed when an input of theirs changed, and never otherwise
- `kernels`: runs notebooks side by side
- `progress`: how far the execution is
- `inputs`: what outputs and pages depend on
- `aside`: the site is built beside the last good one and takes its place at the end
- `summary`: the last lines of a build
- `project`: the corpus and its coding, read once a build
- `markup`: links in the HTML that cells write
- `mime`: values and findings as nodes, from the JSON that cells return
- `cards`: the one template of a card
- `execution`: what execution recorded of the expressions in prose
- `code`: one switch a page that shows all code
- `pages`: what each page uses and offers, kept in Sphinx's environment
- `evidence`: the role `eval`, and links to sentences, which are quotations
- `outside`: the directive `outside`, facts of the world with their sources
- `texts`: the directive `interview`, a page of the text with what uses each sentence
- `findings`: findings on a page, and the directive `findings`
- `dictionary`: the directive `codebook`
- `resolve`: cards, links to sentences and files for download, when a page is written
- `notebooks`: the notebook of a page, for download
- `manifest`: the list of all published files
- `light`: no needless weight, no remote request, repairs of accessibility
"""

from typing import Any

from sphinx.application import Sphinx

from interviews.sphinx_ext import (
    aside,
    cache,
    code,
    dictionary,
    evidence,
    findings,
    light,
    manifest,
    mime,
    notebooks,
    outside,
    pages,
    progress,
    project,
    resolve,
    strict,
    summary,
    texts,
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register everything; `strict` comes first, so that it hears every warning after it."""
    for module in (
        strict,
        progress,
        summary,
        cache,
        aside,
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
        light,
        manifest,
    ):
        module.setup(app)
    return {
        "version": "1",
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
