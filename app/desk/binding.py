"""Editors tied to the fields of one record: every settled value becomes one edit, through one gate."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from app.desk.widgets.editors import Editor
from app.domain.changes import Record

R = TypeVar("R")

ToField = Callable[[Any], Any]


def value_at(record: object, path: str) -> Any:
    """The value at a dotted path: `address.city`, `diagnoses[0].icd10` is not a path."""
    value: Any = record
    for part in path.split("."):
        value = getattr(value, part)
    return value


def with_value(record: R, path: str, value: object) -> R:
    """The record with another value at the path."""
    head, _, rest = path.partition(".")
    inner = with_value(getattr(record, head), rest, value) if rest else value
    changed: R = replace(record, **{head: inner})  # type: ignore[type-var]
    return changed


class RecordBinding(QObject):
    """Editors of one record, by path.

    The record held here runs ahead of the store: each edit starts where the one before ended, so that fast typing
    over several fields needs no waiting.
    """

    #: Before, after: to be kept.
    edited = Signal(object, object)
    #: Path and value: the same, for those who edit the stored record rather than the one on the screen.
    patched = Signal(str, object)
    #: The record as it would be while something is typed.
    typed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._record: Record | None = None
        self._editors: dict[str, Editor] = {}
        self._shown: dict[str, ToField] = {}
        self._meant: dict[str, ToField] = {}

    @property
    def record(self) -> Record | None:
        """The record as it stands on the screen."""
        return self._record

    @property
    def editors(self) -> Mapping[str, Editor]:
        """The editors by path."""
        return self._editors

    def bind(self, path: str, editor: Editor, *, show: ToField | None = None, mean: ToField | None = None) -> Editor:
        """Tie an editor to a field; `show` and `mean` turn the field's value into the editor's, and back."""
        self._editors[path] = editor
        if show is not None:
            self._shown[path] = show
        if mean is not None:
            self._meant[path] = mean
        editor.settled.connect(lambda value: self._settle(path, value))
        editor.typed.connect(lambda value: self._type(path, value))
        return editor

    def load(self, record: Record | None) -> None:
        """Show a record; nobody is told."""
        self._record = record
        if record is None:
            return
        for path, editor in self._editors.items():
            value = value_at(record, path)
            editor.set_value(self._shown.get(path, _same)(value))

    def focus(self, path: str) -> bool:
        """Put the focus into the editor of a path."""
        editor = self._editors.get(path)
        if editor is None:
            return False
        editor.setFocus()
        return True

    def _settle(self, path: str, value: object) -> None:
        before = self._record
        if before is None:
            return
        meant = self._meant.get(path, _same)(value)
        if value_at(before, path) == meant:
            return
        self._record = with_value(before, path, meant)
        self.edited.emit(before, self._record)
        self.patched.emit(path, meant)

    def _type(self, path: str, value: object) -> None:
        if self._record is None or path in self._meant or not isinstance(value, str | bool | None):
            return
        if isinstance(value_at(self._record, path), str) and isinstance(value, str):
            self.typed.emit(with_value(self._record, path, value.strip()))


def _same(value: Any) -> Any:
    return value
