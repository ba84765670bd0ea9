"""What must hold for any ledger, whatever is in it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.criteria.composed import All, AtLeast
from app.criteria.condition import Condition
from app.criteria.findings import State, Topic
from app.criteria.library import bundled_policies
from app.criteria.policy import Policy, Rule
from app.criteria.step import Trials
from tests.unit.criteria.conftest import address, changed, judged, state_of

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
    *("oxybutynin", "tolterodine", "mirabegron", "bladder training", "aluminum chloride", "night guard", "diazepam"),
    *("glycopyrrolate", "diltiazem 2%", "pneumatic dilation", "Xeomin", "Dysport", "trigger point injection"),
]
OUTCOMES = ["inadequate_response", "intolerance", "contraindication", "partial_response", "ongoing", "other", None]
CODES = {
    "chronic_migraine": ["G43.709"],
    "oab": ["N32.81"],
    "ndo": ["N31.9"],
    "cervical_dystonia": ["G24.3"],
    "hyperhidrosis": ["L74.510"],
    "blepharospasm": ["G24.5"],
    "sialorrhea": ["K11.7"],
}
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


def _case(policy: Policy, use: str, kind: str, ledger: list[Any] | None, bars: list[Any] | None) -> dict[str, Any]:
    """A request that the policy judges, by a site where it asks for anything, with codes of the use."""
    return changed(
        **address(policy),
        kind=kind,
        indication=use,
        dx=CODES.get(use, ["R69"]),
        cpt=["64612", "64615"],
        trials=ledger,
        contraindications=bars,
    )


def _step(case: dict[str, Any]) -> State | None:
    """How the step stands; None where nothing is asked."""
    state = state_of(judged(case), Topic.STEP_THERAPY)
    assert state in (None, State.NOT_REQUIRED, *STEPS)
    return state if state in STEPS else None


def _uses(policy: Policy) -> list[str]:
    """The conditions that the policy's rules on earlier trials are for; migraine where it names none."""
    steps = [rule for rule in policy.rules if rule.topic is Topic.STEP_THERAPY and not rule.asks_nothing]
    named = {use for rule in steps for use in rule.conditions or policy.covered}
    return sorted(named) or ["chronic_migraine"]


every_policy = pytest.mark.parametrize("policy", bundled_policies(), ids=lambda policy: policy.id)
of_both_kinds = pytest.mark.parametrize("kind", ["initial", "continuation"])
few = settings(max_examples=12)


def test_many_policies_ask_what_was_tried() -> None:
    asking = [
        policy
        for policy in bundled_policies()
        for use in _uses(policy)[:1]
        if _step(_case(policy, use, "initial", None, None))
    ]
    assert len(asking) >= 14


@every_policy
def test_a_request_addressed_to_a_policy_is_judged_by_it(policy: Policy) -> None:
    judgement = judged(changed(**address(policy)))
    assert judgement.policy is not None
    assert judgement.policy.id == policy.id


@every_policy
@of_both_kinds
@few
@given(data=st.data())
def test_one_more_finished_failed_trial_never_hurts(policy: Policy, kind: str, data: st.DataObject) -> None:
    use = data.draw(st.sampled_from(_uses(policy)))
    ledger, bars = data.draw(ledgers), data.draw(st.lists(barred, max_size=2))
    start = dt.date(2025, 3, 1)
    end = start + dt.timedelta(data.draw(st.integers(0, 200)))
    drug = data.draw(st.sampled_from(DRUGS))
    extra = {"drug": drug, "start": str(start), "end": str(end), "outcome": "inadequate_response"}
    before = _step(_case(policy, use, kind, ledger, bars))
    after = _step(_case(policy, use, kind, [*ledger, extra], bars))
    assert (before is None) == (after is None)
    if before is not None and after is not None:
        assert STEPS.index(after) >= STEPS.index(before)


@every_policy
@of_both_kinds
@few
@given(data=st.data())
def test_the_order_of_trials_changes_nothing(policy: Policy, kind: str, data: st.DataObject) -> None:
    use = data.draw(st.sampled_from(_uses(policy)))
    ledger, bars = data.draw(ledgers), data.draw(st.lists(barred, max_size=2))
    shuffled = data.draw(st.permutations(ledger))
    one, other = judged(_case(policy, use, kind, ledger, bars)), judged(_case(policy, use, kind, shuffled, bars))
    assert one.overall == other.overall
    assert [(f.topic, f.state, f.because) for f in one.findings] == [
        (f.topic, f.state, f.because) for f in other.findings
    ]
    assert set(one.cautions) == set(other.cautions)


@every_policy
@few
@given(data=st.data())
def test_a_date_or_outcome_left_out_never_makes_the_step_met(policy: Policy, data: st.DataObject) -> None:
    use = data.draw(st.sampled_from(_uses(policy)))
    ledger, bars = data.draw(ledgers), data.draw(st.lists(barred, max_size=2))
    with_keys = [(row, key) for row, item in enumerate(ledger) for key in item if key != "drug"]
    if not with_keys:
        return
    row, key = data.draw(st.sampled_from(with_keys))
    less = [{k: v for k, v in item.items() if (n, k) != (row, key)} for n, item in enumerate(ledger)]
    if _step(_case(policy, use, "initial", ledger, bars)) is not State.MET:
        assert _step(_case(policy, use, "initial", less, bars)) is not State.MET


@every_policy
@of_both_kinds
@few
@given(data=st.data())
def test_an_absent_ledger_is_met_only_by_what_is_contraindicated(
    policy: Policy, kind: str, data: st.DataObject
) -> None:
    use, bars = data.draw(st.sampled_from(_uses(policy))), data.draw(st.lists(barred, max_size=3))
    absent, empty = _step(_case(policy, use, kind, None, bars)), _step(_case(policy, use, kind, [], bars))
    assert (absent is State.MET) == (empty is State.MET)
    assert absent is not State.NOT_MET
    assert (absent is None) == (empty is None)


@every_policy
@of_both_kinds
def test_an_empty_list_is_not_an_absent_key(policy: Policy, kind: str) -> None:
    """What is not documented is never held against a request; that there is none may be."""
    for use in _uses(policy):
        absent, empty = _step(_case(policy, use, kind, None, None)), _step(_case(policy, use, kind, [], []))
        assert absent in (None, State.NOT_DOCUMENTED)
        may_fail = policy.may_decide and any(_asks_trials_alone(rule, use, kind) for rule in policy.rules)
        assert empty is (State.NOT_MET if may_fail else absent)


def _asks_trials_alone(rule: Rule, use: str, kind: str) -> bool:
    is_for = (not rule.conditions or use in rule.conditions) and kind in rule.kinds
    for_botox = not rule.products or "J0585" in rule.products
    return (
        rule.topic is Topic.STEP_THERAPY and is_for and for_botox and not rule.states and _only_trials(rule.condition)
    )


def _only_trials(condition: Condition) -> bool:
    if isinstance(condition, Trials):
        return True
    parts = condition.parts if isinstance(condition, All | AtLeast) else ()
    asks = [_only_trials(part) for part in parts]
    return bool(asks) and (any(asks) if isinstance(condition, All) else all(asks))


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
details = st.builds(
    lambda condition, rest: {"indication": condition[0], "dx": condition[1], "cpt": condition[2], **rest},
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


@every_policy
@few
@given(details)
def test_whatever_is_left_out_of_any_case_nothing_becomes_met(policy: Policy, rest: dict[str, Any]) -> None:
    case = address(policy) | rest
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


@every_policy
@few
@given(details)
def test_the_answer_follows_from_its_findings(policy: Policy, rest: dict[str, Any]) -> None:
    judgement = judged(address(policy) | rest)
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
