"""What single payers ask, worked out by hand from their texts."""

from __future__ import annotations

from typing import Any

import pytest

from app.criteria.findings import Overall, State, Topic
from tests.unit.criteria.conftest import changed, judged, state_of, trial

UHC = {"payer": "UnitedHealthcare"}
COMMUNITY = {"payer": "UHC Community Plan of Arizona", "line": "medicaid_mco", "state": "AZ"}
BLADDER = {
    "indication": "oab",
    "dx": ["N32.81"],
    "cpt": ["52287"],
    "units": 100,
    "prescriber": {"specialty": "Urology"},
}
NOW = {"date": "2026-11-10", "phase": "current", "headache_days": 9}
BEFORE = {"date": "2025-10-01", "phase": "baseline", "headache_days": 22, "migraine_days": 12, "headache_hours": 8}


def overall(**changes: Any) -> Overall:
    return judged(changed(**changes)).overall


def topic(name: Topic, **changes: Any) -> State | None:
    return state_of(judged(changed(**changes)), name)


def test_the_ready_case_is_ready() -> None:
    assert overall() is Overall.READY


@pytest.mark.parametrize(("months", "state"), [(2, State.NOT_MET), (3, State.MET), (None, State.NOT_DOCUMENTED)])
def test_chronic_means_three_months(months: int | None, state: State) -> None:
    measures = [{k: v for k, v in READY_MEASURE.items() if k != "months_at_frequency"}]
    if months is not None:
        measures[0]["months_at_frequency"] = months
    assert topic(Topic.DURATION, measures=measures) is state


READY_MEASURE: dict[str, Any] = changed()["measures"][0]


def test_the_features_of_migraine_stand_in_the_notes() -> None:
    assert topic(Topic.DIAGNOSIS, attachments=["diary"]) is State.NOT_DOCUMENTED
    assert overall(attachments=["diary"]) is Overall.CANNOT_DETERMINE


def test_a_non_specialist_may_have_consulted_one() -> None:
    assert topic(Topic.SPECIALIST, prescriber={"specialty": "Family Medicine"}) is State.NOT_DOCUMENTED
    assert topic(Topic.SPECIALIST, prescriber={"specialty": "Headache Medicine"}) is State.MET


def test_a_renewal_for_migraine_asks_for_fewer_headaches_only() -> None:
    renewal = {"kind": "continuation", "last_injection": "2026-08-31", "trials": None, "attachments": None}
    assert overall(**renewal, measures=[BEFORE, NOW]) is Overall.READY
    assert overall(**renewal, measures=[BEFORE, NOW | {"headache_days": 22}]) is Overall.NOT_READY
    assert overall(**renewal, measures=[BEFORE]) is Overall.CANNOT_DETERMINE
    assert overall(**(renewal | {"last_injection": None}), measures=[BEFORE, NOW]) is Overall.CANNOT_DETERMINE


def test_the_latest_count_since_treatment_decides() -> None:
    earlier = NOW | {"date": "2026-03-01", "headache_days": 25}
    renewal = {"kind": "continuation", "last_injection": "2026-08-31"}
    assert topic(Topic.RESPONSE, **renewal, measures=[BEFORE, earlier, NOW]) is State.MET
    assert topic(Topic.RESPONSE, **renewal, measures=[NOW, BEFORE, earlier]) is State.MET
    undated = {k: v for k, v in earlier.items() if k != "date"}
    assert topic(Topic.RESPONSE, **renewal, measures=[BEFORE, undated, NOW]) is State.NOT_DOCUMENTED


@pytest.mark.parametrize(
    ("weight", "units", "state"),
    [
        (25, 250, State.MET),
        (25, 251, State.NOT_MET),
        (60, 340, State.MET),
        (60, 341, State.NOT_MET),
        (None, 341, State.NOT_MET),
        (None, 100, State.NOT_DOCUMENTED),
    ],
)
def test_a_childs_dose_goes_by_weight(weight: int | None, units: int, state: State) -> None:
    child = {"dob": "2018-01-05"} | ({"weight_kg": weight} if weight else {})
    limb = {"indication": "lower_limb_spasticity", "dx": ["G80.1"], "cpt": ["64642"]}
    assert topic(Topic.DOSE, patient=child, units=units, **limb) is state


def test_a_child_above_the_recommended_dose_is_warned_about() -> None:
    child = {"dob": "2019-04-22", "weight_kg": 25}
    bladder = {"indication": "ndo", "dx": ["N31.9"], "cpt": ["52287"], "patient": child}
    assert Topic.DOSE not in _warned(units=150, **bladder)
    assert Topic.DOSE in _warned(units=160, **bladder)
    assert topic(Topic.DOSE, units=160, **bladder) is State.MET


def _warned(**changes: Any) -> set[Topic]:
    return {caution.topic for caution in judged(changed(**changes)).cautions}


def test_more_than_the_recommended_dose_for_the_bladder_is_left_open() -> None:
    assert topic(Topic.DOSE, **(BLADDER | {"units": 100})) is State.MET
    assert topic(Topic.DOSE, **(BLADDER | {"units": 150})) is State.NOT_DOCUMENTED
    assert topic(Topic.DOSE, **(BLADDER | {"units": 401})) is State.NOT_MET


def test_behavioral_therapy_and_two_drugs_for_the_bladder() -> None:
    training = trial("bladder training", "behavioral", "2025-11-01", "2026-02-01")
    first = trial("oxybutynin", "anticholinergic", "2026-02-10", "2026-05-11")
    second = trial("mirabegron", "beta3", "2026-05-20", "2026-08-18")
    assert overall(**BLADDER, trials=[training, first, second]) is Overall.READY
    assert topic(Topic.STEP_THERAPY, **BLADDER, trials=[first, second]) is State.NOT_MET
    trihexyphenidyl = trial("trihexyphenidyl", "anticholinergic", "2026-05-20", "2026-08-18")
    assert topic(Topic.STEP_THERAPY, **BLADDER, trials=[training, first, trihexyphenidyl]) is State.NOT_MET


def test_painful_grinding_after_a_night_guard_and_a_drug() -> None:
    grinding = {"indication": "bruxism", "dx": ["G47.63"], "cpt": ["64612"], "units": 60}
    guard = trial("night guard", "device", "2026-01-01", "2026-04-01")
    diazepam = trial("diazepam", "benzodiazepine", "2026-04-05", "2026-06-05")
    assert overall(**grinding, trials=[guard, diazepam]) is Overall.READY
    assert overall(**grinding, trials=[guard]) is Overall.NOT_READY


@pytest.mark.parametrize("indication", ["tmj", "motor_tics", "pelvic_pain"])
def test_aetna_calls_some_uses_experimental(indication: str) -> None:
    assert topic(Topic.DIAGNOSIS, indication=indication, dx=None) is State.NOT_MET


def test_dystonia_is_shown_by_findings_or_by_notes() -> None:
    neck = {"indication": "cervical_dystonia", "dx": ["G24.3"], "cpt": ["64616"], "units": 200, "attachments": []}
    seen = {"phase": "baseline", "date": "2026-10-01", "findings": "Head tilt to the left, limited range of motion"}
    assert overall(**neck, measures=[seen]) is Overall.READY
    assert overall(**neck, measures=[seen | {"findings": "normal"}]) is Overall.CANNOT_DETERMINE
    assert overall(**(neck | {"attachments": ["notes"]}), measures=[]) is Overall.READY


@pytest.mark.parametrize(
    ("units", "state"),
    [
        (155, State.MET),
        (156, State.NOT_MET),
        (200, State.NOT_MET),
        (100, State.NOT_DOCUMENTED),
        (None, State.NOT_DOCUMENTED),
    ],
)
def test_unitedhealthcare_commercial_takes_the_labelled_dose(units: int | None, state: State) -> None:
    assert topic(Topic.DOSE, **UHC, units=units) is state


def test_unitedhealthcare_sets_no_age_and_the_label_is_a_caution() -> None:
    young = {**UHC, "patient": {"dob": "2010-01-01"}}
    assert overall(**young) is Overall.READY
    assert topic(Topic.AGE, **young) is None
    assert Topic.AGE in _warned(**young)


@pytest.mark.parametrize("product", ["J0586", "J0587", "J0588", "J0589", "Xeomin"])
def test_only_botox_is_proven_for_migraine_at_unitedhealthcare(product: str) -> None:
    assert overall(**UHC, product=product) is Overall.NOT_READY
    assert topic(Topic.DIAGNOSIS, **COMMUNITY, product=product) is State.NOT_MET


def test_a_use_that_the_policy_does_not_speak_of_is_left_open() -> None:
    pelvis = {**UHC, "indication": "pelvic_pain", "dx": ["R10.20"]}
    assert overall(**pelvis) is Overall.CANNOT_DETERMINE
    assert topic(Topic.DIAGNOSIS, **COMMUNITY, indication="pelvic_pain", dx=["R10.20"]) is State.NOT_MET


def test_a_renewal_at_the_community_plan_asks_for_response_and_a_statement() -> None:
    renewal = {**COMMUNITY, "kind": "continuation", "last_injection": "2026-08-31", "trials": None}
    assert overall(**renewal, measures=[BEFORE, NOW]) is Overall.READY
    assert overall(**renewal, measures=[BEFORE, NOW], interval_weeks=None) is Overall.CANNOT_DETERMINE
    assert overall(**renewal, measures=[BEFORE, NOW | {"headache_days": 23}]) is Overall.NOT_READY
    mixed = NOW | {"headache_days": 22, "headache_hours": 3}
    assert topic(Topic.RESPONSE, **renewal, measures=[BEFORE, mixed]) is State.NOT_DOCUMENTED
    assert topic(Topic.RESPONSE, **renewal, measures=[{"phase": "current", "response": True}]) is State.MET


def test_the_preferred_product_comes_first_at_the_community_plan() -> None:
    leg = {**COMMUNITY, "indication": "lower_limb_spasticity", "dx": ["G80.1"], "product": "J0586", "units": 500}
    assert topic(Topic.STEP_THERAPY, **leg, trials=[]) is State.NOT_MET
    xeomin = trial("Xeomin", "botulinum_toxin", "2026-01-01", "2026-04-01")
    assert topic(Topic.STEP_THERAPY, **leg, trials=[xeomin]) is State.MET


MEDICARE = {"payer": "Medicare", "line": "medicare_ffs"}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"site": "office"}, Overall.NOT_REQUIRED),
        ({"site": "outpatient_hospital"}, Overall.CANNOT_DETERMINE),
        ({"site": "22"}, Overall.CANNOT_DETERMINE),
        ({"site": "outpatient_hospital", "product": "J0589"}, Overall.NOT_REQUIRED),
        ({"site": "outpatient_hospital", "cpt": ["64616"]}, Overall.NOT_REQUIRED),
        ({"site": "outpatient_hospital", "cpt": []}, Overall.NOT_REQUIRED),
        ({"site": "outpatient_hospital", "cpt": None}, Overall.CANNOT_DETERMINE),
        ({"site": None}, Overall.CANNOT_DETERMINE),
        ({"site": "asc", "state": "WA"}, Overall.NOT_REQUIRED),
        ({"site": "asc", "state": "TX"}, Overall.CANNOT_DETERMINE),
        ({"site": "asc", "state": "TX", "date": "2026-02-01"}, Overall.NOT_REQUIRED),
    ],
)
def test_where_medicare_asks_for_authorization(changes: dict[str, Any], expected: Overall) -> None:
    assert overall(**(MEDICARE | changes)) is expected


def test_conservative_care_for_three_months_where_a_contractor_says_so() -> None:
    hospital = {**MEDICARE, "site": "outpatient_hospital"}
    short = [trial("topiramate", "antiepileptic", "2026-01-10", "2026-03-01")]
    assert topic(Topic.STEP_THERAPY, **hospital, state="OH", trials=short) is State.NOT_MET
    assert topic(Topic.STEP_THERAPY, **hospital, state="CA", trials=short) is State.NOT_DOCUMENTED
    assert topic(Topic.STEP_THERAPY, **hospital, state="CA", trials=[]) is State.NOT_MET


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Overall.NOT_REQUIRED),
        ({"units": 201}, Overall.NOT_READY),
        ({"patient": {"dob": "2009-01-01"}}, Overall.NOT_READY),
        ({"dx": ["G43.109"]}, Overall.NOT_READY),
        ({"dx": ["G43.E09"]}, Overall.CANNOT_DETERMINE),
        ({"units": None}, Overall.CANNOT_DETERMINE),
    ],
)
def test_wisconsin_asks_nothing_of_adults_with_an_approved_code(changes: dict[str, Any], expected: Overall) -> None:
    wisconsin = {"payer": "Wisconsin ForwardHealth", "line": "medicaid_ffs", "state": "WI"}
    assert overall(**(wisconsin | changes)) is expected


def test_what_is_only_reported_decides_nothing() -> None:
    old = {"payer": "HealthPartners", "line": "commercial", "trials": []}
    judgement = judged(changed(**old))
    assert judgement.overall is Overall.CANNOT_DETERMINE
    assert State.NOT_MET not in {finding.state for finding in judgement.findings}
    assert any(finding.because.startswith("Reported, to be verified") for finding in judgement.findings)


def test_a_rhode_island_member_with_medicaid_has_the_pharmacy_benefit() -> None:
    plan = {"payer": "NHPRI", "line": "medicaid_mco", "state": "RI"}
    assert overall(**plan) is Overall.READY
    assert Topic.BENEFIT in _warned(**plan)
    assert topic(Topic.CONCURRENT, **plan, concurrent=["Dysport"]) is State.NOT_MET
    assert topic(Topic.CONCURRENT, **plan, concurrent=None) is State.NOT_DOCUMENTED


def test_a_neurologist_and_no_other_in_san_joaquin() -> None:
    plan = {"payer": "Health Plan of San Joaquin", "line": "medicaid_mco", "state": "CA", "trials": []}
    assert overall(**plan) is Overall.READY
    assert topic(Topic.SPECIALIST, **plan, prescriber={"specialty": "Family Medicine"}) is State.NOT_MET


def test_a_cgrp_drug_alongside_is_barred_asked_or_only_warned_about() -> None:
    beside = {"concurrent": ["Aimovig"]}
    assert topic(Topic.CONCURRENT, **beside) is None
    assert Topic.CONCURRENT in _warned(**beside)
    assert topic(Topic.CONCURRENT, payer="BCBSNC", state="NC", **beside) is State.NOT_MET
    mercy = {"payer": "Mercy Care", "line": "medicaid_mco", "state": "AZ"}
    assert topic(Topic.CONCURRENT, **mercy, **beside) is State.NOT_DOCUMENTED
    assert topic(Topic.CONCURRENT, **mercy) is State.MET
