"""A tick box in the desk's manner, painted from the tokens."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox

from app.desk.look.icons import pixmap
from app.desk.look.theme import tokens

_BOX_PX = 16
_GAP_PX = 8


class Tick(QCheckBox):
    """A tick box with its words."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.setAccessibleName(words)

    def sizeHint(self) -> QSize:
        """Box, gap, words."""
        return QSize(_BOX_PX + _GAP_PX + self.fontMetrics().horizontalAdvance(self.text()) + 4, 28)

    def minimumSizeHint(self) -> QSize:
        """Long words are cut with dots where the room is narrow."""
        return QSize(_BOX_PX + _GAP_PX + 40, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box, its tick, the words."""
        colors = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(1, (self.height() - _BOX_PX) / 2, _BOX_PX, _BOX_PX)
        fill = colors.accent if self.isChecked() else colors.raised
        edge = colors.accent if self.isChecked() or self.hasFocus() else colors.edge
        painter.setPen(QPen(QColor(edge), 2 if self.hasFocus() else 1))
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        if self.isChecked():
            picture = pixmap("check", colors.on_accent, round(_BOX_PX * self.devicePixelRatioF()))
            painter.drawPixmap(box.toRect(), picture)
        words = QRect(_BOX_PX + _GAP_PX, 0, self.width() - _BOX_PX - _GAP_PX, self.height())
        painter.setPen(QColor(colors.text if self.isEnabled() else colors.quiet))
        shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.end()

    def hitButton(self, pos: object) -> bool:
        """The words can be pressed as well."""
        return True
