import re

import pytest
import yaml
from conftest import ROOT

from interviews import derivation
from interviews.validation import DataError, examine

CASES = sorted((ROOT / "tests/bad_data").glob("*.yml"))


def read_case(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def break_data(copy, case):
    """Apply one broken input; fails if it no longer changes anything."""
    path = copy.root / case["file"]
    if case.get("remove"):
        path.unlink()
        return
    before = path.read_bytes()
    if "drop_first_line_with" in case:
        mark = re.escape(case["drop_first_line_with"])
        after = re.sub(rf".*{mark}.*\n".encode(), b"", before, count=1)
    else:
        put = case["put"].encode() if "put" in case else bytes.fromhex(str(case["put_bytes"]))
        after = before.replace(case["find"].encode(), put, 1)
    assert after != before, "the broken input does not break anything: mend the case"
    path.write_bytes(after)


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_bad_input_is_named_and_nothing_is_written(copy, path):
    case = read_case(path)
    break_data(copy, case)
    derived = {path: path.read_bytes() for path in copy.derived.iterdir()}
    with pytest.raises(DataError) as error:
        derivation.write(copy)
    problems = str(error.value).split("\n")
    assert any(re.match(case["expect"], problem) for problem in problems), error.value
    assert {path: path.read_bytes() for path in copy.derived.iterdir()} == derived


def test_all_problems_of_a_run_are_reported_together(copy):
    cases = [
        read_case(ROOT / f"tests/bad_data/{stem}.yml")
        for stem in ("quote_not_in_sentence", "unknown_code", "duplicate_id", "seed_hash")
    ]
    for case in cases:
        break_data(copy, case)
    _, problems = examine(copy)
    for case in cases:
        assert any(re.match(case["expect"], problem) for problem in problems), problems
