"""The words, numbers and symbols of a phrase, and the tables as such."""

import re
from collections.abc import Mapping
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

Table = dict[tuple[str, ...], str]


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
        kind, start = match.lastgroup or "symbol", match.start()
        glued = bool(found) and found[-1].end == start
        hyphen = glued and kind == "word" and _joins(found)
        if hyphen:
            found.pop()
        found.append(Token(match[0], kind, start, glued and not hyphen, hyphen))
    return found


def _joins(tokens: list[Token]) -> bool:
    """Tell whether the last is a hyphen that joins words: after a letter, a digit, % or +."""
    if tokens[-1].text not in DASHES or not tokens[-1].glued:
        return False
    return tokens[-2].kind != "symbol" or tokens[-2].text in "%+"


def _table(names: Mapping[str, str]) -> Table:
    return {tuple(token.text for token in tokens(spelling)): names[spelling] for spelling in names}


UNIT_TABLE = _table(known.UNIT_NAMES)
CURRENCY_TABLE = _table(known.CURRENCY_NAMES)
AMBIGUOUS_TABLE = _table(known.AMBIGUOUS)
BEFORE_TABLE = _table(known.BEFORE)
AFTER_TABLE = _table(known.AFTER)
DOZEN_TABLE = _table(known.DOZENS)
STRONG_TABLE = {
    texts: sign
    for texts, sign in (BEFORE_TABLE | AFTER_TABLE).items()
    if " ".join(texts) not in known.WEAK
}
"""Comparators that are no common words as well."""
NUMERALS = {
    *known.ONES, *known.TENS, *known.SCALES, *known.ORDINALS, *known.PARTS, *known.PLURAL_PARTS,
    *known.MULTIPLES, "dozen", "twice", "thrice",
}  # fmt: skip


class Tokens:
    """The tokens of a phrase and what can be read at a place among them."""

    def __init__(self, phrase: str) -> None:
        self.phrase = phrase
        self.tokens = tokens(phrase)

    def error(self, what: str, remedy: str = SETTLE) -> QuantityError:
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

    def is_scale(self, at: int) -> bool:
        """Tell whether a token is a power of ten in words."""
        return self.key(at) in known.POWERS

    def longest(self, table: Table, at: int) -> tuple[str, int]:
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

    def ending(self, table: Table, end: int) -> tuple[str, int]:
        """Return the name of the longest spelling that ends before `end`, and where it starts."""
        for start in range(max(0, end - LONGEST), end):
            keys = tuple(t.key for t in self.tokens[start:end])
            if keys in table:
                return table[keys], start
        return "", end

    def words(self, start: int, end: int) -> str:
        """Return the words of the phrase from one token to another, exclusive."""
        part = self.tokens[start:end]
        return self.phrase[part[0].start : part[-1].end] if part else ""
