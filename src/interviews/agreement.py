"""How far coders agree: Krippendorff's alpha for every variable, and what each of them found.

Coders of one kind share its habits: agreement among them says that a coding is steady, not that
strangers would reach it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, permutations

import krippendorff
import numpy as np
import pandas as pd

from interviews.codings import Codings
from interviews.majority import FIRST_THEME, OWN_ENTRIES, Unit

LISTS = ("themes", "subthemes")
# A codebook without the theme `other` says so by giving none of its themes.
NO_FIELD = "other"

Codes = Mapping[str, Mapping[str, str]]
"""The value that each coder gave each unit: unit to coder to value; who gave none is not there."""


def alpha(codes: Codes) -> float:
    """Return Krippendorff's alpha for nominal values; NaN where nothing varies or nobody meets.

    >>> met = [{"a": "x", "b": "x"}, {"a": "y", "b": "x"}, {"a": "y", "b": "y"}]
    >>> round(alpha({str(n): given for n, given in enumerate(met)}), 2)
    0.44
    """
    met = [Counter(given.values()) for given in codes.values() if len(given) > 1]
    counts = pd.DataFrame(met).fillna(0).to_numpy()
    if not met or counts.shape[1] < 2:
        return float("nan")
    return float(krippendorff.alpha(value_counts=counts, level_of_measurement="nominal"))


def differing(codes: Codes) -> float:
    """Return the share of pairs of codes of one unit that differ; NaN where there is no pair."""
    pairs = [pair for given in codes.values() for pair in combinations(given.values(), 2)]
    return float(np.mean([one != other for one, other in pairs])) if pairs else float("nan")


def variables(codings: Codings) -> Iterator[tuple[str, str]]:
    """Yield every table and variable that more than one coder judged, lists entry by entry."""
    for name, table in codings.schema.coded.items():
        for column in table.judged:
            if len(codings.coders(name, column)) < 2:
                continue
            if column == "themes":
                yield name, FIRST_THEME
            if column in LISTS:
                values = codings.codebook.variables[table.fields[column].codebook].values
                yield from ((name, f"{column}: {value}") for value in values)
            else:
                yield name, column


def codes(codings: Codings, table: str, variable: str) -> Codes:
    """Return what the coders of a variable gave each unit, by the names of `variables`.

    Of what was found, units are the rows of different coders that match.
    """
    column = "themes" if variable == FIRST_THEME else variable.partition(": ")[0]
    coders = [
        coder
        for coder in codings.coders(table, column)
        if codings.own(coder) or variable.partition(": ")[2] not in OWN_ENTRIES
    ]
    found = {unit.key: _given(unit, coders, column, variable) for unit in codings.units(table)}
    return {key: given for key, given in found.items() if given}


def _given(unit: Unit, coders: Iterable[str], column: str, variable: str) -> dict[str, str]:
    rows = {coder: unit.rows[coder] for coder in coders if coder in unit.rows}
    if column not in LISTS:
        return {coder: row[column] for coder, row in rows.items() if row[column]}
    # Headlines and courtesies have no field, so that to give none says nothing.
    rows = {coder: row for coder, row in rows.items() if row["mode"] != "apparatus"}
    if variable == FIRST_THEME:
        return {coder: (row.entries(column) or [NO_FIELD])[0] for coder, row in rows.items()}
    entry = variable.partition(": ")[2]
    return {c: "yes" if entry in row.entries(column) else "no" for c, row in rows.items()}


def reliability(codings: Codings) -> pd.DataFrame:
    """Return one row for each variable that more than one coder judged.

    table, variable, coders (letters), units (that two or more coded), differ (share of pairs of
    codes that differ), alpha; then alpha in each text, by its short name. NaN: nothing varies.
    """
    return pd.DataFrame([_reliability(codings, *pair) for pair in variables(codings)])


def _reliability(codings: Codings, table: str, variable: str) -> dict[str, object]:
    found = codes(codings, table, variable)
    met = {key: given for key, given in found.items() if len(given) > 1}
    letters = sorted({coder for given in met.values() for coder in given})
    # Of what a text says of a promise, that text.
    of = {unit.key: next(iter(unit.rows.values()))["document"] for unit in codings.units(table)}
    texts = {
        document.facts["short"]: alpha({k: met[k] for k in met if of[k] == document.key})
        for document in codings.corpus
    }
    return {
        "table": table, "variable": variable, "coders": "".join(letters), "units": len(met),
        "differ": differing(met), "alpha": alpha(met), **texts,
    }  # fmt: skip


def confusion(codings: Codings, table: str, variable: str) -> pd.DataFrame:
    """Return how often two coders gave a unit these two values, over all pairs of coders.

    A square table of values by values, symmetric; on its diagonal they agree, each pair counted
    once there and once in each of the two cells elsewhere.
    """
    pairs = [
        pair
        for given in codes(codings, table, variable).values()
        for pair in combinations(given.values(), 2)
    ]
    values = sorted({value for pair in pairs for value in pair})
    counts = Counter(cell for one, other in pairs for cell in {(one, other), (other, one)})
    cells = [[counts[one, other] for other in values] for one in values]
    return pd.DataFrame(cells, index=values, columns=values)


def recall(codings: Codings, table: str) -> float:
    """Return which share of the units of one coder another has, the mean over pairs of coders."""
    shares = []
    for mine, theirs in permutations(codings.coders(table), 2):
        found = [unit for unit in codings.units(table) if theirs in unit.having]
        shares.append(np.mean([mine in unit.having for unit in found]))
    return float(np.nanmean(shares))


def presence(codings: Codings, table: str) -> Codes:
    """Return for every sentence that says something whether each coder found a unit in it."""
    coders = codings.coders(table)
    found = {(row["sentence"], row["coder"]) for row in codings.tables[table]}
    return {
        key: {c: "yes" if (key, c) in found else "no" for c in coders}
        for key, code in codings.sentence_codes().items()
        if code.mode != "apparatus"
    }


def found(codings: Codings) -> pd.DataFrame:
    """Return one row for each table whose units more than one coder had to find.

    table, coders, units, alone (found by one coder only), all (found by all), recall, presence
    (alpha on whether a sentence has one).
    """
    rows = []
    for name, table in codings.schema.coded.items():
        coders = codings.coders(name)
        if "id" not in table.fields or "coder" not in table.fields or len(coders) < 2:
            continue
        having = [len(unit.having) for unit in codings.units(name)]
        rows.append({
            "table": name, "coders": "".join(coders), "units": len(having),
            "alone": having.count(1), "all": having.count(len(coders)),
            "recall": recall(codings, name), "presence": alpha(presence(codings, name)),
        })  # fmt: skip
    return pd.DataFrame(rows)
