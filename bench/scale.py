"""Time and memory of each step for corpora of growing size: `make bench`.

The five texts are copied, with their coding, under other keys. Each step runs in a process of its
own, so that its memory is its own. The exponent says how time grows from one size to the next: 1
is linear, 2 quadratic. With `--differ`, each copy changes the last digits of its decimals, so that
no two copies state one amount: press that repeats nothing, which is the worst case.
"""

import argparse
import csv
import hashlib
import json
import math
import os
import re
import resource
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from interviews import derivation, paths
from interviews.codings import read_codings
from interviews.corpus import read_corpus
from interviews.validation import validate

PROGRAM = Path(sysconfig.get_path("scripts")) / "jupyter-book"
VOCABULARIES = ("measures", "phrases", "speakers")
PARTS_OF_THE_SITE = ("book/_static", "book/_templates", "book/references.bib", "_config.yml")
HEAD = f"{'step':<12} {'texts':>6} {'seconds':>9} {'MiB':>7} {'exponent':>9}"
MEBIBYTE = 1024  # in the unit of getrusage
DECIMAL = re.compile(r"(?<=\d\.)\d+")


# --- the steps ---


def corpus(root: Path) -> None:
    """Read the texts and split them into sentences."""
    read_corpus(paths.Paths(root))


def coding(root: Path) -> None:
    """Read the texts and all coded tables."""
    dict(read_codings(paths.Paths(root)).tables)


def checked(root: Path) -> None:
    """Check the texts and the coding."""
    if problems := validate(paths.Paths(root)):
        sys.exit("\n".join(problems[:5]))


def derived(root: Path) -> None:
    """Check, derive all tables and write them."""
    derivation.write(paths.Paths(root))


def report(root: Path) -> None:
    """Load what the chapters load: sentences, quantities and comparisons as data frames."""
    from interviews import book

    loaded = book.load()
    for name in ("sentences", "quantities", "characterisations", "comparisons"):
        getattr(loaded, name)


def pages(root: Path) -> None:
    """Build a site of the pages of all texts, without chapters."""
    done = subprocess.run(
        [PROGRAM, "build", "."], cwd=root, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stdout[-2000:] + done.stderr[-2000:])


STEPS: dict[str, Callable[[Path], None]] = {
    "corpus": corpus, "coding": coding, "validate": checked, "derive": derived, "report": report,
    "pages": pages,
}  # fmt: skip


# --- a larger corpus ---


@dataclass(frozen=True)
class Copy:
    """The copy of a text with a number; `differs` tells whether it changes decimals."""

    known: re.Pattern[str]
    number: int
    differs: bool

    def key(self, text: str) -> str:
        """Return text in which the keys of texts are those of the copy."""
        return self.known.sub(lambda found: f"{found[0]}-copy{self.number}", text)

    def file(self, name: str) -> str:
        """Return the name that the copy gives to a file."""
        stem, dot, ending = name.partition(".")
        return f"{stem}-copy{self.number}{dot}{ending}"

    def words(self, text: str) -> str:
        """Return the words of the copy: of the same length, with other decimals if it differs."""
        return DECIMAL.sub(self._digits, text) if self.differs else text

    def _digits(self, found: re.Match[str]) -> str:
        size = 10 ** len(found[0])
        return f"{(int(found[0]) + self.number) % size:0{len(found[0])}d}"

    def cell(self, column: str, cell: str) -> str:
        """Return a cell of a coded row as the copy has it."""
        if column in ("file", "short"):
            return self.file(cell)
        if column in ("exact", "prefix", "period"):
            return self.words(cell)
        return cell if column in ("note", "text", "reason", "sha256") else self.key(cell)


def multiply(source: Path, target: Path, times: int, differ: bool = False) -> None:
    """Write `times` copies of the corpus at `source` to `target`, each under keys of its own."""
    for name in ("data", "seeds"):
        shutil.copytree(source / name, target / name)
    with (source / "data/coded/documents.csv").open(encoding="utf-8", newline="") as file:
        keys = [row["document"] for row in csv.DictReader(file)]
    known = re.compile("|".join(map(re.escape, sorted(keys, key=len, reverse=True))))
    copies = [Copy(known, number, differ) for number in range(1, times)]
    digests = dict(_copied_seed(seed, target, copy) for seed in _seeds(source) for copy in copies)
    for table in (target / "data" / "coded").glob("*.csv"):
        if table.stem not in VOCABULARIES:
            _multiply_table(table, copies, digests)
    _site(source, target, [*keys, *(copy.key(key) for copy in copies for key in keys)])


def _seeds(source: Path) -> list[Path]:
    return sorted((source / "seeds").glob("*.txt"))


def _copied_seed(seed: Path, target: Path, copy: Copy) -> tuple[str, str]:
    content = copy.words(seed.read_bytes().decode()).encode()
    name = copy.file(seed.name)
    (target / "seeds" / name).write_bytes(content)
    return name, hashlib.sha256(content).hexdigest()


def _multiply_table(table: Path, copies: list[Copy], digests: dict[str, str]) -> None:
    with table.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, reader.fieldnames, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        for copy in copies:
            for row in rows:
                cells = {name: copy.cell(name, cell) for name, cell in row.items()}
                if "sha256" in cells:
                    cells["sha256"] = digests[cells["file"]]
                writer.writerow(cells)


def _site(source: Path, target: Path, keys: list[str]) -> None:
    """Write a book of nothing but the pages of the texts."""
    for name in PARTS_OF_THE_SITE:
        copying = shutil.copytree if (source / name).is_dir() else shutil.copy
        (target / name).parent.mkdir(exist_ok=True)
        copying(source / name, target / name)
    (target / "book/texts").mkdir()
    for key in keys:
        page = f"# {key}\n\n```{{interview}} {key}\n```\n"
        (target / f"book/texts/{key}.md").write_text(page, encoding="utf-8")
    (target / "index.md").write_text("# Texts\n", encoding="utf-8")
    files = "".join(f"  - file: book/texts/{key}\n" for key in keys)
    toc = f"format: jb-book\nroot: index\nchapters:\n{files}"
    (target / "_toc.yml").write_text(toc, encoding="utf-8")


# --- measuring ---


def measure(step: str, root: Path, most: float) -> tuple[float, float] | None:
    """Return seconds and MiB of one step, None where it took longer than `most` seconds."""
    command = [sys.executable, __file__, "--step", step, "--root", str(root)]
    environment = {**os.environ, "INTERVIEWS_ROOT": str(root)}
    try:
        done = subprocess.run(
            command, env=environment, stdout=subprocess.PIPE, text=True, check=True, timeout=most
        )
    except subprocess.TimeoutExpired:
        return None
    seconds, mebibytes = json.loads(done.stdout)
    return seconds, mebibytes


def run(step: str, root: Path) -> None:
    """Run one step and print its CPU seconds and the most memory that it ever had."""
    STEPS[step](root)
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    seconds = sum(one.ru_utime + one.ru_stime for one in spent)
    print(json.dumps([seconds, max(one.ru_maxrss for one in spent) / MEBIBYTE]))


def exponent(before: tuple[int, float] | None, now: tuple[int, float]) -> str:
    """Return how time grows with the number of texts, from one size to the next."""
    if before is None:
        return ""
    return f"{math.log(now[1] / before[1]) / math.log(now[0] / before[0]):.2f}"


def main() -> None:
    """Print the table, a line as soon as it is known."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, nargs="*", default=[1, 10, 100, 1000], help="copies")
    parser.add_argument("--most", type=float, default=600.0, help="seconds that a step may take")
    parser.add_argument("--steps", nargs="*", choices=STEPS, default=list(STEPS))
    parser.add_argument("--differ", action="store_true", help="let no two copies agree")
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    parser.add_argument("--root", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        return run(given.step, given.root)
    print(HEAD)
    before: dict[str, tuple[int, float]] = {}
    for times in given.times:
        with tempfile.TemporaryDirectory() as folder:
            multiply(paths.find().root, Path(folder), times, given.differ)
            _print_size(5 * times, Path(folder), given, before)
    return None


def _print_size(
    texts: int, root: Path, given: argparse.Namespace, before: dict[str, tuple[int, float]]
) -> None:
    for step in given.steps:
        print(f"{step}, {texts} texts ...", file=sys.stderr, flush=True)
        found = measure(step, root, given.most)
        if found is None:
            print(f"{step:<12} {texts:>6}  longer than {given.most:.0f} s", flush=True)
            continue
        growth = exponent(before.get(step), (texts, found[0]))
        before[step] = texts, found[0]
        print(f"{step:<12} {texts:>6} {found[0]:>9.2f} {found[1]:>7.0f} {growth:>9}", flush=True)


if __name__ == "__main__":
    main()
