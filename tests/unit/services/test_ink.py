"""Signing with a pen: printed pages come back as a scan, take their place in the packet, and no other pages do."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from app.clock import FixedClock
from app.domain.handing import HandingState
from app.domain.ids import RequestId
from app.domain.patient import Patient
from app.domain.practice import Role
from app.domain.request import Request, Status
from app.domain.sample import PATIENTS, PRESCRIBER_PERSON, REQUESTS
from app.services import edits, handing, paper, requests
from app.services.demo import stand_in
from app.services.edits import found
from app.services.export import make_packet
from app.services.ink import InkSheets, print_for_pen, sheets_again, take_scan
from app.services.ink_scan import Scan, ScannedPage, read_scan
from app.services.prepare import prepare
from app.services.problems import AlreadySigned, NotAllowed, NotReadyToSign
from app.services.sample import own_form
from app.services.session import Session
from app.services.signing_act import REFUSED
from app.services.signing_problems import (
    InkNotPrinted,
    NoInkSeen,
    NoInkTaken,
    PagesMissing,
    ScanOfOtherPages,
    ScanUnsure,
)
from app.services.verify import Verdict, verify
from app.signing.frame import Frame
from app.signing.problems import ClockBehind
from app.vault.audit import AuditFilter

PACK = "juniper/botulinum-toxin/2026-11"
DPI = 150


@pytest.fixture
def pen(session: Session, ready: RequestId) -> RequestId:
    """A request on a form whose payer takes signatures in ink."""
    session.packs.put(session.packs.text(PACK).replace('rule = "electronic"', 'rule = "wet"'), "test")
    return ready


def drawn(session: Session, pdf: bytes, page: int = 1) -> Image.Image:
    raster = session.paper.render(pdf, page, DPI / 72)
    return Image.frombytes("RGB", (raster.width, raster.height), raster.rgb).convert("L")


def signed_by_pen(session: Session, request_id: RequestId, picture: Image.Image, page: int) -> Image.Image:
    draft = paper.draft(prepare(session, request_id))
    pen = ImageDraw.Draw(picture)
    for at, place in draft.mark_places():
        if at == page:
            frame = Frame(draft.form.template.pages[page - 1])
            seen, scale = frame.rect_to_seen(place), DPI / 72
            left, middle = seen.x0 * scale + 8, (frame.height - (seen.y0 + seen.y1) / 2) * scale
            wave = [(left + 6 * step, middle + (6 if step % 2 else -8)) for step in range(22)]
            pen.line(wave, fill=20, width=3)
    return picture


def packed(*pages: Image.Image, angle: float = 0.7) -> bytes:
    turned = [page.rotate(angle, fillcolor=255, resample=Image.Resampling.BICUBIC) for page in pages]
    out = io.BytesIO()
    turned[0].save(out, "TIFF", save_all=True, append_images=turned[1:], dpi=(DPI, DPI))
    return out.getvalue()


def scanned(session: Session, request_id: RequestId, sheets: InkSheets) -> bytes:
    """The printed pages, signed and scanned."""
    return packed(
        *(
            signed_by_pen(session, request_id, drawn(session, sheets.pdf, at), page)
            for at, page in enumerate(sheets.pages, 1)
        )
    )


def by_hand(sheets: InkSheets) -> dict[int, int]:
    """Page of the document → page of the scan, as a person says who looks at them."""
    return {page: at for at, page in enumerate(sheets.pages, 1)}


def test_only_the_pages_to_sign_are_printed_and_the_request_waits(session: Session, pen: RequestId) -> None:
    sheets = print_for_pen(session, pen)
    assert 0 < len(sheets.pages) < sheets.of
    texts = [" ".join(text.split()) for text in session.paper.page_text(sheets.pdf)]
    for page, text in zip(sheets.pages, texts, strict=True):
        assert f"Document {sheets.document_id} · page {page} of {sheets.of} · printed for a pen" in text
    handed = handing.of_paper(session, found(session, Request, pen))
    assert handed is not None
    assert handed.state is HandingState.INK
    assert found(session, Request, pen).status is Status.READY
    assert sheets_again(session, pen).pdf == sheets.pdf


def test_a_signed_scan_takes_the_place_of_its_pages(session: Session, pen: RequestId, tmp_path: Path) -> None:
    sheets = print_for_pen(session, pen)
    data = scanned(session, pen, sheets)
    scan = read_scan(session, pen, data)
    assert [(item.page, item.is_other, item.shows_ink) for item in scan.pages] == [
        (page, False, True) for page in sheets.pages
    ]
    done = take_scan(session, pen, scan, scan.matched(sheets.pages))
    assert (done.request.status, done.request.snapshot.signer) == (Status.SIGNED, PRESCRIBER_PERSON)  # type: ignore[union-attr]
    whole = session.vault.get_blob(done.sha256)
    texts = session.paper.page_text(whole)
    assert len(texts) == sheets.of
    assert [number for number, text in enumerate(texts, 1) if not text.strip()] == list(sheets.pages)
    row = session.vault.audit.bearing("packet", done.sha256)
    assert row is not None
    assert (row.event, row.details["scan"]) == ("request.ink", scan.original_sha256)
    assert session.vault.get_blob(row.details["scan"]) == data
    known = verify(session, whole)
    assert (known.verdict, known.signer) == (Verdict.INTACT, "Sara E. Lind with a pen")
    assert make_packet(session, pen, tmp_path).files[0].read_bytes() == whole
    assert session.vault.audit.verify().ok


def test_pages_in_another_order_and_upside_down_are_told_apart(session: Session, pen: RequestId) -> None:
    sheets = print_for_pen(session, pen)
    whole = session.vault.get_blob(handing.of_paper(session, found(session, Request, pen)).ink.printed)  # type: ignore[union-attr]
    every = [drawn(session, whole, page).rotate(180) for page in range(sheets.of, 0, -1)]
    scan = read_scan(session, pen, packed(*every))
    assert [item.page for item in scan.pages] == list(range(sheets.of, 0, -1))
    assert {item.shows_ink for item in scan.pages} == {None, False}
    with pytest.raises(NoInkSeen):
        take_scan(session, pen, scan, scan.matched(sheets.pages))
    assert take_scan(session, pen, scan, scan.matched(sheets.pages), is_sure=True).sha256


def test_pages_of_another_paper_are_refused(session: Session, pen: RequestId) -> None:
    stand_in(session, REQUESTS[1], own_form(session).choice)
    other = print_for_pen(session, REQUESTS[1])
    sheets = print_for_pen(session, pen)
    scan = read_scan(session, pen, scanned(session, REQUESTS[1], other))
    assert all(item.is_other for item in scan.pages)
    assert scan.matched(sheets.pages) == {}
    with pytest.raises(PagesMissing):
        take_scan(session, pen, scan, scan.matched(sheets.pages))
    for is_sure in (False, True):
        with pytest.raises(ScanOfOtherPages):
            take_scan(session, pen, scan, {page: at for at, page in enumerate(sheets.pages, 1)}, is_sure=is_sure)
    assert found(session, Request, pen).status is Status.READY
    codes = [row.details["code"] for row in session.vault.audit.find(AuditFilter(events=(REFUSED,)))]
    assert codes == [ScanOfOtherPages.code, ScanOfOtherPages.code, PagesMissing.code]


def test_a_page_without_a_code_is_asked_about(session: Session, pen: RequestId) -> None:
    sheets = print_for_pen(session, pen)
    blank = Image.new("L", (1275, 1650), 255)
    scan = read_scan(session, pen, packed(*(blank for _ in sheets.pages)))
    chosen = {page: at for at, page in enumerate(sheets.pages, 1)}
    with pytest.raises(ScanUnsure):
        take_scan(session, pen, scan, chosen)
    assert take_scan(session, pen, scan, chosen, is_sure=True).request.status is Status.SIGNED


def test_what_was_edited_since_it_was_printed_is_not_signed(session: Session, pen: RequestId) -> None:
    sheets = print_for_pen(session, pen)
    data = scanned(session, pen, sheets)
    scan = read_scan(session, pen, data)
    patient = found(session, Patient, PATIENTS[0])
    edits.put(session, "Edit patient", replace(patient, name=replace(patient.name, first="Anna")))
    assert found(session, Request, pen).status is Status.DRAFT
    with pytest.raises(InkNotPrinted):
        take_scan(session, pen, scan, scan.matched(sheets.pages))
    print_for_pen(session, pen)
    old = read_scan(session, pen, data)
    assert all(item.page is None for item in old.pages)
    with pytest.raises(ScanOfOtherPages):
        take_scan(session, pen, replace(scan, pages=(ScannedPage(1, 99),)), dict.fromkeys(sheets.pages, 1))


def test_printed_pages_of_another_day_still_count(session: Session, pen: RequestId, clock: FixedClock) -> None:
    sheets = print_for_pen(session, pen)
    data = scanned(session, pen, sheets)
    clock.advance(dt.timedelta(days=3))
    scan = read_scan(session, pen, data)
    done = take_scan(session, pen, scan, by_hand(sheets), is_sure=True)
    said = prepare(session, pen)
    assert done.request.status is Status.SIGNED
    assert "11/24/2026" in said.filled.values().values()
    assert "11/27/2026" not in said.filled.values().values()
    with pytest.raises(AlreadySigned):
        take_scan(session, pen, scan, by_hand(sheets), is_sure=True)


def test_a_clock_set_back_takes_nothing_in(session: Session, pen: RequestId, clock: FixedClock) -> None:
    sheets = print_for_pen(session, pen)
    scan = read_scan(session, pen, scanned(session, pen, sheets))
    clock.advance(-dt.timedelta(days=1))
    with pytest.raises(ClockBehind):
        take_scan(session, pen, scan, scan.matched(sheets.pages))
    with pytest.raises(ClockBehind):
        print_for_pen(session, pen)


def test_pages_that_the_log_does_not_know_are_no_printed_ones(session: Session, pen: RequestId) -> None:
    sheets = print_for_pen(session, pen)
    scan = read_scan(session, pen, scanned(session, pen, sheets))
    request = found(session, Request, pen)
    handed = handing.of_paper(session, request)
    assert handed is not None
    assert handed.ink is not None
    for ink in (
        replace(handed.ink, document="0" * 64),
        replace(handed.ink, printed=session.vault.put_blob(b"%PDF-1.7 others")),
    ):
        edits.put(session, "Edit", replace(handed, ink=ink))
        with pytest.raises(InkNotPrinted):
            take_scan(session, pen, scan, scan.matched(sheets.pages))
    assert found(session, Request, pen).status is Status.READY


def test_nothing_is_printed_that_lacks_something_or_that_the_payer_does_not_take(
    session: Session, ready: RequestId, as_role: Callable[[Role], Session]
) -> None:
    with pytest.raises(NoInkTaken):
        print_for_pen(session, ready)
    with pytest.raises(NotAllowed):
        print_for_pen(as_role(Role.VIEWER), ready)
    requests.choose_form(session, REQUESTS[1], own_form(session).choice)
    with pytest.raises(NotReadyToSign):
        print_for_pen(session, REQUESTS[1])
    with pytest.raises(InkNotPrinted):
        read_scan(session, ready, b"")
    assert Scan(b"", b"x").original_sha256
