"""Words that two sides share and words that lean to one of them.

Leaning is measured as weighted log-odds with an informative Dirichlet prior: Monroe, Colaresi and
Quinn, "Fightin' Words", Political Analysis 16(4), 2008, 372-403, doi 10.1093/pan/mpn018. The
library `logodds` works it out. The prior is the share that a word has in a background, worth so
many words as `weight` says; it draws rare words, and with more weight all words, towards no
difference.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from statistics import NormalDist

import pandas as pd
from logodds import log_odds_details

LIMIT = NormalDist().inv_cdf(0.975)
"""The 97.5 % point of the normal distribution: beyond it, either way, a word is said to lean."""

# The prior of a word is its share of the background; what the library adds must not matter.
_FLOOR = 1e-9
_WORD = re.compile(r"[a-z]+(?:[-'][a-z]+)*")


def words(text: str) -> list[str]:
    """Return the words of a text in small letters, numbers left out.

    >>> words("People-to-people exchanges: China’s 65%")
    ['people-to-people', 'exchanges', "china's"]
    """
    return _WORD.findall(text.lower().replace("’", "'"))


def counted(texts: Iterable[str]) -> Counter[str]:
    """Return how often each word stands in the texts.

    >>> counted(["both sides", "both parties"])["both"]
    2
    """
    return Counter(word for text in texts for word in words(text))


def leaning(
    first: Iterable[str], second: Iterable[str], background: Iterable[str], weight: float = 1.0
) -> pd.DataFrame:
    """Return for each word of either group its counts, log-odds difference and z; first is plus.

    `weight` is that of the prior, as a multiple of the words of the background: at 1 the background
    counts are the prior. Columns `first`, `second`, `delta`, `z`, sorted by `z`, largest first;
    index `word`.

    >>> table = leaning(["we both agree"], ["we differ"], ["we both agree", "we differ"])
    >>> list(table.index), round(float(table.loc["both", "z"]), 3)
    (['agree', 'both', 'we', 'differ'], 0.566)
    """
    prior = {word: number * weight for word, number in counted(background).items()}
    made = log_odds_details(counted(first), counted(second), prior_counts=prior, alpha=_FLOOR)
    table = pd.DataFrame.from_dict(made, orient="index").rename_axis("word")
    table = table.rename(columns={"count1": "first", "count2": "second"})
    # The library keeps words in no order; ties are told apart by the alphabet.
    table = table.sort_index().sort_values("z", ascending=False, kind="stable")
    return table[["first", "second", "delta", "z"]]


def beyond(table: pd.DataFrame) -> pd.DataFrame:
    """Return the words of a table of `leaning` that lean to one side or the other."""
    return table[table["z"].abs() > LIMIT]


def splits(
    texts: Mapping[str, Sequence[str]], size: int, background: Sequence[str], weight: float
) -> pd.DataFrame:
    """Return what leans when any `size` of the texts are set against the rest.

    This is the exact permutation of texts between two sides: with few texts it says more than a
    test that takes sentences for independent. Columns `part` (keys, in the order of `texts`),
    `words` (those that lean, the strongest first) and `number`; the split with most words first.
    """
    rows = []
    for part in combinations(texts, size):
        inside = [text for key in part for text in texts[key]]
        outside = [text for key in texts if key not in part for text in texts[key]]
        found = beyond(leaning(inside, outside, background, weight))
        order = found["z"].abs().sort_values(ascending=False, kind="stable").index
        rows.append({"part": part, "words": tuple(order), "number": len(found)})
    return pd.DataFrame(rows).sort_values("number", ascending=False, kind="stable")


def runs(first: Mapping[str, str], second: Mapping[str, str], least: int) -> pd.DataFrame:
    """Return the runs of `least` words or more that stand in a text of either group, word for word.

    The mappings are from the id of a sentence to its text. A run that is part of a longer one is
    left out. Columns `run`, `length` and `sentences` (ids, the first group's before the second's);
    the longest first.

    >>> runs({"a:s001": "leaders of the two parties"}, {"b:s001": "of the two sides"}, 3)
              run  length         sentences
    0  of the two       3  (a:s001, b:s001)
    """
    ours, theirs = (_stretches(group, least) for group in (first, second))
    found = _longest(set(ours) & set(theirs))
    rows = [
        {"run": " ".join(run), "length": len(run), "sentences": (*ours[run], *theirs[run])}
        for run in found
    ]
    return pd.DataFrame(rows, columns=["run", "length", "sentences"])


def _stretches(group: Mapping[str, str], least: int) -> dict[tuple[str, ...], list[str]]:
    """Return every stretch of at least so many words, with the sentences that have it."""
    found: dict[tuple[str, ...], list[str]] = {}
    for key, text in group.items():
        for run in dict.fromkeys(_windows(words(text), least)):
            found.setdefault(run, []).append(key)
    return found


def _windows(row: Sequence[str], least: int) -> Iterator[tuple[str, ...]]:
    for start in range(len(row) - least + 1):
        for end in range(start + least, len(row) + 1):
            yield tuple(row[start:end])


def _longest(shared: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return the runs that are no part of a longer one, the longest first."""
    kept: list[tuple[str, ...]] = []
    for run in sorted(shared, key=lambda run: (-len(run), run)):
        inside = f" {' '.join(run)} "
        if not any(inside in f" {' '.join(longer)} " for longer in kept):
            kept.append(run)
    return kept


def places(texts: Mapping[str, str]) -> dict[str, list[str]]:
    """Return for each word the ids of the sentences that have it; `texts` are by id.

    >>> places({"a:s001": "Both sides", "a:s002": "both"})["both"]
    ['a:s001', 'a:s002']
    """
    found: dict[str, list[str]] = {}
    for key, text in texts.items():
        for word in dict.fromkeys(words(text)):
            found.setdefault(word, []).append(key)
    return found
