"""What a build prints while it runs: a bar on a terminal, whole plain lines everywhere else."""

import os
import pty
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest
from test_fresh import outside_of_tests
from test_sphinx_ext import TINY

from interviews.sphinx_ext import kernels, progress

PROGRAM = Path(sysconfig.get_path("scripts")) / "jupyter-book"


@pytest.fixture
def book(tmp_path):
    return Path(shutil.copytree(TINY, tmp_path / "book"))


def on_a_terminal(book):
    """Return all that a build prints to a terminal of 80 columns."""
    ours, theirs = pty.openpty()
    environment = {**outside_of_tests(), "TERM": "xterm-256color", "COLUMNS": "80"}
    environment.pop("NO_COLOR", None)
    process = subprocess.Popen(
        [PROGRAM, "build", "."], cwd=book, env=environment, stdin=theirs, stdout=theirs,
        stderr=theirs,
    )  # fmt: skip
    os.close(theirs)
    found = b""
    try:
        while part := os.read(ours, 65536):
            found += part
    except OSError:
        pass  # how Linux says that the other end was closed
    os.close(ours)
    assert process.wait() == 0
    return found.decode()


@pytest.mark.slow
def test_a_terminal_shows_a_bar_that_is_written_over(book):
    said = on_a_terminal(book)
    assert re.search(r"\x1b\[2KExecuting notebooks \[\.{20}\] 0 of 1, \d+ s: chapter\r", said)
    assert re.search(r"Executing notebooks \[#{20}\] 1 of 1", said)
    assert "Executing notebooks: 1 of 1\r\n" in said
    assert "reading sources... " in said
    assert "Executed 1 notebook" in said


@pytest.mark.slow
def test_a_log_gets_whole_lines_without_colours(book):
    environment = {k: v for k, v in outside_of_tests().items() if k != "FORCE_COLOR"}
    done = subprocess.run(
        [PROGRAM, "build", "."], cwd=book, env={**environment, "CI": "true"}, capture_output=True
    )
    said = done.stdout.decode()
    assert done.returncode == 0
    assert re.search(
        r"^Executing notebooks: 1 of 1 after \d+ s; chapter took [\d.]+ s$", said, re.M
    )
    # Sphinx has greeted before it loads the first extension.
    ours = said.split("loading translations", 1)[1].split("\n", 1)[1]
    assert "\x1b" not in ours
    assert "\r" not in said
    assert re.search(r"^Reused the outputs of 0 notebooks; read 3 pages; no warnings;", ours, re.M)
    assert f"Open {book}/_build/html/index.html\n" in ours


def moments(book, *running):
    done = kernels.Done(kernels.Task("a", None, book, 1), seconds=2.0)
    return [*(kernels.Moment(running=list(pages)) for pages in running), kernels.Moment(done)]


@pytest.mark.parametrize(("step", "expected"), [(1, 1), (3, 3)])
def test_a_log_is_not_silent_for_long_and_not_full_of_lines(book, monkeypatch, step, expected):
    clock = iter(range(0, 1000, step))
    said = []
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(progress.LOG, "info", lambda text, *args, **_: said.append(text % args))
    found = list(progress.executing(iter(moments(book, "ab", "ab", "b", "b")), 2, live=False))
    assert [one.task.page for one in found] == ["a"]
    assert len(said) == expected
    assert said[-1].startswith("Executing notebooks: 1 of 2")


def test_a_bar_is_no_longer_than_the_terminal_is_wide(monkeypatch):
    monkeypatch.setenv("COLUMNS", "50")
    moment = kernels.Moment(running=["a_long_name"] * 9)
    assert len(progress.bar(moment, 1, 9, 1.0)) == 49
