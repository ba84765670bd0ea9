"""The keys that take a step of the editor back, or make it again."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent


def undo_key(event: QKeyEvent) -> str:
    """`undo` for Ctrl+Z, `redo` for Ctrl+Shift+Z and Ctrl+Y; empty for every other key."""
    mods = event.modifiers()
    if not mods & Qt.KeyboardModifier.ControlModifier:
        return ""
    if event.key() == Qt.Key.Key_Z:
        return "redo" if mods & Qt.KeyboardModifier.ShiftModifier else "undo"
    return "redo" if event.key() == Qt.Key.Key_Y else ""
