"""What is executed when something changed, and what is left when a build fails or is killed."""

import hashlib
import json
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from conftest import (
    PROGRAM,
    ROOT,
    TINY,
    append,
    build,
    copy_project,
    environment,
    line_of,
    page,
)
from filelock import FileLock

from interviews.sphinx_ext import execution, output

ELSEWHERE = {"TZ": "Asia/Tokyo", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
EXECUTED = re.compile(r"^Executed (\S+) in ", re.M)
HEAD = """---
file_format: mystnb
kernelspec: {display_name: Python 3, language: python, name: python3}
---
"""
SECOND = f"""{HEAD}
# Second

The word is not shown here.

```{{code-cell}} python
import os
from pathlib import Path
word = Path(os.environ["INTERVIEWS_ROOT"], "data", "word.txt").read_text()
print("The word:", word)
```
"""
# Each of two notebooks waits for a file that the other one makes.
WAITS = """
```{{code-cell}} python
import pathlib, time
pathlib.Path(".{mine}").touch()
while not pathlib.Path(".{other}").exists():
    time.sleep(0.05)
```
"""


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


def processes_in(book):
    """Return the processes, kernels above all, that have the folder of `book` as their own."""
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
    """A built book of two notebooks, which run side by side, with a package of its own."""
    book = Path(shutil.copytree(TINY, tmp_path_factory.mktemp("build") / "book"))
    shutil.copytree(ROOT / "src" / "interviews", book / "package" / "interviews")
    (book / "second.md").write_text(SECOND + WAITS.format(mine="second", other="chapter"))
    append(book / "chapter.md", WAITS.format(mine="chapter", other="second"))
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
    (book / "data" / "number.txt").write_text("7")
    assert good(book) == {"chapter", "second"}
    assert "The word: fell" in page(book, "second")
    assert ">7</" in page(book, "chapter")
    assert ">7</" in page(book, "index")  # shows what the chapter computed


def test_changed_code_executes_its_notebook_alone_and_changed_words_none(book):
    unused = page(book, "texts/tiny_2024").count("Nothing in this report cites this sentence")
    append(book / "chapter.md", "\nMore [on trade](texts/tiny_2024.md#s006).\n")
    append(book / "second.md", "\n{eval}`word`\n\n```{code-cell} python\nword = 6 * 7\n```\n")
    assert good(book) == {"second"}
    assert ">on trade</a>" in page(book, "chapter")
    assert ">42</span>" in page(book, "second")  # as it is after the last cell
    # Pages that no one changed show what others now say.
    text = page(book, "texts/tiny_2024")
    assert text.count("Nothing in this report cites this sentence") == unused - 1


def test_an_expression_that_is_new_is_evaluated_though_the_code_is_as_before(book):
    append(book / "second.md", "\n{eval}`word[1:]`, {eval}`nothing`.\n")
    assert '"nothing": define it' in failed(book)
    (kept,) = (book / "_build" / ".jupyter_cache").glob("*/second.json")
    values = json.loads(kept.read_text())["values"]
    assert values["word[1:]"]["data"] == {"text/plain": "'ose'"}
    assert values["nothing"]["ename"] == "NameError"


@pytest.mark.parametrize("what", ["seed", "module", "setting", "version"])
def test_whatever_else_outputs_depend_on_is_in_their_digest(tmp_path, monkeypatch, what):
    (tmp_path / "seeds").mkdir()
    monkeypatch.setattr(execution, "PACKAGE", tmp_path / "package")
    monkeypatch.setattr(execution.sysconfig, "get_path", lambda name: str(tmp_path / "installed"))
    (tmp_path / "package" / "__pycache__").mkdir(parents=True)
    before = execution.digest(tmp_path), execution.digest(tmp_path, everything=True)
    (tmp_path / "page.md").write_text("other words")
    (tmp_path / "package" / "__pycache__" / "module.pyc").touch()
    assert execution.digest(tmp_path) == before[0]
    assert execution.digest(tmp_path, everything=True) != before[1]
    if what == "seed":
        (tmp_path / "seeds" / "text.txt").write_text("words")
    elif what == "module":
        (tmp_path / "package" / "module.py").write_text("x = 1")
    elif what == "setting":
        monkeypatch.setenv("INTERVIEWS_CODER", "b")
    else:
        (tmp_path / "installed" / "pandas-9.dist-info").mkdir(parents=True)
    assert execution.digest(tmp_path) != before[0]


# --- what is left when a build fails ---

FAILING = {
    "raises": ("wrong = 1 / 0", "a cell raises ZeroDivisionError: division by zero"),
    "dies": ("import os; os.kill(os.getpid(), 9)", "its kernel died or did not start"),
    "hangs": ("import time; time.sleep(300)", "a cell took more than 5 s"),
}


def test_all_that_is_wrong_is_said_at_once_in_time_with_its_place_and_again(book):
    config = (book / "_config.yml").read_text()
    (book / "_config.yml").write_text(config.replace("timeout: 60", "timeout: 5"))
    wanted = []
    for name, (code, problem) in FAILING.items():
        file = book / f"{name}.md"
        file.write_text(f"{HEAD}\n# Page\n\n```{{code-cell}} python\n1\n```\n\nWords.\n")
        append(file, f"\n```{{code-cell}} python\n{code}\n```\n")
        append(book / "_toc.yml", f"  - file: {name}\n")
        wanted.append(f"{name}.md:{line_of(file, code)}: {problem}")
    for _ in range(2):
        said = failed(book)
        assert "the book has 3 problems:" in said
        assert all(one in said for one in wanted), said
        assert not processes_in(book)


def killed(book, moment, made=""):
    """Build, and kill the build when it is at a `moment`, and a cell has `made` a file.

    No process of it is left then.
    """
    before = site(book)
    process = subprocess.Popen(
        [PROGRAM, "build", "."],
        cwd=book, env=environment(book, PYTHONUNBUFFERED="1"),
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    for line in process.stdout:
        if moment in line:
            break
    while not (book / made).exists():
        time.sleep(0.1)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert site(book) == before
    deadline = time.monotonic() + 60
    while processes_in(book) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not processes_in(book)


def test_a_build_that_is_killed_leaves_the_last_good_site_and_nothing_that_is_trusted(book):
    (book / "data" / "number.txt").write_text("8")
    (book / ".second").unlink()
    killed(book, "Executing ", ".second")
    before = (book / "index.md").read_text()
    append(book / "index.md", "\n{unknown}`role`\n")
    killed(book, "preparing documents")  # when all pages were read, this one with a warning
    assert f"index.md:{line_of(book / 'index.md', '{unknown')}:" in failed(book)
    (book / "index.md").write_text(before)
    good(book)
    assert ">8</" in page(book, "chapter")
    assert ">8</" in page(book, "index")
    assert len(list((book / "_build" / ".sites").glob("html-*"))) == 1


def test_a_second_build_says_that_another_works_in_the_folder(book):
    with FileLock(book / "_build" / ".lock"):
        assert "another build works in this folder: wait until it ended." in failed(book)


# --- what is published ---


def test_a_site_that_grew_is_the_site_built_at_once_somewhere_else(book, tmp_path):
    kept = {name: (book / name).read_text() for name in ("second.md", "_toc.yml")}
    append(book / "second.md", "\nA word that will be gone: zanzibar.\n")
    append(book / "_toc.yml", "  - file: more\n")
    (book / "more.md").write_text("# More\n\nText.\n")
    good(book)
    assert "more.html" in site(book)
    (book / "more.md").unlink()
    for name, text in kept.items():
        (book / name).write_text(text)
    # A build without this extension gives way.
    folder = book / "_build" / "html"
    folder.unlink()
    folder.mkdir()
    (folder / "left-over.html").touch()
    good(book)
    assert folder.is_symlink()
    other = Path(shutil.copytree(book, tmp_path / "another place", ignore=lambda *_: {"_build"}))
    good(other, **ELSEWHERE)
    assert site(book) == site(other)
    assert not {"more.html", "left-over.html"} & set(site(book))
    for file in (other / "_build" / "html").rglob("*"):
        if file.suffix in (".html", ".js", ".json", ".ipynb", ".csv", ".txt"):
            assert str(tmp_path) not in file.read_text(encoding="utf-8"), file


def test_the_sums_are_those_of_all_files(book):
    folder = book / "_build" / "html"
    check = ["sha256sum", "--check", "--quiet", "--strict", output.SUMS]
    assert subprocess.run(check, cwd=folder, check=False).returncode == 0
    listed = (folder / output.SUMS).read_text().splitlines()
    assert {line.split("  ", 1)[1] for line in listed} == site(book).keys() - {output.SUMS}


@pytest.mark.slow
def test_the_report_built_elsewhere_is_the_same(built, tmp_path):
    other = copy_project(tmp_path / "another place").root
    good(other, **ELSEWHERE, INTERVIEWS_ROOT=str(other))
    assert site(built) == site(other)
