"""What stands in a box whose value is continued in the addendum."""

from __future__ import annotations

from typing import Final

from app.pdf.ink import marks
from app.pdf.ink._single import largest_size, place_line
from app.pdf.ink.layout import SMALL_NOTE, Layout, Placed
from app.pdf.ink.room import FAX_FLOOR_PT, LEAST_PT, Room
from app.pdf.ink.shaping import measure
from app.pdf.setting import Fit, FitKind
from app.pdf.template import BoxKind

_NOTE: Final = "Too long for its box: the whole value stands in the addendum{entry}."
_MARK_PT: Final = 2.6


def set_reference(room: Room, text: str, number: str | None) -> Layout:
    """The longest reference that fits; where none does, the first words that fit whole and a mark at the edge."""
    note = _NOTE.format(entry=f", entry {number}" if number else "")
    labels = (f"see addendum {number}", f"add. {number}", f"({number})") if number else ("see addendum", "add.", "(+)")
    for floor in (FAX_FLOOR_PT, LEAST_PT):
        for label in labels:
            line = measure(label, room.chain)
            size = largest_size(room, line)
            if size >= floor:
                small = "" if size >= FAX_FLOOR_PT else f" {SMALL_NOTE}"
                return Layout(Fit(FitKind.CONTINUED, size, note + small), (_placed(room, label, size),))
    return _first_words(room, text, note)


def _placed(room: Room, label: str, size: float) -> Placed:
    line = measure(label, room.chain)
    placed = place_line(room, line, size)
    if room.box.kind is BoxKind.MULTILINE and not room.box.baselines and room.height > 3 * size:
        return Placed(line, size, placed.x, room.height - room.pad - 0.78 * size)
    return placed


def _first_words(room: Room, text: str, note: str) -> Layout:
    mark = marks.goes_on(room.width, room.height, room.on_page)
    words = text.split()
    for size in (FAX_FLOOR_PT, LEAST_PT):
        for count in range(min(len(words), 8), 0, -1):
            line = measure(" ".join(words[:count]), room.chain)
            left, bottom, right, top = (size * reach for reach in line.ink())
            if (
                right - left <= room.width - _MARK_PT - 2 * room.side
                and top - bottom <= room.height - 2 * room.edge
                and count < len(words)
            ):
                x = room.side - left
                placed = Placed(line, size, x, place_line(room, line, size).y)
                return Layout(Fit(FitKind.CONTINUED, size, note), (placed,), (mark,))
    return Layout(Fit(FitKind.CONTINUED, 0.0, note), marks=(mark,))
