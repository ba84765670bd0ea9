"""Forms at hand, blanks that are added, and forms that no pack describes."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from app.domain.ids import RequestId
from app.domain.request import StoredForm
from app.domain.sample import PATIENTS, REQUESTS
from app.errors import PdfProblem
from app.mapping.filled import FillState
from app.pdf.problems import PasswordNeeded
from app.places import bundled
from app.services import documents, forms, opening, packs, paper, requests
from app.services.forms import FormState
from app.services.prepare import prepare
from app.services.problems import BlankMissing, NoSuchRecord, NotADocument
from app.services.sample import OWN_FORM, own_form
from app.services.session import Session

FLAT = bundled("forms", *OWN_FORM.split("/"), "form-flat.pdf")
RHODE_ISLAND = "neighborhood-ri/botox/undated"


@pytest.fixture
def unknown_form(tmp_path: Path) -> bytes:
    """A fillable form that nobody has written a pack for."""
    canvas = Canvas(str(tmp_path / "form.pdf"), pagesize=(612, 792))
    canvas.drawString(72, 700, "Name of the member")
    canvas.acroForm.textfield(name="member", x=200, y=690, width=240, height=20, fieldFlags="")
    canvas.acroForm.checkbox(name="urgent", x=200, y=650, size=14, fieldFlags="")
    canvas.save()
    return (tmp_path / "form.pdf").read_bytes()


def test_our_own_form_is_ready_and_a_payers_waits_for_its_blank(session: Session) -> None:
    known = {form.pack_id: form for form in forms.known_forms(session)}
    assert known[OWN_FORM].state is FormState.READY
    assert known[RHODE_ISLAND].state is FormState.BLANK_MISSING
    requests.choose_form(session, REQUESTS[0], known[RHODE_ISLAND].choice)
    with pytest.raises(BlankMissing):
        forms.blank(session, known[RHODE_ISLAND].choice)


def test_a_payers_blank_is_recognised_and_kept_once(session: Session, payer_forms: Path) -> None:
    data = (payer_forms / "botox-neighborhood-health-ri.pdf").read_bytes()
    for _ in range(2):
        added = forms.add_blank(session, data)
        assert (added.pack_id, added.state) == (RHODE_ISLAND, FormState.READY)
    assert len(session.vault.all(StoredForm)) == 1
    assert forms.blank(session, added.choice) == data


def test_the_flat_form_has_the_boxes_that_its_pack_declares(session: Session) -> None:
    data = FLAT.read_bytes()
    opened = opening.open_blank(session.paper, session.packs, data)
    assert opened.pack is not None
    assert len(opened.template.boxes) > 150
    choice = forms.add_blank(session, data).choice
    requests.choose_form(session, REQUESTS[0], choice)
    assert own_form(session).sha256 != choice.sha256
    assert {form.sha256 for form in forms.known_forms(session) if form.pack_id == OWN_FORM} == {
        choice.sha256,
        own_form(session).sha256,
    }
    assert prepare(session, REQUESTS[0]).filled.counts.filled > 80


def test_a_form_without_a_pack_is_no_dead_end(session: Session, unknown_form: bytes) -> None:
    added = forms.add_blank(session, unknown_form, title="A form by hand")
    assert (added.state, added.pack_id, added.title) == (FormState.NO_PACK, None, "A form by hand")
    assert added in forms.known_forms(session)
    request_id = RequestId(REQUESTS[0])
    requests.choose_form(session, request_id, added.choice)
    text, tick = prepare(session, request_id).form.template.boxes
    requests.type_on_box(session, request_id, text.id, "Ánh Nguyễn")
    requests.type_on_box(session, request_id, tick.id, "yes")
    filled = prepare(session, request_id).filled
    assert filled.values() == {text.id: "Ánh Nguyễn", tick.id: True}
    assert {fill.state for fill in filled.boxes.values()} == {FillState.TYPED}


def test_a_blank_that_needs_a_password_is_opened_for_its_requests_as_well(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    canvas = Canvas(str(path), encrypt=StandardEncryption("open sesame", ownerPassword="owner", strength=128))
    canvas.drawString(72, 700, "Member name: ____________________")
    canvas.acroForm.textfield(name="member", x=160, y=690, width=200, height=18)
    canvas.save()
    with pytest.raises(PasswordNeeded):
        forms.add_blank(session, path.read_bytes())
    known = forms.add_blank(session, path.read_bytes(), title="Locked form", password="open sesame")
    request_id = RequestId(REQUESTS[0])
    requests.choose_form(session, request_id, known.choice)
    assert any(box.field == "member" for box in prepare(session, request_id).form.template.boxes)
    assert paper.page_image(session, path.read_bytes(), 1, 1.0).width > 500
    drafted = packs.open_draft(session, known.sha256)
    assert [box.label.strip(":") for box in drafted.draft.boxes] == ["Member name"]


def test_bytes_that_are_no_pdf_are_refused_and_not_kept(session: Session) -> None:
    with pytest.raises(PdfProblem):
        forms.add_blank(session, b"not a form at all")
    assert session.vault.all(StoredForm) == ()
    with pytest.raises(NotADocument):
        documents.add(session, PATIENTS[0], b"not a document", documents.AttachmentKind.OTHER, "x")


def test_a_document_is_kept_chosen_and_read_back(session: Session, unknown_form: bytes) -> None:
    kept = documents.add(session, PATIENTS[0], unknown_form, documents.AttachmentKind.CHART_NOTE, " Visit ")
    assert (kept.title, kept.pages) == ("Visit", 1)
    read = documents.read(session, kept)
    assert session.paper.page_text(read) == session.paper.page_text(unknown_form)
    assert kept.original_sha256 == hashlib.sha256(unknown_form).hexdigest()
    documents.choose(session, REQUESTS[0], (kept.id,))
    requests.choose_form(session, REQUESTS[0], own_form(session).choice)
    assert prepare(session, REQUESTS[0]).facts.value("attachment.notes") is True
    with pytest.raises(NoSuchRecord):
        documents.choose(session, REQUESTS[1], (kept.id,))
