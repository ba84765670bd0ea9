"""Cells of tables and frames: which of them take an answer, and which part of them is free for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.pdf.finder._answers import answers
from app.pdf.finder._region import Region, speaks
from app.pdf.finder._wording import asks, asks_more, ends_as_label, names_a_fact, specifies, wants_words
from app.pdf.finder.candidate import ENOUGH, Candidate, Source
from app.pdf.finder.sight import TextLine
from app.pdf.finder.surroundings import Surroundings, brightness, grown, shared, size_of
from app.pdf.template import BoxKind, Rect

_NARROWEST_PT, _LOWEST_PT = 13.0, 8.5
_NARROWEST_FRAME_PT = 24.0
_SAME_PT = 3.5
_MULTILINE_PT = 24.0
_OPEN_PT = 10.0
_FULL_WIDTH_PT = 300.0
_MOST_OF_PAGE = 0.45
_TINTED = 0.94
_DARK = 0.6
_LABEL_ABOVE_PT, _LABEL_BESIDE_PT = 26.0, 120.0
_ROWS_PT = 22.0
_TICK_PT, _LEAST_AS_HIGH = 19.5, 0.6
_LEAST_START_PT = 70.0


@dataclass(slots=True)
class Cell:
    """A cell and what stands in it."""

    rect: Rect
    lines: list[TextLine]
    marks: list[Rect]
    tint: float
    left: Cell | None = None
    right: Cell | None = None
    above: Cell | None = None
    below: Cell | None = None
    inner: list[Rect] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What is printed in it."""
        return " ".join(line.text for line in self.lines)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is printed or drawn in it."""
        return not self.lines and not self.marks


def cell_answers(
    around: Surroundings, rects: Iterable[Rect], marks: Sequence[Rect], captions: frozenset[TextLine] = frozenset()
) -> list[Candidate]:
    """Where answers go in cells.

    Args:
        around: the page.
        rects: of the cells.
        marks: check boxes, combs and lines to write on, found before.
        captions: lines of text that are the labels of lines above them.
    """
    table = _filled_in(around, list(rects), marks)
    _join(table)
    found: list[Candidate] = []
    for cell in table:
        if cell.is_empty:
            found.extend(_empty(cell, around, marks))
        elif not _is_header(cell):
            found.extend(_labelled(cell, around, marks, captions))
        else:
            found.extend(_before_rows(cell))
    return _rows_merged(found)


def _filled_in(around: Surroundings, rects: list[Rect], marks: Sequence[Rect]) -> list[Cell]:
    made = []
    for rect in rects:
        if rect.width < _NARROWEST_PT or rect.height < _LOWEST_PT:
            continue
        inner = [other for other in rects if other is not rect and _holds(rect, other) and size_of(other) > 150]
        lines = [line for line in around.lines_in(rect) if speaks(line) and not any(_has(part, line) for part in inner)]
        own = [mark for mark in marks if _has_middle(rect, mark) and not any(_has_middle(part, mark) for part in inner)]
        made.append(Cell(rect, lines, own, brightness(around.fill_at(rect.x1 - 3, rect.y0 + 3)), inner=inner))
    return made


def _holds(rect: Rect, other: Rect) -> bool:
    return shared(rect, other) > 0.95 * size_of(other) and size_of(other) < 0.9 * size_of(rect)


def _has(rect: Rect, line: TextLine) -> bool:
    return _has_middle(rect, line.rect)


def _has_middle(rect: Rect, other: Rect) -> bool:
    x, y = other.center
    return rect.x0 <= x <= rect.x1 and rect.y0 <= y <= rect.y1


def _join(table: Sequence[Cell]) -> None:
    """Tell every cell its neighbours."""
    for cell in table:
        for other in table:
            if other is cell:
                continue
            a, b = cell.rect, other.rect
            high = min(a.y1, b.y1) - max(a.y0, b.y0)
            wide = min(a.x1, b.x1) - max(a.x0, b.x0)
            if abs(b.x1 - a.x0) <= _SAME_PT and high >= 0.6 * min(a.height, b.height):
                cell.left = other
            if abs(b.x0 - a.x1) <= _SAME_PT and high >= 0.6 * min(a.height, b.height):
                cell.right = other
            if abs(b.y0 - a.y1) <= _SAME_PT and wide >= 0.6 * a.width:
                cell.above = other
            if abs(b.y1 - a.y0) <= _SAME_PT and wide >= 0.6 * a.width:
                cell.below = other


def _is_header(cell: Cell) -> bool:
    """Whether the cell is the head of empty cells of its own width below, or the label of an empty one to its right."""
    if cell.marks:
        return False
    low = cell.below
    if low is not None and low.is_empty and low.tint >= _DARK and _one_column(cell, low):
        beside = low.left is not None and asks(low.left.text) and not low.left.is_empty
        if not (ends_as_label(cell.text) and (beside or _has_labelled_peer(cell))):
            return True
    right = cell.right
    if right is not None and right.is_empty and right.tint >= _DARK and right.rect.width > 20 and not _is_open(cell):
        free = cell.rect.x1 - max(line.rect.x1 for line in cell.lines)
        over = right.above
        is_headed = over is not None and over.lines and _one_column(over, right)
        return asks(cell.text) or free < 30 or not is_headed
    return False


def _is_open(cell: Cell) -> bool:
    """Whether the words stand at the top of a cell that is free under them, so that their answer is there."""
    over = cell.rect.y1 - max(line.rect.y1 for line in cell.lines)
    under = min(line.rect.y0 for line in cell.lines) - cell.rect.y0
    return under >= max(_OPEN_PT, 2.5 * over)


def _has_labelled_peer(cell: Cell) -> bool:
    """Whether a neighbour on the row is a label too, and not the head of empty cells."""
    peers = [peer for peer in (cell.left, cell.right) if peer is not None and peer.lines and ends_as_label(peer.text)]
    return any(peer.below is None or not peer.below.is_empty for peer in peers)


def _one_column(cell: Cell, low: Cell) -> bool:
    return abs(cell.rect.x0 - low.rect.x0) <= _SAME_PT and abs(cell.rect.x1 - low.rect.x1) <= _SAME_PT


def _empty(cell: Cell, around: Surroundings, marks: Sequence[Rect]) -> list[Candidate]:
    page = around.sight.visible
    if cell.tint < _DARK or cell.inner or size_of(cell.rect) > _MOST_OF_PAGE * size_of(page):
        return []
    if any(shared(cell.rect, image) > 0.3 * size_of(cell.rect) for image in around.sight.images):
        return []
    score, label = _why_empty(cell, around)
    if score < ENOUGH and _ticks_before(cell.rect, marks):
        score = 0.65
    rect = grown(cell.rect, -1.0)
    kind = BoxKind.MULTILINE if rect.height >= _MULTILINE_PT else BoxKind.TEXT
    return [Candidate(kind, rect, Source.EMPTY_CELL, score, label=label)]


def _why_empty(cell: Cell, around: Surroundings) -> tuple[float, str]:
    """How sure it is that an empty cell takes an answer, and the words that ask for it."""
    left, above = cell.left, cell.above
    if left is not None and left.lines and not left.marks and _is_row_label(left):
        return 0.9, left.text
    if above is not None and above.marks and _one_column(cell, above) and asks_more(above.text):
        return 0.8, above.text
    head = _head_of(cell)
    if head is not None and (_is_header(head) or head.tint < _DARK):
        return 0.9, head.text
    if left is not None and left.is_empty and cell.rect.width >= _NARROWEST_FRAME_PT and _why_row(cell):
        return 0.8, ""
    if left is None and cell.above is None and cell.right is None:
        return _why_frame(cell, around)
    beside = around.lines_in(_left_of(cell.rect)) if left is None else []
    return (0.8, beside[-1].text) if beside and ends_as_label(beside[-1].text) else (0.4, "")


def _left_of(rect: Rect) -> Rect:
    """Where the label of a frame stands that is beside it."""
    return Rect(rect.x0 - _LABEL_BESIDE_PT, rect.y0, rect.x0, rect.y1)


def _is_row_label(left: Cell) -> bool:
    if left.left is not None and left.left.marks:
        return ends_as_label(left.text)
    if _is_second_label(left):
        return True
    return asks(left.text) or left.tint < _TINTED or left.left is None


def _is_second_label(cell: Cell) -> bool:
    """Whether a row goes label, answer, label, answer, and the cell is its second label or one after that."""
    answer = cell.left
    label = answer.left if answer is not None and answer.is_empty else None
    if label is None or not label.lines or label.marks or not names_a_fact(cell.text):
        return False
    return label.left is None or _is_second_label(label)


def _head_of(cell: Cell) -> Cell | None:
    """The first cell with words going up the column."""
    seen = cell.above
    for _ in range(60):
        if seen is None or not seen.is_empty:
            return seen
        seen = seen.above
    return None


def _why_row(cell: Cell) -> bool:
    """Whether other cells of its row are of a column with a head."""
    seen = cell.left
    for _ in range(30):
        if seen is None:
            return False
        head = _head_of(seen)
        if head is not None and head.lines:
            return True
        seen = seen.left
    return False


def _why_frame(cell: Cell, around: Surroundings) -> tuple[float, str]:
    rect = cell.rect
    if rect.width < _NARROWEST_FRAME_PT:
        return 0.3, ""
    over = Rect(rect.x0 - 4, rect.y1, rect.x1, rect.y1 + _LABEL_ABOVE_PT)
    above = around.lines_touching(over)
    if above:
        return 0.75, above[-1].text
    beside = around.lines_touching(_left_of(rect))
    if beside:
        return 0.8, beside[-1].text
    return (0.55 if rect.width > 100 and rect.height < 200 else 0.4), ""


def _labelled(
    cell: Cell, around: Surroundings, marks: Sequence[Rect], captions: frozenset[TextLine]
) -> list[Candidate]:
    page = around.sight.visible
    if cell.tint < _DARK or size_of(cell.rect) > 0.8 * size_of(page) or _names_a_tick(cell, marks):
        return []
    if _is_ticked_beside(cell):
        return []
    region = Region(
        cell.rect, cell.lines, [*cell.marks, *cell.inner], framed=True, tinted=cell.tint < _TINTED, captions=captions
    )
    return [*answers(region, around), *_before_content(cell)]


def _is_ticked_beside(cell: Cell) -> bool:
    """Whether a cell of one question is answered by boxes to tick in the cells after it."""
    text = cell.text
    if not text.rstrip().endswith("?") or cell.marks or asks_more(text) or wants_words(text):
        return False
    free = min(line.rect.y0 for line in cell.lines) - cell.rect.y0
    beside = cell.right
    ticks = beside is not None and beside.marks and all(mark.width <= _TICK_PT for mark in beside.marks)
    return bool(ticks) and free < _ROWS_PT


def _before_content(cell: Cell) -> list[Candidate]:
    """The free start of a cell that has words or boxes further on, where the cell to its left asks."""
    left = cell.left
    if left is None or left.marks or not left.lines or not (ends_as_label(left.text) or left.tint < _DARK):
        return []
    begins = min([line.rect.x0 for line in cell.lines] + [mark.x0 for mark in cell.marks])
    if begins - cell.rect.x0 < _LEAST_START_PT:
        return []
    rect = Rect(cell.rect.x0 + 1, cell.rect.y0 + 1, begins - 4, cell.rect.y1 - 1)
    return [Candidate(BoxKind.TEXT, rect, Source.LABELLED_CELL, 0.8, label=left.text)]


def _before_rows(cell: Cell) -> list[Candidate]:
    """The free end of a full row whose words ask, where empty rows go on with the answer."""
    begins = max((line.rect.x1 for line in cell.lines), default=cell.rect.x1) + 4
    starts = min(line.rect.x0 for line in cell.lines) - cell.rect.x0 <= 14
    plain = not cell.lines[0].bold and cell.tint >= _TINTED and cell.left is None and cell.right is None
    asked = wants_words(cell.text) or ends_as_label(cell.text)
    if not (starts and plain and asked and cell.rect.width >= _FULL_WIDTH_PT):
        return []
    if cell.rect.x1 - begins < _LEAST_START_PT or cell.rect.height > _MULTILINE_PT:
        return []
    rect = Rect(begins, cell.rect.y0 + 1, cell.rect.x1 - 1, cell.rect.y1 - 1)
    return [Candidate(BoxKind.TEXT, rect, Source.LABELLED_CELL, 0.7, label=cell.text)]


def _names_a_tick(cell: Cell, marks: Sequence[Rect]) -> bool:
    """Whether the words belong to a check box in the cell before."""
    if ends_as_label(cell.text) or specifies(cell.text):
        return False
    left = cell.left
    named = left is not None and bool(left.marks) and not left.lines
    return named or _ticks_before(cell.rect, marks)


def _ticks_before(rect: Rect, marks: Sequence[Rect]) -> bool:
    """Whether a box to tick stands right before a low cell, as high as it is."""
    return any(
        abs(mark.x1 - rect.x0) <= _SAME_PT
        and mark.width <= _TICK_PT
        and abs(mark.center[1] - rect.center[1]) <= _SAME_PT
        and mark.height >= _LEAST_AS_HIGH * rect.height
        for mark in marks
    )


def _rows_merged(found: list[Candidate]) -> list[Candidate]:
    """Low empty rows of one full width under each other are ruled lines for one answer."""
    made: list[Candidate] = []
    rows = [
        one for one in found if one.source is Source.EMPTY_CELL and one.rect.width > 300 and one.rect.height < _ROWS_PT
    ]
    stacks: list[list[Candidate]] = []
    for row in sorted(rows, key=lambda one: -one.rect.y1):
        if stacks and _stacked(stacks[-1][-1], row):
            stacks[-1].append(row)
        else:
            stacks.append([row])
    merged = {id(row) for stack in stacks if len(stack) > 1 for row in stack}
    for stack in stacks:
        if len(stack) > 1:
            top, low = stack[0].rect, stack[-1].rect
            made.append(
                Candidate(
                    BoxKind.MULTILINE,
                    Rect(top.x0, low.y0, top.x1, top.y1),
                    Source.RULED,
                    stack[0].score,
                    tuple(row.rect.y0 + 2.5 for row in stack),
                    label=stack[0].label,
                )
            )
    return made + [one for one in found if id(one) not in merged]


def _stacked(upper: Candidate, lower: Candidate) -> bool:
    a, b = upper.rect, lower.rect
    return abs(a.x0 - b.x0) <= 2 and abs(a.x1 - b.x1) <= 2 and 0 <= a.y0 - b.y1 <= 4 and upper.label == lower.label
