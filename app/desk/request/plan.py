"""Patient & plan: who, which plan is asked, on which form, by whom and where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.binding import RecordBinding
from app.desk.patients.lists import LINE_WORDS
from app.desk.patients.profile import SEXES
from app.desk.request.loading import Loaded
from app.desk.today.words import TYPE_WORDS
from app.desk.widgets.editors import ChoiceEditor, Editor, LineEditor
from app.desk.widgets.fields import FieldGrid, page_of
from app.desk.widgets.plain import button, empty, label, pane, scrolling
from app.desk.widgets.shaped import DateEditor, PhoneEditor, YesNoEditor, checked
from app.domain.identifiers import check_state, check_zip
from app.domain.renewal import RenewalNeed
from app.domain.request import FormChoice, Site, Supply
from app.services.forms import FormState, KnownForm

_SITES = {
    Site.OFFICE: "Office",
    Site.OUTPATIENT_HOSPITAL: "Outpatient hospital",
    Site.INFUSION_CENTER: "Infusion center",
    Site.HOME: "Home",
    Site.ASC: "Surgery center",
    Site.SELF_ADMINISTERED: "Self-administered",
    Site.OTHER: "Other",
}
_SUPPLIES = {
    Supply.BUY_AND_BILL: "Buy and bill",
    Supply.SPECIALTY_PHARMACY: "Specialty pharmacy",
    Supply.RETAIL: "Retail pharmacy",
    Supply.MAIL_ORDER: "Mail order",
    Supply.HOME_INFUSION: "Home infusion",
    Supply.OTHER: "Other",
}
_NONE = (None, "not chosen")


def form_words(form: KnownForm) -> str:
    """A form in the list of choices."""
    more = {FormState.BLANK_MISSING: " (blank PDF missing)", FormState.NO_PACK: " (typed on by hand)"}
    return f"{form.title}{more.get(form.state, '')}"


class PlanPane(QWidget):
    """The first step."""

    form_chosen = Signal(object)
    destination_chosen = Signal(str)
    #: What a renewal needs was pressed: the key behind it.
    need_pressed = Signal(str)

    def __init__(self, today: Callable[[], dt.date]) -> None:
        super().__init__()
        self._today = today
        self.request = RecordBinding(self)
        self.patient = RecordBinding(self)
        self.coverage = RecordBinding(self)
        self.form = ChoiceEditor("Form")
        self.destination = ChoiceEditor("Send to")
        self._choices: dict[str, ChoiceEditor] = {}
        self._coverage_fields: list[Editor] = []
        self._needs = pane("warn")
        self._need_list = QVBoxLayout(self._needs)
        self._need_list.setContentsMargins(12, 8, 12, 8)
        self._need_list.setSpacing(2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolling(page_of(self._needs, self._asked(), self._who(), self._where())))
        self.form.settled.connect(self._choose_form)
        self.destination.settled.connect(lambda value: self.destination_chosen.emit(str(value or "")))

    def _pick(self, grid: FieldGrid, path: str, name: str) -> None:
        editor = ChoiceEditor(name)
        self._choices[path] = editor
        grid.add(self.request.bind(path, editor))

    def _asked(self) -> QWidget:
        grid = FieldGrid()
        grid.section("Plan and form")
        self._pick(grid, "coverage_id", "Plan asked")
        grid.add(self.form)
        grid.add(self.destination)
        grid.add(self.request.bind("type", ChoiceEditor("Kind", list(TYPE_WORDS.items()))))
        grid.add(self.request.bind("urgent", YesNoEditor("Urgent"), mean=bool))
        for path, name in (("member_id", "Member ID"), ("group_number", "Group number")):
            editor = self.coverage.bind(path, LineEditor(name))
            self._coverage_fields.append(grid.add(editor))
        grid.add(self.request.bind("prior_auth_number", LineEditor("Earlier PA number")))
        grid.add(self.request.bind("start", DateEditor("Start", self._today)))
        grid.add(self.request.bind("end", DateEditor("End", self._today)))
        grid.add(self.request.bind("due", DateEditor("Due", self._today)))
        return grid

    def _who(self) -> QWidget:
        grid = FieldGrid()
        grid.section("Patient")
        bind = self.patient.bind
        for path, editor in (
            ("name.first", LineEditor("First name")),
            ("name.last", LineEditor("Last name")),
            ("dob", DateEditor("Date of birth", self._today, birth=True)),
            ("sex", ChoiceEditor("Sex", SEXES)),
            ("phone_cell", PhoneEditor("Cell phone")),
            ("address.street", LineEditor("Street")),
            ("address.city", LineEditor("City")),
            ("address.state", LineEditor("State", check=checked(check_state), shape=str.upper)),
            ("address.zip", LineEditor("ZIP", check=checked(check_zip))),
            ("allergies", LineEditor("Allergies", placeholder="“none” where there are none")),
        ):
            grid.add(bind(path, editor))
        return grid

    def _where(self) -> QWidget:
        grid = FieldGrid()
        grid.section("Prescriber and place")
        self._pick(grid, "prescriber_id", "Prescriber")
        self._pick(grid, "location_id", "Location")
        grid.add(self.request.bind("site", ChoiceEditor("Given at", [_NONE, *_SITES.items()])))
        grid.add(self.request.bind("supply", ChoiceEditor("Drug from", [_NONE, *_SUPPLIES.items()])))
        self._pick(grid, "facility_id", "Facility")
        self._pick(grid, "pharmacy_id", "Pharmacy")
        self._pick(grid, "prepared_by", "Filled in by")
        return grid

    def show_loaded(self, loaded: Loaded) -> None:
        """Show a request."""
        office, payers = loaded.office, loaded.chart.payers
        plans = [
            (plan.id, f"{_payer_name(payers, plan.payer_id)}, {LINE_WORDS[plan.line]}") for plan in loaded.coverages
        ]
        self._choices["coverage_id"].set_items([_NONE, *plans])
        self._choices["prescriber_id"].set_items([_NONE, *((p.id, p.name.full) for p in office.prescribers)])
        self._choices["location_id"].set_items([_NONE, *((p.id, p.name) for p in office.locations)])
        self._choices["facility_id"].set_items([_NONE, *((p.id, p.name) for p in office.facilities)])
        self._choices["pharmacy_id"].set_items([_NONE, *((p.id, p.name) for p in office.pharmacies)])
        self._choices["prepared_by"].set_items([_NONE, *((p.id, p.name.full) for p in office.people)])
        self.form.set_items([_NONE, *((form.choice, form_words(form)) for form in loaded.forms)])
        chosen = loaded.request.form
        self.form.set_value(None if chosen is None else _same_form(loaded.forms, chosen))
        self._offer_destinations(loaded)
        self._show_needs(loaded.needs)
        self.request.load(loaded.request)
        self.patient.load(loaded.case.patient)
        self.coverage.load(loaded.case.coverage)
        for editor in self._coverage_fields:
            editor.setEnabled(loaded.case.coverage is not None)

    def _show_needs(self, needs: tuple[RenewalNeed, ...]) -> None:
        """Say what a renewal cannot take over, each with a way there."""
        empty(self._need_list)
        self._needs.setVisible(bool(needs))
        if needs:
            self._need_list.addWidget(label("New for this renewal", "strong"))
        for need in needs:
            if need.key:
                self._need_list.addWidget(button(need.text, partial(self.need_pressed.emit, need.key), kind="link"))
            else:
                self._need_list.addWidget(label(need.text, wrap=True))

    def focus(self, record: str, path: str) -> bool:
        """Put the focus into a field."""
        if record == "request" and path == "form":
            self.form.setFocus()
            return True
        binding = {"request": self.request, "patient": self.patient, "coverage": self.coverage}.get(record)
        return binding is not None and binding.focus(path)

    def _offer_destinations(self, loaded: Loaded) -> None:
        pack = loaded.prepared.pack if loaded.prepared is not None else None
        places = () if pack is None else pack.destinations
        self.destination.set_items([("", "not chosen"), *((p.name, f"{p.name}: {p.address}") for p in places)])
        self.destination.setEnabled(len(places) > 1)
        chosen = loaded.request.form
        only = places[0].name if len(places) == 1 else ""
        self.destination.set_value((chosen.destination if chosen else "") or only)

    def _choose_form(self, choice: object) -> None:
        if isinstance(choice, FormChoice):
            self.form_chosen.emit(choice)


def _same_form(forms: tuple[KnownForm, ...], chosen: FormChoice) -> FormChoice | None:
    return next(
        (f.choice for f in forms if f.sha256 == chosen.sha256 or (f.pack_id and f.pack_id == chosen.pack_id)), None
    )


def _payer_name(payers: object, payer_id: object) -> str:
    found = payers.get(payer_id) if hasattr(payers, "get") else None
    return found.name if found is not None else "payer not chosen"
