"""A field for a passphrase, with its strength in words where a new one is chosen."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.desk.unlock.strength import judge
from app.desk.widgets.plain import label, set_role


class PassphraseField(QLineEdit):
    """Hides what is typed; forgets it when told."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setAccessibleName(name)

    def take(self) -> str:
        """What was typed; the field is empty afterwards."""
        text = self.text()
        self.clear()
        return text


class NewPassphrase(QWidget):
    """A new passphrase, typed twice, with a judgement in words."""

    changed = Signal()
    #: Enter in the second field.
    entered = Signal()

    def __init__(self, name: str = "Passphrase") -> None:
        super().__init__()
        self.first = PassphraseField(name)
        self.first.setPlaceholderText(name)
        self.second = PassphraseField(f"{name} once more")
        self.second.setPlaceholderText("once more")
        self._said = label("", "hint", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for part in (self.first, self.second, self._said):
            layout.addWidget(part)
        self.first.textChanged.connect(self._judge)
        self.second.textChanged.connect(self._judge)
        self.second.returnPressed.connect(self.entered)
        self.setFocusProxy(self.first)
        self._judge()

    @property
    def text(self) -> str:
        """The passphrase."""
        return self.first.text()

    @property
    def is_settled(self) -> bool:
        """Whether it is good enough and typed twice the same."""
        return judge(self.text).is_enough and self.text == self.second.text()

    @property
    def said(self) -> str:
        """The judgement in words."""
        return self._said.text()

    def forget(self) -> None:
        """Empty both fields."""
        self.first.clear()
        self.second.clear()

    def _judge(self) -> None:
        strength = judge(self.text)
        words, role = strength.words, strength.role
        if strength.is_enough and self.second.text():
            same = self.text == self.second.text()
            words = f"{words} Typed twice the same." if same else f"{words} The two are not the same yet."
            role = role if same else "warn"
        self._said.setText(words)
        set_role(self._said, "role", role)
        self.first.setAccessibleDescription(words)
        self.changed.emit()
