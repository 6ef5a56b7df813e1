"""A copy of the data for tests that break it, and one built book for all that look at it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import hypothesis
import pytest
from filelock import FileLock

from interviews import paths

ROOT = paths.find().root
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# A test asks for nothing from elsewhere; neither shall the browser itself.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
LEFT_OUT = (".git", ".venv", "_build", ".pytest_cache", ".ruff_cache", ".hypothesis", "__pycache__")


# How long an example takes says something of the machine and nothing of the code.
hypothesis.settings.register_profile("report", deadline=None)
hypothesis.settings.load_profile("report")


def pytest_collection_modifyitems(items):
    """Leave the slow tests to CI."""
    if not os.environ.get("CI"):
        skip = pytest.mark.skip(reason="slow: runs with CI=true")
        for item in items:
            if "slow" in item.keywords:
                item.add_marker(skip)


@pytest.fixture(scope="session")
def here():
    """The paths of this checkout."""
    return paths.find()


@pytest.fixture
def copy(tmp_path):
    """A copy of what the data are made from, free to be broken."""
    for name in ("seeds", "data"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "_config.yml", tmp_path)
    return paths.Paths(tmp_path)


def copy_project(target: Path) -> paths.Paths:
    """Copy the whole project, as a clone would have it, to `target`."""
    shutil.copytree(ROOT, target, ignore=shutil.ignore_patterns(*LEFT_OUT, "*.egg-info"))
    return paths.Paths(target)


def build(root: Path) -> subprocess.CompletedProcess:
    """Run the plain build, with no flag that makes it stricter."""
    # Kernels behave otherwise when they know of pytest.
    left_out = (paths.ROOT_VARIABLE, "PYTEST_CURRENT_TEST")
    environment = {k: v for k, v in os.environ.items() if k not in left_out}
    return subprocess.run(
        [Path(sys.executable).with_name("jupyter-book"), "build", "."],
        cwd=root, env=environment, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip


@pytest.fixture(scope="session")
def built(tmp_path_factory, worker_id):
    """The root of a copy of the project with its book built, cold, once for all workers."""
    shared = tmp_path_factory.getbasetemp()
    place = (shared if worker_id == "master" else shared.parent) / "book"
    with FileLock(place.with_suffix(".lock")):
        if not place.with_suffix(".ready").exists():
            shutil.rmtree(place, ignore_errors=True)
            done = build(copy_project(place).root)
            assert done.returncode == 0, done.stdout + done.stderr
            place.with_suffix(".ready").touch()
    return place


@pytest.fixture(scope="session")
def site(built):
    """The folder of the built site."""
    return built / "_build" / "html"


@pytest.fixture(scope="module")
def browser():
    """Chromium, driven by Playwright: skipped by name where there is none, an error in CI.

    One for a module and no longer: while it is open no other test can run an event loop.
    """
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None and os.environ.get("CI"):
        pytest.fail("no Chromium: apt-get install chromium")
    if program is None:
        pytest.skip("no Chromium to test in: apt-get install chromium")
    # Only these tests need it, and loading it takes a while.
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield opened
        opened.close()
