"""Diagnoses with their codes: type-ahead over the codes that matter, any other code as well."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.widgets.editors import Editor, LineEditor
from app.desk.widgets.plain import button, empty, row, tool
from app.domain.identifiers import check_icd10
from app.domain.indications import icd10_table
from app.domain.patient import Diagnosis

_BETWEEN = "  "


def shown(diagnosis: Diagnosis) -> str:
    """`G43.709  Chronic migraine without aura, …`."""
    return _BETWEEN.join(part for part in (diagnosis.icd10, diagnosis.description) if part)


def meant(text: str, before: Diagnosis) -> Diagnosis:
    """A diagnosis as it was typed or chosen; a known code brings its description."""
    code, _, words = text.strip().partition(" ")
    code, words = code.upper(), words.strip()
    entry = icd10_table().get(code)
    if entry is not None:
        words = words or entry.description
    elif check_icd10(code) is not None:
        code, words = "", text.strip()
    return Diagnosis(code, words, before.onset)


class DiagnosesEditor(Editor):
    """A short list of diagnoses; the first one is the one asked for."""

    def __init__(self, name: str = "Diagnoses") -> None:
        self._holder = QWidget()
        super().__init__(name, self._holder)
        self._value: tuple[Diagnosis, ...] = ()
        self.lines: list[LineEditor] = []
        self._removers: list[QWidget] = []
        self._layout = QVBoxLayout(self._holder)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._show()

    @property
    def value(self) -> object:
        """The diagnoses."""
        return self._value

    def set_value(self, value: object) -> None:
        """Show diagnoses; what is being typed stays."""
        fresh = tuple(value) if isinstance(value, Sequence) else ()
        if fresh != self._value or not self.lines:
            self._value = fresh
            self._show()

    def _show(self) -> None:
        empty(self._layout)
        self.lines, self._removers = [], []
        for at, diagnosis in enumerate(self._value or (Diagnosis(),)):
            self._layout.addLayout(row(self._line(at, diagnosis), self._remover(at), gap=4))
        self._adder = button("Add a diagnosis", self._add, kind="link")
        self._layout.addWidget(self._adder)
        self._show_ways()
        self.setFocusProxy(self.lines[0])

    def _show_ways(self) -> None:
        """Nothing can be removed, and nothing further added, while there is nothing yet."""
        for way in (self._adder, *self._removers):
            way.setVisible(bool(self._value))

    def _line(self, at: int, diagnosis: Diagnosis) -> LineEditor:
        editor = LineEditor(f"Diagnosis {at + 1}", check=_finding, placeholder="G43.709 or migraine")
        editor.set_value(shown(diagnosis))
        entries = icd10_table().entries.values()
        editor.offer([f"{entry.code}{_BETWEEN}{entry.description}" for entry in entries if entry.billable])
        editor.settled.connect(lambda text: self._put(at, meant(str(text), diagnosis)))
        self.lines.append(editor)
        return editor

    def _remover(self, at: int) -> QWidget:
        made = tool("close", f"Remove diagnosis {at + 1}", lambda: self._drop(at))
        self._removers.append(made)
        return made

    def _put(self, at: int, diagnosis: Diagnosis) -> None:
        listed = list(self._value)
        listed[at : at + 1] = [diagnosis] if shown(diagnosis) else []
        self._value = tuple(listed)
        if at < len(self.lines) and shown(diagnosis):
            self.lines[at].set_value(shown(diagnosis))
        self._show_ways()
        self.settled.emit(self._value)

    def _drop(self, at: int) -> None:
        self._value = self._value[:at] + self._value[at + 1 :]
        self._show()
        self.settled.emit(self._value)

    def _add(self) -> None:
        self._value = (*self._value, Diagnosis())
        self._show()
        self.lines[-1].setFocus()


def _finding(text: str) -> str:
    code = text.split(" ", 1)[0] if text else ""
    if not any(char.isdigit() for char in code):
        return ""
    finding = check_icd10(code)
    entry = icd10_table().get(code.upper())
    if finding is not None:
        return finding.text
    return entry.note if entry is not None and not entry.billable else ""
