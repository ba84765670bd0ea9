"""One page made ready: its own content closed off, its notes' ink kept, our overlay called as the last act."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf

from app.pdf.problems import TooLarge
from app.pdf.reading._base import BaseWriter
from app.pdf.reading._content import Balance
from app.pdf.reading._objects import dictionary, inherited, items, number, numbers, rect_of, whole, within
from app.pdf.reading._stamps import Drawn
from app.pdf.template import PageShape, Rect

_OVERLAY, _SEALED = b"/PaDeskInk", b"/PaDeskPage"
_OURS = "/PaDesk"
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


def bears_our_names(page: pikepdf.Dictionary) -> bool:
    """Whether the page calls something by a name of ours, as a page does that was filled here before."""
    resources = dictionary(inherited(page, "/Resources"))
    drawn = None if resources is None else dictionary(resources.get("/XObject"))
    return drawn is not None and any(name.startswith(_OURS) for name in set(drawn.keys()))


@dataclass(frozen=True, slots=True)
class PageParts:
    """What a page is made of.

    Attributes:
        page: the original.
        balance: what its content needs around it.
        sealed: its decoded content, where that must be kept from swallowing what is drawn after it, or its names from
            ours.
        notes: annotations that print, to be drawn now.
        stamps: of its boxes, to be at hand.
    """

    page: pikepdf.Dictionary
    balance: Balance
    sealed: bytes | None
    notes: Sequence[Drawn]
    stamps: Sequence[Drawn]


class PageMaker:
    """Writes pages of one document anew.

    Args:
        writer: of the clean base.
        streams: numbers of the objects that stamps call, by their index.
    """

    def __init__(self, writer: BaseWriter, streams: Sequence[int]) -> None:
        self._writer = writer
        self._streams = streams
        self._openers: dict[int, int] = {}

    def make(self, parts: PageParts, *, parent: int, overlay: int) -> int:
        """Write a page with nothing but what is drawn on it; it calls the overlay after all of that.

        Args:
            parts: what the page is made of.
            parent: number of the page tree.
            overlay: number of the object that is reserved for our ink.

        Returns:
            The page's number.
        """
        page = parts.page
        box = _spelled_box(inherited(page, "/MediaBox")) or b"[ 0 0 612 792 ]"
        kept, drawn = self._own_resources(inherited(page, "/Resources"))
        if parts.sealed is None:
            content = self._content(page.get("/Contents"), parts)
        else:
            sealed = self._sealed(parts.sealed, b"/BBox %b /Resources << %b/XObject << %b>> >>" % (box, kept, drawn))
            kept, drawn, content = b"", b"%b %d 0 R " % (_SEALED, sealed), self._content_of_sealed(parts)
        names = [b"%b %d 0 R" % (_OVERLAY, overlay), *self._named_stamps([*parts.notes, *parts.stamps])]
        return self._writer.add(
            b"<< /Type /Page /Parent %d 0 R /MediaBox %b /Resources << %b/XObject << %b%b >> >> /Contents [ %b]%b >>"
            % (parent, box, kept, drawn, b" ".join(names), content, self._further(page))
        )

    def _further(self, page: pikepdf.Dictionary) -> bytes:
        turn, unit = whole(inherited(page, "/Rotate")), number(page.get("/UserUnit"))
        group = dictionary(page.get("/Group"))
        parts = [_crop(page)]
        if turn % 360:
            parts.append(b" /Rotate %d" % (turn // 90 * 90 % 360))
        if unit > 0:
            parts.append(f" /UserUnit {unit:g}".encode())
        if group is not None:
            parts.append(b" /Group " + self._writer.spelled(group))
        return b"".join(parts)

    def _own_resources(self, own: object) -> tuple[bytes, bytes]:
        """The entries that the page's own content needs: all but the form XObjects and images, and those."""
        resources = dictionary(own)
        if resources is None:
            return b"", b""
        kept = pikepdf.Dictionary({key: value for key, value in resources.items() if key in _CATEGORIES})
        drawn = dictionary(kept.get("/XObject"))
        if "/XObject" in kept:
            del kept["/XObject"]
        return self._writer.spelled(kept)[3:-2], b"" if drawn is None else self._writer.spelled_direct(drawn)[3:-2]

    def _named_stamps(self, stamps: Sequence[Drawn]) -> list[bytes]:
        indexes = sorted({stamp.index for stamp in stamps})
        return [b"%b %d 0 R" % (_stamp_name(index), self._streams[index]) for index in indexes]

    def _content(self, own: object, parts: PageParts) -> bytes:
        streams = [own] if isinstance(own, pikepdf.Stream) else [s for s in items(own) if isinstance(s, pikepdf.Stream)]
        closing = self._closing(b"\n" + parts.balance.closing, parts.notes)
        known = [self._opener(parts.balance.extra_saves), *map(self._writer.number_of, streams), closing]
        return b"".join(b"%d 0 R " % number for number in known)

    def _content_of_sealed(self, parts: PageParts) -> bytes:
        return b"%d 0 R %d 0 R " % (self._opener(0), self._closing(_SEALED + b" Do", parts.notes))

    def _sealed(self, content: bytes, entries: bytes) -> int:
        head = b"/Type /XObject /Subtype /Form /Filter /FlateDecode "
        return self._writer.add_stream(zlib.compress(content), head + entries)

    def _closing(self, first: bytes, notes: Sequence[Drawn]) -> int:
        calls = [b"q %b cm %b Do Q" % (_spelled(note), _stamp_name(note.index)) for note in notes]
        return self._writer.add_stream(b"\n".join([first, b"Q", *calls, _OVERLAY + b" Do\n"]))

    def _opener(self, extra_saves: int) -> int:
        known = self._openers.get(extra_saves)
        if known is None:
            known = self._openers[extra_saves] = self._writer.add_stream(b"q " * (1 + extra_saves))
        return known


def _crop(page: pikepdf.Dictionary) -> bytes:
    """The entry that crops the page; empty where there is none, or where nothing of the page would be left."""
    media = rect_of(numbers(inherited(page, "/MediaBox"), 4)) or _LETTER
    crop = rect_of(numbers(inherited(page, "/CropBox"), 4))
    return b"" if crop is None or within(crop, media) is None else b" /CropBox " + _spelled_rect(crop)


def _spelled_box(value: object) -> bytes:
    """A page's box, its lower left corner first, as some programs need it; empty where there is none."""
    rect = rect_of(numbers(value, 4))
    return b"" if rect is None else _spelled_rect(rect)


def _spelled_rect(rect: Rect) -> bytes:
    return f"[ {' '.join(map(_plain, (rect.x0, rect.y0, rect.x1, rect.y1)))} ]".encode()


def _spelled(drawn: Drawn) -> bytes:
    return " ".join(_plain(part) for part in drawn.matrix).encode()


def _stamp_name(index: int) -> bytes:
    return b"/PaDeskS%d" % index


def _plain(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")
