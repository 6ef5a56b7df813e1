"""Full and read-only disks, kills, interruptions, two at a time: tested by doing it."""

import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

import namespaces
import pytest
from conftest import ROOT
from test_fresh import kernels_of, outside_of_tests
from test_sphinx_ext import TINY, append, page

from interviews import disk, manifest

PROGRAM = Path(sysconfig.get_path("scripts")) / "jupyter-book"
DERIVE = [sys.executable, "-m", "interviews", "derive"]
KEPT = "The last good site is untouched."
NO_SPACE = "no space left on the device: free some and try again."
SLEEPING = """
```{code-cell} python
import time
Path(os.environ["INTERVIEWS_ROOT"], "started").touch()
time.sleep(200)
```
"""


def environment(**more):
    return {**outside_of_tests(), "PYTHONDONTWRITEBYTECODE": "1", **more}


def build(book, **more):
    return subprocess.run(
        [PROGRAM, "build", "."],
        cwd=book, env=environment(**more), capture_output=True, text=True, timeout=120,
    )  # fmt: skip


def start(book):
    return subprocess.Popen(
        [PROGRAM, "build", "."],
        cwd=book, env=environment(PYTHONUNBUFFERED="1"), start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def published(book):
    return manifest.site(book / "_build" / "html")


def contents(folder):
    """Return every file under `folder` with its bytes."""
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture
def book(tmp_path):
    """The tiny book, built."""
    book = Path(shutil.copytree(TINY, tmp_path / "book"))
    done = build(book)
    assert done.returncode == 0, done.stdout + done.stderr
    return book


@pytest.fixture
def space(tmp_path):
    """A namespace with a disk of its own at `space.root`."""
    folder = tmp_path / "disk"
    folder.mkdir()
    namespace = namespaces.Namespace(namespaces.way(folder))
    try:
        namespace.disk(folder, "60m")
        namespace.root = folder
        yield namespace
    finally:
        namespace.close()


def fill(space, free):
    """Fill the disk but for `free` KiB."""
    left = os.statvfs(space.seen(space.root))
    there = left.f_bavail * left.f_frsize
    space.seen(space.root / "filler").write_bytes(b"x" * max(0, there - free * 1024))


def relieve(space):
    space.seen(space.root / "filler").unlink(missing_ok=True)


def on_disk(space):
    """Copy the tiny book to the disk; return it, and what builds it there."""
    book = space.seen(space.root / "book")
    shutil.copytree(TINY, book)
    run = {"cwd": space.root / "book", "env": environment()}
    return book, lambda: space.run(PROGRAM, "build", ".", **run)


def stays_in_words(done):
    """Check that a build failed with a few words and not with the calls that led to it."""
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


# --- no space ---


@pytest.mark.slow
def test_a_full_disk_leaves_the_last_good_site_whatever_does_not_fit(space):
    book, build_there = on_disk(space)
    assert build_there().returncode == 0
    before, phases = published(book), ""
    (book / "data" / "number.txt").write_text("8")
    append(book, "texts/tiny_2024.md", "\n" + "Many words more. " * 6000)
    for free in (0, 24, *range(60, 1200, 80)):
        fill(space, free)
        done = build_there()
        relieve(space)
        if done.returncode == 0:
            break
        said = stays_in_words(done)
        assert said.endswith(f"the book has 1 problem:\n_build: {NO_SPACE}\n{KEPT}\n")
        assert published(book) == before
        assert not list((book / "_build").glob(".html-*"))
        phases += done.stdout.strip().rpartition("\n")[2].partition("...")[0] + "\n"
    assert "Executing notebooks" in phases
    assert "reading sources" in phases or "pickling environment" in phases
    assert "writing output" in phases
    assert build_there().returncode == 0
    assert ">8</a>" in page(book, "chapter")


@pytest.mark.slow
def test_a_disk_that_cannot_hold_a_copy_of_the_site_leaves_it(space):
    book, build_there = on_disk(space)
    assert build_there().returncode == 0
    before = published(book)
    append(book, "index.md", "\nMore words.\n")
    fill(space, 60)
    done = build_there()
    assert f"_build: {NO_SPACE}\n{KEPT}" in stays_in_words(done)
    assert "updating environment" not in done.stdout
    assert published(book) == before
    relieve(space)
    assert build_there().returncode == 0
    assert "More words." in page(book, "index")


@pytest.mark.slow
def test_a_first_build_without_space_says_so_and_the_next_succeeds(space):
    book, build_there = on_disk(space)
    for free in (0, 20, 100, 200):
        fill(space, free)
        done = build_there()
        relieve(space)
        assert f"{NO_SPACE}\nNo site was written." in stays_in_words(done)
        assert not (book / "_build" / "html" / "index.html").exists()
    assert build_there().returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize("free", [0, 4])
def test_no_space_for_temporary_files_is_named_or_found_elsewhere(space, book, free):
    before = published(book)
    (book / "data" / "number.txt").write_text("8")
    fill(space, free)
    run = {"cwd": book, "env": environment(TMPDIR=str(space.root))}
    done = space.run(PROGRAM, "build", ".", **run)
    if done.returncode:
        said = stays_in_words(done)
        assert f"hardly any space left in {space.root}: free some first." in said
        assert KEPT in said
        assert published(book) == before
    assert bool(done.returncode) == bool(free)  # where nothing fits, Python takes another folder
    relieve(space)
    assert space.run(PROGRAM, "build", ".", **run).returncode == 0
    assert ">8</a>" in page(book, "chapter")
    assert not list(space.seen(space.root).iterdir())


@pytest.mark.parametrize("free", [0, 8, 200, 400])
def test_a_full_disk_leaves_the_derived_tables(space, free):
    root = space.seen(space.root)
    make_stale(root)
    before = contents(root / "data")
    fill(space, free)
    run = {"env": environment(INTERVIEWS_ROOT=str(space.root))}
    done = space.run(*DERIVE, **run)
    said = stays_in_words(done)
    assert said == f"data/derived: {NO_SPACE}\n1 problem; nothing was written.\n"
    assert contents(root / "data") == before
    relieve(space)
    assert space.run(*DERIVE, **run).returncode == 0
    assert contents(root / "data") == contents(ROOT / "data")


def make_stale(root):
    """Copy what the tables are made from, with all of them altered."""
    for name in ("seeds", "data"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "_config.yml", root)
    for path in (*(root / "data/derived").iterdir(), root / "data/README.md"):
        path.write_bytes(b"old\n")


# --- read-only ---


@pytest.mark.slow
def test_a_read_only_checkout_builds_where_only_the_site_is_written(space, tmp_path):
    book = Path(shutil.copytree(TINY, tmp_path / "book"))
    (book / "_build").mkdir()
    space.read_only(book)
    space.disk(book / "_build", "20m")
    assert space.run("touch", book / "data" / "x").returncode == 1
    for word in ("new code", ""):
        done = space.run(PROGRAM, "build", ".", cwd=book, env=environment())
        assert done.returncode == 0, done.stderr
        assert f"to be executed: {word}" in done.stdout or not word
    number = (book / "data" / "number.txt").read_text().strip()
    assert f">{number}</a>" in page(space.seen(book), "chapter")


@pytest.mark.slow
@pytest.mark.parametrize("there", [True, False])
def test_a_site_that_cannot_be_written_is_said_in_words(space, tmp_path, there):
    book = Path(shutil.copytree(TINY, tmp_path / "book"))
    if there:
        assert build(book).returncode == 0
    before = contents(book)
    space.read_only(book)
    said = stays_in_words(space.run(PROGRAM, "build", ".", cwd=book, env=environment()))
    assert "_build" in said
    assert disk.READ_ONLY in said
    assert (KEPT in said) == there
    assert contents(book) == before


def test_derive_needs_no_right_to_write_where_nothing_changes(space, copy):
    space.read_only(copy.root)
    run = {"env": environment(INTERVIEWS_ROOT=str(copy.root))}
    done = space.run(*DERIVE, **run)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "The derived tables are what the texts and the coding give.\n"


def test_derive_says_where_it_may_not_write(space, tmp_path):
    root = tmp_path / "copy"
    make_stale(root)
    before = contents(root)
    space.read_only(root / "data")
    done = space.run(*DERIVE, env=environment(INTERVIEWS_ROOT=str(root)))
    said = stays_in_words(done)
    assert said.startswith(f"data/.derived-next: {disk.READ_ONLY}.\n")
    assert contents(root) == before


# --- killed ---

# Runs `derive` and kills it before the given operation on a file in data/ that is not reading.
KILLED = """
import os, runpy, sys
from interviews import disk
left, one_step, root = int(sys.argv[1]), sys.argv[2] == "True", sys.argv[3]
def hook(event, args):
    global left
    changes = event in ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree") or (
        event == "open" and (args[2] or 0) & (os.O_WRONLY | os.O_RDWR))
    if changes and root in str(args[0]):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), 9)
exchanged = disk._exchanged
def exchange(one, other):
    hook("os.rename", [str(one)])
    return one_step and exchanged(one, other)
disk._exchanged = exchange
sys.addaudithook(hook)
sys.argv = ["interviews", "derive"]
runpy.run_module("interviews", run_name="__main__")
"""


@pytest.mark.slow
@pytest.mark.parametrize("one_step", [True, False])
def test_derive_killed_at_any_moment_leaves_old_or_new_tables(tmp_path, one_step):
    make_stale(tmp_path)
    old, new = contents(tmp_path / "data/derived"), contents(ROOT / "data/derived")
    run = environment(INTERVIEWS_ROOT=str(tmp_path))
    seen = set()
    for number in range(100):
        shutil.rmtree(tmp_path / "data")
        shutil.rmtree(tmp_path / "seeds")
        make_stale(tmp_path)
        command = [sys.executable, "-c", KILLED, str(number), str(one_step), str(tmp_path)]
        killed = subprocess.run(command, env=run, capture_output=True, text=True)
        if killed.returncode == 0:
            break
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        there = contents(tmp_path / "data/derived")
        seen.add("old" if there == old else "new" if there == new else f"none: {sorted(there)}")
        checked = subprocess.run(
            [*DERIVE[:-1], "validate"], env=run, capture_output=True, text=True
        )
        assert checked.returncode == 0 or "run `make data`" in checked.stderr
        if there != old and there != new:
            puts_back(tmp_path, run, old)
        again = subprocess.run(DERIVE, env=run, capture_output=True, text=True)
        assert again.returncode == 0, again.stderr
        assert contents(tmp_path / "data") == contents(ROOT / "data")
        assert not list((tmp_path / "data").glob(".derived-*"))
    assert number > 10
    assert seen == {"old", "new"} | (set() if one_step else {"none: []"})


def puts_back(root, run, old):
    """Check that the old tables come back even where new ones cannot be made."""
    sentences = root / "data/coded/sentences.csv"
    good = sentences.read_bytes()
    sentences.write_bytes(good + b"x\n")
    assert subprocess.run(DERIVE, env=run, capture_output=True).returncode == 1
    assert contents(root / "data/derived") == old
    sentences.write_bytes(good)


def test_a_site_is_replaced_in_one_step_or_put_back_after_two(tmp_path, monkeypatch):
    site = tmp_path / "html"
    for one_step in (True, False):
        if not one_step:
            monkeypatch.setattr(disk, "_exchanged", lambda *_: False)
        for folder, word in ((site, "last"), (disk.working(site), "new")):
            folder.mkdir(exist_ok=True)
            (folder / "index.html").write_text(word)
        disk.exchange(site)
        assert (site / "index.html").read_text() == "new"
        assert (disk.working(site) / "index.html").read_text() == "last"
    site.rename(disk.former(site))
    disk.recover(site)
    assert (site / "index.html").read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["html"]


# --- interrupted ---


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("phase", ["executing", "reading sources", "writing output"])
def test_an_interrupted_build_ends_at_once_and_leaves_the_last_good_site(book, number, phase):
    before, source = published(book), (book / "chapter.md").read_text()
    (book / "data" / "number.txt").write_text("8")
    if phase == "executing":
        append(book, "chapter.md", SLEEPING)
    process = start(book)
    if phase == "executing":
        wait_for((book / "started").exists)
    else:
        next(line for line in process.stdout if phase in line)
    interrupt(process, number)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 128 + number
    assert said == f"\nInterrupted ({number.name}).\n{KEPT}\n"
    assert published(book) == before
    assert not list((book / "_build").glob(".html-*"))
    wait_for(lambda: not kernels_of(book))
    (book / "chapter.md").write_text(source)
    assert build(book).returncode == 0
    assert ">8</a>" in page(book, "chapter")


def interrupt(process, number):
    """Send what a terminal sends to all, or what a system sends to one."""
    if number == signal.SIGINT:
        os.killpg(process.pid, number)
    else:
        process.send_signal(number)


def wait_for(found):
    deadline = time.monotonic() + 60
    while not found():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_derive_interrupted_says_so_and_changes_nothing(tmp_path, number):
    make_stale(tmp_path)
    before = contents(tmp_path)
    script = (
        "import runpy, sys, time; from interviews import derivation; sys.argv = ['', 'derive'];"
        "derivation._swap = lambda paths: (print('here', flush=True), time.sleep(60));"
        "runpy.run_module('interviews', run_name='__main__')"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script], env=environment(INTERVIEWS_ROOT=str(tmp_path)),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout.readline() == "here\n"
    process.send_signal(number)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert said == "Interrupted: the derived tables are whole, as they were or new.\n"
    assert contents(tmp_path) == before


def test_an_interruption_waits_until_folders_are_exchanged():
    done = []
    with pytest.raises(KeyboardInterrupt), disk.undisturbed():
        os.kill(os.getpid(), signal.SIGINT)
        done.append("exchanged")
    assert done


# --- two at a time ---


@pytest.mark.slow
def test_a_second_build_in_the_same_checkout_stops_and_the_first_goes_on(book):
    append(book, "chapter.md", SLEEPING.replace("200", "8"))
    first = start(book)
    wait_for((book / "started").exists)
    second = build(book)
    assert "_build: another build runs: wait until it has ended" in stays_in_words(second)
    assert KEPT in second.stderr
    first.communicate(timeout=120)
    assert first.returncode == 0
    assert build(book).returncode == 0


def test_a_second_derive_stops(copy):
    with disk.alone(copy.derived.parent, "here"):
        done = subprocess.run(
            DERIVE, env=environment(INTERVIEWS_ROOT=str(copy.root)), capture_output=True, text=True
        )
    assert "data: the derived tables are being written: wait until it" in stays_in_words(done)


# --- words ---


def test_what_is_no_refusal_is_left_as_it_is(tmp_path):
    assert disk.in_words(ValueError("x"), tmp_path, tmp_path) == ""
    assert disk.in_words(FileNotFoundError(2, "No such file", "x"), tmp_path, tmp_path) == ""
    assert disk.mentioned("a.md:3: no such label", tmp_path, tmp_path) == ""


def test_a_refusal_is_found_behind_other_errors(tmp_path):
    try:
        try:
            raise PermissionError(13, "Permission denied", str(tmp_path / "a"))
        except OSError as error:
            raise RuntimeError("no page was written") from error
    except RuntimeError as error:
        assert disk.in_words(error, tmp_path, tmp_path) == f"a: {disk.FORBIDDEN}."
