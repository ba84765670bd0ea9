"""A character a cell."""

from __future__ import annotations

import math
from typing import Final

from app.pdf.ink._single import baseline, largest_size, place_line
from app.pdf.ink.layout import SMALL_NOTE, Layout, Placed, fit_at
from app.pdf.ink.room import FAX_FLOOR_PT, LEAST_PT, LOW_BOX_PT, Room
from app.pdf.ink.shaping import Line, clusters_of, measure
from app.pdf.setting import Fit, FitKind
from app.pdf.template import Align

_TOO_MANY: Final = "Longer than the boxes' {cells} cells: set across them."
_CELL_SHARE: Final = 0.96


def set_comb(room: Room, text: str) -> Layout | None:
    """Sets each character in the middle of its cell; what has more characters than cells is set across them."""
    letters = clusters_of(text.replace("\n", " "))
    cells = room.box.cells or room.box.limit or len(letters)
    if len(letters) > cells:
        return _set_across(room, text.replace("\n", " "), cells)
    pitch = room.width / cells
    lines = [measure(letter, room.chain) for letter in letters]
    bottom, top = _reach(lines)
    size = min([room.size_pt, *(_cell_size(line, pitch) for line in lines), _floored(_clear(room) / (top - bottom))])
    if size < LOW_BOX_PT and room.height >= LEAST_PT:
        return _set_across(room, text, cells)
    first = {Align.LEFT: 0, Align.CENTER: (cells - len(letters)) // 2, Align.RIGHT: cells - len(letters)}[room.align]
    y = max(room.edge - bottom * size, min(baseline(room, size), room.height - room.edge - top * size))
    placed = tuple(
        Placed(line, size, pitch * (first + at + 0.5) - size * _middle(line), y)
        for at, line in enumerate(lines)
        if line.text.strip()
    )
    return Layout(fit_at(size, room.size_pt, SMALL_NOTE if size < FAX_FLOOR_PT else ""), placed)


def _reach(lines: list[Line]) -> tuple[float, float]:
    """How far any letter reaches below and above the baseline, in ems."""
    inks = [line.ink() for line in lines]
    bottom, top = min(ink[1] for ink in inks), max(ink[3] for ink in inks)
    return bottom, max(top, bottom + 0.1)


def _clear(room: Room) -> float:
    return room.height - 2 * room.edge


def _middle(line: Line) -> float:
    left, _, right, _ = line.ink()
    return (left + right) / 2


def _cell_size(line: Line, pitch: float) -> float:
    left, _, right, _ = line.ink()
    return _floored(_CELL_SHARE * pitch / max(right - left, 0.01)) if line.text.strip() else math.inf


def _floored(size: float) -> float:
    return math.floor(20 * size + 1e-6) / 20


def _set_across(room: Room, text: str, cells: int) -> Layout | None:
    line = measure(text, room.chain)
    size = largest_size(room, line)
    if size < LEAST_PT:
        return None
    return Layout(Fit(FitKind.SHRUNK, size, _TOO_MANY.format(cells=cells)), (place_line(room, line, size),))
