"""Verbatim matching of quotations, character by character.

A quotation is a TextQuoteSelector of the W3C Web Annotation model: `exact`, and a `prefix` where
the same words stand more than once. Nothing is matched by likeness: near matches only serve the
message.
"""

import difflib
import re
from dataclasses import dataclass


class QuotationError(ValueError):
    """A quotation that is not in its text, or is there more than once."""


@dataclass(frozen=True)
class Span:
    """A half-open range of code points."""

    start: int
    end: int


def locate(exact: str, text: str, prefix: str = "") -> Span:
    """Return where `exact` stands in `text`, directly after `prefix`.

    Raises `QuotationError` unless it stands there exactly once.

    >>> locate("5%", "up 5%, then 5%", prefix="then ")
    Span(start=12, end=14)
    """
    if not exact:
        raise QuotationError("is empty: copy the words that are quoted")
    starts = [found.start() for found in re.finditer(f"(?={re.escape(prefix + exact)})", text)]
    if len(starts) == 1:
        start = starts[0] + len(prefix)
        return Span(start, start + len(exact))
    if starts:
        raise QuotationError(
            f'"{prefix}{exact}" stands there {len(starts)} times: '
            "add a prefix, the words directly before the one that is meant"
        )
    raise QuotationError(f'"{prefix}{exact}" is not there; {_advice(prefix + exact, text)}')


def _advice(wanted: str, text: str) -> str:
    """Return the passage of `text` most like `wanted`, for the message only."""
    words, size = text.split(), max(1, len(wanted.split()))
    passages = [" ".join(words[at : at + size]) for at in range(max(1, len(words) - size + 1))]
    near = difflib.get_close_matches(wanted, passages, n=3, cutoff=0.5)
    if not near:
        return "nothing there resembles it: check the document and sentence, or copy it again"
    # A wrong digit leaves every other character in its place.
    likest = max(
        near, key=lambda passage: sum(a == b for a, b in zip(passage, wanted, strict=False))
    )
    return f'the text has "{likest}": copy it again'
