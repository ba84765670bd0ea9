"""What the worker does with documents that go with a form: pictures, pages, joining, how a fax shows them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from types import MappingProxyType
from typing import Any

from app.pdf.attaching.line_at import LineAt
from app.pdf.cache import MemoryCache
from app.pdf.faxing.seen import Fault, FaxPage, FaxQuality, Lost
from app.pdf.finder.sight import PageSight
from app.pdf.raster import Raster
from app.pdf.scan.available import SCALE
from app.pdf.scan.pictures import PictureReader
from app.pdf.template import Rect

_DPI = 200
_PAGES_AT_ONCE = 20
_NOTHING_PLACED: Mapping[int, LineAt] = MappingProxyType({})


class DocumentWork:
    """The part of the worker that is for whole documents."""

    _pages_s: float
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

    def grey_pages(self, pdf: bytes, *, dpi: int = _DPI) -> bytes:
        """A finished document with every page as a picture in shades of grey."""
        return self._as_pictures(pdf, dpi, is_dark=False)

    def darkened_pages(self, pdf: bytes) -> bytes:
        """A finished document with every page as a picture of dark ink on white paper."""
        return self._as_pictures(pdf, _DPI, is_dark=True)

    def _as_pictures(self, pdf: bytes, dpi: int, *, is_dark: bool) -> bytes:
        """Some pages at a time: drawn whole, a long scan would take all memory."""
        parts: list[bytes] = []
        first, total = 1, 1
        while first <= total:
            head = {"do": "grey", "first": first, "most": _PAGES_AT_ONCE, "dpi": dpi, "dark": is_dark}
            answer, drawn = self._ask(head, pdf, self._pages_s)
            parts.append(drawn)
            first, total = first + _PAGES_AT_ONCE, int(answer["pages"])
        return parts[0] if len(parts) == 1 else self.joined(parts)

    def joined(
        self,
        documents: Sequence[bytes],
        lines: bytes = b"",
        placed: Mapping[int, LineAt] = _NOTHING_PLACED,
    ) -> bytes:
        """Finished documents as one, some pages with a line of ours laid over them.

        Args:
            documents: in their order; nothing of their pages is changed.
            lines: a document of our own, a page for each line.
            placed: by page of the whole, from 1.
        """
        head = {
            "do": "pages",
            "how": "joined",
            "lengths": [len(item) for item in documents],
            "placed": {str(page): list(astuple(line)) for page, line in placed.items()},
        }
        return self._ask(head, b"".join([*documents, lines]), self._pages_s)[1]

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
