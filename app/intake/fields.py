"""The fields that a file can fill: where each goes in our records, what it is called, how its text is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.intake import _texts as texts

#: Reads a text on the office's day; None where it cannot be read.
Read = Callable[[str, dt.date], object | None]


class Target(StrEnum):
    """The kinds of records that a file can fill."""

    PATIENT = "patient"
    DIAGNOSIS = "diagnosis"
    COVERAGE = "coverage"
    TRIAL = "trial"
    CONTRAINDICATION = "contraindication"
    OBSERVATION = "observation"
    PRESCRIBER = "prescriber"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field.

    Attributes:
        path: within the record, such as `address.city`.
        title: as the review table names it.
    """

    target: Target
    path: str
    title: str
    read: Read

    @property
    def name(self) -> str:
        """`patient.address.city`."""
        return f"{self.target}.{self.path}"


_PATIENT: tuple[tuple[str, str, Read], ...] = (
    ("name.last", "Last name", texts.name),
    ("name.first", "First name", texts.name),
    ("name.middle", "Middle name", texts.name),
    ("name.suffix", "Suffix", texts.name),
    ("dob", "Date of birth", texts.birth_date),
    ("sex", "Sex", texts.sex),
    ("chart_number", "Chart number", texts.number),
    ("address.street", "Street", texts.line),
    ("address.city", "City", texts.line),
    ("address.state", "State", texts.state),
    ("address.zip", "ZIP code", texts.zip_code),
    ("address.county", "County", texts.line),
    ("phone_cell", "Cell phone", texts.phone),
    ("phone_home", "Home phone", texts.phone),
    ("phone_work", "Work phone", texts.phone),
    ("email", "E-mail", texts.email),
    ("height", "Height", texts.height),
    ("weight", "Weight", texts.weight),
    ("allergies", "Allergies", texts.words),
    ("current_medications", "Current medications", texts.words),
    ("primary_care.name", "Primary care clinician", texts.line),
    ("primary_care.phone", "Primary care phone", texts.phone),
    ("primary_care.fax", "Primary care fax", texts.phone),
    ("primary_care.npi", "Primary care NPI", texts.npi),
    ("representative.name", "Representative", texts.line),
    ("representative.phone", "Representative's phone", texts.phone),
    ("representative.relationship", "Representative's relationship", texts.line),
)
_DIAGNOSIS: tuple[tuple[str, str, Read], ...] = (
    ("icd10", "Diagnosis code", texts.icd10),
    ("description", "Diagnosis", texts.line),
    ("onset", "Diagnosis since", texts.day),
)
_COVERAGE: tuple[tuple[str, str, Read], ...] = (
    ("payer", "Payer", texts.line),
    ("line", "Line of business", texts.line_of_business),
    ("rank", "Primary or secondary", texts.rank),
    ("plan_name", "Plan", texts.line),
    ("plan_type", "Plan type", texts.line),
    ("member_id", "Member ID", texts.number),
    ("group_number", "Group number", texts.number),
    ("group_name", "Group name", texts.line),
    ("rx_bin", "Rx BIN", texts.number),
    ("rx_pcn", "Rx PCN", texts.line),
    ("rx_group", "Rx group", texts.number),
    ("state", "Plan's state", texts.state),
    ("insured.name", "Policy holder", texts.line),
    ("insured.relationship", "Relationship to the policy holder", texts.line),
    ("insured.dob", "Policy holder's date of birth", texts.birth_date),
    ("insured.employer", "Policy holder's employer", texts.line),
    ("contact.phone", "Plan's phone", texts.phone),
    ("contact.fax", "Plan's fax", texts.phone),
    ("starts", "Covered from", texts.day),
    ("ends", "Covered until", texts.day),
)
_TRIAL: tuple[tuple[str, str, Read], ...] = (
    ("drug", "Therapy tried", texts.line),
    ("strength", "Strength", texts.line),
    ("dose", "Dose", texts.line),
    ("directions", "Directions", texts.sentences),
    ("start", "Started", texts.date),
    ("end", "Stopped", texts.date),
    ("outcome", "Outcome", texts.outcome),
    ("reason", "Reason", texts.words),
    ("evidence", "Documented by", texts.line),
    ("intent", "Tried for", texts.condition),
)
_CONTRAINDICATION: tuple[tuple[str, str, Read], ...] = (
    ("drug", "Must not have", texts.line),
    ("reason", "Why not", texts.words),
)
_OBSERVATION: tuple[tuple[str, str, Read], ...] = (
    ("measure", "Measure", texts.measure),
    ("date", "Measured on", texts.date),
    ("value", "Value", texts.measured),
)
_PRESCRIBER: tuple[tuple[str, str, Read], ...] = (
    ("name.last", "Prescriber's last name", texts.name),
    ("name.first", "Prescriber's first name", texts.name),
    ("name.middle", "Prescriber's middle name", texts.name),
    ("name.suffix", "Prescriber's suffix", texts.name),
    ("credential", "Credential", texts.line),
    ("npi", "NPI", texts.npi),
    ("dea", "DEA number", texts.line),
    ("license", "License", texts.line),
    ("specialty", "Specialty", texts.line),
    ("email", "Prescriber's e-mail", texts.email),
)

FIELDS: Mapping[Target, tuple[FieldSpec, ...]] = {
    target: tuple(FieldSpec(target, *row) for row in rows)
    for target, rows in (
        (Target.PATIENT, _PATIENT),
        (Target.DIAGNOSIS, _DIAGNOSIS),
        (Target.COVERAGE, _COVERAGE),
        (Target.TRIAL, _TRIAL),
        (Target.CONTRAINDICATION, _CONTRAINDICATION),
        (Target.OBSERVATION, _OBSERVATION),
        (Target.PRESCRIBER, _PRESCRIBER),
    )
}
_BY_NAME: Mapping[str, FieldSpec] = {spec.name: spec for specs in FIELDS.values() for spec in specs}


def field(name: str) -> FieldSpec:
    """The field of that name, such as `patient.dob`.

    Raises:
        KeyError: there is none; names come from our own tables, never from a file.
    """
    return _BY_NAME[name]


def is_field(name: str) -> bool:
    """Whether there is a field of that name."""
    return name in _BY_NAME
