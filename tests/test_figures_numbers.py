"""The figures of the chapter on agreement, drawn from the five texts."""

import pandas as pd
import pytest

from interviews import book
from interviews.comparison.relations import CIF_FOB, SWING
from interviews.figures import numbers


@pytest.fixture(scope="module")
def report():
    return book.load()


@pytest.fixture(scope="module")
def said(report):
    return numbers.quoted(report.quantities, report.characterisations)


@pytest.fixture(scope="module")
def claims(report):
    frame = report.characterisations
    stands = numbers.standing(frame, report.comparisons)
    fields = frame["measure"].map(report.measures["theme"])
    return frame.assign(standing=stands, field=fields)


def sound(figure):
    assert figure.svg.startswith("<svg")
    assert not figure.overlaps
    return figure


def test_every_rule_has_a_name_and_every_comparison_an_outcome(report):
    assert set(report.comparisons["rule"]) <= set(numbers.RULES)
    assert numbers.outcome(report.comparisons).notna().all()


def test_the_matrix_counts_every_comparison(report):
    figure = sound(numbers.draw_matrix(report.comparisons))
    assert figure.files["csv"]
    counted = [numbers.outcome(report.comparisons).eq(name).sum() for name in numbers.OUTCOMES]
    assert sum(counted) == len(report.comparisons)


def test_texts_of_a_comparison(report):
    rows = report.comparisons
    key = "restated/xiong-2024.trade-2023/pham-2024.trade-2023"
    assert numbers.texts_of(rows)[key] == ("xiong-2024", "pham-2024")
    assert key in numbers.across(rows).index
    assert not any(numbers.across(rows)["right"].map(len) == 0)


def test_a_claim_that_numbers_divide_over_stands_divided():
    claims = pd.DataFrame({"id": ["a.x", "a.y", "a.z"]})
    tests = [("a.x", "supported"), ("a.x", "contradicted"), ("a.y", "untestable"),
             ("a.y", "supported"), ("a.z", "untestable")]  # fmt: skip
    rows = pd.DataFrame(
        {"rule": "words-numbers", "left": [(claim,) for claim, _ in tests],
         "verdict": [verdict for _, verdict in tests]}
    )  # fmt: skip
    assert list(numbers.standing(claims, rows)) == ["divided", "supported", "untestable"]


def test_trade_is_drawn_with_what_follows_from_it(report):
    data = numbers.trade_rows(report.quantities, report.comparisons, "trade-total")
    stated = data[data["colour"] != "problem"]
    levels = report.quantities[report.quantities["measure"] == "trade-total"]
    assert len(stated) == (levels["kind"] == "level").sum()
    assert {"base", "left over"} <= set(data["category"])
    # What an impossible rest would be is not drawn as if it were a level.
    assert data["value"].max() < 2 * stated["value"].max()
    sound(numbers.draw_trade(data))


def test_rests_are_multiples_of_the_part(report, said):
    data = numbers.rest_rows(report.comparisons, said)
    assert ((data["low"] <= data["value"]) & (data["value"] <= data["high"])).all()
    inside = (data["low"] <= SWING) & (data["high"] >= 1 / SWING)
    assert (inside == (data["colour"] == "both")).all()
    sound(numbers.draw_rests(data, SWING))


def test_gaps_are_the_larger_over_the_smaller(report, said):
    data = numbers.gap_rows(report.comparisons, said)
    assert (data["value"] >= 1).all()
    assert ((data["low"] <= data["value"]) & (data["value"] <= data["high"])).all()
    assert ((data["low"] > 1) == (data["colour"] == "problem")).all()
    sound(numbers.draw_gaps(data, CIF_FOB))


def test_claims_are_drawn_by_field_and_by_text(report, claims):
    for by, heads in (("field", {"trust": "Trust"}), ("document", report.documents["short"])):
        sound(numbers.draw_words(claims, by, dict(heads), f"numbers-{by}", "Claims"))


def test_what_is_never_counted_is_drawn(report, claims):
    silent = claims[~claims["measure"].isin(report.quantities["measure"])]
    sound(numbers.draw_silent(silent, report.measures["label"].to_dict()))


def test_a_listing_gives_words_arithmetic_and_links(report, said):
    rows = report.comparisons[report.comparisons["verdict"] == "inconsistent"]
    page = numbers.Listing(rows, said)._repr_mimebundle_()
    assert page["text/html"].count("<dt>") == len(rows)
    assert "US$57.9 billion" in page["text/html"]
    assert 'href="sentence:pham-2024:s029"' in page["text/html"]
    assert "pham-2024.trade-2023" not in page["text/html"]
    assert page["text/plain"].count("inconsistent") == len(rows)
