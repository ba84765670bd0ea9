"""One page made ready: its own content closed off, its notes' ink kept, our overlay called as the last act."""

from __future__ import annotations

from collections.abc import Sequence

import pikepdf

from app.pdf._base import BaseWriter
from app.pdf._content import Balance
from app.pdf._objects import dictionary, inherited, items, number, numbers, rect_of, whole
from app.pdf._stamps import Drawn
from app.pdf.problems import TooLarge
from app.pdf.template import PageShape, Rect

_OVERLAY = "/PaDeskInk"
_STAMP = "/PaDeskS{}"
_CATEGORIES = {
    "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/XObject", "/Font", "/ProcSet", "/Properties",
}  # fmt: skip
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
    """Writes pages of one document anew.

    Args:
        writer: of the clean base.
        streams: what stamps call, by their index.
    """

    def __init__(self, writer: BaseWriter, streams: Sequence[int]) -> None:
        self._writer = writer
        self._streams = streams
        self._openers: dict[int, int] = {}

    def make(
        self,
        page: pikepdf.Dictionary,
        balance: Balance,
        notes: Sequence[Drawn],
        stamps: Sequence[Drawn],
        *,
        parent: int,
        overlay: int,
    ) -> int:
        """Write a page with nothing but what is drawn on it; it calls the overlay after all of that.

        Args:
            page: the original.
            balance: what its content needs around it.
            notes: annotations that print, to be drawn now.
            stamps: of its boxes, to be at hand.
            parent: number of the page tree.
            overlay: number of the object that is reserved for our ink.

        Returns:
            The page's number.
        """
        media = inherited(page, "/MediaBox")
        parts = [
            b"/Type /Page /Parent %d 0 R" % parent,
            b"/MediaBox " + (_spelled_numbers(numbers(media, 4)) if _is_box(media) else b"[ 0 0 612 792 ]"),
            b"/Resources " + self._resources(inherited(page, "/Resources"), [*notes, *stamps], overlay),
            b"/Contents " + self._contents(page.get("/Contents"), balance, notes),
        ]
        crop, turn, unit = inherited(page, "/CropBox"), whole(inherited(page, "/Rotate")), number(page.get("/UserUnit"))
        if _is_box(crop):
            parts.append(b"/CropBox " + _spelled_numbers(numbers(crop, 4)))
        if turn % 360:
            parts.append(b"/Rotate %d" % (turn // 90 * 90 % 360))
        if unit > 0:
            parts.append(f"/UserUnit {unit:g}".encode())
        group = dictionary(page.get("/Group"))
        if group is not None:
            parts.append(b"/Group " + self._writer.spelled(group))
        return self._writer.add(b"<< %b >>" % b" ".join(parts))

    def _resources(self, own: object, stamps: Sequence[Drawn], overlay: int) -> bytes:
        resources = dictionary(own)
        parts = [f"{_OVERLAY} {overlay} 0 R"]
        parts += [f"{_STAMP.format(index)} {self._streams[index]} 0 R" for index in sorted({s.index for s in stamps})]
        ours = b"/XObject << %b " % " ".join(parts).encode()
        if resources is None:
            return b"<< %b>> >>" % ours
        kept = pikepdf.Dictionary({key: value for key, value in resources.items() if key in _CATEGORIES})
        drawn = dictionary(kept.get("/XObject"))
        if drawn is not None:
            ours += self._writer.spelled_direct(drawn)[3:-2]
            del kept["/XObject"]
        return self._writer.spelled(kept)[:-2] + ours + b">> >>"

    def _contents(self, own: object, balance: Balance, notes: Sequence[Drawn]) -> bytes:
        parts = [own] if isinstance(own, pikepdf.Stream) else [s for s in items(own) if isinstance(s, pikepdf.Stream)]
        calls = [f"q {_spelled(note)} cm {_STAMP.format(note.index)} Do Q" for note in notes]
        closing = b"\n".join([b"", balance.closing, b"Q", *(c.encode() for c in calls), f"{_OVERLAY} Do\n".encode()])
        known = [
            self._opener(balance.extra_saves),
            *map(self._writer.number_of, parts),
            self._writer.add_stream(closing),
        ]
        return b"[ %b]" % b"".join(b"%d 0 R " % number for number in known)

    def _opener(self, extra_saves: int) -> int:
        known = self._openers.get(extra_saves)
        if known is None:
            known = self._openers[extra_saves] = self._writer.add_stream(b"q " * (1 + extra_saves))
        return known


def _is_box(value: object) -> bool:
    return rect_of(numbers(value, 4)) is not None


def _spelled_numbers(values: Sequence[float] | None) -> bytes:
    return f"[ {' '.join(_plain(value) for value in values or ())} ]".encode()


def _spelled(drawn: Drawn) -> str:
    return " ".join(_plain(part) for part in drawn.matrix)


def _plain(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")
