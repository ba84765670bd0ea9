"""The fields of one row of the review: here and in the file side by side, each with its tick."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from app.desk.intake.taking import Taking
from app.desk.intake.words import KIND_WORDS
from app.desk.patients.lists import LINE_WORDS
from app.desk.widgets.choice import Choice
from app.desk.widgets.plain import button, column, empty, label, row, scrolling
from app.desk.widgets.tick import Tick
from app.domain.practice import Line
from app.intake.review.rows import FieldLine, Row, RowState

_WIDTH_PX = 440
_LEAST_PX = 340
#: Of the screen, which the table shares.
_PART = 0.38


class LinesPane(QWidget):
    """One row in detail. `changed` comes whenever something else is taken."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(_WIDTH_PX)
        self.line_choice: Choice | None = None
        self.all_button: QPushButton | None = None
        self._taking: Taking | None = None
        self._row: Row | None = None
        self.ticks: dict[str, Tick] = {}
        self._content = QWidget()
        self._inside = QVBoxLayout(self._content)
        self._inside.setContentsMargins(16, 8, 16, 8)
        self._inside.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolling(self._content))

    def fit(self, screen_px: int) -> None:
        """Take a part of the screen's width that leaves the table room for names."""
        self.setFixedWidth(max(_LEAST_PX, min(_WIDTH_PX, round(screen_px * _PART))))

    def show_row(self, taking: Taking | None, shown: Row | None) -> None:
        """Show a row, or nothing."""
        self._taking, self._row, self.ticks = taking, shown, {}
        self.line_choice = self.all_button = None
        empty(self._inside)
        if taking is None or shown is None:
            return
        self._inside.addWidget(label(f"{KIND_WORDS.get(shown.kind, shown.kind)}: {shown.title}", "section", wrap=True))
        if shown.where:
            self._inside.addWidget(label(f"In the file: {shown.where}", "quiet", wrap=True))
        if shown.note:
            self._inside.addWidget(label(shown.note, "warn", wrap=True))
        elif shown.asks_line:
            self._inside.addLayout(self._line_of_business(shown))
        if shown.lines:
            self._inside.addLayout(self._fields(shown))
        elif not shown.note and shown.can_be_taken:
            is_new = shown.state is RowState.NEW
            says = "A new record, taken whole." if is_new else "It takes the place of the one here, whole."
            self._inside.addWidget(label(says, "quiet", wrap=True))
        self._inside.addStretch(1)

    def _line_of_business(self, shown: Row) -> QVBoxLayout:
        choice = Choice()
        choice.setAccessibleName("Line of business")
        choice.set_items([(None, "not taken over"), *LINE_WORDS.items()])
        taken = self._taking.choices.get(shown.id) if self._taking is not None else None
        choice.set_value(None if taken is None else taken.line)
        choice.currentIndexChanged.connect(lambda _: self._say_line(choice.value))
        self.line_choice = choice
        says = "The file does not say the line of business. Rules, forms and fax numbers hang on it: look at the card."
        lines = column(label(says, "quiet", wrap=True), row(label("Line of business"), choice), gap=4)
        count = len(self._taking.of_same_payer(shown)) if self._taking is not None else 0
        if count > 1:
            self.all_button = button(f"The same for all {count:,} plans of this payer", self._say_of_all, kind="link")
            self.all_button.setEnabled(taken is not None)
            lines.addLayout(row(self.all_button, None))
        return lines

    def _fields(self, shown: Row) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        for at, title in enumerate(("Field", "Here", "In the file")):
            grid.addWidget(label(title, "quiet"), 0, at)
        for number, line in enumerate(shown.lines, 1):
            grid.addWidget(self._tick(shown, line), number, 0)
            grid.addWidget(label(line.ours or "—", "" if line.ours else "quiet", wrap=True), number, 1)
            grid.addWidget(label(line.theirs, "warn" if line.replaces else "good", wrap=True), number, 2)
        for at, stretch in enumerate((4, 3, 4)):
            grid.setColumnStretch(at, stretch)
        return grid

    def _tick(self, shown: Row, line: FieldLine) -> QWidget:
        taking = self._taking
        if taking is None or taking.is_whole(shown) or shown.note:
            return label(line.title, wrap=True)
        made = Tick(line.title)
        made.setChecked(taking.is_taken(shown, line.path))
        says = (
            f"{line.title}: {line.theirs} in place of {line.ours}" if line.replaces else f"{line.title}: {line.theirs}"
        )
        made.setAccessibleName(says)
        made.toggled.connect(lambda _: self._toggle(line.path))
        self.ticks[line.path] = made
        return made

    def _toggle(self, path: str) -> None:
        if self._taking is not None and self._row is not None:
            self._taking.toggle_line(self._row, path)
            self.changed.emit()

    def _say_of_all(self) -> None:
        line = None if self.line_choice is None else self.line_choice.value
        if self._taking is not None and self._row is not None and isinstance(line, Line):
            self._taking.say_line_of_all(self._row, line)
            self.changed.emit()

    def _say_line(self, value: object) -> None:
        if self.all_button is not None:
            self.all_button.setEnabled(isinstance(value, Line))
        if self._taking is not None and self._row is not None:
            self._taking.say_line(self._row, value if isinstance(value, Line) else None)
            self.changed.emit()
