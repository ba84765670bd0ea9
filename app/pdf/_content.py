"""How a page's content ends: what it leaves open must be closed before anything is drawn over it."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

import pikepdf

from app.pdf._objects import items, name_bytes
from app.pdf.problems import TooLarge

#: Decoded bytes of content in one document: forms have a few hundred kilobytes a page.
_MOST_CONTENT_BYTES = 48_000_000

_TOKEN = re.compile(
    rb"%[^\r\n]*+"
    rb"|\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+\))*+\)"
    rb"|(?<![\w/.*'\"-])(?:q|Q|BT|ET|B[DM]C|EMC|BX|EX)(?![\w*'\"])",
    re.DOTALL,
)
_INLINE_IMAGE = re.compile(
    rb"(?<![\w/])BI(?:\s*+/[^\s/\[\]()<>{}%]++\s*+(?:/[^\s/\[\]()<>{}%]*+|\[[^\]]*+\]|<[0-9A-Fa-f\s]*+>|<<[^>]*+>>|[-+.\d]++|true|false))*+"
    rb"\s*+ID\s"
)
_IMAGE_END = re.compile(rb"\sEI(?![^\s])")
_STRING = re.compile(rb"\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+\)", re.DOTALL)
_PAINTS = re.compile(rb"(?<![\w/.*'\"-])(?:f|F|f\*|B|B\*|b|b\*|S|s|Do|sh|EI)(?![\w*'\"])")
_SHOWS_TEXT = re.compile(
    rb"(?:\([^)]|<[0-9A-Fa-f])[^\[\]]*?[)>]\s*(?:Tj|'|\")|\[[^\]]*?(?:\([^)]|<[0-9A-Fa-f])[^\]]*?\]\s*TJ"
)


@dataclass(frozen=True, slots=True)
class Balance:
    """What stands before and after a page's own content, so that it leaves the page as it found it.

    Attributes:
        extra_saves: `q` needed before, because the content restores more than it saves.
        closing: operators that close what the content leaves open.
    """

    extra_saves: int = 0
    closing: bytes = b""


class ContentReader:
    """Decodes content streams within one budget for the whole document."""

    def __init__(self) -> None:
        self._left = _MOST_CONTENT_BYTES

    def page(self, contents: object) -> bytes:
        """The content of a page: one stream or an array of them.

        Raises:
            TooLarge: no form's pages are that large.
        """
        if isinstance(contents, pikepdf.Stream):
            return self.stream(contents)
        return b"\n".join(self.stream(part) for part in items(contents) if isinstance(part, pikepdf.Stream))

    def stream(self, stream: pikepdf.Stream) -> bytes:
        """One stream, decoded; empty where it cannot be."""
        data = self._decoded(stream)
        self._left -= len(data)
        if self._left <= 0:
            raise TooLarge(what="the drawing on its pages")
        return data

    def _decoded(self, stream: pikepdf.Stream) -> bytes:
        try:
            if name_bytes(stream.get("/Filter")) == b"FlateDecode" and "/DecodeParms" not in stream:
                return _inflated(stream.read_raw_bytes(), self._left)
            return stream.read_bytes()
        except (pikepdf.PdfError, zlib.error):
            return b""


def _inflated(data: bytes, most: int) -> bytes:
    inflater = zlib.decompressobj()
    try:
        return inflater.decompress(data, most)
    except zlib.error:
        # A damaged end is common in real files: what comes before it still draws.
        return _inflated_in_parts(data, most)


def _inflated_in_parts(data: bytes, most: int) -> bytes:
    inflater, parts, size = zlib.decompressobj(), [], 0
    try:
        for start in range(0, len(data), 256):
            parts.append(inflater.decompress(data[start : start + 256], most - size))
            size += len(parts[-1])
            if size >= most:
                break
    except zlib.error:
        pass
    return b"".join(parts)


def balance(content: bytes) -> Balance:
    """What a page's content needs around it."""
    depth = lowest = marked = compatible = 0
    in_text = False
    for token in _TOKEN.findall(without_inline_images(content)):
        match token:
            case b"q":
                depth += 1
            case b"Q":
                depth -= 1
                lowest = min(lowest, depth)
            case b"BT" | b"ET":
                in_text = token == b"BT"
            case b"BDC" | b"BMC":
                marked += 1
            case b"EMC":
                marked = max(0, marked - 1)
            case b"BX" | b"EX":
                compatible += 1 if token == b"BX" else -1
            case _:
                continue
    closing = [b"ET"] * in_text + [b"EMC"] * marked + [b"EX"] * max(0, compatible) + [b"Q"] * (depth - lowest)
    return Balance(-lowest, b" ".join(closing))


def without_inline_images(content: bytes) -> bytes:
    """The content without the pixels of inline images, which look like anything."""
    if b"BI" not in content:
        return content
    parts, start = [], 0
    while (image := _INLINE_IMAGE.search(content, start)) is not None:
        parts.append(content[start : image.start()])
        end = _IMAGE_END.search(content, image.end())
        if end is None:
            return b"".join(parts)
        start = end.end()
        parts.append(b" EI ")
    return b"".join([*parts, content[start:]])


def shows_text(content: bytes) -> bool:
    """Whether any letter is shown."""
    return _SHOWS_TEXT.search(content) is not None


def paints(content: bytes) -> bool:
    """Whether the content draws anything at all."""
    return _PAINTS.search(_STRING.sub(b"()", content)) is not None or shows_text(content)
