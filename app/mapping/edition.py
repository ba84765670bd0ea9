"""Which edition a form prints, and which of two is the newer one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
_DAY = rf"(?:{_MONTH}\.? (?:\d{{1,2}}, )?\d{{4}}|\d{{1,2}}[-/.]\d{{1,2}}[-/.](?:20)?\d\d|\d{{1,2}}[-/.](?:20)?\d\d)"
_SAID = (
    r"(?:last\s+)?(?:rev(?:ised|ision)?|version|effective|updated|current as of|form date|ed(?:ition)?)"
    r"[.:]?(?:\s+(?:date|on))?[:.]?"
)
_CODE = r"[A-Z][A-Z0-9]*(?:[-_][A-Z0-9]+)*"
#: From the surest sign of an edition to the weakest.
_SIGNS = tuple(
    re.compile(text, re.IGNORECASE)
    for text in (
        rf"(?<!\w)((?-i:{_CODE}[-_ ]?\d[\w.-]*|\d{{3,5}})\s*\(\d{{1,2}}[-/]\d{{2,4}}\))",
        r"\b((?-i:[A-Z]{2,}[A-Z-]*\d[\w-]*)\s*[|•·]\s*(?:\d{1,2}[-/]\d{2,4}|\d{4}))\b",
        rf"\b((?-i:(?:[A-Z]{{2,}}-)+\d{{4,}}-\d\d)\b(?:[-\w]*\s+(?:{_SAID}\s*)?{_DAY})?)",
        rf"\b{_SAID}\s*({_DAY}|(?-i:[0-9][0-9A-Za-z./_-]{{2,12}}))",
        r"(?:_\s*|^)((?:20\d\d)(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))\b",
        rf"\b((?:va |cms |state )?form [\dA-Z-]*\d[\dA-Z-]*,?\s+{_MONTH} \d{{4}})",
        rf"\b((?-i:{_CODE}\d[\w-]*)\s+(?:new|rev\.?|ed\.?)\s+{_DAY})",
        r"\b((?-i:[A-Z]{4,}\d{4,}-\d[\w.-]*))",
        r"(?:^|\s)(v\d{6})\s*$",
        r"(?:^|\s)((?:0?[1-9]|1[0-2])/(?:20)?[0-3]\d)\s*$",
    )
)
_ADDRESS = re.compile(r"\b[A-Z]{2}\s+\d{5}(?:-\d{4})?\b|\bOMB\b[^.;)]{0,40}\)?|\bpage \d+(?: of \d+)?", re.IGNORECASE)
_WORD_DATE = re.compile(rf"({_MONTH})\.?[ _]?(?:(\d{{1,2}}), ?)?(\d{{4}})|(20\d\d)({_MONTH})", re.IGNORECASE)
_FULL = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.]((?:20)?\d\d)(?!\d)")
_ISO = re.compile(r"(?<!\d)(20\d\d)-(\d\d)(?:-(\d\d))?(?!\d)")
_SHORT = re.compile(r"(?<!\d)(\d{1,2})[-/.]((?:20)?\d\d)(?!\d)")
_LONG_RUN = re.compile(r"(?<!\d)(0[1-9]|1[0-2])([0-3]\d)(20\d\d)(?!\d)")
_RUN = re.compile(r"(?<!\d)(0[1-9]|1[0-2])(\d\d)?(\d\d)(?!\d)")
_CENTURY = 2000


class Age(StrEnum):
    """How a blank's edition stands to the one that is known."""

    SAME = "same"
    NEWER = "newer"
    OLDER = "older"
    UNKNOWN = "unknown"


def edition_in(lines: Iterable[str]) -> str:
    """The edition that some lines of a form print, the surest sign of them all; empty where there is none."""
    texts = [" ".join(_ADDRESS.sub(" ", line).split()) for line in lines]
    for sign in _SIGNS:
        for text in texts:
            match = sign.search(text)
            if match is not None:
                return match[1].strip(" .,;:")
    return ""


def edition_like(known: str, texts: Iterable[str]) -> str:
    """What stands on a form in the shape of a known edition: `GR-68535-3 (2-17)` for `GR-68535-3 (1-25)`.

    Only a shape with letters or brackets says enough: any date looks like `12/16`.
    """
    if not re.search(r"[A-Za-z]{2}|\(", known):
        return ""
    parts = re.findall(r"\d+|[A-Za-z]+|\s+|[^\w\s]|_", known)
    shape = "".join(_shape(part) for part in parts)
    found = re.search(rf"(?<!\w){shape}(?!\w)", " ".join(" ".join(texts).split()), re.IGNORECASE)
    return found[0] if found is not None else ""


def edition_date(text: str) -> tuple[int, int, int] | None:
    """Year, month and day of an edition, 0 for what it does not say; None where it says no date."""
    if match := _WORD_DATE.search(text):
        month = _MONTHS.index((match[1] or match[5])[:3].lower()) + 1
        return int(match[3] or match[4]), month, int(match[2] or 0)
    if match := _ISO.search(text):
        return int(match[1]), int(match[2]), int(match[3] or 0)
    if match := _FULL.search(text):
        return _valid(_year(match[3]), int(match[1]), int(match[2]))
    made = [_valid(int(match[3]), int(match[1]), int(match[2])) for match in _LONG_RUN.finditer(text)]
    made += [_valid(_year(match[2]), int(match[1]), 0) for match in reversed(list(_SHORT.finditer(text)))]
    made += [_valid(_year(match[3]), int(match[1]), int(match[2] or 0)) for match in _RUN.finditer(text)]
    return next((date for date in made if date is not None), None)


def age_of(printed: str, known: str) -> Age:
    """How the edition that a blank prints stands to the one that is known."""
    if not printed or not known:
        return Age.UNKNOWN
    if _plain(printed) == _plain(known):
        return Age.SAME
    one, other = edition_date(printed), edition_date(known)
    if one is None or other is None or one == other:
        return Age.UNKNOWN
    # A day that only one of them says decides nothing.
    if one[:2] == other[:2] and 0 in (one[2], other[2]):
        return Age.UNKNOWN
    return Age.NEWER if one > other else Age.OLDER


def _shape(part: str) -> str:
    if part.isdigit():
        return rf"\d{{{max(1, len(part) - 1)},{len(part) + 1}}}"
    if part.isspace():
        return r"\s*"
    if part[:3].lower() in _MONTHS:
        return _MONTH
    return re.escape(part)


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else _CENTURY + int(text)


def _valid(year: int, month: int, day: int) -> tuple[int, int, int] | None:
    return (year, month, day) if 1 <= month <= 12 and day <= 31 and 1995 <= year <= 2060 else None


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()
