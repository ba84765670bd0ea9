"""Content streams as bytes, within one budget for the whole document."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import pikepdf

from app.pdf.problems import TooLarge
from app.pdf.reading._objects import items, name_bytes

#: Decoded bytes of content in one document: forms have a few hundred kilobytes a page.
_MOST_CONTENT_BYTES = 48_000_000
_STEP_BYTES = 256


@dataclass(frozen=True, slots=True)
class Decoded:
    """Content, and whether it is all of it."""

    data: bytes
    whole: bool = True


class ContentReader:
    """Decodes content streams."""

    def __init__(self) -> None:
        self._left = _MOST_CONTENT_BYTES

    def page(self, contents: object) -> Decoded:
        """The content of a page: one stream or an array of them.

        Raises:
            TooLarge: no form's pages are that large.
        """
        if isinstance(contents, pikepdf.Stream):
            return self._read(contents)
        parts = [self._read(part) for part in items(contents) if isinstance(part, pikepdf.Stream)]
        return Decoded(b"\n".join(part.data for part in parts), all(part.whole for part in parts))

    def stream(self, stream: pikepdf.Stream) -> bytes:
        """One stream, as far as it can be decoded.

        Raises:
            TooLarge: no form draws that much.
        """
        return self._read(stream).data

    def _read(self, stream: pikepdf.Stream) -> Decoded:
        found = self._decoded(stream)
        self._left -= len(found.data)
        if self._left <= 0:
            raise TooLarge(what="the drawing on its pages")
        return found

    def _decoded(self, stream: pikepdf.Stream) -> Decoded:
        try:
            if name_bytes(stream.get("/Filter")) == b"FlateDecode" and "/DecodeParms" not in stream:
                return _inflated(stream.read_raw_bytes(), self._left)
            return Decoded(stream.read_bytes())
        except (pikepdf.PdfError, zlib.error):
            return Decoded(b"", whole=False)


def _inflated(data: bytes, most: int) -> Decoded:
    inflater = zlib.decompressobj()
    try:
        found = inflater.decompress(data, most)
    except zlib.error:
        # A damaged end is common in real files: what comes before it still draws.
        return Decoded(_inflated_in_steps(data, most), whole=False)
    return Decoded(found, inflater.eof or not data)


def _inflated_in_steps(data: bytes, most: int) -> bytes:
    inflater, parts, size = zlib.decompressobj(), [], 0
    try:
        for start in range(0, len(data), _STEP_BYTES):
            parts.append(inflater.decompress(data[start : start + _STEP_BYTES], most - size))
            size += len(parts[-1])
            if size >= most:
                break
    except zlib.error:
        pass
    return b"".join(parts)
