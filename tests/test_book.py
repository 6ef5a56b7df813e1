import pytest

from interviews import book
from interviews.book import FindingError, load
from interviews.representation import MIME


@pytest.fixture(scope="module")
def report():
    return load()


def test_tables_have_a_row_for_each_coded_row(report):
    for name in ("quantities", "characterisations", "events", "mechanisms", "commitments"):
        assert len(getattr(report, name)) == len(report.codings.tables[name])
    for name in ("formulae", "places"):
        assert len(getattr(report, name)) == len(report.codings.tables[name])


def test_every_row_of_evidence_has_speaker_date_and_sentence(report):
    for name in ("quantities", "events", "commitments", "formulae", "places"):
        frame = getattr(report, name)
        for column in ("short", "date", "text", "voice", "speaker", "side", "sentences"):
            assert column in frame, (name, column)
        assert all(exact in text for exact, text in zip(frame["exact"], frame["text"], strict=True))


def test_every_quantity_becomes_a_value(report):
    for key in report.quantities["id"]:
        value = report.quantity(key)
        assert value.evidence()
        assert str(value)


def test_an_unknown_quantity_is_named(report):
    with pytest.raises(KeyError, match="no quantity"):
        report.quantity("pham-2024.trade-1823")


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


def test_leaving_a_text_out_leaves_it_out_everywhere():
    report = load(without=("vu-2025",))
    for name in ("documents", "sentences", "quantities", "events", "commitments", "formulae"):
        assert "vu-2025" not in set(getattr(report, name)["document"]), name
    assert "vu-2025" not in set(report.outcomes["document"])


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
    meaning = found._repr_mimebundle_()[MIME]
    assert meaning["name"] == "gap"
    assert [one["sentence"] for one in meaning["sources"]] == ["pham-2024:s029", "vu-2025:s009"]


def test_readings_show_every_text(report):
    page = report.readings("economics")._repr_mimebundle_()["text/html"]
    for short in report.documents["short"]:
        assert f">{short}</h3>" in page
