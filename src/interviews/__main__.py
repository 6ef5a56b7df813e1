"""Command line: `python -m interviews derive`, `validate`, `findings` or `pdf`."""

import argparse
import signal
import sys
from collections.abc import Iterator
from subprocess import SubprocessError

from interviews import codings, derivation, panels, paths, report, validation
from interviews.finding import Finding
from interviews.findings import FINDINGS
from interviews.majority import MAJORITY

INTERRUPTED = 128 + signal.SIGINT  # the exit code that shells expect


def main() -> int:
    """Run one command and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m interviews", description=__doc__)
    parser.add_argument(
        "command",
        choices=("derive", "validate", "findings", "pdf"),
        help="derive: write the tables made from the texts and the coding; "
        "validate: say everything that is wrong with the texts, the coding and those tables; "
        "findings: say what each finding reads as, whether it holds, and which moved; "
        "pdf: print the built site as one PDF",
    )
    parser.add_argument(
        "--coder",
        default=MAJORITY,
        help="findings: on one coder's codes, the majority's where the coder has none",
    )
    parser.add_argument("--without", default=[], nargs="*", help="findings: texts to leave out")
    given = parser.parse_args()
    commands = {
        "derive": _derive,
        "validate": _validate,
        "findings": lambda: _findings(given.coder, given.without),
        "pdf": _pdf,
    }
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return commands[given.command]()
    except paths.ProjectNotFoundError as error:
        return _fail([str(error)], "nothing was done")
    except KeyboardInterrupt:
        print(
            "Interrupted: run it again; what is not whole fails the build as stale.",
            file=sys.stderr,
        )
        return INTERRUPTED


def _derive() -> int:
    here = paths.find()
    try:
        changed = derivation.write(here)
        texts, kept = report.read(here.root), panels.read(here)
        if panels.check(here, texts):
            print("Weighing the findings, which takes a minute or two ...", flush=True)
        changed += panels.write(here, texts)
    except (validation.DataError, OSError) as error:
        return _fail(str(error).split("\n"), "nothing was written")
    print("\n".join(changed) or "The derived tables are what the texts and the coding give.")
    print("\n".join(_counts(codings.read_codings(here))))
    print("".join(f"{line}\n" for line in panels.told(_asked(texts), kept)), end="")
    return 0


def _counts(coded: codings.Codings) -> Iterator[str]:
    """Yield how the coders of each table met, a line a table, and how many cells tie."""
    for name, table in coded.schema.coded.items():
        coders = coded.coders(name) if table.judged else []
        if len(coders) > 1:
            found, kept = coded.units(name), coded.chosen(name, MAJORITY)
            alone = sum(len(unit.having) == 1 for unit in found)
            yield (
                f"{name}: {len(found)} units by {', '.join(coders)}; {alone} of one coder alone; "
                f"{len(kept)} of the majority."
            )
    ties = len(coded.ties())
    yield f"{ties} cells tie: the first coder's value stands where decisions.csv has no row."


def _validate() -> int:
    here = paths.find()
    problems = derivation.check(here) or panels.check(here, report.read(here.root))
    if problems:
        return _fail(problems, "see data/README.md for every column")
    print("The texts, the coding and the derived tables agree.")
    return 0


def _findings(coder: str, without: list[str]) -> int:
    """Print each finding and which moved; 1 if any does not hold."""
    here = paths.find()
    try:
        made = _asked(report.read(here.root, coder, without))
    except ValueError as error:
        return _fail(str(error).split("\n"), "no finding was asked")
    for one in made:
        if one.holds:
            print(f"holds  {one.name}: {one.words}")
    print("".join(f"{line}\n" for line in panels.told(made, panels.read(here))), end="")
    return 0 if all(one.holds for one in made) else 1


def _asked(texts: report.Report) -> list[Finding]:
    """Return the findings on a report; those that cannot be asked of it are printed."""
    made = []
    for function in FINDINGS:
        try:
            made.append(function(texts))
        except LookupError as error:
            print(f"not asked  {function.__name__}: {error}")
    return made


def _pdf() -> int:
    # Imported here, so that all else runs without what only the PDF needs.
    from interviews import pdf

    try:
        print(pdf.write(paths.find()))
    except (pdf.BookError, OSError, SubprocessError) as error:
        return _fail([str(error)], "no PDF was made")
    return 0


def _fail(problems: list[str], note: str) -> int:
    print("\n".join(problems), file=sys.stderr)
    count = f"{len(problems)} problem{'' if len(problems) == 1 else 's'}"
    print(f"{count}; {note}.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
