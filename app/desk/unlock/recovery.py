"""Coming back by the printed recovery sheet: the key, and a new passphrase in its stead."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.clock import Clock
from app.desk.tasks import Tasks
from app.desk.unlock.passphrase import NewPassphrase
from app.desk.widgets.notes import words_of
from app.desk.widgets.plain import button, label, row
from app.places import Places
from app.services import people, setup
from app.services.session import Session


class RecoveryPane(QWidget):
    """Two fields; the passphrase that was forgotten opens nothing any more afterwards."""

    opened = Signal(object)
    left = Signal()

    def __init__(self, places: Places, clock: Clock, tasks: Tasks) -> None:
        super().__init__()
        self._places, self._clock, self._tasks = places, clock, tasks
        self.key = QLineEdit()
        self.key.setAccessibleName("Key of the recovery sheet")
        self.key.setPlaceholderText("Key of the recovery sheet, all groups")
        self.passphrase = NewPassphrase("Your new passphrase")
        self.go_button = button("Unlock and keep the new passphrase", self._go, kind="primary")
        self._said = label("", "bad", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(label("Type the key from the sheet, and choose a new passphrase.", "quiet", wrap=True))
        for part in (self.key, self.passphrase, self.go_button, self._said):
            layout.addWidget(part)
        layout.addLayout(row(button("Back", self.left.emit, kind="link"), None))
        self.key.textChanged.connect(lambda _: self._look())
        self.passphrase.changed.connect(self._look)
        self.setFocusProxy(self.key)
        self._look()

    def _look(self) -> None:
        self.go_button.setEnabled(bool(self.key.text().strip()) and self.passphrase.is_settled)

    def _go(self) -> None:
        key, words = self.key.text(), self.passphrase.text
        self.setEnabled(False)

        def act() -> Session:
            session = setup.unlock_by_recovery_key(self._places, key, self._clock)
            people.choose_after_recovery(session, words)
            return session

        self._tasks.run(self, act, self._let_in, failed=self._refuse)

    def _let_in(self, session: Session) -> None:
        self.key.clear()
        self.passphrase.forget()
        self.opened.emit(session)

    def _refuse(self, problem: Exception) -> None:
        self.setEnabled(True)
        said, advice, _ = words_of(problem)
        self._said.setText(f"{said} {advice}".strip())
        self.key.setFocus()
