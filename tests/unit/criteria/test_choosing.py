"""Which policy rules: payer by payer, line by line, state and day."""

from __future__ import annotations

import datetime as dt

import pytest

from app.criteria.findings import Overall
from app.criteria.library import bundled_policies
from app.criteria.policy import Verified
from tests.unit.criteria.conftest import changed, judged


def chosen(**changes: str | None) -> str | None:
    policy = judged(changed(**changes)).policy
    return None if policy is None else policy.id


@pytest.mark.parametrize(
    "name", ["Aetna", "AETNA", "Aetna Inc.", "aetna hmo", "Aetna PPO", "Aetna Health Insurance Company"]
)
def test_a_payers_name_is_known_however_it_is_written(name: str) -> None:
    assert chosen(payer=name) == "aetna/cpb-0113"


@pytest.mark.parametrize(
    "name", ["Aetna Better Health", "Aetna Medicare", "Aetnam", "Banner Aetna", "Mercy Health", "", None]
)
def test_a_name_that_merely_begins_alike_is_another_payer(name: str | None) -> None:
    assert chosen(payer=name) is None


def test_the_brand_alone_never_chooses() -> None:
    uhc = {"payer": "United Healthcare", "state": "AZ"}
    assert chosen(**uhc, line="commercial") == "unitedhealthcare/commercial"
    assert chosen(**uhc, line="medicaid_mco") == "unitedhealthcare/community-plan"
    assert chosen(**uhc, line="medicare_advantage") is None
    assert chosen(**uhc, line=None) is None
    assert chosen(payer="UHC Community Plan of New Jersey", line="medicaid_mco", state="NJ") == (
        "unitedhealthcare/community-plan"
    )
    assert chosen(payer="UHC Community Plan", line="commercial") is None


@pytest.mark.parametrize("line", ["exchange", "self_funded", "medicare_advantage", "medicaid_mco", "tricare"])
def test_a_policy_rules_its_own_lines_only(line: str) -> None:
    judgement = judged(changed(line=line))
    assert (judgement.policy, judgement.overall) == (None, Overall.CANNOT_DETERMINE)
    assert "another line of business" in judgement.findings[0].because


def test_states_that_a_policy_leaves_out() -> None:
    community = {"payer": "UnitedHealthcare Community Plan", "line": "medicaid_mco"}
    assert all(chosen(**community, state=state) is None for state in ("FL", "IN", "KS", "LA", "NC", "OH", "PA", "TX"))
    assert chosen(**community, state=None) is None
    assert chosen(**community, state="arizona") == "unitedhealthcare/community-plan"
    assert chosen(payer="Mercy Care", line="medicaid_mco", state="WA") is None


def test_rules_that_are_not_yet_in_force_do_not_rule() -> None:
    assert chosen(payer="UnitedHealthcare", date="2025-12-31") is None
    assert chosen(payer="UnitedHealthcare", date="2026-01-01") == "unitedhealthcare/commercial"


def test_no_failing_number_decides_without_a_policy() -> None:
    few = [{"phase": "baseline", "date": "2026-10-01", "headache_days": 3}]
    assert judged(changed(payer="Blue Ridge Mutual", measures=few)).overall is Overall.CANNOT_DETERMINE
    cigna = judged(changed(payer="Cigna", measures=few))
    assert (cigna.policy is not None, cigna.overall) == (True, Overall.CANNOT_DETERMINE)


def test_every_policy_has_its_source_and_its_dates() -> None:
    policies = bundled_policies()
    assert len(policies) > 50
    for policy in policies:
        assert policy.source and policy.payers and policy.title
        assert policy.checked in (dt.date(2026, 11, 23), dt.date(2026, 11, 25))
        if policy.complete:
            assert policy.may_decide and policy.rules
        if policy.verified is Verified.SECOND_HAND:
            assert not policy.may_decide and not policy.rules


def test_the_rules_are_for_conditions_that_the_policy_speaks_of() -> None:
    for policy in bundled_policies():
        for rule in policy.rules:
            if policy.complete:
                assert rule.conditions <= policy.covered, (policy.id, rule.text)
        assert not policy.covered & policy.unproven, policy.id
