"""The finder: from what is seen on a page to the boxes that a person would fill.

Stages, each a module: combs and check boxes; cells that rules enclose; lines to write on; answers in cells and in the
open. Each gives candidates with a score; those that compete for one place are settled by `choosing`.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.pdf.finder._answers import answers
from app.pdf.finder._blanks import blanks
from app.pdf.finder._cells import cell_answers
from app.pdf.finder._checks import checks
from app.pdf.finder._combs import combs, single_cells
from app.pdf.finder._grid import cells
from app.pdf.finder._region import Region
from app.pdf.finder._unread import unread
from app.pdf.finder.candidate import ENOUGH, Candidate, Source
from app.pdf.finder.choosing import chosen
from app.pdf.finder.sight import PageSight, Rule, TextLine
from app.pdf.finder.surroundings import Surroundings, grown, overlaps
from app.pdf.template import Rect

_SMALL_PT = 19.5
_LID_PT = 8.0
_EDGE_PT = 2.6
#: What is drawn over most of a page's width ends where the page's right margin begins.
_MOST_OF_WIDTH, _MARGIN_PT = 0.6, 18.0
#: A line's label stands under it within so much.
_CAPTION_PT = 15.0


def find(sight: PageSight) -> tuple[Candidate, ...]:
    """The boxes of a page, in reading order, in seen space.

    Args:
        sight: what is seen on it.
    """
    around = Surroundings(sight if sight.plausible else unread(sight))
    every = cells(sight.rules)
    comb = combs(around)
    teeth = [one.rect for one in comb]
    small = [cell for cell in every if cell.width <= _SMALL_PT and cell.height <= _SMALL_PT]
    small = [cell for cell in small if not any(overlaps(grown(cell, 1), tooth) for tooth in teeth)]
    ticks, letters = single_cells(checks(around, small), teeth)
    comb = [*comb, *letters]
    teeth = [one.rect for one in comb]
    squares = [one.rect for one in ticks]
    large = [cell for cell in every if not _is_taken(cell, teeth, squares)]
    free, tops = _free_rules(sight, large, [*(_with_lid(tooth) for tooth in teeth), *squares])
    lines = blanks(around, free, tops)
    marks = teeth + squares + [one.rect for one in lines if one.score >= 0.5]
    captions = _captions(around, lines)
    inside = cell_answers(around, large, marks, captions)
    outside = _open(around, large, marks, captions)
    return chosen([*comb, *ticks, *lines, *inside, *outside], around)


def _captions(around: Surroundings, lines: Sequence[Candidate]) -> frozenset[TextLine]:
    """The words under a line that are its label, and ask for nothing under themselves."""
    found: set[TextLine] = set()
    for one in lines:
        if one.source is not Source.LINE or one.score < ENOUGH or not one.label:
            continue
        under = Rect(one.rect.x0 - 2, one.rect.y0 - _CAPTION_PT, one.rect.x1, one.rect.y0)
        found |= {text for text in around.lines_touching(under) if text.text == one.label and _is_under(text, one.rect)}
    return frozenset(found)


def _is_under(text: TextLine, rect: Rect) -> bool:
    return text.rect.y1 <= rect.y0 + 1.5


def _is_taken(cell: Rect, teeth: Sequence[Rect], squares: Sequence[Rect]) -> bool:
    inner = grown(cell, -1.5)
    if inner.width < 2 or inner.height < 2:
        return True
    if any(overlaps(inner, tooth) and inner.height <= tooth.height + 4 for tooth in teeth):
        return True
    x, y = cell.center
    return any(
        square.x0 <= x <= square.x1 and square.y0 <= y <= square.y1 and cell.width <= square.width + 4
        for square in squares
    )


def _free_rules(sight: PageSight, large: Sequence[Rect], taken: Sequence[Rect]) -> tuple[list[Rule], list[Rule]]:
    """Lying rules that are no edge of anything; and those that are the top of cells and have open page above."""
    free: list[Rule] = []
    tops: list[Rule] = []
    for rule in sight.rules:
        if not rule.lies:
            continue
        if any(_across(rule, place) > 0.5 * min(rule.length, place.width) for place in taken):
            continue
        bottom = sum(_along(rule, cell) for cell in large if abs(rule.y0 - cell.y0) <= _EDGE_PT)
        top = sum(_along(rule, cell) for cell in large if abs(rule.y0 - cell.y1) <= _EDGE_PT)
        if bottom <= 0.5 * rule.length:
            (free if top <= 0.5 * rule.length else tops).append(rule)
    return free, tops


def _with_lid(tooth: Rect) -> Rect:
    """A comb up to a top edge that its low dividers do not reach."""
    return Rect(tooth.x0, tooth.y0, tooth.x1, tooth.y1 + _LID_PT)


def _across(rule: Rule, place: Rect) -> float:
    """How much of a rule lies on or within a place."""
    if not place.y0 - _EDGE_PT <= rule.y0 <= place.y1 + _EDGE_PT:
        return 0.0
    return max(0.0, min(rule.x1, place.x1) - max(rule.x0, place.x0))


def _along(rule: Rule, place: Rect) -> float:
    """How much of a rule is the top or the bottom of a place."""
    if min(abs(rule.y0 - place.y0), abs(rule.y0 - place.y1)) > _EDGE_PT:
        return 0.0
    return max(0.0, min(rule.x1, place.x1) - max(rule.x0, place.x0))


def _open(
    around: Surroundings, large: Sequence[Rect], marks: Sequence[Rect], captions: frozenset[TextLine]
) -> list[Candidate]:
    """Answers on the open page, outside all cells."""
    lines = [line for line in around.text_lines if not any(_within(line.rect, cell) for cell in large)]
    if not lines:
        return []
    outer = [mark for mark in marks if not any(_within(mark, cell) for cell in large)]
    page = around.sight.visible
    left, right = min(line.rect.x0 for line in lines), max(line.rect.x1 for line in around.text_lines)
    drawn = [area.rect.x1 for area in around.areas() if area.rect.width > _MOST_OF_WIDTH * page.width]
    drawn += [rule.x1 for rule in around.lying if rule.length > _MOST_OF_WIDTH * page.width]
    edge = max((x for x in drawn if x < page.x1 - _MARGIN_PT), default=page.x0 + 0.8 * page.width)
    rect = Rect(left, page.y0, max(right, edge), page.y1)
    return answers(Region(rect, lines, [*outer, *large], framed=False, captions=captions), around)


def _within(rect: Rect, cell: Rect) -> bool:
    x, y = rect.center
    return cell.x0 <= x <= cell.x1 and cell.y0 <= y <= cell.y1
