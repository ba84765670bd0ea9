"""A new key for the records: what is being done meanwhile, then the new recovery sheet with its groups typed back."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from app.desk.first_run.middle import middle
from app.desk.first_run.recovery import RecoverySheet
from app.desk.tasks import Tasks
from app.desk.widgets.notes import Notices
from app.desk.widgets.plain import label, pane
from app.services import offices, setup
from app.services.session import Session


@dataclass(frozen=True, slots=True)
class Fresh:
    """The records under their new key, unlocked.

    Attributes:
        locked_out: names of people who need a new passphrase.
    """

    session: Session
    recovery_key: str = field(repr=False)
    practice: str
    locked_out: tuple[str, ...] = ()


class RenewalScreen(QWidget):
    """Stands in the place of the desk until the new sheet is known to be right."""

    #: The sheet is right: the session, and what the administrator has to do next, in words.
    opened = Signal(object, str)
    #: It came to nothing: why.
    failed = Signal(object)
    _told = Signal(str)

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self._tasks = tasks
        self._fresh: Fresh | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setProperty("ground", "plain")
        self.doing = label("Making a backup first", "strong", wrap=True)
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName("Making a new key")
        self.sheet = RecoverySheet(random.SystemRandom())
        self.notices = Notices()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._waiting())
        self._stack.addWidget(self.sheet)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.notices)
        self._told.connect(self.doing.setText)
        self.sheet.done.connect(self._confirm)

    @property
    def session(self) -> Session | None:
        """The open session that nobody works on yet, or None."""
        return None if self._fresh is None else self._fresh.session

    def begin(self, session: Session, passphrase: str) -> None:
        """Make the new key; the session given is over with this."""
        places, clock = session.places, session.clock
        path, actor = session.vault.path, session.actor.id

        def act() -> Fresh:
            practice = offices.the_practice(session).name
            renewed = setup.renew_key(session, passphrase, tell=self._told.emit)
            again = setup.unlock(places, actor, passphrase, clock, at=path)
            return Fresh(again, renewed.recovery_key, practice, renewed.locked_out)

        self._tasks.run(self, act, self._show, failed=self.failed.emit)

    def _waiting(self) -> QWidget:
        content = pane()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(16, 48, 16, 16)
        inner.setSpacing(12)
        inner.addWidget(label("A new key for the records", "title"))
        inner.addWidget(self.doing)
        inner.addWidget(self._progress)
        says = "Leave the computer on. If it stops all the same, the records are whole, under the old key or the new."
        inner.addWidget(label(says, "quiet", wrap=True))
        inner.addStretch(1)
        return middle(content)

    def _show(self, fresh: Fresh) -> None:
        self._fresh = fresh
        self.sheet.show_key(fresh.recovery_key, fresh.practice)
        self._stack.setCurrentWidget(self.sheet)
        self.sheet.answers[0].setFocus()

    def _confirm(self) -> None:
        fresh, typed = self._fresh, self.sheet.typed
        if fresh is None:
            return
        self._tasks.run(
            self,
            lambda: setup.confirm_recovery(fresh.session, fresh.recovery_key, typed),
            lambda is_right: self._finish(fresh) if is_right else self.sheet.ask_again(),
            failed=self.notices.show_error,
        )

    def _finish(self, fresh: Fresh) -> None:
        self._fresh = None
        self.sheet.forget()
        self.opened.emit(fresh.session, _next_step(fresh.locked_out))


def _next_step(locked_out: tuple[str, ...]) -> str:
    said = "The records have a new key. An older recovery sheet opens nothing but backups made before."
    if not locked_out:
        return said
    return f"{said} Give a new passphrase to {', '.join(locked_out)}, under People."
