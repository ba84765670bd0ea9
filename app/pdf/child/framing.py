"""How the worker and its owner talk: a length-prefixed JSON head and bytes behind it. No pickle on either side."""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO, Protocol

_LENGTHS = struct.Struct(">IQ")
#: More than any page image or form; a length beyond it is a broken pipe, not a message.
MOST_BYTES = 1 << 30


class Broken(Exception):
    """The other side is gone, or does not speak the protocol."""


class Flowing(Protocol):
    """A body that is written as it is made, so that it never stands in memory whole."""

    @property
    def length(self) -> int:
        """How many bytes it will write."""
        ...

    def write_to(self, stream: BinaryIO) -> None:
        """Write them."""
        ...


def write(stream: BinaryIO, head: dict[str, Any], body: bytes | Flowing = b"") -> None:
    """Send one message."""
    text = json.dumps(head, separators=(",", ":")).encode()
    stream.write(_LENGTHS.pack(len(text), len(body) if isinstance(body, bytes) else body.length))
    stream.write(text)
    if isinstance(body, bytes):
        stream.write(body)
    else:
        body.write_to(stream)
    stream.flush()


def read(stream: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    """The next message, or None where the other side has closed.

    Raises:
        Broken: half a message, or no message.
    """
    lengths = stream.read(_LENGTHS.size)
    if not lengths:
        return None
    if len(lengths) != _LENGTHS.size:
        raise Broken
    text_length, body_length = _LENGTHS.unpack(lengths)
    if max(text_length, body_length) > MOST_BYTES:
        raise Broken
    text, body = stream.read(text_length), stream.read(body_length)
    if len(text) != text_length or len(body) != body_length:
        raise Broken
    try:
        head = json.loads(text)
    except ValueError as error:
        raise Broken from error
    return head, body
