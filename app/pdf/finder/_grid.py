"""Cells: the smallest rectangles that rules enclose; edges that a drawing left out are put in where they were meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.pdf.finder.sight import Rule
from app.pdf.template import Rect

_TOUCH_PT = 2.6
_SAME_PT = 3.0
_SMALLEST_PT = 4.0
_MOST_CROSSINGS = 6000


@dataclass(frozen=True, slots=True)
class _Crossing:
    """Where a lying and an upright rule meet, by the rules' numbers."""

    x: float
    y: float
    lying: int
    upright: int


def cells(rules: Iterable[Rule]) -> list[Rect]:
    """The cells that the rules make.

    Args:
        rules: joined ones.
    """
    every = list(rules)
    lying = [rule for rule in every if rule.lies]
    upright = [rule for rule in every if not rule.lies]
    lying += _missing_bottoms(lying, upright)
    upright += _missing_sides(lying, upright)
    return _without_nested(_smallest(lying, upright))


def _smallest(lying: Sequence[Rule], upright: Sequence[Rule]) -> list[Rect]:
    crossings = _crossings(lying, upright)
    if len(crossings) > _MOST_CROSSINGS:
        return []
    along: dict[int, list[_Crossing]] = defaultdict(list)
    down: dict[int, list[_Crossing]] = defaultdict(list)
    for crossing in crossings:
        along[crossing.lying].append(crossing)
        down[crossing.upright].append(crossing)
    for row in along.values():
        row.sort(key=lambda crossing: crossing.x)
    for column in down.values():
        column.sort(key=lambda crossing: -crossing.y)
    corners = {(crossing.lying, crossing.upright) for crossing in crossings}
    found = []
    for corner in crossings:
        cell = _cell_at(corner, along[corner.lying], down[corner.upright], corners)
        if cell is not None:
            found.append(cell)
    return found


def _crossings(lying: Sequence[Rule], upright: Sequence[Rule]) -> list[_Crossing]:
    order = sorted(range(len(upright)), key=lambda number: upright[number].x0)
    found = []
    for number, flat in enumerate(lying):
        for other in order:
            tall = upright[other]
            if tall.x0 > flat.x1 + _TOUCH_PT:
                break
            if tall.x0 >= flat.x0 - _TOUCH_PT and tall.y0 - _TOUCH_PT <= flat.y0 <= tall.y1 + _TOUCH_PT:
                found.append(_Crossing(tall.x0, flat.y0, number, other))
    return found


def _cell_at(
    corner: _Crossing, row: Sequence[_Crossing], column: Sequence[_Crossing], corners: set[tuple[int, int]]
) -> Rect | None:
    """The smallest cell whose top left corner is there."""
    below = [crossing for crossing in column if crossing.y < corner.y - _SMALLEST_PT]
    right = [crossing for crossing in row if crossing.x > corner.x + _SMALLEST_PT]
    for low in below:
        for far in right:
            if (low.lying, far.upright) in corners:
                return Rect(corner.x, low.y, far.x, corner.y)
    return None


def _missing_bottoms(lying: Sequence[Rule], upright: Sequence[Rule]) -> list[Rule]:
    """Bottom edges between neighbouring uprights that hang from one rule and end at one height in the open."""
    made = []
    for top in lying:
        hanging = sorted(
            (
                tall
                for tall in upright
                if abs(tall.y1 - top.y0) <= _TOUCH_PT and top.x0 - _TOUCH_PT <= tall.x0 <= top.x1 + _TOUCH_PT
            ),
            key=lambda tall: tall.x0,
        )
        for left, right in pairwise(hanging):
            low = (left.y0 + right.y0) / 2
            open_below = abs(left.y0 - right.y0) <= _SAME_PT and not any(
                abs(rule.y0 - low) <= _SAME_PT and rule.x0 < right.x0 - 2 and rule.x1 > left.x0 + 2 for rule in lying
            )
            if open_below and left.length >= 8 and right.x0 - left.x0 > 20:
                made.append(Rule(left.x0, low, right.x0, low, 0.0))
    return made


def _missing_sides(lying: Sequence[Rule], upright: Sequence[Rule]) -> list[Rule]:
    """Outer sides of rows that only have dividers between a top and a bottom rule of one length."""
    made = []
    ordered = sorted(lying, key=lambda rule: -rule.y0)
    for number, top in enumerate(ordered):
        low = next(
            (
                rule
                for rule in ordered[number + 1 :]
                if abs(rule.x0 - top.x0) <= _SAME_PT
                and abs(rule.x1 - top.x1) <= _SAME_PT
                and top.y0 - rule.y0 > _SMALLEST_PT
            ),
            None,
        )
        if low is None or top.y0 - low.y0 > 120:
            continue
        between = [
            tall
            for tall in upright
            if tall.y1 >= top.y0 - _TOUCH_PT and tall.y0 <= low.y0 + _TOUCH_PT and top.x0 - 2 < tall.x0 < top.x1 + 2
        ]
        if not any(top.x0 + 8 < tall.x0 < top.x1 - 8 for tall in between):
            continue
        for end in (top.x0, top.x1):
            if not any(abs(tall.x0 - end) <= _TOUCH_PT for tall in between):
                made.append(Rule(end, low.y0, end, top.y0, 0.0))
    return made


def _without_nested(found: list[Rect]) -> list[Rect]:
    """Of two cells that are nearly one (double lines, a shade inside a frame) the smaller."""
    kept: list[Rect] = []
    for cell in sorted(found, key=lambda cell: cell.width * cell.height):
        twin = any(
            cell.x0 - 1 <= other.x0
            and cell.y0 - 1 <= other.y0
            and other.x1 <= cell.x1 + 1
            and other.y1 <= cell.y1 + 1
            and other.width * other.height >= 0.62 * cell.width * cell.height
            for other in kept
        )
        if not twin:
            kept.append(cell)
    return sorted(kept, key=lambda cell: (-cell.y1, cell.x0))
