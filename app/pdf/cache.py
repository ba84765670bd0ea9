"""Where prepared forms are kept between runs: passed in, because a form that an office filled holds its patient."""

from __future__ import annotations

import hashlib
from typing import Protocol

from app.pdf.compiled import COMPILER_VERSION
from app.pdf.template import Box


class TemplateCache(Protocol):
    """A store of bytes by name. The desk gives a table of the vault."""

    def get(self, name: str) -> bytes | None:
        """What was put under that name, or None."""

    def put(self, name: str, data: bytes) -> None:
        """Keep the bytes under that name, in place of what was there."""


class MemoryCache:
    """Keeps the last forms used, for as long as the program runs.

    Args:
        most: how many forms are kept.
    """

    def __init__(self, most: int = 32) -> None:
        self._most = most
        self._kept: dict[str, bytes] = {}

    def get(self, name: str) -> bytes | None:
        """What was put under that name, or None; it counts as used."""
        data = self._kept.pop(name, None)
        if data is not None:
            self._kept[name] = data
        return data

    def put(self, name: str, data: bytes) -> None:
        """Keep the bytes, and let go of what was not used for longest."""
        self._kept.pop(name, None)
        self._kept[name] = data
        while len(self._kept) > self._most:
            del self._kept[next(iter(self._kept))]


def cache_name(form: bytes, declared: tuple[Box, ...] = (), *, find: bool = False, tried: bool = True) -> str:
    """The name of a form's compilation: its bytes, the declared boxes and the compiler's version.

    Args:
        form: the blank PDF.
        declared: boxes that a pack declares on it.
        find: whether found boxes are among its own.
        tried: whether it was also tried if a value can be seen in every box.
    """
    digest = hashlib.sha256(form)
    if declared:
        digest.update(repr(declared).encode())
    looked = ("-found" if tried else "-untried") if find else ""
    return f"form-{COMPILER_VERSION}-{digest.hexdigest()}{looked}"
