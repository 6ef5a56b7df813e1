"""Every figure of the chapter on disputes, drawn from a few rows made by hand."""

import pandas as pd
import pytest

from interviews.figures import disputes

SPEAKERS = pd.DataFrame(
    {"kind": ["official", "expert", "official", "outlet"]},
    index=["xiong-bo", "gu-xiaosong", "nguyen-minh-vu", "interviewer"],
)
RUNGS = ["circumstance", "challenge", "problem", "difference", "dispute", "territorial-dispute"]


def intervals(parts, wholes):
    """Stand in for `Report.intervals`: half the share to the whole share and a half."""
    share = parts.to_numpy() / wholes.to_numpy()
    return pd.DataFrame(
        {"k": parts.to_numpy(), "n": wholes.to_numpy(), "low": share / 2, "high": share / 2 + 0.5},
        index=parts.index,
    )


def frame(columns, rows):
    return pd.DataFrame([dict(zip(columns.split(), row, strict=True)) for row in rows])


@pytest.fixture
def sentences():
    rows = [
        ("Xiong 2022", 1, "interviewer", "outlet", "question", True, "none", "", ()),
        ("Xiong 2022", 2, "xiong-bo", "china", "answer", True, "outside", "1", ("friction",)),
        ("Xiong 2022", 3, "xiong-bo", "china", "answer", True, "vietnam", "0", ()),
        ("Xiong 2022", 4, "xiong-bo", "china", "answer", False, "", "1", ()),
        ("Vu 2025", 1, "nguyen-minh-vu", "vietnam", "reported", True, "both", "", ("sea", "law")),
        ("Vu 2025", 2, "gu-xiaosong", "china", "reported", False, "", "", ("sea",)),
    ]
    data = frame("short number voice side mode problem placed prompted subthemes", rows)
    data["document"] = data["short"].str.lower().str.replace(" ", "-")
    data["sentence"] = data["document"] + ":s00" + data["number"].astype(str)
    data["speaker"], data["text"] = data["voice"], "Words of the sentence."
    return data.assign(group=disputes.groups(data, SPEAKERS))


@pytest.fixture
def difficulties():
    rows = [
        ("Xiong 2022", 2, "china", "challenge", "challenge", "", "outside world"),
        ("Xiong 2022", 3, "china", "difference", "difference", "manage; control", "unnamed"),
        ("Vu 2025", 1, "vietnam", "dispute", "dispute", "manage; resolve", "the sea"),
        ("Vu 2025", 1, "outlet", "divergence", "dispute", "settle", "unnamed"),
    ]
    data = frame("short number side word rung verb object", rows)
    data["document"] = data["short"].str.lower().str.replace(" ", "-")
    data["sentence"] = data["document"] + ":s00" + data["number"].astype(str)
    data["sentences"] = [(key,) for key in data["sentence"]]
    data["speaker"], data["exact"] = data["side"], data["word"]
    return data


def test_groups_tell_officials_experts_and_questions_apart(sentences):
    assert list(dict.fromkeys(sentences["group"])) == [
        "Questions",
        "Chinese officials",
        "Vietnamese officials",
        "Chinese experts",
    ]


def test_sea_keeps_zeros(sentences):
    part = sentences[["sea" in found for found in sentences["subthemes"]]]
    rows = disputes.group_rows(part, sentences, intervals, "short", "By text", "speak of it")
    assert list(rows["k"]) == [0, 2] and list(rows["n"]) == [4, 2]
    assert rows["sentences"].iloc[0] == () and rows["colour"].iloc[0] == "china"
    assert disputes.sea(rows).overlaps == ()


def test_silence_has_a_field_for_every_topic_and_text(sentences):
    rows = disputes.topic_rows(sentences, intervals)
    assert len(rows) == 2 * len(disputes.TOPICS)
    assert rows.set_index(["category", "document"]).loc[("International law", "Vu 2025"), "k"] == 1
    assert disputes.silence(rows).overlaps == ()


def test_sides_keep_those_on_which_nobody_places_a_problem(sentences):
    rows = disputes.side_rows(sentences[sentences["problem"]], intervals)
    assert rows.loc[rows["category"] == "on China's side", "k"].eq(0).all()
    assert disputes.sides(rows).overlaps == ()


def test_rungs_go_from_the_highest_down(difficulties):
    rows = disputes.rung_rows(difficulties, RUNGS)
    assert list(rows["rung"]) == ["Difference", "Challenge", "Dispute", "Dispute"]
    assert list(rows["filled"]) == [True, True, False, True]
    assert disputes.rungs(rows, RUNGS).overlaps == ()


def test_answers_list_their_words(difficulties):
    figure = disputes.answers(difficulties[difficulties["side"] == "china"])
    assert list(figure.table["Words"]) == ["challenge", "difference"]
    assert figure.overlaps == ()


def test_score_marks_every_problem_once(sentences):
    figure = disputes.score(sentences)
    assert len(figure.marks) == sentences["problem"].sum()
    assert list(figure.table["Asked"]) == ["", "asked for", "volunteered", ""]
    assert figure.overlaps == ()


def test_handling_joins_verbs_and_drops_none(difficulties):
    figure = disputes.handling(disputes.opposed(difficulties))
    assert list(figure.table["Verbs"]) == ["manage; control", "manage; resolve", "settle"]
    assert "settle" in figure.svg and figure.overlaps == ()


def test_verbs_are_split(difficulties):
    found = disputes.verbs(difficulties)
    assert list(found["verb"]) == ["manage", "control", "manage", "resolve", "settle"]
