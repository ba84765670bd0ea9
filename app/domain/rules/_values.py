"""Values of rules: numbers and dates that are known within bounds, and three-valued logic. None is unknown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from app.domain.dates import PartialDate
from app.domain.facts import FactValue


@dataclass(frozen=True, slots=True)
class Range:
    """A number known to lie between two bounds; `most` None is without bound. Dates are numbers of days."""

    least: Decimal
    most: Decimal | None
    is_date: bool = False

    @classmethod
    def exactly(cls, number: Decimal | int) -> Range:
        """One number."""
        return cls(Decimal(number), Decimal(number))

    @classmethod
    def of_date(cls, earliest: dt.date, latest: dt.date) -> Range:
        """A date known within bounds."""
        return cls(Decimal(earliest.toordinal()), Decimal(latest.toordinal()), is_date=True)


Value = bool | str | Range | None


def value_of(fact: FactValue | None) -> Value:
    """A fact's value, as rules calculate with it."""
    if fact is None or isinstance(fact, bool | str):
        return fact
    if isinstance(fact, PartialDate):
        return Range.of_date(fact.earliest, fact.latest)
    if isinstance(fact, dt.date):
        return Range.of_date(fact, fact)
    return Range.exactly(fact)


def plain(value: Value) -> bool | str | Decimal | None:
    """What is told outside: an inexact number is unknown, a date is written as US forms want it."""
    if not isinstance(value, Range):
        return value
    if value.most is None or value.least != value.most:
        return None
    if value.is_date:
        return PartialDate.of(dt.date.fromordinal(int(value.least))).us()
    return value.least


def all_of(values: Iterable[Value]) -> bool | None:
    """Kleene's "and": one "no" settles it, whatever is unknown."""
    found = [truth(value) for value in values]
    if False in found:
        return False
    return None if None in found else True


def any_of(values: Iterable[Value]) -> bool | None:
    """Kleene's "or": one "yes" settles it, whatever is unknown."""
    found = [truth(value) for value in values]
    if True in found:
        return True
    return None if None in found else False


def negated(value: Value) -> bool | None:
    """Kleene's "not"."""
    known = truth(value)
    return None if known is None else not known


def truth(value: Value) -> bool | None:
    """Yes, no or unknown; a text or number where a yes/no is wanted is unknown."""
    return value if isinstance(value, bool) else None


def equal(left: Value, right: Value) -> bool | None:
    """Whether two values are the same; values of different kinds cannot be compared and give unknown."""
    if left is None or right is None:
        return None
    if isinstance(left, Range) and isinstance(right, Range):
        apart = any_of((below(left, right), below(right, left)))
        same = left.least == left.most == right.least == right.most
        return True if same else (False if apart else None)
    if isinstance(left, Range) or isinstance(right, Range):
        return None
    return _word(left) == _word(right)


def below(left: Value, right: Value) -> bool | None:
    """Whether the left is less than the right, in numbers or dates."""
    if not isinstance(left, Range) or not isinstance(right, Range) or left.is_date != right.is_date:
        return None
    if left.most is not None and left.most < right.least:
        return True
    return False if right.most is not None and left.least >= right.most else None


def added(left: Value, right: Value) -> Value:
    """The sum of numbers, a date and days, or two texts in a row."""
    if isinstance(left, str) and isinstance(right, str):
        return left + right
    if not isinstance(left, Range) or not isinstance(right, Range) or (left.is_date and right.is_date):
        return None
    most = None if left.most is None or right.most is None else left.most + right.most
    return Range(left.least + right.least, most, left.is_date or right.is_date)


def subtracted(left: Value, right: Value) -> Value:
    """The difference of numbers, of two dates in days, or a date so many days earlier."""
    if not isinstance(left, Range) or not isinstance(right, Range) or (right.is_date and not left.is_date):
        return None
    if right.most is None:
        return None
    most = None if left.most is None else left.most - right.least
    return Range(left.least - right.most, most, left.is_date and not right.is_date)


def _word(value: bool | str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.strip().lower()
