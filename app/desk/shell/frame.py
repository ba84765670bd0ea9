"""The unlocked desk: rail, banners, the screen that is open, notices and the status strip."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.desk.after.letters import LettersInScreen
from app.desk.context import Desk
from app.desk.course.screen import CourseScreen
from app.desk.criteria.screen import CriteriaScreen
from app.desk.editor.screen import FormEditorScreen
from app.desk.forms.screen import FormsScreen
from app.desk.intake.screen import IntakeScreen
from app.desk.letters.screen import LettersScreen
from app.desk.look.theme import theme
from app.desk.look.tokens import Scheme
from app.desk.office.screen import OfficeScreen
from app.desk.patients.chart import PatientScreen
from app.desk.patients.list import PatientsScreen
from app.desk.places import Spot, View
from app.desk.request.new import NewRequestScreen
from app.desk.request.workspace import RequestScreen
from app.desk.shell.find import Command, FindAnything
from app.desk.shell.patient_banner import PatientBanner
from app.desk.shell.privacy import PrivacyCover
from app.desk.shell.rail import PLACES, Rail
from app.desk.shell.screen import Screen
from app.desk.shell.strip import Strip
from app.desk.sign.queue import SignaturesScreen
from app.desk.sign.screen import SignScreen
from app.desk.today.requests import RequestsScreen
from app.desk.today.screen import TodayScreen
from app.desk.widgets.notes import Notices
from app.desk.widgets.plain import button, label, pane, row
from app.services.offices import Office, office

_SCREENS: dict[View, type[Screen]] = {
    View.TODAY: TodayScreen,
    View.REQUESTS: RequestsScreen,
    View.PATIENTS: PatientsScreen,
    View.FORMS: FormsScreen,
    View.CRITERIA: CriteriaScreen,
    View.OFFICE: OfficeScreen,
    View.PATIENT: PatientScreen,
    View.REQUEST: RequestScreen,
    View.NEW_REQUEST: NewRequestScreen,
    View.SIGNATURES: SignaturesScreen,
    View.SIGN: SignScreen,
    View.LETTERS: LettersScreen,
    View.COURSE: CourseScreen,
    View.LETTERS_IN: LettersInScreen,
    View.FORM_EDITOR: FormEditorScreen,
    View.INTAKE: IntakeScreen,
}

#: Screens that name their patient in the banner.
_OF_PATIENT = frozenset({View.PATIENT, View.REQUEST, View.SIGN, View.LETTERS, View.COURSE})
#: Screens that show nothing but themselves: no rail, no strip.
_ALONE = frozenset({View.SIGN})


class Frame(QWidget):
    """Everything of one unlocked session. It is thrown away as a whole when the desk locks."""

    locking = Signal()
    leaving_sample = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.spot = Spot(View.TODAY)
        self._back: list[Spot] = []
        self._focus: QWidget | None = None
        self._screens: dict[View, Screen] = {}
        actor = desk.session.actor
        self.rail = Rail("PA Desk", actor.name.full)
        self.strip = Strip()
        self.banner = PatientBanner()
        self.notices = Notices()
        self.stack = QStackedWidget()
        self.cover = PrivacyCover(self)
        self.finder = FindAnything(desk, self._commands(), self)
        self._build()
        self._connect()
        desk.query(self, office, self._name_rail)

    def _build(self) -> None:
        middle = QVBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        if self.desk.session.is_sample:
            middle.addWidget(self._sample_banner())
        middle.addWidget(self.banner)
        middle.addWidget(self.stack, 1)
        middle.addWidget(self.notices)
        upper = QHBoxLayout()
        upper.setContentsMargins(0, 0, 0, 0)
        upper.setSpacing(0)
        upper.addWidget(self.rail)
        upper.addLayout(middle, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(upper, 1)
        layout.addWidget(self.strip)

    def _sample_banner(self) -> QWidget:
        made = pane("sample")
        words = label("Sample practice: every person here is invented. Do not type real patients.", wrap=False)
        leave = button("Set up your own practice", self.leaving_sample.emit, kind="link")
        layout = row(words, None, leave)
        layout.setContentsMargins(16, 2, 8, 2)
        made.setLayout(layout)
        return made

    def _connect(self) -> None:
        desk = self.desk
        desk.going.connect(self.go)
        desk.failed.connect(self.notices.show_error)
        desk.noted.connect(self.notices.show_note)
        desk.saved.connect(self.banner.show_saved)
        desk.patient_shown.connect(self.banner.show_patient)
        desk.lacking.connect(self.strip.show_lacking)
        desk.tasks.slow.connect(self.strip.show_work)
        desk.tasks.failed.connect(desk.failed)
        self.rail.chosen.connect(lambda view: self.go(Spot(view)))
        self.rail.finding.connect(self.finder.open)
        self.rail.locking.connect(self.locking)
        self.cover.locking.connect(self.locking)
        self.cover.revealed.connect(self._return_focus)
        self.finder.closed.connect(self._return_focus)
        self.banner.pressed.connect(lambda patient_id: self.go(Spot(View.PATIENT, patient_id)))
        self.strip.backup_pressed.connect(lambda: self.go(Spot(View.OFFICE, part="backups")))
        self.strip.lacking_pressed.connect(lambda: self.go(Spot(View.REQUEST, self.spot.record_id, part="check")))
        for view, _, keys in PLACES:
            self._shortcut(keys, lambda v=view: self.go(Spot(v)))  # type: ignore[misc]
        for keys, act in (
            ("Ctrl+K", self.finder.open),
            ("Ctrl+L", self.locking.emit),
            ("Ctrl+Shift+L", self.hide_everything),
            ("Ctrl+N", self._new_request),
            ("Ctrl+I", self._letters),
            ("Alt+Left", self.go_back),
            ("Ctrl+Z", desk.undo),
            ("Ctrl+Shift+Z", desk.redo),
            ("Ctrl+Y", desk.redo),
        ):
            self._shortcut(keys, act)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._keep_focus)

    def _shortcut(self, keys: str, act: Callable[[], object]) -> None:
        made = QShortcut(QKeySequence(keys), self)
        made.setContext(Qt.ShortcutContext.WindowShortcut)
        made.activated.connect(lambda: act())  # noqa: PLW0108 -- a bound signal would pass its arguments on

    def _commands(self) -> list[Command]:
        places = [Command(f"Go to {v.value}", keys, lambda v=v: self.go(Spot(v))) for v, _, keys in PLACES]  # type: ignore[misc]
        return [
            Command("New request", "Ctrl+N", self._new_request),
            Command("New patient", "", lambda: self.go(Spot(View.PATIENTS, part="new"))),
            Command("Letters from payers", "Ctrl+I", lambda: self.go(Spot(View.LETTERS_IN))),
            Command("Take in a file", "", lambda: self.go(Spot(View.INTAKE))),
            *places,
            Command("Undo", "Ctrl+Z", self.desk.undo),
            Command("Make again", "Ctrl+Shift+Z", self.desk.redo),
            Command("Hide the screen", "Ctrl+Shift+L", self.hide_everything),
            Command("Lock", "Ctrl+L", self.locking.emit),
            Command("Light screen", "", lambda: theme().set_scheme(Scheme.LIGHT)),
            Command("Dark screen", "", lambda: theme().set_scheme(Scheme.DARK)),
            Command("Light or dark as the computer says", "", lambda: theme().set_scheme(None)),
        ]

    def go(self, spot: Spot) -> None:
        """Open a screen, and remember the one before."""
        if spot.view is View.REQUEST and not spot.record_id:
            return
        if spot != self.spot:
            self._back.append(self.spot)
        self._open(spot)

    def _open(self, spot: Spot) -> None:
        current = self._screens.get(self.spot.view)
        if current is not None:
            current.leave()
        self.spot = spot
        screen = self._screen(spot.view)
        is_alone = spot.view in _ALONE
        self.rail.setVisible(not is_alone)
        self.strip.setVisible(not is_alone)
        if spot.view not in _OF_PATIENT:
            self.desk.patient_shown.emit(None)
        if spot.view is not View.REQUEST:
            self.desk.lacking.emit(-1)
        self.rail.light(spot.view)
        screen.show_spot(spot)
        self.stack.setCurrentWidget(screen)
        if self.finder.isHidden():
            screen.setFocus()

    def go_back(self) -> None:
        """Open the screen before this one."""
        if self._back:
            self._open(self._back.pop())

    def screen_of(self, view: View) -> Screen:
        """The screen of a view, made where it has not been open yet."""
        return self._screen(view)

    def _new_request(self) -> None:
        """For the patient on the screen, or for one that is still to be chosen."""
        patient_id = self.spot.record_id if self.spot.view is View.PATIENT else ""
        self.go(Spot(View.NEW_REQUEST, patient_id))

    def _letters(self) -> None:
        """The letters that wait; from a request, that one is offered first."""
        is_request = self.spot.view in (View.REQUEST, View.COURSE, View.LETTERS)
        self.go(Spot(View.LETTERS_IN, focus=self.spot.record_id if is_request else ""))

    def hide_everything(self) -> None:
        """Cover the window at once."""
        self.cover.cover()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the cover over everything."""
        super().resizeEvent(event)
        self.cover.setGeometry(self.rect())

    def _screen(self, view: View) -> Screen:
        if view not in self._screens:
            made = _SCREENS[view](self.desk)
            self._screens[view] = made
            self.stack.addWidget(made)
        return self._screens[view]

    def _name_rail(self, shown: Office) -> None:
        self.rail.show_office(shown.practice.name)

    def _keep_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        kept = new is not None and self.stack.isAncestorOf(new)
        if kept and new is not None:
            self._focus = new
            self._reveal(new)

    def _reveal(self, field: QWidget) -> None:
        """Scroll to a field that got the focus by a jump; a page that is larger than its room stays as it lies."""
        around = field.parentWidget()
        while around is not None and around is not self:
            if isinstance(around, QScrollArea):
                is_page = field.height() > around.viewport().height()
                if is_page and not field.visibleRegion().isEmpty():
                    return
                around.ensureWidgetVisible(field, 0, 48)
                return
            around = around.parentWidget()

    def _return_focus(self) -> None:
        focus = self._focus
        if focus is not None and shiboken6.isValid(focus) and focus.isVisible():
            focus.setFocus()
        else:
            current = self.stack.currentWidget()
            if current is not None:
                current.setFocus()
