"""A page as it is seen, and back: layout thinks upright, ink is written in unrotated user space."""

from __future__ import annotations

from dataclasses import dataclass

from app.pdf.template import PageShape, Rect

#: Half an inch is what office printers and fax machines reach; a little less is what all of them keep.
EDGE_PT = 18.0


@dataclass(frozen=True, slots=True)
class Frame:
    """Turns places on a page as it is seen (origin bottom left) into user space."""

    shape: PageShape

    @property
    def width(self) -> float:
        """Of the page as it is seen, in points."""
        return self.shape.visible.height if self.turn in (90, 270) else self.shape.visible.width

    @property
    def height(self) -> float:
        """Of the page as it is seen, in points."""
        return self.shape.visible.width if self.turn in (90, 270) else self.shape.visible.height

    @property
    def turn(self) -> int:
        """Degrees by which ink must be turned counter-clockwise to be seen upright."""
        return self.shape.turn % 360

    def to_user(self, x: float, y: float) -> tuple[float, float]:
        """A seen place in user space."""
        seen, turn = self.shape.visible, self.turn
        if turn == 90:
            return seen.x1 - y, seen.y0 + x
        if turn == 180:
            return seen.x1 - x, seen.y1 - y
        if turn == 270:
            return seen.x0 + y, seen.y1 - x
        return seen.x0 + x, seen.y0 + y

    def to_seen(self, x: float, y: float) -> tuple[float, float]:
        """A place of user space as it is seen."""
        seen = self.shape.visible
        return {
            90: (y - seen.y0, seen.x1 - x),
            180: (seen.x1 - x, seen.y1 - y),
            270: (seen.y1 - y, x - seen.x0),
        }.get(self.turn, (x - seen.x0, y - seen.y0))

    def rect_to_seen(self, rect: Rect) -> Rect:
        """A rectangle of user space as it is seen."""
        return _spanning(self.to_seen(rect.x0, rect.y0), self.to_seen(rect.x1, rect.y1))

    def rect_to_user(self, rect: Rect) -> Rect:
        """A seen rectangle in user space."""
        return _spanning(self.to_user(rect.x0, rect.y0), self.to_user(rect.x1, rect.y1))


def _spanning(one: tuple[float, float], other: tuple[float, float]) -> Rect:
    (x0, x1), (y0, y1) = sorted((one[0], other[0])), sorted((one[1], other[1]))
    return Rect(x0, y0, x1, y1)
