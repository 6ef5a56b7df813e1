"""The front door: what may stand on the landing page, and what interviews are said to leave out."""

import json
import re

import pytest
from conftest import ROOT

from interviews import findings, glance, paths, report

LANDING = (ROOT / "index.md").read_text(encoding="utf-8")
CALLED = re.compile(r"findings\.(\w+)\.([a-z]\w*)\(texts\)")
WORDS = 700


@pytest.fixture(scope="module")
def texts():
    return report.read()


def prose(text: str) -> str:
    """Return what a reader reads of a page: no front matter, cells, directives or addresses."""
    text = re.sub(r"\A---.*?^---$", "", text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"^:.*$", lambda line: line[0].partition("}")[2], text, flags=re.MULTILINE)
    return re.sub(r"\]\([^)]*\)", "]", text)


def test_landing_says_that_stories_rest_on_print_only_while_they_do(texts):
    kept = json.loads((paths.find().derived / "firmness.json").read_text(encoding="utf-8"))
    called = [getattr(getattr(findings, part), name) for part, name in CALLED.findall(LANDING)]
    names = {function(texts).name for function in called}
    assert len(names) >= 6
    assert "rest on printed words and numbers" in LANDING
    assert [name for name in names if kept[name]["panel"]["judged"]] == []


def test_landing_is_short_and_says_first_what_it_is():
    words = prose(LANDING).split("\n# ")[1]
    assert len(words.split()) <= WORDS
    assert words.partition("\n")[2].lstrip().startswith("Five press texts")


def test_landing_leads_to_every_text(texts):
    for text in texts.documents["document"]:
        assert f":link: book/texts/{text.replace('-', '_')}\n" in LANDING


# What the page of each text says that it leaves out, as words that are not there.
LEFT_OUT = {
    "xiong-2022": r"shared future|partnership|\bsea\b|dispute|difference|\brail",
    "globaltimes-2023": r"\blaw\b|UNCLOS|deficit|surplus|trade balance|imbalance",
    "xiong-2024": r"deficit|\bsea\b|baseline|\brail|Tonkin|Beibu",
    "pham-2024": r"deficit|dispute|difference|\bsea\b|statistics",
    "vu-2025": r"deficit|balance|FDI|customs|statistics|Lao Cai|to China exceeded",
}


@pytest.mark.parametrize("text", LEFT_OUT)
def test_what_a_text_is_said_to_leave_out_is_not_there(texts, text):
    sentences = texts.sentences
    mine = sentences[sentences["document"] == text]
    found = mine[mine["text"].str.contains(LEFT_OUT[text], case=False)]
    assert list(found["sentence"]) == []


def test_numbers_of_a_text_are_its_own_and_lead_to_their_sentence(texts):
    rows = glance.numbers(texts, "pham-2024")
    shown = glance.Quoted(rows, ["a", "b", "c"])._repr_mimebundle_()["text/html"]
    assert '<td><a href="texts/pham_2024.md#s029">US$171.9 billion</a></td>' in shown
    assert shown.count("<tr>") == len(rows) + 1
    assert "pham-2024.rank-vn-partner" not in rows.index


def test_promises_say_what_later_texts_make_of_them(texts):
    found = glance.promises(texts, "pham-2024").set_index("exact")
    visit = found[found.index.str.contains("State visit")].iloc[0]
    assert (visit["binds"], visit["later"]) == ("Vietnam", "reported done: Vu, Jan 2025")
    last = glance.promises(texts, "vu-2025")
    assert set(last["later"]) == {"none follows"}
    assert texts.commitments.loc["xiong-2024.c008", "voice"] == "interviewer"
    assert "xiong-2024.c008" not in glance.promises(texts, "xiong-2024").index
