"""What a value looks like in its box: glyphs, marks and how they fit. The seam between setting and drawing.

The composer writes these into a page; the desk draws the same ones on the screen.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum


class FitKind(StrEnum):
    """How a value sits in its box, measured in glyphs."""

    WHOLE = "whole"
    SHRUNK = "shrunk"
    CONTINUED = "continued"


@dataclass(frozen=True, slots=True)
class Fit:
    """How a value sits in its box.

    Attributes:
        size_pt: of the smallest letters set, or 0 where none are.
        note: one plain sentence where the user should look, else empty. Never holds the value.
    """

    kind: FitKind
    size_pt: float = 0.0
    note: str = ""


@dataclass(frozen=True, slots=True)
class GlyphRun:
    """Glyphs of one face and size on one baseline.

    Attributes:
        face: name of a bundled face; `fonts.face_path(face)` is its file.
        text: the characters that the glyphs stand for, in reading order.
        x, y: where the baseline starts, in points of unrotated user space of the page.
        turn: degrees counter-clockwise of the baseline's direction: 0, 90, 180 or 270.
        ids: glyph numbers, from left to right as seen along the baseline.
        steps: where each glyph stands along the baseline, in points from its start.
        rises: how far each glyph stands above the baseline, in points; empty where all stand on it.
    """

    face: str
    size_pt: float
    text: str
    x: float
    y: float
    turn: int
    ids: tuple[int, ...]
    steps: tuple[float, ...]
    rises: tuple[float, ...] = ()

    @property
    def glyphs(self) -> tuple[tuple[int, float, float], ...]:
        """Every glyph's number and place in unrotated user space of the page."""
        angle = math.radians(self.turn)
        along, up = round(math.cos(angle)), round(math.sin(angle))
        rises = self.rises or (0.0,) * len(self.ids)
        return tuple(
            (glyph, self.x + step * along - rise * up, self.y + step * up + rise * along)
            for glyph, step, rise in zip(self.ids, self.steps, rises, strict=True)
        )


class Pen(StrEnum):
    """What a step of a mark does."""

    MOVE = "m"
    LINE = "l"
    CURVE = "c"
    CLOSE = "h"


@dataclass(frozen=True, slots=True)
class Mark:
    """A drawn shape: a tick, a cross, the sign that more follows.

    Attributes:
        steps: pen and coordinates in unrotated user space of the page; a curve has three points.
        stroke_pt: width of the line, or 0 where the shape is filled.
    """

    steps: tuple[tuple[Pen, tuple[float, ...]], ...]
    stroke_pt: float = 0.0


@dataclass(frozen=True, slots=True)
class Setting:
    """A value set into its box.

    Attributes:
        color: red, green, blue from 0 to 1.
        missing: characters that no bundled face has; a sign stands in their place.
        marks: shapes drawn besides the glyphs. Where the form draws a tick itself, the composer calls that instead.
    """

    fit: Fit
    size_pt: float
    runs: tuple[GlyphRun, ...] = ()
    missing: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    color: tuple[float, float, float] = (0.0, 0.0, 0.0)
