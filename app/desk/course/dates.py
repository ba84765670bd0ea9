"""Dates of a request: what is due and why, what the payer said, and what happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from app.desk.course.cards import clock_card
from app.desk.course.loading import Course
from app.desk.today.words import STATUS_WORDS
from app.desk.widgets.editors import ChoiceEditor, LineEditor
from app.desk.widgets.fields import FieldGrid
from app.desk.widgets.plain import button, empty, hairline, label, pane, row, scrolling
from app.desk.widgets.shaped import DateEditor
from app.desk.widgets.tabbing import tab_through
from app.desk.widgets.tick import Tick
from app.domain.course import MilestoneKind
from app.domain.request import Status
from app.domain.typed import read_date
from app.services.requests import NEXT

KIND_WORDS = {
    MilestoneKind.SENT: "Sent",
    MilestoneKind.RECEIVED: "Received by the payer",
    MilestoneKind.INFORMATION_BY: "More information wanted by",
    MilestoneKind.INFORMATION_SENT: "More information sent",
    MilestoneKind.DECIDED: "Decided",
    MilestoneKind.DECISION_BY: "Decision promised by",
    MilestoneKind.FOLLOW_UP: "Ask again on",
    MilestoneKind.APPEAL_BY: "Appeal by, as the letter says",
    MilestoneKind.PEER_TO_PEER_BY: "Peer-to-peer by, as the letter says",
    MilestoneKind.AUTHORIZATION_ENDS: "Authorization ends",
    MilestoneKind.RENEWAL_FROM: "Renewal accepted from",
    MilestoneKind.NEXT_NOT_BEFORE: "Next injection not before",
    MilestoneKind.APPEAL_SENT: "Appeal sent",
    MilestoneKind.APPEAL_DECISION_BY: "Decision on the appeal by",
}


class DatesPage(QWidget):
    """Clocks left, what is noted right.

    Args:
        today: the office's day, asked when it is needed.
        before: where Tab comes from.
    """

    #: Kind, date or None, where it stands.
    noted = Signal(object, object, str)
    status_chosen = Signal(object)
    #: Folder, and whether the patient's name goes in.
    calendar_wanted = Signal(object, bool)

    def __init__(self, today: Callable[[], dt.date], before: QWidget) -> None:
        super().__init__()
        self._today = today
        self._before = before
        self._clocks = QVBoxLayout()
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self._course = QVBoxLayout()
        self._course.setSpacing(0)
        self.kind = ChoiceEditor("What", list(KIND_WORDS.items()))
        self.date = DateEditor("Date", today)
        self.said_in = LineEditor("Where it stands", placeholder="letter of 11/02/2026")
        self.note_button = button("Note date", self._note, kind="primary")
        self.with_name = Tick("With the patient's name")
        self.calendar_button = button("Save as calendar…", self._choose_folder, icon_name="today")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        sides = row(self._left(), hairline(upright=True), self._right(), gap=0)
        sides.setStretch(0, 3)
        sides.setStretch(2, 2)
        layout.addLayout(sides)

    def _left(self) -> QWidget:
        body = pane()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 4, 0, 16)
        layout.setSpacing(0)
        layout.addLayout(self._clocks)
        layout.addStretch(1)
        return scrolling(body)

    def _right(self) -> QWidget:
        body = pane()
        grid = FieldGrid()
        grid.section("Note a date")
        for editor in (self.kind, self.date, self.said_in):
            grid.add(editor)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(16, 4, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(label("What happened", "section"))
        layout.addLayout(self._course)
        layout.addWidget(grid)
        layout.addLayout(row(self.note_button, None))
        layout.addWidget(label("The payer's own date wins over every rule.", "hint", wrap=True))
        layout.addLayout(self._list)
        layout.addWidget(hairline())
        layout.addLayout(row(self.calendar_button, None))
        layout.addWidget(self.with_name)
        layout.addStretch(1)
        return scrolling(body)

    def show_course(self, course: Course) -> None:
        """Show the dates of a request."""
        empty(self._clocks)
        seen = set()
        for clock in course.clocks:
            self._clocks.addWidget(clock_card(clock, self._today(), counts=clock.kind not in seen))
            seen.add(clock.kind)
        if not course.clocks:
            words = "Nothing is due. Choose the plan and its line of business, and the dates are counted."
            self._clocks.addWidget(label(words, "quiet", wrap=True))
        self._show_steps(course.request.status)
        self._show_noted(course)

    def _show_noted(self, course: Course) -> None:
        empty(self._list)
        stops: list[QWidget] = []
        for item in course.noted:
            said = f", {item.said_in}" if item.said_in else ""
            words = f"{KIND_WORDS[item.kind]} {item.date:%m/%d/%Y}{said}"
            remove = button("Take back", kind="link", says=f"Take back: {words}")
            remove.clicked.connect(lambda _=False, kind=item.kind: self.noted.emit(kind, None, ""))
            line = row(label(words, wrap=True), remove)
            line.setStretch(0, 1)
            self._list.addLayout(line)
            stops.append(remove)
        tab_through(self.note_button, (*stops, self.calendar_button, self.with_name))

    def _show_steps(self, status: Status) -> None:
        empty(self._course)
        self._course.addWidget(label(f"Now: {STATUS_WORDS[status]}", "quiet"))
        stops: list[QWidget] = []
        for step in NEXT.get(status, ()):
            if step in (Status.READY, Status.DRAFT, Status.SIGNED):
                continue
            made = button(f"Note as {STATUS_WORDS[step].lower()}", kind="link")
            made.clicked.connect(lambda _=False, s=step: self.status_chosen.emit(s))
            self._course.addLayout(row(made, None))
            stops.append(made)
        form = (self.kind.field, self.date.field, self.said_in.field, self.note_button)
        tab_through(self._before, (*stops, *form))

    def _note(self) -> None:
        day = day_of(self.date, self._today())
        if day is None:
            self.date.show_finding("Type the date first, as 3/4/26.")
            self.date.setFocus()
            return
        self.noted.emit(self.kind.value, day, str(self.said_in.value))
        self.date.set_value(None)
        self.said_in.set_value("")

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Where the calendar goes")
        if chosen:
            self.calendar_wanted.emit(Path(chosen), self.with_name.isChecked())


def day_of(editor: DateEditor, today: dt.date) -> dt.date | None:
    """The day that is typed in a field; None while it is none."""
    found = read_date(str(editor.value), today)
    return found.earliest if found is not None and found.is_exact else None
