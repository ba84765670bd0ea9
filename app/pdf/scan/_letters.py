"""Words of a page's picture: found by rapidocr's detector, parted at their gaps, read one by one."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from itertools import pairwise
from statistics import median
from typing import Any

from app.pdf.finder.sight import TextLine, Word
from app.pdf.scan._place import Place
from app.pdf.template import Rect

#: In heights of the line's box: a gap that parts words, and one that parts columns.
_WORD_GAP, _COLUMN_GAP = 0.19, 0.95
_LEAST_SURE = 0.5
_LOWEST_PT = 4.0
#: The height of a line's box in sizes of its text; how far some letters hang, in sizes.
_BOX_IN_SIZES, _HANG = 1.25, 0.2
_HANGING = frozenset("gjpqyQ,;()[]{}|/_$")
_PAD_PX = 3
_NARROWEST_PX = 48
#: Pixels a point on which lines are found; letters are read on all that the picture has.
_FINDING_SCALE = 120 / 72
_MOST_HANDS = 4
#: Around the ink of a line, in its heights; rows with less ink are dust.
_SPARE, _LEAST_INK_PX = 0.12, 2
#: How much heavier than most lines a bold one is.
_BOLD = 1.35

cv2: Any = import_module("cv2")
np: Any = import_module("numpy")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word's pixels.

    Attributes:
        box: left, top, right, bottom of its part of the line.
        apart: a wide gap stands before it.
        line: number of its line.
        weight: share of its ink that is left when its strokes are thinned.
        rows: first and last + 1 that have ink.
    """

    box: tuple[int, int, int, int]
    apart: bool
    line: int
    weight: float
    rows: tuple[int, int]


def read_words(grey: Any, place: Place) -> tuple[tuple[Word, ...], tuple[TextLine, ...]]:
    """The words and lines of a page.

    Args:
        grey: its pixels, lines painted over.
        place: from pixels to seen space.
    """
    color = cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB)
    lowest = place.pixels(_LOWEST_PT)
    pieces = [piece for number, box in enumerate(_lines(color, place)) for piece in _pieces(grey, box, number, lowest)]
    if not pieces:
        return (), ()
    usual = float(np.median([piece.weight for piece in pieces]))
    return _as_text(pieces, _read([_cut(color, piece.box) for piece in pieces]), place, usual)


def _lines(color: Any, place: Place) -> list[Any]:
    """The corners of lines of text, found on a smaller picture: that takes a third of the time and of the memory."""
    shrink = min(1.0, _FINDING_SCALE / place.scale)
    small = cv2.resize(color, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    boxes, _ = _engine().text_det(small)
    return [] if boxes is None else [box / shrink for box in boxes]


def _read(cuts: Sequence[Any]) -> list[Sequence[Any]]:
    """The text of every cut and how sure it is, by several hands: the engine lets go of the interpreter."""
    hands = max(1, min(_MOST_HANDS, os.cpu_count() or 1, len(cuts)))
    order = sorted(range(len(cuts)), key=lambda number: cuts[number].shape[1] / cuts[number].shape[0])
    # Each hand gets cuts of every width, so that all are done at one time.
    shares = [order[hand::hands] for hand in range(hands)]
    engine = _engine()
    with ThreadPoolExecutor(hands) as pool:
        answers = pool.map(lambda share: engine.text_rec([cuts[number] for number in share])[0], shares)
        read = dict(
            pair for share, answer in zip(shares, answers, strict=True) for pair in zip(share, answer, strict=True)
        )
    return [read[number] for number in range(len(cuts))]


@lru_cache(maxsize=1)
def _engine() -> Any:
    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    # One thread a call: its own threads would spin while they wait for one another.
    engine = import_module("rapidocr_onnxruntime").RapidOCR(intra_op_num_threads=1, inter_op_num_threads=1)
    # Words are short: batches need not be as wide as whole lines.
    engine.text_rec.rec_image_shape = [3, 48, _NARROWEST_PX]
    return engine


def _pieces(grey: Any, corners: Any, line: int, lowest: int) -> list[_Piece]:
    """The words of one line, told apart by columns without ink."""
    left, top = (int(value) for value in np.floor(corners.min(axis=0)))
    right, bottom = (int(value) for value in np.ceil(corners.max(axis=0)))
    left, top = max(0, left), max(0, top)
    part = grey[top:bottom, left:right]
    if part.size == 0 or bottom - top < lowest:
        return []
    _, ink = cv2.threshold(part, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    if ink.mean() > 140:
        ink = 255 - ink
    part, ink, top = _trimmed(part, ink, top)
    bottom = top + part.shape[0]
    columns = np.flatnonzero(ink.any(axis=0))
    if not len(columns):
        return []
    height = bottom - top
    starts, ends, apart = [int(columns[0])], [], [True]
    for before, after in pairwise(columns):
        if after - before - 1 > _WORD_GAP * height:
            ends.append(int(before))
            starts.append(int(after))
            apart.append(bool(after - before > _COLUMN_GAP * height))
    ends.append(int(columns[-1]))
    core = cv2.erode(ink, np.ones((3, 3), np.uint8))
    weight = float((core > 0).sum()) / max(1.0, float((ink > 0).sum()))
    made = []
    for start, end, gap in zip(starts, ends, apart, strict=True):
        rows = np.flatnonzero((ink[:, start : end + 1] > 0).sum(axis=1) >= 1)
        if end > start and len(rows):
            box = (left + start, top, left + end + 1, bottom)
            made.append(_Piece(box, gap, line, weight, (top + int(rows[0]), top + int(rows[-1]) + 1)))
    return made


def _trimmed(part: Any, ink: Any, top: int) -> tuple[Any, Any, int]:
    """A line without what is empty over and under its letters, but for a little; and its new top."""
    rows = np.flatnonzero((ink > 0).sum(axis=1) >= _LEAST_INK_PX)
    if not len(rows):
        return part, ink, top
    first, last = int(rows[0]), int(rows[-1]) + 1
    spare = round(_SPARE * (last - first))
    first, last = max(0, first - spare), min(part.shape[0], last + spare)
    return part[first:last], ink[first:last], top + first


def _cut(color: Any, box: tuple[int, int, int, int]) -> Any:
    left, top, right, bottom = box
    return color[max(0, top) : bottom, max(0, left - _PAD_PX) : right + _PAD_PX]


def _as_text(
    pieces: Sequence[_Piece], read: Sequence[Sequence[Any]], place: Place, usual: float
) -> tuple[tuple[Word, ...], tuple[TextLine, ...]]:
    groups: list[list[tuple[_Piece, str]]] = []
    for piece, (text, sure, *_) in zip(pieces, read, strict=True):
        said = str(text).strip()
        if not said or float(sure) < _LEAST_SURE:
            continue
        if not groups or piece.apart or groups[-1][-1][0].line != piece.line:
            groups.append([])
        groups[-1].append((piece, said))
    groups.sort(key=lambda group: (group[0][0].box[3], group[0][0].box[0]))
    words: list[Word] = []
    made: list[TextLine] = []
    for number, group in enumerate(groups):
        first = len(words)
        words.extend(_word(piece, text, number, place, usual) for piece, text in group)
        made.append(_line(words[first:], range(first, len(words))))
    return tuple(words), tuple(made)


def _word(piece: _Piece, text: str, line: int, place: Place, usual: float) -> Word:
    size = place.rect(*piece.box).height / _BOX_IN_SIZES
    left, _, right, _ = piece.box
    ink = place.rect(left, piece.rows[0], right, piece.rows[1])
    hangs = any(letter in _HANGING for letter in text)
    baseline = ink.y0 + (_HANG * size if hangs else 0.0)
    bold = piece.weight > _BOLD * usual
    return Word(text, ink, baseline, size, "", bold, False, (0.0, 0.0, 0.0), (), line)


def _line(words: Sequence[Word], numbers: range) -> TextLine:
    rect = Rect(
        min(word.rect.x0 for word in words),
        min(word.rect.y0 for word in words),
        max(word.rect.x1 for word in words),
        max(word.rect.y1 for word in words),
    )
    first = words[0]
    baseline = median(word.baseline for word in words)
    text = " ".join(word.text for word in words)
    return TextLine(text, rect, baseline, first.size_pt, first.bold, first.color, tuple(numbers))
