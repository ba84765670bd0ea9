"""Choosing what a box is for: a field with a list of everything it can be, found by any words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem

from app.desk.editor.popup import ROW_PX, ListPopup
from app.mapping.drafting.plain import KeyChoice

#: What is found by some words.
Find = Callable[[str], tuple[KeyChoice, ...]]

_SHOWN = 9
_BY_HAND = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.MouseFocusReason)


class KeyPicker(QLineEdit):
    """A search among the names of everything that a form can ask for."""

    #: The key that was chosen.
    picked = Signal(str)
    #: Given up; the focus should go back to where it was.
    given_up = Signal()

    def __init__(self, find: Find, name: str = "Meaning of the box", nothing: str = "Nothing of that name") -> None:
        super().__init__()
        self._find = find
        self._nothing = nothing
        self._found: tuple[KeyChoice, ...] = ()
        self._shown = ""
        self.setPlaceholderText("Type some words: birth, fax, drug 2 …")
        self.setAccessibleName(name)
        self._list = QListWidget()
        self._popup = ListPopup(self, self._list, most_rows=_SHOWN)
        self._list.setProperty("look", "menu")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setAccessibleName("What the box may be for")
        self._list.itemClicked.connect(lambda _: self._choose())
        self.textEdited.connect(self._search)
        self.installEventFilter(self)

    def show_words(self, words: str, offered: str = "") -> None:
        """Show what was chosen before, or what is offered."""
        self._shown = words
        self.setPlaceholderText(f"Offered: {offered}" if offered else "Type some words: birth, fax, drug 2 …")
        if not self.is_open:
            self.setText(words)
            self.setCursorPosition(0)

    @property
    def is_open(self) -> bool:
        """Whether the list is shown."""
        return self._popup.is_open

    @property
    def found(self) -> tuple[KeyChoice, ...]:
        """What is listed."""
        return self._found

    def begin(self, text: str) -> None:
        """Search from the first letters on."""
        self.setFocus()
        self.setText(text)
        self._search(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list, Enter chooses, Esc gives up."""
        if event.type() is QEvent.Type.FocusOut:
            QTimer.singleShot(0, self, self._close_if_left)
        elif isinstance(event, QFocusEvent) and event.gotFocus() and event.reason() in _BY_HAND:
            QTimer.singleShot(0, self, self.selectAll)
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return False
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self._close()
            self.given_up.emit()
            return True
        if not self.is_open:
            if key == Qt.Key.Key_Down:
                self._search("")
                return True
            return False
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            by = 1 if key == Qt.Key.Key_Down else -1
            self._list.setCurrentRow((self._list.currentRow() + by) % max(1, self._list.count()))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        else:
            return False
        return True

    def _search(self, text: str) -> None:
        self._found = self._find(text)
        self._list.clear()
        for item in self._found:
            row = QListWidgetItem(item.words)
            row.setSizeHint(QSize(0, ROW_PX))
            self._list.addItem(row)
        if not self._found:
            row = QListWidgetItem(self._nothing)
            row.setFlags(Qt.ItemFlag.NoItemFlags)
            row.setSizeHint(QSize(0, ROW_PX))
            self._list.addItem(row)
        self._list.setCurrentRow(0)
        self._popup.open()

    def _choose(self) -> None:
        at = self._list.currentRow()
        if 0 <= at < len(self._found):
            key = self._found[at].key
            self._close()
            self.picked.emit(key)

    def _close(self) -> None:
        self._popup.close()
        self.setText(self._shown)

    def _close_if_left(self) -> None:
        if not self.hasFocus():
            self._close()

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the list away with the field."""
        self._close()
