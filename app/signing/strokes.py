"""A mark as ink in a place: strokes become smooth lines of a round pen, a typed name is set in the hand face."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from app.pdf.ink.lines import Ink, Style, line_ink, set_line
from app.pdf.setting import Mark as Shape
from app.pdf.setting import Pen
from app.pdf.template import Rect
from app.signing.frame import Frame
from app.signing.mark import DrawnMark, Mark, PenPoint, PictureMark, Stroke, TypedMark

#: Thinner lines do not survive a fax at its coarsest.
_THINNEST_PT = 0.8
_WIDTH_OF_HEIGHT = 0.04
_WIDEST_PT = 1.9
_CLASSES = 5
_LEAST_STEP = 0.75
_LARGEST_TYPE_PT = 30.0
_WIDTH_SPREAD = 0.7


def mark_ink(mark: Mark, place: Rect, frame: Frame) -> tuple[Ink, ...]:
    """The mark, as large as the place allows, at its left.

    Args:
        mark: drawn or typed.
        place: on the page as it is seen.
        frame: of the page.
    """
    if isinstance(mark, TypedMark):
        return _typed_ink(mark, place, frame)
    if isinstance(mark, PictureMark):
        return (_picture_ink(mark, place, frame),)
    return _drawn_ink(mark, place, frame)


def mark_width(mark: Mark, height_pt: float) -> float:
    """How wide the mark becomes at a height."""
    if isinstance(mark, TypedMark):
        ink = line_ink(mark.name, 1.0, Style.HAND)
        size = min(height_pt / (ink.top - ink.bottom), _LARGEST_TYPE_PT)
        return (ink.right - ink.left) * size
    if isinstance(mark, PictureMark):
        return height_pt / max(mark.height, mark.width / 8) * mark.width
    bounds = _bounds(mark)
    pen = _pen_width(height_pt)
    return (height_pt - pen) / max(bounds.height, bounds.width / 8) * bounds.width + pen


def _typed_ink(mark: TypedMark, place: Rect, frame: Frame) -> tuple[Ink, ...]:
    ink = line_ink(mark.name, 1.0, Style.HAND)
    size = min(place.height / (ink.top - ink.bottom), place.width / (ink.right - ink.left), _LARGEST_TYPE_PT)
    middle = (place.y0 + place.y1) / 2
    baseline = middle - (ink.top + ink.bottom) / 2 * size
    x, y = frame.to_user(place.x0 - ink.left * size, baseline)
    return (set_line(mark.name, x=x, y=y, size_pt=size, style=Style.HAND, turn=frame.turn),)


def _picture_ink(mark: PictureMark, place: Rect, frame: Frame) -> Shape:
    """The picture's ink as one filled shape: crisp at every resolution, and no grey that a fax would lose."""
    size = min(place.width / mark.width, place.height / mark.height)
    top = (place.y0 + place.y1) / 2 + mark.height * size / 2
    steps: list[tuple[Pen, tuple[float, ...]]] = []
    for left, right, first, last in _blocks(mark):
        x0, x1 = place.x0 + left * size, place.x0 + right * size
        y1, y0 = top - first * size, top - last * size
        corners = [frame.to_user(x, y) for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1))]
        steps += [(Pen.MOVE, corners[0]), *((Pen.LINE, corner) for corner in corners[1:]), (Pen.CLOSE, ())]
    return Shape(tuple(steps))


def _blocks(mark: PictureMark) -> Iterator[tuple[int, int, int, int]]:
    """Rectangles that make up the ink: columns from and to, rows from and to; equal runs below each other are one."""
    stride = (mark.width + 7) // 8
    growing: dict[tuple[int, int], int] = {}
    for number in range(mark.height + 1):
        row = mark.bits[number * stride : (number + 1) * stride]
        runs = set(_runs(f"{int.from_bytes(row):0{stride * 8}b}"[: mark.width])) if row else set()
        for run in growing.keys() - runs:
            yield (*run, growing.pop(run), number)
        for run in runs - growing.keys():
            growing[run] = number


def _runs(bits: str) -> Iterator[tuple[int, int]]:
    column = 0
    for bit, group in groupby(bits):
        length = len(list(group))
        if bit == "1":
            yield column, column + length
        column += length


@dataclass(frozen=True, slots=True)
class _Fitted:
    """Turns places on the pad into user space."""

    bounds: Rect
    scale: float
    left: float
    top: float
    frame: Frame

    def place(self, x: float, y: float) -> tuple[float, float]:
        seen_x = self.left + (x - self.bounds.x0) * self.scale
        seen_y = self.top - (y - self.bounds.y0) * self.scale
        return self.frame.to_user(seen_x, seen_y)


def _drawn_ink(mark: DrawnMark, place: Rect, frame: Frame) -> tuple[Ink, ...]:
    bounds, pen = _bounds(mark), _pen_width(place.height)
    room_x, room_y = max(place.width - pen, 1.0), max(place.height - pen, 1.0)
    scale = min(room_x / max(bounds.width, 1e-6), room_y / max(bounds.height, 1e-6))
    top = (place.y0 + place.y1) / 2 + bounds.height * scale / 2
    fitted = _Fitted(bounds, scale, place.x0 + pen / 2, top, frame)
    by_width: dict[float, list[tuple[Pen, tuple[float, ...]]]] = {}
    for stroke in filter(None, mark.strokes):
        for width, steps in _stroke_steps(_thinned(stroke), pen, fitted):
            by_width.setdefault(width, []).extend(steps)
    return tuple(Shape(tuple(steps), width) for width, steps in sorted(by_width.items()))


def _stroke_steps(
    points: Sequence[PenPoint], pen: float, fitted: _Fitted
) -> Iterator[tuple[float, tuple[tuple[Pen, tuple[float, ...]], ...]]]:
    if len(points) == 1:
        x, y = fitted.place(points[0].x, points[0].y)
        yield round(pen * 1.2, 2), ((Pen.MOVE, (x, y)), (Pen.LINE, (x + 0.1, y)))
        return
    classes = _width_classes(points)
    numbered = list(zip(classes, range(len(points) - 1), strict=True))
    for width_class, group in groupby(numbered, lambda item: item[0]):
        steps: list[tuple[Pen, tuple[float, ...]]] = []
        for _, at in group:
            if not steps:
                steps.append((Pen.MOVE, fitted.place(points[at].x, points[at].y)))
            steps.append((Pen.CURVE, _curve(points, at, fitted)))
        yield _class_width(width_class, pen), tuple(steps)


def _curve(points: Sequence[PenPoint], at: int, fitted: _Fitted) -> tuple[float, ...]:
    """The piece from one point to the next of a Catmull-Rom spline, as a Bézier curve."""
    before, start, end = points[max(at - 1, 0)], points[at], points[at + 1]
    after = points[min(at + 2, len(points) - 1)]
    first = fitted.place(start.x + (end.x - before.x) / 6, start.y + (end.y - before.y) / 6)
    second = fitted.place(end.x - (after.x - start.x) / 6, end.y - (after.y - start.y) / 6)
    return (*first, *second, *fitted.place(end.x, end.y))


def _width_classes(points: Sequence[PenPoint]) -> list[int]:
    """How broad each piece is: by pressure, or where a mouse gives none, the broader the slower."""
    pressures = [point.pressure for point in points]
    if max(pressures) - min(pressures) > 0.05:
        values = [(a.pressure + b.pressure) / 2 for a, b in pairwise(points)]
    else:
        values = [1 / (0.2 + _speed(a, b)) for a, b in pairwise(points)]
    values = [sum(values[max(0, at - 2) : at + 3]) / len(values[max(0, at - 2) : at + 3]) for at in range(len(values))]
    low, high = min(values), max(values)
    if high - low < 1e-9:
        return [_CLASSES // 2] * len(values)
    return [min(int((value - low) / (high - low) * _CLASSES), _CLASSES - 1) for value in values]


def _speed(before: PenPoint, after: PenPoint) -> float:
    elapsed = after.t - before.t
    return math.hypot(after.x - before.x, after.y - before.y) / elapsed if elapsed > 0 else 1.0


def _class_width(width_class: int, pen: float) -> float:
    share = 1 - _WIDTH_SPREAD / 2 + _WIDTH_SPREAD * width_class / (_CLASSES - 1)
    return round(max(pen * share, _THINNEST_PT), 2)


def _pen_width(height_pt: float) -> float:
    return min(max(height_pt * _WIDTH_OF_HEIGHT, _THINNEST_PT), _WIDEST_PT)


def _thinned(stroke: Stroke) -> list[PenPoint]:
    """The stroke without points that lie on top of each other; its last point stays."""
    kept = [stroke[0]]
    for point in stroke[1:]:
        if math.hypot(point.x - kept[-1].x, point.y - kept[-1].y) >= _LEAST_STEP:
            kept.append(point)
    if len(kept) > 1:
        kept[-1] = stroke[-1]
    return kept


def _bounds(mark: DrawnMark) -> Rect:
    points = [point for stroke in mark.strokes for point in stroke]
    xs, ys = [point.x for point in points], [point.y for point in points]
    return Rect(min(xs), min(ys), max(xs), max(ys))
