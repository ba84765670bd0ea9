"""The course of one request: how long it takes, what if they say no, what it costs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QVBoxLayout

from app.desk.context import Desk
from app.desk.course.costs import CostsPage
from app.desk.course.dates import DatesPage
from app.desk.course.denials import DenialsPage
from app.desk.course.loading import Course, load
from app.desk.places import Spot, View
from app.desk.shell.screen import Screen
from app.desk.widgets.plain import button, hairline, label, row
from app.domain.course import Denial, LetterKind, MilestoneKind
from app.domain.ids import RequestId
from app.domain.request import Status
from app.services import clocks, denials, requests
from app.services.denials import Notice
from app.services.session import Session

PARTS = {"dates": "Dates", "denials": "Denials", "costs": "Costs and programs"}


class CourseScreen(Screen):
    """Dates, denials and costs of one request."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.request_id = RequestId("")
        self._asked = 0
        self.course: Course | None = None
        self.chips = {part: button(words, partial(self.show_part, part), kind="chip") for part, words in PARTS.items()}
        self.dates = DatesPage(lambda: desk.session.today, self.chips["costs"])
        self.denials = DenialsPage(lambda: desk.session.today)
        self.costs = CostsPage()
        self._stack = QStackedWidget()
        for page in (self.dates, self.denials, self.costs):
            self._stack.addWidget(page)
        self._build()
        self.dates.noted.connect(self._note)
        self.dates.status_chosen.connect(self._set_status)
        self.dates.calendar_wanted.connect(self.write_calendar)
        self.denials.kept.connect(self._keep)
        self.denials.answer.jumped.connect(self._jump)
        self.denials.answer.appealing.connect(
            lambda: desk.go(Spot(View.LETTERS, self.request_id, part=LetterKind.APPEAL.value))
        )
        back = QShortcut(QKeySequence("Escape"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self._leave_screen)

    def _build(self) -> None:
        group = QButtonGroup(self)
        for chip in self.chips.values():
            chip.setCheckable(True)
            group.addButton(chip)
        head = row(
            button("Request", self._leave_screen, kind="link", icon_name="left", says="Back to the request"),
            label("Dates, denials and costs", "title"),
            8,
            *self.chips.values(),
            None,
        )
        head.setContentsMargins(8, 8, 16, 8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(hairline())
        layout.addWidget(self._stack, 1)
        self.show_part("dates")
        self.setFocusProxy(self.chips["dates"])

    def show_spot(self, spot: Spot) -> None:
        """Open the course of a request, at one of its parts."""
        if spot.record_id != self.request_id:
            self.course = None
            self.denials.put_aside(self.request_id)
            self.request_id = RequestId(spot.record_id)
            self.denials.take_up(self.request_id)
        self.show_part(spot.part if spot.part in PARTS else "dates")
        self.refresh()

    def show_part(self, part: str) -> None:
        """Show one of the parts."""
        self.chips[part].setChecked(True)
        self._stack.setCurrentIndex(list(PARTS).index(part))

    def refresh(self) -> None:
        """Read the course again."""
        if not self.request_id:
            return
        self._asked += 1
        mine, request_id = self._asked, self.request_id
        self.desk.query(self, lambda session: load(session, request_id), lambda made: self._take(mine, made))

    def leave(self) -> None:
        """Let go of the field that is being typed in."""
        focus = self.window().focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            focus.clearFocus()

    def write_calendar(self, folder: Path, with_name: bool) -> None:
        """Write the dates as a calendar file; without the patient's name unless it was asked for."""
        self._change(
            lambda session, name: clocks.write_calendar(session, name, folder, with_name=with_name),
            lambda path: self.desk.note(f"Written: {path}"),
        )

    def _take(self, asked: int, course: Course) -> None:
        if asked != self._asked:
            return
        self.course = course
        self.desk.patient_shown.emit(course.who)
        self.dates.show_course(course)
        self.denials.show_course(course)
        self.costs.show_course(course)
        count = len(course.notices)
        self.chips["denials"].setText(f"{PARTS['denials']} {count}" if count else PARTS["denials"])

    def _note(self, kind: MilestoneKind, date: object, said_in: str) -> None:
        self._change(lambda session, name: clocks.note(session, name, kind, date, said_in))  # type: ignore[arg-type]

    def _set_status(self, status: Status) -> None:
        if status is Status.DENIED:
            self.show_part("denials")
            self.denials.date.setFocus()
            return
        self._change(lambda session, name: requests.set_status(session, name, status))

    def _keep(self, notice: Notice, denial: Denial | None) -> None:
        if denial is None:
            self._change(lambda session, name: denials.record(session, name, notice))
        else:
            self._change(lambda session, _: denials.change(session, denial, notice))

    def _change(
        self, act: Callable[[Session, RequestId], object], done: Callable[[object], None] | None = None
    ) -> None:
        request_id = self.request_id

        def finish(result: object) -> None:
            if done is not None:
                done(result)
            self.refresh()

        self.desk.change(self, lambda session: act(session, request_id), finish)

    def _jump(self, keys: tuple[str, ...]) -> None:
        self.desk.go(Spot(View.REQUEST, self.request_id, focus=keys[0] if keys else ""))

    def _leave_screen(self) -> None:
        self.desk.go(Spot(View.REQUEST, self.request_id))
