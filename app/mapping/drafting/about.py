"""What a form prints about itself: title, payer, edition and fax number, as a first guess for a person to correct."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from app.mapping.drafting.payers import payer_of
from app.mapping.edition import edition_in
from app.pdf.finder.sight import PageSight, TextLine

_FAX = re.compile(r"fax[^0-9(]{0,60}(\(?1?[-. (]{0,2}\d{3}\)?[-. ]{0,2}\d{3}[-. ]\d{4})", re.IGNORECASE)
#: Words of a title, and how many points of size each is worth.
_TITLE_WORDS = (
    (re.compile(r"authori[sz]ation|precertification|determination|exception|certification", re.IGNORECASE), 4.0),
    (re.compile(r"\brequest|\breport\b|\breview\b|\bprocessing\b", re.IGNORECASE), 2.0),
    (re.compile(r"\bform\b|form$", re.IGNORECASE), 2.0),
)
_NO_TITLE = re.compile(r"^instructions?\b|\bthis form\b|\bplease\b|\bhttps?:|\.\s*$|:\s|do not copy", re.IGNORECASE)
_CURRENT = re.compile(r"\bcurrent as of ([A-Z][a-z]+ \d{4}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})")
_PAGE_NUMBER = re.compile(r"\s*\(?\bpage \d+(?: of \d+)?\)?", re.IGNORECASE)
_TOP_LINES = 24
_LONGEST_TITLE = 110
#: How much two lines of one heading differ in size, and how far they are apart, in sizes.
_SAME_SIZE_PT, _NEXT_LINE = 0.7, 1.75
#: How much larger than the usual print a title is that is not written in capitals.
_TITLE_SIZE = 1.25
#: Lines at the foot and at the head of a page where an edition may stand.
_FOOT_LINES, _HEAD_LINES = 7, 4
_ONE_LINE_PT = 3.0


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
    edition, edition_at = printed_edition(readable)
    fax, fax_at = _fax(readable)
    payer = payer_of(readable)
    return About(_without(payer, _title(readable[0])), payer, edition, edition_at, fax, fax_at)


def printed_edition(sights: Sequence[PageSight]) -> tuple[str, str]:
    """The edition that the pages print, and where. It stands at the foot of a page, seldom at its head."""
    for sight in sights:
        lines = sorted(sight.lines, key=lambda line: line.rect.y0)
        for part, where in ((lines[:_FOOT_LINES], "bottom"), (lines[-_HEAD_LINES:][::-1], "top")):
            found = edition_in(_joined(part))
            if found:
                return found, f"page {sight.page}, at the {where}"
    said = next((match for line in sights[0].lines if (match := _CURRENT.search(line.text))), None)
    return ("", "") if said is None else (said[1], f"page {sights[0].page}, “{said[0]}”")


def _without(payer: str, title: str) -> str:
    """The title without the payer's name in front of it, where it is a title still."""
    rest = title.removeprefix(payer).strip(" ,:–-") if payer else title
    return rest if any(words.search(rest) for words, _ in _TITLE_WORDS) else title


def _title(sight: PageSight) -> str:
    top = sorted(sight.lines, key=lambda line: -line.rect.y1)[:_TOP_LINES]
    named = [line for line in top if _worth(line) > 0 and len(line.text) <= _LONGEST_TITLE]
    largest = max((line.size_pt for line in sight.lines), default=0.0)
    named = [
        line
        for line in named
        if not _NO_TITLE.search(line.text) and (_is_heading(line.text) or _stands_out(line, largest, sight.lines))
    ]
    if not named:
        return ""
    best = max(named, key=lambda line: (round(line.size_pt) + _worth(line) + line.bold, line.rect.y1))
    whole = _tidy(" ".join(line.text for line in _heading(top, best)))
    return whole if len(whole) <= _LONGEST_TITLE else _tidy(best.text)


def _heading(lines: Sequence[TextLine], best: TextLine) -> list[TextLine]:
    """The lines of one heading: of one size, one below the other, under one another."""
    found = [best]
    for line in sorted(lines, key=lambda item: abs(item.baseline - best.baseline)):
        near = min(abs(line.baseline - item.baseline) for item in found)
        is_next = 0 < near <= _NEXT_LINE * best.size_pt and abs(line.size_pt - best.size_pt) <= _SAME_SIZE_PT
        beside = min(line.rect.x1, best.rect.x1) > max(line.rect.x0, best.rect.x0)
        if line not in found and is_next and beside and line.bold == best.bold and not _NO_TITLE.search(line.text):
            found.append(line)
    return sorted(found, key=lambda line: -line.baseline)


def _is_heading(text: str) -> bool:
    """Whether its longer words begin with capitals, as those of a title do and those of a sentence do not."""
    words = [word for word in text.split() if len(word) > 3 and word[0].isalpha()]
    return sum(word[0].isupper() for word in words) >= 0.6 * len(words)


def _stands_out(line: TextLine, largest_pt: float, lines: Sequence[TextLine]) -> bool:
    """Whether it is set as a title is, in whatever letters: larger than nearly everything on the page."""
    usual = median(item.size_pt for item in lines)
    return line.size_pt >= largest_pt - _SAME_SIZE_PT and line.size_pt >= _TITLE_SIZE * usual


def _worth(line: TextLine) -> float:
    return sum(points for words, points in _TITLE_WORDS if words.search(line.text))


def _joined(lines: Sequence[TextLine]) -> list[str]:
    """Each line, and after them those on one baseline as one."""
    rows: list[list[TextLine]] = []
    for line in lines:
        row = next((item for item in rows if abs(item[0].baseline - line.baseline) <= _ONE_LINE_PT), None)
        if row is None:
            rows.append([line])
        else:
            row.append(line)
    whole = [" ".join(line.text for line in sorted(row, key=lambda line: line.rect.x0)) for row in rows if len(row) > 1]
    return [*(line.text for line in lines), *whole]


def _fax(sights: Sequence[PageSight]) -> tuple[str, str]:
    for sight in sights:
        match = _FAX.search(" ".join(line.text for line in sight.lines))
        if match is not None:
            return match[1].strip(), f"page {sight.page}"
    return "", ""


def _tidy(text: str) -> str:
    spaced = re.sub(r"(?<=[a-z])\(|\)(?=[A-Z])", lambda match: f" {match[0]}" if match[0] == "(" else ") ", text)
    return " ".join(_PAGE_NUMBER.sub("", spaced).split()).strip(" :*")
