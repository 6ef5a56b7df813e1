import pytest

from interviews.majority import Ballot, Coder, found_units, given_units, majority
from interviews.schema import Field, Table
from interviews.tables import Row

TEXT = "Rail and road links were built, and air routes resumed."
CODERS = {c: Coder(c, c in "ab", ("links", "sentences", "outcomes")) for c in "abcd"}
PARENTS = {"leaders": "trust", "trade": "economics"}


def table(name, key, **judged):
    plain = [*key, *(c for c in ("coder", "sentence", "exact", "prefix", "note") if c not in key)]
    fields = [Field(c, "") for c in plain]
    lists = ("themes", "subthemes")
    fields += [Field(c, "", separator="; " * (c in lists), judged=j) for c, j in judged.items()]
    return Table(name, f"data/coded/{name}.csv", "", {f.name: f for f in fields}, key, ())


LINKS = table("links", ("id",), link="always", status="always")
OUTCOMES = table(
    "outcomes", ("commitment", "document", "coder"), outcome="always", explicit="where it applies"
)
ALWAYS, APPLIES = ("voice", "mode"), ("themes", "subthemes", "act", "problem", "prompted", "placed")
SENTENCES = table(
    "sentences",
    ("sentence", "coder"),
    **dict.fromkeys(ALWAYS, "always"),
    **dict.fromkeys(APPLIES, "where it applies"),
)


def ballot(of, decided=(), coders=CODERS):
    return Ballot(of, coders, dict(decided), PARENTS)


def link(key, exact, name="rail", status="built", sentence="s1"):
    cells = {"id": key, "coder": key[0], "sentence": sentence, "exact": exact, "prefix": ""}
    return Row("", LINKS, cells | {"note": "", "link": name, "status": status})


def links(*rows, coders="ac", **decided):
    voting = {c: CODERS[c] for c in coders}
    one = ballot(LINKS, {("a1", k): v for k, v in decided.items()}, voting)
    return majority(one, found_units(LINKS, rows, lambda _: TEXT)), one.ties


def coded(coder, mode="answer", **cells):
    given = dict.fromkeys(SENTENCES.fields, "") | {"sentence": "s1", "voice": "x", "mode": mode}
    return Row("", SENTENCES, given | {"coder": coder, **cells})


def sentence(*rows, **decided):
    one = ballot(SENTENCES, {("s1", k): v for k, v in decided.items()})
    made = majority(one, given_units(SENTENCES, rows))
    return made["s1"].cells, [tie.variable for tie in one.ties]


# --- what coders had to find ---


def test_rows_that_overlap_are_one_unit_under_the_first_coders_id():
    made, _ = links(link("a1", "Rail"), link("c1", "Rail and"))
    assert list(made) == ["a1"]
    assert made["a1"]["exact"] == "Rail"


def test_rows_of_other_words_are_units_of_their_own():
    made, _ = links(link("a1", "Rail"), link("c1", "air routes", "air"), coders="ac")
    assert list(made) == ["a1", "c1"]


def test_a_unit_that_fewer_than_half_of_the_coders_have_does_not_stand():
    made, _ = links(link("a1", "Rail"), link("b1", "Rail"), link("c1", "air"), coders="abc")
    assert list(made) == ["a1"]


def test_a_row_that_covers_two_units_has_both():
    made, _ = links(
        link("a1", "Rail"), link("a2", "road", "road"), link("c1", "Rail and road links")
    )
    assert list(made) == ["a1", "a2"]


def test_a_row_that_divides_a_unit_adds_none():
    made, _ = links(
        link("a1", "Rail and road links"), link("c1", "Rail"), link("c2", "road", "road")
    )
    assert list(made) == ["a1"]


def test_the_same_thing_in_other_words_is_one_unit():
    made, _ = links(link("a1", "Rail", "air"), link("c1", "air routes", "air"))
    assert list(made) == ["a1"]


def test_other_sentences_do_not_meet():
    made, _ = links(link("a1", "Rail"), link("c1", "Rail", sentence="s2"), coders="abc")
    assert list(made) == []


def test_codes_of_a_unit_are_voted_on():
    said = {"a1": "wished", "c1": "built", "d1": "built"}
    rows = [link(key, "Rail", status=status) for key, status in said.items()]
    made, ties = links(*rows, coders="acd")
    assert made["a1"]["status"] == "built"
    assert ties == []


# --- ties ---


def test_a_tie_goes_to_the_projects_codebook():
    made, ties = links(link("a1", "Rail", status="wished"), link("c1", "Rail", status="built"))
    assert made["a1"]["status"] == "wished"
    assert ties == []


def test_a_tie_among_equals_is_named_and_the_first_stands():
    made, (tie,) = links(
        link("a1", "Rail", status="wished"), link("b1", "Rail", status="built"), coders="ab"
    )
    assert made["a1"]["status"] == "wished"
    assert (tie.table, tie.unit, tie.variable) == ("links", "a1", "status")
    assert tie.votes == {"a": "wished", "b": "built"}


def test_a_decision_goes_before_votes_and_leaves_no_tie():
    rows = [link("a1", "Rail", status="wished"), link("b1", "Rail", status="built")]
    made, ties = links(*rows, coders="ab", status="planned")
    assert made["a1"]["status"] == "planned"
    assert ties == []


# --- what coders were given ---


def test_the_words_are_those_of_a_row_that_says_what_most_say():
    def row(coder, outcome, exact, explicit=""):
        cells = {"commitment": "p", "document": "d", "coder": coder, "exact": exact, "note": ""}
        more = {"outcome": outcome, "explicit": explicit, "sentence": "", "prefix": ""}
        return Row("", OUTCOMES, cells | more)

    rows = [row("a", "absent", ""), row("b", "done", "was built", "explicit")]
    rows += [row("c", "done", "built", "explicit")]
    made = majority(ballot(OUTCOMES), given_units(OUTCOMES, rows))["p/d"]
    assert (made["outcome"], made["exact"], made["explicit"]) == ("done", "was built", "explicit")
    rows = [
        row("a", "absent", ""),
        row("b", "done", "was built", "explicit"),
        row("c", "absent", ""),
    ]
    made = majority(ballot(OUTCOMES), given_units(OUTCOMES, rows))["p/d"]
    assert (made["outcome"], made["exact"], made["explicit"]) == ("absent", "", "")


def test_fields_and_parts_are_voted_on_one_by_one():
    cells, ties = sentence(
        coded("a", themes="trust; economics", subthemes="leaders; trade"),
        coded("b", themes="trust", subthemes="leaders"),
        coded("c", themes="economics; trust", subthemes="trade"),
        coded("d", themes="trust; economics", subthemes="leaders; trade"),
    )
    assert cells["themes"] == "trust; economics"
    assert cells["subthemes"] == "leaders; trade"
    assert ties == []


def test_a_part_goes_with_its_field():
    cells, _ = sentence(
        coded("a", themes="trust", subthemes="leaders; trade"),
        coded("b", themes="trust", subthemes="leaders; trade"),
        coded("c", themes="trust; economics", subthemes="leaders; trade"),
    )
    assert (cells["themes"], cells["subthemes"]) == ("trust", "leaders")


def test_a_codebook_without_an_entry_does_not_vote_on_it():
    cells, ties = sentence(coded("a", themes="other"), coded("c"), coded("d"))
    assert cells["themes"] == "other"
    assert ties == []


def test_headlines_have_no_codes():
    rows = [coded(c, "apparatus") for c in "ab"] + [coded("c", themes="trust", act="assertive")]
    cells, _ = sentence(*rows)
    assert (cells["mode"], cells["themes"], cells["act"]) == ("apparatus", "", "")


@pytest.mark.parametrize(("problems", "placed"), [("110", "both"), ("100", "")])
def test_a_problem_is_placed_where_most_see_one(problems, placed):
    rows = [
        coded(c, themes="trust", problem=p, placed="both" if p == "1" else "")
        for c, p in zip("abc", problems, strict=True)
    ]
    assert sentence(*rows)[0]["placed"] == placed
