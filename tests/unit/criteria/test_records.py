"""The office's records, and what was typed for one request, judged as a case is."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from app.criteria.findings import Overall, State, Topic
from app.criteria.judging import judge
from app.criteria.records import submission_of
from app.criteria.submission import Kind, Submission
from app.domain.case import Case
from app.domain.clinical import Outcome, Phase
from app.domain.derive import collect_facts
from app.domain.ids import PersonId
from app.domain.patient import Benefit
from app.domain.practice import Line
from app.domain.request import DrugOrder, Override, Request, RequestType, Supply
from app.domain.sample import REQUESTS, sample_records
from tests.unit.criteria.conftest import state_of

TODAY = dt.date(2026, 11, 24)


def sample_case(number: int) -> Case:
    """One of the invented requests with its records."""
    records: dict[Any, Any] = {record.id: record for record in sample_records(TODAY)}
    request: Request = records[REQUESTS[number]]
    mine: dict[str, list[Any]] = {}
    for record in records.values():
        if getattr(record, "patient_id", None) == request.patient_id:
            mine.setdefault(type(record).__name__, []).append(record)
    coverage = records[request.coverage_id]
    return Case(
        request=request,
        patient=records[request.patient_id],
        practice=next(item for item in records.values() if type(item).__name__ == "Practice"),
        prescriber=records[request.prescriber_id],
        payer=replace(records[coverage.payer_id], name="Aetna"),
        coverage=coverage,
        trials=tuple(mine.get("Trial", ())),
        contraindications=tuple(mine.get("Contraindication", ())),
        observations=tuple(mine.get("Observation", ())),
        treatments=tuple(mine.get("Treatment", ())),
    )


def told(case: Case) -> Submission:
    return submission_of(case, collect_facts(case, TODAY))


def typed(case: Case, key: str, value: str) -> Case:
    at = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)
    override = Override(key, value, PersonId("p"), at)
    return replace(case, request=replace(case.request, overrides=(*case.request.overrides, override)))


@pytest.fixture
def migraine() -> Case:
    return sample_case(0)


def test_the_chart_becomes_a_submission(migraine: Case) -> None:
    given = told(migraine)
    assert (given.payer, given.line, given.kind) == ("Aetna", Line.COMMERCIAL, Kind.INITIAL)
    assert (given.product, given.units, given.interval_weeks) == ("J0585", 155, 12)
    assert given.units_billed == 200
    assert given.dx == ("G43.709",)
    assert given.trials is not None
    assert given.trials[0].remedy.drug_class == "antiepileptic"
    reading = given.reading(Phase.BASELINE)
    assert reading is not None
    assert reading.values["headache_days"] == 22


def test_the_invented_patient_is_judged_by_aetnas_rules(migraine: Case) -> None:
    judgement = judge(told(migraine))
    assert judgement.policy is not None
    assert judgement.policy.number == "CPB 0113"
    assert state_of(judgement, Topic.FREQUENCY) is State.MET
    assert state_of(judgement, Topic.STEP_THERAPY) is State.MET
    assert judgement.overall is Overall.CANNOT_DETERMINE  # no chart note is attached yet
    finding = next(f for f in judgement.findings if f.state is State.NOT_DOCUMENTED)
    assert finding.topic is Topic.DIAGNOSIS


def test_what_is_typed_for_the_request_wins(migraine: Case) -> None:
    fewer = judge(told(typed(migraine, "measure.headache_days", "9")))
    assert state_of(fewer, Topic.FREQUENCY) is State.NOT_MET
    unknown = judge(told(typed(migraine, "prescriber.specialty", "")))
    assert state_of(unknown, Topic.SPECIALIST) is State.NOT_DOCUMENTED


def test_a_date_typed_for_one_trial_changes_its_length(migraine: Case) -> None:
    only = replace(migraine, trials=migraine.trials[:2], contraindications=())
    assert state_of(judge(told(only)), Topic.STEP_THERAPY) is State.MET
    start = only.trials[1].start
    assert start is not None
    short = typed(only, "prior[2].end_date", (start.earliest + dt.timedelta(10)).isoformat())
    assert state_of(judge(told(short)), Topic.STEP_THERAPY) is State.NOT_MET


def test_nothing_entered_is_not_documented(migraine: Case) -> None:
    bare = replace(migraine, trials=(), contraindications=(), observations=())
    given = told(bare)
    assert (given.trials, given.barred, given.attachments) == (None, None, None)
    judgement = judge(given)
    assert state_of(judgement, Topic.STEP_THERAPY) is State.NOT_DOCUMENTED
    assert state_of(judgement, Topic.FREQUENCY) is State.NOT_DOCUMENTED


@pytest.mark.parametrize(
    ("written", "alongside"),
    [
        ("", None),
        ("none", ()),
        ("Sumatriptan 50 mg; Aimovig 140 mg monthly", ("Sumatriptan 50 mg", "Aimovig 140 mg monthly")),
    ],
)
def test_medicines_alongside(migraine: Case, written: str, alongside: tuple[str, ...] | None) -> None:
    still = tuple(t for t in migraine.trials if t.outcome is not Outcome.ONGOING)
    case = replace(migraine, trials=still, patient=replace(migraine.patient, current_medications=written))
    assert told(case).concurrent == alongside


@pytest.mark.parametrize(
    ("written", "weeks"),
    [
        ("Every 12 weeks", "12"),
        ("q12w", "12"),
        ("every 3 months", "13.0"),
        ("every 84 days", "12"),
        ("as needed", None),
    ],
)
def test_the_interval_is_read_as_offices_write_it(migraine: Case, written: str, weeks: str | None) -> None:
    order = replace(migraine.request.drug, frequency=written, directions="")
    case = replace(migraine, request=replace(migraine.request, drug=order))
    assert told(case).interval_weeks == (None if weeks is None else Decimal(weeks))


def test_a_renewal_is_judged_by_what_was_given_and_measured_since() -> None:
    renewal = sample_case(2)
    given = told(renewal)
    assert given.kind is Kind.CONTINUATION
    assert given.last_injection == max(t.date for t in renewal.treatments)
    judgement = judge(given)
    assert state_of(judgement, Topic.RESPONSE) is State.MET
    assert Topic.STEP_THERAPY not in {finding.topic for finding in judgement.findings}


def test_a_renewal_filed_early_is_judged_by_the_planned_injection() -> None:
    renewal = sample_case(2)
    last = max(t.date for t in renewal.treatments)
    for days, state in ((83, State.TOO_EARLY), (84, State.MET)):
        request = replace(renewal.request, date=last + dt.timedelta(60), start=last + dt.timedelta(days))
        judgement = judge(told(replace(renewal, request=request)))
        assert state_of(judgement, Topic.INTERVAL) is state


def test_the_side_of_the_benefit_is_held_against_the_policy(migraine: Case) -> None:
    assert migraine.coverage is not None
    assert migraine.payer is not None
    plan = replace(migraine, payer=replace(migraine.payer, name="Neighborhood Health Plan of Rhode Island"))
    warned = {}
    for side in Benefit:
        order = replace(plan.request, supply=Supply.SPECIALTY_PHARMACY)
        coverage = replace(migraine.coverage, benefit=side, line=Line.MEDICAID_MCO)
        case = replace(plan, request=order, coverage=coverage)
        warned[side] = Topic.BENEFIT in {caution.topic for caution in judge(told(case)).cautions}
    assert warned == {Benefit.MEDICAL: True, Benefit.PHARMACY: False, Benefit.UNKNOWN: False}


def test_an_appeal_of_a_first_request_is_judged_as_one(migraine: Case) -> None:
    appeal = replace(migraine, request=replace(migraine.request, type=RequestType.APPEAL))
    assert told(appeal).kind is Kind.INITIAL


def test_an_empty_request_is_judged_too(migraine: Case) -> None:
    empty = replace(migraine.request, indication="", drug=DrugOrder(), diagnoses=(), cpt=())
    case = replace(migraine, request=empty, coverage=None, payer=None, prescriber=None)
    assert judge(told(case)).overall is Overall.CANNOT_DETERMINE
