"""Numbers read from the words: value, unit, comparator and precision of a quoted phrase."""

import re
from dataclasses import dataclass
from decimal import Decimal

from text_to_num import alpha2digit

# Words before (or after) a number that say on which side of it the true value lies.
COMPARATORS = {
    ">=": ("no fewer than", "no less than", "at least"),
    "<=": ("no more than", "at most", "up to"),
    ">": ("more than", "over", "above", "exceeded", "exceeding", "exceeds", "surpassed"),
    "<": ("nearly", "almost", "fewer than", "less than", "under", "below"),
    "~": ("approximately", "about", "around", "roughly", "some"),
}
SCALES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
CURRENCY = r"(?P<currency>US\$|USD|\$)"
NUMBER = re.compile(
    rf"(?:{CURRENCY}\s*)?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<ordinal>st|nd|rd|th)?"
    rf"(?:\s*(?P<scale>{'|'.join(SCALES)}))?\b"
    r"\s*(?P<unit>%|percent\b|per cent\b|tons?\b|tonnes?\b|years?\b|days?\b)?",
    re.IGNORECASE,
)
UNITS = {"%": "percent", "percent": "percent", "per cent": "percent"} | {
    word: unit for unit in ("tonne", "year", "day") for word in (unit, f"{unit}s")
}
UNITS |= {"ton": "tonne", "tons": "tonne"}
WHOLE = {"count", "year", "day", "ordinal"}
SMALL = 1000
SUPERLATIVES = re.compile(r"\b(?:largest|biggest|highest|leading|top)\b", re.IGNORECASE)
SPELLED_HYPHEN = re.compile(r"(?<=[a-z])-(?=[a-z])", re.IGNORECASE)


class QuantityError(ValueError):
    """A phrase that does not hold exactly one number."""


@dataclass(frozen=True)
class Quantity:
    """One number as it was worded.

    `value` is in `unit` (USD, percent, tonne, year, day, ordinal or count; no scale: "4.47 billion"
    is 4470000000); `comparator` is one of = > >= < <= ~; `resolution` is the place value of the
    last digit that was written, so that "229.8 billion" has a resolution of 100 million.
    """

    value: Decimal
    unit: str
    comparator: str
    resolution: Decimal

    @property
    def interval(self) -> tuple[Decimal, Decimal]:
        """Return the lowest and highest value that the wording admits, both included.

        A plain figure stands for everything that rounds to it, an approximate one for twice that
        range; "more than" and "nearly" bound one side at the stated value and leave the other open
        (towards infinity, towards zero). Ordinals and whole counts below a thousand are exact.

        >>> parse_quantity("US$171.9 billion").interval
        (Decimal('171850000000.0'), Decimal('171950000000.0'))
        """
        if self.comparator in (">", ">="):
            return (self.value, Decimal("Infinity"))
        if self.comparator in ("<", "<="):
            return (Decimal(0), self.value)
        margin = self.resolution if self.comparator == "~" else self.resolution / 2
        if self.resolution == 1 and self.unit in WHOLE:
            margin = Decimal(0)
        return (self.value - margin, self.value + margin)


def parse_quantity(phrase: str) -> Quantity:
    """Return the one quantity that `phrase` states.

    Raises `QuantityError` where it states none or several.

    >>> parse_quantity("nearly 500,000 tons")
    Quantity(value=Decimal('500000'), unit='tonne', comparator='<', resolution=Decimal('100000'))
    >>> parse_quantity("the fourth biggest foreign investor").value
    Decimal('4')
    >>> parse_quantity("up 222%").comparator
    '='
    """
    text = phrase if NUMBER.search(phrase) else spelled_out(phrase)
    matches = list(NUMBER.finditer(text))
    # A number word beside the digits would be a second number: "two of 143 countries".
    rest = spelled_out(NUMBER.sub(" ", text)) if matches else ""
    found = [match[0].strip() for match in matches] + NUMBER.findall(rest)
    if len(found) > 1:
        raise QuantityError(f'"{phrase}" states {len(found)} numbers: quote one of them')
    if matches:
        return _quantity(matches[0], _comparator(text[: matches[0].start()]))
    if SUPERLATIVES.search(phrase):
        return Quantity(Decimal(1), "ordinal", "=", Decimal(1))
    raise QuantityError(f'"{phrase}" states no number: quote the words that hold it')


def spelled_out(phrase: str) -> str:
    """Return `phrase` with number words as digits ("fifth-largest" becomes "5th largest")."""
    return alpha2digit(SPELLED_HYPHEN.sub(" ", phrase), "en", 0)


def _quantity(match: re.Match, comparator: str) -> Quantity:
    digits = match["digits"].replace(",", "")
    scale = Decimal(10) ** SCALES.get((match["scale"] or "").lower(), 0)
    value, unit = Decimal(digits) * scale, _unit(match)
    # Nobody rounds to ten members or thirty years; thousands of things may well be rounded.
    whole = unit in WHOLE and value < SMALL
    return Quantity(value, unit, comparator, Decimal(1) if whole else _resolution(digits) * scale)


def _unit(match: re.Match) -> str:
    if match["ordinal"]:
        return "ordinal"
    if match["currency"]:
        return "USD"
    return UNITS.get((match["unit"] or "").lower(), "count")


def _resolution(digits: str) -> Decimal:
    """Return the place value of the last digit that carries information.

    Trailing zeros of a whole number may be round or exact; they are taken as round, which is the
    wider and therefore the safer reading: "500,000" is known to the nearest 100,000.
    """
    if "." in digits:
        return Decimal(10) ** -len(digits.split(".")[1])
    return Decimal(10) ** (len(digits) - len(digits.rstrip("0") or digits))


def _comparator(lead: str) -> str:
    lead = lead.lower()
    for sign, words in COMPARATORS.items():
        if any(re.search(rf"\b{word}\b", lead) for word in words):
            return sign
    return "="
