"""A form is known again however its file was made; another edition is told, carried over and confirmed box by box."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from app.domain.ids import RequestId
from app.domain.request import StoredForm
from app.domain.sample import REQUESTS
from app.mapping.drafting import acts
from app.mapping.drafting.merge import diff_of
from app.mapping.drafting.model import Draft, Standing
from app.mapping.drafting.steps import applied
from app.mapping.drafting.toml_text import pack_toml
from app.mapping.pack import Recognised
from app.services import forms, opening, packs, requests
from app.services.problems import FormInUse
from app.services.session import Session
from app.services.trying import fill_invented, try_draft


def _changed(data: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(out, encryption=False)
    return out.getvalue()


def _resaved(pdf: pikepdf.Pdf) -> None:
    pdf.remove_unreferenced_resources()


def _renamed(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as meta:
        meta["dc:title"] = "Scan 0001"
    pdf.docinfo["/Producer"] = "Some office printer"


def _printed(pdf: pikepdf.Pdf) -> None:
    """As "print to PDF" leaves it: pages with what boxes looked like on them, no field and no metadata."""
    pdf.flatten_annotations("all")
    for page in pdf.pages:
        if "/Annots" in page.obj:
            del page.obj["/Annots"]
    for name in ("/AcroForm", "/Metadata", "/Names"):
        if name in pdf.Root:
            del pdf.Root[name]


def _accepted(draft: Draft) -> Draft:
    return applied(draft, acts.accept(draft, [box.id for box in draft.boxes if box.has_offer]))


@pytest.fixture
def rx(payer_forms: Path) -> bytes:
    """A payer's fillable form."""
    return (payer_forms / "bcbstx-rx-standard-pa.pdf").read_bytes()


@pytest.mark.parametrize("change", [_resaved, _renamed, _printed])
def test_an_office_s_own_setup_fills_the_form_however_it_was_saved(
    session: Session, rx: bytes, change: Callable[[pikepdf.Pdf], None]
) -> None:
    session.packs.clear()
    added = forms.add_blank(session, rx, title="Standard form")
    pack = packs.use_pack(session, added.sha256, _accepted(packs.open_draft(session, added.sha256).draft))
    again = forms.add_blank(session, _changed(rx, change))
    assert again.sha256 != added.sha256
    assert again.pack_id == pack.id
    template = forms.compiled(session, again.choice, pack).template
    assert len(template.boxes) == len(pack.boxes)
    tried = [
        try_draft(packs.open_draft(session, sha256).draft, template, session.today).filled.counts
        for sha256 in (added.sha256, again.sha256)
    ]
    assert tried[0].filled == tried[1].filled > 40


def test_a_form_that_macos_saved_anew_is_the_same_form(session: Session, payer_forms: Path) -> None:
    first, second = ((payer_forms / f"aetna-medicare-riabni-{name}.pdf").read_bytes() for name in ("v1", "v2"))
    session.packs.clear()
    added = forms.add_blank(session, first)
    pack = packs.use_pack(session, added.sha256, _accepted(packs.open_draft(session, added.sha256).draft))
    again = forms.add_blank(session, second)
    assert again.pack_id == pack.id
    found = session.packs.recognise(again.sha256, session.paper.page_text(second))
    assert found is not None
    assert (found.how, found.similarity) == (Recognised.TEXT, 1.0)


@pytest.mark.parametrize("name", ["rxbenefits-medication-pa", "tmhp-radiology-pa", "aetna-skyrizi"])
def test_a_print_of_a_fillable_form_is_filled_by_the_setup_that_comes_with_the_program(
    session: Session, payer_forms: Path, name: str
) -> None:
    data = (payer_forms / f"{name}.pdf").read_bytes()
    for_file = opening.open_blank(session.paper, session.packs, data)
    printed = opening.open_blank(session.paper, session.packs, _changed(data, _printed))
    assert (for_file.recognition.how, printed.recognition.how) == (Recognised.FILE, Recognised.TEXT)  # type: ignore[union-attr]
    assert all(box.field is None for box in printed.template.boxes)
    values = [_values(opened, session.today) for opened in (for_file, printed)]
    assert values[0] == values[1]
    assert len(values[0]) > 25


def _values(opened: opening.OpenedForm, today: dt.date) -> list[tuple[int, str, str]]:
    """What the invented patient's form says, box by box."""
    assert opened.pack is not None
    filled = fill_invented(opened.pack, opened.template, today)
    return sorted((box.page, box.title, str(box.value)) for box in filled.boxes.values() if box.value)


def _edition(
    date: str, *, shift: float = 0.0, extra: bool = False, hammock: str = "Colour of the hammock", oak: str = "oak"
) -> bytes:
    """A small form of an invented payer, as it is printed in one edition."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(612, 792))
    canvas.setFont("Helvetica-Bold", 14)
    canvas.drawString(72, 740, "Prior Authorization Request Form")
    canvas.setFont("Helvetica", 10)
    canvas.drawString(72, 716, "Lakeside Health Plan asks for all of this before a hammock is approved for a member.")
    labels = ["Patient Name:", "Date of Birth:", "Member ID:", "Phone:", "Prescriber Name:", f"{hammock}:"]
    for at, words in enumerate([*labels, *(["Weight:"] if extra else [])]):
        y, x = 676 - 24 * at, 200 + (shift if at == 4 else 0)
        canvas.drawString(72, y, words)
        canvas.rect(x, y - 4, 260, 15)
    for at in range(8):
        canvas.drawString(
            72, 400 - 14 * at, f"Rule {at}: hammocks number {at * 7} are approved where {oak} tree {at} is known."
        )
    canvas.setFont("Helvetica", 8)
    canvas.drawString(40, 20, f"LHP-HAM-2 ({date})")
    canvas.save()
    return out.getvalue()


@pytest.fixture
def known(session: Session) -> str:
    """An edition of January 2025 that the office holds and has set up."""
    session.packs.clear()
    added = forms.add_blank(session, _edition("1-25"))
    draft = _accepted(packs.open_draft(session, added.sha256).draft)
    packs.use_pack(session, added.sha256, draft)
    return added.sha256


@pytest.mark.parametrize(("date", "says"), [("2-17", "an older one"), ("6-26", "a newer one")])
def test_the_office_is_told_which_edition_it_holds_and_which_this_is(
    session: Session, known: str, date: str, says: str
) -> None:
    news = forms.add_blank(session, _edition(date)).news
    assert news.edition == f"You hold LHP-HAM-2 (1-25); this is LHP-HAM-2 ({date}), {says}."
    assert news.looks_like


def test_one_box_that_moved_a_little_under_the_same_words_is_to_be_confirmed(session: Session, known: str) -> None:
    fresh = forms.add_blank(session, _edition("1-25", shift=9))
    assert fresh.pack_id is None
    draft = packs.open_draft(session, fresh.sha256).draft
    diff = diff_of(draft)
    assert diff is not None
    assert (diff.same, diff.moved, diff.doubtful, diff.new) == (5, 1, 0, 0)
    assert [box.standing for box in draft.changed] == [Standing.MOVED]


def test_only_what_changed_is_to_be_confirmed(session: Session, known: str) -> None:
    fresh = forms.add_blank(session, _edition("6-26", shift=9, extra=True, hammock="Make of the tent"))
    assert fresh.pack_id is None
    drafted = packs.open_draft(session, fresh.sha256)
    draft, diff = drafted.draft, diff_of(drafted.draft)
    assert diff is not None
    assert draft.earlier is not None
    assert draft.earlier.edition == "LHP-HAM-2 (1-25)"
    assert (diff.same, diff.moved, diff.doubtful, diff.new) == (4, 1, 1, 1)
    assert {box.standing for box in draft.changed} == {Standing.MOVED, Standing.DOUBTFUL, Standing.NEW}
    assert all(box.is_open for box in draft.changed)
    assert not any(box.is_open for box in draft.boxes if box.standing is Standing.SAME)
    moved = next(box for box in draft.boxes if box.standing is Standing.MOVED)
    assert moved.carried is not None
    settled = applied(draft, acts.accept(draft, [moved.id])).box(moved.id)
    assert settled is not None
    assert settled.source == moved.carried
    packs.keep_draft(session, fresh.sha256, draft)
    assert diff_of(packs.open_draft(session, fresh.sha256).draft) == diff


def test_the_same_words_with_boxes_elsewhere_are_no_form_to_be_filled_unseen(session: Session, known: str) -> None:
    record = next(item for item in session.vault.all(StoredForm) if item.sha256 == known)
    pack = session.packs.get(str(record.pack_id))
    assert pack is not None
    gone = tuple(replace(box, field="nowhere", place=None) for box in pack.boxes[:1])
    session.packs.put(pack_toml(replace(pack, boxes=gone, fingerprints=replace(pack.fingerprints, sha256=()))), "gone")
    opened = opening.open_blank(session.paper, session.packs, _changed(_edition("1-25"), _renamed))
    assert opened.pack is None
    assert opened.recognition is not None


@pytest.mark.parametrize(("shift", "fits"), [(0.0, True), (9.0, False)])
def test_a_print_that_lost_letters_is_the_form_where_edition_and_all_places_agree(
    session: Session, known: str, shift: float, fits: bool
) -> None:
    opened = opening.open_blank(session.paper, session.packs, _edition("1-25", oak="o k", shift=shift))
    assert opened.recognition is not None
    assert 0.7 <= opened.recognition.similarity < 0.9
    assert (opened.pack is not None) is fits


def test_another_wording_in_another_edition_is_never_the_form_itself(session: Session, known: str) -> None:
    opened = opening.open_blank(session.paper, session.packs, _edition("6-26", oak="o k"))
    assert opened.recognition is not None
    assert opened.pack is None


def _scaled(pdf: pikepdf.Pdf) -> None:
    """As a printer that fits pages to its paper leaves them."""
    for page in pdf.pages:
        page.contents_add(b"q 0.96 0 0 0.96 12 16 cm", prepend=True)
        page.contents_add(b"Q")


def test_a_print_that_was_scaled_is_not_filled_in_the_old_places(session: Session, known: str) -> None:
    news = forms.add_blank(session, _changed(_edition("1-25"), _scaled))
    assert news.pack_id is None
    assert news.news.edition == "Both print LHP-HAM-2 (1-25), but their pages or boxes are not the same."
    draft = packs.open_draft(session, news.sha256).draft
    assert {box.standing for box in draft.boxes} <= {Standing.MOVED, Standing.SAME}
    assert sum(box.standing is Standing.MOVED for box in draft.boxes) >= 4


def test_a_filled_form_is_said_to_be_no_blank_and_can_be_taken_out_again(session: Session, payer_forms: Path) -> None:
    added = forms.add_blank(session, (payer_forms / "hls-case-002a-FILLED-flat.pdf").read_bytes(), title="Filled")
    assert "a date of birth" in added.news.filled
    forms.remove_blank(session, added.sha256)
    assert all(item.sha256 != added.sha256 for item in session.vault.all(StoredForm))


def test_a_form_that_a_request_is_made_on_stays(session: Session, known: str) -> None:
    row = next(form for form in forms.known_forms(session) if form.sha256 == known)
    requests.choose_form(session, RequestId(REQUESTS[0]), row.choice)
    with pytest.raises(FormInUse):
        forms.remove_blank(session, known)
