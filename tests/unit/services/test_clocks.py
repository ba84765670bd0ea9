"""Clocks of requests: from the vault's records, the payer's dates above them, and a calendar without a name in it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from app.domain.clocks import Clock, ClockKind
from app.domain.course import MilestoneKind
from app.domain.ids import RequestId
from app.domain.patient import Patient
from app.domain.request import Status
from app.domain.sample import PATIENTS, REQUESTS
from app.services import clocks, denials, edits, requests
from app.services.denials import Notice
from app.services.edits import found
from app.services.session import Session
from app.services.sign import Signed

D = dt.date


def the(session: Session, request_id: RequestId, kind: ClockKind) -> Clock | None:
    return next((clock for clock in clocks.of(session, request_id) if clock.kind is kind), None)


def test_sending_starts_the_clock_by_itself(session: Session, signed: Signed) -> None:
    name = signed.request.id
    before = the(session, name, ClockKind.DECISION)
    assert before is not None
    assert before.if_sent_today
    requests.set_status(session, name, Status.SENT)
    after = the(session, name, ClockKind.DECISION)
    assert after is not None
    assert (after.date, after.if_sent_today) == (D(2026, 12, 9), False)
    assert [item.kind for item in clocks.milestones(session, name)] == [MilestoneKind.SENT]
    edits.undo(session)
    assert clocks.milestones(session, name) == ()


def test_a_date_that_the_office_noted_is_kept_when_the_request_is_sent(session: Session, signed: Signed) -> None:
    clocks.note(session, signed.request.id, MilestoneKind.SENT, D(2026, 11, 20))
    requests.set_status(session, signed.request.id, Status.SENT)
    assert [item.date for item in clocks.milestones(session, signed.request.id)] == [D(2026, 11, 20)]


def test_the_payers_date_is_noted_replaced_and_taken_back(session: Session) -> None:
    name = REQUESTS[1]
    clocks.note(session, name, MilestoneKind.DECISION_BY, D(2026, 12, 1), "letter of 11/25/2026")
    clocks.note(session, name, MilestoneKind.DECISION_BY, D(2026, 12, 3), "letter of 11/26/2026")
    clock = the(session, name, ClockKind.DECISION)
    assert clock is not None
    assert (clock.date, clock.counted, clock.from_letter) == (D(2026, 12, 3), "letter of 11/26/2026", True)
    assert len(clocks.milestones(session, name)) == 1
    assert clocks.next_of(session, name) == clock
    assert clocks.note(session, name, MilestoneKind.DECISION_BY, None) is None
    assert clocks.milestones(session, name) == ()


def test_the_whole_course_of_a_denied_request(session: Session, signed: Signed) -> None:
    name = signed.request.id
    requests.set_status(session, name, Status.SENT)
    denials.record(session, name, Notice(D(2026, 11, 24), deadline=D(2027, 2, 1)))
    assert found(session, type(signed.request), name).status is Status.DENIED
    appeal = the(session, name, ClockKind.APPEAL)
    assert appeal is not None
    assert (appeal.date, appeal.from_letter) == (D(2027, 2, 1), True)
    assert the(session, name, ClockKind.DECISION) is None
    requests.set_status(session, name, Status.APPEALED)
    decision = the(session, name, ClockKind.APPEAL_DECISION)
    assert decision is not None
    assert decision.date == D(2026, 12, 24)
    again = denials.record(session, name, Notice(D(2026, 12, 20)))
    assert again.level == 1
    second = the(session, name, ClockKind.APPEAL)
    assert second is not None
    assert (second.about, second.date) == ("External review", D(2027, 4, 20))


def test_a_calendar_names_nobody_unless_asked(session: Session, tmp_path: Path) -> None:
    patient = found(session, Patient, PATIENTS[2])
    path = clocks.write_calendar(session, REQUESTS[2], tmp_path)
    assert path.name.endswith("-dates.ics")
    plain = path.read_text(encoding="utf-8")
    assert "BEGIN:VEVENT" in plain
    assert patient.name.last not in plain
    assert session.vault.audit.rows(1)[0].details["named"] == "no"
    assert patient.name.last in clocks.calendar(session, REQUESTS[2], with_name=True).decode()


def test_clocks_of_other_requests_do_not_mix(session: Session) -> None:
    fresh = requests.renew(session, REQUESTS[2])
    clocks.note(session, REQUESTS[2], MilestoneKind.DECISION_BY, D(2026, 12, 1))
    clock = the(session, fresh.id, ClockKind.DECISION)
    assert clock is not None
    assert not clock.from_letter
