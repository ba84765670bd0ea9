"""Tables: boxes that stand below one another, with the column's heading above the first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.pdf.context._page import Page, PageBox
from app.pdf.context.model import Place, Said

_FARTHEST_ROW_PT = 26.0
_SAME_EDGE_PT = 5.0
#: A word as a label has it: "NPI", no number of a row.
_WORD = re.compile(r"^(?![ivx]+\W*$)[A-Za-z]{2,}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cell:
    """A box's place in a table: its row from 1, and the box that heads its column."""

    row: int
    head: int
    rows: int


def cells(page: Page, labels: Mapping[int, tuple[Said, ...]]) -> dict[int, Cell]:
    """The boxes that stand in tables, by their numbers in the page's boxes."""
    above = {}
    for number, item in enumerate(page.boxes):
        if item.is_check or _has_own_label(labels.get(number, ())):
            continue
        upper = _upper(page, number, item)
        if upper is not None and not _are_rows_of_labels(labels.get(upper, ()), labels.get(number, ())):
            above[number] = upper
    chains: dict[int, Cell] = {}
    for number in above:
        row, head = 1, number
        while head in above and row < 60:
            head, row = above[head], row + 1
        chains[number] = Cell(row, head, 0)
    for head in {cell.head for cell in chains.values()}:
        chains[head] = Cell(1, head, 0)
    deepest: dict[int, int] = {}
    for cell in chains.values():
        deepest[cell.head] = max(deepest.get(cell.head, 1), cell.row)
    return {number: Cell(cell.row, cell.head, deepest[cell.head]) for number, cell in chains.items()}


def _has_own_label(said: tuple[Said, ...]) -> bool:
    """Whether something printed is this box's own: inside it, left of it in its cell, or above it."""
    if not said or not said[0].own:
        return False
    first = said[0]
    if first.place in (Place.INSIDE, Place.ABOVE):
        return True
    return (
        first.place is Place.LEFT
        and len(first.text) > 3
        and not first.text.rstrip(".):").isdigit()
        and first.cost < 1.0
    )


def _are_rows_of_labels(upper: tuple[Said, ...], lower: tuple[Said, ...]) -> bool:
    """Whether two boxes below one another each have a label of their own left of them, however far off."""
    return all(_is_label_at_left(said[:1]) for said in (upper, lower))


def _is_label_at_left(said: tuple[Said, ...]) -> bool:
    if not said or not said[0].own or said[0].place is not Place.LEFT:
        return False
    return said[0].text.rstrip().endswith(":") or (said[0].cost < 1.0 and bool(_WORD.match(said[0].text)))


def _upper(page: Page, number: int, item: PageBox) -> int | None:
    rect = item.rect
    best: int | None = None
    nearest = _FARTHEST_ROW_PT
    for other_number, other in enumerate(page.boxes):
        if other_number == number or other.is_check:
            continue
        if abs(other.rect.x0 - rect.x0) > _SAME_EDGE_PT or abs(other.rect.x1 - rect.x1) > _SAME_EDGE_PT:
            continue
        gap = other.rect.y0 - rect.y1
        if -3 < gap < nearest:
            best, nearest = other_number, gap
    if best is None or _text_between(page, rect.x0, rect.x1, rect.y1, page.boxes[best].rect.y0):
        return None
    return best


def _text_between(page: Page, x0: float, x1: float, low: float, high: float) -> bool:
    return any(low - 1 < chunk.rect.center[1] < high + 1 and x0 < chunk.rect.center[0] < x1 for chunk in page.chunks)
