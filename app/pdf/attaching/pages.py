"""Pages of finished documents: chosen, blackened for good, made grey, joined. Only ever called inside the worker."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import pikepdf
import pypdfium2 as pdfium
from PIL import Image, ImageDraw

from app.pdf.attaching.pictures import add_picture_page, saved
from app.pdf.problems import NoSuchPage
from app.pdf.template import Rect

_DPI = 200
_SCALE = _DPI / 72


def chosen(pdf: bytes, pages: Sequence[int]) -> bytes:
    """The pages of a document in the order given; each from 1.

    Raises:
        NoSuchPage: it has fewer.
    """
    with pikepdf.open(io.BytesIO(pdf)) as source, pikepdf.new() as out:
        count = len(source.pages)
        for number in pages:
            if not 1 <= number <= count:
                raise NoSuchPage(page=number, pages=count)
            out.pages.append(source.pages[number - 1])
        return saved(out)


def blackened(pdf: bytes, covers: Mapping[int, Sequence[Rect]]) -> bytes:
    """The document with areas of its pages black; such a page becomes a picture, so that nothing is left beneath.

    Args:
        pdf: a finished document.
        covers: page from 1, areas in unrotated user space.
    """
    return _as_pictures(pdf, {page: areas for page, areas in covers.items() if areas}, grey=False)


def grey(pdf: bytes) -> bytes:
    """Every page as a picture in shades of grey: smaller, and as a fax takes it."""
    with pikepdf.open(io.BytesIO(pdf)) as source:
        every: dict[int, Sequence[Rect]] = {number: () for number in range(1, len(source.pages) + 1)}
    return _as_pictures(pdf, every, grey=True)


def _as_pictures(pdf: bytes, pages: Mapping[int, Sequence[Rect]], *, grey: bool) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as source, pikepdf.new() as out:
        document = pdfium.PdfDocument(pdf)
        try:
            for wanted in pages:
                if not 1 <= wanted <= len(source.pages):
                    raise NoSuchPage(page=wanted, pages=len(source.pages))
            for number, page in enumerate(source.pages, 1):
                if number not in pages:
                    out.pages.append(page)
                    continue
                drawn = document[number - 1]
                image = _drawn(drawn, pages[number])
                add_picture_page(out, image.convert("L") if grey else image, drawn.get_size())
        finally:
            document.close()
        return saved(out)


def _drawn(page: pdfium.PdfPage, areas: Sequence[Rect]) -> Image.Image:
    image: Image.Image = page.render(scale=_SCALE, may_draw_forms=False).to_pil().convert("RGB")
    pen = ImageDraw.Draw(image)
    for area in areas:
        pen.rectangle(_pixels(page, area), fill="black")
    return image


def _pixels(page: pdfium.PdfPage, area: Rect) -> tuple[float, float, float, float]:
    """An area of user space on the page as it is drawn, turned as it is viewed."""
    left, bottom, right, top = page.get_cropbox()
    width, height = right - left, top - bottom
    turn = page.get_rotation() % 360

    def seen(x: float, y: float) -> tuple[float, float]:
        x, y = x - left, y - bottom
        return {0: (x, height - y), 90: (y, x), 180: (width - x, y), 270: (height - y, width - x)}[turn]

    (ax, ay), (bx, by) = seen(area.x0, area.y0), seen(area.x1, area.y1)
    xs, ys = sorted((ax * _SCALE, bx * _SCALE)), sorted((ay * _SCALE, by * _SCALE))
    return xs[0], ys[0], xs[1], ys[1]
