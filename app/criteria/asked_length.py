"""How long a payer wants which therapies to be tried, for showing it beside the ledger."""

from __future__ import annotations

from collections.abc import Iterator

from app.criteria.composed import All, AtLeast
from app.criteria.condition import Condition
from app.criteria.findings import Topic
from app.criteria.policy import Policy
from app.criteria.step import Trials
from app.criteria.step_terms import Terms
from app.criteria.submission import Kind, Remedy


def longest_asked(policy: Policy, use: str, kind: Kind) -> Terms | None:
    """The terms of the longest trial that the rules for the use ask for; None where they ask for no length."""
    rules = (
        rule
        for rule in policy.rules
        if rule.topic is Topic.STEP_THERAPY and kind in rule.kinds and (not rule.conditions or use in rule.conditions)
    )
    asked = [terms for rule in rules for terms in _within(rule.condition) if terms.needed.is_asked]
    return max(asked, key=days_asked, default=None)


def days_asked(terms: Terms) -> int:
    """The length in days; months count thirty each where the rule counts months alone."""
    return terms.needed.days or 30 * terms.needed.months


def is_of_listed_class(terms: Terms, drug: str, drug_class: str) -> bool:
    """Whether a therapy is of a class that the rule counts."""
    return not terms.listed or Remedy.of(drug, drug_class).drug_class in {item.drug_class for item in terms.listed}


def _within(condition: Condition) -> Iterator[Terms]:
    if isinstance(condition, Trials):
        yield condition.terms
    elif isinstance(condition, All | AtLeast):
        for part in condition.parts:
            yield from _within(part)
