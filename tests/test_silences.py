"""What chapters say that no text mentions: a text that comes to mention it fails a test here."""

import re

import pytest
from conftest import ROOT

# A chapter, words of it, and the words that no sentence of any text may have.
SILENCES = [
    ("economics", "tariffs", r"tariff"),
    ("economics", "rare earths", r"rare earth"),
    ("economics", "loans", r"\bloans?\b"),
    ("economics", "Belt and Road", r"Belt and Road"),
    ("economics", "third markets", r"transship|third (?:market|countr)"),
    ("economics", "the size of the deficit",
     r"(?:deficit|surplus|imbalance)[^.]*(?:billion|million|\d)"),
    ("connectivity", "gauge", r"\bgauge"),
    ("connectivity", "visas", r"\bvisas?\b"),
    ("connectivity", "loans", r"\bloans?\b"),
    ("connectivity", "Belt and Road", r"Belt and Road"),
    ("disputes", "any other disputed island", r"Paracel|Spratl|\bislands?\b"),
    ("disputes", "a vessel", r"vessel"),
    ("disputes", "a tribunal or a code of conduct", r"tribunal|code of conduct"),
    ("disputes", "Taiwan, or the war of 1979", r"Taiwan|1979"),
    ("disputes", "baselines", r"baseline"),
]  # fmt: skip


@pytest.mark.parametrize(("page", "said", "words"), SILENCES)
def test_no_text_mentions_what_a_chapter_misses(page, said, words):
    chapter = (ROOT / f"book/{page}.md").read_text(encoding="utf-8")
    assert said in chapter, "the chapter no longer says so: take the line out"
    for file in (ROOT / "seeds").glob("*.txt"):
        assert not re.search(words, file.read_text(encoding="utf-8"), re.IGNORECASE), file
