"""Files of the shape that Synthea and US Core servers write arrive whole; an independent reader agrees.

The resources are invented; their structure follows Synthea's `sample_complete_patient.json` (Apache-2.0) and the
examples of HL7's US Core guide (CC0).
"""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle

from app.domain.clinical import Outcome
from app.domain.dates import PartialDate
from app.intake.incoming import Incoming
from tests.unit.intake.samples import incoming

Resource = dict[str, Any]
_WHO = {"reference": "urn:uuid:p"}
_V2 = "http://terminology.hl7.org/CodeSystem/v2-0203"
_ICD = "http://hl7.org/fhir/sid/icd-10-cm"


def bundle(*resources: Resource, oracle: bool = True) -> bytes:
    entries = [{"fullUrl": f"urn:uuid:{r.get('id', number)}", "resource": r} for number, r in enumerate(resources)]
    data = json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode()
    if oracle:
        Bundle.model_validate_json(data)
    return data


def read(*resources: Resource) -> Incoming:
    return incoming(bundle(*resources))


def concept(text: str = "", system: str = "", code: str = "", display: str = "") -> Resource:
    coding = {name: value for name, value in (("system", system), ("code", code), ("display", display)) if value}
    return {**({"text": text} if text else {}), **({"coding": [coding]} if coding else {})}


PATIENT: Resource = {
    "resourceType": "Patient",
    "id": "p",
    "identifier": [
        {"system": "https://github.com/synthetichealth/synthea", "value": "d5582579"},
        {"type": concept("Medical Record Number", _V2, "MR"), "system": "http://hospital.example", "value": "d558"},
        {"type": concept("Social Security Number", _V2, "SS"), "value": "999-34-2070"},
    ],
    "name": [
        {"use": "old", "family": "Shaw", "given": ["Amy"], "period": {"end": "2020-07-22"}},
        {"family": "Baxter", "given": ["Amy", "V."], "suffix": ["Jr"], "period": {"start": "2020-07-22"}},
    ],
    "telecom": [
        {"system": "phone", "value": "555-450-5873", "use": "home"},
        {"system": "email", "value": "amy.shaw@example.com"},
    ],
    "gender": "female",
    "birthDate": "1987-02-20",
    "address": [
        {"use": "old", "line": ["49 Meadow St"], "city": "Mounds", "state": "OK", "postalCode": "74047"},
        {"line": ["183 Mountain View St"], "city": "Mounds", "state": "OK", "postalCode": "74048", "country": "US"},
    ],
    "generalPractitioner": [{"reference": "urn:uuid:dr"}],
    "contact": [
        {
            "relationship": [concept("Emergency contact")],
            "name": {"family": "Else", "given": ["Ned"]},
        },
        {
            "relationship": [concept("Legal guardian")],
            "name": {"family": "Shaw", "given": ["Ida"]},
            "telecom": [{"system": "phone", "value": "555-555-0101"}],
        },
    ],
}
DOCTOR: Resource = {
    "resourceType": "Practitioner",
    "id": "dr",
    "identifier": [{"system": "http://hl7.org/fhir/sid/us-npi", "value": "9941339108"}],
    "name": [{"family": "Bone", "given": ["Ronald"], "prefix": ["Dr."], "suffix": ["MD"]}],
    "telecom": [{"system": "phone", "value": "555-555-0199"}],
}


def order(day: str, drug: str = "Topiramate 25 MG Oral Tablet", **more: Any) -> Resource:
    return {
        "resourceType": "MedicationRequest",
        "status": "completed",
        "intent": "order",
        "subject": _WHO,
        "medicationCodeableConcept": concept(drug, "http://www.nlm.nih.gov/research/umls/rxnorm", "1", drug),
        "authoredOn": f"{day}T11:44:52-05:00",
        **more,
    }


def measured(name: str, value: Resource, **more: Any) -> Resource:
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": concept(name, "urn:oid:1.2.3", "77"),
        "subject": _WHO,
        "effectiveDateTime": "2026-03-02",
        **value,
        **more,
    }


def test_who_the_patient_is_and_who_speaks_and_cares_for_them() -> None:
    (chart,) = read(PATIENT, DOCTOR).charts
    patient = chart.patient
    assert (patient.name.first, patient.name.middle, patient.name.last, patient.name.suffix) == (
        *("Amy", "V.", "Baxter", "Jr"),
    )
    assert (patient.dob, patient.sex.value, patient.chart_number) == (dt.date(1987, 2, 20), "female", "d558")
    assert (patient.address.street, patient.address.zip) == ("183 Mountain View St", "74048")
    assert (patient.phone_home, patient.email) == ("5554505873", "amy.shaw@example.com")
    assert (patient.primary_care.name, patient.primary_care.npi, patient.primary_care.phone) == (
        *("Ronald Bone", "9941339108", "5555550199"),
    )
    assert (patient.representative.name, patient.representative.relationship, patient.representative.phone) == (
        *("Ida Shaw", "Legal guardian", "5555550101"),
    )


def test_a_chart_number_that_only_words_call_so() -> None:
    numbers = [{"type": {"text": "EPIC"}, "value": "E4007"}, {"type": {"text": "MRN"}, "value": "203713"}]
    (chart,) = read({**PATIENT, "identifier": numbers}).charts
    assert chart.patient.chart_number == "203713"


def bill(number: int, day: str, payer: str) -> Resource:
    plan = {
        "resourceType": "Coverage",
        "id": "coverage",
        "status": "active",
        "type": {"text": payer},
        "beneficiary": _WHO,
        "payor": [{"display": payer}],
    }
    return {
        "resourceType": "ExplanationOfBenefit",
        "id": f"eob{number}",
        "contained": [plan],
        "status": "active",
        "type": concept(code="professional"),
        "use": "claim",
        "patient": _WHO,
        "created": f"{day}T06:00:00-05:00",
        "insurer": {"display": payer},
        "provider": {"reference": "urn:uuid:dr"},
        "outcome": "complete",
        "insurance": [{"focal": True, "coverage": {"reference": "#coverage"}}],
    }


def test_the_plan_of_the_newest_bill_is_todays_and_its_name_no_kind_of_plan() -> None:
    bills = [bill(1, "1999-01-02", "Humana"), bill(3, "2026-02-01", "Juniper Health"), bill(2, "2020-05-05", "Cedar")]
    (chart,) = read(PATIENT, *bills).charts
    assert [(plan.payer, plan.coverage.plan_type) for plan in chart.coverages] == [("Juniper Health", "")]


def test_a_drug_of_synthea_says_how_it_is_taken_and_for_what() -> None:
    reason: Resource = {
        "resourceType": "Condition",
        "id": "why",
        "subject": _WHO,
        "code": concept("Chronic migraine", _ICD, "G43.709"),
    }
    dosage = {
        "timing": {"repeat": {"frequency": 2, "period": 1.0, "periodUnit": "d"}},
        "asNeededBoolean": False,
        "doseAndRate": [{"doseQuantity": {"value": 1.0}}],
    }
    taken = order("2026-01-10", dosageInstruction=[dosage], reasonReference=[{"reference": "urn:uuid:why"}])
    (trial,) = read(PATIENT, reason, taken).charts[0].trials
    assert (trial.directions, trial.intent, trial.dose) == ("1 at a time, twice a day", "chronic_migraine", "")
    assert trial.start == PartialDate(2026, 1, 10)


def test_an_order_says_itself_from_when_to_when() -> None:
    period = {"start": "2026-02-01", "end": "2026-05-01"}
    dosage = {
        "text": "50 mg at night",
        "timing": {"repeat": {"boundsPeriod": period}},
        "doseAndRate": [{"doseRange": {"low": {"value": 25, "unit": "mg"}, "high": {"value": 50, "unit": "mg"}}}],
    }
    (trial,) = read(PATIENT, order("2026-01-10", dosageInstruction=[dosage])).charts[0].trials
    assert (trial.start, trial.end) == (PartialDate(2026, 2, 1), PartialDate(2026, 5, 1))
    assert (trial.dose, trial.directions) == ("25-50 mg", "50 mg at night")


def test_monthly_refills_are_one_therapy() -> None:
    days = ["2025-06-01", "2025-07-01", "2025-08-02", "2025-09-01"]
    (trial,) = read(PATIENT, *(order(day) for day in days)).charts[0].trials
    assert (trial.start, trial.end) == (PartialDate(2025, 6, 1), PartialDate(2025, 9, 1))
    assert trial.evidence == "4 fills or prescriptions: 06/01/2025, 07/01/2025, 08/02/2025, 09/01/2025"


def test_a_fill_covers_its_supply() -> None:
    fill = {
        "resourceType": "MedicationDispense",
        "status": "completed",
        "subject": _WHO,
        "medicationCodeableConcept": concept("Propranolol 80 MG"),
        "whenHandedOver": "2026-01-10T10:00:00Z",
        "daysSupply": {"value": 90, "system": "http://unitsofmeasure.org", "code": "d"},
    }
    (trial,) = read(PATIENT, fill).charts[0].trials
    assert (trial.start, trial.end) == (PartialDate(2026, 1, 10), PartialDate(2026, 4, 10))


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("HIT-6 Total Score", {"valueQuantity": {"value": 66, "unit": "{score}", "code": "{score}"}}, ("hit6", 66)),
        ("Headache Impact Test-6", {"valueInteger": 62}, ("hit6", 62)),
        ("MIDAS score", {"valueString": "48"}, ("midas", 48)),
        ("Headache days per month", {"valueQuantity": {"value": 22, "unit": "days"}}, ("headache_days", 22)),
        ("Headache days", {"valueQuantity": {"value": 22, "code": "d/mo", "unit": "d/mo"}}, ("headache_days", 22)),
        ("Monthly migraine days", {"valueInteger": 12}, ("migraine_days", 12)),
        ("Headache days", {"valueInteger": 22}, None),
        ("Headache days in the last 3 months", {"valueInteger": 30}, None),
        ("HIT-6 Total Score", {"valueInteger": 12}, None),
        ("MIDAS grade", {"valueInteger": 4}, None),
        ("HIT-6 question 1", {"valueInteger": 36}, None),
    ],
)
def test_a_score_is_known_by_its_name_and_a_value_it_can_have(
    name: str, value: Resource, found: tuple[str, int] | None
) -> None:
    (chart,) = read(PATIENT, measured(name, value)).charts
    got = [(one.measure, one.value, one.date) for one in chart.observations]
    assert got == ([(found[0], Decimal(found[1]), PartialDate(2026, 3, 2))] if found else [])


def test_what_is_over_is_said_and_left_out() -> None:
    over = {
        "resourceType": "Condition",
        "id": "c",
        "clinicalStatus": concept(system="http://terminology.hl7.org/CodeSystem/condition-clinical", code="resolved"),
        "subject": _WHO,
        "code": concept("Viral sinusitis"),
    }
    found = read(PATIENT, over)
    assert found.charts[0].patient.diagnoses == ()
    assert [item.says for item in found.skipped] == ["1 condition that is over, not so or not certain; left out."]


def test_a_bundle_within_a_bundle_is_read() -> None:
    inner = json.loads(bundle(PATIENT))
    data = json.dumps({"resourceType": "Bundle", "type": "batch-response", "entry": [{"resource": inner}]}).encode()
    assert [chart.patient.name.last for chart in incoming(data).charts] == ["Baxter"]


def test_an_active_drug_goes_on() -> None:
    (trial,) = read(PATIENT, order("2026-01-10"), order("2026-02-10", status="active")).charts[0].trials
    assert (trial.end, trial.outcome) == (None, Outcome.ONGOING)
