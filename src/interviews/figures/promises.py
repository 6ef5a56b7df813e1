"""Figures and the table of the chapter on promises: who, what, by when, and what became of each.

A promise has a fate only if some later text could speak of it; those of the latest text have none.
"""

import html

import pandas as pd
from IPython.display import HTML

from interviews.figures import forms, grids
from interviews.figures.layout import Key, in_order, of
from interviews.svg import LinkedFigure

OUTCOMES = {
    "reported-done": "reported done",
    "repeated": "said again",
    "absent": "not mentioned",
}
"""What a later text can say of a promise, the strongest first."""

FATES = {
    "reported-done": "Reported done by a later text",
    "repeated": "Said again, not reported done",
    "absent": "Never mentioned again",
}
"""What became of a promise over all later texts: the strongest that any of them says."""

BOUND = {"china": "China alone", "vietnam": "Vietnam alone", "both": "both sides"}
SIDE_COLOURS = {"china": "china", "vietnam": "vietnam", "outlet": "both"}
CHECKED = {True: "Can be checked", False: "Cannot be checked"}
_MARKS = {
    "promised": {"filled": True, "marker": "s", "size": 26.0},
    "reported-done": {"filled": True, "marker": "o", "size": 56.0},
    "repeated": {"filled": False, "marker": "o", "size": 44.0},
    "absent": {"filled": True, "marker": "o", "size": 7.0},
}
_KEY = (
    Key("promised", "ink", marker="s"),
    Key("reported done", "ink"),
    Key("said again", "ink", filled=False),
    Key("not mentioned", "muted", marker="."),
    Key("said by a Chinese voice", "china"),
    Key("by a Vietnamese voice", "vietnam"),
    Key("by an outlet", "both"),
)


# --- rows ------------------------------------------------------------------------------------


def followed(commitments: pd.DataFrame, outcomes: pd.DataFrame) -> pd.DataFrame:
    """Return the promises that have a later text, with `fate` (a key of `FATES`) and `later`.

    `later` is the number of later texts; `again` says whether all of them say the promise again.
    """
    said = outcomes.groupby("commitment")["outcome"].agg(list)
    rows = commitments[commitments["id"].isin(said.index)].copy()
    rows["fate"] = [next(fate for fate in FATES if fate in said[key]) for key in rows["id"]]
    rows["later"] = [len(said[key]) for key in rows["id"]]
    rows["again"] = [set(said[key]) == {"repeated"} for key in rows["id"]]
    return rows


def told(outcomes: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Return what later texts say, with `short` of the later text and `sentences` for figures."""
    rows = outcomes.assign(short=outcomes["document"].map(documents["short"]))
    return rows.assign(sentences=[(key,) if key else () for key in rows["sentence"]])


def fates(
    commitments: pd.DataFrame, outcomes: pd.DataFrame, documents: pd.DataFrame
) -> pd.DataFrame:
    """Return a row for each promise with a later text, and one for each of those texts.

    Columns: commitment, outcome ("promised" for the first), item, panel, strong, document (short
    name), words, label, sentence, sentences, quotes; promises of one fate stand together.
    """
    known = followed(commitments, outcomes).set_index("id", drop=False)
    first = known.assign(outcome="promised", commitment=known["id"])
    later = told(outcomes[outcomes["commitment"].isin(known.index)], documents)
    data = pd.concat([first, later], ignore_index=True)
    # Two texts can promise the same in the same words; the text that promises tells them apart.
    twice = known.duplicated(["fate", "summary"], keep=False)
    known["item"] = known["summary"].where(~twice, known["summary"] + " (" + known["short"] + ")")
    sizes = known["fate"].value_counts()
    known["panel"] = [f"{FATES[fate]}: {sizes[fate]}" for fate in known["fate"]]
    for column in ("item", "panel", "measurable", "fate"):
        data[column] = data["commitment"].map(known[column])
    data["words"] = data["outcome"].map(OUTCOMES | {"promised": "promised"})
    maker = data["commitment"].map(known["short"])
    data["label"] = data["item"] + " (" + maker + "), " + data["short"] + ": " + data["words"]
    data["quotes"] = [[exact] if exact else [] for exact in data["exact"]]
    order = pd.Series({key: number for number, key in enumerate(known.index)})
    rank = data["fate"].map(list(FATES).index) * len(order) + data["commitment"].map(order)
    data = data.iloc[rank.argsort(kind="stable")].reset_index(drop=True)
    return data.assign(document=data["short"], strong=data["measurable"])


def amounts(commitments: pd.DataFrame, quantities: pd.DataFrame) -> pd.DataFrame:
    """Return the promises that can be checked and say how many of a thing.

    A count of `quantities` has to stand within the words of the promise.
    """
    counts = quantities.loc[quantities["kind"] == "count", ["sentence", "exact"]]
    numbers = counts.groupby("sentence")["exact"].agg(list)
    named = [
        any(number in one.exact for number in numbers.get(one.sentence, []))
        for one in commitments.itertuples()
    ]
    return commitments[commitments["measurable"] & pd.Series(named, index=commitments.index)]


# --- figures ---------------------------------------------------------------------------------


def draw_fates(
    commitments: pd.DataFrame,
    outcomes: pd.DataFrame,
    documents: pd.DataFrame,
    sides: pd.Series,
) -> LinkedFigure:
    """Draw each promise that has a later text, and what each later text says of it.

    `sides` gives the side of who speaks (china, vietnam, outlet) for the id of each sentence.
    """
    data = fates(commitments, outcomes, documents)
    data = data.join(pd.DataFrame([_MARKS[key] for key in data["outcome"]], index=data.index))
    data["colour"] = data["sentence"].map(sides).map(SIDE_COLOURS).fillna("muted")
    return grids.grid(
        data,
        name="fig-promises-fates",
        title="What became of each promise",
        description="Each promise with a later text, in the text that makes it and in every later "
        "one: reported done, said again, or not mentioned. Bold: it can be checked.",
        heads=list(documents["short"]),
        key=_KEY,
        columns={"item": "Promise", "document": "Text", "words": "What it says"},
    )


def checkable(known: pd.DataFrame) -> pd.DataFrame:
    """Return k promises of n with each fate, for those that can be checked and the others.

    `known` are the rows of `followed`. Columns panel, category, k, n, sentences.
    """
    rows = []
    for measurable, panel in CHECKED.items():
        group = known[known["measurable"] == measurable]
        for fate, category in FATES.items():
            ids = tuple(group.loc[group["fate"] == fate, "sentence"])
            rows.append((f"{panel}: {len(group)} promises", category, len(ids), len(group), ids))
    table = pd.DataFrame(rows, columns=["panel", "category", "k", "n", "sentences"])
    return table[table["n"] > 0].reset_index(drop=True)


def draw_checkable(table: pd.DataFrame) -> LinkedFigure:
    """Draw the fates of promises that can and cannot be checked; `table` has low and high."""
    counts = [of(k, n) for k, n in zip(table["k"], table["n"], strict=True)]
    panel = table["panel"].str.partition(":")[0]
    return forms.dot_intervals(
        table.assign(label=panel + ", " + table["category"].str.lower() + ": " + counts),
        name="fig-promises-checkable",
        title="Fate of promises that can and cannot be checked",
        description="Share of promises reported done, said again or never mentioned again, for "
        "those that a public fact could decide and for the others, with Wilson intervals.",
        axis="share of promises with a later text, with 95% interval",
    )


def draw_owners(commitments: pd.DataFrame, documents: pd.DataFrame) -> LinkedFigure:
    """Draw how many promises of each text bind China alone, Vietnam alone or both sides."""
    rows = []
    for document, short in documents["short"].items():
        mine = commitments[commitments["document"] == document]
        for side, category in BOUND.items():
            ids = tuple(mine.loc[mine["by"] == side, "sentence"])
            rows.append((category, short, len(ids), of(len(ids), len(mine)), side, ids))
    names = ["category", "document", "count", "text", "colour", "sentences"]
    data = pd.DataFrame(rows, columns=names)
    data["label"] = data["document"] + ": " + data["text"] + " promises bind " + data["category"]
    return forms.matrix(
        in_order(data, "category", BOUND.values()),
        name="fig-promises-owners",
        title="Whom the promises bind",
        description="How many promises of each text bind China alone, Vietnam alone or both sides.",
        columns={"category": "Who is bound", "document": "Text", "text": "Promises"},
    )


def draw_answers(outcomes: pd.DataFrame, documents: pd.DataFrame) -> LinkedFigure:
    """Draw what each later text says of the promises that were open when it appeared.

    The sentences are those of the later text; where it is silent there are none.
    """
    rows = []
    later = told(outcomes, documents)
    for short in documents["short"][documents["short"].isin(later["short"])]:
        mine = later[later["short"] == short]
        for outcome, category in OUTCOMES.items():
            found = mine[mine["outcome"] == outcome]
            ids = tuple(key for key in found["sentence"] if key)
            rows.append((category, short, len(found), of(len(found), len(mine)), ids))
    data = pd.DataFrame(rows, columns=["category", "document", "count", "text", "sentences"])
    data["label"] = data["document"] + ": " + data["text"] + " open promises " + data["category"]
    return forms.matrix(
        in_order(data, "category", OUTCOMES.values()),
        name="fig-promises-answers",
        title="What each later text says of earlier promises",
        description="Of the promises open when a text appeared: how many it reports done, says "
        "again, or does not mention.",
        columns={"category": "What it says", "document": "Text", "text": "Promises"},
    )


# --- the table of all ------------------------------------------------------------------------

_HEADS = ("Promise", "Who to whom", "By when", "Can be checked", "Later texts")


def register(commitments: pd.DataFrame, outcomes: pd.DataFrame, documents: pd.DataFrame) -> HTML:
    """Return a table of the promises of each text, each quotation linked to its sentence.

    For a report of what later texts say, their words stand beside it.
    """
    later = told(outcomes, documents)
    parts = []
    for document, short in documents["short"].items():
        mine = commitments[commitments["document"] == document]
        rows = "".join(_row(one, later[later["commitment"] == one.id]) for one in mine.itertuples())
        parts.append(_folded(f"{html.escape(short)}: {len(mine)} promises", rows))
    joined = "\n".join(parts)
    return HTML(f'<div class="mathjax_ignore">{joined}</div>')


def _folded(summary: str, rows: str) -> str:
    heads = "".join(f'<th scope="col">{head}</th>' for head in _HEADS)
    return (
        # A line that is pressed has to be at least as high as a finger's target.
        f'<details><summary style="min-height: 24px; cursor: pointer">{summary}</summary>'
        '<div class="table-scroll" tabindex="0"><table class="dataframe">'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div></details>"
    )


def _row(one: object, later: pd.DataFrame) -> str:
    cells = (
        f"{html.escape(one.summary)}: {_quotation(one.exact, one.sentence)}",
        _bound(one.by, one.to),
        f"“{html.escape(one.horizon)}”" if one.horizon else "not said",
        "yes" if one.measurable else "no",
        "<br>".join(_outcome(row) for row in later.itertuples()) or "none yet",
    )
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _bound(by: str, to: str) -> str:
    """Return who is bound to whom.

    >>> _bound("china", "vietnam"), _bound("both", "both")
    ('China to Vietnam', 'both sides to each other')
    """
    names = {side: name.removesuffix(" alone") for side, name in BOUND.items()}
    return f"{names[by]} to {'each other' if by == to == 'both' else names[to]}"


def _outcome(row: object) -> str:
    said = f"{html.escape(row.short)}: {OUTCOMES[row.outcome]}"
    return f"{said}, {_quotation(row.exact, row.sentence)}" if row.sentence else said


def _quotation(exact: str, sentence: str) -> str:
    return f'<a href="sentence:{sentence}">“{html.escape(exact)}”</a>'
