"""Firmness on invented tables, where edits, shares and noise are known in closed form."""

import itertools
from collections import namedtuple
from math import comb

import pytest

from interviews import firmness
from interviews.finding import Condition, Finding
from interviews.firmness import Variable
from interviews.trial import Choices, Trial

Vote = namedtuple("Vote", "id document sentence exact answer")
Document = namedtuple("Document", "document")
Sentence = namedtuple("Sentence", "sentence document voice mode exact")
ANSWER = Variable("votes", "answer", ("yes", "no"))


def votes(*answers):
    rows = [
        Vote(f"v{at}", f"d{at % 5}", f"d{at % 5}:s{at}", f"vote {at}", a)
        for at, a in enumerate(answers)
    ]
    return trial(votes=tuple(rows))


def trial(**tables):
    sentences = tuple(
        Sentence(f"d{at}:s1", f"d{at}", voice, "answer", words)
        for at, (voice, words) in enumerate(
            [("an", "red"), ("bo", "red"), ("bo", "blue"), ("bo", "blue"), ("??", "blue")]
        )
    )
    speakers = {
        "an": ("vietnam", "official", "An"),
        "bo": ("china", "official", "Bo"),
        "??": ("unknown", "expert", "Observers"),
    }
    documents = tuple(Document(f"d{at}") for at in range(5))
    outlets = {f"d{at}": "china" if at == 4 else "vietnam" for at in range(5)}
    return Trial({"documents": documents, "sentences": sentences, **tables}, speakers, outlets)


def most(report):
    """More than half of the votes are yes."""
    yes = [row for row in report.rows("votes") if row.answer == "yes"]
    holds = 2 * len(yes) > len(report.rows("votes"))
    said = Condition("more than half say yes", holds, tuple(row.id for row in yes))
    return Finding("most", "{yes} say yes", {"yes": len(yes)}, (said,))


def blue(report):
    """Only speakers who are not Vietnamese say blue."""
    said = report.said("blue")
    sides = {report.side(row) for row in said}
    condition = Condition("none is Vietnamese", bool(said) and "vietnam" not in sides)
    return Finding("blue", "{n}", {"n": len(said), "sides": sorted(sides)}, (condition,))


def made(function, tables, **given):
    made = frozenset({("votes", "answer")})
    codings = {
        letter: firmness.Coding(own, made if "votes" in own.tables else frozenset())
        for letter, own in given.pop("codings", {}).items()
    }
    return firmness.panel(function, tables, codings, [ANSWER], {}, **given)


@pytest.mark.parametrize(
    ("answers", "edits"),
    [
        (["yes"] * 2 + ["no"], 1),  # one recoded leaves 1 of 3
        (["yes"] * 4 + ["no"], 2),  # one recoded leaves 3 of 5, two leave 2
        (["yes"] * 6 + ["no"], None),  # three are needed
    ],
)
def test_the_fewest_edits_are_exact_for_one_and_two(answers, edits):
    assert made(most, votes(*answers)).edits == edits


@pytest.mark.parametrize("yes", range(2, 7))
def test_the_search_agrees_with_trying_everything(yes):
    tables = votes(*["yes"] * yes, *["no"] * (yes // 2))
    single = list(firmness.possible_edits(tables, [ANSWER], ["votes"]))
    one = any(firmness.holds(most, firmness.apply(tables, edit)) is False for edit in single)
    two = any(
        firmness.holds(most, firmness.apply(firmness.apply(tables, a), b)) is False
        for a, b in itertools.combinations(single, 2)
        if a.row != b.row
    )
    assert made(most, tables).edits == (1 if one else 2 if two else None)


def test_two_edits_of_one_row_that_do_nothing_alone_are_found():
    both = namedtuple("Both", "id document sentence exact answer sure")

    def none_surely(report):
        rows = [r for r in report.rows("votes") if r.answer == "yes" and r.sure == "1"]
        return Finding("none", "", {}, (Condition("none", not rows),))

    tables = trial(votes=(both("v", "d0", "d0:s1", "v", "no", "0"),))
    panel = firmness.panel(
        none_surely, tables, {}, [ANSWER, Variable("votes", "sure", ("0", "1"))], {}
    )
    assert panel.edits == 2
    assert {edit.column for edit in panel.breaking} == {"answer", "sure"}


def test_the_edit_is_named_with_its_sentence():
    (edit,) = made(most, votes("yes", "yes", "no")).breaking
    assert (edit.row, edit.sentence, edit.exact) == ("v0", "d0:s0", "vote 0")


def test_an_edit_that_leaves_nothing_to_ask_is_told_apart():
    def needs_first(report):
        row = next(row for row in report.rows("votes") if row.id == "v0")
        return Finding("first", "", {}, (Condition("there", row.exact != ""),))

    panel = made(needs_first, votes("yes"))
    assert (panel.edits, panel.leaves_nothing) == (1, True)


def test_codings_that_are_not_touched_are_never_held():
    panel = made(blue, votes("yes"), codings={"a": votes("yes"), "b": votes("no")})
    assert set(panel.codings.values()) == {firmness.UNTOUCHED}


def test_codings_hold_fail_or_cannot_be_asked():
    codings = {"a": votes("yes"), "b": votes("no"), "c": trial()}
    panel = made(most, votes("yes"), codings=codings)
    assert panel.codings == {
        "a": firmness.HELD,
        "b": firmness.FAILED,
        "c": firmness.UNASKED,
    }


@pytest.mark.parametrize(("rate", "share"), [(0.0, 1.0), (1.0, 0.0)])
def test_noise_of_none_and_of_every_cell(rate, share):
    assert firmness.noise(most, votes(*["yes"] * 5), [ANSWER], {("votes", "answer"): rate}) == share


def test_noise_is_near_its_binomial_share_and_the_same_each_time():
    tables, rate = votes(*["yes"] * 5), 0.3
    exact = sum(comb(5, k) * rate**k * (1 - rate) ** (5 - k) for k in range(3))
    once, again = (
        firmness.noise(most, tables, [ANSWER], {("votes", "answer"): rate}) for _ in range(2)
    )
    assert once == again
    assert once == pytest.approx(exact, abs=0.1)  # three standard errors of 200 draws


def test_noise_is_not_asked_of_printed_words():
    assert made(blue, trial()).noise == {"5 percent": None, "as coders differ": None}


def test_choices_that_change_nothing_are_not_counted():
    panel = made(blue, trial(), dimensions=firmness.conventions())
    assert panel.choices == {"held": 2, "failed": 0, "cannot be asked": 0}


def test_the_choice_that_breaks_is_named():
    def unnamed_on_no_side(report):
        sides = [report.side(row) for row in report.said("blue")]
        return Finding("u", "", {}, (Condition("one has no side", "unknown" in sides),))

    panel = made(unnamed_on_no_side, trial(), dimensions=firmness.conventions())
    assert panel.choices["failed"] == 1
    assert panel.breaking_choice == "unnamed observers counted as Chinese"


def test_placebo_counts_the_splits_that_hold():
    # Blue stands in three of five texts: it is never Vietnamese where the two called so are red.
    ways = firmness.splits(f"d{at}" for at in range(5))
    panel = made(blue, trial(), splits={"split": ways, "published": ways})
    assert panel.placebo == {"split": {"held": 1, "of": 10}}


def test_placebo_is_not_asked_of_what_has_no_sides():
    ways = {"split": firmness.splits("abcde")}
    assert made(most, votes("yes"), splits=ways).placebo == {}


def test_needs_names_the_texts_without_which_it_fails():
    def red_and_blue(report):
        both = {w for w in ("red", "blue") if report.said(w)} == {"red", "blue"}
        first = any(row.document == "d0" for row in report.said("red"))
        return Finding("rb", "", {}, (Condition("both", both), Condition("first", first)))

    assert made(red_and_blue, trial()).needs == ("d0",)


def test_the_judged_variables_are_those_that_are_read():
    assert made(most, votes("yes")).judged == ("votes.answer",)
    assert made(blue, votes("yes")).judged == ()


def test_choices_have_the_defaults_of_the_book():
    assert [settings[0].make(trial()).choices for settings in firmness.conventions()] == [
        Choices()
    ] * 4
