"""The front door: what may stand on the landing page, and what interviews are said to leave out."""

import json
import re
from typing import Any

import pytest
from conftest import ROOT

from interviews import findings, glance, paths, report
from interviews.firmness import HELD, UNTOUCHED

LANDING = (ROOT / "index.md").read_text(encoding="utf-8")
CALLED = re.compile(r"findings\.(\w+)\.([a-z]\w*)\(texts\)")
WORDS = 700
FIRM = 0.9


@pytest.fixture(scope="module")
def texts():
    return report.read()


@pytest.fixture(scope="module")
def panels_named(texts):
    """The kept panels of the findings that the landing page calls, by name."""
    kept = json.loads((paths.find().derived / "firmness.json").read_text(encoding="utf-8"))
    called = [getattr(getattr(findings, part), name) for part, name in CALLED.findall(LANDING)]
    names = [function(texts).name for function in called]
    return {name: kept[name]["panel"] for name in names}


def problems(panel: dict[str, Any]) -> list[str]:
    """Return why a finding may not stand on the landing page, nothing if it may."""
    if not panel["judged"]:
        return []
    found = [
        f"coder {one}" for one, how in panel["codings"].items() if how not in (HELD, UNTOUCHED)
    ]
    total, held = sum(panel["choices"].values()), panel["choices"][HELD]
    if total and held < FIRM * total:
        found.append("choices")
    if (panel["noise"]["as coders differ"] or 0) < FIRM:
        found.append("draws")
    return found


def prose(text: str) -> str:
    """Return what a reader reads of a page: no front matter, cells, directives or addresses."""
    text = re.sub(r"\A---.*?^---$", "", text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"^:.*$", lambda line: line[0].partition("}")[2], text, flags=re.MULTILINE)
    return re.sub(r"\]\([^)]*\)", "]", text)


def test_landing_names_only_firm_findings(panels_named):
    assert len(panels_named) >= 6
    weak = {name: found for name, panel in panels_named.items() if (found := problems(panel))}
    assert not weak


def test_landing_says_that_stories_rest_on_print_only_while_they_do(panels_named):
    assert "rest on printed words and numbers" in LANDING
    assert [name for name, panel in panels_named.items() if panel["judged"]] == []


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"codings": {"a": HELD, "c": "failed"}}, ["coder c"]),
        ({"choices": {HELD: 8, "failed": 2}}, ["choices"]),
        ({"noise": {"as coders differ": 0.89}}, ["draws"]),
        ({"noise": {"as coders differ": None}}, ["draws"]),
        ({}, []),
    ],
)
def test_weak_findings_are_refused(change, why):
    firm = {
        "judged": ["links.status"],
        "codings": {"a": HELD, "c": UNTOUCHED},
        "choices": {HELD: 9, "failed": 1},
        "noise": {"as coders differ": 0.9},
    }
    assert problems(firm | change) == why
    assert problems(firm | change | {"judged": []}) == []


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


def test_numbers_of_a_text_are_its_own(texts):
    found = glance.numbers(texts, "pham-2024")
    assert "US$171.9 billion" in list(found["exact"])
    assert "pham-2024:s024" not in list(found["sentence"])  # the interviewer's


def test_promises_say_what_later_texts_make_of_them(texts):
    found = glance.promises(texts, "pham-2024").set_index("exact")
    visit = found[found.index.str.contains("State visit")].iloc[0]
    assert (visit["binds"], visit["later"]) == ("Vietnam", "reported done: Vu, Jan 2025")
    last = glance.promises(texts, "vu-2025")
    assert set(last["later"]) == {"none follows"}


def test_words_lead_to_their_sentence(texts):
    rows = glance.numbers(texts, "xiong-2024")
    shown = glance.Quoted(rows, ["a", "b", "c"])._repr_mimebundle_()["text/html"]
    assert '<td><a href="texts/xiong_2024.md#s043">USD 229.8 billion</a></td>' in shown
    assert shown.count("<tr>") == len(rows) + 1
