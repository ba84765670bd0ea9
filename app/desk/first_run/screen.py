"""The way through the first run: welcome, details, recovery sheet."""

from __future__ import annotations

import random

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.clock import Clock
from app.desk.first_run.details import Details
from app.desk.first_run.recovery import RecoverySheet
from app.desk.first_run.welcome import Welcome
from app.desk.tasks import Tasks
from app.desk.widgets.notes import Notices
from app.places import Places
from app.services import setup
from app.services.session import Session
from app.services.setup import Created, NewPractice


class FirstRun(QWidget):
    """Shown while no practice is set up on this computer."""

    opened = Signal(object)
    sample_wanted = Signal()

    def __init__(self, places: Places, clock: Clock, tasks: Tasks) -> None:
        super().__init__()
        self._places, self._clock, self._tasks = places, clock, tasks
        self._created: Created | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setProperty("ground", "plain")
        self.welcome = Welcome()
        self.details = Details()
        self.recovery = RecoverySheet(random.SystemRandom())
        self.notices = Notices()
        self._stack = QStackedWidget()
        for page in (self.welcome, self.details, self.recovery):
            self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.notices)
        self.welcome.setup_wanted.connect(self.show_details)
        self.welcome.sample_wanted.connect(self.sample_wanted)
        self.details.back.connect(lambda: self._stack.setCurrentWidget(self.welcome))
        self.details.settled.connect(self._create)
        self.recovery.done.connect(self._finish)

    def show_details(self) -> None:
        """Go to the page that is typed on."""
        self._stack.setCurrentWidget(self.details)
        self.details.field("practice").setFocus()

    def _create(self, wanted: NewPractice) -> None:
        self.details.setEnabled(False)
        self._tasks.run(
            self,
            lambda: setup.create_practice(self._places, wanted, self._clock),
            lambda created: self._show_recovery(created, wanted.practice.name),
            failed=self._refuse,
            says="Setting up the practice",
        )

    def _show_recovery(self, created: Created, practice: str) -> None:
        self._created = created
        self.recovery.show_key(created.recovery_key, practice)
        self._stack.setCurrentWidget(self.recovery)
        self.recovery.answers[0].setFocus()

    def _refuse(self, problem: Exception) -> None:
        self.details.setEnabled(True)
        self.notices.show_error(problem)

    def _finish(self) -> None:
        created, typed = self._created, self.recovery.typed
        if created is None:
            return
        self._tasks.run(
            self,
            lambda: setup.confirm_recovery(created.session, created.recovery_key, typed),
            lambda is_right: self._let_in(created.session) if is_right else self.recovery.ask_again(),
            failed=self._refuse,
        )

    def _let_in(self, session: Session) -> None:
        self._created = None
        self.recovery.forget()
        self.opened.emit(session)
