import math
from types import SimpleNamespace

import pytest

from interviews import agreement
from interviews.codings import read_codings


@pytest.fixture(scope="module")
def codings(here):
    return read_codings(here)


def by_unit(*coders):
    """Codes from a string for each coder, * where it gave none."""
    units = zip(*coders, strict=True)
    return {
        str(n): {c: v for c, v in zip("abc", values, strict=False) if v != "*"}
        for n, values in enumerate(units)
    }


def test_alpha_is_that_of_krippendorffs_example():
    # Krippendorff, Computing Krippendorff's Alpha-Reliability (2011): three coders, gaps, nominal.
    codes = by_unit("*****34121133*3", "1*213343*******", "**21344*21133*4")
    assert agreement.alpha(codes) == pytest.approx(0.691, abs=0.0005)


def test_the_share_of_pairs_that_differ():
    # One pair in units 1, 2 and 5, three in the others; those of the second coder in the fourth.
    assert agreement.differing(by_unit("xxxx*", "xxxyy", "**xxy")) == pytest.approx(2 / 9)


@pytest.mark.parametrize("codes", [by_unit("xxx", "xxx"), by_unit("xy*", "**y"), {}])
def test_where_nothing_varies_or_nobody_meets_there_is_no_alpha(codes):
    assert math.isnan(agreement.alpha(codes))


def test_every_variable_and_every_part_of_a_field_has_a_row_and_each_text_a_column(codings):
    table = agreement.reliability(codings)
    parts = codings.codebook.variables["subtheme"].values
    assert {f"subthemes: {part}" for part in parts} <= set(table["variable"])
    assert {"first theme", "act", "problem", "prompted", "placed"} <= set(table["variable"])
    assert [d.facts["short"] for d in codings.corpus] == list(table.columns)[-5:]
    assert 0 not in set(table["units"])


def test_alpha_of_a_variable_is_that_of_its_codes_where_the_codebook_has_them(codings):
    given = {}
    for row in codings.tables["sentences"]:
        if row["act"]:
            given.setdefault(row["sentence"], {})[row["coder"]] = row["act"]
    table = agreement.reliability(codings).set_index("variable")
    assert table.loc["act", "alpha"] == pytest.approx(agreement.alpha(given))
    # Not every codebook has the theme `other`.
    assert table.loc[["themes: other", "themes: trust"], "coders"].tolist() == ["ab", "abcd"]


def test_confusion_counts_each_pair_of_codes(codings):
    table = agreement.confusion(codings, "sentences", "act")
    found = agreement.codes(codings, "sentences", "act").values()
    pairs = sum(math.comb(len(given), 2) for given in found)
    off = table.to_numpy().sum() - sum(table.loc[v, v] for v in table)
    assert sum(table.loc[v, v] for v in table) + off / 2 == pairs
    assert (table == table.T).all(axis=None)


def test_recall_is_the_mean_over_pairs_of_coders():
    units = [SimpleNamespace(having=frozenset(having)) for having in ("ab", "a", "a", "b")]
    codings = SimpleNamespace(coders=lambda _: ["a", "b"], units=lambda _: units)
    # Of the three of a, b has one; of the two of b, a has one.
    assert agreement.recall(codings, "events") == pytest.approx((1 / 3 + 1 / 2) / 2)


def test_presence_is_asked_of_every_sentence_that_says_something(codings):
    given = agreement.presence(codings, "commitments")
    assert len(given) == sum(c.mode != "apparatus" for c in codings.sentence_codes().values())
    rows = [r for r in codings.tables["commitments"] if r["coder"] == "c"]
    found = {key for key, codes in given.items() if codes["c"] == "yes"}
    assert found == {row["sentence"] for row in rows if row["sentence"] in given}
