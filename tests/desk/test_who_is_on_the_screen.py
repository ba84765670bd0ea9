"""Whose data the desk shows: one chosen row, one patient, nothing left over from the one before."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.desk.patients.chart import PatientScreen
from app.desk.patients.lists import payer_editor
from app.desk.places import Spot, View
from app.desk.request.new import NewRequestScreen
from app.desk.request.workspace import RequestScreen
from app.desk.today.screen import TodayScreen
from app.desk.window import DeskWindow
from app.domain.changes import Edit
from app.domain.practice import Payer
from app.domain.request import Request, Status
from app.domain.sample import PATIENTS, REQUESTS
from app.services.edits import found
from app.services.session import Session
from tests.desk.conftest import focused, frame_of, settle


def test_one_row_of_the_day_is_marked(window: DeskWindow, qtbot: QtBot) -> None:
    frame = frame_of(window)

    def ready(session: Session) -> None:
        request = found(session, Request, REQUESTS[0])
        session.vault.apply("Ready", [Edit(request, replace(request, status=Status.READY))], actor=session.actor.id)

    frame.desk.change(frame, ready)
    settle(window, qtbot)
    today = frame.screen_of(View.TODAY)
    assert isinstance(today, TodayScreen)
    shown = [table for table in today.tables.values() if not table.isHidden()]
    assert len(shown) == 2
    for table in reversed(shown):
        table.setFocus()
        marked = [item for item in shown if item.selectionModel().hasSelection()]
        assert marked == [table]


def test_choosing_another_patient_for_a_request_keeps_nothing_of_the_first(window: DeskWindow, qtbot: QtBot) -> None:
    frame = frame_of(window)
    frame.go(Spot(View.NEW_REQUEST))
    settle(window, qtbot)
    screen = frame.screen_of(View.NEW_REQUEST)
    assert isinstance(screen, NewRequestScreen)
    for name, condition in (("feld", "cervical_dystonia"), ("wis", "chronic_migraine")):
        qtbot.keyClicks(screen.field, name)
        settle(window, qtbot)
        assert not screen.start_button.isEnabled()
        qtbot.keyClick(screen.field, Qt.Key.Key_Return)
        settle(window, qtbot)
        assert screen.indication.value == condition
        assert frame.banner.isVisible()
        assert not screen.field.isVisible()
        screen.other_button.click()
        settle(window, qtbot)
        assert screen.indication.value == ""
        assert not frame.banner.isVisible()


def test_the_banner_follows_the_profile(window: DeskWindow, qtbot: QtBot) -> None:
    frame = frame_of(window)
    frame.go(Spot(View.PATIENTS, part="new"))
    settle(window, qtbot)
    profile = frame.screen_of(View.PATIENT).profile  # type: ignore[attr-defined]
    last = profile.binding.editors["name.last"].field
    last.setFocus()
    qtbot.keyClicks(last, "Okafor")
    qtbot.keyClick(last, Qt.Key.Key_Tab)
    assert "OKAFOR" in frame.banner._name.text()


def test_a_payer_is_typed_by_name_and_kept_with_the_plan(window: DeskWindow, qtbot: QtBot) -> None:
    frame = frame_of(window)
    frame.go(Spot(View.PATIENT, PATIENTS[0], part="plans"))
    settle(window, qtbot)
    screen = frame.screen_of(View.PATIENT)
    assert isinstance(screen, PatientScreen)
    pane = screen.pane("plans")
    field = payer_editor(pane).line
    for typed, count in (("Granite State Health", 3), ("juniper", 3), ("granite state health", 3)):
        field.setFocus()
        field.selectAll()
        qtbot.keyClicks(field, typed)
        popup = field.completer().popup()
        if popup.isVisible():
            qtbot.keyClick(popup, Qt.Key.Key_Escape)
        window.activateWindow()
        field.setFocus()
        qtbot.waitUntil(field.hasFocus)
        qtbot.keyClick(field, Qt.Key.Key_Tab)
        settle(window, qtbot)
        names: list[list[str]] = []
        frame.desk.query(frame, lambda s: [payer.name for payer in s.vault.all(Payer)], names.append)
        settle(window, qtbot)
        assert len(names[0]) == count
        assert frame.banner._plan.text().casefold().startswith(typed.casefold())
        assert field.text() in names[0]


def test_what_is_typed_on_the_page_is_offered_for_the_profile(window: DeskWindow, qtbot: QtBot) -> None:
    frame = frame_of(window)
    frame.go(Spot(View.REQUEST, REQUESTS[0]))
    settle(window, qtbot)
    screen = frame.screen_of(View.REQUEST)
    assert isinstance(screen, RequestScreen)
    screen.picker.use_button.click()
    settle(window, qtbot)
    assert screen.prepared is not None
    box = next(fill.box for fill in screen.prepared.filled.boxes.values() if fill.keys == ("patient.city",))
    screen.page.focus_box(box)
    before = focused()
    screen.page.typed_on.emit(box, "Warwick")
    settle(window, qtbot)
    assert focused() is before
    offer = next(item for item in screen.page.canvas.findChildren(QPushButton) if item.isVisible())
    assert offer.text() == "Keep it in the patient's profile too  Alt+P"
    qtbot.keyClick(before, Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier)
    settle(window, qtbot)
    assert screen.case is not None
    assert screen.case.patient.address.city == "Warwick"
    assert screen.prepared.request.entries == ()
    assert focused() is before
