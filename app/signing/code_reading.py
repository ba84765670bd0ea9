"""Which of the codes that we printed a scanned page bears, and where each place of the page has come to lie on it.

A code is not decoded but compared with every code that is looked for: one that is smudged, cut by a pen or badly
scanned is still nearest to itself. Works on pixels that the worker drew; the scan's own file is never opened here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from PIL import Image, ImageChops, ImageFilter

from app.pdf.raster import Raster
from app.signing.qr import qr_rows

#: Pixels a point at which a scanned page is drawn to be read.
READ_SCALE = 3.0

_DARK, _LIGHTEST, _CONTRAST, _SURROUNDINGS_PX = 100, 190, 24, 24
_RUNS = re.compile(rb"\x00+|\xff+")
_CORNER = (1.0, 1.0, 3.0, 1.0, 1.0)
_MOST_CORNERS = 40
_LEAST_MODULE_PX, _MOST_MODULE_PX = 1.6, 14.0
#: Modules between the marks of one code.
_LEAST_APART, _MOST_APART = 8, 80
#: Shares of modules that may be wrong, and by which the next code must be worse.
_MOST_WRONG, _LEAST_AHEAD = 0.16, 0.03


@dataclass(frozen=True, slots=True)
class ReadCode:
    """A code found on a drawn page.

    Attributes:
        text: of the code that it is nearest to.
        origin: pixel of the middle of its first finder mark.
        right: one module to the right, in pixels.
        down: one module down.
        wrong: share of its modules that are not as they were printed.
    """

    text: str
    origin: tuple[float, float]
    right: tuple[float, float]
    down: tuple[float, float]
    wrong: float

    def carried_to(self, other: ReadCode, x: float, y: float) -> tuple[float, float]:
        """Where a pixel of this page lies on another one that bears the same code."""
        (rx, ry), (dx, dy) = self.right, self.down
        area = rx * dy - ry * dx
        px, py = x - self.origin[0], y - self.origin[1]
        along, below = (px * dy - py * dx) / area, (rx * py - ry * px) / area
        return (
            other.origin[0] + along * other.right[0] + below * other.down[0],
            other.origin[1] + along * other.right[1] + below * other.down[1],
        )


@dataclass(frozen=True, slots=True)
class Ink:
    """The dark pixels of a page: a byte a pixel, 0 for ink and 255 for paper."""

    width: int
    height: int
    pixels: bytes

    @classmethod
    def of(cls, drawn: Raster) -> Ink:
        """What is darker than its surroundings, so that a grey scan and shadows do not matter."""
        grey = Image.frombytes("RGB", (drawn.width, drawn.height), drawn.rgb).convert("L")
        ground = grey.filter(ImageFilter.BoxBlur(_SURROUNDINGS_PX))
        contrast = ImageChops.subtract(ground, grey).point([255 if level > _CONTRAST else 0 for level in range(256)])
        near = grey.point([255 if level < _LIGHTEST else 0 for level in range(256)])
        dark = grey.point([255 if level < _DARK else 0 for level in range(256)])
        ink = ImageChops.lighter(dark, ImageChops.darker(contrast, near))
        return cls(grey.width, grey.height, ImageChops.invert(ink).tobytes())

    def is_ink(self, x: float, y: float) -> bool:
        """Whether the pixel is dark; paper beyond the edges is not."""
        column, row = math.floor(x), math.floor(y)
        if not (0 <= column < self.width and 0 <= row < self.height):
            return False
        return self.pixels[row * self.width + column] == 0


def read_code(page: Ink, texts: Sequence[str]) -> ReadCode | None:
    """Which of the codes the page bears; None where it bears none of them for certain.

    Args:
        page: drawn at `READ_SCALE`.
        texts: of all codes that it may bear.
    """
    if not texts:
        return None
    printed = {text: _whole(qr_rows(text)) for text in dict.fromkeys(texts)}
    best: ReadCode | None = None
    for origin, right, down in _threes(_corners(page)):
        found = _nearest(page, origin, right, down, printed)
        if found is not None and (best is None or found.wrong < best.wrong):
            best = found
    return best


def _whole(rows: Sequence[bytearray]) -> tuple[int, int]:
    """A code as one number, and how many modules a side has."""
    whole = 0
    for row in rows:
        for module in row:
            whole = whole << 1 | (1 if module else 0)
    return whole, len(rows)


@dataclass(slots=True)
class _Corner:
    x: float
    y: float
    module: float
    seen: int = 1


def _corners(page: Ink) -> list[_Corner]:
    """The middles of what looks like a finder mark: dark and light in the measure 1:1:3:1:1, across and down."""
    found: list[_Corner] = []
    for row in range(0, page.height, 2):
        for x, module in _marks_in(page.pixels[row * page.width : (row + 1) * page.width]):
            middle = _middle_down(page, x, row, module)
            if middle is None:
                continue
            near = next((c for c in found if math.hypot(c.x - x, c.y - middle) < 2 * module), None)
            if near is None:
                found.append(_Corner(x, middle, module))
            else:
                near.x += (x - near.x) / (near.seen + 1)
                near.y += (middle - near.y) / (near.seen + 1)
                near.module += (module - near.module) / (near.seen + 1)
                near.seen += 1
    return sorted(found, key=lambda corner: -corner.seen)[:_MOST_CORNERS]


def _marks_in(line: bytes) -> Iterator[tuple[float, float]]:
    """Middle and module of every stretch of the measure in one row of pixels."""
    runs = [(hit.start(), hit.end()) for hit in _RUNS.finditer(line)]
    lengths = [end - start for start, end in runs]
    for at in range(len(runs) - 4):
        if line[runs[at][0]] == 0 and (module := _module_of(lengths[at : at + 5])):
            start, end = runs[at + 2]
            yield (start + end) / 2, module


def _module_of(lengths: Sequence[float]) -> float:
    """The size of a module where five runs have the measure of a finder mark, else 0."""
    module = sum(lengths) / 7
    if not _LEAST_MODULE_PX <= module <= _MOST_MODULE_PX:
        return 0.0
    fits = all(abs(length - part * module) <= 0.6 * module for length, part in zip(lengths, _CORNER, strict=True))
    return module if fits else 0.0


def _middle_down(page: Ink, x: float, y: float, module: float) -> float | None:
    """The middle of the mark in the column through it; None where the column does not have the measure."""
    up = _walk(page, x, lambda step: y - step, module)
    down = _walk(page, x, lambda step: y + 1 + step, module)
    if up is None or down is None:
        return None
    lengths = (up[2], up[1], up[0] + down[0], down[1], down[2])
    tall = _module_of(lengths)
    if not tall or abs(tall - module) > 0.5 * module:
        return None
    return y + 0.5 + (down[0] - up[0]) / 2


def _walk(page: Ink, x: float, at: Callable[[float], float], module: float) -> tuple[int, int, int] | None:
    """Lengths of dark, light and dark going one way from the middle; None where that does not end."""
    lengths = []
    step, most = 0, math.ceil(5 * module)
    for wanted in (True, False, True):
        start = step
        while step < most and page.is_ink(x, at(step)) is wanted:
            step += 1
        if step == start:
            return None
        lengths.append(step - start)
    return lengths[0], lengths[1], lengths[2]


_Pixel = tuple[float, float]


def _threes(corners: Sequence[_Corner]) -> Iterator[tuple[_Pixel, _Pixel, _Pixel]]:
    """Three marks that stand like those of one code: the first one's middle, and the ways to the other two."""
    for first, right, down in permutations(corners, 3):
        if not (_is_alike(first, right) and _is_alike(first, down)):
            continue
        across, below = (right.x - first.x, right.y - first.y), (down.x - first.x, down.y - first.y)
        long, high = math.hypot(*across), math.hypot(*below)
        if not 0.8 < long / high < 1.25:
            continue
        is_square = abs(across[0] * below[0] + across[1] * below[1]) < 0.15 * long * high
        is_upright = across[0] * below[1] - across[1] * below[0] > 0
        if is_square and is_upright:
            yield (first.x, first.y), across, below


def _is_alike(one: _Corner, other: _Corner) -> bool:
    """Whether two marks are of one size, and as far apart as those of one code may be."""
    module = (one.module + other.module) / 2
    apart = max(abs(one.x - other.x), abs(one.y - other.y)) / module
    return abs(one.module - other.module) < 0.3 * module and _LEAST_APART <= apart <= _MOST_APART


def _nearest(
    page: Ink, origin: _Pixel, across: _Pixel, below: _Pixel, printed: dict[str, tuple[int, int]]
) -> ReadCode | None:
    seen: dict[int, int] = {}
    scores = []
    for text, (whole, side) in printed.items():
        if side not in seen:
            seen[side] = _sampled(page, origin, across, below, side)
        scores.append(((whole ^ seen[side]).bit_count() / side**2, text, side))
    scores.sort()
    wrong, text, side = scores[0]
    is_ahead = len(scores) == 1 or scores[1][0] - wrong >= _LEAST_AHEAD
    if wrong > _MOST_WRONG or not is_ahead:
        return None
    steps = side - 7
    right, down = (across[0] / steps, across[1] / steps), (below[0] / steps, below[1] / steps)
    return ReadCode(text, origin, right, down, wrong)


def _sampled(page: Ink, origin: _Pixel, across: _Pixel, below: _Pixel, side: int) -> int:
    """The code's modules as they are seen, as one number."""
    whole, steps = 0, side - 7
    for row in range(side):
        for column in range(side):
            right, down = (column - 3) / steps, (row - 3) / steps
            x = origin[0] + right * across[0] + down * below[0]
            y = origin[1] + right * across[1] + down * below[1]
            whole = whole << 1 | page.is_ink(x, y)
    return whole
