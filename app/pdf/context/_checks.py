"""Check boxes: their labels, the question that a run of them answers, and which answer the same one."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise

from app.pdf.context._page import Chunk, Page, PageBox, same_line
from app.pdf.context.model import Place, Said
from app.pdf.finder.sight import Word
from app.pdf.template import Rect

_LABEL_PT = 40.0
_CLOSE_PT = 14.0
_RUN_PT = 190.0
#: How far the next column of check boxes stands off, and how near its question stands above it.
_COLUMN_GAP_PT, _HEAD_OF_COLUMN_PT, _SAME_EDGE_PT = 90.0, 16.0, 6.0
#: A check box's own left side stands so near its edge.
_OWN_SIDE_PT = 2.5
_QUESTION_LEFT_PT = 420.0
_QUESTION_ABOVE_PT = 42.0
#: Points of a list below its question stand so much further right.
_LIST_INDENT_PT = 90.0
_QUESTION_REACH_PT = 150.0
#: With its label left of it, a box that is written in begins so much further right.
_BESIDE_PT = 150.0
#: The next answer on a line stands so near the one before.
_NEXT_PT = 30.0
_MOST_PARAGRAPHS = 10
_ANSWER_FIRST = re.compile(r"^(yes|no)[,.:]?\s+((?!if\b)[A-Z\d].{14,})$", re.IGNORECASE | re.DOTALL)
_ASKS = re.compile(
    r"[?]|^\W*(\d{1,2}[.)])\s|:\s*$|^(please|indicate|select|check|has|is|does|will|are|was|did)\b", re.IGNORECASE
)


@dataclass(slots=True)
class Run:
    """Check boxes side by side on one line, by their numbers in the page's boxes."""

    boxes: list[int]
    labels: dict[int, int] = field(default_factory=dict)
    question: int | None = None
    group: int = -1


@dataclass(frozen=True, slots=True)
class Checks:
    """What is printed about a page's check boxes.

    Attributes:
        labels: by number of the box.
        questions: by number of the box.
        groups: numbers of the boxes that answer one question.
    """

    labels: dict[int, tuple[Said, ...]]
    questions: dict[int, str]
    groups: tuple[tuple[int, ...], ...]


def label_checks(page: Page, strips: Sequence[tuple[float, float]]) -> list[Run]:
    """The page's runs of check boxes with their labels.

    Args:
        page: to read.
        strips: columns that headings side by side divide the page into, by the numbers of its boxes.
    """
    runs = _runs(page, strips)
    for run in runs:
        _label_run(page, run)
    return runs


def read_checks(page: Page, runs: list[Run], owned: Set[int]) -> Checks:
    """The page's check boxes.

    Args:
        page: to read.
        runs: labelled.
        owned: texts that are labels of boxes which are written in.
    """
    labelled = {chunk for run in runs for chunk in run.labels.values()}
    for run in runs:
        run.question = _question(page, run, labelled | owned)
    _group(page, runs)
    after = {run.boxes[0]: _question_after(page, run) for run in runs}
    labels: dict[int, tuple[Said, ...]] = {
        box: (Said(page.paragraph_text(chunk), Place.RIGHT, 0.1),) for run in runs for box, chunk in run.labels.items()
    }
    for run in runs:
        found = after[run.boxes[0]]
        if found is not None:
            labels[run.boxes[-1]] = (Said(found[0], Place.RIGHT, 0.1),)
    labels |= {box: (Said(text, Place.INSIDE, 0.0),) for box, text in _letters(page).items()}
    by_group: dict[int, list[int]] = {}
    for run in runs:
        by_group.setdefault(run.group, []).extend(run.boxes)
    questions = {
        box: _whole_question(page, run, labelled | owned)
        for run in runs
        if run.question is not None
        for box in run.boxes
    }
    questions |= {box: found[1] for run in runs if (found := after[run.boxes[0]]) for box in run.boxes}
    return Checks(labels, questions, tuple(tuple(boxes) for boxes in by_group.values()))


def _question_after(page: Page, run: Run) -> tuple[str, str] | None:
    """The last answer and the question, where the question follows the answers: "Yes  No  Has the patient …?"."""
    chunk = run.labels.get(run.boxes[-1])
    if chunk is None or len(run.boxes) != 2:
        return None
    match = _ANSWER_FIRST.match(page.paragraph_text(chunk))
    return (match.group(1), match.group(2)) if match else None


def _letters(page: Page) -> dict[int, str]:
    """Boxes around a printed letter that is to be circled."""
    found = {}
    short = [(word.rect.center, text) for word in page.sight.words if len(word.text) <= 3 and (text := _letter(word))]
    for number, item in enumerate(page.boxes):
        rect = item.rect
        if not item.is_check:
            continue
        for (x, y), text in short:
            if rect.x0 - 1 < x < rect.x1 + 1 and rect.y0 - 1 < y < rect.y1 + 1:
                found[number] = text
    return found


def _letter(word: Word) -> str:
    """What a word says without its dot or brackets, if that is letters or digits alone."""
    text = word.text.strip(".:()")
    return text if text.isalnum() else ""


def _runs(page: Page, strips: Sequence[tuple[float, float]]) -> list[Run]:
    checks = [number for number, item in enumerate(page.boxes) if item.is_check]
    checks.sort(key=lambda number: (-page.boxes[number].rect.center[1], page.boxes[number].rect.x0))
    lines: list[list[int]] = []
    for number in checks:
        if lines and same_line(page.boxes[lines[-1][0]].rect, page.boxes[number].rect):
            lines[-1].append(number)
        else:
            lines.append([number])
    return [run for line in lines for run in _cut(page, sorted(line, key=lambda n: page.boxes[n].rect.x0), strips)]


def _cut(page: Page, line: Sequence[int], strips: Sequence[tuple[float, float]]) -> list[Run]:
    runs = [Run([line[0]])]
    for before, number in pairwise(line):
        left, right = page.boxes[before].rect, page.boxes[number].rect
        if (
            right.x0 - left.x1 > _RUN_PT
            or (strips[before] != strips[number] and not _goes_on(page, left, right))
            or _parts(page, left.x1, right.x0, left.center[1])
            or _begins_column(page, left, right)
        ):
            runs.append(Run([number]))
        else:
            runs[-1].boxes.append(number)
    return runs


def _goes_on(page: Page, left: Rect, right: Rect) -> bool:
    """Whether a check box stands so near the label of the one before that they answer the same, whatever the column."""
    y = (right.y0 + right.y1) / 2
    ends = [
        chunk.rect.x1
        for chunk in page.chunks
        if left.x0 < chunk.rect.x1 < right.x0 and chunk.rect.y0 - 1 < y < chunk.rect.y1 + 1
    ]
    return right.x0 - max(ends, default=left.x1) < _NEXT_PT


def _parts(page: Page, left: float, right: float, y: float) -> bool:
    """Whether two check boxes on a line belong to different questions: a new question stands between them."""
    between = [
        chunk
        for chunk in page.chunks
        if chunk.rect.x0 > left - 4 and chunk.rect.x1 < right + 4 and chunk.rect.y0 - 1 < y < chunk.rect.y1 + 1
    ]
    return len(between) > 1 and any(chunk.text.rstrip().endswith((":", "?")) for chunk in between)


def _begins_column(page: Page, left: Rect, right: Rect) -> bool:
    """Whether a check box, far from the text before it, stands below a text of its own: the next column's question."""
    y = right.center[1]
    ends = [
        chunk.rect.x1
        for chunk in page.chunks
        if left.x0 < chunk.rect.x1 < right.x0 and chunk.rect.y0 - 1 < y < chunk.rect.y1 + 1
    ]
    if right.x0 - max(ends, default=left.x1) < _COLUMN_GAP_PT:
        return False
    return any(
        abs(chunk.rect.x0 - right.x0) < _SAME_EDGE_PT and 0 < chunk.rect.y0 - right.y1 < _HEAD_OF_COLUMN_PT
        for chunk in page.chunks
    )


def _label_run(page: Page, run: Run) -> None:
    right = {number: _beside(page, number, to_right=True) for number in run.boxes}
    left = {number: _beside(page, number, to_right=False) for number in run.boxes}
    last, first = run.boxes[-1], run.boxes[0]
    close_left = left[first] is not None and _gap(page, first, left[first], to_right=False) < _CLOSE_PT
    close_right = right[last] is not None and _gap(page, last, right[last], to_right=True) < _CLOSE_PT
    turned = close_left and not close_right and (right[last] is None or len(run.boxes) > 1)
    for number in run.boxes:
        chunk = (left if turned else right)[number]
        if chunk is None:
            chunk = (right if turned else left)[number]
        if chunk is not None and chunk not in run.labels.values():
            run.labels[number] = chunk


def _gap(page: Page, number: int, chunk: int | None, *, to_right: bool) -> float:
    if chunk is None:
        return _LABEL_PT
    rect, text = page.boxes[number].rect, page.chunks[chunk].rect
    return text.x0 - rect.x1 if to_right else rect.x0 - text.x1


def _beside(page: Page, number: int, *, to_right: bool) -> int | None:
    item = page.boxes[number]
    rect = item.rect
    best: int | None = None
    best_gap = _LABEL_PT
    for index, chunk in enumerate(page.chunks):
        if not _level(rect, chunk):
            continue
        gap = chunk.rect.x0 - rect.x1 if to_right else rect.x0 - chunk.rect.x1
        if gap < (-0.9 * rect.width if to_right else -4):
            continue
        gap = max(0.0, gap) + 4 * max(0.0, abs(chunk.rect.center[1] - rect.center[1]) - 2)
        if gap >= best_gap:
            continue
        ends = (rect.x1, chunk.rect.x0) if to_right else (chunk.rect.x1, rect.x0)
        if page.is_between(*ends, rect.center[1], but=(item,)):
            continue
        best, best_gap = index, gap
    return best


def _level(rect: Rect, chunk: Chunk) -> bool:
    return rect.y0 - 4 < (chunk.rect.y0 + chunk.rect.y1) / 2 < rect.y1 + 4


def _question(page: Page, run: Run, labelled: set[int]) -> int | None:
    """The text that a run of check boxes answers: on its line before it, else the paragraph above."""
    first = page.boxes[run.boxes[0]]
    edge = first.rect.x0
    if run.boxes[0] in run.labels:
        edge = min(edge, page.chunks[run.labels[run.boxes[0]]].rect.x0)
    before = [
        (edge - chunk.rect.x1, index)
        for index, chunk in enumerate(page.chunks)
        if index not in labelled
        and -4 < edge - chunk.rect.x1 < _QUESTION_LEFT_PT
        and _level(first.rect, chunk)
        and not page.is_between(chunk.rect.x1, edge, first.rect.center[1], but=(first,))
        and not page.rules_across(chunk.rect.x1 + 1, edge - _OWN_SIDE_PT, first.rect.center[1])
    ]
    if before:
        return min(before)[1]
    near = _above(page, first, edge, labelled, indent=8.0)
    return _above(page, first, edge, labelled, indent=_LIST_INDENT_PT) if near is None else near


def _above(page: Page, first: PageBox, edge: float, labelled: set[int], *, indent: float) -> int | None:
    best: int | None = None
    best_gap = _QUESTION_ABOVE_PT
    for index, chunk in enumerate(page.chunks):
        gap = chunk.rect.y0 - first.rect.y1
        if index in labelled or not -4 < gap < best_gap or chunk.rect.center[1] < first.rect.y1:
            continue
        if (
            chunk.rect.x0 < edge + indent
            and chunk.rect.x1 > edge - 40
            and not _is_cut_off(page, first.rect, chunk.rect)
        ):
            best, best_gap = index, gap
    return best


def _is_cut_off(page: Page, check: Rect, text: Rect) -> bool:
    """Whether a box that is written in lies between a text and a check box below it: the text asks no further."""
    return any(
        not item.is_check
        and check.y1 - 2 < item.rect.y0
        and item.rect.y1 < text.y0 + 2
        and item.rect.x0 < check.x1 + _BESIDE_PT
        and item.rect.x1 > text.x0
        for item in page.boxes
    )


def _whole_question(page: Page, run: Run, labelled: Set[int]) -> str:
    """The question with the paragraphs before it, where it only lists what an earlier line asks."""
    assert run.question is not None  # noqa: S101 - asked for runs with a question
    text = page.paragraph_text(run.question)
    chunk = page.chunks[page.paragraph[run.question]]
    for _ in range(_MOST_PARAGRAPHS):
        if _ASKS.search(text) or chunk.rect.y0 > page.boxes[run.boxes[0]].rect.y1 + _QUESTION_REACH_PT:
            break
        upper = _paragraph_above(page, chunk, labelled)
        if upper is None:
            break
        chunk = page.chunks[page.paragraph[upper]]
        text = f"{page.paragraph_text(upper)} {text}"
    return text


def _paragraph_above(page: Page, chunk: Chunk, labelled: Set[int]) -> int | None:
    best, nearest = None, 22.0
    for index, other in enumerate(page.chunks):
        gap = other.rect.y0 - chunk.rect.y1
        if index in labelled or not -3 < gap < nearest or other.rect.x0 > chunk.rect.x0 + 6:
            continue
        if other.rect.x1 < chunk.rect.x0 - 60:
            continue
        best, nearest = index, gap
    return best


def _group(page: Page, runs: Sequence[Run]) -> None:
    """Runs below one another with the same indent and no question between belong together."""
    for number, run in enumerate(runs):
        run.group = number
        upper = _run_above(page, runs, number)
        if upper is None:
            continue
        if run.question is None or run.question == upper.question:
            run.group, run.question = upper.group, upper.question


def _run_above(page: Page, runs: Sequence[Run], number: int) -> Run | None:
    mine = page.boxes[runs[number].boxes[0]].rect
    best: Run | None = None
    nearest = 40.0
    for other in runs[:number]:
        for box in other.boxes:
            rect = page.boxes[box].rect
            gap = rect.y0 - mine.y1
            if abs(rect.x0 - mine.x0) < 6 and -2 < gap < nearest:
                best, nearest = other, gap
    return best
