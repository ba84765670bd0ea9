"""What the fax eye can look at besides the form: a document as it goes out, and the whole fax, cover and all."""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path

from app.domain.ids import RequestId
from app.domain.request import Attachment
from app.packet.assemble import PacketFile, Staged
from app.services.checks import checklist_for
from app.services.documents import going_out
from app.services.export import marked_draft, signed_document
from app.services.fax import fax_files
from app.services.papers import papers_of
from app.services.prepare import prepare
from app.services.session import Act, Session


def document_shown(session: Session, request_id: RequestId, document: Attachment) -> bytes:
    """A document's pages as they go out with the request: those chosen, blackened and darkened as was asked."""
    session.allow(Act.EXPORT)
    return going_out(session, prepare(session, request_id).request, document)


def fax_shown(session: Session, request_id: RequestId) -> bytes:
    """All that goes out by fax, one call after the other; the form of an unsigned request is marked as a draft.

    Raises:
        SignedCopyChanged: the kept copy is not what was signed.
        PdfProblem: a file holds what a finished one must not.
    """
    session.allow(Act.EXPORT)
    prepared = prepare(session, request_id)
    form = signed_document(session, prepared) if prepared.is_frozen else marked_draft(prepared)
    calls: list[bytes] = []

    def keep(file: PacketFile) -> Staged:
        calls.append(file.data)
        return Staged(file.name, hashlib.sha256(file.data).hexdigest(), len(file.data), Path(file.name))

    fax_files(session, prepared, papers_of(session, prepared, form), checklist_for(session, prepared), keep)
    if len(calls) == 1:
        return calls[0]
    with session.paper.holding() as held:
        return held.joined([(held.put(partial(bytes, pdf)), None) for pdf in calls])
