"""The therapies tried beside the length that the payer asks for, drawn."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.desk.chart.painting import paint_picture
from app.desk.look.theme import tokens
from app.desk.widgets.plain import follow_theme
from app.domain.measures import LengthsSpec, lengths_height, lengths_picture

_SCALE = 1.4
_EDGE_PX = 16


class LengthsCanvas(QWidget):
    """Bars with the payer's line across them; said in words to screen readers."""

    def __init__(self) -> None:
        super().__init__()
        self.spec: LengthsSpec | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("How long each therapy was tried")
        follow_theme(self, self.update)
        self.hide()

    def show_lengths(self, spec: LengthsSpec | None) -> None:
        """Draw other lengths; nothing where the payer asks for none."""
        if spec == self.spec:
            return
        self.spec = spec
        self.setVisible(spec is not None)
        self.setAccessibleDescription("" if spec is None else spec.words)
        self.setToolTip("" if spec is None else spec.words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is room, as high as the rows."""
        return QSize(300, 0 if self.spec is None else round(lengths_height(self.spec) * _SCALE) + 16)

    def minimumSizeHint(self) -> QSize:
        """No lower than the rows."""
        return QSize(240, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the shapes for the room there is."""
        if self.spec is None:
            return
        painter = QPainter(self)
        painter.translate(_EDGE_PX, 8)
        picture = lengths_picture(self.spec, (self.width() - 2 * _EDGE_PX) / _SCALE)
        paint_picture(painter, picture, _SCALE, tokens())
        painter.end()
