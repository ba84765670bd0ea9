"""Appends objects to a compiled base and closes the file: one table, one trailer."""

from __future__ import annotations

import zlib
from typing import Final

from app.pdf.composing._prepared import entry
from app.pdf.ink.subset import stream

_LEVEL: Final = 3
_ENTRY: Final = 20


class Appending:
    """A PDF in the making: the base and what is added to it."""

    def __init__(self, base: bytes, table: bytes, first_free: int) -> None:
        self._parts = [base]
        self._size = len(base)
        self._table = bytearray(table)
        self.next_number = first_free

    def take_number(self) -> int:
        """A number that nothing has yet."""
        number = self.next_number
        self.next_number += 1
        self._table += entry(0)
        return number

    def add(self, number: int, body: bytes) -> None:
        """Writes one object."""
        self._table[number * _ENTRY : (number + 1) * _ENTRY] = entry(self._size)
        part = b"%d 0 obj\n%b\nendobj\n" % (number, body)
        self._parts.append(part)
        self._size += len(part)

    def add_content(self, number: int, content: bytes, more: str = "") -> None:
        """Writes a stream, deflated."""
        self.add(number, stream(zlib.compress(content, _LEVEL), more))

    def closed(self, catalog: int, identity: tuple[str, str]) -> bytes:
        """The whole file."""
        trailer = (
            f"trailer\n<< /Size {self.next_number} /Root {catalog} 0 R /ID [<{identity[0]}> <{identity[1]}>] >>\n"
            f"startxref\n{self._size}\n%%EOF\n"
        )
        head = b"xref\n0 %d\n" % self.next_number
        return b"".join([*self._parts, head, self._table, trailer.encode("ascii")])
