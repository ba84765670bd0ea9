"""Cases to judge: one that is ready, and whatever is changed in it."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from app.criteria.case_file import read_cases
from app.criteria.findings import State, Topic
from app.criteria.judging import Judgement, judge
from app.criteria.logic import worst
from app.criteria.policy import Policy
from app.domain.practice import Line

Case = dict[str, Any]


def trial(drug: str, drug_class: str, start: str | None, end: str | None, outcome: str = "inadequate_response") -> Case:
    found = {"drug": drug, "class": drug_class, "start": start, "end": end, "outcome": outcome}
    return {name: value for name, value in found.items() if value is not None}


READY: Case = {
    "date": "2026-11-23",
    "payer": "Aetna",
    "line": "commercial",
    "state": "WA",
    "kind": "initial",
    "product": "J0585",
    "indication": "chronic_migraine",
    "site": "office",
    "supply": "buy_and_bill",
    "patient": {"dob": "1985-07-22", "sex": "female"},
    "prescriber": {"specialty": "Neurology", "credential": "MD"},
    "dx": ["G43.709"],
    "cpt": ["64615"],
    "units": 155,
    "units_billed": 200,
    "interval_weeks": 12,
    "measures": [
        {
            "date": "2026-10-01",
            "phase": "baseline",
            "headache_days": 22,
            "migraine_days": 12,
            "headache_hours": 8,
            "headache_days_4h": 14,
            "months_at_frequency": 6,
        }
    ],
    "trials": [
        trial("topiramate", "antiepileptic", "2026-01-10", "2026-04-20"),
        trial("propranolol", "beta_blocker", "2026-05-01", "2026-07-15"),
    ],
    "concurrent": [],
    "attachments": ["notes", "history", "diary", "labs"],
}


def changed(**changes: Any) -> Case:
    """The ready case with other values; None leaves a key out."""
    case = copy.deepcopy(READY) | changes
    return {name: value for name, value in case.items() if value is not None}


def address(policy: Policy) -> Case:
    """What sends a request to a policy: its payer, line and state, and a site where it is asked."""
    line = next(iter(sorted(policy.lines)), None)
    states = sorted(policy.states) or ["WA"]
    return {
        "payer": policy.payers[0].rstrip("*"),
        **({"line": line.value} if line else {}),
        "state": states[0],
        "site": "outpatient_hospital" if line is Line.MEDICARE_FFS else "office",
    }


def judged(case: Case) -> Judgement:
    """As the command line judges it."""
    (given,), _ = read_cases(json.dumps(case))
    return judge(given)


def state_of(judgement: Judgement, topic: Topic) -> State | None:
    """The worst state of a topic."""
    states = [finding.state for finding in judgement.findings if finding.topic is topic]
    return worst(states) if states else None


@pytest.fixture(scope="session")
def worked_table() -> list[Case]:
    """Cases worked out by hand, where they are at hand; they are no part of the program."""
    file = Path(__file__).resolve().parents[4] / "shared" / "scenarios" / "criteria.json"
    if not file.is_file():
        pytest.skip("the table of worked cases is not at hand")
    table: list[Case] = json.loads(file.read_text(encoding="utf-8"))
    return table
