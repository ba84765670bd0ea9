"""The one window: the door or the desk, the idle lock, and what is said when something fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from app.clock import Clock
from app.desk.look.remembered import Remembered
from app.desk.opening import load_desk, load_door
from app.desk.places import Spot, View
from app.desk.shell.away import AwayWatch
from app.desk.shell.idle import IdleWatch
from app.desk.tasks import Lane, Tasks
from app.desk.widgets.notes import EmptyState, Notices
from app.places import Places
from app.settings import load_settings

if TYPE_CHECKING:
    from app.desk.shell.frame import Frame
    from app.desk.unlock.renewal import RenewalScreen
    from app.domain.ids import PersonId
    from app.services.quick_unlock import QuickUnlock
    from app.services.session import Session

_SMALLEST = (880, 560)
#: A screen smaller than this is filled.
_ROOMY = (1440, 880)


class DeskWindow(QMainWindow):
    """The window of PA Desk."""

    def __init__(self, places: Places, clock: Clock, *, wants_sample: bool = False) -> None:
        super().__init__()
        self.setWindowTitle("PA Desk")
        self.setMinimumSize(*_SMALLEST)
        self.resize(1280, 800)
        self._places, self._clock = places, clock
        self._wants_sample = wants_sample
        self._remembered = Remembered(places)
        self._has_begun = False
        self.tasks = Tasks(self)
        self.idle = IdleWatch(self)
        self.idle.expired.connect(self.lock)
        self.away = AwayWatch(self)
        self.away.left.connect(self.lock)
        self.frame: Frame | None = None
        self.renewal: RenewalScreen | None = None
        self._quick: QuickUnlock | None = None
        self._last: PersonId | None = None
        self._stack = QStackedWidget()
        self.setCentralWidget(self._stack)
        self._show_door(EmptyState("PA Desk", "Opening. Your records lie encrypted on this computer.", icon_name="app"))
        if (geometry := self._remembered.geometry) is not None:
            self.restoreGeometry(geometry)

    @property
    def door(self) -> QWidget | None:
        """The screen in front of the desk, or None when it is unlocked."""
        return None if self.frame is not None else self._stack.currentWidget()

    @property
    def quick(self) -> QuickUnlock:
        """Who can come in by PIN: kept for as long as the program runs, and nowhere else."""
        from app.services.quick_unlock import QuickUnlock  # noqa: PLC0415 -- after the first picture

        if self._quick is None:
            self._quick = QuickUnlock(self._clock)
        return self._quick

    def show_fitting(self) -> None:
        """Show the window where it was; on a small screen that it has not been on, as large as the screen."""
        room = self.screen().availableGeometry()
        is_small = room.width() < _ROOMY[0] or room.height() < _ROOMY[1]
        if is_small and self._remembered.geometry is None:
            self.showMaximized()
        else:
            self.show()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin once the window can be seen."""
        super().showEvent(event)
        if not self._has_begun:
            self._has_begun = True
            handle = self.windowHandle()
            if handle is not None:
                handle.installEventFilter(self.idle)
            self.tasks.run(self, load_door, lambda _: self.begin())

    def begin(self) -> None:
        """Open the sample, or ask who is there, or set up the practice."""
        from app.services import setup  # noqa: PLC0415 -- after the first picture

        self.tasks.run(self, load_desk, lambda _: None, lane=Lane.LIVE)
        if self._wants_sample:
            self.open_sample()
        elif setup.has_practice(self._places):
            self._show_unlock()
        else:
            self._show_first_run()

    def open_sample(self) -> None:
        """Open the invented practice."""
        from app.services import sample  # noqa: PLC0415

        self._show_door(
            EmptyState("Opening the sample practice", "Three invented patients, kept apart from real records.")
        )
        self.tasks.run(self, lambda: sample.open_sample(self._places, self._clock), self.let_in, failed=self._refuse)

    def let_in(self, session: Session) -> None:
        """Show the desk of a session, as soon as its parts are loaded."""
        self.tasks.run(self, load_desk, lambda _: self._let_in(session), lane=Lane.LIVE)

    def _let_in(self, session: Session) -> None:
        from app.desk.context import Desk  # noqa: PLC0415
        from app.desk.shell.frame import Frame  # noqa: PLC0415

        desk = Desk(session, self.tasks, self.quick)
        frame = Frame(desk)
        desk.setParent(frame)
        self.frame = frame
        self._show_door(frame)
        frame.locking.connect(self.lock)
        frame.leaving_sample.connect(self._leave_sample)
        desk.renewing.connect(self._renew)
        self._last = session.actor.id
        self.idle.ticked.connect(frame.strip.show_lock)
        self.idle.start(load_settings(self._places.settings).idle_minutes)
        self.away.start()
        self.show_backup_age()
        desk.changed.connect(lambda _: self.show_backup_age())
        frame.go(Spot(View.TODAY))
        self.tasks.run(frame, lambda: self.quick.arm(session), lambda _: None)

    def show_backup_age(self) -> None:
        """Say in the strip how old the last backup is."""
        from app.services import setup  # noqa: PLC0415

        frame = self.frame
        if frame is not None and not frame.desk.session.is_sample:
            show = frame.strip.show_backup
            frame.desk.query(frame, setup.last_backup, lambda last: show(last, self._clock.now()))

    def lock(self) -> None:
        """Close the vault, forget everything on the screen, and stand before the door."""
        if self.renewal is not None:
            self._close_renewal(self._after_lock)
        else:
            self._close_session(self._after_lock)

    def _after_lock(self) -> None:
        self._wants_sample = False
        self.begin()

    def _leave_sample(self) -> None:
        self._close_session(self._after_lock)

    def _close_session(self, then: Callable[[], None]) -> None:
        from app.services import setup  # noqa: PLC0415

        session = self._take_session()
        if session is None:
            return
        self.idle.stop()
        self.away.stop()
        self._show_door(EmptyState("Locking", "The records are being closed.", icon_name="lock"))
        self.tasks.run(self, lambda: setup.lock(session), lambda _: then(), failed=self._lock_failed)

    def _take_session(self) -> Session | None:
        """Take the desk away from the screen, and give what it was open on."""
        frame, self.frame = self.frame, None
        if frame is None:
            return None
        self._settle(frame)
        frame.cover.cover()
        self.idle.ticked.disconnect(frame.strip.show_lock)
        return frame.desk.session

    def _renew(self, passphrase: str) -> None:
        """Give the records a new key; the desk comes back with the new recovery sheet typed back."""
        from app.desk.unlock.renewal import RenewalScreen  # noqa: PLC0415

        session = self._take_session()
        if session is None:
            return
        self.renewal = RenewalScreen(self.tasks)
        self.renewal.opened.connect(self._renewed)
        self.renewal.failed.connect(self._not_renewed)
        self._show_door(self.renewal)
        self.renewal.begin(session, passphrase)

    def _renewed(self, session: Session, next_step: str) -> None:
        def enter(_: None) -> None:
            self._let_in(session)
            if self.frame is not None:
                self.frame.desk.note(next_step)

        self.renewal = None
        self.tasks.run(self, load_desk, enter, lane=Lane.LIVE)

    def _not_renewed(self, problem: Exception) -> None:
        self.renewal = None
        self.idle.stop()
        self.away.stop()
        self._lock_failed(problem)

    def _close_renewal(self, then: Callable[[], None]) -> None:
        """Lock before the new sheet was typed back; while the key is being made there is nothing to lock."""
        from app.services import setup  # noqa: PLC0415

        session = None if self.renewal is None else self.renewal.session
        if session is None:
            self.idle.start(load_settings(self._places.settings).idle_minutes)
            return
        self.renewal = None
        self._show_door(EmptyState("Locking", "The records are being closed.", icon_name="lock"))
        self.tasks.run(self, lambda: setup.lock(session), lambda _: then(), failed=self._lock_failed)

    def _lock_failed(self, problem: Exception) -> None:
        self._after_lock()
        self._refuse(problem)

    def _show_unlock(self) -> None:
        from app.desk.unlock.screen import UnlockScreen  # noqa: PLC0415

        door = UnlockScreen(self._places, self._clock, self.tasks, self.quick, last=self._last)
        door.opened.connect(self.let_in)
        door.sample_wanted.connect(self.open_sample)
        self._show_door(door)
        door.begin()

    def _show_first_run(self) -> None:
        from app.desk.first_run.screen import FirstRun  # noqa: PLC0415

        door = FirstRun(self._places, self._clock, self.tasks)
        door.opened.connect(self.let_in)
        door.sample_wanted.connect(self.open_sample)
        self._show_door(door)

    def _show_door(self, widget: QWidget) -> None:
        """Put one widget into the window and let the one before go, with everything it showed."""
        while (old := self._stack.currentWidget()) is not None:
            self._stack.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)

    def tell(self, problem: Exception) -> None:
        """Say that something failed, wherever one is."""
        if self.frame is not None:
            self.frame.notices.show_error(problem)
        else:
            self._refuse(problem)

    def _refuse(self, problem: Exception) -> None:
        if isinstance(self._stack.currentWidget(), EmptyState):
            self._wants_sample = False
            self.begin()
        notices = Notices()
        notices.show_error(problem)
        door = self._stack.currentWidget()
        layout = None if door is None else door.layout()
        if layout is not None:
            layout.addWidget(notices)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close the vault properly; what was typed is saved already."""
        from app.services import setup  # noqa: PLC0415

        self._remembered.keep_geometry(self.saveGeometry())
        frame, self.frame = self.frame, None
        self.idle.stop()
        self.away.stop()
        session = None if self.renewal is None else self.renewal.session
        if frame is not None:
            session = frame.desk.session
            self._settle(frame)
        if session is not None:
            self.tasks.run(self, lambda: setup.lock(session), lambda _: None)
        self.tasks.finish()
        event.accept()

    def _settle(self, frame: Frame) -> None:
        """Let the field that is being typed in keep its value."""
        focus = frame.window().focusWidget()
        if focus is not None:
            focus.clearFocus()
