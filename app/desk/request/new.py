"""A new request: who, what for, which drug, which plan, which form. One page, then the workspace."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.context import Desk
from app.desk.patients.lists import LINE_WORDS
from app.desk.places import Spot, View
from app.desk.request.plan import form_words
from app.desk.shell.patient_banner import summary_of
from app.desk.shell.screen import Screen
from app.desk.today.words import TYPE_WORDS
from app.desk.widgets.editors import ChoiceEditor
from app.desk.widgets.fields import FieldGrid
from app.desk.widgets.plain import button, hairline, label, row, scrolling
from app.desk.widgets.search import SearchField
from app.desk.widgets.table import Column, RowsTable
from app.domain.changes import Edit
from app.domain.drugs import Product, products
from app.domain.ids import CoverageId, PatientId
from app.domain.indications import conditions
from app.domain.patient import Coverage
from app.domain.request import DrugOrder, FormChoice, Request, RequestType
from app.services import edits, forms, offices, patients, requests
from app.services.forms import FormState, KnownForm
from app.services.patients import Chart, PatientRow
from app.services.session import Session

_COLUMNS: tuple[Column[PatientRow], ...] = (
    Column("Patient", lambda item: item.name, strong=True),
    Column("Born", lambda item: "" if item.dob is None else f"{item.dob:%m/%d/%Y}", 112),
    Column("Plan", lambda item: item.payer or "no plan yet", 200),
)


@dataclass(frozen=True, slots=True)
class Around:
    """What a new request can be made of."""

    chart: Chart
    forms: tuple[KnownForm, ...]


class NewRequestScreen(Screen):
    """Few fields, each with the likely value already in it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._patient_id = PatientId("")
        self._around: Around | None = None
        self._asked = 0
        self.table: RowsTable[PatientRow] = RowsTable(_COLUMNS, lambda item: item.id, "Patients found")
        self.field = SearchField("Patient", "Patient: any part of a name, date of birth or member ID", self.table)
        self.field.taken.connect(self._choose_patient)
        self.field.textChanged.connect(lambda _: self._search())
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.setFixedHeight(5 * 32 + 32)
        self.table.clicked.connect(lambda _: self._choose_patient())
        self.indication = ChoiceEditor("Indication", [("", "not chosen"), *conditions().items()])
        self.product = ChoiceEditor("Drug", [("", "not chosen"), *((p.id, p.full_name) for p in products())])
        self.plan = ChoiceEditor("Plan asked")
        self.form = ChoiceEditor("Form")
        self.type = ChoiceEditor("Kind", list(TYPE_WORDS.items()))
        self.start_button = button("Start the request", self._start, kind="primary")
        self.new_button = button("New patient", self._new_patient, kind="link")
        self.other_button = button(
            "Another patient", lambda: self.desk.go(Spot(View.NEW_REQUEST)), kind="link", says="Choose another patient"
        )
        self._fields = self._grid()
        self._build()
        self.indication.settled.connect(lambda _: self._offer_forms())
        self.plan.settled.connect(lambda _: self._offer_forms())

    def _grid(self) -> QWidget:
        grid = FieldGrid()
        for editor in (self.indication, self.product, self.plan, self.form, self.type):
            grid.add(editor)
        return grid

    def _build(self) -> None:
        content = QWidget()
        content.setMaximumWidth(640)
        inner = QVBoxLayout(content)
        inner.setContentsMargins(16, 10, 16, 16)
        inner.setSpacing(8)
        inner.addWidget(label("New request", "title"))
        inner.addWidget(self.field)
        inner.addWidget(self.table)
        inner.addWidget(hairline())
        inner.addWidget(self._fields)
        inner.addLayout(row(self.start_button, self.new_button, self.other_button, None))
        inner.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolling(content))
        self.setFocusProxy(self.field)

    def show_spot(self, spot: Spot) -> None:
        """Begin, with a patient where one is given."""
        self._around = None
        self._patient_id = PatientId(spot.record_id)
        self._show_search(not spot.record_id)
        self.setFocusProxy(self.indication if spot.record_id else self.field)
        self.field.clear()
        self.refresh()

    def _show_search(self, is_asked: bool) -> None:
        """Ask for the patient, or show what is asked of the chosen one; no field is kept from the patient before."""
        self.field.setVisible(is_asked)
        self.table.setVisible(is_asked)
        self.other_button.setVisible(not is_asked)
        self.new_button.setVisible(is_asked)
        self._fields.setEnabled(not is_asked)
        self.start_button.setEnabled(not is_asked)
        for editor, value in ((self.indication, ""), (self.product, ""), (self.type, RequestType.INITIAL)):
            editor.set_value(value)
        if is_asked:
            self.plan.set_items([])
            self.form.set_items([])
            self.desk.patient_shown.emit(None)

    def refresh(self) -> None:
        """Read what a request can be made of."""
        if self._patient_id:
            patient_id = self._patient_id
            self.desk.query(
                self, lambda s: Around(patients.chart(s, patient_id), forms.known_forms(s)), self._take_around
            )
        else:
            self._search()

    def _search(self) -> None:
        text = self.field.text().strip()
        self._asked += 1
        mine = self._asked
        self.desk.query(self, lambda s: patients.search(s, text, 20), lambda rows: self._list(mine, rows))

    def _list(self, asked: int, rows: tuple[PatientRow, ...]) -> None:
        if asked == self._asked:
            self.table.set_rows(rows)

    def _choose_patient(self) -> None:
        item = self.table.current
        if item is None:
            return
        self._patient_id = item.id
        self._show_search(False)
        self.indication.setFocus()
        self.refresh()

    def _take_around(self, around: Around) -> None:
        if around.chart.patient.id != self._patient_id:
            return
        is_first = self._around is None or self._around.chart.patient.id != self._patient_id
        self._around = around
        if self.isVisible():
            self.desk.patient_shown.emit(summary_of(around.chart, self.desk.session.today))
        payers = around.chart.payers
        plans = [(c.id, _plan_words(c, payers)) for c in around.chart.coverages]
        self.plan.set_items([*plans, (None, "none yet")])
        if is_first and plans:
            self.plan.set_value(plans[0][0])
        last = around.chart.requests[0] if around.chart.requests else None
        if last is not None and not self.indication.value:
            self.indication.set_value(last.indication)
            self.product.set_value(_product_of(last))
        self._offer_forms()

    def _offer_forms(self) -> None:
        if self._around is None:
            return
        ranked = sorted(self._around.forms, key=self._rank)
        self.form.set_items([*((item.choice, form_words(item)) for item in ranked), (None, "choose later")])
        best = ranked[0].choice if ranked and self._rank(ranked[0]) == (False, False, False) else None
        self.form.set_value(best)

    def _rank(self, form: KnownForm) -> tuple[bool, bool, bool]:
        around = self._around
        plan = next((c for c in around.chart.coverages if c.id == self.plan.value), None) if around else None
        payer = around.chart.payers.get(plan.payer_id) if around and plan else None
        name = payer.name.casefold() if payer else ""
        is_payers = bool(name) and bool(form.payer) and (form.payer.casefold() in name or name in form.payer.casefold())
        is_for = not form.conditions or self.indication.value in form.conditions
        return (not is_payers, not is_for, form.state is not FormState.READY)

    def _start(self) -> None:
        if not self._patient_id:
            return
        product = next((item for item in products() if item.id == self.product.value), None)
        patient_id, kind = self._patient_id, self.type.value
        indication, plan, form = str(self.indication.value or ""), self.plan.value, self.form.value

        def begin(session: Session) -> Request:
            kept = requests.start(
                session,
                patient_id,
                type=RequestType(str(kind)),
                indication=indication,
                drug=DrugOrder() if product is None else _order(product),
            )
            made = _with_only_ones(session, kept)
            chosen = replace(
                made,
                coverage_id=CoverageId(str(plan)) if plan else None,
                form=form if isinstance(form, FormChoice) else None,
            )
            if chosen != kept:
                edits.save(session, "Start request", Edit(kept, chosen))
            return chosen

        self.desk.change(self, begin, lambda made: self.desk.go(Spot(View.REQUEST, made.id, part="plan")))

    def _new_patient(self) -> None:
        self.desk.go(Spot(View.PATIENTS, part="new"))


def _with_only_ones(session: Session, request: Request) -> Request:
    """Where the practice has one prescriber or one location, nobody is asked which."""
    office = offices.office(session)
    only = office.prescribers[0].id if len(office.prescribers) == 1 else None
    prescriber_id = request.prescriber_id or only
    prescriber = next((item for item in office.prescribers if item.id == prescriber_id), None)
    site = prescriber.location_id if prescriber is not None else None
    one = office.locations[0].id if len(office.locations) == 1 else None
    return replace(request, prescriber_id=prescriber_id, location_id=request.location_id or site or one)


def _order(product: Product) -> DrugOrder:
    return DrugOrder(name=product.full_name, hcpcs=product.hcpcs, dosage_form=product.dosage_form)


def _product_of(request: Request) -> str:
    return next((item.id for item in products() if item.brand.casefold() in request.drug.name.casefold()), "")


def _plan_words(coverage: Coverage, payers: object) -> str:
    found = payers.get(coverage.payer_id) if hasattr(payers, "get") else None
    name = found.name if found is not None else "payer not chosen"
    return f"{name}, {LINE_WORDS[coverage.line]} {coverage.member_id}".strip()
