"""One box on the page: takes focus, clicks and keys, shows its state as a frame, and says its name."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.desk.look.tokens import LIGHT
from app.mapping.filled import FillState
from app.pdf.template import Box, BoxKind

#: Frame and tint of a state; paper is white in both schemes. Each state has a line of its own besides its colour.
_FRAMES: dict[FillState, tuple[str, Qt.PenStyle, int]] = {
    FillState.MISSING: (LIGHT.warn, Qt.PenStyle.SolidLine, 46),
    FillState.PROPOSED: (LIGHT.accent, Qt.PenStyle.DashLine, 30),
    FillState.UNMAPPED: (LIGHT.edge, Qt.PenStyle.DotLine, 14),
    FillState.TYPED: (LIGHT.accent, Qt.PenStyle.NoPen, 22),
    FillState.FILLED: (LIGHT.accent, Qt.PenStyle.NoPen, 10),
    FillState.EMPTY_ON_PURPOSE: (LIGHT.edge, Qt.PenStyle.NoPen, 0),
}


class BoxHandle(QWidget):
    """The place of one box; the ink is drawn by the page below it."""

    pressed = Signal(str)
    entered = Signal(str)
    #: Somebody types on the box: its id and the first characters (empty for Enter).
    writing = Signal(str, str)
    toggled = Signal(str)
    stepped = Signal(str, int)
    explaining = Signal(str)

    def __init__(self, box: Box, parent: QWidget) -> None:
        super().__init__(parent)
        self.box = box
        self._state = FillState.UNMAPPED
        self._is_lit = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover, True)
        self.setAccessibleName(box.label or box.field or "Box")

    @property
    def state(self) -> FillState:
        """How the box stands."""
        return self._state

    def show_state(self, state: FillState, says: str, tip: str) -> None:
        """Show how the box stands, in a frame and in words."""
        self._state = state
        self.setAccessibleName(says)
        self.setToolTip(tip)
        self.update()

    def light(self, is_lit: bool) -> None:
        """Show that this box belongs to the datum that has the focus."""
        if is_lit != self._is_lit:
            self._is_lit = is_lit
            self.update()

    def place(self, seen: QRectF) -> None:
        """Lie over the box, a pixel wider on each side."""
        self.setGeometry(QRect(seen.toAlignedRect()).adjusted(-1, -1, 1, 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The frame; a solid one in the accent where it has the focus."""
        color, line, alpha = _FRAMES[self._state]
        painter = QPainter(self)
        inner = self.rect().toRectF().adjusted(1, 1, -1, -1)
        tint = QColor(color)
        tint.setAlpha(max(alpha, 40) if self.underMouse() else alpha)
        painter.fillRect(inner, tint)
        if line is not Qt.PenStyle.NoPen:
            painter.setPen(QPen(QColor(color), 1, line))
            painter.drawRect(inner.adjusted(0, 0, -0.5, -0.5))
        if self.hasFocus() or self._is_lit:
            painter.setPen(QPen(QColor(LIGHT.accent), 2))
            painter.drawRect(inner)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click goes to the datum."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.pressed.emit(self.box.id)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click types on the box."""
        self._write("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tab goes on in the order of the paper, F2 explains, Space ticks, letters type."""
        key, text = event.key(), event.text()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Right):
            self.stepped.emit(self.box.id, 1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Left):
            self.stepped.emit(self.box.id, -1)
        elif key == Qt.Key.Key_F2:
            self.explaining.emit(self.box.id)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._write("")
        elif self.box.kind is BoxKind.CHECK and key == Qt.Key.Key_Space:
            self.toggled.emit(self.box.id)
        elif self.box.kind is not BoxKind.CHECK and text.isprintable() and text.strip():
            self._write(text)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes to the next box of the paper; the page goes on to the next page at its end."""
        self.stepped.emit(self.box.id, 1 if forward else -1)
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the box has the focus."""
        super().focusInEvent(event)
        self.entered.emit(self.box.id)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Draw without focus."""
        super().focusOutEvent(event)
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Draw under the pointer."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Draw without pointer."""
        super().leaveEvent(event)
        self.update()

    def _write(self, text: str) -> None:
        if self.box.kind is BoxKind.CHECK:
            self.toggled.emit(self.box.id)
        elif self.box.kind is not BoxKind.SIGNATURE:
            self.writing.emit(self.box.id, text)
