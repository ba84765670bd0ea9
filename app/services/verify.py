"""Whether a file was signed here, and whether it is still what was signed: by its whole-file hash in the audit log."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.practice import Person
from app.domain.request import Request
from app.errors import PdfProblem
from app.pdf.worker import PaperWorker
from app.services.session import Act, Session
from app.signing.manifest import document_id_of
from app.vault.audit import AuditRow

#: As the foot of every signed page prints it.
_DOCUMENT_ID = re.compile(r"\b[0-9a-f]{4}(?:-[0-9a-f]{4}){3}\b")


class Verdict(StrEnum):
    """What can be said of a file.

    BESIDE is a file that goes with a signed one in its packet, such as the checklist: as it was written, not signed.
    """

    INTACT = "intact"
    BESIDE = "beside"
    CHANGED = "changed"
    UNKNOWN = "unknown"
    CANNOT_KNOW = "cannot know"


#: Rows of the log that name the bytes of a signed document.
_SIGNINGS = frozenset({"request.sign", "letter.sign"})


@dataclass(frozen=True, slots=True)
class Verified:
    """What is known of a file.

    Attributes:
        sha256: of the whole file.
        document_id: printed on its pages, or empty.
        request_id: that it belongs to, where that is known.
        signer: name of who signed it, or made the packet that it goes with, where that is known.
        at: when that was.
        log_is_whole: whether the audit log itself is as it was written; None where no vault was asked.
    """

    verdict: Verdict
    sha256: str
    document_id: str = ""
    request_id: str = ""
    signer: str = ""
    at: dt.datetime | None = None
    log_is_whole: bool | None = None


def verify_alone(paper: PaperWorker, data: bytes) -> Verified:
    """What can be said without a vault: which document the file says it is, and that this proves nothing."""
    return Verified(Verdict.CANNOT_KNOW, _sha256(data), _printed_id(paper, data))


def verify(session: Session, data: bytes) -> Verified:
    """Look the file up in the audit log of the vault.

    A file with another hash that prints the number of a document signed here was changed since.
    """
    session.allow(Act.VIEW)
    sha256 = _sha256(data)
    whole = session.vault.audit.verify().ok
    rows = [row for row in session.vault.audit.all_rows() if row.event in _SIGNINGS]
    exact = next((row for row in rows if row.details.get("packet") == sha256), None)
    if exact is not None:
        return _found(session, Verdict.INTACT, sha256, exact, whole)
    kept = next((item for item in session.vault.all(Request) if _is_snapshot(item, sha256)), None)
    if kept is not None and kept.snapshot is not None:
        signer = _name(session, kept.snapshot.signer)
        return Verified(Verdict.INTACT, sha256, "", kept.id, signer, kept.snapshot.at, whole)
    beside = _written_beside(session, sha256)
    if beside is not None:
        return replace(beside, log_is_whole=whole)
    printed = _printed_id(session.paper, data)
    near = next((row for row in rows if printed and document_id_of(row.details["document"]) == printed), None)
    if near is not None:
        return _found(session, Verdict.CHANGED, sha256, near, whole)
    return Verified(Verdict.UNKNOWN, sha256, printed, log_is_whole=whole)


def _written_beside(session: Session, sha256: str) -> Verified | None:
    for row in session.vault.audit.all_rows():
        if row.event == "packet.write" and sha256 in row.details.values():
            subjects = dict(subject.split(":", 1) for subject in row.subjects)
            at = dt.datetime.fromisoformat(row.at)
            return Verified(Verdict.BESIDE, sha256, "", subjects.get("request", ""), _name(session, row.actor), at)
    return None


def _found(session: Session, verdict: Verdict, sha256: str, row: AuditRow, whole: bool) -> Verified:
    subjects = dict(subject.split(":", 1) for subject in row.subjects)
    return Verified(
        verdict,
        sha256,
        document_id_of(row.details["document"]),
        subjects.get("request", ""),
        _name(session, subjects.get("person", "")),
        dt.datetime.fromisoformat(row.details["at"]),
        whole,
    )


def _name(session: Session, person_id: str) -> str:
    person = session.vault.get(Person, person_id)
    return person.name.full if person else person_id


def _is_snapshot(request: Request, sha256: str) -> bool:
    return request.snapshot is not None and request.snapshot.packet_sha256 == sha256


def _printed_id(paper: PaperWorker, data: bytes) -> str:
    try:
        texts = paper.page_text(data)
    except PdfProblem:
        return ""
    found = _DOCUMENT_ID.search(" ".join(texts))
    return found[0] if found else ""


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
