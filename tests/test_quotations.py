import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from interviews.quotations import QuotationError, Span, locate

TEXT = "Trade rose. Trade fell, then trade rose again, as China’s customs say."


def test_a_quotation_is_found_where_it_or_its_prefix_stands_once():
    assert locate("then trade", TEXT) == Span(24, 34)
    assert locate("rose", TEXT, prefix="then trade ") == Span(35, 39)


@pytest.mark.parametrize(
    ("exact", "prefix", "message"),
    [
        ("rose", "", "stands there 2 times"),
        ("Trade rise.", "", 'the text has "Trade rose."'),
        ("China's", "", 'the text has "China’s"'),
        ("submarine cables", "", "nothing there resembles it"),
        ("", "", "is empty"),
        ("rose", "oil ", "is not there"),
    ],
)
def test_anything_else_is_an_error_that_says_what_to_do(exact, prefix, message):
    with pytest.raises(QuotationError, match=message):
        locate(exact, TEXT, prefix)


@given(st.text(min_size=1), st.text(), st.text())
@example("aa", "a", "")
def test_what_is_found_is_what_was_asked_for_and_stands_once(exact, before, after):
    text = before + exact + after
    once = text.find(exact) == text.rfind(exact)
    try:
        span = locate(exact, text)
    except QuotationError:
        assert not once
    else:
        assert once
        assert text[span.start : span.end] == exact
