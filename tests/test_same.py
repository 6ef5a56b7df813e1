"""Builds from the same inputs give the same bytes, wherever, whenever and however they are made."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import sysconfig
from contextlib import closing
from pathlib import Path

import jupytext
import nbformat
import pytest
from conftest import ROOT, copy_project
from nbclient import NotebookClient
from test_fresh import outside_of_tests
from test_sphinx_ext import TINY, append

from interviews import manifest
from interviews.sphinx_ext import aside

PROGRAM = Path(sysconfig.get_path("scripts")) / "jupyter-book"
ELSEWHERE = {"TZ": "Asia/Tokyo", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
CHAPTERS = ("index.md", "book/economics.md")


def build(book, *options, **environment):
    done = subprocess.run(
        [PROGRAM, "build", *options, "."],
        cwd=book, env={**outside_of_tests(), **environment},
        capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return manifest.site(book / "_build" / "html")


def verify(site, root):
    return subprocess.run(
        [sys.executable, "-m", "interviews", "verify", str(site)],
        env={**os.environ, "INTERVIEWS_ROOT": str(root)}, capture_output=True, text=True,
    )  # fmt: skip


def files_of(folder):
    return [file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()]


@pytest.fixture
def tiny(tmp_path):
    return Path(shutil.copytree(TINY, tmp_path / "tiny"))


@pytest.mark.slow
def test_two_builds_elsewhere_give_the_same_bytes(site, tmp_path):
    other = copy_project(tmp_path / "another place").root
    first, second = manifest.site(site), build(other, **ELSEWHERE)
    assert [name for name in {*first, *second} if first.get(name) != second.get(name)] == []
    places = (site, other / "_build" / "html")
    listed = [(place / manifest.NAME).read_bytes() for place in places]
    assert listed[0] == listed[1]
    assert set(first) | {manifest.NAME} == set(files_of(places[0])) == set(files_of(places[1]))
    for file in (other / "_build" / "html").rglob("*"):
        if file.suffix in (".html", ".js", ".json", ".ipynb", ".csv"):
            assert str(tmp_path) not in file.read_text(encoding="utf-8"), file


@pytest.mark.slow
def test_a_site_that_grew_is_the_site_built_at_once(tiny):
    append(tiny, "chapter.md", "\nA word that will be gone: zanzibar.\n")
    replaced = (tiny / "chapter.md").read_text().replace("t.csv", "gone.csv")
    (tiny / "chapter.md").write_text(replaced)
    build(tiny)
    assert (tiny / "_build/html/_downloads/figures/gone.csv").is_file()
    append(tiny, "index.md", "\nMore words.\n")
    build(tiny)
    shutil.copy(TINY / "chapter.md", tiny)
    append(tiny, "_toc.yml", "  - file: more\n")
    (tiny / "more.md").write_text("# More\n\nText.\n")
    build(tiny)
    shutil.copy(TINY / "_toc.yml", tiny)
    (tiny / "more.md").unlink()
    grown = build(tiny)
    shutil.rmtree(tiny / "_build")
    assert grown == build(tiny)
    assert not any("gone" in name or "more" in name for name in grown)


@pytest.mark.slow
def test_another_builder_in_between_leaves_nothing_stale(tiny):
    build(tiny)
    (tiny / "data" / "number.txt").write_text("6")
    build(tiny, "--builder", "singlehtml")
    after = build(tiny)
    assert ">6</a>" in (tiny / "_build/html/chapter.html").read_text()
    shutil.rmtree(tiny / "_build")
    assert after == build(tiny)


@pytest.mark.slow
def test_forked_kernels_give_what_fresh_kernels_give(built):
    for name in CHAPTERS:
        notebook = jupytext.read(ROOT / name)
        NotebookClient(notebook, timeout=120, kernel_name="python3").execute(
            cwd=str((ROOT / name).parent)
        )
        executed = nbformat.read(cached(built, name), as_version=4)
        assert outputs(executed) == outputs(notebook), name


def cached(built, name):
    """Return the file with the outputs that the build of `built` made of a page."""
    cache = built / "_build" / ".jupyter_cache"
    with closing(sqlite3.connect(cache / "global.db")) as connection:
        rows = connection.execute("select uri, hashkey from nbcache")
        keys = {Path(uri): key for uri, key in rows}
    return cache / "executed" / keys[built / name] / "base.ipynb"


def outputs(notebook):
    return [cell.outputs for cell in notebook.cells if cell.cell_type == "code"]


@pytest.mark.slow
def test_the_manifest_lists_every_file_and_every_input(built, site):
    listed = json.loads((site / manifest.NAME).read_text(encoding="utf-8"))
    there = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    assert set(listed["site"]) == there - {manifest.NAME}
    assert listed["inputs"]["files"] == manifest.project(built) == manifest.project(ROOT)
    page = (site / "manifest.html").read_text(encoding="utf-8")
    assert listed["inputs"]["digest"] in page
    assert all(digest in page for name, digest in listed["site"].items() if "manifest" not in name)
    assert 'href="../manifest.html"' in (site / "book" / "economics.html").read_text("utf-8")


@pytest.mark.slow
def test_verify_names_what_is_not_as_listed(built, site, tmp_path):
    good = verify(site, built)
    assert good.returncode == 0, good.stderr
    copy = Path(shutil.copytree(site, tmp_path / "site"))
    (copy / "index.html").write_text("altered")
    (copy / "search.html").unlink()
    (copy / "new.html").touch()
    bad = verify(copy, built)
    assert bad.returncode == 1
    assert "index.html: is not what the manifest lists" in bad.stderr
    assert "search.html: missing" in bad.stderr
    assert "new.html: unknown" in bad.stderr
    assert bad.stderr.rstrip().endswith(
        "3 problems; the site was not made from this checkout, or was changed since."
    )
    (copy / manifest.NAME).unlink()
    assert "missing: build the book" in verify(copy, built).stderr


def test_by_products_are_no_inputs(tmp_path):
    for name in ("a.py", "b.pyc", ".hidden", "__pycache__/c.py", "x.egg-info/d", "in/e.py"):
        file = tmp_path / "src" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    assert sorted(manifest.project(tmp_path)) == ["src/a.py", "src/in/e.py"]


def test_the_order_of_a_search_index_is_its_own():
    first = 'Search.setIndex({"terms": {"b": [1], "a": 0}, "titles": ["x"]})'
    second = 'Search.setIndex({"titles": ["x"], "terms": {"a": 0, "c": [], "b": [1]}})'
    assert aside.ordered(first) == aside.ordered(second)
