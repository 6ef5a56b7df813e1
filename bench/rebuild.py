"""Times of builds after each kind of change, here and with one notebook after another.

`stock` is the same book with `execute_notebooks: force`: Jupyter Book then executes each notebook
when it reads its page, one after another, and knows no inputs; only a full build is sure not to
be stale, so that is what each change costs with it. Both run in turn, on the same machine.
"""

import argparse
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from interviews import paths

PROGRAM = Path(sysconfig.get_path("scripts")) / "jupyter-book"
LEFT_OUT = (".*", "_build", "__pycache__", "*.egg-info")


def build(root: Path, *options: str) -> float:
    """Build and return the seconds it took; stops with the output of a build that fails."""
    begun = time.perf_counter()
    done = subprocess.run(
        [PROGRAM, "build", ".", *options], cwd=root, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return time.perf_counter() - begun


def replace(file: Path, old: str, new: str) -> None:
    """Replace text that must be there."""
    text = file.read_text(encoding="utf-8")
    if old not in text:
        sys.exit(f"{file}: no {old!r} to change")
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def touch_table(root: Path) -> None:
    """Change a note in a table that few chapters read."""
    replace(root / "data/coded/links.csv", ",a,customs-clearance,", ",b,customs-clearance,")
    derive(root)


def derive(root: Path) -> None:
    """Write the derived tables anew."""
    environment = {**os.environ, "INTERVIEWS_ROOT": str(root)}
    subprocess.run([sys.executable, "-m", "interviews", "derive"], env=environment, check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip


def touch_code(root: Path) -> None:
    """Change the code of one chapter."""
    replace(root / "book/economics.md", "report = book.load()\n", "report = book.load()  # again\n")


def touch_words(root: Path) -> None:
    """Change the prose of one chapter."""
    with (root / "book/economics.md").open("a", encoding="utf-8") as file:
        file.write("\nMore words.\n")


CHANGES: dict[str, Callable[[Path], None]] = {
    "everything (cold)": lambda root: None,
    "nothing": lambda root: None,
    "words of one chapter": touch_words,
    "code of one chapter": touch_code,
    "one table": touch_table,
}


def copy(target: Path, mode: str) -> Path:
    """Copy this checkout with the given way of execution."""
    shutil.copytree(paths.find().root, target, ignore=shutil.ignore_patterns(*LEFT_OUT))
    replace(target / "_config.yml", "execute_notebooks: cache", f"execute_notebooks: {mode}")
    return target


def main() -> None:
    """Print one line for each change: seconds here, seconds of stock, ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1, help="cold builds to take the median of")
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        ours, stock = (copy(Path(folder, mode), mode) for mode in ("cache", "force"))
        print(f"{'changed':<22} {'here':>7} {'stock':>7} {'ratio':>6}")
        for name, change in CHANGES.items():
            print(f"{name}: building here and as stock ...", file=sys.stderr, flush=True)
            pairs = []
            for _ in range(rounds if "cold" in name else 1):
                for root in (ours, stock):
                    change(root)
                if "cold" in name:
                    shutil.rmtree(ours / "_build", ignore_errors=True)
                pairs.append((build(ours), _stock(stock, name)))
            here, there = sorted(pairs, key=lambda pair: pair[0] / pair[1])[len(pairs) // 2]
            print(f"{name:<22} {here:>7.1f} {there:>7.1f} {here / there:>6.2f}", flush=True)


def _stock(root: Path, name: str) -> float:
    shutil.rmtree(root / "_build", ignore_errors=True)
    return build(root)


if __name__ == "__main__":
    main()
