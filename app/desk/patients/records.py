"""A list of a patient's records with the fields of the chosen one below it: plans, therapies, measures, treatments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desk.binding import RecordBinding
from app.desk.widgets.fields import FieldGrid
from app.desk.widgets.plain import button, hairline, label, pane, row, scrolling
from app.desk.widgets.table import Column, RowsTable


class RecordsPane(QWidget):
    """A table and the fields of its chosen row.

    Args:
        title: of the list.
        noun: of one record, for buttons: "therapy".
        columns: of the table.
        create: a new, empty record.
        teach: what is said while the list is empty.
    """

    edited = Signal(object, object)
    typed = Signal(object)
    added = Signal(object)
    removed = Signal(object)

    def __init__(
        self,
        title: str,
        noun: str,
        columns: Sequence[Column[Any]],
        create: Callable[[], Any],
        teach: str,
        *,
        is_narrow: bool = False,
    ) -> None:
        super().__init__()
        self._create = create
        self._wanted = ""
        self._fresh = ""
        self._offered: Callable[[], Any] | None = None
        self.first_field = ""
        #: Names of other records that columns show, by id.
        self.known_names: dict[object, str] = {}
        self.noun = noun
        self.binding = RecordBinding(self)
        self.table: RowsTable[Any] = RowsTable(columns, lambda item: item.id, title)
        self._is_narrow = is_narrow
        self.fields = FieldGrid(columns=1 if is_narrow else 2)
        self.add_button = button(f"Add {noun}", self.add, icon_name="plus")
        self.remove_button = button("Remove", self._remove, kind="link", says=f"Remove this {noun}")
        self._teach = label(teach, "quiet", wrap=True)
        self._below = pane()
        self._build(title)
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda _: self.focus_first())
        self.binding.edited.connect(self._edited)
        self.binding.typed.connect(self.typed)

    def _build(self, title: str) -> None:
        self.setMinimumWidth(0)
        head = row(label(title, "section"), None, self.remove_button, self.add_button, gap=4)
        below = QVBoxLayout(self._below)
        below.setContentsMargins(0, 8, 0, 16)
        below.addWidget(self.fields)
        below.addStretch(1)
        self._outer = QHBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)
        layout = QVBoxLayout()
        self._outer.addLayout(layout, 3)
        layout.setContentsMargins(*((0, 4, 0, 0) if self._is_narrow else (16, 4, 16, 0)))
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self._teach)
        layout.addWidget(self.table)
        layout.addWidget(hairline())
        if self._is_narrow:
            layout.addWidget(self._below)
        else:
            layout.addWidget(scrolling(self._below), 1)

    def put_beside(self, widget: QWidget) -> None:
        """Show something that belongs to the list on its right."""
        self._outer.addWidget(hairline(upright=True))
        self._outer.addWidget(widget, 2)

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show the records as they are kept."""
        self.table.set_rows(rows)
        if self._wanted and (at := self.table.rows_model.row_named(self._wanted)) >= 0:
            self._wanted = ""
            self.table.selectRow(at)
        self._teach.setVisible(not rows)
        self.table.setVisible(bool(rows))
        self.table.fit_height(6 if self._is_narrow else 9)
        self._choose(self.table.current)

    def offer(self, create: Callable[[], Any], words: str) -> None:
        """Let the next addition be this record."""
        self._offered = create
        self.add_button.setText(words)
        self.add_button.setAccessibleName(words)

    def add(self) -> None:
        """Add a record and begin with its first field."""
        record = (self._offered or self._create)()
        if self._offered is not None:
            self.offer(self._create, f"Add {self.noun}")
            self._offered = None
        self._wanted = self._fresh = record.id
        self.added.emit(record)

    def choose(self, record_id: str) -> None:
        """Choose a record by its name."""
        at = self.table.rows_model.row_named(record_id)
        if at >= 0:
            self.table.selectRow(at)

    def focus_first(self) -> None:
        """Put the focus into the first field."""
        name = self.first_field or next(iter(self.binding.editors), "")
        self.binding.focus(name)

    def _choose(self, record: Any) -> None:
        self._below.setEnabled(record is not None)
        self._below.setVisible(record is not None)
        self.remove_button.setVisible(record is not None)
        self.binding.load(record)
        if record is not None and record.id == self._fresh:
            self._fresh = ""
            self.focus_first()

    def _edited(self, before: object, after: object) -> None:
        self.edited.emit(before, after)

    def _remove(self) -> None:
        record = self.table.current
        if record is not None:
            self.removed.emit(record)
