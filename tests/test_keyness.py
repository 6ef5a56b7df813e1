"""Words that lean are weighed as published; shared runs are whole."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews import keyness

BACKGROUND = ["both sides agree", "two sides talk", "both agree", "sides"]
SIDES = (["both sides agree", "both agree"], ["two sides talk"])


def by_hand(word: str, weight: float) -> tuple[float, float]:
    """The difference and its z as Monroe, Colaresi and Quinn (2008) give them, written out."""
    first, second, prior = (keyness.counted(texts) for texts in (*SIDES, BACKGROUND))
    prior = {key: number * weight for key, number in prior.items()}
    total = sum(prior.values())
    odds = [
        (group[word] + prior[word]) / (sum(group.values()) + total - group[word] - prior[word])
        for group in (first, second)
    ]
    delta = math.log(odds[0]) - math.log(odds[1])
    variance = sum(1 / (group[word] + prior[word]) for group in (first, second))
    return delta, delta / math.sqrt(variance)


@pytest.mark.parametrize("weight", [0.02, 0.2, 1.0])
def test_leaning_is_what_the_paper_says(weight):
    table = keyness.leaning(*SIDES, BACKGROUND, weight)
    for word in table.index:
        expected = by_hand(word, weight)
        assert tuple(table.loc[word, ["delta", "z"]]) == pytest.approx(expected, abs=1e-6)


def test_the_sides_are_opposite():
    one = keyness.leaning(*SIDES, BACKGROUND)["z"]
    other = keyness.leaning(*reversed(SIDES), BACKGROUND)["z"]
    assert (one + other[one.index]).abs().max() < 1e-12


def test_more_prior_draws_towards_no_difference():
    z = [keyness.leaning(*SIDES, BACKGROUND, w)["delta"].abs().max() for w in (0.1, 1, 10)]
    assert z == sorted(z, reverse=True)


def test_only_words_beyond_the_limit_lean():
    table = keyness.leaning(["a " * 50 + "b"], ["b " * 50 + "a"], ["a b c"])
    assert set(keyness.beyond(table).index) == {"a", "b"}
    assert keyness.beyond(table)["z"].abs().min() > keyness.LIMIT


def test_splits_are_all_ways_to_part_the_texts():
    texts = {key: [text] for key, text in zip("abcd", BACKGROUND, strict=True)}
    table = keyness.splits(texts, 2, BACKGROUND, 1.0)
    assert len(table) == math.comb(4, 2)
    assert table["number"].eq(table["words"].map(len)).all()
    assert table["number"].is_monotonic_decreasing


@given(st.lists(st.sampled_from("abcd"), min_size=3, max_size=12))
def test_a_text_shares_all_of_itself(row):
    found = keyness.runs({"a:s001": " ".join(row)}, {"b:s001": " ".join(row)}, 3)
    assert list(found["run"]) == [" ".join(row)]


def test_a_run_within_a_longer_one_is_left_out():
    found = keyness.runs({"a:s001": "the two parties and"}, {"b:s001": "the two parties and"}, 2)
    assert list(found["length"]) == [4]


def test_half_a_word_is_no_run():
    assert keyness.runs({"a:s001": "art of the"}, {"b:s001": "part of the"}, 3).empty
