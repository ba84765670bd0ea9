"""Counting days: calendar days, business days, federal holidays, months that have no such day."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

_SATURDAY = 5
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """How long a rule gives; exactly one of its parts is set."""

    hours: int = 0
    days: int = 0
    business_days: int = 0
    days_without_holidays: int = 0
    months: int = 0

    @property
    def words(self) -> str:
        """`72 hours`, `7 calendar days`, `2 business days`."""
        names = (
            (self.hours, "hour"),
            (self.days, "calendar day"),
            (self.business_days, "business day"),
            (self.days_without_holidays, "calendar day"),
            (self.months, "month"),
        )
        number, name = next(pair for pair in names if pair[0])
        said = f"{number} {name}{'' if number == 1 else 's'}"
        return f"{said} without holidays" if self.days_without_holidays else said

    def after(self, day: dt.date) -> dt.date:
        """The last day of the span that begins with `day` as day 0; hours count as whole days begun."""
        if self.business_days:
            return add_business_days(day, self.business_days)
        if self.days_without_holidays:
            return _counted(day, self.days_without_holidays, lambda found: not is_holiday(found))
        if self.months:
            return add_months(day, self.months)
        return day + dt.timedelta(days=self.days or -(-self.hours // 24))


def is_business_day(day: dt.date) -> bool:
    """Whether the day is neither a Saturday, a Sunday nor a federal holiday."""
    return day.weekday() < _SATURDAY and not is_holiday(day)


def is_holiday(day: dt.date) -> bool:
    """Whether federal offices are closed for a holiday on the day."""
    return day in federal_holidays(day.year)


def add_business_days(day: dt.date, number: int) -> dt.date:
    """The business day that is so many business days later."""
    return _counted(day, number, is_business_day)


def on_business_day(day: dt.date) -> dt.date:
    """The day itself, or the next business day after it."""
    while not is_business_day(day):
        day += _DAY
    return day


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day so many months later; where that month has no such day, the first of the month after it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day <= monthrange(year, month + 1)[1]:
        return dt.date(year, month + 1, day.day)
    year, month = divmod(year * 12 + month + 1, 12)
    return dt.date(year, month + 1, 1)


@cache
def federal_holidays(year: int) -> frozenset[dt.date]:
    """The days of the year on which federal offices are closed for a holiday (5 U.S.C. 6103).

    A holiday on a Saturday is kept on the Friday before, one on a Sunday on the Monday after: so New Year's Day of the
    next year can fall on this year's last day.
    """
    fixed = [dt.date(year, 1, 1), dt.date(year, 7, 4), dt.date(year, 11, 11), dt.date(year, 12, 25)]
    if year >= 2021:
        fixed.append(dt.date(year, 6, 19))
    moving = [_nth(year, 1, 0, 3), _nth(year, 2, 0, 3), _nth(year, 9, 0, 1), _nth(year, 10, 0, 2), _nth(year, 11, 3, 4)]
    days = {_kept(day) for day in (*fixed, dt.date(year + 1, 1, 1))}
    return frozenset(day for day in (*days, *moving, _last_monday_of_may(year)) if day.year == year)


def _kept(day: dt.date) -> dt.date:
    if day.weekday() == _SATURDAY:
        return day - _DAY
    return day + _DAY if day.weekday() > _SATURDAY else day


def _nth(year: int, month: int, weekday: int, number: int) -> dt.date:
    first = dt.date(year, month, 1)
    return first + dt.timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))


def _last_monday_of_may(year: int) -> dt.date:
    last = dt.date(year, 5, 31)
    return last - dt.timedelta(days=last.weekday())


def _counted(day: dt.date, number: int, counts: Callable[[dt.date], bool]) -> dt.date:
    left = number
    while left:
        day += _DAY
        left -= counts(day)
    return day
