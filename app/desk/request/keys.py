"""Where each fact can be changed: from a key of the vocabulary to a field of a record, and the step that shows it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.facts import Origin


class Step(StrEnum):
    """The places of the workspace."""

    PLAN = "plan"
    CLINICAL = "clinical"
    FORM = "form"
    CHECK = "check"
    PACKET = "packet"


STEP_WORDS = {
    Step.PLAN: "Patient & plan",
    Step.CLINICAL: "Clinical",
    Step.FORM: "Form",
    Step.CHECK: "Check",
    Step.PACKET: "Packet",
}


@dataclass(frozen=True, slots=True)
class Datum:
    """A field of a record that the workspace shows.

    Attributes:
        record: patient, coverage, request, trial, observation, question, or another kind that is changed elsewhere.
        path: of the field, or the question's id.
        row: which of several records, from 1; 0 where the record is known otherwise.
    """

    step: Step
    record: str
    path: str
    row: int = 0


_PATIENT = {
    "patient.first_name": "name.first",
    "patient.last_name": "name.last",
    "patient.full_name": "name.last",
    "patient.middle_initial": "name.middle",
    "patient.dob": "dob",
    "patient.age": "dob",
    "patient.sex": "sex",
    "patient.address": "address.street",
    "patient.full_address": "address.street",
    "patient.city": "address.city",
    "patient.city_state_zip": "address.city",
    "patient.state": "address.state",
    "patient.zip": "address.zip",
    "patient.phone": "phone_cell",
    "patient.phone_cell": "phone_cell",
    "patient.phone_home": "phone_home",
    "patient.phone_work": "phone_work",
    "patient.email": "email",
    "patient.allergies": "allergies",
    "patient.height": "height",
    "patient.weight": "weight",
    "patient.weight_kg": "weight",
    "patient.weight_lb": "weight",
    "meds.current": "current_medications",
}
_COVERAGE = {
    "coverage.member_id": "member_id",
    "coverage.group_number": "group_number",
    "coverage.group_name": "group_name",
    "coverage.plan_type": "plan_type",
    "coverage.rx_bin": "rx_bin",
    "coverage.rx_pcn": "rx_pcn",
    "coverage.rx_group": "rx_group",
    "coverage.insured_name": "insured.name",
    "coverage.insured_relationship": "insured.relationship",
}
_REQUEST = {
    "request.date": "date",
    "request.type": "type",
    "request.urgent": "urgent",
    "request.start_date": "start",
    "request.end_date": "end",
    "request.prior_auth_number": "prior_auth_number",
    "plan.name": "coverage_id",
    "coverage.payer_name": "coverage_id",
    "plan.phone": "coverage_id",
    "plan.fax": "coverage_id",
    "facility.site": "site",
    "facility.pos_code": "site",
    "facility.name": "facility_id",
    "supply.route": "supply",
    "pharmacy.name": "pharmacy_id",
}
_CLINICAL = {
    "condition": "indication",
    "request.justification": "justification",
    "dx.icd10": "diagnoses",
    "dx.description": "diagnoses",
    "dx.onset_date": "diagnoses",
    "drug.cpt": "cpt",
    "drug.hcpcs": "drug.name",
}
#: Answered by the patient's own pages: the part that keeps it.
_PATIENT_PARTS = {"request.last_treatment_date": "treatments", "request.currently_on_drug": "treatments"}
_TRIAL = {
    "class": "drug_class",
    "dose": "dose",
    "start_date": "start",
    "end_date": "end",
    "dates": "start",
    "duration": "start",
    "outcome": "outcome",
    "reason": "reason",
}
#: What a form asks of the prescriber and the location answers.
_LOCATION = (
    "prescriber.address",
    "prescriber.city",
    "prescriber.state",
    "prescriber.zip",
    "prescriber.full_address",
    "prescriber.phone",
    "prescriber.fax",
    "prescriber.contact",
)
#: Records that the workspace shows, by kind: the step that shows them.
_STEP_OF = {
    "patient": Step.PLAN,
    "coverage": Step.PLAN,
    "trial": Step.CLINICAL,
    "observation": Step.CLINICAL,
    "attachment": Step.CLINICAL,
}
_CLINICAL_PATHS = ("drug.", "diagnoses", "indication", "justification", "cpt")


def datum_of_key(key: str) -> Datum | None:
    """The field that answers a key; None where it is kept outside the workspace."""
    bare = key.split("[", 1)[0] if key.startswith("dx.") else key
    for step, record, table in (
        (Step.PLAN, "patient", _PATIENT),
        (Step.PLAN, "coverage", _COVERAGE),
        (Step.PLAN, "request", _REQUEST),
        (Step.CLINICAL, "request", _CLINICAL),
    ):
        if bare in table:
            return Datum(step, record, table[bare])
    if key.startswith(_LOCATION):
        return Datum(Step.PLAN, "request", "location_id")
    return _datum_of_group(key.split(".", 1)[0].split("[", 1)[0], bare.split("[", 1)[0], key)


def patient_part_of_key(key: str) -> str:
    """The part of the patient's page that answers a key; empty where the workspace does, or nothing."""
    return _PATIENT_PARTS.get(key, "")


def _datum_of_trial(key: str) -> Datum:
    """`prior[2].dose` is the dose of the second row of the ledger."""
    row, _, part = key.partition("[")[2].partition("].")
    return Datum(Step.CLINICAL, "trial", _TRIAL.get(part, "drug"), int(row) if row.isdigit() else 0)


def _datum_of_group(group: str, key: str, full: str) -> Datum | None:
    clinical = {
        "drug": Datum(Step.CLINICAL, "request", key),
        "prior": _datum_of_trial(full),
        "measure": Datum(Step.CLINICAL, "observation", key.partition(".")[2]),
        "attachment": Datum(Step.CLINICAL, "attachment", "add"),
    }
    outside = {"prescriber": "prescriber_id", "facility": "facility_id", "pharmacy": "pharmacy_id"}
    if group in outside:
        return Datum(Step.PLAN, "request", outside[group])
    return clinical.get(group)


def datum_of_origin(origin: Origin) -> Datum | None:
    """The field that a value came from; None where it is kept outside the workspace."""
    kind = origin.record.partition(":")[0]
    if kind == "request":
        path = origin.field.split("[", 1)[0]
        step = Step.CLINICAL if path.startswith(_CLINICAL_PATHS) else Step.PLAN
        return Datum(step, kind, path)
    step_of = _STEP_OF.get(kind)
    path = "name.last" if origin.field == "name" else origin.field
    return None if step_of is None else Datum(step_of, kind, path)
