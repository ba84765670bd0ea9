"""Combs: a row of cells of one width, one character each. A piece that stands alone is a comb of its own."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from app.pdf.finder.candidate import Candidate, Source
from app.pdf.finder.sight import Rule
from app.pdf.finder.surroundings import Surroundings
from app.pdf.template import BoxKind, Rect

_TOUCH_PT = 2.6
_LOWEST_PT, _HIGHEST_PT = 6.0, 34.0
_NARROWEST_PT, _WIDEST_PT = 7.0, 32.0
#: How far a cell's width may be from the usual one.
_UNEVEN = 0.22
_FEWEST_CELLS = 2
#: Dividers lower than this are ticks on a line, over which one writes so high. In heights, how wide cells may be.
_TICKS_PT, _WRITTEN_PT = 9.0, 13.0
_WIDEST_OF_CELLS, _WIDEST_OF_TICKS = 2.3, 4.5
_SCORE = 0.97


@dataclass(frozen=True, slots=True)
class _Row:
    """Cells between the dividers `at`, from bottom to top."""

    at: tuple[float, ...]
    bottom: float
    top: float

    @property
    def rect(self) -> Rect:
        return Rect(self.at[0], self.bottom, self.at[-1], self.top)


def combs(around: Surroundings) -> list[Candidate]:
    """The combs of a page.

    Args:
        around: the page.
    """
    rows: list[_Row] = []
    dividers = [rule for rule in around.upright if _LOWEST_PT <= rule.length <= _HIGHEST_PT]
    lying = sorted(around.lying, key=_height)
    by_foot = {False: sorted(dividers, key=_height), True: sorted(dividers, key=_top)}
    for rule in around.lying:
        near = _between(lying, rule.y0 - 2 * _TOUCH_PT, rule.y0 + 2 * _TOUCH_PT, _height)
        for hanging, ends in by_foot.items():
            touching = _between(ends, rule.y0 - _TOUCH_PT, rule.y0 + _TOUCH_PT, _top if hanging else _height)
            standing = _standing(rule, touching, near, hanging=hanging) if touching else []
            rows.extend(_rows_on(rule, standing, hanging=hanging))
    chosen: list[_Row] = []
    for row in sorted(rows, key=lambda row: (-len(row.at), row.bottom)):
        if not any(_same(row, other) for other in chosen) and _is_free(row, around):
            chosen.append(row)
    return [Candidate(BoxKind.COMB, _raised(row, around), Source.COMB, _SCORE, cells=len(row.at) - 1) for row in chosen]


def _raised(row: _Row, around: Surroundings) -> Rect:
    """The comb, as high as one writes where its dividers are mere ticks on the line."""
    rect = row.rect
    if rect.height >= _TICKS_PT:
        return rect
    room = around.room_above(rect.x0, rect.x1, rect.y1, _WRITTEN_PT - rect.height)
    return Rect(rect.x0, rect.y0, rect.x1, rect.y1 + room)


def single_cells(squares: Sequence[Candidate], teeth: Sequence[Rect]) -> tuple[list[Candidate], list[Candidate]]:
    """Squares to tick, and those that are a comb's only cell, as the middle initial between two names.

    Args:
        squares: all that look like boxes to tick.
        teeth: the combs of the page.
    """
    ticks, cells = [], []
    for square in squares:
        beside = [tooth for tooth in teeth if _one_row(square.rect, tooth)]
        left = any(tooth.x1 <= square.rect.x0 + _TOUCH_PT for tooth in beside)
        right = any(tooth.x0 >= square.rect.x1 - _TOUCH_PT for tooth in beside)
        if left and right:
            cells.append(Candidate(BoxKind.COMB, square.rect, Source.COMB, _SCORE, cells=1))
        else:
            ticks.append(square)
    return ticks, cells


def _one_row(rect: Rect, tooth: Rect) -> bool:
    """Whether a square is as high as a comb, and stands close beside it."""
    apart = max(rect.x0 - tooth.x1, tooth.x0 - rect.x1)
    return abs(rect.y0 - tooth.y0) <= 2.0 and abs(rect.height - tooth.height) <= 2.5 and apart <= rect.width


def _standing(rule: Rule, dividers: Sequence[Rule], lying: Sequence[Rule], *, hanging: bool) -> list[Rule]:
    """The dividers that stand on a rule, or hang from it, and on none that is nearer to them."""
    near = [other for other in lying if other is not rule]
    found = []
    for divider in dividers:
        foot = divider.y1 if hanging else divider.y0
        apart = abs(foot - rule.y0)
        if apart > _TOUCH_PT or not rule.x0 - _TOUCH_PT <= divider.x0 <= rule.x1 + _TOUCH_PT:
            continue
        if not any(
            abs(foot - other.y0) < apart - 0.3 and other.x0 - _TOUCH_PT <= divider.x0 <= other.x1 + _TOUCH_PT
            for other in near
        ):
            found.append(divider)
    return found


def _height(rule: Rule) -> float:
    return rule.y0


def _top(rule: Rule) -> float:
    return rule.y1


def _between(rules: Sequence[Rule], low: float, high: float, place: Callable[[Rule], float]) -> Sequence[Rule]:
    """Those of rules sorted by a place of theirs that have it between two heights."""
    return rules[bisect_left(rules, low, key=place) : bisect_right(rules, high, key=place)]


def _rows_on(rule: Rule, standing: Sequence[Rule], *, hanging: bool) -> list[_Row]:
    """Rows of cells that stand on a rule, or hang from it where their bottom is not drawn."""
    if len(standing) < _FEWEST_CELLS - 1:
        return []
    height = median(divider.length for divider in standing)
    places = _distinct([divider.x0 for divider in standing if abs(divider.length - height) <= 0.3 * height])
    ends = [end for end in (rule.x0, rule.x1) if all(abs(end - place) > 3 for place in places)]
    bottom = rule.y0 - height if hanging else rule.y0
    return [_Row(run, bottom, bottom + height) for run in _even_runs(places, ends, height)]


def _distinct(places: list[float]) -> list[float]:
    made: list[float] = []
    for place in sorted(places):
        if not made or place - made[-1] > 2.0:
            made.append(place)
    return made


def _even_runs(places: list[float], ends: list[float], height: float) -> list[tuple[float, ...]]:
    """Dividers in runs of one width; the end of the rule may stand for a divider that is not drawn."""
    every = sorted([*places, *ends])
    widths = [b - a for a, b in pairwise(every) if _NARROWEST_PT <= b - a <= _WIDEST_PT]
    if not widths:
        return []
    usual = median(widths)
    widest = _WIDEST_OF_TICKS if height < _TICKS_PT else _WIDEST_OF_CELLS
    if not 0.35 * height <= usual <= widest * height:
        return []
    runs: list[list[float]] = []
    for place in every:
        if runs and abs(place - runs[-1][-1] - usual) <= _UNEVEN * usual:
            runs[-1].append(place)
        else:
            runs.append([place])
    return [tuple(run) for run in runs if _is_comb(run, places)]


def _is_comb(run: list[float], places: list[float]) -> bool:
    cells = len(run) - 1
    drawn = sum(place in places for place in run)
    return cells >= _FEWEST_CELLS and drawn >= max(2, cells - 1)


def _same(one: _Row, other: _Row) -> bool:
    a, b = one.rect, other.rect
    wide = min(a.x1, b.x1) - max(a.x0, b.x0)
    high = min(a.y1, b.y1) - max(a.y0, b.y0)
    return wide > 4 and high > 0.4 * min(a.height, b.height)


def _is_free(row: _Row, around: Surroundings) -> bool:
    """Nothing is printed in it, and it is not a row of a table that goes on above or below."""
    inner = Rect(row.at[0] + 1, row.bottom + 1, row.at[-1] - 1, row.top - 1)
    if any(char.isalnum() for word in around.words_touching(inner) for char in word.text):
        return False
    if around.symbols and any(
        inner.x0 < word.rect.center[0] < inner.x1 and inner.y0 < word.rect.center[1] < inner.y1
        for word in around.symbols
    ):
        return False
    return not around.is_dark(inner)
