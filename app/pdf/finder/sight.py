"""What is seen on a page: letters, words, lines of text, rules, rectangles and pictures, as they are drawn.

All places are in *seen* space: points, origin bottom left, turned so that the page's text reads from left to right.
On a page that is not turned this is user space itself; `PageSight.to_user` and `to_seen` go between the two.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from app.pdf.template import Rect

#: Red, green and blue from 0 to 1.
Color = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character.

    Attributes:
        text: the character that the file says it is; symbol fonts often say a private code or another letter.
        ink: what is drawn of it; without area for a space.
        loose: its place in the line, from descent to ascent and over its advance.
        font: name of its font, without the subset's prefix.
        size_pt: as drawn.
        baseline: height of the baseline.
        turn: degrees counter-clockwise by which it is turned in seen space: 0 for text as it is read.
    """

    text: str
    ink: Rect
    loose: Rect
    font: str
    size_pt: float
    baseline: float
    bold: bool = False
    italic: bool = False
    color: Color = (0.0, 0.0, 0.0)
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Word:
    """Characters that stand together on one line: letter-spaced ones are joined, underscores and symbols stand alone.

    Attributes:
        text: as it is read.
        rect: around the ink of its characters.
        glyphs: first and last + 1 in the page's glyphs; they may lie in between in another order than they are read.
        line: number of its line in the page's lines.
    """

    text: str
    rect: Rect
    baseline: float
    size_pt: float
    font: str
    bold: bool
    italic: bool
    color: Color
    glyphs: tuple[int, ...]
    line: int


@dataclass(frozen=True, slots=True)
class TextLine:
    """Words on one baseline without a gap that is wider than the text's own spaces would be.

    Two columns, two cells of a table, or what stands left and right of a blank are lines of their own.

    Attributes:
        words: numbers in the page's words, from left to right.
        size_pt: of most of its characters; so is `bold`.
    """

    text: str
    rect: Rect
    baseline: float
    size_pt: float
    bold: bool
    color: Color
    words: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight stroke along the page or across it; pieces that continue one another are joined.

    Attributes:
        x0: left end; equal to `x1` where it is upright.
        y0: lower end; equal to `y1` where it lies.
        thickness: in points.
        dashed: drawn as dashes or dots.
        edge: a side of a drawn rectangle, or of a filled area that differs from what is around it.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    thickness: float
    color: Color = (0.0, 0.0, 0.0)
    dashed: bool = False
    edge: bool = False

    @property
    def lies(self) -> bool:
        """Whether it runs from left to right."""
        return self.x1 - self.x0 >= self.y1 - self.y0

    @property
    def length(self) -> float:
        """In points."""
        return max(self.x1 - self.x0, self.y1 - self.y0)


@dataclass(frozen=True, slots=True)
class Area:
    """A drawn shape that is more than a line, by its bounds.

    Attributes:
        fill: colour it is filled with, or None.
        stroke: colour of its outline, or None.
        round: a circle or another shape that is no rectangle.
    """

    rect: Rect
    fill: Color | None = None
    stroke: Color | None = None
    round: bool = False


@dataclass(frozen=True, slots=True)
class PageSight:
    """All that is seen on one page.

    Attributes:
        page: from 1.
        visible: the part of the page that is shown, in seen space.
        turn: degrees clockwise by which user space is turned to become seen space: 0, 90, 180 or 270.
        glyphs: in the file's order, spaces left out.
        lines: from the top, and from left to right.
        rules: lying and upright ones, rectangles' sides among them.
        rects: rectangles and other closed shapes.
        images: where pictures are.
        skew: degrees counter-clockwise by which a scanned page was turned about its middle to lie straight.
        plausible: False where the text layer is not what the page shows (garbled encodings): read the picture instead.
    """

    page: int
    visible: Rect
    turn: int
    glyphs: tuple[Glyph, ...] = ()
    words: tuple[Word, ...] = ()
    lines: tuple[TextLine, ...] = ()
    rules: tuple[Rule, ...] = ()
    rects: tuple[Area, ...] = ()
    images: tuple[Rect, ...] = ()
    plausible: bool = True
    skew: float = 0.0

    def to_user(self, rect: Rect) -> Rect:
        """A rectangle of seen space in unrotated user space, as boxes have it."""
        return turned(self._about_middle(rect, -self.skew), -self.turn)

    def to_seen(self, rect: Rect) -> Rect:
        """A rectangle of unrotated user space in seen space."""
        return self._about_middle(turned(rect, self.turn), self.skew)

    def _about_middle(self, rect: Rect, degrees: float) -> Rect:
        """The rectangle moved as its middle moves when the page is turned; its sides stay level."""
        if not degrees:
            return rect
        angle = math.radians(degrees)
        (x, y), (mx, my) = rect.center, self.visible.center
        dx, dy = x - mx, y - my
        sx = mx + dx * math.cos(angle) - dy * math.sin(angle) - x
        sy = my + dx * math.sin(angle) + dy * math.cos(angle) - y
        return Rect(rect.x0 + sx, rect.y0 + sy, rect.x1 + sx, rect.y1 + sy)


def turned(rect: Rect, turn: int) -> Rect:
    """The rectangle after a clockwise turn of all space around the origin.

    Args:
        rect: any.
        turn: degrees, a multiple of 90.
    """
    match turn % 360:
        case 90:
            return Rect(rect.y0, -rect.x1, rect.y1, -rect.x0)
        case 180:
            return Rect(-rect.x1, -rect.y1, -rect.x0, -rect.y0)
        case 270:
            return Rect(-rect.y1, rect.x0, -rect.y0, rect.x1)
        case _:
            return rect
