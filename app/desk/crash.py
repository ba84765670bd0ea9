"""What happens when the program makes a mistake: a report without anything of a patient, and a card that says so."""

from __future__ import annotations

import faulthandler
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from app.clock import Clock
from app.places import Places

_MOST_REPORTS = 20

Tell = Callable[[Exception], None]


def redacted(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Where it happened, without any text of the error or of the data: file, line, function, kind."""
    frames = traceback.extract_tb(trace)
    lines = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return "\n".join([*lines, kind.__name__])


class CrashReports:
    """Writes reports into the folder of logs, and tells the window."""

    def __init__(self, places: Places, clock: Clock) -> None:
        self._folder = places.logs
        self._clock = clock
        self._tell: Tell | None = None
        self._native: IO[bytes] | None = None

    def install(self) -> None:
        """Catch what nobody else caught: errors of Python, messages of Qt, crashes of native code."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._native = (self._folder / "native.log").open("ab")
        faulthandler.enable(self._native)
        sys.excepthook = self._hook
        qInstallMessageHandler(self._qt_message)

    def uninstall(self) -> None:
        """Go back to how it was."""
        sys.excepthook = sys.__excepthook__
        qInstallMessageHandler(None)
        faulthandler.disable()
        if self._native is not None:
            self._native.close()
            self._native = None

    def tell(self, tell: Tell | None) -> None:
        """Whom to tell of a mistake."""
        self._tell = tell

    def write(self, text: str) -> Path:
        """Keep a report; the oldest go when there are many."""
        self._folder.mkdir(parents=True, exist_ok=True)
        now = self._clock.now()
        path = self._folder / f"report-{now:%Y%m%d-%H%M%S-%f}.txt"
        path.write_text(f"{now.isoformat(timespec='seconds')}\n{text}\n", encoding="utf-8")
        for old in sorted(self._folder.glob("report-*.txt"))[:-_MOST_REPORTS]:
            old.unlink(missing_ok=True)
        return path

    def report(self, problem: BaseException) -> None:
        """Keep a report of a mistake that was caught on the way."""
        self.write(redacted(type(problem), problem.__traceback__))

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.write(redacted(kind, trace))
        if self._tell is not None and isinstance(error, Exception):
            self._tell(error)

    def _qt_message(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
            category = context.category if isinstance(context.category, str) else ""
            self.write(f"Qt {kind.name} {category}")
