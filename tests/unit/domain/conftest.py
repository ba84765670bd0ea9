"""A small case that tests change as they need, and the invented sample as cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from app.domain.case import Case
from app.domain.changes import Record
from app.domain.clinical import Contraindication, Observation, Outcome, Phase, Treatment, Trial
from app.domain.dates import PartialDate
from app.domain.ids import (
    CoverageId,
    LocationId,
    ObservationId,
    PatientId,
    PayerId,
    PersonId,
    PracticeId,
    PrescriberId,
    RequestId,
    TrialId,
)
from app.domain.patient import Coverage, Patient, Sex
from app.domain.place import Address, Contact, PersonName
from app.domain.practice import (
    Facility,
    Line,
    Location,
    Payer,
    PayerLine,
    PayerNumber,
    Person,
    Pharmacy,
    Practice,
    Prescriber,
    Role,
)
from app.domain.request import Override, Request
from app.domain.sample import REQUESTS, sample_records

TODAY = dt.date(2026, 11, 23)
NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def today() -> dt.date:
    return TODAY


@pytest.fixture
def now() -> dt.datetime:
    return NOW


@pytest.fixture
def case() -> Case:
    """One patient with a plan, a prescriber and an empty request; nothing clinical."""
    patient = Patient(
        PatientId("p1"),
        PersonName("Ánh", "Nguyễn", "Thị"),
        dob=dt.date(1985, 3, 7),
        sex=Sex.FEMALE,
        address=Address("1 Elm Street", "Providence", "RI", "02903-1234", "Providence"),
        phone_home="4015550150",
    )
    return Case(
        request=Request(RequestId("r1"), patient.id, NOW),
        patient=patient,
        practice=Practice(PracticeId("pr1"), "Lakeview Neurology", tin="12-3456789", npi="1234567893"),
        location=Location(
            LocationId("l1"),
            PracticeId("pr1"),
            "Main",
            Address("9 Lake Road", "Warwick", "RI", "02886"),
            Contact("Front desk", "4015550100", "4015550101", "pa@lakeview.example"),
        ),
        preparer=Person(PersonId("w1"), PersonName("Dana", "Whit"), Role.STAFF, "MA"),
        prescriber=Prescriber(
            PrescriberId("d1"),
            PersonName("Sara", "Lind"),
            "MD",
            npi="1234567893",
            payer_numbers=(PayerNumber(PayerId("j1"), "P-77", True), PayerNumber(PayerId("x1"), "X-1", False)),
        ),
        payer=Payer(PayerId("j1"), "Juniper", (PayerLine(Line.COMMERCIAL, "8005550120", "8005550121"),)),
        coverage=Coverage(CoverageId("c1"), patient.id, PayerId("j1"), Line.COMMERCIAL, member_id="J1"),
    )


@pytest.fixture
def asking(case: Case) -> Callable[..., Case]:
    """The case with fields of its request replaced."""

    def make(**fields: Any) -> Case:
        return replace(case, request=replace(case.request, **fields))

    return make


@pytest.fixture
def override() -> Callable[[str, str], Override]:
    return lambda key, value: Override(key, value, PersonId("w1"), NOW)


@pytest.fixture
def trial() -> Callable[..., Trial]:
    def make(number: int, drug: str, outcome: Outcome | None = None, **fields: Any) -> Trial:
        return Trial(TrialId(f"t{number}"), PatientId("p1"), drug, outcome=outcome, **fields)

    return make


@pytest.fixture
def seen() -> Callable[..., Observation]:
    """An observation; whole numbers are written as such."""

    def make(measure: str, value: Any, phase: Phase | None = None, day: PartialDate | None = None) -> Observation:
        kept = Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value
        date = day or PartialDate(2026, 10)
        name = ObservationId(f"o-{measure}-{phase}-{date.iso()}")
        return Observation(name, PatientId("p1"), date, measure, kept, phase)

    return make


@pytest.fixture
def sample() -> tuple[Case, ...]:
    """The three sample requests, gathered."""
    records = sample_records(TODAY)
    return tuple(_gathered(records, str(request_id)) for request_id in REQUESTS)


def _gathered(records: tuple[Record, ...], request_id: str) -> Case:
    def one(kind: type, name: str | None) -> Any:
        return next((r for r in records if isinstance(r, kind) and r.id == name), None)

    def own(kind: type) -> Any:
        return tuple(r for r in records if isinstance(r, kind) and r.patient_id == request.patient_id)

    request = one(Request, request_id)
    coverage = one(Coverage, request.coverage_id)
    others = tuple(item for item in own(Coverage) if item.id != coverage.id)
    return Case(
        request=request,
        patient=one(Patient, request.patient_id),
        practice=next(r for r in records if isinstance(r, Practice)),
        location=one(Location, request.location_id),
        preparer=one(Person, request.prepared_by),
        prescriber=one(Prescriber, request.prescriber_id),
        payer=one(Payer, coverage.payer_id),
        coverage=coverage,
        other_coverages=others,
        other_payers=tuple(one(Payer, item.payer_id) for item in others),
        facility=one(Facility, request.facility_id),
        pharmacy=one(Pharmacy, request.pharmacy_id),
        trials=own(Trial),
        contraindications=own(Contraindication),
        observations=own(Observation),
        treatments=own(Treatment),
    )
