"""Notebooks are executed when an input of theirs changed, side by side, and never otherwise.

The cache of MyST-NB knows only the code of a notebook. Here each entry also holds what its
execution read, imported and was set to (see `interviews.kernel`), with a digest of each; entries
whose inputs are no longer the same are executed again before Sphinx reads any page, on as many
cores as there are. MyST-NB then finds everything in its cache.
"""

import contextlib
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_cache.cache.db import NbCacheRecord
from jupyter_cache.cache.main import JupyterCacheBase
from myst_nb.core.read import create_nb_reader
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from interviews.manifest import sha256
from interviews.paths import ROOT_VARIABLE
from interviews.sphinx_ext import evidence, execution, inputs, kernels, progress
from interviews.sphinx_ext.strict import BookError, line_of, message, plainly

LOG = logging.getLogger(__name__)
INPUTS = "inputs"  # the key of our data in an entry of the cache
SECONDS = "execution_seconds"  # and that of MyST-NB
MOST_NAMES = 3


@dataclass(frozen=True)
class Stale:
    """A notebook to execute: why, and how long it took the last time (0 where unknown)."""

    docname: str
    notebook: NotebookNode
    why: str
    seconds: float


@dataclass
class Run:
    """What this build executed: seconds by page, how many it did not have to, seconds in all."""

    executed: dict[str, float] = field(default_factory=dict)
    reused: int = 0
    seconds: float = 0.0


def of(app: Sphinx) -> Run:
    """Return what was executed in this build."""
    return app.interviews_run


def state(app: Sphinx) -> inputs.State:
    """Return the inputs as they were at the beginning of this build."""
    return app.interviews_inputs


def why_stale(cache: JupyterCacheBase, key: str, now: inputs.State) -> str:
    """Return why the outputs of the notebook with `key` cannot be used, empty if they can."""
    try:
        record = NbCacheRecord.record_from_hashkey(key, cache.db)
        cache.get_cache_bundle(record.pk)
    except Exception:
        # None there, or one that a killed build left half written: both are made anew.
        return "new code"
    known = (record.data or {}).get(INPUTS)
    if known is None:
        return "no record of what it reads"
    names = [name.partition(":")[2] or name for name in now.changed(known)]
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return f"changed: {', '.join(names[:MOST_NAMES])}{more}" if names else ""


def read_notebook(env: BuildEnvironment, docname: str) -> NotebookNode | None:
    """Return the notebook of a page as MyST-NB reads it, None for a page without code."""
    path = env.doc2path(docname)
    text = Path(path).read_text(encoding="utf-8-sig")
    reader = create_nb_reader(path, env.myst_config, env.mystnb_config, text)
    return reader.read(text) if reader else None


@plainly
def _begin(app: Sphinx, config: Config) -> None:
    # Kernels are other processes: the environment is the one thing they share with the build.
    os.environ[ROOT_VARIABLE] = str(app.srcdir)
    app.interviews_inputs = inputs.State(Path(app.srcdir))
    app.interviews_run = Run()
    # Sphinx reads every page again when this changes: any of them may show any of it.
    config.interviews_shown = app.interviews_inputs.shown
    app.interviews_server = None
    first = not (Path(app.outdir).parent / ".jupyter_cache").exists()
    if first and config["nb_execution_mode"] == "cache":
        app.interviews_server = kernels.Server(config.interviews_warm)  # while Sphinx gets ready


def _execute(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Bring the outputs of all notebooks up to date and return the pages to read again."""
    edited = _edited(env)
    if env.mystnb_config.execution_mode != "cache":
        return edited
    cache = get_cache(env.mystnb_config.execution_cache_path)
    keys = _keys(env, cache, {*added, *changed, *edited})
    stale = _stale(app, env, cache, keys)
    of(app).reused = len(keys) - len(stale)
    if not stale:
        return edited
    begun = time.monotonic()
    problems = _run(app, env, cache, stale)
    of(app).seconds = time.monotonic() - begun
    if problems:
        raise BookError(message(problems))
    return [*edited, *(one.docname for one in stale)]


def _edited(env: BuildEnvironment) -> list[str]:
    """Return the pages whose words changed; Sphinx goes by dates, which a copy may keep."""
    before = getattr(env, "interviews_sources", {})
    env.interviews_sources = {
        docname: sha256(Path(env.doc2path(docname)).read_bytes()) for docname in env.found_docs
    }
    return [name for name, digest in env.interviews_sources.items() if before.get(name) != digest]


def _keys(env: BuildEnvironment, cache: JupyterCacheBase, fresh: Iterable[str]) -> dict[str, str]:
    """Return the key of every notebook in the cache, by page; only `fresh` pages are looked at."""
    known = {k: v for k, v in getattr(env, "interviews_keys", {}).items() if k in env.found_docs}
    for docname in {*fresh, *(env.found_docs - known.keys())}:
        notebook = read_notebook(env, docname)
        known[docname] = cache.create_hashed_notebook(notebook)[1] if notebook else ""
    env.interviews_keys = known
    return {docname: key for docname, key in known.items() if key}


def _stale(
    app: Sphinx, env: BuildEnvironment, cache: JupyterCacheBase, keys: dict[str, str]
) -> list[Stale]:
    """Return what must be executed, the longest first, so that no core waits at the end."""
    found = []
    for docname, key in keys.items():
        notebook = read_notebook(env, docname)
        why = why_stale(cache, key, state(app)) or _unanswered(env, docname, notebook)
        if why:
            found.append(Stale(docname, notebook, why, _last_time(cache, key)))
    return sorted(found, key=lambda one: (-one.seconds, -len(str(one.notebook)), one.docname))


def _expressions(notebook: NotebookNode) -> tuple[str, ...]:
    prose = (cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return tuple(evidence.expressions("\n".join(prose)))


def _unanswered(env: BuildEnvironment, docname: str, notebook: NotebookNode) -> str:
    new = set(_expressions(notebook)) - set(execution.evaluated(env, docname))
    return f"new in its prose: {', '.join(sorted(new))}" if new else ""


def _last_time(cache: JupyterCacheBase, key: str) -> float:
    try:
        return NbCacheRecord.record_from_hashkey(key, cache.db).data.get(SECONDS, 0.0)
    except KeyError:
        return 0.0


def _run(
    app: Sphinx, env: BuildEnvironment, cache: JupyterCacheBase, stale: list[Stale]
) -> list[str]:
    """Execute, keep what succeeded, and return what is wrong with the rest, one line a notebook."""
    LOG.info("%s to execute, %s at a time", len(stale), kernels.cores())
    for one in stale:
        LOG.info("%s: to be executed: %s", one.docname, one.why)
    server = app.interviews_server or kernels.Server(app.config.interviews_warm)
    app.interviews_server = None
    moments = kernels.run_all(server, [_task(env, one) for one in stale])
    problems = {}
    # Closed at once when the build is interrupted here: kernels would go on.
    with contextlib.closing(moments):
        for one in progress.executing(moments, len(stale), progress.live(app)):
            of(app).executed[one.task.page] = one.seconds
            if one.problem:
                problems[one.task.page] = _located(app, env, one)
            else:
                _keep(app, env, cache, one)
    return [problems[page] for page in sorted(problems)]


def _task(env: BuildEnvironment, one: Stale) -> kernels.Task:
    config, own = env.mystnb_config, one.notebook.metadata.get("execution", {})
    return kernels.Task(
        page=one.docname,
        notebook=one.notebook,
        cwd=Path(env.doc2path(one.docname)).parent,
        timeout=own.get("timeout", config.execution_timeout),
        expressions=_expressions(one.notebook),
        allow_errors=own.get("allow_errors", config.execution_allow_errors),
    )


def _keep(app: Sphinx, env: BuildEnvironment, cache: JupyterCacheBase, done: kernels.Done) -> None:
    recorded = state(app).recorded(done.reads) if done.reads else None
    data: dict[str, Any] = {SECONDS: done.seconds, execution.EVALUATED: done.evaluated}
    if recorded is not None:  # a notebook without any cell reads nothing and says nothing
        data[INPUTS] = recorded
    bundle = CacheBundleIn(done.task.notebook, str(env.doc2path(done.task.page)), data=data)
    cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)


def _located(app: Sphinx, env: BuildEnvironment, done: kernels.Done) -> str:
    path = Path(env.doc2path(done.task.page))
    line = line_of(path.read_text(encoding="utf-8"), done.cell)
    return f"{path.relative_to(app.srcdir).as_posix()}:{line}: {done.problem}"


def _finish(app: Sphinx, error: Exception | None) -> None:
    if getattr(app, "interviews_server", None):
        app.interviews_server.close()
        app.interviews_server = None


def setup(app: Sphinx) -> None:
    """Take stock when the configuration is known, execute before pages are read."""
    app.add_config_value("interviews_warm", [], "", [list])
    app.add_config_value("interviews_shown", "", "env", [str])
    app.connect("config-inited", _begin)
    app.connect("env-get-outdated", _execute)
    app.connect("build-finished", _finish)
