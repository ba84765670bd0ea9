"""Each way in which a payer's renewal rule can be satisfied."""

from __future__ import annotations

import pytest

from app.criteria.library import bundled_policies
from app.criteria.policy import Policy
from app.criteria.ways import ways_of_response

BY_ID = {policy.id: policy for policy in bundled_policies()}


def said(policy: str, use: str) -> list[list[str]]:
    return [[way.words for way in ways] for ways in ways_of_response(BY_ID[policy], use)]


def test_any_reduction_half_of_them_or_days_or_hours() -> None:
    assert said("aetna/cpb-0113", "chronic_migraine") == [["fewer headache days a month than before"]]
    assert said("washington-lni/botulinum-toxins", "chronic_migraine") == [
        ["more than 50 % fewer headache days a month"]
    ]
    juniper = next(policy for policy in BY_ID if policy.startswith("juniper"))
    assert said(juniper, "chronic_migraine") == [
        ["at least 7 fewer headache days a month", "at least 100 fewer headache hours a month"]
    ]


def test_two_rules_stand_apart() -> None:
    first, second = said("neighborhood-ri/botox-form", "chronic_migraine")
    assert first == ["a benefit shown by headache days a month or migraine days a month or hours that a headache lasts"]
    assert second[-1] == "that function is better"


def test_nothing_is_said_of_a_use_without_such_a_rule() -> None:
    assert said("unitedhealthcare/commercial", "chronic_migraine") == []


@pytest.mark.parametrize("policy", bundled_policies(), ids=lambda policy: policy.id)
def test_every_way_has_words(policy: Policy) -> None:
    for use in sorted(policy.covered):
        for ways in ways_of_response(policy, use):
            assert ways
            assert all(way.words and "something else" not in way.words for way in ways)
