"""Step therapy: what counts, how long, and what almost does."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.criteria.case_file import read_cases
from app.criteria.findings import Cost, State, Topic
from app.criteria.step import Trials
from app.criteria.step_terms import Counts, Listed, Terms
from tests.unit.criteria.conftest import changed, judged, state_of, trial

TOPIRAMATE = trial("topiramate", "antiepileptic", "2026-01-10", "2026-04-20")
COMMUNITY = {"payer": "UnitedHealthcare Community Plan", "line": "medicaid_mco", "state": "AZ"}
MERCY = {"payer": "Mercy Care", "line": "medicaid_mco", "state": "AZ"}
RHODE_ISLAND = {"payer": "Neighborhood Health Plan of Rhode Island", "line": "medicaid_mco", "state": "RI"}


def step(*trials: Any, **changes: Any) -> State | None:
    return state_of(judged(changed(trials=list(trials), **changes)), Topic.STEP_THERAPY)


@pytest.mark.parametrize(
    ("end", "state"),
    [("2026-06-29", State.NOT_MET), ("2026-06-30", State.MET), ("2026-07-15", State.MET)],
)
def test_sixty_days_are_counted_by_the_day(end: str, state: State) -> None:
    assert step(TOPIRAMATE, trial("propranolol", "beta_blocker", "2026-05-01", end)) is state


@pytest.mark.parametrize(
    ("start", "end", "state"),
    [
        ("2026-03", "2026-06", State.MET),  # at least 62 days
        ("2026-03", "2026-05", State.NOT_DOCUMENTED),  # between 31 and 91
        ("2026-03", "2026-04", State.NOT_DOCUMENTED),  # 60 at the most
        ("2026-04", "2026-05", State.NOT_DOCUMENTED),
        ("2026-02", "2026-03", State.NOT_MET),  # 58 at the most
        ("2025", "2026", State.NOT_DOCUMENTED),
        ("2024", "2026", State.MET),
        (None, "2026-06-01", State.NOT_DOCUMENTED),
        ("2026-06-01", None, State.NOT_DOCUMENTED),
        ("2026-10-01", None, State.NOT_MET),  # less than 60 days before the request
        ("2026-06-01", "2026-03-01", State.NOT_DOCUMENTED),  # the wrong way round
    ],
)
def test_of_a_partial_date_only_the_certain_counts(start: str | None, end: str | None, state: State) -> None:
    assert step(TOPIRAMATE, trial("propranolol", "beta_blocker", start, end)) is state


def test_a_missing_date_is_asked_for_where_it_is_written() -> None:
    case = changed(trials=[TOPIRAMATE, trial("propranolol", "beta_blocker", "2026-05-01", None)])
    finding = next(f for f in judged(case).findings if f.topic is Topic.STEP_THERAPY)
    assert (finding.cost, finding.keys) == (Cost.DATE, ("prior[2].end_date",))
    assert finding.settle == "Write when propranolol was stopped, to the day."


def test_a_short_trial_is_a_near_miss_with_the_day_from_which_it_would_count() -> None:
    case = changed(trials=[TOPIRAMATE, trial("propranolol", "beta_blocker", "2026-05-01", "2026-06-12")])
    texts = [caution.text for caution in judged(case).cautions if caution.topic is Topic.STEP_THERAPY]
    assert texts == ["propranolol: 42 days, 18 short of 60. It would count from 06/30/2026."]


def test_two_months_are_days_and_calendar_months_and_disagreement_is_left_open() -> None:
    venlafaxine = trial("venlafaxine", "antidepressant", "2026-05-01", "2026-07-10")
    by_calendar_only = trial("topiramate", "antiepileptic", "2026-01-01", "2026-03-01")  # 59 days
    by_days_only = trial("topiramate", "antiepileptic", "2026-07-01", "2026-08-30")  # 60 days, not two months
    assert step(venlafaxine, by_calendar_only, **COMMUNITY) is State.NOT_DOCUMENTED
    assert step(venlafaxine, by_days_only, **COMMUNITY) is State.NOT_DOCUMENTED
    assert step(venlafaxine, trial("topiramate", "x", "2026-07-01", "2026-08-31"), **COMMUNITY) is State.NOT_DOCUMENTED
    assert step(venlafaxine, trial("topiramate", "x", "2026-07-01", "2026-09-01"), **COMMUNITY) is State.MET


@pytest.mark.parametrize(
    ("policy", "outcome", "days", "state"),
    [
        ({}, "intolerance", 20, State.NOT_MET),  # Aetna names a completed trial or a contraindication
        ({}, "intolerance", 80, State.MET),
        ({}, "contraindication", 0, State.MET),
        ({}, "partial_response", 80, State.MET),
        (COMMUNITY, "intolerance", 5, State.MET),
        (COMMUNITY, "partial_response", 80, State.NOT_DOCUMENTED),
        (COMMUNITY, "allergy", 1, State.MET),
        (COMMUNITY, "other", 80, State.NOT_DOCUMENTED),
        (RHODE_ISLAND, "intolerance", 80, State.NOT_MET),
        (RHODE_ISLAND, "contraindication", 0, State.NOT_MET),
    ],
)
def test_each_policy_says_which_outcomes_count(policy: dict[str, str], outcome: str, days: int, state: State) -> None:
    end = f"2026-{5 + days // 30:02}-{1 + days % 30:02}"
    assert step(TOPIRAMATE, trial("propranolol", "beta_blocker", "2026-05-01", end, outcome), **policy) is state


def test_a_trial_still_going_on_does_not_count() -> None:
    assert step(TOPIRAMATE, trial("propranolol", "beta_blocker", "2026-01-01", None, "ongoing")) is State.NOT_MET


def test_the_drugs_name_decides_its_class() -> None:
    assert step(TOPIRAMATE, trial("divalproex", "beta_blocker", "2026-05-01", "2026-09-01")) is State.NOT_MET
    assert step(TOPIRAMATE, trial("Inderal LA", "antiepileptic", "2026-05-01", "2026-09-01")) is State.MET


def test_a_drug_that_the_policy_does_not_name_is_left_open() -> None:
    assert step(TOPIRAMATE, trial("nebivolol", "beta_blocker", "2026-05-01", "2026-09-01")) is State.NOT_DOCUMENTED
    assert step(TOPIRAMATE, trial("candesartan", "acei_arb", "2026-05-01", "2026-09-01")) is State.NOT_MET


def test_one_drug_tried_twice_is_one_drug() -> None:
    twice = (TOPIRAMATE, trial("Topamax", "antiepileptic", "2025-01-01", "2025-06-01"))
    assert step(*twice, **RHODE_ISLAND) is State.NOT_MET


def test_two_drugs_of_one_class_are_enough_where_no_classes_are_asked() -> None:
    two = (TOPIRAMATE, trial("divalproex", "antiepileptic", "2026-05-01", "2026-07-01"))
    assert step(*two, **RHODE_ISLAND) is State.MET
    assert step(*two) is State.NOT_MET


def test_only_drugs_by_mouth_count_where_the_policy_says_so() -> None:
    assert step(TOPIRAMATE, trial("galcanezumab", "cgrp", "2026-05-01", "2026-09-01"), **RHODE_ISLAND) is State.NOT_MET
    assert step(TOPIRAMATE, trial("atogepant", "cgrp", "2026-05-01", "2026-09-01"), **RHODE_ISLAND) is State.MET


def test_a_class_that_is_barred_stands_for_its_drugs_where_contraindications_count() -> None:
    bars = [{"class": "beta_blocker", "reason": "asthma"}]
    assert step(TOPIRAMATE, contraindications=bars) is State.MET
    assert step(contraindications=bars) is State.NOT_MET
    assert step(TOPIRAMATE, contraindications=bars, **MERCY) is State.NOT_MET
    both = [{"class": "anticonvulsant"}, {"class": "beta_blocker"}]
    assert step(contraindications=both) is State.MET


def test_a_whole_class_is_as_many_drugs_as_the_rule_asks_of_one_class() -> None:
    bladder = {"indication": "oab", "dx": ["N39.41"], "cpt": ["52287"], "units": 100, **COMMUNITY}
    oxybutynin = trial("oxybutynin", "anticholinergic", "2026-01-10", "2026-04-10")
    assert step(oxybutynin, contraindications=[{"class": "anticholinergic"}], **bladder) is State.MET
    assert step(oxybutynin, contraindications=[{"drug": "oxybutynin"}], **bladder) is State.NOT_MET
    assert step(oxybutynin, contraindications=[{"drug": "trospium"}], **bladder) is State.MET


def test_three_drugs_of_two_classes_for_three_months() -> None:
    three = [
        trial("topiramate", "antiepileptic", "2025-08-01", "2025-11-19"),
        trial("valproate", "antiepileptic", "2025-11-20", "2026-02-28"),
        trial("candesartan", "acei_arb", "2026-03-01", "2026-06-01"),
    ]
    assert step(*three, **MERCY) is State.MET
    assert step(*three[:2], **MERCY) is State.NOT_MET


def test_without_the_day_of_the_request_no_trial_is_certain() -> None:
    assert state_of(judged(changed(date=None)), Topic.STEP_THERAPY) is State.NOT_DOCUMENTED


def test_a_trial_that_ends_after_the_request_is_not_finished() -> None:
    assert step(TOPIRAMATE, trial("propranolol", "beta_blocker", "2026-09-01", "2026-12-01")) is State.NOT_MET


@pytest.mark.parametrize(("start", "end"), [("9999-12", "9999-12"), ("0001-01-01", "9999"), ("9999", None)])
def test_a_mistyped_year_breaks_nothing(start: str, end: str | None) -> None:
    assert step(TOPIRAMATE, trial("propranolol", "beta_blocker", start, end), **COMMUNITY) is not None
    early = changed(kind="continuation", last_injection="9999-12-31")
    assert state_of(judged(early), Topic.INTERVAL) is State.NOT_DOCUMENTED


def test_a_trial_below_the_adequate_dose_is_a_caution_and_no_verdict() -> None:
    low = trial("propranolol", "beta_blocker", "2026-05-01", "2026-07-15") | {"dose": "80 mg/day"}
    judgement = judged(changed(trials=[*changed()["trials"][:1], low]))
    assert judgement.overall == "READY"
    (caution,) = [item for item in judgement.cautions if item.topic is Topic.STEP_THERAPY]
    assert "propranolol 80 mg/day: the dose was below 120 mg a day" in caution.text
    assert "AHS/AAN" in caution.text


@pytest.mark.parametrize(
    "changes",
    [
        {"dose": "120 mg/day"},
        {"dose": "80 mg"},
        {"dose": "80 mg/day", "outcome": "intolerance"},
        {"dose": "80 mg/day", "outcome": "contraindication"},
    ],
)
def test_a_dose_that_suffices_or_is_explained_is_no_matter(changes: dict[str, str]) -> None:
    row = trial("propranolol", "beta_blocker", "2026-05-01", "2026-07-15") | changes
    cautions = judged(changed(trials=[*changed()["trials"][:1], row])).cautions
    assert not any("the dose was below" in item.text for item in cautions)


def test_no_dose_is_looked_at_where_no_trial_is_asked_for() -> None:
    low = trial("propranolol", "beta_blocker", "2026-05-01", "2026-07-15") | {"dose": "20 mg/day"}
    cautions = judged(changed(payer="UnitedHealthcare", trials=[low])).cautions
    assert not any("the dose was below" in item.text for item in cautions)


@pytest.mark.parametrize(
    ("drug", "dose", "state"),
    [
        ("propranolol", "160 mg/day", State.MET),
        ("propranolol", "80 mg/day", State.NOT_MET),
        ("propranolol", "", State.NOT_DOCUMENTED),
        ("propranolol", "160 mg", State.NOT_DOCUMENTED),
        ("nadolol", "40 mg/day", State.NOT_DOCUMENTED),
        ("nadolol", "80 mg/day", State.MET),
        ("nebivolol", "5 mg daily", State.NOT_DOCUMENTED),
    ],
)
def test_where_a_policy_asks_for_the_dose_it_decides_as_far_as_it_was_read(drug: str, dose: str, state: State) -> None:
    terms = Terms("beta blockers", frozenset({Counts.FAILURE}), listed=(Listed("beta_blocker"),), at_dose=True)
    row = trial(drug, "beta_blocker", "2026-05-01", "2026-07-15") | {"dose": dose}
    (given,), _ = read_cases(json.dumps(changed(trials=[row])))
    judgement = Trials(terms).judge(given)
    assert judgement.state is state
    assert judgement.settle or state is State.MET
