"""The signature in the form's own box: the mark, and beside it who signed and when where that can be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.pdf.ink.lines import Ink, Style, line_ink, line_width, set_line
from app.pdf.template import Rect
from app.signing.blank import PageInk
from app.signing.frame import Frame
from app.signing.manifest import Manifestation
from app.signing.mark import Mark
from app.signing.strokes import mark_ink, mark_width

#: A signature may rise this high where the paper above its line is blank.
_TALLEST_PT = 34.0
_CLEAR_PT = 1.0
_GAP_PT = 6.0
_LEAST_MARK_PT = 44.0
_WIDEST_MARK_PT = 170.0
_GOOD_MARK_PT = 16.0

#: Bold letters of these sizes can still be read after a fax; smaller ones cannot.
_SIZES_PT = (9.0, 8.0, 7.0)
_LEADING = 1.12


@dataclass(frozen=True, slots=True)
class InBox:
    """What is drawn in one signature box.

    Attributes:
        mark_place: where the mark lies, in user space.
        seen: all that is drawn, as seen.
        says_who: whether name, credential and moment stand beside the mark.
    """

    ink: tuple[Ink, ...]
    mark_place: Rect
    seen: Rect
    says_who: bool


def sign_box(box: Rect, page: PageInk, mark: Mark, words: Manifestation, *, may_rise: bool = True) -> InBox:
    """The mark in a box, with as much of the words beside it as can be read.

    Args:
        box: in user space.
        page: with every other box taken.
        mark: of the signer.
        words: of the signature.
        may_rise: whether the signature may rise above the box where the paper there is blank.
    """
    if not may_rise:
        page = replace(page, taken=(*page.taken, _above(page.frame.rect_to_seen(box), page.frame)))
    seen = page.frame.rect_to_seen(box)
    base = Rect(seen.x0 + _CLEAR_PT, seen.y0 + _CLEAR_PT, seen.x1 - _CLEAR_PT, seen.y1 - _CLEAR_PT)
    options = list(_options(base, page, words))
    if options:
        best = max(options, key=_merit)
        place = _mark_place(best.mark, mark)
        ink = mark_ink(mark, place, page.frame) + _text_ink(best, page.frame)
        both = Rect(
            min(place.x0, best.text.x0),
            min(place.y0, best.text.y0),
            max(place.x1, best.text.x1),
            max(place.y1, best.text.y1),
        )
        return InBox(ink, page.frame.rect_to_user(place), both, says_who=True)
    place = _mark_place(_grown(_cut(base, base.x0, base.x1), page), mark)
    return InBox(mark_ink(mark, place, page.frame), page.frame.rect_to_user(place), place, says_who=False)


@dataclass(frozen=True, slots=True)
class _Beside:
    """Mark and words side by side."""

    mark: Rect
    text: Rect
    lines: tuple[str, ...]
    size_pt: float


def _merit(option: _Beside) -> float:
    """A mark of a good height counts most, then letters that are easy to read, few lines, and the mark at the left."""
    height = min(option.mark.height, _GOOD_MARK_PT)
    return height * 3 + option.size_pt * 2 - len(option.lines) + (2 if option.mark.x0 < option.text.x0 else 0)


def _options(base: Rect, page: PageInk, words: Manifestation) -> Iterator[_Beside]:
    for lines in ((words.short,), *words.stacked):
        for size in _SIZES_PT:
            width = max(line_width(line, size, Style.BOLD) for line in lines)
            if base.width - width - 2 * _GAP_PT < _LEAST_MARK_PT:
                continue
            at_left = _cut(base, base.x0, base.x1 - width - _GAP_PT)
            at_right = _cut(base, base.x0 + width + 2 * _GAP_PT, base.x1)
            for mark, text_left in ((at_left, base.x1 - width), (at_right, base.x0)):
                text = _grown(Rect(text_left, base.y0, text_left + width, base.y1), page)
                height = len(lines) * size * _LEADING
                if height <= text.height + 0.5:
                    middle = (text.y0 + text.y1) / 2
                    place = Rect(text.x0, middle - height / 2, text.x1, middle + height / 2)
                    yield _Beside(_grown(mark, page), place, lines, size)


def _above(seen: Rect, frame: Frame) -> Rect:
    return Rect(0.0, seen.y1, frame.width, frame.height)


def _cut(base: Rect, left: float, right: float) -> Rect:
    """A part of the box for the mark, no wider than a mark needs."""
    return Rect(left, base.y0, min(right, left + _WIDEST_MARK_PT), base.y1)


def _grown(part: Rect, page: PageInk) -> Rect:
    """The part with the blank paper above it."""
    edge = Rect(part.x0, part.y0, part.x1, part.y1 + _CLEAR_PT)
    above = page.free_above(edge, max(0.0, _TALLEST_PT - part.height))
    return Rect(part.x0, part.y0, part.x1, part.y1 + max(0.0, above - _CLEAR_PT))


def _mark_place(room: Rect, mark: Mark) -> Rect:
    return Rect(room.x0, room.y0, room.x0 + min(mark_width(mark, room.height), room.width), room.y1)


def _text_ink(option: _Beside, frame: Frame) -> tuple[Ink, ...]:
    place, lines, size = option.text, option.lines, option.size_pt
    ink: list[Ink] = []
    step = place.height / len(lines)
    for row, line in enumerate(lines):
        extent = line_ink(line, size, Style.BOLD)
        middle = place.y1 - (row + 0.5) * step
        x, y = frame.to_user(place.x0, middle - (extent.top + extent.bottom) / 2)
        ink.append(set_line(line, x=x, y=y, size_pt=size, style=Style.BOLD, turn=frame.turn))
    return tuple(ink)
