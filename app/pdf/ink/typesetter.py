"""Sets a value into a box: size, lines, cells, and what happens when it is too long. Nothing is ever cut."""

from __future__ import annotations

from app.pdf.ink import marks
from app.pdf.ink._comb import set_comb
from app.pdf.ink._multiline import set_lines
from app.pdf.ink._single import set_single
from app.pdf.ink.clean import printable
from app.pdf.ink.layout import Layout, Placed
from app.pdf.ink.overflow import set_reference
from app.pdf.ink.room import Room, room_of
from app.pdf.setting import Fit, FitKind, GlyphRun, Mark, Pen, Setting
from app.pdf.template import Box, BoxKind

__all__ = ["Fit", "FitKind", "GlyphRun", "Layout", "Mark", "Pen", "Placed", "Room", "Setting", "lay_out", "room_of"]

_TICKED = Fit(FitKind.WHOLE)
_EMPTY = Layout(Fit(FitKind.WHOLE))


def lay_out(box: Box, value: str | bool, *, reference: str | None = None) -> Setting:
    """Sets a value into its box.

    Args:
        box: where it goes.
        value: a text, or True for a tick.
        reference: number of the value's entry in the addendum, where it is known.

    Returns:
        The glyphs and marks in unrotated user space of the page, and how they fit. A value that does not fit even at
        the smallest size is `CONTINUED`: the box then holds a reference instead.
    """
    room = room_of(box)
    layout = place(room, value)
    if layout is None:
        layout = set_reference(room, printable(shown_text(box, value)), reference)
    return Setting(
        fit=layout.fit,
        size_pt=layout.fit.size_pt,
        runs=tuple(run for placed in layout.placed for run in _runs(room, placed)),
        missing=layout.missing(),
        marks=layout.marks,
        color=room.color,
    )


def place(room: Room, value: str | bool) -> Layout | None:
    """Sets a value if the box holds it whole; None where it must be continued in the addendum."""
    box = room.box
    if box.kind is BoxKind.CHECK:
        return Layout(_TICKED, marks=(tick_of(room),)) if value else _EMPTY
    text = printable(shown_text(box, value))
    if not text.strip():
        return _EMPTY
    if box.kind is BoxKind.COMB:
        return set_comb(room, text)
    if box.limit is not None and len(text) > box.limit:
        return None
    if box.kind is BoxKind.MULTILINE or "\n" in text:
        return set_lines(room, text)
    return set_single(room, text)


def shown_text(box: Box, value: str | bool) -> str:
    """What is printed for a value: of a choice its own words, of a tick an X where the box takes text."""
    if isinstance(value, bool):
        return "X" if value else ""
    if box.kind is BoxKind.CHOICE and value in box.exports and value not in box.choices:
        return box.choices[box.exports.index(value)]
    return value


def tick_of(room: Room) -> Mark:
    """Our own tick in a check box."""
    return marks.tick(room.box.style, room.width, room.height, room.on_page)


def _runs(room: Room, placed: Placed) -> list[GlyphRun]:
    size = placed.size_pt
    made = []
    for piece in placed.line.pieces:
        x, y = room.on_page(placed.x + piece.x * size, placed.y)
        steps = tuple(step * size for step in piece.glyph_steps())
        rises = tuple(rise * size for rise in piece.rises)
        turn = room.box.look.turn % 360
        made.append(GlyphRun(piece.face.name, size, piece.text, x, y, turn, piece.glyph_ids(), steps, rises))
    return made
