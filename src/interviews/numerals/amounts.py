"""What is a number at a place of a phrase, and what belongs to it: currency, scale, unit, rate."""

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
    SETTLE,
    UNIT_TABLE,
    Tokens,
)

TENTH = Decimal("0.1")
PLAIN = re.compile(
    r"\d+(?:\.\d+)?|\.\d+|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:[ \u00a0\u202f]\d{3})+"
)
THREE_DECIMALS = re.compile(r"[1-9]\d{0,2}\.\d{3}")
"""A number whose point may be a comma of thousands, unless a scale stands after it."""
YEAR = re.compile(r"(?:1[89]|20)\d\d")


@dataclass(frozen=True)
class Number:
    """A number as written, before scale and unit; `kind` is cardinal, ordinal, part or multiple."""

    value: Decimal
    resolution: Decimal
    kind: str = "cardinal"
    year: bool = False


@dataclass(frozen=True)
class Amount:
    """A number with what belongs to it: the tokens from `start` to `end`, exclusive."""

    number: Number
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
        """Return what the number is multiplied by: scale and sign."""
        return (self.scale or Decimal(1)) * (-1 if self.negative else 1)

    @property
    def value(self) -> Decimal:
        """Return the number with scale and sign."""
        return self.number.value * self.factor


class Numbers(Tokens):
    """What is a number at a place: each method returns it and where it ends, or None."""

    def number(self, at: int) -> tuple[Number, int] | None:
        """Return the number at a token, in digits or words, and where it ends."""
        readers = (self._digits, self._dozen, self._part, self._multiple, self._spelled)
        return next((found for reader in readers if (found := reader(at))), None)

    def _digits(self, at: int) -> tuple[Number, int] | None:
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

    def _plain(self, at: int) -> Number:
        text = self.key(at)
        if not PLAIN.fullmatch(text) or re.match(r"0\d*,", text) or re.fullmatch(r"0\d+", text):
            raise self.error(
                f'writes "{text}", of which points and commas may mean two things', SETTLE
            )
        digits = re.sub(r"[^\d.]", "", text)
        year = bool(YEAR.fullmatch(text))
        return Number(Decimal(digits), _resolution(digits), year=year)

    def _quotient(self, at: int) -> Number:
        above, below = (Decimal(self.key(place).replace(",", "")) for place in (at, at + 2))
        if not 0 < above < below or self.key(at + 3) == "/":
            raise self.error(f'holds "{self.words(at, at + 3)}", which is no part of one', SETTLE)
        return _part_of(above / below)

    def _mixed(self, whole: Number, at: int) -> tuple[Number, int]:
        """Add the part that follows: "2 1/2", "2½", "two and a half"."""
        if self.kind(at) == "vulgar" or (self.kind(at) == "number" and self.key(at + 1) == "/"):
            part = self._digits(at)
        elif self.key(at) == "and" and self.key(at + 1) in ("a", "one", "three"):
            part = self._part(at + 1)
        else:
            part = None
        if not part or whole.value != int(whole.value):
            return whole, at
        return Number(whole.value + part[0].value, part[0].resolution), part[1]

    def _part(self, at: int) -> tuple[Number, int] | None:
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
        quarters = word.startswith("quarter") and above != 3
        if quarters and end == len(self.tokens) and not self.tokens[at + 1].hyphen:
            raise self.error(f'may mean a part or three months ("{self.words(at, end)}")', SETTLE)
        if self.key(end) == "of" and self.key(end + 1) == "a" and self._is_scale(end + 2):
            end += 2
        return _part_of(Decimal(above) / below), end

    def _dozen(self, at: int) -> tuple[Number, int] | None:
        count, start = Decimal(1), at
        if self.key(at) in ("a", "one"):
            start = at + 1
        elif self.key(at) == "half" and self.key(at + 1) == "a":
            count, start = Decimal("0.5"), at + 2
        elif self.key(at) in known.ONES:
            count, start = Decimal(known.ONES[self.key(at)]), at + 1
        spelling, end = self.longest(DOZEN_TABLE, start)
        return (_whole(count * known.DOZENS[spelling]), end) if spelling else None

    def _multiple(self, at: int) -> tuple[Number, int] | None:
        word, following = self.key(at), self.key(at + 1)
        value = known.MULTIPLES.get(word) or known.TIMES.get(word)
        if word == "once" and not self._rate(at + 1)[0]:
            return None
        if word in known.DOUBLES and following in known.OF_A_LEVEL:
            value = known.DOUBLES[word]
        if not value:
            return None
        kind = "times" if word in known.TIMES and following not in known.OF_A_LEVEL else "multiple"
        return Number(Decimal(value), TENTH if kind == "multiple" else Decimal(1), kind), at + 1

    def _spelled(self, at: int) -> tuple[Number, int] | None:
        """Read a number in words: "seventy-two", "a hundred and two", "twenty-first"."""
        total, end, least = Decimal(0), at, 10**18
        while (group := self._group(end, first=end == at)) and group[0] < 10**12:
            value, stop, ordinal = group
            power = known.SCALES.get(self.key(stop).rstrip("s"), 0) if not ordinal else 0
            if end > at and 10 ** max(power, 1) >= least:
                break
            total, end = total + value * Decimal(10) ** power, stop + (power > 0)
            if ordinal:
                return Number(total, Decimal(1), "ordinal"), end
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


class Amounts(Numbers):
    """What is an amount at a place: a number with sign, currency, scale, unit and rate."""

    def amount(self, at: int) -> Amount | None:
        """Return the amount that starts at a token, or None."""
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
        made = Amount(found[0], start, found[1], negative, currency)
        if made.number.kind == "ordinal":
            self._refuse_part(made)
            return made
        return self._measured(self._scaled(made))

    def _refuse_part(self, made: Amount) -> None:
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

    def _rank(self, at: int) -> tuple[Number, int] | None:
        """Read "No. 1", "number one", "#1"."""
        start = at + 1
        if self.key(at) not in ("no", "nos", "number", "#", "№"):
            return None
        start += self.key(start) == "."
        found = self.number(start)
        if not found or (self.key(at) == "no" and start == at + 1 and self.tokens[at].text != "No"):
            return None
        return replace(found[0], kind="ordinal", resolution=Decimal(1)), found[1]

    def _scaled(self, made: Amount) -> Amount:
        """Read the scale and the comparator that may stand before the unit: "500,000+ tons"."""
        scale, at = self._scale(made)
        made = replace(made, scale=scale, end=at)
        if THREE_DECIMALS.fullmatch(self.key(made.end - 1)) and not scale:
            self._refuse_three_decimals(made, at)
        comparator, end = self.longest(AFTER_TABLE, at)
        if comparator:
            made = replace(made, after=(comparator, self.words(at, end)), end=end)
        return made

    def _refuse_three_decimals(self, made: Amount, at: int) -> None:
        """Refuse "500.000 tons", which may be five hundred thousand; percentages have decimals."""
        if self._unit(at)[0] != "percent":
            text = self.words(made.start, made.end)
            raise self.error(f'writes "{text}", of which the point may mean two things', SETTLE)

    def _scale(self, made: Amount) -> tuple[Decimal | None, int]:
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

    def _letters(self, made: Amount, at: int) -> int:
        if at >= len(self.tokens) or self.longest(UNIT_TABLE, at)[1] > at + 1:
            return 0
        text = self.tokens[at].text
        if made.currency or self.longest(CURRENCY_TABLE, at + 1)[0]:
            found = known.MONEY_LETTERS.get(text) or known.SCALE_LETTERS.get(text.lower())
            return found or 0
        return known.SCALE_LETTERS.get(text if text == "k" or len(text) == 1 else text.lower(), 0)

    def _measured(self, made: Amount) -> Amount:
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

    def _paid(self, made: Amount, name: str, at: int, end: int) -> Amount:
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

    def _rated(self, made: Amount) -> Amount:
        rate, end = self._rate(made.end)
        made = replace(made, rate=rate, before_rate=made.end, end=end)
        comparator, end = self.longest(AFTER_TABLE, made.end)
        if comparator and not made.after[0]:
            made = replace(made, after=(comparator, self.words(made.end, end)), end=end)
        return made

    def _folded(self, made: Amount) -> Amount:
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


def _whole(value: Decimal) -> Number:
    return Number(value, _resolution(f"{value.normalize():f}"))


def _part_of(value: Decimal) -> Number:
    """Return a part of one: in words it is known to a tenth, small ones to half of themselves."""
    return Number(value, min(TENTH, value / 2), "part")


def _resolution(digits: str) -> Decimal:
    """Return the place value of the last digit that carries information.

    Trailing zeros of a whole number may be round or exact; they are taken as round, which is the
    wider and therefore the safer reading: "500,000" is known to the nearest 100,000.
    """
    if "." in digits:
        return Decimal(10) ** -len(digits.split(".")[1])
    return Decimal(10) ** (len(digits) - len(digits.rstrip("0") or digits))
