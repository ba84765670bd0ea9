"""Pages that only a look at their picture can read: scans, and text layers that are garbage.

The pictures are read in a child process of their own, with more time and memory than a form may take.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.pdf.cache import TemplateCache
from app.pdf.child.living import Child, Gone, OutOfTime
from app.pdf.finder.sight import PageSight
from app.pdf.finder.sight_codec import sights_in, sights_out
from app.pdf.finder.surroundings import size_of
from app.pdf.raster import Raster
from app.pdf.scan.available import SCALE, can_read_pictures

#: Raised whenever pictures are read in another way.
READING_VERSION = 2
SCAN_NOTE = (
    "This form is a scan: a picture without letters. To have its boxes found, install the reader for scanned forms "
    '(pip install "padesk[ocr]"); without it, draw the boxes by hand.'
)
UNREAD_NOTE = (
    "Reading this scan takes long: {left} of its {all} pages were not read yet. Open the form again to have the others "
    "read, or draw their boxes by hand."
)
_START_S = 30.0
_FULL = 0.4
_FEWEST_WORDS = 5


def needs_reading(sight: PageSight) -> bool:
    """Whether the file does not say what the page shows: garbled letters, or a picture in their place."""
    if not sight.plausible:
        return True
    pictures = sum(size_of(image) for image in sight.images)
    return len(sight.words) < _FEWEST_WORDS and pictures > _FULL * size_of(sight.visible)


def scan_notes(left: int, pages: int) -> tuple[str, ...]:
    """What the office should know of a scan.

    Args:
        left: pages that are unread still.
        pages: of the form.
    """
    if not can_read_pictures():
        return (SCAN_NOTE,)
    return (UNREAD_NOTE.format(left=left, all=pages),) if left else ()


@dataclass(frozen=True, slots=True)
class PictureLimits:
    """What the reading of pictures may take.

    Attributes:
        memory_bytes: of the child's address space; it takes a third of that in memory.
        file_s: no page of a file is begun later than this; on a busy machine twice as late.
        page_s: what a page may take at least.
    """

    memory_bytes: int = 3_000_000_000
    file_s: float = 20.0
    page_s: float = 12.0


class PictureReader:
    """Reads pages' pictures, where the libraries for it are installed.

    Args:
        limits: on time and memory.
    """

    def __init__(self, limits: PictureLimits | None = None) -> None:
        self._limits = PictureLimits() if limits is None else limits
        self._lock = threading.Lock()
        self._child: Child | None = None
        #: Pages that took too much: they are not tried again.
        self._given_up: set[str] = set()

    def read(
        self, pdf: bytes, sights: Sequence[PageSight], draw: Callable[[int, float], Raster], cache: TemplateCache
    ) -> list[PageSight]:
        """The sights, those that need it with what their pictures show, as far as the time allows.

        Args:
            pdf: whose pages they are.
            sights: of its pages; what is left unread still `needs_reading`.
            draw: draws a page, by its number and scale.
            cache: where what was read is kept.
        """
        if not can_read_pictures():
            return list(sights)
        name = f"picture-{READING_VERSION}-{hashlib.sha256(pdf).hexdigest()}"
        clock = _Clock(self._limits, self._worked)
        return [
            self._page(f"{name}-{one.page}", one, draw, cache, clock) if needs_reading(one) else one for one in sights
        ]

    def codes(self, raster: Raster) -> list[str]:
        """What the square codes of a page's picture say; nothing where it cannot be read here."""
        if not can_read_pictures():
            return []
        head = {"do": "codes", "width": raster.width, "height": raster.height}
        answer = self._ask(head, raster.rgb, self._limits.page_s)
        return [] if answer is None else [str(text) for text in answer.get("codes", ())]

    def close(self) -> None:
        """End the child."""
        with self._lock:
            self._let_go(kill=False)

    def _page(
        self, name: str, sight: PageSight, draw: Callable[[int, float], Raster], cache: TemplateCache, clock: _Clock
    ) -> PageSight:
        known = cache.get(name)
        if known is not None:
            return sights_in(json.loads(known))[0]
        if name in self._given_up or clock.is_over:
            return sight
        raster = draw(sight.page, SCALE)
        head = {"do": "picture", "width": raster.width, "height": raster.height, "sights": sights_out([sight])}
        answer = self._ask(head, raster.rgb, clock.left_s)
        if answer is None or "sights" not in answer:
            self._given_up.add(name)
            return sight
        cache.put(name, json.dumps(answer["sights"]).encode())
        return sights_in(answer["sights"])[0]

    def _ask(self, head: dict[str, Any], body: bytes, seconds: float) -> dict[str, Any] | None:
        """The child's answer; None where it took too much: the page then stays unread."""
        with self._lock:
            if self._child is None or not self._child.alive:
                self._let_go(kill=True)
                self._child = Child(self._limits.memory_bytes)
            try:
                answer, _ = self._child.ask(head, body, seconds + (0 if self._child.ready else _START_S))
            except (OutOfTime, Gone):
                self._let_go(kill=True)
                return None
            return answer

    def _worked(self) -> float:
        child = self._child
        return 0.0 if child is None else child.worked_s

    def _let_go(self, *, kill: bool) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.close(kill=kill)


class _Clock:
    """The time that a file's pictures may take: by the wall, and as long again where the child was kept from work."""

    def __init__(self, limits: PictureLimits, worked: Callable[[], float]) -> None:
        self._limits = limits
        self._worked = worked
        self._begun, self._before = time.monotonic(), worked()

    @property
    def is_over(self) -> bool:
        """Whether no further page may be begun."""
        passed = time.monotonic() - self._begun
        if passed < self._limits.file_s:
            return False
        # A child that was started since has worked from nothing.
        work = self._worked()
        done = work if work < self._before else work - self._before
        return passed >= 2 * self._limits.file_s or done >= passed / 2

    @property
    def left_s(self) -> float:
        """What the next page may take."""
        return max(self._limits.page_s, self._limits.file_s - (time.monotonic() - self._begun))
