"""What only the chapters of the first edition use; goes with interviews.book."""

import pytest

from interviews import book
from interviews.book import FindingError, load


@pytest.fixture(scope="module")
def report():
    return load()


def test_a_share_has_the_wilson_interval(report):
    problems = report.substance[report.substance["problem"]]
    share = report.share(problems, report.substance)
    assert share.low < share.number < share.high
    assert "Wilson" in share.formula
    # scipy's own interval, asked for in another way.
    from scipy.stats import binomtest

    interval = binomtest(len(problems), len(report.substance)).proportion_ci(0.95, "wilson")
    assert (share.low, share.high) == pytest.approx((100 * interval.low, 100 * interval.high))


def test_zero_of_n_has_an_upper_bound(report):
    share = report.share(report.substance.iloc[:0], report.substance)
    assert share.number == 0
    assert share.high > 0


def test_another_pass_can_be_read(monkeypatch):
    monkeypatch.setenv(book.CODER_VARIABLE, "b")
    assert load().coder == "b"
    with pytest.raises(ValueError, match='coder "x"'):
        load(coder="x")


def test_a_finding_that_does_not_hold_stops_with_its_text_and_values(report):
    with pytest.raises(FindingError, match=r"finding gap does not hold any more: It is 1st\."):
        report.finding("gap", "It is {rank}.", False, rank=book.Value(1.0, "ordinal"))


def test_a_finding_links_to_its_evidence(report):
    value = report.quantity("pham-2024.trade-2023")
    found = report.finding("gap", "It is {value}.", True, evidence=["vu-2025:s009"], value=value)
    page = found._repr_mimebundle_()["text/html"]
    assert 'data-finding="gap"' in page
    assert 'href="sentence:pham-2024:s029"' in page
    assert 'href="sentence:vu-2025:s009"' in page


def test_readings_show_every_text(report):
    page = report.readings("economics")._repr_mimebundle_()["text/html"]
    for short in report.documents["short"]:
        assert f">{short}</h3>" in page
