"""A kernel in a fork of a process with the libraries imported: seconds less for each chapter."""

import os
from multiprocessing import parent_process
from multiprocessing.context import ForkServerProcess
from threading import Thread

WARM = ["IPython", "ipykernel.kernelapp", "matplotlib.pyplot", "pandas"]
WARM += ["jupyter_book.cli.main"]  # a fork imports the program that builds


def run(command: list[str], folder: str) -> None:
    """Be the kernel in `folder` that `command` would start, until told or the build is gone."""
    from ipykernel.kernelapp import IPKernelApp

    Thread(target=_end_with_build, daemon=True).start()
    os.chdir(folder)
    IPKernelApp.launch_instance([*command[command.index("-f") :], "--log-level=CRITICAL"])


def _end_with_build() -> None:
    if build := parent_process():
        build.join()
        os._exit(1)


class Fork(ForkServerProcess):
    """A process that Jupyter can treat as a `subprocess.Popen`."""

    stdin = stdout = stderr = None

    def poll(self) -> int | None:
        """Return how it ended, negative for a signal, None as long as it lives."""
        return self.exitcode

    def wait(self) -> int | None:
        """Return how it ended, once it has."""
        self.join()
        return self.exitcode

    def send_signal(self, number: int) -> None:
        """Send it a signal."""
        os.kill(self.pid or 0, number)
