"""Where a line of ours stands on a page of a document."""

from __future__ import annotations

from dataclasses import dataclass

#: Left bare below a page that is made smaller, in points.
SHRUNK_FOOT_PT = 30.0


@dataclass(frozen=True, slots=True)
class LineAt:
    """A line of ours on one page.

    Attributes:
        drawing: page of the lines' document, from 1.
        x: of its lower left corner, in points of the page as it is seen.
        y: the same.
        is_shrunk: whether the page is made a little smaller first, so that its foot is bare.
    """

    drawing: int
    x: float
    y: float
    is_shrunk: bool = False
