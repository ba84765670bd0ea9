"""What every screen is: it shows a spot, refreshes itself when something changed, and keeps its place meanwhile."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.desk.context import Desk
from app.desk.places import Spot


class Screen(QWidget):
    """A screen of the desk. Subclasses read in `refresh` and may take a spot in `show_spot`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setProperty("ground", "plain")
        self._is_stale = True
        desk.changed.connect(self._hear)

    def show_spot(self, spot: Spot) -> None:
        """Show what the spot names."""

    def refresh(self) -> None:
        """Read again what is shown."""

    def leave(self) -> None:
        """The screen is about to be left."""

    def showEvent(self, event: QShowEvent) -> None:
        """Read again where something changed meanwhile."""
        super().showEvent(event)
        if self._is_stale:
            self._is_stale = False
            self.refresh()

    def _hear(self, source: object) -> None:
        if source is self:
            return
        if self.isVisible():
            self.refresh()
        else:
            self._is_stale = True
