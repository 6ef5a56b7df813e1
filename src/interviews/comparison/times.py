"""Rules for dates said from where the writer stands: "last year", "in August", "now"."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from interviews.comparison.periods import Period
from interviews.comparison.records import (
    Comparison,
    Number,
    Text,
    held,
    set_aside,
    verdict_of,
)
from interviews.comparison.repeats import pairs

# Not from the calendar module: its names follow the language of the machine.
MONTHS = [
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
THIS_YEAR = re.compile(r"\b(?:the|this) year\b", re.IGNORECASE)
LAST_YEAR = re.compile(r"\blast year\b", re.IGNORECASE)
COMPARED = re.compile(r"compared (?:to|with) last year", re.IGNORECASE)
REVIEWED = "“Year” stands for the year under review, not for that of writing."


@dataclass(frozen=True)
class Phrase:
    """A phrase that dates the numbers of one sentence, and the period they were coded with."""

    numbers: tuple[Number, ...]
    words: str
    period: Period

    @property
    def written(self) -> int | None:
        """Return the year in which the words must have been written to mean that period."""
        if LAST_YEAR.search(self.words):
            return self.period.start.year + 1
        return self.period.start.year if THIS_YEAR.search(self.words) else None


def dates(numbers: list[Number]) -> Iterator[Comparison]:
    """Hold each phrase that dates a number ("last year") against the date of its text.

    Numbers of one sentence under one phrase count once. What has a year of its own must be that
    year, and over if it is a level. Numbers without a phrase are set aside.
    """
    said = _phrases(numbers)
    for phrase in said:
        yield _date_held(phrase)
    dated = {number.id for phrase in said for number in phrase.numbers}
    for number in numbers:
        if number.id not in dated:
            ground = "vague phrase" if number.phrase else "no phrase"
            reason = "The words beside the number give no period that can be turned into dates."
            yield set_aside("dates", [number], [], ground, reason)


def time_of_writing(numbers: list[Number]) -> Iterator[Comparison]:
    """Hold the phrases of one text together: all must be written from one and the same year."""
    said = [phrase for phrase in _phrases(numbers) if phrase.written]
    for one, other in pairs(said, key=lambda phrase: phrase.numbers[0].text):
        holds = one.written == other.written
        yield held(
            "time-of-writing", one.numbers, other.numbers, verdict_of(holds), "year of writing",
            f"{_written(one)}, {_written(other)}",
            f"One year of writing {'fits' if holds else 'does not fit'} both phrases.",
            ("A sentence was taken over from an earlier text.", REVIEWED),
        )  # fmt: skip


def _written(phrase: Phrase) -> str:
    return f"“{phrase.words}” for {phrase.period.start.year}: written in {phrase.written}"


def _phrases(numbers: list[Number]) -> list[Phrase]:
    groups: dict[tuple[str, str, Period], list[Number]] = {}
    for number in numbers:
        if number.phrase and number.period:
            groups.setdefault((number.sentence, number.phrase, number.period), []).append(number)
        compared = COMPARED.search(number.said)
        if compared and number.kind == "change" and number.base:
            groups.setdefault((number.sentence, compared[0], number.base), []).append(number)
    return [Phrase(tuple(rows), words, period) for (_, words, period), rows in groups.items()]


def _date_held(phrase: Phrase) -> Comparison:
    text = phrase.numbers[0].text
    known = f"date {text.basis}"
    if YEAR.search(phrase.words):
        holds, meant = _year_fits(phrase, text), "the year is given"
    else:
        found = meaning(phrase.words, text)
        if found is None:
            reason = f"“{phrase.words}” cannot be turned into dates."
            return set_aside("dates", phrase.numbers, [], "vague phrase", reason)
        holds = phrase.period.within(found)
        meant = f"from {found.start:%B %Y} on" if found.end == date.max else str(found)
    return held(
        "dates", phrase.numbers, [], verdict_of(holds), known,
        f"“{phrase.words}” seen from {text.period}: {meant}; coded: {phrase.period}",
        f"The phrase {'fits' if holds else 'does not fit'} the date of the text.",
        (f"The text was written in another year: its date is {text.basis}.", REVIEWED),
    )  # fmt: skip


def _year_fits(phrase: Phrase, text: Text) -> bool:
    """Return whether a period lies in the years of its phrase, and was over if it is a level."""
    years = {int(year) for year in YEAR.findall(phrase.words)}
    over = phrase.period.end <= text.period.end or not any(n.flow for n in phrase.numbers)
    begun = phrase.period.start <= text.period.end
    return begun and over and {phrase.period.start.year, phrase.period.end.year} <= years


def meaning(words: str, text: Text) -> Period | None:
    """Return the period that words can mean, seen from the date of the text; None if unclear.

    >>> text = Text("x", "Vietnam", Period(date(2022, 11, 1), date(2022, 11, 30)), "stated")
    >>> print(meaning("last July", text), meaning("In March last year", text), sep="; ")
    July 2022; March 2021
    """
    year, month = text.period.end.year, _named(MONTHS, words)
    if "the next" in words.lower():
        return Period(text.period.start, date.max)
    if LAST_YEAR.search(words):
        return _month(year - 1, month) if month else Period(date(year - 1, 1, 1), _last(year - 1))
    if THIS_YEAR.search(words):
        return Period(date(year, 1, 1), min(_last(year), text.period.end))
    if month:
        return _month(year - (month > text.period.end.month), month)
    if _named(DAYS, words) and text.period.start == text.period.end:
        back = (text.period.end.weekday() + 1 - _named(DAYS, words)) % 7
        return Period(*2 * [text.period.end - timedelta(back)])
    return text.period if words.lower() in ("now", "currently") else None


def _named(names: list[str], words: str) -> int:
    """Return the place, from 1, of the name that stands in `words`; 0 if none does."""
    return next((place for place, name in enumerate(names, start=1) if name in words), 0)


def _last(year: int) -> date:
    return date(year, 12, 31)


def _month(year: int, month: int) -> Period:
    return Period(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
