"""Say which pinned packages have known vulnerabilities: `python .ci/audit.py PIP_AUDIT`.

This advises and never blocks: the exit code is 0 with vulnerabilities and without, and also when
the database is out of reach. It is 1 when pip-audit itself fails, which is to be mended here.
"""

import argparse
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PINS = Path(__file__).parents[1] / "constraints.txt"
# OSV and not PyPI, pip-audit's own choice: where a mirror answers for PyPI without its list of
# vulnerabilities, pip-audit skips every package and then says that it found none.
OPTIONS = ("--vulnerability-service=osv", "--timeout=10", "--format=json", "--desc=off")
# The file is the whole closure, so that there is nothing to resolve.
OPTIONS = (*OPTIONS, "--progress-spinner=off", "--disable-pip", "--no-deps")
OUT_OF_REACH = ("requests.exceptions.", "ServiceError", "network may be blocking")
NOTHING = "nothing was audited"


def main() -> int:
    """Run pip-audit on the pins, say what it found, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", help="the pip-audit to run")
    parser.add_argument("--seconds", type=float, default=120, help="limit for all packages")
    given = parser.parse_args()
    try:
        done = subprocess.run(
            [given.program, *OPTIONS, "--requirement", PINS],
            capture_output=True, text=True, timeout=given.seconds, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return out_of_reach(f"no end after {given.seconds:g} s")
    # pip-audit exits with 1 for what it found and for its own failures, but prints only the former.
    return report(json.loads(done.stdout)) if done.stdout.strip() else failure(done.stderr)


def report(found: dict[str, Any]) -> int:
    """Say what pip-audit found, and of which packages it knows nothing."""
    audited = [package for package in found["dependencies"] if "skip_reason" not in package]
    skipped = [package["name"] for package in found["dependencies"] if "skip_reason" in package]
    if not audited:
        return out_of_reach(f"it knows none of {len(skipped)} packages")
    warnings = [warning for package in audited for warning in vulnerabilities(package)]
    for line, text in warnings:
        warn(text, line)
    if skipped:
        warn(f"audit: unknown to the database, not audited: {', '.join(skipped)}")
    print(f"audit: packages audited: {len(audited)}; known vulnerabilities: {len(warnings)}")
    return 0


def vulnerabilities(package: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """Yield the line of the pin and a sentence for each vulnerability of a package."""
    for found in package["vulns"]:
        names = ", ".join([found["id"], *sorted(found["aliases"])])
        mended = ", ".join(found["fix_versions"])
        remedy = f"raise the pin; mended in {mended}" if mended else "no version mends it yet"
        pin = f"{package['name']}=={package['version']}"
        yield line_of(package["name"]), f"{pin}: known vulnerability {names}: {remedy}"


def line_of(package: str) -> int:
    """Return the line of constraints.txt that pins a package, from 1; 0 if there is none."""
    for number, line in enumerate(PINS.read_text(encoding="utf-8").splitlines(), 1):
        if re.sub(r"[-_.]+", "-", line.partition("==")[0]).lower() == package:
            return number
    return 0


def failure(said: str) -> int:
    """Tell a database that is out of reach from a pip-audit that fails."""
    last = said.strip().rpartition("\n")[2] or "it said nothing"
    if any(sign in said for sign in OUT_OF_REACH):
        return out_of_reach(last)
    print(f"audit: pip-audit failed; {NOTHING}: {last}", file=sys.stderr)
    return 1


def out_of_reach(reason: str) -> int:
    """Say that there was no database to ask, which is no fault of the pins."""
    warn(f"audit: the database of vulnerabilities could not be reached; {NOTHING}")
    print(f"audit: the reason: {reason}")
    return 0


def warn(text: str, line: int = 0) -> None:
    """Print a warning about a pin, or about all; as an annotation where GitHub runs this."""
    if os.environ.get("GITHUB_ACTIONS"):
        place = f" file={PINS.name},line={line}" if line else ""
        print(f"::warning{place}::{text}")
    else:
        print(f"{PINS.name}:{line}: {text}" if line else text)


if __name__ == "__main__":
    sys.exit(main())
