"""Any warning fails the build, now and at the next try, with all problems in one message.

Sphinx counts warnings and goes on, and a page that was read with a warning is not read again by the
next build, which then succeeds. Here Sphinx reads all pages again until one build is clean.
"""

import logging
import re
import sys
from pathlib import Path
from typing import NoReturn

from sphinx.application import ENV_PICKLE_FILENAME, Sphinx
from sphinx.config import Config
from sphinx.errors import SphinxError
from sphinx.util.logging import NAMESPACE, WarningStreamHandler

LAST = 999  # after every other handler of an event
NOISE = re.compile(r"\x1b\[[0-9;]*m|\b(?:WARNING|ERROR|CRITICAL): ")


class BookError(SphinxError):
    """What ends a build at once; the message has one line a problem."""


class Collector(logging.Filter):
    """Keeps the warnings that Sphinx prints, each once, and judges the build by them."""

    def __init__(self, app: Sphinx) -> None:
        super().__init__()
        self.root = f"{app.srcdir.as_posix()}/"
        self.mark = Path(app.doctreedir).with_name(".unclean")
        self.problems: dict[str, None] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep `record`, which has its place written out by now, and let it pass."""
        self.problems[NOISE.sub("", record.getMessage()).strip().replace(self.root, "")] = None
        return True

    def begin(self, app: Sphinx, config: Config) -> None:
        """Forget the pages of a build that failed or was killed; count this one as such as yet."""
        if self.mark.exists():
            Path(app.doctreedir, ENV_PICKLE_FILENAME).unlink(missing_ok=True)
        self.mark.touch()

    def judge(self, app: Sphinx, error: Exception | None) -> None:
        """End a build with problems; take the mark away from one that has none."""
        found = list(self.problems)
        if error is not None:
            found += str(error).split("\n") if isinstance(error, BookError) else [str(error)]
        elif not found and app._warncount:
            found = ["warnings before the extensions were loaded: see the top of the output."]
        if found:
            plural = "s" if len(found) > 1 else ""
            stop(app, "\n".join([f"the book has {len(found)} problem{plural}:", *found]))
        self.mark.unlink()


def stop(app: Sphinx, text: str) -> NoReturn:
    """End the build with `text` as its last words, without the calls that led to it."""
    kept = Path(app.doctreedir).with_name("html").joinpath("index.html").is_file()
    after = "The last good site is untouched." if kept else "No site was written."
    print(f"\n{text}\n{after}", file=sys.stderr, flush=True)
    raise SystemExit(1)


def setup(app: Sphinx) -> None:
    """Listen to warnings from here on, and judge the build when all else is done."""
    collector = Collector(app)
    for handler in logging.getLogger(NAMESPACE).handlers:
        if isinstance(handler, WarningStreamHandler):
            handler.addFilter(collector)
    app.connect("config-inited", collector.begin)
    app.connect("build-finished", collector.judge, priority=LAST)
