"""A list that opens under the field that it belongs to, within the same window, so that the focus stays."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QListWidget, QVBoxLayout, QWidget

ROW_PX = 26
_FRAME_PX, _AWAY_PX = 10, 2


class ListPopup:
    """Shows and hides the list.

    Args:
        owner: the field.
        content: the list.
        most_rows: that are seen without scrolling.
        least_px: how wide it is at the least.
    """

    def __init__(self, owner: QWidget, content: QListWidget, *, most_rows: int, least_px: int = 0) -> None:
        self._owner, self._content = owner, content
        self._most_rows, self._least_px = most_rows, least_px
        self._frame: QFrame | None = None

    @property
    def is_open(self) -> bool:
        """Whether the list is shown."""
        return self._frame is not None and self._frame.isVisible()

    def open(self) -> None:
        """Show it below the field, or above where there is no room below."""
        owner, window = self._owner, self._owner.window()
        if self._frame is None:
            self._frame = _framed(window, self._content)
            owner.destroyed.connect(self._frame.deleteLater)
        below = owner.mapTo(window, QPoint(0, owner.height() + _AWAY_PX))
        height = min(max(1, self._content.count()), self._most_rows) * ROW_PX + _FRAME_PX
        above = below.y() - owner.height() - height - 2 * _AWAY_PX
        top = below.y() if below.y() + height < window.height() else above
        self._frame.setGeometry(below.x(), top, max(owner.width(), self._least_px), height)
        self._frame.show()
        self._frame.raise_()

    def close(self) -> None:
        """Hide it."""
        if self._frame is not None:
            self._frame.hide()


def _framed(window: QWidget, content: QListWidget) -> QFrame:
    made = QFrame(window)
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
    made.setProperty("ground", "raised")
    made.setProperty("look", "popup")
    layout = QVBoxLayout(made)
    layout.setContentsMargins(2, 2, 2, 2)
    layout.addWidget(content)
    return made
