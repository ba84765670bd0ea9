"""A person's mark: the strokes of a pen, kept as vectors, the typed name, or the black ink of a picture."""

from __future__ import annotations

import base64
import json
import math
import zlib
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from app.signing.problems import MarkTooThin, MarkUnreadable

_VERSION = 1
_MOST_POINTS = 20_000
_LEAST_POINTS = 8
_LEAST_LENGTH = 60.0
_LEAST_WIDTH = 20.0
_LONGEST_NAME = 120
_MOST_SIDE = 2_000
_LEAST_PIXELS = 60


class PenPoint(NamedTuple):
    """Where the pen was.

    Attributes:
        x: to the right, in units of the pad.
        y: downwards, in units of the pad.
        pressure: 0 to 1; a mouse gives one value throughout.
        t: milliseconds since the first point.
    """

    x: float
    y: float
    pressure: float
    t: float


Stroke = tuple[PenPoint, ...]


@dataclass(frozen=True, slots=True)
class DrawnMark:
    """A signature drawn with pen, finger or mouse."""

    strokes: tuple[Stroke, ...]


@dataclass(frozen=True, slots=True)
class TypedMark:
    """A signature typed as a name, set in the bundled hand face."""

    name: str


@dataclass(frozen=True, slots=True)
class PictureMark:
    """A signature out of a picture: black or nothing, so that a fax carries it.

    Attributes:
        width: in pixels.
        height: in pixels.
        bits: rows from the top, each padded to whole bytes; 1 is ink.
    """

    width: int
    height: int
    bits: bytes

    @property
    def ink(self) -> int:
        """How many pixels are ink."""
        return int.from_bytes(self.bits).bit_count()


Mark = DrawnMark | TypedMark | PictureMark


def check_mark(mark: Mark) -> None:
    """Refuse a mark that nobody could see, or one of impossible numbers.

    Raises:
        MarkTooThin: hardly any ink.
        MarkUnreadable: numbers that are none, or far too many points.
    """
    if isinstance(mark, PictureMark):
        _check_picture(mark)
        return
    if isinstance(mark, TypedMark):
        if sum(ch.isalpha() for ch in mark.name) < 2:
            raise MarkTooThin
        if len(mark.name) > _LONGEST_NAME or not mark.name.isprintable():
            raise MarkUnreadable
        return
    points = [point for stroke in mark.strokes for point in stroke]
    if len(points) > _MOST_POINTS or not all(math.isfinite(n) and abs(n) < 1e7 for point in points for n in point):
        raise MarkUnreadable
    if len(points) < _LEAST_POINTS or ink_length(mark) < _LEAST_LENGTH:
        raise MarkTooThin
    if max(p.x for p in points) - min(p.x for p in points) < _LEAST_WIDTH:
        raise MarkTooThin


def _check_picture(mark: PictureMark) -> None:
    stride = (mark.width + 7) // 8
    if not (0 < mark.width <= _MOST_SIDE and 0 < mark.height <= _MOST_SIDE and len(mark.bits) == stride * mark.height):
        raise MarkUnreadable
    if mark.ink < _LEAST_PIXELS or mark.width < _LEAST_WIDTH:
        raise MarkTooThin


def ink_length(mark: DrawnMark) -> float:
    """How far the pen travelled on the pad, in units of the pad."""
    return sum(
        math.hypot(after.x - before.x, after.y - before.y)
        for stroke in mark.strokes
        for before, after in pairwise(stroke)
    )


def encode_mark(mark: Mark) -> bytes:
    """The mark as JSON; numbers are kept to a hundredth of a unit."""
    if isinstance(mark, TypedMark):
        body: dict[str, object] = {"kind": "typed", "name": mark.name}
    elif isinstance(mark, PictureMark):
        pressed = base64.b64encode(zlib.compress(mark.bits, 9)).decode("ascii")
        body = {"kind": "picture", "width": mark.width, "height": mark.height, "bits": pressed}
    else:
        strokes = [[[round(n, 2) for n in point] for point in stroke] for stroke in mark.strokes]
        body = {"kind": "drawn", "strokes": strokes}
    return json.dumps({"version": _VERSION} | body, ensure_ascii=False, separators=(",", ":")).encode()


def decode_mark(data: bytes) -> Mark:
    """The mark that `encode_mark` wrote.

    Raises:
        MarkUnreadable: the bytes are no mark of this program.
    """
    try:
        body = json.loads(data)
        if body["version"] != _VERSION:
            raise MarkUnreadable
        if body["kind"] == "typed":
            return TypedMark(str(body["name"]))
        if body["kind"] == "picture":
            return _picture(body)
        strokes = tuple(tuple(PenPoint(*map(float, point)) for point in stroke) for stroke in body["strokes"])
    except (ValueError, KeyError, TypeError, zlib.error) as error:
        raise MarkUnreadable from error
    return DrawnMark(strokes)


def _picture(body: dict[str, str]) -> PictureMark:
    pressed = base64.b64decode(body["bits"], validate=True)
    bits = zlib.decompressobj().decompress(pressed, _MOST_SIDE * _MOST_SIDE // 8 + 1)
    return PictureMark(int(body["width"]), int(body["height"]), bits)
