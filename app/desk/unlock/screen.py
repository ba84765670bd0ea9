"""Unlock: who, passphrase or PIN, and a word on what happens meanwhile."""

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
from app.domain.ids import PersonId
from app.places import Places
from app.services import setup
from app.services.quick_unlock import QuickUnlock
from app.services.session import Session
from app.vault.access import SlotName
from app.vault.problems import QuickUnlockOver, VaultDamaged

_WIDTH_PX = 320


class UnlockScreen(QWidget):
    """The first thing seen when a practice is set up here.

    Args:
        places: of the user.
        clock: the office's time.
        tasks: runs what takes long.
        quick: who can come in by PIN in this run.
        last: who was at work before the desk was locked.
    """

    opened = Signal(object)
    sample_wanted = Signal()

    def __init__(
        self, places: Places, clock: Clock, tasks: Tasks, quick: QuickUnlock, *, last: PersonId | None = None
    ) -> None:
        super().__init__()
        self._places, self._clock, self._tasks = places, clock, tasks
        self._quick, self._last = quick, last
        self._choices: tuple[SlotName, ...] = ()
        self._by_pin: frozenset[PersonId] = frozenset()
        self._wants_passphrase = False
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setProperty("ground", "rail")
        self.who = Choice()
        self.who.setAccessibleName("Who")
        self.passphrase = PassphraseField("Passphrase")
        self.open_button = button("Unlock", self._unlock, kind="primary")
        self.other_way = button("", self._turn, kind="link")
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

    @property
    def said(self) -> str:
        """What the screen says of the last try."""
        return self._said.text()

    @property
    def asks_pin(self) -> bool:
        """Whether the field takes the PIN of whoever is chosen."""
        return self._chosen in self._by_pin and not self._wants_passphrase

    def _build(self) -> None:
        card = pane("rail")
        card.setFixedWidth(_WIDTH_PX)
        inner = QVBoxLayout(card)
        inner.setSpacing(8)
        head = row(IconLabel("app", "accent", 24), label("PA Desk", "title"), None)
        inner.addLayout(head)
        inner.addWidget(label("Locked. Your records lie encrypted on this computer.", "quiet", wrap=True))
        inner.addSpacing(8)
        for part in (self.who, self.passphrase, self.open_button, self.other_way, self._progress, self._said):
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
        self._look_at_choice()

    def begin(self) -> None:
        """Ask who can unlock, and wait for a passphrase or a PIN."""

        def ask() -> tuple[tuple[SlotName, ...], frozenset[PersonId]]:
            choices = setup.unlock_choices(self._places)
            return choices, frozenset(item.person_id for item in choices if self._quick.offers(item))

        self._tasks.run(self, ask, self._offer, failed=self._refuse)

    def say(self, words: str) -> None:
        """Say something that happened before."""
        self._said.setText(words)

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
        self.other_way.setVisible(shown and self._chosen in self._by_pin)

    def _offer(self, known: tuple[tuple[SlotName, ...], frozenset[PersonId]]) -> None:
        self._choices, self._by_pin = known
        self.who.set_items([(choice.person_id, choice.name) for choice in self._choices])
        if any(choice.person_id == self._last for choice in self._choices):
            self.who.set_value(self._last)
        self._look_at_choice()
        self.passphrase.setFocus()

    @property
    def _chosen(self) -> PersonId | None:
        return next((item.person_id for item in self._choices if item.person_id == self.who.value), None)

    def _look_at_choice(self) -> None:
        """Ask the person who is chosen for what opens: a PIN where there is one, else the passphrase."""
        words = "PIN" if self.asks_pin else "Passphrase"
        self.passphrase.clear()
        self.passphrase.setPlaceholderText(words)
        self.passphrase.setAccessibleName(words)
        self.other_way.setText("Use my passphrase" if self.asks_pin else "Use my PIN")
        self.other_way.setVisible(self._chosen in self._by_pin)

    def _turn(self) -> None:
        self._wants_passphrase = not self._wants_passphrase
        self._said.clear()
        self._look_at_choice()
        self.passphrase.setFocus()

    def _unlock(self) -> None:
        by_pin, typed, person = self.asks_pin, self.passphrase.take(), self._chosen
        if person is None or not typed:
            self._said.setText("Type your PIN." if by_pin else "Type your passphrase.")
            self.passphrase.setFocus()
            return

        def act() -> Session:
            if by_pin:
                return self._quick.unlock(self._places, person, typed)
            return setup.unlock(self._places, person, typed, self._clock)

        self._wait(f"Checking the {'PIN' if by_pin else 'passphrase'} and opening the records…")
        self._tasks.run(self, act, self._let_in, failed=self._refuse)

    def _wait(self, words: str) -> None:
        self._said.setText(words)
        self._progress.show()
        for part in (self.who, self.passphrase, self.open_button, self.other_way):
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
        if isinstance(problem, QuickUnlockOver):
            self._by_pin -= {self._chosen}
            self._look_at_choice()
        self._said.setText(f"{said} {advice}".strip())
        for part in (self.who, self.passphrase, self.open_button, self.other_way):
            part.setEnabled(True)
        self.passphrase.setFocus()
