"""Drawn boxes snap to what is printed: the rules of the page and the edges of other boxes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.pdf.finder.sight import PageSight
from app.pdf.template import Rect

#: From so near an edge jumps to a line.
REACH_PT = 4.0
#: Writing stays so far away from a rule.
_CLEAR_PT = 0.8


@dataclass(frozen=True, slots=True)
class Guides:
    """Lines of one page in user space.

    Attributes:
        lying: left end, right end and height of each.
        upright: lower end, upper end and place of each.
    """

    lying: tuple[tuple[float, float, float], ...] = ()
    upright: tuple[tuple[float, float, float], ...] = ()


def guides_of(sight: PageSight) -> Guides:
    """The rules of a page."""
    places = [sight.to_user(Rect(rule.x0, rule.y0, rule.x1, rule.y1)) for rule in sight.rules]
    lying = tuple((place.x0, place.x1, place.y0) for place in places if place.width >= place.height)
    upright = tuple((place.y0, place.y1, place.x0) for place in places if place.width < place.height)
    return Guides(lying, upright)


def snapped(rect: Rect, guides: Guides, others: Sequence[Rect] = (), *, whole: bool = False) -> Rect:
    """The rectangle with its edges on near lines.

    Args:
        rect: as drawn.
        guides: the page's rules.
        others: boxes whose edges are lines as well.
        whole: whether it is moved as it is, instead of each edge alone.
    """
    lying = [y for x0, x1, y in guides.lying if x0 < rect.x1 and rect.x0 < x1]
    upright = [x for y0, y1, x in guides.upright if y0 < rect.y1 and rect.y0 < y1]
    bottoms = [*(y + _CLEAR_PT for y in lying), *(other.y0 for other in others)]
    tops = [*(y - _CLEAR_PT for y in lying), *(other.y1 for other in others)]
    lefts = [*(x + _CLEAR_PT for x in upright), *(other.x0 for other in others)]
    rights = [*(x - _CLEAR_PT for x in upright), *(other.x1 for other in others)]
    if whole:
        dx = _shortest(_jump(rect.x0, lefts), _jump(rect.x1, rights))
        dy = _shortest(_jump(rect.y0, bottoms), _jump(rect.y1, tops))
        return Rect(rect.x0 + dx, rect.y0 + dy, rect.x1 + dx, rect.y1 + dy)
    x0, x1 = rect.x0 + (_jump(rect.x0, lefts) or 0.0), rect.x1 + (_jump(rect.x1, rights) or 0.0)
    y0, y1 = rect.y0 + (_jump(rect.y0, bottoms) or 0.0), rect.y1 + (_jump(rect.y1, tops) or 0.0)
    return Rect(x0, y0, x1, y1) if x0 < x1 and y0 < y1 else rect


def _jump(edge: float, lines: Iterable[float]) -> float | None:
    near = [line - edge for line in lines if abs(line - edge) <= REACH_PT]
    return min(near, key=abs) if near else None


def _shortest(*jumps: float | None) -> float:
    known = [jump for jump in jumps if jump is not None]
    return min(known, key=abs) if known else 0.0
