"""The signature in the form's own box: the mark, and beside it who signed and when where that can be read."""

from __future__ import annotations

from dataclasses import dataclass

from app.pdf.lines import Ink, Style, line_ink, line_width, set_line
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

#: Bold letters of these sizes can still be read after a fax; smaller ones cannot.
_SIZES_PT = (9.0, 8.0, 7.0)
_LEADING = 1.12


@dataclass(frozen=True, slots=True)
class InBox:
    """What is drawn in one signature box.

    Attributes:
        mark_place: where the mark lies, in user space.
        says_who: whether name, credential and moment stand beside the mark.
    """

    ink: tuple[Ink, ...]
    mark_place: Rect
    says_who: bool


def sign_box(box: Rect, page: PageInk, mark: Mark, words: Manifestation) -> InBox:
    """The mark in a box, with as much of the words beside it as can be read.

    Args:
        box: in user space.
        page: with every other box taken.
        mark: of the signer.
        words: of the signature.
    """
    seen = page.frame.rect_to_seen(box)
    room = Rect(seen.x0 + _CLEAR_PT, seen.y0 + _CLEAR_PT, seen.x1 - _CLEAR_PT, _top(seen, page))
    for lines in (*words.stacked[:1], (words.short,), *words.stacked[1:]):
        for size in _SIZES_PT:
            text_place = _text_place(room, lines, size)
            if text_place is None:
                continue
            place = _mark_place(room, text_place.x0 - _GAP_PT, mark)
            ink = mark_ink(mark, place, page.frame) + _text_ink(text_place, lines, size, page.frame)
            return InBox(ink, page.frame.rect_to_user(place), says_who=True)
    place = _mark_place(room, room.x1, mark)
    return InBox(mark_ink(mark, place, page.frame), page.frame.rect_to_user(place), says_who=False)


def _top(seen: Rect, page: PageInk) -> float:
    above = page.free_above(seen, max(0.0, _TALLEST_PT - seen.height))
    return seen.y1 + above - _CLEAR_PT


def _text_place(room: Rect, lines: tuple[str, ...], size: float) -> Rect | None:
    """Where the words stand, at the right of the room, or None where they or the mark would not fit."""
    width = max(line_width(line, size, Style.BOLD) for line in lines)
    height = len(lines) * size * _LEADING
    left = room.x1 - width
    if height > room.height + 0.5 or left - _GAP_PT - room.x0 < _LEAST_MARK_PT:
        return None
    middle = (room.y0 + room.y1) / 2
    return Rect(left, middle - height / 2, room.x1, middle + height / 2)


def _mark_place(room: Rect, right: float, mark: Mark) -> Rect:
    width = min(mark_width(mark, room.height), right - room.x0)
    return Rect(room.x0, room.y0, room.x0 + width, room.y1)


def _text_ink(place: Rect, lines: tuple[str, ...], size: float, frame: Frame) -> tuple[Ink, ...]:
    ink: list[Ink] = []
    step = place.height / len(lines)
    for row, line in enumerate(lines):
        extent = line_ink(line, size, Style.BOLD)
        middle = place.y1 - (row + 0.5) * step
        x, y = frame.to_user(place.x0, middle - (extent.top + extent.bottom) / 2)
        ink.append(set_line(line, x=x, y=y, size_pt=size, style=Style.BOLD, turn=frame.turn))
    return tuple(ink)
