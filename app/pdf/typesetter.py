"""Sets a value into a box: size, lines, cells, and what happens when it is too long. Nothing is ever cut."""

from __future__ import annotations

from app.pdf.setting import Fit, FitKind, GlyphRun, Mark, Pen, Setting

__all__ = ["Fit", "FitKind", "GlyphRun", "Mark", "Pen", "Setting"]
