"""Whether a file is one of this office's, and still what it was: by its hash, printed number, seal and the log."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.request import Request
from app.errors import PdfProblem
from app.pdf.proving.seal_reading import SealReading
from app.pdf.worker import PaperWorker
from app.services.evidence import register_of
from app.services.register import Register, SignedEntry, subjects_of
from app.services.session import Act, Session
from app.vault.problems import BlobMissing

#: As the foot of every signed page prints it.
_DOCUMENT_ID = re.compile(r"\b[0-9a-f]{4}(?:-[0-9a-f]{4}){3}\b")
_PAGE = re.compile(r"Document ([0-9a-f]{4}(?:-[0-9a-f]{4}){3}) · page (\d+) of (\d+)")
_ANCHOR = re.compile(r"\blog (\d+)-([0-9a-f]{16})\b")
_MOST_PAGES_DRAWN = 200


class Verdict(StrEnum):
    """What can be said of a file.

    BESIDE is a file that left the office and is no signed one, such as a checklist: as it was written.
    """

    INTACT = "intact"
    BESIDE = "beside"
    CHANGED = "changed"
    UNKNOWN = "unknown"
    CANNOT_KNOW = "cannot know"


class Copy(StrEnum):
    """Which of the two files of a signing a file is."""

    FAX = "the copy for fax and portal"
    RECORD = "the sealed record copy"


@dataclass(frozen=True, slots=True)
class PageNamed:
    """A page that says which one it is.

    Attributes:
        place: in the file, from 1.
        document_id: that it prints.
        number: that it prints.
        of: how many it prints that there are.
        differs: whether it looks otherwise than the archived page; None where it was not compared.
    """

    place: int
    document_id: str
    number: int
    of: int
    differs: bool | None = None


@dataclass(frozen=True, slots=True)
class Verified:
    """What is known of a file.

    Attributes:
        sha256: of the whole file.
        document_id: printed on its pages, or empty.
        request_id: that it belongs to, where that is known.
        signer: name of who signed it, or wrote the file that goes with it, where that is known.
        at: when that was.
        log_is_whole: whether the audit log itself is as it was written; None where none was asked.
        copy: which file of a signing it is, where it is one.
        pages: what its pages say of themselves.
        seal: what its seal says, where it bears one.
        is_proven: whether the signer's own key agreed to it; None where that is not known.
        event: of the log, where the file is no signed one.
    """

    verdict: Verdict
    sha256: str
    document_id: str = ""
    request_id: str = ""
    signer: str = ""
    at: dt.datetime | None = None
    log_is_whole: bool | None = None
    copy: Copy | None = None
    pages: tuple[PageNamed, ...] = ()
    seal: SealReading | None = None
    is_proven: bool | None = None
    event: str = ""

    @property
    def differing(self) -> tuple[int, ...]:
        """Numbers of the pages that look otherwise than those in the archive."""
        return tuple(page.number for page in self.pages if page.differs)


def verify_alone(paper: PaperWorker, data: bytes) -> Verified:
    """What can be said without a vault: which document the file says it is, and that this proves nothing."""
    texts = _texts(paper, data)
    return Verified(
        Verdict.CANNOT_KNOW, _sha256(data), _printed_id(texts), pages=_named(texts), seal=_seal(paper, data)
    )


def verify_with(paper: PaperWorker, register: Register, data: bytes) -> Verified:
    """Look the file up in a register, of the vault or of an evidence file.

    A file with another hash that prints the number of a document signed here was changed since.
    """
    texts = _texts(paper, data)
    known = looked_up(register, data, _printed_id(texts))
    # Pages that were signed in another office name a row of that office's log.
    is_ours = known.document_id not in register.signed_elsewhere
    whole = register.is_whole and (not is_ours or all(_anchor_holds(register, text) for text in texts))
    return replace(known, log_is_whole=whole, pages=_named(texts), seal=_seal(paper, data))


def verify(session: Session, data: bytes) -> Verified:
    """Look the file up in the log of the vault; pages of a changed one are compared with the archived ones.

    Raises:
        NotAllowed: the role does not reach so far.
    """
    session.allow(Act.VIEW)
    register = register_of(session)
    known = verify_with(session.paper, register, data)
    if known.verdict is Verdict.UNKNOWN:
        known = _of_a_snapshot(session, register, known)
    elif known.verdict is Verdict.CHANGED:
        known = _compared(session, register, known, data)
    session.vault.audit.append(
        "file.verify",
        subjects=(f"request:{known.request_id}",) if known.request_id else (),
        actor=session.actor.id,
        details={"file": known.sha256, "verdict": known.verdict.value.replace(" ", "-")},
    )
    return known


def looked_up(register: Register, data: bytes, printed: str = "") -> Verified:
    """What the register alone says of a file, which is not opened for it.

    Args:
        register: what the office signed.
        data: the whole file.
        printed: the document's number that its pages print, where they do.
    """
    entries, sha256 = register.entries(), _sha256(data)
    for entry in entries:
        if sha256 in (entry.fax_copy, entry.record_copy):
            copy = Copy.FAX if sha256 == entry.fax_copy else Copy.RECORD
            return replace(_of(register, entry, Verdict.INTACT, sha256), copy=copy)
    row = register.naming(sha256)
    if row is not None:
        request_id, at = subjects_of(row).get("request", ""), dt.datetime.fromisoformat(row.at)
        return Verified(Verdict.BESIDE, sha256, "", request_id, register.name(row.actor), at, event=row.event)
    near = next((entry for entry in entries if printed and entry.document_id == printed), None)
    if near is not None:
        return _of(register, near, Verdict.CHANGED, sha256)
    return Verified(Verdict.UNKNOWN, sha256, printed)


def _of(register: Register, entry: SignedEntry, verdict: Verdict, sha256: str) -> Verified:
    return Verified(
        verdict,
        sha256,
        entry.document_id,
        entry.request_id,
        entry.signer,
        entry.at,
        is_proven=register.is_proven(entry),
    )


def _of_a_snapshot(session: Session, register: Register, known: Verified) -> Verified:
    """A document that a request froze, where the log does not name its bytes."""
    for item in session.vault.all(Request):
        if item.snapshot is not None and item.snapshot.packet_sha256 == known.sha256:
            signer = register.name(item.snapshot.signer)
            return replace(
                known, verdict=Verdict.INTACT, request_id=item.id, signer=signer, at=item.snapshot.at, copy=Copy.FAX
            )
    return known


def _compared(session: Session, register: Register, known: Verified, data: bytes) -> Verified:
    """Which pages of a changed file look otherwise than those in the archive."""
    entry = next(item for item in register.entries() if item.document_id == known.document_id)
    try:
        original = session.vault.get_blob(entry.fax_copy)
    except BlobMissing:
        return known
    mine = [page for page in known.pages if page.document_id == known.document_id][:_MOST_PAGES_DRAWN]
    seen = {page.place: _differs(session.paper, data, original, page) for page in mine}
    return replace(known, pages=tuple(replace(page, differs=seen.get(page.place)) for page in known.pages))


def _differs(paper: PaperWorker, data: bytes, original: bytes, page: PageNamed) -> bool | None:
    try:
        return paper.render(data, page.place, 1.0) != paper.render(original, page.number, 1.0)
    except PdfProblem:
        return None


def _anchor_holds(register: Register, text: str) -> bool:
    """Whether the log still has the row that a page names: a log that was rewritten since has another there."""
    return all(register.hash_at(int(seq)).startswith(digest) for seq, digest in _ANCHOR.findall(text))


def _named(texts: list[str]) -> tuple[PageNamed, ...]:
    found = ((place, _PAGE.search(text)) for place, text in enumerate(texts, 1))
    return tuple(PageNamed(place, hit[1], int(hit[2]), int(hit[3])) for place, hit in found if hit)


def _texts(paper: PaperWorker, data: bytes) -> list[str]:
    try:
        return [" ".join(text.split()) for text in paper.page_text(data)]
    except PdfProblem:
        return []


def _printed_id(texts: list[str]) -> str:
    found = _DOCUMENT_ID.search(" ".join(texts))
    return found[0] if found else ""


def _seal(paper: PaperWorker, data: bytes) -> SealReading | None:
    try:
        return paper.read_seal(data)
    except PdfProblem:
        return None


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
