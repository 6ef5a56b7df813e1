"""With a text that nobody foresaw the report works, or stops at conditions of findings."""

import re

import pytest
import sixth_text
from conftest import build, copy_project

from interviews import __main__ as command
from interviews import derivation, paths, report, validation
from interviews.findings import FINDINGS


@pytest.fixture(scope="module")
def six(tmp_path_factory):
    """The paths of a copy of the project with the invented text in it."""
    here = copy_project(tmp_path_factory.mktemp("six") / "project")
    sixth_text.add(here)
    assert derivation.write(here)
    return here


def test_a_text_that_one_coder_coded_is_complete(six):
    assert derivation.check(six) == []


BEGUN = (
    "le-2026,le-2026:s003,What do visitors see in the,,b,interviewer,question,other,,directive,"
    "0,,,\n"
)


@pytest.mark.parametrize(
    ("rows", "put", "coder", "missing"),
    [
        (r"\Z", BEGUN, "b", (1, 2, 4, 5, 6, 7)),  # a text that another coder began
        (r"^le-2026,.*\n", "", "a", range(1, 8)),  # a text that nobody coded
    ],
)
def test_sentences_that_are_not_coded_are_named(six, rows, put, coder, missing):
    table = six.coded / "sentences.csv"
    before = table.read_text(encoding="utf-8")
    table.write_text(re.sub(rows, put, before, flags=re.MULTILINE), encoding="utf-8")
    try:
        _, problems = validation.examine(six)
    finally:
        table.write_text(before, encoding="utf-8")
    told = re.findall(rf"le-2026:s00(\d): has no codes by coder {coder}:", "\n".join(problems))
    assert told == [str(number) for number in missing]


def asked(read):
    """Return the findings as made, and why the others cannot be asked."""
    made, unasked = [], []
    for function in FINDINGS:
        try:
            made.append(function(read))
        except LookupError as error:
            unasked.append(str(error))
    return made, unasked


@pytest.mark.parametrize("coder", ["majority", "b", "e"])
def test_findings_hold_or_fail_at_a_condition_in_words(six, coder):
    made, unasked = asked(report.read(six.root, coder))
    assert not unasked
    for one in made:
        if one.holds:  # nothing of the invented text stands under the name of another
            assert "Le An" not in one.words
            assert not any("le-2026" in source.sentence for source in one.evidence())
        else:
            assert one.name in ("trust-names", "numbers-three-mismatches")
            assert all(len(condition.words.split()) > 4 for condition in one.failed)


@pytest.mark.parametrize("text", ["xiong-2022", "globaltimes-2023", "xiong-2024", "pham-2024"])
def test_without_texts_findings_hold_fail_or_say_what_they_need(six, text):
    _, unasked = asked(report.read(six.root, without=[text, "vu-2025"]))
    assert unasked
    assert all(len(why.split()) > 4 for why in unasked)


def test_the_command_line_lists_what_moved(six, monkeypatch, capsys):
    monkeypatch.setenv(paths.ROOT_VARIABLE, str(six.root))
    monkeypatch.setattr("sys.argv", ["interviews", "findings"])
    assert command.main() == 1
    out = capsys.readouterr().out
    assert "FAILS  trust-names: " in out
    assert "not so: every later text names the community" in out
    assert len(re.findall(r"^(?:holds|FAILS|not asked)  ", out, re.MULTILINE)) == len(FINDINGS)


@pytest.mark.slow  # panels of all findings, and a build of the book
def test_the_book_with_it_is_built_or_stops_at_conditions_alone(six, monkeypatch):
    monkeypatch.setenv(paths.ROOT_VARIABLE, str(six.root))
    monkeypatch.setattr("sys.argv", ["interviews", "derive"])
    assert command.main() == 0
    done = build(six.root)
    if done.returncode:
        said = done.stderr.partition("the book has ")[2]
        problems = re.findall(r"^[\w/]+\.md[:\d]*: .*", said, re.MULTILINE)
        condition = re.compile(r"finding [\w-]+ does not hold|the data no longer bear it out")
        others = [line for line in problems if not condition.search(line)]
        assert problems, done.stderr
        assert not others, "\n".join(others)
