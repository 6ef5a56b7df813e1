"""Runs notebooks side by side, each in a kernel of its own, and says what each of them read."""

import asyncio
import atexit
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import NoSuchKernel
from jupyter_client.provisioning import KernelProvisionerBase
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from interviews import disk

STARTUP = 60  # seconds that a kernel may take before it answers
BEAT = 1.0  # seconds after which is told what runs


@dataclass(frozen=True)
class Task:
    """A notebook to run: `page` names it, `cwd` is where, `timeout` the seconds of one cell."""

    page: str
    notebook: NotebookNode
    cwd: Path
    timeout: int
    allow_errors: bool = False
    expressions: tuple[str, ...] = ()


@dataclass
class Done:
    """A notebook that was run, with its outputs, the seconds it took and what it read.

    `problem` says why it failed, in the cell whose source is `cell`; empty where it did not.
    """

    task: Task
    seconds: float = 0.0
    reads: dict[str, Any] = field(default_factory=dict)
    evaluated: dict[str, Any] = field(default_factory=dict)
    cell: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Moment:
    """What is known at one moment: a notebook that is done, if any, and the pages that run."""

    done: Done | None = None
    running: list[str] = field(default_factory=list)


class Server:
    """The warm process that is forked for each kernel; see `interviews.kernel`."""

    def __init__(self, libraries: list[str]) -> None:
        command = [sys.executable, "-m", "interviews.kernel", *libraries]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            start_new_session=True,  # an interruption from the keyboard is for the build alone
        )
        self._lock = threading.Lock()

    def ask(self, **request: Any) -> Any:
        """Return the answer to `request`; raises `DeadKernelError` when the server is gone."""
        with self._lock:
            try:
                print(json.dumps(request), file=self._process.stdin, flush=True)
                return json.loads(self._process.stdout.readline())
            except (OSError, ValueError):
                raise DeadKernelError("the process that starts kernels ended") from None

    def close(self) -> None:
        """End the server and with it every kernel."""
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()


class Forked(KernelProvisionerBase):
    """What Jupyter asks of a kernel's process, for a fork of the server."""

    server: Server
    folder: Path
    pid: int | None = None
    status: int | None = None

    @property
    def has_process(self) -> bool:
        """Tell whether there is a process."""
        return self.pid is not None

    async def poll(self) -> int | None:
        """Return how the kernel ended, None as long as it lives."""
        if self.pid is not None and self.status is None:
            self.status = self.server.ask(poll=self.pid)
        return self.status

    async def wait(self) -> int | None:
        """Wait for the end of the kernel."""
        while self.pid is not None and await self.poll() is None:
            await asyncio.sleep(0.01)
        self.pid = None
        return self.status

    async def send_signal(self, signum: int) -> None:
        """Send a signal to a kernel that lives."""
        if self.pid is not None and await self.poll() is None:
            os.kill(self.pid, signum)

    async def kill(self, restart: bool = False) -> None:
        """End the kernel at once."""
        await self.send_signal(signal.SIGKILL)

    async def terminate(self, restart: bool = False) -> None:
        """Ask the kernel to end."""
        await self.send_signal(signal.SIGTERM)

    async def cleanup(self, restart: bool = False) -> None:
        """Leave nothing behind; the folder of the run is removed as a whole."""

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Write the file that tells the kernel where to listen."""
        self.parent.write_connection_file()
        return await super().pre_launch(cmd=[], **kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> dict[str, Any]:
        """Let the server fork."""
        names = {name: str(self.folder / name) for name in ("record", "log")}
        self.pid = self.server.ask(
            connection=self.parent.connection_file,
            cwd=str(kwargs.get("cwd") or "."),
            env=dict(os.environ) | kwargs.get("env", {}),
            **names,
        )
        return self.parent.get_connection_info()


def cores() -> int:
    """Return how many notebooks to run at a time: as many as there are cores for this process."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_all(server: Server, tasks: list[Task]) -> Iterator[Moment]:
    """Run `tasks` side by side, in their order; yield each when it is done, and every beat."""
    with tempfile.TemporaryDirectory(prefix="kernels-") as folder:
        pool = ThreadPoolExecutor(max_workers=cores())
        try:
            jobs = {
                pool.submit(_run, server, task, Path(folder, str(number))): task.page
                for number, task in enumerate(tasks)
            }
            yield from _moments(jobs)
        finally:
            # After an interruption the threads end because their kernels do.
            pool.shutdown(wait=False, cancel_futures=True)
            server.close()
            pool.shutdown()


def _moments(jobs: dict[Future[Done], str]) -> Iterator[Moment]:
    pending = set(jobs)
    while pending:
        finished, pending = wait(pending, BEAT, return_when=FIRST_COMPLETED)
        running = [page for future, page in jobs.items() if future.running()]
        for future in finished:
            yield Moment(future.result(), running)
        if not finished:
            yield Moment(None, running)


def _run(server: Server, task: Task, folder: Path) -> Done:
    folder.mkdir()
    done, begun = Done(task), time.monotonic()
    try:
        asyncio.run(_execute(server, done, folder))
    except CellExecutionError as error:
        done.problem = f"a cell raises {error.ename}: {error.evalue}: run the notebook and mend it."
    except CellTimeoutError:
        done.problem = (
            f"a cell ran for more than {task.timeout} s and was ended: run the notebook to see "
            "where it hangs, or give it more time (execute: timeout in _config.yml)."
        )
    except DeadKernelError as error:
        why = f"{error}{_last_words(folder / 'log')}"
        done.problem = f"the kernel died ({why}): run the notebook to see why."
    except (RuntimeError, NoSuchKernel, OSError) as error:
        done.problem = f"no kernel could be started: {error}{_last_words(folder / 'log')}"
    if done.problem and disk.full(folder):
        done.problem += f" There is hardly any space left in {folder.parents[1]}: free some first."
    done.seconds = time.monotonic() - begun
    done.reads = _read_record(folder / "record")
    return done


def _read_record(record: Path) -> dict[str, Any]:
    """Return what a kernel noted; nothing, so that nobody relies on it, where that is cut off."""
    try:
        return json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


async def _execute(server: Server, done: Done, folder: Path) -> None:
    task = done.task
    # Sockets in the file system: no ports to collide, nobody else to listen.
    manager = AsyncKernelManager(
        kernel_name=task.notebook.metadata.get("kernelspec", {}).get("name", "python3"),
        transport="ipc",
        ip=str(folder / "k"),
        connection_file=str(folder / "connection.json"),
    )
    manager.provisioner = Forked(parent=manager, kernel_spec=manager.kernel_spec)
    manager.provisioner.server, manager.provisioner.folder = server, folder
    client = NotebookClient(
        task.notebook,
        km=manager,
        timeout=task.timeout,
        allow_errors=task.allow_errors,
        startup_timeout=STARTUP,
        shutdown_kernel="immediate",
        record_timing=False,  # times in a cell would change its key in the cache
        on_cell_start=_remember(done),
    )
    client.owns_km = True  # so that it ends the kernel as well
    try:
        await client.async_execute(cwd=str(task.cwd), cleanup_kc=False)
        done.evaluated = await _evaluated(client, task.expressions)
    except DeadKernelError:
        raise DeadKernelError(_ending(manager.provisioner.status)) from None
    finally:
        await client._async_cleanup_kernel()
        # Left there when a kernel does not start, to fail when the build ends.
        atexit.unregister(client._cleanup_kernel)


async def _evaluated(client: NotebookClient, expressions: tuple[str, ...]) -> dict[str, Any]:
    """Return what the kernel answers to the expressions in the prose of its notebook."""
    if not expressions:
        return {}
    wanted = {expression: expression for expression in expressions}
    reply = await client.kc.execute_interactive("", user_expressions=wanted, silent=True)
    return reply["content"]["user_expressions"]


def _remember(done: Done) -> Callable[..., None]:
    def note(cell: NotebookNode, cell_index: int) -> None:
        done.cell = cell.source

    return note


def _ending(status: int | None) -> str:
    """Return how a process ended, in words.

    >>> _ending(-9), _ending(3), _ending(None)
    ('SIGKILL', 'exit code 3', 'no trace')
    """
    if status is None:
        return "no trace"
    return signal.Signals(-status).name if status < 0 else f"exit code {status}"


def _last_words(log: Path) -> str:
    lines = log.read_text("utf-8", "replace").strip("\0\n ").splitlines() if log.is_file() else []
    return f"; {lines[-1]}" if lines else ""
