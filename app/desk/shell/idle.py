"""Locks the desk when nobody has touched it for a while."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QTimer, Signal

_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletMove,
    }
)


class IdleWatch(QObject):
    """Counts down from the last touch of the windows that it watches."""

    expired = Signal()
    #: Seconds left, once a second.
    ticked = Signal(int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._seconds = 0
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._tick)

    def start(self, minutes: int) -> None:
        """Begin to count."""
        self._seconds = minutes * 60
        self._since.start()
        self._timer.start()
        self._tick()

    def stop(self) -> None:
        """Count no more."""
        self._timer.stop()

    def touch(self) -> None:
        """Somebody is there."""
        self._since.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See whether somebody is there; never keeps an event back."""
        if event.type() in _TOUCHES:
            self.touch()
        return False

    def _tick(self) -> None:
        left = self._seconds - self._since.elapsed() // 1000
        self.ticked.emit(int(left))
        if left <= 0:
            self._timer.stop()
            self.expired.emit()
