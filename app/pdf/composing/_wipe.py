"""Takes what a blank came filled in with out of its bytes, once another value stands in its place.

A form that is opened already filled in may hold somebody else's data: what is not printed any more must not stay in
the file either. The object keeps its length, so that no offset moves.
"""

from __future__ import annotations

import re
import zlib
from typing import Final

_LENGTH: Final = re.compile(rb"/Length (\d+)(?=\s*(?:/|>>))")
_BEGIN: Final = re.compile(rb"stream\r?\n")
_MOST_IN_BLOCK: Final = 0xFFFF


def wiped(base: bytes, offset: int) -> tuple[int, bytes] | None:
    """Where the data of a stream object begins, and as many bytes that draw nothing; None where it holds next to none.

    Args:
        base: the compiled form.
        offset: of the object.
    """
    begin = _BEGIN.search(base, offset)
    if begin is None:
        return None
    head = base[offset : begin.start()]
    length = _LENGTH.search(head)
    if length is None or b"endobj" in head:
        return None
    size = int(length.group(1))
    if b"/Filter" not in head:
        return begin.end(), b" " * size
    blank = _deflated_spaces(size)
    return None if blank is None else (begin.end(), blank)


def _deflated_spaces(size: int) -> bytes | None:
    """A deflated stream of spaces of exactly that many bytes, or None below the shortest."""
    blocks = 1
    while size - 6 - 5 * blocks > blocks * _MOST_IN_BLOCK:
        blocks += 1
    rest = size - 6 - 5 * blocks
    if rest < 0:
        return None
    made, total = bytearray(b"\x78\x01"), rest
    for at in range(blocks):
        part = min(rest, _MOST_IN_BLOCK)
        rest -= part
        made += bytes([at == blocks - 1]) + part.to_bytes(2, "little") + (part ^ 0xFFFF).to_bytes(2, "little")
        made += b" " * part
    return bytes(made) + zlib.adler32(b" " * total).to_bytes(4, "big")
