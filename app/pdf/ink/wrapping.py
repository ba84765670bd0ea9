"""Breaks a text into lines: at words, within a word only where it is longer than a whole line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from app.pdf.ink.fonts import Chain
from app.pdf.ink.shaping import clusters_of, measure

_WORDS: Final = re.compile(r"\S+|[^\S\n]+")
_FIRST_WIDE: Final = "\u1100"


class Measured:
    """A text's words with their widths in ems, measured once and broken at any size."""

    def __init__(self, text: str, chain: Chain) -> None:
        self._chain = chain
        self._paragraphs = [
            [(part, self._width(part)) for word in _WORDS.findall(line) for part in _breakable(word)]
            for line in text.split("\n")
        ]

    def least_lines(self, width: float) -> float:
        """Fewer lines than this cannot hold the text."""
        return sum(max(1.0, sum(room for _, room in words) / width) for words in self._paragraphs)

    def broken(self, width: float) -> list[str]:
        """The lines no wider than `width` ems."""
        return [line for words in self._paragraphs for line in self._fill(words, width)]

    def _width(self, text: str) -> float:
        try:
            return sum(map(self._chain.primary.advances.__getitem__, text))
        except KeyError:
            return measure(text, self._chain).width

    def _fill(self, words: list[tuple[str, float]], width: float) -> Iterator[str]:
        line, used = "", 0.0
        for part, room in words:
            if used + room <= width or (not line and part.isspace()):
                line, used = line + part, used + room
                continue
            if part.isspace():
                line, used = line + part, width
                continue
            if line.strip():
                yield line.rstrip()
            line, used = part, room
            if room > width:
                *full, line = self._chop(part, width)
                yield from full
                used = self._width(line)
        yield line.rstrip()

    def _chop(self, word: str, width: float) -> list[str]:
        parts, part, used = [], "", 0.0
        for cluster in clusters_of(word):
            room = self._width(cluster)
            if part and used + room > width:
                parts.append(part)
                part, used = "", 0.0
            part, used = part + cluster, used + room
        return [*parts, part]


def _breakable(word: str) -> list[str]:
    """A word's parts between which a line may end: between ideographs and syllables of East Asia, else none."""
    if word.isascii() or max(word) < _FIRST_WIDE:
        return [word]
    parts: list[str] = []
    wide_before = False
    for cluster in clusters_of(word):
        wide = unicodedata.east_asian_width(cluster[0]) in "WF" and unicodedata.category(cluster[0])[0] == "L"
        if parts and not wide and (not wide_before or unicodedata.category(cluster[0])[0] == "P"):
            parts[-1] += cluster
        else:
            parts.append(cluster)
        wide_before = wide
    return parts
