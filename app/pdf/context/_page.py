"""A page as boxes and pieces of text: lines cut where something is to be written, and joined to paragraphs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.pdf.finder.sight import Area, Color, PageSight, Rule, Word
from app.pdf.template import Box, BoxKind, Rect

_WORDY = re.compile(r"[^\W_]|[#%&+]")
_STARTS_ANEW = re.compile(r"^(\(?([a-z]|\d{1,2}|[ivx]{1,4})[.)]\s|[•▪◦●►\-–]\s|section\b)", re.IGNORECASE)
#: Characters that are drawn rather than written: boxes, circles, private codes.
_DRAWN = frozenset({"So", "Co", "Cn"})
#: What is lighter is paper.
_PAPER = 0.97
_NEAR_RIGHT_PT = 70.0
_NEAR_LEFT_PT = 24.0


@dataclass(frozen=True, slots=True)
class PageBox:
    """A box with its place in seen space."""

    box: Box
    rect: Rect

    @property
    def is_check(self) -> bool:
        """Whether it is ticked rather than written in."""
        return self.box.kind is BoxKind.CHECK


@dataclass(frozen=True, slots=True)
class Chunk:
    """Words of one line between which nothing is to be written."""

    text: str
    rect: Rect
    size_pt: float
    bold: bool
    color: Color


@dataclass(frozen=True, slots=True)
class Page:
    """One page, ready to be asked about.

    Attributes:
        chunks: from the top, and from left to right.
        paragraph: for each chunk, the number of the first chunk of its paragraph.
        marks: words that say nothing but stand between boxes, such as slashes.
        lying: rules of the page that run from left to right.
        upright: its other rules.
        fills: its areas that are filled with more than white.
    """

    sight: PageSight
    boxes: tuple[PageBox, ...]
    chunks: tuple[Chunk, ...]
    paragraph: tuple[int, ...]
    marks: tuple[Word, ...]
    lying: tuple[Rule, ...]
    upright: tuple[Rule, ...]
    fills: tuple[Area, ...]

    def paragraph_text(self, chunk: int) -> str:
        """The text of the whole paragraph that a chunk belongs to, up to and with that chunk's own paragraph end."""
        first = self.paragraph[chunk]
        return " ".join(self.chunks[n].text for n in range(len(self.chunks)) if self.paragraph[n] == first)

    def is_between(self, left: float, right: float, y: float, *, but: Sequence[PageBox] = ()) -> bool:
        """Whether a box stands between two places on a line."""
        return any(
            item.rect.x0 > left - 2 and item.rect.x1 < right + 2 and item.rect.x0 < item.rect.x1 and item not in but
            for item in self.boxes
            if item.rect.y0 - 2 < y < item.rect.y1 + 2
        )

    def rules_across(self, left: float, right: float, y: float) -> int:
        """How many upright rules a line at that height crosses."""
        return sum(left < rule.x0 < right and rule.y0 < y < rule.y1 for rule in self.upright)

    def rules_between(self, low: float, high: float, x0: float, x1: float) -> int:
        """How many lying rules stand between two heights over a good part of a width."""
        return sum(_covers(rule, x0, x1) for rule in self.lying if low < rule.y0 < high)


def read_page(sight: PageSight, boxes: Iterable[Box]) -> Page:
    """The page's boxes and texts.

    Args:
        sight: what is seen on it.
        boxes: its own.
    """
    placed = tuple(PageBox(box, sight.to_seen(box.rect)) for box in boxes)
    chunks = _chunks(sight, placed) if sight.plausible else []
    marks = tuple(word for word in sight.words if not _WORDY.search(word.text)) if sight.plausible else ()
    lying = tuple(rule for rule in sight.rules if rule.lies)
    upright = tuple(rule for rule in sight.rules if not rule.lies)
    fills = tuple(area for area in sight.rects if area.fill is not None and min(area.fill) < _PAPER)
    paragraphs = _paragraphs(chunks, placed, lying)
    return Page(sight, placed, tuple(chunks), paragraphs, marks, lying, upright, fills)


def same_line(a: Rect, b: Rect) -> bool:
    """Whether two things stand on one line."""
    overlap = min(a.y1, b.y1) - max(a.y0, b.y0)
    return overlap > 0.4 * min(a.height, b.height)


def _covers(rule: Rule, x0: float, x1: float) -> bool:
    return min(rule.x1, x1) - max(rule.x0, x0) > 0.5 * (x1 - x0)


def _chunks(sight: PageSight, boxes: Sequence[PageBox]) -> list[Chunk]:
    made = []
    for line in sight.lines:
        run: list[Word] = []
        level = [item for item in boxes if item.rect.y0 - 3 < line.rect.y1 and item.rect.y1 + 3 > line.rect.y0]
        for number in line.words:
            word = sight.words[number]
            if _is_blank(word, level):
                made += _chunk(run)
                run = []
                continue
            if run and level and _box_between(run[-1], word, level):
                made += _chunk(run)
                run = []
            run.append(word)
        made += _chunk(run)
    return sorted(made, key=lambda chunk: (-round(chunk.rect.y0 / 3), chunk.rect.x0))


def _chunk(run: Sequence[Word]) -> list[Chunk]:
    text = " ".join(word.text for word in run).strip()
    if not any(char.isalnum() or char == "#" for char in text):
        return []
    rects = [word.rect for word in run]
    rect = Rect(min(r.x0 for r in rects), min(r.y0 for r in rects), max(r.x1 for r in rects), max(r.y1 for r in rects))
    letters = sum(len(word.text) for word in run)
    bold = sum(len(word.text) for word in run if word.bold) > letters / 2
    return [Chunk(text, rect, max(word.size_pt for word in run), bold, run[0].color)]


def _is_blank(word: Word, boxes: Sequence[PageBox]) -> bool:
    """Whether a word is something to write on, not to read."""
    if _WORDY.search(word.text):
        return False
    if "_" in word.text or (len(word.text) > 1 and set(word.text) <= set(".…")):
        return True
    x, y = word.rect.center
    return any(
        item.rect.x0 - 2 < x < item.rect.x1 + 2 and item.rect.y0 - 3 < y < item.rect.y1 + 3 for item in boxes
    ) or all(unicodedata.category(char) in _DRAWN for char in word.text)


def _box_between(left: Word, right: Word, boxes: Sequence[PageBox]) -> bool:
    y = (left.rect.y0 + left.rect.y1) / 2
    return any(
        left.rect.x1 - 3 < item.rect.center[0] < right.rect.x0 + 3 and item.rect.y0 - 2 < y < item.rect.y1 + 2
        for item in boxes
    )


def _paragraphs(chunks: Sequence[Chunk], boxes: Sequence[PageBox], lying: Sequence[Rule]) -> tuple[int, ...]:
    first = list(range(len(chunks)))
    rights = [_boxes_right(chunk, boxes) for chunk in chunks]
    starts = [_has_box_left(chunk, boxes) or bool(_STARTS_ANEW.match(chunk.text)) for chunk in chunks]
    for n, chunk in enumerate(chunks):
        if starts[n]:
            continue
        above = _line_above(n, chunks)
        if above is None or not _continues(chunks[above], chunk):
            continue
        if rights[above] and not rights[above] & rights[n]:
            continue
        if not _parted(chunks[above], chunk, lying):
            first[n] = first[above]
    return tuple(first)


def _line_above(n: int, chunks: Sequence[Chunk]) -> int | None:
    chunk = chunks[n]
    nearest, best = None, 1.2 * chunk.size_pt
    for m in range(n - 1, -1, -1):
        other = chunks[m]
        gap = other.rect.y0 - chunk.rect.y1
        overlap = min(other.rect.x1, chunk.rect.x1) - max(other.rect.x0, chunk.rect.x0)
        if -1.5 < gap < best and overlap > 0 and other.rect.y0 > chunk.rect.y0 + 2:
            nearest, best = m, gap
    return nearest


def _continues(upper: Chunk, lower: Chunk) -> bool:
    if abs(upper.size_pt - lower.size_pt) > 1.0 or upper.color != lower.color:
        return False
    if upper.rect.y0 - lower.rect.y1 > 0.75 * lower.size_pt:
        return False
    if upper.bold and not lower.bold and upper.text.isupper():
        return False
    left = abs(upper.rect.x0 - lower.rect.x0)
    middle = abs(upper.rect.center[0] - lower.rect.center[0])
    hanging = upper.rect.x0 < lower.rect.x0 < upper.rect.x0 + 30 and upper.rect.width > 120
    return left < 4 or middle < 4 or hanging


def _parted(upper: Chunk, lower: Chunk, lying: Sequence[Rule]) -> bool:
    x0, x1 = max(upper.rect.x0, lower.rect.x0), min(upper.rect.x1, lower.rect.x1)
    low, high = lower.rect.center[1] + 1, upper.rect.center[1] - 1
    return any(low < rule.y0 < high and _covers(rule, x0, x1) for rule in lying)


def _boxes_right(chunk: Chunk, boxes: Sequence[PageBox]) -> set[int]:
    """The boxes directly right of a text, on its line."""
    y = chunk.rect.center[1]
    is_answer = _has_box_left(chunk, boxes)
    return {
        number
        for number, item in enumerate(boxes)
        if item.rect.y0 - 2 < y < item.rect.y1 + 2
        and -8 < item.rect.x0 - chunk.rect.x1 < _NEAR_RIGHT_PT
        and not (item.is_check and is_answer)
    }


def _has_box_left(chunk: Chunk, boxes: Sequence[PageBox]) -> bool:
    y = chunk.rect.center[1]
    return any(
        item.is_check and -0.9 * item.rect.width < chunk.rect.x0 - item.rect.x1 < _NEAR_LEFT_PT
        for item in boxes
        if item.rect.y0 - 2 < y < item.rect.y1 + 2
    )
