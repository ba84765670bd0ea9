"""Plain values out of PDF objects that may be anything: wrong types give the default, never an error."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf

from app.pdf.template import Rect

_NAME_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_FARTHEST = 1e7
#: How far up a chain of parents is followed: no real form is deeper, and a loop ends here.
MOST_PARENTS = 32


def numbers(value: object, count: int) -> tuple[float, ...] | None:
    """An array of exactly that many numbers, or None."""
    if not isinstance(value, pikepdf.Array):
        return None
    try:
        found = tuple(map(float, value.unparse(resolved=True)[1:-1].split()))
    except ValueError:
        found = _numbers_one_by_one(value)
    return found if len(found) == count and min(found) > -_FARTHEST and max(found) < _FARTHEST else None


def _numbers_one_by_one(value: pikepdf.Array) -> tuple[float, ...]:
    try:
        return tuple(float(item) for item in value.as_list())
    except (TypeError, ValueError):
        return ()


def number(value: object, default: float = 0.0) -> float:
    """A number, or the default."""
    if value is None or isinstance(value, pikepdf.Object):
        return default
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return default


def whole(value: object, default: int = 0) -> int:
    """A whole number, or the default."""
    found = number(value, float(default))
    return int(found) if abs(found) < 2**63 else default


def text(value: object) -> str:
    """A text string as one reads it; empty where there is none."""
    if not isinstance(value, pikepdf.String):
        return ""
    return clean(str(value))


def clean(value: str) -> str:
    """The text without half characters, which no file can hold."""
    return value.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")


def raw(value: object) -> bytes:
    """The bytes of a string or of a name without its slash."""
    if isinstance(value, pikepdf.String):
        return bytes(value)
    return name_bytes(value) or b""


def name_bytes(value: object) -> bytes | None:
    """The bytes of a name without its slash, or None. Names need not be valid text in any encoding."""
    if not isinstance(value, pikepdf.Name):
        return None
    return _NAME_ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), value.unparse()[1:])


def key_bytes(key: str) -> bytes:
    """The bytes of a dictionary's key without its slash."""
    return key.encode("utf-8", "surrogateescape")[1:]


def shown_name(name: bytes) -> str:
    """A name as text: UTF-8 where it is, else one character a byte."""
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("cp1252", "replace")


def dictionary(value: object) -> pikepdf.Dictionary | None:
    """A dictionary (not a stream), or None."""
    return value if isinstance(value, pikepdf.Dictionary) else None


def entries(value: object) -> dict[str, Any]:
    """The entries of a dictionary or of a stream's dictionary; empty where there is none. Once read, they stay so."""
    if isinstance(value, dict):
        return value
    return dict(value.items()) if isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)) else {}


def inherited(item: pikepdf.Object, key: str) -> object:
    """An entry of the item or of the nearest of its parents."""
    seen: object = item
    for _ in range(MOST_PARENTS):
        if not isinstance(seen, pikepdf.Dictionary):
            return None
        if key in seen:
            return seen[key]
        seen = seen.get("/Parent")
    return None


def items(value: object) -> Iterator[pikepdf.Object]:
    """The items of an array; none where there is no array."""
    if isinstance(value, pikepdf.Array):
        yield from value.as_list()


def rect_of(corners: Sequence[float] | None) -> Rect | None:
    """A rectangle from two corners in any order; None where it has no area."""
    if corners is None:
        return None
    ax, ay, bx, by = corners
    rect = Rect(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
    return rect if rect.width > 0 and rect.height > 0 else None


def within(rect: Rect, other: Rect) -> Rect | None:
    """The part of a rectangle that lies within another; None where there is none."""
    if rect.x0 >= other.x0 and rect.y0 >= other.y0 and rect.x1 <= other.x1 and rect.y1 <= other.y1:
        return rect
    x0, y0, x1, y1 = max(rect.x0, other.x0), max(rect.y0, other.y0), min(rect.x1, other.x1), min(rect.y1, other.y1)
    return Rect(x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None
