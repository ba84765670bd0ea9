"""How far apart treatments must be by a payer's rules: the number alone, for counting ahead."""

from __future__ import annotations

from app.criteria.findings import Topic
from app.criteria.numbers import DaysSinceLast, WeeksApart
from app.criteria.policy import Policy, Rule

_DAYS_A_WEEK = 7


def days_between(policy: Policy, indication: str, hcpcs: str) -> int | None:
    """The most days that the policy puts between two treatments; None where it says nothing of it.

    Args:
        policy: the payer's rules.
        indication: treated; empty where it is not documented.
        hcpcs: code of the product.
    """
    found = [
        days
        for rule in policy.rules
        if rule.topic is Topic.INTERVAL and _is_for(rule, indication, hcpcs) and (days := _days(rule)) is not None
    ]
    return max(found, default=None)


def _is_for(rule: Rule, indication: str, hcpcs: str) -> bool:
    return (not rule.conditions or indication in rule.conditions) and (not rule.products or hcpcs in rule.products)


def _days(rule: Rule) -> int | None:
    condition = rule.condition
    if isinstance(condition, DaysSinceLast):
        return condition.at_least
    return int(condition.at_least * _DAYS_A_WEEK) if isinstance(condition, WeeksApart) else None
