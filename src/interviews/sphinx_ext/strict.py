"""The gate: a build with any warning or error fails, now and at the next try.

Sphinx counts warnings and goes on, and a page that was read with a warning is not read again by the
next build, which then succeeds with the fault in the site. Here the first build fails with all
problems in one message, and Sphinx is made to read every page again until one build is clean.
"""

import functools
import logging
import re
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from myst_nb.core.execute import ExecutionError
from sphinx.application import ENV_PICKLE_FILENAME, Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError
from sphinx.util.logging import NAMESPACE, WarningStreamHandler

from interviews import disk

LAST = 999  # after every other handler of an event
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
LEVEL = re.compile(r"(?:WARNING|ERROR|CRITICAL): ")
CELL = re.compile(r"-{18}\n(?P<source>.*?)\n-{18}", re.DOTALL)


class BookError(ExtensionError):
    """A build with problems; the message has one line a problem."""


class Collector(logging.Filter):
    """Keeps the warnings that Sphinx prints; hung last among the filters of its printer.

    There they come once each, with their place written out and suppressed ones gone.
    """

    def __init__(self, root: Path) -> None:
        super().__init__()
        self.root = root
        self.problems: list[str] = []

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep `record` and let it pass."""
        text = COLOURS.sub("", record.getMessage()).strip()
        self.problems.append(relative(LEVEL.sub("", text, count=1), self.root))
        return True


def relative(message: str, root: Path) -> str:
    """Return `message` with paths under `root` as seen from there.

    >>> relative("/report/book/a.md:3: no such label", Path("/report"))
    'book/a.md:3: no such label'
    """
    return message.replace(f"{root.as_posix()}/", "")


def cell_line(page: str, report: str) -> int:
    r"""Return the line of `page` where the failed cell begins that `report` prints.

    >>> cell_line("# A\n\n```{code-cell}\n1 / 0\n```", "-" * 18 + "\n1 / 0\n" + "-" * 18)
    4
    """
    found = CELL.search(report)
    return line_of(page, found["source"]) if found else 1


def line_of(page: str, source: str) -> int:
    r"""Return the line of `page` where the cell begins that holds `source`, else the first.

    >>> line_of("# A\n\n```{code-cell}\n1 / 0\n```", "1 / 0")
    4
    """
    at = page.find(source.strip())
    return page.count("\n", 0, max(at, 0)) + 1


def failed_cell(error: ExecutionError) -> str:
    """Return where and how a notebook failed: file, line of the cell, exception."""
    path = Path(str(error))
    report = COLOURS.sub("", str(error.__cause__)).strip()
    line = cell_line(path.read_text(encoding="utf-8"), report)
    raised = report.splitlines()[-1] if report else "no message"
    return f"{path}:{line}: a cell raises {raised}: run the page's notebook and mend the cell."


def message(problems: list[str]) -> str:
    """Return the last words of a failed build."""
    kinds = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    return "\n".join([f"the book has {kinds}:", *problems])


def stop(app: Sphinx, text: str, code: int = 1) -> NoReturn:
    """End the build with `text` and what that means for the site as its last words.

    Not with an exception that Jupyter Book would print with the calls that led to it.
    """
    site = getattr(app, "interviews_site", None)
    kept = site is not None and (site / "index.html").is_file()
    after = "The last good site is untouched." if kept else "No site was written."
    print(f"\n{text}\n{after}", file=sys.stderr, flush=True)
    raise SystemExit(code)


def plainly(handler: Callable[..., Any]) -> Callable[..., Any]:
    """Let a handler that runs before pages are read end the build with its own last words.

    Sphinx reports the end of a build to handlers only from then on.
    """

    @functools.wraps(handler)
    def guarded(app: Sphinx, *args: Any) -> Any:
        try:
            return handler(app, *args)
        except BookError as error:
            stop(app, str(error))
        except (OSError, disk.BusyError) as error:
            stop(app, message([refused(app, error) or str(error)]))

    return guarded


def refused(app: Sphinx, error: BaseException) -> str:
    """Return what the system refused to the build, empty if that is not why it failed."""
    return disk.in_words(error, Path(app.srcdir), Path(app.doctreedir).parent)


def _heed_interruptions(app: Sphinx) -> None:
    """End at once, in a few words, when the user or the system asks for it."""
    if threading.current_thread() is not threading.main_thread():
        return

    def interrupted(number: int, frame: FrameType | None) -> None:
        # A second one, while kernels are being ended, ends the build and them without ado.
        for each in disk.INTERRUPTIONS:
            signal.signal(each, signal.SIG_DFL)
        stop(app, f"Interrupted ({signal.Signals(number).name}).", 128 + number)

    for each in disk.INTERRUPTIONS:
        signal.signal(each, interrupted)


def _listen(app: Sphinx) -> Collector:
    collector = Collector(Path(app.srcdir))
    for handler in logging.getLogger(NAMESPACE).handlers:
        if isinstance(handler, WarningStreamHandler):
            handler.addFilter(collector)
    return collector


def _marker(app: Sphinx) -> Path:
    """Return the file that stands from the start of a build to its clean end.

    It outlives a build that was killed between reading and writing, which nothing else would tell.
    """
    return Path(app.doctreedir) / "unclean"


@plainly
def _begin(app: Sphinx, config: Config) -> None:
    if _marker(app).exists():
        (Path(app.doctreedir) / ENV_PICKLE_FILENAME).unlink(missing_ok=True)
    _marker(app).parent.mkdir(parents=True, exist_ok=True)
    _marker(app).touch()


def _end(app: Sphinx, error: Exception | None, collector: Collector) -> None:
    if isinstance(error, BookError):
        stop(app, str(error))
    problems = [text for text in dict.fromkeys(collector.problems) if not _echo(text, error)]
    if isinstance(error, ExecutionError):
        problems.append(relative(failed_cell(error), collector.root))
    elif error is not None:
        problems.append(refused(app, error) or relative(str(error), collector.root))
    elif not problems and app._warncount:
        problems.append("warnings before the extensions were loaded: see the top of the output.")
    if problems:
        stop(app, message(_in_words(app, problems)))


def _in_words(app: Sphinx, problems: list[str]) -> list[str]:
    """Say once, and in words, what the system refused for many files."""
    place = Path(app.srcdir), Path(app.doctreedir).parent
    return list(dict.fromkeys(disk.mentioned(one, *place) or one for one in problems))


def _clean(app: Sphinx, error: Exception | None) -> None:
    if not error:
        _marker(app).unlink(missing_ok=True)


def _echo(problem: str, error: Exception | None) -> bool:
    """Tell whether `problem` only says, without a line, that a notebook failed."""
    return isinstance(error, ExecutionError) and "Executing notebook failed" in problem


def setup(app: Sphinx) -> None:
    """Listen to warnings from here on, and judge the build when all else is done."""
    collector = _listen(app)
    _heed_interruptions(app)
    app.connect("config-inited", _begin, priority=0)
    app.connect("build-finished", lambda app, error: _end(app, error, collector), priority=LAST)
    # Only once the site is in its place; the handler before does not come here with a problem.
    app.connect("build-finished", _clean, priority=LAST + 2)
