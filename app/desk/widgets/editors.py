"""Fields that are typed in: each with a name, a finding in words below it, and one signal when a value is settled.

A value is settled when the person leaves the field, presses Enter, or stops typing for a moment; only leaving formats
what was typed. A finding never keeps anybody from saving.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from app.desk.widgets.choice import Choice
from app.desk.widgets.plain import label, set_role

#: How long typing rests before it is kept.
REST_MS = 700

Check = Callable[[str], str]
Shape = Callable[[str], str]


class Editor(QWidget):
    """A field. `typed` follows every key, `settled` comes when a changed value is to be kept."""

    typed = Signal(object)
    settled = Signal(object)
    #: The field got the focus.
    entered = Signal()

    def __init__(self, name: str, field: QWidget) -> None:
        super().__init__()
        self.name = name
        self.field = field
        field.setAccessibleName(name)
        self.setFocusProxy(field)
        field.installEventFilter(self)
        self._finding = label("", "finding", wrap=True)
        self._finding.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(field)
        layout.addWidget(self._finding)

    @property
    def value(self) -> object:
        """What is in the field."""
        raise AttributeError("an editor has a value")

    def set_value(self, value: object) -> None:
        """Show a value without telling anybody."""
        raise AttributeError("an editor shows a value")

    @property
    def finding(self) -> str:
        """What is said of the value, or empty."""
        return self._finding.text()

    def show_finding(self, text: str) -> None:
        """Say something of the value, below the field and to screen readers."""
        self._finding.setText(text)
        self._finding.setVisible(bool(text))
        self.field.setAccessibleDescription(text)
        set_role(self.field, "finding", bool(text))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell when the field gets the focus."""
        if watched is self.field and event.type() is QEvent.Type.FocusIn:
            self.entered.emit()
        return False


class LineEditor(Editor):
    """One line of text, checked and shaped by the functions that it is given."""

    def __init__(
        self, name: str, *, check: Check | None = None, shape: Shape | None = None, placeholder: str = ""
    ) -> None:
        self.line = QLineEdit()
        super().__init__(name, self.line)
        self._check, self._shape = check, shape
        self._kept = ""
        self.line.setPlaceholderText(placeholder)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._settle)
        self.line.textEdited.connect(self._edited)
        self.line.editingFinished.connect(self._leave)

    @property
    def value(self) -> object:
        """The text, without blanks around it."""
        return self.line.text().strip()

    def set_value(self, value: object) -> None:
        """Show a text; what is being typed at this moment stays."""
        text = "" if value is None else str(value)
        if self.line.hasFocus() and self._rest.isActive():
            return
        self._kept = text
        if self.line.text() != text:
            self.line.setText(text)
            self.line.setCursorPosition(0)
        self._look()

    def offer(self, words: Sequence[str]) -> QCompleter:
        """Offer these while typing; any part of them is found."""
        completer = QCompleter(QStringListModel(list(words), self), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(10)
        if (popup := completer.popup()) is not None:
            popup.setProperty("look", "menu")
        completer.activated.connect(lambda _: QTimer.singleShot(0, self, self._leave))
        self.line.setCompleter(completer)
        return completer

    def _edited(self, text: str) -> None:
        self._rest.start()
        self.typed.emit(text)
        if self._check is not None and self.finding:
            self.show_finding("")

    def _leave(self) -> None:
        if self._shape is not None and (shaped := self._shape(self.line.text())) != self.line.text():
            self.line.setText(shaped)
        self._settle()

    def _settle(self) -> None:
        self._rest.stop()
        self._look()
        text = str(self.value)
        if text != self._kept:
            self._kept = text
            self.settled.emit(self._meant(text))

    def _meant(self, text: str) -> object:
        return text

    def _look(self) -> None:
        if self._check is not None:
            self.show_finding(self._check(self.line.text().strip()))


class _Paragraphs(QPlainTextEdit):
    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Tab and not event.modifiers():
            self.focusNextChild()
            return
        super().keyPressEvent(event)


class TextEditor(Editor):
    """Several lines of text."""

    def __init__(self, name: str, *, lines: int = 3, placeholder: str = "") -> None:
        self.text = _Paragraphs()
        super().__init__(name, self.text)
        self._kept = ""
        self.text.setPlaceholderText(placeholder)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(lines * 19 + 14)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._settle)
        self.text.textChanged.connect(self._edited)
        self.text.left.connect(self._settle)

    @property
    def value(self) -> object:
        """The text, without blanks around it."""
        return self.text.toPlainText().strip()

    def set_value(self, value: object) -> None:
        """Show a text; what is being typed at this moment stays."""
        text = "" if value is None else str(value)
        if self.text.hasFocus() and self._rest.isActive():
            return
        self._kept = text
        if self.text.toPlainText() != text:
            self.text.blockSignals(True)
            self.text.setPlainText(text)
            self.text.blockSignals(False)

    def _edited(self) -> None:
        self._rest.start()
        self.typed.emit(self.value)

    def _settle(self) -> None:
        self._rest.stop()
        text = str(self.value)
        if text != self._kept:
            self._kept = text
            self.settled.emit(text)


class ChoiceEditor(Editor):
    """One of a few values, or none."""

    def __init__(self, name: str, items: Sequence[tuple[object, str]] = ()) -> None:
        self.choice = Choice()
        super().__init__(name, self.choice)
        self.choice.set_items(items)
        self.choice.activated.connect(lambda _: self._chosen())
        self.choice.currentIndexChanged.connect(lambda _: self._chosen())
        self._kept: object = self.choice.value

    @property
    def value(self) -> object:
        """The value chosen, or None."""
        return self.choice.value

    def set_items(self, items: Sequence[tuple[object, str]]) -> None:
        """Offer other values."""
        self.choice.set_items(items)
        self._kept = self.choice.value

    def set_value(self, value: object) -> None:
        """Choose a value without telling anybody."""
        self.choice.set_value(value)
        self._kept = self.choice.value

    def _chosen(self) -> None:
        if self.choice.value != self._kept:
            self._kept = self.choice.value
            self.typed.emit(self._kept)
            self.settled.emit(self._kept)
