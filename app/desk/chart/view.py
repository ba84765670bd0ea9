"""A chart, and the same months as a table beneath it."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.desk.chart.painting import paint_picture
from app.desk.look.theme import tokens
from app.desk.widgets.choice import Choice
from app.desk.widgets.plain import follow_theme, label
from app.desk.widgets.table import Column, RowsTable
from app.domain.measures import ChartSpec, picture_of

#: Pixels a point: the chart's smallest words are then as large as the desk's hints.
_SCALE = 1.4
_HEIGHT_PX = 252
_LEAST_PX = round(200 * _SCALE)

Month = tuple[str, str, str]

_COLUMNS: tuple[Column[Month], ...] = (
    Column("Month", lambda line: line[0], strong=True),
    Column("Value", lambda line: line[1] or "not recorded", 112),
    Column("When", lambda line: line[2], 136, role=lambda _: "quiet"),
)


class ChartCanvas(QWidget):
    """The drawing alone; what it shows is said in words to screen readers."""

    def __init__(self) -> None:
        super().__init__()
        self.spec: ChartSpec | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(_LEAST_PX)
        follow_theme(self, self.update)

    def show_chart(self, spec: ChartSpec | None) -> None:
        """Draw a chart."""
        self.spec = spec
        self.setAccessibleName("" if spec is None else f"Chart: {spec.title}, {spec.recorded}")
        self.setAccessibleDescription("" if spec is None else chart_words(spec))
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(420, _HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the shapes for the room there is."""
        if self.spec is None:
            return
        painter = QPainter(self)
        picture = picture_of(self.spec, self.width() / _SCALE, self.height() / _SCALE)
        paint_picture(painter, picture, _SCALE, tokens())
        painter.end()


class ChartPane(QWidget):
    """The charts of a patient, one at a time, each with its table."""

    def __init__(self) -> None:
        super().__init__()
        self.specs: tuple[ChartSpec, ...] = ()
        self.choice = Choice()
        self.choice.setAccessibleName("Measure on the chart")
        self.canvas = ChartCanvas()
        self.table: RowsTable[Month] = RowsTable(_COLUMNS, lambda line: line[0], "Months of the chart")
        self._teach = label(
            "The chart appears with the first number: days a month before treatment and since.", "quiet", wrap=True
        )
        self.choice.currentIndexChanged.connect(lambda _: self._draw())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 8)
        layout.setSpacing(8)
        for part in (self.choice, self.canvas, self._teach, self.table):
            layout.addWidget(part)
        layout.setStretch(3, 1)
        layout.addStretch(0)
        self.show_charts(())

    def show_charts(self, specs: tuple[ChartSpec, ...]) -> None:
        """Show the charts; the measure looked at stays."""
        self.specs = specs
        self.choice.set_items([(spec.title, spec.title) for spec in specs])
        self.choice.setVisible(len(specs) > 1)
        self._teach.setVisible(not specs)
        self.canvas.setVisible(bool(specs))
        self.table.setVisible(bool(specs))
        self._draw()

    def _draw(self) -> None:
        spec = next((item for item in self.specs if item.title == self.choice.value), None)
        self.canvas.show_chart(spec)
        self.table.set_rows(() if spec is None else spec.rows)
        self.table.setAccessibleDescription("" if spec is None else chart_words(spec))


def chart_words(spec: ChartSpec) -> str:
    """The whole chart in words: what a reader hears instead of seeing it."""
    told = [f"{spec.recorded}."]
    told += [f"{month}: {value}{f', {phase}' if phase else ''}." for month, value, phase in spec.rows if value]
    told += [f"{spec.began}."] if spec.began else []
    told += [f"Line: {level.text}." for level in spec.levels]
    return " ".join(told)
