"""`make lab`: a chapter opens as a notebook, reads as the page does, and is saved as it was."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import prose
import pytest
from conftest import ROOT

pytestmark = pytest.mark.slow

EXAMPLE = ROOT / "tests/example.md"
CHAPTERS = [file for file in prose.pages(ROOT)[1:] if "{eval}`" in file.read_text("utf-8")]
NOTEBOOKS = [EXAMPLE, *CHAPTERS]
IDS = [file.stem for file in NOTEBOOKS]
OPENED = 120_000  # milliseconds that JupyterLab may take on a busy machine
RUN = 180_000  # milliseconds that all cells of a chapter may take
TRIES = 10
PROMPT = ".jp-CodeCell .jp-InputPrompt"
TAB = "#jp-main-dock-panel .lm-TabBar-tab"
ERRORS = (
    ".jp-OutputArea-output[data-mime-type*='error']",
    ".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']",
    ".jp-RenderedText .ansi-red-fg",
)
# A role that was not rendered, and how jupyterlab-myst writes an expression without a value.
BARE = re.compile(r"\{\w+\}`|inline expression|NameError|Javascript Error")


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A project to open: the settings and chapters of this one, and the example."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "book", folder / "book")
    shutil.copy(ROOT / "pyproject.toml", folder)
    shutil.copy(EXAMPLE, folder / "book")
    shutil.copy(next((ROOT / "book/texts").glob("*.md")), folder / "book/texts/tiny_2024.md")
    return folder


@pytest.fixture(scope="module")
def server(tmp_path_factory, project):
    """A running JupyterLab, started as `make lab` starts it, and its address."""
    folder = tmp_path_factory.mktemp("lab")
    environment = os.environ | {
        "JUPYTER_CONFIG_PATH": str(ROOT / ".jupyter"),
        "JUPYTER_RUNTIME_DIR": str(folder),
        "JUPYTER_CONFIG_DIR": str(folder),
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
        "INTERVIEWS_ROOT": str(ROOT),
    }
    tracker = folder / "settings/@jupyterlab/notebook-extension/tracker.jupyterlab-settings"
    tracker.parent.mkdir(parents=True)
    tracker.write_text('{"windowingMode": "none"}')  # else only cells on the screen are there
    options = ["--no-browser", "--allow-root", "--port=0", "--IdentityProvider.token=t"]
    command = [Path(sys.executable).with_name("jupyter"), "lab", *options]
    command += [f"--ServerApp.root_dir={project}"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        yield _address(folder)
        process.terminate()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()


def _address(folder):
    for _ in range(600):
        for path in folder.glob("jpserver-*.json"):
            words = path.read_text(encoding="utf-8")
            if words:
                return json.loads(words)["url"]
        time.sleep(0.1)
    raise TimeoutError("JupyterLab did not start within a minute")


@pytest.fixture(scope="module")
def opened(browser, server):
    """Opens notebooks in JupyterLab and runs all their cells; each once."""
    known = {}

    def open_notebook(name):
        if name not in known:
            context = browser.new_context(viewport={"width": 1300, "height": 2400})
            context.set_default_timeout(30_000)
            known[name] = context.new_page()
            # In a workspace of its own, else JupyterLab opens the notebooks before it again.
            run_all(known[name], f"{server}lab/workspaces/{name}/tree/book/{name}.md?token=t")
        return known[name]

    yield open_notebook
    for page in known.values():
        page.context.close()


def run_all(page, address):
    """Open a notebook, run all cells, and wait until none is waiting or running."""
    page.goto(address)
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=OPENED)
    page.get_by_text(re.compile(r"\| Idle")).first.wait_for(timeout=OPENED)
    for _ in range(TRIES):
        if page.locator(".jp-Dialog").count():
            page.keyboard.press("Enter")
        page.locator(".lm-MenuBar-item", has_text="Run").first.click()
        page.get_by_text("Run All Cells", exact=True).first.click()
        page.wait_for_timeout(3000)
        # A kernel that is not quite there yet leaves the request unheard.
        if page.locator(PROMPT, has_text=re.compile(r"\[(\d+|\*)\]:")).count():
            break
    done = page.locator(PROMPT).last.filter(has_text=re.compile(r"\[\d+\]:"))
    # A cell that fails ends the run before the last one.
    done.or_(page.locator(ERRORS[0])).first.wait_for(timeout=RUN)
    page.wait_for_timeout(1500)  # prose is drawn once more when its values have arrived


@pytest.mark.parametrize("name", IDS)
def test_a_notebook_runs_without_an_error_or_a_bare_role_and_is_saved_as_it_was(
    opened, project, name
):
    page, file = opened(name), project / "book" / f"{name}.md"
    assert page.locator(", ".join(ERRORS)).all_inner_texts() == []
    prose = page.locator(".jp-MarkdownCell").all_inner_texts()
    outputs = page.locator(".jp-OutputArea-output").all_inner_texts()
    assert [text for text in [*prose, *outputs] if BARE.search(text)] == []
    before, saved = file.read_bytes(), file.stat().st_mtime_ns
    page.locator(TAB, has_text=f"{name}.md").click()
    page.keyboard.press("Control+s")
    page.wait_for_timeout(500)
    for _ in range(100):
        if file.stat().st_mtime_ns > saved and file.stat().st_size:  # emptied, then written
            break
        page.wait_for_timeout(100)
    assert file.stat().st_mtime_ns > saved, "nothing was saved"
    assert file.read_bytes() == before


def test_prose_headings_and_findings_show_their_numbers_and_what_fails_says_why(opened):
    page = opened("example")
    prose = " ".join(" ".join(page.locator(".jp-MarkdownCell").all_inner_texts()).split())
    assert "Trade is 5 , which makes 6.00 in three words." in prose
    assert "Trade grew to 5" in prose
    outputs = page.locator(".jp-OutputArea-output").all_inner_texts()
    assert outputs[0].startswith("Trade rose to 5.")
    assert outputs[1].startswith("This finding does not hold on these data: Trade fell to 5.")
    assert "trade fell (on tiny-2024:s002, tiny-2024:s005)" in outputs[1]
    assert outputs[2].strip() == "a mark"  # the notebook goes on


# Links of the example: a number, a derived one, a quotation, a finding and its evidence.
CLICKS = (
    ".jp-MarkdownCell a:text-is('5')",
    ".jp-MarkdownCell a:text-is('6.00')",
    ".jp-MarkdownCell a:has-text('rose')",
    ".jp-OutputArea-output a:text-is('5')",
    ".jp-OutputArea-output a:text-is('tiny-2024:s005')",
)


def test_a_click_opens_the_text_beside_the_notebook_and_on_a_mark_in_another_window(opened):
    page = opened("example")
    for link in CLICKS:
        page.locator(link).first.click()
        page.locator(f"{TAB}.lm-mod-current", has_text="tiny_2024.md").wait_for()
        assert page.locator(".jp-Dialog").count() == 0
        page.locator(TAB, has_text="example.md").click()
        page.locator(f"{TAB}.lm-mod-current", has_text="example.md").wait_for()
    with page.context.expect_page() as other:
        page.locator("svg a:has-text('a mark')").click()
    other.value.locator(TAB, has_text="tiny_2024.md").wait_for(timeout=OPENED)
    other.value.close()
