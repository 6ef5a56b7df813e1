"""The findings of the book: they hold, they are the announced ones, they turn with their rows."""

import json
import re

import pytest
from conftest import ROOT

from interviews import panels, paths, report
from interviews.findings import FINDINGS, connectivity, disputes, economics
from interviews.study_charts.disputes import volunteered_table

BRACES = re.compile(r"\{(\w+)\}")


@pytest.fixture(scope="module")
def read():
    return report.read(ROOT)


@pytest.fixture(scope="module")
def kept():
    return panels.read(paths.Paths(ROOT))


def failed(finding):
    return [condition.words for condition in finding.failed]


@pytest.mark.parametrize("function", FINDINGS)
def test_a_finding_holds_says_every_value_and_rests_on_sentences(read, function):
    one = function(read)
    assert failed(one) == []
    assert set(BRACES.findall(one.text)) == set(one.values)
    assert one.evidence()
    assert all(condition.words[0].islower() for condition in one.conditions)
    light = function(panels.trial_of(read))
    assert [c.holds for c in light.conditions] == [c.holds for c in one.conditions]


def test_the_edition_lists_these_findings_and_no_others(read):
    page = (ROOT / "EDITION.md").read_text(encoding="utf-8")
    table = page.partition("## Findings")[2].partition("What went")[0]
    listed = re.findall(r"^\| `([\w-]+)`", table, re.MULTILINE)
    assert listed == [function(read).name for function in FINDINGS]


# --- how firm they are ---


def test_the_kept_panels_are_made_from_these_data_and_findings(read):
    assert panels.check(paths.Paths(ROOT), read) == []


def test_every_finding_could_have_come_out_otherwise(kept):
    assert len(kept) == 1 + len(FINDINGS)
    for name, entry in kept.items():
        if name != "digest":
            panel = entry["panel"]
            splits = panel["placebo"].values()
            by_division = any(found["held"] < found["of"] for found in splits)
            fails = panel["edits"] or panel["needs"] or panel["choices"]["failed"]
            assert fails or by_division, name


@pytest.mark.slow  # minutes: every finding under thousands of edits
def test_the_panels_made_again_are_the_kept_ones(read, kept):
    assert json.loads(panels.written(read)) == kept


# --- what they turn with ---


@pytest.mark.parametrize(
    ("function", "table", "key", "cells", "words"),
    [
        (connectivity.rail, "links", "vu-2025.s014.rail", {"status": "operating"}, "no mention"),
        (connectivity.one_way, "quantities", "pham-2024.students",
         {"measure": "students-cn-in-vn"}, "every number of students"),
        (connectivity.provinces, "places", "pham-2024.s045.cao-bang",
         {"sentence": "xiong-2022:s034", "voice": "xiong-bo"}, "one speaker alone"),
        (disputes.sea, "sentences", "globaltimes-2023:s043", {"voice": "wang-yi"},
         "one Vietnamese official speaks"),
        (disputes.sea, "sentences", "globaltimes-2023:s043", {"voice": "pham-sao-mai"},
         "one Vietnamese official speaks"),
        (disputes.sea, "sentences", "vu-2025:s017", {"voice": "reporter"},
         "one Vietnamese official speaks"),
        (disputes.sea, "sentences", "vu-2025:s017", {"mode": "question"}, "no question speaks"),
        (disputes.law_outsiders, "sentences", "vu-2025:s017", {"voice": "xiong-bo"},
         "one sentence invokes law"),
        (disputes.manage, "sentences", "xiong-2024:s036", {}, "whoever says control"),
    ],
)  # fmt: skip
def test_a_row_that_says_otherwise_is_noticed(read, function, table, key, cells, words):
    changed = read.recode(table, key, **cells) if cells else read.drop(table, key)
    (condition,) = failed(function(changed))
    assert condition.startswith(words)


def test_the_world_must_come_after_the_relationship_in_the_later_interview(read):
    less = read.drop("sentences", "xiong-2024:s040").drop("sentences", "xiong-2024:s041")
    (condition,) = failed(disputes.repeated_question(less))
    assert condition.startswith("in the later one")


@pytest.mark.parametrize(
    ("function", "text", "words"),
    [
        (economics.durian, "vu-2025", "one is needed"),
        (disputes.repeated_question, "xiong-2024", "two texts"),
    ],
)
def test_what_lacks_for_a_finding_is_said(read, function, text, words):
    with pytest.raises(LookupError, match=words):
        function(read.without(text))


def test_analysts_without_a_name_are_counted_apart(read):
    values = disputes.sea(read).values
    assert [values[name].number for name in ("all", "named", "unnamed", "vietnam")] == [5, 3, 1, 1]


def test_power_plants_supply_chains_and_lines_elsewhere_are_no_routes(read):
    rows = [one for one in read.rows("links") if one.kind == "physical"]
    left = [one for one in rows if one.link not in ("energy", "supply-chain", "rail-abroad")]
    counted = connectivity.status(read).values["routes"].number
    assert counted == len(left) < len(rows)


def test_a_topic_of_talks_binds_nobody_as_a_wish_does_not(read):
    row = next(one for one in read.rows("links") if one.link == "air")
    before = connectivity.status(read).values["free"].number
    for status in ("wished", "mentioned"):
        changed = read.recode("links", row.id, status=status)
        assert connectivity.status(changed).values["free"].number == before + 1


def test_volunteered_is_what_a_coder_says_of_an_answer_that_admits_a_problem(read):
    table = volunteered_table(read)
    assert table.loc["xiong-2024:s041"].all()
    assert table.loc["xiong-2022:s008", ["a", "b"]].tolist() == [True, False]
    assert set(read.substance.loc[table.index, "mode"]) == {"answer"}


def test_what_fails_and_what_moved_is_told_in_words(read, kept):
    without = [function(read.without("vu-2025")) for function in (economics.two_totals,)]
    assert list(panels.told(without, kept)) == []
    said = kept | {"economics-two-totals": {"says": "One total."}}
    assert "moved  economics-two-totals was: One total." in next(panels.told(without, said))
    other = read.recode("quantities", "xiong-2024.trade-2023", compiler="")
    failing = list(panels.told([economics.two_totals(other)], kept))
    assert [line.startswith("FAILS  economics-two-totals: not so: a Chinese") for line in failing]
    assert "xiong-2024.trade-2023" in failing[0]
