"""A phrase read as one quantity: its amount or range, its comparator, and nothing left over."""

import re
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal

from interviews.numerals import words as known
from interviews.numerals.amounts import Amount, Amounts
from interviews.numerals.quantity import (
    COUNT,
    ORDINAL,
    RATIO,
    TIMES,
    WHOLE,
    Quantity,
    QuantityError,
)
from interviews.numerals.tokens import (
    AFTER_TABLE,
    BEFORE_TABLE,
    CURRENCY_TABLE,
    DASHES,
    NUMERALS,
    STRONG_TABLE,
    UNIT_TABLE,
    tokens,
)

SMALL = 1000
NEAR = re.compile(r"(?<!\S).{0,60}\Z", re.DOTALL)
"""The words before a phrase that are looked at for parts of its number."""
FURTHER = 4
"""So many tokens after an amount are looked at for "or more" after what is counted."""
ONE_OF_THEM, HOLD = "quote one of them", "quote the words that hold it"
YEAR = re.compile(r"(?:1[89]|20)\d\d")
HARMLESS = set(".,;:()[]“”‘’\"'…&?!") | set(DASHES)
OPENING = set("([“‘\"'—~≈<>≤≥")
SCALE_LIKE = re.compile(
    r"\w*[iy]llion(?:s|ths?)?|\w*[iy]lliard(?:s|ths?)?|(?:hundred|thousand)(?:s|ths?)?|(?:lakh|crore)s?"
)
"""A scale, known or not; where it is left over the number is not whole."""


class Phrase(Amounts):
    """A phrase to be read as one quantity; `read` has the places of what was understood."""

    def __init__(self, phrase: str, before: str = "", after: str = "") -> None:
        super().__init__(phrase)
        self.before, self.after = tokens(before), after
        self.read: set[int] = set()

    def quantity(self) -> Quantity:
        """Return what the phrase states; raises `QuantityError`."""
        amounts = list(self._amounts())
        if not amounts:
            return self._without_number()
        first, last = amounts[0], amounts[-1]
        if len(amounts) > 1:
            self._range(amounts)
        for amount in amounts:
            self.read |= set(range(amount.start, amount.end))
        self._edges(first, last)
        self._rate_further_on(last)
        comparator = self._comparator_of(first, last)
        self._leftovers(first, last)
        if first is last and comparator == "=":
            self._doubtful(first)
        unit, scale = self._unit_of(last), last.scale
        value = first.value if first is last else (first.value + last.value) / 2
        resolution = last.number.resolution * scale
        if unit in WHOLE and abs(value) < SMALL and value % 1 == 0:
            resolution = Decimal(1)
        ends = (first.value, last.value) if first is not last else None
        return Quantity(value, unit, comparator, resolution, self._direction(last), ends)

    def _amounts(self, strict: bool = True) -> Iterator[Amount]:
        """Yield the amounts; what cannot be read is an error, or left out where not `strict`."""
        at = 0
        while at < len(self.tokens):
            try:
                made = self.amount(at)
            except QuantityError:
                if strict:
                    raise
                made = None
            if made:
                yield made
            at = made.end if made else at + 1

    def extents(self) -> Iterator[tuple[int, int]]:
        """Yield where each amount that is understood starts and ends, comparators included."""
        for made in self._amounts(strict=False):
            start, end = made.start, made.end
            with suppress(QuantityError):
                start = min(self._before(start)[2], start)
            for at in range(end, end + FURTHER):
                if self.kind(at) in ("number", "currency") or self.key(at) in NUMERALS:
                    break
                stop = self._after(at)[2]
                if stop > at and self.kind(stop) not in ("number", "currency"):
                    end = stop
                    break
            yield self.tokens[start].start, self.tokens[end - 1].end

    def _without_number(self) -> Quantity:
        """Return the rank that a superlative says, or one unit ("a gallon"); refuse the rest."""
        keys = [token.key for token in self.tokens]
        unit, end = self.longest(UNIT_TABLE, 1)
        if self.key(0) in ("a", "an") and unit and end == len(self.tokens):
            return Quantity(Decimal(1), unit, "=", Decimal(1))
        self._refuse_ambiguous(1)
        if not known.SUPERLATIVES & set(keys):
            for key in keys:
                if key in known.VAGUE | known.MEANT or SCALE_LIKE.fullmatch(key):
                    raise self.error(f'states no number: "{key}" is none by itself', HOLD)
            raise self.error("states no number", HOLD)
        self._leftovers(None, None)
        if "among" in keys or "amongst" in keys:
            raise self.error('says "among", so it is no rank')
        return Quantity(Decimal(1), ORDINAL, "=", Decimal(1))

    # --- ranges ----------------------------------------------------------------------------------

    def _range(self, amounts: list[Amount]) -> None:
        """Give two amounts that are the ends of a range all that stands with one; refuse others."""
        one, other = amounts[0], amounts[-1]
        kinds = [amount.number.kind for amount in amounts]
        mixed = "ordinal" in kinds or (kinds[0] in ("multiple", "times") and len(set(kinds)) > 1)
        if len(amounts) > 2 or not self._joined(one, other) or mixed:
            self._edges(one, one)
            raise self.error(f"states {len(amounts)} numbers", ONE_OF_THEM)
        if one.scale == 1 and not one.unit and one.number.value < other.number.value:
            one.scale = other.scale
        for name in ("currency", "unit", "rate"):
            said = {getattr(one, name), getattr(other, name)} - {""}
            if len(said) > 1:
                raise self.error("has two numbers in two units", ONE_OF_THEM)
        if one.unit and not other.unit and not one.currency:
            raise self.error(f"gives the unit, {one.unit}, with the first of two numbers only")
        if one.scale != 1 and other.scale == 1:
            raise self.error("gives the scale with the first of two numbers only")
        other.currency, other.unit = one.currency or other.currency, one.unit or other.unit
        other.rate = other.rate or one.rate
        if one.value >= other.value:
            raise self.error("is a range whose end is not above its start")
        if all(YEAR.fullmatch(self.words(each.start, each.end)) for each in amounts):
            raise self.error("may be two years")

    def _joined(self, one: Amount, other: Amount) -> bool:
        """Tell whether the words between two amounts, and before the first, make them a range."""
        between = self.words(one.end, other.start).lower()
        place = self._before(one.start)[2] - 1
        lead = self.key(place)
        if between not in ("to", "-to", "- to", *DASHES) and (between, lead) != ("and", "between"):
            return False
        if lead == "from":
            raise self.error("may be a range or a change from one number to another")
        self.read |= set(range(one.end, other.start)) | ({place} if lead == "between" else set())
        return True

    # --- comparators -----------------------------------------------------------------------------

    def _comparator_of(self, first: Amount, last: Amount) -> str:
        """Return the one comparator of an amount, or "to" for a range."""
        made = [self._before(first.start)[:2], first.after, last.after]
        for at in range(last.end, len(self.tokens)):
            sign, words, end = self._after(at)
            if at not in self.read:
                made.append((sign, words))
                self.read |= set(range(at, end))
        found = dict(one for one in made if one[0])
        if len(found) > 1:
            raise self._two(*list(found.values())[:2])
        sign, words = next(iter(found.items()), ("=", ""))
        if sign not in "=~" and first is not last:
            raise self.error(f'has a comparator, "{words}", beside a range')
        if sign not in "=~" and first.negative:
            raise self.error(f'has a minus and a comparator, "{words}", of size or of value')
        return sign if first is last else "to"

    def _before(self, start: int) -> tuple[str, str, int]:
        """Return the comparator that ends before `start`, its words, and where they start."""
        end = start - (self.key(start - 1) in ("a", "an"))
        sign, at = self.ending(BEFORE_TABLE, end)
        words = self.words(at, end)
        lead = self.key(at - 1) if at else (self.before[-1].key if self.before else "")
        self.read |= set(range(at, end))
        if not sign or lead in known.PARTICLES.get(words.lower(), ()):
            return "", "", start
        if words.lower() == "over" and lead not in known.JUST:
            made = self.amount(start)
            if made and made.unit in known.DURATIONS and not self.tokens[made.end - 1].hyphen:
                raise self.error('says "over" of a time: more than it, or in the course of it')
        return sign, words, at

    def _two(self, one: str, other: str) -> QuantityError:
        return self.error(f'has two comparators, "{one}" and "{other}"', ONE_OF_THEM)

    def _after(self, at: int) -> tuple[str, str, int]:
        """Return the comparator that starts at a place away from the number, no common word."""
        sign, end = self.longest(AFTER_TABLE, at)
        words = self.words(at, end)
        return (sign, words, end) if words.lower() not in known.WEAK else ("", "", at)

    # --- what is left ----------------------------------------------------------------------------

    def _edges(self, first: Amount, last: Amount) -> None:
        """Refuse what touches an amount and was not read."""
        start, end = first.start, last.end
        if self.glued(start) and self.tokens[start - 1].text not in OPENING:
            raise self._not_understood(start - 1)
        if self.glued(end) and (self.kind(end) != "symbol" or self.key(end) not in HARMLESS):
            raise self._not_understood(end)
        if self.key(start - 1) == "(" and self.key(end) == ")" and first.currency:
            raise self.error("may be in brackets or, as accounts have it, negative")

    def _leftovers(self, first: Amount | None, last: Amount | None) -> None:
        """Refuse every word that means something beside a number and was not read."""
        if first and last:
            self._before_number(first)
            self._abbreviation(last)
        for at in range(len(self.tokens)):
            if at not in self.read and self._meant(at, last):
                raise self._not_understood(at)

    def _before_number(self, first: Amount) -> None:
        """Refuse what stands before a number, or before its comparator, and changes it."""
        at = first.start
        while at - 1 in self.read:
            at -= 1
        sign, start = self.ending(BEFORE_TABLE, at)
        if sign:
            raise self._two(self.words(start, at), self.words(at, first.start))
        added = self.key(at - 1) == "and" and first.number.kind == "part"
        if added or self.key(at - 1) in known.NOT_READ:
            raise self._not_understood(at - 1)

    def _abbreviation(self, last: Amount) -> None:
        """Refuse what looks like the symbol of a unit: short, and no word of English."""
        at = last.end
        if last.number.kind != "cardinal" or last.unit or last.currency or self.kind(at) != "word":
            return
        text, following = self.tokens[at].text, self.key(at + 1)
        odd = text.isupper() or not re.search("[aeiouy]", text)
        short = len(text) < 3 and text.lower() not in known.SHORT_WORDS
        mixed = not (text.isupper() or text.islower() or text.istitle())
        alone = len(text) == 1 or len(following) < 4 or following in known.UNIT_NAMES
        if (mixed or short or (odd and len(text) == 3)) and alone and not self.tokens[at].hyphen:
            raise self._not_understood(at)

    def _meant(self, at: int, last: Amount | None) -> bool:
        """Tell whether a word that was not read may mean something of the number."""
        token, key = self.tokens[at], self.key(at)
        if token.kind != "word":
            return token.kind != "symbol" or token.text not in HARMLESS
        if key in known.VAGUE:
            return bool(last and at < last.start)
        if SCALE_LIKE.fullmatch(key) or key in known.MEANT:
            return True
        if key in NUMERALS and not self._dated(at):
            return True
        if last and last.number.kind == "ordinal" and key in known.FROM_BELOW:
            return True
        if last and at == last.end and last.unit == "percent" and key in known.COMPARED:
            return False
        comparator, end = self.longest(STRONG_TABLE, at)
        if comparator and not self.read & set(range(at, end)):
            return True
        if not token.text.islower() or key in known.COMMON_WORDS:
            return False
        unit = self.longest(UNIT_TABLE, at)[0]
        time = unit in known.DURATIONS and (self._dated(at) or token.hyphen)
        return not time and bool(unit or self.longest(CURRENCY_TABLE, at)[0])

    def _dated(self, at: int) -> bool:
        """Tell whether a time is a date: "last year", "this quarter", "a year earlier"."""
        return self.key(at - 1) in known.DATED or self.key(at + 1) in known.DATED

    def _not_understood(self, at: int) -> QuantityError:
        return self.error(
            f'has "{self.tokens[at].text}" beside the number, which is not understood there',
            "quote fewer or more words, or list the number among those that state no quantity",
        )

    def _doubtful(self, made: Amount) -> None:
        """Refuse "2024", "one of the largest" and "absolute zero"."""
        if YEAR.fullmatch(self.words(made.start, made.end)) and not made.rate:
            raise self.error("may be a year or a count")
        first = known.SUPERLATIVES & {token.key for token in self.tokens}
        if made.number.kind == "cardinal" and self.key(made.end) == "of" and first:
            raise self.error("says that something is among the first, which is no rank")
        if self.words(0, 2).lower() == "absolute zero":
            raise self.error("is a temperature whose unit is not said")

    # --- the result ------------------------------------------------------------------------------

    def _rate_further_on(self, made: Amount) -> None:
        """Read the rate that stands after what is counted: "20 flights a day"."""
        for at in range(made.end, len(self.tokens)):
            rate, stop = self.rate(at)
            if rate and not made.rate and self.key(at) not in known.RATES:
                self.read |= set(range(at, stop))
                made.rate = rate

    def _unit_of(self, made: Amount) -> str:
        kinds = {"ordinal": ORDINAL, "multiple": RATIO, "times": TIMES}
        plain = RATIO if made.number.kind == "part" and made.scale == 1 else COUNT
        unit = made.currency or made.unit or kinds.get(made.number.kind)
        unit = unit or self._unit_in_list(made) or plain
        return f"{unit} per {made.rate}" if made.rate else unit

    def _unit_in_list(self, made: Amount) -> str:
        """Return the unit that stands with the last number of a list, after the phrase."""
        match = re.match(r"(?:\s*,\s*[\d.]+)*\s*,?\s*(?:and|or)\s+(?:even\s+)?(?=\d)", self.after)
        if not match or made.end != len(self.tokens) or made.number.kind != "cardinal":
            return ""
        found = Amounts(self.after[match.end() :]).amount(0)
        return (found.currency or found.unit) if found else ""

    def _direction(self, made: Amount) -> str:
        keys = {self.key(at) for at in range(len(self.tokens)) if at not in self.read}
        up, down = bool(keys & known.UP), bool(keys & known.DOWN)
        if made.negative and (up or down) and self.key(made.start - 1) != "to":
            raise self.error("has a minus and says that something rose or fell")
        return "" if up == down else "up" if up else "down"


def refuse_cut(phrase: str, before: str, after: str) -> None:
    """Refuse a phrase that leaves a part of its number out."""
    found = NEAR.search(before)
    before = found[0] if found else ""
    around = Phrase(before + phrase + after[:60])
    start, end = len(before), len(before) + len(phrase)
    for first, stop in around.extents():
        if first < end and start < stop and (first < start or stop > end):
            words = around.phrase[min(first, start) : max(stop, end)]
            raise QuantityError(f'"{phrase}" is a part of "{words}": quote all of it')
