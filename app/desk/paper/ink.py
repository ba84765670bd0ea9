"""Draws set values on the screen: the same glyphs at the same places as in the printed file."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QGlyphRun, QPainter, QPainterPath, QPen, QRawFont

from app.desk.paper.geometry import PageGeometry
from app.pdf.ink.fonts import face_path
from app.pdf.setting import GlyphRun, Mark, Pen, Setting


@lru_cache(maxsize=256)
def _raw_font(face: str, size_px: float) -> QRawFont:
    return QRawFont(str(face_path(face)), size_px, QFont.HintingPreference.PreferNoHinting)


def draw_setting(painter: QPainter, setting: Setting, geometry: PageGeometry) -> None:
    """Draw one value into its box."""
    red, green, blue = setting.color
    color = QColor.fromRgbF(red, green, blue)
    painter.setPen(color)
    for run in setting.runs:
        draw_run(painter, run, geometry)
    for mark in setting.marks:
        draw_mark(painter, mark, geometry, color)


def draw_run(painter: QPainter, run: GlyphRun, geometry: PageGeometry) -> None:
    """Draw glyphs on their baseline."""
    scale = geometry.scale
    rises = run.rises or (0.0,) * len(run.ids)
    glyphs = QGlyphRun()
    glyphs.setRawFont(_raw_font(run.face, round(run.size_pt * scale, 2)))
    glyphs.setGlyphIndexes(list(run.ids))
    glyphs.setPositions([QPointF(s * scale, -r * scale) for s, r in zip(run.steps, rises, strict=True)])
    painter.save()
    painter.translate(geometry.point(run.x, run.y))
    painter.rotate(geometry.shape.turn - run.turn)
    painter.drawGlyphRun(QPointF(0, 0), glyphs)
    painter.restore()


def draw_mark(painter: QPainter, mark: Mark, geometry: PageGeometry, color: QColor) -> None:
    """Draw a tick or another shape."""
    path = QPainterPath()
    for pen, numbers in mark.steps:
        points = [geometry.point(numbers[at], numbers[at + 1]) for at in range(0, len(numbers), 2)]
        match pen:
            case Pen.MOVE:
                path.moveTo(points[0])
            case Pen.LINE:
                path.lineTo(points[0])
            case Pen.CURVE:
                path.cubicTo(*points)
            case Pen.CLOSE:
                path.closeSubpath()
    painter.save()
    if mark.stroke_pt:
        painter.strokePath(path, QPen(color, mark.stroke_pt * geometry.scale, Qt.PenStyle.SolidLine))
    else:
        painter.fillPath(path, color)
    painter.restore()
