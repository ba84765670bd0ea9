"""What is sent: one file for the fax, numbered on bare paper, and separate files within a portal's limits."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageDraw
from reportlab.pdfgen.canvas import Canvas

from app.domain.course import SentBy
from app.domain.ids import RequestId
from app.domain.practice import Practice, SendingRules
from app.domain.request import Attachment, AttachmentKind, DocumentPart, PageArea, Request
from app.packet.checklist_pdf import checklist_pdf
from app.packet.trials_sheet import trials_pdf, trials_sheet
from app.services import documents, edits, fax_shown, sent
from app.services.checks import checklist_for
from app.services.edits import found
from app.services.export import make_packet
from app.services.fax import bare_place
from app.services.offices import the_practice
from app.services.prepare import prepare
from app.services.problems import NoPagesChosen, NotADocument, NotTheseAreas, RequestFrozen, StillAttached
from app.services.sample import SAMPLE_SIGNING_WORDS
from app.services.session import Session
from app.services.sign import review, sign
from app.signing.blank import SCALE

SECRET = "SECRET 4711"


def note(pages: int, *, grey: bool = False) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(612, 792))
    for number in range(1, pages + 1):
        if grey:
            canvas.setFillGray(0.85)
            canvas.rect(0, 0, 612, 792, stroke=0, fill=1)
            canvas.setFillGray(0)
        canvas.drawString(80, 705, f"Note {number} {SECRET}")
        canvas.drawString(80, 300, f"Headache days 18, page {number}")
        canvas.drawString(80, 12, f"foot of note {number}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def photo() -> bytes:
    image = Image.new("RGB", (900, 600), "white")
    ImageDraw.Draw(image).rectangle((50, 50, 850, 550), outline="black", width=5)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def with_rules(session: Session, **rules: int | str) -> None:
    practice = the_practice(session)
    edits_ = edits.Edit(practice, replace(practice, sending=replace(SendingRules(), **rules)))  # type: ignore[arg-type]
    session.vault.apply("Set limits", [edits_], actor=session.actor.id)


@pytest.fixture
def with_documents(session: Session, ready: str) -> Request:
    request = found(session, Request, ready)
    card = documents.add(session, request.patient_id, photo(), AttachmentKind.ID_CARD, "Card front")
    chart = documents.add(session, request.patient_id, note(4), AttachmentKind.CHART_NOTE, "Visit")
    documents.choose(session, request.id, (card.id, chart.id))
    part = DocumentPart(chart.id, (2, 4), (PageArea(2, 70, 695, 400, 725),))
    return documents.choose_part(session, request.id, part)


def packet_files(session: Session, request: Request, folder: Path) -> dict[str, bytes]:
    sign(session, review(session, request.id), SAMPLE_SIGNING_WORDS)
    packet = make_packet(session, request.id, folder)
    stem = f"request-{request.id[:8]}-"
    return {path.name.removeprefix(stem): path.read_bytes() for path in packet.files}


def test_the_fax_holds_cover_form_and_documents_in_order(
    session: Session, with_documents: Request, tmp_path: Path
) -> None:
    files = packet_files(session, with_documents, tmp_path)
    texts = [" ".join(text.split()) for text in session.paper.page_text(files["fax.pdf"])]
    form = len(session.paper.page_text(files["form.pdf"]))
    total = 1 + form + 2 + 1
    assert len(texts) == total
    assert f"{total} pages" in texts[0]
    assert "Confidential" in texts[0]
    assert "Chart notes" in texts[0]
    assert "Headache days 18, page 4" in texts[1 + form + 1]
    for number, text in enumerate(texts, 1):
        assert f"Page {number} of {total}" in text
    member = session.vault.find(documents.Coverage, patient_id=with_documents.patient_id)[0].member_id
    assert member not in texts[0]
    assert all(f"Member ID {member}" in text for text in texts[1:])


def test_what_is_blackened_or_not_chosen_is_in_no_file_that_goes_out(
    session: Session, with_documents: Request, tmp_path: Path
) -> None:
    files = packet_files(session, with_documents, tmp_path)
    chart = " ".join(session.paper.page_text(files["chart-notes.pdf"]))
    assert f"Note 4 {SECRET}" in chart
    assert "Note 2" not in chart
    assert "Note 1" not in chart
    for data in (files["chart-notes.pdf"], files["fax.pdf"]):
        assert " ".join(session.paper.page_text(data)).count(SECRET) == 1
    kept = session.vault.get(Attachment, with_documents.attachment_ids[1])
    assert kept is not None
    assert SECRET in session.paper.page_text(documents.read(session, kept))[1]


def test_the_pages_of_the_form_stay_as_they_were_signed(
    session: Session, with_documents: Request, tmp_path: Path
) -> None:
    files = packet_files(session, with_documents, tmp_path)
    with pikepdf.open(io.BytesIO(files["form.pdf"])) as form, pikepdf.open(io.BytesIO(files["fax.pdf"])) as fax:
        for signed, sent in zip(form.pages, list(fax.pages)[1:], strict=False):
            parts = signed.Contents if isinstance(signed.Contents, pikepdf.Array) else [signed.Contents]
            kept = [item.read_bytes() for item in sent.Contents]
            assert [item.read_bytes() for item in parts] == kept[1:-1]


def test_no_line_stands_over_ink(session: Session, with_documents: Request, tmp_path: Path) -> None:
    files = packet_files(session, with_documents, tmp_path)
    form_pages = len(session.paper.page_text(files["form.pdf"]))
    with pikepdf.open(io.BytesIO(files["fax.pdf"])) as fax:
        for number in range(2, 2 + form_pages):
            words = fax.pages[number - 1].Contents[-1].read_bytes().split()
            assert words[:2] == [b"Q", b"q"]
            x, y = float(words[6]), float(words[7])
            drawn = session.paper.ink_maps(files["form.pdf"], [number - 1], SCALE)[0]
            rows = range(round((drawn.height / SCALE - y - 11) * SCALE), round((drawn.height / SCALE - y) * SCALE))
            stride = (drawn.width + 7) // 8
            for row in rows:
                strip = drawn.bits[row * stride + int(x * SCALE) // 8 + 1 : row * stride + int((x + 100) * SCALE) // 8]
                assert not any(strip)


def test_a_scan_without_bare_paper_is_made_a_little_smaller(session: Session, ready: str, tmp_path: Path) -> None:
    request = found(session, Request, ready)
    chart = documents.add(session, request.patient_id, note(1, grey=True), AttachmentKind.CHART_NOTE, "Scan")
    assert bare_place(session.paper.ink_maps(documents.read(session, chart), [1], SCALE)[0], 150) is None
    request = documents.choose(session, request.id, (chart.id,))
    files = packet_files(session, request, tmp_path)
    pages = session.paper.page_text(files["fax.pdf"])
    assert "foot of note 1" in pages[-1]
    assert f"Page {len(pages)} of {len(pages)}" in " ".join(pages[-1].split())
    raster = session.paper.render(files["fax.pdf"], len(pages), 1.0)
    foot = raster.rgb[(raster.height - 10) * raster.width * 3 :]
    assert set(foot) == {255}


def test_a_fax_too_long_for_one_call_goes_in_several(session: Session, with_documents: Request, tmp_path: Path) -> None:
    with_rules(session, fax_pages=4)
    files = packet_files(session, with_documents, tmp_path)
    calls = [data for name, data in files.items() if name.startswith("fax")]
    assert len(calls) > 1
    texts = [" ".join(text.split()) for data in calls for text in session.paper.page_text(data)]
    assert all(len(session.paper.page_text(data)) <= 4 for data in calls)
    for number, text in enumerate(texts, 1):
        assert f"Page {number} of {len(texts)}" in text


def test_files_too_many_for_a_portal_are_joined(session: Session, with_documents: Request, tmp_path: Path) -> None:
    with_rules(session, portal_files=2)
    files = packet_files(session, with_documents, tmp_path)
    assert "chart-notes.pdf" not in files
    assert len(session.paper.page_text(files["attachments.pdf"])) == 3


def test_a_file_too_large_for_a_portal_is_made_smaller_and_split(session: Session, ready: str, tmp_path: Path) -> None:
    request = found(session, Request, ready)
    noise = Image.effect_noise((1600, 2000), 60)
    out = io.BytesIO()
    noise.save(out, "TIFF", save_all=True, append_images=[noise])
    chart = documents.add(session, request.patient_id, out.getvalue(), AttachmentKind.CHART_NOTE, "MRI")
    assert len(documents.read(session, chart)) > 1_500_000
    with_rules(session, portal_megabytes=1)
    request = documents.choose(session, request.id, (chart.id,))
    files = packet_files(session, request, tmp_path)
    parts = [data for name, data in files.items() if name.startswith("chart-notes")]
    assert len(parts) == 2
    assert all(len(session.paper.page_text(data)) == 1 for data in parts)


def test_a_picture_is_kept_as_pages_and_its_file_is_named(session: Session, ready: str) -> None:
    patient = found(session, Request, ready).patient_id
    kept = documents.add(session, patient, photo(), AttachmentKind.ID_CARD, "")
    assert (kept.pages, kept.media_type, len(kept.original_sha256)) == (1, documents.PDF, 64)
    assert documents.read(session, kept).startswith(b"%PDF-1.7")
    with pytest.raises(NotADocument):
        documents.add(session, patient, b"hello", AttachmentKind.OTHER, "")


def test_what_goes_out_is_frozen_with_the_signature(session: Session, with_documents: Request) -> None:
    sign(session, review(session, with_documents.id), SAMPLE_SIGNING_WORDS)
    with pytest.raises(RequestFrozen):
        documents.choose_part(session, with_documents.id, DocumentPart(with_documents.attachment_ids[1]))


def test_only_pages_that_are_there_can_be_chosen(session: Session, with_documents: Request) -> None:
    chart = with_documents.attachment_ids[1]
    with pytest.raises(NoPagesChosen):
        documents.choose_part(session, with_documents.id, DocumentPart(chart, (5,)))
    with pytest.raises(NotTheseAreas):
        documents.choose_part(session, with_documents.id, DocumentPart(chart, (2,), (PageArea(1, 1, 1, 9, 9),)))
    assert documents.choose_part(session, with_documents.id, DocumentPart(chart)).parts == ()


@pytest.mark.parametrize(
    ("text", "pages"),
    [("", ()), ("1-4", ()), ("2", (2,)), ("1-2, 4", (1, 2, 4)), ("4;1", (4, 1)), ("2 - 3", (2, 3)), ("2,2", (2,))],
)
def test_pages_are_typed_as_people_write_them(text: str, pages: tuple[int, ...]) -> None:
    assert documents.pages_from(text, 4) == pages
    assert documents.pages_from(documents.pages_as_text(pages), 4) == pages


@pytest.mark.parametrize("text", ["0", "5", "3-2", "x", "1-", "-", "-3"])
def test_what_is_no_page_is_told(text: str) -> None:
    with pytest.raises(NoPagesChosen):
        documents.pages_from(text, 4)


def test_the_card_of_the_plan_goes_into_the_packet_at_once(session: Session, ready: str) -> None:
    request = found(session, Request, ready)
    assert request.coverage_id is not None
    front = documents.add(session, request.patient_id, photo(), AttachmentKind.ID_CARD, "Card front")
    back = documents.add(session, request.patient_id, photo(), AttachmentKind.ID_CARD, "Card back")
    for card in (front, back):
        documents.show_card(session, request.coverage_id, card.id, is_shown=True)
    assert documents.add_card(session, request.id).attachment_ids[-2:] == (front.id, back.id)
    documents.show_card(session, request.coverage_id, back.id, is_shown=False)
    assert documents.cards_of(session, request) == (front.id,)
    assert found(session, Practice, the_practice(session).id).sending == SendingRules()


def test_papers_go_in_the_chosen_order_and_the_cover_says_so(
    session: Session, with_documents: Request, tmp_path: Path
) -> None:
    card, chart = with_documents.attachment_ids
    documents.choose_trials(session, with_documents.id, is_along=True)
    request = documents.put_in_order(session, with_documents.id, (card, "trials", chart))
    files = packet_files(session, request, tmp_path)
    texts = [" ".join(text.split()) for text in session.paper.page_text(files["fax.pdf"])]
    cover = texts[0]
    assert cover.index("Insurance card") < cover.index("Earlier treatments") < cover.index("Chart notes")
    form = len(session.paper.page_text(files["form.pdf"]))
    assert texts[form + 2].startswith("Earlier treatments")
    assert "Topiramate" in texts[form + 2]
    assert f"page {form + 3}" in cover
    assert "Earlier treatments" in session.paper.page_text(files["earlier-treatments.pdf"])[0]
    with pytest.raises(RequestFrozen):
        documents.put_in_order(session, request.id, (chart, card))


def test_the_table_of_earlier_treatments_holds_facts_only(session: Session, ready: str) -> None:
    prepared = prepare(session, RequestId(ready))
    sheet = trials_sheet(prepared.case, prepared.facts, session.today)
    assert {row.therapy.lower() for row in sheet.rows} == {trial.drug.lower() for trial in prepared.case.trials}
    for row, trial in zip(sheet.rows, prepared.case.trials, strict=True):
        assert trial.start is None or trial.start.us() in row.dates
        assert row.reason == trial.reason
        assert row.documented
    text = " ".join(session.paper.page_text(trials_pdf(sheet))[0].split())
    assert prepared.case.patient.name.full in text
    assert prepared.case.coverage is not None
    assert prepared.case.coverage.member_id in text


def test_a_document_that_is_taken_away_is_named_nowhere(session: Session, with_documents: Request) -> None:
    card, chart = with_documents.attachment_ids
    assert with_documents.coverage_id is not None
    documents.show_card(session, with_documents.coverage_id, card, is_shown=True)
    with pytest.raises(StillAttached):
        edits.remove(session, "Remove document", found(session, Attachment, card))
    documents.remove(session, card)
    documents.remove(session, chart)
    request = found(session, Request, with_documents.id)
    assert (request.attachment_ids, request.parts) == ((), ())
    assert documents.cards_of(session, request) == ()
    assert session.vault.get(Attachment, card) is None


def test_a_document_that_went_out_or_confirms_it_stays(session: Session, with_documents: Request) -> None:
    sign(session, review(session, with_documents.id), SAMPLE_SIGNING_WORDS)
    kept = sent.note_sent(session, with_documents.id, SentBy.FAX, "1-800-555-0142")
    (slip,) = sent.add_confirmation(session, kept, photo(), "Slip").confirmation_ids
    for name in (*with_documents.attachment_ids, slip):
        with pytest.raises(StillAttached):
            documents.remove(session, name)
    assert found(session, Request, with_documents.id).attachment_ids == with_documents.attachment_ids


def test_how_many_pages_were_sent_is_kept_and_printed(session: Session, with_documents: Request) -> None:
    sign(session, review(session, with_documents.id), SAMPLE_SIGNING_WORDS)
    kept = sent.note_sent(session, with_documents.id, SentBy.FAX, "Juniper, 1-800-555-0142", reference="A-17")
    prepared = prepare(session, with_documents.id)
    form = checklist_for(session, prepared).file.pages
    assert kept.pages == 1 + form + 2 + 1
    again = sent.note_sent(session, with_documents.id, SentBy.PORTAL, "portal")
    assert again.pages == form + 2 + 1
    sent.add_confirmation(session, kept, photo(), "Slip 7")
    text = " ".join(" ".join(session.paper.page_text(checklist_pdf(checklist_for(session, prepared)))).split())
    assert (
        f"by fax to Juniper, 1-800-555-0142, by {session.actor.name.full}, {kept.pages} pages, reference A-17" in text
    )
    assert "confirmation: Slip 7" in text
    assert "no confirmation yet" in text


def test_the_cover_says_what_the_office_has_it_say(session: Session, with_documents: Request, tmp_path: Path) -> None:
    with_rules(
        session,
        header="Elm Street Neurology\nAuthorizations",
        fax_from="4015550177",
        cover_text="Please call back before 4 pm.",
        confidentiality="For the addressee only.",
        cover_names_patient=True,
    )
    files = packet_files(session, with_documents, tmp_path)
    cover = " ".join(session.paper.page_text(files["fax.pdf"])[0].split())
    for words in (
        "Elm Street Neurology Authorizations",
        "Fax (401) 555-0177",
        "before 4 pm.",
        "For the addressee only.",
    ):
        assert words in cover
    assert "the law keeps private" not in cover
    assert "born" in cover


def test_a_fax_too_large_for_one_call_becomes_grey(session: Session, ready: str, tmp_path: Path) -> None:
    request = found(session, Request, ready)
    out = io.BytesIO()
    Image.effect_noise((2200, 2800), 90).convert("RGB").save(out, "JPEG", quality=96)
    chart = documents.add(session, request.patient_id, out.getvalue(), AttachmentKind.CHART_NOTE, "MRI")
    before = len(documents.read(session, chart))
    with_rules(session, fax_megabytes=1)
    request = documents.choose(session, request.id, (chart.id,))
    sign(session, review(session, request.id), SAMPLE_SIGNING_WORDS)
    packet = make_packet(session, request.id, tmp_path)
    fax = next(path for path in packet.files if path.name.endswith("-fax.pdf"))
    assert fax.stat().st_size < before
    assert any(note.startswith("Fax, call 1: ") and "grey" in note for note in packet.notes)


def test_the_fax_eye_is_given_the_documents_as_they_go_out_and_the_whole_fax(
    session: Session, with_documents: Request
) -> None:
    chart = found(session, Attachment, with_documents.attachment_ids[1])
    shown = session.paper.page_text(fax_shown.document_shown(session, with_documents.id, chart))
    assert len(shown) == 2
    assert SECRET not in shown[0]
    whole = session.paper.page_text(fax_shown.fax_shown(session, with_documents.id))
    with_rules(session, fax_pages=5)
    torn = session.paper.page_text(fax_shown.fax_shown(session, with_documents.id))
    assert any("Headache days 18, page 4" in text for text in whole)
    assert len(torn) > len(whole)
