"""A field that takes several of a few values: a list with ticks opens below it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPushButton

from app.desk.editor.popup import ROW_PX, ListPopup
from app.desk.widgets.choice import paint_face
from app.desk.widgets.editors import Editor

_SHOWN = 10
_CLOSING = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Face(QPushButton):
    """The closed field: the words chosen, and a chevron."""

    def __init__(self) -> None:
        super().__init__()
        self.words, self.is_quiet = "", False

    def sizeHint(self) -> QSize:
        return QSize(120, 28)

    def minimumSizeHint(self) -> QSize:
        return QSize(64, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_face(self, self.words, is_quiet=self.is_quiet)


class SeveralEditor(Editor):
    """Some of a few values, in the order in which they are offered."""

    def __init__(self, name: str, items: Sequence[tuple[str, str]], *, none: str = "any") -> None:
        self.face = _Face()
        self._list = QListWidget()
        super().__init__(name, self.face)
        self._items: tuple[tuple[str, str], ...] = ()
        self._none = none
        self._kept: tuple[str, ...] = ()
        self._popup = ListPopup(self, self._list, most_rows=_SHOWN, least_px=220)
        self._list.setProperty("look", "menu")
        self._list.setAccessibleName(name)
        self._list.itemChanged.connect(lambda _: self._changed())
        self._list.installEventFilter(self)
        self.face.clicked.connect(self._turn)
        self.offer(items)

    def offer(self, items: Sequence[tuple[str, str]]) -> None:
        """Offer other values; the same ones leave an open list as it is."""
        if self._items != tuple(items):
            self._items = tuple(items)
            self._list.blockSignals(True)
            self._list.clear()
            for value, words in self._items:
                row = QListWidgetItem(words, self._list)
                row.setData(Qt.ItemDataRole.UserRole, value)
                row.setCheckState(Qt.CheckState.Unchecked)
                row.setSizeHint(QSize(0, ROW_PX))
            self._list.blockSignals(False)
            self._kept = tuple(value for value in self._kept if value in dict(self._items))
        self._tell()

    @property
    def value(self) -> object:
        """The values chosen."""
        return self._kept

    def set_value(self, value: object) -> None:
        """Show a choice without telling anybody."""
        wanted = frozenset(value) if isinstance(value, tuple | list | frozenset) else frozenset()
        self._list.blockSignals(True)
        for at in range(self._list.count()):
            row = self._list.item(at)
            is_in = row.data(Qt.ItemDataRole.UserRole) in wanted
            row.setCheckState(Qt.CheckState.Checked if is_in else Qt.CheckState.Unchecked)
        self._list.blockSignals(False)
        self._kept = tuple(value for value, _ in self._items if value in wanted)
        self._tell()

    @property
    def is_open(self) -> bool:
        """Whether the list is shown."""
        return self._popup.is_open

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter, Esc and leaving close the list."""
        if watched is self._list:
            if event.type() is QEvent.Type.FocusOut:
                QTimer.singleShot(0, self, self._close)
            pressed = isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() in _CLOSING
            if pressed:
                self._close()
                self.face.setFocus()
                return True
            return False
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the list away with the field."""
        self._close()

    def _turn(self) -> None:
        if self.is_open:
            self._close()
        else:
            self._open()

    def _open(self) -> None:
        self._popup.open()
        self._list.setCurrentRow(max(self._list.currentRow(), 0))
        self._list.setFocus()

    def _close(self) -> None:
        self._popup.close()

    def _changed(self) -> None:
        rows = [self._list.item(at) for at in range(self._list.count())]
        chosen = [row for row in rows if row.checkState() is Qt.CheckState.Checked]
        self._kept = tuple(str(row.data(Qt.ItemDataRole.UserRole)) for row in chosen)
        self._tell()
        self.settled.emit(self._kept)

    def _tell(self) -> None:
        named = dict(self._items)
        words = " or ".join(named[value] for value in self._kept) or self._none
        self.face.setToolTip(words)
        self.face.words, self.face.is_quiet = words, not self._kept
        self.face.update()
        self.face.setAccessibleDescription(words)
