"""All requests: a table, filters as chips, everything by keyboard."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QPushButton, QStackedWidget, QVBoxLayout

from app.desk.context import Desk
from app.desk.places import Spot, View
from app.desk.shell.screen import Screen
from app.desk.today import words
from app.desk.widgets.notes import EmptyState
from app.desk.widgets.plain import button, label, row
from app.desk.widgets.table import RowsTable
from app.domain.request import Status
from app.services import requests, worklist
from app.services.worklist import WorkRow

#: Filters: their words, and the statuses that they let through (None for all).
FILTERS: tuple[tuple[str, frozenset[Status] | None], ...] = (
    ("All", None),
    ("Drafts", frozenset({Status.DRAFT})),
    ("Ready to sign", frozenset({Status.READY})),
    ("Signed", frozenset({Status.SIGNED})),
    ("With the payer", frozenset({Status.SENT, Status.PENDED, Status.APPEALED, Status.INFORMATION_REQUESTED})),
    ("Approved", frozenset({Status.APPROVED, Status.APPROVED_WITH_CHANGES})),
    ("Denied", frozenset({Status.DENIED})),
    ("Closed", frozenset({Status.WITHDRAWN, Status.NOT_REQUIRED})),
)
_COLUMNS = (
    words.PATIENT_COLUMN,
    words.ASKED_COLUMN,
    words.TYPE_COLUMN,
    words.PAYER_COLUMN,
    words.STATUS_COLUMN,
    words.DUE_COLUMN,
)


class RequestsScreen(Screen):
    """The table of requests."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._rows: tuple[WorkRow, ...] = ()
        self._filter: frozenset[Status] | None = None
        self.field = QLineEdit()
        self.field.setProperty("look", "search")
        self.field.setPlaceholderText("Patient, payer or drug")
        self.field.setAccessibleName("Search requests")
        self.field.setFixedWidth(240)
        self.field.textChanged.connect(lambda _: self._filtered())
        self.table: RowsTable[WorkRow] = RowsTable(_COLUMNS, lambda item: item.request_id, "Requests")
        self.table.opened.connect(lambda item: desk.go(Spot(View.REQUEST, item.request_id)))
        self.table.chosen.connect(self._look)
        self.chips = [self._chip(text, statuses) for text, statuses in FILTERS]
        self.renew_button = button("Renew", self._renew, icon_name="renew")
        new = button("New request", lambda: desk.go(Spot(View.NEW_REQUEST)), kind="primary", icon_name="plus")
        head = row(label("Requests", "title"), self.field, None, self.renew_button, new, gap=12)
        head.setContentsMargins(16, 10, 16, 6)
        chips = row(*self.chips, None, gap=6)
        chips.setContentsMargins(16, 0, 16, 8)
        nothing = EmptyState("No requests here", "Choose another filter, or start a request.", icon_name="requests")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(nothing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(chips)
        around = row(self._stack)
        around.setContentsMargins(8, 0, 8, 0)
        layout.addLayout(around, 1)
        self.setFocusProxy(self.table)
        QShortcut(QKeySequence("Ctrl+F"), self, self.field.setFocus)
        self.chips[0].setChecked(True)
        self._look(None)

    def refresh(self) -> None:
        """Read the table again."""
        self.desk.query(self, worklist.work_list, self._take, says="Reading the requests")

    def _chip(self, text: str, statuses: frozenset[Status] | None) -> QPushButton:
        made = button(text, kind="chip", says=f"Show {text.lower()}")
        made.setCheckable(True)
        made.setAutoExclusive(True)
        made.toggled.connect(lambda is_on: self._choose(statuses) if is_on else None)
        return made

    def _choose(self, statuses: frozenset[Status] | None) -> None:
        self._filter = statuses
        self._filtered()

    def _take(self, rows: tuple[WorkRow, ...]) -> None:
        self._rows = rows
        self._filtered()

    def _filtered(self) -> None:
        wanted = self.field.text().casefold().split()
        rows = [
            item
            for item in self._rows
            if (self._filter is None or item.status in self._filter)
            and all(word in f"{item.patient} {item.payer} {words.asked_for(item)}".casefold() for word in wanted)
        ]
        self.table.set_rows(rows)
        self._stack.setCurrentIndex(0 if rows else 1)
        self._look(self.table.current)

    def _look(self, item: WorkRow | None) -> None:
        self.renew_button.setEnabled(item is not None and item.status not in (Status.DRAFT, Status.READY))

    def _renew(self) -> None:
        item = self.table.current
        if item is not None:
            self.desk.change(
                self,
                lambda session: requests.renew(session, item.request_id),
                lambda fresh: self.desk.go(Spot(View.REQUEST, fresh.id)),
            )
