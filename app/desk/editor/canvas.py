"""The page with its boxes: choosing, drawing, moving and resizing them by mouse and by keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip

from app.desk.editor.states import LOOKS
from app.desk.look.tokens import LIGHT
from app.desk.paper.stage import PageSurface
from app.mapping.drafting.model import DraftBox
from app.pdf.template import BoxId, BoxKind, Rect

_GRIP_PX = 7
_DRAG_PX = 4
_ARROWS = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, 1.0),
    Qt.Key.Key_Down: (0.0, -1.0),
}
_LETTER = Rect(0, 0, 612, 792)


class _Doing(Enum):
    NOTHING = auto()
    DRAWING = auto()
    MOVING = auto()
    SIZING = auto()


@dataclass(slots=True)
class _Drag:
    """What the mouse is doing.

    Attributes:
        corner: which sides of the paper's rectangle move while sizing: -1, 0 or 1 for left/right and for lower/upper.
    """

    doing: _Doing = _Doing.NOTHING
    start: QPointF = field(default_factory=QPointF)
    rect: Rect = _LETTER
    corner: tuple[int, int] = (0, 0)
    is_on: bool = False


class EditorCanvas(PageSurface):
    """One page at a zoom. It tells what is done to its boxes and changes nothing itself."""

    chosen = Signal(str)
    #: Rectangle of a new box.
    drawn = Signal(object)
    #: Box id and its new rectangle; the last value says whether it was moved as it is.
    placed = Signal(str, object, bool)
    nudged = Signal(float, float, bool)
    deleted = Signal()
    stepped = Signal(int)
    accepted = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._boxes: tuple[DraftBox, ...] = ()
        self._says: Callable[[DraftBox], str] = lambda box: box.label
        self._snap: Callable[[Rect, BoxId | None, bool], Rect] = lambda rect, box_id, whole: rect
        self._current: BoxId | None = None
        self._shows_frames = True
        self._can_edit = True
        self._drag = _Drag()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Page with its boxes")

    def set_up(
        self,
        says: Callable[[DraftBox], str],
        snap: Callable[[Rect, BoxId | None, bool], Rect],
        *,
        can_edit: bool,
    ) -> None:
        """Say what boxes are called and where edges jump to."""
        self._says, self._snap, self._can_edit = says, snap, can_edit

    def show_boxes(self, boxes: Sequence[DraftBox], current: BoxId | None) -> None:
        """Show the page's boxes, one of them chosen."""
        self._boxes, self._current = tuple(boxes), current
        now = self._now
        self.setAccessibleDescription(self._says(now) if now is not None else "")
        self.update()

    def show_frames(self, shown: bool) -> None:
        """Show or hide the boxes."""
        self._shows_frames = shown
        self.update()

    @property
    def _now(self) -> DraftBox | None:
        return next((box for box in self._boxes if box.id == self._current), None)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paper, the blank's picture, the boxes in their states, the chosen one with its grips."""
        painter = QPainter(self)
        self._paint_page(painter)
        if self._shows_frames:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for box in self._boxes:
                if box.id != self._current:
                    self._paint_box(painter, box)
            if (now := self._now) is not None:
                self._paint_box(painter, now)
                self._paint_chosen(painter, now)
        if self._drag.is_on and self._drag.doing is _Doing.DRAWING:
            painter.setPen(QPen(QColor(LIGHT.accent), 1.5, Qt.PenStyle.DashLine))
            painter.drawRect(self._geometry.rect(self._drag.rect))
        painter.end()

    def _paint_box(self, painter: QPainter, box: DraftBox) -> None:
        look = LOOKS[box.state]
        seen = self._seen(box)
        tint = QColor(look.color)
        tint.setAlpha(look.tint)
        painter.fillRect(seen, tint)
        painter.setPen(QPen(QColor(look.color), 1, look.line))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(seen)
        for at in range(1, box.cells):
            x = seen.left() + seen.width() * at / box.cells
            painter.drawLine(QPointF(x, seen.top()), QPointF(x, seen.bottom()))
        if seen.width() > 22 and seen.height() > 8:
            self._paint_sign(painter, seen, look.sign, look.color)

    def _paint_sign(self, painter: QPainter, seen: QRectF, sign: str, color: str) -> None:
        font = QFont(self.font())
        font.setPixelSize(round(min(11.0, max(8.0, seen.height() - 2))))
        font.setWeight(QFont.Weight.Bold)
        painter.setFont(font)
        painter.setPen(QColor(color))
        painter.drawText(seen.adjusted(0, 0, -3, 0), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, sign)

    def _paint_chosen(self, painter: QPainter, box: DraftBox) -> None:
        seen = self._seen(box).adjusted(-1, -1, 1, 1)
        painter.setPen(QPen(QColor(LIGHT.accent), 2))
        painter.drawRect(seen)
        if box.own or not self._can_edit:
            return
        painter.setBrush(QColor("#ffffff"))
        painter.setPen(QPen(QColor(LIGHT.accent), 1))
        for _, spot in _grips(seen):
            painter.drawRect(QRectF(spot.x() - 2.5, spot.y() - 2.5, 5, 5))

    def _seen(self, box: DraftBox) -> QRectF:
        dragged = self._drag.is_on and box.id == self._current and self._drag.doing in (_Doing.MOVING, _Doing.SIZING)
        return self._geometry.rect(self._drag.rect if dragged else box.rect)

    def _at(self, spot: QPointF) -> DraftBox | None:
        """The smallest box there, with two pixels around it."""
        here = [box for box in self._boxes if self._geometry.rect(box.rect).adjusted(-2, -2, 2, 2).contains(spot)]
        return min(here, key=lambda box: box.rect.width * box.rect.height, default=None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a grip, a box, or begin to draw one."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        spot, now = event.position(), self._now
        if now is not None and (corner := self._grip_at(spot, now)) is not None:
            self._drag = _Drag(_Doing.SIZING, spot, now.rect, self._on_paper(corner))
            return
        box = self._at(spot)
        if box is None:
            self._drag = _Drag(_Doing.DRAWING if self._can_edit else _Doing.NOTHING, spot)
            return
        self._drag = _Drag(_Doing.MOVING if self._can_edit and not box.own else _Doing.NOTHING, spot, box.rect)
        self.chosen.emit(box.id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse."""
        drag = self._drag
        if drag.doing is _Doing.NOTHING or not event.buttons() & Qt.MouseButton.LeftButton:
            self._show_cursor(event.position())
            return
        away = event.position() - drag.start
        if not drag.is_on and abs(away.x()) + abs(away.y()) < _DRAG_PX:
            return
        drag.is_on = True
        now = self._now
        if drag.doing is _Doing.DRAWING:
            drag.rect = self._snap(self._between(drag.start, event.position()), None, False)
        elif now is not None:
            back, _ = self._geometry.to_screen.inverted()
            dx, dy = back.map(away).x() - back.map(QPointF()).x(), back.map(away).y() - back.map(QPointF()).y()
            is_move = drag.doing is _Doing.MOVING
            rect = _dragged(now.rect, dx, dy, None if is_move else drag.corner)
            drag.rect = self._snap(rect, now.id, is_move)
            if not is_move:
                drag.rect = _sides(drag.corner, drag.rect, rect)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Keep what was drawn, moved or resized."""
        drag, self._drag = self._drag, _Drag()
        if drag.is_on and drag.doing is _Doing.DRAWING:
            self.drawn.emit(drag.rect)
        elif drag.is_on and self._current is not None:
            self.placed.emit(self._current, drag.rect, drag.doing is _Doing.MOVING)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move a drawn box, with Shift they size it; Tab goes on, Enter accepts, Esc goes to the table."""
        key, shifted = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        now = self._now
        if key in _ARROWS and now is not None and not now.own and self._can_edit:
            self.nudged.emit(*_ARROWS[Qt.Key(key)], shifted)
        elif key in _ARROWS:
            self.stepped.emit(1 if key in (Qt.Key.Key_Right, Qt.Key.Key_Down) else -1)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.deleted.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accepted.emit()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Say what the box under the pointer is for."""
        if isinstance(event, QHelpEvent):
            box = self._at(event.pos().toPointF())
            QToolTip.showText(event.globalPos(), self._says(box) if box is not None else "", self)
            return True
        return super().event(event)

    def _between(self, start: QPointF, end: QPointF) -> Rect:
        back, _ = self._geometry.to_screen.inverted()
        a, b = back.map(start), back.map(end)
        x0, x1 = sorted((a.x(), b.x()))
        y0, y1 = sorted((a.y(), b.y()))
        return Rect(x0, y0, x1, y1)

    def _grip_at(self, spot: QPointF, box: DraftBox) -> tuple[int, int] | None:
        if box.own or not self._can_edit:
            return None
        seen = self._geometry.rect(box.rect).adjusted(-1, -1, 1, 1)
        near = [
            (abs(at.x() - spot.x()) + abs(at.y() - spot.y()), corner)
            for corner, at in _grips(seen)
            if abs(at.x() - spot.x()) <= _GRIP_PX / 2 + 1 and abs(at.y() - spot.y()) <= _GRIP_PX / 2 + 1
        ]
        return min(near)[1] if near else None

    def _on_paper(self, corner: tuple[int, int]) -> tuple[int, int]:
        """Which sides of the paper's own rectangle a grip is at, however the page is turned."""
        back, _ = self._geometry.to_screen.inverted()
        along = back.map(QPointF(corner[0], -corner[1])) - back.map(QPointF())
        return _sign(along.x()), _sign(along.y())

    def _show_cursor(self, spot: QPointF) -> None:
        now = self._now
        grip = None if now is None else self._grip_at(spot, now)
        if grip is not None:
            diagonal = Qt.CursorShape.SizeBDiagCursor if grip[0] == grip[1] else Qt.CursorShape.SizeFDiagCursor
            flat = Qt.CursorShape.SizeHorCursor if grip[1] == 0 else Qt.CursorShape.SizeVerCursor
            self.setCursor(diagonal if 0 not in grip else flat)
            return
        box = self._at(spot)
        free = Qt.CursorShape.CrossCursor if self._can_edit else Qt.CursorShape.ArrowCursor
        self.setCursor(Qt.CursorShape.PointingHandCursor if box is not None else free)


def _sign(value: float) -> int:
    return 0 if abs(value) < 1e-6 else 1 if value > 0 else -1


def _grips(seen: QRectF) -> list[tuple[tuple[int, int], QPointF]]:
    """The places where a box is taken to size it: sides as -1, 0 or 1 to the right and upwards, and where each is."""
    xs = {-1: seen.left(), 0: seen.center().x(), 1: seen.right()}
    ys = {-1: seen.bottom(), 0: seen.center().y(), 1: seen.top()}
    sides = [(x, y) for x in xs for y in ys if (x, y) != (0, 0)]
    if seen.width() < 5 * _GRIP_PX or seen.height() < 3 * _GRIP_PX:
        sides = [(x, y) for x, y in sides if x != 0 and y != 0]
    return [((x, y), QPointF(xs[x], ys[y])) for x, y in sides]


def _dragged(rect: Rect, dx: float, dy: float, corner: tuple[int, int] | None) -> Rect:
    if corner is None:
        return Rect(rect.x0 + dx, rect.y0 + dy, rect.x1 + dx, rect.y1 + dy)
    x0, x1 = sorted((rect.x0 + dx * (corner[0] == -1), rect.x1 + dx * (corner[0] == 1)))
    y0, y1 = sorted((rect.y0 + dy * (corner[1] == -1), rect.y1 + dy * (corner[1] == 1)))
    return Rect(x0, y0, x1, y1)


def _sides(corner: tuple[int, int], snapped: Rect, rect: Rect) -> Rect:
    """Only the sides that are dragged jump to a line."""
    return Rect(
        snapped.x0 if corner[0] == -1 else rect.x0,
        snapped.y0 if corner[1] == -1 else rect.y0,
        snapped.x1 if corner[0] == 1 else rect.x1,
        snapped.y1 if corner[1] == 1 else rect.y1,
    )


def kind_by_shape(rect: Rect) -> BoxKind:
    """What a person who draws such a box most likely means."""
    is_small = rect.width <= 16 and rect.height <= 16
    return BoxKind.CHECK if is_small else BoxKind.MULTILINE if rect.height > 30 else BoxKind.TEXT
