"""What the columns of a list hold: a line each, guessed from its heading or as it was said before."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.desk.intake.words import meanings
from app.desk.widgets.choice import Choice
from app.desk.widgets.plain import button, empty, label, row, scrolling, stretchy
from app.intake.reading.columns import Meaning
from app.intake.reading.rows import Sheet

_SAMPLES = 2


class ColumnsPane(QWidget):
    """One line a column. `settled` comes with the meanings when they are right."""

    settled = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.choices: list[Choice] = []
        self._items = meanings()
        self._about = label("", wrap=True)
        self._content = QWidget()
        self._grid = QGridLayout(self._content)
        self._grid.setContentsMargins(16, 8, 16, 8)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self.go_on = button("Go on", self._settle, kind="primary")
        head = row(stretchy(self._about), self.go_on, gap=12)
        head.setContentsMargins(16, 8, 16, 8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(head)
        layout.addWidget(scrolling(self._content), 1)

    def show_columns(self, sheet: Sheet, columns: tuple[Meaning | None, ...], *, remembered: bool) -> None:
        """Show the columns of a list with what they seem to hold."""
        empty(self._grid)
        self.choices = []
        known = sum(meaning is not None for meaning in columns)
        said = "as you said for the last list of this kind" if remembered else "told from their headings"
        self._about.setText(
            f"{len(sheet.rows)} lines. {known} of {len(columns)} columns are known, {said}. "
            "Look at them once; the choice is remembered."
        )
        for at, title in enumerate(("Column of the list", "First lines", "Holds")):
            self._grid.addWidget(label(title, "quiet"), 0, at)
        for number, heading in enumerate(sheet.headings):
            cells = [line.cells[number] for line in sheet.rows if number < len(line.cells) and line.cells[number]]
            choice = Choice()
            choice.setAccessibleName(f"What the column {heading} holds")
            choice.set_items(self._items)
            choice.set_value(columns[number] if number < len(columns) else None)
            self.choices.append(choice)
            self._grid.addWidget(label(heading or "(no heading)", "strong", wrap=True), number + 1, 0)
            self._grid.addWidget(label(" · ".join(cells[:_SAMPLES]), "quiet", wrap=True), number + 1, 1)
            self._grid.addWidget(choice, number + 1, 2)
        for at, stretch in enumerate((3, 4, 3)):
            self._grid.setColumnStretch(at, stretch)
        self._grid.setRowStretch(len(sheet.headings) + 1, 1)
        self.setFocusProxy(self.choices[0] if self.choices else self.go_on)

    def _settle(self) -> None:
        found = (choice.value for choice in self.choices)
        self.settled.emit(tuple(value if isinstance(value, Meaning) else None for value in found))
