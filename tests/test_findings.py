"""The findings of the book: they hold, they are the announced ones, they can fail."""

import json
import re
from pathlib import Path

import pytest

from interviews import panels, paths, report
from interviews.findings import FINDINGS

ROOT = Path(__file__).parents[1]
BRACES = re.compile(r"\{(\w+)\}")


@pytest.fixture(scope="module")
def read():
    return report.read(ROOT)


@pytest.fixture(scope="module")
def made(read):
    return {function: function(read) for function in FINDINGS}


@pytest.mark.parametrize("function", FINDINGS)
def test_a_finding_holds(made, function):
    one = made[function]
    assert one.holds, [condition.words for condition in one.failed]


def test_the_edition_lists_these_findings_and_no_others(made):
    page = (ROOT / "EDITION.md").read_text(encoding="utf-8")
    table = page.partition("## Findings")[2].partition("What went")[0]
    listed = re.findall(r"^\| `([\w-]+)`", table, re.MULTILINE)
    assert listed == [one.name for one in made.values()]


@pytest.mark.parametrize("function", FINDINGS)
def test_a_finding_says_every_value_and_rests_on_sentences(made, function):
    one = made[function]
    assert set(BRACES.findall(one.text)) == set(one.values)
    assert one.evidence()
    assert all(condition.words[0].islower() for condition in one.conditions)


@pytest.mark.parametrize("function", FINDINGS)
def test_the_light_tables_say_what_the_report_says(read, made, function):
    one, light = made[function], function(panels.trial_of(read))
    assert [c.holds for c in light.conditions] == [c.holds for c in one.conditions]


@pytest.fixture(scope="module")
def kept():
    return panels.read(paths.Paths(ROOT))


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


def test_a_report_without_a_text_changes_what_rests_on_it(read):
    less = read.without("vu-2025")
    with pytest.raises(LookupError, match="one is needed"):
        next(f for f in FINDINGS if f.__name__ == "durian")(less)
