"""The same invented patient arrives whole from every format."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest

from app.domain.clinical import Outcome
from app.domain.dates import PartialDate
from app.domain.patient import Diagnosis, Patient, Sex
from app.domain.place import Address, BodyMeasure, PersonName, Unit
from app.intake.incoming import IncomingChart
from tests.unit.intake.samples import ADT, CCDA, CSV, FHIR, RDE, VCARD, incoming


def only(data: bytes) -> IncomingChart:
    found = incoming(data)
    assert found.skipped == ()
    assert len(found.charts) == 1
    return found.charts[0]


def test_a_list_gives_one_chart_for_the_lines_of_one_patient() -> None:
    found = incoming(CSV)
    assert found.skipped == ()
    first, second = found.charts
    assert first.patient.name == PersonName("Ánh", "Nguyễn", "T")
    assert first.patient.dob == dt.date(1985, 3, 4)
    assert first.patient.address == Address("12 Elm St, Apt 3", "Providence", "RI", "02903")
    assert first.patient.phone_cell == "4015550142"
    assert [d.icd10 for d in first.patient.diagnoses] == ["G43.709", "M54.2"]
    assert [(c.payer, c.coverage.member_id, c.coverage.group_number) for c in first.coverages] == [
        ("Juniper Health", "JHP123", "G77")
    ]
    assert [(t.drug, t.drug_class, t.dose, t.start, t.end) for t in first.trials] == [
        ("topiramate", "antiepileptic", "100 mg daily", PartialDate(2026, 1, 10), PartialDate(2026, 4, 20)),
        ("propranolol", "beta_blocker", "80 mg daily", PartialDate(2026, 5, 1), PartialDate(2026, 8, 15)),
    ]
    assert second.patient.name.last == "Müller"
    assert second.patient.address.zip == "02910-1234"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_list_is_read_in_the_encodings_that_windows_writes(encoding: str) -> None:
    text = "Last Name;First Name;DOB\nMüller;José;12/01/1979\n"
    found = only(text.encode(encoding))
    assert found.patient.name == PersonName("José", "Müller")


def test_a_workbook_gives_dates_and_numbers_as_they_are_shown() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Patient Name", "DOB", "Zip", "MRN"])
    sheet.append(["Nguyễn, Ánh T.", dt.datetime.combine(dt.date(1985, 3, 4), dt.time()), 2903, 1001.0])
    stream = io.BytesIO()
    book.save(stream)
    found = only(stream.getvalue())
    assert found.patient.name == PersonName("Ánh", "Nguyễn", "T")
    assert (found.patient.dob, found.patient.address.zip) == (dt.date(1985, 3, 4), "02903")
    assert found.patient.chart_number == "1001"


def check_person(patient: Patient, *, accents: bool = True) -> None:
    assert patient.name == (PersonName("Ánh", "Nguyễn", "T") if accents else PersonName("Anh", "Nguyen", "T"))
    assert patient.dob == dt.date(1985, 3, 4)
    assert patient.sex is Sex.FEMALE
    assert patient.chart_number == "1001"
    assert (patient.address.city, patient.address.state, patient.address.zip) == ("Providence", "RI", "02903")
    assert patient.phone_cell == "4015550142"
    assert patient.weight == BodyMeasure(Decimal(68), Unit.KILOGRAM)


def test_a_fhir_bundle_gives_every_field() -> None:
    chart = only(FHIR)
    check_person(chart.patient)
    assert chart.patient.address.street == "12 Elm St, Apt 3"
    assert chart.patient.email == "anh@example.org"
    assert chart.patient.diagnoses == (Diagnosis("G43.709", "Chronic migraine", dt.date(2021, 5, 6)),)
    (plan,) = chart.coverages
    assert (plan.payer, plan.line, plan.coverage.member_id, plan.coverage.rx_bin) == (
        "Juniper Health",
        None,
        "JHP123",
        "610014",
    )
    assert (plan.coverage.group_number, plan.coverage.group_name) == ("G77", "Acme")
    assert (plan.coverage.insured.relationship, plan.coverage.starts) == ("self", dt.date(2026, 1, 1))
    (trial,) = chart.trials
    assert (trial.drug_class, trial.dose, trial.directions) == ("antiepileptic", "50 mg", "twice a day")
    assert (trial.start, trial.end) == (PartialDate(2026, 1, 10), PartialDate(2026, 4, 20))
    (never,) = chart.contraindications
    assert (never.drug, never.drug_class, never.reason) == ("propranolol", "beta_blocker", "allergy: wheezing")
    (doctor,) = incoming(FHIR).prescribers
    assert (doctor.name.full, doctor.npi, doctor.credential) == ("Grace Okafor", "1234567893", "MD")


def test_a_ccda_document_gives_every_field() -> None:
    chart = only(CCDA)
    check_person(chart.patient)
    assert chart.patient.primary_care.name == "Grace Okafor"
    assert (chart.patient.primary_care.npi, chart.patient.primary_care.phone) == ("1234567893", "4015550190")
    assert chart.patient.diagnoses == (Diagnosis("G43.709", "Chronic migraine", dt.date(2021, 5, 6)),)
    (plan,) = chart.coverages
    assert (plan.payer, plan.coverage.member_id, plan.coverage.group_number) == ("Juniper Health", "JHP123", "G77")
    (trial,) = chart.trials
    assert (trial.start, trial.end, trial.dose) == (PartialDate(2026, 1, 10), PartialDate(2026, 4, 20), "50 mg")
    assert [item.drug for item in chart.contraindications] == ["propranolol"]


def test_an_adt_message_gives_every_field() -> None:
    chart = only(ADT)
    check_person(chart.patient, accents=False)
    assert chart.patient.phone_work == "4015550190"
    assert chart.patient.email == "anh@example.org"
    assert (chart.patient.primary_care.name, chart.patient.primary_care.npi) == ("Grace Okafor", "1234567893")
    assert chart.patient.diagnoses == (Diagnosis("G43.709", "Chronic migraine w/o aura"),)
    (plan,) = chart.coverages
    assert (plan.payer, plan.coverage.member_id, plan.coverage.group_name) == (
        "Juniper Health",
        "JHP123",
        "Acme & Sons",
    )
    assert (plan.coverage.insured.name, plan.coverage.insured.relationship) == ("Minh Nguyen", "spouse")
    assert (plan.coverage.starts, plan.coverage.ends) == (dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    assert [item.reason for item in chart.contraindications] == ["allergy: wheezing"]


def test_messages_about_one_patient_make_one_chart() -> None:
    found = incoming(ADT + RDE)
    (chart,) = found.charts
    assert [(t.drug_class, t.start, t.end) for t in chart.trials] == [
        ("antiepileptic", PartialDate(2026, 1, 10), PartialDate(2026, 4, 20))
    ]


def test_a_contact_card_gives_a_prescriber() -> None:
    (doctor,) = incoming(VCARD).prescribers
    assert doctor.name == PersonName("Grace", "Okafor", "A")
    assert (doctor.npi, doctor.credential, doctor.specialty) == ("1234567893", "MD", "Neurology")
    assert doctor.email == "grace@example.org"


def test_what_cannot_be_read_is_named_by_its_place_and_the_rest_is_kept() -> None:
    text = "Last Name,First Name,DOB,Outcome,Drug\nRiver,Sam,31/31/1990,unclear,topiramate\n,Kim,1/1/1990,,\n"
    found = incoming(text.encode())
    assert [chart.patient.name.last for chart in found.charts] == ["River"]
    assert found.charts[0].trials[0].outcome is None
    assert [item.where for item in found.skipped] == [
        "line 2, column DOB",
        "line 2, column Outcome",
        "line 3",
    ]
    assert not any("31/31" in item.says or "Kim" in item.says for item in found.skipped)


def test_an_ongoing_medication_is_no_failed_trial() -> None:
    bundle = FHIR.replace(b'"completed"', b'"active"')
    assert [trial.outcome for trial in only(bundle.replace(b"2026-04-20", b"2027-04-20")).trials] == [Outcome.ONGOING]
    assert [trial.outcome for trial in only(bundle).trials] == [None]
