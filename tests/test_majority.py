import pytest

from interviews import paths
from interviews.majority import Ballot, Coder, found_units, given_units, majority
from interviews.schema import read_schema
from interviews.tables import Row

TEXT = "Rail and road links were built, and air routes resumed."
CODERS = {c: Coder(c, c in "ab", ("links", "sentences", "outcomes")) for c in "abcd"}
PARENTS = {"leaders": "trust", "trade": "economics"}
TABLES = read_schema(paths.find()).tables


def row(table, **cells):
    """A row of a table, empty but for `cells`."""
    return Row("", TABLES[table], dict.fromkeys(TABLES[table].fields, "") | cells)


def ballot(of, decided=(), coders=CODERS):
    return Ballot(TABLES[of], coders, dict(decided), PARENTS)


def link(key, exact, name="rail", status="built", sentence="s1"):
    given = {"id": key, "coder": key[0], "sentence": sentence, "exact": exact}
    return row("links", **given, link=name, status=status)


def links(*rows, **decided):
    """The majority's rows of links, and ties, among the coders who have any of `rows`."""
    voting = {one["coder"]: CODERS[one["coder"]] for one in rows}
    one = ballot("links", {("a1", k): v for k, v in decided.items()}, voting)
    return majority(one, found_units(TABLES["links"], rows, lambda _: TEXT)), one.ties


def coded(coder, mode="answer", **cells):
    return row("sentences", sentence="s1", voice="x", mode=mode, coder=coder, **cells)


def sentence(*rows):
    one = ballot("sentences")
    made = majority(one, given_units(TABLES["sentences"], rows))
    assert one.ties == []
    return made["s1"].cells


# --- what coders had to find ---


@pytest.mark.parametrize(
    ("rows", "units"),
    [
        # Rows that overlap are one unit under the id of the first coder; others are their own.
        ([("a1", "Rail"), ("c1", "Rail and")], ["a1"]),
        ([("a1", "Rail"), ("c1", "air routes", "air")], ["a1", "c1"]),
        # A unit that fewer than half of the coders have does not stand.
        ([("a1", "Rail"), ("b1", "Rail"), ("c1", "air")], ["a1"]),
        # A row that covers two units has both; one that divides a unit adds none.
        ([("a1", "Rail"), ("a2", "road", "road"), ("b1", "Rail"), ("c1", "Rail and road links")],
         ["a1", "a2"]),
        ([("a1", "Rail and road links"), ("c1", "Rail"), ("c2", "road", "road")], ["a1"]),
        # The same thing in other words of a sentence is one unit; that of another is not.
        ([("a1", "Rail", "air"), ("c1", "air routes", "air")], ["a1"]),
        ([("a1", "Rail"), ("b1", "Rail"), ("c1", "Rail", "rail", "built", "s2")], ["a1"]),
    ],
)  # fmt: skip
def test_rows_of_coders_meet_in_units(rows, units):
    made, _ = links(*(link(*one) for one in rows))
    assert list(made) == units
    assert made["a1"]["exact"] == rows[0][1]


@pytest.mark.parametrize(
    ("votes", "decided", "status", "tied"),
    [
        ({"a1": "wished", "c1": "built", "d1": "built"}, {}, "built", False),
        # A tie goes to the project's codebook, then to the first coder, and is named.
        ({"a1": "wished", "c1": "built"}, {}, "wished", False),
        ({"a1": "wished", "b1": "built"}, {}, "wished", True),
        ({"a1": "wished", "b1": "built"}, {"status": "planned"}, "planned", False),
    ],
)
def test_codes_are_voted_on_and_ties_go_to_the_own_codebook(votes, decided, status, tied):
    rows = [link(key, "Rail", status=vote) for key, vote in votes.items()]
    made, ties = links(*rows, **decided)
    assert made["a1"]["status"] == status
    assert ties == ([("a1", "status")] if tied else [])


# --- what coders were given ---


@pytest.mark.parametrize(
    ("third", "settled"),
    [
        (("done", "built", "explicit"), ("done", "was built", "explicit")),
        (("absent", "", ""), ("absent", "", "")),
    ],
)
def test_the_words_are_those_of_a_row_that_says_what_most_say(third, settled):
    columns = ("outcome", "exact", "explicit")
    rows = []
    said = [("absent", "", ""), ("done", "was built", "explicit"), third]
    for coder, cells in zip("abc", said, strict=True):
        given = dict(zip(columns, cells, strict=True))
        rows.append(row("outcomes", commitment="p", document="d", coder=coder, **given))
    made = majority(ballot("outcomes"), given_units(TABLES["outcomes"], rows))["p/d"]
    assert tuple(made[name] for name in columns) == settled


def test_fields_and_parts_are_voted_on_one_by_one_and_a_part_goes_with_its_field():
    both = {"themes": "trust; economics", "subthemes": "leaders; trade"}
    cells = sentence(
        coded("a", **both),
        coded("b", themes="trust", subthemes="leaders"),
        coded("c", themes="economics; trust", subthemes="trade"),
        coded("d", **both),
    )
    assert (cells["themes"], cells["subthemes"]) == ("trust; economics", "leaders; trade")
    trust = both | {"themes": "trust"}
    cells = sentence(coded("a", **trust), coded("b", **trust), coded("c", **both))
    assert (cells["themes"], cells["subthemes"]) == ("trust", "leaders")


def test_a_codebook_without_an_entry_does_not_vote_on_it():
    assert sentence(coded("a", themes="other"), coded("c"), coded("d"))["themes"] == "other"


def test_headlines_have_no_codes():
    rows = [coded(c, "apparatus") for c in "ab"] + [coded("c", themes="trust", act="assertive")]
    cells = sentence(*rows)
    assert (cells["mode"], cells["themes"], cells["act"]) == ("apparatus", "", "")


@pytest.mark.parametrize(("problems", "placed"), [("110", "both"), ("100", "")])
def test_a_problem_is_placed_where_most_see_one(problems, placed):
    rows = [
        coded(c, themes="trust", problem=p, placed="both" if p == "1" else "")
        for c, p in zip("abc", problems, strict=True)
    ]
    assert sentence(*rows)["placed"] == placed
