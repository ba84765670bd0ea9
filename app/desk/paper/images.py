"""Pictures of blank pages, drawn by the worker process and kept for the zooms in use."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtGui import QImage

from app.pdf.raster import Raster

_MOST_BYTES = 96_000_000

Key = tuple[str, int, float]


def image_of(raster: Raster) -> QImage:
    """The worker's picture as Qt wants it, with bytes of its own."""
    return QImage(raster.rgb, raster.width, raster.height, raster.width * 3, QImage.Format.Format_RGB888).copy()


class PageImages:
    """A cache of page pictures; the least used go first.

    Args:
        ask: has a page drawn (document, page, scale, what to do with the picture).
    """

    def __init__(self, ask: Callable[[str, int, float, Callable[[Raster], None]], object]) -> None:
        self._ask = ask
        self._kept: OrderedDict[Key, QImage] = OrderedDict()
        self._asked: set[Key] = set()

    def get(self, document: str, page: int, scale: float, came: Callable[[], None]) -> QImage | None:
        """The picture, or None until `came` is called."""
        key = (document, page, round(scale, 3))
        if (image := self._kept.get(key)) is not None:
            self._kept.move_to_end(key)
            return image
        if key not in self._asked:
            self._asked.add(key)
            self._ask(document, page, scale, lambda raster: self._take(key, raster, came))
        return self._nearest(document, page)

    def forget(self) -> None:
        """Let all pictures go."""
        self._kept.clear()
        self._asked.clear()

    def _take(self, key: Key, raster: Raster, came: Callable[[], None]) -> None:
        self._asked.discard(key)
        self._kept[key] = image_of(raster)
        while len(self._kept) > 1 and sum(item.sizeInBytes() for item in self._kept.values()) > _MOST_BYTES:
            self._kept.popitem(last=False)
        came()

    def _nearest(self, document: str, page: int) -> QImage | None:
        """The same page at another zoom, to show meanwhile."""
        return next((image for (d, p, _), image in reversed(self._kept.items()) if (d, p) == (document, page)), None)
