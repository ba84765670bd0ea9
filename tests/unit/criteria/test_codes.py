"""Diagnosis codes: the condition's, another's, renamed, lacking on a list, on a list of what is not covered."""

from __future__ import annotations

from typing import Any

import pytest

from app.criteria.findings import State, Topic
from tests.unit.criteria.conftest import changed, judged, state_of

LEG: dict[str, Any] = {"indication": "lower_limb_spasticity", "cpt": ["64642"], "units": 300}
SWEAT: dict[str, Any] = {"indication": "hyperhidrosis", "cpt": ["64650"], "units": 100}
UHC = {"payer": "UnitedHealthcare"}


@pytest.mark.parametrize(
    ("changes", "dx", "state", "is_warned"),
    [
        ({}, ["G43.719"], State.MET, False),
        ({}, ["g43709"], State.MET, False),
        ({}, ["G43.E09"], None, True),
        (UHC, ["G43.E09"], State.MET, False),
        ({}, ["G43.109"], State.NOT_MET, True),
        ({}, ["G43.909"], State.NOT_MET, True),
        ({}, ["N32.81"], State.NOT_MET, True),
        ({}, ["I10"], State.NOT_MET, True),
        ({}, ["I10", "G43.709"], State.MET, True),
        ({}, ["G43.7"], State.NOT_DOCUMENTED, True),
        ({}, None, State.NOT_DOCUMENTED, False),
        ({}, [], State.NOT_MET, False),
        (LEG, ["G35"], None, True),
        (LEG, ["G35.B1"], State.MET, False),
        (LEG, ["I69.351"], State.MET, False),
        (LEG, ["G82.20"], None, True),
        (LEG, ["Q99.9"], State.NOT_DOCUMENTED, True),
        (LEG | UHC, ["I63.411"], State.MET, False),
        (SWEAT, ["L74.510"], State.MET, False),
        (SWEAT, ["L74.511"], State.NOT_MET, True),
        (SWEAT, ["L74.511", "L74.510"], State.NOT_MET, True),
        (SWEAT, ["L74.510", "L74.519"], State.MET, True),
        ({"indication": "blepharospasm"}, ["G51.0"], None, True),
        ({"indication": "blepharospasm"}, ["G51.0", "G24.5"], State.MET, True),
        ({"indication": "other"}, ["G25.0"], None, False),
        ({"indication": "something_unheard_of"}, ["G43.709"], None, False),
        ({"indication": "hemifacial_spasm"}, ["G51.3"], State.NOT_DOCUMENTED, True),
        (LEG | UHC, ["G35.B"], State.NOT_DOCUMENTED, True),
        ({"indication": "myofascial_pain"}, ["M79.18"], None, True),
        ({"indication": "cervical_dystonia"}, ["M43.6"], None, True),
    ],
)
def test_what_a_code_comes_to(
    changes: dict[str, Any], dx: list[str] | None, state: State | None, is_warned: bool
) -> None:
    judgement = judged(changed(**changes, dx=dx))
    assert state_of(judgement, Topic.CODE) is state
    assert (Topic.CODE in {caution.topic for caution in judgement.cautions}) is is_warned


def test_a_better_code_is_offered_that_the_payer_takes() -> None:
    finding = next(f for f in judged(changed(**SWEAT, dx=["L74.519"])).findings if f.topic is Topic.CODE)
    assert "L74.510" in finding.settle
    assert "L74.511" not in finding.settle
