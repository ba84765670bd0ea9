"""Single lines of our own: set where they are put, at the size they are given, for signatures and foot lines."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TypeAlias

from app.pdf.compiled import Matrix
from app.pdf.ink.fonts import Chain, face
from app.pdf.ink.shaping import Line, Piece, measure
from app.pdf.setting import GlyphRun, Mark
from app.pdf.template import Family

_HAND_FACE = "DancingScript-SemiBold"


class Style(StrEnum):
    """The faces a line can be set in; each falls back for characters that it lacks."""

    REGULAR = "regular"
    BOLD = "bold"
    ITALIC = "italic"
    HAND = "hand"


@dataclass(frozen=True, slots=True)
class TextInk:
    """A line of text in its place.

    Attributes:
        x: start of the baseline, in points of unrotated user space.
        y: the same.
        turn: degrees counter-clockwise of the baseline's direction: 0, 90, 180 or 270.
    """

    line: Line
    size_pt: float
    x: float
    y: float
    turn: int = 0

    @property
    def width_pt(self) -> float:
        """How far the line reaches."""
        return self.line.width * self.size_pt

    @property
    def matrix(self) -> Matrix:
        """From a measure whose origin is the start of the baseline to the page."""
        angle = math.radians(self.turn)
        along, up = float(round(math.cos(angle))), float(round(math.sin(angle)))
        return along, up, -up, along, self.x, self.y

    @property
    def runs(self) -> tuple[GlyphRun, ...]:
        """The same as glyphs, for the screen."""
        return tuple(_run(piece, self) for piece in self.line.pieces if piece.text.strip())


#: What can be drawn beside the values of boxes.
Ink: TypeAlias = TextInk | Mark


@dataclass(frozen=True, slots=True)
class LineInk:
    """Where the ink of a line lies, in points from the start of its baseline."""

    left: float
    bottom: float
    right: float
    top: float


def set_line(text: str, *, x: float, y: float, size_pt: float, style: Style = Style.REGULAR, turn: int = 0) -> TextInk:
    """One line with its baseline starting at a point; nothing is shrunk or broken.

    Args:
        text: one line.
        x: start of the baseline, in points of unrotated user space.
        y: the same.
        size_pt: of the letters.
        style: which face.
        turn: degrees counter-clockwise of the baseline's direction: 0, 90, 180 or 270.
    """
    return TextInk(_measure(text, style), size_pt, x, y, turn % 360)


def line_width(text: str, size_pt: float, style: Style = Style.REGULAR) -> float:
    """How wide a line becomes, in points."""
    return _measure(text, style).width * size_pt


def line_ink(text: str, size_pt: float, style: Style = Style.REGULAR) -> LineInk:
    """Where the ink of a line would lie."""
    left, bottom, right, top = _measure(text, style).ink()
    return LineInk(left * size_pt, bottom * size_pt, right * size_pt, top * size_pt)


def broken_lines(text: str, width_pt: float, size_pt: float, style: Style = Style.REGULAR) -> tuple[str, ...]:
    """The text in lines of at most that width, broken between words, and within a word that is too long."""
    lines: list[str] = []
    current = ""
    for word in text.split():
        joined = f"{current} {word}".strip()
        if line_width(joined, size_pt, style) <= width_pt:
            current = joined
            continue
        if current:
            lines.append(current)
        *full, current = _pieces(word, width_pt, size_pt, style)
        lines.extend(full)
    return tuple([*lines, current] if current else lines)


def _pieces(word: str, width_pt: float, size_pt: float, style: Style) -> list[str]:
    parts = [""]
    for char in word:
        if parts[-1] and line_width(parts[-1] + char, size_pt, style) > width_pt:
            parts.append("")
        parts[-1] += char
    return parts


def _run(piece: Piece, ink: TextInk) -> GlyphRun:
    along, up, *_ = ink.matrix
    start = piece.x * ink.size_pt
    return GlyphRun(
        face=piece.face.name,
        size_pt=ink.size_pt,
        text=piece.text,
        x=ink.x + start * along,
        y=ink.y + start * up,
        turn=ink.turn,
        ids=piece.glyph_ids(),
        steps=tuple(step * ink.size_pt for step in piece.glyph_steps()),
        rises=tuple(rise * ink.size_pt for rise in piece.rises),
    )


class _HandChain(Chain):
    """The hand face, and upright faces for what it lacks."""

    def __init__(self) -> None:
        super().__init__(Family.SANS, bold=False, italic=True)
        self.primary = face(_HAND_FACE)


@lru_cache(maxsize=8)
def _chain(style: Style) -> Chain:
    if style is Style.HAND:
        return _HandChain()
    return Chain(Family.SANS, bold=style is Style.BOLD, italic=style is Style.ITALIC)


def _measure(text: str, style: Style) -> Line:
    return measure(text, _chain(style))
