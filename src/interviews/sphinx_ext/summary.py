"""The last lines of a good build: what was executed, how long it took, where to look."""

import time
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util import logging

from interviews.sphinx_ext import aside, cache
from interviews.sphinx_ext.strict import LAST

LOG = logging.getLogger(__name__)


def lines(run: cache.Run, pages: int, seconds: float, start: Path) -> list[str]:
    """Return the summary of a build that read `pages` pages and took `seconds`.

    >>> lines(cache.Run({"a": 2.0, "b": 3.04}, 4, 3.5), 2, 6.0, Path("/x/index.html"))[0]
    'Executed 2 notebooks in 3.5 s, one after another 5.0 s: b 3.0 s, a 2.0 s'
    """
    slowest = sorted(run.executed.items(), key=lambda item: -item[1])
    each = ", ".join(f"{page} {took:.1f} s" for page, took in slowest)
    one_by_one = sum(run.executed.values())
    executed = (
        f"Executed {_counted(len(slowest), 'notebook')} in {run.seconds:.1f} s, "
        f"one after another {one_by_one:.1f} s: {each}"
    )
    return [
        executed if slowest else "Executed no notebook",
        f"Reused the outputs of {_counted(run.reused, 'notebook')}; "
        f"read {_counted(pages, 'page')}; no warnings; {seconds:.1f} s in all",
        f"Open {start}",
    ]


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _say(app: Sphinx, error: Exception | None) -> None:
    if error:
        return
    seconds = time.monotonic() - app.interviews_begun
    start = aside.final(app) / "index.html"
    for line in lines(cache.of(app), app.interviews_read, seconds, start):
        LOG.info(line)


def _count(app: Sphinx, docname: str, source: list[str]) -> None:
    app.interviews_read += 1


def setup(app: Sphinx) -> None:
    """Look at the clock now, and speak last."""
    app.interviews_begun, app.interviews_read = time.monotonic(), 0
    app.connect("source-read", _count)
    app.connect("build-finished", _say, priority=LAST + 3)
