"""Headings, known by their look alone, and which part of the page stands under each."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from app.pdf.context._page import Chunk, Page
from app.pdf.context.model import Heading
from app.pdf.template import Rect

_NUMBERED = re.compile(
    r"^((section|part|step|SECTION|PART|STEP|Section|Part|Step)\s+\S+|[A-Z]\.|[IVX]{1,4}\.|\d{1,2}[.)])\s"
)
_MOST_WORDS = 16
_MOST_WORDS_OF_PLAIN = 9
_SAME_LINE_PT = 4.0
#: A number alone belongs to the words after it, over such a gap.
_NUMBER_GAP_PT = 60.0
_PIECE_GAP_PT = 16.0
_SAME_SIZE_PT = 0.7
#: What is bold and so much larger than the rest stands out.
_LARGER = 1.08
_NUMBER_ALONE = re.compile(r"^\W*((section|part|step)\s+\w{1,5}|[A-Za-z]|\d{1,2}|[IVX]{1,4})\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Strip:
    """A heading and the strip of the page below it that it covers, from `top` down."""

    heading: Heading
    top: float
    x0: float
    x1: float


def headings(page: Page, owned: Set[int]) -> tuple[Strip, ...]:
    """The page's headings, from the top: texts that look so, and short lines that belong to no box.

    Args:
        page: to read.
        owned: texts that are labels of boxes.
    """
    body = _body_size(page)
    mostly_bold = sum(chunk.bold for chunk in page.chunks) > 0.6 * max(1, len(page.chunks))
    strong, weak = [], []
    for number, chunk in enumerate(page.chunks):
        if _is_heading(page, chunk, body, mostly_bold) and (number not in owned or _stands_out(page, chunk, body)):
            strong.append(chunk)
        elif number not in owned and _may_head(chunk) and page.paragraph[number] == number:
            weak.append(chunk)
    strong = _joined(strong)
    found = [_scoped(page, chunk, strong, is_strong=True) for chunk in strong]
    return tuple(found + [_scoped(page, chunk, [*strong, *weak], is_strong=False) for chunk in weak])


def _joined(strong: Sequence[Chunk]) -> list[Chunk]:
    """Pieces of one heading joined: "SECTION IV" and "PROVIDER INFORMATION" after a dash."""
    made: list[Chunk] = []
    for chunk in sorted(strong, key=lambda item: (-round(item.rect.center[1] / _SAME_LINE_PT), item.rect.x0)):
        before = made[-1] if made else None
        if before is not None and abs(before.rect.center[1] - chunk.rect.center[1]) < _SAME_LINE_PT:
            gap = chunk.rect.x0 - before.rect.x1
            number = bool(_NUMBER_ALONE.match(before.text))
            if -2 < gap < (_NUMBER_GAP_PT if number else _PIECE_GAP_PT) and _alike(before, chunk):
                rect = Rect(
                    before.rect.x0,
                    min(before.rect.y0, chunk.rect.y0),
                    chunk.rect.x1,
                    max(before.rect.y1, chunk.rect.y1),
                )
                made[-1] = replace(before, text=f"{before.text} {chunk.text}", rect=rect)
                continue
        made.append(chunk)
    return made


def _alike(first: Chunk, second: Chunk) -> bool:
    return first.bold == second.bold and abs(first.size_pt - second.size_pt) < _SAME_SIZE_PT


def trail(found: Sequence[Strip], rect: Rect) -> tuple[Heading, ...]:
    """The headings that a box stands under, nearest first."""
    x, y = rect.center
    over = [item for item in found if item.top > y - 1 and item.x0 - 1 <= x <= item.x1 + 1]
    return tuple(item.heading for item in sorted(over, key=lambda item: item.top))


def strip_of(found: Sequence[Strip], rect: Rect) -> tuple[float, float]:
    """The column that a box stands in, by the nearest heading that looks like one."""
    x, y = rect.center
    over = [item for item in found if item.heading.strong and item.top > y - 1 and item.x0 - 1 <= x <= item.x1 + 1]
    nearest = min(over, key=lambda item: item.top, default=None)
    return (nearest.x0, nearest.x1) if nearest else (0.0, 0.0)


def _may_head(chunk: Chunk) -> bool:
    return 1 <= len(chunk.text.split()) <= _MOST_WORDS_OF_PLAIN and not chunk.text.rstrip().endswith(("?", ",", "."))


def _stands_out(page: Page, chunk: Chunk, body: float) -> bool:
    bar = _bar(page, chunk)
    apart = bar is not None or chunk.size_pt > _LARGER * body
    return min(chunk.color) > 0.75 or chunk.size_pt > 1.3 * body or (apart and chunk.bold)


def _body_size(page: Page) -> float:
    sizes = sorted(chunk.size_pt for chunk in page.chunks for _ in range(len(chunk.text)))
    return sizes[len(sizes) // 2] if sizes else 10.0


def _is_heading(page: Page, chunk: Chunk, body: float, mostly_bold: bool) -> bool:
    words = chunk.text.split()
    if len(words) > _MOST_WORDS or chunk.text.rstrip().endswith(",") or len(chunk.text) < 4:
        return False
    if chunk.text.rstrip().endswith("?") and not (
        len(words) <= _MOST_WORDS_OF_PLAIN and _stands_out(page, chunk, body)
    ):
        return False
    if _labels_a_box(page, chunk):
        return False
    letters = [char for char in chunk.text if char.isalpha()]
    capitals = len(letters) >= 5 and sum(char.isupper() for char in letters) > 0.8 * len(letters)
    bold = chunk.bold and not mostly_bold
    large = chunk.size_pt > 1.18 * body
    light = min(chunk.color) > 0.75
    numbered = bool(_NUMBERED.match(chunk.text)) and len(words) <= 8
    return bold or capitals or large or light or numbered or _bar(page, chunk) is not None


def _labels_a_box(page: Page, chunk: Chunk) -> bool:
    """Whether a box stands directly at its right, or a check box at its left."""
    y = chunk.rect.center[1]
    for item in page.boxes:
        if not item.rect.y0 - 2 < y < item.rect.y1 + 2:
            continue
        if not item.is_check and -10 < item.rect.x0 - chunk.rect.x1 < 30:
            return True
        if item.is_check and -4 < chunk.rect.x0 - item.rect.x1 < 16:
            return True
    return False


def _bar(page: Page, chunk: Chunk) -> Rect | None:
    """The filled bar that a text stands on, or None."""
    x, y = chunk.rect.center
    bars = [
        area.rect
        for area in page.fills
        if area.rect.x0 - 1 < x < area.rect.x1 + 1
        and area.rect.y0 - 1 < y < area.rect.y1 + 1
        and area.rect.height < 4 * chunk.size_pt
        and area.rect.width > 60
    ]
    return _run_of_bars(page, max(bars, key=lambda rect: rect.width)) if bars else None


def _run_of_bars(page: Page, bar: Rect) -> Rect:
    """The bar with those that continue it: cells of one row are filled one by one."""
    x0, x1 = bar.x0, bar.x1
    level = [
        area.rect
        for area in page.sight.rects
        if area.fill is not None and abs(area.rect.y0 - bar.y0) < 3 and abs(area.rect.y1 - bar.y1) < 3
    ]
    for rect in sorted(level, key=lambda rect: rect.x0):
        if rect.x0 < x1 + 4 and rect.x1 > x1:
            x1 = rect.x1
    for rect in sorted(level, key=lambda rect: -rect.x1):
        if rect.x1 > x0 - 4 and rect.x0 < x0:
            x0 = rect.x0
    return Rect(x0, bar.y0, x1, bar.y1)


def _scoped(page: Page, chunk: Chunk, found: Sequence[Chunk], *, is_strong: bool) -> Strip:
    left, right = page.sight.visible.x0, page.sight.visible.x1
    heading, top = Heading(chunk.text, is_strong), chunk.rect.center[1]
    bar = _bar(page, chunk)
    if bar is not None and 0.34 * (right - left) < bar.width < 0.72 * (right - left):
        return Strip(heading, top, bar.x0, bar.x1)
    x0, x1 = left, right
    for other in found:
        if other is chunk or abs((other.rect.y0 + other.rect.y1) / 2 - top) > _SAME_LINE_PT:
            continue
        edge = _edge(page, chunk, other)
        if other.rect.x0 > chunk.rect.x1:
            x1 = min(x1, edge)
        elif other.rect.x1 < chunk.rect.x0:
            x0 = max(x0, edge)
    if x0 == left and chunk.rect.x0 > left + 0.52 * (right - left) and chunk.rect.x1 > left + 0.6 * (right - left):
        x0 = chunk.rect.x0 - 20
    return Strip(heading, top, x0, x1)


def _edge(page: Page, chunk: Chunk, other: Chunk) -> float:
    """Where one heading's part ends and its neighbour's begins: at a rule between them, else in the middle."""
    first, second = sorted((chunk.rect, other.rect), key=lambda rect: rect.x0)
    y = first.center[1]
    rules = [
        rule.x0 for rule in page.upright if first.x1 - 2 < rule.x0 < second.x0 + 2 and rule.y0 - 4 < y < rule.y1 + 4
    ]
    if rules:
        return rules[-1]
    middle = (page.sight.visible.x0 + page.sight.visible.x1) / 2
    if first.x1 < middle < second.x0 + 4:
        return min(second.x0 - 2, middle)
    return second.x0 - 2
