"""One page of a document on which areas are blackened, with the mouse or with keys."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.desk.look.tokens import LIGHT

_LEAST = 0.008
_STEP = 0.01
_NEW = QRectF(0.1, 0.1, 0.3, 0.03)
_ARROWS = {
    Qt.Key.Key_Left: (-_STEP, 0.0),
    Qt.Key.Key_Right: (_STEP, 0.0),
    Qt.Key.Key_Up: (0.0, -_STEP),
    Qt.Key.Key_Down: (0.0, _STEP),
}


class PageCanvas(QWidget):
    """Areas are in parts of the page's width and height as it is seen, from its upper left."""

    #: The areas of the page changed.
    edited = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._image: QImage | None = None
        self._ratio = 792 / 612
        self.areas: list[QRectF] = []
        self.chosen = -1
        self._start: QPointF | None = None
        self._drawn: QRectF | None = None
        self._can_edit = True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName("Page: B blackens an area, arrows move it, Shift and arrows size it, Delete removes it")

    @property
    def image(self) -> QImage | None:
        """The picture shown."""
        return self._image

    def show_page(self, image: QImage | None, areas: list[QRectF], *, can_edit: bool) -> None:
        """Show a page with its areas."""
        self._image, self.areas, self._can_edit = image, list(areas), can_edit
        self.chosen = min(self.chosen, len(areas) - 1)
        if image is not None:
            self._ratio = image.height() / max(1, image.width())
        self.set_width(self.width())
        self.update()

    def set_width(self, width_px: int) -> None:
        """Be as wide."""
        self.setFixedSize(width_px, round(width_px * self._ratio))

    def sizeHint(self) -> QSize:
        """A page's shape."""
        return QSize(600, round(600 * self._ratio))

    def add_area(self, area: QRectF = _NEW) -> None:
        """Blacken one more area; the keys work on it."""
        if self._can_edit:
            self.areas.append(QRectF(area))
            self.chosen = len(self.areas) - 1
            self._told()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The page, its black areas, and a frame around the chosen one."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#ffffff"))
        if self._image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.rect(), self._image)
        shown = [*self.areas, *([self._drawn] if self._drawn is not None else [])]
        for at, area in enumerate(shown):
            painter.fillRect(self._seen(area), QColor("#000000"))
            if at == self.chosen and self.hasFocus():
                painter.setPen(QPen(QColor(LIGHT.accent), 3))
                painter.drawRect(self._seen(area).adjusted(-2, -2, 2, 2))
        painter.setPen(QColor(LIGHT.accent if self.hasFocus() else LIGHT.faint))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose an area, or begin one."""
        at = self._part(event.position())
        under = [number for number, area in enumerate(self.areas) if area.contains(at)]
        self.chosen = under[-1] if under else -1
        self._start = at if not under and self._can_edit else None
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the area."""
        if self._start is not None:
            self._drawn = QRectF(self._start, self._part(event.position())).normalized()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Keep what was drawn."""
        drawn, self._drawn, self._start = self._drawn, None, None
        if drawn is not None and drawn.width() > _LEAST and drawn.height() > _LEAST:
            self.add_area(drawn)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Blacken, move, size, take away, go to the next."""
        key, area = event.key(), self.areas[self.chosen] if 0 <= self.chosen < len(self.areas) else None
        if not self._can_edit:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_B:
            self.add_area()
        elif key == Qt.Key.Key_N and self.areas:
            self.chosen = (self.chosen + 1) % len(self.areas)
            self.update()
        elif area is not None and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            del self.areas[self.chosen]
            self.chosen = len(self.areas) - 1
            self._told()
        elif area is not None and key in _ARROWS:
            right, down = _ARROWS[Qt.Key(key)]
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                size = max(_LEAST, area.width() + right), max(_LEAST, area.height() + down)
                self.areas[self.chosen] = QRectF(area.x(), area.y(), *size).intersected(QRectF(0, 0, 1, 1))
            else:
                moved = area.translated(right, down)
                if QRectF(0, 0, 1, 1).contains(moved):
                    self.areas[self.chosen] = moved
            self._told()
        else:
            super().keyPressEvent(event)

    def _told(self) -> None:
        self.update()
        self.edited.emit(list(self.areas))

    def _part(self, at: QPointF) -> QPointF:
        wide, high = max(1, self.width()), max(1, self.height())
        return QPointF(min(1.0, max(0.0, at.x() / wide)), min(1.0, max(0.0, at.y() / high)))

    def _seen(self, area: QRectF) -> QRectF:
        wide, high = self.width(), self.height()
        return QRectF(area.x() * wide, area.y() * high, area.width() * wide, area.height() * high)
