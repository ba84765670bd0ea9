"""A drop-down in the desk's manner: a field with a chevron, painted from the tokens."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QListView, QSizePolicy, QWidget

from app.desk.look.icons import pixmap
from app.desk.look.theme import tokens

_CHEVRON_PX = 14


class Choice(QComboBox):
    """A drop-down whose items have a value and words. The wheel never changes it by accident."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Beside the items: what Qt is given comes back as plain texts and numbers, no longer as the enumeration it was.
        self._values: list[object] = []
        view = QListView()
        view.setProperty("look", "menu")
        self.setView(view)
        view.installEventFilter(self)
        self._typed = ""
        self._since_key = QElapsedTimer()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(16)

    def set_items(self, items: Sequence[tuple[object, str]]) -> None:
        """Offer these values with their words, keeping what is chosen where it is still offered."""
        kept = self.value
        self.blockSignals(True)
        self.clear()
        self._values = [value for value, _ in items]
        self.addItems([words for _, words in items])
        self.blockSignals(False)
        self.set_value(kept)

    @property
    def value(self) -> object:
        """The value chosen, or None."""
        at = self.currentIndex()
        return self._values[at] if 0 <= at < len(self._values) else None

    def set_value(self, value: object) -> None:
        """Choose a value without telling anybody; the first one where it is not offered."""
        self.blockSignals(True)
        found = next((at for at, item in enumerate(self._values) if item == value), 0 if self._values else -1)
        self.setCurrentIndex(found)
        self.blockSignals(False)
        self.update()

    def sizeHint(self) -> QSize:
        """As high as the fields beside it."""
        return QSize(super().sizeHint().width(), 28)

    def minimumSizeHint(self) -> QSize:
        """May become narrow; the words are then cut with dots."""
        return QSize(64, 28)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters typed quickly one after the other choose the item that begins so; a blank may be one of them."""
        text = event.text()
        goes_on = bool(self._typed) and not self._since_key.hasExpired(QApplication.keyboardInputInterval())
        if event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier or not text.isprintable():
            is_letter = False
        else:
            is_letter = bool(text.strip()) or (text == " " and goes_on)
        if not is_letter:
            self._typed = ""
            super().keyPressEvent(event)
            return
        self._typed = (self._typed if goes_on else "") + text
        self._since_key.start()
        self._find()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tab in the open list takes the item and goes on."""
        key = event.key() if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress else None
        if watched is not self.view() or key not in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return super().eventFilter(watched, event)
        self.setCurrentIndex(self.view().currentIndex().row())
        self.hidePopup()
        self.focusNextPrevChild(key == Qt.Key.Key_Tab)
        return True

    def _find(self) -> None:
        """Choose the first item that begins with what was typed, or the next one for the same letter again."""
        wanted = self._typed.casefold()
        words = [self.itemText(at).casefold() for at in range(self.count())]
        start = self.currentIndex()
        if len(wanted) > 1 and len(set(wanted)) == 1 and not any(word.startswith(wanted) for word in words):
            wanted = wanted[0]
        start += len(wanted) == 1
        order = [(start + step) % len(words) for step in range(len(words))] if words else []
        found = next((at for at in order if words[at].startswith(wanted)), -1)
        if found >= 0:
            self.setCurrentIndex(found)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page around."""
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin a new word."""
        self._typed = ""
        super().focusInEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Draw anew when it is switched on or off."""
        super().changeEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, its words, the chevron."""
        paint_face(self, self.currentText() or self.placeholderText(), is_quiet=not self.currentText())


def paint_face(field: QWidget, text: str, *, is_quiet: bool) -> None:
    """Draw a field that opens a list: its frame, its words, the chevron."""
    colors = tokens()
    painter = QPainter(field)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    focused = field.hasFocus()
    edge = colors.accent if focused else colors.edge if field.isEnabled() else colors.hairline
    width = 2.0 if focused else 1.0
    painter.setPen(QPen(QColor(edge), width))
    painter.setBrush(QColor(colors.raised if field.isEnabled() else colors.rail))
    painter.drawRoundedRect(field.rect().toRectF().adjusted(width / 2, width / 2, -width / 2, -width / 2), 3, 3)
    words = field.rect().adjusted(8, 0, -_CHEVRON_PX - 8, 0)
    painter.setPen(QColor(colors.quiet if is_quiet or not field.isEnabled() else colors.text))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, words.width())
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    top = (field.height() - _CHEVRON_PX) // 2
    chevron = pixmap("down", colors.quiet, round(_CHEVRON_PX * field.devicePixelRatioF()))
    painter.drawPixmap(field.width() - _CHEVRON_PX - 6, top, _CHEVRON_PX, _CHEVRON_PX, chevron)
    painter.end()
