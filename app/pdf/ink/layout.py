"""Lines at their places in a box, before they are turned onto the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.pdf.ink.shaping import Line
from app.pdf.setting import Fit, FitKind, Mark

#: Said where letters are smaller than a standard fax carries.
SMALL_NOTE: Final = "Set in letters so small that a standard fax may not carry them."


@dataclass(frozen=True, slots=True)
class Placed:
    """A line at its place: the start of its baseline in the room's own measure."""

    line: Line
    size_pt: float
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Layout:
    """What stands in a box, and how it fits."""

    fit: Fit
    placed: tuple[Placed, ...] = ()
    marks: tuple[Mark, ...] = ()

    def missing(self) -> tuple[str, ...]:
        """Characters that no bundled face has."""
        found = [char for placed in self.placed for char in placed.line.missing]
        return tuple(dict.fromkeys(found)) if found else ()


def fit_at(size_pt: float, wanted_pt: float, note: str = "") -> Fit:
    """Whole at the wanted size, else shrunk."""
    if size_pt >= wanted_pt - 0.01:
        return Fit(FitKind.WHOLE, size_pt, note)
    return Fit(FitKind.SHRUNK, size_pt, note or f"Set at {size_pt:g} points instead of {wanted_pt:g}.")
