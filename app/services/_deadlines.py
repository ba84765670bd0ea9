"""The dates of many requests at once: what runs for each, and which of them comes next."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from app.domain.case import Case
from app.domain.clinical import Treatment
from app.domain.clocks import Clock, ClockKind, clocks_of, situation_of
from app.domain.course import Denial, Milestone
from app.domain.ids import CoverageId, PatientId, RequestId
from app.domain.patient import Coverage, Patient
from app.domain.practice import Practice
from app.domain.request import Request, Status
from app.services.offices import the_practice
from app.services.session import Session

#: Requests whose dates are nobody's affair: nothing was sent, or nothing follows.
_NO_DATES = frozenset({Status.DRAFT, Status.READY, Status.WITHDRAWN, Status.NOT_REQUIRED})
_APPROVED = frozenset({Status.APPROVED, Status.APPROVED_WITH_CHANGES})
#: What a request that has its renewal already does not ask for any more.
_OF_RENEWAL = frozenset({ClockKind.RENEWAL, ClockKind.AUTHORIZATION_ENDS, ClockKind.NEXT_INJECTION})


def deadlines(
    session: Session,
    requests: Iterable[Request],
    patients: Mapping[PatientId, Patient],
    coverages: Mapping[CoverageId, Coverage],
    renewed: frozenset[RequestId | None],
) -> Mapping[RequestId, tuple[Clock, ...]]:
    """The clocks with a date of each request that has any; of each kind only the one that counts."""
    running = [item for item in requests if item.status not in _NO_DATES]
    if not running:
        return {}
    practice = the_practice(session)
    milestones: dict[RequestId, list[Milestone]] = defaultdict(list)
    denials: dict[RequestId, list[Denial]] = defaultdict(list)
    for milestone in session.vault.all(Milestone):
        milestones[milestone.request_id].append(milestone)
    for denial in session.vault.all(Denial):
        denials[denial.request_id].append(denial)
    found = {}
    for request in running:
        case = _case(session, request, practice, patients, coverages, is_renewed=request.id in renewed)
        given = situation_of(case, session.today, milestones=milestones[request.id], denials=denials[request.id])
        clocks = _counting(clocks_of(given))
        if request.id in renewed:
            clocks = tuple(clock for clock in clocks if clock.kind not in _OF_RENEWAL)
        found[request.id] = clocks
    return found


def next_due(clocks: Iterable[Clock]) -> Clock | None:
    """The earliest date by which somebody must act; one that only bars something too early is none."""
    dates = [(clock.date, at, clock) for at, clock in enumerate(clocks) if clock.date and _is_due(clock)]
    return min(dates, default=(None, 0, None))[2]


def _is_due(clock: Clock) -> bool:
    return clock.kind is not ClockKind.NEXT_INJECTION and not clock.if_sent_today


def next_bar(clocks: Iterable[Clock], today: dt.date) -> Clock | None:
    """The day from which the next injection may be given, while it lies ahead."""
    return next(
        (item for item in clocks if item.kind is ClockKind.NEXT_INJECTION and item.date and item.date >= today), None
    )


def _counting(clocks: Iterable[Clock]) -> tuple[Clock, ...]:
    first = {clock.kind: clock for clock in reversed([item for item in clocks if item.date is not None])}
    return tuple(sorted(first.values(), key=lambda item: item.date or dt.date.max))


def _case(
    session: Session,
    request: Request,
    practice: Practice,
    patients: Mapping[PatientId, Patient],
    coverages: Mapping[CoverageId, Coverage],
    *,
    is_renewed: bool,
) -> Case:
    """As much of the request's records as its dates are counted from."""
    treatments: tuple[Treatment, ...] = ()
    if request.status in _APPROVED and not is_renewed:
        treatments = session.vault.find(Treatment, patient_id=request.patient_id)
    return Case(
        request=request,
        patient=patients[request.patient_id],
        practice=practice,
        coverage=None if request.coverage_id is None else coverages.get(request.coverage_id),
        treatments=treatments,
    )
