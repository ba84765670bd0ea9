"""What a FHIR file does not mean: other people's resources, what nobody took, what nobody has."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from app.intake.incoming import Incoming, IncomingChart
from tests.unit.intake.samples import incoming

Resource = dict[str, Any]


def patient(name: str = "p", family: str = "Lake", **more: Any) -> Resource:
    named = {"family": family, "given": ["Ana"]}
    return {"resourceType": "Patient", "id": name, "name": [named], "birthDate": "1980-03-04", **more}


def request(drug: str = "topiramate", **more: Any) -> Resource:
    found = {"resourceType": "MedicationRequest", "status": "completed", "intent": "order"}
    return {**found, "subject": {"reference": "Patient/p"}, "medicationCodeableConcept": {"text": drug}, **more}


def allergy(drug: str, **more: Any) -> Resource:
    return {
        "resourceType": "AllergyIntolerance",
        "patient": {"reference": "Patient/p"},
        "code": {"text": drug},
        **more,
    }


def condition(code: str = "G43.709", **more: Any) -> Resource:
    coding = {"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": code}
    return {"resourceType": "Condition", "subject": {"reference": "Patient/p"}, "code": {"coding": [coding]}, **more}


def state(code: str) -> Resource:
    return {"coding": [{"code": code}]}


def bundle(*resources: Resource) -> bytes:
    entries = [{"fullUrl": r.pop("fullUrl", ""), "resource": r} for r in map(dict, resources)]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode()


def read(*resources: Resource) -> Incoming:
    return incoming(bundle(*resources))


def only(*resources: Resource) -> IncomingChart:
    (chart,) = read(*resources).charts
    return chart


@pytest.mark.parametrize(
    "more",
    [
        {"doNotPerform": True},
        {"status": "entered-in-error"},
        {"status": "draft"},
        {"resourceType": "MedicationStatement", "status": "intended"},
        {"resourceType": "MedicationStatement", "status": "not-taken"},
        {"resourceType": "MedicationDispense", "status": "declined"},
        {"resourceType": "MedicationDispense", "status": "preparation"},
        {"intent": "proposal"},
    ],
)
def test_what_nobody_took_is_no_therapy(more: Resource) -> None:
    assert only(patient(), request(**more)).trials == ()
    assert len(only(patient(), request()).trials) == 1


@pytest.mark.parametrize(
    "more",
    [
        {"verificationStatus": state("differential")},
        {"verificationStatus": state("unconfirmed")},
        {"verificationStatus": state("provisional")},
        {"verificationStatus": {"coding": [{"code": "x", "system": "local"}, {"code": "refuted"}]}},
        {"clinicalStatus": state("resolved")},
        {"abatementDateTime": "2020-01-01"},
    ],
)
def test_what_is_over_or_not_certain_is_no_diagnosis(more: Resource) -> None:
    assert only(patient(), condition(**more)).patient.diagnoses == ()


def test_an_allergy_without_a_category_and_to_a_biologic_arrives() -> None:
    chart = only(patient(), allergy("propranolol"), allergy("onabotulinumtoxinA", category=["biologic"]))
    assert [item.drug for item in chart.contraindications] == ["propranolol", "onabotulinumtoxinA"]
    assert only(patient(), allergy("Peanut", category=["food"])).contraindications == ()


@pytest.mark.parametrize("words", ["No Known Drug Allergies", "NKDA", "No known allergy (situation)", "nka"])
def test_no_known_allergy_is_no_allergy(words: str) -> None:
    assert only(patient(), allergy(words, category=["medication"])).contraindications == ()


def test_two_servers_patients_of_one_number_are_not_mixed_up() -> None:
    people = (
        patient("1", "Lake", fullUrl="https://a.example/fhir/Patient/1"),
        patient("1", "River", fullUrl="https://b.example/fhir/Patient/1"),
    )
    whole = request(subject={"reference": "https://a.example/fhir/Patient/1"})
    short = request("propranolol", subject={"reference": "Patient/1"})
    elsewhere = request("timolol", subject={"reference": "https://c.example/fhir/Patient/1"})
    found = read(*people, whole, short, elsewhere)
    assert {c.patient.name.last: [t.drug for t in c.trials] for c in found.charts} == {
        "Lake": ["topiramate"],
        "River": [],
    }
    assert len(found.skipped) == 2


def test_a_reference_to_another_servers_patient_is_nobody_here() -> None:
    found = read(
        patient("1", fullUrl="https://a.example/fhir/Patient/1"),
        request(subject={"reference": "https://c.example/fhir/Patient/1"}),
    )
    assert found.charts[0].trials == ()
    assert len(found.skipped) == 1


def test_a_subject_that_is_only_described_is_not_the_files_only_patient() -> None:
    found = read(patient(), request(subject={"display": "Newborn of Ana"}))
    assert found.charts[0].trials == ()
    assert found.skipped


def test_a_chart_number_is_never_a_social_security_number_or_an_old_one() -> None:
    def number(value: str, *types: str, **more: str) -> Resource:
        return {"value": value, "type": {"coding": [{"code": code} for code in types]}, **more}

    chart = only(patient(identifier=[number("OLD", "MR", use="old"), number("1", "SS"), number("77", "x", "MR")]))
    assert chart.patient.chart_number == "77"
    assert only(patient(identifier=[number("999-99-9999", "SS")])).patient.chart_number == ""


def test_a_name_that_is_only_text_is_taken_apart() -> None:
    chart = only({"resourceType": "Patient", "id": "p", "name": [{"text": "Ana T. Lake"}]})
    assert (chart.patient.name.first, chart.patient.name.last) == ("Ana", "Lake")


def test_only_the_first_payer_of_a_plan_lends_its_telephone() -> None:
    plan = {
        "resourceType": "Coverage",
        "status": "active",
        "beneficiary": {"reference": "Patient/p"},
        "payor": [{"display": "Juniper Health"}, {"reference": "Organization/o"}],
    }
    other = {"resourceType": "Organization", "id": "o", "name": "Else", "telecom": [{"system": "phone", "value": "4"}]}
    (coverage,) = only(patient(), plan, other).coverages
    assert (coverage.payer, coverage.coverage.contact.phone) == ("Juniper Health", "")


def test_a_specialty_finds_its_doctor_by_address() -> None:
    doctor = {
        "resourceType": "Practitioner",
        "id": "7",
        "fullUrl": "urn:uuid:aa",
        "name": [{"family": "Okafor", "given": ["Grace"]}],
    }
    role = {
        "resourceType": "PractitionerRole",
        "practitioner": {"reference": "urn:uuid:aa"},
        "specialty": [{"text": "Neurology"}],
    }
    (found,) = read(doctor, role).prescribers
    assert found.specialty == "Neurology"


def test_a_coverage_within_a_bill_is_the_patients() -> None:
    bills = [
        {
            "resourceType": "ExplanationOfBenefit",
            "id": str(number),
            "patient": {"reference": "urn:uuid:p"},
            "contained": [
                {
                    "resourceType": "Coverage",
                    "id": "coverage",
                    "status": "active",
                    "beneficiary": {"reference": "urn:uuid:p"},
                    "payor": [{"display": "Juniper Health"}],
                }
            ],
        }
        for number in range(40)
    ]
    chart = only({**patient(), "fullUrl": "urn:uuid:p"}, *bills)
    assert [plan.payer for plan in chart.coverages] == ["Juniper Health"]


def test_a_long_history_is_read_in_time() -> None:
    weights = [
        {
            "resourceType": "Observation",
            "status": "final",
            "subject": {"reference": "Patient/p"},
            "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]},
            "effectiveDateTime": f"20{day % 20:02}-01-01",
            "valueQuantity": {"value": 60 + day % 20, "code": "kg"},
        }
        for day in range(20_000)
    ]
    refills = [request(authoredOn=f"2024-01-01T00:00:{n % 60:02}.{n}Z") for n in range(5_000)]
    data = bundle(patient(), *weights, *refills)
    start = time.process_time()
    (chart,) = incoming(data).charts
    assert time.process_time() - start < 5
    assert chart.patient.weight is not None
    assert chart.patient.weight.value == 79
