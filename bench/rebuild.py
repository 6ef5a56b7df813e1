"""Times of builds after each kind of change, here and with stock Jupyter Book: `make bench`.

`stock` is the same book without our execution, cache and publishing: Jupyter Book executes one
notebook after another and keeps outputs by the code of the notebook alone, so that after a change
of data it shows stale numbers. It is sure not to be stale only when built from nothing, so that is
what a change costs with it; how long it takes as it comes, and how many notebooks it executes
where `here` executes all that changed, stand beside it. As it comes, and nothing changed, is
Sphinx finding nothing to do. Both are built in turn on the same machine.
"""

import argparse
import hashlib
import os
import re
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from interviews import paths

PROGRAM = Path(sysconfig.get_path("scripts")) / "jupyter-book"
LEFT_OUT = (".*", "_build", "__pycache__", "*.egg-info")
# What stock Jupyter Book has in place of our execution, cache and publishing: its own. Numbers in
# prose read what our execution recorded, so `stock` leaves them blank, with warnings: not `strict`.
STOCK = """
from importlib import import_module

from interviews.sphinx_ext import PARTS

def setup(app):
    for part in PARTS:
        if part not in ("execution", "output", "strict"):
            import_module(f"interviews.sphinx_ext.{part}").setup(app)
"""
EXECUTED = (
    re.compile(r"Executed (\S+) in [\d.]+ s", re.M),
    re.compile(r"^.*?(\S+): Executed notebook in", re.M),
)


@dataclass(frozen=True)
class Built:
    """What one build took in seconds, and how many notebooks it executed."""

    seconds: float
    executed: int


def build(root: Path) -> Built:
    """Build the book at `root`; stops with the output of a build that fails."""
    print(f"building {root.name} ...", file=sys.stderr, flush=True)
    environment = {**os.environ, "INTERVIEWS_ROOT": str(root), "PYTHONPATH": str(root)}
    begun = time.perf_counter()
    done = subprocess.run(
        [PROGRAM, "build", "."], cwd=root, env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    seconds = time.perf_counter() - begun
    if done.returncode:
        sys.exit(done.stdout[-3000:] + done.stderr[-3000:])
    return Built(seconds, sum(len(set(one.findall(done.stdout))) for one in EXECUTED))


# --- the changes ---


def replace(file: Path, old: str, new: str) -> None:
    """Replace text that must be there."""
    text = file.read_text(encoding="utf-8")
    if old not in text:
        sys.exit(f"{file}: no {old!r} to change")
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def touch_words(root: Path) -> None:
    """Change the prose of one chapter."""
    with (root / "book/economics.md").open("a", encoding="utf-8") as file:
        file.write("\nMore words.\n")


def touch_code(root: Path) -> None:
    """Change the code of one chapter."""
    replace(root / "book/economics.md", "report.read()\n", "report.read()  # again\n")


def touch_table(root: Path) -> None:
    """Change a note in a table."""
    replace(root / "data/coded/links.csv", "operating,said to have", "operating,said again to have")
    derive(root)


def touch_seed(root: Path) -> None:
    """Change a word of a text that no row quotes, and the digest of the text with it."""
    seed = root / "seeds/004_9be1b53486f3f032.txt"
    before = hashlib.sha256(seed.read_bytes()).hexdigest()
    replace(seed, "commemorate", "remember it")
    replace(
        root / "data/coded/documents.csv", before, hashlib.sha256(seed.read_bytes()).hexdigest()
    )
    derive(root)


def derive(root: Path) -> None:
    """Write the derived tables anew."""
    environment = {**os.environ, "INTERVIEWS_ROOT": str(root)}
    subprocess.run([sys.executable, "-m", "interviews", "derive"], env=environment, check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip


CHANGES: dict[str, Callable[[Path], None]] = {
    "nothing": lambda root: None,
    "words of one chapter": touch_words,
    "code of one chapter": touch_code,
    "one table": touch_table,
    "one seed": touch_seed,
}


# --- the books ---


def copy(target: Path) -> Path:
    """Copy this checkout."""
    shutil.copytree(paths.find().root, target, ignore=shutil.ignore_patterns(*LEFT_OUT))
    return target


def stock(target: Path) -> Path:
    """Copy this checkout as a book that stock Jupyter Book executes and caches."""
    copy(target)
    (target / "stock.py").write_text(STOCK, encoding="utf-8")
    replace(target / "_config.yml", "- interviews.sphinx_ext\n", "- stock\n")
    return target


def cold(root: Path) -> Built:
    """Build from nothing."""
    shutil.rmtree(root / "_build", ignore_errors=True)
    return build(root)


def main() -> None:
    """Print one line for each change."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1, help="cold builds, each of both books")
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = copy(Path(folder, "ours")), stock(Path(folder, "stock"))
        print(f"{'changed':<22} {'here':>12} {'stock, sure':>12} {'ratio':>6} {'as it comes':>14}")
        built = [(cold(ours), cold(theirs)) for _ in range(rounds)]
        for here, there in built:
            _say("everything (cold)", here, there.seconds, "")
        sure = statistics.median(there.seconds for _, there in built)
        ratios = [here.seconds / there.seconds for here, there in built]
        print(f"{'median of the ratios':<42} {statistics.median(ratios):>12.2f}")
        for name, change in CHANGES.items():
            for root in (ours, theirs):
                change(root)
            _say(name, build(ours), sure, _told(build(theirs)))


def _say(name: str, here: Built, sure: float, beside: str) -> None:
    ratio = here.seconds / sure
    print(f"{name:<22} {_told(here):>12} {sure:>10.1f} s {ratio:>6.2f} {beside:>14}", flush=True)


def _told(built: Built) -> str:
    return f"{built.seconds:.1f} s ({built.executed})"


if __name__ == "__main__":
    main()
