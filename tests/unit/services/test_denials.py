"""Denials: a notice kept, what answers it, what is missing for the answer, and what it costs without cover."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from app.domain.patient import Coverage
from app.domain.practice import Line
from app.domain.request import Status
from app.domain.sample import PATIENTS, REQUESTS
from app.services import costs, denials, edits, requests
from app.services.denials import Notice
from app.services.problems import NoDenial
from app.services.session import Session

NOTICE = Notice(
    dt.date(2026, 11, 2),
    reason=" Headache days are not documented. ",
    reason_ids=("frequency_not_documented", "not a reason"),
    carc="co 50",
    reference=" A-77 ",
)


def test_a_notice_is_kept_tidily_and_corrected(session: Session) -> None:
    denial = denials.record(session, REQUESTS[0], NOTICE)
    assert (denial.reason, denial.carc, denial.reference) == ("Headache days are not documented.", "CO-50", "A-77")
    assert denial.reason_ids == ("frequency_not_documented",)
    assert denials.of(session, REQUESTS[0]) == (denial,)
    changed = denials.change(session, denial, replace(NOTICE, deadline=dt.date(2027, 1, 4)))
    assert (changed.id, changed.deadline) == (denial.id, dt.date(2027, 1, 4))
    assert denials.latest(session, REQUESTS[0]) == changed


def test_a_draft_is_not_made_denied_by_a_notice(session: Session) -> None:
    denials.record(session, REQUESTS[0], NOTICE)
    kept = session.vault.get(type(requests.start(session, PATIENTS[0])), REQUESTS[0])
    assert kept is not None
    assert kept.status is Status.DRAFT


def test_what_answers_a_denial(session: Session) -> None:
    denials.record(session, REQUESTS[0], NOTICE)
    answer = denials.to_answer(session, REQUESTS[0])
    assert [reason.id for reason in answer.reasons] == ["frequency_not_documented"]
    assert answer.missing == ()
    assert {finding.topic.value for finding in answer.findings} <= {"frequency", "duration"}
    assert answer.findings
    assert "The diary" in answer.answers[-1]
    assert answer.clocks[0].title == "Decision due"
    assert [rule.level for rule in answer.levels] == [1, 2]
    requests.type_fact(session, REQUESTS[0], "measure.headache_days", "")
    assert denials.to_answer(session, REQUESTS[0]).missing == ("measure.headache_days",)


def test_nothing_is_answered_that_was_not_denied(session: Session) -> None:
    with pytest.raises(NoDenial):
        denials.to_answer(session, REQUESTS[0])


def test_notices_suggest_their_reasons() -> None:
    assert denials.suggested("fewer than 15 headache days", "")[0].id == "frequency_not_documented"


def test_costs_look_at_all_plans_of_the_patient(session: Session) -> None:
    private = costs.of(session, REQUESTS[0])
    assert {offer.program.id: offer.barred for offer in private.offers}["botox_savings"] == ""
    both = costs.of(session, REQUESTS[2])
    assert "government insurance" in {o.program.id: o.barred for o in both.offers}["botox_savings"]
    medicaid = next(c for c in session.vault.find(Coverage, patient_id=PATIENTS[2]) if c.line is Line.MEDICAID_MCO)
    edits.put(session, "Edit coverage", replace(medicaid, ends=session.today - dt.timedelta(days=1)))
    ended = costs.of(session, REQUESTS[2])
    assert {o.program.id: o.barred for o in ended.offers}["botox_savings"] == ""
    assert ended.cards
    assert ended.checked == dt.date(2026, 11, 23)
