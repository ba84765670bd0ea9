"""Packets: the signed form, its checklist and letters, proven and written into one folder, or nothing at all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.ids import RequestId
from app.domain.request import Attachment, AttachmentKind
from app.packet.assemble import RECORD, PacketFile, Proof, Staging, packet_of
from app.packet.checklist_pdf import checklist_pdf
from app.pdf.composing.composer import compose
from app.services import paper
from app.services._draft_mark import draft_ink
from app.services.checks import as_signed, checklist_for
from app.services.fax import fax_files
from app.services.papers import Tell, nobody, papers_of
from app.services.prepare import Prepared, prepare
from app.services.problems import NotSigned, SignedCopyChanged
from app.services.sealed import check_sealed, record_copy
from app.services.sending import portal_files
from app.services.session import Act, Session
from app.services.writing import made_folder
from app.vault.problems import BlobMissing


@dataclass(frozen=True, slots=True)
class WrittenPacket:
    """What was written.

    Attributes:
        folder: that holds the files.
        files: in the order in which they go out; names carry nothing of the patient.
        sha256: of the signed form's file.
        sentence: "125 boxes: 97 filled, 25 empty on purpose, 3 missing".
        notes: plain sentences on what was done so that the papers fit their way.
    """

    folder: Path
    files: tuple[Path, ...]
    sha256: str
    sentence: str
    notes: tuple[str, ...] = ()


def make_packet(session: Session, request_id: RequestId, folder: Path, *, tell: Tell = nobody) -> WrittenPacket:
    """Write the packet of a signed request into the folder, which is made where it is missing.

    It holds the form, its checklist, its letters and documents each as a file of its own, the sealed copies, and all
    that goes out once more as one file for the fax.

    Args:
        session: who is at work.
        request_id: of the request.
        folder: for the files.
        tell: is told how far this has come.

    Raises:
        NotSigned: nobody has signed the request.
        SignedCopyChanged: the kept copy is not what was signed.
        PdfProblem: the signed form does not pass the gate.
        ExportProblem: the folder cannot take it; no half file is left.
    """
    session.allow(Act.EXPORT)
    prepared = prepare(session, request_id)
    form = signed_document(session, prepared)
    checklist = checklist_for(session, prepared)
    letters = [item for item in prepared.case.attachments if item.kind is AttachmentKind.LETTER]
    own = packet_of(
        request_id,
        form=form,
        checklist=checklist_pdf(checklist),
        letters=[session.vault.get_blob(item.sha256) for item in letters],
        records=[record_copy(session, hashlib.sha256(form).hexdigest()), *_records(session, letters)],
    )
    with Staging(made_folder(folder), proof=_proof(session, prepared, form)) as staging:
        staged = [staging.stage(file) for file in own.files]
        papers = papers_of(session, prepared, form)
        documents, papers = portal_files(session, prepared, papers, staging.stage, tell=tell)
        fax = fax_files(session, prepared, papers, checklist, staging.stage, tell=tell)
        staged += [*documents.files, *fax.files]
        files = staging.finish(staged)
    session.vault.audit.append(
        "packet.write",
        subjects=(f"request:{request_id}",),
        actor=session.actor.id,
        details={f"file{number}": file.sha256 for number, file in enumerate(staged, 1)},
    )
    sentence = as_signed(prepared).counts.sentence()
    return WrittenPacket(folder, files, staged[0].sha256, sentence, (*fax.notes, *documents.notes))


def _records(session: Session, letters: Sequence[Attachment]) -> list[bytes | None]:
    return [record_copy(session, item.sha256) for item in letters]


def _proof(session: Session, prepared: Prepared, form: bytes) -> Proof:
    """Each file as it was read back from the disk: flat, or sealed by the strictest rule; nothing in it can be toggled.

    A letter that the office wrote elsewhere and a checklist are whole by their hash alone.
    """

    def looked_at(file: PacketFile, read: Callable[[], bytes]) -> None:
        if RECORD in file.name:
            check_sealed(session, read())
        elif file.data == form:
            paper.check_structure(session, prepared, read())

    return looked_at


def signed_document(session: Session, prepared: Prepared) -> bytes:
    """The bytes that were signed, as the vault kept them.

    Raises:
        NotSigned: nobody has signed the request.
        SignedCopyChanged: they are not there, or are not what was signed.
    """
    snapshot = prepared.request.snapshot
    if snapshot is None:
        raise NotSigned()
    try:
        return session.vault.get_blob(snapshot.packet_sha256)
    except BlobMissing as problem:
        raise SignedCopyChanged() from problem


def print_preview(session: Session, request_id: RequestId) -> bytes:
    """The pages for the printer: the signed document, or the draft clearly marked as not signed on every page."""
    session.allow(Act.EXPORT)
    prepared = prepare(session, request_id)
    pdf = signed_document(session, prepared) if prepared.is_frozen else marked_draft(prepared)
    session.vault.audit.append(
        "request.print",
        subjects=(f"request:{request_id}",),
        actor=session.actor.id,
        details={"file1": hashlib.sha256(pdf).hexdigest()},
    )
    return pdf


def marked_draft(prepared: Prepared) -> bytes:
    """The filled form with the words of a draft along both edges of every page."""
    draft = paper.draft(prepared)
    plain = draft.composed()
    ink = draft_ink(prepared.form.template, plain.form_pages + plain.addendum_pages)
    marked = compose(draft.form, draft.filled.values(), titles=draft.titles, heading=draft.heading, extra=ink)
    return marked.pdf
