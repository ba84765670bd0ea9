"""Typing straight on a box of the page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QPlainTextEdit, QVBoxLayout, QWidget

from app.pdf.template import Box, BoxKind

_LEAST_HEIGHT_PX = 22
_LEAST_WIDTH_PX = 90


class BoxWriter(QWidget):
    """A field over one box: Enter or leaving keeps what was typed, Esc gives it up."""

    #: Box id and text.
    kept = Signal(str, str)
    typed = Signal(str, str)
    closed = Signal(str)

    def __init__(self, box: Box, seen: QRectF, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._box = box
        self._before = text
        self._is_done = False
        several = box.kind is BoxKind.MULTILINE
        self._field: QLineEdit | QPlainTextEdit = QPlainTextEdit(self) if several else QLineEdit(self)
        self._field.setAccessibleName(f"Type on the form: {box.label or box.field or 'box'}")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._field)
        self._place(seen)
        self._set(text)
        self._field.textChanged.connect(lambda *_: self.typed.emit(box.id, self.text))
        self._field.installEventFilter(self)
        if isinstance(self._field, QPlainTextEdit):
            self._field.setTabChangesFocus(True)

    @property
    def text(self) -> str:
        """What is typed."""
        return self._field.toPlainText() if isinstance(self._field, QPlainTextEdit) else self._field.text()

    def begin(self, first: str) -> None:
        """Show the field; `first` replaces what was there."""
        self.show()
        self.raise_()
        self._field.setFocus()
        if first:
            self._set(first)
            if isinstance(self._field, QLineEdit):
                self._field.end(False)
            else:
                self._field.moveCursor(self._field.textCursor().MoveOperation.End)
        elif isinstance(self._field, QLineEdit):
            self._field.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and leaving keep, Esc gives up."""
        if watched is not self._field:
            return False
        if isinstance(event, QFocusEvent) and event.type() is QEvent.Type.FocusOut:
            self._finish(keep=event.reason() is not Qt.FocusReason.PopupFocusReason)
        elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self._finish(keep=False)
                return True
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not shifted:
                self._finish(keep=True)
                return True
        return False

    def _set(self, text: str) -> None:
        if isinstance(self._field, QPlainTextEdit):
            self._field.setPlainText(text)
        else:
            self._field.setText(text)

    def _finish(self, *, keep: bool) -> None:
        if self._is_done:
            return
        self._is_done = True
        if keep and self.text != self._before:
            self.kept.emit(self._box.id, self.text)
        self.closed.emit(self._box.id)
        self.hide()
        self.deleteLater()

    def _place(self, seen: QRectF) -> None:
        width = max(seen.width() + 6, _LEAST_WIDTH_PX)
        height = max(seen.height() + 4, 60 if self._box.kind is BoxKind.MULTILINE else _LEAST_HEIGHT_PX)
        around = self.parentWidget()
        left = seen.left() if around is None else min(seen.left() - 3, max(0.0, around.width() - width))
        self.setGeometry(round(left), round(seen.center().y() - height / 2), round(width), round(height))


def choice_menu(box: Box, chosen: Callable[[str], None], parent: QWidget) -> QMenu:
    """The options of a box that takes one of a few."""
    menu = QMenu(parent)
    for option in box.choices:
        menu.addAction(option, partial(chosen, option))
    menu.addSeparator()
    menu.addAction("Leave empty", partial(chosen, ""))
    return menu
