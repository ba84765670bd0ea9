"""Lines to write on, and rows of short ones that take one character each: `_ _ _ _`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.pdf.finder.candidate import Candidate, Source
from app.pdf.finder.sight import TextLine
from app.pdf.finder.surroundings import Surroundings
from app.pdf.template import BoxKind, Rect

_LONGEST_PT = 22.0
_SHORTEST_PT = 3.5
_WIDEST_GAP_PT = 9.0
_NARROWEST_GAP_PT = 1.0
_FEWEST = 3
_HIGHEST_PT = 15.0
_LOWEST_PT = 7.0
_SAME_HEIGHT_PT = 1.5


@dataclass(frozen=True, slots=True)
class Blank:
    """A line to write on.

    Attributes:
        drawn: a rule; underscores where False.
        beside: the words before it on its row.
        below: the words under it.
        room: how high one can write above it.
    """

    x0: float
    x1: float
    y: float
    drawn: bool
    beside: TextLine | None = None
    below: TextLine | None = None
    room: float = 0.0

    @property
    def length(self) -> float:
        """In points."""
        return self.x1 - self.x0


def places_for_letters(pieces: Sequence[Blank], around: Surroundings) -> tuple[list[Candidate], list[Blank]]:
    """Rows of short lines of one length as combs, and the lines that are none of these.

    Args:
        pieces: lines as drawn.
        around: the page.
    """
    short = [piece for piece in pieces if _SHORTEST_PT <= piece.length <= _LONGEST_PT]
    found: list[Candidate] = []
    used: set[int] = set()
    for run in _runs(short):
        if len(run) < _FEWEST:
            continue
        room = min(around.room_above(piece.x0, piece.x1, piece.y, _HIGHEST_PT) for piece in run)
        if room < _LOWEST_PT:
            continue
        used.update(id(piece) for piece in run)
        half = (run[1].x0 - run[0].x1) / 2
        rect = Rect(run[0].x0 - half, run[0].y, run[-1].x1 + half, run[0].y + room)
        found.append(Candidate(BoxKind.COMB, rect, Source.COMB, 0.93, cells=len(run)))
    return found, [piece for piece in pieces if id(piece) not in used]


def _runs(pieces: Sequence[Blank]) -> list[list[Blank]]:
    """Pieces of one length and height at even distances, from left to right."""
    runs: list[list[Blank]] = []
    for piece in sorted(pieces, key=lambda piece: (round(piece.y / 2), piece.x0)):
        if runs and _follows(runs[-1], piece):
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return runs


def _follows(run: list[Blank], piece: Blank) -> bool:
    last = run[-1]
    gap = piece.x0 - last.x1
    if abs(piece.y - last.y) > _SAME_HEIGHT_PT or not _NARROWEST_GAP_PT <= gap <= _WIDEST_GAP_PT:
        return False
    if abs(piece.length - last.length) > 0.15 * last.length:
        return False
    return len(run) == 1 or abs(gap - (last.x0 - run[-2].x1)) <= 1.0
