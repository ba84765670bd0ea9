"""The payers' rules that come with the program, read once."""

from __future__ import annotations

from collections import Counter
from functools import cache

from app.criteria.loading import load_policies
from app.criteria.policy import Policy
from app.criteria.problems import CriteriaRule
from app.places import bundled


@cache
def bundled_policies() -> tuple[Policy, ...]:
    """Every policy under `resources/criteria`, in the order of the files' names.

    Raises:
        CriteriaSyntax, CriteriaRule: a file is damaged; names file, line and key.
    """
    policies: list[Policy] = []
    for path in sorted(bundled("resources", "criteria").glob("*.toml")):
        policies += load_policies(path.read_text(encoding="utf-8"), path.name)
    twice = [name for name, times in Counter(policy.id for policy in policies).items() if times > 1]
    if twice:
        raise CriteriaRule(file="resources/criteria", line=1, key="id", why=f"“{twice[0]}” stands in two files")
    return tuple(policies)
