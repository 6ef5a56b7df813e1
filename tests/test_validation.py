import re

import pytest
import yaml
from conftest import ROOT

from interviews import derivation
from interviews.validation import DataError, numerals, validate

CASES = sorted((ROOT / "tests/bad_data").glob("*.yml"))


def break_data(copy, case):
    """Apply one broken input; fails if it no longer changes anything."""
    path = copy.root / case["file"]
    if case.get("remove"):
        path.unlink()
        return
    before = path.read_bytes()
    if "drop_first_line_with" in case:
        mark = case["drop_first_line_with"].encode()
        lines = before.splitlines(keepends=True)
        at = next(n for n, line in enumerate(lines) if mark in line)
        after = b"".join(lines[:at] + lines[at + 1 :])
    else:
        put = case["put"].encode() if "put" in case else bytes.fromhex(str(case["put_bytes"]))
        after = before.replace(case["find"].encode(), put, 1)
    assert after != before, "the broken input does not break anything: mend the case"
    path.write_bytes(after)


def files_under(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_data_are_valid(here):
    assert validate(here) == []


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_bad_input_is_named_and_nothing_is_written(copy, path):
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    break_data(copy, case)
    derived = files_under(copy.derived)
    with pytest.raises(DataError) as error:
        derivation.write(copy)
    problems = str(error.value).split("\n")
    assert any(re.match(case["expect"], problem) for problem in problems), error.value
    assert files_under(copy.derived) == derived
    assert not list(copy.derived.parent.glob(".derived-*"))


def test_all_problems_of_a_run_are_reported_together(copy):
    for stem in ("quote_not_in_sentence", "unknown_code", "duplicate_id", "seed_hash"):
        break_data(copy, yaml.safe_load((ROOT / f"tests/bad_data/{stem}.yml").read_text()))
    problems = "\n".join(validate(copy))
    for table in ("quantities", "sentences", "documents"):
        assert f"data/coded/{table}.csv:" in problems


def test_an_altered_seed_names_every_row_that_no_longer_matches(copy):
    text = (copy.coded / "quantities.csv").read_text(encoding="utf-8")
    rows = [n for n, line in enumerate(text.split("\n"), 1) if "US$171.9 billion" in line]
    break_data(copy, yaml.safe_load((ROOT / "tests/bad_data/seed_altered.yml").read_text()))
    problems = validate(copy)
    assert rows
    for row in rows:
        assert any(problem.startswith(f"data/coded/quantities.csv:{row}:") for problem in problems)


def test_numerals_are_found_in_digits_and_in_words():
    text = "Four of 143 countries, the fifth-largest, spent US$1.5 billion on 3,791 projects."
    found = [text[span.start : span.end] for span in numerals(text)]
    assert found == ["Four", "143", "fifth", "1.5", "3,791"]
