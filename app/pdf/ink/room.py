"""The room a box gives: its inner measure in the direction of writing, and the way back to the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.pdf.compiled import Matrix
from app.pdf.ink.fonts import Chain, chain
from app.pdf.template import Align, Box, BoxKind

#: Letters below this do not survive a standard fax.
FAX_FLOOR_PT: Final = 7.0
#: The least for what cannot be continued: a comb cell, the reference itself.
LEAST_PT: Final = 6.0
#: The least in a box that is too low for anything else.
LOW_BOX_PT: Final = 4.0
_MOST_PT: Final = 12.0
_MOST_LINES_PT: Final = 10.0
_PER_HEIGHT: Final = 0.75


@dataclass(frozen=True, slots=True)
class Room:
    """A box as the typesetter sees it: the origin bottom left, writing to the right.

    Attributes:
        pad: clear space left and right of a value that has room enough.
        edge: clear space that is always kept above and below.
        side: clear space that is always kept left and right.
        size_pt: what a value is set in if it fits.
        to_page: from here to unrotated user space.
    """

    box: Box
    width: float
    height: float
    pad: float
    edge: float
    side: float
    size_pt: float
    chain: Chain
    align: Align
    to_page: Matrix
    color: tuple[float, float, float]

    def on_page(self, x: float, y: float) -> tuple[float, float]:
        """A point in user space of the page."""
        a, b, c, d, e, f = self.to_page
        return a * x + c * y + e, b * x + d * y + f


def room_of(box: Box) -> Room:
    """Measures a box."""
    rect, look = box.rect, box.look
    turn = look.turn % 360
    width, height = (rect.height, rect.width) if turn in (90, 270) else (rect.width, rect.height)
    return Room(
        box=box,
        width=width,
        height=height,
        pad=min(max(look.inset_pt, 0.5) + 1.0, width * 0.2),
        edge=min(0.6, height * 0.06),
        side=min(1.2, width * 0.04),
        size_pt=_wanted_size(box, height),
        chain=chain(look.family, look.bold, look.italic),
        align=look.align,
        to_page=_to_page(box, turn),
        color=look.color,
    )


def _wanted_size(box: Box, height: float) -> float:
    """The form's own size, or one that suits the box; never less than a fax carries where the box is high enough."""
    own = box.look.size_pt
    if own <= 0:
        own = _MOST_LINES_PT if box.kind is BoxKind.MULTILINE else min(_MOST_PT, height * _PER_HEIGHT)
    return round(max(own, FAX_FLOOR_PT), 2)


def _to_page(box: Box, turn: int) -> Matrix:
    rect = box.rect
    if turn not in (90, 180, 270):
        return (1.0, 0.0, 0.0, 1.0, rect.x0, rect.y0)
    return {
        90: (0.0, 1.0, -1.0, 0.0, rect.x1, rect.y0),
        180: (-1.0, 0.0, 0.0, -1.0, rect.x1, rect.y1),
        270: (0.0, -1.0, 1.0, 0.0, rect.x0, rect.y1),
    }[turn]
