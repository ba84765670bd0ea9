"""Who is on the screen: name, age, birth, plan, allergies. Always the same place, never editable."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.desk.widgets.plain import button, label, set_role
from app.domain.patient import Coverage, Patient
from app.domain.practice import Payer
from app.services.patients import Chart

#: How an office writes that there are none.
_NO_ALLERGIES = frozenset({"none", "none known", "nka", "nkda", "no known allergies", "no known drug allergies"})


@dataclass(frozen=True, slots=True)
class PatientSummary:
    """The words of the banner."""

    patient_id: str
    name: str
    person: str
    plan: str
    allergies: str
    has_allergies: bool


def age_on(birth: dt.date, day: dt.date) -> int:
    """Whole years lived."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def summary(patient: Patient, coverage: Coverage | None, payer: Payer | None, today: dt.date) -> PatientSummary:
    """What the banner says of a patient."""
    name = ", ".join(part for part in (patient.name.last.upper(), patient.name.first) if part) or "(no name yet)"
    sex = {"female": "f", "male": "m"}.get(patient.sex.value, "")
    years = "" if patient.dob is None else str(age_on(patient.dob, today))
    born = "" if patient.dob is None else f"{patient.dob:%m/%d/%Y}"
    person = "   ".join(part for part in (f"{sex} {years}".strip(), born) if part)
    plan = " ".join(part for part in (payer.name if payer else "", coverage.member_id if coverage else "") if part)
    allergies = patient.allergies.strip()
    return PatientSummary(
        patient_id=patient.id,
        name=name,
        person=person,
        plan=plan or "no plan yet",
        allergies=f"allergies: {allergies}" if allergies else "allergies not documented",
        has_allergies=bool(allergies) and allergies.casefold() not in _NO_ALLERGIES,
    )


def summary_of(chart: Chart, today: dt.date) -> PatientSummary:
    """What the banner says of a patient whose whole chart was read."""
    first = chart.coverages[0] if chart.coverages else None
    return summary(chart.patient, first, chart.payers.get(first.payer_id) if first else None, today)


class PatientBanner(QWidget):
    """One line over every screen that shows a patient."""

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setProperty("ground", "rail")
        self.setFixedHeight(34)
        self._patient_id = ""
        self._name = button("", lambda: self.pressed.emit(self._patient_id), kind="link", says="Open the patient")
        set_role(self._name, "look", "name")
        self._person, self._plan = label("", "quiet"), label("", "quiet")
        self._allergies = label("", "quiet")
        self._saved = label("", "quiet")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 0, 16, 0)
        layout.setSpacing(20)
        for part in (self._name, self._person, self._plan, self._allergies):
            layout.addWidget(part)
        layout.addStretch(1)
        layout.addWidget(self._saved)
        self.hide()

    def show_patient(self, shown: object) -> None:
        """Show a summary, or nothing."""
        self.setVisible(isinstance(shown, PatientSummary))
        if not isinstance(shown, PatientSummary):
            self._saved.clear()
            return
        if shown.patient_id != self._patient_id:
            self._saved.clear()
        self._patient_id = shown.patient_id
        self._name.setText(shown.name)
        self._name.setAccessibleName(f"Patient {shown.name}, open the patient's page")
        self._person.setText(shown.person)
        self._plan.setText(shown.plan)
        self._allergies.setText(shown.allergies)
        set_role(self._allergies, "role", "warn" if shown.has_allergies else "quiet")

    def show_saved(self, at: object) -> None:
        """Say when something was last kept."""
        if isinstance(at, dt.datetime):
            self._saved.setText(f"Saved {at:%H:%M}")
