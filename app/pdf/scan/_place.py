"""From the pixels of a page's picture to seen space."""

from __future__ import annotations

from dataclasses import dataclass

from app.pdf.template import Rect


@dataclass(frozen=True, slots=True)
class Place:
    """How a picture lies on its page.

    Attributes:
        visible: what of the page is shown, in seen space.
        scale: pixels a point.
    """

    visible: Rect
    scale: float

    def rect(self, left: float, top: float, right: float, bottom: float) -> Rect:
        """A rectangle of pixels in seen space."""
        return Rect(
            self.visible.x0 + left / self.scale,
            self.visible.y1 - bottom / self.scale,
            self.visible.x0 + right / self.scale,
            self.visible.y1 - top / self.scale,
        )

    def bounds(self, rect: Rect) -> tuple[int, int, int, int]:
        """A rectangle of seen space in pixels: left, top, right, bottom."""
        left, right = ((x - self.visible.x0) * self.scale for x in (rect.x0, rect.x1))
        top, bottom = ((self.visible.y1 - y) * self.scale for y in (rect.y1, rect.y0))
        return round(left), round(top), round(right), round(bottom)

    def pixels(self, points: float) -> int:
        """So many points in whole pixels, one at least."""
        return max(1, round(points * self.scale))
