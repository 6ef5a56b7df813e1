"""Numbers read from the words: the whole phrase is understood, or it is refused.

`read` takes a quoted phrase, finds the one amount in it (a number with sign, currency, scale, unit
and rate, or a range of two), the comparator beside it, and then looks at every word that is left:
a digit, a scale, a currency, a unit, a sign or a comparator among these is a `QuantityError`, as is
a letter glued to the number. What the grammar knows stands in `numeral_words`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from interviews import numeral_words as known

COUNT, ORDINAL, RATIO, TIMES = "count", "ordinal", "ratio", "times"
WHOLE = {COUNT, ORDINAL, TIMES, *known.DURATIONS}
"""Units of which a small whole number is exact: nobody rounds to ten members or thirty years."""
SMALL = 1000
TENTH = Decimal("0.1")
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
PLAIN = re.compile(
    r"\d+(?:\.\d+)?|\.\d+|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:[ \u00a0\u202f]\d{3})+"
)
HARMLESS = set(".,;:()[]“”‘’\"'…&?!") | set(DASHES)
THREE_DECIMALS = re.compile(r"[1-9]\d{0,2}\.\d{3}")
"""A number whose point may be a comma of thousands, unless a scale stands after it."""
YEAR = re.compile(r"(?:1[89]|20)\d\d")


class QuantityError(ValueError):
    """A phrase that does not state exactly one number whose every part is understood."""


@dataclass(frozen=True)
class Quantity:
    """One number as it was worded.

    `value` is in `unit` (a currency code, percent, percentage point, tonne, year, ordinal, ratio,
    count ..., "USD per tonne" for a rate) and holds the scale: "4.47 billion" is 4470000000, and
    `scale` 1000000000. `comparator` is one of = > >= < <= ~, or `to` for a range, whose value is
    its middle. `resolution` is the place value of the last digit written, so that "229.8 billion"
    has 100 million. `direction` is up or down where the words say that something rose or fell,
    which is no sign.
    """

    value: Decimal
    unit: str
    comparator: str
    resolution: Decimal
    scale: Decimal = Decimal(1)
    direction: str = ""
    ends: tuple[Decimal, Decimal] | None = field(default=None, repr=False)

    @property
    def interval(self) -> tuple[Decimal, Decimal]:
        """Return the lowest and highest value that the wording admits, both included.

        A plain figure stands for everything that rounds to it, an approximate one for twice that
        range; "more than" and "nearly" bound one side at the stated value and leave the other open
        (towards infinity, towards zero); a range has its ends. Ordinals and whole counts below a
        thousand are exact.

        >>> read("US$171.9 billion").interval
        (Decimal('171850000000.0'), Decimal('171950000000.0'))
        """
        if self.ends:
            return self.ends
        if self.comparator in (">", ">="):
            return (self.value, Decimal("Infinity"))
        if self.comparator in ("<", "<="):
            return (Decimal(0), self.value)
        margin = self.resolution if self.comparator == "~" else self.resolution / 2
        if self.resolution == 1 and self.unit in WHOLE:
            margin = Decimal(0)
        return (self.value - margin, self.value + margin)

    def in_percent(self) -> "Quantity":
        """Return a part of a whole in percent; what is no ratio stays as it is."""
        if self.unit != RATIO:
            return self
        ends = (100 * self.ends[0], 100 * self.ends[1]) if self.ends else None
        made = replace(self, value=100 * self.value, unit="percent", ends=ends)
        return replace(made, resolution=100 * self.resolution)

    @property
    def low(self) -> Decimal:
        """Return the lowest value that the wording admits."""
        return self.interval[0]

    @property
    def high(self) -> Decimal:
        """Return the highest value that the wording admits; it may be infinite."""
        return self.interval[1]


def read(phrase: str, before: str = "", after: str = "") -> Quantity:
    """Return the one quantity that `phrase` states.

    `before` and `after` are the words around it in its sentence, where the caller has them: they
    settle what a verb does to a comparator ("took | over 5 plants") and the unit that stands with
    the last of a list ("10 | , 20 and even 30 years"), and show a quotation that leaves out a part
    of the number ("US$171.9 | billion", "nearly | 5%").

    Raises `QuantityError` (phrase, what was not understood, what to do) where it states none or
    several, and where anything beside the number is not understood.

    >>> read("nearly 500,000 tons or less").value
    Traceback (most recent call last):
        ...
    interviews.numerals.QuantityError: "nearly 500,000 tons or less" has two comparators, "nearly" \
and "or less": quote one of them
    >>> read("the fourth biggest foreign investor").value
    Decimal('4')
    >>> read("US$171.9bn").value
    Decimal('171900000000.0')
    >>> read("up 222%").direction
    'up'
    """
    found = _Phrase(phrase, before, after).quantity()
    if before or after:
        _whole_in(phrase, before, after)
    return found


def found_in(text: str) -> list[tuple[int, int]]:
    """Return where numerals stand in `text`, in digits or in words: start and end of each.

    A scale after a number is a part of it.

    >>> text = "Four of 143, half of 2 billion"
    >>> [text[start:end] for start, end in found_in(text)]
    ['Four', '143', 'half', '2']
    """
    tokens = _tokens(text)
    found = []
    for at, token in enumerate(tokens):
        scale = token.key.rstrip("s") in known.SCALES and at and tokens[at - 1].kind == "number"
        if token.kind in ("number", "vulgar") or (token.key in NUMERALS and not scale):
            found.append((token.start, token.end))
    return found


def _whole_in(phrase: str, before: str, after: str) -> None:
    """Refuse a phrase that leaves a part of its number out."""
    around = _Phrase(before + phrase + after)
    start, end = len(before), len(before) + len(phrase)
    for first, stop in around.extents():
        if first < end and start < stop and (first < start or stop > end):
            words = around.phrase[min(first, start) : max(stop, end)]
            raise QuantityError(f'"{phrase}" is a part of "{words}": quote all of it')


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

    @property
    def key(self) -> str:
        """Return it as the tables have it."""
        text = self.text.lower().replace("’", "'")
        return text.rstrip("'") or text


def _tokens(text: str) -> list[Token]:
    found: list[Token] = []
    for match in TOKEN.finditer(text):
        start, end = match.span()
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
    return {tuple(token.text for token in _tokens(spelling)): spelling for spelling in spellings}


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
    | set(known.PARTS) | set(known.PLURAL_PARTS) | {"dozen", "twice", "thrice"} | set(known.MULTIPLES)
)  # fmt: skip
STRONG = {
    texts: spelling
    for table in (known.BEFORE, known.AFTER)
    for texts, spelling in _table(word for words in table.values() for word in words).items()
    if spelling not in known.WEAK
}


@dataclass(frozen=True)
class _Number:
    """A number as written, before scale and unit; `kind` is cardinal, ordinal, part or multiple."""

    value: Decimal
    resolution: Decimal
    kind: str = "cardinal"
    year: bool = False


@dataclass(frozen=True)
class _Amount:
    """A number with what belongs to it: the tokens from `start` to `end`, exclusive."""

    number: _Number
    start: int
    end: int
    negative: bool = False
    currency: str = ""
    scale: Decimal | None = None
    unit: str = ""
    rate: str = ""
    before_rate: int = 0
    after: tuple[str, str] = ("", "")

    @property
    def factor(self) -> Decimal:
        return (self.scale or Decimal(1)) * (-1 if self.negative else 1)

    @property
    def value(self) -> Decimal:
        return self.number.value * self.factor


class _Tokens:
    """The tokens of a phrase and what can be read at a place among them."""

    def __init__(self, phrase: str) -> None:
        self.phrase = phrase
        self.tokens = _tokens(phrase)

    def error(self, what: str, remedy: str) -> QuantityError:
        return QuantityError(f'"{self.phrase}" {what}: {remedy}')

    def key(self, at: int) -> str:
        return self.tokens[at].key if 0 <= at < len(self.tokens) else ""

    def kind(self, at: int) -> str:
        return self.tokens[at].kind if 0 <= at < len(self.tokens) else ""

    def glued(self, at: int) -> bool:
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
        part = self.tokens[start:end]
        return self.phrase[part[0].start : part[-1].end] if part else ""


class _Numbers(_Tokens):
    """What is a number at a place: each method returns it and where it ends, or None."""

    def number(self, at: int) -> tuple[_Number, int] | None:
        readers = (self._digits, self._dozen, self._part, self._multiple, self._spelled)
        return next((found for reader in readers if (found := reader(at))), None)

    def _digits(self, at: int) -> tuple[_Number, int] | None:
        if self.kind(at) == "vulgar":
            return _part_of(
                Decimal(unicodedata.numeric(self.key(at))).quantize(Decimal("1e-12"))
            ), at + 1
        if self.kind(at) != "number":
            return None
        found = self._plain(at)
        if self.key(at + 1) == "/" and self.kind(at + 2) == "number" and self.glued(at + 2):
            return self._quotient(at), at + 3
        if self.glued(at + 1) and self.key(at + 1) in ("st", "nd", "rd", "th"):
            return replace(found, kind="ordinal", resolution=Decimal(1)), at + 2
        return self._mixed(found, at + 1)

    def _plain(self, at: int) -> _Number:
        text = self.key(at)
        if not PLAIN.fullmatch(text) or re.match(r"0\d*,", text) or re.fullmatch(r"0\d+", text):
            raise self.error(
                f'writes "{text}", of which points and commas may mean two things', SETTLE
            )
        digits = re.sub(r"[^\d.]", "", text)
        year = bool(YEAR.fullmatch(text))
        return _Number(Decimal(digits), _resolution(digits), year=year)

    def _quotient(self, at: int) -> _Number:
        above, below = (Decimal(self.key(place).replace(",", "")) for place in (at, at + 2))
        if not 0 < above < below or self.key(at + 3) == "/":
            raise self.error(f'holds "{self.words(at, at + 3)}", which is no part of one', SETTLE)
        return _part_of(above / below)

    def _mixed(self, whole: _Number, at: int) -> tuple[_Number, int]:
        """Add the part that follows: "2 1/2", "2½", "two and a half"."""
        if self.kind(at) == "vulgar" or (self.kind(at) == "number" and self.key(at + 1) == "/"):
            part = self._digits(at)
        elif self.key(at) == "and" and self.key(at + 1) in ("a", "one", "three"):
            part = self._part(at + 1)
        else:
            part = None
        if not part or whole.value != int(whole.value):
            return whole, at
        return _Number(whole.value + part[0].value, part[0].resolution), part[1]

    def _part(self, at: int) -> tuple[_Number, int] | None:
        """Read "half", "a third of", "two thirds", "three quarters of a"."""
        if self.key(at) == "half":
            end = at + 1
            return _part_of(Decimal("0.5")), end + (self.key(end) in ("a", "an"))
        if self.key(at) == "quarter" and self.key(at + 1) == "of":
            return _part_of(Decimal("0.25")), at + 1
        above = {"a": 1, "one": 1}.get(self.key(at)) or known.ONES.get(self.key(at))
        word = self.key(at + 1)
        below = known.PARTS.get(word) if above == 1 else known.PLURAL_PARTS.get(word)
        if not above or not below:
            return None
        end = at + 2
        if self.key(at) == "a" and word not in ("half", "quarter") and self.key(end) != "of":
            if self.kind(end) == "word":
                return None
            raise self.error(f'may mean a part or a place ("{self.words(at, end)}")', SETTLE)
        if self.key(end) == "of" and self.key(end + 1) == "a" and self._is_scale(end + 2):
            end += 2
        return _part_of(Decimal(above) / below), end

    def _dozen(self, at: int) -> tuple[_Number, int] | None:
        count, start = Decimal(1), at
        if self.key(at) in ("a", "one"):
            start = at + 1
        elif self.key(at) == "half" and self.key(at + 1) == "a":
            count, start = Decimal("0.5"), at + 2
        elif self.key(at) in known.ONES:
            count, start = Decimal(known.ONES[self.key(at)]), at + 1
        spelling, end = self.longest(DOZEN_TABLE, start)
        return (_whole(count * known.DOZENS[spelling]), end) if spelling else None

    def _multiple(self, at: int) -> tuple[_Number, int] | None:
        word, following = self.key(at), self.key(at + 1)
        value = known.MULTIPLES.get(word) or known.TIMES.get(word)
        if word == "once" and not self._rate(at + 1)[0]:
            return None
        if word in known.DOUBLES and following in known.OF_A_LEVEL:
            value = known.DOUBLES[word]
        if not value:
            return None
        kind = "times" if word in known.TIMES and following not in known.OF_A_LEVEL else "multiple"
        return _Number(Decimal(value), TENTH if kind == "multiple" else Decimal(1), kind), at + 1

    def _spelled(self, at: int) -> tuple[_Number, int] | None:
        """Read a number in words: "seventy-two", "a hundred and two", "twenty-first"."""
        total, end, least = Decimal(0), at, 10**18
        while (group := self._group(end, first=end == at)) and group[0] < 10**12:
            value, stop, ordinal = group
            power = known.SCALES.get(self.key(stop).rstrip("s"), 0) if not ordinal else 0
            if end > at and 10 ** max(power, 1) >= least:
                break
            total, end = total + value * Decimal(10) ** power, stop + (power > 0)
            if ordinal:
                return _Number(total, Decimal(1), "ordinal"), end
            least = 10**power
            ahead = self._ahead(end) if power else None
            if not ahead:
                break
            end = ahead
        if end == at:
            return None
        whole = _whole(total)
        return self._mixed(whole, end)

    def _ahead(self, at: int) -> int | None:
        """Return where a spelled number goes on after a scale: "three million, two hundred"."""
        comma = self.key(at) == ","
        start = at + (self.key(at) in (",", "and", "&"))
        group = self._group(start, first=False)
        if not group or group[2] or self._is_scale(start):
            return None
        joined = any(self.key(place) in ("hundred", "and", "&") for place in range(start, group[1]))
        return start if joined or not comma else None

    def _group(self, at: int, first: bool) -> tuple[Decimal, int, bool] | None:
        """Return a number below a thousand in words, where it ends, and whether it is ordinal."""
        if (
            first
            and self.key(at) == "a"
            and (self.key(at + 1) == "hundred" or self._is_scale(at + 1))
        ):
            value, end, ordinal = 1, at + 1, False
        else:
            small = self._small(at)
            if not small:
                return None
            value, end, ordinal = small
        if self.key(end) == "hundred" and not ordinal:
            value, end = 100 * value, end + 1
            joined = end + (self.key(end) in ("and", "&"))
            rest = self._small(joined)
            if rest and not self._part(joined):
                value, end, ordinal = value + rest[0], rest[1], rest[2]
        return Decimal(value), end, ordinal

    def _small(self, at: int) -> tuple[int, int, bool] | None:
        """Return a number below a hundred in words."""
        word = self.key(at)
        if word in known.ORDINALS:
            return known.ORDINALS[word], at + 1, True
        if word in known.ONES:
            return known.ONES[word], at + 1, False
        if word not in known.TENS:
            return None
        tens, last = known.TENS[word], self.key(at + 1)
        if 0 < known.ONES.get(last, 0) < 10:
            return tens + known.ONES[last], at + 2, False
        if known.ORDINALS.get(last, 10) < 10:
            return tens + known.ORDINALS[last], at + 2, True
        return tens, at + 1, False

    def _is_scale(self, at: int) -> bool:
        return self.key(at).rstrip("s") in known.SCALES

    def _rate(self, at: int) -> tuple[str, int]:
        """Return what an amount is counted by ("per tonne", "a year"), and where it ends."""
        word, following = self.key(at), self.key(at + 1)
        if word in known.RATES and word not in ("capita", "head", "annum"):
            return known.RATES[word], at + 1
        unit, end = self.longest(UNIT_TABLE, at + 1)
        if word in ("per", "/"):
            if unit or following in known.RATES:
                return unit or known.RATES[following], end if unit else at + 2
            return (following, at + 2) if self.kind(at + 1) == "word" else ("", at)
        later = self.key(end) in ("ago", "earlier", "later", "before", "on", "after")
        if word in ("a", "an", "each", "every") and unit in known.DURATIONS and not later:
            return unit, end
        return "", at


class _Amounts(_Numbers):
    """What is an amount at a place: a number with sign, currency, scale, unit and rate."""

    def amount(self, at: int) -> _Amount | None:
        start = at
        negative, at = self._sign(at)
        currency, at = self._currency_before(at)
        if currency and at == start + 1:
            minus, at = self._sign(at)
            negative = negative or minus
        found = self._rank(at) or self.number(at)
        if not found:
            return None
        if (
            negative
            and self.glued(start)
            and (self.kind(start - 1) != "symbol" or self.key(start - 1) == "%")
        ):
            start, negative = start + 1, False  # a dash between two, not a sign
        made = _Amount(found[0], start, found[1], negative, currency)
        if made.number.kind == "ordinal":
            self._refuse_part(made)
            return made
        return self._measured(self._scaled(made))

    def _refuse_part(self, made: _Amount) -> None:
        """Refuse "fifth of the trade", which may have been "a fifth" or "the fifth"."""
        one = made.end == made.start + 1 and self.key(made.start) in known.PARTS
        if one and self.key(made.end) == "of" and self.key(made.start - 1) != "the":
            words = self.words(made.start, made.end)
            raise self.error(f'may mean a part or a place ("{words}")', SETTLE)

    def _sign(self, at: int) -> tuple[bool, int]:
        word = self.key(at)
        symbol = self.kind(at) == "symbol"
        if symbol and not (self.glued(at + 1) or self.kind(at + 1) == "currency"):
            return False, at
        if word in known.MINUS:
            return True, at + 1
        return False, at + (word in known.PLUS)

    def _currency_before(self, at: int) -> tuple[str, int]:
        name, end = self.longest(CURRENCY_TABLE, at)
        if not name or self.key(at) in known.ONLY_AFTER or self.tokens[at].text.islower():
            return self._unknown_currency(at)
        return name, end

    def _unknown_currency(self, at: int) -> tuple[str, int]:
        if self.key(at) == "¥":
            raise self.error(f'holds "¥", which {known.AMBIGUOUS["¥"]}', SETTLE)
        return "", at

    def _rank(self, at: int) -> tuple[_Number, int] | None:
        """Read "No. 1", "number one", "#1"."""
        start = at + 1
        if self.key(at) not in ("no", "nos", "number", "#", "№"):
            return None
        start += self.key(start) == "."
        found = self.number(start)
        if not found or (self.key(at) == "no" and start == at + 1 and self.tokens[at].text != "No"):
            return None
        return replace(found[0], kind="ordinal", resolution=Decimal(1)), found[1]

    def _scaled(self, made: _Amount) -> _Amount:
        """Read the scale and the comparator that may stand before the unit: "500,000+ tons"."""
        scale, at = self._scale(made)
        made = replace(made, scale=scale, end=at)
        if THREE_DECIMALS.fullmatch(self.key(made.end - 1)) and not scale:
            self._refuse_three_decimals(made, at)
        comparator, end = self.longest(AFTER_TABLE, at)
        if comparator:
            made = replace(made, after=(comparator, self.words(at, end)), end=end)
        return made

    def _refuse_three_decimals(self, made: _Amount, at: int) -> None:
        """Refuse "500.000 tons", which may be five hundred thousand; percentages have decimals."""
        if self._unit(at)[0] != "percent":
            text = self.words(made.start, made.end)
            raise self.error(f'writes "{text}", of which the point may mean two things', SETTLE)

    def _scale(self, made: _Amount) -> tuple[Decimal | None, int]:
        at, power = made.end, 0
        if made.number.kind == "part" and self.key(at) in ("of", "a"):
            start = at + 1 + (self.key(at + 1) == "a")
            at = start if self._is_scale(start) else at
        if self._letters(made, at):
            return Decimal(10) ** self._letters(made, at), at + 1
        while (
            more := known.SCALES.get(
                self.key(at).rstrip("s"), 2 if self.key(at) == "hundred" else 0
            )
        ) > power:
            power, at = power + more, at + 1
        return (Decimal(10) ** power, at) if power else (None, at)

    def _letters(self, made: _Amount, at: int) -> int:
        if at >= len(self.tokens) or self.longest(UNIT_TABLE, at)[1] > at + 1:
            return 0
        text = self.tokens[at].text
        if made.currency or self.longest(CURRENCY_TABLE, at + 1)[0]:
            found = known.MONEY_LETTERS.get(text) or known.SCALE_LETTERS.get(text.lower())
            return found or 0
        return known.SCALE_LETTERS.get(text if text == "k" or len(text) == 1 else text.lower(), 0)

    def _measured(self, made: _Amount) -> _Amount:
        """Read the unit, or the currency that stands after the number, and the rate."""
        at = made.end
        if made.number.kind in ("cardinal", "part") and self.key(at) in ("fold", "times"):
            return self._folded(made)
        if made.number.kind == "part" and self.key(at) == "of" and self.key(at + 1) in ("a", "one"):
            at += 2 if self.longest(UNIT_TABLE, at + 2)[0] else 0
        while self.key(at) in known.UNIT_ADJECTIVES and self._unit(at + 1)[0]:
            at += 1
        name, end = self.longest(CURRENCY_TABLE, at)
        unit, unit_end = self._unit(at)
        if name and end >= unit_end and not self._is_name(at):
            made = self._paid(made, name, at, end)
        elif unit:
            made = replace(made, unit=unit, end=unit_end)
        elif self.key(at) in known.COINS or self.key(at).rstrip("s") in known.COINS:
            code, factor = known.COINS[self.key(at).rstrip("s")]
            made = replace(
                made, currency=code, scale=(made.scale or Decimal(1)) * factor, end=at + 1
            )
        else:
            self._refuse_ambiguous(at)
        return self._rated(made)

    def _is_name(self, at: int) -> bool:
        """Tell whether a currency is a name here: "5 Dong Nai plants"."""
        return self.tokens[at].text in ("Dong", "Won", "Sterling")

    def _unit(self, at: int) -> tuple[str, int]:
        return self.longest(UNIT_TABLE, at)

    def _paid(self, made: _Amount, name: str, at: int, end: int) -> _Amount:
        if made.currency not in ("", name):
            raise self.error(
                f'has two currencies, {made.currency} and "{self.words(at, end)}"',
                "quote one of them",
            )
        return replace(made, currency=name, end=end)

    def _refuse_ambiguous(self, at: int) -> None:
        spelling, end = self.longest(AMBIGUOUS_TABLE, at)
        preposition = spelling == "in" and end < len(self.tokens)
        if spelling and not (preposition and self.key(end) not in known.MEASURED):
            raise self.error(f'holds "{spelling}", which {known.AMBIGUOUS[spelling]}', SETTLE)

    def _rated(self, made: _Amount) -> _Amount:
        rate, end = self._rate(made.end)
        made = replace(made, rate=rate, before_rate=made.end, end=end)
        comparator, end = self.longest(AFTER_TABLE, made.end)
        if comparator and not made.after[0]:
            made = replace(made, after=(comparator, self.words(made.end, end)), end=end)
        return made

    def _folded(self, made: _Amount) -> _Amount:
        """Read "2.5-fold", "three times the level", "four times a week", "three times"."""
        end = made.end + 1
        if self.key(made.end) == "fold" or self.key(end) in known.OF_A_LEVEL:
            return replace(made, number=replace(made.number, kind="multiple"), end=end)
        if self.key(end) in known.UP | known.DOWN | {
            "more",
            "less",
            "larger",
            "bigger",
            "greater",
            "fewer",
        }:
            raise self.error(
                f'says "{self.words(made.end, end + 1)}", which may count from one or from zero',
                SETTLE,
            )
        whole = made.number.value == int(made.number.value)
        number = replace(made.number, kind="times" if whole else "multiple")
        return self._rated(replace(made, number=number, end=end))


class _Phrase(_Amounts):
    """A phrase to be read as one quantity."""

    def __init__(self, phrase: str, before: str = "", after: str = "") -> None:
        super().__init__(phrase)
        self.before, self.after = _tokens(before), after
        self.read: set[int] = set()

    def quantity(self) -> Quantity:
        amounts = list(self._amounts())
        if not amounts:
            return self._without_number()
        made = amounts[0] if len(amounts) == 1 else self._range(amounts)
        first, last = amounts[0], amounts[-1]
        for amount in amounts:
            self.read |= set(range(amount.start, amount.end))
        self._edges(first, last)
        made = self._rate_further_on(made, last.end)
        comparator = self._comparator(first, last)
        self._leftovers(first, last)
        if len(amounts) == 1:
            self._doubtful(made, comparator)
        return self._made(amounts, made, comparator)

    def _amounts(self) -> Iterator[_Amount]:
        at = 0
        while at < len(self.tokens):
            made = self.amount(at)
            if made:
                yield made
            at = made.end if made else at + 1

    def extents(self) -> Iterator[tuple[int, int]]:
        """Yield where each amount that is understood starts and ends, comparators included."""
        at = 0
        while at < len(self.tokens):
            try:
                made = self.amount(at)
                start = min(self._comparator_before(made.start)[2], made.start) if made else at
            except QuantityError:
                made = None
            if made:
                end = self._end_with_comparator(made)
                yield self.tokens[start].start, self.tokens[end - 1].end
            at = made.end if made else at + 1

    def _end_with_comparator(self, made: _Amount) -> int:
        """Return where an amount ends with "or more" after it or after what is counted, no rate."""
        end = made.end
        if made.rate:
            end = made.before_rate
        for at in range(end, min(end + 4, len(self.tokens))):
            stop = self.longest(AFTER_TABLE, at)[1]
            if stop > at and self.words(at, stop).lower() not in known.WEAK:
                return stop
        return end

    def _without_number(self) -> Quantity:
        """Return the rank that a superlative says, or one unit ("a gallon"); refuse the rest."""
        keys = [token.key for token in self.tokens]
        unit, end = self.longest(UNIT_TABLE, 1)
        if keys[:1] in (["a"], ["an"]) and unit and end == len(keys):
            return Quantity(Decimal(1), unit, "=", Decimal(1))
        if known.SUPERLATIVES & set(keys):
            self._leftovers(None, None)
            if "among" in keys or "amongst" in keys:
                raise self.error('says "among", so it is no rank', SETTLE)
            return Quantity(Decimal(1), ORDINAL, "=", Decimal(1))
        self._refuse_ambiguous(1)
        for key in keys:
            if key in known.INDEFINITE or key.rstrip("s") in known.SCALES or key in known.DOUBLES:
                raise self.error(
                    f'states no number: "{key}" is none by itself', "quote the words that hold it"
                )
        raise self.error("states no number", "quote the words that hold it")

    # --- ranges ----------------------------------------------------------------------------------

    def _range(self, amounts: list[_Amount]) -> _Amount:
        """Return the last of two amounts that are the ends of a range; refuse others."""
        if len(amounts) != 2 or not self._joined(*amounts):
            self._edges(amounts[0], amounts[0])
            raise self.error(f"states {len(amounts)} numbers", "quote one of them")
        one, other = self._alike(*amounts)
        if one.number.kind == "ordinal" or other.number.kind == "ordinal":
            raise self.error("states 2 numbers", "quote one of them")
        if one.value >= other.value:
            raise self.error("is a range whose end is not above its start", SETTLE)
        if one.number.year and other.number.year and not other.unit and not other.currency:
            raise self.error("may be two years", SETTLE)
        amounts[:] = [one, other]
        return other

    def _joined(self, one: _Amount, other: _Amount) -> bool:
        """Tell whether the words between two amounts, and before the first, make them a range."""
        between = self.words(one.end, other.start).lower()
        place = one.start - 1
        while self.key(place) in ("about", "around", "roughly", "some", "approximately"):
            place -= 1
        lead = self.key(place)
        joined = between in ("to", "-to", "- to", "–", "-", "‐") or (
            between == "and" and lead == "between"
        )
        if not joined:
            return False
        if lead == "from":
            raise self.error(
                "may be a range or a change from one number to another", "quote one of the numbers"
            )
        self.read |= set(range(one.end, other.start)) | ({place} if lead == "between" else set())
        return True

    def _alike(self, one: _Amount, other: _Amount) -> tuple[_Amount, _Amount]:
        """Give both ends of a range the scale, currency and unit that stand with one of them."""
        if (
            one.scale is None
            and not one.unit
            and other.scale
            and one.number.value < other.number.value
        ):
            one = replace(one, scale=other.scale)
        currency = one.currency or other.currency
        unit, rate = one.unit or other.unit, other.rate or one.rate
        for mine in (one, other):
            if {mine.currency, currency} - {""} != {currency} - {""} or {mine.unit, unit} - {
                ""
            } != {unit} - {""}:
                raise self.error("has two numbers in two units", "quote one of them")
            if mine.rate and mine.rate != rate:
                raise self.error("has two rates", "quote one of them")
        if one.unit and not other.unit and not one.currency:
            raise self.error(
                f"gives the unit, {one.unit}, with the first of two numbers only", SETTLE
            )
        if one.scale and not other.scale:
            raise self.error("gives the scale with the first of two numbers only", SETTLE)
        return (
            replace(one, currency=currency, unit=unit, rate=rate),
            replace(other, currency=currency, unit=unit, rate=rate),
        )

    # --- comparators -----------------------------------------------------------------------------

    def _comparator(self, first: _Amount, last: _Amount) -> str:
        before, after = self._comparator_before(first.start), self._comparator_after(first, last)
        if before[0] and after[0] and before[0] != after[0]:
            raise self._two(before[1], after[1])
        sign = before[0] or after[0] or "="
        if first is not last:
            if sign not in ("=", "~"):
                raise self.error(
                    f'has a comparator, "{before[1] or after[1]}", beside a range', SETTLE
                )
            return "to"
        if sign not in ("=", "~") and first.negative:
            raise self.error(
                f'has a minus and a comparator, "{before[1] or after[1]}", of size or of value',
                SETTLE,
            )
        return sign

    def _comparator_before(self, start: int) -> tuple[str, str, int]:
        """Return the comparator that ends before `start`, its words, and where they start."""
        end = start - (self.key(start - 1) in ("a", "an"))
        sign, at = self.ending(BEFORE_TABLE, end)
        words = self.words(at, end)
        lead = self.key(at - 1) if at else (self.before[-1].key if self.before else "")
        self.read |= set(range(at, end))
        if not sign or lead in known.PARTICLES.get(words.lower(), ()):
            return "", "", start
        other = self.ending(BEFORE_TABLE, at)
        if other[0]:
            raise self._two(self.words(other[1], at), words)
        if words.lower() == "over" and self._lasts(start) and lead not in known.JUST:
            raise self.error('says "over" of a time: more than it, or in the course of it', SETTLE)
        return sign, words, at

    def _two(self, one: str, other: str) -> QuantityError:
        return self.error(f'has two comparators, "{one}" and "{other}"', "quote one of them")

    def _lasts(self, at: int) -> bool:
        made = self.amount(at)
        return (
            made is not None
            and made.unit in known.DURATIONS
            and not self.tokens[made.end - 1].hyphen
        )

    def _comparator_after(self, first: _Amount, last: _Amount) -> tuple[str, str]:
        found = [first.after, last.after] if first is not last else [first.after]
        for at in range(last.end, len(self.tokens)):
            sign, end = self.longest(AFTER_TABLE, at)
            words = self.words(at, end)
            if sign and words.lower() not in known.WEAK and at not in self.read:
                found.append((sign, words))
                self.read |= set(range(at, end))
        found = [each for each in found if each[0]]
        if len(found) > 1:
            raise self._two(found[0][1], found[1][1])
        return found[0] if found else ("", "")

    # --- what is left ----------------------------------------------------------------------------

    def _edges(self, first: _Amount, last: _Amount) -> None:
        """Refuse what touches an amount and was not read."""
        if first.start and self.glued(first.start) and not self._opens(first.start - 1):
            raise self._not_understood(first.start - 1)
        end = last.end
        if self.glued(end) and (self.kind(end) != "symbol" or self.key(end) not in HARMLESS):
            raise self._not_understood(end)
        if self.key(first.start - 1) in ("(",) and self.key(end) == ")" and first.currency:
            raise self.error("may be in brackets or, as accounts have it, negative", SETTLE)

    def _opens(self, at: int) -> bool:
        return self.tokens[at].text in "([“‘\"'—~≈<>≤≥"

    def _leftovers(self, first: _Amount | None, last: _Amount | None) -> None:
        """Refuse every word that means something beside a number and was not read."""
        if first and last:
            self._before_number(first)
            self._abbreviation(last)
        for at, token in enumerate(self.tokens):
            if at not in self.read and self._meant(at, token, last):
                raise self._not_understood(at)

    def _before_number(self, first: _Amount) -> None:
        at = min((place for place in self.read if place <= first.start), default=first.start)
        while at - 1 in self.read:
            at -= 1
        if self.key(at - 1) in known.NOT_READ or (
            self.key(at - 1) == "and" and first.number.kind == "part"
        ):
            raise self._not_understood(at - 1)

    def _abbreviation(self, last: _Amount) -> None:
        """Refuse what looks like the symbol of a unit: short, and no word of English."""
        at = last.end
        if last.number.kind != "cardinal" or last.unit or last.currency or self.kind(at) != "word":
            return
        text = self.tokens[at].text
        two = len(text) <= 2 and text.lower() not in known.SHORT_WORDS
        odd = two or not re.search("[aeiouy]", text) or not (text.islower() or text.istitle())
        short = len(text) <= 3 or not (text.isupper() or text.islower() or text.istitle())
        alone = (
            self.kind(at + 1) != "word"
            or len(self.key(at + 1)) < 4
            or self.key(at + 1) in known.UNIT_NAMES
        )
        if odd and short and (alone or len(text) < 2) and not self.tokens[at].hyphen:
            raise self._not_understood(at)

    def _meant(self, at: int, token: Token, last: _Amount | None) -> bool:
        key = token.key
        if token.kind in ("number", "vulgar", "currency"):
            return True
        if token.kind == "symbol":
            return token.text not in HARMLESS
        if key in known.INDEFINITE or key.rstrip("s") in known.SCALES or key in known.DOUBLES:
            return key not in ("few", "many", "several", "numerous", "couple", "tens") or bool(
                last and at < last.start
            )
        if key in ("minus", "negative", "between") or (key in NUMERALS and not self._dated(at)):
            return True
        if last and at == last.end and last.unit == "percent" and key in known.COMPARED:
            return False
        spelling, end = self.longest(STRONG, at)
        return (bool(spelling) and not self.read & set(range(at, end))) or self._unit_left(
            at, token
        )

    def _unit_left(self, at: int, token: Token) -> bool:
        """Tell whether a unit or currency is left; "last year", "a year earlier" are none."""
        if not token.text.islower() or token.key in (
            "in",
            "second",
            "minute",
            "sterling",
            "t",
            "h",
            "g",
            "won",
        ):
            return False
        unit, currency = self.longest(UNIT_TABLE, at)[0], self.longest(CURRENCY_TABLE, at)[0]
        if unit in known.DURATIONS and (self._dated(at) or token.hyphen):
            return False
        return bool(unit or currency)

    def _dated(self, at: int) -> bool:
        """Tell whether a time is a date: "last year", "this quarter", "a year earlier"."""
        return self.key(at - 1) in known.DATED or self.key(at + 1) in known.DATED

    def _not_understood(self, at: int) -> QuantityError:
        return self.error(
            f'has "{self.tokens[at].text}" beside the number, which is not understood there',
            "quote fewer or more words, or list the number among those that state no quantity",
        )

    # --- the result ------------------------------------------------------------------------------

    def _rate_further_on(self, made: _Amount, end: int) -> _Amount:
        """Return an amount with the rate that stands after what is counted: "20 flights a day"."""
        for at in range(end, len(self.tokens)):
            rate, stop = self._rate(at)
            if rate and not made.rate and self.key(at) not in known.RATES:
                self.read |= set(range(at, stop))
                return replace(made, rate=rate)
        return made

    def _doubtful(self, made: _Amount, comparator: str) -> None:
        bare = not (made.unit or made.currency or made.rate or made.scale)
        if made.number.year and bare and comparator == "=" and made.number.kind == "cardinal":
            raise self.error("may be a year or a count", SETTLE)
        if (
            made.number.kind == "cardinal"
            and self.key(made.end) == "of"
            and known.SUPERLATIVES & {t.key for t in self.tokens}
        ):
            raise self.error("says that something is among the first, which is no rank", SETTLE)
        if self.words(0, 2).lower() == "absolute zero":
            raise self.error("is a temperature whose unit is not said", SETTLE)

    def _made(self, amounts: list[_Amount], made: _Amount, comparator: str) -> Quantity:
        unit = self._unit_of(made)
        values = [amount.value for amount in amounts]
        scale = abs(made.factor)
        value, resolution = sum(values, Decimal(0)) / len(values), made.number.resolution * scale
        if unit in WHOLE and abs(value) < SMALL and value == int(value):
            resolution = Decimal(1)
        ends = (values[0], values[1]) if len(values) == 2 else None
        return Quantity(value, unit, comparator, resolution, scale, self._direction(made), ends)

    def _unit_of(self, made: _Amount) -> str:
        kinds = {"ordinal": ORDINAL, "multiple": RATIO, "times": TIMES}
        plain = RATIO if made.number.kind == "part" and not made.scale else COUNT
        unit = made.currency or made.unit or kinds.get(made.number.kind)
        unit = unit or self._unit_in_list(made) or plain
        return f"{unit} per {made.rate}" if made.rate else unit

    def _unit_in_list(self, made: _Amount) -> str:
        """Return the unit that stands with the last number of a list, after the phrase."""
        if made.end != len(self.tokens) or made.scale or made.number.kind != "cardinal":
            return ""
        match = re.match(r"(?:\s*,\s*[\d.]+)*\s*,?\s*(?:and|or)\s+(?:even\s+)?(?=\d)", self.after)
        rest = _Amounts(self.after[match.end() :][:60]) if match else None
        found = rest.amount(0) if rest else None
        return (found.currency or found.unit) if found else ""

    def _direction(self, made: _Amount) -> str:
        keys = {self.key(at) for at in range(len(self.tokens)) if at not in self.read}
        up, down = bool(keys & known.UP), bool(keys & known.DOWN)
        if made.negative and (up or down) and self.key(made.start - 1) != "to":
            raise self.error("has a minus and says that something rose or fell", SETTLE)
        return "" if up == down else "up" if up else "down"


def _whole(value: Decimal) -> _Number:
    return _Number(value, _resolution(f"{value.normalize():f}"))


def _part_of(value: Decimal) -> _Number:
    """Return a part of one: in words it is known to a tenth, small ones to half of themselves."""
    return _Number(value, min(TENTH, value / 2), "part")


def _resolution(digits: str) -> Decimal:
    """Return the place value of the last digit that carries information.

    Trailing zeros of a whole number may be round or exact; they are taken as round, which is the
    wider and therefore the safer reading: "500,000" is known to the nearest 100,000.
    """
    if "." in digits:
        return Decimal(10) ** -len(digits.split(".")[1])
    return Decimal(10) ** (len(digits) - len(digits.rstrip("0") or digits))
