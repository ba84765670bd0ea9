"""Our own table: requests worked out by hand from the payers' texts, condition by condition, at the edges."""

from __future__ import annotations

import json
import time
from collections import Counter

import pytest

from app.criteria.case_file import read_cases
from app.criteria.findings import Topic
from app.criteria.judging import judge
from app.criteria.library import bundled_policies
from app.criteria.submission import Submission
from tests.unit.criteria.conftest import address, changed, judged, state_of
from tests.unit.criteria.table import (
    aetna_bladder_and_limbs,
    aetna_migraine,
    aetna_migraine_order,
    aetna_other_uses,
    community_plan_migraine,
    community_plan_other_uses,
    medicare,
    other_plans,
    products,
    states,
    unitedhealthcare_commercial,
)
from tests.unit.criteria.table._make import Row

TABLES = (
    aetna_bladder_and_limbs,
    aetna_migraine,
    aetna_migraine_order,
    aetna_other_uses,
    community_plan_migraine,
    community_plan_other_uses,
    medicare,
    other_plans,
    products,
    states,
    unitedhealthcare_commercial,
)
ROWS = tuple(row for table in TABLES for row in table.ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_request_comes_out_as_it_was_worked_out(row: Row) -> None:
    judgement = judged(row.case)
    assert judgement.overall == row.overall, row.why
    for topic, state in row.findings.items():
        assert state_of(judgement, Topic(topic)) == state, (topic, row.why)
    warned = {caution.topic for caution in judgement.cautions}
    assert {Topic(topic) for topic in row.warns} <= warned, row.why


def test_names_stand_once_and_every_verdict_is_in_the_table() -> None:
    assert max(Counter(row.name for row in ROWS).values()) == 1
    assert {row.overall for row in ROWS} == {"READY", "NOT_READY", "CANNOT_DETERMINE", "NOT_REQUIRED", "TOO_EARLY"}


def test_one_patient_is_held_against_every_policy_within_twenty_milliseconds() -> None:
    """Its own time on the processor: other work on the machine is not the judge's."""
    cases, _ = read_cases(json.dumps([changed(**address(policy)) for policy in bundled_policies()]))
    assert min(_seconds(cases) for _ in range(9)) < 0.020


def _seconds(cases: tuple[Submission, ...]) -> float:
    begun = time.process_time()
    for case in cases:
        judge(case)
    return time.process_time() - begun
