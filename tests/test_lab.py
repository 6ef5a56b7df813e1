"""`make lab`: a double click on a chapter opens it as a notebook."""

import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from conftest import ROOT

OVERRIDES = ROOT / ".jupyter/labconfig/default_setting_overrides.json"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A running JupyterLab, started as `make lab` starts it, and its address."""
    folder = tmp_path_factory.mktemp("lab")
    environment = os.environ | {
        "JUPYTER_CONFIG_PATH": str(ROOT / ".jupyter"),
        "JUPYTER_RUNTIME_DIR": str(folder),
        "JUPYTER_CONFIG_DIR": str(folder),
    }
    options = ["--no-browser", "--allow-root", "--port=0", "--IdentityProvider.token=t"]
    command = [Path(sys.executable).with_name("jupyter"), "lab", *options]
    command += [f"--ServerApp.root_dir={ROOT}"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        yield _address(folder)
        process.terminate()


def _address(folder):
    for _ in range(600):
        for path in folder.glob("jpserver-*.json"):
            words = path.read_text(encoding="utf-8")
            if words:
                return json.loads(words)["url"]
        time.sleep(0.1)
    raise TimeoutError("JupyterLab did not start within a minute")


def ask(url):
    request = urllib.request.Request(url, headers={"Authorization": "token t"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def test_markdown_is_opened_by_the_notebook():
    viewers = json.loads(OVERRIDES.read_text(encoding="utf-8"))
    viewers = viewers["@jupyterlab/docmanager-extension:plugin"]["defaultViewers"]
    assert set(viewers) >= {"markdown", "myst"}
    assert set(viewers.values()) == {"Jupytext Notebook"}


def test_make_lab_uses_that_setting():
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(r'JUPYTER_CONFIG_PATH="\$\(CURDIR\)/\.jupyter" .*jupyter lab', recipe)


@pytest.mark.slow
def test_the_running_lab_has_the_setting(server):
    plugin = "@jupyterlab/docmanager-extension:plugin"
    found = ask(f"{server}lab/api/settings/{plugin}")
    default = found["schema"]["properties"]["defaultViewers"]["default"]
    assert default["markdown"] == "Jupytext Notebook"


@pytest.mark.slow
def test_the_running_lab_gives_a_chapter_as_a_notebook(server):
    found = ask(f"{server}api/contents/book/economics.md?type=notebook&content=1")
    assert found["type"] == "notebook"
    kinds = {cell["cell_type"] for cell in found["content"]["cells"]}
    assert kinds == {"code", "markdown"}
