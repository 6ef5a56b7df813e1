"""The words, numbers and symbols of a phrase, and the tables as such."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from interviews.numerals import words as known
from interviews.numerals.quantity import AmbiguityError, QuantityError

SETTLE = "quote the words that settle it, or list the number among those that state no quantity"
LONGEST = 5
"""So many tokens has the longest spelling of the tables, at most."""
VULGAR = "¼½¾⅐-⅞"
DASHES = "-–−‐‑"
TOKEN = re.compile(
    rf"""
    (?P<number>\d{{1,3}}(?:[ \u00a0\u202f]\d{{3}})+(?![\d.,]*\d)|\d+(?:[.,]\d+)*|(?<![\w.])\.\d+)
  | (?P<vulgar>[{VULGAR}])
  | (?P<currency>(?:(?<![^\W\d_])(?:US|A|AU|C|CA|HK|S|NT)|U\.S\.\ ?)?\$|(?:CN|JP)?¥|[€£₫₩฿₹₽])
  | (?P<word>(?:[A-Za-z]\.){{2,}}|[^\W\d_{VULGAR}]+(?:['’][^\W\d_{VULGAR}]+)*['’]?)
  | (?P<symbol>\S)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Token:
    """A word, number or symbol; `glued` says that nothing stands between it and the one before.

    `hyphen` says that a hyphen does, which joins words and is no token of its own.
    """

    text: str
    kind: str
    start: int
    glued: bool
    hyphen: bool = False

    @property
    def end(self) -> int:
        """Return where it ends."""
        return self.start + len(self.text)

    @cached_property
    def key(self) -> str:
        """Return it as the tables have it."""
        text = self.text.lower().replace("’", "'")
        return text.rstrip("'") or text


def tokens(text: str) -> list[Token]:
    """Return the words, numbers and symbols of a text; a hyphen between words is none."""
    found: list[Token] = []
    for match in TOKEN.finditer(text):
        start = match.start()
        glued = bool(found) and found[-1].end == start
        joins = (
            bool(found)
            and found[-1].text in DASHES
            and found[-1].glued
            and match.lastgroup == "word"
        )
        if joins and glued and _joinable(found):
            found.pop()
            found.append(Token(match[0], "word", start, False, True))
        else:
            found.append(Token(match[0], match.lastgroup or "symbol", start, glued))
    return found


def _joinable(tokens: list[Token]) -> bool:
    """Tell whether the hyphen that stands last joins words: a letter, a digit or % is before it."""
    return len(tokens) > 1 and (tokens[-2].kind != "symbol" or tokens[-2].text in "%+")


def _table(spellings: Iterable[str]) -> dict[tuple[str, ...], str]:
    return {tuple(token.text for token in tokens(spelling)): spelling for spelling in spellings}


def _named(names: dict[str, str]) -> dict[tuple[str, ...], str]:
    return {texts: names[spelling] for texts, spelling in _table(names).items()}


UNIT_TABLE = _named(known.UNIT_NAMES)
CURRENCY_TABLE = _named(known.CURRENCY_NAMES)
AMBIGUOUS_TABLE = _table(known.AMBIGUOUS)
BEFORE_TABLE = _named({words: sign for sign, group in known.BEFORE.items() for words in group})
AFTER_TABLE = _named({words: sign for sign, group in known.AFTER.items() for words in group})
DOZEN_TABLE = _table(known.DOZENS)
NUMERALS = (
    set(known.ONES) | set(known.TENS) | {"hundred", *known.SCALES} | set(known.ORDINALS)
    | set(known.PARTS) | set(known.PLURAL_PARTS) | set(known.MULTIPLES)
    | {"dozen", "twice", "thrice"}
)  # fmt: skip
STRONG = {
    texts: spelling
    for table in (known.BEFORE, known.AFTER)
    for texts, spelling in _table(word for words in table.values() for word in words).items()
    if spelling not in known.WEAK
}


class Tokens:
    """The tokens of a phrase and what can be read at a place among them."""

    def __init__(self, phrase: str) -> None:
        self.phrase = phrase
        self.tokens = tokens(phrase)

    def error(self, what: str, remedy: str) -> QuantityError:
        """Return an error: the phrase, what is wrong with it, what to do."""
        kind = AmbiguityError if remedy == SETTLE else QuantityError
        return kind(f'"{self.phrase}" {what}: {remedy}')

    def key(self, at: int) -> str:
        """Return a token as the tables have it, empty where none is."""
        return self.tokens[at].key if 0 <= at < len(self.tokens) else ""

    def kind(self, at: int) -> str:
        """Return what a token is: number, vulgar (½), currency, word or symbol."""
        return self.tokens[at].kind if 0 <= at < len(self.tokens) else ""

    def glued(self, at: int) -> bool:
        """Tell whether nothing stands between a token and the one before."""
        return 0 < at < len(self.tokens) and self.tokens[at].glued

    def longest(self, table: dict[tuple[str, ...], str], at: int) -> tuple[str, int]:
        """Return the name of the longest spelling of a table at `at`, and where it ends."""
        for size in range(LONGEST, 0, -1):
            part = self.tokens[at : at + size]
            if len(part) < size or not all(t.glued or t.kind == "word" for t in part[1:]):
                continue
            texts = tuple(t.text for t in part)
            lower = tuple(t.key for t in part)
            if texts in table:
                return table[texts], at + size
            if lower in table and (len("".join(lower)) > 2 or texts[0].islower()):
                return table[lower], at + size
        return "", at

    def ending(self, table: dict[tuple[str, ...], str], end: int) -> tuple[str, int]:
        """Return the name of the longest spelling that ends before `end`, and where it starts."""
        for size in range(LONGEST, 0, -1):
            start = end - size
            if start >= 0 and tuple(t.key for t in self.tokens[start:end]) in table:
                return table[tuple(t.key for t in self.tokens[start:end])], start
        return "", end

    def words(self, start: int, end: int) -> str:
        """Return the words of the phrase from one token to another, exclusive."""
        part = self.tokens[start:end]
        return self.phrase[part[0].start : part[-1].end] if part else ""
