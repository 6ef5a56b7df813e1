"""What is a number at a place of a phrase, and what belongs to it: currency, scale, unit, rate."""

import math
import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal

from interviews.numerals import words as known
from interviews.numerals.tokens import (
    AFTER_TABLE,
    AMBIGUOUS_TABLE,
    CURRENCY_TABLE,
    DOZEN_TABLE,
    UNIT_TABLE,
    Tokens,
)

TENTH = Decimal("0.1")
PLAIN = re.compile(
    r"(?!0[\d,])(?:\d+(?:\.\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:[ \u00a0\u202f]\d{3})+)"
    r"|\.\d+"
)
THREE_DECIMALS = re.compile(r"[1-9]\d{0,2}\.\d{3}")
"""A number whose point may be a comma of thousands, unless a scale stands after it."""


@dataclass(frozen=True)
class Number:
    """A number as written, before scale and unit, and where it ends.

    `kind` is cardinal, ordinal, part, times or multiple.
    """

    value: Decimal
    resolution: Decimal
    end: int
    kind: str = "cardinal"


@dataclass
class Amount:
    """A number with what belongs to it: the tokens from `start` to `end`, exclusive.

    `after` has the comparator that stands within or after it, and its words.
    """

    number: Number
    start: int
    end: int
    negative: bool
    currency: str
    scale: Decimal = Decimal(1)
    unit: str = ""
    rate: str = ""
    after: tuple[str, str] = ("", "")

    @property
    def value(self) -> Decimal:
        """Return the number with scale and sign."""
        return self.number.value * self.scale * (-1 if self.negative else 1)


class Numbers(Tokens):
    """What is a number at a place: each method returns it, or None."""

    def number(self, at: int) -> Number | None:
        """Return the number at a token, in digits or words."""
        readers = (self._digits, self._dozen, self._part, self._multiple, self._spelled)
        return next((found for reader in readers if (found := reader(at))), None)

    def _digits(self, at: int) -> Number | None:
        if self.kind(at) == "vulgar":
            part = Decimal(unicodedata.numeric(self.key(at))).quantize(Decimal("1e-12"))
            return _part_of(part, at + 1)
        if self.kind(at) != "number":
            return None
        digits = self._plain(at)
        if self.key(at + 1) == "/" and self.kind(at + 2) == "number" and self.glued(at + 2):
            above, below = Decimal(digits), Decimal(self._plain(at + 2))
            if not 0 < above < below or self.key(at + 3) == "/":
                raise self.error(f'holds "{self.words(at, at + 3)}", which is no part of one')
            return _part_of(above / below, at + 3)
        if self.glued(at + 1) and self.key(at + 1) in ("st", "nd", "rd", "th"):
            return Number(Decimal(digits), Decimal(1), at + 2, "ordinal")
        return self._mixed(Number(Decimal(digits), _resolution(digits), at + 1))

    def _plain(self, at: int) -> str:
        """Return digits and point of a number; refuse what may be two numbers."""
        text = self.key(at)
        if not PLAIN.fullmatch(text):
            raise self.error(f'writes "{text}", of which points and commas may mean two things')
        return re.sub(r"[^\d.]", "", text)

    def _mixed(self, whole: Number) -> Number:
        """Add the part that follows: "2 1/2", "2½", "two and a half"."""
        at, part = whole.end, None
        if self.kind(at) == "vulgar" or (self.kind(at) == "number" and self.key(at + 1) == "/"):
            part = self._digits(at)
        elif self.key(at) == "and" and self.key(at + 1) in ("a", "one", "three"):
            part = self._part(at + 1)
        if not part or whole.value % 1:
            return whole
        return Number(whole.value + part.value, part.resolution, part.end)

    def _part(self, at: int) -> Number | None:
        """Read "half", "a third of", "two thirds", "three quarters of a"."""
        word, following = self.key(at), self.key(at + 1)
        if word == "half":
            return _part_of(Decimal("0.5"), at + 1 + (following in ("a", "an")))
        if word == "quarter" and following == "of":
            return _part_of(Decimal("0.25"), at + 1)
        above = 1 if word == "a" else known.ONES.get(word)
        below = (known.PARTS if above == 1 else known.PLURAL_PARTS).get(following)
        if not above or not below:
            return None
        end = at + 2
        if word == "a" and following not in ("half", "quarter") and self.key(end) != "of":
            if self.kind(end) == "word":
                return None
            raise self.error(f'may mean a part or a place ("{self.words(at, end)}")')
        quarters = following.startswith("quarter") and above != 3
        if quarters and end == len(self.tokens) and not self.tokens[at + 1].hyphen:
            raise self.error(f'may mean a part or three months ("{self.words(at, end)}")')
        return _part_of(Decimal(above) / below, end)

    def _dozen(self, at: int) -> Number | None:
        count, start = Decimal(1), at
        if self.key(at) == "half" and self.key(at + 1) == "a":
            count, start = Decimal("0.5"), at + 2
        elif self.key(at) == "a" or self.key(at) in known.ONES:
            count, start = Decimal(known.ONES.get(self.key(at), 1)), at + 1
        dozen, end = self.longest(DOZEN_TABLE, start)
        return _whole(count * Decimal(dozen), end) if dozen else None

    def _multiple(self, at: int) -> Number | None:
        word, level = self.key(at), self.key(at + 1) in known.OF_A_LEVEL
        value = known.MULTIPLES.get(word) or (known.DOUBLES.get(word) if level else None)
        if value or (word in known.TIMES and level):
            return Number(Decimal(value or known.TIMES[word]), TENTH, at + 1, "multiple")
        if word in known.TIMES and (word != "once" or self.rate(at + 1)[0]):
            return Number(Decimal(known.TIMES[word]), Decimal(1), at + 1, "times")
        return None

    def _spelled(self, at: int) -> Number | None:
        """Read a number in words: "seventy-two", "a hundred and two", "twenty-first".

        What follows a word has to be smaller than the `room` that it leaves, a scale smaller than
        the one before.
        """
        total = group = 0
        room, least = 1000, math.inf
        end, kind = at, "cardinal"
        if self.key(at) == "a" and self.is_scale(at + 1):
            group, room, end = 1, 1, at + 1
        while kind == "cardinal":
            word = self.key(end)
            value, power = known.SMALL.get(word, room), known.POWERS.get(word, 0)
            if value < room and (value or end == at) and not (total and word in known.ORDINALS):
                group, room = group + value, 10 if word in known.TENS else 1
                kind = "ordinal" if word in known.ORDINALS else kind
            elif power == 2 and 0 < group < 100:
                group, room = group * 100, 100
            elif power > 2 and group and 10**power < least:
                total, group = total + group * 10**power, 0
                room, least = 1000, 10**power
            elif not (end > at and room >= 100 and self._goes_on(end, room)):
                break
            end += 1
        if end == at or (total and group and self.is_scale(end)):
            return None
        value = Decimal(total + group)
        if kind == "ordinal":
            return Number(value, Decimal(1), end, kind)
        return self._mixed(_whole(value, end))

    def _goes_on(self, at: int, room: int) -> bool:
        """Tell whether a spelled number goes on after "and", or a comma before hundreds."""
        joined = self.key(at) in ("and", "&") and not self._part(at + 1)
        hundreds = self.key(at) == "," and "hundred" in (self.key(at + 2), self.key(at + 3))
        return (joined or hundreds) and 0 < known.SMALL.get(self.key(at + 1), room) < room

    def rate(self, at: int) -> tuple[str, int]:
        """Return what an amount is counted by ("per tonne", "a year"), and where it ends."""
        word, following = self.key(at), self.key(at + 1)
        unit, end = self.longest(UNIT_TABLE, at + 1)
        if word in known.RATES:
            return known.RATES[word], at + 1
        if word in ("per", "/") and unit:
            return unit, end
        if word in ("per", "/") and self.kind(at + 1) == "word":
            return known.PER.get(following) or known.RATES.get(following, following), at + 2
        later = self.key(end) in ("ago", "earlier", "later", "before", "on", "after")
        if word in ("a", "an", "each", "every") and unit in known.DURATIONS and not later:
            return unit, end
        return "", at


class Amounts(Numbers):
    """What is an amount at a place: a number with sign, currency, scale, unit and rate."""

    def amount(self, at: int) -> Amount | None:
        """Return the amount that starts at a token, or None."""
        start = at
        negative, at = self._sign(at)
        currency, at = self._currency_before(at)
        if currency and not negative:
            negative, at = self._sign(at)
        number = self._rank(at) or self.number(at)
        if not number:
            return None
        between = self.kind(start - 1) != "symbol" or self.key(start - 1) == "%"
        if negative and between and self.glued(start):  # a dash, no sign
            start, negative = start + 1, False
        made = Amount(number, start, number.end, negative, currency)
        if number.kind == "ordinal":
            self._refuse_part(made)
        else:
            self._measure(made)
        return made

    def _refuse_part(self, made: Amount) -> None:
        """Refuse "fifth of the trade", which may have been "a fifth" or "the fifth"."""
        words = self.words(made.start, made.end)
        one = words.lower() in known.PARTS and self.key(made.end) == "of"
        if one and self.key(made.start - 1) != "the":
            raise self.error(f'may mean a part or a place ("{words}")')

    def _sign(self, at: int) -> tuple[bool, int]:
        touches = self.glued(at + 1) or self.kind(at + 1) == "currency"
        if self.kind(at) == "symbol" and not touches:
            return False, at
        minus = self.key(at) in known.MINUS
        return minus, at + (minus or self.key(at) in known.PLUS)

    def _currency_before(self, at: int) -> tuple[str, int]:
        if self.kind(at) == "currency":
            self._refuse_ambiguous(at)
        name, end = self.longest(CURRENCY_TABLE, at)
        if not name or self.key(at) in known.ONLY_AFTER or self.tokens[at].text.islower():
            return "", at
        return name, end

    def _rank(self, at: int) -> Number | None:
        """Read "No. 1", "number one", "#1"."""
        if self.key(at) not in ("no", "nos", "number", "#", "№"):
            return None
        start = at + 1 + (self.key(at + 1) == ".")
        found = self.number(start)
        if not found or (self.key(at) == "no" and start == at + 1 and self.tokens[at].text != "No"):
            return None
        return replace(found, kind="ordinal", resolution=Decimal(1))

    def _measure(self, made: Amount) -> None:
        """Read what stands after a number: its scale, its unit or currency, a rate."""
        self._scale(made)
        # A comparator may stand before the unit ("500,000+ tons") and after it.
        self._comparator(made)
        if made.number.kind in ("cardinal", "part") and self.key(made.end) in ("fold", "times"):
            self._fold(made)
        else:
            self._unit(made)
        made.rate, made.end = self.rate(made.end)
        self._comparator(made)

    def _scale(self, made: Amount) -> None:
        at, power = made.end, 0
        if made.number.kind == "part" and self.key(at) in ("of", "a"):
            start = at + 1 + (self.key(at + 1) == "a")
            at = start if self.is_scale(start) else at
        letters = self._letters(made, at)
        while not letters and (more := known.POWERS.get(self.key(at), 0)) > power:
            power, at = power + more, at + 1
        if letters or power:
            made.scale, made.end = Decimal(10) ** (letters or power), at + bool(letters)
            return
        percent = self.longest(UNIT_TABLE, made.end)[0] == "percent"  # these have decimals
        if THREE_DECIMALS.fullmatch(self.key(made.end - 1)) and not percent:
            text = self.words(made.start, made.end)
            raise self.error(f'writes "{text}", of which the point may mean two things')

    def _letters(self, made: Amount, at: int) -> int:
        """Return the power of ten that letters such as "bn" stand for, 0 where they are none."""
        if self.longest(UNIT_TABLE, at)[1] > at + 1:
            return 0
        text = self.words(at, at + 1)
        money = made.currency or self.longest(CURRENCY_TABLE, at + 1)[0]
        letters = known.SCALE_LETTERS.get(text if len(text) == 1 else text.lower(), 0)
        return known.MONEY_LETTERS.get(text, letters) if money else letters

    def _comparator(self, made: Amount) -> None:
        comparator, end = self.longest(AFTER_TABLE, made.end)
        if comparator and not made.after[0]:
            made.after, made.end = (comparator, self.words(made.end, end)), end

    def _unit(self, made: Amount) -> None:
        """Read the unit, or the currency that stands after the number."""
        at = made.end
        of_one = self.key(at) == "of" and self.key(at + 1) in ("a", "one")
        if made.number.kind == "part" and of_one and self.longest(UNIT_TABLE, at + 2)[0]:
            at += 2
        while self.key(at) in known.UNIT_ADJECTIVES and self.longest(UNIT_TABLE, at + 1)[0]:
            at += 1
        unit, end = self.longest(UNIT_TABLE, at)
        currency, stop = self.longest(CURRENCY_TABLE, at)
        if currency and stop >= end and self.words(at, at + 1) not in known.NAMES:
            if made.currency not in ("", currency):
                two = f'{made.currency} and "{self.words(at, stop)}"'
                raise self.error(f"has two currencies, {two}", "quote one of them")
            made.currency, made.end = currency, stop
        elif unit:
            made.unit, made.end = unit, end
        elif self.key(at) in known.COINS:
            made.currency, share = known.COINS[self.key(at)]
            made.scale, made.end = made.scale * Decimal(share), at + 1
        else:
            self._refuse_ambiguous(at)

    def _refuse_ambiguous(self, at: int) -> None:
        reason, end = self.longest(AMBIGUOUS_TABLE, at)
        preposition = self.key(at) == "in" and end < len(self.tokens)
        if reason and not (preposition and self.key(end) not in known.MEASURED):
            raise self.error(f'holds "{self.words(at, end)}", which {reason}')

    def _fold(self, made: Amount) -> None:
        """Read "2.5-fold", "three times the level", "four times a week", "three times"."""
        end, kind = made.end + 1, "multiple"
        if self.key(made.end) == "times" and self.key(end) not in known.OF_A_LEVEL:
            if self.key(end) in known.UP | known.DOWN | known.COMPARED:
                words = self.words(made.end, end + 1)
                raise self.error(f'says "{words}", which may count from one or from zero')
            kind = "multiple" if made.number.value % 1 else "times"
        made.number, made.end = replace(made.number, kind=kind), end


def _whole(value: Decimal, end: int) -> Number:
    return Number(value, _resolution(f"{value.normalize():f}"), end)


def _part_of(value: Decimal, end: int) -> Number:
    """Return a part of one: in words it is known to a tenth, small ones to half of themselves."""
    return Number(value, min(TENTH, value / 2), end, "part")


def _resolution(digits: str) -> Decimal:
    """Return the place value of the last digit that carries information.

    Trailing zeros of a whole number may be round or exact; they are taken as round, which is the
    wider and therefore the safer reading: "500,000" is known to the nearest 100,000.
    """
    if "." in digits:
        return Decimal(10) ** -len(digits.split(".")[1])
    return Decimal(10) ** (len(digits) - len(digits.rstrip("0") or digits))
