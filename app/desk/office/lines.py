"""A payer's lines of business, each with the telephone and fax that its requests go to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.patients.lists import LINE_WORDS
from app.desk.widgets.choice import Choice
from app.desk.widgets.editors import Editor
from app.desk.widgets.plain import button, empty, row, tool
from app.desk.widgets.shaped import PhoneEditor
from app.domain.practice import Line, PayerLine


class PayerLinesEditor(Editor):
    """One row a line of business."""

    def __init__(self, name: str = "Lines of business") -> None:
        self._holder = QWidget()
        super().__init__(name, self._holder)
        self._value: tuple[PayerLine, ...] = ()
        self._layout = QVBoxLayout(self._holder)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self.add_button = button("Add a line of business", self._add, kind="link")
        self._show()

    @property
    def value(self) -> object:
        """The lines."""
        return self._value

    def set_value(self, value: object) -> None:
        """Show lines; the rows stay where they are the same."""
        fresh = tuple(value) if isinstance(value, Sequence) else ()
        if fresh != self._value:
            self._value = fresh
            self._show()

    def _show(self) -> None:
        self.add_button.setParent(None)
        empty(self._layout)
        for at, line in enumerate(self._value):
            self._layout.addWidget(self._row(at, line))
        self.add_button = button("Add a line of business", self._add, kind="link")
        self._layout.addWidget(self.add_button)
        self.setFocusProxy(self.add_button)

    def _row(self, at: int, line: PayerLine) -> QWidget:
        words = LINE_WORDS[line.line]
        kind = Choice()
        kind.setAccessibleName(f"Line of business {at + 1}")
        kind.set_items(list(LINE_WORDS.items()))
        kind.set_value(line.line)
        kind.currentIndexChanged.connect(lambda _: self._put(at, line=kind.value))
        phone, fax = PhoneEditor(f"Telephone, {words}"), PhoneEditor(f"Fax, {words}")
        for editor, field in ((phone, "phone"), (fax, "fax")):
            editor.line.setPlaceholderText(field.capitalize() if field == "fax" else "Telephone")
            editor.set_value(getattr(line, field))
            editor.settled.connect(lambda value, name=field: self._put(at, **{name: value}))
        made = QWidget()
        layout = row(kind, phone, fax, tool("close", f"Remove {words}", lambda: self._drop(at)), gap=4)
        layout.setStretch(0, 2)
        layout.setStretch(1, 2)
        layout.setStretch(2, 2)
        made.setLayout(layout)
        return made

    def _put(self, at: int, **changed: object) -> None:
        listed = list(self._value)
        listed[at] = replace(listed[at], **changed)  # type: ignore[arg-type]
        self._value = tuple(listed)
        self.settled.emit(self._value)

    def _drop(self, at: int) -> None:
        self._value = self._value[:at] + self._value[at + 1 :]
        self._show()
        self.settled.emit(self._value)

    def _add(self) -> None:
        taken = {item.line for item in self._value}
        free = next((line for line in Line if line not in taken), Line.COMMERCIAL)
        self._value = (*self._value, PayerLine(free))
        self._show()
        self.settled.emit(self._value)
