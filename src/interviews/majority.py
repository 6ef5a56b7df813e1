"""What most coders made of each unit.

Where coders were given the units (sentences; what a text says of a promise), every cell that is
judged is voted on. Where they also had to find them (events, links ...), rows of different coders
are the same unit if they quote overlapping words of a sentence, or name the same thing in it; a
unit stands if at least half of the coders of the table have it.

A tie goes to the coders who read with the project's own codebook, then to the first of them; a
reasoned row of decisions.csv goes before all votes.
"""

import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from statistics import multimode

from interviews.quotations import locate
from interviews.schema import ALWAYS, Table
from interviews.tables import Row

CODEBOOK = "data/coded/codebook.yml"
MAJORITY = "majority"
FIRST_THEME = "first theme"
OWN_ENTRIES = ("other", "assessment", "growth")  # of the project's codebook alone
SAME_THING = {"links": "link"}
"""Columns in which two rows of one sentence may name the same thing in different words."""


@dataclass(frozen=True)
class Coder:
    """One coder; `own` tells of the project's codebook, `coded` are tables or table.column."""

    letter: str
    own: bool
    coded: tuple[str, ...]

    def made(self, table: str, column: str = "") -> bool:
        """Tell whether the coder coded a table, or one column of it."""
        if column:
            return table in self.coded or f"{table}.{column}" in self.coded
        return any(entry.partition(".")[0] == table for entry in self.coded)


@dataclass(frozen=True)
class Unit:
    """Rows of different coders on the same thing; `having` are all coders who have it.

    A coder can have a unit without a row of his own, where one row covers what others divide.
    """

    key: str
    rows: Mapping[str, Row]
    having: frozenset[str]


@dataclass
class Ballot:
    """Who votes in one table, what was decided beforehand, and the ties that are left.

    `parents` maps the sub-themes to their themes. `ties` are unit and variable of the cells on
    which the codings tie and nothing was decided; the first coder's value stands.
    """

    table: Table
    coders: Mapping[str, Coder]
    decided: Mapping[tuple[str, str], str]
    parents: Mapping[str, str]
    ties: list[tuple[str, str]] = field(default_factory=list)

    def settle(self, unit: str, column: str, votes: Mapping[str, str]) -> str:
        """Return the value of a cell by its votes, coder to value; empty without any."""
        if (unit, column) in self.decided:
            return self.decided[unit, column]
        if not votes:
            return ""
        leading = multimode(votes.values())
        if len(leading) > 1:
            own = [v for c, v in votes.items() if self.coders[c].own and v in leading]
            leading = multimode(own) or leading
        if len(leading) > 1:
            self.ties.append((unit, column))
        return next(votes[c] for c in sorted(votes) if votes[c] in leading)

    def voters(self, rows: Mapping[str, Row], column: str) -> dict[str, Row]:
        """Return the rows of the coders who coded a column."""
        return {c: r for c, r in rows.items() if self.coders[c].made(self.table.name, column)}

    def votes(self, rows: Mapping[str, Row], column: str) -> dict[str, str]:
        """Return what the coders of a column have in it; an empty cell is no vote."""
        return {c: r[column] for c, r in self.voters(rows, column).items() if r[column]}

    def cell(self, unit: str, column: str, rows: Mapping[str, Row]) -> str:
        """Return the value of a cell by what the coders of its column have in it."""
        return self.settle(unit, column, self.votes(rows, column))


def given_units(table: Table, rows: Iterable[Row]) -> list[Unit]:
    """Return units that coders were given, in order of their first row."""
    found: dict[str, dict[str, Row]] = {}
    for row in rows:
        key = "/".join(row[name] for name in table.key if name != "coder")
        found.setdefault(key, {})[row["coder"]] = row
    return [Unit(key, mine, frozenset(mine)) for key, mine in found.items()]


def found_units(table: Table, rows: Iterable[Row], text: Callable[[str], str]) -> list[Unit]:
    """Return units that coders had to find, in order of their sentence; `text` gives its words."""
    by_sentence: dict[str, list[Row]] = {}
    for row in rows:
        by_sentence.setdefault(row["sentence"], []).append(row)
    return [
        unit
        for sentence, mine in by_sentence.items()
        for unit in _matched(SAME_THING.get(table.name, ""), mine, text(sentence))
    ]


def _matched(thing: str, rows: Iterable[Row], text: str) -> list[Unit]:
    """Return the units of one sentence: rows are matched one to one, the most alike first."""
    by_coder: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: row["coder"]):
        by_coder.setdefault(row["coder"], []).append(row)
    units: list[dict[str, Row]] = []
    for coder, mine in by_coder.items():
        likeness = {
            (n, row["id"]): _likeness(thing, units[n].values(), row, text)
            for n in range(len(units))
            for row in mine
        }
        alike = {key for (_, key), value in likeness.items() if value}
        by_key = {row["id"]: row for row in mine}
        for n, key in sorted(likeness, key=lambda pair: -likeness[pair]):
            if likeness[n, key] and coder not in units[n] and key in by_key:
                units[n][coder] = by_key.pop(key)
        # A row that shares its words with a unit that is taken divides what others keep together.
        units += [{coder: row} for key, row in by_key.items() if key not in alike]
    made = []
    for unit in units:
        having = {
            coder
            for coder, mine in by_coder.items()
            if coder in unit or any(_likeness(thing, unit.values(), row, text) for row in mine)
        }
        made.append(Unit(unit[min(unit)]["id"], unit, frozenset(having)))
    return made


def _likeness(thing: str, unit: Iterable[Row], row: Row, text: str) -> float:
    """Return how alike a row is to the likest of a unit: 0 is not at all."""
    return max(_overlap(one, row, text) + bool(thing and one[thing] == row[thing]) for one in unit)


def _overlap(one: Row, other: Row, text: str) -> float:
    """Return the share of the characters of either quotation that both quote."""
    a, b = (locate(row["exact"], text, row["prefix"]) for row in (one, other))
    shared = min(a.end, b.end) - max(a.start, b.start)
    return max(0, shared) / (max(a.end, b.end) - min(a.start, b.start))


def majority(ballot: Ballot, units: Iterable[Unit]) -> dict[str, Row]:
    """Return a row for each unit, by its key; of what coders found, if at least half have it."""
    needed = sum(coder.made(ballot.table.name) for coder in ballot.coders.values()) / 2
    if ballot.table.name == "sentences":
        return {unit.key: _sentence(ballot, unit) for unit in units}
    given = "id" not in ballot.table.fields
    kept = [unit for unit in units if given or len(unit.having) >= needed]
    return {unit.key: _row(ballot, unit) for unit in kept}


def _row(ballot: Ballot, unit: Unit) -> Row:
    judged = {name: ballot.table.fields[name].judged for name in ballot.table.judged}
    always = [name for name, when in judged.items() if when == ALWAYS]
    cells = {name: ballot.cell(unit.key, name, unit.rows) for name in always}
    # What else is said of a unit is said by those who see it as most do.
    alike = {
        coder: row
        for coder, row in unit.rows.items()
        if all(cells[c] == vote for c in always for vote in ballot.votes({coder: row}, c).values())
    }
    cells |= {name: ballot.cell(unit.key, name, alike) for name in judged if name not in always}

    def agreeing(coder: str) -> int:
        return sum(unit.rows[coder][column] == value for column, value in cells.items())

    # The words are those of the row that agrees best, the first of several.
    best = unit.rows[max(sorted(unit.rows), key=agreeing)]
    return _made(best, cells | ({"id": unit.key} if "id" in best.cells else {}))


def _sentence(ballot: Ballot, unit: Unit) -> Row:
    """Return the majority's codes of a sentence, which agree with each other as a coder's do."""

    def settle(*columns: str) -> None:
        cells.update({name: ballot.cell(unit.key, name, unit.rows) for name in columns})

    cells = dict.fromkeys([*ballot.table.judged, "note"], "")
    settle("voice", "mode")
    if cells["mode"] != "apparatus":
        themes = _themes(ballot, unit)
        parts = _entries(ballot, unit, "subthemes")
        cells["themes"] = "; ".join(themes)
        cells["subthemes"] = "; ".join(p for p in parts if ballot.parents[p] in themes)
        settle("act", "problem")
        if cells["mode"] == "answer":
            settle("prompted")
        if cells["problem"] == "1":
            settle("placed")
    return _made(unit.rows[min(unit.rows)], cells)


def _themes(ballot: Ballot, unit: Unit) -> list[str]:
    """Return the themes of a sentence: the first by votes, the others as the coders list them."""
    themes = _entries(ballot, unit, "themes")
    if (unit.key, "themes") in ballot.decided or len(themes) < 2:
        return themes
    firsts = {c: row.entries("themes")[:1] for c, row in ballot.voters(unit.rows, "themes").items()}
    votes = {coder: theme for coder, first in firsts.items() for theme in first if theme in themes}
    first = ballot.settle(unit.key, FIRST_THEME, votes)
    return [first, *(theme for theme in themes if theme != first)]


def _entries(ballot: Ballot, unit: Unit, column: str) -> list[str]:
    """Return the entries of a list that most of those give who know the entry at all."""
    if (unit.key, column) in ballot.decided:
        return list(ballot.table.fields[column].entries(ballot.decided[unit.key, column]))
    given = {c: row.entries(column) for c, row in ballot.voters(unit.rows, column).items()}
    kept = []
    for entry in dict.fromkeys(itertools.chain(*given.values())):
        # Another codebook may not have the entry: to leave it out is no vote then.
        votes = {
            coder: "yes" if entry in entries else "no"
            for coder, entries in given.items()
            if ballot.coders[coder].own or entry not in OWN_ENTRIES
        }
        if ballot.settle(unit.key, f"{column}: {entry}", votes) == "yes":
            kept.append(entry)
    return kept


def _made(row: Row, cells: Mapping[str, str]) -> Row:
    return replace(row, cells={**row.cells, **cells, "coder": MAJORITY})
