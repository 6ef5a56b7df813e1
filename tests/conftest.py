"""A copy of the data for tests that break it, and one built book for all that look at it."""

import functools
import os
import shutil
import subprocess
import sysconfig
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import hypothesis
import pytest
from filelock import FileLock

from interviews import paths

ROOT = paths.find().root
TINY = ROOT / "tests" / "tiny_book"
PROGRAM = Path(sysconfig.get_path("scripts")) / "jupyter-book"
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


def environment(book: Path, **more: str) -> dict[str, str]:
    """Return the settings of a build that reads the package of `book`, where it has one.

    Kernels behave otherwise when they know of pytest.
    """
    left_out = (paths.ROOT_VARIABLE, "PYTEST_CURRENT_TEST")
    kept = {k: v for k, v in os.environ.items() if k not in left_out}
    package = {"PYTHONPATH": str(book / "package")} if (book / "package").exists() else {}
    return {**kept, **package, **more}


def build(book: Path, *options: str, **more: str) -> subprocess.CompletedProcess:
    """Run the plain build, with no flag that makes it stricter."""
    return subprocess.run(
        [PROGRAM, "build", *options, "."],
        cwd=book, env=environment(book, **more),
        capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip


def append(file: Path, text: str) -> None:
    """Add lines to a file."""
    with file.open("a", encoding="utf-8") as opened:
        opened.write(text)


def line_of(file: Path, text: str) -> int:
    """Return the line on which a text begins."""
    return file.read_text(encoding="utf-8").partition(text)[0].count("\n") + 1


def page(book: Path, name: str) -> str:
    """Return the HTML of a page."""
    return (book / "_build" / "html" / f"{name}.html").read_text(encoding="utf-8")


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


class Host(SimpleHTTPRequestHandler):
    """Has a site in a folder, and shows 404.html where nothing is, as hosts of static sites do."""

    def translate_path(self, path):
        return super().translate_path(path.removeprefix("/report"))

    def send_error(self, code, message=None, explain=None):
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(Path(self.directory, "404.html").read_bytes())

    def log_message(self, format, *args):
        """Say nothing."""


@pytest.fixture(scope="module")
def serve():
    """Serves a site, and returns its address."""
    servers = []

    def serve_site(site):
        handler = functools.partial(Host, directory=site)
        servers.append(ThreadingHTTPServer(("127.0.0.1", 0), handler))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_port}/report"

    yield serve_site
    for server in servers:
        server.shutdown()
        server.server_close()


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
