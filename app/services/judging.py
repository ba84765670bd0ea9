"""Judging requests by their payers' rules: a case file without a vault, or a request of the vault."""

from __future__ import annotations

from app.criteria.case_file import read_cases
from app.criteria.judging import Judgement, judge
from app.criteria.records import submission_of
from app.domain.case import Case
from app.domain.facts import Facts
from app.services.session import Session


def judge_cases(text: str) -> list[Judgement] | Judgement:
    """Judge the case of a file, or each of a list of them; nothing is kept.

    Raises:
        CaseNotUsable: the file is no JSON, or a value is not what it must be.
        CriteriaSyntax, CriteriaRule: the rules that come with the program are damaged.
    """
    cases, is_list = read_cases(text)
    judged = [judge(case) for case in cases]
    return judged if is_list else judged[0]


def judge_request(session: Session, case: Case, facts: Facts) -> Judgement:
    """Judge a request by its records, what was typed for it alone included; the office's own rules count too."""
    return judge(submission_of(case, facts), session.rules.all())
