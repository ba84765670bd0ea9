"""Shapes of our own: the tick where the form draws none, and the sign that a value goes on elsewhere."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final, TypeAlias

from app.pdf.setting import Mark, Pen

_Steps: TypeAlias = tuple[tuple[Pen, tuple[float, ...]], ...]
_Place: TypeAlias = Callable[[float, float], tuple[float, float]]

#: The part of a check box that a mark takes.
_SHARE: Final = 0.66
_ROUND: Final = 0.5523

#: Asked for where a printed letter is to be circled.
RING: Final = "ring"
_RING_PT: Final = 1.0

_CHECK: Final = ((-0.5, -0.02), (-0.16, -0.42), (0.5, 0.46))
_CROSS: Final = (((-0.42, -0.42), (0.42, 0.42)), ((-0.42, 0.42), (0.42, -0.42)))
_DIAMOND: Final = ((0.0, 0.5), (0.5, 0.0), (0.0, -0.5), (-0.5, 0.0))
_SQUARE: Final = ((-0.42, 0.42), (0.42, 0.42), (0.42, -0.42), (-0.42, -0.42))


def tick(style: str, width: float, height: float, place: _Place) -> Mark:
    """The mark of a ticked box.

    Args:
        style: 4 check, 8 cross, l dot, u diamond, n square, H star; RING a ring around what is printed there.
        width: of the box in the direction of writing.
        height: of the box.
        place: from a point of the box to user space of the page.
    """
    if style == RING:
        return Mark(_ring(width, height, place), _RING_PT)
    size = min(width, height) * _SHARE

    def at(x: float, y: float) -> tuple[float, ...]:
        return place(width / 2 + x * size, height / 2 + y * size)

    stroke = max(0.7, size * 0.14)
    if style == "8":
        steps = tuple(step for a, b in _CROSS for step in ((Pen.MOVE, at(*a)), (Pen.LINE, at(*b))))
        return Mark(steps, stroke)
    if style == "l":
        return Mark(_dot(at))
    if style in ("u", "n", "H"):
        corners = {"u": _DIAMOND, "n": _SQUARE, "H": _star()}[style]
        return Mark(_closed([at(*corner) for corner in corners]))
    first, *others = (at(*point) for point in _CHECK)
    return Mark(((Pen.MOVE, first), *((Pen.LINE, point) for point in others)), stroke)


def goes_on(width: float, height: float, place: _Place) -> Mark:
    """A small wedge at the right edge of a box: the value goes on in the addendum."""
    high = min(5.0, height * 0.8)
    wide = min(2.0, width * 0.4)
    right, middle = width - min(0.2, width * 0.05), height / 2
    return Mark(
        _closed([place(right - wide, middle - high / 2), place(right, middle), place(right - wide, middle + high / 2)])
    )


def _closed(points: list[tuple[float, ...]]) -> _Steps:
    first, *others = points
    return ((Pen.MOVE, first), *((Pen.LINE, point) for point in others), (Pen.CLOSE, ()))


def _ring(width: float, height: float, place: _Place) -> _Steps:
    x, y = width / 2, height / 2
    a, b = x - _RING_PT / 2, y - _RING_PT / 2
    k = _ROUND

    def at(across: float, up: float) -> tuple[float, ...]:
        return place(x + across * a, y + up * b)

    return (
        (Pen.MOVE, at(1, 0)),
        (Pen.CURVE, at(1, k) + at(k, 1) + at(0, 1)),
        (Pen.CURVE, at(-k, 1) + at(-1, k) + at(-1, 0)),
        (Pen.CURVE, at(-1, -k) + at(-k, -1) + at(0, -1)),
        (Pen.CURVE, at(k, -1) + at(1, -k) + at(1, 0)),
        (Pen.CLOSE, ()),
    )


def _dot(at: Callable[[float, float], tuple[float, ...]]) -> _Steps:
    r = 0.36
    k = r * _ROUND
    return (
        (Pen.MOVE, at(r, 0)),
        (Pen.CURVE, at(r, k) + at(k, r) + at(0, r)),
        (Pen.CURVE, at(-k, r) + at(-r, k) + at(-r, 0)),
        (Pen.CURVE, at(-r, -k) + at(-k, -r) + at(0, -r)),
        (Pen.CURVE, at(k, -r) + at(r, -k) + at(r, 0)),
        (Pen.CLOSE, ()),
    )


def _star() -> tuple[tuple[float, float], ...]:
    turns = [math.pi / 2 + n * math.pi / 5 for n in range(10)]
    return tuple((r * math.cos(t), r * math.sin(t)) for t, r in zip(turns, (0.54, 0.22) * 5, strict=True))
