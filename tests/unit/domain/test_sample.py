"""The invented practice: whole, sound, and never ageing."""

import datetime as dt
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.case import Case
from app.domain.changes import Record
from app.domain.clinical import Observation, Treatment, Trial
from app.domain.derive import collect_facts
from app.domain.ids import PersonId
from app.domain.patient import Patient
from app.domain.practice import Practice
from app.domain.request import Request, RequestType
from app.domain.rules import Rule
from app.domain.sample import (
    ADMINISTRATOR,
    PATIENTS,
    PRESCRIBER_PERSON,
    REQUESTS,
    STAFF_PERSON,
    sample_person,
    sample_records,
)
from app.domain.spans import age_in_years
from app.domain.typed import read_phone

TODAY = dt.date(2026, 11, 23)


def test_it_is_marked_as_a_sample_and_holds_three_requests() -> None:
    records = sample_records(TODAY)
    assert [record.is_sample for record in records if isinstance(record, Practice)] == [True]
    requests = [record for record in records if isinstance(record, Request)]
    assert tuple(request.id for request in requests) == REQUESTS
    assert [(request.type, request.indication) for request in requests] == [
        (RequestType.INITIAL, "chronic_migraine"),
        (RequestType.INITIAL, "cervical_dystonia"),
        (RequestType.CONTINUATION, "chronic_migraine"),
    ]
    assert len({record.id for record in records}) == len(records)
    roles = [sample_person(TODAY, person).role for person in (PRESCRIBER_PERSON, STAFF_PERSON, ADMINISTRATOR)]
    assert roles == ["prescriber", "staff", "administrator"]
    with pytest.raises(KeyError):
        sample_person(TODAY, PersonId("nobody"))


def _texts(record: object) -> list[str]:
    if isinstance(record, str):
        return [record]
    if isinstance(record, tuple):
        return [text for item in record for text in _texts(item)]
    slots = getattr(record, "__slots__", ())
    return [text for name in slots for text in _texts(getattr(record, name))]


def test_every_reference_has_its_record_and_every_phone_is_of_the_range_kept_for_fiction() -> None:
    records = sample_records(TODAY)
    names = {record.id for record in records}
    for record in records:
        assert isinstance(record, get_args(Record))
        for text in _texts(record):
            if len(text) == 24 and all(letter in "0123456789abcdef" for letter in text):
                assert text in names
            if (phone := read_phone(text)) is not None and text.isdigit() and not text.startswith("1"):
                assert phone[3:8] == "55501", phone


@settings(max_examples=25, deadline=None)
@given(st.dates(dt.date(2026, 1, 1), dt.date(2045, 12, 31)))
def test_it_is_the_same_sample_on_every_day(today: dt.date) -> None:
    records = sample_records(today)
    patients = [record for record in records if isinstance(record, Patient)]
    assert tuple(patient.id for patient in patients) == PATIENTS
    ages = [age_in_years(patient.dob, today) for patient in patients if patient.dob is not None]
    assert ages == [41, 58, 36]
    for record in records:
        if isinstance(record, Trial) and record.start is not None and record.end is not None:
            assert record.start.earliest < record.end.earliest < today
        if isinstance(record, Treatment):
            assert record.date < today
        if isinstance(record, Observation):
            assert record.date.earliest <= today


def test_a_good_request_lacks_nothing_that_forms_always_ask(sample: tuple[Case, ...], today: dt.date) -> None:
    always = (
        "patient.full_name patient.dob patient.full_address patient.phone coverage.member_id plan.name "
        "prescriber.full_name prescriber.npi prescriber.phone prescriber.fax drug.name drug.hcpcs drug.units "
        "drug.frequency drug.cpt dx.icd10 dx.description condition prior.summary request.justification facility.name "
        "supply.route request.start_date request.end_date measure.findings"
    )
    for case in sample:
        facts = collect_facts(case, today)
        assert [key for key in always.split() if facts.get(key) is None] == []
    _, dystonia, renewal = (collect_facts(case, today) for case in sample)
    assert dystonia.value("pharmacy.name") == "Beacon Specialty Pharmacy"
    assert renewal.value("measure.reduction_percent") == 60
    assert Rule.parse("request.start_date - request.last_treatment_date >= 84").answer(renewal).value is True
