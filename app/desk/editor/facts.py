"""Facts in rows, of which the first documented one is taken, or all."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.editor.picker import Find, KeyPicker
from app.desk.widgets.choice import Choice
from app.desk.widgets.plain import button, column, empty, label, row, stretchy, tool

_SEPARATORS = ((", ", "a comma"), ("; ", "a semicolon"), (" ", "a blank"), (" / ", "a slash"), ("\n", "a new line"))


class FactsEditor(QWidget):
    """The rows. `settled` gives the facts that were chosen.

    Args:
        name: what each of them is, for screen readers.
        more: the words of the link that adds one.
        find: what can be chosen.
    """

    settled = Signal(object)
    separated = Signal(str)

    def __init__(self, name: str, more: str, find: Find) -> None:
        super().__init__()
        self._name, self._find = name, find
        self._words: Callable[[str], str] = str
        self._keys: tuple[str, ...] = ()
        self._pickers: list[KeyPicker] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        self._add = button(more, self._more, kind="link", icon_name="plus")
        self.separator = Choice()
        self.separator.setAccessibleName("Between them stands")
        self.separator.set_items(list(_SEPARATORS))
        self.separator.setFixedWidth(120)
        self.separator.activated.connect(lambda _: self.separated.emit(str(self.separator.value)))
        self._between = label("Between them stands", "quiet")
        foot = row(self._add, None, self._between, self.separator)
        self.setLayout(column(self._rows, foot, gap=4))

    def show_keys(self, keys: tuple[str, ...], words: Callable[[str], str], *, separator: str | None = None) -> None:
        """Show these facts; without any there is a row to choose the first in."""
        self._words = words
        for widget in (self._between, self.separator):
            widget.setVisible(separator is not None)
        if separator is not None:
            known = dict(_SEPARATORS)
            items = list(_SEPARATORS) if separator in known else [*_SEPARATORS, (separator, f"“{separator}”")]
            self.separator.set_items(items)
            self.separator.set_value(separator)
        if keys != self._keys or not self._pickers:
            self._keys = keys
            self._build(keys or ("",))

    def begin(self) -> None:
        """Put the focus where the first one is searched."""
        if not self._pickers:
            self._build(("",))
        self._pickers[0].setFocus()

    @property
    def pickers(self) -> tuple[KeyPicker, ...]:
        """The fields shown."""
        return tuple(self._pickers)

    def _build(self, keys: tuple[str, ...]) -> None:
        empty(self._rows)
        self._pickers = []
        for at, key in enumerate(keys):
            picker = KeyPicker(self._find, f"{self._name.capitalize()} {at + 1}")
            picker.show_words(self._words(key) if key else "")
            picker.picked.connect(lambda chosen, at=at: self._put(at, chosen))
            drop = tool("close", f"{self._name.capitalize()} {at + 1}: take it away", lambda at=at: self._drop(at))  # type: ignore[misc]
            if len(keys) == 1:
                drop.hide()
            self._pickers.append(picker)
            self._rows.addLayout(row(stretchy(picker), drop, gap=6))
            picker.setVisible(True)
        self._add.setVisible(bool(keys[0]))

    def _more(self) -> None:
        self._build((*self._keys, ""))
        self._pickers[-1].setFocus()

    def _put(self, at: int, key: str) -> None:
        keys = (*self._keys[:at], key, *self._keys[at + 1 :])
        self._keys = keys
        self._build(keys)
        self._pickers[min(at, len(self._pickers) - 1)].setFocus()
        self.settled.emit(keys)

    def _drop(self, at: int) -> None:
        keys = (*self._keys[:at], *self._keys[at + 1 :])
        is_chosen = at < len(self._keys)
        self._keys = keys
        self._build(keys or ("",))
        if is_chosen and keys:
            self.settled.emit(keys)
