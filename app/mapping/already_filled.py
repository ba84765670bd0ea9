"""Whether a "blank" has been filled in already: values of a person stand where its labels ask for them.

Told are kinds of values only ("a date of birth"), never a value. Must not hold: reading the values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.pdf.finder.sight import PageSight, TextLine
from app.pdf.template import Template

#: One such value may be the payer's own; with so many kinds of them the form is somebody's.
ENOUGH = 2
_RIGHT_PT, _BELOW_PT, _ON_LINE_PT = 230.0, 26.0, 7.0
_DATE = r"(?:0?[1-9]|1[0-2])[-/. ]{1,3}(?:0?[1-9]|[12]\d|3[01])[-/. ]{1,3}(?:19|20)?\d\d"
_WORD = r"[^\W\d_]+(?:[’'-][^\W\d_]+)*"
_NAME = rf"{_WORD},? (?:{_WORD}\.? )?{_WORD}"
_NO_NAME = re.compile(
    r"\b(?:name|date|birth|number|id|phone|fax|address|city|state|zip|group|plan|first|last|middle|initial|"
    r"information|specialty|gender|sex|provider|prescriber|physician|patient|member|npi|dea|medication|drug)\b",
    re.IGNORECASE,
)
_PERSON = r"(?:member|patient|enrollee|subscriber|insured|beneficiary|recipient|cardholder)(?:[’']s)?"


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a label asks for, and what a value of it looks like."""

    says: str
    label: re.Pattern[str]
    value: re.Pattern[str]


def _asked(says: str, label: str, value: str, flags: int = re.IGNORECASE) -> _Asked:
    return _Asked(says, re.compile(label, re.IGNORECASE), re.compile(value, flags))


_ASKED = (
    _asked("a name", rf"\b{_PERSON}\b.{{0,12}}\bname\b[^:]{{0,24}}:?", _NAME, 0),
    _asked(
        "a prescriber's name",
        r"\b(?:prescriber|provider|physician)(?:[’']s)? name\b[^:]{0,16}:?",
        rf"(?:Dr\.? )?{_NAME}|Dr\.? [A-Z][a-z]+",
        0,
    ),
    _asked("a date of birth", r"\b(?:date of birth|birth ?date|d\.?o\.?b)\b\.?[^:]{0,16}:?", _DATE),
    _asked(
        "a member number",
        r"\b(?:member|insurance|subscriber|medicaid|medicare|policy|enrollee)(?:[’']s)?\b.{0,14}(?:\bid\b|number|#|\bno\.)[^:]{0,12}:?",
        r"[A-Z]{0,4}[- ]?\d[\dA-Z-]{4,14}",
    ),
    _asked("an NPI", r"\bnpi\b(?: (?:number|no\.?))?[^:]{0,8}:?", r"[12]\d{9}|\d{7,10}"),
    _asked("a ZIP code", r"\bzip(?: ?code)?\b:?", r"\d{5}(?:-\d{4})?"),
    _asked("a diagnosis code", r"\bicd[- ]?(?:10|9)?\b[^:]{0,24}:?", r"[A-TV-Z]\d[\dA-Z](?:\.[\dA-Z]{1,4})"),
    _asked(
        "a height or weight",
        r"\b(?:height|weight)\b[^:]{0,14}:?",
        r"\d{2,3}(?:\.\d)? ?(?:lbs?|kgs?|cm|in)\b|\d[’'] ?\d{1,2}",
    ),
)
_LABEL_LIKE = re.compile(r":\s*$|_{3,}|\?\s*$")


def signs_of_filling(sights: Sequence[PageSight], template: Template | None = None) -> tuple[str, ...]:
    """The kinds of values that stand beside their labels, or in its own boxes; too few of them count for none."""
    found = dict.fromkeys(says for sight in sights for says in _on_page(sight))
    if template is not None:
        found |= dict.fromkeys(_in_boxes(template))
    return tuple(found) if len(found) >= ENOUGH else ()


def _in_boxes(template: Template) -> Iterable[str]:
    for box in template.boxes:
        text, label = box.prefilled.strip(), f"{box.label} {box.field or ''}"
        yield from (item.says for item in _ASKED if item.label.search(label) and item.value.fullmatch(text))


def _on_page(sight: PageSight) -> Iterable[str]:
    for line in sight.lines:
        for asked in _ASKED:
            match = asked.label.search(line.text)
            if match is not None and any(_is_value(asked, text) for text in _beside(sight, line, match.end())):
                yield asked.says
                break


def _is_value(asked: _Asked, text: str) -> bool:
    """Whether a text is a value of what was asked, and no other label."""
    tidy = text.strip(" _.:|")
    if not tidy or _LABEL_LIKE.search(text) or asked.value.fullmatch(tidy) is None:
        return False
    return not asked.says.endswith("name") or _is_name(tidy)


def _is_name(text: str) -> bool:
    """Whether its words begin with capitals and go on in small letters, and none of them is a label's."""
    words = [word for word in re.split(r"[\s,]+", text) if len(word.strip(".")) > 1]
    return not _NO_NAME.search(text) and all(word[0].isupper() and not word.isupper() for word in words)


def _beside(sight: PageSight, line: TextLine, end: int) -> Iterable[str]:
    """What stands behind a label: on its own line, to the right of it, just below it."""
    rest = line.text[end:]
    yield re.split(r"\s{2,}|\s(?=[A-Z][a-z ]+:)", rest.strip())[0] if rest.strip() else ""
    if rest.strip(" _:"):
        return
    for other in sight.lines:
        if other is line:
            continue
        away = other.rect.x0 - line.rect.x1
        level = abs(other.rect.center[1] - line.rect.center[1]) <= _ON_LINE_PT
        below = 0 < line.rect.y0 - other.rect.y0 <= _BELOW_PT and other.rect.x0 < line.rect.x1 + 40
        if (level and -4 <= away <= _RIGHT_PT) or (below and other.rect.x1 > line.rect.x0):
            yield other.text
