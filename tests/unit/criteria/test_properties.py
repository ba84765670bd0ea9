"""What must hold for any ledger, whatever is in it."""

from __future__ import annotations

import datetime as dt
import json
import random
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
