"""A place to draw a signature with mouse or pen, or to type it."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QRawFont, QTabletEvent
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.desk.look.theme import tokens
from app.desk.look.tokens import LIGHT
from app.desk.widgets.plain import button, label, row
from app.errors import AppError
from app.places import bundled
from app.signing.mark import DrawnMark, Mark, PenPoint, PictureMark, Stroke, TypedMark, check_mark

_SIZE = (420, 140)
_INK_PX = 2.2


class DrawingPad(QWidget):
    """White paper with a line to sign on."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(*_SIZE)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName("Draw your signature here; type it instead if you cannot draw")
        self._strokes: list[list[PenPoint]] = []
        self._clock = QElapsedTimer()
        self._is_down = False

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        """What was drawn."""
        return tuple(tuple(stroke) for stroke in self._strokes if len(stroke) > 1)

    def clear(self) -> None:
        """Take the ink away."""
        self._strokes = []
        self.changed.emit()
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the pen down."""
        self._down(event.position(), 0.5)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw."""
        self._move(event.position(), 0.5)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lift the pen."""
        self._up()

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Draw with a pen that feels pressure."""
        if event.type() is QTabletEvent.Type.TabletPress:
            self._down(event.position(), event.pressure())
        elif event.type() is QTabletEvent.Type.TabletMove:
            self._move(event.position(), event.pressure())
        else:
            self._up()
        event.accept()

    def _down(self, at: QPointF, pressure: float) -> None:
        if not self._strokes:
            self._clock.start()
        self._is_down = True
        self._strokes.append([])
        self._move(at, pressure)

    def _move(self, at: QPointF, pressure: float) -> None:
        if self._is_down:
            self._strokes[-1].append(PenPoint(at.x(), at.y(), pressure, float(self._clock.elapsed())))
            self.update()

    def _up(self) -> None:
        if self._is_down:
            self._is_down = False
            self.changed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paper, line, ink."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor("#ffffff"))
        painter.setPen(QPen(QColor(tokens().edge), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.setPen(QPen(QColor(LIGHT.faint), 1))
        painter.drawLine(24, 104, self.width() - 24, 104)
        painter.setPen(QPen(QColor("#101418"), _INK_PX, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, _JOIN))
        for stroke in self._strokes:
            path = QPainterPath(QPointF(stroke[0].x, stroke[0].y))
            for point in stroke[1:]:
                path.lineTo(point.x, point.y)
            painter.drawPath(path)
        painter.end()


_JOIN = Qt.PenJoinStyle.RoundJoin


class TypedPad(QWidget):
    """A name set in the hand face, as it will print."""

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setFixedSize(*_SIZE)
        self.field = QLineEdit(name)
        self.field.setAccessibleName("Your name as a signature")
        self.field.textChanged.connect(lambda _: self.changed.emit())
        self.field.textChanged.connect(lambda _: self.update())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addStretch(1)
        layout.addWidget(self.field)
        self._font = QRawFont(str(bundled("resources", "fonts", "DancingScript-SemiBold.ttf")), 40)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paper and the name on it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor("#ffffff"))
        painter.setPen(QPen(QColor(tokens().edge), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.setPen(QColor("#101418"))
        glyphs = self._font.glyphIndexesForString(self.field.text())
        advances = self._font.advancesForGlyphIndexes(glyphs)
        along = 24.0
        path = QPainterPath()
        for glyph, advance in zip(glyphs, advances, strict=True):
            path.addPath(self._font.pathForGlyph(glyph).translated(along, 70))
            along += advance.x()
        painter.fillPath(path, QColor("#101418"))
        painter.end()


class PicturePad(QWidget):
    """The signature out of a picture, as it will print."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(*_SIZE)
        self.mark: PictureMark | None = None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paper and the ink on it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#ffffff"))
        painter.setPen(QPen(QColor(tokens().edge), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        if self.mark is not None:
            stride = (self.mark.width + 7) // 8
            ink = QImage(self.mark.bits, self.mark.width, self.mark.height, stride, QImage.Format.Format_Mono)
            ink.setColorTable([0xFFFFFFFF, 0xFF101418])
            shown = ink.scaled(self.size() - QSize(24, 24), _KEEP, Qt.TransformationMode.SmoothTransformation)
            painter.drawImage((self.width() - shown.width()) // 2, (self.height() - shown.height()) // 2, shown)
        painter.end()


_KEEP = Qt.AspectRatioMode.KeepAspectRatio


class MarkPad(QWidget):
    """Drawing, typing or a picture, one of them."""

    changed = Signal()
    #: Somebody wants the signature out of a picture; whoever holds the pad gives it by `show_picture`.
    picture_wanted = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.drawing, self.typing = DrawingPad(), TypedPad(name)
        self._stack = QStackedWidget()
        self._stack.setFixedSize(*_SIZE)
        self._stack.addWidget(self.drawing)
        self._stack.addWidget(self.typing)
        self.picture = PicturePad()
        self._stack.addWidget(self.picture)
        group = QButtonGroup(self)
        self.draw_button = self._chip("Draw", 0, group)
        self.type_button = self._chip("Type", 1, group)
        self.picture_button = self._chip("Picture", 2, group)
        self.picture_button.clicked.connect(self.picture_wanted)
        self.picture_button.hide()
        clear = button("Clear", self.drawing.clear, kind="link")
        self._said = label("", "hint")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row(self.draw_button, self.type_button, self.picture_button, clear, None))
        layout.addWidget(self._stack)
        layout.addWidget(self._said)
        self.drawing.changed.connect(self._look)
        self.typing.changed.connect(self._look)
        self.draw_button.setChecked(True)

    @property
    def mark(self) -> Mark | None:
        """The mark, or None while there is too little of it."""
        if self._stack.currentIndex() == 2:
            return self.picture.mark
        if self._stack.currentIndex() == 0:
            made: Mark = DrawnMark(self.drawing.strokes)
        else:
            made = TypedMark(self.typing.field.text().strip())
        try:
            check_mark(made)
        except AppError:
            return None
        return made

    def show_typing(self) -> None:
        """Type instead of drawing."""
        self.type_button.click()

    def offer_pictures(self) -> None:
        """Offer a picture as well; `picture_wanted` then comes."""
        self.picture_button.show()

    def show_picture(self, mark: PictureMark) -> None:
        """Show what was found in a picture."""
        self.picture.mark = mark
        self.picture.update()
        self.picture_button.setChecked(True)
        self._look()

    def _chip(self, text: str, at: int, group: QButtonGroup) -> QPushButton:
        made = button(text, kind="chip", says=f"{text} the signature")
        made.setCheckable(True)
        group.addButton(made)
        made.toggled.connect(lambda is_on: self._turn(at) if is_on else None)
        return made

    def _turn(self, at: int) -> None:
        self._stack.setCurrentIndex(at)
        self._look()

    def _look(self) -> None:
        is_little = self._stack.currentIndex() == 0 and bool(self.drawing.strokes) and self.mark is None
        self._said.setText("A little more ink, so that it can be seen." if is_little else "")
        self.changed.emit()
