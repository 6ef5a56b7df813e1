import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.quotations import QuotationError, Span, locate

TEXT = "Trade rose. Trade fell, then trade rose again."


def test_a_unique_quotation_is_found():
    assert locate("then trade", TEXT) == Span(24, 34)


def test_a_prefix_tells_two_occurrences_apart():
    span = locate("rose", TEXT, prefix="then trade ")
    assert TEXT[span.start : span.end] == "rose"
    assert TEXT[: span.start].endswith("then trade ")


@pytest.mark.parametrize(
    ("exact", "prefix", "message"),
    [
        ("rose", "", "stands there 2 times"),
        ("Trade rise.", "", 'the text has "Trade rose."'),
        ("submarine cables", "", "nothing there resembles it"),
        ("", "", "is empty"),
        ("rose", "oil ", "is not there"),
    ],
)
def test_anything_else_is_an_error_that_says_what_to_do(exact, prefix, message):
    with pytest.raises(QuotationError, match=message):
        locate(exact, TEXT, prefix)


@pytest.mark.parametrize("other", ["China’s", "China's"])
def test_apostrophes_are_not_interchangeable(other):
    text = "according to China’ statistics and China’s customs"
    if other in text:
        assert locate(other, text)
    else:
        with pytest.raises(QuotationError):
            locate(other, text)


@given(st.text(min_size=1), st.text(), st.text())
def test_what_is_found_is_what_was_asked_for(exact, before, after):
    text = before + exact + after
    try:
        span = locate(exact, text)
    except QuotationError:
        assert text.count(exact) > 1 or text.find(exact) != text.rfind(exact)
    else:
        assert text[span.start : span.end] == exact
        assert text.find(exact) == text.rfind(exact)
