"""Everything that a form setup can say is said in the editor, from the keyboard, is taken back, and is in the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from app.desk.editor.head import Part
from app.desk.editor.picker import KeyPicker
from app.desk.editor.rows import AddressRow, AttachmentRow, SectionRow
from app.desk.editor.screen import FormEditorScreen
from app.desk.editor.table import Shown
from app.desk.editor.takes import Takes
from app.desk.forms.screen import FormsScreen
from app.desk.places import Spot, View
from app.desk.widgets.choice import Choice
from app.desk.window import DeskWindow
from app.domain.practice import Line
from app.domain.request import AttachmentKind
from app.mapping.drafting import acts
from app.mapping.drafting.model import BoxState, Standing
from app.mapping.drafting.to_pack import pack_of
from app.mapping.drafting.toml_text import pack_toml
from app.mapping.loading import load_pack
from app.mapping.model import Channel, Pick, QuestionType, SignatureRule, SourceKind
from app.pdf.template import Align, BoxKind
from tests.desk.conftest import focused, frame_of, press, settle, write
from tests.desk.editing import drag, open_editor, strange_form

_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def opened(window: DeskWindow, qtbot: QtBot, tmp_path: Path) -> FormEditorScreen:
    """The editor on a form that nobody has seen."""
    return open_editor(window, qtbot, strange_form(tmp_path))


def _choose(choice: Choice, value: object) -> None:
    choice.set_value(value)
    choice.activated.emit(choice.currentIndex())


def _find(qtbot: QtBot, words: str) -> None:
    assert isinstance(focused(), KeyPicker)
    write(qtbot, words)
    press(qtbot, Qt.Key.Key_Return)


def _read_back(editor: FormEditorScreen) -> None:
    """What the draft says is what its file says."""
    pack = pack_of(editor.draft)
    assert load_pack(pack_toml(pack), "again") == pack


def test_a_text_is_put_together_of_several_facts_by_keys(
    opened: FormEditorScreen, qtbot: QtBot, window: DeskWindow
) -> None:
    press(qtbot, Qt.Key.Key_Return)
    opened.work.choose(opened.draft.boxes[0].id)
    press(qtbot, Qt.Key.Key_F3)
    takes = opened.sheet.takes
    assert focused() is takes.kind
    _choose(takes.kind, Takes.COMPOSE)
    source = opened.draft.boxes[0].source
    assert source is not None
    assert source.pattern == "{patient.full_name}"
    takes.compose._more()
    _find(qtbot, "birth")
    assert opened.draft.boxes[0].source.pattern == "{patient.full_name}[, {patient.dob}]"  # type: ignore[union-attr]
    settle(window, qtbot)
    assert "Nguyễn" in opened.sheet.prints.text()
    _read_back(opened)
    opened.setFocus()
    press(qtbot, Qt.Key.Key_Z, _CTRL)
    assert opened.draft.boxes[0].source.pattern == "{patient.full_name}"  # type: ignore[union-attr]
    assert len(takes.compose.rows) == 1


def test_a_second_fact_is_taken_where_the_first_is_not_documented(opened: FormEditorScreen, qtbot: QtBot) -> None:
    opened.work.choose(opened.draft.boxes[3].id)
    press(qtbot, Qt.Key.Key_Return)
    opened.work.choose(opened.draft.boxes[3].id)
    opened.show_part(Part.BOX)
    opened.sheet.takes.fact._more()
    _find(qtbot, "prescriber phone")
    keys = opened.draft.boxes[3].source.keys  # type: ignore[union-attr]
    assert len(keys) == 2
    assert keys[0] == "patient.phone"
    _read_back(opened)


def test_all_rows_of_the_ledger_are_listed_in_one_box(opened: FormEditorScreen, qtbot: QtBot) -> None:
    opened.work.choose(opened.draft.boxes[2].id)
    opened.show_part(Part.BOX)
    _choose(opened.sheet.takes.kind, Takes.JOIN)
    _find(qtbot, "every drug")
    source = opened.draft.boxes[2].source
    assert source is not None
    assert (source.kind, source.keys) == (SourceKind.JOIN, ("prior[*].drug",))
    _choose(opened.sheet.takes.join.separator, "; ")
    assert opened.draft.boxes[2].source.separator == "; "  # type: ignore[union-attr]
    _read_back(opened)


def test_a_box_is_ticked_and_another_filled_only_under_conditions(opened: FormEditorScreen, qtbot: QtBot) -> None:
    tick = next(box for box in opened.draft.boxes if box.kind is BoxKind.CHECK)
    opened.work.choose(tick.id)
    opened.show_part(Part.BOX)
    _choose(opened.sheet.takes.kind, Takes.TICK)
    _find(qtbot, "age")
    write(qtbot, "18")
    press(qtbot, Qt.Key.Key_Return)
    assert opened.draft.box(tick.id).source.rule == "patient.age >= 18"  # type: ignore[union-attr]
    opened.sheet.when.begin()
    _find(qtbot, "earlier therapies at least")
    assert opened.draft.box(tick.id).when == "any(prior)"  # type: ignore[union-attr]
    _read_back(opened)
    opened.setFocus()
    press(qtbot, Qt.Key.Key_Z, _CTRL)
    assert opened.draft.box(tick.id).when == ""  # type: ignore[union-attr]


def test_marked_boxes_become_one_question_or_one_group(opened: FormEditorScreen, qtbot: QtBot) -> None:
    boxes = opened.draft.boxes
    opened.work.choose(boxes[0].id)
    opened.boxes.table.setFocus()
    press(qtbot, Qt.Key.Key_Down, _SHIFT)
    press(qtbot, Qt.Key.Key_Down, _SHIFT)
    assert [box.id for box in boxes[:3]] == list(opened.work.targets)
    assert "3 boxes" in opened.boxes.detail._marked_words.text()
    opened.boxes.detail.grouped.emit(Pick.ANY)
    assert len(opened.work.targets) == 1
    names = {box.group for box in opened.draft.boxes[:3]}
    assert len(names) == 1
    assert opened.draft.head.picks[names.pop()] is Pick.ANY
    _read_back(opened)
    opened.work.choose(boxes[0].id)
    press(qtbot, Qt.Key.Key_Down, _SHIFT)
    press(qtbot, Qt.Key.Key_F7)
    assert [box.state for box in opened.draft.boxes[:3]] == [BoxState.NOT_OURS, BoxState.NOT_OURS, BoxState.SUGGESTED]


def test_a_question_gets_its_answers_detail_and_what_proposes_it(opened: FormEditorScreen, qtbot: QtBot) -> None:
    tick = next(box for box in opened.draft.boxes if box.kind is BoxKind.CHECK)
    opened.work.choose(tick.id)
    press(qtbot, Qt.Key.Key_F9)
    opened.work.choose(tick.id)
    opened.show_part(Part.BOX)
    editor = opened.sheet.question
    editor.propose.begin()
    _find(qtbot, "age")
    write(qtbot, "12")
    press(qtbot, Qt.Key.Key_Return)
    editor.detail.setFocus()
    write(qtbot, "Which hammock?")
    press(qtbot, Qt.Key.Key_Return)
    (question,) = opened.draft.head.questions
    assert question.propose == "patient.age >= 12"
    assert question.detail is not None
    _choose(editor.type.choice, QuestionType.CHOICE)
    editor.choices.text.setPlainText("Yes\nNo\nOnly on Sundays")
    editor.choices._settle()
    (question,) = opened.draft.head.questions
    assert list(question.choices) == ["yes", "no", "only_on_sundays"]
    _choose(opened.sheet.takes.answer.answer, "only_on_sundays")
    assert opened.draft.box(tick.id).source.equals == "only_on_sundays"  # type: ignore[union-attr]
    _read_back(opened)


def test_sections_addresses_attachments_and_the_signature_are_said_and_taken_back(
    opened: FormEditorScreen, qtbot: QtBot
) -> None:
    before = opened.draft
    opened.show_part(Part.ABOUT)
    about = opened.about
    _choose(about._rule.choice, SignatureRule.WET)
    about._attestation.text.setPlainText("I attest that this is true.")
    about._attestation._settle()
    about.addresses.added.emit()
    row = about.addresses.rows[-1]
    assert isinstance(row, AddressRow)
    _choose(row.channel.choice, Channel.PHONE)
    row.address.line.setText("1-800-555-0100")
    row.address._settle()
    about.attachments.added.emit()
    attachment = about.attachments.rows[-1]
    assert isinstance(attachment, AttachmentRow)
    _choose(attachment.kind.choice, AttachmentKind.LABS)
    section = about.sections.rows[-1]
    assert isinstance(section, SectionRow)
    section.asked.set_value(("oab", "ndo"))
    section.asked.settled.emit(("oab", "ndo"))
    section.when.settled.emit("patient.age >= 18")
    head = opened.draft.head
    assert (head.signer.rule, head.signer.attestation) == (SignatureRule.WET, "I attest that this is true.")
    assert (head.destinations[-1].channel, head.destinations[-1].address) == (Channel.PHONE, "1-800-555-0100")
    assert head.attachments[-1].kind is AttachmentKind.LABS
    assert (head.sections[-1].conditions, head.sections[-1].when) == (("oab", "ndo"), "patient.age >= 18")
    _read_back(opened)
    gone = head.sections[-1]
    about.sections.removed.emit(len(head.sections) - 1)
    assert gone not in opened.draft.head.sections
    assert not any(box.section == gone.id for box in opened.draft.boxes)
    _read_back(opened)
    while opened.work.history is not None and opened.work.history.done:
        opened.work.undo()
    assert opened.draft == before


def test_a_new_address_that_nobody_typed_is_no_part_of_the_form(opened: FormEditorScreen) -> None:
    count = len(opened.draft.head.destinations)
    opened.about.addresses.added.emit()
    assert len(opened.draft.head.destinations) == count + 1
    assert len(pack_of(opened.draft).destinations) == count


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_box_on_a_turned_page_is_sized_by_the_mouse(
    window: DeskWindow, qtbot: QtBot, tmp_path: Path, turn: int
) -> None:
    editor = open_editor(window, qtbot, strange_form(tmp_path, turn=turn))
    canvas = editor.page.canvas
    box = next(item for item in editor.draft.boxes if not item.own and item.rect.width > 60)
    editor.work.choose(box.id)
    seen = canvas.page_geometry.rect(box.rect)
    corner = QPoint(round(seen.right()), round(seen.bottom()))
    drag(editor, qtbot, corner, corner + QPoint(30, 24))
    after = editor.draft.box(box.id)
    assert after is not None
    grown = canvas.page_geometry.rect(after.rect)
    assert (round(grown.left()), round(grown.top())) == (round(seen.left()), round(seen.top()))
    assert grown.right() > seen.right() + 15
    assert grown.bottom() > seen.bottom() + 10


def test_a_new_edition_opens_on_what_changed_and_enter_confirms_it(
    window: DeskWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    first = open_editor(window, qtbot, strange_form(tmp_path))
    first.work.do(lambda draft: acts.accept(draft, [box.id for box in draft.boxes if box.has_offer]))
    first.about._payer.line.setText("Lakeside Health")
    first.about._payer._settle()
    first.use()
    settle(window, qtbot)
    (tmp_path / "new").mkdir()
    editor = open_editor(window, qtbot, strange_form(tmp_path / "new", moved=14), at=-1)
    assert editor.boxes.shown is Shown.CHANGED
    moved = [row.box for row in editor.boxes.table.rows_model.rows if row.box.standing is Standing.MOVED]
    assert len(moved) == 3
    assert moved[0].carried is not None
    assert "3 moved" in editor.boxes._diff_words.text()
    editor.work.choose(moved[0].id)
    press(qtbot, Qt.Key.Key_Return)
    after = editor.draft.box(moved[0].id)
    assert after is not None
    assert after.source == moved[0].carried


def test_what_was_seen_on_a_blank_stays_to_be_read_and_a_filled_one_is_taken_out(
    window: DeskWindow, qtbot: QtBot, payer_forms: Path
) -> None:
    frame = frame_of(window)
    frame.go(Spot(View.FORMS))
    settle(window, qtbot)
    screen = frame.screen_of(View.FORMS)
    assert isinstance(screen, FormsScreen)
    before = len(screen.table.rows_model.rows)
    screen.add_file(payer_forms / "hls-case-002a-FILLED-flat.pdf")
    settle(window, qtbot)
    settle(window, qtbot)
    assert screen.news.isVisible()
    assert "filled in already" in screen.news.accessibleName()
    assert len(screen.table.rows_model.rows) == before + 1
    press(qtbot, Qt.Key.Key_Return)
    settle(window, qtbot)
    settle(window, qtbot)
    assert not screen.news.isVisible()
    assert len(screen.table.rows_model.rows) == before


def test_letters_drugs_a_section_within_another_and_the_plans_of_an_address_are_said(
    opened: FormEditorScreen, qtbot: QtBot
) -> None:
    box = next(item for item in opened.draft.boxes if item.kind is BoxKind.TEXT)
    opened.work.choose(box.id)
    opened.show_part(Part.BOX)
    letters = opened.sheet.letters
    letters.limit.setValue(12)
    _choose(letters.side, Align.RIGHT)
    written = opened.draft.box(box.id)
    assert written is not None
    assert (written.look.align, written.limit) == (Align.RIGHT, 12)
    opened.show_part(Part.ABOUT)
    about = opened.about
    about._products.settled.emit("j0585, J0586")
    about._products.settled.emit("Botox")
    first, second = opened.draft.head.sections[:2]
    rows = about.sections.rows
    rows[1].inside.settled.emit(first.id)  # type: ignore[attr-defined]
    about.addresses.added.emit()
    about.addresses.rows[-1].lines.settled.emit(("medicare_advantage",))  # type: ignore[attr-defined]
    head = opened.draft.head
    assert head.products == ("J0585", "J0586")
    assert head.section(second.id).inside == first.id  # type: ignore[union-attr]
    assert head.destinations[-1].lines == (Line.MEDICARE_ADVANTAGE,)
    choice = about.sections.rows[0].inside.choice  # type: ignore[attr-defined]
    offered = [choice.itemText(at) for at in range(choice.count())]
    assert offered[0] == "a part of its own"
    assert f"within {second.title}" not in offered
    assert load_pack(pack_toml(pack_of(opened.draft)), "this form").products == ("J0585", "J0586")
