"""Letters from payers: taken in at once, filed once a person says to which request, put away where nobody's."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, replace

from app.domain.approval import Approval
from app.domain.changes import Edit
from app.domain.course import Denial, MilestoneKind
from app.domain.ids import AttachmentId, DenialId, LetterInId, RequestId, new_id
from app.domain.letters_in import LetterIn, LetterInKind, status_after
from app.domain.request import Attachment, AttachmentKind, Request, Status
from app.services import edits
from app.services.after.approvals import date_edits, record_edits
from app.services.after.problems import LetterFiled, LetterTwice, NeverSigned
from app.services.denials import Notice, made_of
from app.services.documents import PDF, cleaned
from app.services.edits import found
from app.services.session import Act, Session

KIND_WORDS = {
    LetterInKind.APPROVAL: "Approval",
    LetterInKind.DENIAL: "Denial",
    LetterInKind.INFORMATION: "More information asked",
    LetterInKind.ACKNOWLEDGMENT: "Acknowledgment",
    LetterInKind.OTHER: "Other letter",
}


@dataclass(frozen=True, slots=True)
class Filing:
    """What a person says of a letter.

    Attributes:
        date: printed on it.
        received: when it came; None for today.
        deadline: by when it wants something.
        approval: what is approved, where it approves.
        notice: what is denied, where it denies.
        notes_status: whether the request's status follows.
    """

    request_id: RequestId
    kind: LetterInKind
    date: dt.date | None = None
    received: dt.date | None = None
    deadline: dt.date | None = None
    reference: str = ""
    approval: Approval | None = None
    notice: Notice | None = None
    notes_status: bool = True


@dataclass(frozen=True, slots=True)
class Filed:
    """A letter with its request after it was filed."""

    letter: LetterIn
    request: Request


def take_in(session: Session, data: bytes, *, origin: str = "file") -> LetterIn:
    """Keep a letter, as pages in which nothing can be run; it waits until somebody files it.

    Args:
        session: who is at work.
        data: a PDF or a picture.
        origin: how it came.

    Raises:
        NotADocument: it is neither.
        PdfProblem: it cannot be opened.
        LetterTwice: the very same file was taken in before.
    """
    session.allow(Act.EDIT)
    original = hashlib.sha256(data).hexdigest()
    twin = next((item for item in session.vault.all(LetterIn) if item.original_sha256 == original), None)
    if twin is not None:
        raise LetterTwice(day=f"{twin.taken:%m/%d/%Y}")
    made = cleaned(session.paper, lambda: data)
    letter = LetterIn(
        id=LetterInId(new_id()),
        taken=session.now,
        taken_by=session.actor.id,
        sha256=session.vault.put_blob(made.pdf),
        original_sha256=original,
        pages=made.pages,
        origin=origin,
        received=session.today,
    )
    with session.vault.as_one():
        edits.save(session, "Take in payer's letter", Edit(None, letter))
        session.vault.audit.append(
            "letter_in.take",
            subjects=(f"letter_in:{letter.id}",),
            actor=session.actor.id,
            details={"file1": letter.original_sha256, "pages": str(letter.pages), "origin": origin},
        )
    return letter


def unfiled(session: Session) -> tuple[LetterIn, ...]:
    """Letters that nobody has filed yet, the first one first."""
    session.allow(Act.VIEW)
    return tuple(item for item in session.vault.all(LetterIn) if not item.is_filed)


def of(session: Session, request_id: RequestId) -> tuple[LetterIn, ...]:
    """The letters of a request, the first one first.

    Raises:
        NoSuchRecord: there is no such request.
    """
    session.allow(Act.VIEW)
    request = found(session, Request, request_id)
    mine = session.vault.find(LetterIn, patient_id=request.patient_id)
    return tuple(sorted((item for item in mine if item.request_id == request_id), key=lambda item: item.taken))


def pages(session: Session, letter: LetterIn) -> bytes:
    """The pages of a letter, checked against their hash.

    Raises:
        BlobMissing: they are not there or damaged.
    """
    session.allow(Act.VIEW)
    return session.vault.get_blob(letter.sha256)


def put_away(session: Session, letter: LetterIn) -> None:
    """Take an unfiled letter out of the list: it is no letter, or none of ours. Undo brings it back.

    Raises:
        LetterFiled: it is filed.
    """
    session.allow(Act.EDIT)
    if found(session, LetterIn, letter.id).is_filed:
        raise LetterFiled()
    edits.remove(session, "Put payer's letter away", letter)


def file(session: Session, letter_id: LetterInId, filing: Filing) -> Filed:
    """File a letter to its request: it becomes a document of the patient, and the request's dates and status follow.

    Raises:
        NoSuchRecord: the letter or the request is not there.
        LetterFiled: it is filed already.
        NeverSigned: nobody has signed the request, so that no payer can have decided on it.
        BadApproval: what is approved cannot be right.
    """
    session.allow(Act.EDIT)
    letter, request = found(session, LetterIn, letter_id), found(session, Request, filing.request_id)
    if letter.is_filed:
        raise LetterFiled()
    if request.snapshot is None:
        raise NeverSigned()
    document = _document(session, letter, request, filing)
    filed = replace(
        letter,
        # A letter that is filed is a new record of its patient; the unfiled one goes.
        id=LetterInId(new_id()),
        patient_id=request.patient_id,
        request_id=request.id,
        kind=filing.kind,
        date=filing.date,
        received=filing.received or letter.received or session.today,
        deadline=filing.deadline,
        reference=filing.reference.strip(),
        attachment_id=document.id,
        filed=session.now,
        filed_by=session.actor.id,
    )
    changes = [Edit(letter, None), Edit(None, document), Edit(None, filed)]
    changes += _following(session, request, filed, filing)
    with session.vault.as_one():
        edits.save(session, "File payer's letter", *changes)
        session.vault.audit.append(
            "letter_in.file",
            subjects=(f"letter_in:{filed.id}", f"request:{request.id}"),
            actor=session.actor.id,
            details={"file1": letter.original_sha256, "kind": filing.kind.value},
        )
    return Filed(filed, found(session, Request, request.id))


def _document(session: Session, letter: LetterIn, request: Request, filing: Filing) -> Attachment:
    day = f" of {filing.date:%m/%d/%Y}" if filing.date else ""
    return Attachment(
        id=AttachmentId(new_id()),
        patient_id=request.patient_id,
        kind=AttachmentKind.OTHER,
        title=f"Payer's letter{day}: {KIND_WORDS[filing.kind].lower()}",
        sha256=letter.sha256,
        media_type=PDF,
        pages=letter.pages,
        added=session.now,
        original_sha256=letter.original_sha256,
    )


def _following(session: Session, request: Request, letter: LetterIn, filing: Filing) -> list[Edit]:
    """What a letter moves: dates, the approval or the denial, the status."""
    said_in = f"letter of {letter.date:%m/%d/%Y}" if letter.date else "the payer's letter"
    match filing.kind:
        case LetterInKind.APPROVAL if filing.approval is not None:
            decided = filing.approval.decided or letter.date
            approval = replace(filing.approval, decided=decided, letter_id=letter.id)
            return list(record_edits(session, request, approval, note_status=filing.notes_status))
        case LetterInKind.DENIAL:
            return _denied(session, request, letter, filing)
        case LetterInKind.INFORMATION:
            dates = date_edits(session, request, {MilestoneKind.INFORMATION_BY: letter.deadline}, said_in)
            return dates + _status(request, filing)
        case LetterInKind.ACKNOWLEDGMENT:
            told = {MilestoneKind.RECEIVED: letter.date, MilestoneKind.DECISION_BY: letter.deadline}
            return date_edits(session, request, told, said_in) + _status(request, filing)
    return _status(request, filing)


def _denied(session: Session, request: Request, letter: LetterIn, filing: Filing) -> list[Edit]:
    if letter.date is None:
        return _status(request, filing)
    given = filing.notice or Notice(letter.date)
    notice = replace(
        given,
        date=letter.date,
        received=given.received or letter.received,
        deadline=given.deadline or letter.deadline,
        reference=given.reference or letter.reference,
    )
    level = sum(item.request_id == request.id for item in session.vault.find(Denial, patient_id=request.patient_id))
    return [Edit(None, made_of(request, notice, DenialId(new_id()), level)), *_status(request, filing)]


def _status(request: Request, filing: Filing) -> list[Edit]:
    status = status_after(request.status, filing.kind) if filing.notes_status else request.status
    return [] if status is request.status else [Edit(request, replace(request, status=status))]


def status_by(request: Request, kind: LetterInKind, *, is_changed: bool = False) -> Status:
    """What the request would become by a letter of a kind."""
    return status_after(request.status, kind, is_changed=is_changed)
