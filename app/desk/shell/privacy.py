"""Hides everything at once when somebody walks up to the desk."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.widgets.notes import IconLabel
from app.desk.widgets.plain import button, label


class PrivacyCover(QWidget):
    """An opaque sheet over the whole window."""

    revealed = Signal()
    locking = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setProperty("ground", "rail")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Screen hidden. Press any key to go on.")
        center = Qt.AlignmentFlag.AlignHCenter
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addWidget(IconLabel("eye", "faint", 40), 0, center)
        layout.addWidget(label("Hidden", "title"), 0, center)
        layout.addWidget(label("Press any key or click to go on where you were.", "quiet"), 0, center)
        layout.addSpacing(8)
        layout.addWidget(button("Lock now", self.locking.emit), 0, center)
        layout.addStretch(3)
        self.hide()

    def cover(self) -> None:
        """Hide everything now."""
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self.show()
        self.raise_()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Any key but a modifier goes on."""
        if event.key() not in (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta):
            self._reveal()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click goes on."""
        self._reveal()

    def _reveal(self) -> None:
        self.hide()
        self.revealed.emit()
