"""Judging requests by their payers' rules: a case file without a vault, or a request of the vault."""

from __future__ import annotations

from typing import Any

from app.criteria.case_file import read_cases
from app.criteria.judging import Judgement, judge
from app.criteria.policy import Policy
from app.criteria.records import submission_of
from app.domain.case import Case
from app.domain.facts import Facts


def judge_cases(text: str) -> list[Judgement] | Judgement:
    """Judge the case of a file, or each of a list of them; nothing is kept.

    Raises:
        CaseNotUsable: the file is no JSON, or a value is not what it must be.
        CriteriaSyntax, CriteriaRule: the rules that come with the program are damaged.
    """
    cases, is_list = read_cases(text)
    judged = [judge(case) for case in cases]
    return judged if is_list else judged[0]


def judge_request(case: Case, facts: Facts) -> Judgement:
    """Judge a request by its records, what was typed for it alone included."""
    return judge(submission_of(case, facts))


def as_json(judged: Judgement) -> dict[str, Any]:
    """As `preflight --json` has it."""
    return {
        "policy": None if judged.policy is None else _policy(judged.policy),
        "overall": judged.overall.value,
        "findings": [
            {"topic": f.topic.value, "state": f.state.value, "text": f.text, "because": f.because, "settle": f.settle}
            for f in judged.findings
        ],
        "warnings": [{"topic": c.topic.value, "text": c.text} for c in judged.cautions],
    }


def _policy(policy: Policy) -> dict[str, Any]:
    return {
        "id": policy.id,
        "title": policy.title,
        "number": policy.number,
        "effective": None if policy.effective is None else policy.effective.isoformat(),
        "checked": policy.checked.isoformat(),
        "verified": policy.verified.value,
        "complete": policy.complete,
        "source": policy.source,
    }
