"""The panels of all findings: made from a report, kept as data/derived/firmness.json.

Making them takes some seconds, so they are made again only where what they rest on changed: the
tables that findings read, every coder's, and the code of findings and of firmness.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pandas as pd

from interviews import agreement, finding, findings, firmness, trial, value
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
        (row.table, row.variable): row.differ
        for row in agreement.reliability(report.codings).itertuples()
        if row.units
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
    modules = (finding, firmness, trial, value, *_modules())
    content += [Path(str(module.__file__)).read_text(encoding="utf-8") for module in modules]
    return hashlib.sha256("\0".join(content).encode()).hexdigest()


def _modules() -> list[Any]:
    return [getattr(findings, name) for name in findings.CHAPTERS]


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
    """Return the kept panels as a table, one row a finding, in the order of the book.

    `finding` (its sentence), `rests_on` (printed or judged), `changes` (1, 2 or "more": the fewest
    that overturn it), `conventions` (held of all combinations that touch it), `mistakes` (share of
    draws that hold at the rate at which coders differ), `divisions` (held of all ways to divide the
    texts), `needs` (number of texts without which it fails).
    """
    rows = []
    for name, entry in kept.items():
        if name == "digest":
            continue
        panel = entry["panel"]
        rows.append(
            {
                "finding": entry["says"],
                "rests_on": "judged" if panel["judged"] else "printed",
                "changes": str(panel["edits"] or "more"),
                "conventions": _held_of(panel["choices"]),
                "mistakes": panel["noise"]["as coders differ"],
                "divisions": ", ".join(f"{p['held']}/{p['of']}" for p in panel["placebo"].values()),
                "needs": len(panel["needs"]),
            }
        )
    return pd.DataFrame(rows, index=[name for name in kept if name != "digest"])


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
    agreeing = _agreeing(report)
    said = {row.document: row.said for row in report.rows("documents")}
    entries = {}
    for function, panel in zip(findings.FINDINGS, panels(report), strict=True):
        entries[panel.name] = {
            "says": function(report).words,
            "summary": summary(panel),
            "rows": rows(panel, agreeing, said),
            "panel": asdict(panel),
        }
    return entries


def _agreeing(report: Report) -> dict[str, str]:
    """Return for each judged variable who coded it and how well these agree, in words."""
    found = agreement.reliability(report.codings).set_index(["table", "variable"])
    said = {}
    for name, words in NAMES.items():
        key = tuple(name.split("."))
        if key in found.index:
            row = found.loc[key]
            said[name] = f"{words} ({len(row['coders'])} coders, alpha {row['alpha']:.2f})"
        else:
            said[name] = f"{words} (one coder)"
    return said


# --- in words ------------------------------------------------------------------------------------

ROWS = (
    "Rests on",
    "Changes that overturn it",
    "Each coder alone",
    "With random mistakes",
    "Under other conventions",
    "With the texts divided otherwise",
    "Needs",
)
NAMES = {
    "links.kind": "what kind of link it is",
    "links.status": "whether a link is there yet",
    "commitments.by": "whom a promise binds",
    "commitments.measurable": "whether a public fact could settle it",
    "outcomes.outcome": "what a later text says of a promise",
}
NUMBERS = {1: "One change", 2: "Two changes"}


def summary(panel: Panel) -> str:
    """Return the shortest answer to how firm a finding is."""
    base = "judgement" if panel.judged else "printed words and numbers"
    fewest = NUMBERS.get(panel.edits or 0, "More than two changes")
    return f"Rests on {base}. {fewest} {'overturns' if panel.edits == 1 else 'overturn'} it."


def rows(panel: Panel, agreeing: Mapping[str, str], said: Mapping[str, str]) -> list[list[Any]]:
    """Return the panel as heads and cells; a cell is words, or words and links to sentences."""
    cells = (
        _rests_on(panel, agreeing),
        _edits(panel),
        _codings(panel),
        _noise(panel),
        _choices(panel),
        _placebo(panel),
        ", ".join(f"the text of {said[key]}" for key in panel.needs) or "No single text.",
    )
    return [[head, cell] for head, cell in zip(ROWS, cells, strict=True)]


def _rests_on(panel: Panel, agreeing: Mapping[str, str]) -> str:
    if not panel.judged:
        return "Printed words and numbers only; no coder's judgement."
    return "Judgement: " + "; ".join(agreeing.get(one, one) for one in panel.judged) + "."


def _edits(panel: Panel) -> Any:
    if not panel.breaking:
        return "More than two: no single change to a table, and no pair of changes, makes it false."
    start = "One is enough: " if len(panel.breaking) == 1 else "Two are enough: "
    parts: list[Any] = [start]
    for at, edit in enumerate(panel.breaking):
        parts.append(" and " if at else "")
        parts.append(edit.words())
        if edit.sentence:
            parts.append({"words": f" ({edit.sentence})", "sentence": edit.sentence})
    parts.append("; then there is nothing left to compare." if panel.leaves_nothing else ".")
    return [part for part in parts if part]


def _codings(panel: Panel) -> str:
    outcomes: dict[str, list[str]] = {}
    for letter, outcome in panel.codings.items():
        outcomes.setdefault(outcome, []).append(letter)
    if set(outcomes) == {firmness.UNTOUCHED}:
        return "Not touched by any coding."
    return (
        "; ".join(f"{outcome}: coder {', '.join(who)}" for outcome, who in outcomes.items()) + "."
    )


def _noise(panel: Panel) -> str:
    five, real = panel.noise["5 percent"], panel.noise["as coders differ"]
    if five is None:
        return "Not asked: nothing is judged."
    words = f"Holds in {five:.0%} of {firmness.DRAWS} draws with one judged cell in twenty wrong"
    if real is None:
        return f"{words}. How often coders differ is not known: one of its codes was given once."
    return f"{words}, and in {real:.0%} with as many wrong as coders differ on."


def _choices(panel: Panel) -> str:
    total = sum(panel.choices.values())
    if not total:
        return "No convention of this report touches it."
    words = f"Holds under {panel.choices[firmness.HELD]} of {total} combinations that touch it"
    if panel.choices[firmness.UNASKED]:
        words += f"; {panel.choices[firmness.UNASKED]} cannot be computed"
    return words + (f". It fails with: {panel.breaking_choice}." if panel.breaking_choice else ".")


def _placebo(panel: Panel) -> str:
    kinds = {"split": "speakers", "published": "publishers"}
    said = [
        f"Holds in {found['held']} of the {found['of']} ways to divide the texts by {kinds[name]}"
        for name, found in panel.placebo.items()
    ]
    if not said:
        return "Not asked: it is not about sides or publishers."
    return ". ".join(said) + ". Where many ways hold, which nation it is explains little."
