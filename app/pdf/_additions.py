"""Objects that we add to others' files, numbered behind the file's own.

The library counts every object of a file before it gives out a number, which on large forms takes as long as all the
rest. So numbers are taken from the end of the file's table, and streams are written by us once the rest is.
"""

from __future__ import annotations

import pikepdf

from app.pdf._objects import whole

#: The library itself adds a few objects while it mends a tree of pages; numbers do not last beyond the next writing.
_GAP = 1000


class Additions:
    """Gives out objects.

    Args:
        pdf: the document that they are added to.
        trusted: whether the file's own count of its objects can be relied on.
    """

    def __init__(self, pdf: pikepdf.Pdf, *, trusted: bool) -> None:
        self._pdf = pdf
        self._next = self._first_number() if trusted else 0
        self.streams: list[tuple[pikepdf.Object, bytes]] = []

    def dictionary(self, value: pikepdf.Dictionary) -> pikepdf.Object:
        """The dictionary as an object of its own."""
        if not self._next:
            return self._pdf.make_indirect(value)
        number, self._next = self._next, self._next + 1
        self._pdf._replace_object((number, 0), value)
        return self._pdf.get_object(number, 0)

    def stream(self, data: bytes, entries: bytes = b"") -> pikepdf.Object:
        """An object that stands for a stream until the file is written.

        Args:
            data: its content.
            entries: of its dictionary, as they are spelled in the file.
        """
        standing_in = self.dictionary(pikepdf.Dictionary())
        self.streams.append((standing_in, b"<< %b/Length %d >>\nstream\n%b\nendstream" % (entries, len(data), data)))
        return standing_in

    def _first_number(self) -> int:
        size = whole(self._pdf.trailer.get("/Size"))
        return size + _GAP if size > 0 else 0
