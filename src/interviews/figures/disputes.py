"""Figures of the chapter on disputes: who names what, on whose side, and with which verb.

Each `*_rows` function turns coded sentences into the rows of a figure; each other public function
draws one. Rows keep the ids of their sentences, so that every mark leads to its evidence.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd
from matplotlib.axes import Axes

from interviews.figures import forms, layout
from interviews.figures.layout import Key
from interviews.svg import WIDTH, LinkedFigure, Links, colour, styled, text_width

OPPOSED = ("difference", "divergence", "dispute", "territorial-dispute")
"""The rungs whose words set the two sides against each other."""

SIDES = ("china", "vietnam", "both", "outside", "none")
SIDE_WORDS = {
    "china": "on China's side",
    "vietnam": "on Vietnam's side",
    "both": "between the two",
    "outside": "on third parties or the world",
    "none": "on nobody's side",
}
GROUPS = {
    ("china", "official"): "Chinese officials",
    ("china", "expert"): "Chinese experts",
    ("vietnam", "official"): "Vietnamese officials",
    ("vietnam", "expert"): "Vietnamese experts",
    ("outlet", "question"): "Questions",
    ("outlet", "narration"): "Outlets' own words",
}
TOPICS = {
    "sea": "the disputed sea",
    "management": "differences and their handling",
    "law": "international law",
    "third-party": "third parties who stir",
    "friction": "trade deficit, stuck projects",
}
VERBS = {
    "manage": ("manage",),
    "control": ("control",),
    "resolve, solve": ("resolve", "solve"),
    "acknowledge": ("acknowledge",),
    "restrict, prevent": ("restrict", "prevent"),
    "exaggerate, exploit": ("exaggerate", "exploit"),
    "refute": ("refute",),
}
OBJECT_WORDS = {
    "outside world": "the outside world",
    "relationship": "the relationship",
    "unnamed": "a matter not named",
}
SEPARATOR = "; "
ROW = 42.0  # from one text of a score to the next
ASIDE = 9.0  # from the line of a text to the marks that were asked for or volunteered


# --- rows ------------------------------------------------------------------------------------


def groups(rows: pd.DataFrame, speakers: pd.DataFrame) -> pd.Series:
    """Return for each row who speaks: officials or experts of a side, questions, the outlets.

    `rows` have `voice` and `side`, and `mode` where they are sentences; `speakers` is indexed by
    voice and has `kind`.
    """
    kinds = speakers["kind"].reindex(rows["voice"]).to_numpy()
    asked = rows["voice"].eq("interviewer").to_numpy()
    keys = [
        (side, ("question" if question else "narration") if side == "outlet" else kind)
        for side, kind, question in zip(rows["side"], kinds, asked, strict=True)
    ]
    return pd.Series([GROUPS[key] for key in keys], index=rows.index)


def group_rows(
    part: pd.DataFrame,
    whole: pd.DataFrame,
    intervals: Callable[[pd.Series, pd.Series], pd.DataFrame],
    by: str,
    panel: str,
    what: str,
) -> pd.DataFrame:
    """Return a row of `forms.dot_intervals` for each value of column `by` in `whole`, in its order.

    `part` are the sentences of `whole` that count; `what` says of them what the label needs, such
    as "speak of the disputed sea".
    """
    order = list(dict.fromkeys(whole[by]))
    wholes = whole.groupby(by).size().reindex(order)
    frame = intervals(part.groupby(by).size().reindex(order, fill_value=0), wholes)
    lists = part.groupby(by)["sentence"].agg(list)
    frame["sentences"] = [tuple(lists.get(value, ())) for value in order]
    frame["category"], frame["panel"] = order, panel
    frame["colour"] = [_only(whole.loc[whole[by] == value, "side"]) for value in order]
    counts = zip(order, frame["k"], frame["n"], strict=True)
    frame["label"] = [f"{value}: {k} of {n} sentences {what}" for value, k, n in counts]
    return frame.reset_index(drop=True)


def _only(sides: pd.Series) -> str:
    """Return the colour of the one side that speaks, outlets aside, or of both."""
    found = set(sides) - {"outlet"}
    return found.pop() if len(found) == 1 else "both"


def side_rows(
    problems: pd.DataFrame,
    intervals: Callable[[pd.Series, pd.Series], pd.DataFrame],
) -> pd.DataFrame:
    """Return a row of `forms.dot_intervals` for each group of voices and side of a problem.

    `problems` are sentences with `group` (see `groups`), `placed` and `sentence`; sides on which
    nobody places a problem are kept.
    """
    frames = []
    for group in [name for name in GROUPS.values() if name in set(problems["group"])]:
        mine = problems[problems["group"] == group]
        counts = mine["placed"].value_counts().reindex(SIDES, fill_value=0)
        frame = intervals(counts, pd.Series(len(mine), index=counts.index))
        lists = mine.groupby("placed")["sentence"].agg(list)
        frame["sentences"] = [tuple(lists.get(side, ())) for side in SIDES]
        frame["category"] = [SIDE_WORDS[side] for side in SIDES]
        frame["panel"] = f"{group}, {len(mine)} sentences that admit a problem"
        frame["colour"] = [side if side in ("china", "vietnam") else "both" for side in SIDES]
        frame["label"] = [
            f"{group} place {k} of {n} problems {SIDE_WORDS[side]}"
            for side, k, n in zip(SIDES, frame["k"], frame["n"], strict=True)
        ]
        frames.append(frame)
    return pd.concat(frames, ignore_index=True)


def topic_rows(
    substance: pd.DataFrame,
    intervals: Callable[[pd.Series, pd.Series], pd.DataFrame],
) -> pd.DataFrame:
    """Return a row of `forms.matrix` for each topic and text, zeros included.

    `substance` are sentences with `subthemes`, `document`, `short`, `sentence`.
    """
    order = list(dict.fromkeys(substance["short"]))
    wholes = substance.groupby("short").size().reindex(order)
    frames = []
    for topic, words in TOPICS.items():
        part = substance[[topic in found for found in substance["subthemes"]]]
        frame = intervals(part.groupby("short").size().reindex(order, fill_value=0), wholes)
        lists = part.groupby("short")["sentence"].agg(list)
        frame["sentences"] = [tuple(lists.get(short, ())) for short in order]
        frames.append(frame.assign(category=words[:1].upper() + words[1:], document=order))
    rows = pd.concat(frames, ignore_index=True)
    rows["count"] = rows["k"]
    rows["text"] = [layout.of(k, n) for k, n in zip(rows["k"], rows["n"], strict=True)]
    rows["label"] = rows["document"] + ", " + rows["category"].str.lower() + ": " + rows["text"]
    rows[["low", "high"]] = rows[["low", "high"]].round(3)
    return rows


def rung_rows(difficulties: pd.DataFrame, rungs: Sequence[str]) -> pd.DataFrame:
    """Return a row of `forms.ladder` for each rung, text and side, from the highest rung down.

    `rungs` go from the lowest to the highest.
    """
    rows = [
        _rung_row(document, rung, words)
        for document, mine in difficulties.groupby("short", sort=False)
        for rung in reversed(rungs)
        for _, words in mine[mine["rung"] == rung].groupby("side")
    ]
    frame = pd.DataFrame(rows)
    frame["colour"] = frame["side"].replace({"outlet": "both"})
    frame["filled"] = frame["side"] != "outlet"
    frame["label"] = [
        f"{row.document}: {row.rung}, {row.count} times, by {row.who}"
        for row in frame[["document", "rung", "count", "who"]].itertuples(index=False, name="Rung")
    ]
    return frame


def _rung_row(document: str, rung: str, words: pd.DataFrame) -> dict[str, object]:
    """Return what `words` of one text, rung and side have in common."""
    return {
        "rung": _spelt(rung),
        "document": document,
        "side": words["side"].iloc[0],
        "count": len(words),
        "text": f"× {len(words)}",
        "who": ", ".join(dict.fromkeys(words["speaker"])),
        "sentences": tuple(dict.fromkeys(words["sentence"])),
        "quotes": list(words["exact"]),
    }


def _number(sentence: str) -> str:
    return sentence.partition(":")[2]


def _spelt(rung: str) -> str:
    return rung.replace("-", " ").capitalize()


def opposed(difficulties: pd.DataFrame) -> pd.DataFrame:
    """Return the words of difficulty that set the two sides against each other."""
    return difficulties[difficulties["rung"].isin(OPPOSED)]


def verbs(difficulties: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each word of difficulty and verb that handles it."""
    split = difficulties.assign(verb=difficulties["verb"].str.split(SEPARATOR)).explode("verb")
    return split[split["verb"] != ""]


# --- drawings --------------------------------------------------------------------------------


def silence(rows: pd.DataFrame) -> LinkedFigure:
    """Draw how many sentences of each text speak of each topic; takes `topic_rows`."""
    return forms.matrix(
        rows,
        name="disputes-silence",
        title="Sentences that speak of each matter of dispute, by text",
        description="A grid of topics by texts. Most cells are empty: the disputed sea and third "
        "parties belong to one text almost alone, law to a single sentence.",
        columns={
            "category": "Topic",
            "document": "Text",
            "k": "Sentences",
            "n": "Of",
            "low": "Interval from",
            "high": "Interval to",
        },
    )


def sea(rows: pd.DataFrame) -> LinkedFigure:
    """Draw who speaks of the disputed sea; takes `group_rows` of several panels."""
    return forms.dot_intervals(
        rows,
        name="disputes-sea",
        title="Sentences that speak of the disputed sea, by text and by kind of voice",
        description="Shares with intervals. Chinese experts stand apart; Chinese officials and "
        "questions stand at zero.",
    )


def sides(rows: pd.DataFrame) -> LinkedFigure:
    """Draw on whose side problems are placed; takes `side_rows`."""
    return forms.dot_intervals(
        rows,
        name="disputes-sides",
        title="On whose side problems are placed, by kind of voice",
        description="Shares with intervals. No kind of voice places a problem on China's side.",
        axis="share of the sentences that admit a problem, with 95% interval",
        columns={
            "category": "Placed",
            "panel": "Voices",
            "k": "Sentences",
            "n": "Of",
            "low": "Interval from",
            "high": "Interval to",
        },
    )


def rungs(rows: pd.DataFrame, order: Sequence[str]) -> LinkedFigure:
    """Draw on which rungs the words of each text stand; `order` goes from the lowest rung up."""
    return forms.ladder(
        rows,
        name="disputes-rungs",
        title="Words of difficulty on a ladder, by text and side",
        description="Rungs down, texts across. Chinese officials do not climb above differences; "
        "only the Global Times article reaches the top.",
        rungs=[_spelt(rung) for rung in reversed(order)],
        key=(
            Key("Chinese voices", "china"),
            Key("Vietnamese officials", "vietnam"),
            Key("questions, headings", "both", filled=False),
        ),
        columns={"rung": "Rung", "document": "Text", "who": "Voices", "count": "Words"},
    )


def answers(difficulties: pd.DataFrame) -> LinkedFigure:
    """Draw what the words of difficulty in each of some answers are about."""
    grouped = difficulties.groupby(["short", "object"], sort=False)
    rows = pd.DataFrame(
        {
            "rung": f"About {OBJECT_WORDS.get(matter, matter)}",
            "document": short,
            "text": _listed(words["word"]),
            "colour": _only(words["side"]),
            "sentences": tuple(dict.fromkeys(words["sentence"])),
            "quotes": list(words["exact"]),
        }
        for (short, matter), words in grouped
    )
    rows["label"] = rows["document"] + ", " + rows["rung"].str.lower() + ": " + rows["text"]
    return forms.ladder(
        rows,
        name="disputes-answers",
        title="What the challenges are about, by answer",
        description="Matters down, answers across, the words used in the fields. The fields of "
        "the two answers do not overlap.",
        columns={"rung": "Matter", "document": "Text", "text": "Words"},
    )


def _listed(words: pd.Series) -> str:
    """Return words with how often each is used.

    >>> _listed(pd.Series(["challenge", "upheaval", "challenge"]))
    'challenge × 2, upheaval'
    """
    counts = words.value_counts(sort=False)
    return ", ".join(word if n == 1 else f"{word} × {n}" for word, n in counts.items())


# --- a score: sentences in order -------------------------------------------------------------


@dataclass(frozen=True)
class _Look:
    """How a problem is drawn by the side on which it is placed."""

    marker: str
    colour: str
    filled: bool = True


LOOKS = {
    "china": _Look("X", "china"),
    "vietnam": _Look("s", "vietnam"),
    "both": _Look("o", "both"),
    "outside": _Look("D", "problem"),
    "none": _Look("o", "both", filled=False),
}
SMALL = 26.0  # area of a mark that has a neighbour one sentence away


@styled()
def score(sentences: pd.DataFrame) -> LinkedFigure:
    """Draw every sentence of each text in order, and mark those that admit a problem.

    `sentences` have `sentence`, `short` (the row), `speaker`, `mode`, `problem`, `placed`,
    `prompted` and `text`. The mark says on whose side the problem is placed. It stands above the
    line where the question asked for it, below where it was volunteered, and on it where no
    question is printed or the sentence is itself part of one. Questions are bands.
    """
    texts = list(dict.fromkeys(sentences["short"]))
    place = sentences.groupby("short").cumcount()
    shown = sentences.assign(place=place, y=sentences["short"].map(texts.index) * ROW + ROW / 2)
    problems = shown[shown["problem"]].reset_index(drop=True)
    problems["row"] = range(1, len(problems) + 1)
    left = max(map(text_width, texts)) + 16
    step = (WIDTH - left - 6) / max(place.max(), 1)
    entries = _entries(problems)
    key_height = layout.key_height(entries)
    figure, page = layout.blank_page(ROW * len(texts) + 8 + key_height)
    for item in shown.itertuples():
        _sentence(page, left + item.place * step, item, step)
    links = Links("disputes-score")
    for item in problems.itertuples():
        _problem(page, left + item.place * step, item, links)
    for text, y in dict(zip(shown["short"], shown["y"], strict=True)).items():
        layout.write(page, 0, y, text)
    layout.draw_key(page, ROW * len(texts) + 12, entries)
    return LinkedFigure(
        figure,
        links,
        "disputes-score",
        "Sentences that admit a problem, in the order of each text",
        "One line a text, one tick a sentence; marks where a problem is admitted, above the line "
        "where it was asked for, below where it was volunteered.",
        _score_table(problems),
    )


def _entries(problems: pd.DataFrame) -> list[Key]:
    counts = problems["placed"].value_counts()
    words = {side: f"{SIDE_WORDS[side]} ({counts.get(side, 0)})" for side in SIDES}
    return [
        Key(words[side], LOOKS[side].colour, LOOKS[side].filled, LOOKS[side].marker)
        for side in SIDES
    ]


def _sentence(page: Axes, x: float, item: object, step: float) -> None:
    """Draw a sentence as a tick, and a band behind it where it is part of a question."""
    if item.mode == "question":
        page.fill_between(
            (x - step / 2, x + step / 2),
            item.y - ASIDE - 7,
            item.y + ASIDE + 7,
            color=colour("both-fill"),
            linewidth=0,
            zorder=0,
        )
    line = {"color": colour("muted"), "linewidth": 1.0, "zorder": 1}
    layout.rule(page, (x, x), (item.y - 2.5, item.y + 2.5), **line)


def _problem(page: Axes, x: float, item: object, links: Links) -> None:
    shift = {"1": -ASIDE, "0": ASIDE}.get(item.prompted, 0.0)
    look = LOOKS[item.placed]
    asked = {"1": ", asked for", "0": ", volunteered"}.get(item.prompted, "")
    who = f"{item.speaker}, {item.short}, {_number(item.sentence)}"
    label = f"{who}: a problem {SIDE_WORDS[item.placed]}{asked}"
    url = links.to(label, (item.sentence,), item.row)
    style = {"marker": look.marker, "filled": look.filled, "s": SMALL, "linewidths": 1.4}
    layout.dot(page, x, item.y + shift, look.colour, url, **style)


def _score_table(problems: pd.DataFrame) -> pd.DataFrame:
    asked = problems["prompted"].map({"1": "asked for", "0": "volunteered"}).fillna("")
    return pd.DataFrame(
        {
            "Text": problems["short"],
            "Voice": problems["speaker"],
            "Placed": problems["placed"].map(SIDE_WORDS),
            "Asked": asked,
            "sentences": [(one,) for one in problems["sentence"]],
            "quote": problems["text"],
        }
    )


# --- verbs -----------------------------------------------------------------------------------


@styled()
def handling(
    difficulties: pd.DataFrame, families: Mapping[str, Sequence[str]] = VERBS
) -> LinkedFigure:
    """Draw for each word of difficulty which verbs handle it; verbs of one word are joined.

    `difficulties` have `sentence`, `speaker`, `short`, `side`, `word`, `verb` and `exact`; those
    without a verb are left out. `families` gives the columns and the verbs of each.
    """
    rows = difficulties[difficulties["verb"] != ""].reset_index(drop=True)
    rows["row"] = range(1, len(rows) + 1)
    used = {verb for cell in rows["verb"] for verb in cell.split(SEPARATOR)}
    known = {verb for family in families.values() for verb in family}
    families = dict(families) | {verb: (verb,) for verb in sorted(used - known)}
    heads = {head: found for head, found in families.items() if used & set(found)}
    names = [layout.wrapped(text, 168) for text in rows["speaker"] + ", " + rows["word"]]
    left = max(map(text_width, names)) + 22
    spots = _columns(list(heads), left)
    top = 40.0
    sizes = [max(24.0, (text.count("\n") + 1) * layout.LINE + 8) for text in names]
    edges = [top + sum(sizes[:n]) + 17 * _turns(rows["short"], n) for n in range(len(sizes))]
    height = edges[-1] + sizes[-1] + 6
    figure, page = layout.blank_page(height)
    _heads(page, spots, top, height)
    links = Links("disputes-verbs")
    for item, text, edge, size in zip(rows.itertuples(), names, edges, sizes, strict=True):
        y = edge + size / 2
        layout.write(page, 8, y, text)
        _handled(page, item, y, {head: (spots[head], heads[head]) for head in heads}, links)
    _text_names(page, rows["short"], edges)
    shown = rows.assign(quote=rows["exact"])
    columns = {"speaker": "Voice", "short": "Text", "word": "Word", "verb": "Verbs"}
    table = layout.data_table(shown, columns, columns)
    return LinkedFigure(
        figure,
        links,
        "disputes-verbs",
        "Verbs that handle what divides the two sides, word by word",
        "Words down, verbs across, verbs of one word joined. Manage and resolve stand together in "
        "both rows of the Vietnamese official; control stands in a row of the Chinese ambassador.",
        table,
    )


def _columns(heads: Sequence[str], left: float) -> dict[str, float]:
    step = (WIDTH - left) / len(heads)
    return {head: left + (place + 0.5) * step for place, head in enumerate(heads)}


def _turns(names: pd.Series, number: int) -> int:
    """Return how many different names have begun by row `number`, that row included.

    >>> [_turns(pd.Series(["a", "a", "b"]), n) for n in range(3)]
    [1, 1, 2]
    """
    changes = sum(a != b for a, b in pairwise(names.iloc[: number + 1]))
    return changes + 1


def _heads(page: Axes, spots: Mapping[str, float], top: float, height: float) -> None:
    """Write the verbs over their columns, in two tiers so that long ones have room."""
    for place, (head, x) in enumerate(spots.items()):
        y = 8.0 + 16 * (place % 2)
        width = text_width(head)
        at = min(max(x, width / 2), WIDTH - width / 2)
        layout.write(page, at, y, head, ha="center")
        layout.rule(page, (x, x), (y + 8, height))


def _text_names(page: Axes, names: pd.Series, edges: Sequence[float]) -> None:
    for number, name in enumerate(names):
        if number == 0 or name != names.iloc[number - 1]:
            layout.write(page, 0, edges[number] - 5, name, weight="bold")


def _handled(
    page: Axes,
    item: object,
    y: float,
    spots: Mapping[str, tuple[float, Sequence[str]]],
    links: Links,
) -> None:
    mine = set(item.verb.split(SEPARATOR))
    xs = [x for x, family in spots.values() if mine & set(family)]
    shade = item.side if item.side in ("china", "vietnam") else "both"
    who = f"{item.speaker}, {item.short}, {_number(item.sentence)}"
    label = f"{who}: {item.word}: {item.verb.replace(SEPARATOR, ', ')}"
    url = links.to(label, (item.sentence,), item.row)
    if len(xs) > 1:
        layout.rule(page, (xs[0], xs[-1]), (y, y), color=colour(shade), linewidth=2, zorder=1)
    for number, x in enumerate(xs):
        again = url if number == 0 else links.again(url)
        layout.dot(page, x, y, shade, again, filled=item.side != "outlet")
