"""Unlock: who, passphrase or keychain, and a word on what happens meanwhile."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from app.clock import Clock
from app.desk.tasks import Tasks
from app.desk.unlock.mending import MendingPane
from app.desk.unlock.passphrase import PassphraseField
from app.desk.unlock.recovery import RecoveryPane
from app.desk.widgets.choice import Choice
from app.desk.widgets.notes import IconLabel, words_of
from app.desk.widgets.plain import button, label, pane, row
from app.places import Places
from app.services import setup
from app.services.session import Session
from app.vault.access import SlotName
from app.vault.problems import VaultDamaged

_WIDTH_PX = 320


class UnlockScreen(QWidget):
    """The first thing seen when a practice is set up here."""

    opened = Signal(object)
    sample_wanted = Signal()

    def __init__(self, places: Places, clock: Clock, tasks: Tasks) -> None:
        super().__init__()
        self._places, self._clock, self._tasks = places, clock, tasks
        self._choices: tuple[SlotName, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setProperty("ground", "rail")
        self.who = Choice()
        self.who.setAccessibleName("Who")
        self.passphrase = PassphraseField("Passphrase")
        self.passphrase.setPlaceholderText("Passphrase")
        self.open_button = button("Unlock", self._unlock, kind="primary")
        self._keychain = button("Unlock with this computer's keychain", self._by_keychain, kind="link")
        self._said = label("", "quiet", wrap=True)
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName("Opening")
        self._sample = button("Look round with the sample practice", self.sample_wanted.emit, kind="link")
        self._forgotten = button("I forgot my passphrase", lambda: self._recover(True), kind="link")
        self._backup = button("Go back to a backup", lambda: self._mend(True), kind="link")
        self.recovery = RecoveryPane(places, clock, tasks)
        self.mending = MendingPane(places, clock, tasks)
        self._build()
        self.recovery.opened.connect(self.opened)
        self.recovery.left.connect(lambda: self._recover(False))
        self.mending.left.connect(lambda: self._mend(False))
        self.mending.mended.connect(self._mended)
        self.who.currentIndexChanged.connect(lambda _: self._look_at_choice())
        self.passphrase.returnPressed.connect(self._unlock)

    def _build(self) -> None:
        card = pane("rail")
        card.setFixedWidth(_WIDTH_PX)
        inner = QVBoxLayout(card)
        inner.setSpacing(8)
        head = row(IconLabel("app", "accent", 24), label("PA Desk", "title"), None)
        inner.addLayout(head)
        inner.addWidget(label("Locked. Your records lie encrypted on this computer.", "quiet", wrap=True))
        inner.addSpacing(8)
        for part in (self.who, self.passphrase, self.open_button, self._keychain, self._progress, self._said):
            inner.addWidget(part)
        inner.addSpacing(16)
        for below in (self._forgotten, self._backup, self.recovery, self.mending, self._sample):
            inner.addWidget(below)
        self.recovery.hide()
        self.mending.hide()
        self.mending.offer_mending(is_damaged=False)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addLayout(row(None, card, None))
        layout.addStretch(3)
        self._progress.hide()
        self._keychain.hide()

    def begin(self) -> None:
        """Ask who can unlock, and wait for a passphrase."""
        self._tasks.run(self, lambda: setup.unlock_choices(self._places), self._offer, failed=self._refuse)

    def _recover(self, is_wanted: bool) -> None:
        """Change between the passphrase and the recovery sheet."""
        self._show_ordinary(not is_wanted)
        self.recovery.setVisible(is_wanted)
        self._said.clear()
        (self.recovery if is_wanted else self.passphrase).setFocus()

    def _mend(self, is_wanted: bool) -> None:
        """Change between the passphrase and the ways back from damage."""
        self._show_ordinary(not is_wanted)
        self.mending.setVisible(is_wanted)
        self._said.clear()
        (self.mending if is_wanted else self.passphrase).setFocus()

    def _mended(self, words: str) -> None:
        self._mend(False)
        self.mending.offer_mending(is_damaged=False)
        self.begin()
        self._said.setText(words)

    def _show_ordinary(self, shown: bool) -> None:
        ordinary = (self.who, self.passphrase, self.open_button, self._forgotten, self._backup, self._sample)
        for part in ordinary:
            part.setVisible(shown)

    def _offer(self, choices: tuple[SlotName, ...]) -> None:
        self._choices = choices
        self.who.set_items([(choice.person_id, choice.name) for choice in choices])
        self._look_at_choice()
        self.passphrase.setFocus()

    def _look_at_choice(self) -> None:
        chosen = next((item for item in self._choices if item.person_id == self.who.value), None)
        self._keychain.setVisible(chosen is not None and chosen.keychain)

    def _unlock(self) -> None:
        passphrase = self.passphrase.take()
        person = next((item.person_id for item in self._choices if item.person_id == self.who.value), None)
        if person is None or not passphrase:
            self._said.setText("Type your passphrase.")
            self.passphrase.setFocus()
            return
        self._wait("Checking the passphrase and opening the records…")
        self._tasks.run(
            self,
            lambda: setup.unlock(self._places, person, passphrase, self._clock),
            self._let_in,
            failed=self._refuse,
        )

    def _by_keychain(self) -> None:
        person = next((item.person_id for item in self._choices if item.person_id == self.who.value), None)
        if person is None:
            return
        self._wait("Asking this computer's keychain…")
        self._tasks.run(
            self,
            lambda: setup.unlock_by_keychain(self._places, person, self._clock),
            self._let_in,
            failed=self._refuse,
        )

    def _wait(self, words: str) -> None:
        self._said.setText(words)
        self._progress.show()
        for part in (self.who, self.passphrase, self.open_button, self._keychain):
            part.setEnabled(False)

    def _let_in(self, session: Session) -> None:
        self._said.clear()
        self._progress.hide()
        self.opened.emit(session)

    def _refuse(self, problem: Exception) -> None:
        said, advice, _ = words_of(problem)
        self._progress.hide()
        if isinstance(problem, VaultDamaged):
            self.mending.offer_mending(is_damaged=True)
        self._said.setText(f"{said} {advice}".strip())
        for part in (self.who, self.passphrase, self.open_button, self._keychain):
            part.setEnabled(True)
        self.passphrase.setFocus()
