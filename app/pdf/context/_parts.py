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
}
_NEAR_PT = 22.0
_NEAR_OF_SHAPE_PT = 34.0
_NARROW_PT = 70.0


def split_values(page: Page) -> list[tuple[PartKind, tuple[int, int, int]]]:
    """Triples of boxes that take one value, by their numbers in the page's boxes."""
    numbers = [n for n, item in enumerate(page.boxes) if not item.is_check]
    numbers.sort(key=lambda n: (-round(page.boxes[n].rect.center[1] / 4), page.boxes[n].rect.x0))
    found = []
    at = 0
    while at + 2 < len(numbers):
        three = (numbers[at], numbers[at + 1], numbers[at + 2])
        kind = _kind(page, [page.boxes[n] for n in three])
        if kind is not None:
            found.append((kind, three))
            at += 3
        else:
            at += 1
    return found


def _kind(page: Page, three: Sequence[PageBox]) -> PartKind | None:
    lengths = tuple(item.box.cells or item.box.limit or 0 for item in three)
    kind = _SHAPES.get(lengths)
    near = _NEAR_PT if kind is None else _NEAR_OF_SHAPE_PT
    for left, right in pairwise(three):
        if not same_line(left.rect, right.rect) or not -2 <= right.rect.x0 - left.rect.x1 < near:
            return None
    if kind is not None:
        return PartKind(kind)
    if any(lengths) or any(item.rect.width > _NARROW_PT for item in three):
        return None
    between = [_between(page, left, right) for left, right in pairwise(three)]
    if all(text in {"/", "-", "–"} for text in between):
        return PartKind.DATE if three[2].rect.width >= 0.8 * three[0].rect.width else None
    return None


def _between(page: Page, left: PageBox, right: PageBox) -> str:
    y = left.rect.center[1]
    return "".join(
        word.text
        for word in page.marks
        if left.rect.x1 - 3 < word.rect.center[0] < right.rect.x0 + 3 and word.rect.y0 - 4 < y < word.rect.y1 + 4
    )
