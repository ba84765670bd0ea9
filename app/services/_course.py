"""Dates that a request's course writes down by itself, so that its clocks run."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.changes import Edit
from app.domain.course import Milestone, MilestoneKind
from app.domain.ids import MilestoneId, new_id
from app.domain.request import Request, Status
from app.services.session import Session

_NOTED: Mapping[Status, MilestoneKind] = {
    Status.SENT: MilestoneKind.SENT,
    Status.APPROVED: MilestoneKind.DECIDED,
    Status.APPROVED_WITH_CHANGES: MilestoneKind.DECIDED,
    Status.APPEALED: MilestoneKind.APPEAL_SENT,
}


def course_edits(session: Session, request: Request, status: Status) -> tuple[Edit, ...]:
    """Today's date as that of the step, where the office has not noted one at least as late."""
    kind = _NOTED.get(status)
    if kind is None:
        return ()
    kept = session.vault.find(Milestone, patient_id=request.patient_id)
    before = next((item for item in kept if item.request_id == request.id and item.kind is kind), None)
    if before is not None and (status is not Status.APPEALED or before.date >= session.today):
        return ()
    name = MilestoneId(new_id()) if before is None else before.id
    return (Edit(before, Milestone(name, request.patient_id, request.id, kind, session.today)),)
