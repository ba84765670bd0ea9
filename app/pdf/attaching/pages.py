"""Pages of finished documents: blackened for good, or made grey. Only ever called inside the worker."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import pikepdf
import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from app.pdf.attaching.flowing import saved
from app.pdf.attaching.joining import Layers, taken
from app.pdf.attaching.pictures import add_picture_page
from app.pdf.child._drawable import drawable
from app.pdf.problems import NoSuchPage
from app.pdf.template import Rect

_DPI = 200
_MOST_PIXELS = 40_000_000
#: The ground of a page is told from squares of so many pixels.
_GROUND_PX = 8
#: Against white ground: from here on it is paper, and up to here it is ink.
_PAPER_TONE, _INK_TONE = 238, 190


@contextmanager
def blackened(pdf: bytes, covers: Mapping[int, Sequence[Rect]]) -> Iterator[pikepdf.Pdf]:
    """The document with areas of its pages black; such a page becomes a picture, so that nothing is left beneath.

    Args:
        pdf: a finished document.
        covers: page from 1, areas in points of the page as it is seen, from its lower left corner.

    Raises:
        NoSuchPage: it has fewer.
    """
    pictured = {page: areas for page, areas in covers.items() if areas}
    with pikepdf.open(io.BytesIO(pdf)) as source, pikepdf.new() as out:
        every = len(source.pages)
        for wanted in pictured:
            if not 1 <= wanted <= every:
                raise NoSuchPage(page=wanted, pages=every)
        kept = [number for number in range(1, every + 1) if number not in pictured]
        whole = dict(zip(kept, taken(source, kept), strict=True))
        layers = Layers(out)
        layers.take(source)
        layers.keep()
        with drawable(pdf) as document:
            for number in range(1, every + 1):
                if number in whole:
                    out.pages.append(whole[number])
                    continue
                drawn = document[number - 1]
                add_picture_page(out, _drawn(drawn, pictured[number], _DPI / 72), drawn.get_size())
                drawn.close()
        yield out


def grey(pdf: bytes, first: int, most: int, *, dpi: int = _DPI, is_dark: bool = False) -> tuple[int, bytes]:
    """Some pages as pictures in shades of grey: smaller, and as a fax takes them.

    Args:
        pdf: the document.
        first: of the pages, from 1.
        most: pages at once; a long scan drawn whole would take all memory.
        dpi: dots an inch.
        is_dark: whether ink becomes dark and paper white, however faint or grey the scan is.

    Returns:
        How many pages the whole document has, and those asked for as a document.
    """
    with drawable(pdf) as document, pikepdf.new() as out:
        for number in range(first, min(first + most, len(document) + 1)):
            page = document[number - 1]
            image = _drawn(page, (), dpi / 72).convert("L")
            add_picture_page(out, darker_ink(image) if is_dark else image, page.get_size())
            page.close()
        return len(document), saved(out)


def _drawn(page: pdfium.PdfPage, areas: Sequence[Rect], scale: float) -> Image.Image:
    width, height = page.get_size()
    # A poster is drawn no larger than memory allows.
    scale = min(scale, math.sqrt(_MOST_PIXELS / max(1.0, width * height)))
    image: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    pen = ImageDraw.Draw(image)
    for area in areas:
        pen.rectangle(_pixels(page, area, scale), fill="black")
    return image


def darker_ink(grey: Image.Image) -> Image.Image:
    """A grey page with the ground that its ink stands on made white, and the ink as dark as it goes.

    The ground around each place is told by the lightest tones near it, on a small copy of the page.
    """
    small = grey.resize((max(1, grey.width // _GROUND_PX), max(1, grey.height // _GROUND_PX)), Image.Resampling.BOX)
    ground = small.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.GaussianBlur(2))
    ground = ground.resize(grey.size, Image.Resampling.BILINEAR)
    lifted = ImageChops.invert(ImageChops.subtract(ground, grey))
    return lifted.point([_toned(level) for level in range(256)])


def _toned(level: int) -> int:
    """Paper white above, ink black below, and little between."""
    share = (level - _INK_TONE) / (_PAPER_TONE - _INK_TONE)
    return round(255 * min(1.0, max(0.0, share)))


def _pixels(page: pdfium.PdfPage, area: Rect, scale: float) -> tuple[float, float, float, float]:
    """An area of the page as it is seen on its picture."""
    height = page.get_size()[1]
    left, right = sorted((area.x0 * scale, area.x1 * scale))
    top, bottom = sorted(((height - area.y0) * scale, (height - area.y1) * scale))
    return left, top, right, bottom
