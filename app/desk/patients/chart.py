"""The page of one patient."""

from __future__ import annotations

import datetime as dt

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from app.desk.context import Desk
from app.desk.patients import lists
from app.desk.patients.profile import ProfilePane
from app.desk.patients.records import RecordsPane
from app.desk.places import Spot, View
from app.desk.shell.patient_banner import summary
from app.desk.shell.screen import Screen
from app.desk.today.words import STATUS_WORDS, TYPE_WORDS
from app.desk.widgets.notes import EmptyState
from app.desk.widgets.plain import button, hairline
from app.desk.widgets.table import Column, RowsTable
from app.domain.ids import PatientId
from app.domain.indications import condition_name
from app.domain.request import Request
from app.services import offices, patients
from app.services.patients import Chart

PARTS = ("profile", "plans", "therapies", "contraindications", "measures", "treatments", "requests")
_PART_WORDS = {
    "profile": "Profile",
    "plans": "Plans",
    "therapies": "Earlier therapies",
    "contraindications": "Contraindications",
    "measures": "Measures",
    "treatments": "Treatments",
    "requests": "Requests",
}

_REQUEST_COLUMNS: tuple[Column[Request], ...] = (
    Column("Started", lambda r: f"{r.created:%m/%d/%Y}", 112),
    Column("Asked for", lambda r: " · ".join(filter(None, (r.drug.name, _condition(r)))), strong=True),
    Column("Kind", lambda r: TYPE_WORDS[r.type], 112),
    Column("Status", lambda r: STATUS_WORDS[r.status], 136),
)


def _condition(request: Request) -> str:
    return condition_name(request.indication) if request.indication else ""


class PatientScreen(Screen):
    """Everything that the office keeps of one patient; every edit is kept at once."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._patient_id = PatientId("")
        self._focus = ""
        self._part = "profile"
        self._record_id = ""
        self.chart: Chart | None = None
        self.profile = ProfilePane(self._today)
        self.plans, self._payer = lists.coverages_pane(self._whose, self._today)
        self.therapies = lists.trials_pane(self._whose, self._today)
        self.contraindications = lists.contraindications_pane(self._whose)
        self.measures = lists.observations_pane(self._whose, self._today)
        self.treatments = lists.treatments_pane(self._whose, self._today)
        self.requests: RowsTable[Request] = RowsTable(_REQUEST_COLUMNS, lambda item: item.id, "Requests")
        self._tabs: dict[str, QToolButton] = {}
        self._stack = QStackedWidget()
        self._build()
        self._connect()

    def _today(self) -> dt.date:
        return self.desk.session.today

    def _whose(self) -> PatientId:
        return self._patient_id

    @property
    def _panes(self) -> dict[str, RecordsPane]:
        return {
            "plans": self.plans,
            "therapies": self.therapies,
            "contraindications": self.contraindications,
            "measures": self.measures,
            "treatments": self.treatments,
        }

    def _build(self) -> None:
        tabs = QHBoxLayout()
        tabs.setContentsMargins(8, 0, 16, 0)
        tabs.setSpacing(0)
        group = QButtonGroup(self)
        for part in PARTS:
            made = QToolButton()
            made.setText(_PART_WORDS[part])
            made.setAccessibleName(_PART_WORDS[part])
            made.setProperty("kind", "step")
            made.setCheckable(True)
            made.clicked.connect(lambda _=False, p=part: self.show_part(p))
            group.addButton(made)
            self._tabs[part] = made
            tabs.addWidget(made)
        tabs.addStretch(1)
        new = button("New request", self._new_request, kind="primary", icon_name="plus")
        tabs.addWidget(new)
        self._stack.addWidget(self.profile)
        for pane in self._panes.values():
            self._stack.addWidget(pane)
        self._stack.addWidget(self._requests_page())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(tabs)
        layout.addWidget(hairline())
        layout.addWidget(self._stack, 1)
        self._tabs["profile"].setChecked(True)

    def _requests_page(self) -> QWidget:
        act = button("Start a request", self._new_request)
        nothing = EmptyState("No requests yet", "The patient, the plan and the therapies are filled in.", act)
        self._request_stack = QStackedWidget()
        self._request_stack.addWidget(self.requests)
        self._request_stack.addWidget(nothing)
        return self._request_stack

    def _connect(self) -> None:
        self.profile.edited.connect(lambda before, after: self.desk.save(self, "Edit patient", before, after))
        for pane in self._panes.values():
            noun = pane.noun
            pane.edited.connect(lambda before, after, n=noun: self._edited(n, before, after))
            pane.added.connect(lambda record, n=noun: self._save_and_read(f"Add {n}", None, record))
            pane.removed.connect(lambda record, n=noun: self._remove(n, record))
        self.requests.opened.connect(lambda item: self.desk.go(Spot(View.REQUEST, item.id)))
        for at, part in enumerate(PARTS):
            keys = QShortcut(QKeySequence(f"Alt+{at + 1}"), self)
            keys.activated.connect(lambda p=part: self.show_part(p))

    def show_spot(self, spot: Spot) -> None:
        """Show a patient, at a part, with the focus in a field."""
        if spot.record_id != self._patient_id:
            self._patient_id = PatientId(spot.record_id)
            self.chart = None
        part, _, record_id = spot.part.partition(":")
        self.show_part(part or ("profile" if self.chart is None else self._part))
        self._focus, self._record_id = spot.focus, record_id
        self.refresh()

    def show_part(self, part: str) -> None:
        """Show one of the parts."""
        self._part = part if part in PARTS else "profile"
        self._stack.setCurrentIndex(PARTS.index(self._part))
        self._tabs[self._part].setChecked(True)
        pane = self._panes.get(self._part)
        if pane is not None:
            (pane.table if pane.table.rows_model.rows else pane.add_button).setFocus()
        elif self._part == "requests":
            self.requests.setFocus()

    def refresh(self) -> None:
        """Read the patient again."""
        if self._patient_id:
            patient_id = self._patient_id
            self.desk.query(self, lambda s: (patients.chart(s, patient_id), offices.office(s)), self._show)

    def _show(self, read: tuple[Chart, offices.Office]) -> None:
        chart, office = read
        if chart.patient.id != self._patient_id:
            return
        self.chart = chart
        self.profile.show_patient(chart.patient)
        self.profile.offer(office)
        self.plans.show_rows(chart.coverages)
        lists.offer_payers(self.plans, self._payer, chart.payers)
        self.therapies.show_rows(chart.trials)
        self.contraindications.show_rows(chart.contraindications)
        self.measures.show_rows(chart.observations)
        self.treatments.show_rows(chart.treatments)
        self.requests.set_rows(chart.requests)
        self._request_stack.setCurrentIndex(0 if chart.requests else 1)
        self._count_tabs(chart)
        self._show_banner(chart)
        self._take_focus()

    def _count_tabs(self, chart: Chart) -> None:
        counts = {
            "plans": len(chart.coverages),
            "therapies": len(chart.trials),
            "contraindications": len(chart.contraindications),
            "measures": len(chart.observations),
            "treatments": len(chart.treatments),
            "requests": len(chart.requests),
        }
        for part, count in counts.items():
            words = f"{_PART_WORDS[part]} {count}" if count else _PART_WORDS[part]
            self._tabs[part].setText(words)
            self._tabs[part].setAccessibleName(words)

    def _show_banner(self, chart: Chart) -> None:
        first = chart.coverages[0] if chart.coverages else None
        payer = chart.payers.get(first.payer_id) if first else None
        self.desk.patient_shown.emit(summary(chart.patient, first, payer, self.desk.session.today))

    def _take_focus(self) -> None:
        focus, self._focus = self._focus, ""
        pane = self._panes.get(self._part)
        if pane is not None and self._record_id:
            pane.choose(self._record_id)
            self._record_id = ""
        binding = self.profile.binding if pane is None else pane.binding
        if focus:
            binding.focus(focus)

    def _edited(self, noun: str, before: object, after: object) -> None:
        self._save_and_read(f"Edit {noun}", before, after)

    def _save_and_read(self, label_text: str, before: object, after: object) -> None:
        self.desk.save(self, label_text, before, after, lambda _: self.refresh())  # type: ignore[arg-type]

    def _remove(self, noun: str, record: object) -> None:
        self.desk.remove(self.desk, f"Remove {noun}", record)  # type: ignore[arg-type]

    def _new_request(self) -> None:
        self.desk.go(Spot(View.NEW_REQUEST, self._patient_id))
