"""Notebooks are executed when something they depend on changed, side by side, never otherwise.

Outputs are kept in a folder named after one digest of data, texts, package, versions and settings,
where MyST-NB finds them by the code of each notebook. What is not there is executed before Sphinx
reads any page; after the last cell, the expressions in the prose, as in {eval}`gap`, are evaluated.
"""

import asyncio
import contextlib
import hashlib
import json
import os
import re
import shutil
import sys
import sysconfig
import time
from dataclasses import dataclass, field
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from myst_nb.core.read import create_nb_reader
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from interviews import kernel
from interviews.paths import ROOT_VARIABLE
from interviews.sphinx_ext.strict import BookError, message

LOG = logging.getLogger(__name__)
PACKAGE = Path(kernel.__file__).parent
EVAL = re.compile(r"\{eval\}`([^`]+)`")
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass
class Notebook:
    """A page with code; `line` is where the cell begins that ran last, `problem` why it failed."""

    docname: str
    file: Path
    cells: NotebookNode
    key: str  # of its code, in the cache
    expressions: set[str]  # in its prose
    values: dict[str, dict[str, Any]] = field(default_factory=dict)
    line: int = 1
    problem: str = ""

    def locate(self, cell: NotebookNode, cell_index: int) -> None:
        """Note the line of `cell`, which is about to run."""
        text = self.file.read_text(encoding="utf-8")
        self.line = text.count("\n", 0, max(text.find(cell.source.strip()), 0)) + 1


class Forked(LocalProvisioner):
    """Starts the process of a kernel as a fork of one that is warm."""

    process: Any = None

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork; `cmd`, which would start a cold one, is not used."""
        assert isinstance(self.parent, AsyncKernelManager)
        arguments = (self.parent.connection_file, str(kwargs["cwd"]), dict(os.environ))
        self.process = kernel.Fork(target=kernel.run, args=arguments, daemon=True)
        self.process.start()
        return self.connection_info


def digest(root: Path, everything: bool = False) -> str:
    """Return 16 hexadecimal digits for all that outputs depend on besides their own code.

    That is data, texts, this package, installed versions and settings; with `everything` also
    whatever else lies in the checkout at `root`, pages and configuration among it.
    """
    settings = {k: v for k, v in os.environ.items() if k.startswith("INTERVIEWS_")}
    settings.pop(ROOT_VARIABLE, None)
    installed = Path(sysconfig.get_path("purelib")).glob("*.dist-info")
    rest = [sys.version, sorted(settings.items()), sorted(folder.name for folder in installed)]
    total = hashlib.sha256(repr(rest).encode())
    for place in (PACKAGE, *([root] if everything else [root / "data", root / "seeds"])):
        _add(total, place)
    return total.hexdigest()[:16]


def _add(total: Any, folder: Path) -> None:
    """Add names and bytes of all files in `folder`, by-products and environments left out."""
    for file in sorted(folder.iterdir()) if folder.is_dir() else []:
        if file.name.startswith((".", "_build", "__pycache__")) or file.suffix == ".egg-info":
            continue
        if file.is_dir() and not Path(file, "pyvenv.cfg").exists():
            _add(total, file)
        elif file.is_file():
            content = hashlib.sha256(file.read_bytes()).hexdigest()
            total.update(f"{file.relative_to(folder.parent).as_posix()} {content}\n".encode())


def evaluated(env: BuildEnvironment, docname: str) -> dict[str, dict[str, Any]]:
    """Return what became of each expression in the prose of a page, none for a page without code.

    Of each: `{"status": "ok", "data": MIME bundle}`, or `{"status": "error", "ename", "evalue"}`.
    """
    return _kept(env, docname)["values"]


def _kept(env: BuildEnvironment, docname: str) -> dict[str, Any]:
    with contextlib.suppress(OSError, ValueError):
        return json.loads(_file(env, docname).read_text(encoding="utf-8"))
    return {"key": "", "values": {}}


def _file(env: BuildEnvironment, docname: str) -> Path:
    return Path(env.config.nb_execution_cache_path, "evaluated", f"{docname}.json")


def _keep(env: BuildEnvironment, done: Notebook) -> None:
    """Keep outputs, and then values: where these are, those are."""
    cache = get_cache(env.config.nb_execution_cache_path)
    bundle = CacheBundleIn(done.cells, str(done.file))
    cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
    file = _file(env, done.docname)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"key": done.key, "values": done.values}), encoding="utf-8")


def _read(env: BuildEnvironment, docname: str) -> Notebook | None:
    """Return a page as MyST-NB reads it, None if it has no code."""
    file = Path(env.doc2path(docname))
    text = file.read_text(encoding="utf-8-sig")
    reader = create_nb_reader(str(file), vars(env)["myst_config"], vars(env)["mystnb_config"], text)
    if reader is None:
        return None
    cells = reader.read(text)
    key = get_cache(env.config.nb_execution_cache_path).create_hashed_notebook(cells)[1]
    return Notebook(docname, file, cells, key, set(EVAL.findall(text)))


def _is_stale(env: BuildEnvironment, notebook: Notebook) -> bool:
    kept = _kept(env, notebook.docname)
    return kept["key"] != notebook.key or not kept["values"].keys() >= notebook.expressions


async def _execute_all(env: BuildEnvironment, notebooks: list[Notebook]) -> None:
    """Execute side by side, as many at a time as there are cores, and keep what succeeded."""
    places = asyncio.Semaphore(CORES)

    async def one(notebook: Notebook) -> None:
        async with places:
            begun = time.monotonic()
            await _execute(notebook, env.config.nb_execution_timeout)
            LOG.info("Executed %s in %.1f s", notebook.docname, time.monotonic() - begun)
        if not notebook.problem:
            _keep(env, notebook)

    await asyncio.gather(*map(one, notebooks))


async def _execute(notebook: Notebook, timeout: int) -> None:
    try:
        await _run(notebook, timeout)
    except CellExecutionError as error:
        notebook.problem = f"a cell raises {error.ename}: {error.evalue}: mend it."
    except CellTimeoutError:
        notebook.problem = f"a cell took more than {timeout} s (timeout in _config.yml)."
    except (DeadKernelError, RuntimeError, OSError) as error:
        notebook.problem = f"its kernel died or did not start: {error}: run it to see why."


async def _run(notebook: Notebook, timeout: int) -> None:
    """Run all cells, then evaluate the expressions in the prose."""
    manager = AsyncKernelManager()
    manager.provisioner = Forked(parent=manager, kernel_spec=manager.kernel_spec)
    # Without times in the cells, which would change their key in the cache.
    client = NotebookClient(
        notebook.cells, km=manager, timeout=timeout, record_timing=False,
        shutdown_kernel="immediate", on_cell_start=notebook.locate,
    )  # fmt: skip
    client.owns_km = True  # so that it ends the kernel as well
    client.reset_execution_trackers()
    async with client.async_setup_kernel(cwd=str(notebook.file.parent)):
        assert client.kc is not None
        info: Any = await client.async_wait_for_reply(client.kc.kernel_info())
        notebook.cells.metadata["language_info"] = info["content"]["language_info"]
        for index, cell in enumerate(notebook.cells.cells):
            await client.async_execute_cell(cell, index, client.code_cells_executed + 1)
        wanted = {each: each for each in notebook.expressions}
        asked = client.kc.execute("", silent=True, user_expressions=wanted)
        answer: Any = await client.async_wait_for_reply(asked)
    for each, value in answer["content"].get("user_expressions", {}).items():
        value.pop("traceback", None)
        notebook.values[each] = value


def _begin(app: Sphinx, config: Config) -> None:
    # Kernels are other processes: the environment is the one thing they share with the build.
    os.environ[ROOT_VARIABLE] = str(app.srcdir)
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    caches = Path(app.doctreedir).with_name(".jupyter_cache")
    here = caches / digest(Path(app.srcdir))
    forkserver.set_forkserver_preload(kernel.WARM)
    if not here.exists():
        forkserver.ensure_running()  # gets warm while Sphinx gets ready
    for old in caches.glob("*"):
        if old != here:
            shutil.rmtree(old, ignore_errors=True)
    # Sphinx reads every page again when this changes: any of them may show any data.
    config.nb_execution_cache_path = str(here)


def _bring_up_to_date(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Execute what is stale and return the pages to read again."""
    if env.config.nb_execution_mode != "cache":
        return []
    read = [notebook for name in sorted(env.found_docs) if (notebook := _read(env, name))]
    stale = [notebook for notebook in read if _is_stale(env, notebook)]
    stale.sort(key=lambda one: -one.file.stat().st_size)  # the longest first
    LOG.info("Executing %s of %s notebooks, %s at a time", len(stale), len(read), CORES)
    asyncio.run(_execute_all(env, stale))
    places = ((one.file.relative_to(app.srcdir).as_posix(), one) for one in stale if one.problem)
    problems = sorted(f"{place}:{one.line}: {one.problem}" for place, one in places)
    if problems:
        raise BookError(message(problems))
    return [notebook.docname for notebook in stale]


def setup(app: Sphinx) -> None:
    """Take stock when the configuration is known, execute before pages are read."""
    app.connect("config-inited", _begin)
    app.connect("env-get-outdated", _bring_up_to_date)
