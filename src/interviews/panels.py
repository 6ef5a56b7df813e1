"""The panels of all findings: made from a report, kept as data/derived/firmness.json.

Making them takes some seconds, so they are made again only where what they rest on changed: the
tables that findings read, every coder's, and the code of findings and of firmness.
"""

import ast
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pandas as pd

from interviews import agreement, finding, findings, firmness, panel_words, trial, value
from interviews.finding import Finding
from interviews.firmness import Coding, Panel, Variable
from interviews.paths import Paths
from interviews.report import NotCodedError, Report
from interviews.trial import Trial

NAME = "firmness.json"
TABLES = (
    "documents",
    "sentences",
    "quantities",
    "links",
    "commitments",
    "outcomes",
    "places",
    "comparisons",
)
"""The tables that a finding may read."""

JUDGED = {
    "links": ("kind", "status"),
    "commitments": ("by", "measurable"),
    "outcomes": ("outcome",),
}
"""The judged columns that a finding may read, by table.

Who says a sentence, what a number measures and which link a word names are read off the print and
not listed.
"""


def trial_of(report: Report, tables: Iterable[str] = TABLES) -> Trial:
    """Return a light copy of the tables of a report that its coder coded."""
    found = {}
    for name in tables:
        try:
            found[name] = report.rows(name)
        except NotCodedError:
            continue
    return Trial(found, report.voices(), report.publishers(), report.choices)


def codings_of(report: Report, base: Trial) -> dict[str, Coding]:
    """Return the tables as each coder has them, and what he judged."""
    made = {}
    for letter in report.codings.coders():
        own = trial_of(report.coder(letter, alone=True), JUDGED)
        tables = replace(base, tables={**base.tables, **own.tables})
        judged = [(t, c) for t, columns in JUDGED.items() for c in columns]
        made[letter] = Coding(
            tables, frozenset(one for one in judged if report.codings.made(letter, *one))
        )
    return made


def variables_of(base: Trial) -> list[Variable]:
    """Return the judged variables with the values that occur or that the codebook has."""
    return [
        Variable(table, column, _values(base.rows(table), column))
        for table, columns in JUDGED.items()
        for column in columns
    ]


def _values(rows: Sequence[Any], column: str) -> tuple[Any, ...]:
    return tuple(sorted({getattr(row, column) for row in rows}))


def panels(report: Report, functions: Iterable[Callable[[Any], Any]] = ()) -> list[Panel]:
    """Return the panel of every finding, in the order of the book."""
    base = trial_of(report)
    codings = codings_of(report, base)
    dimensions = firmness.conventions()
    texts = [row.document for row in base.rows("documents")]
    vietnamese = sum(1 for side in base.outlets.values() if side == "vietnam")
    divided = {
        "split": firmness.splits(texts, len(texts) // 2),
        "published": firmness.splits(texts, vietnamese),
    }
    rates = {
        (str(row["table"]), str(row["variable"])): float(row["differ"])
        for row in agreement.reliability(report.codings).to_dict("records")
        if row["units"]
    }
    return [
        firmness.panel(one, base, codings, variables_of(base), rates, dimensions, divided)
        for one in functions or findings.FINDINGS
    ]


def digest(report: Report) -> str:
    """Return a digest of all that the panels rest on."""
    base = trial_of(report)
    content = [repr(base.tables)]
    for letter, one in sorted(codings_of(report, base).items()):
        content += [letter, repr(one.trial.tables), repr(sorted(one.made))]
    modules = (finding, firmness, panel_words, trial, value, *_modules())
    content += [_code(Path(str(module.__file__))) for module in modules]
    return hashlib.sha256("\0".join(content).encode()).hexdigest()


def _modules() -> list[Any]:
    return [getattr(findings, name) for name in findings.CHAPTERS]


def _code(file: Path) -> str:
    """Return what a module does, whatever its layout and comments."""
    return ast.dump(ast.parse(file.read_text(encoding="utf-8")))


def read(paths: Paths) -> dict[str, Any]:
    """Return the kept panels by the name of the finding; none where no whole file is there."""
    file = paths.derived / NAME
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}  # `make data` makes it anew


def write(paths: Paths, report: Report) -> list[str]:
    """Bring the kept panels up to date and return the name of the file if that changed it."""
    before, now = read(paths), written(report, read(paths))
    if json.loads(now) == before:
        return []
    (paths.derived / NAME).write_text(now, encoding="utf-8")
    return [f"data/derived/{NAME}"]


def check(paths: Paths, report: Report) -> list[str]:
    """Return a line if the kept panels are not those of the report."""
    if read(paths).get("digest") == digest(report):
        return []
    return [f"data/derived/{NAME}: made from other codes or findings: run `make data`."]


def table(kept: Mapping[str, Any]) -> pd.DataFrame:
    """Return the kept panels as a table, one row a finding by its name, in the order of the book.

    `label` (what it is about), `finding` (its sentence), `rests_on` (printed or judged), `changes`
    (1, 2 or "more": the fewest that overturn it), `settled` (held of all combinations of what
    touches it), `mistakes` (share of draws that hold at the rate at which coders differ), `divided`
    (held of all ways to divide the texts), `needs` (number of texts without which it fails).
    """
    named = {name: entry for name, entry in kept.items() if name != "digest"}
    return pd.DataFrame([_row(entry) for entry in named.values()], index=list(named))


def _row(entry: Mapping[str, Any]) -> dict[str, Any]:
    panel = entry["panel"]
    return {
        "label": entry["label"],
        "finding": entry["says"],
        "rests_on": "judged" if panel["judged"] else "printed",
        "changes": str(panel["edits"] or "more"),
        "settled": _held_of(panel["choices"]),
        "mistakes": panel["noise"]["as coders differ"],
        "divided": ", ".join(f"{p['held']}/{p['of']}" for p in panel["placebo"].values()),
        "needs": len(panel["needs"]),
    }


def _held_of(choices: Mapping[str, int]) -> str:
    total = sum(choices.values())
    return f"{choices[firmness.HELD]}/{total}" if total else ""


def moved(made: Iterable[Finding], kept: Mapping[str, Any]) -> list[str]:
    """Return, for each finding that reads otherwise than the kept one, what it was and is."""
    return [
        f"{one.name} was: {kept[one.name]['says']}\n{' ' * len(one.name)} is:  {one.words}"
        for one in made
        if one.name in kept and one.words != kept[one.name]["says"]
    ]


def written(report: Report, kept: Mapping[str, Any]) -> str:
    """Return the file as it should be: `kept` where nothing that it rests on changed."""
    now = digest(report)
    made = dict(kept) if kept.get("digest") == now else {"digest": now, **_entries(report)}
    return json.dumps(made, ensure_ascii=False, indent=1, default=str) + "\n"


def _entries(report: Report) -> dict[str, Any]:
    """Return for each finding its sentence, its panel in words and the panel itself."""
    agreeing, entries = _agreeing(report), {}
    for function, panel in zip(findings.FINDINGS, panels(report), strict=True):
        entries[panel.name] = {
            "label": panel_words.LABELS[panel.name],
            "says": function(report).words,
            "summary": panel_words.summary(panel),
            "rows": panel_words.rows(panel, report, agreeing),
            "panel": asdict(panel),
        }
    return entries


def _agreeing(report: Report) -> dict[str, tuple[int, float]]:
    """Return for each judged variable how many coded it, and their alpha."""
    return {
        f"{row['table']}.{row['variable']}": (len(row["coders"]), float(row["alpha"]))
        for row in agreement.reliability(report.codings).to_dict("records")
    }
