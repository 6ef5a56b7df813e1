"""What is executed when something changed, and what is left when a build fails or is killed."""

import json
import os
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import sysconfig
import time
from contextlib import closing
from pathlib import Path

import pytest
from conftest import ROOT
from test_sphinx_ext import TINY, append, line_of, page

from interviews import kernel, manifest
from interviews.sphinx_ext import inputs

PROGRAM = Path(sysconfig.get_path("scripts")) / "jupyter-book"
EXECUTED = re.compile(r"^(?:updating environment: )?(\S+): to be executed: (.*)$", re.M)
SECOND = """---
file_format: mystnb
kernelspec: {display_name: Python 3, language: python, name: python3}
---

# Second

```{code-cell} python
import json
import os
from pathlib import Path
from IPython.display import HTML
from interviews import quotations
data = Path(os.environ["INTERVIEWS_ROOT"], "data")
word = (data / "word.txt").read_text().strip()
HTML(f"<b>{word} {len(os.listdir(data / 'many'))}</b>")
```
"""


def environment(book, **more):
    # The package is read from a copy, so that a module can be changed.
    return {**outside_of_tests(), "PYTHONPATH": str(book / "package"), **more}


def outside_of_tests():
    """Return the environment without what makes kernels behave otherwise under pytest."""
    return {k: v for k, v in os.environ.items() if k != "PYTEST_CURRENT_TEST"}


def build(book, **more):
    return subprocess.run(
        [PROGRAM, "build", "."],
        cwd=book, env=environment(book, **more), capture_output=True, text=True, timeout=120,
    )  # fmt: skip


def executed(done):
    """Return why each notebook was executed in a build that succeeded, by page."""
    assert done.returncode == 0, done.stdout + done.stderr
    text = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout)
    found = dict(EXECUTED.findall(text))
    assert f"Reused the outputs of {2 - len(found)} notebook" in text
    return found


def failed(done):
    """Return the last words of a build that failed."""
    assert done.returncode != 0, done.stdout
    return done.stderr.split("the book has ", 1)[1].split("Traceback")[0]


def replace(file, old, new):
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("fresh")


@pytest.fixture(scope="module")
def pristine(folder):
    book = Path(shutil.copytree(TINY, folder / "book"))
    shutil.copytree(ROOT / "src" / "interviews", book / "package" / "interviews")
    (book / "second.md").write_text(SECOND)
    append(book, "_toc.yml", "  - file: second\n")
    (book / "data" / "word.txt").write_text("rose")
    (book / "data" / "many").mkdir()
    assert set(executed(build(book))) == {"chapter", "second"}
    assert not executed(build(book))
    return Path(shutil.copytree(book, folder / "built", copy_function=shutil.copy2))


@pytest.fixture
def book(folder, pristine):
    shutil.rmtree(folder / "book")
    return Path(shutil.copytree(pristine, folder / "book", copy_function=shutil.copy2))


def published(book):
    return manifest.site(book / "_build" / "html")


# --- what is executed ---


@pytest.mark.slow
def test_nothing_changed_no_kernel_starts_and_no_file_changes(book):
    before = published(book)
    done = build(book)
    assert not executed(done)
    assert "Executed no notebook" in done.stdout
    assert "read 0 pages" in done.stdout
    assert published(book) == before


@pytest.mark.slow
def test_a_changed_file_executes_only_what_read_it(book):
    (book / "data" / "word.txt").write_text("fell")
    assert executed(build(book)) == {"second": "changed: data/word.txt"}
    assert "<b>fell 0</b>" in page(book, "second")
    (book / "data" / "number.txt").write_text("7")
    assert executed(build(book)) == {"chapter": "changed: data/number.txt"}
    assert ">7</a>" in page(book, "chapter")
    assert ">7</a>" in page(book, "index")
    (book / "data" / "nobody-reads-this.txt").write_text("")
    assert not executed(build(book))


@pytest.mark.slow
def test_a_changed_folder_executes_what_listed_it(book):
    (book / "data" / "many" / "one.txt").touch()
    assert executed(build(book)) == {"second": "changed: data/many"}
    assert "<b>rose 1</b>" in page(book, "second")


@pytest.mark.slow
def test_changed_code_executes_its_notebook_and_changed_words_none(book):
    replace(book / "second.md", "<b>{word}", "<b>still {word}")
    assert executed(build(book)) == {"second": "new code"}
    append(book, "second.md", "\nMore words.\n")
    assert not executed(build(book))
    assert "More words." in page(book, "second")


@pytest.mark.slow
def test_a_changed_module_executes_only_what_imported_it(book):
    package = book / "package" / "interviews"
    append(package, "quotations.py", "\n# changed\n")
    assert executed(build(book)) == {"second": "changed: quotations.py"}
    append(package, "values.py", "\n# changed\n")
    assert not executed(build(book))


@pytest.mark.slow
def test_a_changed_setting_executes_everything(book):
    assert set(executed(build(book, INTERVIEWS_CODER="b"))) == {"chapter", "second"}


@pytest.mark.slow
def test_words_put_back_with_an_old_date_are_read(book):
    old = (book / "second.md").stat()
    append(book, "second.md", "\nOther words.\n")
    os.utime(book / "second.md", (old.st_atime, old.st_mtime - 1000))
    assert not executed(build(book))
    assert "Other words." in page(book, "second")


def test_versions_matter_where_they_are_loaded(tmp_path):
    state = inputs.State(tmp_path)
    reads = {
        "files": [],
        "folders": [],
        "code": [],
        "modules": [],
        "libraries": ["pandas", "yaml", "os"],
    }
    recorded = state.recorded({**reads, "blind": False})
    assert "version:pyyaml" in {name.lower() for name in recorded}
    assert not any("ruff" in name or "pytest" in name for name in recorded)
    assert state.changed(recorded) == []
    state.versions["pandas"] = "0"
    state.versions["ruff"] = "0"
    assert state.changed(recorded) == ["version:pandas"]


def test_what_is_read_is_recorded_and_what_is_written_is_not(tmp_path):
    script = """
import json, os, subprocess, sys
from pathlib import Path
from interviews import chapters, kernel
reads = kernel.Reads(os.path.realpath(sys.argv[1]))
sys.addaudithook(reads.hook)
for name in ("a.csv", "gone.csv", ".venv/b.csv", "_build/c.csv"):
    try:
        Path(name).read_text()
    except OSError:
        pass
Path("new.csv").write_text("x")
os.open("low.csv", os.O_RDONLY | os.O_CREAT)
os.listdir("many")
before = reads.blind
if sys.argv[2:]:
    subprocess.run(["true"])
import interviews.tables
chapters.code(Path("page.md"))
print(json.dumps({**reads.report(), "before": before}))
"""
    (tmp_path / "a.csv").touch()
    (tmp_path / "page.md").write_text("Words.")
    (tmp_path / "many").mkdir()
    run = [sys.executable, "-c", script, str(tmp_path)]
    said = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    found = json.loads(said)
    assert found["files"] == ["a.csv", "gone.csv", "low.csv"]
    assert found["folders"] == ["many"]
    assert found["code"] == ["page.md"]
    assert "tables.py" in found["modules"]
    assert not found["blind"]
    other = subprocess.run([*run, "x"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert '"blind": true' in other.stdout
    state = inputs.State(tmp_path)
    assert "everything" in state.recorded({**found, "blind": True})


@pytest.mark.slow
def test_chapters_of_the_book_depend_on_the_tables_they_use(site):
    root = site.parents[1]
    found = readers(root / "_build" / ".jupyter_cache" / "global.db")
    chapters = {
        path.stem for path in (root / "book").glob("*.md") if "kernelspec" in path.read_text()
    }
    everyone = found["file:data/coded/sentences.csv"]
    assert everyone == chapters | {"index"}
    assert all(seed in found for seed in (f"file:seeds/{f.name}" for f in root.glob("seeds/*.txt")))
    for table in ("links", "difficulties", "outcomes", "formulae"):
        assert found[f"file:data/coded/{table}.csv"] < everyone, table
    # The page that asks whether findings hold runs the code of the chapters.
    assert found["module:figures/economics.py"] <= {"economics", "what_holds"}
    assert "code:book/economics.md" in found


def readers(database):
    """Return the pages that depend on each input."""
    found = {}
    with closing(sqlite3.connect(database)) as connection:
        for uri, data in connection.execute("select uri, data from nbcache"):
            for name in json.loads(data)["inputs"]:
                found.setdefault(name, set()).add(Path(uri).stem)
    return found


# --- what is left when a build fails ---


@pytest.mark.slow
def test_all_notebooks_that_fail_are_named_with_their_lines_and_the_site_stays(book):
    before = published(book)
    append(book, "chapter.md", "\n```{code-cell} python\nwrong = 1 / 0\n```\n")
    append(book, "second.md", "\n```{code-cell} python\nraise KeyError('no such row')\n```\n")
    said = failed(build(book))
    for name, text, error in (
        ("chapter.md", "wrong = 1", "ZeroDivisionError: division by zero"),
        ("second.md", "raise KeyError", "KeyError: 'no such row'"),
    ):
        assert f"{name}:{line_of(book, name, text)}: a cell raises {error}" in said
    assert said.startswith("2 problems:\n")
    assert published(book) == before
    replace(book / "second.md", "raise KeyError", "print")
    replace(book / "chapter.md", "1 / 0", "1 / 1")
    assert set(executed(build(book))) == {"chapter", "second"}


@pytest.mark.slow
def test_what_succeeded_beside_a_failure_is_not_executed_again(book):
    replace(book / "chapter.md", "Trade rose to {trade}", "Trade fell to {trade}")
    append(book, "second.md", "\n```{code-cell} python\n1 / 0\n```\n")
    failed(build(book))
    replace(book / "second.md", "1 / 0", "1 / 1")
    assert executed(build(book)) == {"second": "new code"}
    assert "Trade fell" in page(book, "chapter")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("os.kill(os.getpid(), 9)", "the kernel died (SIGKILL)"),
        (
            "import ctypes; ctypes.string_at(0)",
            "the kernel died (SIGSEGV",
        ),
        ("import time; time.sleep(300)", "a cell ran for more than 2 s"),
    ],
)
def test_a_kernel_that_dies_or_hangs_fails_the_build_in_time(book, code, problem):
    before = published(book)
    append(book, "second.md", f"\n```{{code-cell}} python\n{code}\n```\n")
    replace(book / "_config.yml", "timeout: 60", "timeout: 2")
    begun = time.monotonic()
    said = failed(build(book))
    assert f"second.md:{line_of(book, 'second.md', code)}: {problem}" in said
    assert time.monotonic() - begun < 60
    assert published(book) == before
    assert not kernels_of(book)


def kernels_of(book):
    """Return the processes that have the folder of `book` as their own."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").readlink() == book:
                found.append(int(process.name))
        except OSError:
            continue
    return found


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["Executing", "reading sources", "writing output"])
def test_a_build_that_is_killed_leaves_the_last_good_site(book, moment):
    before = published(book)
    (book / "data" / "number.txt").write_text("8")
    process = subprocess.Popen(
        [PROGRAM, "build", "."],
        cwd=book, env=environment(book, PYTHONUNBUFFERED="1"),
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    wanted = "to be executed" if moment == "Executing" else moment
    for line in process.stdout:
        if wanted in line:
            break
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert published(book) == before
    deadline = time.monotonic() + 10
    while kernels_of(book) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not kernels_of(book)
    executed(build(book))
    assert ">8</a>" in page(book, "chapter")
    assert ">8</a>" in page(book, "index")
    assert not list((book / "_build").glob(".html-*"))


@pytest.mark.slow
def test_a_disk_that_takes_no_more_leaves_the_last_good_site(book):
    before = published(book)
    (book / "data" / "number.txt").write_text("9")
    most = 20_000  # bytes in one file; what Sphinx keeps of the pages is larger
    done = subprocess.run(
        [PROGRAM, "build", "."],
        cwd=book, env=environment(book), capture_output=True, text=True, timeout=120,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
    )  # fmt: skip
    assert done.returncode != 0
    assert "File too large" in done.stderr
    assert published(book) == before
    executed(build(book))
    assert ">9</a>" in page(book, "chapter")


def test_a_library_that_cannot_be_imported_does_not_stop_the_others():
    kernel.warm(["no_such_library_here", "json"])
