"""How what was found is paired with what should be: centres of check boxes, shared lines of text boxes.

Lines of writing under each other that take one answer may be one box or one a line: either way they are found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

from app.pdf.finder.surroundings import shared, size_of
from app.pdf.template import Box, BoxKind, Rect
from tests.bench.finder_answers import Answer

_CHECK_REACH_PT = 8.0
_LEAST_SHARE = 0.4
_IN_PLACE = 0.5
_EDGE_PT = 2.0
#: So much of each line lies in the box that takes them all, and of the box in the lines.
_IN_STACK, _OF_STACK = 0.6, 0.5


@dataclass(frozen=True, slots=True)
class Count:
    """Figures of one form, or of several added up."""

    text: int = 0
    text_found: int = 0
    check: int = 0
    check_found: int = 0
    in_place: int = 0
    reported: int = 0
    extra: int = 0
    unmarked: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    def __str__(self) -> str:
        return (
            f"text {_share(self.text_found, self.text)} of {self.text:4}  check {_share(self.check_found, self.check)}"
            f" of {self.check:4}  place {_share(self.in_place, self.text_found)}"
            f"  extra {_share(self.extra, self.reported)} of {self.reported:4}  no mark {self.unmarked:3}"
        )


@dataclass(frozen=True, slots=True)
class Compared:
    """What was found, beside what should be.

    Attributes:
        missed: answers that were not found.
        moved: text boxes that were found but share less than half of both areas with the answer.
        extra: found boxes where there is none.
    """

    count: Count
    missed: tuple[Answer, ...]
    moved: tuple[Answer, ...]
    extra: tuple[Box, ...]


def compared(answers: Sequence[Answer], found: Sequence[Box]) -> Compared:
    """Count what was found. Answers without any mark count neither way.

    Args:
        answers: what should be found.
        found: what was.
    """
    pairs = _pairs(answers, found)
    asked = [one for one in answers if not one.unmarked]
    got = {id(answers[number]): found[other] for number, other in pairs.items()}
    stacked = {id(one): box for box in found for one in _stack_in(box, answers)}
    got |= stacked
    taken = set(pairs.values())
    extra = [box for number, box in enumerate(found) if number not in taken and not _within(box, answers)]
    missed = [one for one in asked if id(one) not in got]
    placed = [one for one in asked if id(one) in got and (id(one) in stacked or _in_place(one, got[id(one)]))]
    moved = [one for one in asked if not one.is_check and id(one) in got and one not in placed]
    texts = [one for one in asked if not one.is_check]
    checks = [one for one in asked if one.is_check]
    text_found = sum(id(one) in got for one in texts)
    count = Count(
        text=len(texts),
        text_found=text_found,
        check=len(checks),
        check_found=sum(id(one) in got for one in checks),
        in_place=text_found - len(moved),
        reported=len(found),
        extra=len(extra),
        unmarked=len(answers) - len(asked),
    )
    return Compared(count, tuple(missed), tuple(moved), tuple(extra))


def _pairs(answers: Sequence[Answer], found: Sequence[Box]) -> dict[int, int]:
    """Number of the found box by number of the answer, the closest first."""
    ranked = sorted(
        (
            (_closeness(one, box), number, other)
            for number, one in enumerate(answers)
            for other, box in enumerate(found)
            if one.page == box.page
        ),
        reverse=True,
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for close, number, other in ranked:
        if close > 0 and number not in pairs and other not in taken:
            pairs[number] = other
            taken.add(other)
    return pairs


def _stack_in(box: Box, answers: Sequence[Answer]) -> list[Answer]:
    """The lines under each other that a box for several lines takes together."""
    lines = [
        one
        for one in answers
        if one.page == box.page and not one.is_check and shared(one.rect, box.rect) > _IN_STACK * size_of(one.rect)
    ]
    covered = sum(shared(one.rect, box.rect) for one in lines)
    enough = box.kind is BoxKind.MULTILINE and len(lines) > 1 and covered >= _OF_STACK * size_of(box.rect)
    return lines if enough else []


def _closeness(one: Answer, box: Box) -> float:
    """0 where the two cannot be the same."""
    if one.is_check != (box.kind is BoxKind.CHECK):
        return 0.0
    if one.is_check:
        (ax, ay), (bx, by) = one.rect.center, box.rect.center
        return max(0.0, 1.0 - max(abs(ax - bx), abs(ay - by)) / _CHECK_REACH_PT)
    a, b = one.rect, box.rect
    if not shared(a, b):
        return 0.0
    high, wide = min(a.y1, b.y1) - max(a.y0, b.y0), min(a.x1, b.x1) - max(a.x0, b.x0)
    lowest, longest = min(a.height, b.height) or 1.0, max(a.width, b.width) or 1.0
    return 0.0 if high / lowest < _LEAST_SHARE or wide / longest < _LEAST_SHARE else _likeness(a, b)


def _likeness(a: Rect, b: Rect) -> float:
    both = shared(a, b)
    return both / (size_of(a) + size_of(b) - both)


def _in_place(one: Answer, box: Box) -> bool:
    return _likeness(one.rect, box.rect) >= _IN_PLACE


def _within(box: Box, answers: Sequence[Answer]) -> bool:
    x, y = box.rect.center
    return any(
        one.page == box.page
        and one.rect.x0 - _EDGE_PT <= x <= one.rect.x1 + _EDGE_PT
        and one.rect.y0 - _EDGE_PT <= y <= one.rect.y1 + _EDGE_PT
        for one in answers
    )


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:5.1f}%" if whole else "    - "
