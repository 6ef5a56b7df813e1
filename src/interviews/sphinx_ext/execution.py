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
from collections.abc import Iterator
from dataclasses import dataclass
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
from nbclient.exceptions import CellExecutionError, CellTimeoutError
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from interviews import kernel
from interviews.paths import ROOT_VARIABLE
from interviews.sphinx_ext.strict import BookError

LOG = logging.getLogger(__name__)
PACKAGE = Path(kernel.__file__).parent
EVAL = re.compile(r"\{eval\}`([^`]+)`")
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Forked(LocalProvisioner):
    """Starts the process of a kernel as a fork of one that is warm."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork, where `cmd` would start a cold one."""
        self.process = kernel.Fork(target=kernel.run, args=(cmd, kwargs["cwd"]), daemon=True)
        self.process.start()
        return self.connection_info


@dataclass
class Notebook:
    """A page with code, its outputs, and where they are kept."""

    docname: str
    file: Path
    cells: NotebookNode
    key: str  # of its code, in the cache
    expressions: set[str]  # in its prose
    cell: int = 0  # that ran last

    def is_stale(self, env: BuildEnvironment) -> bool:
        """Tell whether outputs, or values of expressions, are not there."""
        known = kept(env, self.docname)
        return known["key"] != self.key or not known["values"].keys() >= self.expressions

    def note(self, cell: NotebookNode, cell_index: int) -> None:
        """Note which cell is about to run."""
        self.cell = cell_index

    async def run(self, timeout: int) -> dict[str, Any]:
        """Run all cells, then evaluate the expressions in the prose and return their values."""
        manager = AsyncKernelManager()
        manager.provisioner = Forked(parent=manager, kernel_spec=manager.kernel_spec)
        # Without times in the cells, which would change their key in the cache.
        client = NotebookClient(
            self.cells, km=manager, timeout=timeout, record_timing=False,
            shutdown_kernel="immediate", on_cell_start=self.note,
        )  # fmt: skip
        async with client.async_setup_kernel(cwd=str(self.file.parent), cleanup_kc=True):
            await client.async_execute(cleanup_kc=False)
            assert client.kc is not None
            wanted = {each: each for each in self.expressions}
            asked = client.kc.execute("", silent=True, user_expressions=wanted)
            answer: Any = await client.async_wait_for_reply(asked)
        return answer["content"].get("user_expressions", {})

    def keep(self, env: BuildEnvironment, values: dict[str, Any]) -> None:
        """Keep outputs, and then values: where these are, those are."""
        cache = get_cache(env.config.nb_execution_cache_path)
        bundle = CacheBundleIn(self.cells, str(self.file))
        cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
        said = json.dumps({"key": self.key, "values": values})
        _file(env, self.docname).write_text(said, encoding="utf-8")


def digest(root: Path, everything: bool = False) -> str:
    """Return 16 hexadecimal digits for all that outputs depend on besides their own code.

    That is data, texts, this package, installed versions and settings; with `everything` also
    whatever else lies in the checkout at `root`, pages and configuration among it.
    """
    settings = {k: v for k, v in os.environ.items() if k.startswith("INTERVIEWS_")}
    settings.pop(ROOT_VARIABLE, None)
    installed = sorted(one.name for one in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))
    total = hashlib.sha256(repr([sys.version, sorted(settings.items()), installed]).encode())
    for place in (PACKAGE, *([root] if everything else [root / "data", root / "seeds"])):
        for file in _files(place):
            content = hashlib.sha256(file.read_bytes()).hexdigest()
            total.update(f"{file.relative_to(place.parent).as_posix()} {content}\n".encode())
    return total.hexdigest()[:16]


def _files(folder: Path) -> Iterator[Path]:
    """Yield all files in `folder`, by-products and environments left out."""
    for file in sorted(folder.iterdir()) if folder.is_dir() else []:
        if file.name.startswith((".", "_build", "__pycache__")) or file.suffix == ".egg-info":
            continue
        if file.is_dir() and not Path(file, "pyvenv.cfg").exists():
            yield from _files(file)
        elif file.is_file():
            yield file


def kept(env: BuildEnvironment, docname: str) -> dict[str, Any]:
    """Return the `key` of a page's code and the `values` of the expressions in its prose.

    Of each: `{"status": "ok", "data": MIME bundle}`, or `{"status": "error", "ename", "evalue"}`.
    """
    with contextlib.suppress(OSError, ValueError):  # none yet, or of a build that was killed
        return json.loads(_file(env, docname).read_text(encoding="utf-8"))
    return {"key": "", "values": {}}


def _file(env: BuildEnvironment, docname: str) -> Path:
    return Path(env.config.nb_execution_cache_path, f"{docname.replace('/', '.')}.json")


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


async def _execute_all(env: BuildEnvironment, notebooks: list[Notebook]) -> list[str]:
    """Execute side by side, as many at a time as there are cores; return all problems."""
    places = asyncio.Semaphore(CORES)
    problems = await asyncio.gather(*(_execute(env, one, places) for one in notebooks))
    return sorted(filter(None, problems))


async def _execute(env: BuildEnvironment, notebook: Notebook, places: asyncio.Semaphore) -> str:
    """Execute a notebook and keep what it gives; return what is wrong with it, if anything."""
    timeout = env.config.nb_execution_timeout
    try:
        async with places:
            begun = time.monotonic()
            notebook.keep(env, await notebook.run(timeout))
            LOG.info("Executed %s in %.1f s", notebook.docname, time.monotonic() - begun)
            return ""
    except CellExecutionError as error:
        problem = f"a cell raises {error.ename}: {error.evalue}: mend it."
    except CellTimeoutError:
        problem = f"a cell took more than {timeout} s (timeout in _config.yml)."
    except (RuntimeError, OSError) as error:
        problem = f"its kernel died or did not start: {error}: run it to see why."
    line = notebook.cells.metadata["source_map"][notebook.cell] + 1
    return f"{notebook.file.relative_to(env.srcdir).as_posix()}:{line}: {problem}"


def _begin(app: Sphinx, config: Config) -> None:
    # Kernels are other processes: the environment is the one thing they share with the build.
    os.environ[ROOT_VARIABLE] = str(app.srcdir)
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    caches = Path(app.doctreedir).with_name(".jupyter_cache")
    here = caches / digest(Path(app.srcdir))
    forkserver.set_forkserver_preload(kernel.WARM)
    if not here.exists():
        forkserver.ensure_running()  # gets warm while Sphinx gets ready
    for old in {*caches.glob("*")} - {here}:
        shutil.rmtree(old, ignore_errors=True)
    # Sphinx reads every page again when this changes: any of them may show any data.
    config.nb_execution_cache_path = str(here)


def _bring_up_to_date(app: Sphinx, env: BuildEnvironment, *changed: set[str]) -> list[str]:
    """Execute what is stale and return the pages to read again."""
    read = [notebook for name in sorted(env.found_docs) if (notebook := _read(env, name))]
    stale = [notebook for notebook in read if notebook.is_stale(env)]
    stale.sort(key=lambda one: -one.file.stat().st_size)  # the longest first
    LOG.info("Executing %s of %s notebooks, %s at a time", len(stale), len(read), CORES)
    if problems := asyncio.run(_execute_all(env, stale)):
        raise BookError("\n".join(problems))
    return [notebook.docname for notebook in stale]


def setup(app: Sphinx) -> None:
    """Take stock when the configuration is known, execute before pages are read."""
    app.connect("config-inited", _begin)
    app.connect("env-get-outdated", _bring_up_to_date)
