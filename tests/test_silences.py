"""What chapters say that no text mentions: a text that comes to mention it fails a test here."""

import re

import pytest
from conftest import ROOT

# A word of the chapter, and the words that no sentence of any text may have.
SILENCES = {
    "economics": {
        "tariffs": r"tariff",
        "rare earths": r"rare earth",
        "loans": r"\bloans?\b",
        "Belt and Road": r"Belt and Road",
        "third markets": r"transship|third (?:market|countr)",
        "the size of the deficit": r"(?:deficit|surplus|imbalance)[^.]*(?:billion|million|\d)",
    },
    "connectivity": {
        "gauge": r"\bgauge",
        "visas": r"\bvisas?\b",
        "loans": r"\bloans?\b",
        "Belt and Road": r"Belt and Road",
    },
}
CASES = [(page, said, words) for page, all_ in SILENCES.items() for said, words in all_.items()]


@pytest.fixture(scope="module")
def texts():
    return "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "seeds").glob("*.txt"))


@pytest.mark.parametrize(("page", "said", "words"), CASES)
def test_no_text_mentions_what_a_chapter_misses(texts, page, said, words):
    chapter = (ROOT / f"book/{page}.md").read_text(encoding="utf-8")
    assert said in chapter, "the chapter no longer says so: take the line out"
    assert not re.search(words, texts, re.IGNORECASE)
