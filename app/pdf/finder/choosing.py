"""Candidates that compete for one place: the better evidence wins, and what stays is cleared of printed words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app.pdf.finder.candidate import ENOUGH, Candidate
from app.pdf.finder.surroundings import Surroundings, shared, size_of
from app.pdf.template import BoxKind, Rect

_COMPETE = 0.22
_LEAST_WIDTH_PT, _LEAST_HEIGHT_PT = 8.0, 5.5
_LEAST_LEFT = 0.45


def chosen(candidates: Iterable[Candidate], around: Surroundings) -> tuple[Candidate, ...]:
    """The candidates that are boxes, from the top and from the left.

    Args:
        candidates: of one page.
        around: the page.
    """
    kept: list[Candidate] = []
    for one in sorted(candidates, key=lambda one: (-one.score, -size_of(one.rect))):
        if one.score < ENOUGH:
            break
        place = one if one.kind in (BoxKind.CHECK, BoxKind.COMB) else _cleared(one, around, kept)
        if place is not None and not any(_compete(place.rect, other.rect) for other in kept):
            kept.append(place)
    return tuple(sorted(kept, key=lambda one: (-round(one.rect.y1 / 6), one.rect.x0)))


def _compete(one: Rect, other: Rect) -> bool:
    both = shared(one, other)
    return both > _COMPETE * min(size_of(one), size_of(other))


def _cleared(one: Candidate, around: Surroundings, kept: list[Candidate]) -> Candidate | None:
    """The candidate without the parts that printed words or chosen boxes take; None where little is left."""
    rect = one.rect
    inner = Rect(rect.x0 + 0.5, rect.y0 + 0.5, rect.x1 - 0.5, rect.y1 - 0.5)
    if inner.x0 >= inner.x1 or inner.y0 >= inner.y1:
        return None
    obstacles = [word.rect for word in around.words_touching(inner) if any(char.isalnum() for char in word.text)]
    obstacles += [word.rect for word in around.symbols if shared(word.rect, inner) > 0]
    obstacles += [
        other.rect
        for other in kept
        if shared(other.rect, inner) > 0 and size_of(other.rect) < 0.5 * size_of(rect) and other.kind is BoxKind.CHECK
    ]
    for obstacle in obstacles:
        if shared(obstacle, rect) > 0.6:
            rect = _without(rect, obstacle)
    if rect.width < _LEAST_WIDTH_PT or rect.height < _LEAST_HEIGHT_PT:
        return None
    if size_of(rect) < _LEAST_LEFT * size_of(one.rect):
        return None
    return replace(one, rect=rect)


def _without(rect: Rect, obstacle: Rect) -> Rect:
    """The largest part of a rectangle beside an obstacle."""
    parts = [
        Rect(rect.x0, rect.y0, max(rect.x0, obstacle.x0 - 1.5), rect.y1),
        Rect(min(rect.x1, obstacle.x1 + 1.5), rect.y0, rect.x1, rect.y1),
        Rect(rect.x0, rect.y0, rect.x1, max(rect.y0, obstacle.y0 - 0.5)),
        Rect(rect.x0, min(rect.y1, obstacle.y1 + 0.5), rect.x1, rect.y1),
    ]
    return max(parts, key=size_of)
