"""Time and memory of each step for corpora of growing size: `make bench`.

The five texts are copied, with their coding, under other keys. Each step runs in a process of its
own, so that its memory is its own. The exponent says how time grows: 1 is linear, 2 quadratic.
"""

import argparse
import csv
import json
import math
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from interviews import paths
from interviews.codings import read_codings
from interviews.corpus import read_corpus
from interviews.derivation import derive
from interviews.validation import validate

VOCABULARIES = ("measures", "phrases", "speakers")
HEAD = f"{'step':<10} {'texts':>6} {'seconds':>9} {'MiB':>7} {'exponent':>9}"


def read(here: paths.Paths) -> None:
    """Read texts and all coded tables."""
    dict(read_codings(here).tables)


STEPS = {"corpus": read_corpus, "coding": read, "validate": validate, "derive": derive}


def multiply(source: Path, target: Path, times: int) -> None:
    """Write `times` copies of the corpus at `source` to `target`, each under keys of its own."""
    for name in ("data", "seeds"):
        shutil.copytree(source / name, target / name)
    shutil.copy(source / "_config.yml", target)
    with (source / "data/coded/documents.csv").open(encoding="utf-8", newline="") as file:
        keys = [row["document"] for row in csv.DictReader(file)]
    known = re.compile("|".join(map(re.escape, sorted(keys, key=len, reverse=True))))
    for table in (target / "data" / "coded").glob("*.csv"):
        if table.stem not in VOCABULARIES:
            _multiply_table(table, known, times)
    for seed in (source / "seeds").glob("*.txt"):
        for number in range(1, times):
            shutil.copy(seed, target / "seeds" / _numbered(seed.name, number))


def _multiply_table(table: Path, known: re.Pattern[str], times: int) -> None:
    with table.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([header, *rows])
        for number in range(1, times):
            for row in rows:
                cells = zip(header, row, strict=True)
                writer.writerow(_copied(name, cell, known, number) for name, cell in cells)


def _copied(column: str, cell: str, known: re.Pattern[str], number: int) -> str:
    if column in ("file", "short"):
        return _numbered(cell, number)
    if column in ("exact", "prefix", "note", "text", "reason"):
        return cell
    return known.sub(lambda found: f"{found[0]}-copy{number}", cell)


def _numbered(name: str, number: int) -> str:
    stem, dot, ending = name.partition(".")
    return f"{stem}-copy{number}{dot}{ending}"


def measure(step: str, root: Path, most: float) -> tuple[float, float] | None:
    """Return seconds and MiB of one step, None where it took longer than `most` seconds."""
    command = [sys.executable, __file__, "--step", step, "--root", str(root)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=most)
    except subprocess.TimeoutExpired:
        return None
    seconds, mebibytes = json.loads(done.stdout)
    return seconds, mebibytes


def run(step: str, root: Path) -> None:
    """Run one step and print its seconds and the most memory the process ever had."""
    begun = time.process_time()
    result = STEPS[step](paths.Paths(root))
    seconds = time.process_time() - begun
    if step == "validate" and result:
        sys.exit("\n".join(result[:5]))
    print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))


def exponent(before: tuple[int, float] | None, now: tuple[int, float]) -> str:
    """Return how time grows with the number of texts, from one size to the next."""
    if before is None:
        return ""
    return f"{math.log(now[1] / before[1]) / math.log(now[0] / before[0]):.2f}"


def main() -> None:
    """Print the table, a line as soon as it is known."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, nargs="*", default=[1, 10, 100], help="copies")
    parser.add_argument("--most", type=float, default=600.0, help="seconds that a step may take")
    parser.add_argument("--step", choices=STEPS)
    parser.add_argument("--root", type=Path)
    given = parser.parse_args()
    if given.step:
        return run(given.step, given.root)
    print(HEAD)
    before: dict[str, tuple[int, float]] = {}
    for times in given.times:
        with tempfile.TemporaryDirectory() as folder:
            multiply(paths.find().root, Path(folder), times)
            _print_size(5 * times, Path(folder), given.most, before)
    return None


def _print_size(texts: int, root: Path, most: float, before: dict[str, tuple[int, float]]) -> None:
    for step in STEPS:
        print(f"{step}, {texts} texts ...", file=sys.stderr, flush=True)
        found = measure(step, root, most)
        if found is None:
            print(f"{step:<10} {texts:>6}  longer than {most:.0f} s", flush=True)
            continue
        growth = exponent(before.get(step), (texts, found[0]))
        before[step] = texts, found[0]
        print(f"{step:<10} {texts:>6} {found[0]:>9.2f} {found[1]:>7.0f} {growth:>9}", flush=True)


if __name__ == "__main__":
    main()
