"""Agreement of coding passes, and the dictionary coder that is independent of judgement.

Two passes by one procedure measure stability, not reproducibility (Krippendorff's terms).
"""

import re

import krippendorff
import numpy as np
import pandas as pd
from scipy.stats import bootstrap

from interviews.codebook import Codebook, Value
from interviews.codings import DICTIONARY, Codings, SentenceCodes

NOT_IN_DICTIONARY = ("subthemes", "act", "prompted", "placed")
RESAMPLES = 400
SEED = 1  # any fixed number: the interval must be the same at every build


def agreement(codings: Codings, first: str, second: str) -> pd.DataFrame:
    """Return Krippendorff's alpha (nominal) for each variable, with a 95 % bootstrap interval.

    One row a variable: units (sentences both passes coded), agree (of those, coded alike), alpha,
    low, high. A variable that does not vary has no alpha.
    """
    pairs = _coded_by_both(codings, first, second)
    themes = codings.codebook.variables["theme"].values
    rows = {name: [(one[name], other[name]) for one, other in pairs] for name in pairs[0][0]}
    order = [name for name in rows if not name.startswith("theme: ")]
    order += [f"theme: {theme}" for theme in themes if f"theme: {theme}" in rows]
    return pd.DataFrame([{"variable": name} | _alpha(rows[name]) for name in order])


def dictionary_codes(codings: Codings) -> dict[str, SentenceCodes]:
    """Return codes of themes and problem made by the term lists of the codebook alone.

    Themes are in order of the number of terms found; apparatus is taken from the first pass, since
    headlines and captions are told by their place and not by their words.
    """
    given = codings.sentence_codes()
    return {
        sentence.id: _by_dictionary(codings.codebook, sentence.text, given[sentence.id])
        for sentence in codings.corpus.sentences()
    }


def _by_dictionary(codebook: Codebook, text: str, given: SentenceCodes) -> SentenceCodes:
    hits = {name: _hits(value, text) for name, value in codebook.variables["theme"].values.items()}
    found = sorted((name for name in hits if hits[name]), key=lambda name: -hits[name])
    themes = () if given.mode == "apparatus" else tuple(found) or ("other",)
    problem = bool(themes) and bool(_hits(codebook.variables["problem"].values["1"], text))
    return SentenceCodes(
        given.sentence, DICTIONARY, given.voice, given.mode, themes, (), "", problem, "", ""
    )


def _hits(value: Value, text: str) -> int:
    return sum(
        len(re.findall(rf"(?<!\w){re.escape(term.strip())}", text, re.IGNORECASE))
        for term in value.terms
    )


def _coded_by_both(
    codings: Codings, first: str, second: str
) -> list[tuple[dict[str, str], dict[str, str]]]:
    one, other = (
        dictionary_codes(codings) if coder == DICTIONARY else codings.sentence_codes(coder)
        for coder in (first, second)
    )
    names = list(codings.codebook.variables["theme"].values)
    judged = DICTIONARY not in (first, second)
    return [
        (_variables(one[key], names, judged), _variables(other[key], names, judged))
        for key in one
        if key in other
    ]


def _variables(codes: SentenceCodes, themes: list[str], judged: bool) -> dict[str, str]:
    """Return the value of each variable; empty where it does not apply."""
    substance = codes.mode != "apparatus"
    found = {"voice": codes.voice, "mode": codes.mode} if judged else {}
    found["first theme"] = codes.themes[0] if codes.themes else ""
    if judged:
        found["act"] = codes.act
    found["problem"] = str(codes.problem) if substance else ""
    if judged:
        found |= {"prompted": codes.prompted, "placed": codes.placed}
    return found | {f"theme: {t}": str(t in codes.themes) if substance else "" for t in themes}


def _alpha(pairs: list[tuple[str, str]]) -> dict[str, float]:
    both = [pair for pair in pairs if all(pair)]
    values = sorted({value for pair in both for value in pair})
    codes = np.array([[values.index(value) for value in pair] for pair in both], dtype=float)
    found = {"units": len(both), "agree": sum(one == other for one, other in both)}
    if len(values) < 2:
        return found | dict.fromkeys(("alpha", "low", "high"), np.nan)

    def statistic(sample: np.ndarray) -> float:
        data = codes[sample.astype(int)].T
        # A resample in which nothing varies agrees completely; alpha is not defined for it.
        if np.unique(data).size < 2:
            return 1.0
        return krippendorff.alpha(reliability_data=data, level_of_measurement="nominal")

    interval = bootstrap(
        (np.arange(len(both)),), statistic, vectorized=False, n_resamples=RESAMPLES,
        method="percentile", rng=np.random.default_rng(SEED),
    ).confidence_interval  # fmt: skip
    alpha = statistic(np.arange(len(both)))
    return found | {"alpha": alpha, "low": interval.low, "high": interval.high}
