"""What the grammar of numbers knows: the tables of `words.toml`, where it says what each is for."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

TABLES: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


def _counted(name: str, start: int, step: int = 1) -> dict[str, int]:
    """Return each word of a list with its number."""
    words = TABLES["counted"][name].split()
    return {word: start + step * at for at, word in enumerate(words)}


def _words(name: str) -> set[str]:
    return set(TABLES["words"][name].split())


def _by_spelling(table: str) -> dict[str, str]:
    """Return each spelling of a table, and what it stands for: one thing."""
    pairs = [
        (spelling, name)
        for name, text in TABLES[table].items()
        for spelling in text.strip().replace("\n", " ").split(", ")
    ]
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)


def _with_plurals(names: Mapping[str, str]) -> dict[str, str]:
    """Return names by spelling with the plurals of words; abbreviations have none."""
    short = ("ton", "day", "cup", "yr", "hr", "sec", "min", "lb")
    return {**names} | {
        f"{spelling}s": name
        for spelling, name in names.items()
        if spelling[-1].isalpha() and spelling[-1] not in "sz"
        if len(spelling) > 3 or spelling in short
    }


def _metric() -> dict[str, str]:
    """Return the metric units by spelling: every prefix in words, common symbols."""
    found = {}
    for unit, spellings in TABLES["metric"].items():
        *names, symbol = spellings.split(", ")
        for letter, prefix in {"": "", **TABLES["prefixes"]}.items():
            found |= {f"{prefix}{name}": prefix + unit for name in names}
            if letter + symbol in SYMBOLS:
                found[letter + symbol] = prefix + unit
    return found | {
        f"{power} {name}": f"{power} {unit}"
        for power in ("square", "cubic")
        for name, unit in found.items()
        if unit.endswith("metre") and name.endswith(("metre", "meter"))
    }


ONES = _counted("ones", 0)
TENS = _counted("tens", 20, 10)
ORDINALS = _counted("ordinals", 1) | {f"{word[:-1]}ieth": number for word, number in TENS.items()}
ORDINALS |= {"hundredth": 100}
SMALL = ONES | TENS | ORDINALS
PARTS = {"half": 2, "quarter": 4} | {
    word: number for word, number in ORDINALS.items() if 3 <= number <= 20
}
"""One part of so many, in the singular; "second" is none."""
PLURAL_PARTS = {"halves": 2} | {
    f"{word}s": number for word, number in PARTS.items() if word != "half"
}
SCALES: dict[str, int] = TABLES["scales"]
POWERS = SCALES | {f"{word}s": power for word, power in SCALES.items() if power > 2}
"""Powers of ten; "hundreds" is none."""
SCALE_LETTERS = {word: int(power) for word, power in _by_spelling("scale_letters").items()}
MONEY_LETTERS = {word: int(power) for word, power in _by_spelling("money_letters").items()}
DOZENS, MULTIPLES = _by_spelling("dozens"), _by_spelling("multiples")
TIMES: dict[str, int] = TABLES["times"]
DOUBLES: dict[str, int] = TABLES["doubles"]
OF_A_LEVEL = _words("of_a_level")
SUPERLATIVES, FROM_BELOW = _words("superlatives"), _words("from_below")
VAGUE, MEANT = _words("vague"), _words("meant") | set(DOUBLES)

MINUS, PLUS, NOT_READ = _words("minus"), _words("plus"), _words("not_read")
BEFORE, AFTER = _by_spelling("before"), _by_spelling("after")
WEAK, JUST = _words("weak") | {"up to"}, _words("just")
PARTICLES = {word: set(verbs.split()) for word, verbs in TABLES["particles"].items()}
UP, DOWN, COMPARED = _words("up"), _words("down"), _words("compared")

CURRENCIES = _by_spelling("currencies")
CURRENCY_NAMES = _with_plurals(CURRENCIES)
COINS = {"dime": ("USD", "0.1"), "dimes": ("USD", "0.1")}
ONLY_AFTER, NAMES = _words("only_after"), _words("names")

SYMBOLS, DURATIONS = _words("symbols"), _words("durations")
UNIT_NAMES = _with_plurals(
    _by_spelling("units") | {name: name for name in _words("named_units")} | _metric()
)
UNIT_ADJECTIVES, MEASURED = _words("unit_adjectives"), _words("measured")
SHORT_WORDS, COMMON_WORDS, DATED = _words("short_words"), _words("common_words"), _words("dated")
RATES, PER = _by_spelling("rates"), _by_spelling("per")
AMBIGUOUS = _with_plurals(_by_spelling("ambiguous"))
