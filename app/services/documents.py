"""Documents of a patient: adding one, reading it back, choosing which go with a request and what of them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain.changes import Edit
from app.domain.ids import AttachmentId, CoverageId, PatientId, RequestId, new_id
from app.domain.patient import Coverage, Patient
from app.domain.request import Attachment, AttachmentKind, DocumentPart, PageArea, Request
from app.pdf.held import Load
from app.pdf.problems import DamagedPicture, TooHeavy, TooLarge
from app.pdf.template import Rect
from app.pdf.worker import PaperWorker
from app.services import edits, requests
from app.services.edits import found
from app.services.problems import NoPagesChosen, NoSuchRecord, NotADocument, NotTheseAreas
from app.services.session import Act, Session

PDF = "application/pdf"

#: Endings of the files that can be added, for a file dialog.
ENDINGS = ("pdf", "jpg", "jpeg", "png", "tif", "tiff", "heic", "heif", "gif", "bmp", "webp")


def add(session: Session, patient_id: PatientId, data: bytes, kind: AttachmentKind, title: str) -> Attachment:
    """Keep a document with the patient: a PDF or a picture, as pages in which nothing can be run, filled or toggled.

    Raises:
        NotADocument: it is neither.
        PdfProblem: it cannot be opened.
    """
    session.allow(Act.EDIT)
    return _kept(session, patient_id, cleaned(session.paper, lambda: data), kind, title)


def add_file(session: Session, patient_id: PatientId, path: Path, kind: AttachmentKind, title: str) -> Attachment:
    """Keep a file with the patient, as `add` does; a long scan does not stand in memory while it is read.

    Raises:
        NotADocument: it is neither PDF nor picture.
        PdfProblem: it cannot be opened.
        OSError: the file cannot be read.
    """
    session.allow(Act.EDIT)
    return _kept(session, patient_id, cleaned(session.paper, path.read_bytes), kind, title)


def keep_own(session: Session, patient_id: PatientId, pdf: bytes, kind: AttachmentKind, title: str) -> Attachment:
    """Keep pages that the program made itself, to the byte: a signed letter is the one that was signed."""
    session.allow(Act.EDIT)
    made = Cleaned(pdf, len(session.paper.page_text(pdf)), hashlib.sha256(pdf).hexdigest())
    return _kept(session, patient_id, made, kind, title)


def _kept(session: Session, patient_id: PatientId, made: Cleaned, kind: AttachmentKind, title: str) -> Attachment:
    patient = found(session, Patient, patient_id)
    sha256 = session.vault.put_blob(made.pdf)
    record = Attachment(
        id=AttachmentId(new_id()),
        patient_id=patient.id,
        kind=kind,
        title=title.strip() or kind.value.replace("_", " ").capitalize(),
        sha256=sha256,
        media_type=PDF,
        pages=made.pages,
        added=session.now,
        original_sha256="" if made.given_sha256 == sha256 else made.given_sha256,
    )
    edits.save(session, "Add document", Edit(None, record))
    return record


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A file as finished pages.

    Attributes:
        given_sha256: of the file that it was made from.
    """

    pdf: bytes
    pages: int
    given_sha256: str


def cleaned(paper: PaperWorker, load: Load) -> Cleaned:
    """A file of others as finished pages.

    Pages that draw with more than any paper of an office are drawn anew, in shades of grey.

    Args:
        paper: reads it.
        load: gives the file, which is not kept here while it is worked on.

    Raises:
        NotADocument: it is neither PDF nor picture.
        PdfProblem: it cannot be opened.
    """
    given, is_pdf = _looked_at(load())
    if is_pdf:
        try:
            pages, pdf = paper.cleaned(load)
        except (TooLarge, TooHeavy):
            pdf = paper.grey_pages(load)
            pages = len(paper.page_text(pdf))
        return Cleaned(pdf, pages, given)
    try:
        pdf = paper.picture_pages(load())
    except DamagedPicture as problem:
        raise NotADocument() from problem
    return Cleaned(pdf, len(paper.page_text(pdf)), given)


def _looked_at(data: bytes) -> tuple[str, bool]:
    return hashlib.sha256(data).hexdigest(), b"%PDF-" in data[:1024]


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
        _of_patient(session, attachment_id, request.patient_id)
    fresh = replace(request, attachment_ids=attachment_ids)
    if fresh != request:
        requests.update(session, "Choose documents", request, fresh)
    return found(session, Request, request_id)


def remove(session: Session, attachment_id: AttachmentId) -> None:
    """Take a document away: from the drafts that it goes with and the plan whose card it shows, then from the patient.

    Raises:
        StillAttached: a signed request, a sending or a payer's letter holds it.
    """
    document = found(session, Attachment, attachment_id)
    with session.vault.as_one():
        for request in session.vault.find(Request, patient_id=document.patient_id):
            if attachment_id in request.attachment_ids and request.snapshot is None:
                rest = tuple(item for item in request.attachment_ids if item != attachment_id)
                parts = tuple(item for item in request.parts if item.attachment_id != attachment_id)
                requests.update(
                    session, "Choose documents", request, replace(request, attachment_ids=rest, parts=parts)
                )
        for plan in session.vault.find(Coverage, patient_id=document.patient_id):
            if attachment_id in plan.card_ids:
                show_card(session, plan.id, attachment_id, is_shown=False)
        edits.remove(session, "Remove document", document)


def put_in_order(session: Session, request_id: RequestId, names: tuple[str, ...]) -> Request:
    """Let what goes with the request go out in this order; nothing for the payer's own.

    Raises:
        RequestFrozen: the request is signed.
    """
    request = found(session, Request, request_id)
    fresh = replace(request, paper_order=names)
    if fresh != request:
        requests.update(session, "Order papers", request, fresh)
    return fresh


def choose_trials(session: Session, request_id: RequestId, *, is_along: bool) -> Request:
    """Let the table of earlier treatments go along as a paper of its own, or not.

    Raises:
        RequestFrozen: the request is signed.
    """
    request = found(session, Request, request_id)
    fresh = replace(request, with_trials=is_along)
    if fresh != request:
        requests.update(session, "Choose documents", request, fresh)
    return fresh


def choose_part(session: Session, request_id: RequestId, part: DocumentPart) -> Request:
    """Let only this much of a document go with the request; the document itself stays as it is.

    Raises:
        NoSuchRecord: the document is not there, or is another patient's.
        NoPagesChosen: it has no such pages.
        NotTheseAreas: a blackened area lies on a page that does not go out.
        RequestFrozen: the request is signed.
    """
    request = found(session, Request, request_id)
    document = _of_patient(session, part.attachment_id, request.patient_id)
    if any(not 1 <= page <= document.pages for page in part.pages):
        raise NoPagesChosen(pages=document.pages)
    going = part.pages or tuple(range(1, document.pages + 1))
    if any(area.page not in going or area.x0 >= area.x1 or area.y0 >= area.y1 for area in part.blackened):
        raise NotTheseAreas()
    others = tuple(item for item in request.parts if item.attachment_id != part.attachment_id)
    says_nothing = part == DocumentPart(part.attachment_id)
    fresh = replace(request, parts=others if says_nothing else (*others, part))
    if fresh != request:
        requests.update(session, "Choose pages", request, fresh)
    return found(session, Request, request_id)


def part_of(request: Request, attachment_id: AttachmentId) -> DocumentPart:
    """What of a document goes out with a request."""
    return next((item for item in request.parts if item.attachment_id == attachment_id), DocumentPart(attachment_id))


def pages_going(request: Request, document: Attachment) -> int:
    """How many pages of a document go out with a request."""
    return len(part_of(request, document.id).pages) or document.pages


def going_out(session: Session, request: Request, document: Attachment) -> bytes:
    """The pages of a document that go out with the request, blackened areas gone for good."""
    data, part = read(session, document), part_of(request, document.id)
    return cut(session.paper, data, part)


def cut(paper: PaperWorker, data: bytes, part: DocumentPart) -> bytes:
    """What of a document goes out."""
    if part.blackened:
        data = paper.blackened(data, _by_page(part.blackened))
    if part.pages:
        data = paper.chosen_pages(data, part.pages)
    return paper.darkened_pages(data) if part.is_darkened else data


def show_card(session: Session, coverage_id: CoverageId, attachment_id: AttachmentId, *, is_shown: bool) -> Coverage:
    """Say that a document shows the plan's card, or that it does not.

    Raises:
        NoSuchRecord: the document is not there, or is another patient's.
    """
    coverage = found(session, Coverage, coverage_id)
    _of_patient(session, attachment_id, coverage.patient_id)
    rest = tuple(item for item in coverage.card_ids if item != attachment_id)
    fresh = replace(coverage, card_ids=(*rest, attachment_id) if is_shown else rest)
    if fresh != coverage:
        edits.save(session, "Keep insurance card", Edit(coverage, fresh))
    return fresh


def add_card(session: Session, request_id: RequestId) -> Request:
    """Let the card of the plan that is asked go with the request, front and back.

    Raises:
        NoSuchRecord: no card is kept with the plan.
    """
    request = found(session, Request, request_id)
    cards = cards_of(session, request)
    if not cards:
        raise NoSuchRecord(kind="insurance card of this plan", record_id=request_id)
    kept = tuple(item for item in request.attachment_ids if item not in cards)
    return choose(session, request_id, (*kept, *cards))


def cards_of(session: Session, request: Request) -> tuple[AttachmentId, ...]:
    """The documents that show the card of the plan that is asked."""
    coverage = session.vault.get(Coverage, request.coverage_id) if request.coverage_id else None
    return () if coverage is None else coverage.card_ids


def pages_from(text: str, most: int) -> tuple[int, ...]:
    """Pages out of `1-3, 7`; empty for all of them.

    Raises:
        NoPagesChosen: it says no pages that the document has.
    """
    pages: list[int] = []
    for piece in text.replace(";", ",").replace("–", "-").split(","):
        first, dash, last = (word.strip() for word in piece.partition("-"))
        if not first and not dash:
            continue
        if not first.isdecimal() or (dash and not last.isdecimal()):
            raise NoPagesChosen(pages=most)
        start, end = int(first), int(last or first)
        if not 1 <= start <= end <= most:
            raise NoPagesChosen(pages=most)
        pages += [page for page in range(start, end + 1) if page not in pages]
    return () if pages == list(range(1, most + 1)) else tuple(pages)


def pages_as_text(pages: Sequence[int]) -> str:
    """`1-3, 7`."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def _of_patient(session: Session, attachment_id: AttachmentId, patient_id: PatientId) -> Attachment:
    document = found(session, Attachment, attachment_id)
    if document.patient_id != patient_id:
        raise NoSuchRecord(kind="document of this patient", record_id=attachment_id)
    return document


def _by_page(areas: Sequence[PageArea]) -> dict[int, list[Rect]]:
    every: dict[int, list[Rect]] = {}
    for area in areas:
        every.setdefault(area.page, []).append(Rect(area.x0, area.y0, area.x1, area.y1))
    return every
