"""The work list: every request with what it needs next, said in words, and what needs a person today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from app.domain.clocks import Clock, ClockKind
from app.domain.ids import PatientId, RequestId
from app.domain.request import FROZEN, RequestType, Status
from app.services._briefs import Brief, briefs, clocks_in
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
    LOOK = "look"
    READY = "ready"
    RENEWAL = "renewal"
    DRAFT = "draft"
    COMING = "coming"
    WAITING = "waiting"
    CLOSED = "closed"


_ORDER = {group: at for at, group in enumerate(Group)}
_ALL = frozenset(Group)
_NOW = _ALL - {Group.WAITING, Group.CLOSED}


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
        dates: every date that runs for the request, as a brief keeps it.
        counting: the number of the date behind `due`, or -1 where the office set it itself.
        look: what of an approval somebody has to look at, in words; may be empty.
        is_over: whether that is more given than approved.
        created: when it was made, as text of one zone.
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
    dates: str = ""
    counting: int = -1
    look: str = ""
    is_over: bool = False
    created: str = ""

    @property
    def clocks(self) -> tuple[Clock, ...]:
        """Every date that runs for the request, the earliest first."""
        return clocks_in(self.dates)

    @property
    def clock(self) -> Clock | None:
        """The rule or the letter behind `due`; None where the office set the date itself."""
        return self.clocks[self.counting] if self.counting >= 0 else None


def work_list(session: Session, statuses: frozenset[Status] | None = None) -> tuple[WorkRow, ...]:
    """Requests with one of the statuses (all for None): what is due first, then by date of creation.

    Args:
        session: who is at work.
        statuses: that are wanted.
    """
    session.allow(Act.VIEW)
    wanted = (item for item in briefs(session) if statuses is None or item.status in statuses)
    return _rows(wanted, session.today, _ALL)


def today(session: Session) -> Mapping[Group, tuple[WorkRow, ...]]:
    """What needs a person now, by group in the day's order; groups without a request are not in it."""
    session.allow(Act.VIEW)
    rows = _rows(briefs(session), session.today, _NOW)
    return {group: tuple(some) for group, some in groupby(rows, key=lambda row: row.group)}


def _rows(found: Iterable[Brief], today_is: dt.date, groups: frozenset[Group]) -> tuple[WorkRow, ...]:
    rows = [row for item in found if (row := _row(item, today_is, groups)) is not None]
    return tuple(sorted(rows, key=lambda row: (_ORDER[row.group], row.due or dt.date.max, row.created)))


def _row(brief: Brief, today_is: dt.date, groups: frozenset[Group]) -> WorkRow | None:
    """The row of a request, or None where its group is not wanted."""
    at, due = brief.counting, brief.due
    if at < 0 and brief.status in CLOSED:
        due = None
    bar = brief.bar if brief.bar is not None and brief.bar >= today_is else None
    group = _group(brief, at >= 0, due, bar, today_is)
    if group not in groups:
        return None
    if group is Group.COMING and bar is not None and (due is None or due - today_is > _COMING):
        at, due = brief.bar_at, bar
    urgency = _urgency(due, today_is)
    kind = None if at < 0 else ClockKind(brief.kind) if at == brief.counting else ClockKind.NEXT_INJECTION
    return WorkRow(
        request_id=brief.request_id,
        patient_id=brief.patient_id,
        patient=brief.patient,
        dob=brief.dob,
        payer=brief.payer,
        indication=brief.indication,
        drug=brief.drug,
        type=brief.type,
        status=brief.status,
        urgent=brief.urgent,
        due=due,
        urgency=urgency,
        group=group,
        next_step=_next_step(brief, group, kind),
        why=_why(kind, due, urgency) if group is not Group.LOOK else brief.look,
        dates=brief.dates,
        counting=at,
        look=brief.look,
        is_over=brief.is_over,
        created=brief.created,
    )


def _urgency(due: dt.date | None, today_is: dt.date) -> Urgency:
    if due is None or due - today_is > _SOON:
        return Urgency.LATER
    if due < today_is:
        return Urgency.OVERDUE
    return Urgency.TODAY if due == today_is else Urgency.SOON


def _group(brief: Brief, has_clock: bool, due: dt.date | None, bar: dt.date | None, today_is: dt.date) -> Group:
    status = brief.status
    if brief.look and status in _APPROVED:
        return Group.LOOK
    if status in _APPROVED and has_clock and due is not None and due <= today_is:
        return Group.RENEWAL
    is_coming = any(day is not None and day - today_is <= _COMING for day in (due, bar))
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
    ClockKind.INFORMATION: "Send what the payer asks for",
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
    ClockKind.INFORMATION: "Send by",
    ClockKind.APPEAL: "Appeal by",
    ClockKind.PEER_TO_PEER: "Peer-to-peer by",
    ClockKind.APPEAL_DECISION: "Appeal decided by",
    ClockKind.AUTHORIZATION_ENDS: "Approval ends",
    ClockKind.RENEWAL: "Renew from",
    ClockKind.NEXT_INJECTION: "Inject from",
}


def _next_step(brief: Brief, group: Group, kind: ClockKind | None) -> str:
    if group is Group.LOOK:
        return "Look at the approval"
    if group is Group.RENEWAL:
        return "Start the renewal"
    if kind is not None and group is Group.DUE and kind in _DUE_STEPS:
        return _DUE_STEPS[kind]
    if kind is not None and group is Group.COMING and kind in _COMING_STEPS:
        return _COMING_STEPS[kind]
    if brief.status is Status.DRAFT and not brief.has_form:
        return "Choose the form"
    return _STEPS[brief.status]


def _why(kind: ClockKind | None, due: dt.date | None, urgency: Urgency) -> str:
    if due is None:
        return ""
    if kind is not None:
        return f"{_SHORT[kind]} {due:%m/%d/%Y}"
    said = {Urgency.OVERDUE: "Was due on", Urgency.TODAY: "Due today,", Urgency.SOON: "Due on", Urgency.LATER: "Due on"}
    return f"{said[urgency]} {due:%m/%d/%Y}"


__all__ = ["CLOSED", "FROZEN", "Group", "Urgency", "WorkRow", "today", "work_list"]
