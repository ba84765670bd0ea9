"""What the worker does with documents that go with a form: pictures, pages, joining, how a fax shows them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from app.pdf.cache import MemoryCache
from app.pdf.faxing.seen import Fault, FaxPage, FaxQuality, Lost
from app.pdf.finder.sight import PageSight
from app.pdf.held import HeldDocuments, Load
from app.pdf.problems import ReaderStopped
from app.pdf.raster import Raster
from app.pdf.scan.available import SCALE
from app.pdf.scan.pictures import PictureReader
from app.pdf.template import Rect

_DPI = 200
_PAGES_AT_ONCE = 4
#: Is told how many pages are done, and of how many.
Told = Callable[[int, int], None]


def _nobody(done: int, every: int) -> None:
    """Nobody looks on."""


class DocumentWork:
    """The part of the worker that is for whole documents."""

    _pages_s: float
    _draw_s: float
    _pictures: PictureReader

    @abstractmethod
    def _ask(self, head: dict[str, Any], body: bytes, seconds: float) -> tuple[dict[str, Any], bytes]:
        """Have the child do a piece of work."""

    @abstractmethod
    def _seen(self, pdf: bytes, password: str | None) -> tuple[PageSight, ...]:
        """What every page's file says is on it."""

    @abstractmethod
    def render(self, pdf: bytes, page: int, scale: float) -> Raster:
        """A page as it is seen."""

    def picture_texts(self, pdf: bytes, most: int) -> list[str]:
        """The words in the pictures of the first pages, where the libraries for it are installed; nothing is kept.

        It takes seconds a page, and may run on any thread.
        """
        sights = self._seen(pdf, None)[:most]
        read = self._pictures.read(pdf, sights, lambda page, scale: self.render(pdf, page, scale), MemoryCache())
        return ["\n".join(line.text for line in sight.lines) for sight in read]

    def square_codes(self, pdf: bytes, most: int) -> tuple[str, ...]:
        """What the square codes on the first pages say, where the libraries for it are installed.

        Usable from any thread.
        """
        found: dict[str, None] = {}
        for sight in self._seen(pdf, None)[:most]:
            found |= dict.fromkeys(self._pictures.codes(self.render(pdf, sight.page, SCALE)))
        return tuple(found)

    def picture_pages(self, picture: bytes) -> bytes:
        """A JPEG, PNG, TIFF, HEIC, GIF, BMP or WebP file as a PDF with a page for each picture in it.

        Raises:
            DamagedPicture: it is no picture that can be read.
        """
        return self._ask({"do": "pages", "how": "picture"}, picture, self._pages_s)[1]

    def chosen_pages(self, pdf: bytes, pages: Sequence[int]) -> bytes:
        """The pages of a finished document, each from 1, in the order given."""
        return self._ask({"do": "pages", "how": "chosen", "pages": list(pages)}, pdf, self._pages_s)[1]

    def blackened(self, pdf: bytes, covers: Mapping[int, Sequence[Rect]]) -> bytes:
        """A finished document with areas black and nothing left beneath them: those pages become pictures.

        Args:
            pdf: the document.
            covers: page from 1, areas in points of the page as it is seen, from its lower left corner.
        """
        areas = {str(page): [[r.x0, r.y0, r.x1, r.y1] for r in rects] for page, rects in covers.items()}
        return self._ask({"do": "pages", "how": "blackened", "covers": areas}, pdf, self._pages_s)[1]

    def holding(self) -> HeldDocuments:
        """Room for documents that the child keeps while they are worked on; to be closed after that."""
        return HeldDocuments(self._ask, self._pages_s, self._draw_s)

    def cleaned(self, load: Load) -> tuple[int, bytes]:
        """A file of others as pages in which nothing can be run, filled or toggled: how many, and they.

        Pictures in it stay as they are packed. It is made some pages at a time; nothing here keeps the file.

        Args:
            load: gives the file.
        """
        parts: list[bytes] = []
        first, total = 1, 0
        with self.holding() as kept:
            number = kept.put(load)
            while first:
                first, pages, made = kept.cleaned(number, first)
                parts.append(made)
                total += pages
        return total, self.as_one(parts)

    def as_one(self, parts: list[bytes]) -> bytes:
        """Parts as one document; the list is empty after that."""
        if len(parts) == 1:
            return parts.pop()
        with self.holding() as kept:
            numbers = [kept.put(partial(_once, parts, at)) for at in range(len(parts))]
            return kept.joined([(number, None) for number in numbers], are_done=True)

    def grey_pages(self, pdf: bytes | Load, *, dpi: int = _DPI) -> bytes:
        """A finished document with every page as a picture in shades of grey."""
        return self.as_one(self.grey_parts(_load_of(pdf), dpi=dpi))

    def darkened_pages(self, pdf: bytes | Load) -> bytes:
        """A finished document with every page as a picture of dark ink on white paper."""
        return self.as_one(self.grey_parts(_load_of(pdf), is_dark=True))

    def grey_parts(self, load: Load, *, dpi: int = _DPI, is_dark: bool = False, tell: Told = _nobody) -> list[bytes]:
        """The same, a few pages to a document: drawn whole, a long scan would take all memory."""
        parts: list[bytes] = []
        first, total = 1, 1
        with self.holding() as kept:
            number = kept.put(load)
            while first <= total:
                total, drawn = kept.grey(number, first, _PAGES_AT_ONCE, dpi=dpi, is_dark=is_dark)
                parts.append(drawn)
                first += _PAGES_AT_ONCE
                tell(min(first - 1, total), total)
        return parts

    def joined(self, documents: Sequence[bytes]) -> bytes:
        """Finished documents as one, in their order; nothing of their pages is changed."""
        with self.holding() as kept:
            return kept.joined([(kept.put(partial(bytes, item)), None) for item in documents])

    def fax_page(self, pdf: bytes, page: int, quality: FaxQuality) -> FaxPage:
        """A page as the payer's fax shows it, and what of it does not survive.

        Args:
            pdf: any finished PDF.
            page: from 1.
            quality: of the fax.
        """
        head, rgb = self._ask({"do": "fax", "page": page, "quality": quality.value}, pdf, self._pages_s)
        lost = tuple(Lost(Fault(fault), Rect(x0, y0, x1, y1), size) for fault, x0, y0, x1, y1, size in head["lost"])
        return FaxPage(Raster(head["width"], head["height"], rgb), lost)


def _load_of(pdf: bytes | Load) -> Load:
    return (lambda: pdf) if isinstance(pdf, bytes) else pdf


def _once(parts: list[bytes], at: int) -> bytes:
    """A part, which is not kept here any longer."""
    part, parts[at] = parts[at], b""
    if not part:
        raise ReaderStopped
    return part
