"""The form editor as a person uses it: keys, mouse, undo, kept drafts, and how many acts a real form takes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractScrollArea, QWidget
from pytestqt.qtbot import QtBot

from app.clock import FixedClock
from app.desk.editor.head import Part
from app.desk.editor.screen import FormEditorScreen
from app.desk.editor.table import Shown
from app.desk.window import DeskWindow
from app.mapping.drafting.model import BoxState
from app.mapping.drafting.to_pack import pack_of
from app.mapping.model import SourceKind
from app.mapping.pack import declared_boxes
from app.pdf.ink.marks import RING
from app.pdf.template import BoxKind, Rect
from app.places import Places
from tests.desk.conftest import WAIT_MS, Open, focused, frame_of, press, settle, write
from tests.desk.editing import drag, open_editor, strange_form

_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def opened(window: DeskWindow, qtbot: QtBot, tmp_path: Path) -> FormEditorScreen:
    """The editor on a form that nobody has seen."""
    return open_editor(window, qtbot, strange_form(tmp_path))


def _states(editor: FormEditorScreen) -> list[BoxState]:
    return [box.state for box in editor.draft.boxes]


def test_enter_accepts_and_goes_to_the_next_that_is_open(opened: FormEditorScreen, qtbot: QtBot) -> None:
    first = opened.work.current
    assert first is not None
    assert first.offered == "patient.full_name"
    press(qtbot, Qt.Key.Key_Return)
    assert opened.draft.boxes[0].state is BoxState.ACCEPTED
    assert opened.work.current is not None
    assert opened.work.current.id == opened.draft.boxes[1].id
    assert opened.boxes.table.current_name == opened.work.current.id


def test_all_that_are_sure_are_listed_before_they_are_settled(opened: FormEditorScreen, qtbot: QtBot) -> None:
    sure = [box.id for box in opened.draft.sure]
    assert len(sure) >= 3
    press(qtbot, Qt.Key.Key_Return, _CTRL)
    assert [row.box.id for row in opened.boxes.table.rows_model.rows] == sure
    assert str(len(sure)) in opened.boxes.sure_button.text()
    assert not any(state is BoxState.ACCEPTED for state in _states(opened))
    press(qtbot, Qt.Key.Key_Return, _CTRL)
    assert [box.id for box in opened.draft.boxes if box.state is BoxState.ACCEPTED] == sure
    assert opened.boxes.shown is Shown.OPEN
    assert opened.work.targets == opened.boxes.listed[:1]


def test_letters_search_and_enter_takes_what_was_found(opened: FormEditorScreen, qtbot: QtBot) -> None:
    write(qtbot, "a")
    assert focused() is opened.boxes.detail.picker
    write(qtbot, "llerg")
    assert opened.boxes.detail.picker.text() == "allerg"
    assert opened.boxes.detail.picker.found[0].key == "patient.allergies"
    press(qtbot, Qt.Key.Key_Return)
    source = opened.draft.boxes[0].source
    assert source is not None
    assert source.keys == ("patient.allergies",)
    assert focused() is opened.boxes.table


def test_f9_makes_a_pair_one_question(opened: FormEditorScreen, qtbot: QtBot) -> None:
    pair = [box for box in opened.draft.boxes if box.kind is BoxKind.CHECK]
    opened.work.choose(pair[0].id)
    press(qtbot, Qt.Key.Key_F9)
    (question,) = opened.draft.head.questions
    assert "hammock" in question.wording
    assert [opened.draft.box(box.id).state for box in pair] == [BoxState.QUESTION] * 2  # type: ignore[union-attr]


def test_all_that_is_not_understood_is_asked_at_once_and_taken_back_at_once(
    opened: FormEditorScreen, qtbot: QtBot
) -> None:
    assert not opened.boxes.rest_button.isVisible()
    opened.accept_sure()
    opened.accept_sure()
    before = opened.draft
    strange = [box.id for box in before.boxes if box.state is BoxState.OPEN]
    assert len(strange) == 3
    assert opened.boxes.rest_button.isVisible()
    press(qtbot, Qt.Key.Key_F9, _SHIFT)
    assert [box.id for box in opened.draft.boxes if box.state is BoxState.QUESTION] == strange
    assert [item.wording for item in opened.draft.head.questions] == [
        "Does the member sleep in a hammock?",
        "Colour of the hammock:",
    ]
    assert not opened.boxes.rest_button.isVisible()
    press(qtbot, Qt.Key.Key_Z, _CTRL)
    assert opened.draft == before


def test_every_step_is_taken_back_and_made_again_by_keys(opened: FormEditorScreen, qtbot: QtBot) -> None:
    before = opened.draft
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_F7)
    after = opened.draft
    assert after != before
    press(qtbot, Qt.Key.Key_Z, _CTRL)
    press(qtbot, Qt.Key.Key_Z, _CTRL)
    assert opened.draft == before
    press(qtbot, Qt.Key.Key_Z, _CTRL | _SHIFT)
    press(qtbot, Qt.Key.Key_Z, _CTRL | _SHIFT)
    assert opened.draft == after


def test_f8_goes_round_among_the_open_ones(opened: FormEditorScreen, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_F8)
    assert opened.work.current is not None
    assert opened.work.current.id == opened.draft.boxes[1].id
    press(qtbot, Qt.Key.Key_F8, _SHIFT)
    press(qtbot, Qt.Key.Key_F8, _SHIFT)
    assert opened.work.current is not None
    assert opened.work.current.id == opened.draft.boxes[-1].id


@pytest.mark.parametrize("part", list(Part))
def test_every_part_has_names_and_fits_a_small_screen(
    opened: FormEditorScreen, window: DeskWindow, qtbot: QtBot, part: Part
) -> None:
    opened.show_part(part)
    window.resize(1093, 574)
    settle(window, qtbot)
    assert window.width() <= 1093
    nameless = []
    for widget in opened.findChildren(QWidget):
        if not widget.isVisible() or not widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        name = "" if interface is None else interface.text(QAccessible.Text.Name)
        if not name and widget.focusProxy() is None and not isinstance(widget.parent(), QAbstractScrollArea):
            nameless.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
    assert nameless == []
    assert not any(
        area.horizontalScrollBar().isVisible() for area in opened.findChildren(QAbstractScrollArea) if area.isVisible()
    )


def test_a_box_is_drawn_moved_sized_and_deleted(opened: FormEditorScreen, qtbot: QtBot) -> None:
    count = len(opened.draft.boxes)
    seen = opened.page.canvas.page_geometry.rect(Rect(100, 300, 260, 318)).toRect()
    drag(opened, qtbot, seen.topLeft(), seen.bottomRight())
    assert len(opened.draft.boxes) == count + 1
    drawn = opened.work.current
    assert drawn is not None
    assert abs(drawn.rect.width - 160) < 6
    opened.page.canvas.setFocus()
    press(qtbot, Qt.Key.Key_Right)
    press(qtbot, Qt.Key.Key_Up)
    press(qtbot, Qt.Key.Key_Right, _SHIFT)
    moved = opened.work.current
    assert moved is not None
    assert (round(moved.rect.x0 - drawn.rect.x0, 2), round(moved.rect.y0 - drawn.rect.y0, 2)) == (1.0, 1.0)
    assert round(moved.rect.width - drawn.rect.width, 2) == 1.0
    press(qtbot, Qt.Key.Key_Delete)
    assert len(opened.draft.boxes) == count


def test_a_page_that_was_scrolled_lies_still_when_a_box_is_drawn_on_it(
    opened: FormEditorScreen, qtbot: QtBot, window: DeskWindow
) -> None:
    window.resize(1100, 600)
    settle(window, qtbot)
    bar = opened.page.findChildren(QAbstractScrollArea)[0].verticalScrollBar()
    bar.setValue(bar.maximum())
    scrolled = bar.value()
    assert scrolled > 0
    seen = opened.page.canvas.page_geometry.rect(Rect(100, 200, 260, 218)).toRect()
    drag(opened, qtbot, seen.topLeft(), seen.bottomRight())
    assert bar.value() == scrolled
    drawn = opened.work.current
    assert drawn is not None
    assert abs(drawn.rect.y0 - 200) < 6


def test_a_box_that_is_drawn_gets_its_words_and_an_offer_in_the_same_step(
    opened: FormEditorScreen, qtbot: QtBot, window: DeskWindow
) -> None:
    gone = next(box for box in opened.draft.boxes if box.offered == "patient.dob")
    before = opened.draft
    opened.work.choose(gone.id)
    opened.work.delete()
    seen = opened.page.canvas.page_geometry.rect(gone.rect).toRect()
    drag(opened, qtbot, seen.topLeft(), seen.bottomRight())
    qtbot.waitUntil(lambda: bool(opened.work.current and opened.work.current.label), timeout=WAIT_MS)
    drawn = opened.work.current
    assert drawn is not None
    assert (drawn.label, drawn.offered) == (gone.label, "patient.dob")
    opened.work.undo()
    opened.work.undo()
    assert opened.draft == before


def test_what_is_printed_under_a_small_box_is_circled_and_that_can_be_changed(
    opened: FormEditorScreen, qtbot: QtBot, window: DeskWindow
) -> None:
    yes = next(box for box in opened.draft.boxes if box.label == "Yes")
    word = opened.page.canvas.page_geometry.rect(Rect(yes.rect.x1 + 7, 535, yes.rect.x1 + 19, 544)).toRect()
    drag(opened, qtbot, word.topLeft(), word.bottomRight())
    qtbot.waitUntil(lambda: bool(opened.work.current and opened.work.current.ring), timeout=WAIT_MS)
    kind = opened.boxes.detail.kind
    assert kind.value == (BoxKind.CHECK, True)
    drawn = opened.work.current
    assert drawn is not None
    opened.work.ask()
    pack = pack_of(opened.draft)
    assert any(box.style == RING for box in declared_boxes(pack))
    opened.work.choose(drawn.id)
    kind.set_value((BoxKind.CHECK, False))
    kind.activated.emit(0)
    plain = opened.draft.box(drawn.id)
    assert plain is not None
    assert not plain.ring
    assert plain.state is BoxState.QUESTION


def test_a_box_is_split_into_a_comb_and_gets_another_way_of_writing(opened: FormEditorScreen, qtbot: QtBot) -> None:
    opened.work.choose(opened.draft.boxes[1].id)
    press(qtbot, Qt.Key.Key_Return)
    opened.work.choose(opened.draft.boxes[1].id)
    detail = opened.boxes.detail
    detail.rekinded.emit(BoxKind.COMB, 8, False)
    assert opened.work.current is not None
    assert opened.work.current.cells == 8
    words = [detail.way.itemText(at) for at in range(detail.way.count())]
    assert "Only the month" in words
    detail.way.setCurrentIndex(words.index("Only the month"))
    detail.way.activated.emit(words.index("Only the month"))
    source = opened.work.current.source
    assert source is not None
    assert source.keys == ("patient.dob:MM",)


def test_the_draft_is_there_again_after_the_program_was_killed(
    open_window: Open, sample_places: Places, clock: FixedClock, qtbot: QtBot, tmp_path: Path
) -> None:
    clock.advance(dt.timedelta(hours=1))
    window = open_window(sample_places, sample=True)
    qtbot.waitUntil(lambda: window.frame is not None, timeout=WAIT_MS)
    settle(window, qtbot)
    editor = open_editor(window, qtbot, strange_form(tmp_path))
    editor.work.accept()
    reached = editor.draft
    qtbot.wait(1200)
    settle(window, qtbot)
    frame = frame_of(window)
    kept = frame.desk.session.vault
    from app.domain.request import StoredForm  # noqa: PLC0415
    from app.mapping.drafting.keeping import from_text  # noqa: PLC0415

    frame.desk.query(
        frame, lambda _: [from_text(item.draft) for item in kept.all(StoredForm) if item.draft], _found.extend
    )
    settle(window, qtbot)
    assert _found == [reached]


_found: list[object] = []


def test_the_pack_is_put_to_use_and_a_test_fill_shows_an_invented_patient(
    opened: FormEditorScreen, window: DeskWindow, qtbot: QtBot
) -> None:
    opened.accept_sure()
    opened.accept_sure()
    opened.show_part(Part.TRIAL)
    settle(window, qtbot)
    assert "filled" in opened.trial._words.text()
    opened.use()
    assert focused() is opened.about._payer.line
    write(qtbot, "Lakeside Health")
    press(qtbot, Qt.Key.Key_Return)
    opened.use()
    settle(window, qtbot)
    packs = frame_of(window).desk.session.packs
    assert any(box.source.kind is SourceKind.BY_HAND for pack in packs.all() for box in pack.boxes)


@pytest.mark.parametrize("name", ["bcbstx-rx-standard-pa", "caremark-florida-prior-auth"])
def test_a_real_form_is_confirmed_by_keys_in_under_five_minutes(
    name: str, window: DeskWindow, qtbot: QtBot, payer_forms: Path, record_property: Callable[[str, object], None]
) -> None:
    """A practised hand needs about 1.5 s to look at a box and press a key, and half a second a row of the list."""
    frame_of(window).desk.session.packs.clear()
    editor = open_editor(window, qtbot, payer_forms / f"{name}.pdf")
    looked_at = len(editor.draft.sure)
    presses = 2
    press(qtbot, Qt.Key.Key_Return, _CTRL)
    press(qtbot, Qt.Key.Key_Return, _CTRL)
    while editor.draft.open:
        box = editor.work.current
        assert box is not None
        assert box.is_open
        press(qtbot, Qt.Key.Key_Return if box.offered else Qt.Key.Key_F9)
        presses += 1
    editor.use()
    settle(window, qtbot)
    if editor.head.said.startswith("Say first"):
        write(qtbot, "Lakeside Health")
        press(qtbot, Qt.Key.Key_Return)
        presses += 16
        editor.use()
        settle(window, qtbot)
    seconds = 0.5 * looked_at + 1.5 * presses + 20
    record_property("presses", presses)
    record_property("seconds", seconds)
    record_property("boxes", len(editor.draft.boxes))
    assert seconds < 300
    assert any(pack.title == editor.draft.head.title for pack in frame_of(window).desk.session.packs.all())
