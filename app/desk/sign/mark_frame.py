"""The frame that stands for the signature on a page: dragged, resized at its corner, or moved by the arrow keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.desk.look.tokens import LIGHT
from app.desk.paper.sheets import Sheet

_GRIP_PX = 12
_LEAST_PX = (24, 10)


class MarkFrame(QWidget):
    """The frame on a page: dragged, resized at its lower right corner, or moved by the arrow keys."""

    moved = Signal()
    kept = Signal()
    #: To the page after (1) or before (-1).
    turned = Signal(int)

    def __init__(self, sheet: Sheet) -> None:
        super().__init__(sheet)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SizeAllCursor)
        self.setMouseTracking(True)
        self.setAccessibleName(
            "Place of the signature. Arrow keys move it, with Shift by more, with Control they change its size; "
            "Page Up and Page Down take it to another page; Enter keeps it."
        )
        self.is_free = True
        self._sheet = sheet
        self._room = sheet.size()
        sheet.installEventFilter(self)
        self._grabbed: QPoint | None = None
        self._is_resizing = False

    @property
    def sheet(self) -> Sheet:
        """The page that it is on."""
        return self._sheet

    def show_free(self, *, is_free: bool) -> None:
        """Show whether the paper beneath is bare."""
        self.is_free = is_free
        self.update()

    def place_at(self, rect: QRectF) -> None:
        """Be there, as far as the page goes."""
        room = self._sheet.rect()
        width = max(_LEAST_PX[0], min(round(rect.width()), room.width()))
        height = max(_LEAST_PX[1], min(round(rect.height()), room.height()))
        left = max(0, min(round(rect.x()), room.width() - width))
        top = max(0, min(round(rect.y()), room.height() - height))
        self.setGeometry(QRect(left, top, width, height))
        self.moved.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the place on the page when the page becomes larger or smaller."""
        if event.type() is QEvent.Type.Resize and not self._room.isEmpty():
            across = self._sheet.width() / self._room.width()
            down = self._sheet.height() / self._room.height()
            here, self._room = self.geometry(), self._sheet.size()
            self.place_at(QRectF(here.x() * across, here.y() * down, here.width() * across, here.height() * down))
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A tinted frame with its corner; the page stays white in every scheme, so its colours are the light ones."""
        painter = QPainter(self)
        color = QColor(LIGHT.accent if self.is_free else LIGHT.bad)
        tint = QColor(color)
        tint.setAlpha(34)
        painter.fillRect(self.rect(), tint)
        style = Qt.PenStyle.SolidLine if self.is_free else Qt.PenStyle.DashLine
        painter.setPen(QPen(color, 3 if self.hasFocus() else 2, style))
        painter.drawRect(self.rect().adjusted(1, 1, -2, -2))
        corner = self.rect().bottomRight()
        painter.fillRect(QRect(corner.x() - _GRIP_PX + 3, corner.y() - _GRIP_PX + 3, _GRIP_PX - 3, _GRIP_PX - 3), color)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of it."""
        self._grabbed = event.position().toPoint()
        self._is_resizing = self._is_corner(event.position())
        self.setFocus()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it, or its corner."""
        if self._grabbed is None:
            is_corner = self._is_corner(event.position())
            self.setCursor(Qt.CursorShape.SizeFDiagCursor if is_corner else Qt.CursorShape.SizeAllCursor)
            return
        by = event.position().toPoint() - self._grabbed
        here = QRectF(self.geometry())
        if self._is_resizing:
            here.setSize(QRectF(0, 0, event.position().x(), event.position().y()).size())
            self.place_at(here)
        else:
            self.place_at(here.translated(by))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._grabbed = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, resize, turn to another page, keep."""
        key, mods = event.key(), event.modifiers()
        step = 10 if mods & Qt.KeyboardModifier.ShiftModifier else 1
        ways = {
            Qt.Key.Key_Left: (-step, 0),
            Qt.Key.Key_Right: (step, 0),
            Qt.Key.Key_Up: (0, -step),
            Qt.Key.Key_Down: (0, step),
        }
        way = ways.get(Qt.Key(key))
        if way is not None:
            here = QRectF(self.geometry())
            if mods & Qt.KeyboardModifier.ControlModifier:
                here.setSize(QRectF(0, 0, here.width() + way[0], here.height() + way[1]).size())
                self.place_at(here)
            else:
                self.place_at(here.translated(*way))
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.turned.emit(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.kept.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that it is gone."""
        super().focusOutEvent(event)
        self.update()

    def _is_corner(self, at: QPointF) -> bool:
        return at.x() >= self.width() - _GRIP_PX and at.y() >= self.height() - _GRIP_PX
