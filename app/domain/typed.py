"""What is typed at the desk, read: dates, telephones, numbers, body measures. What cannot be read gives None."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from calendar import monthrange
from decimal import Decimal, InvalidOperation

from app.domain.dates import PartialDate
from app.domain.place import BodyMeasure, Unit

#: A two-digit year lies at most this many years ahead: in 2026, `36` is 2036 and `37` is 1937.
PIVOT_YEARS_AHEAD = 10
_FIRST_YEAR, _LAST_YEAR = 1900, 2100

_MONTHS = "january february march april may june july august september october november december"
_RELATIVE = re.compile(r"t((?:[+-][0-9]{1,5}[dwmy]?)*)")
_STEP = re.compile(r"([+-])([0-9]+)([dwmy]?)")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})(?:-([0-9]{1,2}))?")
_THREE = re.compile(r"([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]([0-9]{4}|[0-9]{2})")
_TWO = re.compile(r"([0-9]{1,2})[/.\-]([0-9]{4}|[0-9]{2})")
_WORDS = re.compile(r"([a-z]{3,9})\.? (?:([0-9]{1,2})(?:st|nd|rd|th)?,? )?([0-9]{4})")
_WORDS_DAY_FIRST = re.compile(r"([0-9]{1,2}) ([a-z]{3,9})\.?,? ([0-9]{4})")
_PHONE = re.compile(r"\+?([0-9\s().\-/]+?)(?:\s*(?:ext\.?|extension|x|#)\s*([0-9]{1,6}))?", re.IGNORECASE)
_FEET = re.compile(
    r"([0-9])\s*(?:'|′|’|ft\.?|feet)\s*(?:([0-9]{1,2}(?:\.[0-9]+)?)\s*(?:\"|″|”|''|in\.?|inches)?)?", re.IGNORECASE
)
_MEASURE = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?)\s*([a-z\"″”]*)\.?", re.IGNORECASE)
_UNITS = {
    **dict.fromkeys(("in", "inch", "inches", '"', "″", "”"), Unit.INCH),
    **dict.fromkeys(("cm", "cms"), Unit.CENTIMETRE),
    **dict.fromkeys(("lb", "lbs", "pound", "pounds", "#"), Unit.POUND),
    **dict.fromkeys(("kg", "kgs", "kilo", "kilos"), Unit.KILOGRAM),
}


def read_date(text: str, today: dt.date, *, past_only: bool = False) -> PartialDate | None:
    """Read a date as an office types it.

    `3/4/85`, `3-4-1985`, `030485`, `03041985`, `1985-03-04`, `Mar 4, 1985` are days; `3/1985`, `3/85`, `1985-03`,
    `March 1985` are months; `1985` is a year; `t` is today, `t-90` ninety days ago, `t-6w`, `t-3m`, `t+1y`.
    `3/24` could be a day or a month, and is not read.

    Args:
        text: what was typed.
        today: the office's date.
        past_only: a date later than today is not read.
    """
    found = _read(text, today, dt.date(today.year + PIVOT_YEARS_AHEAD, 12, 31))
    return None if found is None or (past_only and found.earliest > today) else found


def read_birth_date(text: str, today: dt.date) -> dt.date | None:
    """Read a date of birth: a whole day, never in the future; `12/1/30` is 1930."""
    found = _read(text, today, today)
    return found.earliest if found is not None and found.is_exact and found.earliest <= today else None


def read_phone(text: str) -> str | None:
    """Ten digits, `x` and the extension where there is one; None where it is no US telephone number."""
    match = _PHONE.fullmatch(text.strip())
    if match is None:
        return None
    digits = re.sub(r"[^0-9]", "", match[1])
    if len(digits) == 11 and digits[0] == "1":
        digits = digits[1:]
    if len(digits) != 10:
        return None
    return f"{digits}x{match[2]}" if match[2] else digits


def format_phone(text: str) -> str:
    """`(617) 555-0101 x12`; what is no telephone number stays as it is."""
    kept = read_phone(text)
    if kept is None:
        return text
    digits, _, extension = kept.partition("x")
    shown = f"({digits[:3]}) {digits[3:6]}-{digits[6:]}"
    return f"{shown} x{extension}" if extension else shown


def read_number(text: str) -> Decimal | None:
    """A plain number, with or without thousands commas."""
    cleaned = text.strip()
    if not re.fullmatch(r"[+-]?([0-9]{1,3}(,[0-9]{3})+|[0-9]+)?(\.[0-9]+)?", cleaned) or not any(
        c.isdigit() for c in cleaned
    ):
        return None
    try:
        return Decimal(cleaned.replace(",", ""))
    except InvalidOperation:
        return None


def read_body_measure(text: str, unit: Unit) -> BodyMeasure | None:
    """A height or weight: `5'6"`, `66 in`, `168 cm`, `150 lb`, `68 kg`; a bare number is in `unit`."""
    cleaned = text.strip().lower()
    if feet := _FEET.fullmatch(cleaned):
        inches = Decimal(feet[2] or 0)
        return BodyMeasure(int(feet[1]) * 12 + inches, Unit.INCH) if inches < 12 else None
    match = _MEASURE.fullmatch(cleaned)
    if match is None:
        return None
    value = read_number(match[1])
    found = _UNITS.get(match[2]) if match[2] else unit
    return None if value is None or found is None else BodyMeasure(value, found)


def tidy_name(text: str) -> str:
    """A name as typed, with single spaces; never recased."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _read(text: str, today: dt.date, latest: dt.date) -> PartialDate | None:
    """Read a date; `latest` is the last one that a two-digit year can mean."""
    found = _any_date(" ".join(text.lower().split()), today, latest)
    return None if found is None or not _FIRST_YEAR <= found.year <= _LAST_YEAR else found


def _any_date(text: str, today: dt.date, latest: dt.date) -> PartialDate | None:
    if match := _RELATIVE.fullmatch(text):
        return _relative(match[1], today)
    if match := _ISO.fullmatch(text):
        return _date(match[1], match[2], match[3])
    if match := _THREE.fullmatch(text):
        return _with_year(match[3], match[1], match[2], latest)
    if match := _TWO.fullmatch(text):
        month, year = match[1], match[2]
        return None if len(year) == 2 and int(year) <= 31 else _with_year(year, month, None, latest)
    if text.isascii() and text.isdigit():
        return _digits(text, latest)
    return _words(text)


def _relative(steps: str, today: dt.date) -> PartialDate | None:
    day = today
    try:
        for sign, count, unit in _STEP.findall(steps):
            number = int(count) if sign == "+" else -int(count)
            if unit in ("", "d", "w"):
                day += dt.timedelta(days=number * (7 if unit == "w" else 1))
            else:
                day = add_months(day, number * (12 if unit == "y" else 1))
    except (OverflowError, ValueError):
        return None
    return PartialDate.of(day)


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day so many months later or earlier; the last of the month where that month is shorter.

    Raises:
        ValueError: the year leaves the calendar.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise ValueError("the year leaves the calendar")
    return dt.date(year, month, min(day.day, monthrange(year, month)[1]))


def _digits(text: str, latest: dt.date) -> PartialDate | None:
    if len(text) == 4:
        return _date(text, None, None)
    if len(text) == 6:
        return _with_year(text[4:], text[:2], text[2:4], latest)
    if len(text) == 8:
        return _date(text[4:], text[:2], text[2:4]) or _date(text[:4], text[4:6], text[6:])
    return None


def _words(text: str) -> PartialDate | None:
    if match := _WORDS.fullmatch(text):
        name, day, year = match[1], match[2], match[3]
    elif match := _WORDS_DAY_FIRST.fullmatch(text):
        day, name, year = match[1], match[2], match[3]
    else:
        return None
    months = _MONTHS.split()
    known = [i for i, full in enumerate(months, 1) if name in (full, full[:3]) or (name == "sept" and i == 9)]
    return _date(year, str(known[0]), day) if known else None


def _with_year(year: str, month: str, day: str | None, latest: dt.date) -> PartialDate | None:
    """The date; a year of two digits is the last one that gives no date after `latest`."""
    if len(year) == 4:
        return _date(year, month, day)
    this_century = latest.year // 100 * 100 + int(year)
    found = [_date(str(this_century - back), month, day) for back in (0, 100)]
    return next((date for date in found if date is not None and date.earliest <= latest), None)


def _date(year: str, month: str | None, day: str | None) -> PartialDate | None:
    try:
        return PartialDate(int(year), int(month) if month else None, int(day) if day else None)
    except ValueError:
        return None
