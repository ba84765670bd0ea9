"""Signing with a pen: the pages to sign are printed, and their scan takes their place in the packet.

A scanned page is known by its square code. One that bears another page's code is refused, one that bears none is asked
about.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from app.clock import FixedClock
from app.criteria.answer import freeze
from app.domain.changes import Edit
from app.domain.handing import BEFORE_SIGNER, FORM, Handing, HandingState, InkPrint
from app.domain.ids import RequestId
from app.domain.request import Request, Snapshot, Status
from app.mapping.filled import BoxFill
from app.mapping.model import SignatureRule
from app.packet.assemble import Packet, PacketFile, file_stem, write_packet
from app.pdf.proving.gate import gate
from app.services import _snapshot, documents, edits, forms, handing, paper, sign
from app.services.edits import found, save_signed
from app.services.ink_scan import Scan, ink_of
from app.services.preflight import judgement_of
from app.services.prepare import Prepared, prepare
from app.services.problems import AlreadySigned, NotReadyToSign, NotTheSigner
from app.services.session import Act, Session
from app.services.sign import Signed
from app.services.signing_act import refusals_logged
from app.services.signing_problems import (
    InkNotPrinted,
    NoInkSeen,
    NoInkTaken,
    PagesMissing,
    ScanOfOtherPages,
    ScanUnsure,
)
from app.services.writing import made_folder
from app.signing.ink_pages import PRINTED, ink_document, pages_to_sign
from app.signing.manifest import Manifestation, anchor_of, document_id_of, moment_text
from app.signing.problems import ClockBehind, DocumentChanged
from app.signing.qr import qr_text
from app.signing.survey import surveyed

_NAMED_AT_MOST = 5
_PRINTED = "request.ink_print"


@dataclass(frozen=True, slots=True)
class InkSheets:
    """What is printed to be signed with a pen.

    Attributes:
        pdf: the pages to sign alone.
        pages: their numbers in the document.
        of: how many pages the document has.
        document_id: as their feet print it.
        notes: plain sentences on what could not be placed on them.
    """

    pdf: bytes
    pages: tuple[int, ...]
    of: int
    document_id: str
    notes: tuple[str, ...] = ()


def print_for_pen(session: Session, request_id: RequestId) -> InkSheets:
    """Set the pages that are signed with a pen, and let the request wait for their scan.

    Raises:
        AlreadySigned: the request is signed.
        NotReadyToSign: something required is missing.
        NoInkTaken: the payer takes signatures made on the computer only.
    """
    session.allow(Act.EDIT)
    _check_clock(session)
    prepared = prepare(session, request_id)
    _check_printable(prepared)
    draft = paper.draft(prepared)
    shown = draft.composed()
    words = _words(session, prepared, shown.pdf)
    made = ink_document(draft, surveyed(draft, shown, session.paper), words)
    pages = pages_to_sign(draft)
    total = made.composed.form_pages + made.composed.addendum_pages
    sheets = session.paper.chosen_pages(made.composed.pdf, pages)
    document = hashlib.sha256(shown.pdf).hexdigest()
    with session.vault.as_one():
        printed = session.vault.put_blob(made.composed.pdf)
        code = qr_text(words, 1, total).rpartition(":")[0]
        ink = InkPrint(session.now, session.actor.id, document, printed, pages, total, code)
        _hand_over(session, prepared.request, ink)
        session.vault.audit.append(
            _PRINTED,
            subjects=(f"request:{request_id}",),
            actor=session.actor.id,
            details={
                "document": document,
                "printed": printed,
                "file1": hashlib.sha256(sheets).hexdigest(),
                "pages": documents.pages_as_text(pages).replace(", ", "+"),
            },
        )
    return InkSheets(sheets, pages, total, words.document_id, made.notes)


def sheets_again(session: Session, request_id: RequestId) -> InkSheets:
    """The pages to sign as they were printed, to be printed once more.

    Raises:
        InkNotPrinted: none were.
    """
    session.allow(Act.EXPORT)
    ink = ink_of(session, found(session, Request, request_id))
    whole = session.vault.get_blob(ink.printed)
    return InkSheets(session.paper.chosen_pages(whole, ink.pages), ink.pages, ink.of, document_id_of(ink.document))


def write_sheets(session: Session, request_id: RequestId, sheets: InkSheets, folder: Path) -> Path:
    """Write the pages to sign into a folder, for a printer elsewhere.

    Raises:
        ExportProblem: the folder cannot take them.
    """
    session.allow(Act.EXPORT)
    file = PacketFile(f"{file_stem(request_id)}-to-sign.pdf", sheets.pdf)
    [written] = write_packet(Packet((file,)), made_folder(folder))
    return written


def take_scan(
    session: Session,
    request_id: RequestId,
    scan: Scan,
    chosen: Mapping[int, int],
    *,
    is_sure: bool = False,
) -> Signed:
    """Put scanned pages into the packet in place of those that were printed; the request counts as signed.

    Args:
        session: who is at work.
        request_id: of the request.
        scan: as `read_scan` gave it.
        chosen: page of the document → page of the scan.
        is_sure: whether the person looked at pages whose code could not be read, or on which no ink was seen.

    Raises:
        InkNotPrinted: nothing was printed to be signed.
        ClockBehind: the clock was set back.
        DocumentChanged: the request says something else than the pages that were printed.
        PagesMissing: not every printed page is there.
        ScanOfOtherPages: a page bears the code of another one.
        ScanUnsure: a page bears no code, and nobody has looked.
        NoInkSeen: there is no signature to be seen, and nobody has looked.
        PdfProblem: the packet's file does not pass the gate; nothing is kept.
    """
    session.allow(Act.EDIT)
    with refusals_logged(session, f"request:{request_id}"):
        request = found(session, Request, request_id)
        if request.snapshot is not None:
            raise AlreadySigned()
        _check_clock(session)
        ink = ink_of(session, request)
        _check_printed_here(session, request_id, ink)
        # What counts is what the pages said on the day on which they were printed.
        prepared = prepare(replace(session, clock=FixedClock(ink.at)), request_id)
        if hashlib.sha256(paper.draft(prepared).composed().pdf).hexdigest() != ink.document:
            raise DocumentChanged()
        _check_scan(scan, ink, chosen, is_sure=is_sure)
        pdf = _with_scan(session, ink, scan, chosen)
        gate(pdf, session.paper)
        return _kept(session, prepared, ink, scan, pdf, chosen)


def _check_clock(session: Session) -> None:
    last = session.vault.audit.latest_moment
    if last is not None and session.now < last:
        raise ClockBehind


def _check_printed_here(session: Session, request_id: RequestId, ink: InkPrint) -> None:
    """Refuse pages that the log does not know: a record could have come with a file from anywhere."""
    row = session.vault.audit.bearing("printed", ink.printed)
    is_known = row is not None and row.event == _PRINTED and row.details.get("document") == ink.document
    if row is None or not is_known or f"request:{request_id}" not in row.subjects:
        raise InkNotPrinted()


def _check_printable(prepared: Prepared) -> None:
    if prepared.is_frozen:
        raise AlreadySigned()
    missing: tuple[BoxFill, ...] = sign.required_missing(prepared)
    if missing:
        named = ", ".join(fill.title or fill.box for fill in missing[:_NAMED_AT_MOST])
        raise NotReadyToSign(count=len(missing), missing=named)
    if sign.rule_of(prepared.pack) is SignatureRule.ELECTRONIC:
        raise NoInkTaken()


def _words(session: Session, prepared: Prepared, pdf: bytes) -> Manifestation:
    prescriber, head, now = prepared.case.prescriber, session.vault.audit.head, session.now.replace(microsecond=0)
    return Manifestation(
        who="",
        npi=prescriber.npi if prescriber else "",
        when=moment_text(now),
        meaning="",
        document_id=document_id_of(hashlib.sha256(pdf).hexdigest()),
        epoch_s=int(now.timestamp()),
        anchor=anchor_of(head.seq, head.hash),
        act=PRINTED,
    )


def _hand_over(session: Session, request: Request, ink: InkPrint) -> None:
    before = handing.of_paper(session, request)
    steps: list[Edit] = []
    if request.status is not Status.READY:
        steps.append(Edit(request, replace(request, status=Status.READY)))
    if before is not None and before.state in BEFORE_SIGNER:
        steps.append(Edit(before, replace(before, state=HandingState.INK, ink=ink)))
    else:
        [handed] = handing.hand_edits(session, request)
        assert isinstance(handed.after, Handing)  # noqa: S101 -- narrows the type
        steps.append(Edit(handed.before, replace(handed.after, state=HandingState.INK, ink=ink)))
    edits.save(session, "Print for a pen", *steps)


def _check_scan(scan: Scan, ink: InkPrint, chosen: Mapping[int, int], *, is_sure: bool) -> None:
    missing = [page for page in ink.pages if page not in chosen]
    if missing:
        raise PagesMissing(pages=documents.pages_as_text(missing))
    by_number = {item.number: item for item in scan.pages}
    if set(chosen) != set(ink.pages) or len(set(chosen.values())) != len(chosen):
        raise ScanOfOtherPages(page=next(iter(chosen)))
    for page, number in sorted(chosen.items()):
        seen = by_number.get(number)
        if seen is None or seen.is_other or seen.page not in (None, page):
            raise ScanOfOtherPages(page=page)
        if seen.page is None and not is_sure:
            raise ScanUnsure(page=page)
        if seen.shows_ink is False and not is_sure:
            raise NoInkSeen(page=page)


def _with_scan(session: Session, ink: InkPrint, scan: Scan, chosen: Mapping[int, int]) -> bytes:
    """The whole document with the scanned pages in place of those that were printed."""
    worker, printed = session.paper, session.vault.get_blob(ink.printed)
    parts: list[bytes] = []
    run: list[int] = []
    for page in range(1, ink.of + 1):
        if page not in chosen:
            run.append(page)
            continue
        if run:
            parts.append(worker.chosen_pages(printed, run))
            run = []
        parts.append(worker.chosen_pages(scan.pdf, [chosen[page]]))
    if run:
        parts.append(worker.chosen_pages(printed, run))
    return worker.joined(parts)


def _kept(
    session: Session, prepared: Prepared, ink: InkPrint, scan: Scan, pdf: bytes, chosen: Mapping[int, int]
) -> Signed:
    request = prepared.request
    signers = sign.signers(session, request.id)
    if not signers or request.form is None:
        raise NotTheSigner()
    signer, now = signers[0], session.now.replace(microsecond=0)
    name = prepared.case.prescriber.name.full if prepared.case.prescriber else signer.name.full
    said = _snapshot.Signing(f"{name}, with a pen", f"scan taken in {moment_text(now)}", ink.document)
    snapshot = Snapshot(
        at=now,
        signer=signer.id,
        facts_json=_snapshot.freeze(_snapshot.Frozen(prepared.case, prepared.facts, prepared.findings, said)),
        pack_toml="" if prepared.pack is None else session.packs.text(prepared.pack.id),
        template_sha256=hashlib.sha256(prepared.form.base).hexdigest(),
        packet_sha256=hashlib.sha256(pdf).hexdigest(),
        criteria_json=freeze(judgement_of(session, prepared)),
    )
    frozen = replace(request, status=Status.SIGNED, snapshot=snapshot)
    blank = forms.blank(session, request.form)
    with session.vault.as_one():
        for data in (blank, pdf, scan.original, scan.pdf):
            session.vault.put_blob(data)
        done = handing.signed_edits(session, request, FORM)
        save_signed(session, Edit(request, frozen), *done, signer=session.actor.id, label="Take in signed pages")
        session.vault.audit.append(
            "request.ink",
            subjects=(f"request:{request.id}", f"person:{signer.id}"),
            actor=session.actor.id,
            details={
                "document": ink.document,
                "packet": snapshot.packet_sha256,
                "printed": ink.printed,
                "scan": scan.original_sha256,
                "pages": str(ink.of),
                "signed_pages": "+".join(f"{page}-{number}" for page, number in sorted(chosen.items()))[:128],
                "codes": str(sum(item.page is not None for item in scan.pages)),
                "at": now.isoformat(),
            },
        )
    return Signed(frozen, snapshot.packet_sha256)
