"""The rules in data and a second reading of the same texts agree on thousands of made-up requests."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections import Counter
from typing import Any

import pytest

from app.criteria.case_file import read_cases
from app.criteria.findings import Topic
from app.criteria.judging import judge
from tests.unit.criteria.conftest import Case, state_of
from tests.unit.criteria.second_reading import CLASS_OF, DAY, READINGS

OUTCOMES = [*["inadequate_response"] * 5, "intolerance", "contraindication", "ongoing"]
LENGTHS = [20, 58, 59, 60, 61, 62, 75, 88, 89, 90, 91, 92, 120]
COUNTS: dict[str, list[float]] = {
    "headache_days": [14, 15, 20],
    "migraine_days": [7, 8, 12],
    "headache_hours": [3.9, 4, 8],
    "headache_days_4h": [7, 8, 14],
    "months_at_frequency": [2, 3, 9],
}


def _request(chance: random.Random, place: tuple[str, str, str]) -> Case:
    case: Case = {
        **dict(zip(("payer", "line", "state"), place, strict=True)),
        **{"date": str(DAY), "product": "J0585", "indication": "chronic_migraine", "dx": ["G43.709"]},
        **{"kind": chance.choice(["initial", "initial", "continuation"]), "cpt": ["64615"]},
    }
    offered: dict[str, Any] = {
        "patient": _some(chance, {"dob": ["1985-07-22", "2008-11-23", "2008-11-24"], "weight_kg": [14, 20, 50]}),
        "units": chance.choice([100, 154, 155, 156, 200, 201, 350, 400, 401]),
        "interval_weeks": chance.choice([10, 11, 12, 12, 13]),
        "last_injection": chance.choice(["2026-08-31", "2026-09-01", "2026-08-01"]),
        "prescriber": {"specialty": chance.choice(["Neurology", "Family Medicine"])},
        "measures": [_counts(chance, phase) for phase in ("baseline", "current") if chance.random() < 0.9],
        "trials": [_trial(chance) for _ in range(chance.randint(0, 4))],
        "contraindications": [
            {"class": chance.choice(["beta_blocker", "antiepileptic", "cgrp", "ccb"])}
            for _ in range(chance.randint(0, 2))
        ],
        "attachments": chance.sample(["notes", "history", "diary", "labs"], chance.randint(0, 4)),
    }
    return case | {name: value for name, value in offered.items() if chance.random() < 0.87}


def _some(chance: random.Random, choices: dict[str, list[Any]]) -> Case:
    return {name: chance.choice(values) for name, values in choices.items() if chance.random() < 0.87}


def _counts(chance: random.Random, phase: str) -> Case:
    day = "2025-10-01" if phase == "baseline" else "2026-11-01"
    return {"phase": phase, "date": day, **_some(chance, dict(COUNTS))}


def _trial(chance: random.Random) -> Case:
    drug = chance.choice(sorted(CLASS_OF))
    start = dt.date(2025, 1, 1) + dt.timedelta(chance.randint(0, 650))
    end = start + dt.timedelta(chance.choice(LENGTHS))
    dates = {"start": str(start)} | ({"end": str(end)} if end <= DAY else {})
    kept = {name: value for name, value in dates.items() if chance.random() < 0.92}
    return {"drug": drug, "class": CLASS_OF[drug], "outcome": chance.choice(OUTCOMES), **kept}


@pytest.mark.parametrize("place", READINGS, ids=lambda place: place[0])
def test_both_readings_agree(place: tuple[str, str, str]) -> None:
    chance = random.Random(f"second reading of {place[0]}")  # noqa: S311 -- made-up requests, the same on every run
    requests = [_request(chance, place) for _ in range(1200)]
    read, _ = read_cases(json.dumps(requests))
    seen: Counter[tuple[str, str]] = Counter()
    for request, given in zip(requests, read, strict=True):
        judgement = judge(given)
        for topic, state in READINGS[place](request).items():
            assert state_of(judgement, Topic(topic)) == state, (topic, request)
            seen[topic, state] += 1
    for topic in {topic for topic, _ in seen}:
        assert {"MET", "NOT_DOCUMENTED"} <= {state for name, state in seen if name == topic}, topic
