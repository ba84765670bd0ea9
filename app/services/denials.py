"""Denials: keeping a notice, what it comes down to, what answers it, and what comes after."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from app.criteria.findings import Finding
from app.domain.changes import Edit
from app.domain.clocks import AppealRule, Clock, clocks_of, next_levels
from app.domain.course import Denial
from app.domain.denials import DenialReason, carc_code, denial_reasons, topics_of
from app.domain.derive import collect_facts
from app.domain.ids import DenialId, RequestId, new_id
from app.domain.request import Request, Status
from app.services import clocks, edits
from app.services.edits import found
from app.services.judging import judge_request
from app.services.prepare import gather
from app.services.problems import NoDenial
from app.services.session import Act, Session


@dataclass(frozen=True, slots=True)
class Notice:
    """What stands on a payer's notice; see `Denial`."""

    date: dt.date
    reason: str = ""
    reason_ids: tuple[str, ...] = ()
    carc: str = ""
    deadline: dt.date | None = None
    received: dt.date | None = None
    reference: str = ""
    peer_to_peer: str = ""


@dataclass(frozen=True, slots=True)
class ToAnswer:
    """A denial with what answers it.

    Attributes:
        reasons: that it was put down to.
        findings: the plan's criteria on the same points, as the record stands today.
        missing: keys that the answer needs and the record lacks.
        answers: what to send, most telling first.
        clocks: that run now, the appeal's first.
        levels: of appeal that are open, the next one first.
    """

    denial: Denial
    reasons: tuple[DenialReason, ...]
    findings: tuple[Finding, ...]
    missing: tuple[str, ...]
    answers: tuple[str, ...]
    clocks: tuple[Clock, ...]
    levels: tuple[AppealRule, ...]


def record(session: Session, request_id: RequestId, notice: Notice) -> Denial:
    """Keep a notice; a request that waited for its decision is then denied, one that was appealed denied again.

    Raises:
        NoSuchRecord: there is no such request.
    """
    session.allow(Act.EDIT)
    request = found(session, Request, request_id)
    earlier = of(session, request_id)
    denial = made_of(request, notice, DenialId(new_id()), len(earlier))
    changes = [Edit(None, denial)]
    if request.status in _WAITING:
        changes.append(Edit(request, replace(request, status=Status.DENIED)))
    edits.save(session, "Keep notice of denial", *changes)
    return denial


def change(session: Session, denial: Denial, notice: Notice) -> Denial:
    """Correct what was kept of a notice."""
    request = found(session, Request, denial.request_id)
    fresh = made_of(request, notice, denial.id, denial.level)
    if fresh != denial:
        edits.save(session, "Correct notice of denial", Edit(denial, fresh))
    return fresh


def of(session: Session, request_id: RequestId) -> tuple[Denial, ...]:
    """The notices of a request, the first one first."""
    session.allow(Act.VIEW)
    request = found(session, Request, request_id)
    kept = session.vault.find(Denial, patient_id=request.patient_id)
    return tuple(sorted((d for d in kept if d.request_id == request_id), key=lambda d: (d.level, d.date)))


def latest(session: Session, request_id: RequestId) -> Denial:
    """The notice that is to be answered.

    Raises:
        NoDenial: none is kept.
    """
    kept = of(session, request_id)
    if not kept:
        raise NoDenial()
    return kept[-1]


def suggested(text: str, carc: str = "") -> tuple[DenialReason, ...]:
    """Reasons that the notice's words or code hint at; a person picks from all of them."""
    return denial_reasons().suggested(text, carc)


def to_answer(session: Session, request_id: RequestId) -> ToAnswer:
    """The latest notice with what answers it.

    Raises:
        NoDenial: none is kept.
    """
    denial = latest(session, request_id)
    case = gather(session, found(session, Request, request_id))
    facts = collect_facts(case, session.today)
    reasons = denial_reasons().of(denial)
    topics = topics_of(reasons)
    judged = judge_request(session, case, facts)
    asked = dict.fromkeys(key for reason in reasons for key in reason.asks)
    now = clocks.situation(session, request_id)
    return ToAnswer(
        denial=denial,
        reasons=reasons,
        findings=tuple(finding for finding in judged.findings if finding.topic in topics),
        missing=tuple(key for key in asked if facts.get(key) is None),
        answers=tuple(dict.fromkeys(words for reason in reasons for words in reason.answers)),
        clocks=clocks_of(now),
        levels=next_levels(now),
    )


#: In which a notice of denial is the decision that was waited for.
_WAITING = frozenset({Status.SENT, Status.PENDED, Status.INFORMATION_REQUESTED, Status.APPEALED})


def made_of(request: Request, notice: Notice, name: DenialId, level: int) -> Denial:
    """The record of a notice; nothing is kept yet."""
    return Denial(
        id=name,
        patient_id=request.patient_id,
        request_id=request.id,
        date=notice.date,
        level=level,
        received=notice.received,
        reason=notice.reason.strip(),
        reason_ids=tuple(item for item in notice.reason_ids if item in denial_reasons().by_id),
        carc=carc_code(notice.carc) or notice.carc.strip(),
        deadline=notice.deadline,
        reference=notice.reference.strip(),
        peer_to_peer=notice.peer_to_peer.strip(),
    )
