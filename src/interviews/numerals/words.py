"""What the grammar of numbers knows: one table for each part of a phrase.

Spellings are lower case unless stated; one of several words is written with spaces between them.
A hyphen between words counts as a space, so "two-day" needs no entry of its own.
"""

from collections.abc import Mapping

# --- numbers -------------------------------------------------------------------------------------


def _counted(words: str, start: int, step: int = 1) -> dict[str, int]:
    """Return each word with its number."""
    return {word: start + step * at for at, word in enumerate(words.split())}


def _words(text: str) -> set[str]:
    return set(text.split())


ONES = _counted(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen",
    0,
)
TENS = _counted("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10)
SCALES = {
    "hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "lakh": 5, "crore": 7,
}  # fmt: skip
POWERS = SCALES | {f"{word}s": power for word, power in SCALES.items() if power > 2}
"""Powers of ten; "hundreds" is none."""
SCALE_LETTERS = {"mn": 6, "mln": 6, "bn": 9, "bln": 9, "tn": 12, "trn": 12, "tln": 12, "k": 3}
"""Glued to the number or not."""
MONEY_LETTERS = {"m": 6, "M": 6, "b": 9, "B": 9, "t": 12, "T": 12, "K": 3}
"""Scales beside a currency only: else "5 m" may be metres, "5K" kelvin (case matters)."""
ORDINALS = _counted(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth",
    1,
)
ORDINALS |= {f"{word[:-1]}ieth": number for word, number in TENS.items()} | {"hundredth": 100}
SMALL = ONES | TENS | ORDINALS
PARTS = {"half": 2, "quarter": 4} | {
    word: number for word, number in ORDINALS.items() if 3 <= number <= 20
}
"""One part of so many, in the singular; "second" is none."""
PLURAL_PARTS = {"halves": 2} | {
    f"{word}s": number for word, number in PARTS.items() if word != "half"
}
DOZENS = {"dozen": "12", "baker's dozen": "13", "square dozen": "144"}
TIMES = {"once": 1, "twice": 2, "thrice": 3}
MULTIPLES = {
    "halved": "0.5", "halving": "0.5", "doubled": "2", "doubling": "2", "tripled": "3",
    "tripling": "3", "trebled": "3", "trebling": "3", "quadrupled": "4", "quadrupling": "4",
    "quintupled": "5", "quintupling": "5", "twofold": "2", "threefold": "3", "fourfold": "4",
    "fivefold": "5", "sixfold": "6", "sevenfold": "7", "eightfold": "8", "ninefold": "9",
    "tenfold": "10",
}  # fmt: skip
DOUBLES = {"double": 2, "triple": 3, "treble": 3, "quadruple": 4}
"""Multiples before a level only ("double the", "triple what"); in "double-digit" they are none."""
OF_A_LEVEL = _words("the that those what its their his her this as")
SUPERLATIVES = {"largest", "biggest", "highest", "greatest", "top"}
"""The first of their kind where no number stands beside them."""
FROM_BELOW = {"smallest", "lowest", "least", "last", "worst", "poorest"}
"""A place among these counts from the other end."""
VAGUE = {"few", "many", "several", "numerous", "couple", "tens"}
"""Before a number these change it; after it they are of something else."""
MEANT = {"minus", "negative", "between", "dozens", "scores", "digit", "digits", "handful", *DOUBLES}
"""Words that say something of a number wherever they are."""

# --- signs, comparators, directions --------------------------------------------------------------

MINUS = {"minus", "negative", "-", "−", "–"}
PLUS = {"plus", "+"}
NOT_READ = {"not", "never", "hardly", "barely", "scarcely", "no", "nor", "without"}
"""Before a number these turn it into something that no comparator says."""


def _by_spelling(spellings: Mapping[str, str]) -> dict[str, str]:
    """Return each spelling of a list with commas, and what it stands for."""
    return {one: name for name, text in spellings.items() for one in text.split(", ")}


BEFORE = _by_spelling({
    ">=": "no fewer than, no less than, not fewer than, not less than, at least, a minimum of, "
    "as few as, as little as, ≥, upwards of, upward of",
    "<=": "no more than, not more than, at most, up to, a maximum of, as many as, as much as, "
    "as high as, within, ≤, not exceeding",
    ">": "more than, over, above, exceed, exceeded, exceeding, exceeds, surpass, surpassed, "
    "surpasses, surpassing, greater than, higher than, larger than, in excess of, topped, topping, "
    "tops, beyond, bigger than, crossed, >",
    "<": "nearly, almost, fewer than, less than, under, below, lower than, smaller than, "
    "approaching, approached, nearing, neared, short of, shy of, not quite, <",
    "~": "approximately, about, around, roughly, some, close to, near, an estimated, estimated, "
    "estimated at, approx, approx., circa, ca., ~, ≈, or so, in the region of, on the order of",
})  # fmt: skip
AFTER = _by_spelling({
    ">=": "or more, or above, or higher, or over, or better, at least, and above, and over, "
    "and up, plus, +, at the least, or greater, or longer",
    "<=": "or less, or fewer, or below, or under, or lower, at most, at the most, and below, "
    "and under",
    "~": "or so, odd, or thereabouts, or thereabout, approximately, roughly, more or less, ish, "
    "give or take",
})  # fmt: skip
WEAK = {"up to"} | _words(
    "over above under below within about around some near plus odd beyond estimated crossed tops "
    "topped +"
)
"""Comparators that are common words as well: away from the number they say nothing of it."""
JUST = {"for", "just", "well", "little", "slightly", "already"}
"""Before "over" these leave no doubt that it means more than a time."""
PARTICLES = {
    "over": _words(
        "take takes took taken taking hand hands handed handing turn turned spread spans all win "
        "won"
    ),
    "up to": _words(
        "go goes went gone going rise rose risen rising climbed shot moved pushed came jumped "
        "brought bringing grew increased soared is was are were"
    ),
}
"""Verbs that take the word with them: "took over 5 plants", "went up to 5%"."""
UP = _words(
    "up rise rises rose risen rising increase increases increased increasing grew grow grows grown "
    "growing surge surged surging soar soared soaring climb climbed climbing jump jumped jumping "
    "gain gained expanded expanding higher larger greater bigger"
)
DOWN = _words(
    "down fall falls fell fallen falling decrease decreases decreased decreasing decline declined "
    "declines declining drop dropped drops dropping shrank shrunk shrinking contracted contracting "
    "reduced reduction slump slumped plunge plunged plunging slid sank lower smaller"
)
COMPARED = {"higher", "lower", "more", "less", "larger", "smaller", "greater", "fewer", "bigger"}
"""After a percentage these say which way it goes: "5% more than a year earlier"."""

# --- currencies ----------------------------------------------------------------------------------


def _with_plurals(names: Mapping[str, str]) -> dict[str, str]:
    """Return names by spelling with the plurals of words; abbreviations have none."""
    short = ("ton", "day", "cup", "yr", "hr", "sec", "min", "lb")
    return {**names} | {
        f"{spelling}s": name
        for spelling, name in names.items()
        if spelling[-1].isalpha() and spelling[-1] not in "sz"
        if len(spelling) > 3 or spelling in short
    }


CURRENCIES = _by_spelling({
    "USD": "US$, $, USD, US dollar, U.S. dollar, American dollar, dollar, greenback",
    "VND": "₫, VND, VNĐ, dong, Vietnamese dong",
    "CNY": "CN¥, CNY, RMB, yuan, renminbi, Chinese yuan, yuan renminbi",
    "EUR": "€, EUR, euro",
    "JPY": "JP¥, JPY, yen, Japanese yen",
    "GBP": "£, GBP, pound sterling, pounds sterling, British pound, sterling",
    "AUD": "A$, AU$, AUD, Australian dollar",
    "CAD": "C$, CA$, CAD, Canadian dollar",
    "HKD": "HK$, HKD, Hong Kong dollar",
    "SGD": "S$, SGD, Singapore dollar, Singaporean dollar",
    "TWD": "NT$, TWD, Taiwan dollar, New Taiwan dollar",
    "KRW": "₩, KRW, South Korean won, Korean won, won",
    "THB": "฿, THB, baht, Thai baht",
    "INR": "₹, INR, Indian rupee",
    "RUB": "₽, RUB, rouble, ruble, Russian rouble",
    "LAK": "LAK, kip, Lao kip",
    "KHR": "KHR, riel, Cambodian riel",
    "IDR": "IDR, rupiah, Indonesian rupiah",
    "MYR": "MYR, ringgit, Malaysian ringgit",
    "PHP": "PHP, Philippine peso",
    "CHF": "CHF, Swiss franc",
})  # fmt: skip
CURRENCY_NAMES = _with_plurals(CURRENCIES)
COINS = {"dime": ("USD", "0.1"), "dimes": ("USD", "0.1")}
ONLY_AFTER = {"won", "kip", "sterling"}
"""Currencies whose name is another word where it stands before the number."""
NAMES = {"Dong", "Won", "Sterling"}
"""Currencies that so written are names: "5 Dong Nai plants"."""

# --- units ---------------------------------------------------------------------------------------

DURATIONS = (
    "year", "quarter-year", "month", "week", "day", "hour", "minute", "second", "decade", "century",
)  # fmt: skip
UNITS = _by_spelling({
    "percent": "%, ％, percent, per cent, pct",
    "percentage point": "percentage point, percent point, per cent point, pct point, pp, ppt",
    "basis point": "basis point, bp, bps",
    "year": "year, yr",
    "week": "week, wk",
    "day": "day, working day",
    "hour": "hour, hr, h",
    "minute": "minute, min",
    "second": "second, sec",
    "century": "century, centuries",
    "million years": "Ma, megaannum",
    "billion years": "Ga, gigaannum",
    "tonne": "ton, tonne, metric ton, metric tonne, t",
    "tonne per day": "tpd",
    "pound (weight)": "lb, lbs",
    "ounce": "ounce, oz",
    "inch": "inch, inches",
    "foot": "foot, feet, ft",
    "mile": "mile, mi",
    "nautical mile": "nautical mile, nmi",
    "hectare": "hectare, ha",
    "square metre": "m2, m², sq m",
    "square kilometre": "km2, km², km^2, sq km, km squared, sq. km",
    "square mile": "square mile, sq mi, sq mile",
    "cubic metre": "m3, m³, cu m",
    "cubic kilometre": "km3, km³, km^3, km cubed",
    "teu": "TEU, TEUs",
    "litre": "L",
    "tablespoon": "tablespoon, tbsp",
    "horsepower": "horsepower, hp",
    "bit": "bits",
    "degree Celsius": "degree Celsius, degrees Celsius, °C",
    "degree Fahrenheit": "degree Fahrenheit, degrees Fahrenheit, °F",
    "British thermal unit": "British thermal unit, btu",
    "kilometre per hour": "km/h, kph, kmh",
})  # fmt: skip
UNITS |= {
    name: name
    for name in _words("month decade quintal yard acre gallon barrel cup kibibyte kelvin")
}
PREFIXES = {
    "": "", "kilo": "k", "mega": "M", "giga": "G", "tera": "T", "peta": "P", "exa": "E",
    "centi": "c", "milli": "m", "micro": "µ", "nano": "n", "pico": "p",
}  # fmt: skip
METRIC = {
    "metre": ("metre, meter", "m"),
    "gram": ("gram, gramme", "g"),
    "litre": ("litre, liter", "l"),
    "watt-hour": ("watt hour", "Wh"),
    "watt": ("watt", "W"),
    "byte": ("byte", "B"),
    "hertz": ("hertz", "Hz"),
    "joule": ("joule", "J"),
    "volt": ("volt", "V"),
}
"""Names and symbol."""
SYMBOLS_READ = _words(
    "km cm mm mg kg g ml cl W kW MW GW TW Wh kWh MWh GWh TWh kB MB GB TB Hz kHz MHz GHz kV"
)
"""Symbols that mean no other thing."""


def _metric() -> dict[str, str]:
    """Return the metric units by spelling: every prefix in words, common symbols."""
    found = {}
    for unit, (names, symbol) in METRIC.items():
        for prefix, letter in PREFIXES.items():
            found |= {f"{prefix}{name}": prefix + unit for name in names.split(", ")}
            if letter + symbol in SYMBOLS_READ:
                found[letter + symbol] = prefix + unit
    return found | {
        f"{power} {name}": f"{power} {unit}"
        for power in ("square", "cubic")
        for name, unit in found.items()
        if unit.endswith("metre") and name.endswith(("metre", "meter"))
    }


UNIT_NAMES = _with_plurals(UNITS | _metric())
AMBIGUOUS = _with_plurals(_by_spelling({
    "may be yuan or yen": "¥",
    "may be million or metres": "m",
    "may be million or a letter of a name": "M",
    "may be billion, bits or barn": "b",
    "may be billion or bytes": "B",
    "may be thousand, kelvin or kibibytes": "K",
    "may be trillion or a letter of a name": "T",
    "may be money or weight": "pound",
    "may be of any currency": "cent, penny, pence, pennies",
    "is used by several countries": "peso, rupee, franc, dinar, riyal, dirham, krone, kronor",
    "may be inches or a preposition": "in",
    "may be a time of day": "am",
    "may be a time of day or picometres": "pm",
    "may be nanometres or nautical miles": "nm",
    "may be 144 or an adjective": "gross",
    "may be of heat or of an angle": "degree",
    "may be feet, minutes or a quotation mark": "'",
    "may be inches, seconds or a quotation mark": '"',
    "is not a tonne": "short ton, long ton",
}))  # fmt: skip
MEASURED = {"thick", "long", "wide", "tall", "high", "deep", "across"}
"""After "in" these make it inches, perhaps."""
SHORT_WORDS = _words("of in to by at on or as is no so it an be we he if my up us vs do go")
"""Words of two letters; what else is so short after a number is the symbol of a unit."""
COMMON_WORDS = {"in", "second", "minute", "sterling", "t", "h", "g", "won"}
"""Units and currencies that mean other things too: away from the number they are none."""
DATED = _words(
    "last this next past previous the same in of on coming current ago earlier later recent whole "
    "mid a over"
)
"""Beside a unit of time these make it a date: "last year", "a year earlier"."""
UNIT_ADJECTIVES = {"full", "consecutive", "straight", "whole", "calendar", "working", "successive"}
RATES = {
    "annually": "year", "yearly": "year", "monthly": "month", "weekly": "week", "daily": "day",
    "hourly": "hour", "p.a.": "year",
}  # fmt: skip
PER = {"capita": "person", "head": "person", "annum": "year"}
"""What only "per" makes a rate of."""
