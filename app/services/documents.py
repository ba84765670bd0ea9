"""Documents of a patient: adding one, reading it back, and choosing which go with a request."""

from __future__ import annotations

from dataclasses import replace

from app.domain.changes import Edit
from app.domain.ids import AttachmentId, PatientId, RequestId, new_id
from app.domain.patient import Patient
from app.domain.request import Attachment, AttachmentKind, Request
from app.services import edits, requests
from app.services.edits import found
from app.services.problems import NoSuchRecord, NotADocument
from app.services.session import Act, Session

PDF = "application/pdf"


def add(session: Session, patient_id: PatientId, data: bytes, kind: AttachmentKind, title: str) -> Attachment:
    """Keep a PDF with the patient; it is opened in the worker first.

    Raises:
        NotADocument: it is no PDF.
        PdfProblem: it cannot be opened.
    """
    session.allow(Act.EDIT)
    patient = found(session, Patient, patient_id)
    if b"%PDF-" not in data[:1024]:
        raise NotADocument()
    pages = len(session.paper.page_text(data))
    record = Attachment(
        id=AttachmentId(new_id()),
        patient_id=patient.id,
        kind=kind,
        title=title.strip() or kind.value.replace("_", " ").capitalize(),
        sha256=session.vault.put_blob(data),
        media_type=PDF,
        pages=pages,
        added=session.now,
    )
    edits.save(session, "Add document", Edit(None, record))
    return record


def read(session: Session, attachment: Attachment) -> bytes:
    """The document's bytes, checked against their hash.

    Raises:
        BlobMissing: they are not there or damaged.
    """
    session.allow(Act.VIEW)
    return session.vault.get_blob(attachment.sha256)


def choose(session: Session, request_id: RequestId, attachment_ids: tuple[AttachmentId, ...]) -> Request:
    """Let these documents go with the request, in this order.

    Raises:
        NoSuchRecord: a document is not there, or is another patient's.
        RequestFrozen: the request is signed.
    """
    request = found(session, Request, request_id)
    for attachment_id in attachment_ids:
        if found(session, Attachment, attachment_id).patient_id != request.patient_id:
            raise NoSuchRecord(kind="document of this patient", record_id=attachment_id)
    fresh = replace(request, attachment_ids=attachment_ids)
    if fresh != request:
        requests.update(session, "Choose documents", request, fresh)
    return fresh
