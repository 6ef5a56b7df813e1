"""What a disk can refuse, in plain words, and how to leave nothing half done.

Folders are exchanged whole, by one process at a time, and interruptions put off meanwhile.
"""

import contextlib
import ctypes
import errno
import fcntl
import os
import re
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

SPACE = "no space left on the device: free some and try again"
READ_ONLY = "the file system is read-only: make it writable, or work in a copy elsewhere"
FORBIDDEN = "permission denied: change the owner or the mode, or work in a copy elsewhere"
WORDS = {
    errno.ENOSPC: SPACE,
    errno.EDQUOT: "the quota is used up: free some space and try again",
    errno.EFBIG: "File too large for the limits of this shell: raise `ulimit -f` and try again",
    errno.EROFS: READ_ONLY,
    errno.EACCES: FORBIDDEN,
    errno.EPERM: FORBIDDEN,
}
# How the same is said where no number is left: by Python in the text of an error, and by SQLite.
SIGNS = {
    **{os.strerror(number): words for number, words in WORDS.items()},
    "database or disk is full": SPACE,
    "disk I/O error": SPACE,
    "attempt to write a readonly database": READ_ONLY,
    "unable to open database file": FORBIDDEN,
    "No usable temporary directory": "no folder for temporary files takes any: free some space "
    "there, or name another with TMPDIR, and try again",
}
LITTLE = 1 << 20  # bytes free, below which a device counts as full
INTERRUPTIONS = (signal.SIGINT, signal.SIGTERM)
AT_FDCWD, RENAME_EXCHANGE = -100, 2  # of Linux: fcntl.h, linux/fs.h


class BusyError(RuntimeError):
    """Another process works in the same folder; the message says what to do."""


def working(target: Path) -> Path:
    """Return the folder where that is made which will be at `target`."""
    return target.with_name(f".{target.name}-next")


def former(target: Path) -> Path:
    """Return where the last `target` is for the instant in which it is replaced in two steps."""
    return target.with_name(f".{target.name}-last")


def exchange(target: Path) -> None:
    """Let `target`, which may be missing, and what was made for it change places.

    In one step where the system can (Linux), so that there is no instant without `target`.
    """
    fresh, spare = working(target), former(target)
    target.mkdir(exist_ok=True)
    if not _exchanged(fresh, target):
        target.rename(spare)
        fresh.rename(target)
        spare.rename(fresh)


def recover(target: Path) -> None:
    """Clear away what a killed process left, and put back `target` where that was taken away."""
    if former(target).is_dir() and not (target.is_dir() and any(target.iterdir())):
        shutil.rmtree(target, ignore_errors=True)
        former(target).rename(target)
    for folder in (former(target), working(target)):
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def alone(folder: Path, what: str) -> Iterator[None]:
    """Let no other process in while this one works in `folder`; raises `BusyError`.

    The system holds the lock, on the folder itself: it ends with the process, however that ends.
    """
    handle = os.open(folder, os.O_RDONLY)
    try:
        _lock(handle, what)
        yield
    finally:
        os.close(handle)


def _lock(handle: int, what: str) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise BusyError(f"{what}: wait until it has ended, then try again.") from None
    except OSError:
        # Some file systems of networks know no locks for folders: one has to do without.
        return


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Put off interruptions, for an instant, until the end of the block."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread is ever interrupted
        return
    arrived: list[int] = []
    # A mask would not do: the system may hand a signal to a thread of some library.
    before = {
        each: signal.signal(each, lambda got, _: arrived.append(got)) for each in INTERRUPTIONS
    }
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
        for each in arrived:
            signal.raise_signal(each)


def put(file: Path, text: str) -> None:
    """Write `text` to `file`, all of it or nothing."""
    fresh = file.with_name(f".{file.name}-next")
    try:
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)


def in_words(error: BaseException, root: Path, place: Path) -> str:
    """Return what the system refused, as one line with its place; empty if that is not the reason.

    The place is the file, where the error knows it; for want of space that of `place` and the
    folder for temporary files that has less of it.
    """
    for one in _causes(error):
        words = WORDS.get(one.errno or 0) if isinstance(one, OSError) else None
        if words := words or _sign(str(one)):
            file = getattr(one, "filename", None) if words != SPACE else None
            return f"{_name(Path(os.fsdecode(file)) if file else fullest(place), root)}: {words}."
    return ""


def mentioned(text: str, root: Path, place: Path) -> str:
    """Return the same for a message that has an error of the system in it."""
    words = _sign(text)
    return f"{_name(fullest(place), root)}: {words}." if words else ""


def full(place: Path) -> bool:
    """Tell whether hardly any space is left where `place` is."""
    return shutil.disk_usage(place).free < LITTLE


def fullest(place: Path) -> Path:
    """Return `place`, or the folder for temporary files where only that has no space left."""
    with contextlib.suppress(OSError):
        temporary = Path(tempfile.gettempdir())
        return temporary if full(temporary) and not full(place) else place
    return place


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error:
        yield error
        error = error.__cause__ or error.__context__


def _sign(text: str) -> str:
    return next((words for sign, words in SIGNS.items() if re.search(re.escape(sign), text)), "")


def _name(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; tell whether the system could."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    names = os.fsencode(one), os.fsencode(other)
    return rename(AT_FDCWD, names[0], AT_FDCWD, names[1], RENAME_EXCHANGE) == 0
