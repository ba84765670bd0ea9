"""A signed form: seen by drawing it, read by reading it, and opened by libraries that did not write it."""

from __future__ import annotations

import dataclasses
import io
import os
import re
from collections.abc import Mapping, Sequence

import pypdf
import pytest

from app.domain.practice import Person
from app.mapping.filled import BoxFill, FilledForm, FillState
from app.mapping.model import Source, SourceKind
from app.pdf.composing.composer import AddendumHeading
from app.pdf.template import Box, BoxId, BoxKind, Rect
from app.pdf.worker import PaperWorker
from app.signing.blank import SCALE, PageInk
from app.signing.draft import Draft
from app.signing.frame import Frame
from app.signing.intent import Moment, SignRole, make_intent
from app.signing.mark import Mark, TypedMark
from app.signing.problems import DocumentChanged, IntentReplayed
from app.signing.signer import open_signer
from app.signing.stamp import SignedForm, sign_form
from tests.unit.signing.conftest import AT, WORDS, blank_pages

_SIGNATURE = BoxId("1:240,310")
_DATE = BoxId("1:480,310")
_NAME = BoxId("1:240,610")
_STORY = BoxId("1:300,500")
_PLACES = {
    _SIGNATURE: (Rect(60, 300, 420, 320), BoxKind.TEXT),
    _DATE: (Rect(430, 300, 530, 320), BoxKind.TEXT),
    _NAME: (Rect(60, 600, 420, 620), BoxKind.TEXT),
    _STORY: (Rect(60, 480, 540, 520), BoxKind.MULTILINE),
}


def draft_of(
    worker: PaperWorker, data: bytes, *, turn: int = 0, story: str = "Short.", places: Mapping[BoxId, object] = _PLACES
) -> Draft:
    """A flat form with a signature box, its date, a name and a story, on page 1."""
    frame = Frame(dataclasses.replace(worker.compile(data).template.pages[0], turn=turn))
    boxes = []
    for rect, kind in _PLACES.values():
        user = frame.rect_to_user(rect)
        x, y = user.center
        boxes.append(Box(BoxId(f"1:{x:.0f},{y:.0f}"), 1, user, kind))
    form = worker.compile(data, declared=boxes)
    ids = [box.id for box in boxes]
    values = {ids[2]: "Ánh Thị Nguyễn", ids[3]: story}
    fills = {
        box.id: BoxFill(
            box.id,
            1,
            box.kind,
            values.get(box.id),
            FillState.FILLED if box.id in values else FillState.EMPTY_ON_PURPOSE,
        )
        for box in form.template.boxes
    }
    source = Source(SourceKind.KEY, keys=("attest.signature_date",), format="MM/DD/YYYY")
    filled = FilledForm(fills, signature_boxes=(ids[0],), date_boxes={ids[1]: source})
    return Draft(form, filled, heading=AddendumHeading("Addendum", ("Patient: Ánh Thị Nguyễn",)))


def signed_form(
    worker: PaperWorker, draft: Draft, slot: bytes, person: Person, mark: Mark | None = None, seed: int = 7
) -> SignedForm:
    shown = draft.composed().pdf
    intent = make_intent(
        shown,
        signer=person.id,
        role=SignRole.PRESCRIBER,
        meaning="I certify that this is true.",
        at=AT,
        random=lambda count: bytes([seed]) * count,
    )
    with open_signer(slot, WORDS, person.id) as signer:
        return sign_form(draft, intent, signer, Moment(AT), worker, mark=mark)


def texts(worker: PaperWorker, signed: SignedForm) -> Sequence[str]:
    return [" ".join(text.split()) for text in worker.page_text(signed.pdf)]


@pytest.fixture(scope="module")
def worker() -> PaperWorker:  # type: ignore[misc]
    with PaperWorker() as made:
        yield made


def test_the_signature_says_who_what_and_when(worker: PaperWorker, slot: bytes, person: Person) -> None:
    signed = signed_form(worker, draft_of(worker, blank_pages("footed", "footed")), slot, person)
    first, second = texts(worker, signed)
    for words in (
        "Electronically signed by Ánh T. Nguyễn, MD",
        "NPI 1234567893",
        "11/23/2026 2:05:12 PM (UTC-05:00)",
        "Meaning: I certify that this is true.",
        f"Document {signed.document_id} · page 1 of 2",
        "GR-68535-3 (1-25)",
    ):
        assert words in first
    assert f"Document {signed.document_id} · page 2 of 2" in second
    assert signed.signature_pages == 0
    assert signed.notes == ()


def test_the_date_box_holds_the_day_of_signing(worker: PaperWorker, slot: bytes, person: Person) -> None:
    draft = draft_of(worker, blank_pages("empty"))
    signed = signed_form(worker, draft, slot, person)
    [text] = worker.read_boxes(signed.pdf, [(1, Rect(430, 300, 530, 320))])
    assert text.strip() == "11/23/2026"
    [before] = worker.read_boxes(draft.composed().pdf, [(1, Rect(430, 300, 530, 320))])
    assert before.strip() == ""


def test_the_document_id_is_of_the_bytes_that_were_shown(worker: PaperWorker, slot: bytes, person: Person) -> None:
    draft = draft_of(worker, blank_pages("empty"))
    signed = signed_form(worker, draft, slot, person)
    assert signed.document_id.replace("-", "") == signed.authorization.intent.document_sha256[:16]
    assert signed.sha256 != signed.authorization.intent.document_sha256


def test_full_margins_give_a_signature_page_and_a_note(worker: PaperWorker, slot: bytes, person: Person) -> None:
    signed = signed_form(worker, draft_of(worker, blank_pages("lined")), slot, person)
    assert signed.signature_pages == 1
    assert signed.pages == 2
    assert "Page 1 has no blank margin for the document number." in signed.notes
    assert "Page 1 has no blank place for the square code." in signed.notes
    last = texts(worker, signed)[-1]
    assert "Electronically signed by Ánh T. Nguyễn, MD" in last
    assert "page 2 of 2" in last
    assert "Patient: Ánh Thị Nguyễn" in last
    assert signed.authorization.intent.digest[:8] in last


def test_a_form_without_a_signature_box_gets_a_signature_page(worker: PaperWorker, slot: bytes, person: Person) -> None:
    draft = draft_of(worker, blank_pages("empty"))
    bare = dataclasses.replace(draft, filled=dataclasses.replace(draft.filled, signature_boxes=(), date_boxes={}))
    signed = signed_form(worker, bare, slot, person)
    assert signed.signature_pages == 1
    assert "Electronically signed by" in texts(worker, signed)[-1]


def test_addendum_pages_are_counted_and_carry_the_document(worker: PaperWorker, slot: bytes, person: Person) -> None:
    signed = signed_form(worker, draft_of(worker, blank_pages("lined"), story="A long story. " * 200), slot, person)
    assert signed.composed.addendum_pages == 1
    form, addendum, page = texts(worker, signed)
    assert "page 1 of 3" not in form
    assert f"Document {signed.document_id} · page 2 of 3" in addendum
    assert "page 3 of 3" in page


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_on_a_turned_page_the_signature_reads_upright(
    worker: PaperWorker, slot: bytes, person: Person, turn: int
) -> None:
    draft = draft_of(worker, blank_pages("empty", turn=turn), turn=turn)
    signed = signed_form(worker, draft, slot, person)
    assert "Electronically signed by Ánh T. Nguyễn, MD" in texts(worker, signed)[0]
    frame = Frame(draft.form.template.pages[0])
    [drawn] = worker.ink_maps(signed.pdf, [1], SCALE)
    seen = PageInk.of(drawn, frame)
    assert not seen.has_no_ink(Rect(62, 300, 300, 330))


def test_nothing_is_printed_over_ink(worker: PaperWorker, slot: bytes, person: Person) -> None:
    draft = draft_of(worker, blank_pages("footed", "lined"))
    signed = signed_form(worker, draft, slot, person)
    shown = draft.composed().pdf
    for page in (1, 2):
        before, after = worker.render(shown, page, 2.0).rgb, worker.render(signed.pdf, page, 2.0).rgb
        darkened = sum(1 for old, new in zip(before, after, strict=True) if old < 200 and new < old - 40)
        assert darkened == 0


def test_the_result_is_one_flat_file_that_tells_nothing_of_its_making(
    worker: PaperWorker, slot: bytes, person: Person
) -> None:
    signed = signed_form(worker, draft_of(worker, blank_pages("empty", "empty")), slot, person)
    reader = pypdf.PdfReader(io.BytesIO(signed.pdf))
    assert reader.metadata is None
    assert set(reader.trailer["/Root"]) <= {"/Type", "/Pages", "/Lang"}
    assert all("/Annots" not in page for page in reader.pages)
    for word in (b"/Author", b"/Creator", b"/ModDate", b"/CreationDate", b"/AcroForm", b"/Metadata", b"<x:xmpmeta"):
        assert word not in signed.pdf
    assert signed.pdf.count(b"%%EOF") == 1
    assert WORDS.encode() not in signed.pdf


def test_every_font_is_embedded(worker: PaperWorker, slot: bytes, person: Person) -> None:
    signed = signed_form(worker, draft_of(worker, blank_pages("empty")), slot, person, TypedMark("Ánh Nguyễn"))
    named = set(re.findall(rb"/BaseFont /([\w+-]+)", signed.pdf))
    assert any(b"DancingScript" in name for name in named)
    embedded = {name for name in named if b"+" in name}
    assert named - embedded <= {b"Helvetica"}


def test_the_same_signing_gives_the_same_bytes(worker: PaperWorker, slot: bytes, person: Person) -> None:
    draft = draft_of(worker, blank_pages("empty"))
    assert signed_form(worker, draft, slot, person).pdf == signed_form(worker, draft, slot, person).pdf


def test_an_edit_after_the_review_is_refused(worker: PaperWorker, slot: bytes, person: Person) -> None:
    reviewed = draft_of(worker, blank_pages("empty"))
    edited = draft_of(worker, blank_pages("empty"), story="Another story.")
    intent = make_intent(
        reviewed.composed().pdf,
        signer=person.id,
        role=SignRole.PRESCRIBER,
        meaning="I certify.",
        at=AT,
        random=os.urandom,
    )
    with open_signer(slot, WORDS, person.id) as signer, pytest.raises(DocumentChanged):
        sign_form(edited, intent, signer, Moment(AT), worker)


def test_a_replayed_intent_signs_nothing(worker: PaperWorker, slot: bytes, person: Person) -> None:
    draft = draft_of(worker, blank_pages("empty"))
    done = signed_form(worker, draft, slot, person).authorization.intent
    with open_signer(slot, WORDS, person.id) as signer, pytest.raises(IntentReplayed):
        sign_form(draft, done, signer, Moment(AT, used={done.nonce}), worker)
