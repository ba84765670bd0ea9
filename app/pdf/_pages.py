"""One page made ready: its own content closed off, its notes' ink kept, our overlay called as the last act."""

from __future__ import annotations

from collections.abc import Sequence

import pikepdf

from app.pdf import _base
from app.pdf._additions import Additions
from app.pdf._content import Balance
from app.pdf._objects import entries, inherited, items, numbers, rect_of, whole
from app.pdf._stamps import Drawn
from app.pdf.problems import TooLarge
from app.pdf.template import PageShape, Rect

_OVERLAY = "/PaDeskInk"
_STAMP = "/PaDeskS{}"
_LETTER = Rect(0.0, 0.0, 612.0, 792.0)
_LONGEST_SIDE_PT = 14_400.0


def shape_of(page: pikepdf.Dictionary) -> PageShape:
    """What of the page is seen, and how it is turned.

    Raises:
        TooLarge: no paper is that large.
    """
    media = rect_of(numbers(inherited(page, "/MediaBox"), 4)) or _LETTER
    crop = rect_of(numbers(inherited(page, "/CropBox"), 4)) or media
    seen = Rect(max(media.x0, crop.x0), max(media.y0, crop.y0), min(media.x1, crop.x1), min(media.y1, crop.y1))
    if seen.width <= 0 or seen.height <= 0:
        seen = media
    if max(media.width, media.height) > _LONGEST_SIDE_PT:
        raise TooLarge(what="a page of more than five metres")
    return PageShape(seen, whole(inherited(page, "/Rotate")) // 90 * 90 % 360)


class PageMaker:
    """Rebuilds pages of one document.

    Args:
        additions: makes the objects that are new.
        streams: what stamps call, by their index.
    """

    def __init__(self, additions: Additions, streams: Sequence[pikepdf.Object]) -> None:
        self._additions = additions
        self._streams = streams
        self._openers: dict[int, pikepdf.Object] = {}

    def make(
        self,
        page: pikepdf.Dictionary,
        balance: Balance,
        notes: Sequence[Drawn],
        stamps: Sequence[Drawn],
        overlay: pikepdf.Object,
    ) -> None:
        """Leave nothing but what is drawn on the page, and call the overlay after all of it.

        Args:
            page: to be changed in place.
            balance: what its content needs around it.
            notes: annotations that print, to be drawn now.
            stamps: of its boxes, to be at hand.
            overlay: the object that is reserved for our ink.
        """
        inherited_values = {key: inherited(page, key) for key in ("/Resources", "/MediaBox", "/CropBox", "/Rotate")}
        contents = page.get("/Contents")
        _base.strip_page(page)
        for key, value in inherited_values.items():
            if value is not None:
                page[key] = value
        page["/Type"] = pikepdf.Name.Page
        if rect_of(numbers(page.get("/MediaBox"), 4)) is None:
            page["/MediaBox"] = pikepdf.Array([0, 0, 612, 792])
        page["/Resources"] = self._resources(page.get("/Resources"), [*notes, *stamps], overlay)
        page["/Contents"] = self._contents(contents, balance, notes)

    def _resources(self, own: object, stamps: Sequence[Drawn], overlay: pikepdf.Object) -> pikepdf.Dictionary:
        resources = entries(own)
        drawn = entries(resources.get("/XObject"))
        drawn[_OVERLAY] = overlay
        for stamp in stamps:
            drawn[_STAMP.format(stamp.index)] = self._streams[stamp.index]
        resources["/XObject"] = pikepdf.Dictionary(drawn)
        return pikepdf.Dictionary(resources)

    def _contents(self, own: object, balance: Balance, notes: Sequence[Drawn]) -> pikepdf.Array:
        parts = [own] if isinstance(own, pikepdf.Stream) else [s for s in items(own) if isinstance(s, pikepdf.Stream)]
        calls = [f"q {_spelled(note)} cm {_STAMP.format(note.index)} Do Q" for note in notes]
        closing = b"\n".join([b"", balance.closing, b"Q", *(c.encode() for c in calls), f"{_OVERLAY} Do\n".encode()])
        return pikepdf.Array([self._opener(balance.extra_saves), *parts, self._additions.stream(closing)])

    def _opener(self, extra_saves: int) -> pikepdf.Object:
        known = self._openers.get(extra_saves)
        if known is None:
            known = self._openers[extra_saves] = self._additions.stream(b"q " * (1 + extra_saves))
        return known


def _spelled(drawn: Drawn) -> str:
    return " ".join(f"{part:.6f}".rstrip("0").rstrip(".") for part in drawn.matrix)
