"""Today: what needs a person now, in the order of the day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.desk.after.dropping import LetterDrop
from app.desk.after.taking import take_letters
from app.desk.context import Desk
from app.desk.places import NEXT, Spot, View
from app.desk.shell.screen import Screen
from app.desk.today import words
from app.desk.today.dates import DatesStrip
from app.desk.widgets.notes import EmptyState
from app.desk.widgets.plain import button, label, pane, row, scrolling
from app.desk.widgets.table import RowsTable
from app.domain.practice import Role
from app.domain.request import Status
from app.services import requests, signing_queue, worklist
from app.services.after import letters_in
from app.services.session import Session
from app.services.worklist import Group, WorkRow

_COLUMNS = (
    words.PATIENT_COLUMN,
    words.ASKED_COLUMN,
    words.PAYER_COLUMN,
    words.NEXT_COLUMN,
    words.DUE_COLUMN,
)


class TodayScreen(Screen):
    """The work list."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.tables: dict[Group, RowsTable[WorkRow]] = {}
        self._headings: dict[Group, QWidget] = {}
        self.lines: dict[str, QPushButton] = {}
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(16, 0, 16, 4)
        self._lines.setSpacing(2)
        today = desk.session.today
        self._title = label(f"{today:%A, %B} {today.day}", "title")
        self._count = label("", "quiet")
        self.new_button = button("New request", self._new, kind="primary", icon_name="plus")
        head = row(self._title, self._count, None, self.new_button, gap=12)
        head.setContentsMargins(16, 10, 16, 10)
        self._groups = QVBoxLayout()
        self._groups.setContentsMargins(0, 0, 0, 16)
        self._groups.setSpacing(0)
        content = pane()
        content.setLayout(self._groups)
        for group in Group:
            if group not in (Group.WAITING, Group.CLOSED):
                self._add_group(group)
        self._groups.addStretch(1)
        first = button("Start a request", self._new)
        clear = EmptyState(
            "The day is clear",
            "Nothing is due, nothing waits for a signature. New requests and renewals show up here by themselves.",
            first,
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(scrolling(content))
        self._stack.addWidget(clear)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.dates = DatesStrip()
        self.dates.wanted.connect(lambda name: desk.go(Spot(View.COURSE, name, part="dates")))
        layout.addLayout(head)
        layout.addLayout(self._lines)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.dates)
        self.add_line("letters", lambda: desk.go(Spot(View.LETTERS_IN)))
        self.add_line("signing", lambda: desk.go(Spot(View.SIGNATURES)))
        LetterDrop(self, self._take_letters)

    def refresh(self) -> None:
        """Read the list again."""
        self.desk.query(self, worklist.today, self._show, says="Reading the work list")
        self.desk.query(self, letters_in.unfiled, lambda some: self.say_line("letters", _letters_words(len(some))))
        self.desk.query(self, _to_sign, lambda counts: self.say_line("signing", _signing_words(*counts)))

    def add_line(self, name: str, act: Callable[[], object]) -> None:
        """Add a line above the list that leads somewhere; it shows while it has words."""
        made = button("", act, kind="link")
        made.hide()
        line = row(made, None)
        self.lines[name] = made
        self._lines.addLayout(line)

    def say_line(self, name: str, words: str) -> None:
        """Give a line its words; an empty text hides it."""
        line = self.lines[name]
        line.setText(words)
        line.setAccessibleName(words)
        line.setVisible(bool(words))

    def _take_letters(self, files: list[Path]) -> None:
        take_letters(self.desk, self, files, lambda letter: self.desk.go(Spot(View.LETTERS_IN, letter.id)))

    def _add_group(self, group: Group) -> None:
        table: RowsTable[WorkRow] = RowsTable(_COLUMNS, lambda item: item.request_id, words.GROUP_WORDS[group])
        table.horizontalHeader().hide()
        table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.opened.connect(lambda item: self._open(group, item))
        table.focused.connect(lambda: self._mark_only(table))
        table.focused.connect(self._show_dates)
        table.chosen.connect(lambda _: self._show_dates())
        heading = label(words.GROUP_WORDS[group], "section")
        holder = pane()
        inner = row(heading, None)
        inner.setContentsMargins(16, 8, 16, 4)
        holder.setLayout(inner)
        self.tables[group] = table
        self._headings[group] = holder
        self._groups.addWidget(holder)
        around = row(table)
        around.setContentsMargins(8, 0, 8, 0)
        self._groups.addLayout(around)

    def _show(self, groups: Mapping[Group, tuple[WorkRow, ...]]) -> None:
        count = sum(len(rows) for rows in groups.values())
        coming = len(groups.get(Group.COMING, ()))
        told = (f"{count - coming} to do" if count > coming else "", f"{coming} coming" if coming else "")
        self._count.setText(", ".join(filter(None, told)))
        self._stack.setCurrentIndex(0 if count else 1)
        for group, table in self.tables.items():
            rows = groups.get(group, ())
            table.set_rows(rows)
            table.fit_height(len(rows))
            table.setVisible(bool(rows))
            self._headings[group].setVisible(bool(rows))
        self._first_focus()

    def _mark_only(self, marked: RowsTable[WorkRow] | None) -> None:
        """One row of all tables is the chosen one."""
        for table in self.tables.values():
            if table is not marked:
                table.clearSelection()

    def _show_dates(self) -> None:
        """The dates of the request that is marked, in whichever table it stands."""
        marked = next((t for t in self.tables.values() if t.selectionModel().hasSelection() and not t.isHidden()), None)
        self.dates.show_row(None if marked is None else marked.current, self.desk.session.today)

    def _first_focus(self) -> None:
        shown = next((table for table in self.tables.values() if not table.isHidden()), None)
        focused = next((table for table in self.tables.values() if table.hasFocus()), shown)
        self._mark_only(focused)
        self._show_dates()
        self.setFocusProxy(shown or self.new_button)
        if self.isVisible() and self.window().focusWidget() in (None, self):
            (shown or self.new_button).setFocus()

    def _open(self, group: Group, item: WorkRow) -> None:
        if group is Group.RENEWAL:
            self.desk.change(
                self,
                lambda session: requests.renew(session, item.request_id),
                lambda fresh: self.desk.go(Spot(View.REQUEST, fresh.id)),
            )
        elif group is Group.LOOK:
            self.desk.go(Spot(View.COURSE, item.request_id, part="units" if item.is_over else "approval"))
        elif item.status is Status.READY and self._signs:
            self.desk.go(Spot(View.SIGN, item.request_id, part=NEXT))
        elif item.status is Status.SIGNED:
            self.desk.go(Spot(View.REQUEST, item.request_id, part="packet"))
        else:
            self.desk.go(Spot(View.REQUEST, item.request_id))

    @property
    def _signs(self) -> bool:
        """Whether the person at work is a prescriber, whose day is signing one request after the other."""
        actor = self.desk.session.actor
        return actor.role is Role.PRESCRIBER and actor.prescriber_id is not None

    def _new(self) -> None:
        self.desk.go(Spot(View.NEW_REQUEST))


def _to_sign(session: Session) -> tuple[int, int]:
    """How many papers wait for a signature (the person's own, where the person signs), and how many came back."""
    own = session.actor.id if session.actor.prescriber_id is not None else None
    return len(signing_queue.waiting(session, signer=own)), len(signing_queue.returned(session))


def _signing_words(waiting: int, returned: int) -> str:
    parts = []
    if waiting:
        parts.append("1 paper waits for a signature" if waiting == 1 else f"{waiting} papers wait for a signature")
    if returned:
        parts.append(f"{returned} sent back by the signer")
    return ", ".join(parts) + (" (Ctrl+7)" if parts else "")


def _letters_words(count: int) -> str:
    if not count:
        return ""
    return "1 letter from a payer waits to be filed" if count == 1 else f"{count} letters from payers wait to be filed"
