"""Text that can be selected and copied, such as an address of a source."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.desk.widgets.plain import label


def selectable(text: str, says: str) -> QLabel:
    """A text that can be selected by mouse and keyboard; long addresses may break anywhere."""
    made = label(text.replace("/", "/\u200b"), "quiet", wrap=True)
    made.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    made.setAccessibleName(says)
    return made
