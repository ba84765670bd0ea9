"""The FHIR samples are FHIR, and what we read of them is what an independent reader reads."""

from __future__ import annotations

import json

from fhir.resources.R4B.bundle import Bundle

from app.intake.reading.json_text import text
from tests.unit.intake.samples import FHIR, incoming


def test_an_independent_reader_reads_the_same() -> None:
    bundle = Bundle.model_validate_json(FHIR)
    resources = {type(entry.resource).__name__: entry.resource for entry in bundle.entry}
    (chart,) = incoming(FHIR).charts
    patient, coverage = resources["Patient"], resources["Coverage"]
    official = next(name for name in patient.name if name.use == "official")
    assert (chart.patient.name.last, chart.patient.name.first) == (official.family, official.given[0])
    assert chart.patient.dob == patient.birthDate
    assert chart.patient.address.zip == patient.address[0].postalCode
    assert chart.coverages[0].coverage.member_id == coverage.subscriberId
    assert chart.coverages[0].payer == resources["Organization"].name
    trial, statement = chart.trials[0], resources["MedicationStatement"]
    assert trial.drug == statement.medicationCodeableConcept.text
    assert trial.start is not None
    assert trial.start.earliest == statement.effectivePeriod.start
    assert chart.patient.diagnoses[0].icd10 == resources["Condition"].code.coding[0].code


def test_every_resource_of_the_sample_is_valid() -> None:
    kinds = [text(entry["resource"], "resourceType") for entry in json.loads(FHIR)["entry"]]
    assert len(Bundle.model_validate_json(FHIR).entry) == len(kinds)
