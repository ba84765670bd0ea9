"""Sees that nobody is at the desk before the idle time is over: the computer slept, or its screen was locked."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from app.desk.shell.screen_lock import is_screen_locked

_LOOK_MS = 2_000
#: Between two looks this much of the day can pass on a busy computer; more is sleep, or a clock that was set.
_MOST_SECONDS = 90.0


class AwayWatch(QObject):
    """Looks every two seconds. `left` comes once for each time that somebody went away.

    Args:
        parent: owns it.
        wall_seconds: the time of day in seconds; it goes on while the computer sleeps, as a timer's own count does not.
        is_locked: whether the computer's own screen lock is up.
    """

    left = Signal()

    def __init__(
        self,
        parent: QObject,
        wall_seconds: Callable[[], float] = time.time,
        is_locked: Callable[[], bool] = is_screen_locked,
    ) -> None:
        super().__init__(parent)
        self._wall_seconds, self._is_locked = wall_seconds, is_locked
        self._last = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Begin to look."""
        self._last = self._wall_seconds()
        self._timer.start()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def look(self) -> None:
        """Look once."""
        now = self._wall_seconds()
        slept = abs(now - self._last) > _MOST_SECONDS
        self._last = now
        if slept or self._is_locked():
            self.left.emit()
