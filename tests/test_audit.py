"""The audit of the pins says what it found, what it could not ask, and blocks nothing."""

import json
import os
import re
import subprocess
import sys

import pytest
from conftest import ROOT

SCRIPT = ROOT / ".ci" / "audit.py"
UNREACHED = "audit: the database of vulnerabilities could not be reached; nothing was audited"
PINS = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
OSV_IS_AWAY = """Traceback (most recent call last):
  File "requests/adapters.py", line 729, in send
requests.exceptions.ConnectionError: Failed to resolve the name"""
BLOCKED = """ERROR:pip_audit._cli:Could not connect to OSV's vulnerability feed
ERROR:pip_audit._cli:Tip: your network may be blocking this service. Try another"""
JINJA = {"name": "jinja2", "version": "3.1.6"}
FLAW = {"id": "PYSEC-0000-1", "aliases": ["CVE-0000-1"], "fix_versions": ["3.1.7", "3.2"]}
SKIPPED = {"name": "pandas", "skip_reason": "not found"}


@pytest.fixture
def audit(tmp_path):
    """Run the script with a program that stands for pip-audit: what it prints, and how it ends."""

    def run(printed="", said="", code=0, first="", options=(), **variables):
        fake = tmp_path / "pip-audit"
        lines = (
            f"#!{sys.executable}",
            "import sys, time, pathlib",
            f"pathlib.Path({str(tmp_path / 'given')!r}).write_text(chr(10).join(sys.argv[1:]))",
            first,
            f"print({printed!r})",
            f"sys.stderr.write({said!r})",
            f"sys.exit({code})",
        )
        fake.write_text("\n".join(lines))
        fake.chmod(0o755)
        environment = {k: v for k, v in os.environ.items() if k != "GITHUB_ACTIONS"}
        return subprocess.run(
            [sys.executable, SCRIPT, fake, *options],
            env={**environment, **variables}, capture_output=True, text=True, timeout=60,
        )  # fmt: skip

    return run


def result(*packages):
    return json.dumps({"dependencies": packages, "fixes": []})


def test_without_vulnerabilities_it_says_how_many_packages_it_asked_for(audit):
    done = audit(result({**JINJA, "vulns": []}), "No known vulnerabilities found")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "audit: packages audited: 1; known vulnerabilities: 0\n"


def test_what_is_found_is_said_with_the_line_of_its_pin_and_blocks_nothing(audit):
    packages = ({**JINJA, "vulns": [FLAW, {**FLAW, "fix_versions": []}]}, SKIPPED)
    done = audit(result(*packages), "Found 2 known vulnerabilities in 1 package", code=1)
    assert done.returncode == 0, done.stderr
    place = f"constraints.txt:{PINS.index('Jinja2==3.1.6') + 1}: jinja2==3.1.6: "
    known = "known vulnerability PYSEC-0000-1, CVE-0000-1: "
    assert done.stdout.splitlines() == [
        f"{place}{known}raise the pin; mended in 3.1.7, 3.2",
        f"{place}{known}no version mends it yet",
        "audit: unknown to the database, not audited: pandas",
        "audit: packages audited: 1; known vulnerabilities: 2",
    ]


def test_github_shows_it_at_the_pin(audit):
    done = audit(result({**JINJA, "vulns": [FLAW]}), code=1, GITHUB_ACTIONS="true")
    line = PINS.index("Jinja2==3.1.6") + 1
    assert done.stdout.startswith(f"::warning file=constraints.txt,line={line}::jinja2==3.1.6: ")
    assert audit(said=BLOCKED, code=1, GITHUB_ACTIONS="true").stdout.startswith("::warning::audit:")


@pytest.mark.parametrize("said", [OSV_IS_AWAY, BLOCKED])
def test_a_database_out_of_reach_is_said_plainly_and_blocks_nothing(audit, said):
    done = audit(said=said, code=1)
    assert done.returncode == 0, done.stderr
    last = said.splitlines()[-1]
    assert done.stdout.splitlines() == [UNREACHED, f"audit: the reason: {last}"]


def test_packages_that_are_all_skipped_are_not_called_clean(audit):
    done = audit(result(SKIPPED), "No known vulnerabilities found")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == UNREACHED


def test_a_database_that_does_not_answer_is_not_waited_for(audit):
    done = audit(first="time.sleep(50)", options=["--seconds", "1"])
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{UNREACHED}\naudit: the reason: no end after 1 s\n"


def test_a_failure_of_its_own_is_one(audit):
    done = audit(said="ERROR:pip_audit._cli:requirement pandas is not pinned", code=1)
    assert done.returncode == 1
    assert "pip-audit failed; nothing was audited: ERROR:pip_audit._cli:" in done.stderr
    assert UNREACHED not in done.stdout


def test_all_pins_are_audited(audit, tmp_path):
    audit(result({**JINJA, "vulns": []}))
    given = (tmp_path / "given").read_text().splitlines()
    assert given[-2:] == ["--requirement", str(ROOT / "constraints.txt")]
    assert {"--disable-pip", "--no-deps"} <= set(given)
    # Without resolving, pip-audit takes nothing but exact versions.
    pins = [line for line in PINS if line and not line.startswith("#")]
    assert [line for line in pins if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []


def test_what_audits_is_pinned_too():
    lines = (ROOT / "requirements-audit.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert [line for line in pins if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []
    assert any(line.startswith("pip_audit==") for line in pins)


def test_the_tests_come_last_and_nothing_hangs_on_the_audit():
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    (audit,) = (line.strip() for line in lines if "make audit" in line)
    assert "timeout " in audit
    assert " || " in audit
    assert lines[-1] == "CI=true make test"
