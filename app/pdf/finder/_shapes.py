"""What is drawn on a page beside letters: straight strokes, areas and pictures, forms within forms entered."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdfium
from pypdfium2 import raw

from app.pdf.compiled import Matrix
from app.pdf.finder.sight import Area, Color, Rule
from app.pdf.template import Rect

_MOST_OBJECTS = 40_000
_MOST_SEGMENTS = 120_000
_DEEPEST = 6
_SKEW_PT = 0.8
#: A filled area thinner than this is a line.
_THIN_PT = 2.4
#: More corners than a box or a circle has: a picture.
_MANY = 26
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_INVISIBLE_ALPHA = 8
_WHITE = 0.985
_BEYOND_PT = 1.2
_SAME_COLOR = 0.03
_MOSTLY_STRAIGHT = 0.5

Point = tuple[float, float]


@dataclass(slots=True)
class Shapes:
    """What was drawn, in user space, in the order of drawing."""

    rules: list[Rule] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    images: list[Rect] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Piece:
    """One unbroken stroke of the pen."""

    points: tuple[Point, ...]
    closed: bool
    curved: bool
    straight: tuple[tuple[Point, Point], ...]


@dataclass(frozen=True, slots=True)
class _Paint:
    fill: Color | None
    stroke: Color | None
    width: float
    dashed: bool


class ShapeReader:
    """Reads the drawing of one page.

    Args:
        page: of an open document.
        visible: what is shown of it, in user space.
    """

    def __init__(self, page: pdfium.PdfPage, visible: Rect) -> None:
        self._page = page
        self._visible = visible
        self._objects = _MOST_OBJECTS
        self._segments = _MOST_SEGMENTS
        self._made = Shapes()

    def read(self) -> Shapes:
        """All shapes that lie within the visible part."""
        for index in range(raw.FPDFPage_CountObjects(self._page)):
            self._enter(raw.FPDFPage_GetObject(self._page, index), _IDENTITY, self._visible, _DEEPEST)
        self._made.rules = [rule for rule in self._made.rules if not rule.edge or rule.thickness or self._shows(rule)]
        return self._made

    def _shows(self, rule: Rule) -> bool:
        """Whether the side of a filled area is seen: another colour lies beyond it."""
        for part in (0.2, 0.5, 0.8):
            x = rule.x0 + part * (rule.x1 - rule.x0)
            y = rule.y0 + part * (rule.y1 - rule.y0)
            dx, dy = (0.0, _BEYOND_PT) if rule.lies else (_BEYOND_PT, 0.0)
            one, other = self._color_at(x - dx, y - dy), self._color_at(x + dx, y + dy)
            if max(abs(a - b) for a, b in zip(one, other, strict=True)) > _SAME_COLOR:
                return True
        return False

    def _color_at(self, x: float, y: float) -> Color:
        for area in reversed(self._made.areas):
            rect = area.rect
            if area.fill is not None and rect.x0 <= x <= rect.x1 and rect.y0 <= y <= rect.y1:
                return area.fill
        return (1.0, 1.0, 1.0)

    def _enter(self, item: object, matrix: Matrix, clip: Rect, depth: int) -> None:
        self._objects -= 1
        if self._objects < 0:
            return
        kind = raw.FPDFPageObj_GetType(item)
        if kind not in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM):
            return
        own_clip = _overlap(clip, self._clip(item, matrix))
        if own_clip is None:
            return
        if kind == raw.FPDF_PAGEOBJ_PATH:
            self._path(item, matrix, own_clip)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            self._image(item, matrix, own_clip)
        elif depth > 0:
            inner = _times(_matrix(item), matrix)
            for index in range(raw.FPDFFormObj_CountObjects(item)):
                self._enter(raw.FPDFFormObj_GetObject(item, index), inner, own_clip, depth - 1)

    def _clip(self, item: object, matrix: Matrix) -> Rect | None:
        """Bounds of what the object is clipped to; None where nothing is said."""
        path = raw.FPDFPageObj_GetClipPath(item)
        count = raw.FPDFClipPath_CountPaths(path) if path else 0
        bounds: Rect | None = None
        for number in range(max(0, count)):
            parts = raw.FPDFClipPath_CountPathSegments(path, number)
            self._segments -= max(0, parts)
            if parts <= 0 or self._segments < 0:
                continue
            points = [
                _moved(matrix, _point(raw.FPDFClipPath_GetPathSegment(path, number, step))) for step in range(parts)
            ]
            own = _bounds(points)
            bounds = own if bounds is None else _overlap(bounds, own) or Rect(own.x0, own.y0, own.x0, own.y0)
        return bounds

    def _image(self, item: object, matrix: Matrix, clip: Rect) -> None:
        placed = _times(_matrix(item), matrix)
        bounds = _bounds([_moved(placed, corner) for corner in ((0, 0), (1, 0), (0, 1), (1, 1))])
        seen = _overlap(bounds, clip)
        if seen is None:
            return
        if min(seen.width, seen.height) <= _THIN_PT and max(seen.width, seen.height) > 6:
            self._made.rules.append(_thin(seen, (0.0, 0.0, 0.0), dashed=False))
        else:
            self._made.images.append(seen)

    def _path(self, item: object, matrix: Matrix, clip: Rect) -> None:
        paint = _paint(item, matrix)
        if paint is None:
            return
        count = raw.FPDFPath_CountSegments(item)
        self._segments -= max(0, count)
        if self._segments < 0:
            return
        placed = _times(_matrix(item), matrix)
        pieces = list(_pieces(item, count, placed))
        if len(pieces) > _MANY and any(piece.curved for piece in pieces):
            self._picture([point for piece in pieces for point in piece.points], clip)
            return
        for piece in pieces:
            self._piece(piece, paint, clip)

    def _picture(self, points: list[Point], clip: Rect) -> None:
        seen = _overlap(_bounds(points), clip)
        if seen is not None and min(seen.width, seen.height) > _THIN_PT:
            self._made.images.append(seen)

    def _piece(self, piece: _Piece, paint: _Paint, clip: Rect) -> None:
        bounds = _bounds(piece.points)
        seen = _overlap(bounds, _wider(clip, 0.3))
        if seen is None:
            return
        thin = min(bounds.width, bounds.height) <= _THIN_PT
        if len(piece.straight) > _MANY * 4 or (piece.curved and len(piece.points) > _MANY * 3):
            self._picture(list(piece.points), clip)
            return
        if paint.fill is not None and len(piece.points) >= 3:
            if thin:
                self._filled_line(seen, paint)
            else:
                self._area(piece, seen, paint)
        elif piece.closed and not thin and paint.stroke is not None and len(piece.points) >= 3:
            self._area(piece, seen, paint)
        if paint.stroke is not None:
            self._strokes(piece, paint, clip)

    def _filled_line(self, seen: Rect, paint: _Paint) -> None:
        assert paint.fill is not None  # noqa: S101 - told by the caller
        if max(seen.width, seen.height) > 1.5 and not is_white(paint.fill):
            self._made.rules.append(_thin(seen, paint.fill, dashed=False))

    def _area(self, piece: _Piece, seen: Rect, paint: _Paint) -> None:
        if min(seen.width, seen.height) <= 0.5:
            return
        if paint.fill is not None and not piece.curved:
            self._cover(seen)
        box = _is_box(piece)
        self._made.areas.append(Area(seen, paint.fill, paint.stroke, round=not box))
        if box and paint.fill is not None and paint.stroke is None and not is_white(paint.fill):
            for side in _sides(seen):
                self._made.rules.append(_thin(side, paint.fill, dashed=False, edge=True))

    def _cover(self, area: Rect) -> None:
        """Forget what lies wholly under a filled rectangle."""
        if area.width < 4 or area.height < 4:
            return
        inner = Rect(area.x0 + 0.6, area.y0 + 0.6, area.x1 - 0.6, area.y1 - 0.6)
        self._made.rules = [rule for rule in self._made.rules if not _holds(inner, rule)]

    def _strokes(self, piece: _Piece, paint: _Paint, clip: Rect) -> None:
        assert paint.stroke is not None  # noqa: S101 - told by the caller
        if is_white(paint.stroke):
            return
        boxed = piece.closed and not piece.curved and len(piece.straight) == 4
        if _is_rounded(piece):
            frame = _overlap(_bounds(piece.points), _wider(clip, 0.3))
            for side in () if frame is None else _sides(frame):
                self._made.rules.append(_thin(side, paint.stroke, dashed=paint.dashed, edge=True, width=paint.width))
            return
        for (ax, ay), (bx, by) in piece.straight:
            if abs(ax - bx) > _SKEW_PT and abs(ay - by) > _SKEW_PT:
                continue
            seen = _overlap(_bounds([(ax, ay), (bx, by)]), _wider(clip, max(0.3, paint.width / 2)))
            if seen is not None and max(seen.width, seen.height) > 1.0:
                self._made.rules.append(_thin(seen, paint.stroke, dashed=paint.dashed, edge=boxed, width=paint.width))


def is_white(color: Color) -> bool:
    """Whether it cannot be told from paper."""
    return min(color) >= _WHITE


def _pieces(item: object, count: int, matrix: Matrix) -> Iterator[_Piece]:
    points: list[Point] = []
    straight: list[tuple[Point, Point]] = []
    curved = closed = False
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        at = _moved(matrix, _point(segment))
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield _piece(points, straight, curved, closed)
            points, straight, curved, closed = [at], [], False, False
            continue
        if kind == raw.FPDF_SEGMENT_LINETO and points:
            straight.append((points[-1], at))
        curved = curved or kind == raw.FPDF_SEGMENT_BEZIERTO
        points.append(at)
        if raw.FPDFPathSegment_GetClose(segment):
            closed = True
            if _apart(points[-1], points[0]):
                straight.append((points[-1], points[0]))
    if len(points) > 1:
        yield _piece(points, straight, curved, closed)


def _piece(points: list[Point], straight: list[tuple[Point, Point]], curved: bool, closed: bool) -> _Piece:
    closed = closed or (len(points) > 3 and not _apart(points[0], points[-1]))
    return _Piece(tuple(points), closed, curved, tuple(straight))


def _apart(one: Point, other: Point) -> bool:
    return abs(one[0] - other[0]) > 0.3 or abs(one[1] - other[1]) > 0.3


def _is_box(piece: _Piece) -> bool:
    if piece.curved or not 3 <= len(piece.straight) <= 6:
        return False
    return all(abs(ax - bx) <= _SKEW_PT or abs(ay - by) <= _SKEW_PT for (ax, ay), (bx, by) in piece.straight)


def _is_rounded(piece: _Piece) -> bool:
    """Whether it is a rectangle with round corners: a frame like any other."""
    if not (piece.closed and piece.curved) or not 2 <= len(piece.straight) <= 4:
        return False
    bounds = _bounds(piece.points)
    lying = [abs(ax - bx) for (ax, ay), (bx, by) in piece.straight if abs(ay - by) <= _SKEW_PT]
    upright = [abs(ay - by) for (ax, ay), (bx, by) in piece.straight if abs(ax - bx) <= _SKEW_PT]
    if len(lying) != 2 or len(lying) + len(upright) != len(piece.straight):
        return False
    return min(lying) >= _MOSTLY_STRAIGHT * bounds.width and min(bounds.width, bounds.height) > _THIN_PT


def _paint(item: object, matrix: Matrix) -> _Paint | None:
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, ctypes.byref(mode), ctypes.byref(stroked))
    fill = _color(item, raw.FPDFPageObj_GetFillColor) if mode.value else None
    stroke = _color(item, raw.FPDFPageObj_GetStrokeColor) if stroked.value else None
    if fill is None and stroke is None:
        return None
    width = ctypes.c_float()
    raw.FPDFPageObj_GetStrokeWidth(item, ctypes.byref(width))
    a, b, c, d, _, _ = _times(_matrix(item), matrix)
    scale = abs(a * d - b * c) ** 0.5
    return _Paint(fill, stroke, width.value * scale, raw.FPDFPageObj_GetDashCount(item) > 0)


def _color(item: object, get: object) -> Color | None:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not get(item, *(ctypes.byref(part) for part in (red, green, blue, alpha))):  # type: ignore[operator]
        return (0.0, 0.0, 0.0)
    if alpha.value <= _INVISIBLE_ALPHA:
        return None
    return (red.value / 255, green.value / 255, blue.value / 255)


def _matrix(item: object) -> Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, ctypes.byref(found)):
        return _IDENTITY
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _moved(matrix: Matrix, point: Point) -> Point:
    a, b, c, d, e, f = matrix
    x, y = point
    return (a * x + c * y + e, b * x + d * y + f)


def _point(segment: object) -> Point:
    x, y = ctypes.c_float(), ctypes.c_float()
    raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
    return (x.value, y.value)


def _bounds(points: list[Point] | tuple[Point, ...]) -> Rect:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Rect(min(xs), min(ys), max(xs), max(ys))


def _overlap(one: Rect, other: Rect | None) -> Rect | None:
    if other is None:
        return one
    x0, y0, x1, y1 = max(one.x0, other.x0), max(one.y0, other.y0), min(one.x1, other.x1), min(one.y1, other.y1)
    return Rect(x0, y0, x1, y1) if x0 <= x1 and y0 <= y1 else None


def _wider(rect: Rect, by: float) -> Rect:
    return Rect(rect.x0 - by, rect.y0 - by, rect.x1 + by, rect.y1 + by)


def _holds(area: Rect, rule: Rule) -> bool:
    return area.x0 <= rule.x0 and area.y0 <= rule.y0 and rule.x1 <= area.x1 and rule.y1 <= area.y1


def _sides(rect: Rect) -> tuple[Rect, ...]:
    return (
        Rect(rect.x0, rect.y0, rect.x1, rect.y0),
        Rect(rect.x0, rect.y1, rect.x1, rect.y1),
        Rect(rect.x0, rect.y0, rect.x0, rect.y1),
        Rect(rect.x1, rect.y0, rect.x1, rect.y1),
    )


def _thin(seen: Rect, color: Color, *, dashed: bool, edge: bool = False, width: float | None = None) -> Rule:
    """A narrow rectangle as the line through its middle."""
    x, y = seen.center
    if seen.width >= seen.height:
        return Rule(seen.x0, y, seen.x1, y, seen.height if width is None else width, color, dashed, edge)
    return Rule(x, seen.y0, x, seen.y1, seen.width if width is None else width, color, dashed, edge)
