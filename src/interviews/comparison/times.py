"""Rules for dates said from where the writer stands: "last year", "in August", "now"."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from interviews.comparison.amounts import in_words, is_within, overlapping
from interviews.comparison.records import Comparison, Number, Text, held, set_aside, verdict_of

_MONTHS = {date(2000, month, 1).strftime("%B"): month for month in range(1, 13)}
_DAYS = {(date(2024, 1, 1) + timedelta(day)).strftime("%A"): day for day in range(7)}
_COMPARED = re.compile(r"compared (?:to|with) last year", re.IGNORECASE)


@dataclass(frozen=True)
class _Said:
    """The numbers of one sentence that one phrase dates, and the period they were coded with."""

    numbers: tuple[Number, ...]
    phrase: str
    start: date
    end: date

    @property
    def now(self) -> int | None:
        """Return the year in which the phrase must have been written to mean what was coded."""
        if "last year" in self.phrase.lower():
            return self.start.year + 1
        return self.start.year if re.search(r"\b(the|this) year\b", self.phrase.lower()) else None


def dates(numbers: list[Number]) -> Iterator[Comparison]:
    """Hold each phrase that dates a number ("last year") against the date of its text.

    Numbers of one sentence under one phrase count once. A period with its year must have begun
    by the time of the text; numbers without a phrase are set aside.
    """
    for said in _phrases(numbers):
        yield _date_held(said)
    for number in numbers:
        if not number.phrase or not number.start:
            ground = "vague phrase" if number.phrase else "no phrase"
            reason = "The words beside the number give no period that can be turned into dates."
            yield set_aside("dates", [number], [], ground, reason)


def one_time_of_writing(numbers: list[Number]) -> Iterator[Comparison]:
    """Hold the phrases of one text together: all must be written from one and the same year."""
    for one, other in combinations(_phrases(numbers), 2):
        text = one.numbers[0].text
        if text != other.numbers[0].text or one.now is None or other.now is None:
            continue
        holds = one.now == other.now
        yield held(
            "time-of-writing", one.numbers, other.numbers, verdict_of(holds), "one year of writing",
            f"“{one.phrase}” for {one.start.year}: written in {one.now}; "
            f"“{other.phrase}” for {other.start.year}: written in {other.now}",
            f"One year of writing {'fits' if holds else 'does not fit'} both phrases.",
            () if holds else (
                "A sentence was taken over from an earlier text.",
                "“The year” stands for the year under review.",
            ),
        )  # fmt: skip


def _phrases(numbers: list[Number]) -> list[_Said]:
    groups: dict[tuple, list[Number]] = {}
    for n in numbers:
        if n.phrase and n.start and n.end:
            groups.setdefault((n.sentence, n.phrase, n.start, n.end), []).append(n)
        found = _COMPARED.search(n.said)
        if found and n.kind == "change" and n.base_start:
            groups.setdefault((n.sentence, found[0], n.base_start, n.base_end), []).append(n)
    return [_Said(tuple(rows), phrase, a, b) for (_, phrase, a, b), rows in groups.items()]


def _date_held(said: _Said) -> Comparison:
    text = said.numbers[0].text
    meant = meaning(said.phrase, text)
    if meant is None:
        return set_aside("dates", said.numbers, [], "vague phrase",
                      f"“{said.phrase}” cannot be turned into dates.")  # fmt: skip
    period = (said.start, said.end)
    holds = period.overlaps(meant) and (period.within(meant) or meant[1] == date.max)
    known = "is stated" if text.basis == "stated" else "is itself inferred"
    shown = _span_words(*meant)
    readings = () if holds else (
        f"The text was written in another year than {text.end.year}; its date {known}.",
        "The phrase stands for the year under review.",
    )  # fmt: skip
    return held(
        "dates", said.numbers, [], verdict_of(holds), f"date of the text {known}",
        f"“{said.phrase}” seen from {in_words(text.start, text.end)}: {shown}; "
        f"coded: {period}",
        f"The phrase {'fits' if holds else 'does not fit'} the date of the text.", readings,
    )  # fmt: skip


def meaning(phrase: str, text: Text) -> tuple[date, date] | None:
    """Return the earliest and latest day that a phrase can mean, seen from the date of the text.

    A phrase with a year of its own may mean anything up to the date of the text; None is returned
    for what cannot be resolved.
    """
    words, year = phrase.lower(), text.end.year
    month = next((m for name, m in _MONTHS.items() if name in phrase), None)
    day = next((d for name, d in _DAYS.items() if name in phrase), None)
    if re.search(r"\b(19|20)\d\d\b", phrase):
        return (date.min, text.end)
    if "the next" in words:
        return (text.start, date.max)
    if "last year" in words:
        return _month(year - 1, month) if month else (date(year - 1, 1, 1), date(year - 1, 12, 31))
    if re.search(r"\b(the|this) year\b", words):
        return (date(year, 1, 1), min(date(year, 12, 31), text.end))
    if month:
        return _month(year - (month > text.end.month), month)
    if day is not None and text.start == text.end:
        there = text.end - timedelta((text.end.weekday() - day) % 7)
        return (there, there)
    return (text.start, text.end) if words in ("now", "currently") else None


def _span_words(start: date, end: date) -> str:
    if start == date.min:
        return f"any time to {end:%B %Y}"
    return f"from {start:%B %Y} on" if end == date.max else in_words(start, end)


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])
