"""How long something lasted: in days as far as the dates are known, and in plain words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from app.domain.dates import PartialDate


@dataclass(frozen=True, slots=True)
class Days:
    """A number of days known to lie between two bounds, both included.

    A trial from 1 March to 30 April lasted 60 days: the last day less the first.
    """

    least: int
    most: int

    @property
    def is_exact(self) -> bool:
        """Whether both bounds agree."""
        return self.least == self.most


def days_between(start: PartialDate, end: PartialDate) -> Days | None:
    """The days from start to end; None where the end lies before the start."""
    most = (end.latest - start.earliest).days
    if most < 0:
        return None
    return Days(max((end.earliest - start.latest).days, 0), most)


def span_in_words(start: PartialDate, end: PartialDate) -> str:
    """`100 days` for whole dates, `about 3 months` or `about 2 years` for partial ones, else empty."""
    days = days_between(start, end)
    if days is None:
        return ""
    if days.is_exact:
        return _count(days.least, "day")
    if start.month is not None and end.month is not None:
        months = round((days.least + days.most) / 2 / 30.44)
        return f"about {_count(months, 'month')}" if months else "less than a month"
    years = end.year - start.year
    return f"about {_count(years, 'year')}" if years else ""


def age_in_years(born: dt.date, day: dt.date) -> int:
    """Whole years on the day; somebody born on 29 February has the birthday on 1 March in other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
