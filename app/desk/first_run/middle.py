"""The column in the middle of the window in which the first run takes place."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from app.desk.widgets.plain import scrolling

#: As wide as two columns of fields are easy to read.
DOOR_WIDTH_PX = 720


def middle(content: QWidget) -> QScrollArea:
    """The page in the middle; it scrolls where the window is low."""
    content.setMaximumWidth(DOOR_WIDTH_PX)
    area = scrolling(content)
    area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    return area
