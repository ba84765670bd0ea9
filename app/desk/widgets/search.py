"""A search field that works on the table below it: arrows move, Enter takes."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from app.desk.widgets.table import RowsTable


class SearchField(QLineEdit):
    """What is typed narrows a table; the focus never leaves the field for it."""

    #: Enter.
    taken = Signal()

    def __init__(self, name: str, placeholder: str, table: RowsTable[Any]) -> None:
        super().__init__()
        self._table = table
        self.setProperty("look", "search")
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose a row, Enter takes it."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            by = 1 if event.key() == Qt.Key.Key_Down else -1
            self._table.selectRow(max(0, self._table.currentIndex().row() + by))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit()
        else:
            super().keyPressEvent(event)
