"""Requests: starting, renewing, answering, typing, choosing the form, and the course of a request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.domain.changes import Change, Edit
from app.domain.ids import CoverageId, LocationId, PatientId, PrescriberId, RequestId, new_id
from app.domain.patient import Coverage, CoverageRank, Patient
from app.domain.practice import Location, Prescriber
from app.domain.renewal import RenewalNeed, renewal_needs, renewal_of
from app.domain.request import (
    Answer,
    AnswerOrigin,
    BoxEntry,
    DrugOrder,
    FormChoice,
    Override,
    Request,
    RequestType,
    Status,
)
from app.domain.vocabulary import vocabulary
from app.mapping.answers import Answered, confirmation
from app.mapping.asked_for import destinations_for
from app.mapping.model import Destination
from app.services import edits, handing
from app.services._course import course_edits
from app.services.after import approvals
from app.services.edits import found
from app.services.forms import keep_blank, pack_of
from app.services.prepare import facts_of, gather
from app.services.problems import RequestFrozen, StatusNotNext
from app.services.session import Act, Session

#: The course of a request: what each status can become. Signing itself is `app.services.sign`.
NEXT: Mapping[Status, tuple[Status, ...]] = {
    Status.DRAFT: (Status.READY, Status.WITHDRAWN, Status.NOT_REQUIRED),
    Status.READY: (Status.DRAFT, Status.WITHDRAWN, Status.NOT_REQUIRED),
    Status.SIGNED: (Status.SENT, Status.WITHDRAWN),
    Status.SENT: (
        Status.PENDED,
        Status.INFORMATION_REQUESTED,
        Status.APPROVED,
        Status.APPROVED_WITH_CHANGES,
        Status.DENIED,
        Status.WITHDRAWN,
        Status.NOT_REQUIRED,
    ),
    Status.PENDED: (
        Status.INFORMATION_REQUESTED,
        Status.APPROVED,
        Status.APPROVED_WITH_CHANGES,
        Status.DENIED,
        Status.WITHDRAWN,
    ),
    Status.INFORMATION_REQUESTED: (
        Status.PENDED,
        Status.APPROVED,
        Status.APPROVED_WITH_CHANGES,
        Status.DENIED,
        Status.WITHDRAWN,
    ),
    Status.APPROVED: (),
    Status.APPROVED_WITH_CHANGES: (Status.APPEALED,),
    Status.DENIED: (Status.APPEALED, Status.WITHDRAWN),
    Status.APPEALED: (Status.APPROVED, Status.APPROVED_WITH_CHANGES, Status.DENIED, Status.WITHDRAWN),
    Status.WITHDRAWN: (),
    Status.NOT_REQUIRED: (),
}


def start(
    session: Session,
    patient_id: PatientId,
    *,
    type: RequestType = RequestType.INITIAL,
    indication: str = "",
    drug: DrugOrder = DrugOrder(),
) -> Request:
    """A new draft for the patient, kept at once: with the patient's defaults, else with what there is only one of.

    Raises:
        NoSuchRecord: there is no such patient.
    """
    patient = found(session, Patient, patient_id)
    defaults = patient.defaults
    prescriber = _prescriber(session, defaults.prescriber_id or session.actor.prescriber_id)
    request = Request(
        id=RequestId(new_id()),
        patient_id=patient_id,
        created=session.now,
        type=type,
        indication=indication,
        drug=drug,
        coverage_id=defaults.coverage_id or _asked_first(session, patient_id),
        prescriber_id=None if prescriber is None else prescriber.id,
        location_id=defaults.location_id or _location(session, prescriber),
        facility_id=defaults.facility_id,
        pharmacy_id=defaults.pharmacy_id,
        prepared_by=session.actor.id,
        diagnoses=patient.diagnoses,
        date=session.today,
    )
    edits.save(session, "Start request", Edit(None, request))
    return request


def renew(session: Session, request_id: RequestId) -> Request:
    """A continuation from an old request: what stays is carried over, with its answers to be seen again."""
    old = found(session, Request, request_id)
    fresh = renewal_of(old, new_id=RequestId(new_id()), now=session.now, prepared_by=session.actor.id)
    approval = approvals.kept_for(session, old)
    if approval is not None and approval.number:
        fresh = replace(fresh, prior_auth_number=approval.number)
    edits.save(session, "Renew request", Edit(None, fresh))
    return fresh


def must_be_new(session: Session, request_id: RequestId) -> tuple[RenewalNeed, ...]:
    """What a renewal still has to be told: the short list that a person works through."""
    session.allow(Act.VIEW)
    request = found(session, Request, request_id)
    return renewal_needs(gather(session, request), session.today)


def correct(session: Session, request_id: RequestId) -> Request:
    """A new draft with everything of a signed request that turned out wrong; the signed one stays as it was signed."""
    old = found(session, Request, request_id)
    fresh = replace(
        old,
        id=RequestId(new_id()),
        created=session.now,
        status=Status.DRAFT,
        prepared_by=session.actor.id,
        due=None,
        snapshot=None,
    )
    edits.save(session, "Start correction", Edit(None, fresh))
    return fresh


def update(session: Session, label: str, before: Request, after: Request) -> Change:
    """Keep an edited request; for the fields that no other function here is for."""
    return edits.save(session, label, Edit(before, after))


def answer(session: Session, request_id: RequestId, question: str, value: str | None) -> Request:
    """Answer a question of the form, or take the answer back with None. What a person typed counts as seen."""
    request = _open(session, request_id)
    kept = tuple(item for item in request.answers if item.question != question)
    if value is not None:
        kept += (Answer(question, value, AnswerOrigin.TYPED, session.actor.id, session.now),)
    return _kept(session, "Answer question", request, replace(request, answers=kept))


def confirm(session: Session, request_id: RequestId, answered: Answered) -> Request:
    """Say yes to an answer that a rule proposes or an earlier request carried over: then it is printed."""
    return keep_answers(session, request_id, "Confirm answer", confirmation(answered, session.actor.id, session.now))


def keep_answers(session: Session, request_id: RequestId, label: str, answers: Sequence[Answer]) -> Request:
    """Keep answers in place of earlier ones to the same questions."""
    request = _open(session, request_id)
    named = {item.question for item in answers}
    kept = tuple(item for item in request.answers if item.question not in named)
    return _kept(session, label, request, replace(request, answers=(*kept, *answers)))


def type_fact(session: Session, request_id: RequestId, key: str, value: str | None) -> Request:
    """Type a key's value for this request only; None goes back to what the records say.

    Raises:
        UnknownKey: the vocabulary has no such key.
        BadReference: the key has no such row.
    """
    vocabulary().parse(key)
    request = _open(session, request_id)
    kept = tuple(item for item in request.overrides if item.key != key)
    if value is not None:
        kept += (Override(key, value, session.actor.id, session.now),)
    return _kept(session, "Type for this request", request, replace(request, overrides=kept))


def type_on_box(session: Session, request_id: RequestId, box_id: str, value: str | None) -> Request:
    """Type straight on a box of the page ("yes" and "no" for a tick); None goes back to what the pack fills."""
    request = _open(session, request_id)
    kept = tuple(item for item in request.entries if item.box_id != box_id)
    if value is not None:
        kept += (BoxEntry(box_id, value, session.actor.id, session.now),)
    return _kept(session, "Type on the form", request, replace(request, entries=kept))


def choose_form(session: Session, request_id: RequestId, choice: FormChoice) -> Request:
    """Make the request on this form; what was typed on boxes of another form goes."""
    request = _open(session, request_id)
    keep_blank(session, choice)
    same = request.form is not None and request.form.sha256 == choice.sha256
    fresh = replace(request, form=choice, entries=request.entries if same else ())
    return _kept(session, "Choose form", request, fresh)


def choose_destination(session: Session, request_id: RequestId, destination: str) -> Request:
    """Choose where it goes, where the form prints several places."""
    request = _open(session, request_id)
    form = request.form or FormChoice(sha256="")
    return _kept(session, "Choose destination", request, replace(request, form=replace(form, destination=destination)))


def destinations(session: Session, request_id: RequestId) -> tuple[Destination, ...]:
    """Where the form says that it may go, those that fit the request first."""
    session.allow(Act.VIEW)
    request = found(session, Request, request_id)
    pack = None if request.form is None else pack_of(session, request.form)
    return () if pack is None else destinations_for(pack, facts_of(session, request_id))


def set_status(session: Session, request_id: RequestId, status: Status) -> Request:
    """Note the next step of the request's course.

    Raises:
        StatusNotNext: it cannot become that from what it is.
    """
    request = found(session, Request, request_id)
    possible = NEXT[request.status]
    if status not in possible:
        raise StatusNotNext(now=_words(request.status), wanted=_words(status), possible=_list(possible))
    fresh = replace(request, status=status)
    hands = handing.hand_edits(session, request) if status is Status.READY else handing.back_edits(session, request)
    edits.save(session, "Change status", Edit(request, fresh), *course_edits(session, request, status), *hands)
    return fresh


def _words(status: Status) -> str:
    return status.value.replace("_", " ")


def _list(statuses: tuple[Status, ...]) -> str:
    return ", ".join(map(_words, statuses)) or "nothing further"


def _open(session: Session, request_id: RequestId) -> Request:
    session.allow(Act.EDIT)
    request = found(session, Request, request_id)
    if request.snapshot is not None:
        raise RequestFrozen()
    return request


def _kept(session: Session, label: str, before: Request, after: Request) -> Request:
    if before == after:
        return after
    edits.save(session, label, Edit(before, after))
    return found(session, Request, after.id)


def _prescriber(session: Session, wanted: PrescriberId | None) -> Prescriber | None:
    if wanted is not None:
        return session.vault.get(Prescriber, wanted)
    every = session.vault.all(Prescriber)
    return every[0] if len(every) == 1 else None


def _location(session: Session, prescriber: Prescriber | None) -> LocationId | None:
    if prescriber is not None and prescriber.location_id is not None:
        return prescriber.location_id
    every = session.vault.all(Location)
    return every[0].id if len(every) == 1 else None


def _asked_first(session: Session, patient_id: PatientId) -> CoverageId | None:
    coverages = session.vault.find(Coverage, patient_id=patient_id)
    first = min(coverages, key=lambda item: list(CoverageRank).index(item.rank), default=None)
    return None if first is None else first.id
