"""How firm each finding is: what it rests on, and how little would overturn it.

Every finding is a function of tables, so it can be put to other tables: with one or two cells
coded otherwise, with the cells of one coder alone, with noise at the rate at which coders differ,
under other conventions, with the texts divided otherwise, and without each text. What comes out is
a `Panel`. Nothing here is an inference to other texts.
"""

import itertools
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from interviews.finding import Finding
from interviews.trial import Tables, Trial

FindingFunction = Callable[[Any], Finding]
Column = tuple[str, str]
"""A table and one of its columns."""
Variables = Mapping[Column, tuple[Any, ...]]
"""Judged columns, with the values that a coder can give them."""
Rates = Mapping[Column, float]
"""How often two coders differ on a judged column."""
Dimension = dict[str, Callable[[Trial], Trial]]
"""The settings of one convention, in words, the book's own first, and how to make each."""

DRAWS = 200
SEED = 20250118
FIVE_PERCENT = 0.05
HELD, FAILED, UNTOUCHED, UNASKED = "held", "failed", "not touched", "cannot be asked"
VERDICTS = {True: HELD, False: FAILED, None: UNASKED}
DROPPED = "left out"
# Whole texts; who speaks; and what is worked out, not coded.
NEVER_LEFT_OUT = ("documents", "speakers", "comparisons")
NOT_ASKED = (LookupError, ArithmeticError, AttributeError, StopIteration, ValueError)
"""What a finding raises where something that it needs is not there."""

CONVENTIONS: tuple[Dimension, ...] = (
    {
        "unnamed observers on no side": partial(Trial.under, unnamed="unknown"),
        "unnamed observers counted as Chinese": partial(Trial.under, unnamed="china"),
    },
    {
        "questions counted": partial(Trial.under, questions=True),
        "questions left out": partial(Trial.under, questions=False),
    },
    {
        "freight and insurance 6% at most": partial(Trial.under, valuation=1.06),
        "freight and insurance 10% at most": partial(Trial.under, valuation=1.10),
    },
    {
        "a rest of a year up to three times as fast": partial(Trial.under, swing=3.0),
        "a rest of a year up to twice as fast": partial(Trial.under, swing=2.0),
        "a rest of a year up to five times as fast": partial(Trial.under, swing=5.0),
    },
)


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
class Panel:
    """How firm one finding is; all shares are fractions of 1, None where they do not apply."""

    name: str
    holds: bool
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
    codings: Mapping[str, Tables],
    variables: Variables,
    rates: Rates,
) -> Panel:
    """Return the panel of one finding; `codings` are the tables that each coder judged.

    Where a coder has no table of his own, the majority's is taken.
    """
    read, seen = judged(function, trial, variables)
    breaking, nothing = edits_to_break(function, trial, read, seen)
    # Where nothing is judged no coder is asked; one who judged nothing of it has no tables.
    tables_read = {table for table, _ in read}
    own = {
        letter: Trial({**trial.tables, **tables} if tables.keys() & tables_read else {})
        for letter, tables in codings.items()
        if read
    }
    whose: Dimension = {"the majority of the codings": lambda one: one}
    whose |= {f"coder {one} alone": partial(replace, tables=own[one].tables) for one in own}
    tried, fails = choices(function, trial, (whose, *CONVENTIONS))
    return Panel(
        name=function(trial).name,
        holds=function(trial).holds,
        judged=tuple(f"{table}.{column}" for table, column in read),
        edits=len(breaking) or None,
        breaking=breaking,
        leaves_nothing=nothing,
        codings=dict.fromkeys(codings, UNTOUCHED)
        | {letter: VERDICTS[holds(function, one)] for letter, one in own.items()},
        noise={
            "5 percent": noise(function, trial, read, dict.fromkeys(read, FIVE_PERCENT)),
            "as coders differ": noise(function, trial, read, rates),
        },
        choices=tried,
        breaking_choice=fails,
        placebo=placebo(function, trial),
        needs=tuple(
            one.document
            for one in trial.rows("documents")
            if not holds(function, trial.without(one.document))
        ),
    )


def asked(function: FindingFunction, trial: Trial) -> Finding | None:
    """Return what comes of a finding; None where what it needs is not there."""
    try:
        return function(trial)
    except NOT_ASKED:
        return None


def holds(function: FindingFunction, trial: Trial) -> bool | None:
    """Tell whether a finding holds; None where what it needs is not there."""
    made = asked(function, trial)
    return made and made.holds


def signature(made: Finding | None) -> tuple[Any, ...]:
    """Return what a reader would see of a finding: values, conditions and their rows."""
    if made is None:
        return ()
    values = [(name, str(value)) for name, value in made.values.items()]
    return (*values, *((one.holds, one.rows) for one in made.conditions))


# --- what it rests on ---------------------------------------------------------------------------


class _Watched:
    """A row that notes which of its columns are read, as table and column."""

    __slots__ = ("_row", "_seen", "_table")

    def __init__(self, row: Any, table: str, seen: set[Column]) -> None:
        self._row, self._table, self._seen = row, table, seen

    def __getattr__(self, name: str) -> Any:
        self._seen.add((self._table, name))
        return getattr(self._row, name)


def reads(function: FindingFunction, trial: Trial) -> set[Column]:
    """Return the columns that a finding reads."""
    seen: set[Column] = set()
    watched = {
        name: tuple(_Watched(row, name, seen) for row in rows)
        for name, rows in trial.tables.items()
    }
    asked(function, replace(trial, tables=watched))
    return seen


def judged(
    function: FindingFunction, trial: Trial, variables: Variables
) -> tuple[Variables, set[Column]]:
    """Return the judged variables that a finding reads, and all columns that it reads.

    A column may be read only once another cell is coded otherwise, so each edit is tried too.
    """
    seen = reads(function, trial)
    read = {key: values for key, values in variables.items() if key in seen}
    tables = {table for table, _ in read}
    for edit in possible_edits(trial, read, {key for key in seen if key[0] in tables}):
        seen |= reads(function, apply(trial, edit))
    return {key: values for key, values in variables.items() if key in seen}, seen


# --- edits ---------------------------------------------------------------------------------------


def edits_to_break(
    function: FindingFunction, trial: Trial, read: Variables, seen: set[Column]
) -> tuple[tuple[Edit, ...], bool]:
    """Return the fewest edits, one or two, that make a finding false; none where it takes more.

    `read` are the judged variables and `seen` all that it reads. Exact for one and two.
    A pair is tried where one of the two alone changes anything that a reader sees of the finding,
    or where both alter one row: findings select rows by their own cells and count them, so two
    edits to different rows, each without any effect, have none together. The second result tells
    whether the edits leave nothing to ask instead.
    """
    base = asked(function, trial)
    if base is None or not base.holds:
        return (), False
    single = list(possible_edits(trial, read, seen))
    tried = [asked(function, apply(trial, edit)) for edit in single]
    for edit, made in zip(single, tried, strict=True):
        if made is not None and not made.holds:
            return (edit,), False
    if None in tried:
        return (single[tried.index(None)],), True
    effective = [signature(made) != signature(base) for made in tried]
    pairs = itertools.combinations(zip(single, effective, strict=True), 2)
    for (first, moves), (second, moves_too) in pairs:
        together = moves or moves_too or (first.table, first.row) == (second.table, second.row)
        if together and holds(function, apply(apply(trial, first), second)) is False:
            return (first, second), False
    return (), False


def possible_edits(trial: Trial, read: Variables, seen: set[Column]) -> Iterator[Edit]:
    """Yield every single edit: rows left out, judged cells coded otherwise, unnamed voices moved.

    Whole texts are not left out here: that is what a finding `needs`.
    """
    tables = {table for table, _ in seen}.difference(NEVER_LEFT_OUT)
    for table in filter(tables.__contains__, trial.tables):  # in their order
        for row in trial.rows(table):
            yield from _edits_of(table, row, read)
    if any(row.side == "unknown" for row in trial.rows("speakers")):
        for side in ("china", "vietnam"):
            yield Edit("speakers", "observers", "side", "unknown", side)


def _edits_of(table: str, row: Any, read: Variables) -> Iterator[Edit]:
    quoted = (row.exact, row.sentence)
    yield Edit(table, _key(row), "", "", DROPPED, *quoted)
    for (of, column), values in read.items():
        if of == table:
            before = getattr(row, column)
            for value in values:
                if value != before:
                    yield Edit(table, _key(row), column, before, value, *quoted)


def apply(trial: Trial, edit: Edit) -> Trial:
    """Return the trial with one edit made."""
    if edit.table == "speakers":
        return trial.under(unnamed=edit.after)
    rows = []
    for row in trial.rows(edit.table):
        if _key(row) != edit.row:
            rows.append(row)
        elif edit.column:
            rows.append(row._replace(**{edit.column: edit.after}))
    return trial.altered(edit.table, rows)


def _key(row: Any) -> str:
    if hasattr(row, "commitment"):
        return f"{row.commitment}/{row.document}"
    return row.id if hasattr(row, "id") else row.sentence


# --- noise ---------------------------------------------------------------------------------------


def noise(function: FindingFunction, trial: Trial, read: Variables, rates: Rates) -> float | None:
    """Return the share of draws in which a finding holds with its judged cells miscoded at random.

    Each judged cell that the finding reads takes, at the rate of its variable, one of the other
    values, each as likely as any other. None where nothing is judged, or a rate is not known.
    """
    if not read or not read.keys() <= rates.keys():
        return None
    generator = random.Random(f"{SEED} {function.__name__}")
    held = 0
    for _ in range(DRAWS):
        noisy = trial
        for table in dict.fromkeys(table for table, _ in read):
            columns = {key: values for key, values in read.items() if key[0] == table}
            rows = [_miscoded(row, columns, rates, generator) for row in trial.rows(table)]
            noisy = noisy.altered(table, rows)
        held += holds(function, noisy) is True
    return held / DRAWS


def _miscoded(row: Any, columns: Variables, rates: Rates, generator: random.Random) -> Any:
    changed = {
        column: generator.choice([value for value in values if value != getattr(row, column)])
        for (table, column), values in columns.items()
        if generator.random() < rates[table, column]
    }
    return row._replace(**changed) if changed else row


# --- choices, placebo ----------------------------------------------------------------------------


def choices(
    function: FindingFunction, trial: Trial, dimensions: Sequence[Dimension]
) -> tuple[dict[str, int], str]:
    """Return how a finding fares under the combinations of the conventions that touch it.

    A convention touches a finding if one of its settings alone changes what a reader sees of it.
    The second result names the fewest settings, other than the book's own, with which it fails;
    it is empty where it never does.
    """
    base = signature(asked(function, trial))
    touching = [
        settings
        for settings in dimensions
        if any(signature(asked(function, make(trial))) != base for make in settings.values())
    ]
    own = {next(iter(settings)) for settings in touching}
    counted, breaking = {HELD: 0, FAILED: 0, UNASKED: 0}, []
    for combination in itertools.product(*touching) if touching else ():
        tried = trial
        for settings, setting in zip(touching, combination, strict=True):
            tried = settings[setting](tried)
        verdict = VERDICTS[holds(function, tried)]
        counted[verdict] += 1
        if verdict == FAILED:
            breaking.append([setting for setting in combination if setting not in own])
    return counted, " and ".join(min(breaking, key=len, default=()))


def placebo(function: FindingFunction, trial: Trial) -> dict[str, dict[str, int]]:
    """Return in how many ways to divide the texts a finding holds, by what is divided.

    Speakers (`split`) are divided in halves, publishers (`published`) into as many as there are.
    What is not about sides, or not about publishers, is not there.
    """
    documents = trial.rows("documents")
    vietnamese = sum(trial.outlet(one) == "vietnam" for one in documents)
    base, found = signature(asked(function, trial)), {}
    for name, size in {"split": len(documents) // 2, "published": vietnamese}.items():
        ways = itertools.combinations([one.document for one in documents], size)
        made = [asked(function, trial.under(**{name: frozenset(way)})) for way in ways]
        if any(signature(one) != base for one in made):
            held = sum(one is not None and one.holds for one in made)
            found[name] = {"held": held, "of": len(made)}
    return found
