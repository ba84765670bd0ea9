"""Fields in rows: the name on the left, the field on the right, sections with a heading and a hairline."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSpacerItem, QWidget

from app.desk.look.tokens import GRID_PX
from app.desk.widgets.editors import Editor
from app.desk.widgets.plain import hairline, label, pane, set_role

_NAME_WIDTH_PX = 108


class FieldGrid(QWidget):
    """Rows of names and fields, in one or two columns."""

    def __init__(self, columns: int = 1, name_width_px: int = _NAME_WIDTH_PX) -> None:
        super().__init__()
        self._columns = columns
        self._at = 0
        self._names: dict[Editor, QLabel] = {}
        self._name_width_px = name_width_px
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GRID_PX)
        self._grid.setVerticalSpacing(GRID_PX)
        for column in range(columns):
            self._grid.setColumnMinimumWidth(column * 3, name_width_px)
            self._grid.setColumnStretch(column * 3 + 1, 1)
            if column + 1 < columns:
                self._grid.setColumnMinimumWidth(column * 3 + 2, GRID_PX)
        # Something across all columns, so that grids below each other share their edges whatever is in them.
        self._grid.addItem(QSpacerItem(0, 0), 0, 0, 1, columns * 3 - 1)

    def section(self, title: str) -> QLabel:
        """A heading over the rows that follow."""
        self._break_row()
        heading = label(title, "section")
        self._grid.addWidget(heading, self._row, 0, 1, -1)
        self._at += self._columns
        return heading

    def line(self) -> None:
        """A hairline across."""
        self._break_row()
        self._grid.addWidget(hairline(), self._row, 0, 1, -1)
        self._at += self._columns

    def add(self, editor: Editor, *, wide: bool = False, name: str = "") -> Editor:
        """A field in the next place; a wide one takes a row of its own."""
        if wide:
            self._break_row()
        column = (self._at % self._columns) * 3
        words = label(name or editor.name, "quiet", wrap=True)
        words.setBuddy(editor.field)
        words.setMinimumHeight(28)
        words.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        words.setFixedWidth(self._name_width_px)
        self._names[editor] = words
        self._grid.addWidget(words, self._row, column, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(editor, self._row, column + 1, 1, -1 if wide else 1, Qt.AlignmentFlag.AlignTop)
        self._at += self._columns if wide else 1
        return editor

    def add_wide(self, widget: QWidget) -> QWidget:
        """Any widget across all columns."""
        self._break_row()
        self._grid.addWidget(widget, self._row, 0, 1, -1)
        self._at += self._columns
        return widget

    def show_row(self, editor: Editor, *, shown: bool) -> None:
        """Show or hide a field with its name."""
        editor.setVisible(shown)
        self._names[editor].setVisible(shown)

    def name(self, editor: Editor, words: str) -> None:
        """Give a field another name."""
        self._names[editor].setText(words)
        editor.field.setAccessibleName(words)

    def mark(self, editor: Editor, word: str) -> None:
        """Say beside the name how much the form insists on it: "Required", "Important" or nothing."""
        words = self._names.get(editor)
        if words is not None:
            words.setText(f"{editor.name} · {word}" if word else editor.name)
            set_role(words, "role", "strong" if word == "Required" else "quiet")

    @property
    def _row(self) -> int:
        return self._at // self._columns

    def _break_row(self) -> None:
        if rest := self._at % self._columns:
            self._at += self._columns - rest


def page_of(*widgets: QWidget) -> QWidget:
    """Widgets below each other on plain ground, with the margins of a page."""
    holder = pane()
    grid = QGridLayout(holder)
    grid.setContentsMargins(16, GRID_PX, 16, 24)
    grid.setVerticalSpacing(GRID_PX)
    for at, widget in enumerate(widgets):
        grid.addWidget(widget, at, 0)
    grid.setRowStretch(len(widgets), 1)
    return holder
