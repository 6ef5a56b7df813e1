"""A phrase read as one quantity: its amount or range, its comparator, and nothing left over."""

import re
from collections.abc import Iterator
from dataclasses import replace
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
    SETTLE,
    STRONG,
    UNIT_TABLE,
    Token,
    tokens,
)

SMALL = 1000
NEAR = 60
"""So many characters around a phrase are looked at for parts of its number."""
HARMLESS = set(".,;:()[]“”‘’\"'…&?!") | set(DASHES)
SCALE_LIKE = re.compile(r"\w*[iy]llion(?:s|ths?)?|\w*[iy]lliard(?:s|ths?)?|thousandths?|hundredths")
"""A scale, known or not; where it is left over the number is not whole."""


class Phrase(Amounts):
    """A phrase to be read as one quantity."""

    def __init__(self, phrase: str, before: str = "", after: str = "") -> None:
        super().__init__(phrase)
        self.before, self.after = tokens(before), after
        self.read: set[int] = set()

    def quantity(self) -> Quantity:
        """Return what the phrase states; raises `QuantityError`."""
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

    def _amounts(self) -> Iterator[Amount]:
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
            start = at
            try:
                made = self.amount(at)
                if made:
                    start = min(self._comparator_before(made.start)[2], made.start)
            except QuantityError:
                made = None
            if made:
                end = self._end_with_comparator(made)
                yield self.tokens[start].start, self.tokens[end - 1].end
            at = made.end if made else at + 1

    def _end_with_comparator(self, made: Amount) -> int:
        """Return where an amount ends with "or more" after it or after what is counted, no rate."""
        end = made.end
        if made.rate:
            end = made.before_rate
        for at in range(end, min(end + 4, len(self.tokens))):
            stop = self.longest(AFTER_TABLE, at)[1]
            if self.kind(at) in ("number", "currency") or self.key(at) in NUMERALS:
                break
            weak = self.words(at, stop).lower() in known.WEAK
            if stop > at and not weak and self.kind(stop) not in ("number", "currency"):
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

    def _range(self, amounts: list[Amount]) -> Amount:
        """Return the last of two amounts that are the ends of a range; refuse others."""
        if len(amounts) != 2 or not self._joined(*amounts):
            self._edges(amounts[0], amounts[0])
            raise self.error(f"states {len(amounts)} numbers", "quote one of them")
        kinds = [amount.number.kind for amount in amounts]
        if "ordinal" in kinds or (kinds[0] in ("multiple", "times") and kinds[0] != kinds[1]):
            raise self.error("states 2 numbers", "quote one of them")
        one, other = self._alike(*amounts)
        if one.value >= other.value:
            raise self.error("is a range whose end is not above its start", SETTLE)
        if one.number.year and other.number.year and not other.unit and not other.currency:
            raise self.error("may be two years", SETTLE)
        amounts[:] = [one, other]
        return other

    def _joined(self, one: Amount, other: Amount) -> bool:
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
            raise self.error("may be a range or a change from one number to another", SETTLE)
        self.read |= set(range(one.end, other.start)) | ({place} if lead == "between" else set())
        return True

    def _alike(self, one: Amount, other: Amount) -> tuple[Amount, Amount]:
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

    def _comparator(self, first: Amount, last: Amount) -> str:
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

    def _comparator_after(self, first: Amount, last: Amount) -> tuple[str, str]:
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

    def _edges(self, first: Amount, last: Amount) -> None:
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

    def _leftovers(self, first: Amount | None, last: Amount | None) -> None:
        """Refuse every word that means something beside a number and was not read."""
        if first and last:
            self._before_number(first)
            self._abbreviation(last)
        for at, token in enumerate(self.tokens):
            if at not in self.read and self._meant(at, token, last):
                raise self._not_understood(at)

    def _before_number(self, first: Amount) -> None:
        at = min((place for place in self.read if place <= first.start), default=first.start)
        while at - 1 in self.read:
            at -= 1
        if self.key(at - 1) in known.NOT_READ or (
            self.key(at - 1) == "and" and first.number.kind == "part"
        ):
            raise self._not_understood(at - 1)

    def _abbreviation(self, last: Amount) -> None:
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

    def _meant(self, at: int, token: Token, last: Amount | None) -> bool:
        key = token.key
        if token.kind in ("number", "vulgar", "currency"):
            return True
        if token.kind == "symbol":
            return token.text not in HARMLESS
        if SCALE_LIKE.fullmatch(key) or (
            last and last.number.kind == "ordinal" and key in known.FROM_BELOW
        ):
            return True
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

    def _rate_further_on(self, made: Amount, end: int) -> Amount:
        """Return an amount with the rate that stands after what is counted: "20 flights a day"."""
        for at in range(end, len(self.tokens)):
            rate, stop = self._rate(at)
            if rate and not made.rate and self.key(at) not in known.RATES:
                self.read |= set(range(at, stop))
                return replace(made, rate=rate)
        return made

    def _doubtful(self, made: Amount, comparator: str) -> None:
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

    def _made(self, amounts: list[Amount], made: Amount, comparator: str) -> Quantity:
        unit = self._unit_of(made)
        values = [amount.value for amount in amounts]
        scale = abs(made.factor)
        value, resolution = sum(values, Decimal(0)) / len(values), made.number.resolution * scale
        if unit in WHOLE and abs(value) < SMALL and value == int(value):
            resolution = Decimal(1)
        ends = (values[0], values[1]) if len(values) == 2 else None
        return Quantity(value, unit, comparator, resolution, scale, self._direction(made), ends)

    def _unit_of(self, made: Amount) -> str:
        kinds = {"ordinal": ORDINAL, "multiple": RATIO, "times": TIMES}
        plain = RATIO if made.number.kind == "part" and not made.scale else COUNT
        unit = made.currency or made.unit or kinds.get(made.number.kind)
        unit = unit or self._unit_in_list(made) or plain
        return f"{unit} per {made.rate}" if made.rate else unit

    def _unit_in_list(self, made: Amount) -> str:
        """Return the unit that stands with the last number of a list, after the phrase."""
        if made.end != len(self.tokens) or made.scale or made.number.kind != "cardinal":
            return ""
        match = re.match(r"(?:\s*,\s*[\d.]+)*\s*,?\s*(?:and|or)\s+(?:even\s+)?(?=\d)", self.after)
        rest = Amounts(self.after[match.end() :][:60]) if match else None
        found = rest.amount(0) if rest else None
        return (found.currency or found.unit) if found else ""

    def _direction(self, made: Amount) -> str:
        keys = {self.key(at) for at in range(len(self.tokens)) if at not in self.read}
        up, down = bool(keys & known.UP), bool(keys & known.DOWN)
        if made.negative and (up or down) and self.key(made.start - 1) != "to":
            raise self.error("has a minus and says that something rose or fell", SETTLE)
        return "" if up == down else "up" if up else "down"


def refuse_cut(phrase: str, before: str, after: str) -> None:
    """Refuse a phrase that leaves a part of its number out."""
    before = before[-NEAR:].partition(" ")[2] if len(before) > NEAR else before
    after = after[:NEAR]
    around = Phrase(before + phrase + after)
    start, end = len(before), len(before) + len(phrase)
    for first, stop in around.extents():
        if first < end and start < stop and (first < start or stop > end):
            words = around.phrase[min(first, start) : max(stop, end)]
            raise QuantityError(f'"{phrase}" is a part of "{words}": quote all of it')
