"""Starts the desk: one application, one window, crash reports, the look."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.clock import Clock, SystemClock
from app.desk.crash import CrashReports
from app.desk.look.icons import icon
from app.desk.look.remembered import Remembered
from app.desk.look.theme import theme, tokens
from app.desk.window import DeskWindow
from app.places import Places

#: Work away from the screen gives way after so long: the longest wait of a busy desk is then a third of what it was.
_TURN_S = 0.001


def run(
    argv: Sequence[str] | None = None,
    *,
    sample: bool = False,
    places: Places | None = None,
    clock: Clock | None = None,
) -> int:
    """Open the desk and stay until its window is closed.

    Args:
        argv: words for Qt; `--sample` opens the invented practice straight away.
        sample: the same as `--sample`.
        places: folders, where they are not the user's own.
        clock: the office's time, where it is not the computer's.
    """
    words = list(sys.argv if argv is None else argv)
    where, time = places or Places.of_user(), clock or SystemClock()
    app = application(words)
    remembered = Remembered(where)
    theme().set_scheme(remembered.scheme)
    reports = CrashReports(where, time)
    reports.install()
    try:
        window = DeskWindow(where, time, wants_sample=sample or "--sample" in words)
        reports.tell(window.tell)
        window.show_fitting()
        code = app.exec()
        remembered.keep_scheme(theme().wish)
        return code
    finally:
        reports.uninstall()


def application(words: Sequence[str]) -> QApplication:
    """The one Qt application, dressed."""
    sys.setswitchinterval(_TURN_S)
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(list(words) or ["padesk"])
    app.setApplicationName("PA Desk")
    app.setApplicationDisplayName("PA Desk")
    app.setDesktopFileName("padesk")
    theme().follow(app)
    app.setWindowIcon(icon("app", tokens(), color=tokens().accent))
    return app
