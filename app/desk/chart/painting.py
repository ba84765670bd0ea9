"""Painting the shapes of a chart with the desk's colours."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen

from app.desk.look.tokens import Tokens
from app.domain.measures import Line, Picture, Rect, Text
from app.domain.measures.picture import Anchor, Fill


def paint_picture(painter: QPainter, picture: Picture, scale: float, colors: Tokens) -> None:
    """Paint every shape; the picture's origin is below, the screen's above."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for shape in picture.shapes:
        if isinstance(shape, Rect):
            _rect(painter, shape, picture.height, scale, colors)
        elif isinstance(shape, Line):
            _line(painter, shape, picture.height, scale, colors)
        else:
            _text(painter, shape, picture.height, scale, colors)


def _rect(painter: QPainter, shape: Rect, height: float, scale: float, colors: Tokens) -> None:
    area = QRectF(shape.x, height - shape.y - shape.height, shape.width, shape.height)
    area = QRectF(area.x() * scale, area.y() * scale, area.width() * scale, area.height() * scale)
    painter.setPen(QPen(QColor(colors.text), 1))
    fills = {
        Fill.SOLID: QBrush(QColor(colors.text)),
        Fill.EMPTY: QBrush(QColor(colors.ground)),
        Fill.STRIPED: QBrush(QColor(colors.text), Qt.BrushStyle.BDiagPattern),
    }
    painter.setBrush(fills[shape.fill])
    painter.drawRect(area)


def _line(painter: QPainter, shape: Line, height: float, scale: float, colors: Tokens) -> None:
    pen = QPen(QColor(colors.text), max(1.0, shape.width * scale))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if shape.dash:
        pen.setDashPattern([part * scale / pen.widthF() for part in shape.dash])
    painter.setPen(pen)
    start = QPointF(shape.x1 * scale, (height - shape.y1) * scale)
    painter.drawLine(QLineF(start, QPointF(shape.x2 * scale, (height - shape.y2) * scale)))


def _text(painter: QPainter, shape: Text, height: float, scale: float, colors: Tokens) -> None:
    font = QFont(painter.font())
    font.setPixelSize(max(9, round(shape.size * scale)))
    font.setWeight(QFont.Weight.DemiBold if shape.bold else QFont.Weight.Normal)
    painter.setFont(font)
    painter.setPen(QColor(colors.text))
    wide = QFontMetricsF(font).horizontalAdvance(shape.text)
    shift = {Anchor.START: 0.0, Anchor.MIDDLE: wide / 2, Anchor.END: wide}[shape.anchor]
    painter.drawText(QPointF(shape.x * scale - shift, (height - shape.y) * scale), shape.text)
