"""The work list: every request with what it needs next, said in words, and what needs a person today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.clocks import Clock, ClockKind
from app.domain.ids import CoverageId, PatientId, PayerId, RequestId
from app.domain.patient import Coverage, Patient
from app.domain.practice import Payer
from app.domain.request import FROZEN, Request, RequestType, Status
from app.services._deadlines import deadlines, next_bar, next_due
from app.services.patients import listed_name
from app.services.session import Act, Session

#: In which a request needs nobody any more.
CLOSED = frozenset({Status.APPROVED, Status.WITHDRAWN, Status.NOT_REQUIRED})

_APPROVED = frozenset({Status.APPROVED, Status.APPROVED_WITH_CHANGES})
_SOON = dt.timedelta(days=3)
_COMING = dt.timedelta(days=14)


class Group(StrEnum):
    """Why a request needs a person now, in the order in which the day takes them."""

    DUE = "due"
    INFORMATION = "information"
    DENIED = "denied"
    READY = "ready"
    RENEWAL = "renewal"
    DRAFT = "draft"
    COMING = "coming"
    WAITING = "waiting"
    CLOSED = "closed"


class Urgency(StrEnum):
    """How a due date stands to today."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One request as lists show it.

    Attributes:
        patient: `Nguyễn, Ánh`.
        indication: the value of `condition`; screens show its plain name.
        due: the earliest date by which somebody must act: the payer's or a rule's, and before those the office's own.
        next_step: what is next, in words, such as "Finish and sign".
        why: the date that counts, in words; may be empty.
        clock: the rule or the letter behind `due`; None where the office set the date itself.
        clocks: every date that runs for the request, the earliest first.
    """

    request_id: RequestId
    patient_id: PatientId
    patient: str
    dob: dt.date | None
    payer: str
    indication: str
    drug: str
    type: RequestType
    status: Status
    urgent: bool
    due: dt.date | None
    urgency: Urgency
    group: Group
    next_step: str
    why: str
    clock: Clock | None = None
    clocks: tuple[Clock, ...] = ()


def work_list(
    session: Session, statuses: frozenset[Status] | None = None, *, with_dates: bool = True
) -> tuple[WorkRow, ...]:
    """Requests with one of the statuses (all for None): what is due first, then by date of creation.

    Args:
        session: who is at work.
        statuses: that are wanted.
        with_dates: whether the dates that run are counted; a list that is searched while somebody types does without.
    """
    session.allow(Act.VIEW)
    patients = {patient.id: patient for patient in session.vault.all(Patient)}
    coverages = {coverage.id: coverage for coverage in session.vault.all(Coverage)}
    payers = {payer.id: payer for payer in session.vault.all(Payer)}
    requests = session.vault.all(Request)
    renewed = frozenset(request.renewed_from for request in requests if request.renewed_from is not None)
    wanted = [item for item in requests if statuses is None or item.status in statuses]
    dates = deadlines(session, wanted, patients, coverages, renewed) if with_dates else {}
    rows = [
        _row(
            request,
            patients[request.patient_id],
            _payer_name(request, coverages, payers),
            dates.get(request.id, ()),
            session.today,
        )
        for request in sorted(wanted, key=lambda item: item.created)
    ]
    return tuple(sorted(rows, key=lambda row: (list(Group).index(row.group), row.due or dt.date.max)))


def today(session: Session) -> Mapping[Group, tuple[WorkRow, ...]]:
    """What needs a person now, by group in the day's order; groups without a request are not in it."""
    rows = [row for row in work_list(session) if row.group not in (Group.WAITING, Group.CLOSED)]
    return {group: some for group in Group if (some := tuple(row for row in rows if row.group is group))}


def _payer_name(request: Request, coverages: Mapping[CoverageId, Coverage], payers: Mapping[PayerId, Payer]) -> str:
    coverage = None if request.coverage_id is None else coverages.get(request.coverage_id)
    payer = None if coverage is None else payers.get(coverage.payer_id)
    return payer.name if payer else ""


def _row(request: Request, patient: Patient, payer: str, clocks: tuple[Clock, ...], today_is: dt.date) -> WorkRow:
    clock = next_due(clocks)
    due = None if clock is None else clock.date
    if due is None and request.status not in CLOSED:
        clock, due = None, request.due
    bar = next_bar(clocks, today_is)
    urgency = _urgency(due, today_is)
    group = _group(request.status, clock, due, bar, today_is)
    if group is Group.COMING and bar is not None and (due is None or due - today_is > _COMING):
        clock, due = bar, bar.date
    return WorkRow(
        request_id=request.id,
        patient_id=patient.id,
        patient=listed_name(patient),
        dob=patient.dob,
        payer=payer,
        indication=request.indication,
        drug=request.drug.name,
        type=request.type,
        status=request.status,
        urgent=request.urgent,
        due=due,
        urgency=urgency,
        group=group,
        next_step=_next_step(request, group, clock),
        why=_why(clock, due, urgency),
        clock=clock,
        clocks=clocks,
    )


def _urgency(due: dt.date | None, today_is: dt.date) -> Urgency:
    if due is None or due - today_is > _SOON:
        return Urgency.LATER
    if due < today_is:
        return Urgency.OVERDUE
    return Urgency.TODAY if due == today_is else Urgency.SOON


def _group(status: Status, clock: Clock | None, due: dt.date | None, bar: Clock | None, today_is: dt.date) -> Group:
    if status in _APPROVED and clock is not None and due is not None and due <= today_is:
        return Group.RENEWAL
    is_coming = any(day is not None and day - today_is <= _COMING for day in (due, None if bar is None else bar.date))
    if status in _APPROVED | CLOSED:
        return Group.COMING if status in _APPROVED and is_coming else Group.CLOSED
    if due is not None and due <= today_is:
        return Group.DUE
    return _OF_STATUS.get(status) or (Group.COMING if is_coming else Group.WAITING)


_OF_STATUS: Mapping[Status, Group] = {
    Status.INFORMATION_REQUESTED: Group.INFORMATION,
    Status.DENIED: Group.DENIED,
    Status.READY: Group.READY,
    Status.SIGNED: Group.READY,
    Status.DRAFT: Group.DRAFT,
}
_STEPS: Mapping[Status, str] = {
    Status.DRAFT: "Finish the form",
    Status.READY: "Sign",
    Status.SIGNED: "Make the packet and send it",
    Status.SENT: "Wait for the payer",
    Status.PENDED: "Wait for the payer",
    Status.INFORMATION_REQUESTED: "Send what the payer asks for",
    Status.APPROVED: "Nothing",
    Status.APPROVED_WITH_CHANGES: "Look at what was changed",
    Status.DENIED: "Decide on an appeal",
    Status.APPEALED: "Wait for the appeal",
    Status.WITHDRAWN: "Nothing",
    Status.NOT_REQUIRED: "Nothing",
}
#: What somebody does about a date that has come.
_DUE_STEPS: Mapping[ClockKind, str] = {
    ClockKind.DECISION: "Ask the payer for the decision",
    ClockKind.FOLLOW_UP: "Ask the payer for the decision",
    ClockKind.APPEAL: "Decide on an appeal",
    ClockKind.PEER_TO_PEER: "Call for the peer-to-peer talk",
    ClockKind.APPEAL_DECISION: "Ask after the appeal",
}
_COMING_STEPS: Mapping[ClockKind, str] = {
    ClockKind.NEXT_INJECTION: "Plan the injection",
    ClockKind.RENEWAL: "Start the renewal then",
    ClockKind.AUTHORIZATION_ENDS: "Start the renewal then",
}
#: The dates in as many words as a column has room for.
_SHORT: Mapping[ClockKind, str] = {
    ClockKind.DECISION: "Decision due",
    ClockKind.FOLLOW_UP: "Ask again",
    ClockKind.APPEAL: "Appeal by",
    ClockKind.PEER_TO_PEER: "Peer-to-peer by",
    ClockKind.APPEAL_DECISION: "Appeal decided by",
    ClockKind.AUTHORIZATION_ENDS: "Approval ends",
    ClockKind.RENEWAL: "Renew from",
    ClockKind.NEXT_INJECTION: "Inject from",
}


def _next_step(request: Request, group: Group, clock: Clock | None) -> str:
    if group is Group.RENEWAL:
        return "Start the renewal"
    if clock is not None and group is Group.DUE and clock.kind in _DUE_STEPS:
        return _DUE_STEPS[clock.kind]
    if clock is not None and group is Group.COMING and clock.kind in _COMING_STEPS:
        return _COMING_STEPS[clock.kind]
    if request.status is Status.DRAFT and request.form is None:
        return "Choose the form"
    return _STEPS[request.status]


def _why(clock: Clock | None, due: dt.date | None, urgency: Urgency) -> str:
    if due is None:
        return ""
    if clock is not None:
        return f"{_SHORT[clock.kind]} {due:%m/%d/%Y}"
    said = {Urgency.OVERDUE: "Was due on", Urgency.TODAY: "Due today,", Urgency.SOON: "Due on", Urgency.LATER: "Due on"}
    return f"{said[urgency]} {due:%m/%d/%Y}"


__all__ = ["CLOSED", "FROZEN", "Group", "Urgency", "WorkRow", "today", "work_list"]
