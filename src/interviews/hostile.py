"""Texts and cells are words and nothing else: which characters deceive, what a spreadsheet runs.

A text is kept byte for byte, so it is never mended: it is refused, or shown so that it is inert.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

# What makes other characters look as they are not, is an order to a terminal, or cannot stand in a
# page: controls, embeddings and overrides of direction, isolates, tags, and codes that are no
# characters. Tabs and ends of lines are none of it.
_DECEPTIVE = (
    r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u206f\ud800-\udfff"
    r"\ufdd0-\ufdef\ufff9-\ufffb\U000e0000-\U000e00ff"
) + "".join(rf"\U{plane:04x}fffe-\U{plane:04x}ffff" for plane in range(17))
# What is not seen and does nothing to other characters, as real texts have it: soft hyphens,
# joiners, marks of direction, variation selectors, the byte order mark.
_UNSEEN = (
    r"\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028\u2029"
    r"\u2060-\u2065\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U000e0100-\U000e0fff"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
)
# A carriage return alone is the end of a line to some programs and not to others.
DECEPTIVE = re.compile(rf"[{_DECEPTIVE}]|\r(?!\n)")
UNSEEN = re.compile(rf"[{_DECEPTIVE}{_UNSEEN}\t\r\n]")
EDGES = re.compile(rf"^[\s{_UNSEEN}]+|[\s{_UNSEEN}]+$")

# The full-width signs of East Asian keyboards are signs of a formula too. A semicolon ends a cell
# where a comma is the decimal sign, a tab where a spreadsheet takes it for one. A sign alone says
# nothing, and a number is what it says.
_SIGN = r"=+\-@\uff1d\uff0b\uff0d\uff20"
_NUMBER = r"[+-]?[\d.,]*\d(?:e[+-]?\d+)?\s*%?\s*(?:[;\t]|$)"
FORMULA = re.compile(
    rf"^(?=[\t\r\n])|(?:^|[;\t])(?!\s*{_NUMBER})(?=[\s\"']*[{_SIGN}]\s*[^\s;])", re.IGNORECASE
)


def deceptive(text: str) -> Iterator[tuple[int, str]]:
    r"""Yield each sort of deceptive character in `text`: where it first stands, and what it is.

    >>> list(deceptive("rose 5%\u202e and fell"))
    [(7, 'U+202E RIGHT-TO-LEFT OVERRIDE')]
    """
    for character, count in Counter(DECEPTIVE.findall(text)).items():
        more = f", {count} times" if count > 1 else ""
        yield text.index(character), f"{named(character)}{more}"


def unseen(text: str) -> list[str]:
    r"""Return the names of the characters of `text` that nobody sees, each once.

    >>> unseen("Xiong\u200b Bo")
    ['U+200B ZERO WIDTH SPACE']
    """
    if text.isascii() and text.isprintable():
        return []  # most cells are, and the expression would go through every letter of them
    return [named(character) for character in dict.fromkeys(UNSEEN.findall(text))]


def named(character: str) -> str:
    r"""Return the code point of a character and its name.

    >>> named("\x1b"), named("\u2066")
    ('U+001B (control character)', 'U+2066 LEFT-TO-RIGHT ISOLATE')
    """
    kind = "control character" if unicodedata.category(character) == "Cc" else "no character"
    return f"U+{ord(character):04X} {unicodedata.name(character, f'({kind})')}"


def visible(text: str) -> str:
    r"""Return `text` for a message or a list of names: what is not seen is written out.

    >>> visible("a\u202eb\n")
    'a<U+202E>b<U+000A>'
    """
    return UNSEEN.sub(lambda found: f"<U+{ord(found[0]):04X}>", text)


def is_formula(text: str) -> bool:
    """Tell whether a spreadsheet would run `text`, or a part of it, instead of showing it.

    >>> [is_formula(text) for text in ("=1+1", "a;@b", "-5.5%", "-", "US$5 - US$6")]
    [True, True, False, False, False]
    """
    # Without a sign that ends a cell, only the beginning can be one.
    found = FORMULA.search if ";" in text or "\t" in text else FORMULA.match
    return bool(found(text))


def disarmed(text: str) -> str:
    """Return `text` with an apostrophe before what a spreadsheet would run.

    >>> disarmed("=1+1"), disarmed("a; =b"), disarmed("-5.5%")
    ("'=1+1", "a;' =b", '-5.5%')
    """
    return FORMULA.sub(r"\g<0>'", text)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return `start` and `end` moved past what is not seen at either end of that part of `text`.

    >>> trimmed("a b. c", 1, 5)
    (2, 4)
    """
    bare = EDGES.sub("", text[start:end])
    start += text[start:end].find(bare)
    return start, start + len(bare)
