"""The list of patients; it narrows as one types."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from app.desk.context import Desk
from app.desk.places import Spot, View
from app.desk.shell.screen import Screen
from app.desk.widgets.notes import EmptyState
from app.desk.widgets.plain import button, label, row
from app.desk.widgets.search import SearchField
from app.desk.widgets.table import Column, RowsTable
from app.domain.changes import Edit
from app.domain.ids import PatientId, new_id
from app.domain.patient import Patient
from app.domain.place import PersonName
from app.domain.typed import tidy_name
from app.services import edits, patients
from app.services.patients import PatientRow
from app.services.session import Session

_WAIT_MS = 80

_COLUMNS: tuple[Column[PatientRow], ...] = (
    Column("Patient", lambda row: row.name, 240, strong=True),
    Column("Born", lambda row: "" if row.dob is None else f"{row.dob:%m/%d/%Y}", 112),
    Column("Plan", lambda row: row.payer or "no plan yet"),
    Column("Member ID", lambda row: row.member_id, 144),
    Column(
        "Requests", lambda row: f"{row.open_requests} open" if row.open_requests else "", 96, role=lambda _: "quiet"
    ),
)


def named(text: str) -> PersonName:
    """A name as it is typed into the search: `Nguyen, Anh` or `Anh Nguyen`."""
    words = tidy_name(text)
    if "," in words:
        last, _, first = words.partition(",")
        return PersonName(first.strip(), last.strip())
    first, _, last = words.rpartition(" ")
    return PersonName(first, last)


class PatientsScreen(Screen):
    """Search and list. Enter opens; a name that is not there becomes a new patient."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._asked = 0
        self.table: RowsTable[PatientRow] = RowsTable(_COLUMNS, lambda item: item.id, "Patients")
        hint = "Any part of a name, date of birth, member ID or telephone"
        self.field = SearchField("Search patients", hint, self.table)
        self.field.setClearButtonEnabled(True)
        self.field.setFixedWidth(400)
        self.table.opened.connect(lambda item: desk.go(Spot(View.PATIENT, item.id)))
        self.new_button = button("New patient", self.add, kind="primary", icon_name="plus")
        self.intake_button = button("Take in a file…", lambda: desk.go(Spot(View.INTAKE)))
        head = row(label("Patients", "title"), self.field, None, self.intake_button, self.new_button, gap=12)
        head.setContentsMargins(16, 10, 16, 10)
        self._add_button = button("Add as a new patient", self.add)
        self._nothing = EmptyState(
            "No patients yet",
            "",
            self._add_button,
            icon_name="patients",
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._nothing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        around = row(self._stack)
        around.setContentsMargins(8, 0, 8, 0)
        layout.addLayout(around, 1)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_WAIT_MS)
        self._wait.timeout.connect(self.refresh)
        self.field.textChanged.connect(lambda _: self._wait.start())
        self.field.taken.connect(self._enter)
        self.setFocusProxy(self.field)
        self.setAcceptDrops(True)
        QShortcut(QKeySequence("Ctrl+F"), self, self.field.setFocus)

    def show_spot(self, spot: Spot) -> None:
        """Begin a new patient where that is asked for."""
        if spot.part == "new":
            QTimer.singleShot(0, self, self.add)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file can be dropped to be taken in."""
        if len(event.mimeData().urls()) == 1 and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the file in."""
        self.desk.go(Spot(View.INTAKE, focus=event.mimeData().urls()[0].toLocalFile()))

    def refresh(self) -> None:
        """Search again."""
        text = self.field.text().strip()
        self._asked += 1
        mine = self._asked
        self.desk.query(self, lambda session: patients.search(session, text), lambda rows: self._show(mine, rows))

    def add(self) -> None:
        """Add a patient under the name that was searched for, and open the page."""
        name = named(self.field.text())
        self.field.clear()

        def create(session: Session) -> PatientId:
            patient = Patient(PatientId(new_id()), name)
            edits.save(session, "Add patient", Edit(None, patient))
            return patient.id

        self.desk.change(self, create, lambda made: self.desk.go(Spot(View.PATIENT, made, focus="name.first")))

    def _enter(self) -> None:
        """Open the chosen patient; where the search found nobody, the name becomes a new one."""
        if self._wait.isActive():
            return
        if self.table.current is not None:
            self.table.opened.emit(self.table.current)
        elif self.field.text().strip():
            self.add()

    def _show(self, asked: int, rows: tuple[PatientRow, ...]) -> None:
        if asked != self._asked:
            return
        self.table.set_rows(rows)
        self._stack.setCurrentIndex(0 if rows else 1)
        text = self.field.text().strip()
        if text:
            self._nothing.say("No patient found", "Try fewer letters, or add the patient under this name.")
            self._add_button.setText(f"Add “{text}” as a new patient")
        else:
            self._nothing.say("No patients yet", "Each patient is entered once; every request reads from here.")
            self._add_button.setText("Add the first patient")
