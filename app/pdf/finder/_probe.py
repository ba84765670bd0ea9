"""A look at the picture where the file's own words do not say what is drawn: is this small thing an empty box?"""

from __future__ import annotations

import pypdfium2 as pdfium
from PIL import Image, ImageStat

from app.pdf.template import Rect

_SCALE = 3.0
_MOST_PIXELS = 20_000_000
_LIGHT, _DARK = 200, 150
#: How much of each side must be drawn.
_LEAST_SIDE = 0.6
_MOST_PROBES = 400


class Probe:
    """Draws a page once, when it is first asked.

    Args:
        page: of an open document.
        visible: what is shown of it, in user space.
    """

    def __init__(self, page: pdfium.PdfPage, visible: Rect) -> None:
        self._page = page
        self._visible = visible
        self._image: Image.Image | None = None
        self._left = _MOST_PROBES

    def is_hollow(self, rect: Rect) -> bool:
        """Whether a place has a drawn outline and nothing within.

        Args:
            rect: in user space.
        """
        self._left -= 1
        image = self._drawn() if self._left >= 0 else None
        if image is None:
            return False
        spot = image.crop(self._pixels(rect))
        wide, high = spot.size
        if min(wide, high) < 10:
            return False
        middle = spot.crop((wide * 3 // 10, high * 3 // 10, wide * 7 // 10, high * 7 // 10))
        if ImageStat.Stat(middle).mean[0] < _LIGHT:
            return False
        return all(_is_drawn(side) for side in _sides(spot)) and _has_corners(spot)

    def _drawn(self) -> Image.Image | None:
        if self._image is None:
            width, height = self._page.get_size()
            if width * height * _SCALE * _SCALE > _MOST_PIXELS:
                return None
            self._image = self._page.render(scale=_SCALE, may_draw_forms=False).to_pil().convert("L")
        return self._image

    def _pixels(self, rect: Rect) -> tuple[int, int, int, int]:
        page, turn = self._visible, self._page.get_rotation() % 360

        def seen(x: float, y: float) -> tuple[float, float]:
            x, y = x - page.x0, y - page.y0
            return {
                0: (x, page.height - y),
                90: (y, x),
                180: (page.width - x, y),
                270: (page.height - y, page.width - x),
            }[turn]

        (ax, ay), (bx, by) = seen(rect.x0, rect.y0), seen(rect.x1, rect.y1)
        left, top, right, bottom = (v * _SCALE for v in (min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)))
        return int(left) - 2, int(top) - 2, round(right) + 2, round(bottom) + 2


def _sides(spot: Image.Image) -> list[Image.Image]:
    """The four edges, each as deep as a quarter, as lines whose every point is the darkest across."""
    wide, high = spot.size
    deep_x, deep_y = max(3, wide // 4), max(3, high // 4)
    return [
        spot.crop((0, 0, wide, deep_y)),
        spot.crop((0, high - deep_y, wide, high)),
        spot.crop((0, 0, deep_x, high)).transpose(Image.Transpose.ROTATE_90),
        spot.crop((wide - deep_x, 0, wide, high)).transpose(Image.Transpose.ROTATE_90),
    ]


def _is_drawn(side: Image.Image) -> bool:
    wide, high = side.size
    points = side.tobytes()
    darkest = [min(points[x::wide]) for x in range(wide)]
    return sum(point < _DARK for point in darkest) >= _LEAST_SIDE * wide and high > 0


def _has_corners(spot: Image.Image) -> bool:
    """Whether two opposite corners are drawn: a round letter leaves them empty, a box with a shadow the other two."""
    wide, high = spot.size
    deep_x, deep_y = max(4, wide // 5), max(4, high // 5)
    left, right, top, low = 0, wide - deep_x, 0, high - deep_y
    inked = {
        (x, y): min(spot.crop((x, y, x + deep_x, y + deep_y)).tobytes()) < _DARK
        for x in (left, right)
        for y in (top, low)
    }
    return (inked[left, top] and inked[right, low]) or (inked[right, top] and inked[left, low])
