"""Pages that only a look at their picture can read: scans, and text layers that are garbage.

The pictures are read in a child process of their own, with more time and memory than a form may take.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Sequence
from typing import Any

from app.pdf.cache import TemplateCache
from app.pdf.child.living import Child, Gone, OutOfTime
from app.pdf.finder.sight import PageSight
from app.pdf.finder.sight_codec import sights_in, sights_out
from app.pdf.finder.surroundings import size_of
from app.pdf.raster import Raster
from app.pdf.scan.available import SCALE, can_read_pictures

#: Raised whenever pictures are read in another way.
READING_VERSION = 1
SCAN_NOTE = (
    "This form is a scan: a picture without letters. To have its boxes found, install the reader for scanned forms "
    '(pip install "padesk[ocr]"); without it, draw the boxes by hand.'
)
_MEMORY_BYTES = 4_000_000_000
_START_S, _PAGE_S = 30.0, 120.0
_MOST_PAGES = 12
_FULL = 0.4
_FEWEST_WORDS = 5


def needs_reading(sight: PageSight) -> bool:
    """Whether the file does not say what the page shows: garbled letters, or a picture in their place."""
    if not sight.plausible:
        return True
    pictures = sum(size_of(image) for image in sight.images)
    return len(sight.words) < _FEWEST_WORDS and pictures > _FULL * size_of(sight.visible)


class PictureReader:
    """Reads pages' pictures, where the libraries for it are installed.

    Args:
        cache: where what was read is kept.
    """

    def __init__(self, cache: TemplateCache) -> None:
        self._cache = cache
        self._lock = threading.Lock()
        self._child: Child | None = None

    def read(self, pdf: bytes, sights: Sequence[PageSight], draw: Callable[[int, float], Raster]) -> list[PageSight]:
        """The sights, those that need it with what their pictures show.

        Args:
            pdf: whose pages they are.
            sights: of its pages.
            draw: draws a page, by its number and scale.
        """
        if not can_read_pictures():
            return list(sights)
        wanted = [sight.page for sight in sights if needs_reading(sight)][:_MOST_PAGES]
        name = f"picture-{READING_VERSION}-{hashlib.sha256(pdf).hexdigest()}"
        return [self._page(f"{name}-{one.page}", one, draw) if one.page in wanted else one for one in sights]

    def close(self) -> None:
        """End the child."""
        with self._lock:
            self._let_go(kill=False)

    def _page(self, name: str, sight: PageSight, draw: Callable[[int, float], Raster]) -> PageSight:
        known = self._cache.get(name)
        if known is not None:
            return sights_in(json.loads(known))[0]
        raster = draw(sight.page, SCALE)
        head = {"do": "picture", "width": raster.width, "height": raster.height, "sights": sights_out([sight])}
        answer = self._ask(head, raster.rgb)
        if answer is None or "sights" not in answer:
            return sight
        self._cache.put(name, json.dumps(answer["sights"]).encode())
        return sights_in(answer["sights"])[0]

    def _ask(self, head: dict[str, Any], body: bytes) -> dict[str, Any] | None:
        """The child's answer; None where it took too much: the page then stays unread."""
        with self._lock:
            if self._child is None or not self._child.alive:
                self._let_go(kill=True)
                self._child = Child(_MEMORY_BYTES)
            try:
                answer, _ = self._child.ask(head, body, _PAGE_S + (0 if self._child.ready else _START_S))
            except (OutOfTime, Gone):
                self._let_go(kill=True)
                return None
            return answer

    def _let_go(self, *, kill: bool) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.close(kill=kill)
