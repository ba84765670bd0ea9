"""From points of a page's user space to pixels of the screen, and back."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QTransform

from app.pdf.template import PageShape, Rect


@dataclass(frozen=True, slots=True)
class PageGeometry:
    """One page at one zoom.

    Attributes:
        scale: pixels a point.
    """

    shape: PageShape
    scale: float

    @property
    def size(self) -> QSizeF:
        """Of the page as it is seen, in pixels."""
        width, height = self.shape.visible.width * self.scale, self.shape.visible.height * self.scale
        return QSizeF(height, width) if self.shape.turn % 180 else QSizeF(width, height)

    @property
    def to_screen(self) -> QTransform:
        """From user space to pixels."""
        seen, s = self.shape.visible, self.scale
        match self.shape.turn % 360:
            case 90:
                return QTransform(0, s, s, 0, -seen.y0 * s, -seen.x0 * s)
            case 180:
                return QTransform(-s, 0, 0, s, seen.x1 * s, -seen.y0 * s)
            case 270:
                return QTransform(0, -s, -s, 0, seen.y1 * s, seen.x1 * s)
            case _:
                return QTransform(s, 0, 0, -s, -seen.x0 * s, seen.y1 * s)

    def point(self, x: float, y: float) -> QPointF:
        """Where a point of user space is seen."""
        return self.to_screen.map(QPointF(x, y))

    def rect(self, rect: Rect) -> QRectF:
        """Where a rectangle of user space is seen."""
        return self.to_screen.mapRect(QRectF(rect.x0, rect.y0, rect.width, rect.height))


def scale_to_width(shape: PageShape, width_px: float) -> float:
    """The zoom at which a page is as wide as the room for it."""
    seen = shape.visible.height if shape.turn % 180 else shape.visible.width
    return max(0.2, width_px / seen)
