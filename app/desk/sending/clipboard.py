"""Answers on the clipboard do not stay there: it is cleared after a minute, and when the desk locks."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QGuiApplication

#: After which a copied answer is taken off the clipboard.
STAYS_MS = 60_000


class PassingClipboard(QObject):
    """Copies texts; takes its own text away again, never anybody else's."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True, interval=STAYS_MS)
        self._timer.timeout.connect(self.clear)
        held = self._held = [""]
        # The desk is thrown away as a whole when it locks.
        self.destroyed.connect(lambda: _clear(held))

    def copy(self, text: str) -> None:
        """Put a text on the clipboard, kept out of the histories of clipboards where the system knows the mark."""
        made = QMimeData()
        made.setText(text)
        made.setData("x-kde-passwordManagerHint", b"secret")
        made.setData('application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"', b"\x00")
        made.setData("application/x-nspasteboard-concealed-type", b"\x01")
        QGuiApplication.clipboard().setMimeData(made)
        self._held[0] = text
        self._timer.start()

    def clear(self) -> None:
        """Take the text away, if it is still there."""
        self._timer.stop()
        _clear(self._held)


def _clear(held: list[str]) -> None:
    if held[0] and QGuiApplication.clipboard().text() == held[0]:
        QGuiApplication.clipboard().clear()
    held[0] = ""
