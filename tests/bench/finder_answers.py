"""Fillable forms as flat ones: their boxes taken away and kept as the answer to what should be found.

Either the form stays as it prints empty, with the frames that boxes draw themselves, or these go with the boxes.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from app.pdf.composing.composer import compose
from app.pdf.finder.sight import turned
from app.pdf.finder.surroundings import grown, shared, size_of
from app.pdf.raster import Raster
from app.pdf.template import Box, BoxKind, PageShape, Rect
from app.pdf.worker import PaperWorker

SCALE = 2.0
#: A form with fewer boxes tells little.
FEWEST_BOXES = 12
_SMALLEST_PT = 4.0
#: Nothing printed within so much of a check box, of a text box: nobody could know that it is there.
_AROUND_CHECK_PT, _AROUND_TEXT_PT = 3.0, 12.0
#: A box that had a frame of its own within so much, and nothing of the form's, lost its mark with itself.
_FRAME_PT = 3.0
_SAME_PAPER = 24
_YEAR = re.compile(r"[-_]?(TY|v)?\d*\d$|[-_]?TY\d{4}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """A box that the form had.

    Attributes:
        unmarked: nothing is printed where it was or near it, so that it cannot be found.
    """

    page: int
    rect: Rect
    is_check: bool
    unmarked: bool


@dataclass(frozen=True, slots=True)
class Given:
    """A form without its boxes, and these."""

    name: str
    data: bytes
    shapes: tuple[PageShape, ...]
    answers: tuple[Answer, ...]


def half_of(path: Path) -> str:
    """Which half a form belongs to, by the name it shares with its other editions: `tune` or `unseen`."""
    family = _YEAR.sub("", path.stem).lower()
    return "tune" if hashlib.sha256(family.encode()).digest()[0] % 2 == 0 else "unseen"


def given(path: Path, worker: PaperWorker, *, bare: bool = False) -> Given | None:
    """The form as a flat one; None where it has too few boxes of its own.

    Args:
        path: of a fillable form.
        worker: that reads and draws it.
        bare: whether what its empty boxes draw themselves, such as their frames, is taken away as well.

    Raises:
        PdfProblem: it cannot be opened.
    """
    data = path.read_bytes()
    form = worker.compile(data)
    template = form.template
    boxes = _apart([box for box in template.boxes if min(box.rect.width, box.rect.height) >= _SMALLEST_PT])
    if len(boxes) < FEWEST_BOXES:
        return None
    printed = compose(form, {}).pdf
    flat = without_boxes(data) if bare else printed
    answers = []
    for number in sorted({box.page for box in boxes}):
        look = _Look(
            template.pages[number - 1], worker.render(flat, number, SCALE), worker.render(printed, number, SCALE)
        )
        answers += [
            Answer(number, box.rect, is_check(box), look.is_unmarked(box)) for box in boxes if box.page == number
        ]
    return Given(path.stem, flat, template.pages, tuple(answers))


def is_check(box: Box) -> bool:
    """Whether it is ticked rather than written in."""
    return box.kind is BoxKind.CHECK


@dataclass(frozen=True, slots=True)
class _Look:
    """A page as a flat one and as it prints."""

    shape: PageShape
    flat: Raster
    printed: Raster

    def is_unmarked(self, box: Box) -> bool:
        """Whether nobody who sees the flat page could know of the box."""
        around = grown(box.rect, _AROUND_CHECK_PT if is_check(box) else _AROUND_TEXT_PT)
        if _is_bare(around, self.shape, self.flat):
            return True
        frame = grown(box.rect, _FRAME_PT)
        return _is_bare(frame, self.shape, self.flat) and not _is_bare(frame, self.shape, self.printed)


def without_boxes(data: bytes) -> bytes:
    """The PDF without anything that can be filled."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            if "/Annots" in page:
                kept = [note for note in page.Annots if not _is_widget(note)]
                page.Annots = pikepdf.Array(kept)
        if "/AcroForm" in pdf.Root:
            del pdf.Root.AcroForm
        out = io.BytesIO()
        pdf.save(out, encryption=False, static_id=True)
        return out.getvalue()


def _is_widget(note: pikepdf.Object) -> bool:
    return isinstance(note, pikepdf.Dictionary) and note.get("/Subtype") == pikepdf.Name.Widget


def _apart(boxes: Sequence[Box]) -> list[Box]:
    """One box where several lie over each other."""
    kept: list[Box] = []
    for box in sorted(boxes, key=lambda box: size_of(box.rect)):
        twins = (other for other in kept if other.page == box.page)
        if not any(shared(box.rect, other.rect) > 0.6 * size_of(other.rect) for other in twins):
            kept.append(box)
    return kept


def _is_bare(rect: Rect, shape: PageShape, drawn: Raster) -> bool:
    """Whether the paper there is of one colour."""
    left, top, right, low = on_picture(rect, shape, SCALE)
    left, top, right, low = max(0, left), max(0, top), min(drawn.width, right), min(drawn.height, low)
    rows = [drawn.rgb[3 * (y * drawn.width + left) : 3 * (y * drawn.width + right)] for y in range(top, low)]
    return all(_spread(rows, part) < _SAME_PAPER for part in range(3))


def _spread(rows: Sequence[bytes], part: int) -> int:
    values = [row[part::3] for row in rows if row]
    return max(max(value) for value in values) - min(min(value) for value in values) if values else 0


def on_picture(rect: Rect, shape: PageShape, scale: float) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of a rectangle of user space in pixels of the page as it is seen."""
    seen, page = turned(rect, shape.turn), turned(shape.visible, shape.turn)
    return (
        int((seen.x0 - page.x0) * scale),
        int((page.y1 - seen.y1) * scale),
        round((seen.x1 - page.x0) * scale),
        round((page.y1 - seen.y0) * scale),
    )
