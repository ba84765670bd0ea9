"""How values are written: dates, telephones, choices and parts of them, as the box wants them. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from app.domain.dates import PartialDate
from app.domain.facts import FactValue
from app.domain.parts import as_text, part_of
from app.domain.vocabulary import KeyKind, KeyRef
from app.mapping.model import Source
from app.mapping.references import reference

_DATE_TOKEN = re.compile(r"YYYY|YY|MON|MM|DD|M|D")
_KEPT_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CASES = ("upper", "lower", "digits")


def is_format(text: str) -> bool:
    """Whether a pack may write this as a format: `upper`, `lower`, `digits`, `MM/DD/YY`, `###-###-####`."""
    if text in _CASES:
        return True
    if text.count("#") == 10:
        return not re.search(r"[A-Za-z]", text)
    return bool(_DATE_TOKEN.search(text)) and not re.search(r"[A-Za-z#]", _DATE_TOKEN.sub("", text))


def write(value: FactValue, ref: KeyRef, form: str = "", words: Mapping[str, str] | None = None) -> str | None:
    """A fact as it stands on paper; None where the part asked for is not known.

    Args:
        value: of the fact.
        ref: the key, with the part asked for.
        form: a format of the pack, or empty for the usual way.
        words: what the pack prints for single values of a choice.
    """
    if ref.part is not None:
        return part_of(ref, value)
    code = plain_code(value)
    if words and code in words:
        return words[code]
    if isinstance(value, dt.date | PartialDate) and form and form not in _CASES:
        return date_text(value, form)
    if ref.kind is KeyKind.TEL and "#" in form:
        return phone_text(str(value), form)
    return in_case(as_text(ref, value), form)


def plain_code(value: FactValue) -> str:
    """The value as packs write it: yes, no, or the text itself."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def in_case(text: str, form: str) -> str:
    """Upper case, lower case or digits only, where the format asks for it."""
    if form == "upper":
        return text.upper()
    if form == "lower":
        return text.lower()
    if form == "digits":
        return "".join(char for char in text if char.isdecimal())
    return text


def date_text(value: dt.date | PartialDate, pattern: str) -> str:
    """A date by a pattern of `YYYY YY MON MM DD M D`; one not known to the day as `03/2026` or `2026`."""
    partial = value if isinstance(value, PartialDate) else PartialDate.of(value)
    if partial.month is None or partial.day is None:
        return partial.us()
    month, day = partial.month, partial.day
    parts = {
        "YYYY": f"{partial.year:04}",
        "YY": f"{partial.year % 100:02}",
        "MON": _MONTHS[month - 1],
        "MM": f"{month:02}",
        "M": str(month),
        "DD": f"{day:02}",
        "D": str(day),
    }
    return _DATE_TOKEN.sub(lambda match: parts[match[0]], pattern)


def phone_text(phone: str, pattern: str) -> str:
    """Ten digits by a pattern of `#`, an extension after them; anything else as it is."""
    digits, _, extension = phone.partition("x")
    if len(digits) != 10 or not digits.isdecimal():
        return phone
    each = iter(digits)
    text = "".join(next(each) if char == "#" else char for char in pattern)
    return f"{text} x{extension}" if extension else text


def answered_date(answer: str, part: str) -> str | None:
    """An answer that is a date, kept as `2026-11-24` or `2026-11`, or one part of it.

    Returns:
        What was typed where it is no such date; None where it has no such part.
    """
    match = _KEPT_DATE.fullmatch(answer)
    if match is None:
        return answer if not part else None
    date = PartialDate(*(None if number is None else int(number) for number in match.groups()))  # type: ignore[arg-type]
    return write(date, reference(f"request.date:{part}" if part else "request.date"))


def written_date(source: Source, day: dt.date) -> str:
    """The date of signing as its box wants it."""
    ref = reference(source.keys[0])
    return write(day, ref, source.format) or ""
