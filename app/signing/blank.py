"""Which places of a page hold no ink: judged on the drawn page, never on what a file says of itself."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from app.pdf.raster import Raster
from app.pdf.template import Rect
from app.signing.frame import Frame

#: Pixels a point at which pages are drawn to be judged.
SCALE = 2.0

#: The darkest colour part of a pixel that still counts as paper.
_PAPER = 246


@dataclass(frozen=True, slots=True)
class PageInk:
    """A drawn page and the places on it that are kept free for answers.

    Attributes:
        taken: rectangles, as seen, that nothing may be put into although they are blank: boxes.
    """

    raster: Raster
    frame: Frame
    taken: tuple[Rect, ...] = ()

    def is_blank(self, place: Rect) -> bool:
        """Whether a place (as seen) lies on the page, shows no ink and cuts no box."""
        if place.x0 < 0 or place.y0 < 0 or place.x1 > self.frame.width or place.y1 > self.frame.height:
            return False
        return not any(_overlap(place, rect) for rect in self.taken) and self.has_no_ink(place)

    def has_no_ink(self, place: Rect) -> bool:
        """Whether every pixel of a place (as seen) is paper."""
        return all(self._row_is_paper(row, place) for row in self._rows(place))

    def free_above(self, place: Rect, most_pt: float) -> float:
        """How many points above a place are blank over its whole width, up to a limit."""
        free = 0.0
        while free < most_pt and self.is_blank(Rect(place.x0, place.y1 + free, place.x1, place.y1 + free + 1)):
            free += 1
        return free

    def band(self, place: Rect, height_pt: float, *, from_top: bool = False) -> Rect | None:
        """The lowest (or highest) stretch of that height within a place, blank over the place's whole width."""
        bottoms = _steps(place.y0, place.y1 - height_pt)
        for bottom in reversed(bottoms) if from_top else bottoms:
            band = Rect(place.x0, bottom, place.x1, bottom + height_pt)
            if self.is_blank(band):
                return band
        return None

    def _rows(self, place: Rect) -> range:
        top = math.floor((self.frame.height - place.y1) * SCALE)
        bottom = math.ceil((self.frame.height - place.y0) * SCALE)
        return range(max(top, 0), min(bottom, self.raster.height))

    def _row_is_paper(self, row: int, place: Rect) -> bool:
        left = max(math.floor(place.x0 * SCALE), 0)
        right = min(math.ceil(place.x1 * SCALE), self.raster.width)
        start = row * self.raster.width
        pixels = self.raster.rgb[(start + left) * 3 : (start + right) * 3]
        return not pixels or min(pixels) >= _PAPER


def _steps(low: float, high: float) -> Sequence[float]:
    return [low + step for step in range(math.floor(high - low) + 1)] if high >= low else []


def _overlap(one: Rect, other: Rect) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1 and one.y0 < other.y1 and other.y0 < one.y1
