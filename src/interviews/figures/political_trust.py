"""The figures of the chapter on political trust, and the tables that they are drawn from.

Tables come from `interviews.book`: its columns `short`, `voice`, `speaker`, `side` and `sentences`
are used throughout.
"""

import pandas as pd

from interviews.figures import forms
from interviews.figures.layout import Key, in_order, of
from interviews.svg import LinkedFigure

# What a speaker can offer as evidence of trust: the sub-themes of the codebook in plain words.
EVIDENCE = {
    "leaders": "contacts of leaders",
    "formula": "names and ranks",
    "institutions": "bodies that meet",
    "party": "party ties",
    "assessment": "a general verdict",
    "history": "history, anniversaries",
    "security": "defence and police",
    "multilateral": "world order",
}
WORD = "the word trust itself"
PARTING = ("leaders", "party", "history")
VOICES = {"china": "Chinese voices", "vietnam": "Vietnamese voices"}
SIDE_COLOURS = {"china": "china", "vietnam": "vietnam", "outlet": "both"}
SIDE_KEY = (
    Key("Chinese voice", "china"),
    Key("Vietnamese voice", "vietnam"),
    Key("outlet or its question", "both"),
)

# Names of the relationship as a whole, from the most to the least; phrases of kind name that are
# left out qualify a name or compliment the relationship without naming it.
NAMES = {
    "community-shared-future": "community with a shared future",
    "comprehensive-strategic-cooperative-partnership": "“cooperative partnership”",
    "comprehensive-strategic-cooperation-partnership": "“cooperation partnership”",
    "comprehensive-strategic-partnership": "“partnership”, neither word",
}
OTHER_PAIR = "“partnership” of Vietnam with others"
NO_NAME = "no name at all"

HOLDERS = {
    "vietnam-of-china": "China, for Vietnam",
    "china-of-vietnam": "Vietnam, for China",
    "other": "something else",
}

CONTACTS = ("visit", "meeting", "call", "patrol")
CHANNELS = {
    "leaders": "Leaders",
    "party": "Party",
    "government": "Government",
    "legislature": "Legislature",
    "defence": "Defence",
}
# Diplomatic relations (vu-2025:s002): a journey before them is no contact of the two states.
RELATIONS_SINCE = pd.Timestamp("1950-01-18")
NO_DATE = "no year given"
DIRECTIONS = {"to-china": "to China", "to-vietnam": "to Vietnam"}
OUTCOMES = {"reported-done": "reported", "repeated": "again", "absent": "silent"}


def called(speaker: str, short: str, voice: str) -> str:
    """Return the name of a voice that fits beside a mark.

    >>> called("Pham Sao Mai", "Pham 2024", "pham-sao-mai"), called("Wang Yi", "GT 2023", "wang-yi")
    ('Pham', 'Wang Yi')
    >>> called("The interviewer", "Pham 2024", "interviewer")
    'question'
    """
    plain = {"interviewer": "question", "reporter": "outlet", "observers": "observers"}
    family = short.split()[0]
    return plain.get(voice) or (family if family in speaker.split() else speaker)


def _voiced(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with `called` (the voice, short) and `colour` (of its side)."""
    triples = zip(rows["speaker"], rows["short"], rows["voice"], strict=True)
    return rows.assign(
        called=[called(*triple) for triple in triples],
        colour=rows["side"].map(SIDE_COLOURS),
    )


def _united(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Return one row for each combination of `by`, with all its sentences and words, in order."""
    grouped = rows.groupby(by, sort=False)
    table = grouped.first().reset_index()
    table["sentences"] = grouped["sentence"].agg(lambda ids: tuple(dict.fromkeys(ids))).to_list()
    table["quotes"] = grouped["exact"].agg(list).to_list()
    table["k"] = grouped.size().to_list()
    return table


def _times(counts: pd.Series) -> list[str]:
    return [f", {k}×" if k > 1 else "" for k in counts]


# --- what is offered -------------------------------------------------------------------------


def offers(themed: pd.DataFrame, word: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each kind of evidence and text: kind, short, k, n, sentences.

    `themed` holds the sentences on trust, `word` those of them that use the word itself.
    """
    rows = []
    for kind, label in {**EVIDENCE, "": WORD}.items():
        for short, part in themed.groupby("short", sort=False):
            found = part[_offering(part, kind)]
            if not kind:
                found = part[part["sentence"].isin(word["sentence"])]
            ids = tuple(found["sentence"])
            rows.append((label, short, len(found), len(part), ids))
    return pd.DataFrame(rows, columns=["kind", "short", "k", "n", "sentences"])


def draw_offers(themed: pd.DataFrame, word: pd.DataFrame) -> LinkedFigure:
    """Draw how many sentences on trust offer which evidence, text by text."""
    data = offers(themed, word).rename(columns={"kind": "category", "short": "document"})
    data["count"] = data["k"]
    data["text"] = [of(k, n) for k, n in zip(data["k"], data["n"], strict=True)]
    data["label"] = data["category"] + ", " + data["document"] + ": " + data["text"]
    return forms.matrix(
        data,
        name="fig-trust-offers",
        title="What is offered as evidence of trust",
        description="Sentences on political trust that offer each kind of evidence, text by text. "
        "A sentence can offer several. The last row counts the word trust itself.",
        columns={"category": "Evidence", "document": "Text", "k": "Sentences", "n": "Of"},
    )


def by_side(themed: pd.DataFrame, word: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each kind of evidence in which the sides might part, and each side.

    Columns: panel (the kind), category, side, k, n, sentences.
    """
    uses = themed["sentence"].isin(word["sentence"])
    found = {EVIDENCE[kind]: _offering(themed, kind) for kind in PARTING} | {WORD: uses}
    rows = []
    for panel, offering in found.items():
        for side, name in VOICES.items():
            mine = themed["side"] == side
            ids = tuple(themed.loc[mine & offering, "sentence"])
            rows.append((panel, name, side, len(ids), int(mine.sum()), ids))
    return pd.DataFrame(rows, columns=["panel", "category", "side", "k", "n", "sentences"])


def _offering(themed: pd.DataFrame, kind: str) -> pd.Series:
    return themed["subthemes"].map(lambda kinds: kind in kinds)


def draw_sides(table: pd.DataFrame) -> LinkedFigure:
    """Draw shares with intervals; `table` has panel, category, side, k, n, low, high, sentences."""
    data = table.assign(colour=table["side"].map(SIDE_COLOURS))
    counts = [of(k, n) for k, n in zip(data["k"], data["n"], strict=True)]
    data["label"] = data["panel"] + ", " + data["category"] + ": " + counts
    return forms.dot_intervals(
        data,
        name="fig-trust-sides",
        title="Which side offers which evidence",
        description="Share of each side's sentences on trust that offer contacts of leaders, party "
        "ties, history or the word trust itself, with 95 per cent Wilson intervals.",
        axis="share of the side's sentences on trust, with 95% interval",
    )


# --- names and ranks -------------------------------------------------------------------------


def names(formulae: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each name, text and voice: rung, short, called, k, sentences, quotes.

    A text that names the relationship nowhere has a row without sentences.
    """
    used = _voiced(formulae[formulae["formula"].isin(NAMES)])
    used["rung"] = used["formula"].map(NAMES)
    used.loc[used["about"] != "vietnam-china", "rung"] = OTHER_PAIR
    table = _united(used, ["rung", "short", "called"])
    silent = documents[~documents["short"].isin(used["short"])]
    empty = pd.DataFrame(
        {"rung": NO_NAME, "short": silent["short"], "called": "", "colour": "muted", "k": 0}
    )
    empty["sentences"], empty["quotes"] = [()] * len(empty), [[]] * len(empty)
    both = pd.concat([table, empty], ignore_index=True)
    place = {short: number for number, short in enumerate(documents["short"])}
    return both.sort_values("short", key=lambda column: column.map(place), kind="stable")


def draw_names(formulae: pd.DataFrame, documents: pd.DataFrame) -> LinkedFigure:
    """Draw which name of the relationship stands in which text, and who uses it."""
    data = names(formulae, documents)
    shown = data["called"] + _times(data["k"])
    data = data.assign(document=data["short"], text=shown, filled=data["k"] > 0)
    data["label"] = data["rung"] + ", " + data["short"] + ": " + data["text"].replace("", "none")
    rungs = [rung for rung in (*NAMES.values(), OTHER_PAIR, NO_NAME) if rung in set(data["rung"])]
    return forms.ladder(
        data,
        name="fig-trust-names",
        title="The name of the relationship, text by text",
        description="Which name of the relationship each text uses, by voice; from the community "
        "with a shared future at the top to no name at all.",
        rungs=rungs,
        key=SIDE_KEY,
        columns={"rung": "Name", "document": "Text", "called": "Voice", "k": "Times"},
    )


def draw_ranks(formulae: pd.DataFrame, phrases: pd.DataFrame) -> LinkedFigure:
    """Draw which rank is given to what: China for Vietnam, Vietnam for China, something else.

    Ranks stand in the order of the vocabulary, the highest first.
    """
    ranks = _voiced(formulae[formulae["formula_kind"] == "priority"])
    ranks["rung"] = "“" + ranks["formula_label"] + "”"
    ranks["year"] = ranks["short"].str.split().str[-1]
    data = _united(ranks, ["about", "rung", "called", "year"])
    data["document"] = data["about"].map(HOLDERS)
    data["text"] = data["called"] + " " + data["year"] + _times(data["k"])
    data["label"] = data["rung"] + ", " + data["document"] + ": " + data["text"]
    place = {about: number for number, about in enumerate(HOLDERS)}
    order = ["“" + label + "”" for label in phrases["label"]]
    return forms.ladder(
        data.sort_values("about", key=lambda column: column.map(place), kind="stable"),
        name="fig-trust-ranks",
        title="Who puts whose priority where",
        description="Words of rank, by what is ranked: China for Vietnam, Vietnam for China, or "
        "something else, with the voice and the year.",
        rungs=[rung for rung in order if rung in set(ranks["rung"])],
        key=SIDE_KEY,
        columns={"rung": "Rank", "document": "What is ranked", "text": "Voice"},
    )


# --- contacts --------------------------------------------------------------------------------


def mentions(events: pd.DataFrame) -> pd.DataFrame:
    """Return each mention of a single contact of the two states; `contact` is the same for one.

    Left out are habits (ongoing, or both ways at once), provinces, people and firms, and what one
    side does on its own or with others.
    """
    root = events["same_as"].where(events["same_as"] != "", events["id"])
    official = (
        events["type"].isin(CONTACTS)
        & events["channel"].isin(CHANNELS)
        & events["status"].isin(["past", "planned"])
        & (events["direction"] != "both")
        & (events["theme"] != "other")
        & ~(events["date_end"] < RELATIONS_SINCE)
    )
    return events.assign(contact=root)[official]


def contacts(events: pd.DataFrame, outcomes: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each contact: channel, direction, start, end, year, held, sentences.

    The narrowest date that any text gives counts. `held` says that a text reports the contact as
    past, or that a later text is coded as reporting the promise of the same id as done.
    """
    rows = mentions(events)
    rows = rows.assign(span=rows["date_end"] - rows["date_start"])
    dates = rows.sort_values("span", kind="stable").groupby("contact", sort=False).first()
    table = _united(rows, ["contact"]).set_index("contact", drop=False)
    table["start"], table["end"] = dates["date_start"], dates["date_end"]
    kept = outcomes.loc[outcomes["outcome"] == "reported-done", "commitment"]
    past = rows.loc[rows["status"] == "past", "contact"]
    table["held"] = table["contact"].isin(past) | table["contact"].isin(kept)
    table["year"] = [year_of(a, b) for a, b in zip(table["start"], table["end"], strict=True)]
    return table


def year_of(start: pd.Timestamp, end: pd.Timestamp) -> str:
    """Return the year of a contact, if the texts place it in one.

    >>> year_of(pd.Timestamp("2023-01-01"), pd.Timestamp("2023-12-31")), year_of(pd.NaT, pd.NaT)
    ('2023', 'no year given')
    """
    return str(start.year) if pd.notna(start) and start.year == end.year else NO_DATE


def draw_contacts(
    events: pd.DataFrame, outcomes: pd.DataFrame, documents: pd.DataFrame
) -> LinkedFigure:
    """Draw the contacts in time; those without a date stand at the date of the text, and say so."""
    data = contacts(events, outcomes)
    undated = data["start"].isna()
    data = data.assign(
        start=data["start"].fillna(data["date"]), end=data["end"].fillna(data["date"])
    )
    data["lane"] = pd.Categorical(data["channel"].map(CHANNELS), list(CHANNELS.values()))
    data["text"] = [
        item.actors[0] if item.direction in DIRECTIONS else item.type for item in data.itertuples()
    ]
    data["text"] += undated.map({True: ", no date", False: ""})
    data["status"] = data["held"].map({True: "past", False: "planned"})
    data["label"] = (
        data["type"] + " (" + data["status"] + "), " + data["year"] + ": " + data["exact"]
    )
    data["colour"] = data["direction"].map({"to-china": "vietnam", "to-vietnam": "china"})
    data = data.sort_values(["lane", "start"])
    return forms.timeline(
        data.assign(lane=data["lane"].astype(str)),
        name="fig-trust-contacts",
        title="Contacts that the texts name, by channel",
        description="Single visits, meetings, calls and patrols of the two states that any of the "
        "texts names. Filled if a text reports them, hollow if they are only announced.",
        references=documents[["date", "short"]].rename(columns={"short": "text"}),
        key=(
            Key("visit to China", "vietnam", marker="^"),
            Key("visit to Vietnam", "china", marker="v"),
            Key("other contact", "both"),
            Key("only announced", "both", filled=False),
        ),
    )


def draw_visits(events: pd.DataFrame, documents: pd.DataFrame) -> LinkedFigure:
    """Draw who is said to travel where, text by text."""
    seen = mentions(events)
    seen = seen[seen["direction"].isin(DIRECTIONS)]
    rows = seen.assign(
        rung=seen["short"],
        document=seen["direction"].map(DIRECTIONS),
        text=seen["actors"].str[0] + seen["status"].map({"past": "", "planned": " (announced)"}),
        colour=seen["direction"].map({"to-china": "vietnam", "to-vietnam": "china"}),
        filled=seen["status"] == "past",
        quotes=seen["exact"].map(lambda words: [words]),
    )
    rows["label"] = rows["text"] + " " + rows["document"] + ", named by " + rows["short"]
    rows = pd.concat([rows, _none_named(rows, documents)], ignore_index=True)
    return forms.ladder(
        in_order(rows, "document", DIRECTIONS.values()),
        name="fig-trust-visits",
        title="Who is said to travel where",
        description="Official travellers that each text names, to China and to Vietnam. Hollow "
        "marks are visits announced, or that none is named.",
        rungs=list(documents["short"]),
        columns={"rung": "Text", "document": "Direction", "text": "Traveller"},
    )


def _none_named(rows: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each text and direction in which it names nobody."""
    named = set(zip(rows["rung"], rows["document"], strict=True))
    pairs = [(s, d) for s in documents["short"] for d in DIRECTIONS.values() if (s, d) not in named]
    table = pd.DataFrame(pairs, columns=["rung", "document"])
    table = table.assign(text="none named", colour="muted", filled=False)
    table["sentences"], table["quotes"] = [()] * len(table), [[]] * len(table)
    return table.assign(label="No visit " + table["document"] + " named by " + table["rung"])


def per_year(events: pd.DataFrame, outcomes: pd.DataFrame) -> pd.DataFrame:
    """Return the held contacts that each text names, by year: year, short, k, sentences."""
    known = contacts(events, outcomes)
    seen = mentions(events)
    seen = seen[(seen["status"] == "past") & seen["contact"].isin(known["contact"])]
    seen = seen.assign(year=seen["contact"].map(known["year"]))
    return _united(seen, ["year", "short"])


def draw_per_year(
    events: pd.DataFrame, outcomes: pd.DataFrame, documents: pd.DataFrame
) -> LinkedFigure:
    """Draw how many contacts of which year each text names as held."""
    found = per_year(events, outcomes).set_index(["year", "short"])
    first = int(documents["date"].min().year)
    years = [str(year) for year in range(first, documents["date"].max().year + 1)]
    before = f"before {first}"
    found = found.rename(index=lambda y: before if y.isdigit() and int(y) < first else y, level=0)
    pairs = pd.MultiIndex.from_product([[before, *years, NO_DATE], documents["short"]])
    data = found.reindex(pairs)[["k", "sentences"]].rename_axis(["category", "document"])
    data = data.reset_index().assign(count=data["k"].fillna(0).astype(int).to_numpy())
    data["sentences"] = [ids if isinstance(ids, tuple) else () for ids in data["sentences"]]
    data["label"] = data["category"] + ", " + data["document"] + ": " + data["count"].astype(str)
    return forms.matrix(
        data,
        name="fig-trust-per-year",
        title="Contacts named as held, by year and text",
        description="How many single contacts of each year each text names as held.",
        columns={"category": "Year of the contact", "document": "Text", "count": "Contacts"},
    )


# --- promises --------------------------------------------------------------------------------


def promised(commitments: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Return the promises of single acts that can be seen to be kept: those with an event's id."""
    dated = commitments["measurable"] & (commitments["theme"] == "trust")
    return commitments[dated & commitments["id"].isin(events["id"])]


def draw_promises(
    commitments: pd.DataFrame, outcomes: pd.DataFrame, documents: pd.DataFrame
) -> LinkedFigure:
    """Draw what became of promised meetings: promised, then reported or met with silence."""
    first = commitments.assign(rung=commitments["summary"], text="promised", colour="both")
    later = outcomes[outcomes["commitment"].isin(commitments["id"])]
    later = later.assign(
        rung=later["commitment"].map(commitments["summary"]),
        text=later["outcome"].map(OUTCOMES),
        filled=later["outcome"] != "absent",
        sentences=[(key,) if key else () for key in later["sentence"]],
        colour=later["outcome"].map({"reported-done": "ink", "absent": "muted"}),
        short=later["document"].map(documents["short"]),
    )
    data = pd.concat([first.assign(filled=True), later], ignore_index=True)
    place = {short: number for number, short in enumerate(documents["short"])}
    data = data.sort_values("short", key=lambda column: column.map(place), kind="stable")
    data = data.assign(document=data["short"], series=data["rung"])
    data["label"] = data["rung"] + ", " + data["short"] + ": " + data["text"]
    data["quotes"] = [[words] if words else [] for words in data["exact"]]
    return forms.ladder(
        data,
        name="fig-trust-promises",
        title="Promised meetings and what later texts say of them",
        description="Each promised meeting or act in the text that announces it and in every later "
        "text: reported as held, or silent.",
        connect=True,
        rungs=list(first["rung"]),
        columns={"rung": "Promise", "document": "Text", "text": "What it says"},
    )
