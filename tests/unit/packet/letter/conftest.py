"""The sample's three requests as sources of letters, and a denial of one of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from app.criteria.judging import judge
from app.criteria.records import submission_of
from app.domain.case import Case
from app.domain.changes import Record
from app.domain.clinical import Contraindication, Observation, Treatment, Trial
from app.domain.course import Denial
from app.domain.denials import denial_reasons
from app.domain.derive import collect_facts
from app.domain.ids import DenialId
from app.domain.patient import Coverage, Patient
from app.domain.practice import Facility, Location, Payer, Person, Pharmacy, Practice, Prescriber
from app.domain.request import Override, Request
from app.domain.sample import REQUESTS, STAFF_PERSON, sample_records
from app.packet.letter import LetterSource

TODAY = dt.date(2026, 11, 23)
NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
REASON = "The records do not show that two preventive medications were tried for at least 60 days each."


def gathered(records: tuple[Record, ...], request: Request) -> Case:
    """What services gather from the vault."""
    by_id = {record.id: record for record in records}

    def own(kind: type) -> Any:
        return tuple(r for r in records if isinstance(r, kind) and r.patient_id == request.patient_id)

    def one(kind: type, name: str | None) -> Any:
        record = by_id.get(name or "")
        return record if isinstance(record, kind) else None

    coverage = one(Coverage, request.coverage_id)
    return Case(
        request=request,
        patient=one(Patient, request.patient_id),
        practice=next(r for r in records if isinstance(r, Practice)),
        location=one(Location, request.location_id),
        preparer=one(Person, request.prepared_by),
        prescriber=one(Prescriber, request.prescriber_id),
        payer=one(Payer, coverage.payer_id),
        coverage=coverage,
        facility=one(Facility, request.facility_id),
        pharmacy=one(Pharmacy, request.pharmacy_id),
        trials=own(Trial),
        contraindications=own(Contraindication),
        observations=own(Observation),
        treatments=own(Treatment),
    )


@pytest.fixture(scope="session")
def cases() -> tuple[Case, ...]:
    """Chronic migraine first request, cervical dystonia first request, chronic migraine continuation."""
    records = sample_records(TODAY)
    by_id = {record.id: record for record in records if isinstance(record, Request)}
    return tuple(gathered(records, by_id[name]) for name in REQUESTS)


def denial_of(case: Case, *reasons: str) -> Denial:
    return Denial(
        DenialId("d1"),
        case.patient.id,
        case.request.id,
        dt.date(2026, 11, 2),
        reason=REASON,
        reason_ids=reasons or ("step_not_met", "frequency_not_documented"),
        carc="CO-50",
        reference="A-1002",
    )


def source_of(case: Case, *, denied: bool = False, judged: bool = False) -> LetterSource:
    facts = collect_facts(case, TODAY)
    denial = denial_of(case) if denied else None
    return LetterSource(
        case,
        facts,
        TODAY,
        judgement=judge(submission_of(case, facts)) if judged else None,
        denial=denial,
        reasons=() if denial is None else denial_reasons().of(denial),
    )


def typed(case: Case, **values: str) -> Case:
    """The case with facts typed for the request; empty takes a fact away. `__` stands for a dot."""
    overrides = tuple(Override(key.replace("__", "."), value, STAFF_PERSON, NOW) for key, value in values.items())
    return replace(case, request=replace(case.request, overrides=(*case.request.overrides, *overrides)))


@pytest.fixture
def of_aetna(cases: tuple[Case, ...]) -> Callable[[int], Case]:
    """The case as if the plan were Aetna's, whose criteria were read in full."""

    def made(number: int) -> Case:
        payer = cases[number].payer
        assert payer is not None
        return replace(cases[number], payer=replace(payer, name="Aetna"))

    return made
