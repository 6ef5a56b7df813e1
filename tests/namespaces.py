"""Disks of a given size and read-only folders, mounted where nobody else sees them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

# As root, or as any user where the system lets users have namespaces of their own.
WAYS = (["unshare", "--mount"], ["unshare", "--user", "--map-root-user", "--mount"])
SERVE = """
import json, subprocess, sys
for line in sys.stdin:
    asked = json.loads(line)
    done = subprocess.run(**asked, capture_output=True, text=True, timeout=300)
    print(json.dumps([done.returncode, done.stdout, done.stderr]), flush=True)
"""


class Namespace:
    """A process with mounts of its own, which end with it; runs commands among them."""

    def __init__(self, way):
        self._process = subprocess.Popen(
            [*way, sys.executable, "-c", SERVE],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def run(self, *command, cwd="/", env=None):
        """Run a command there and return its exit code and what it printed."""
        words = [str(word) for word in command]
        asked = {"args": words, "cwd": str(cwd), "env": dict(env or os.environ)}
        print(json.dumps(asked), file=self._process.stdin, flush=True)
        answer = json.loads(self._process.stdout.readline())
        return subprocess.CompletedProcess(command, *answer)

    def mount(self, *words):
        done = self.run("mount", *words)
        assert done.returncode == 0, done.stderr

    def disk(self, folder, size):
        """Mount an empty disk of `size` at `folder`."""
        self.mount("-t", "tmpfs", "-o", f"size={size}", "none", folder)

    def read_only(self, folder):
        self.mount("--bind", folder, folder)
        self.mount("-o", "remount,bind,ro", folder)

    def seen(self, path):
        """Return `path` as it is there, from outside."""
        return Path(f"/proc/{self._process.pid}/root{path}")

    def close(self):
        self._process.stdin.close()
        self._process.wait(timeout=10)
        self._process.stdout.close()


def way(folder):
    """Return the words that start a process with mounts of its own; skips where none can."""
    said = []
    for words in WAYS:
        try:
            done = subprocess.run(
                [*words, "mount", "-t", "tmpfs", "-o", "size=64k", "none", str(folder)],
                capture_output=True, text=True,
            )  # fmt: skip
        except OSError as error:
            pytest.skip(f"nothing can be mounted here: {error}")
        if done.returncode == 0:
            return words
        said.append(done.stderr.strip())
    return pytest.skip(f"nothing can be mounted here: {'; '.join(said)}")
