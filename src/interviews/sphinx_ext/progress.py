"""How far the execution is: a bar on a terminal, whole lines without colours everywhere else."""

import shutil
import sys
import time
from collections.abc import Iterator
from typing import TextIO

from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.console import color_terminal, strip_escape_sequences

from interviews.sphinx_ext.kernels import Done, Moment

LOG = logging.getLogger(__name__)
TITLE = "Executing notebooks"
BAR = 20  # characters
SILENCE = 5.0  # seconds without a line, where lines stay


def executing(moments: Iterator[Moment], total: int, live: bool) -> Iterator[Done]:
    """Yield what is done, and say meanwhile how far it is and what is running."""
    finished, begun = 0, time.monotonic()
    said = begun
    for moment in moments:
        now, finished = time.monotonic(), finished + (moment.done is not None)
        if live:
            LOG.info("\x1b[2K%s\r", bar(moment, finished, total, now - begun), nonl=True)
        elif moment.done or now - said >= SILENCE:
            LOG.info("%s", line(moment, finished, total, now - begun))
            said = now
        if moment.done:
            yield moment.done
    if live:
        LOG.info("\x1b[2K%s: %s of %s", TITLE, finished, total)


def bar(moment: Moment, finished: int, total: int, seconds: float) -> str:
    """Return one line of a terminal, no longer than it is wide.

    >>> bar(Moment(running=["a", "b"]), 1, 4, 9.6)
    'Executing notebooks [#####...............] 1 of 4, 10 s: a, b'
    """
    full = BAR * finished // total
    drawn = "#" * full + "." * (BAR - full)
    text = f"{TITLE} [{drawn}] {finished} of {total}, {seconds:.0f} s: {', '.join(moment.running)}"
    return text[: shutil.get_terminal_size().columns - 1]


def line(moment: Moment, finished: int, total: int, seconds: float) -> str:
    """Return one line of a log.

    >>> line(Moment(running=["a", "b"]), 1, 4, 9.6)
    'Executing notebooks: 1 of 4 after 10 s; running: a, b'
    """
    parts = [f"{TITLE}: {finished} of {total} after {seconds:.0f} s"]
    parts += [f"{moment.done.task.page} took {moment.done.seconds:.1f} s"] if moment.done else []
    parts += [f"running: {', '.join(moment.running)}"] if moment.running else []
    return "; ".join(parts)


def live(app: Sphinx) -> bool:
    """Tell whether lines can be written over, as Sphinx tells it for its own."""
    return app.verbosity < 1 and color_terminal()


def _without_colours(stream: TextIO) -> None:
    # Sphinx and Jupyter Book colour what they print to a file as well.
    write = stream.write
    stream.write = lambda text: write(strip_escape_sequences(text))


def setup(app: Sphinx) -> None:
    """Take colours away from here on, where they would be letters in a file."""
    if not color_terminal():
        for stream in (sys.stdout, sys.stderr):
            _without_colours(stream)
