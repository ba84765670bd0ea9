"""What a form prints about itself: title, payer, edition and fax number, as a first guess for a person to correct."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.pdf.finder.sight import PageSight, TextLine

_FAX = re.compile(r"fax[^0-9(]{0,60}(\(?1?[-. (]{0,2}\d{3}\)?[-. ]{0,2}\d{3}[-. ]\d{4})", re.IGNORECASE)
_PHONE = r"\(?\d{3}\)?[-. ]?\d{3}[-. ]\d{4}"
_EDITION = re.compile(
    r"(?:\b(?:rev(?:ised|ision)?|version|effective|updated|form (?:date|no))\b[.:]?\s*(?:date)?[:.]?\s*)"
    r"([0-9A-Z][0-9A-Za-z./_-]{2,20}|[A-Z][a-z]+ \d{4})"
    r"|\b([A-Z]{1,6}[-_ ]?\d{2,}[A-Z0-9_.-]*\s*\(?\d{1,2}[-/]\d{2,4}\)?)"
    r"|\b((?:0?[1-9]|1[0-2])/(?:20)?\d\d)\s*$",
)
_PAYERS = re.compile(
    r"\b(health|blue|cross|shield|aetna|cigna|anthem|humana|caremark|optum|united|molina|centene|medicaid|medicare|"
    r"insurance|plan|rx|kaiser|tricare|magellan|express scripts|prime)\b",
    re.IGNORECASE,
)
_ABOUT_TITLE = re.compile(r"\b(form|request|authorization|determination|certification|review)\b", re.IGNORECASE)
#: A label of a box, not the name of a payer.
_LABEL = re.compile(r":|\b(id|number|name|phone|fax|date)\b|#", re.IGNORECASE)
_TOP_LINES = 14
_LONGEST_TITLE = 110
_NAME_WORDS = 8


@dataclass(frozen=True, slots=True)
class About:
    """What a form prints about itself; empty where nothing was found."""

    title: str = ""
    payer: str = ""
    edition: str = ""
    edition_at: str = ""
    fax: str = ""
    fax_at: str = ""


def about(sights: Sequence[PageSight]) -> About:
    """What the pages print about the form."""
    readable = [sight for sight in sights if sight.plausible and sight.lines]
    if not readable:
        return About()
    first = readable[0]
    top = sorted(first.lines, key=lambda line: -line.rect.y1)[:_TOP_LINES]
    title = _title(top)
    edition, edition_at = _edition(readable)
    fax, fax_at = _fax(readable)
    return About(title, _payer(top, title), edition, edition_at, fax, fax_at)


def _title(top: Sequence[TextLine]) -> str:
    named = [line for line in top if _ABOUT_TITLE.search(line.text) and len(line.text) <= _LONGEST_TITLE]
    if not named:
        return ""
    best = max(named, key=lambda line: (round(line.size_pt), line.bold, line.rect.y1))
    return _tidy(best.text)


def _payer(top: Sequence[TextLine], title: str) -> str:
    named = [line for line in top if _PAYERS.search(line.text) and _tidy(line.text) != title and len(line.text) < 60]
    named = [line for line in named if not _ABOUT_TITLE.search(line.text) and not re.search(_PHONE, line.text)]
    named = [line for line in named if _is_name(line.text) and not _LABEL.search(line.text)]
    return _tidy(max(named, key=lambda line: (round(line.size_pt), line.rect.y1)).text) if named else ""


def _edition(sights: Sequence[PageSight]) -> tuple[str, str]:
    """Editions stand at the foot of a page, seldom at its head."""
    for sight in sights:
        for line in sorted(sight.lines, key=lambda item: item.rect.y0)[:6]:
            match = _EDITION.search(line.text)
            if match is not None:
                return next(part for part in match.groups() if part).strip(), f"page {sight.page}, at the bottom"
    return "", ""


def _fax(sights: Sequence[PageSight]) -> tuple[str, str]:
    for sight in sights:
        match = _FAX.search(" ".join(line.text for line in sight.lines))
        if match is not None:
            return match[1].strip(), f"page {sight.page}"
    return "", ""


def _is_name(text: str) -> bool:
    """Whether its words begin with capitals, as those of a name do and those of a sentence do not."""
    words = [word for word in text.split() if word[0].isalpha() and word.lower() not in ("of", "and", "the", "for")]
    return 0 < len(words) <= _NAME_WORDS and all(word[0].isupper() for word in words)


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(" :*")
