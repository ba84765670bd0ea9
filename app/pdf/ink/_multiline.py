"""Several lines in a box: wrapped at words, at the largest size that holds them all."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from app.pdf.ink._single import set_single
from app.pdf.ink.layout import Layout, Placed, fit_at
from app.pdf.ink.room import FAX_FLOOR_PT, Room
from app.pdf.ink.shaping import Line, measure
from app.pdf.ink.wrapping import Measured
from app.pdf.template import Align

_LEADING: Final = 1.15
_TIGHT_LEADING: Final = 1.08
_STEP_PT: Final = 0.5
_BETWEEN_PT: Final = 0.3
_RULED_SHARE: Final = 0.85


def set_lines(room: Room, text: str) -> Layout | None:
    """Sets a text in lines; None where even the floor is too large."""
    if room.box.baselines and not room.box.look.turn % 360:
        return _set_on_rules(room, text)
    one_line = "\n" not in text.strip("\n")
    if one_line and room.height < 2.1 * min(room.size_pt, FAX_FLOOR_PT * _LEADING):
        return set_single(room, text.strip("\n"))
    words = Measured(text.rstrip("\n"), room.chain)
    for size in _sizes(room.size_pt):
        across = (room.width - 2 * min(room.pad, 2.0)) / size
        if words.least_lines(across) * size > room.height + size:
            continue
        lines = words.broken(across)
        measured = [measure(line, room.chain) for line in lines[: int(room.height / size) + 2]]
        if len(measured) < len(lines):
            continue
        for leading, margin in ((_LEADING, room.pad), (_TIGHT_LEADING, room.edge)):
            placed = _stack(room, measured, size, leading, margin)
            if placed is not None:
                return Layout(fit_at(size, room.size_pt), placed)
    return set_single(room, text) if one_line and "\n" not in text else None


def _sizes(wanted: float) -> list[float]:
    """Sizes to try: the wanted one, then down in half points to the floor."""
    sizes = [wanted]
    while sizes[-1] > FAX_FLOOR_PT:
        sizes.append(max(FAX_FLOOR_PT, round(sizes[-1] - _STEP_PT, 2)))
    return sizes


def _stack(room: Room, lines: list[Line], size: float, leading: float, margin: float) -> tuple[Placed, ...] | None:
    """The lines from the top down, or None where some ink would leave the box."""
    placed: list[Placed] = []
    y = room.height - margin - 0.78 * size
    low = 0.0
    for at, line in enumerate(lines):
        left, bottom, right, top = (size * reach for reach in line.ink())
        y = min(y - leading * size, low - top - _BETWEEN_PT) if at else min(y, room.height - room.edge - top)
        low = y + min(bottom, 0.0)
        x = max(_start(room, line.width * size), room.side - left)
        if low < room.edge - 0.01 or x + right > room.width - room.side + 0.01:
            return None
        placed.append(Placed(line, size, x, y))
    return tuple(placed)


def _start(room: Room, width: float) -> float:
    pad = min(room.pad, 2.0)
    if room.align is Align.LEFT:
        return pad
    spare = room.width - width
    return spare / 2 if room.align is Align.CENTER else spare - pad


def _set_on_rules(room: Room, text: str) -> Layout | None:
    """One line of text above each of the form's own rules."""
    rules = [rule - room.box.rect.y0 for rule in room.box.baselines]
    gap = min((a - b for a, b in pairwise(rules)), default=room.height)
    wanted = max(FAX_FLOOR_PT, min(room.size_pt, gap * _RULED_SHARE))
    words = Measured(text.rstrip("\n"), room.chain)
    for size in _sizes(wanted):
        lines = words.broken((room.width - 2 * min(room.pad, 2.0)) / size)
        if len(lines) <= len(rules):
            placed = tuple(
                Placed(line, size, _start(room, line.width * size), y)
                for line, y in zip((measure(line, room.chain) for line in lines), rules, strict=False)
            )
            if all(_inside(room, one, gap) for one in placed):
                return Layout(fit_at(size, wanted), placed)
    return None


def _inside(room: Room, placed: Placed, gap: float) -> bool:
    _, bottom, right, top = (placed.size_pt * reach for reach in placed.line.ink())
    return placed.x + right <= room.width - room.side + 0.01 and top - bottom <= gap + 0.3 * placed.size_pt
