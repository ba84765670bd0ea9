"""Whether a trial lasted long enough, as far as its dates are known."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from app.criteria.submission import Tried
from app.criteria.words import date_words
from app.domain.dates import PartialDate
from app.domain.spans import days_between


class Sure(IntEnum):
    """How sure something is, from not at all to certain."""

    NO = 0
    POSSIBLE = 1
    CERTAIN = 2


@dataclass(frozen=True, slots=True)
class Needed:
    """How long a trial must last: days, and calendar months where the payer counts in months."""

    days: int = 0
    months: int = 0

    @property
    def is_asked(self) -> bool:
        """Whether any length is asked for."""
        return bool(self.days or self.months)

    @property
    def words(self) -> str:
        """`60 days`, `2 months`."""
        if self.months:
            return f"{self.months} months" if self.months > 1 else "1 month"
        return f"{self.days} days"


NO_LENGTH = Needed()


@dataclass(frozen=True, slots=True)
class Length:
    """Whether it is long enough.

    Attributes:
        missing: which date is not known: `start`, `end`, both, or none.
        why: what speaks against it, or leaves it open.
    """

    sure: Sure
    missing: tuple[str, ...] = ()
    why: str = ""


def length_of(trial: Tried, needed: Needed, today: dt.date | None) -> Length:
    """Judge the length of a finished trial; from a partial date only what is certain is taken for certain."""
    if not needed.is_asked:
        return Length(Sure.CERTAIN)
    start, end = trial.start, trial.end
    if start is None or end is None:
        return _open_length(trial, needed, today)
    if today is not None and end.earliest > today:
        return Length(Sure.NO, why="it ends after the day of the request")
    if days_between(start, end) is None:
        return Length(Sure.POSSIBLE, ("start", "end"), "it ends before it begins")
    sure = _sure(start, end, needed)
    return Length(sure, why="" if sure is Sure.CERTAIN else _short(start, end, needed))


def counts_from(start: PartialDate, needed: Needed) -> dt.date:
    """The first day on which the trial is surely long enough."""
    by_days = add_days(start.latest, needed.days)
    return max(by_days, add_months(start.latest, needed.months)) if needed.months else by_days


def add_days(day: dt.date, days: int) -> dt.date:
    """So many days later; a year that was mistyped ends with the calendar."""
    return dt.date.fromordinal(min(day.toordinal() + days, dt.date.max.toordinal()))


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last one of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if year > dt.MAXYEAR:
        return dt.date.max
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _open_length(trial: Tried, needed: Needed, today: dt.date | None) -> Length:
    missing = tuple(name for name, date in (("start", trial.start), ("end", trial.end)) if date is None)
    if trial.start is not None and today is not None:
        longest = _sure(trial.start, PartialDate.of(max(today, trial.start.earliest)), needed)
        if longest is Sure.NO:
            return Length(Sure.NO, why=f"it began on {date_words(trial.start)}, less than {needed.words} ago")
    return Length(Sure.POSSIBLE, missing, "its dates are not known")


def _sure(start: PartialDate, end: PartialDate, needed: Needed) -> Sure:
    answers = []
    if needed.days:
        answers.append(_by(start, end, lambda day: add_days(day, needed.days)))
    if needed.months:
        answers.append(_by(start, end, lambda day: add_months(day, needed.months)))
    if all(answer is answers[0] for answer in answers):
        return answers[0]
    return Sure.POSSIBLE


def _by(start: PartialDate, end: PartialDate, due: Callable[[dt.date], dt.date]) -> Sure:
    if end.earliest >= due(start.latest):
        return Sure.CERTAIN
    return Sure.POSSIBLE if end.latest >= due(start.earliest) else Sure.NO


def _short(start: PartialDate, end: PartialDate, needed: Needed) -> str:
    days = days_between(start, end)
    if days is None:
        return ""
    if not days.is_exact:
        return f"between {days.least} and {days.most} days by its dates, of {needed.words}"
    if needed.days and days.least >= needed.days:
        return f"{days.least} days, but short of {needed.words} by the calendar"
    if needed.months and _by(start, end, lambda day: add_months(day, needed.months)) is Sure.CERTAIN:
        return f"{needed.words} by the calendar, but only {days.least} days of {needed.days}"
    return f"{days.least} days, {needed.days - days.least} short of {needed.days}"
