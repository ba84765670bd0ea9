"""A second person confirms what nobody may decide alone: whose name the own signature bears."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.context import Desk
from app.desk.unlock.passphrase import PassphraseField
from app.desk.widgets.editors import ChoiceEditor
from app.desk.widgets.notes import words_of
from app.desk.widgets.plain import button, hairline, label, pane, row, set_role
from app.domain.changes import Edit
from app.domain.ids import PersonId
from app.services import people
from app.services.session import Session
from app.vault.access import SlotName


class SecondPerson(QWidget):
    """Who confirms, that person's own passphrase, and what it is about; hidden while nothing waits."""

    #: It is settled, one way or the other.
    settled = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._waiting: tuple[str, Edit] | None = None
        self._about = label("", "strong", wrap=True)
        self.who = ChoiceEditor("Who confirms")
        self.passphrase = PassphraseField("Passphrase of the second person")
        self.passphrase.setPlaceholderText("passphrase of the second person, for unlocking")
        self.confirm_button = button("Confirm", self._confirm, kind="primary")
        self.leave_button = button("Leave it as it was", self._leave, kind="link")
        self.said = label("", "hint", wrap=True)
        body = pane("warn")
        inner = QVBoxLayout(body)
        inner.setContentsMargins(16, 10, 16, 10)
        inner.setSpacing(6)
        inner.addWidget(self._about)
        fields = row(self.who, self.passphrase, self.confirm_button, self.leave_button)
        fields.setStretch(1, 1)
        inner.addLayout(fields)
        inner.addWidget(self.said)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(body)
        layout.addWidget(hairline())
        self.passphrase.returnPressed.connect(self._confirm)
        self.passphrase.textChanged.connect(lambda _: self._look())
        self.hide()

    def ask(self, label_of: str, edit: Edit) -> None:
        """Let an edit wait for a second person.

        Args:
            label_of: the act in plain words.
            edit: that was refused to one person alone.
        """
        self._waiting = (label_of, edit)
        self._about.setText(
            "Nobody alone decides whose name the own signature bears. Nothing is changed yet: "
            "somebody else who uses the program confirms it with the own passphrase."
        )
        self._say("Three wrong passphrases in a row end it until the desk is unlocked anew.", "hint")
        self._desk.query(self, _others, self._offer)

    def _offer(self, others: tuple[SlotName, ...]) -> None:
        self.who.set_items([(item.person_id, item.name) for item in others])
        self.show()
        if not others:
            self._say("Nobody else can unlock here. Let somebody in first, under People.", "warn")
        for part in (self.who, self.passphrase):
            part.setEnabled(bool(others))
        self._look()
        self.passphrase.setFocus()

    def _look(self) -> None:
        self.confirm_button.setEnabled(bool(self.passphrase.text()) and self.who.value is not None)

    def _confirm(self) -> None:
        if self._waiting is None or not self.confirm_button.isEnabled():
            return
        about, edit = self._waiting
        witness, words = PersonId(str(self.who.value)), self.passphrase.take()
        self._desk.change(
            self,
            lambda session: people.confirmed(session, about, edit, witness, words),
            lambda _: self._done(),
            failed=self._refused,
            says="Looking at the passphrase",
        )

    def _done(self) -> None:
        self._desk.note("Confirmed by a second person, and kept.")
        self._leave()

    def _leave(self) -> None:
        self._waiting = None
        self.passphrase.clear()
        self.hide()
        self.settled.emit()

    def _refused(self, problem: Exception) -> None:
        said, advice, _ = words_of(problem)
        self._say(f"{said} {advice}".strip(), "bad")
        self.passphrase.setFocus()

    def _say(self, words: str, role: str) -> None:
        self.said.setText(words)
        set_role(self.said, "role", role)


def _others(session: Session) -> tuple[SlotName, ...]:
    """Everybody else who can unlock, each once."""
    by_id = {item.person_id: item for item in people.with_access(session) if item.person_id != session.actor.id}
    return tuple(by_id.values())
