"""A document on its way out: written once to learn its length and once for good, never whole in memory."""

from __future__ import annotations

import io
from contextlib import AbstractContextManager, ExitStack
from typing import Any, BinaryIO

import pikepdf


def save_to(pdf: pikepdf.Pdf, stream: Any) -> None:
    """Write a document of ours: the same bytes for the same pages, without a word about the office."""
    pdf.save(
        stream,
        force_version="1.7",
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        deterministic_id=True,
    )


def saved(pdf: pikepdf.Pdf) -> bytes:
    """A document of ours as bytes."""
    out = io.BytesIO()
    save_to(pdf, out)
    return out.getvalue()


class Flow:
    """A document that is written as it is asked for.

    Args:
        made: what holds the document, and whatever it is made from, open until it has been written.
    """

    def __init__(self, made: AbstractContextManager[pikepdf.Pdf]) -> None:
        with ExitStack() as stack:
            self._pdf = stack.enter_context(made)
            counted = _Counted()
            save_to(self._pdf, counted)
            self._stack = stack.pop_all()
        self._length = counted.length

    @property
    def length(self) -> int:
        """How many bytes it will write."""
        return self._length

    def write_to(self, stream: BinaryIO) -> None:
        """Write exactly that many bytes, and let go of the document."""
        with self._stack:
            save_to(self._pdf, _Through(stream))


class _Counted(io.RawIOBase):
    """Counts what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.length = 0

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, data: Any) -> int:
        """Count it."""
        self.length += len(data)
        return len(data)


class _Through(io.RawIOBase):
    """Passes on what is written, and does not close what it passes it to."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._stream = stream

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, data: Any) -> int:
        """Pass it on."""
        self._stream.write(data)
        return len(data)
