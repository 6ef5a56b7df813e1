"""The findings and tables of the chapter on disputes turn with what they are about."""

from functools import cache

import pytest

from interviews import report
from interviews.findings import disputes as findings
from interviews.study_charts import disputes as charts


@cache
def texts() -> report.Report:
    return report.read()


def failed(finding):
    return [condition.words for condition in finding.failed]


@pytest.mark.parametrize(
    ("sentence", "voice", "words"),
    [
        ("globaltimes-2023:s043", "wang-yi", "one Vietnamese official speaks"),
        ("globaltimes-2023:s043", "pham-sao-mai", "one Vietnamese official speaks"),
        ("vu-2025:s017", "reporter", "one Vietnamese official speaks"),
    ],
)  # fmt: skip
def test_another_speaker_of_the_sea_is_noticed(sentence, voice, words):
    changed = texts().recode("sentences", sentence, voice=voice)
    assert any(one.startswith(words) for one in failed(findings.sea(changed)))


def test_a_question_about_the_sea_is_noticed():
    asked = texts().recode("sentences", "vu-2025:s017", mode="question")
    assert failed(findings.sea(asked)) == ["no question speaks of it"]


def test_analysts_without_a_name_are_counted_apart():
    values = findings.sea(texts()).values
    assert [values[name].number for name in ("all", "named", "unnamed", "vietnam")] == [5, 3, 1, 1]


def test_law_by_a_chinese_speaker_is_noticed():
    changed = texts().recode("sentences", "vu-2025:s017", voice="xiong-bo")
    assert len(failed(findings.law_outsiders(changed))) == 1


def test_the_world_must_come_after_the_relationship_in_the_later_interview():
    less = texts()
    for sentence in ("xiong-2024:s040", "xiong-2024:s041"):
        less = less.drop("sentences", sentence)
    assert len(failed(findings.repeated_question(less))) == 1
    with pytest.raises(LookupError, match="two texts"):
        findings.repeated_question(texts().without("xiong-2024"))


def test_a_speaker_who_only_controls_is_noticed():
    less = texts().drop("sentences", "xiong-2024:s036")
    assert failed(findings.manage(less)) == [
        "whoever says control speaks of solving differences too"
    ]


def test_volunteered_is_what_a_coder_says_of_an_answer_that_admits_a_problem():
    table = charts.volunteered_table(texts())
    assert table.loc["xiong-2024:s041"].all()
    assert table.loc["xiong-2022:s008", ["a", "b"]].tolist() == [True, False]
    assert set(texts().substance.loc[table.index, "mode"]) == {"answer"}


def test_what_the_chapter_calls_silence_is_not_in_the_texts():
    silences = r"Paracel|Spratl|\bislands?\b|vessel|tribunal|code of conduct|Taiwan|1979|baseline"
    said = texts().sentences
    assert said[said["text"].str.contains(silences, case=False)].empty
