"""Which places of a page hold no ink: judged on the drawn page, never on what a file says of itself."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from app.pdf.raster import InkMap
from app.pdf.template import Rect
from app.signing.frame import Frame

#: Pixels a point at which pages are drawn to be judged.
SCALE = 2.0


@dataclass(frozen=True, slots=True)
class PageInk:
    """A drawn page and the places on it that are kept free for answers.

    Attributes:
        rows: of pixels from the top, each one number; its highest bit is the leftmost pixel, and a 1 is ink.
        width: of a row in bits.
        frame: of the page.
        taken: rectangles, as seen, that nothing may be put into although they are blank: boxes.
    """

    rows: tuple[int, ...]
    width: int
    frame: Frame
    taken: tuple[Rect, ...] = ()

    @classmethod
    def of(cls, drawn: InkMap, frame: Frame, taken: tuple[Rect, ...] = ()) -> PageInk:
        """The page as the worker drew it at `SCALE`."""
        stride = (drawn.width + 7) // 8
        starts = range(0, stride * drawn.height, stride)
        return cls(tuple(int.from_bytes(drawn.bits[at : at + stride]) for at in starts), stride * 8, frame, taken)

    def is_blank(self, place: Rect) -> bool:
        """Whether a place (as seen) lies on the page, shows no ink and cuts no box."""
        if place.x0 < 0 or place.y0 < 0 or place.x1 > self.frame.width or place.y1 > self.frame.height:
            return False
        return not any(_overlap(place, rect) for rect in self.taken) and self.has_no_ink(place)

    def has_no_ink(self, place: Rect) -> bool:
        """Whether every pixel of a place (as seen) is paper."""
        mask = self._columns(place)
        first, last = self._rows(place)
        return not any(row & mask for row in self.rows[first:last])

    def free_above(self, place: Rect, most_pt: float) -> float:
        """How many points above a place are blank over its whole width, up to a limit."""
        free = 0.0
        while free < most_pt and self.is_blank(Rect(place.x0, place.y1 + free, place.x1, place.y1 + free + 1)):
            free += 1
        return free

    def band(self, place: Rect, height_pt: float, *, from_top: bool = False) -> Rect | None:
        """The lowest (or highest) stretch of that height within a place, blank over the place's whole width."""
        return next(self.bands(place, height_pt, from_top=from_top), None)

    def bands(self, place: Rect, height_pt: float, *, from_top: bool = False) -> Iterator[Rect]:
        """All stretches of that height within a place, blank over the place's whole width, a point apart."""
        step = -1.0 if from_top else 1.0
        bottom = place.y0 + (math.floor(place.height - height_pt) if from_top else 0)
        while place.y0 <= bottom <= place.y1 - height_pt:
            band = Rect(place.x0, bottom, place.x1, bottom + height_pt)
            blocked = self._blocked(band, from_top=from_top)
            if blocked is None:
                yield band
                bottom += step
            else:
                # Whatever stands in the way stands in the way of every stretch that still holds it.
                bottom += step * max(1, math.floor(blocked))

    def _blocked(self, band: Rect, *, from_top: bool) -> float | None:
        """How far a stretch must at least go to get past what stands in it; None where nothing does."""
        if not (band.x0 >= 0 and band.y0 >= 0 and band.x1 <= self.frame.width and band.y1 <= self.frame.height):
            return 0.0
        for rect in self.taken:
            if _overlap(band, rect):
                return band.y1 - rect.y0 if from_top else rect.y1 - band.y0
        mask = self._columns(band)
        first, last = self._rows(band)
        order = range(last - 1, first - 1, -1) if from_top else range(first, last)
        for number in order:
            if self.rows[number] & mask:
                seen_y = self.frame.height - (number + (0 if from_top else 1)) / SCALE
                return band.y1 - seen_y if from_top else seen_y - band.y0
        return None

    def _rows(self, place: Rect) -> tuple[int, int]:
        top = math.floor((self.frame.height - place.y1) * SCALE)
        bottom = math.ceil((self.frame.height - place.y0) * SCALE)
        return max(top, 0), max(min(bottom, len(self.rows)), 0)

    def _columns(self, place: Rect) -> int:
        left = max(math.floor(place.x0 * SCALE), 0)
        right = min(math.ceil(place.x1 * SCALE), self.width)
        return ((1 << max(right - left, 0)) - 1) << (self.width - right) if right > left else 0


def _overlap(one: Rect, other: Rect) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1 and one.y0 < other.y1 and other.y0 < one.y1
