"""The work list: every request with what it needs next, said in words, and what needs a person today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.ids import CoverageId, PatientId, PayerId, RequestId
from app.domain.patient import Coverage, Patient
from app.domain.practice import Payer
from app.domain.request import FROZEN, Request, RequestType, Status
from app.services.patients import listed_name
from app.services.session import Act, Session

#: In which a request needs nobody any more.
CLOSED = frozenset({Status.APPROVED, Status.WITHDRAWN, Status.NOT_REQUIRED})

_RENEW_AHEAD = dt.timedelta(days=30)
_SOON = dt.timedelta(days=3)


class Group(StrEnum):
    """Why a request needs a person now, in the order in which the day takes them."""

    DUE = "due"
    INFORMATION = "information"
    READY = "ready"
    RENEWAL = "renewal"
    DRAFT = "draft"
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
        next_step: what is next, in words, such as "Finish and sign".
        why: the rule behind the due date or the group, in words; may be empty.
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


def work_list(session: Session, statuses: frozenset[Status] | None = None) -> tuple[WorkRow, ...]:
    """Requests with one of the statuses (all for None): what is due first, then by date of creation."""
    session.allow(Act.VIEW)
    patients = {patient.id: patient for patient in session.vault.all(Patient)}
    coverages = {coverage.id: coverage for coverage in session.vault.all(Coverage)}
    payers = {payer.id: payer for payer in session.vault.all(Payer)}
    requests = session.vault.all(Request)
    renewed = frozenset(request.renewed_from for request in requests if request.renewed_from is not None)
    rows = [
        _row(request, patients[request.patient_id], _payer_name(request, coverages, payers), renewed, session.today)
        for request in sorted(requests, key=lambda item: item.created)
        if statuses is None or request.status in statuses
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


def _row(
    request: Request, patient: Patient, payer: str, renewed: frozenset[RequestId | None], today_is: dt.date
) -> WorkRow:
    urgency = _urgency(request, today_is)
    group = _group(request, urgency, request.id in renewed, today_is)
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
        due=request.due,
        urgency=urgency,
        group=group,
        next_step=_next_step(request, group),
        why=_why(request, group, urgency),
    )


def _urgency(request: Request, today_is: dt.date) -> Urgency:
    if request.due is None or request.due - today_is > _SOON:
        return Urgency.LATER
    if request.due < today_is:
        return Urgency.OVERDUE
    return Urgency.TODAY if request.due == today_is else Urgency.SOON


def _group(request: Request, urgency: Urgency, is_renewed: bool, today_is: dt.date) -> Group:
    status = request.status
    if status in (Status.APPROVED, Status.APPROVED_WITH_CHANGES) and not is_renewed and _ends_soon(request, today_is):
        return Group.RENEWAL
    if status in CLOSED:
        return Group.CLOSED
    if urgency in (Urgency.OVERDUE, Urgency.TODAY):
        return Group.DUE
    return {
        Status.INFORMATION_REQUESTED: Group.INFORMATION,
        Status.READY: Group.READY,
        Status.SIGNED: Group.READY,
        Status.DRAFT: Group.DRAFT,
    }.get(status, Group.WAITING)


def _ends_soon(request: Request, today_is: dt.date) -> bool:
    return request.end is not None and request.end - today_is <= _RENEW_AHEAD


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


def _next_step(request: Request, group: Group) -> str:
    if group is Group.RENEWAL:
        return "Start the renewal"
    if request.status is Status.DRAFT and request.form is None:
        return "Choose the form"
    return _STEPS[request.status]


def _why(request: Request, group: Group, urgency: Urgency) -> str:
    if group is Group.RENEWAL and request.end is not None:
        return f"Approval ends on {request.end:%m/%d/%Y}"
    if request.due is None or request.status in CLOSED:
        return ""
    said = {Urgency.OVERDUE: "Was due on", Urgency.TODAY: "Due today,", Urgency.SOON: "Due on", Urgency.LATER: "Due on"}
    return f"{said[urgency]} {request.due:%m/%d/%Y}"


__all__ = ["CLOSED", "FROZEN", "Group", "Urgency", "WorkRow", "today", "work_list"]
