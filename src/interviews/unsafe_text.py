"""Texts and cells are words and nothing else: which characters are refused, what is a formula.

One rule by Unicode category: controls, formats, private use, surrogates and what is no character
(Cc, Cf, Co, Cs, Cn) are refused, because a page would show other words than stand in the text. In
texts, which are kept byte for byte, a short list that real ones carry and that does nothing to
other characters is let pass. Pages escape all words with `html.escape`.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

REFUSED = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
# Ends of lines, soft hyphens, joiners, marks of direction, byte order mark.
CARRIED = frozenset("\t\n\r\xad\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
# Not in those categories, but seen by nobody: fillers, line separators, variation selectors.
BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2028\u2029\u3164\uffa0") | frozenset(
    map(chr, (*range(0x180B, 0x180E), *range(0xFE00, 0xFE10)))
)

# The full-width signs of East Asian keyboards are signs of a formula too. A semicolon ends a cell
# where a comma is the decimal sign, a tab where a spreadsheet takes it for one. A sign alone says
# nothing, and a number is what it says.
_SIGN = r"=+\-@\uff1d\uff0b\uff0d\uff20"
_NUMBER = r"[+-]?[\d.,]*\d(?:e[+-]?\d+)?\s*%?\s*(?:[;\t]|$)"
FORMULA = re.compile(
    rf"^(?=[\t\r\n])|(?:^|[;\t])(?!\s*{_NUMBER})(?=[\s\"']*[{_SIGN}]\s*[^\s;])", re.IGNORECASE
)
"""What a spreadsheet would run instead of showing it, the whole of a text or a part of it."""


def is_refused(character: str) -> bool:
    """Tell whether no text may hold `character`."""
    return unicodedata.category(character) in REFUSED and character not in CARRIED


def is_unseen(character: str) -> bool:
    """Tell whether nobody sees `character`; white space of one line is seen as such."""
    return unicodedata.category(character) in REFUSED or character in BLANK


def deceptive(text: str) -> Iterator[tuple[int, str]]:
    r"""Yield each sort of refused character in `text`: where it first stands, and what it is.

    >>> list(deceptive("rose 5%\u202e and fell"))
    [(7, 'U+202E RIGHT-TO-LEFT OVERRIDE')]
    """
    # A carriage return alone is the end of a line to some programs and not to others.
    lone = [at.group() for at in re.finditer(r"\r(?!\n)", text)]
    for character, count in Counter([*filter(is_refused, text), *lone]).items():
        at = re.search(r"\r(?!\n)" if character == "\r" else re.escape(character), text)
        more = f", {count} times" if count > 1 else ""
        yield at.start() if at else 0, f"{named(character)}{more}"


def unseen(text: str) -> list[str]:
    r"""Return the names of the characters of `text` that nobody sees, each once.

    >>> unseen("Xiong\u200b Bo")
    ['U+200B ZERO WIDTH SPACE']
    """
    if text.isascii() and text.isprintable():
        return []  # most cells are
    return [named(character) for character in dict.fromkeys(filter(is_unseen, text))]


def named(character: str) -> str:
    r"""Return the code point of a character and its name.

    >>> named("\x1b"), named("\u2066")
    ('U+001B (control character)', 'U+2066 LEFT-TO-RIGHT ISOLATE')
    """
    kind = "control character" if unicodedata.category(character) == "Cc" else "no character"
    return f"U+{ord(character):04X} {unicodedata.name(character, f'({kind})')}"


def visible(text: str) -> str:
    r"""Return `text` for a message: what is not seen is written out.

    >>> visible("a\u202eb\n")
    'a<U+202E>b<U+000A>'
    """
    return "".join(f"<U+{ord(one):04X}>" if is_unseen(one) else one for one in text)


def disarmed(text: str) -> str:
    """Return `text` with an apostrophe before what a spreadsheet would run, whole or in part.

    >>> [disarmed(text) for text in ("=1+1", "a; =b", "-5.5%", "-", "US$5 - US$6")]
    ["'=1+1", "a;' =b", '-5.5%', '-', 'US$5 - US$6']
    """
    return FORMULA.sub(r"\g<0>'", text)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return `start` and `end` moved past what is not seen at either end of that part of `text`.

    >>> trimmed("a b. c", 1, 5)
    (2, 4)
    """
    part = text[start:end]
    empty = "".join(one for one in set(part) if one.isspace() or is_unseen(one))
    begun = part.lstrip(empty)
    return end - len(begun), end - len(begun) + len(begun.rstrip(empty))
