"""The table of cases worked out by hand."""

from __future__ import annotations

import json
import time

from app.criteria.case_file import read_cases
from app.criteria.findings import State, Topic
from app.criteria.judging import judge
from tests.unit.criteria.conftest import Case, judged, state_of


def test_every_case_comes_out_as_it_was_worked_out(worked_table: list[Case]) -> None:
    wrong = []
    for row in worked_table:
        judgement, expect = judged(row["case"]), row["expect"]
        if judgement.overall != expect["overall"]:
            wrong.append((row["id"], "overall", judgement.overall))
        for topic, state in expect["findings"].items():
            if state_of(judgement, Topic(topic)) != state:
                wrong.append((row["id"], topic, state_of(judgement, Topic(topic))))
        warned = {caution.topic for caution in judgement.cautions}
        wrong += [(row["id"], topic, "no warning") for topic in expect["warnings"] if topic not in warned]
    assert wrong == []


def test_nothing_left_out_of_a_case_makes_a_topic_met(worked_table: list[Case]) -> None:
    """Leaving out one key, of the case or of one of its parts, never turns a topic that was not met into a met one."""
    turned = []
    for row in worked_table:
        before = judged(row["case"])
        for name, less in _with_one_key_less(row["case"]):
            after = judged(less)
            for topic in Topic:
                was, now = state_of(before, topic), state_of(after, topic)
                if now is State.MET and was in (State.NOT_MET, State.NOT_DOCUMENTED, State.TOO_EARLY):
                    turned.append((row["id"], name, topic))
    assert turned == []


def _with_one_key_less(case: Case) -> list[tuple[str, Case]]:
    found = [(name, {key: value for key, value in case.items() if key != name}) for name in case]
    for name, part in case.items():
        if isinstance(part, dict):
            found += [(f"{name}.{key}", case | {name: {k: v for k, v in part.items() if k != key}}) for key in part]
        if isinstance(part, list) and part and isinstance(part[0], dict):
            for row, item in enumerate(part):
                for key in item:
                    less = [{k: v for k, v in i.items() if n != row or k != key} for n, i in enumerate(part)]
                    found.append((f"{name}[{row}].{key}", case | {name: less}))
    return found


def test_verdicts_do_not_hang_on_the_order_of_lists(worked_table: list[Case]) -> None:
    for row in worked_table:
        turned = {k: list(reversed(v)) if k in ("trials", "contraindications") else v for k, v in row["case"].items()}
        assert judged(turned) == judged(row["case"]) or _same(turned, row["case"])


def _same(one: Case, other: Case) -> bool:
    first, second = judged(one), judged(other)
    return first.overall == second.overall and [(f.topic, f.state, f.because) for f in first.findings] == [
        (f.topic, f.state, f.because) for f in second.findings
    ]


def test_one_more_failed_trial_never_makes_the_step_worse(worked_table: list[Case]) -> None:
    good = [State.NOT_MET, State.NOT_DOCUMENTED, State.MET]
    more = [
        {"drug": drug, "start": "2024-01-01", "end": end, "outcome": "inadequate_response"}
        for drug, end in (("verapamil", "2024-06-30"), ("amitriptyline", "2024-01-20"), ("oxybutynin", "2024-09-01"))
    ]
    for row in worked_table:
        if "trials" not in row["case"]:
            continue
        before = state_of(judged(row["case"]), Topic.STEP_THERAPY)
        for extra in more:
            after = state_of(judged(row["case"] | {"trials": [*row["case"]["trials"], extra]}), Topic.STEP_THERAPY)
            if before in good and after in good:
                assert good.index(after) >= good.index(before), row["id"]
            else:
                assert before == after


def test_an_empty_list_is_not_an_absent_key(worked_table: list[Case]) -> None:
    case = next(row["case"] for row in worked_table if row["id"] == "uhc-cp-cm-02")
    assert state_of(judged(case), Topic.STEP_THERAPY) is State.NOT_DOCUMENTED
    assert state_of(judged(case | {"trials": []}), Topic.STEP_THERAPY) is State.NOT_MET
    attached = next(row["case"] for row in worked_table if row["id"] == "uhc-cp-cm-07")
    assert state_of(judged(attached), Topic.ATTACHMENTS) is State.NOT_DOCUMENTED
    assert state_of(judged(attached | {"attachments": []}), Topic.ATTACHMENTS) is State.NOT_MET


def test_one_patient_is_judged_within_twenty_milliseconds(worked_table: list[Case]) -> None:
    cases, _ = read_cases(json.dumps([row["case"] for row in worked_table]))
    for case in cases:
        judge(case)
    begun = time.perf_counter()
    for case in cases:
        judge(case)
    assert (time.perf_counter() - begun) / len(cases) < 0.020
