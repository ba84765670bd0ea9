"""Setting up one's signature at the moment it is first needed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from app.desk.sign.pad import MarkPad
from app.desk.unlock.passphrase import NewPassphrase
from app.desk.widgets.plain import button, label, pane, row
from app.signing.mark import Mark


class Enrolment(QVBoxLayout):
    """The pad and a passphrase of its own."""

    #: A mark and a passphrase to keep.
    kept = Signal(object, str)
    #: What is still wanted, in words.
    lacking = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.pad = MarkPad(name)
        self.passphrase = NewPassphrase("New passphrase for signing")
        self.keep_button = button("Keep this signature", self.keep, kind="primary")
        self.holder = pane("plain")
        beside = QVBoxLayout()
        words = "You have no signature here yet. Draw or type it once; it gets a passphrase of its own."
        for part in (label(words, wrap=True), self.passphrase, self.keep_button):
            beside.addWidget(part)
        beside.addStretch(1)
        self.holder.setLayout(row(self.pad, 16, beside))
        self.addWidget(self.holder)
        self.holder.hide()

    def keep(self) -> None:
        """Keep what was drawn and typed, where it is enough."""
        mark: Mark | None = self.pad.mark
        if mark is None or not self.passphrase.is_settled:
            self.lacking.emit("Draw or type your signature, and choose a passphrase for it, typed twice.")
            return
        self.kept.emit(mark, self.passphrase.text)

    def forget(self) -> None:
        """Forget the passphrase."""
        self.passphrase.forget()
