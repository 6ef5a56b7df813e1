"""Command line: `python -m interviews derive` and `python -m interviews validate`."""

import argparse
import sys

from interviews import derivation, paths, validation


def main() -> int:
    """Run one command and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m interviews", description=__doc__)
    parser.add_argument(
        "command",
        choices=("derive", "validate"),
        help="derive: write the tables made from the texts and the coding; "
        "validate: say everything that is wrong with the texts, the coding and those tables",
    )
    command = parser.parse_args().command
    return _derive() if command == "derive" else _validate()


def _derive() -> int:
    try:
        files = derivation.write(paths.find())
    except validation.DataError as error:
        return _fail(str(error).split("\n"), "nothing was written")
    print("\n".join(files))
    return 0


def _validate() -> int:
    problems = derivation.check(paths.find())
    if problems:
        return _fail(problems, "see data/README.md for every column")
    print("The texts, the coding and the derived tables agree.")
    return 0


def _fail(problems: list[str], note: str) -> int:
    print("\n".join(problems), file=sys.stderr)
    count = f"{len(problems)} problem{'' if len(problems) == 1 else 's'}"
    print(f"{count}; {note}.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
