"""What was sent: who, where, by which way, which files; the confirmation slip is added when it comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from app.domain.changes import Edit
from app.domain.course import Sending, SentBy
from app.domain.ids import RequestId, SendingId, new_id
from app.domain.request import AttachmentKind, Request, Status
from app.packet import limits
from app.services import documents, edits
from app.services._course import course_edits
from app.services.edits import found
from app.services.offices import the_practice
from app.services.papers import papers_of
from app.services.prepare import prepare
from app.services.problems import NothingToSend
from app.services.session import Act, Session

#: A packet that was sent is among the latest entries of the log.
_ROWS_LOOKED_AT = 2_000


def note_sent(
    session: Session, request_id: RequestId, way: SentBy, where: str, *, reference: str = "", pages: int = 0
) -> Sending:
    """Note that the office sent the papers; a signed request counts as sent from now on.

    Args:
        session: who is at work.
        request_id: of the request.
        way: by which they went.
        where: name and number or address.
        reference: the number that the payer gave it.
        pages: pages that went; 0 for those of the packet.

    Raises:
        NothingToSend: nobody has signed the request.
    """
    session.allow(Act.EXPORT)
    request = found(session, Request, request_id)
    if request.snapshot is None:
        raise NothingToSend()
    sending = Sending(
        id=SendingId(new_id()),
        patient_id=request.patient_id,
        request_id=request.id,
        at=session.now,
        by=session.actor.id,
        way=way,
        where=where.strip(),
        files=_last_files(session, request_id),
        pages=pages or _pages(session, request_id, way),
        reference=reference.strip(),
    )
    steps: tuple[Edit, ...] = ()
    if request.status is Status.SIGNED:
        fresh = replace(request, status=Status.SENT)
        steps = (Edit(request, fresh), *course_edits(session, request, Status.SENT))
    edits.save(session, "Note as sent", Edit(None, sending), *steps)
    return sending


def add_confirmation(session: Session, sending: Sending, data: bytes, title: str) -> Sending:
    """Keep the slip that confirms a sending among the patient's documents, and name it there.

    Raises:
        NotADocument: it is neither PDF nor picture.
    """
    before = found(session, Sending, sending.id)
    slip = documents.add(session, before.patient_id, data, AttachmentKind.OTHER, title or "Confirmation")
    fresh = replace(before, confirmation_ids=(*before.confirmation_ids, slip.id))
    edits.save(session, "Add confirmation", Edit(before, fresh))
    return fresh


def sendings_of(session: Session, request: Request) -> tuple[Sending, ...]:
    """What was sent of a request, oldest first."""
    kept: Sequence[Sending] = session.vault.find(Sending, patient_id=request.patient_id)
    return tuple(sorted((item for item in kept if item.request_id == request.id), key=lambda item: item.at))


def title_of_slip(path: Path) -> str:
    """What a confirmation is called where nobody says so."""
    return f"Confirmation {path.stem}"


def _pages(session: Session, request_id: RequestId, way: SentBy) -> int:
    """How many pages the packet has; by fax the covers are among them."""
    prepared = prepare(session, request_id)
    form = session.vault.get_blob(prepared.request.snapshot.packet_sha256) if prepared.request.snapshot else b""
    counts = [item.pages for item in papers_of(session, prepared, form)]
    covers = len(limits.calls(counts, the_practice(session).sending.fax_pages)) if way is SentBy.FAX else 0
    return sum(counts) + covers


def _last_files(session: Session, request_id: RequestId) -> tuple[str, ...]:
    """SHA-256 of the files of the packet that was made last."""
    subject = f"request:{request_id}"
    rows = session.vault.audit.rows(_ROWS_LOOKED_AT)
    made = next((row for row in rows if row.event == "packet.write" and subject in row.subjects), None)
    if made is None:
        return ()
    names = sorted((name for name in made.details if name.startswith("file")), key=lambda name: int(name[4:]))
    return tuple(str(made.details[name]) for name in names)
