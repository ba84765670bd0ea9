"""Which pages of a document were on the screen from top to bottom, drawn, and for long enough to be seen."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from app.desk.paper.sheets import SheetsView

_TICK_MS = 100
#: Parts of a page that are told apart, and how many of them a page that counts as shown may lack.
_PARTS, _MOST_LACKING = 20, 1
#: A part is seen when it was on the screen for so many ticks.
_LEAST_TICKS = 2


class ShownWatch(QObject):
    """Watches a view of pages while it is on the screen."""

    #: A page was shown for the first time: its number.
    shown = Signal(int)
    #: The pages were on the screen for so many milliseconds more.
    ticked = Signal(int)

    def __init__(self, sheets: SheetsView) -> None:
        super().__init__(sheets)
        self._sheets = sheets
        self._ticks: dict[int, list[int]] = {}
        self._told: set[int] = set()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """Watch a document anew."""
        self._ticks, self._told = {}, set()
        self._timer.start()

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()

    def look(self) -> None:
        """Take note of what is on the screen now."""
        view = self._sheets
        if not view.isVisible() or not view.window().isActiveWindow():
            return
        top = view.verticalScrollBar().value()
        bottom = top + view.viewport().height()
        for sheet in view.sheets:
            if sheet.has_picture and sheet.height() > 0:
                self._note(sheet.page, (top - sheet.y()) / sheet.height(), (bottom - sheet.y()) / sheet.height())
        self.ticked.emit(_TICK_MS)

    def _note(self, page: int, start: float, end: float) -> None:
        """The part of a page from `start` to `end`, of its height, is on the screen."""
        if end <= 0 or start >= 1:
            return
        ticks = self._ticks.setdefault(page, [0] * _PARTS)
        for part in range(_PARTS):
            if start <= (part + 0.5) / _PARTS <= end:
                ticks[part] += 1
        lacking = sum(count < _LEAST_TICKS for count in ticks)
        if lacking <= _MOST_LACKING and page not in self._told:
            self._told.add(page)
            self.shown.emit(page)
