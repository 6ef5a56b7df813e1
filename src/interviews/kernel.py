"""Kernels that start warm and remember what they read: `python -m interviews.kernel LIBRARY ...`.

A process imports the libraries that chapters share, once, and is forked for each chapter: a kernel
as every other, but for the seconds of its imports. Requests are lines of JSON on the standard
input, answers lines on the standard output; the end of the input ends everything.

In a kernel an audit hook notes what is opened, listed and started. That cannot be guessed from the
code of a chapter, and a chapter need not know of it.
"""

import contextlib
import gc
import importlib
import json
import os
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

PACKAGE = Path(__file__).parent
# Never inputs: what is built, what version control and caches keep, and installed packages.
ASIDE = ("/.", "/_build/", "/__pycache__/")


@dataclass
class Reads:
    """What one kernel reads of the project at `root`; names are relative, with forward slashes.

    `files` were opened, there or not, `folders` listed; of the pages in `code` only the code of
    cells was taken. `blind` tells that another process was started, of which nothing is known.
    """

    root: str
    files: set[str] = field(default_factory=set)
    folders: set[str] = field(default_factory=set)
    code: set[str] = field(default_factory=set)
    blind: bool = False

    def hook(self, event: str, args: tuple[Any, ...]) -> None:
        """Note one event; see the table of audit events in the documentation of Python."""
        if event == "open":
            self._opened(*args)
        elif event in ("os.listdir", "os.scandir"):
            self._listed(args[0])
        elif event in ("subprocess.Popen", "os.posix_spawn", "os.system", "os.exec"):
            self.blind = True

    def name(self, path: object) -> str:
        """Return `path` from the root, empty for what is no input."""
        if not isinstance(path, str | bytes | os.PathLike):
            return ""
        full = os.path.realpath(os.fsdecode(path))
        if not full.startswith(self.root + os.sep):
            return ""
        name = full[len(self.root) + 1 :].replace(os.sep, "/")
        return "" if any(mark in f"/{name}/" for mark in ASIDE) else name

    def report(self) -> dict[str, Any]:
        """Return what was noted, with the modules and libraries that are loaded by now."""
        own = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
        within = f"{PACKAGE}{os.sep}"
        modules = {path[len(within) :] for path in own if path and path.startswith(within)}
        return {
            "files": sorted(self.files),
            "folders": sorted(self.folders),
            "code": sorted(self.code),
            "modules": sorted(name.replace(os.sep, "/") for name in modules),
            "libraries": sorted({name.partition(".")[0] for name in list(sys.modules)}),
            "blind": self.blind,
        }

    def _opened(self, path: object, mode: str | None, flags: int) -> None:
        if flags & os.O_ACCMODE == os.O_WRONLY or not (name := self.name(path)):
            return
        # The source of a module is known from the module, and a traceback reads it as well.
        if not name.endswith((".py", ".pyc")):
            (self.code if _for_code() else self.files).add(name)

    def _listed(self, path: object) -> None:
        # The import system lists every folder that it searches; that is not the chapter's doing.
        if "importlib" in sys._getframe(2).f_code.co_filename:
            return
        if name := self.name(path or "."):
            self.folders.add(name)


def _for_code() -> bool:
    """Tell whether `interviews.chapters` opens a file just now, which keeps the code of cells."""
    frame = sys._getframe(3)  # above this function, `_opened` and the hook
    # From Python 3.13 on pathlib is a package.
    while frame and _module(frame).partition(".")[0] == "pathlib":
        frame = frame.f_back
    return bool(frame) and _module(frame) == "interviews.chapters"


def _module(frame: FrameType) -> str:
    return frame.f_globals.get("__name__", "")


def run(connection: str, record: str, log: str) -> None:
    """Be a kernel until it is told to end; after each cell `record` holds all that was read."""
    from ipykernel.kernelapp import IPKernelApp

    reads = Reads(os.path.realpath(os.environ["INTERVIEWS_ROOT"]))
    kernel = IPKernelApp.instance()
    kernel.initialize(["-f", connection, "--log-level=ERROR"])
    # It has said how to connect to it; from here on the log holds what goes wrong.
    os.truncate(log, 0)

    def write(*_: object) -> None:
        Path(record).write_text(json.dumps(reads.report()), encoding="utf-8")

    kernel.shell.events.register("post_run_cell", write)
    sys.addaudithook(reads.hook)
    kernel.start()


def serve(libraries: list[str]) -> None:
    """Import `libraries` and answer requests until there are no more."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    # What a library prints while it is imported must not look like an answer.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    warm(libraries)
    children: set[int] = set()
    for line in sys.stdin.buffer:
        answer = _answer(json.loads(line), children)
        print(json.dumps(answer), file=answers, flush=True)
    for child in children:
        os.kill(child, signal.SIGKILL)


def warm(libraries: list[str]) -> None:
    """Import what can be imported of `libraries`; what cannot, a chapter will say in its place."""
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    # Elsewhere than on Linux, libraries of the system do not bear a fork.
    for name in libraries if sys.platform == "linux" else []:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    # Collections in a kernel need not look at, and so copy, what all kernels share.
    gc.freeze()


def _answer(request: dict[str, Any], children: set[int]) -> int | None:
    if "poll" in request:
        return _poll(request["poll"], children)
    child = os.fork()
    if child:
        children.add(child)
        return child
    _become(request)
    return None


def _poll(child: int, children: set[int]) -> int | None:
    """Return how `child` ended, negative for a signal, or None as long as it lives."""
    if child not in children:
        return 0
    found, status = os.waitpid(child, os.WNOHANG)
    if not found:
        return None
    children.discard(child)
    return os.waitstatus_to_exitcode(status)


def _become(request: dict[str, Any]) -> None:
    """Turn this fork of the server into the kernel that was asked for."""
    log = os.open(request["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for old, new in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(old, new)
    os.environ.update(request["env"])
    os.chdir(request["cwd"])
    try:
        run(request["connection"], request["record"], request["log"])
    finally:
        os._exit(0)


if __name__ == "__main__":
    serve(sys.argv[1:])
