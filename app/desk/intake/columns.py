"""What the columns of a list hold: a line each, guessed from its heading or as it was said before."""

from __future__ import annotations

from itertools import islice

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.desk.intake.words import meanings
from app.desk.widgets.choice import Choice
from app.desk.widgets.plain import button, empty, label, row, scrolling, stretchy
from app.intake.reading.columns import Meaning
from app.intake.reading.rows import Row, Sheet

_SAMPLES = 2
#: Lines among which the samples are looked for.
_LOOKED_AT = 200
_AT_ONCE = 8


class ColumnsPane(QWidget):
    """One line a column. `settled` comes with the meanings when they are right."""

    settled = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.choices: list[Choice] = []
        self._items = meanings()
        self._sheet: Sheet | None = None
        self._columns: tuple[Meaning | None, ...] = ()
        self._first: list[Row] = []
        self._more = QTimer(self, singleShot=True, interval=0)
        self._more.timeout.connect(self._add_some)
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
        self.forget()
        known = sum(meaning is not None for meaning in columns)
        said = "as you said for the last list of this kind" if remembered else "told from their headings"
        self._about.setText(
            f"{len(sheet.rows):,} lines. {known} of {len(columns)} columns are known, {said}. "
            "Look at them once; the choice is remembered."
        )
        for at, title in enumerate(("Column of the list", "First lines", "Holds")):
            self._grid.addWidget(label(title, "quiet"), 0, at)
        for at, stretch in enumerate((3, 4, 3)):
            self._grid.setColumnStretch(at, stretch)
        self._grid.setRowStretch(len(sheet.headings) + 1, 1)
        self._first = list(islice(sheet.rows, _LOOKED_AT))
        self._sheet, self._columns = sheet, columns
        self._add_some()
        self.setFocusProxy(self.choices[0] if self.choices else self.go_on)

    def _add_some(self) -> None:
        """Add the next columns; a list can have hundreds, and the screen stays at hand meanwhile."""
        if self._sheet is None:
            return
        for number in range(len(self.choices), min(len(self.choices) + _AT_ONCE, len(self._sheet.headings))):
            self._add(number, self._sheet.headings[number])
        if len(self.choices) < len(self._sheet.headings):
            self._more.start()

    def _add(self, number: int, heading: str) -> None:
        cells = [line.cells[number] for line in self._first if number < len(line.cells) and line.cells[number]]
        choice = Choice()
        choice.setAccessibleName(f"What the column {heading} holds")
        choice.set_items(self._items)
        choice.set_value(self._columns[number] if number < len(self._columns) else None)
        self.choices.append(choice)
        self._grid.addWidget(label(heading or "(no heading)", "strong", wrap=True), number + 1, 0)
        self._grid.addWidget(label(" · ".join(cells[:_SAMPLES]), "quiet", wrap=True), number + 1, 1)
        self._grid.addWidget(choice, number + 1, 2)

    def forget(self) -> None:
        """Keep nothing of the list that was shown."""
        self._more.stop()
        self._sheet, self._columns, self._first, self.choices = None, (), [], []
        empty(self._grid)

    def _settle(self) -> None:
        said = (choice.value for choice in self.choices)
        found = tuple(value if isinstance(value, Meaning) else None for value in said)
        self.settled.emit((*found, *self._columns[len(found) :]))
