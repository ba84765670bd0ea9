"""Approvals: what the payer wrote, where it is not what was asked for, and who has seen that."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from app.domain.approval import Acknowledged, Approval, Difference, differences, unseen
from app.domain.changes import Edit
from app.domain.course import Milestone, MilestoneKind
from app.domain.ids import ApprovalId, MilestoneId, RequestId, new_id
from app.domain.letters_in import LetterInKind, status_after
from app.domain.request import Request
from app.services import edits
from app.services.after.problems import BadApproval, NoApproval
from app.services.edits import found
from app.services.session import Act, Session


@dataclass(frozen=True, slots=True)
class ApprovalSeen:
    """An approval beside its request.

    Attributes:
        found: every point where it is not what was asked for.
        unseen: those that nobody has acknowledged.
    """

    request: Request
    approval: Approval
    found: tuple[Difference, ...]
    unseen: tuple[Difference, ...]


def of(session: Session, request_id: RequestId) -> ApprovalSeen | None:
    """The approval of a request beside it; None where none is kept.

    Raises:
        NoSuchRecord: there is no such request.
    """
    session.allow(Act.VIEW)
    request = found(session, Request, request_id)
    approval = kept_for(session, request)
    if approval is None:
        return None
    return ApprovalSeen(request, approval, differences(request, approval), unseen(request, approval))


def kept_for(session: Session, request: Request) -> Approval | None:
    """The latest approval of a request."""
    mine = session.vault.find(Approval, patient_id=request.patient_id)
    return next((item for item in reversed(mine) if item.request_id == request.id), None)


def blank(session: Session, request_id: RequestId) -> Approval:
    """An approval to be filled in, for a letter that says nothing yet.

    Raises:
        NoSuchRecord: there is no such request.
    """
    request = found(session, Request, request_id)
    return Approval(ApprovalId(new_id()), request.patient_id, request.id)


def record(session: Session, approval: Approval, *, note_status: bool = True) -> ApprovalSeen:
    """Keep an approval as the letter says it, in place of an earlier one of the request; the dates follow it.

    Args:
        session: who is at work.
        approval: as the letter says it; what was acknowledged stays so as long as both values stay.
        note_status: whether the request becomes approved, or approved with changes.

    Raises:
        NoSuchRecord: there is no such request.
        BadApproval: it ends before it begins, or less than nothing is approved.
        NotSigned: nobody has signed the request, so that nothing of it can be approved.
    """
    session.allow(Act.EDIT)
    request = found(session, Request, approval.request_id)
    changes = record_edits(session, request, approval, note_status=note_status)
    if changes:
        edits.save(session, "Keep approval", *changes)
    seen = of(session, approval.request_id)
    if seen is None:
        raise NoApproval()
    return seen


def record_edits(session: Session, request: Request, approval: Approval, *, note_status: bool) -> tuple[Edit, ...]:
    """What keeping an approval changes: the approval, its dates, and the request's status."""
    _check(approval)
    before = kept_for(session, request)
    if before is not None:
        approval = replace(approval, id=before.id, acknowledged=before.acknowledged)
    changes = [Edit(before, approval)] if before != approval else []
    changes += date_edits(
        session,
        request,
        {
            MilestoneKind.DECIDED: approval.decided,
            MilestoneKind.AUTHORIZATION_ENDS: approval.end,
        },
        "The payer's approval",
    )
    if note_status:
        is_changed = any(item.is_less for item in differences(request, approval))
        status = status_after(request.status, LetterInKind.APPROVAL, is_changed=is_changed)
        if status is not request.status:
            changes.append(Edit(request, replace(request, status=status)))
    return tuple(changes)


def date_edits(
    session: Session, request: Request, wanted: Mapping[MilestoneKind, dt.date | None], said_in: str
) -> list[Edit]:
    """The payer's dates in place of earlier ones of their kinds; a date that is None leaves what is kept."""
    kept = {
        item.kind: item
        for item in session.vault.find(Milestone, patient_id=request.patient_id)
        if item.request_id == request.id
    }
    made = []
    for kind, date in wanted.items():
        if date is None:
            continue
        before = kept.get(kind)
        name = MilestoneId(new_id()) if before is None else before.id
        fresh = Milestone(name, request.patient_id, request.id, kind, date, said_in)
        if before is None or (before.date, before.kind) != (fresh.date, fresh.kind):
            made.append(Edit(before, fresh))
    return made


def acknowledge(session: Session, request_id: RequestId, names: Collection[str]) -> ApprovalSeen:
    """Note that the actor has seen differences; a change of either value asks for it anew.

    Raises:
        NoApproval: none is kept.
    """
    session.allow(Act.EDIT)
    seen = of(session, request_id)
    if seen is None:
        raise NoApproval()
    fresh = tuple(Acknowledged(item.name, session.actor.id, session.now) for item in seen.unseen if item.name in names)
    if fresh:
        approval = replace(seen.approval, acknowledged=(*seen.approval.acknowledged, *fresh))
        edits.save(session, "Acknowledge differences", Edit(seen.approval, approval))
    return of(session, request_id) or seen


def _check(approval: Approval) -> None:
    if approval.start and approval.end and approval.end < approval.start:
        raise BadApproval(why="it ends before it begins")
    if approval.units is not None and approval.units < 0:
        raise BadApproval(why="its units are below zero")
    if approval.visits is not None and approval.visits < 0:
        raise BadApproval(why="its treatments are below zero")
