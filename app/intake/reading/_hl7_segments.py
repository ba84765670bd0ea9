"""HL7 version 2's separators and escapes: messages as segments, fields as parts.

After chapter 2 of the standard: the header says the separators; escapes stand between two escape signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_HEADER_LENGTH = 8
_FRAMES = str.maketrans({"\x0b": "\r", "\x1c": "\r", "\n": "\r"})
_LONGEST_ESCAPE = 200


@dataclass(frozen=True, slots=True)
class _Signs:
    """The separators of one message."""

    field: str
    component: str
    repetition: str
    escape: str
    subcomponent: str


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment; fields are counted as the standard does."""

    name: str
    _fields: tuple[str, ...]
    _signs: _Signs

    def repetitions(self, number: int) -> int:
        """How often a field stands there; 0 where it is empty."""
        text = self._field(number)
        return text.count(self._signs.repetition) + 1 if text else 0

    def part(self, number: int, component: int, repetition: int = 0) -> str:
        """A component of a field as text, its first subcomponent; empty where there is none."""
        text = self._field(number)
        repeated = text.split(self._signs.repetition)
        if repetition >= len(repeated):
            return ""
        components = repeated[repetition].split(self._signs.component)
        if component > len(components):
            return ""
        return _unescaped(components[component - 1].split(self._signs.subcomponent)[0], self._signs).strip()

    def _field(self, number: int) -> str:
        return self._fields[number] if number < len(self._fields) else ""


def messages(text: str) -> Iterator[list[Segment]]:
    """The messages of a file, which can be framed (MLLP) or in a batch; the header is each one's first segment.

    A message whose header does not say the separators is empty.
    """
    current: list[Segment] | None = None
    signs: _Signs | None = None
    for line in text.translate(_FRAMES).split("\r"):
        stripped = line.strip(" \ufeff")
        if stripped.startswith("MSH"):
            if current is not None:
                yield current
            signs = _signs(stripped)
            current = [] if signs is None else [_header(stripped, signs)]
        elif (
            current
            and signs is not None
            and re.match(r"[A-Z][A-Z0-9]{2}", stripped)
            and stripped[:3] not in ("FHS", "BHS", "BTS", "FTS")
        ):
            current.append(Segment(stripped[:3], tuple(stripped.split(signs.field)), signs))
    if current is not None:
        yield current


def _header(line: str, signs: _Signs) -> Segment:
    """The header, whose first field is the separator itself."""
    name, *fields = line.split(signs.field)
    return Segment(name, (name, signs.field, *fields), signs)


def _signs(header: str) -> _Signs | None:
    if len(header) < _HEADER_LENGTH:
        return None
    signs = _Signs(*header[3:8])
    return signs if len(set(header[3:8])) == len(header[3:8]) and not any(s.isalnum() for s in header[3:8]) else None


def _unescaped(text: str, signs: _Signs) -> str:
    if signs.escape not in text:
        return text
    known = {"F": signs.field, "S": signs.component, "T": signs.subcomponent, "R": signs.repetition, "E": signs.escape}
    escape = re.escape(signs.escape)

    def plain(match: re.Match[str]) -> str:
        inner = match[1]
        if inner in known:
            return known[inner]
        if inner.startswith(".br"):
            return "\n"
        if re.fullmatch(r"X([0-9A-Fa-f]{2})+", inner):
            return bytes.fromhex(inner[1:]).decode("utf-8", "replace")
        return ""

    return re.sub(rf"{escape}([^{escape}]{{1,{_LONGEST_ESCAPE}}}){escape}", plain, text)
