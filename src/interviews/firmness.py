"""How firm each finding is: what it rests on, and how little would overturn it.

Every finding is a function of tables, so it can be put to other tables: with one or two cells
coded otherwise, with the cells of one coder alone, with noise at the rate at which coders differ,
under other conventions, with the texts divided otherwise, and without each text. What comes out is
a `Panel`. Nothing here is an inference to other texts.
"""

import itertools
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from interviews.finding import Finding
from interviews.trial import Trial

FindingFunction = Callable[[Any], Finding]

DRAWS = 200
SEED = 20250118
FIVE_PERCENT = 0.05
HELD, FAILED, UNTOUCHED, UNASKED = "held", "failed", "not touched", "cannot be asked"
DROPPED = "left out"
NEVER_LEFT_OUT = ("documents", "comparisons")  # whole texts; and what is worked out, not coded
IDENTITY = {"id"}  # what tells rows apart and says nothing of them
NOT_ASKED = (LookupError, ArithmeticError, AttributeError, StopIteration, ValueError)
"""What a finding raises where something that it needs is not there."""


@dataclass(frozen=True)
class Variable:
    """A judged column of a table, and the values that a coder can give it."""

    table: str
    column: str
    values: tuple[Any, ...]


@dataclass(frozen=True)
class Coding:
    """The tables as one coder has them, the majority's where he has none.

    `made` are the (table, column) pairs that he judged.
    """

    trial: Trial
    made: frozenset[tuple[str, str]]

    def asked(self, read: Sequence[Variable]) -> Trial:
        """Return the tables to ask of what is read; without those if he judged none of it."""
        if any((one.table, one.column) in self.made for one in read):
            return self.trial
        lacking = {one.table for one in read}
        kept = {name: rows for name, rows in self.trial.tables.items() if name not in lacking}
        return replace(self.trial, tables=kept)


@dataclass(frozen=True)
class Edit:
    """One change to one table: a cell coded otherwise, a row left out, or an unnamed voice moved.

    `row` is the id of a row, `exact` its words and `sentence` where they stand; `column` is empty
    for a row left out.
    """

    table: str
    row: str
    column: str
    before: Any
    after: Any
    exact: str = ""
    sentence: str = ""


@dataclass(frozen=True)
class Choice:
    """One way to set a convention: in words, and the trial under it."""

    setting: str
    make: Callable[[Trial], Trial] = field(compare=False)


@dataclass(frozen=True)
class Panel:
    """How firm one finding is; all shares are fractions of 1, None where they do not apply."""

    name: str
    judged: tuple[str, ...]
    edits: int | None
    breaking: tuple[Edit, ...]
    leaves_nothing: bool
    codings: Mapping[str, str]
    noise: Mapping[str, float | None]
    choices: Mapping[str, int]
    breaking_choice: str
    placebo: Mapping[str, Mapping[str, int]]
    needs: tuple[str, ...]


def panel(
    function: FindingFunction,
    trial: Trial,
    codings: Mapping[str, Coding],
    variables: Sequence[Variable],
    rates: Mapping[tuple[str, str], float],
    dimensions: Sequence[Sequence[Choice]] = (),
    splits: Mapping[str, Sequence[frozenset[str]]] | None = None,
) -> Panel:
    """Return the panel of one finding.

    `codings` maps the letter of each coder to the tables as that coder has them; `rates` gives how
    often two coders differ on a variable; `dimensions` are the conventions, each with all its
    settings; `splits` are ways to divide the texts, by what they divide: `split` (speakers) or
    `published` (publishers).
    """
    made = function(trial)
    read, seen = judged(function, trial, variables)
    breaking, nothing = edits_to_break(function, trial, read, seen)
    own = {letter: one.asked(read) for letter, one in codings.items()}
    five = {(one.table, one.column): FIVE_PERCENT for one in read}
    tried, fails = choices(function, trial, [*coders(own, read), *dimensions])
    return Panel(
        name=made.name,
        judged=tuple(f"{one.table}.{one.column}" for one in read),
        edits=len(breaking) or None,
        breaking=breaking,
        leaves_nothing=nothing,
        codings={letter: coding(function, one, read) for letter, one in own.items()},
        noise={
            "5 percent": noise(function, trial, read, five),
            "as coders differ": noise(function, trial, read, rates),
        },
        choices=tried,
        breaking_choice=fails,
        placebo=placebo(function, trial, splits or {}),
        needs=tuple(
            one.document
            for one in trial.rows("documents")
            if holds(function, trial.without(one.document)) is not True
        ),
    )


def holds(function: FindingFunction, trial: Trial) -> bool | None:
    """Tell whether a finding holds; None where what it needs is not there."""
    try:
        return function(trial).holds
    except NOT_ASKED:
        return None


def signature(function: FindingFunction, trial: Trial) -> tuple[Any, ...]:
    """Return what a reader would see of a finding: values, conditions and their rows."""
    try:
        made = function(trial)
    except NOT_ASKED:
        return ()
    values = tuple((name, str(value)) for name, value in made.values.items())
    return values + tuple((one.holds, one.rows) for one in made.conditions)


# --- what it rests on ---------------------------------------------------------------------------


class _Watched:
    """A row that notes which of its columns are read."""

    __slots__ = ("_row", "_seen")

    def __init__(self, row: Any, seen: set[str]) -> None:
        self._row, self._seen = row, seen

    def __getattr__(self, name: str) -> Any:
        self._seen.add(name)
        return getattr(self._row, name)


def reads(function: FindingFunction, trial: Trial) -> dict[str, set[str]]:
    """Return the columns that a finding reads, by table, without tables that it does not read."""
    seen: dict[str, set[str]] = {name: set() for name in trial.tables}
    watched = {
        name: tuple(_Watched(row, seen[name]) for row in rows)
        for name, rows in trial.tables.items()
    }
    holds(function, replace(trial, tables=watched))
    return {name: columns for name, columns in seen.items() if columns}


def judged(
    function: FindingFunction, trial: Trial, variables: Sequence[Variable]
) -> tuple[list[Variable], dict[str, set[str]]]:
    """Return the judged variables that a finding reads, and all columns that it reads, by table.

    A column may be read only once another cell is coded otherwise, so each recoding is tried too.
    """
    seen = reads(function, trial)
    for one in _among(variables, seen):
        for row in trial.rows(one.table):
            for edit in _recodings(row, one):
                for name, columns in reads(function, apply(trial, edit)).items():
                    seen.setdefault(name, set()).update(columns)
    return _among(variables, seen), seen


def _among(variables: Sequence[Variable], seen: Mapping[str, set[str]]) -> list[Variable]:
    return [one for one in variables if one.column in seen.get(one.table, ())]


# --- edits ---------------------------------------------------------------------------------------


def edits_to_break(
    function: FindingFunction,
    trial: Trial,
    read: Sequence[Variable],
    seen: Mapping[str, set[str]],
) -> tuple[tuple[Edit, ...], bool]:
    """Return the fewest edits, one or two, that make a finding false; none where it takes more.

    `read` are the judged variables and `seen` all columns that it reads. Exact for one and two.
    A pair is tried where one of the two alone changes anything that a reader sees of the finding,
    or where both alter one row: findings select rows by their own cells and count them, so two
    edits to different rows, each without any effect, have none together. The second result tells
    whether the edits leave nothing to ask instead.
    """
    if not holds(function, trial):
        return (), False
    single = list(_standing_for_all(trial, possible_edits(trial, read, seen), seen))
    base = signature(function, trial)
    effective, empty = [], ()
    for edit in single:
        tried = apply(trial, edit)
        verdict = holds(function, tried)
        if verdict is False:
            return (edit,), False
        if verdict is None and not empty:
            empty = (edit,)
        if verdict is not None and signature(function, tried) != base:
            effective.append(edit)
    if empty:
        return empty, True
    pair = next(_pairs(function, trial, effective, single), ())
    return pair, False


def _standing_for_all(
    trial: Trial, edits: Iterable[Edit], seen: Mapping[str, set[str]]
) -> Iterator[Edit]:
    """Yield the edits without those that do what two others do, on rows that read alike."""
    rows = {(name, _key(row)): row for name in seen for row in trial.rows(name)}
    times: dict[tuple[Any, ...], int] = {}
    for edit in edits:
        row = rows.get((edit.table, edit.row))
        columns = sorted(seen.get(edit.table, set()) - IDENTITY)
        alike = tuple(getattr(row, column, None) for column in columns)
        key = (edit.table, edit.column, edit.after, alike)
        times[key] = times.get(key, 0) + 1
        if times[key] <= 2:
            yield edit


def _pairs(
    function: FindingFunction, trial: Trial, effective: list[Edit], single: list[Edit]
) -> Iterator[tuple[Edit, Edit]]:
    by_row: dict[tuple[str, str], list[Edit]] = {}
    for edit in single:
        by_row.setdefault((edit.table, edit.row), []).append(edit)
    for at, first in enumerate(effective):
        tried, done = apply(trial, first), set(effective[:at])
        for second in single:
            if second in done or _same_cell(first, second):
                continue
            if holds(function, apply(tried, second)) is False:
                yield first, second
    for edits in by_row.values():
        for first, second in itertools.combinations(edits, 2):
            if _same_cell(first, second):
                continue
            if holds(function, apply(apply(trial, first), second)) is False:
                yield first, second


def _same_cell(one: Edit, other: Edit) -> bool:
    same_row = (one.table, one.row) == (other.table, other.row)
    return same_row and (one.column == other.column or not one.column or not other.column)


def possible_edits(trial: Trial, read: Sequence[Variable], tables: Iterable[str]) -> Iterator[Edit]:
    """Yield every single edit: rows left out, judged cells coded otherwise, unnamed voices moved.

    Whole texts are not left out here: that is what a finding `needs`.
    """
    for table in (name for name in tables if name not in NEVER_LEFT_OUT):
        columns = [one for one in read if one.table == table]
        for row in trial.rows(table):
            yield Edit(table, _key(row), "", "", DROPPED, _exact(row), _place(row))
            for variable in columns:
                yield from _recodings(row, variable)
    if any(side == "unknown" for side, _, _ in trial.speakers.values()):
        for side in ("china", "vietnam"):
            yield Edit("speakers", "observers", "side", "unknown", side)


def _recodings(row: Any, variable: Variable) -> Iterator[Edit]:
    before = getattr(row, variable.column)
    for value in variable.values:
        if value != before:
            changed = (variable.column, before, value)
            yield Edit(variable.table, _key(row), *changed, _exact(row), _place(row))


def apply(trial: Trial, edit: Edit) -> Trial:
    """Return the trial with one edit made."""
    if edit.table == "speakers":
        return replace(trial, choices=replace(trial.choices, unnamed=edit.after))
    rows = trial.rows(edit.table)
    if not edit.column:
        return trial.altered(edit.table, (row for row in rows if _key(row) != edit.row))
    return trial.altered(
        edit.table,
        (
            row._replace(**{edit.column: edit.after}) if _key(row) == edit.row else row
            for row in rows
        ),
    )


def _key(row: Any) -> str:
    if hasattr(row, "commitment"):
        return f"{row.commitment}/{row.document}"
    return row.id if hasattr(row, "id") else row.sentence


def _place(row: Any) -> str:
    return getattr(row, "sentence", "") or ""


def _exact(row: Any) -> str:
    return getattr(row, "exact", "")


def shortened(words: str, most: int = 12) -> str:
    """Return the first `most` words.

    >>> shortened("one two three", 2)
    'one two …'
    """
    parts = words.split()
    return words if len(parts) <= most else " ".join(parts[:most]) + " …"


# --- codings and noise ---------------------------------------------------------------------------


def coding(function: FindingFunction, trial: Trial, read: Sequence[Variable]) -> str:
    """Return what one coder's codes make of a finding."""
    if not read:
        return UNTOUCHED
    return {True: HELD, False: FAILED, None: UNASKED}[holds(function, trial)]


def noise(
    function: FindingFunction,
    trial: Trial,
    read: Sequence[Variable],
    rates: Mapping[tuple[str, str], float],
    draws: int = DRAWS,
) -> float | None:
    """Return the share of draws in which a finding holds with its judged cells miscoded at random.

    Each judged cell that the finding reads takes, at the rate of its variable, one of the other
    values, each as likely as any other. None where nothing is judged, or a rate is not known.
    """
    if not read or any((one.table, one.column) not in rates for one in read):
        return None
    generator = random.Random(f"{SEED} {function.__name__}")
    held = 0
    for _ in range(draws):
        noisy = trial
        for table in dict.fromkeys(one.table for one in read):
            columns = [one for one in read if one.table == table]
            noisy = noisy.altered(
                table, (_miscoded(row, columns, rates, generator) for row in trial.rows(table))
            )
        held += holds(function, noisy) is True
    return held / draws


def _miscoded(
    row: Any,
    columns: Sequence[Variable],
    rates: Mapping[tuple[str, str], float],
    generator: random.Random,
) -> Any:
    changed = {
        one.column: generator.choice([v for v in one.values if v != getattr(row, one.column)])
        for one in columns
        if generator.random() < rates[one.table, one.column]
    }
    return row._replace(**changed) if changed else row


# --- choices, placebo ----------------------------------------------------------------------------


def choices(
    function: FindingFunction, trial: Trial, dimensions: Sequence[Sequence[Choice]]
) -> tuple[dict[str, int], str]:
    """Return how a finding fares under the combinations of the conventions that touch it.

    A convention touches a finding if one of its settings alone changes what a reader sees of it.
    The second result names the setting that breaks it: the first that does so alone, else the one
    most often among the combinations that fail; empty where none does.
    """
    base = signature(function, trial)
    touching = [
        settings
        for settings in dimensions
        if any(signature(function, one.make(trial)) != base for one in settings)
    ]
    counted = {HELD: 0, FAILED: 0, UNASKED: 0}
    blamed: dict[str, int] = {}
    for combination in itertools.product(*touching) if touching else ():
        tried = trial
        for one in combination:
            tried = one.make(tried)
        verdict = holds(function, tried)
        counted[{True: HELD, False: FAILED, None: UNASKED}[verdict]] += 1
        if verdict is False:
            for one in combination:
                blamed[one.setting] = blamed.get(one.setting, 0) + 1
    alone = [
        one.setting
        for settings in touching
        for one in settings
        if holds(function, one.make(trial)) is False
    ]
    worst = alone[0] if alone else max(blamed, key=lambda key: blamed[key], default="")
    return counted, worst


def coders(own: Mapping[str, Trial], read: Sequence[Variable]) -> list[list[Choice]]:
    """Return the convention of whose codes to take; none where nothing is judged."""
    if not read:
        return []
    each = [
        Choice(f"coder {letter} alone", lambda one, own=own: replace(one, tables=own.tables))
        for letter, own in own.items()
    ]
    return [[Choice("the majority of the codings", lambda one: one), *each]]


def conventions() -> list[list[Choice]]:
    """Return the other conventions of the book, each with its settings, the book's own first."""

    def setting(words: str, **given: Any) -> Choice:
        return Choice(words, lambda one: replace(one, choices=replace(one.choices, **given)))

    return [
        [
            setting("unnamed observers on no side", unnamed="unknown"),
            setting("unnamed observers counted as Chinese", unnamed="china"),
        ],
        [
            setting("questions counted", questions=True),
            setting("questions left out", questions=False),
        ],
        [
            setting("freight and insurance 6% at most", valuation=1.06),
            setting("freight and insurance 10% at most", valuation=1.10),
        ],
        [
            setting("a rest of a year up to three times as fast", swing=3.0),
            setting("a rest of a year up to twice as fast", swing=2.0),
            setting("a rest of a year up to five times as fast", swing=5.0),
        ],
    ]


def placebo(
    function: FindingFunction, trial: Trial, splits: Mapping[str, Sequence[frozenset[str]]]
) -> dict[str, dict[str, int]]:
    """Return in how many splits of the texts a finding holds, by what is divided.

    What is not about sides, or not about publishers, is not there.
    """
    base, found = signature(function, trial), {}
    for name, ways in splits.items():
        divided = [replace(trial, **{name: way}) for way in ways]
        if any(signature(function, one) != base for one in divided):
            held = sum(holds(function, one) is True for one in divided)
            found[name] = {"held": held, "of": len(ways)}
    return found


def splits(documents: Iterable[str], size: int = 2) -> list[frozenset[str]]:
    """Return every way to pick `size` of the documents.

    >>> len(splits("abcde"))
    10
    """
    return [frozenset(chosen) for chosen in itertools.combinations(documents, size)]
