"""The chart of a letter, drawn from its shapes as vectors."""

from __future__ import annotations

from typing import Final

from reportlab.lib.colors import Color, black, white
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from app.domain.measures import ChartSpec, Line, Rect, Text, picture_of
from app.domain.measures.picture import Anchor, Fill
from app.packet._sheet import BOLD, REGULAR, register

#: Dark enough for a fax to keep solid, light enough to save toner.
_SOLID: Final = Color(0.22, 0.22, 0.22)
_STRIPE_PT: Final = 3.0


class ChartDrawing(Flowable):  # type: ignore[misc]
    """A chart as a part of a page."""

    def __init__(self, spec: ChartSpec, width: float, height: float) -> None:
        super().__init__()
        self.width, self.height = width, height
        self._picture = picture_of(spec, width, height)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """The size, whatever room there is."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw every shape."""
        canvas: Canvas = self.canv
        canvas.saveState()
        canvas.setStrokeColor(black)
        for shape in self._picture.shapes:
            if isinstance(shape, Rect):
                _rect(canvas, shape)
            elif isinstance(shape, Line):
                _line(canvas, shape)
            else:
                _text(canvas, shape)
        canvas.restoreState()


def _rect(canvas: Canvas, shape: Rect) -> None:
    canvas.setLineWidth(0.9)
    canvas.setDash()
    canvas.setFillColor(_SOLID if shape.fill is Fill.SOLID else white)
    canvas.rect(shape.x, shape.y, shape.width, shape.height, fill=1, stroke=1)
    if shape.fill is Fill.STRIPED:
        _stripes(canvas, shape)


def _stripes(canvas: Canvas, shape: Rect) -> None:
    canvas.saveState()
    edge = canvas.beginPath()
    edge.rect(shape.x, shape.y, shape.width, shape.height)
    canvas.clipPath(edge, stroke=0, fill=0)
    canvas.setLineWidth(0.7)
    for step in range(int((shape.width + shape.height) / _STRIPE_PT) + 1):
        x = shape.x - shape.height + step * _STRIPE_PT
        canvas.line(x, shape.y, x + shape.height, shape.y + shape.height)
    canvas.restoreState()


def _line(canvas: Canvas, shape: Line) -> None:
    canvas.setLineWidth(shape.width)
    canvas.setDash(*([list(shape.dash)] if shape.dash else []))
    canvas.line(shape.x1, shape.y1, shape.x2, shape.y2)


def _text(canvas: Canvas, shape: Text) -> None:
    canvas.setFillColor(black)
    canvas.setFont(register(BOLD if shape.bold else REGULAR), shape.size)
    write = {
        Anchor.START: canvas.drawString,
        Anchor.MIDDLE: canvas.drawCentredString,
        Anchor.END: canvas.drawRightString,
    }
    write[shape.anchor](shape.x, shape.y, shape.text)
