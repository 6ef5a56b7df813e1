"""Firmness on invented tables, where edits, shares and noise are known in closed form."""

from collections import namedtuple
from math import comb

import pytest

from interviews import firmness
from interviews.finding import Condition, Finding
from interviews.firmness import Edit
from interviews.trial import Choices, Trial

Vote = namedtuple("Vote", "id document sentence exact answer sure")
Document = namedtuple("Document", "document outlet_country")
Speaker = namedtuple("Speaker", "voice side kind name")
Sentence = namedtuple("Sentence", "sentence document voice mode exact")
ANSWER = ("votes", "answer")
VALUES = {ANSWER: ("yes", "no"), ("votes", "sure"): ("yes", "no")}


def votes(*answers, sure="no"):
    """Five texts in which two say red and three say blue, with votes spread over them."""
    said = [("an", "red"), ("bo", "red"), ("bo", "blue"), ("bo", "blue"), ("??", "blue")]
    countries = ["Vietnam"] * 4 + ["China"]
    return Trial({
        "documents": tuple(Document(f"d{at}", one) for at, one in enumerate(countries)),
        "speakers": (
            Speaker("an", "vietnam", "official", "An"),
            Speaker("bo", "china", "official", "Bo"),
            Speaker("??", "unknown", "expert", "Observers"),
        ),
        "sentences": tuple(
            Sentence(f"d{at}:s1", f"d{at}", voice, "answer", words)
            for at, (voice, words) in enumerate(said)
        ),
        "votes": tuple(
            Vote(f"v{at}", f"d{at % 5}", f"d{at % 5}:s{at}", f"vote {at}", answer, sure)
            for at, answer in enumerate(answers)
        ),
    })  # fmt: skip


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


def panel(function, tables, codings=None):
    return firmness.panel(function, tables, codings or {}, VALUES, {})


@pytest.mark.parametrize(
    ("answers", "edits"),
    [
        (["yes"] * 2 + ["no"], 1),  # one recoded leaves 1 of 3
        (["yes"] * 4 + ["no"], 2),  # one recoded leaves 3 of 5, two leave 2
        (["yes"] * 6 + ["no"], None),  # three are needed
        (["no"], None),  # what does not hold is not overturned
    ],
)
def test_the_fewest_edits_are_exact_for_one_and_two(answers, edits):
    assert panel(most, votes(*answers)).edits == edits


def test_two_edits_of_one_row_that_do_nothing_alone_are_found():
    def none_surely(report):
        rows = [r for r in report.rows("votes") if r.answer == "yes" and r.sure == "yes"]
        return Finding("none", "", {}, (Condition("none", not rows),))

    made = panel(none_surely, votes("no"))
    assert {edit.column for edit in made.breaking} == {"answer", "sure"}
    assert made.judged == ("votes.answer", "votes.sure")  # the second is read after an edit alone


def test_the_edit_is_named_with_its_sentence():
    named = Edit("votes", "v0", "", "", firmness.DROPPED, "vote 0", "d0:s0")
    assert panel(most, votes("yes", "yes", "no")).breaking == (named,)


def test_an_edit_that_leaves_nothing_to_ask_is_told_apart():
    def needs_first(report):
        row = next(row for row in report.rows("votes") if row.id == "v0")
        return Finding("first", "", {}, (Condition("there", row.exact != ""),))

    made = panel(needs_first, votes("yes"))
    assert (made.edits, made.leaves_nothing) == (1, True)


def test_codings_hold_fail_or_cannot_be_asked_of_what_they_decided():
    codings = {"a": {"votes": votes("yes").tables["votes"]}, "c": {}}
    codings |= {"b": {"votes": votes("no").tables["votes"]}}
    made = panel(most, votes("yes", "yes"), codings)
    verdicts = {"a": firmness.HELD, "b": firmness.FAILED, "c": firmness.UNASKED}
    assert made.codings == verdicts
    assert made.choices == {"held": 2, "failed": 1, "cannot be asked": 1}  # the majority holds too
    assert made.breaking_choice == "coder b alone"
    untouched = panel(blue, votes("yes"), codings)
    assert set(untouched.codings.values()) == {firmness.UNTOUCHED}


@pytest.mark.parametrize("rate", [0.0, 0.3, 1.0])
def test_noise_is_near_its_binomial_share_and_the_same_each_time(rate):
    exact = sum(comb(5, k) * rate**k * (1 - rate) ** (5 - k) for k in range(3))
    once, again = (
        firmness.noise(most, votes(*["yes"] * 5), {ANSWER: VALUES[ANSWER]}, {ANSWER: rate})
        for _ in range(2)
    )
    assert once == again
    # Three standard errors of 200 draws.
    assert once == pytest.approx(exact, abs=0.1 if 0 < rate < 1 else 0)


def test_of_printed_words_no_coder_and_no_noise_is_asked():
    made = panel(blue, votes("yes"))
    assert made.judged == ()
    assert made.noise == {"5 percent": None, "as coders differ": None}
    # What changes nothing is not counted: only on whose side the unnamed stand does.
    assert made.choices == {"held": 2, "failed": 0, "cannot be asked": 0}


def test_the_fewest_choices_that_break_are_named():
    def unnamed_on_no_side(report):
        sides = [report.side(row) for row in report.said("blue")]
        shown = {"most": str(report.choices.valuation)}
        return Finding("u", "", shown, (Condition("one has no side", "unknown" in sides),))

    made = panel(unnamed_on_no_side, votes())
    assert made.choices == {"held": 2, "failed": 2, "cannot be asked": 0}
    assert made.breaking_choice == "unnamed observers counted as Chinese"


def test_placebo_counts_the_ways_to_divide_the_texts_that_hold():
    # Blue stands in three of five texts: it is never Vietnamese where the two called so are red.
    assert panel(blue, votes()).placebo == {"split": {"held": 1, "of": 10}}

    def red_from_vietnam(report):
        outlets = {report.outlet(row) for row in report.said("red")}
        return Finding("red", "", {}, (Condition("Vietnamese outlets", outlets == {"vietnam"}),))

    assert panel(red_from_vietnam, votes()).placebo == {"published": {"held": 3, "of": 5}}
    assert panel(most, votes("yes")).placebo == {}


def test_needs_names_the_texts_without_which_it_fails():
    def red_and_blue(report):
        first = any(row.document == "d0" for row in report.said("red"))
        return Finding("rb", "", {}, (Condition("blue", any(report.said("blue")) and first),))

    assert panel(red_and_blue, votes()).needs == ("d0",)


def test_the_first_setting_of_each_convention_is_that_of_the_book():
    firsts = [next(iter(settings.values())) for settings in firmness.CONVENTIONS]
    assert [make(votes()).choices for make in firsts] == [Choices()] * len(firsts)


def test_headlines_count_only_on_demand_and_questions_by_convention():
    modes = ["answer", "answer", "apparatus", "question", "answer"]
    rows = [
        row._replace(mode=mode) for row, mode in zip(votes().rows("sentences"), modes, strict=True)
    ]
    tables = votes().altered("sentences", rows)
    counted = [tables.said("Blue"), tables.under(questions=False).said("blue")]
    everywhere = tables.said("blue", everywhere=True)
    assert [len(said) for said in (*counted, everywhere)] == [2, 1, 3]
    assert tables.names(everywhere) == "Bo and Observers"
