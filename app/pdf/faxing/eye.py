"""A page looked at as a fax machine does: in one bit, in few rows. Only ever called inside the worker."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageFilter
from pypdfium2 import raw

from app.pdf.child._drawable import drawable
from app.pdf.faxing.seen import DOTS, FLOOR_PT, Fault, FaxPage, FaxQuality, Lost
from app.pdf.problems import NoSuchPage, TooLarge
from app.pdf.raster import Raster
from app.pdf.template import Rect

_DRAWN_DPI = 204
_MOST_PIXELS = 40_000_000
#: Lighter than this is white to a fax, and ink that light is lost.
_THRESHOLD = 140
_PAPER = 236
_CELL_PX = 24
#: Shares of a cell: of tones that are ink to the eye and white to a fax, of ink that stays, of black.
_FAINT_SHARE, _STAYS_SHARE = 0.04, 0.02
_GROUND_SHARE = 0.85
_LIGHT_INK = 140
_BOLD_WEIGHT = 600
_MOST_LOST = 400
#: A straight stroke this long is a rule, at the dots in which a page is drawn: a fifth of an inch.
_RULE_PX = 40


def fax_page(pdf: bytes, number: int, quality: FaxQuality) -> FaxPage:
    """A page as a fax of that quality shows it.

    Args:
        pdf: any PDF.
        number: of the page, from 1.
        quality: of the fax.

    Raises:
        NoSuchPage: the document has fewer.
        TooLarge: the page is larger than any paper.
    """
    with drawable(pdf) as document:
        if not 1 <= number <= len(document):
            raise NoSuchPage(page=number, pages=len(document))
        page = document[number - 1]
        width, height = page.get_size()
        if width * height * (_DRAWN_DPI / 72) ** 2 > _MOST_PIXELS:
            raise TooLarge(what=f"a page of {width:.0f} by {height:.0f} points")
        grey: Image.Image = page.render(scale=_DRAWN_DPI / 72, may_draw_forms=False).to_pil().convert("L")
        lost = [*_letters_lost(page, quality), *_tones_lost(grey)]
        shown = faxed(grey, quality).convert("RGB")
        return FaxPage(Raster(shown.width, shown.height, shown.tobytes()), tuple(lost[:_MOST_LOST]))


def faxed(grey: Image.Image, quality: FaxQuality) -> Image.Image:
    """A page drawn at 204 dots an inch as the fax prints it, each of its rows as high as it is on paper."""
    rows = max(1, round(grey.height * DOTS[quality][1] / _DRAWN_DPI))
    sent = grey.resize((grey.width, rows), Image.Resampling.BOX).point(
        [0 if level < _THRESHOLD else 255 for level in range(256)]
    )
    return sent.resize(grey.size, Image.Resampling.NEAREST).convert("1", dither=Image.Dither.NONE)


@dataclass(slots=True)
class _Run:
    """Letters beside each other that are lost for the same reason."""

    fault: Fault
    size: float
    box: list[float]
    line: float

    def takes(self, fault: Fault, size: float, box: Sequence[float]) -> bool:
        """Take a letter in that goes on with this run."""
        near = -size * 2 <= box[0] - self.box[2] <= size * 2
        if fault is not self.fault or abs(size - self.size) > 0.3 or not near or abs(box[1] - self.line) > size * 0.6:
            return False
        self.box = [min(self.box[0], box[0]), min(self.box[1], box[1]), max(self.box[2], box[2]),
                    max(self.box[3], box[3])]  # fmt: skip
        return True


def _letters_lost(page: pdfium.PdfPage, quality: FaxQuality) -> Iterator[Lost]:
    text, (width, height) = page.get_textpage(), page.get_size()
    run: _Run | None = None
    for at in range(text.count_chars()):
        found = _letter_fault(text, at, quality)
        if found is None:
            continue
        fault, size = found
        box = _seen_box(page, text.get_charbox(at))
        if run is None or not run.takes(fault, size, box):
            if run is not None:
                yield _lost(run, width, height)
            run = _Run(fault, size, list(box), box[1])
    if run is not None:
        yield _lost(run, width, height)


def _lost(run: _Run, width: float, height: float) -> Lost:
    x0, y0, x1, y1 = run.box
    place = Rect(x0 / width, 1 - y1 / height, x1 / width, 1 - y0 / height)
    return Lost(run.fault, place, round(run.size, 1) if run.fault is Fault.SMALL else 0.0)


def _letter_fault(text: pdfium.PdfTextPage, at: int, quality: FaxQuality) -> tuple[Fault, float] | None:
    code = raw.FPDFText_GetUnicode(text.raw, at)
    if code < 33 or raw.FPDFText_IsGenerated(text.raw, at) == 1 or chr(code).isspace():
        return None
    matrix = raw.FS_MATRIX()
    scale = 1.0
    if raw.FPDFText_GetMatrix(text.raw, at, matrix):
        scale = math.hypot(matrix.c, matrix.d) or 1.0
    size = raw.FPDFText_GetFontSize(text.raw, at) * scale
    regular, bold = FLOOR_PT[quality]
    is_bold = raw.FPDFText_GetFontWeight(text.raw, at) >= _BOLD_WEIGHT or _named_bold(text, at)
    if 0 < size < (bold if is_bold else regular) - 0.05:
        return Fault.SMALL, size
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if raw.FPDFText_GetFillColor(text.raw, at, red, green, blue, alpha):
        tone = 0.299 * red.value + 0.587 * green.value + 0.114 * blue.value
        if _LIGHT_INK < tone < _PAPER:
            return Fault.LIGHT, size
    return None


def _named_bold(text: pdfium.PdfTextPage, at: int) -> bool:
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    raw.FPDFText_GetFontInfo(text.raw, at, name, 128, flags)
    return b"bold" in name.value.lower() or b"black" in name.value.lower()


def _seen_box(page: pdfium.PdfPage, box: Sequence[float]) -> tuple[float, float, float, float]:
    """A letter's box on the page as it is seen."""
    left, bottom, right, top = page.get_cropbox()
    width, height, turn = right - left, top - bottom, page.get_rotation() % 360

    def seen(x: float, y: float) -> tuple[float, float]:
        x, y = x - left, y - bottom
        return {0: (x, y), 90: (y, width - x), 180: (width - x, height - y), 270: (height - y, x)}[turn]

    (ax, ay), (bx, by) = seen(box[0], box[1]), seen(box[2], box[3])
    return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _tones_lost(grey: Image.Image) -> list[Lost]:
    """Faint ink and dark grounds, told square by square and joined to blocks."""
    size = (max(1, grey.width // _CELL_PX), max(1, grey.height // _CELL_PX))
    # Against the paper around it: a scan whose whole ground is grey is not faint for that.
    ground = grey.resize(size, Image.Resampling.BOX).filter(ImageFilter.MaxFilter(3))
    inky = ImageChops.subtract(ground.resize(grey.size, Image.Resampling.BILINEAR), grey)
    white_to_fax = grey.point([255 if level >= _THRESHOLD else 0 for level in range(256)])
    ink = inky.point([255 if level >= 40 else 0 for level in range(256)])
    # Rules and frames of boxes may go: nobody reads them.
    written = ImageChops.subtract(ImageChops.multiply(ink, white_to_fax), _rules(ink))
    faint = written.resize(size, Image.Resampling.BOX)
    black = grey.point([255 if level < _THRESHOLD else 0 for level in range(256)]).resize(size, Image.Resampling.BOX)
    dark = [share >= 255 * _GROUND_SHARE for share in black.tobytes()]
    pale = [
        lost >= 255 * _FAINT_SHARE and stays < 255 * _STAYS_SHARE
        for lost, stays in zip(faint.tobytes(), black.tobytes(), strict=True)
    ]
    return [*_cells(pale, size, Fault.FAINT, least=2), *_cells(dark, size, Fault.DARK_GROUND, least=4)]


def _rules(ink: Image.Image) -> Image.Image:
    """The ink of straight strokes along or across the page that are longer than any letter's, and their edges."""
    found = Image.new("L", ink.size, 0)
    for across, down in ((1, 0), (0, 1)):
        # What is ink all along the stroke, then the whole stroke again, each time twice as far.
        kept, steps = ink, _doublings(_RULE_PX)
        for step in steps:
            kept = ImageChops.darker(kept, _moved(kept, across * step, down * step))
        for step in steps:
            kept = ImageChops.lighter(kept, _moved(kept, -across * step, -down * step))
        found = ImageChops.lighter(found, kept)
    return found.filter(ImageFilter.MaxFilter(3))


def _doublings(length: int) -> list[int]:
    """Steps that together reach so far, none further than those before it."""
    steps, reached = [], 1
    while reached < length:
        steps.append(min(reached, length - reached))
        reached += steps[-1]
    return steps


def _moved(image: Image.Image, right: int, down: int) -> Image.Image:
    """The picture moved, white to ink where nothing comes from."""
    moved = Image.new("L", image.size, 0)
    moved.paste(image, (right, down))
    return moved


def _cells(marked: Sequence[bool], size: tuple[int, int], fault: Fault, *, least: int) -> Iterator[Lost]:
    """Marked squares, joined along a row, and rows joined that begin and end alike."""
    across, down = size
    open_blocks: dict[tuple[int, int], int] = {}
    for row in range(down + 1):
        runs = set(_runs(marked[row * across : (row + 1) * across], least)) if row < down else set()
        for run in [run for run in open_blocks if run not in runs]:
            start, end = run
            yield Lost(fault, Rect(start / across, open_blocks.pop(run) / down, end / across, row / down))
        for run in runs:
            open_blocks.setdefault(run, row)


def _runs(marked: Sequence[bool], least: int) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for column, is_on in enumerate((*marked, False)):
        if is_on and start is None:
            start = column
        elif not is_on and start is not None:
            if column - start >= least:
                yield start, column
            start = None
