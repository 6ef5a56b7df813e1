"""Numbers read from the words: the whole phrase is understood, or it is refused.

`read` takes a quoted phrase, finds the one amount in it (a number with sign, currency, scale, unit
and rate, or a range of two), the comparator beside it, and then looks at every word that is left:
a digit, a scale, a currency, a unit, a sign or a comparator among these is a `QuantityError`, as is
a letter glued to the number. What the grammar knows stands in `words.toml`.
"""

from interviews.numerals import words as known
from interviews.numerals.phrase import Phrase, refuse_cut
from interviews.numerals.quantity import AmbiguityError, Quantity, QuantityError
from interviews.numerals.tokens import NUMERALS, tokens

__all__ = ["AmbiguityError", "Quantity", "QuantityError", "found_in", "read"]


def read(phrase: str, before: str = "", after: str = "") -> Quantity:
    """Return the one quantity that `phrase` states.

    `before` and `after` are the words around it in its sentence, where the caller has them: they
    settle what a verb does to a comparator ("took | over 5 plants") and the unit that stands with
    the last of a list ("10 | , 20 and even 30 years"), and show a quotation that leaves out a part
    of the number ("US$171.9 | billion", "nearly | 5%").

    Raises `QuantityError` (phrase, what was not understood, what to do) where it states none or
    several, and where anything beside the number is not understood.

    >>> read("nearly 500,000 tons")
    Quantity(value=Decimal('500000'), unit='tonne', comparator='<', resolution=Decimal('100000'), \
direction='')
    >>> read("the fourth biggest foreign investor").value
    Decimal('4')
    >>> read("US$171.9bn").value
    Decimal('171900000000.0')
    >>> read("up 222%").direction
    'up'
    """
    found = Phrase(phrase, before, after).quantity()
    if before or after:
        refuse_cut(phrase, before, after)
    return found


def found_in(text: str) -> list[tuple[int, int]]:
    """Return where numerals stand in `text`, in digits or in words: start and end of each.

    A scale after a number is a part of it.

    >>> text = "Four of 143, half of 2 billion"
    >>> [text[start:end] for start, end in found_in(text)]
    ['Four', '143', 'half', '2']
    """
    parts = tokens(text)
    found = []
    for at, token in enumerate(parts):
        scale = token.key in known.POWERS and at and parts[at - 1].kind == "number"
        if token.kind in ("number", "vulgar") or (token.key in NUMERALS and not scale):
            found.append((token.start, token.end))
    return found
