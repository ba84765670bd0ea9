"""What puts the lock off: a person's hand, and nothing that the program does by itself."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject
from pytestqt.qtbot import QtBot

from app.desk.shell.idle import IdleWatch


class Counting(IdleWatch):
    """Counts the touches."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.touches = 0

    def touch(self) -> None:
        self.touches += 1
        super().touch()


@pytest.mark.parametrize(
    ("kind", "touches"),
    [
        (QEvent.Type.Timer, 0),
        (QEvent.Type.UpdateRequest, 0),
        (QEvent.Type.Paint, 0),
        (QEvent.Type.WindowActivate, 0),
        (QEvent.Type.FocusIn, 0),
        (QEvent.Type.KeyPress, 1),
        (QEvent.Type.Wheel, 1),
    ],
)
def test_only_a_hand_puts_the_lock_off(qtbot: QtBot, kind: QEvent.Type, touches: int) -> None:
    holder = QObject()
    watch = Counting(holder)
    watch.start(1)
    assert not watch.eventFilter(holder, QEvent(kind))
    watch.stop()
    assert watch.touches == touches
