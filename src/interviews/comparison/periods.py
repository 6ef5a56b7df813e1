"""Periods: what lies in what, how many months, how a period is said."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Period:
    """From a first to a last day, both included; None where a text gives none."""

    first: date | None = None
    last: date | None = None

    def __bool__(self) -> bool:
        """Return whether both days are known."""
        return self.first is not None and self.last is not None

    @property
    def start(self) -> date:
        """Return the first day; raises `ValueError` for a period without one."""
        return _known(self.first)

    @property
    def end(self) -> date:
        """Return the last day; raises `ValueError` for a period without one."""
        return _known(self.last)

    @property
    def months(self) -> int:
        """Return how many calendar months it touches."""
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1

    @property
    def whole(self) -> bool:
        """Return whether it is made of whole months."""
        return bool(self) and self.start.day == 1 and (self.end + timedelta(1)).day == 1

    def within(self, other: "Period") -> bool:
        """Return whether it lies in another, or is the same."""
        return bool(self and other) and other.start <= self.start and self.end <= other.end

    def overlaps(self, other: "Period") -> bool:
        """Return whether the two have a day in common."""
        return bool(self and other) and self.start <= other.end and other.start <= self.end

    def nested(self, other: "Period") -> bool:
        """Return whether one of the two lies within the other."""
        return self.within(other) or other.within(self)

    def __str__(self) -> str:
        """Return the period in words.

        >>> print(Period(date(2024, 1, 1), date(2024, 7, 31)))
        January to July 2024
        >>> print(Period(date(2023, 1, 1), date(2023, 12, 31)), Period(), sep="; ")
        2023; no date
        """
        if not self:
            return "no date"
        if self.start == self.end:
            return f"{self.end.day} {self.end:%B %Y}"
        if self.whole and self.start.month == 1 and self.end.month == 12:
            years = (str(self.start.year), str(self.end.year))
            return " to ".join(dict.fromkeys(years))
        return self._within_years()

    def _within_years(self) -> str:
        start, end = self.start, self.end
        same_month = (start.year, start.month) == (end.year, end.month)
        if self.whole:
            first = f"{start:%B}" if start.year == end.year else f"{start:%B %Y}"
            return f"{end:%B %Y}" if same_month else f"{first} to {end:%B %Y}"
        first = f"{start.day}" if same_month else f"{start.day} {start:%B %Y}"
        return f"{first} to {end.day} {end:%B %Y}"


def _known(day: date | None) -> date:
    if day is None:
        raise ValueError("a period without dates has no first and no last day: ask bool() first")
    return day
