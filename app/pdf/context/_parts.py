"""Values split over several boxes: dates into month, day and year, telephones into their three pieces."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from app.pdf.context._page import Page, PageBox, same_line
from app.pdf.context.model import PartKind

_SHAPES: dict[tuple[int, ...], PartKind] = {
    (2, 2, 4): PartKind.DATE,
    (2, 2, 2): PartKind.DATE,
    (3, 3, 4): PartKind.PHONE,
    (3, 7): PartKind.PHONE,
    (3, 8): PartKind.PHONE,
    (5, 4): PartKind.ZIP,
}
_DATE_MARKS = frozenset({"/", "-", "–"})
_AREA_MARKS = frozenset({")", ")-"})
_LINE_MARKS = frozenset({"-", "–", "."})
_NEAR_PT = 22.0
_NEAR_OF_SHAPE_PT = 34.0
_NARROW_PT = 70.0


def split_values(page: Page) -> list[tuple[PartKind, tuple[int, ...]]]:
    """Boxes side by side that take one value, by their numbers in the page's boxes."""
    numbers = [n for n, item in enumerate(page.boxes) if not item.is_check]
    numbers.sort(key=lambda n: (-round(page.boxes[n].rect.center[1] / 4), page.boxes[n].rect.x0))
    found: list[tuple[PartKind, tuple[int, ...]]] = []
    at = 0
    while at < len(numbers):
        pieces = _pieces(page, numbers[at : at + 3])
        if pieces is None:
            at += 1
        else:
            found.append(pieces)
            at += len(pieces[1])
    return found


def _pieces(page: Page, three: Sequence[int]) -> tuple[PartKind, tuple[int, ...]] | None:
    """The value that begins with the first of these boxes, if it is a split one."""
    for count in (3, 2):
        some = tuple(three[:count])
        kind = _kind(page, [page.boxes[n] for n in some]) if len(some) == count else None
        if kind is not None:
            return kind, some
    return None


def _kind(page: Page, boxes: Sequence[PageBox]) -> PartKind | None:
    lengths = tuple(item.box.cells or item.box.limit or 0 for item in boxes)
    kind = _SHAPES.get(lengths)
    near = _NEAR_PT if kind is None else _NEAR_OF_SHAPE_PT
    for left, right in pairwise(boxes):
        if not same_line(left.rect, right.rect) or not -2 <= right.rect.x0 - left.rect.x1 < near:
            return None
    if kind is not None:
        return kind
    if any(lengths) or any(item.rect.width > _NARROW_PT for item in boxes[:-1]):
        return None
    return _by_marks([_between(page, left, right) for left, right in pairwise(boxes)], boxes)


def _by_marks(between: Sequence[str], boxes: Sequence[PageBox]) -> PartKind | None:
    """What is split, by the marks printed between its pieces alone: slashes, or the brackets of an area code."""
    last = boxes[-1].rect.width
    if len(between) == 2 and all(text in _DATE_MARKS for text in between):
        return PartKind.DATE if 0.8 * boxes[0].rect.width <= last <= _NARROW_PT else None
    if between[0] in _AREA_MARKS and all(text in _LINE_MARKS for text in between[1:]):
        return PartKind.PHONE
    return None


def _between(page: Page, left: PageBox, right: PageBox) -> str:
    y = left.rect.center[1]
    return "".join(
        word.text
        for word in page.marks
        if left.rect.x1 - 3 < word.rect.center[0] < right.rect.x0 + 3 and word.rect.y0 - 4 < y < word.rect.y1 + 4
    )
