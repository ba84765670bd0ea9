"""The bundled faces: which one has a character, how wide it is, and where the file lies."""

from __future__ import annotations

from pathlib import Path

from app.places import bundled


def face_path(face: str) -> Path:
    """The file of a bundled face, a plain TrueType font."""
    return bundled("resources", "fonts", f"{face}.ttf")
