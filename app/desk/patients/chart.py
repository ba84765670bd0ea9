"""The page of one patient."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from app.desk.after.accounts import AccountsPane
from app.desk.chart.view import ChartPane
from app.desk.context import Desk
from app.desk.patients import lists
from app.desk.patients.profile import ProfilePane
from app.desk.patients.records import RecordsPane
from app.desk.places import Spot, View
from app.desk.shell.patient_banner import summary_of
from app.desk.shell.screen import Screen
from app.desk.today.words import STATUS_WORDS, TYPE_WORDS
from app.desk.widgets.lazy import LazyStack
from app.desk.widgets.notes import EmptyState
from app.desk.widgets.plain import button, hairline
from app.desk.widgets.table import Column, RowsTable
from app.domain.changes import Edit, Record
from app.domain.ids import PatientId
from app.domain.indications import condition_name
from app.domain.measures import ChartSpec
from app.domain.patient import Coverage, Patient
from app.domain.request import Request
from app.services import charts, edits, offices, patients
from app.services.after import ledgers
from app.services.after.ledgers import LedgerSeen
from app.services.patients import Chart
from app.services.problems import NoSuchRecord

PART_WORDS = {
    "profile": "Profile",
    "plans": "Plans",
    "therapies": "Earlier therapies",
    "contraindications": "Contraindications",
    "measures": "Measures",
    "treatments": "Treatments",
    "requests": "Requests",
}
PARTS = tuple(PART_WORDS)

_REQUEST_COLUMNS: tuple[Column[Request], ...] = (
    Column("Started", lambda r: f"{r.created:%m/%d/%Y}", 112),
    Column("Asked for", lambda r: " · ".join(filter(None, (r.drug.name, _condition(r)))), strong=True),
    Column("Kind", lambda r: TYPE_WORDS[r.type], 112),
    Column("Status", lambda r: STATUS_WORDS[r.status], 136),
)


def _condition(request: Request) -> str:
    return condition_name(request.indication) if request.indication else ""


class RequestsPane(QStackedWidget):
    """The patient's requests, or an invitation to start one."""

    def __init__(self, act: QWidget) -> None:
        super().__init__()
        self.table: RowsTable[Request] = RowsTable(_REQUEST_COLUMNS, lambda item: item.id, "Requests")
        self.addWidget(self.table)
        self.addWidget(EmptyState("No requests yet", "The patient, the plan and the therapies are filled in.", act))

    def show_rows(self, rows: tuple[Request, ...]) -> None:
        """Show the requests."""
        self.table.set_rows(rows)
        self.setCurrentIndex(0 if rows else 1)


class PatientScreen(Screen):
    """Everything that the office keeps of one patient; every edit is kept at once."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._patient_id = PatientId("")
        self._focus = self._record_id = ""
        self._part = "profile"
        self._office: offices.Office | None = None
        self.chart: Chart | None = None
        self.charts = ChartPane()
        self.accounts = AccountsPane()
        self.accounts.opened.connect(lambda name: desk.go(Spot(View.COURSE, name, part="units")))
        self._stack = LazyStack(
            {
                "profile": self._make_profile,
                "plans": lambda: self._listen(lists.coverages_pane(self._whose, self._today)),
                "therapies": lambda: self._listen(lists.trials_pane(self._whose, self._today)),
                "contraindications": lambda: self._listen(lists.contraindications_pane(self._whose)),
                "measures": self._make_measures,
                "treatments": self._make_treatments,
                "requests": self._make_requests,
            }
        )
        self._stack.made.connect(self._fill)
        self._tabs: dict[str, QToolButton] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._tab_line())
        layout.addWidget(hairline())
        layout.addWidget(self._stack, 1)
        for at, part in enumerate(PARTS):
            keys = QShortcut(QKeySequence(f"Alt+{at + 1}"), self)
            keys.activated.connect(lambda p=part: self.show_part(p))

    @property
    def profile(self) -> ProfilePane:
        """The fields of the patient."""
        page = self._stack.page("profile")
        assert isinstance(page, ProfilePane)  # noqa: S101 -- narrows the type
        return page

    def pane(self, part: str) -> RecordsPane:
        """One of the lists."""
        page = self._stack.page(part)
        assert isinstance(page, RecordsPane)  # noqa: S101 -- narrows the type
        return page

    def _today(self) -> dt.date:
        return self.desk.session.today

    def _whose(self) -> PatientId:
        return self._patient_id

    def _tab_line(self) -> QHBoxLayout:
        tabs = QHBoxLayout()
        tabs.setContentsMargins(8, 0, 16, 0)
        tabs.setSpacing(0)
        group = QButtonGroup(self)
        for part, words in PART_WORDS.items():
            made = QToolButton()
            made.setText(words)
            made.setAccessibleName(words)
            made.setProperty("kind", "step")
            made.setCheckable(True)
            made.clicked.connect(lambda _=False, p=part: self.show_part(p))
            group.addButton(made)
            self._tabs[part] = made
            tabs.addWidget(made)
        tabs.addStretch(1)
        tabs.addWidget(button("New request", self._new_request, kind="primary", icon_name="plus"))
        return tabs

    def _make_profile(self) -> ProfilePane:
        made = ProfilePane(self._today)
        made.edited.connect(self._edit_patient)
        return made

    def _edit_patient(self, before: Patient, after: Patient) -> None:
        """Keep the patient; the banner says at once what is kept."""
        self.desk.save(self, "Edit patient", before, after)
        if self.chart is not None:
            self.chart = replace(self.chart, patient=after)
            self._show_banner(self.chart)

    def _make_measures(self) -> RecordsPane:
        made = self._listen(lists.observations_pane(self._whose, self._today))
        made.put_beside(self.charts)
        return made

    def _make_treatments(self) -> RecordsPane:
        made = self._listen(lists.treatments_pane(self._whose, self._today))
        made.put_beside(self.accounts)
        return made

    def _make_requests(self) -> RequestsPane:
        made = RequestsPane(button("Start a request", self._new_request))
        made.table.opened.connect(lambda item: self.desk.go(Spot(View.REQUEST, item.id)))
        return made

    def _listen(self, pane: RecordsPane) -> RecordsPane:
        noun = pane.noun
        pane.edited.connect(lambda before, after: self._save(f"Edit {noun}", before, after))
        pane.added.connect(lambda record: self._save(f"Add {noun}", None, record))
        pane.removed.connect(lambda record: self.desk.remove(self.desk, f"Remove {noun}", record))
        return pane

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
        page = self._stack.show_page(self._part)
        self._tabs[self._part].setChecked(True)
        if isinstance(page, RecordsPane):
            (page.table if page.table.rows_model.rows else page.add_button).setFocus()
        elif isinstance(page, RequestsPane):
            page.table.setFocus()

    def refresh(self) -> None:
        """Read the patient again."""
        if self._patient_id:
            patient_id = self._patient_id
            self.desk.query(
                self,
                lambda s: (patients.chart(s, patient_id), offices.office(s)),
                self._show,
                failed=self._not_read,
            )

    def _not_read(self, problem: Exception) -> None:
        """A patient whose entry was taken back is gone: the list is where one goes on."""
        if not isinstance(problem, NoSuchRecord):
            self.desk.failed.emit(problem)
            return
        self._patient_id = PatientId("")
        if self.isVisible():
            self.desk.go(Spot(View.PATIENTS))

    def _show(self, read: tuple[Chart, offices.Office]) -> None:
        chart, office = read
        if chart.patient.id != self._patient_id:
            return
        self.chart, self._office = chart, office
        for part in self._stack.built:
            self._fill(part)
        self._count_tabs(chart)
        self._show_banner(chart)
        self._take_focus()

    def _show_banner(self, chart: Chart) -> None:
        if self.isVisible():
            self.desk.patient_shown.emit(summary_of(chart, self.desk.session.today))

    def _fill(self, part: str) -> None:
        """Show the chart on one page."""
        chart, page = self.chart, self._stack.built[part]
        if chart is None:
            return
        if isinstance(page, ProfilePane) and self._office is not None:
            page.show_patient(chart.patient)
            page.offer(self._office)
        elif isinstance(page, RequestsPane):
            page.show_rows(chart.requests)
        elif isinstance(page, RecordsPane):
            page.show_rows(self._rows(chart)[part])
            if part == "measures":
                self._draw_charts(chart.patient.id)
            if part == "treatments":
                self._draw_accounts(chart.patient.id)
            if part == "plans":
                lists.offer_payers(page, chart.payers)

    def _draw_charts(self, patient_id: PatientId) -> None:
        def show(specs: tuple[ChartSpec, ...]) -> None:
            if patient_id == self._patient_id:
                self.charts.show_charts(specs)

        self.desk.query(self, lambda session: charts.of(session, patient_id), show)

    def _draw_accounts(self, patient_id: PatientId) -> None:
        def show(accounts: tuple[LedgerSeen, ...]) -> None:
            if patient_id == self._patient_id:
                self.accounts.show_accounts(accounts)

        self.desk.query(self, lambda session: ledgers.of_patient(session, patient_id), show)

    def _rows(self, chart: Chart) -> dict[str, tuple[object, ...]]:
        return {
            "plans": chart.coverages,
            "therapies": chart.trials,
            "contraindications": chart.contraindications,
            "measures": chart.observations,
            "treatments": chart.treatments,
            "requests": chart.requests,
        }

    def _count_tabs(self, chart: Chart) -> None:
        for part, rows in self._rows(chart).items():
            words = f"{PART_WORDS[part]} {len(rows)}" if rows else PART_WORDS[part]
            self._tabs[part].setText(words)
            self._tabs[part].setAccessibleName(words)

    def _take_focus(self) -> None:
        focus, self._focus = self._focus, ""
        page = self._stack.built.get(self._part)
        if isinstance(page, RecordsPane):
            if self._record_id:
                page.choose(self._record_id)
                self._record_id = ""
            if focus:
                page.binding.focus(focus)
        elif focus:
            self.profile.binding.focus(focus)

    def _save(self, label_text: str, before: Record | None, after: Record) -> None:
        """Keep a record of a list, and with a plan its payer where the office has it not yet."""
        fresh = lists.payer_editor(self.pane("plans")).fresh if isinstance(after, Coverage) else {}
        payer = fresh.get(after.payer_id) if isinstance(after, Coverage) else None
        wanted = (*(() if payer is None else (Edit(None, payer),)), Edit(before, after))

        def refuse(problem: Exception) -> None:
            self.desk.failed.emit(problem)
            self.refresh()

        self.desk.change(
            self, lambda session: edits.save(session, label_text, *wanted), lambda _: self.refresh(), failed=refuse
        )

    def _new_request(self) -> None:
        self.desk.go(Spot(View.NEW_REQUEST, self._patient_id))
