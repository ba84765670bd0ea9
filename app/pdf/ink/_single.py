"""One line of text in a box."""

from __future__ import annotations

import math
from typing import Final

from app.pdf.ink.layout import SMALL_NOTE, Layout, Placed, fit_at
from app.pdf.ink.room import FAX_FLOOR_PT, LEAST_PT, LOW_BOX_PT, Room
from app.pdf.ink.shaping import Line, measure
from app.pdf.setting import Fit, FitKind
from app.pdf.template import Align, BoxKind

#: Height and depth that every plain English line stays within, in ems.
_ASCII_REACH: Final = 0.95
_CAPITALS: Final = 0.72
_DESCENT: Final = 0.212
#: A found box higher than this is an area, not a line to write on.
_LINE_HEIGHT_PT: Final = 20.0
_ABOVE_RULE_PT: Final = 2.0


def set_single(room: Room, text: str) -> Layout | None:
    """Sets one line at the wanted size, or at the largest that fits; None where the floor is too large."""
    line = measure(text, room.chain)
    size = room.size_pt
    if line.width * size <= room.width - 2 * room.pad and size * _ASCII_REACH <= room.height and text.isascii():
        y = baseline(room, size)
        return Layout(Fit(FitKind.WHOLE, size), (Placed(line, size, _start(room, line.width * size), y),))
    size = largest_size(room, line)
    if size >= FAX_FLOOR_PT:
        return Layout(fit_at(size, room.size_pt), (place_line(room, line, size),))
    low = room.height - 2 * room.edge < LEAST_PT
    if low and size >= LOW_BOX_PT:
        return Layout(fit_at(size, room.size_pt, SMALL_NOTE), (place_line(room, line, size),))
    return None


def largest_size(room: Room, line: Line) -> float:
    """The largest size up to the wanted one at which the line's ink stays within the box."""
    left, bottom, right, top = line.ink()
    across = (room.width - 2 * room.side) / max(right - left, line.width * 0.9, 0.01)
    up = (room.height - 2 * room.edge) / max(top - bottom, 0.01)
    return min(room.size_pt, math.floor(min(across, up) * 20 + 1e-6) / 20)


def place_line(room: Room, line: Line, size: float) -> Placed:
    """Where a line stands so that all its ink is inside the box."""
    left, bottom, right, top = (size * reach for reach in line.ink())
    x = min(_start(room, line.width * size), room.width - room.side - right)
    y = min(baseline(room, size), room.height - room.edge - top)
    return Placed(line, size, max(x, room.side - left), max(y, room.edge - bottom))


def _start(room: Room, width: float) -> float:
    if room.align is Align.LEFT:
        return (
            min(room.pad, max(room.side, (room.width - width) / 2)) if width > room.width - 2 * room.pad else room.pad
        )
    spare = room.width - width
    return spare / 2 if room.align is Align.CENTER else spare - room.pad


def baseline(room: Room, size: float) -> float:
    """How high the baseline stands: capitals in the middle of the box; on a line to write on, just above it."""
    box = room.box
    if box.baselines and not box.look.turn % 360:
        return box.baselines[0] - box.rect.y0
    if box.kind is BoxKind.CHOICE and room.height > 3 * size:
        return room.height - room.pad - size * (1 - _DESCENT)
    middle, descent = (room.height - _CAPITALS * size) / 2, _DESCENT * size
    if box.field is None and room.height <= _LINE_HEIGHT_PT:
        return min(middle, max(_ABOVE_RULE_PT, descent))
    if middle < descent:
        return max(middle, min(descent, room.height - _CAPITALS * size))
    return middle
