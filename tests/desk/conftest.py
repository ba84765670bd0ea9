"""What the desk's tests stand on: a real window on a real vault, drawn off the screen, and nothing left over."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.clock import FixedClock
from app.desk.application import application
from app.desk.shell.frame import Frame
from app.desk.window import DeskWindow
from app.places import Places

WAIT_MS = 20_000
_LANE = re.compile(r"(vault|paper|live)_\d+")


@pytest.fixture(scope="session")
def qapp(qapp_args: list[str]) -> QApplication:
    """The application as the desk makes it."""
    made = application(qapp_args)
    # Letters typed into a list belong together, however slow the machine is.
    made.setKeyboardInputInterval(10_000)
    return made


@pytest.fixture(autouse=True)
def nothing_left_over(qapp: QApplication) -> Iterator[None]:
    """After each test no window is open and no thread of the desk's queues runs."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()
    shown = [type(item).__name__ for item in qapp.topLevelWidgets() if item.isVisible()]
    assert shown == []
    alive = [item.name for item in threading.enumerate() if _LANE.fullmatch(item.name)]
    assert alive == []


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """Folders of a user who has nothing yet."""
    return Places.under(tmp_path / "user")


@pytest.fixture
def sample_places(places: Places, sample_vault: Path) -> Places:
    """Folders of a user who has looked round in the sample practice before."""
    places.data.mkdir(parents=True)
    for file in sample_vault.parent.glob("sample.*"):
        shutil.copy2(file, places.data / file.name)
    return places


Open = Callable[..., DeskWindow]


@pytest.fixture
def open_window(qtbot: QtBot, clock: FixedClock) -> Iterator[Open]:
    """Opens windows, and closes them at the end."""
    opened: list[DeskWindow] = []

    def open_one(where: Places, *, sample: bool = False, width: int = 1366, height: int = 768) -> DeskWindow:
        window = DeskWindow(where, clock, wants_sample=sample)
        window.resize(width, height)
        opened.append(window)
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    yield open_one
    for window in opened:
        window.close()
        window.deleteLater()


@pytest.fixture
def window(open_window: Open, sample_places: Places, clock: FixedClock, qtbot: QtBot) -> DeskWindow:
    """A window on the sample practice, unlocked and at rest, an hour after the practice was made."""
    clock.advance(dt.timedelta(hours=1))
    made = open_window(sample_places, sample=True)
    qtbot.waitUntil(lambda: made.frame is not None, timeout=WAIT_MS)
    settle(made, qtbot)
    return made


def frame_of(window: DeskWindow) -> Frame:
    """The unlocked desk of a window."""
    assert window.frame is not None
    return window.frame


def settle(window: DeskWindow, qtbot: QtBot) -> None:
    """Wait until nothing is under way."""
    QApplication.processEvents()
    qtbot.waitUntil(lambda: window.tasks.is_idle, timeout=WAIT_MS)
    QApplication.processEvents()
    qtbot.waitUntil(lambda: window.tasks.is_idle, timeout=WAIT_MS)


def press(qtbot: QtBot, key: Qt.Key, mods: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key wherever the focus is."""
    qtbot.keyClick(focused(), key, mods)
    QApplication.processEvents()


def write(qtbot: QtBot, text: str) -> None:
    """Type a text wherever the focus is."""
    qtbot.keyClicks(focused(), text)
    QApplication.processEvents()


def focused() -> QWidget:
    """The widget with the focus."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget
