"""The patient's profile: names, birth, address, telephones, allergies, diagnoses, defaults."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.binding import RecordBinding
from app.desk.patients.diagnoses import DiagnosesEditor
from app.desk.widgets.editors import ChoiceEditor, Editor, LineEditor, TextEditor
from app.desk.widgets.fields import FieldGrid, page_of
from app.desk.widgets.plain import scrolling
from app.desk.widgets.shaped import DateEditor, PhoneEditor, checked
from app.domain.identifiers import check_npi, check_state, check_zip
from app.domain.patient import Patient, Sex
from app.domain.place import BodyMeasure, Unit
from app.domain.typed import read_body_measure, tidy_name
from app.services.offices import Office

#: Values of the patient's sex with their words.
SEXES = [(Sex.UNKNOWN, "not documented"), (Sex.FEMALE, "Female"), (Sex.MALE, "Male"), (Sex.OTHER, "Other")]


def shown_measure(value: BodyMeasure | None) -> str:
    """`66 in`."""
    return "" if value is None else f"{value.value.normalize():f} {value.unit.value}"


class MeasureEditor(LineEditor):
    """A height or weight in the unit in which it is typed."""

    def __init__(self, name: str, unit: Unit, placeholder: str) -> None:
        self._unit = unit
        super().__init__(name, check=self._words, shape=self._shaped, placeholder=placeholder)

    def set_value(self, value: object) -> None:
        """Show a height or weight."""
        super().set_value(shown_measure(value) if isinstance(value, BodyMeasure) else "")

    def _meant(self, text: str) -> object:
        return read_body_measure(text, self._unit)

    def _settle(self) -> None:
        text = str(self.value)
        if text and read_body_measure(text, self._unit) is None:
            self._rest.stop()
            self._look()
            return
        super()._settle()

    def _shaped(self, text: str) -> str:
        return shown_measure(read_body_measure(text, self._unit)) or text

    def _words(self, text: str) -> str:
        known = not text or read_body_measure(text, self._unit) is not None
        return "" if known else f"Not a measure yet: type it as {self.line.placeholderText()}."


class ProfilePane(QWidget):
    """The fields of a patient."""

    edited = Signal(object, object)

    def __init__(self, today: Callable[[], dt.date]) -> None:
        super().__init__()
        self._today = today
        self.binding = RecordBinding(self)
        self.binding.edited.connect(self.edited)
        self._defaults: dict[str, ChoiceEditor] = {}
        self.diagnoses = DiagnosesEditor()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        content = page_of(self._person(), self._clinical(), self._reach(), self._others())
        content.setMaximumWidth(960)
        layout.addWidget(scrolling(content))

    def show_patient(self, patient: Patient) -> None:
        """Show a patient."""
        self.binding.load(patient)

    def offer(self, office: Office) -> None:
        """Offer the office's people and places as defaults."""
        none = (None, "none")
        self._defaults["prescriber_id"].set_items([none, *((p.id, p.name.full) for p in office.prescribers)])
        self._defaults["location_id"].set_items([none, *((p.id, p.name) for p in office.locations)])
        self._defaults["facility_id"].set_items([none, *((p.id, p.name) for p in office.facilities)])
        self._defaults["pharmacy_id"].set_items([none, *((p.id, p.name) for p in office.pharmacies)])
        self.binding.load(self.binding.record)

    def _bind(self, grid: FieldGrid, path: str, editor: Editor, *, wide: bool = False) -> None:
        grid.add(self.binding.bind(path, editor), wide=wide)

    def _person(self) -> QWidget:
        grid = FieldGrid(columns=2)
        put = self._bind
        put(grid, "name.first", LineEditor("First name", shape=tidy_name))
        put(grid, "name.last", LineEditor("Last name", shape=tidy_name))
        put(grid, "name.middle", LineEditor("Middle", shape=tidy_name))
        put(grid, "name.suffix", LineEditor("Suffix", placeholder="Jr."))
        put(grid, "dob", DateEditor("Date of birth", self._today, birth=True))
        put(grid, "sex", ChoiceEditor("Sex", SEXES))
        put(grid, "chart_number", LineEditor("Chart number"))
        put(grid, "phone_cell", PhoneEditor("Cell phone"))
        return grid

    def _clinical(self) -> QWidget:
        grid = FieldGrid(columns=2)
        put = self._bind
        grid.section("Clinical")
        grid.add(self.binding.bind("diagnoses", self.diagnoses), wide=True)
        put(grid, "allergies", LineEditor("Allergies", placeholder="“none” where there are none"), wide=True)
        put(grid, "current_medications", TextEditor("Medicines now", lines=2), wide=True)
        put(grid, "height", MeasureEditor("Height", Unit.INCH, "5'6\" or 168 cm"))
        put(grid, "weight", MeasureEditor("Weight", Unit.POUND, "150 lb or 68 kg"))
        return grid

    def _reach(self) -> QWidget:
        grid = FieldGrid(columns=2)
        put = self._bind
        grid.section("Address and telephone")
        put(grid, "address.street", LineEditor("Street"), wide=True)
        put(grid, "address.city", LineEditor("City"))
        put(grid, "address.state", LineEditor("State", check=checked(check_state), shape=str.upper))
        put(grid, "address.zip", LineEditor("ZIP", check=checked(check_zip)))
        put(grid, "address.county", LineEditor("County"))
        put(grid, "phone_home", PhoneEditor("Home phone"))
        put(grid, "phone_work", PhoneEditor("Work phone"))
        put(grid, "email", LineEditor("E-mail"))
        return grid

    def _others(self) -> QWidget:
        grid = FieldGrid(columns=2)
        put = self._bind
        grid.section("Primary care and representative")
        put(grid, "primary_care.name", LineEditor("Primary care"))
        put(grid, "primary_care.npi", LineEditor("NPI of primary care", check=checked(check_npi)))
        put(grid, "primary_care.phone", PhoneEditor("Telephone"))
        put(grid, "primary_care.fax", PhoneEditor("Fax"))
        put(grid, "representative.name", LineEditor("Representative"))
        put(grid, "representative.phone", PhoneEditor("Their telephone"))
        put(grid, "representative.relationship", LineEditor("Relationship"))
        grid.section("New requests start with")
        for path, words in (
            ("prescriber_id", "Prescriber"),
            ("location_id", "Location"),
            ("facility_id", "Facility"),
            ("pharmacy_id", "Pharmacy"),
        ):
            editor = ChoiceEditor(words)
            self._defaults[path] = editor
            put(grid, f"defaults.{path}", editor)
        return grid
