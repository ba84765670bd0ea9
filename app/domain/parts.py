"""A fact's value as it stands on paper: whole, or one part of a split box."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from app.domain.dates import PartialDate
from app.domain.facts import FactValue
from app.domain.typed import format_phone, read_phone
from app.domain.vocabulary import KeyKind, KeyRef


def part_of(ref: KeyRef, value: FactValue) -> str | None:
    """The part that a reference names, `:MM` of a date or `:area` of a telephone.

    Returns:
        The text, or None where the value has no such part: the day of `03/2026`, the extension of a number without one.
    """
    if ref.kind is KeyKind.DATE:
        return _date_part(ref.part, value)
    if ref.kind is KeyKind.TEL:
        return _phone_part(ref.part, str(value))
    if ref.kind is KeyKind.ZIP:
        return _zip_part(ref.part, str(value))
    return None


def as_text(ref: KeyRef, value: FactValue) -> str:
    """The whole value as US forms want it: `03/07/1985`, `(617) 555-0101`, `Yes`, `22.5`, `Chronic migraine`."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, PartialDate):
        return value.us()
    if isinstance(value, dt.date):
        return PartialDate.of(value).us()
    if isinstance(value, Decimal):
        return number_text(value)
    if ref.kind is KeyKind.TEL:
        return format_phone(str(value))
    return ref.spec.value_names.get(str(value), str(value))


def number_text(number: Decimal) -> str:
    """A number without an exponent and without needless zeros: `155`, `22.5`."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _date_part(part: str | None, value: FactValue) -> str | None:
    if not isinstance(value, PartialDate):
        if not isinstance(value, dt.date):
            return None
        value = PartialDate.of(value)
    known = {
        "MM": None if value.month is None else f"{value.month:02}",
        "DD": None if value.day is None else f"{value.day:02}",
        "YYYY": f"{value.year:04}",
        "YY": f"{value.year % 100:02}",
    }
    return known.get(part or "")


def _phone_part(part: str | None, value: str) -> str | None:
    kept = read_phone(value)
    if kept is None:
        return None
    digits, _, extension = kept.partition("x")
    known = {
        "area": digits[:3],
        "prefix": digits[3:6],
        "line": digits[6:],
        "local": f"{digits[3:6]}-{digits[6:]}",
        "ext": extension or None,
    }
    return known.get(part or "")


def _zip_part(part: str | None, value: str) -> str | None:
    match = re.fullmatch(r"([0-9]{5})(?:-?([0-9]{4}))?", value.strip())
    if match is None:
        return None
    return {"zip5": match[1], "plus4": match[2]}.get(part or "")
