"""Clocks of requests: what is due when and by which rule, the payer's own dates, and a calendar file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from app.domain.changes import Edit
from app.domain.clocks import Clock, calendar_of, clocks_of, next_clock, situation_of
from app.domain.clocks.situation import Situation
from app.domain.course import Denial, Milestone, MilestoneKind
from app.domain.ids import MilestoneId, RequestId, new_id
from app.domain.request import Request
from app.packet.assemble import Packet, PacketFile, file_stem, write_packet
from app.services import edits
from app.services.edits import found
from app.services.patients import listed_name
from app.services.prepare import gather
from app.services.session import Act, Session


def of(session: Session, request_id: RequestId) -> tuple[Clock, ...]:
    """Every clock that runs for the request; of each kind the first is the one that counts.

    Raises:
        NoSuchRecord: there is no such request.
    """
    return clocks_of(situation(session, request_id))


def next_of(session: Session, request_id: RequestId) -> Clock | None:
    """What is due next; None where nothing with a known date is."""
    return next_clock(of(session, request_id))


def situation(session: Session, request_id: RequestId) -> Situation:
    """What the clocks are counted from."""
    session.allow(Act.VIEW)
    request = found(session, Request, request_id)
    mine = request.patient_id
    return situation_of(
        gather(session, request),
        session.today,
        milestones=session.vault.find(Milestone, patient_id=mine),
        denials=session.vault.find(Denial, patient_id=mine),
    )


def milestones(session: Session, request_id: RequestId) -> tuple[Milestone, ...]:
    """The dates noted for the request, in the order of time."""
    session.allow(Act.VIEW)
    request = found(session, Request, request_id)
    kept = session.vault.find(Milestone, patient_id=request.patient_id)
    return tuple(sorted((item for item in kept if item.request_id == request_id), key=lambda item: item.date))


def note(
    session: Session, request_id: RequestId, kind: MilestoneKind, date: dt.date | None, said_in: str = ""
) -> Milestone | None:
    """Note a date of the request's course in place of an earlier one of the kind; None takes it back.

    Args:
        session: who is at work.
        request_id: signed or not.
        kind: of date; those that a payer sets win over every rule.
        date: as the letter says it.
        said_in: where it stands, such as "letter of 11/02/2026".
    """
    session.allow(Act.EDIT)
    request = found(session, Request, request_id)
    before = [item for item in milestones(session, request_id) if item.kind is kind]
    changes = [Edit(item, None) for item in before[:-1]]
    kept = before[-1] if before else None
    fresh = None
    if date is not None:
        name = kept.id if kept is not None else MilestoneId(new_id())
        fresh = Milestone(name, request.patient_id, request_id, kind, date, said_in.strip())
    if kept is not None or fresh is not None:
        changes.append(Edit(kept, fresh))
    changes = [edit for edit in changes if edit.before != edit.after]
    if changes:
        edits.save(session, "Note date", *changes)
    return fresh


def calendar(session: Session, request_id: RequestId, *, with_name: bool = False) -> bytes:
    """The clocks as a calendar file; the patient's name is in it only where a person asked for that."""
    session.allow(Act.EXPORT)
    clocks = of(session, request_id)
    about = ""
    if with_name:
        about = listed_name(gather(session, found(session, Request, request_id)).patient)
    session.vault.audit.append(
        "calendar.write",
        subjects=(f"request:{request_id}",),
        actor=session.actor.id,
        details={"named": "yes" if with_name else "no"},
    )
    return calendar_of(request_id, clocks, made_at=session.now, about=about)


def write_calendar(session: Session, request_id: RequestId, folder: Path, *, with_name: bool = False) -> Path:
    """Write the calendar file into a folder.

    Raises:
        ExportProblem: the folder cannot take it; no half file is left.
    """
    data = calendar(session, request_id, with_name=with_name)
    return write_packet(Packet((PacketFile(f"{file_stem(request_id)}-dates.ics", data),)), folder)[0]
