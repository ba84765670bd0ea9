"""What must hold for any ledger, whatever is in it."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.criteria.findings import State, Topic
from tests.unit.criteria.conftest import changed, judged, state_of

DRUGS = [
    *(
        "topiramate",
        "divalproex",
        "gabapentin",
        "propranolol",
        "metoprolol",
        "nebivolol",
        "amitriptyline",
        "nortriptyline",
    ),
    *("venlafaxine", "candesartan", "verapamil", "galcanezumab", "erenumab", "naproxen", "physical therapy", "zzz"),
]
OUTCOMES = ["inadequate_response", "intolerance", "contraindication", "partial_response", "ongoing", "other", None]
PAYERS = [
    ("Aetna", "commercial", "WA"),
    ("UnitedHealthcare", "medicaid_mco", "AZ"),
    ("Mercy Care", "medicaid_mco", "AZ"),
    ("Neighborhood Health Plan of Rhode Island", "medicaid_mco", "RI"),
    ("Blue Cross NC", "commercial", "NC"),
    ("Medicare", "medicare_ffs", "OH"),
]
STEPS = [State.NOT_MET, State.NOT_DOCUMENTED, State.MET]

dates = st.one_of(
    st.none(),
    st.dates(min_value=dt.date(2024, 1, 1), max_value=dt.date(2026, 11, 1)).map(str),
    st.integers(1, 12).map(lambda month: f"2026-{month:02}"),
    st.just("2025"),
)
trials = st.fixed_dictionaries(
    {"drug": st.sampled_from(DRUGS)},
    optional={"start": dates, "end": dates, "outcome": st.sampled_from(OUTCOMES), "class": st.just("beta_blocker")},
)
barred = st.fixed_dictionaries(
    {}, optional={"drug": st.sampled_from(DRUGS), "class": st.sampled_from(["beta_blocker", "cgrp", "antiepileptic"])}
).filter(bool)
ledgers = st.lists(trials, max_size=5)


def _case(payer: tuple[str, str, str], ledger: list[Any] | None, bars: list[Any] | None) -> dict[str, Any]:
    name, line, state = payer
    site = "outpatient_hospital" if line == "medicare_ffs" else "office"
    return changed(payer=name, line=line, state=state, site=site, trials=ledger, contraindications=bars)


def _step(case: dict[str, Any]) -> State:
    state = state_of(judged(case), Topic.STEP_THERAPY)
    assert state in STEPS
    return state


@given(st.sampled_from(PAYERS), ledgers, st.lists(barred, max_size=2), st.sampled_from(DRUGS), st.integers(0, 200))
def test_one_more_finished_failed_trial_never_hurts(
    payer: tuple[str, str, str], ledger: list[Any], bars: list[Any], drug: str, days: int
) -> None:
    start = dt.date(2025, 3, 1)
    extra = {
        "drug": drug,
        "start": str(start),
        "end": str(start + dt.timedelta(days)),
        "outcome": "inadequate_response",
    }
    before, after = _step(_case(payer, ledger, bars)), _step(_case(payer, [*ledger, extra], bars))
    assert STEPS.index(after) >= STEPS.index(before)


@given(st.sampled_from(PAYERS), ledgers, st.lists(barred, max_size=2), st.randoms(use_true_random=False))
def test_the_order_of_trials_changes_nothing(
    payer: tuple[str, str, str], ledger: list[Any], bars: list[Any], chance: random.Random
) -> None:
    shuffled = list(ledger)
    chance.shuffle(shuffled)
    one, other = judged(_case(payer, ledger, bars)), judged(_case(payer, shuffled, bars))
    assert one.overall == other.overall
    assert [(f.topic, f.state, f.because) for f in one.findings] == [
        (f.topic, f.state, f.because) for f in other.findings
    ]
    assert set(one.cautions) == set(other.cautions)


@given(st.sampled_from(PAYERS), ledgers, st.lists(barred, max_size=2), st.data())
def test_a_date_or_outcome_left_out_never_makes_the_step_met(
    payer: tuple[str, str, str], ledger: list[Any], bars: list[Any], data: st.DataObject
) -> None:
    with_keys = [(row, key) for row, item in enumerate(ledger) for key in item if key != "drug"]
    if not with_keys:
        return
    row, key = data.draw(st.sampled_from(with_keys))
    less = [{k: v for k, v in item.items() if (n, k) != (row, key)} for n, item in enumerate(ledger)]
    if _step(_case(payer, ledger, bars)) is not State.MET:
        assert _step(_case(payer, less, bars)) is not State.MET


@given(st.sampled_from(PAYERS), st.lists(barred, max_size=3))
def test_an_absent_ledger_is_met_only_by_what_is_contraindicated(payer: tuple[str, str, str], bars: list[Any]) -> None:
    absent, empty = _step(_case(payer, None, bars)), _step(_case(payer, [], bars))
    assert (absent is State.MET) == (empty is State.MET)
    assert absent is not State.NOT_MET


@given(st.dictionaries(st.sampled_from(["date", "payer", "line", "units", "dx", "cpt", "trials"]), st.none()))
def test_whatever_is_missing_an_answer_comes(without: dict[str, None]) -> None:
    judgement = judged(changed(**without))
    json.dumps([finding.text for finding in judgement.findings])
    assert judgement.overall in ("READY", "CANNOT_DETERMINE", "NOT_READY")
    assert (judgement.overall == "READY") == (not set(without) - {"cpt"})


CONDITIONS = [
    ("chronic_migraine", ["G43.709"], ["64615"]),
    ("chronic_migraine", ["G43.E09", "G43.109"], ["64615", "95874"]),
    ("oab", ["N32.81"], ["52287"]),
    ("ndo", ["N31.9"], ["52287"]),
    ("lower_limb_spasticity", ["G35", "G80.1"], ["64642"]),
    ("cervical_dystonia", ["G24.3"], ["64616"]),
    ("hyperhidrosis", ["L74.512"], ["64653"]),
    ("blepharospasm", ["G51.0"], ["64612"]),
    ("bruxism", ["G47.63"], ["64612"]),
    ("sialorrhea", ["K11.7"], ["64611"]),
    ("pelvic_pain", ["R10.20"], ["64999"]),
]
ALL_PAYERS = [
    *PAYERS,
    ("UnitedHealthcare", "commercial", "CO"),
    ("Health Plan of San Joaquin", "medicaid_mco", "CA"),
    ("Washington L&I", "commercial", "WA"),
    ("Wisconsin ForwardHealth", "medicaid_ffs", "WI"),
    ("Juniper Health Plan", "commercial", "RI"),
    ("TRICARE", "tricare", "TX"),
    ("MaineCare", "medicaid_ffs", "ME"),
    ("HealthPartners", "commercial", "MN"),
]
count = st.integers(0, 31)
reading = st.fixed_dictionaries(
    {"phase": st.sampled_from(["baseline", "current"])},
    optional={
        "date": st.sampled_from(["2025-06-01", "2026-03", "2026-11-01", "2027-01-01"]),
        **dict.fromkeys(("headache_days", "migraine_days", "headache_days_4h", "headache_hours"), count),
        "months_at_frequency": count,
        **dict.fromkeys(("hdss", "ashworth", "twstrs", "incontinence_episodes", "hit6"), st.integers(0, 4)),
        "findings": st.sampled_from(["head tilt, limited range of motion", "normal"]),
        "medication_overuse_excluded": st.booleans(),
    },
)
people = st.fixed_dictionaries(
    {},
    optional={
        "dob": st.sampled_from(["1980-01-01", "2008-11-24", "2015-05-05", "2025-01-01"]),
        "weight_kg": st.sampled_from([12, 25, 40, 80]),
    },
)
cases = st.builds(
    lambda payer, condition, rest: {
        "payer": payer[0],
        "line": payer[1],
        "state": payer[2],
        "indication": condition[0],
        "dx": condition[1],
        "cpt": condition[2],
        **rest,
    },
    st.sampled_from(ALL_PAYERS),
    st.sampled_from(CONDITIONS),
    st.fixed_dictionaries(
        {"date": st.just("2026-11-23"), "kind": st.sampled_from(["initial", "continuation"])},
        optional={
            "product": st.sampled_from(["J0585", "J0585", "Xeomin", "J0587"]),
            "site": st.sampled_from(["office", "outpatient_hospital", "asc"]),
            "supply": st.sampled_from(["buy_and_bill", "specialty_pharmacy"]),
            "patient": people,
            "prescriber": st.fixed_dictionaries({}, optional={"specialty": st.sampled_from(["Neurology", "Urology"])}),
            "units": st.sampled_from([15, 100, 155, 156, 200, 201, 400, 401, 700]),
            "units_billed": st.sampled_from([100, 200, 400]),
            "interval_weeks": st.sampled_from([8, 12, 13]),
            "last_injection": st.sampled_from(["2026-08-01", "2026-09-01", "2026-12-01"]),
            "measures": st.lists(reading, max_size=3),
            "trials": ledgers,
            "contraindications": st.lists(barred, max_size=2),
            "concurrent": st.lists(st.sampled_from(["atogepant", "Dysport", "sertraline"]), max_size=2),
            "attachments": st.lists(st.sampled_from(["notes", "history", "diary", "labs", "letter"]), max_size=5),
        },
    ),
)
BAD = (State.NOT_MET, State.NOT_DOCUMENTED, State.TOO_EARLY)


@given(cases)
def test_whatever_is_left_out_of_any_case_nothing_becomes_met(case: dict[str, Any]) -> None:
    before = judged(case)
    for less in _less(case):
        after = judged(less)
        for topic in Topic:
            if state_of(before, topic) in BAD:
                assert state_of(after, topic) is not State.MET, (topic, set(case) ^ set(less))
        if before.overall != "READY":
            assert after.overall != "READY"


def _less(case: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The case with one key less; a first request without a last injection says that there was none."""
    for name, value in case.items():
        if name == "last_injection" and case["kind"] == "initial":
            continue
        yield {key: kept for key, kept in case.items() if key != name}
        if isinstance(value, dict):
            for gone in value:
                yield case | {name: {key: kept for key, kept in value.items() if key != gone}}
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for row, item in enumerate(value):
                for gone in item:
                    fewer = [{k: v for k, v in i.items() if n != row or k != gone} for n, i in enumerate(value)]
                    yield case | {name: fewer}


@given(cases)
def test_the_answer_follows_from_its_findings(case: dict[str, Any]) -> None:
    judgement = judged(case)
    states = [finding.state for finding in judgement.findings]
    if judgement.overall == "READY":
        assert judgement.policy is not None
        assert judgement.policy.complete
        assert set(states) <= {State.MET, State.NOT_REQUIRED}
    if judgement.overall == "NOT_READY":
        assert State.NOT_MET in states
    for finding in judgement.findings:
        assert finding.text
        if finding.state is State.NOT_DOCUMENTED:
            assert finding.settle, finding
            assert finding.because, finding
