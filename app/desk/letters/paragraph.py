"""One paragraph of a letter: what the facts give, or the office's own words in its place."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.widgets.editors import TextEditor
from app.desk.widgets.plain import button, label, row, set_role

_LINES = 5


class ParagraphPart(QWidget):
    """A paragraph, with a way to write it oneself and a way back."""

    #: Name and text: the office's own words; None goes back to what the facts give.
    written = Signal(str, object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        title = name.replace("-", " ").replace("_", " ").capitalize()
        self._text = label("", wrap=True)
        self._state = label("", "hint", wrap=True)
        self.editor = TextEditor(f"Own words: {title}", lines=_LINES)
        self.editor.settled.connect(lambda value: self.written.emit(self.name, str(value)))
        self.write_button = button("Write it yourself", self._open, kind="link", says=f"Write yourself: {title}")
        self.back_button = button(
            "Back to what the facts give", self._go_back, kind="link", says=f"Back to the facts: {title}"
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setSpacing(1)
        for part in (self._text, self.editor, self._state):
            layout.addWidget(part)
        layout.addLayout(row(self.write_button, self.back_button, None, gap=4))
        self._is_open = False
        self._has_own = False

    def stops(self) -> tuple[QWidget, ...]:
        """What takes the focus, in its order."""
        return (self.editor.field, self.write_button, self.back_button)

    def show_text(self, text: str, *, generated: str, has_own: bool, is_stale: bool, can_write: bool) -> None:
        """Show the paragraph as the letter has it.

        Args:
            text: as it stands in the letter.
            generated: what the facts give.
            has_own: whether it is in the office's own words.
            is_stale: whether the facts beneath have changed since those were written.
            can_write: whether it can be written here at all.
        """
        self._has_own = has_own
        self._is_open = self._is_open or has_own
        self._text.setText(text or "Left out.")
        set_role(self._text, "role", "warn" if "not documented]" in text else "" if text else "quiet")
        if not self._is_open or has_own:
            self.editor.set_value(text)
        words = "In the office's own words." if has_own else ""
        if is_stale:
            words = f"The facts have changed since you wrote this. They now give: {generated}"
        self._state.setText(words)
        set_role(self._state, "role", "finding" if is_stale else "hint")
        self._show(can_write=can_write)

    def _show(self, *, can_write: bool) -> None:
        self._text.setVisible(not self._is_open)
        self.editor.setVisible(self._is_open)
        self._state.setVisible(bool(self._state.text()))
        self.write_button.setVisible(can_write and not self._is_open)
        self.back_button.setVisible(self._is_open)

    def _open(self) -> None:
        self._is_open = True
        self.editor.set_value(self._text.text())
        self._show(can_write=True)
        self.editor.setFocus()

    def _go_back(self) -> None:
        self._is_open = False
        self._show(can_write=True)
        self.write_button.setFocus()
        if self._has_own:
            self.written.emit(self.name, None)
