"""What may be a box, and why it is thought to be one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.pdf.template import BoxKind, Rect


class Source(StrEnum):
    """What a candidate was seen by."""

    SQUARE = "square"
    SYMBOL = "symbol"
    PICTURE = "picture"
    BRACKETS = "brackets"
    SHORT_LINE = "short line"
    LETTER = "letter"
    COMB = "comb"
    LINE = "line"
    RULED = "ruled lines"
    EMPTY_CELL = "empty cell"
    LABELLED_CELL = "labelled cell"
    GAP = "gap"


#: A candidate below this is not a box.
ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that may be a box.

    Attributes:
        rect: free to be written in, in seen space.
        score: from 0 to 1, how sure the evidence is; competing candidates are settled by it.
        baselines: of ruled lines, from the top, in seen space.
        cells: of a comb.
        label: the printed words that made it a box, where they were needed as evidence.
    """

    kind: BoxKind
    rect: Rect
    source: Source
    score: float
    baselines: tuple[float, ...] = ()
    cells: int = 0
    label: str = ""
