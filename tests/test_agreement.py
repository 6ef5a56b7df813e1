import math

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
    codes = by_unit("*****3412113 3*3".replace(" ", ""), "1*2133 43*******".replace(" ", ""),
                    "**2134 4*21133*4".replace(" ", ""))  # fmt: skip
    assert agreement.alpha(codes) == pytest.approx(0.691, abs=0.0005)


def test_alpha_of_two_coders_worked_out_by_hand():
    # Ten units, two disagreements (xy, yx): observed 2/10. Of 20 values 10 are x and 10 are y, so
    # that 2 * 10 * 10 of 20 * 19 ordered pairs differ by chance. 1 - (2/10) / (200/380) = 0.62.
    codes = by_unit("xxxxxyyyyy", "xxxxyyyyyx")
    assert agreement.alpha(codes) == pytest.approx(1 - 0.2 / (200 / 380))
    assert agreement.differing(codes) == pytest.approx(0.2)


@pytest.mark.parametrize("codes", [by_unit("xxx", "xxx"), by_unit("xy*", "**y"), {}])
def test_where_nothing_varies_or_nobody_meets_there_is_no_alpha(codes):
    assert math.isnan(agreement.alpha(codes))


def test_every_variable_and_every_part_of_a_field_has_a_row_and_each_text_a_column(codings):
    table = agreement.reliability(codings)
    parts = codings.codebook.variables["subtheme"].values
    assert {f"subthemes: {part}" for part in parts} <= set(table["variable"])
    assert {"first theme", "act", "problem", "prompted", "placed"} <= set(table["variable"])
    assert [d.facts["short"] for d in codings.corpus] == list(table.columns)[-5:]
    assert set(table["units"]) != {0}


def test_alpha_of_a_variable_is_that_of_its_codes(codings):
    rows = codings.tables["sentences"]
    given = {}
    for row in rows:
        if row["act"]:
            given.setdefault(row["sentence"], {})[row["coder"]] = row["act"]
    table = agreement.reliability(codings).set_index("variable")
    assert table.loc["act", "alpha"] == pytest.approx(agreement.alpha(given))


def test_codebooks_without_an_entry_are_not_asked_for_it(codings):
    table = agreement.reliability(codings).set_index("variable")
    assert table.loc["themes: other", "coders"] == "ab"
    assert table.loc["themes: trust", "coders"] == "abcd"


def test_confusion_counts_each_pair_of_codes(codings):
    table = agreement.confusion(codings, "sentences", "act")
    found = agreement.codes(codings, "sentences", "act").values()
    pairs = sum(math.comb(len(given), 2) for given in found)
    off = table.to_numpy().sum() - sum(table.loc[v, v] for v in table)
    assert sum(table.loc[v, v] for v in table) + off / 2 == pairs
    assert (table == table.T).all(axis=None)


def test_recall_of_each_other(codings):
    table = agreement.recall(codings, "events")
    units = codings.units("events")
    of_c = [unit for unit in units if "c" in unit.having]
    assert table.loc["a", "c"] == sum("a" in unit.having for unit in of_c) / len(of_c)
    assert table.loc["c", "a"] < table.loc["a", "c"]  # a divides lists, c does not


def test_presence_is_asked_of_every_sentence_that_says_something(codings):
    given = agreement.presence(codings, "commitments")
    assert len(given) == sum(c.mode != "apparatus" for c in codings.sentence_codes().values())
    rows = [r for r in codings.tables["commitments"] if r["coder"] == "c"]
    found = {key for key, codes in given.items() if codes["c"] == "yes"}
    assert found == {row["sentence"] for row in rows if row["sentence"] in given}
