"""Sending on the desk: pages chosen and blackened, the fax eye, the portal sheet, who sent what where."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.desk.office.screen import OfficeScreen
from app.desk.places import Spot, View
from app.desk.request.keys import Step
from app.desk.request.workspace import RequestScreen
from app.desk.sending.clipboard import PassingClipboard
from app.desk.sending.rules_page import SendingRulesPage
from app.desk.widgets.editors import LineEditor
from app.desk.window import DeskWindow
from app.domain.request import Attachment, AttachmentKind, Request
from app.domain.sample import REQUESTS
from tests.desk.conftest import frame_of, settle


@pytest.fixture
def screen(window: DeskWindow, qtbot: QtBot) -> RequestScreen:
    frame = frame_of(window)
    frame.go(Spot(View.REQUEST, REQUESTS[0]))
    settle(window, qtbot)
    shown = frame.screen_of(View.REQUEST)
    assert isinstance(shown, RequestScreen)
    return shown


def picture(folder: Path, name: str) -> Path:
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "white").save(out, "PNG")
    path = folder / name
    path.write_bytes(out.getvalue())
    return path


def request_of(screen: RequestScreen) -> Request:
    assert screen.case is not None
    return screen.case.request


def test_pictures_are_added_and_an_area_is_blackened_with_keys_and_mouse(
    window: DeskWindow, screen: RequestScreen, qtbot: QtBot, tmp_path: Path
) -> None:
    before = request_of(screen).attachment_ids
    for name in ("front.png", "back.png"):
        screen.acts.attach(picture(tmp_path, name), AttachmentKind.ID_CARD)
    settle(window, qtbot)
    assert len(request_of(screen).attachment_ids) == len(before) + 2
    assert screen.loaded is not None
    card: Attachment = next(item for item in screen.loaded.chart.attachments if item.title == "front")
    screen.show_step(Step.PACKET)
    settle(window, qtbot)
    screen.sending.open_document(card)
    settle(window, qtbot)
    part = screen.sending.part
    assert screen.right.currentWidget() is part
    part.blacken.click()
    qtbot.keyClick(part.canvas, Qt.Key.Key_Right)
    qtbot.keyClick(part.canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    settle(window, qtbot)
    canvas = part.canvas
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(50, 200))
    qtbot.mouseMove(canvas, QPoint(150, 260))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(150, 260))
    settle(window, qtbot)
    kept = next(item for item in request_of(screen).parts if item.attachment_id == card.id)
    assert [area.page for area in kept.blackened] == [1, 1]
    assert kept.blackened[0].x0 == round(0.11 * 612)
    qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    part.pages.setText("2")
    part.pages.editingFinished.emit()
    settle(window, qtbot)
    kept = next(item for item in request_of(screen).parts if item.attachment_id == card.id)
    assert (len(kept.blackened), kept.pages) == (1, ())
    qtbot.keyClick(part, Qt.Key.Key_Escape)
    assert screen.right.currentWidget() is screen.sheets


def test_a_card_is_kept_with_the_plan_and_goes_along_in_one_click(
    window: DeskWindow, screen: RequestScreen, qtbot: QtBot, tmp_path: Path
) -> None:
    screen.acts.attach(picture(tmp_path, "front.png"), AttachmentKind.ID_CARD)
    settle(window, qtbot)
    assert screen.loaded is not None
    card = next(item for item in screen.loaded.chart.attachments if item.title == "front")
    pane = screen.clinical.documents
    pane.card_shown.emit(card, True)
    pane.chosen.emit(tuple(name for name in request_of(screen).attachment_ids if name != card.id))
    settle(window, qtbot)
    assert not pane.card_button.isHidden()
    pane.card_button.click()
    settle(window, qtbot)
    assert request_of(screen).attachment_ids[-1] == card.id
    assert pane.card_button.isHidden()


def test_the_fax_eye_stands_beside_the_pages(
    window: DeskWindow, screen: RequestScreen, qtbot: QtBot, tmp_path: Path
) -> None:
    screen.acts.attach(picture(tmp_path, "front.png"), AttachmentKind.ID_CARD)
    settle(window, qtbot)
    screen.sending.open_fax()
    settle(window, qtbot)
    fax = screen.sending.fax
    qtbot.waitUntil(lambda: fax.faxed.sheets[0].has_picture, timeout=20_000)
    assert screen.right.currentWidget() is fax
    assert len(fax.plain.sheets) == len(fax.faxed.sheets)
    assert "pages looked at" in fax.said.text()
    form_pages = len(fax.plain.sheets)
    fax.source.setCurrentIndex(1)
    settle(window, qtbot)
    assert screen.prepared is not None
    document = screen.prepared.case.attachments[0]
    assert fax.source.currentText() == document.title
    assert len(fax.plain.sheets) == len(fax.faxed.sheets) == document.pages
    assert fax.dark.isVisibleTo(fax)
    as_it_is = fax._document
    fax.dark.click()
    settle(window, qtbot)
    assert screen.case is not None
    assert [part.is_darkened for part in screen.case.request.parts] == [True]
    assert fax._document != as_it_is
    assert fax.dark.isChecked()
    fax.source.setCurrentIndex(fax.source.count() - 1)
    settle(window, qtbot)
    assert len(fax.plain.sheets) >= 1 + form_pages + document.pages
    assert not fax.dark.isVisibleTo(fax)
    settle(window, qtbot)


def test_answers_are_copied_one_by_one_and_leave_the_clipboard(
    window: DeskWindow, screen: RequestScreen, qtbot: QtBot
) -> None:
    screen.sending.open_portal()
    settle(window, qtbot)
    portal = screen.sending.portal
    assert len(portal.buttons) > 5
    assert portal.buttons[0].hasFocus()
    qtbot.keyClick(portal.buttons[0], Qt.Key.Key_Return)
    assert QGuiApplication.clipboard().text() != ""
    assert portal.buttons[1].hasFocus()
    portal.clipboard.clear()
    assert QGuiApplication.clipboard().text() == ""


def test_the_clipboard_is_cleared_when_the_desk_locks_but_never_of_others_words(
    window: DeskWindow, screen: RequestScreen, qtbot: QtBot
) -> None:
    screen.sending.open_portal()
    settle(window, qtbot)
    screen.sending.portal.copy(0)
    window.lock()
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == "", timeout=20_000)
    settle(window, qtbot)
    passing = PassingClipboard(window)
    passing.copy("W123")
    QGuiApplication.clipboard().setText("somebody else's")
    passing.clear()
    assert QGuiApplication.clipboard().text() == "somebody else's"


def test_what_goes_out_is_told_in_the_packet_step(window: DeskWindow, screen: RequestScreen, qtbot: QtBot) -> None:
    screen.show_step(Step.PACKET)
    settle(window, qtbot)
    words = [item.text() for item in screen.packet.outgoing.findChildren(type(screen.packet.status))]
    assert screen.packet.outgoing.form.text().startswith("1  Form, ")
    assert any(text.startswith("Fax: ") for text in words)
    assert screen.packet.sent_pane._form.isHidden()


def test_papers_are_moved_with_keys_by_drop_and_back_to_the_payers_order(
    window: DeskWindow, screen: RequestScreen, qtbot: QtBot, tmp_path: Path
) -> None:
    for name, kind in (("note.png", AttachmentKind.CHART_NOTE), ("card.png", AttachmentKind.ID_CARD)):
        screen.acts.attach(picture(tmp_path, name), kind)
    screen.show_step(Step.PACKET)
    settle(window, qtbot)
    pane = screen.packet.outgoing
    pane.trials.setChecked(True)
    settle(window, qtbot)
    papers = pane.papers
    before = [line.paper.name for line in papers.lines]
    assert "trials" in before
    first = papers.lines[0]
    first.down.setFocus()
    qtbot.keyClick(first.down, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    settle(window, qtbot)
    assert request_of(screen).paper_order[:2] == (before[1], before[0])
    assert papers.lines[1].down.hasFocus()
    at = papers.place_at(QPoint(5, papers.height() + 50), before[0])
    assert at == len(before) - 1
    papers.lines[1].down.click()
    settle(window, qtbot)
    assert [line.paper.name for line in papers.lines] == list(request_of(screen).paper_order)
    pane.own_order.click()
    settle(window, qtbot)
    assert request_of(screen).paper_order == ()
    assert [line.paper.name for line in papers.lines] == before


def test_the_office_sets_its_cover_and_its_limits(window: DeskWindow, qtbot: QtBot) -> None:
    frame = frame_of(window)
    frame.go(Spot(View.OFFICE, part="sending"))
    settle(window, qtbot)
    office = frame.screen_of(View.OFFICE)
    assert isinstance(office, OfficeScreen)
    page = office.stack.built["Sending"]
    assert isinstance(page, SendingRulesPage)
    for path, typed in (("fax_pages", "40"), ("fax_from", "4015550177"), ("portal_megabytes", "0")):
        editor = page.binding.editors[f"sending.{path}"]
        assert isinstance(editor, LineEditor)
        editor.line.setFocus()
        editor.line.setText(typed)
        editor.line.textEdited.emit(typed)
        editor.line.editingFinished.emit()
        settle(window, qtbot)
    assert office._office is not None
    rules = office._office.practice.sending
    assert (rules.fax_pages, rules.fax_from, rules.portal_megabytes) == (40, "4015550177", 1)
