"""A form never seen becomes a pack of the office's own, is used, goes out as a file and comes in from one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.practice import Role
from app.domain.request import StoredForm
from app.mapping.drafting import acts, asking
from app.mapping.drafting.model import Draft
from app.mapping.drafting.steps import applied
from app.mapping.filled import FillState
from app.mapping.problems import PackProblem
from app.pdf.template import BoxKind, Rect
from app.places import bundled
from app.services import edits, forms, packs
from app.services.problems import NotAllowed
from app.services.sample import OWN_FORM
from app.services.session import Session
from app.services.text_files import read_text, write_text
from app.services.trying import try_draft
from app.vault.problems import CannotUndo


@pytest.fixture
def stranger(session: Session) -> str:
    """Our own form without fields, in an office that has no pack of it."""
    data = bundled("forms", *OWN_FORM.split("/"), "form-flat.pdf").read_bytes()
    session.packs.clear()
    return forms.add_blank(session, data, title="Botulinum toxin").sha256


def _settled(draft: Draft) -> Draft:
    draft = applied(draft, acts.accept(draft, [box.id for box in draft.sure]))
    for box in draft.open:
        now = draft.box(box.id)
        if now is not None and now.is_open:
            draft = applied(draft, asking.ask(draft, box.id))
    return draft


def test_a_form_never_seen_is_offered_meanings_and_none_is_settled(session: Session, stranger: str) -> None:
    drafted = packs.open_draft(session, stranger)
    assert len(drafted.draft.boxes) > 100
    assert len(drafted.draft.sure) > 40
    assert all(box.is_open for box in drafted.draft.boxes)
    assert drafted.guides[1].lying


def test_a_draft_is_there_again_as_it_was_left(session: Session, stranger: str) -> None:
    draft = packs.open_draft(session, stranger).draft
    changed = applied(draft, acts.accept(draft, [box.id for box in draft.sure]))
    packs.keep_draft(session, stranger, changed)
    again = packs.open_draft(session, stranger)
    assert again.was_kept
    assert again.draft == changed
    with pytest.raises(CannotUndo):
        edits.undo(session, since=session.now)
    assert packs.open_draft(session, stranger).draft == changed


def test_the_pack_is_used_from_now_on_and_recognised(session: Session, stranger: str) -> None:
    pack = packs.use_pack(session, stranger, _settled(packs.open_draft(session, stranger).draft))
    row = next(form for form in forms.known_forms(session) if form.sha256 == stranger)
    assert (row.pack_id, row.state) == (pack.id, forms.FormState.READY)
    assert session.packs.recognise(stranger) is not None
    stored = next(item for item in session.vault.all(StoredForm) if item.sha256 == stranger)
    assert stored.draft == ""
    again = packs.open_draft(session, stranger)
    assert not again.was_kept
    assert not again.draft.open


def test_boxes_left_open_stay_on_the_form_and_are_typed_by_hand(session: Session, stranger: str) -> None:
    draft = packs.open_draft(session, stranger).draft
    pack = packs.use_pack(session, stranger, applied(draft, acts.accept(draft, [box.id for box in draft.sure])))
    template = forms.compiled(session, forms.FormChoice(stranger, pack.id), pack).template
    assert len(template.boxes) == len(draft.boxes)
    tried = try_draft(packs.open_draft(session, stranger).draft, template, session.today)
    states = [fill.state for fill in tried.filled.boxes.values()]
    assert states.count(FillState.UNMAPPED) == len(draft.boxes) - len(draft.sure)
    assert states.count(FillState.FILLED) > 30


def test_a_draft_that_does_not_agree_with_itself_is_not_used(session: Session, stranger: str) -> None:
    draft = packs.open_draft(session, stranger).draft
    rect = Rect(200, 200, 260, 212)
    twice = applied(draft, acts.add(draft, 1, rect, BoxKind.TEXT))
    twice = applied(twice, acts.add(twice, 1, rect, BoxKind.TEXT))
    with pytest.raises(PackProblem):
        packs.use_pack(session, stranger, twice)
    stored = next(item for item in session.vault.all(StoredForm) if item.sha256 == stranger)
    assert stored.pack_toml == ""


def test_a_pack_goes_out_as_a_file_without_patient_or_page_and_comes_in_again(
    session: Session, stranger: str, tmp_path: Path
) -> None:
    pack = packs.use_pack(session, stranger, _settled(packs.open_draft(session, stranger).draft))
    file = tmp_path / packs.file_name_of(pack)
    write_text(file, packs.export_pack(session, pack.id))
    text = read_text(file, packs.MOST_BYTES, "a form setup")
    assert "Nguyễn" not in text
    assert "%PDF" not in text
    session.packs.clear()
    assert session.packs.get(pack.id) is None
    assert packs.import_pack(session, text, file.name) == pack
    assert session.packs.get(pack.id) == pack


def test_a_pack_taken_in_waits_for_its_blank(session: Session, stranger: str) -> None:
    pack = packs.use_pack(session, stranger, packs.open_draft(session, stranger).draft)
    text = packs.export_pack(session, pack.id).replace(stranger, "0" * 64).replace(pack.id, "other/form/undated")
    other = packs.import_pack(session, text, "other.toml")
    row = next(form for form in forms.known_forms(session) if form.pack_id == other.id)
    assert row.state is forms.FormState.BLANK_MISSING


def test_who_may_only_look_changes_nothing(session: Session, stranger: str, as_role: Callable[[Role], Session]) -> None:
    viewer = as_role(Role.VIEWER)
    draft = packs.open_draft(viewer, stranger).draft
    changed = applied(draft, acts.not_ours(draft, [draft.boxes[0].id]))
    with pytest.raises(NotAllowed):
        packs.keep_draft(viewer, stranger, changed)
    with pytest.raises(NotAllowed):
        packs.use_pack(viewer, stranger, changed)


def test_another_edition_is_carried_over_and_only_what_differs_waits(session: Session) -> None:
    text = session.packs.text(OWN_FORM).replace('edition = "', 'edition = "older than ')
    text = "\n".join(line for line in text.splitlines() if not line.startswith("sha256"))
    session.packs.clear()
    session.packs.put(text.replace(OWN_FORM, "juniper/botulinum-toxin/older"), "older")
    data = bundled("forms", *OWN_FORM.split("/"), "form.pdf").read_bytes()
    added = forms.add_blank(session, data)
    assert added.news.looks_like
    drafted = packs.open_draft(session, added.sha256)
    assert drafted.diff is not None
    assert drafted.diff.same > 0.9 * len(drafted.draft.boxes)
    assert len(drafted.draft.open) <= drafted.diff.moved + drafted.diff.doubtful + drafted.diff.new
    pack = packs.use_pack(session, added.sha256, drafted.draft)
    assert pack.id != "juniper/botulinum-toxin/older"
    assert pack.questions
