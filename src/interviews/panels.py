"""The panels of all findings: made from a report, kept as data/derived/firmness.json.

Making them takes a minute, so they are made again only where what they rest on changed: the
tables that findings read, every coder's, and the code of findings and of firmness.
"""

import ast
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from interviews import agreement, finding, findings, firmness, majority, panel_words, trial, value
from interviews.finding import Finding, failure_words
from interviews.paths import Paths
from interviews.report import Report
from interviews.trial import Tables, Trial
from interviews.validation import DataError

NAME = "firmness.json"
# The tables that a finding may read.
TABLES = (
    "documents", "sentences", "quantities", "links", "commitments", "outcomes", "places",
    "comparisons", "speakers",
)  # fmt: skip
JUDGED = {
    "links": ("kind", "status"),
    "commitments": ("by", "measurable"),
    "outcomes": ("outcome",),
}
"""The judged columns that a finding may read, by table.

Who says a sentence, what a number measures and which link a word names are read off the print and
not listed.
"""


def trial_of(report: Report) -> Trial:
    """Return a light copy of the tables of a report."""
    return Trial({name: report.rows(name) for name in TABLES})


def codings_of(report: Report) -> dict[str, Tables]:
    """Return the tables that each coder judged, as he has them, without what he did not judge."""
    coded = report.codings
    return {
        letter: {
            name: report.coder(letter).rows(name) for name in JUDGED if coded.made(letter, name)
        }
        for letter in coded.coders()
    }


def digest(report: Report) -> str:
    """Return a digest of all that the panels rest on."""
    content = [repr(trial_of(report).tables), repr(codings_of(report))]
    chapters = [getattr(findings, name) for name in findings.CHAPTERS]
    modules = (agreement, finding, firmness, majority, panel_words, trial, value, *chapters)
    for file in (__file__, *(str(module.__file__) for module in modules)):
        # What a module does, whatever its layout and comments.
        content.append(ast.dump(ast.parse(Path(file).read_text(encoding="utf-8"))))
    return hashlib.sha256("\0".join(content).encode()).hexdigest()


def read(paths: Paths) -> dict[str, Any]:
    """Return the kept panels by the name of the finding; none where no whole file is there."""
    try:
        return json.loads((paths.derived / NAME).read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}  # `make data` makes it anew


def write(paths: Paths, report: Report) -> list[str]:
    """Bring the kept panels up to date and return the name of the file if that changed it."""
    if not check(paths, report):
        return []
    (paths.derived / NAME).write_text(written(report), encoding="utf-8")
    return [f"data/derived/{NAME}"]


def check(paths: Paths, report: Report) -> list[str]:
    """Return a line if the kept panels are not those of the report."""
    if read(paths).get("digest") == digest(report):
        return []
    return [f"data/derived/{NAME}: made from other codes or findings: run `make data`."]


def table(kept: Mapping[str, Any]) -> pd.DataFrame:
    """Return the kept panels as a table, one row a finding by its name, in the order of the book.

    `label` (what it is about), `finding` (its sentence), `rests_on` (printed or judged), `changes`
    (1, 2 or "more": the fewest that overturn it; 0 where it does not hold), `settled` (held of all
    combinations of what touches it), `mistakes` (share of draws that hold at the rate at which
    coders differ), `divided` (held of all ways to divide the texts), `needs` (number of texts
    without which it fails).
    """
    rows = {}
    for name, entry in kept.items():
        if name == "digest":
            continue
        panel = entry["panel"]
        combinations = sum(panel["choices"].values())
        rows[name] = {
            "label": entry["label"],
            "finding": entry["says"],
            "rests_on": "judged" if panel["judged"] else "printed",
            "changes": str(panel["edits"] or "more") if panel["holds"] else "0",
            "settled": f"{panel['choices']['held']}/{combinations}" if combinations else "",
            "mistakes": panel["noise"]["as coders differ"],
            "divided": ", ".join(f"{p['held']}/{p['of']}" for p in panel["placebo"].values()),
            "needs": len(panel["needs"]),
        }
    return pd.DataFrame(rows.values(), index=list(rows))


def told(made: Iterable[Finding], kept: Mapping[str, Any]) -> Iterator[str]:
    """Yield in words which findings do not hold, and which read otherwise than the kept ones."""
    for one in made:
        for condition in one.failed:
            yield f"FAILS  {one.name}: not so: {failure_words(vars(condition))}"
        before = kept.get(one.name, {}).get("says", one.words)
        if one.holds and one.words != before:
            yield f"moved  {one.name} was: {before}\n       {' ' * len(one.name)} is:  {one.words}"


def written(report: Report) -> str:
    """Return the file as it should be: a digest, and what is kept of each finding."""
    made = {"digest": digest(report), **_entries(report)}
    return json.dumps(made, ensure_ascii=False, indent=1, default=str) + "\n"


def _entries(report: Report) -> dict[str, Any]:
    """Return for each finding its sentence, its panel in words and the panel itself."""
    base, codings, entries = trial_of(report), codings_of(report), {}
    variables = {
        (table, column): tuple(sorted({getattr(row, column) for row in base.rows(table)}))
        for table, columns in JUDGED.items()
        for column in columns
    }
    agreed: dict[tuple[str, str], Any] = {
        (row["table"], row["variable"]): row
        for row in agreement.reliability(report.codings).to_dict("records")
    }
    rates = {key: row["differ"] for key, row in agreed.items() if row["units"]}
    names = [function(report).name for function in findings.FINDINGS]
    if lacking := [name for name in names if name not in panel_words.LABELS]:
        raise DataError(
            f"src/interviews/panel_words.py: LABELS: has no {lacking[0]}: say in a few words what "
            "that finding is about."
        )
    for function in findings.FINDINGS:
        panel = firmness.panel(function, base, codings, variables, rates)
        entries[panel.name] = {
            "label": panel_words.LABELS[panel.name],
            "says": function(report).words,
            "summary": panel_words.summary(panel),
            "rows": panel_words.rows(panel, report, agreed),
            "panel": asdict(panel),
        }
    return entries
