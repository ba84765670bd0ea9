"""Drawing and reading pages with PDFium. Only ever called inside the worker: PDFium can end its process."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageStat

from app.pdf.child._drawable import drawable
from app.pdf.problems import NoSuchPage, TooLarge
from app.pdf.raster import Inked, InkMap, Raster

_MOST_PIXELS = 40_000_000
#: The darkest colour part of a pixel that still counts as paper.
_PAPER = 246
#: How much darker a pixel must be to count as ink.
_INK = 60


def draw(pdf: bytes, page: int, scale: float, password: str | None = None) -> Raster:
    """One page in colour.

    Args:
        pdf: the document.
        page: from 1.
        scale: 1 draws 72 dots an inch.
        password: that opens it, if it needs one.
    """
    with drawable(pdf, password) as document:
        image = _image(document, page, scale)
        return Raster(image.width, image.height, image.convert("RGB").tobytes())


def ink_maps(pdf: bytes, pages: Sequence[int], scale: float) -> list[InkMap]:
    """Where pages are not bare paper.

    Args:
        pdf: the document.
        pages: from 1.
        scale: pixels a point; at least one.
    """
    maps = []
    with drawable(pdf) as document:
        for number in pages:
            red, green, blue = _image(document, number, scale).convert("RGB").split()
            darkest = ImageChops.darker(ImageChops.darker(red, green), blue)
            ink = darkest.point([255 if level < _PAPER else 0 for level in range(256)], mode="1")
            maps.append(InkMap(ink.width, ink.height, ink.tobytes()))
    return maps


def page_texts(pdf: bytes, password: str | None = None) -> list[str]:
    """The text of every page."""
    with drawable(pdf, password) as document:
        return [_clean(page.get_textpage().get_text_bounded()) for page in document]


def read_places(pdf: bytes, places: Sequence[Sequence[float]]) -> list[str]:
    """The text within each `page, x0, y0, x1, y1`."""
    with drawable(pdf) as document:
        pages = {number: document[number - 1].get_textpage() for number in _pages(document, places)}
        return [_clean(pages[int(number)].get_text_bounded(*rect)) for number, *rect in places]


def inked(before: bytes, after: bytes, places: Sequence[Sequence[float]], scale: float) -> list[Inked]:
    """What the second document adds to each `page, x0, y0, x1, y1` of the first."""
    found = [Inked(0, 0, 255)] * len(places)
    with drawable(before) as blank, drawable(after) as filled:
        for number in _pages(filled, places):
            # Asking a document for its page reads all of that page: once, not once a place.
            shape = _Shape.of(filled[number - 1])
            fitting = min(scale, shape.most_scale)
            old, new = (_image(document, number, fitting).convert("L") for document in (blank, filled))
            if old.size != new.size:
                continue
            darker, lighter = _beyond(old, new), _beyond(new, old)
            for index, (page, *rect) in enumerate(places):
                if page == number:
                    area = shape.to_pixels(rect, fitting)
                    counts = (darker.crop(area).histogram()[255], lighter.crop(area).histogram()[255])
                    found[index] = Inked(*counts, _ground(old, area))
    return found


def _beyond(one: Image.Image, other: Image.Image) -> Image.Image:
    """White where the other is clearly darker."""
    return ImageChops.subtract(one, other).point([0] * (_INK + 1) + [255] * (255 - _INK))


def _ground(image: Image.Image, area: tuple[int, int, int, int]) -> int:
    """How light the middle of an area is, clear of its frame."""
    left, top, right, bottom = area
    across, down = (right - left) // 4, (bottom - top) // 4
    middle = (
        max(0, left + across),
        max(0, top + down),
        min(image.width, right - across),
        min(image.height, bottom - down),
    )
    if middle[0] >= middle[2] or middle[1] >= middle[3]:
        return 255
    return round(ImageStat.Stat(image.crop(middle)).mean[0])


def _pages(document: pdfium.PdfDocument, places: Sequence[Sequence[float]]) -> list[int]:
    numbers = sorted({int(place[0]) for place in places})
    for number in numbers:
        if not 1 <= number <= len(document):
            raise NoSuchPage(page=number, pages=len(document))
    return numbers


def _image(document: pdfium.PdfDocument, number: int, scale: float) -> Image.Image:
    if not 1 <= number <= len(document):
        raise NoSuchPage(page=number, pages=len(document))
    page = document[number - 1]
    width, height = page.get_size()
    if width * height * scale * scale > _MOST_PIXELS:
        raise TooLarge(what=f"a page of {width:.0f} by {height:.0f} points")
    image: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil()
    return image


@dataclass(frozen=True, slots=True)
class _Shape:
    """How a page lies: what is seen of it in user space, and how it is turned.

    Attributes:
        drawn: width and height in points as it is drawn.
    """

    x0: float
    y0: float
    width: float
    height: float
    turn: int
    drawn: tuple[float, float]

    @classmethod
    def of(cls, page: pdfium.PdfPage) -> Self:
        """The shape of an open page."""
        media, crop = _ordered(page.get_mediabox()), _ordered(page.get_cropbox())
        x0, y0 = max(media[0], crop[0]), max(media[1], crop[1])
        width, height = min(media[2], crop[2]) - x0, min(media[3], crop[3]) - y0
        return cls(x0, y0, width, height, page.get_rotation() % 360, page.get_size())

    @property
    def most_scale(self) -> float:
        """The largest scale at which a page, however large, can be looked at."""
        width, height = self.drawn
        return math.sqrt(_MOST_PIXELS / max(width * height, 1.0)) * 0.99

    def to_pixels(self, rect: Sequence[float], scale: float) -> tuple[int, int, int, int]:
        """A place of the page in its picture: left, top, right and bottom."""
        (ax, ay), (bx, by) = self._seen(rect[0], rect[1]), self._seen(rect[2], rect[3])
        left, top, right, bottom = (round(v * scale) for v in (min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)))
        return left - 1, top - 1, right + 1, bottom + 1

    def _seen(self, x: float, y: float) -> tuple[float, float]:
        x, y = x - self.x0, y - self.y0
        match self.turn:
            case 90:
                return y, x
            case 180:
                return self.width - x, y
            case 270:
                return self.height - y, self.width - x
            case _:
                return x, self.height - y


def _ordered(box: Sequence[float]) -> tuple[float, float, float, float]:
    ax, ay, bx, by = box
    return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
