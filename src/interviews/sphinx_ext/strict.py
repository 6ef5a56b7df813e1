"""Any warning fails the build, now and at the next try, with all problems in one message.

Sphinx counts warnings and goes on, and a page that was read with a warning is not read again by the
next build, which then succeeds. Here Sphinx reads all pages again until one build is clean.
"""

import functools
import logging
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from sphinx.application import ENV_PICKLE_FILENAME, Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError
from sphinx.util.logging import NAMESPACE, WarningStreamHandler

LAST = 999  # after every other handler of an event
NOISE = re.compile(r"\x1b\[[0-9;]*m|\b(?:WARNING|ERROR|CRITICAL): ")


class BookError(ExtensionError):
    """A build with problems; the message has one line a problem."""


class Collector(logging.Filter):
    """Keeps the warnings that Sphinx prints, and judges the build by them."""

    def __init__(self, root: Path) -> None:
        super().__init__()
        self.root = root
        self.problems: list[str] = []

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep `record`, which has its place written out by now, and let it pass."""
        self.add(record.getMessage())
        return True

    def add(self, text: str) -> None:
        """Keep a problem once, with its file as seen from the root."""
        plain = NOISE.sub("", text).strip().replace(f"{self.root.as_posix()}/", "")
        if plain not in self.problems:
            self.problems.append(plain)

    def judge(self, app: Sphinx, error: Exception | None) -> None:
        """End a build with problems; take the mark away from one that has none."""
        if isinstance(error, BookError):
            stop(app, str(error))
        if error is not None:
            self.add(str(error))
        elif not self.problems and app._warncount:
            self.add("warnings before the extensions were loaded: see the top of the output.")
        if self.problems:
            stop(app, message(self.problems))
        _mark(app).unlink()


def message(problems: list[str]) -> str:
    """Return the last words of a failed build."""
    kinds = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    return "\n".join([f"the book has {kinds}:", *problems])


def stop(app: Sphinx, text: str) -> NoReturn:
    """End the build with `text` as its last words, without the calls that led to it."""
    kept = Path(app.doctreedir).with_name("html").joinpath("index.html").is_file()
    after = "The last good site is untouched." if kept else "No site was written."
    print(f"\n{text}\n{after}", file=sys.stderr, flush=True)
    raise SystemExit(1)


def plainly(handler: Callable[..., Any]) -> Callable[..., Any]:
    """Let a handler that runs before pages are read end the build with its own last words."""

    @functools.wraps(handler)
    def guarded(app: Sphinx, *args: Any) -> Any:
        try:
            return handler(app, *args)
        except (BookError, OSError) as error:
            stop(app, str(error))

    return guarded


def _mark(app: Sphinx) -> Path:
    return Path(app.doctreedir, "unclean")


def _begin(app: Sphinx, config: Config) -> None:
    """Forget the pages of a build that failed or was killed."""
    if _mark(app).exists():
        Path(app.doctreedir, ENV_PICKLE_FILENAME).unlink(missing_ok=True)
    _mark(app).parent.mkdir(parents=True, exist_ok=True)
    _mark(app).touch()


def setup(app: Sphinx) -> None:
    """Listen to warnings from here on, and judge the build when all else is done."""
    collector = Collector(Path(app.srcdir))
    for handler in logging.getLogger(NAMESPACE).handlers:
        if isinstance(handler, WarningStreamHandler):
            handler.addFilter(collector)
    app.connect("config-inited", _begin)
    app.connect("build-finished", collector.judge, priority=LAST)
