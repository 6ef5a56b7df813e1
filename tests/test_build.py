"""What is executed when something changed, and what is left when a build fails or is killed."""

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sysconfig
import time
from pathlib import Path

import pytest
from conftest import ROOT, copy_project
from filelock import FileLock

from interviews import paths
from interviews.sphinx_ext import execution, output, strict

TINY = ROOT / "tests" / "tiny_book"
PROGRAM = Path(sysconfig.get_path("scripts")) / "jupyter-book"
ELSEWHERE = {"TZ": "Asia/Tokyo", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
EXECUTED = re.compile(r"^Executed (\S+) in ", re.M)
SECOND = """---
file_format: mystnb
kernelspec: {display_name: Python 3, language: python, name: python3}
---

# Second

The word is not shown here.

```{code-cell} python
import os
from pathlib import Path
word = Path(os.environ["INTERVIEWS_ROOT"], "data", "word.txt").read_text()
print("The word:", word)
```
"""


def environment(book, **more):
    """Return the settings of a build that reads the package of `book` and knows of no pytest."""
    left_out = ("PYTEST_CURRENT_TEST", paths.ROOT_VARIABLE)
    kept = {k: v for k, v in os.environ.items() if k not in left_out}
    package = {"PYTHONPATH": str(book / "package")} if (book / "package").exists() else {}
    return {**kept, **package, **more}


def build(book, *options, **more):
    return subprocess.run(
        [PROGRAM, "build", *options, "."],
        cwd=book, env=environment(book, **more), capture_output=True, text=True, timeout=300,
    )  # fmt: skip


def good(book, *options, **more):
    """Build, check that it succeeded, and return the pages that were executed."""
    done = build(book, *options, **more)
    assert done.returncode == 0, done.stdout + done.stderr
    return set(EXECUTED.findall(re.sub(r"\x1b\[[0-9;]*m|^updating environment: ", "", done.stdout)))


def failed(book):
    """Build, check that it failed with all of the last site in place, and return the last words."""
    before = site(book)
    done = build(book)
    assert done.returncode == 1, done.stdout
    assert site(book) == before
    assert "Traceback" not in done.stderr
    assert done.stderr.endswith("The last good site is untouched.\n")
    return done.stderr


def site(book):
    """Return what is published: name and content of each file."""
    folder = book / "_build" / "html"
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file()
    }


def page(book, name):
    return (book / "_build" / "html" / f"{name}.html").read_text(encoding="utf-8")


def append(file, text):
    with file.open("a", encoding="utf-8") as opened:
        opened.write(text)


def line_of(file, text):
    return file.read_text(encoding="utf-8").partition(text)[0].count("\n") + 1


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


@pytest.fixture(scope="module")
def pristine(tmp_path_factory):
    """A built book of two notebooks with a package of its own."""
    book = Path(shutil.copytree(TINY, tmp_path_factory.mktemp("build") / "book"))
    shutil.copytree(ROOT / "src" / "interviews", book / "package" / "interviews")
    (book / "second.md").write_text(SECOND)
    append(book / "_toc.yml", "  - file: second\n")
    (book / "data" / "word.txt").write_text("rose")
    (book / "seeds").mkdir()
    assert good(book) == {"chapter", "second"}
    return Path(shutil.copytree(book, book.with_name("kept"), symlinks=True))


@pytest.fixture
def book(pristine):
    """That book at the place where it was built, free to be changed."""
    place = pristine.with_name("book")
    shutil.rmtree(place)
    return Path(shutil.copytree(pristine, place, symlinks=True))


# --- what is executed ---


def test_nothing_changed_starts_no_kernel_and_writes_nothing(book):
    link = (book / "_build" / "html").readlink()
    done = build(book)
    assert "Nothing changed since the last build; no kernel started." in done.stdout
    assert (book / "_build" / "html").readlink() == link
    # As before after a change that is taken back, and on request.
    assert good(book, "--all") == set()
    assert (book / "_build" / "html").readlink() != link


def test_changed_data_execute_all_notebooks_and_write_all_pages(book):
    (book / "data" / "word.txt").write_text("fell")
    assert good(book) == {"chapter", "second"}
    assert "The word: fell" in page(book, "second")
    (book / "data" / "word.txt").write_text("rose")
    (book / "data" / "number.txt").write_text("7")
    assert good(book) == {"chapter", "second"}
    assert "The word: rose" in page(book, "second")
    assert ">7</" in page(book, "chapter")
    assert ">7</" in page(book, "index")  # shows what the chapter computed


def test_changed_code_executes_its_notebook_alone_and_changed_words_none(book):
    shutil.copy(book / "second.md", book / "as-it-was.txt")
    append(book / "second.md", "\nOther words.\n")
    assert good(book) == set()
    assert "Other words." in page(book, "second")
    append(book / "second.md", "\n```{code-cell} python\nprint(6 * 7)\n```\n")
    assert good(book) == {"second"}
    assert ">42\n<" in page(book, "second")
    append(book / "second.md", "\nAnd more {eval}`word`.\n")
    build(book)  # the role is not defined here
    (kept,) = (book / "_build" / ".jupyter_cache").glob("*/evaluated/second.json")
    assert "'rose'" in kept.read_text()


@pytest.mark.parametrize("what", ["seed", "module", "setting", "version"])
def test_whatever_else_outputs_depend_on_is_in_their_digest(tmp_path, monkeypatch, what):
    (tmp_path / "seeds").mkdir()
    monkeypatch.setattr(execution, "PACKAGE", tmp_path / "package")
    monkeypatch.setattr(execution.sysconfig, "get_path", lambda name: str(tmp_path / "installed"))
    (tmp_path / "package").mkdir()
    (tmp_path / "page.md").write_text("words")
    before = execution.digest(tmp_path), execution.digest(tmp_path, everything=True)
    (tmp_path / "page.md").write_text("other words")
    assert execution.digest(tmp_path) == before[0]
    assert execution.digest(tmp_path, everything=True) != before[1]
    (tmp_path / "package" / "__pycache__").mkdir()
    (tmp_path / "package" / "__pycache__" / "module.pyc").touch()
    assert execution.digest(tmp_path) == before[0]
    if what == "seed":
        (tmp_path / "seeds" / "text.txt").write_text("words")
    elif what == "module":
        (tmp_path / "package" / "module.py").write_text("x = 1")
    elif what == "setting":
        monkeypatch.setenv("INTERVIEWS_CODER", "b")
    else:
        (tmp_path / "installed" / "pandas-9.dist-info").mkdir(parents=True)
    assert execution.digest(tmp_path) != before[0]


def test_expressions_are_evaluated_after_the_last_cell(book):
    append(book / "second.md", "\n```{code-cell} python\nword = [1, 2]\n```\n")
    append(book / "second.md", "\n{eval}`word`, {eval}`word[1]` and {eval}`nothing`.\n")
    build(book)
    (kept,) = (book / "_build" / ".jupyter_cache").glob("*/evaluated/second.json")
    values = json.loads(kept.read_text())["values"]
    assert values["word"]["data"] == {"text/plain": "[1, 2]"}
    assert values["word[1]"]["data"] == {"text/plain": "2"}
    assert values["nothing"] == {
        "status": "error", "ename": "NameError", "evalue": "name 'nothing' is not defined",
    }  # fmt: skip


def test_notebooks_run_side_by_side(book):
    # Each waits for a file that the other one makes.
    for mine, other in (("chapter", "second"), ("second", "chapter")):
        append(
            book / f"{mine}.md",
            "\n```{code-cell} python\nimport pathlib, time\n"
            f"pathlib.Path('{mine}.here').touch()\n"
            f"while not pathlib.Path('{other}.here').exists():\n    time.sleep(0.05)\n```\n",
        )
    assert good(book) == {"chapter", "second"}


# --- what is left when a build fails ---


def test_all_that_is_wrong_is_said_at_once_with_its_place_and_again(book):
    append(book / "chapter.md", "\n```{code-cell} python\nwrong = 1 / 0\n```\n")
    append(book / "second.md", "\n```{code-cell} python\nraise KeyError('no such row')\n```\n")
    places = [(book / "chapter.md", "wrong = 1"), (book / "second.md", "raise KeyError")]
    first, second = (f"{file.name}:{line_of(file, text)}: a cell raises" for file, text in places)
    for _ in range(2):
        said = failed(book)
        assert "the book has 2 problems:" in said
        assert f"{first} ZeroDivisionError: division by zero" in said
        assert f"{second} KeyError: 'no such row'" in said


def test_a_warning_fails_the_build_cold_and_warm(book):
    append(book / "index.md", "\n[no such page](nowhere.md)\n")
    append(book / "second.md", "\n{unknown}`role`\n")
    wanted = [
        f"index.md:{line_of(book / 'index.md', '[no such')}:",
        f"second.md:{line_of(book / 'second.md', '{unknown')}:",
    ]
    for _ in range(2):
        said = failed(book)
        assert all(place in said for place in wanted), said


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("import os; os.kill(os.getpid(), 9)", "its kernel died or did not start"),
        ("import time; time.sleep(300)", "a cell took more than 2 s"),
    ],
)
def test_a_kernel_that_dies_or_hangs_fails_the_build_in_time(book, code, problem):
    append(book / "second.md", f"\n```{{code-cell}} python\n{code}\n```\n")
    config = (book / "_config.yml").read_text()
    (book / "_config.yml").write_text(config.replace("timeout: 60", "timeout: 2"))
    assert f"second.md:{line_of(book / 'second.md', code)}: {problem}" in failed(book)
    assert not kernels_of(book)


@pytest.mark.parametrize("moment", ["Executing ", "reading sources", "preparing documents"])
def test_a_build_that_is_killed_leaves_the_last_good_site(book, moment):
    before = site(book)
    (book / "data" / "number.txt").write_text("8")
    process = subprocess.Popen(
        [PROGRAM, "build", "."],
        cwd=book, env=environment(book, PYTHONUNBUFFERED="1"),
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    for line in process.stdout:
        if moment in line:
            break
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert site(book) == before
    deadline = time.monotonic() + 60
    while kernels_of(book) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not kernels_of(book)
    good(book)
    assert ">8</" in page(book, "chapter")
    assert ">8</" in page(book, "index")
    assert len(list((book / "_build" / ".sites").glob("html-*"))) == 1


def test_a_second_build_says_that_another_works_in_the_folder(book):
    append(book / "second.md", "\nOther words.\n")
    with FileLock(book / "_build" / ".lock"):
        assert "another build works in this folder: wait until it ended." in failed(book)
    assert good(book) == set()


# --- what is published ---


def test_a_site_that_grew_is_the_site_built_at_once_somewhere_else(book, tmp_path):
    append(book / "second.md", "\nA word that will be gone: zanzibar.\n")
    append(book / "_toc.yml", "  - file: more\n")
    (book / "more.md").write_text("# More\n\nText.\n")
    good(book)
    assert "more.html" in site(book)
    (book / "more.md").unlink()
    shutil.copy(TINY / "_toc.yml", book)
    append(book / "_toc.yml", "  - file: second\n")
    (book / "second.md").write_text(SECOND)
    good(book)
    other = Path(shutil.copytree(book, tmp_path / "another place", ignore=lambda *_: {"_build"}))
    good(other, **ELSEWHERE)
    assert site(book) == site(other)
    assert "more.html" not in site(book)
    for file in (other / "_build" / "html").rglob("*"):
        if file.suffix in (".html", ".js", ".json", ".ipynb", ".csv", ".txt"):
            assert str(tmp_path) not in file.read_text(encoding="utf-8"), file


def test_the_sums_are_those_of_all_files(book):
    folder = book / "_build" / "html"
    check = ["sha256sum", "--check", "--quiet", "--strict", output.SUMS]
    assert subprocess.run(check, cwd=folder, check=False).returncode == 0
    listed = (folder / output.SUMS).read_text().splitlines()
    assert {line.split("  ", 1)[1] for line in listed} == site(book).keys() - {output.SUMS}


def test_a_build_without_this_extension_gives_way(book):
    folder = book / "_build" / "html"
    folder.unlink()
    folder.mkdir()
    (folder / "left-over.html").touch()
    good(book)
    assert folder.is_symlink()
    assert "left-over.html" not in site(book)


@pytest.mark.slow
def test_the_report_built_elsewhere_is_the_same(built, tmp_path):
    other = copy_project(tmp_path / "another place").root
    done = build(other, **ELSEWHERE, INTERVIEWS_ROOT=str(other))
    assert done.returncode == 0, done.stdout + done.stderr
    assert site(built) == site(other)


def test_one_problem_is_one():
    assert strict.message(["a"]) == "the book has 1 problem:\na"
