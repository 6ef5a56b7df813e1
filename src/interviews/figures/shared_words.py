"""Figures of the chapter on shared words: set phrases, runs of words, and words that lean.

The weighing of words is done in `interviews.keyness`; here its tables are drawn.
"""

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes

from interviews.figures import forms, grids, layout
from interviews.figures.layout import Key
from interviews.svg import WIDTH, LinkedFigure, Links, colour, styled, text_width

USERS = {
    "both": "voices of both sides",
    "china": "Chinese voices only",
    "vietnam": "Vietnamese voices only",
    "outlet": "outlets only",
}
"""Who uses a phrase: the keys are those of `users`."""

KINDS = {
    "name": "names of the relationship",
    "priority": "words of rank",
    "agreement": "words for what was agreed",
    "value": "values and aims",
    "guideline": "guidelines",
}
HANDLING = "on differences and disputes"
"""What a phrase is about if its definition in the vocabulary has one of these words."""
HANDLED = "differen|divergen|disput"

WEIGHTS = {"weak": 0.02, "middle": 0.2, "full": 1.0}
"""How much the prior is worth, as a multiple of the words of all texts."""
MIDDLE = "middle"
FULL = "full"
LEAST = 6
"""How many words a run has to have to be shown."""
MOST = 8
"""How many words are shown for each side."""

_SIDE_COLOURS = {"china": "china", "vietnam": "vietnam", "outlet": "both"}
_SIDE_NAMES = {"china": "a Chinese voice", "vietnam": "a Vietnamese voice", "outlet": "the outlet"}
_KEY = (
    Key("a Chinese voice", "china"),
    Key("a Vietnamese voice", "vietnam"),
    Key("outlet or question", "both"),
)


# --- set phrases -----------------------------------------------------------------------------


def users(formulae: pd.DataFrame, phrases: pd.DataFrame) -> pd.DataFrame:
    """Return the phrases in use with `user` (a key of `USERS`), `times`, `handling`, `sentences`.

    A phrase of both sides may also be used by outlets; one that only outlets use is theirs.
    `handling` says whether it is about differences and disputes.
    """
    rows = phrases[phrases["formula"].isin(formulae["formula"])].copy()
    groups = formulae.groupby("formula")
    sides = groups["side"].agg(set)
    rows["user"] = [_user(sides[key]) for key in rows["formula"]]
    rows["times"] = groups.size().reindex(rows["formula"]).to_numpy()
    rows["handling"] = rows["definition"].str.contains(HANDLED, case=False)
    unique = groups["sentence"].agg(lambda ids: tuple(dict.fromkeys(ids)))
    return rows.assign(sentences=unique.reindex(rows["formula"]).to_numpy())


def _user(sides: set[str]) -> str:
    nations = sides & {"china", "vietnam"}
    return "both" if len(nations) > 1 else (nations or {"outlet"}).pop()


def draw_phrases(
    used: pd.DataFrame, formulae: pd.DataFrame, documents: pd.DataFrame
) -> LinkedFigure:
    """Draw which text and voice uses which phrase; `used` are rows of `users`."""
    mine = formulae[formulae["formula"].isin(used["formula"])]
    keys = ["formula", "document", "side"]
    marks = mine.groupby(keys, sort=False).agg(
        sentences=("sentence", lambda ids: tuple(dict.fromkeys(ids))), quotes=("exact", list)
    )
    data = marks.reset_index().join(used[["label", "user"]], on="formula")
    sizes = used["user"].value_counts()
    data["panel"] = [f"Used by {USERS[user]}: {sizes[user]}" for user in data["user"]]
    return _phrase_grid(
        data.assign(item=data["label"]),
        documents,
        name="fig-words-phrases",
        title="Who uses which set phrase",
        description="Set phrases that occur more than once, by text and voice; above those that "
        "voices of both sides use.",
    )


def draw_agreed(formulae: pd.DataFrame, documents: pd.DataFrame) -> LinkedFigure:
    """Draw each occurrence of a word for what leaders agreed, by text and voice."""
    mine = formulae[formulae["formula_kind"] == "agreement"]
    data = mine.assign(
        item="“" + mine["formula_label"] + "”",
        quotes=[[exact] for exact in mine["exact"]],
        user="both",
        panel="",
    )
    return _phrase_grid(
        data,
        documents,
        name="fig-words-agreed",
        title="The word for what leaders agreed",
        description="Each occurrence of consensus, common perceptions and common understandings, "
        "by text and voice, with the country of the outlet.",
        countries=True,
    )


def _phrase_grid(
    data: pd.DataFrame, documents: pd.DataFrame, countries: bool = False, **about: str
) -> LinkedFigure:
    """Draw phrases by texts; `data` has item, user, panel, document, side, sentences, quotes."""
    heads = documents["short"]
    if countries:
        heads = heads + " (" + documents["outlet_country"] + ")"
    place = {key: number for number, key in enumerate(documents.index)}
    order = data["user"].map(list(USERS).index) * len(place)
    data = data.assign(rank=order).sort_values("rank", kind="stable").drop(columns="rank")
    data["document"] = data["document"].map(heads)
    data["who"] = data["side"].map(_SIDE_NAMES)
    number = data.groupby(["item", "document", "who"]).cumcount() + 1
    said = data["item"] + ", " + data["document"] + ", " + data["who"]
    data["label"] = said + number.map(lambda n: f", use {n}" if n > 1 else "")
    data["colour"] = data["side"].map(_SIDE_COLOURS)
    columns = {"item": "Phrase", "document": "Text", "who": "Voice"}
    return grids.grid(data, heads=list(heads), key=_KEY, columns=columns, **about)


def draw_kinds(used: pd.DataFrame) -> LinkedFigure:
    """Draw how many phrases of each kind are used by both sides or by one; rows of `users`."""
    kind = used["kind"].map(KINDS)
    rows = kind.where(~used["handling"], HANDLING)
    data = []
    for category in [name for name in (*KINDS.values(), HANDLING) if name in set(rows)]:
        for user, head in USERS.items():
            found = used[(rows == category) & (used["user"] == user)]
            if user != "outlet" or (used["user"] == "outlet").any():
                ids = tuple(dict.fromkeys(key for keys in found["sentences"] for key in keys))
                data.append((category, head, len(found), user, ids))
    table = pd.DataFrame(data, columns=["category", "document", "count", "user", "sentences"])
    table["colour"] = table["user"].map({"china": "china", "vietnam": "vietnam"}).fillna("both")
    numbers = table["count"].astype(str)
    table["label"] = table["category"] + ": " + numbers + " phrases of " + table["document"]
    return forms.matrix(
        table,
        name="fig-words-kinds",
        title="Which kinds of phrases are shared",
        description="Number of set phrases of each kind used by voices of both sides, by Chinese "
        "voices only and by Vietnamese voices only.",
        columns={"category": "Kind", "document": "Used by", "count": "Phrases"},
    )


# --- runs of words ---------------------------------------------------------------------------


def draw_runs(runs: pd.DataFrame, shorts: pd.Series) -> LinkedFigure:
    """Draw the longest runs of words that voices of both sides share.

    `runs` has run, length, sentences; `shorts` gives the name of the text of each sentence.
    """
    texts = [" and ".join(dict.fromkeys(shorts[list(ids)])) for ids in runs["sentences"]]
    data = runs.assign(category="“" + runs["run"] + "”", value=runs["length"], texts=texts)
    data["text"] = data["length"].astype(str)
    data["label"] = data["category"] + ": " + data["text"] + " words, in " + data["texts"]
    return forms.slope_bars(
        data,
        name="fig-words-runs",
        title="Longest runs of words that both sides share",
        description="Runs of words that stand word for word with a Chinese and with a Vietnamese "
        "voice, by their length in words.",
        columns={"category": "Run of words", "length": "Words", "texts": "Texts"},
    )


# --- words that lean -------------------------------------------------------------------------


def strongest(
    tables: Mapping[str, pd.DataFrame], places: Mapping[str, Sequence[str]], most: int
) -> pd.DataFrame:
    """Return the words that lean most under the middle prior, so many for each side.

    `tables` has a table of `keyness.leaning` for each of `WEIGHTS`, the Vietnamese officials'
    words counted first; `places` the ids of the sentences with each word. Columns: word, side,
    first, second, one for each weight (z), sentences.
    """
    middle = tables[MIDDLE]
    rows = pd.concat([middle.head(most), middle.tail(most).iloc[::-1]])
    rows = rows.assign(side=["vietnam"] * most + ["china"] * most)
    for name, table in tables.items():
        rows[name] = table["z"].reindex(rows.index)
    rows["sentences"] = [tuple(places[word]) for word in rows.index]
    return rows.reset_index()


_LEFT, _RIGHT, _STEP = 150.0, 20.0, 20.0
_PANELS = {
    "vietnam": "Lean to Vietnamese officials",
    "china": "Lean to Chinese officials",
}
_SIZES = {"weak": 14.0, "middle": 42.0, "full": 42.0}


@styled()
def draw_leaning(rows: pd.DataFrame, limit: float) -> LinkedFigure:
    """Draw the z of words under each prior; `rows` are those of `strongest`.

    Between the broken lines at `limit` either way a word is not said to lean.
    """
    counts = rows["first"].astype(str) + " to " + rows["second"].astype(str)
    data = rows.assign(counts=counts, label="“" + rows["word"] + "”: " + counts)
    data = layout.checked(data, "draw_leaning", ("word", "side", *WEIGHTS))
    bottom = _STEP * len(data) + 28 * data["side"].nunique()
    figure, page = layout.blank_page(bottom + 66)
    axes = layout.inset(figure, (_LEFT, 0, WIDTH - _RIGHT, bottom))
    reach = data[list(WEIGHTS)].abs().max().max() * 1.05
    axes.set_ylim(bottom, 0)
    axes.set_yticks([])
    layout.value_axis(axes, -reach, reach, lambda value: f"{abs(value):g}")
    for at in (-limit, limit):
        axes.axvline(at, color=colour("muted"), linewidth=1, linestyle=(0, (3, 2)), zorder=1)
    axes.set_xlabel("standard errors from no difference", color=colour("muted"))
    links = Links("fig-words-leaning")
    _draw_words(page, axes, data, links)
    _size_key(page, bottom + 52)
    columns = {"word": "Word", "first": "Vietnamese officials", "second": "Chinese officials"}
    shown = data.assign(**{name: data[name].astype(float).round(2) for name in WEIGHTS})
    columns |= {name: f"z, {name} prior" for name in WEIGHTS}
    return LinkedFigure(
        figure,
        links,
        "fig-words-leaning",
        "Words that lean to the officials of one side",
        "The words that lean most to Vietnamese and to Chinese officials, in standard errors, "
        "under a weak, a middle and a full prior; and how often each side uses them.",
        layout.data_table(shown, columns, {}),
    )


def _draw_words(page: Axes, axes: Axes, data: pd.DataFrame, links: Links) -> None:
    y, before = 0.0, ""
    for item in data.itertuples():
        if item.side != before:
            y += 28
            page.text(0, y - 12, _PANELS[item.side], va="center_baseline", weight="bold")
        before = item.side
        url = layout.link(links, item)
        middle = y + _STEP / 2
        shade = colour(item.side)
        values = [getattr(item, name) for name in WEIGHTS]
        axes.plot((min(values), max(values)), (middle, middle), color=shade, linewidth=1)
        for name, value in zip(WEIGHTS, values, strict=True):
            first = url if name == MIDDLE else links.again(url)
            style = {"filled": name != FULL, "s": _SIZES[name]}
            layout.dot(axes, value, middle, item.side, first, **style)
        layout.write(page, 0, middle, item.word, links=links, url=url)
        layout.write(page, _LEFT - 12, middle, item.counts, ha="right", color=colour("muted"))
        y += _STEP


def _size_key(page: Axes, y: float) -> None:
    x = _LEFT
    for name, size in _SIZES.items():
        layout.dot(page, x, y, "ink", None, filled=name != FULL, s=size)
        page.text(x + 10, y, f"{name} prior", va="center_baseline", color=colour("muted"))
        x += 26 + text_width(f"{name} prior")


def across(splits: pd.DataFrame, national: frozenset[str]) -> pd.DataFrame:
    """Return the splits that part the texts of one nation's officials from each other."""
    inside = splits["part"].map(lambda part: len(national & set(part)))
    return splits[(inside > 0) & (inside < len(national))]


def draw_splits(
    splits: pd.DataFrame,
    documents: pd.DataFrame,
    national: frozenset[str],
    places: Mapping[str, Sequence[str]],
) -> LinkedFigure:
    """Draw how many words lean when any of the texts are set against the rest.

    `splits` are those of `keyness.splits`; `national` are the texts of one nation's officials. The
    sentences of a row are those with its strongest word.
    """
    short = documents["short"]
    ours = splits["part"].map(lambda part: frozenset(part) == national)
    data = splits.assign(
        category=[" and ".join(short[list(part)]) for part in splits["part"]],
        value=splits["number"],
        sentences=[tuple(places[row[0]]) if row else () for row in splits["words"]],
        listed=splits["words"].map(", ".join),
        colour=ours.map({True: "vietnam", False: "both"}),
    )
    data["text"] = data["value"].astype(str) + ours.map({True: ": the nations", False: ""})
    data["label"] = data["category"] + " against the rest: " + data["value"].astype(str) + " words"
    return forms.slope_bars(
        data,
        name="fig-words-splits",
        title="Words that lean when other texts are set against each other",
        description="For each way to set as many texts as the Vietnamese officials have against "
        "the rest: the number of words that lean. The split by nation is marked.",
        columns={"category": "Set against the rest", "value": "Words", "listed": "Which"},
    )
