"""Notes without an appearance of their own, as viewers draw them: rectangles, lines and marks on text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from app.pdf.reading import _looks
from app.pdf.reading._objects import items, name_bytes, number, numbers
from app.pdf.template import Rect

Point = tuple[float, float]
Color = tuple[float, float, float]
_ROUND: Final = 0.5523
_YELLOW, _BLACK = (1.0, 1.0, 0.0), (0.0, 0.0, 0.0)
_MOST_POINTS: Final = 4_000


def shape_content(attributes: Mapping[str, Any], rect: Rect) -> bytes:
    """Operators that draw the note in user space of its page; empty where it is of a kind that draws nothing.

    The state `/Gs` is to be among the resources: `shape_state`.

    Args:
        attributes: of the note.
        rect: where it lies.
    """
    kind, width = name_bytes(attributes.get("/Subtype")), _looks.border(attributes)[0]
    color = _looks.color_of(attributes.get("/C"))
    match kind:
        case b"Square" | b"Circle":
            path = _box_path(_inside(rect, width / 2), is_round=kind == b"Circle")
        case b"Line":
            ends = numbers(attributes.get("/L"), 4)
            path = _lines([] if ends is None else [ends[:2], ends[2:]])
        case b"Polygon" | b"PolyLine":
            path = _lines(_points(attributes.get("/Vertices")), closed=kind == b"Polygon")
        case b"Ink":
            path = " ".join(_lines(_points(stroke)) for stroke in items(attributes.get("/InkList")))
        case b"Highlight":
            return _painted(" ".join(map(_box_path, _quads(attributes))), color or _YELLOW, None, 0)
        case b"Underline" | b"Squiggly" | b"StrikeOut":
            path, width = " ".join(_rules(attributes, 0.5 if kind == b"StrikeOut" else 0.0)), 1.0
        case _:
            return b""
    return _painted(path, _looks.color_of(attributes.get("/IC")), color or _BLACK, width)


def shape_state(attributes: Mapping[str, Any]) -> bytes:
    """The dictionary of the state that the operators call: how the note mixes with what lies below it."""
    opacity = min(1.0, max(0.0, number(attributes.get("/CA"), 1.0)))
    blend = " /BM /Multiply" if name_bytes(attributes.get("/Subtype")) == b"Highlight" else ""
    return f"<< /Type /ExtGState /ca {opacity:g} /CA {opacity:g}{blend} >>".encode()


def _painted(path: str, fill: Color | None, stroke: Color | None, width: float) -> bytes:
    if width <= 0:
        stroke = None
    if not path.strip() or (fill is None and stroke is None):
        return b""
    parts = ["q /Gs gs"]
    if fill is not None:
        parts += [*map(_plain, fill), "rg"]
    if stroke is not None:
        parts += [*map(_plain, stroke), "RG", _plain(width), "w"]
    return " ".join([*parts, path, "B" if fill and stroke else "f" if fill else "S", "Q"]).encode()


def _inside(rect: Rect, edge: float) -> Rect:
    edge = min(edge, rect.width / 2, rect.height / 2)
    return Rect(rect.x0 + edge, rect.y0 + edge, rect.x1 - edge, rect.y1 - edge)


def _box_path(rect: Rect, *, is_round: bool = False) -> str:
    if not is_round:
        return " ".join(map(_plain, (rect.x0, rect.y0, rect.width, rect.height))) + " re"
    (x, y), a, b = rect.center, rect.width / 2, rect.height / 2
    turns: Sequence[Sequence[Point]] = (
        ((1, _ROUND), (_ROUND, 1), (0, 1)),
        ((-_ROUND, 1), (-1, _ROUND), (-1, 0)),
        ((-1, -_ROUND), (-_ROUND, -1), (0, -1)),
        ((_ROUND, -1), (1, -_ROUND), (1, 0)),
    )
    curves = (" ".join(_at((x + across * a, y + up * b)) for across, up in turn) + " c" for turn in turns)
    return " ".join([_at((x + a, y)), "m", *curves, "h"])


def _lines(points: Sequence[Sequence[float]], *, closed: bool = False) -> str:
    if len(points) < 2:
        return ""
    first, *others = points
    return " ".join([_at(first), "m", *(f"{_at(point)} l" for point in others), *(["h"] if closed else [])])


def _points(values: object) -> list[Point]:
    flat = [number(value) for value in list(items(values))[:_MOST_POINTS]]
    return list(zip(flat[::2], flat[1::2], strict=False))


def _quads(attributes: Mapping[str, Any]) -> Iterator[Rect]:
    """The upright rectangles around each four corners of marked text."""
    points = _points(attributes.get("/QuadPoints"))
    for start in range(0, len(points) - 3, 4):
        xs, ys = zip(*points[start : start + 4], strict=True)
        yield Rect(min(xs), min(ys), max(xs), max(ys))


def _rules(attributes: Mapping[str, Any], share: float) -> Iterator[str]:
    for quad in _quads(attributes):
        y = quad.y0 + max(1.0, quad.height * share)
        yield _lines([(quad.x0, y), (quad.x1, y)])


def _at(point: Sequence[float]) -> str:
    return f"{_plain(point[0])} {_plain(point[1])}"


def _plain(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
