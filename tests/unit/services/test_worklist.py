"""Today's list: deadlines with the rule behind each, the payer's own date above it, each request in its place."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from app.domain.clocks import ClockKind
from app.domain.course import MilestoneKind
from app.domain.ids import RequestId
from app.domain.request import Request, Status
from app.services import clocks, denials, edits, requests
from app.services.denials import Notice
from app.services.edits import found
from app.services.session import Session
from app.services.sign import Signed
from app.services.worklist import Group, Urgency, WorkRow, today, work_list

D = dt.date


def _row(session: Session, request_id: RequestId) -> WorkRow:
    return next(row for row in work_list(session) if row.request_id == request_id)


def _forward(session: Session, to: dt.date) -> None:
    session.clock.advance(to - session.today)  # type: ignore[attr-defined]


@pytest.fixture
def sent(session: Session, signed: Signed) -> RequestId:
    requests.set_status(session, signed.request.id, Status.SENT)
    return signed.request.id


def test_a_draft_has_no_deadline_but_the_one_that_the_office_sets(session: Session, ready: RequestId) -> None:
    request = found(session, Request, ready)
    edits.put(session, "Edit request", replace(request, due=None))
    row = _row(session, ready)
    assert (row.due, row.clock, row.clocks, row.why) == (None, None, (), "")
    edits.put(session, "Edit request", replace(found(session, Request, ready), due=D(2026, 12, 1)))
    row = _row(session, ready)
    assert (row.due, row.clock, row.why) == (D(2026, 12, 1), None, "Due on 12/01/2026")


def test_a_request_with_the_payer_comes_up_before_its_decision_is_due_and_is_due_when_it_is_not_there(
    session: Session, sent: RequestId
) -> None:
    row = _row(session, sent)
    assert row.clock is not None
    assert (row.clock.kind, row.due) == (ClockKind.DECISION, D(2026, 12, 9))
    assert row.clock.rule
    assert row.clock.counted.startswith("15 calendar days from 11/24/2026")
    assert (row.group, row.why) == (Group.WAITING, "Decision due 12/09/2026")
    _forward(session, D(2026, 11, 28))
    assert _row(session, sent).group is Group.COMING
    _forward(session, D(2026, 12, 10))
    row = _row(session, sent)
    assert (row.group, row.urgency) == (Group.DUE, Urgency.OVERDUE)
    assert row.next_step == "Ask the payer for the decision"
    assert {clock.kind for clock in row.clocks} >= {ClockKind.DECISION, ClockKind.FOLLOW_UP}


def test_the_payers_own_date_wins_over_the_rule(session: Session, sent: RequestId) -> None:
    clocks.note(session, sent, MilestoneKind.DECISION_BY, D(2026, 11, 27), "letter of 11/24/2026")
    row = _row(session, sent)
    assert row.clock is not None
    assert (row.due, row.clock.from_letter, row.clock.counted) == (D(2026, 11, 27), True, "letter of 11/24/2026")


def test_a_denial_stands_on_today_until_its_appeal_is_sent(session: Session, sent: RequestId) -> None:
    denials.record(session, sent, Notice(date=D(2026, 11, 24), reason="Not medically necessary"))
    row = _row(session, sent)
    assert row.clock is not None
    assert (row.group, row.clock.kind) == (Group.DENIED, ClockKind.APPEAL)
    assert row.next_step == "Decide on an appeal"
    assert next(iter(today(session))) is Group.DENIED
    assert row.due is not None
    _forward(session, row.due)
    assert _row(session, sent).group is Group.DUE
    requests.set_status(session, sent, Status.APPEALED)
    row = _row(session, sent)
    assert row.clock is not None
    assert row.clock.kind is ClockKind.APPEAL_DECISION


def test_an_approval_asks_for_its_renewal_and_for_the_next_injection_from_the_day_on_that_the_payer_says(
    session: Session, sent: RequestId
) -> None:
    approved = requests.set_status(session, sent, Status.APPROVED)
    assert approved.end is not None
    clocks.note(session, sent, MilestoneKind.NEXT_NOT_BEFORE, D(2026, 12, 4), "letter of 11/24/2026")
    row = _row(session, sent)
    assert (row.group, row.why, row.next_step) == (Group.COMING, "Inject from 12/04/2026", "Plan the injection")
    clocks.note(session, sent, MilestoneKind.NEXT_NOT_BEFORE, None)
    clocks.note(session, sent, MilestoneKind.RENEWAL_FROM, D(2026, 12, 20), "letter of 11/24/2026")
    assert _row(session, sent).group is Group.CLOSED
    _forward(session, D(2026, 12, 20))
    row = _row(session, sent)
    assert (row.group, row.why, row.next_step) == (Group.RENEWAL, "Renew from 12/20/2026", "Start the renewal")
    requests.renew(session, sent)
    assert _row(session, sent).group is Group.CLOSED


def test_each_request_stands_once_and_the_list_is_in_the_order_of_the_day(session: Session, sent: RequestId) -> None:
    rows = work_list(session)
    assert len({row.request_id for row in rows}) == len(rows)
    order = [list(Group).index(row.group) for row in rows]
    assert order == sorted(order)
