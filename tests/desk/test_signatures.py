"""To sign: the list, one paper, a list with every page shown, sending back, the pen, placing the mark; by keyboard."""

from __future__ import annotations

import dataclasses
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from pytestqt.qtbot import QtBot

from app.desk.places import LIST, NEXT, PEN, Spot, View
from app.desk.sign.queue import SignaturesScreen, changed_words
from app.desk.sign.screen import SignScreen
from app.desk.today.screen import TodayScreen
from app.desk.window import DeskWindow
from app.domain.course import LetterKind
from app.domain.handing import HandingState
from app.domain.patient import Patient
from app.domain.practice import Person
from app.domain.request import Request, Status
from app.domain.sample import PATIENTS, PRESCRIBER_PERSON, REQUESTS
from app.services import edits, handing
from app.services.demo import stand_in
from app.services.edits import found
from app.services.ink import print_for_pen
from app.services.sample import SAMPLE_SIGNING_WORDS, own_form
from app.services.session import Session
from app.services.signing_queue import waiting
from tests.desk.conftest import WAIT_MS, frame_of, press, settle, write
from tests.unit.services.test_ink import scanned

LETTER = LetterKind.NECESSITY.value


def run(window: DeskWindow, qtbot: QtBot, act: object) -> list[object]:
    got: list[object] = []
    frame = frame_of(window)
    frame.desk.change(frame, act, got.append)  # type: ignore[arg-type]
    settle(window, qtbot)
    return got


def hand_both(session: Session) -> None:
    stand_in(session, REQUESTS[0], own_form(session).choice)
    handing.hand(session, REQUESTS[0])
    handing.hand(session, REQUESTS[0], LETTER)


@pytest.fixture
def doctors(window: DeskWindow, qtbot: QtBot) -> DeskWindow:
    """The sample practice with the prescriber at work, and two papers to sign."""
    run(window, qtbot, hand_both)
    frame = frame_of(window)
    session = frame.desk.session
    [doctor] = run(window, qtbot, lambda one: found(one, Person, PRESCRIBER_PERSON))
    frame.desk.session = dataclasses.replace(session, actor=doctor)
    return window


def queue_of(window: DeskWindow, qtbot: QtBot) -> SignaturesScreen:
    frame = frame_of(window)
    frame.go(Spot(View.SIGNATURES))
    settle(window, qtbot)
    screen = frame.screen_of(View.SIGNATURES)
    assert isinstance(screen, SignaturesScreen)
    return screen


def signing(window: DeskWindow) -> SignScreen:
    screen = frame_of(window).screen_of(View.SIGN)
    assert isinstance(screen, SignScreen)
    return screen


def test_the_list_says_what_waits_and_today_leads_there(doctors: DeskWindow, qtbot: QtBot) -> None:
    frame = frame_of(doctors)
    frame.go(Spot(View.TODAY))
    settle(doctors, qtbot)
    today = frame.screen_of(View.TODAY)
    assert isinstance(today, TodayScreen)
    today.refresh()
    settle(doctors, qtbot)
    assert today.lines["signing"].text() == "2 papers wait for a signature (Ctrl+7)"
    press(qtbot, Qt.Key.Key_7, Qt.KeyboardModifier.ControlModifier)
    settle(doctors, qtbot)
    assert frame.spot.view is View.SIGNATURES
    screen = queue_of(doctors, qtbot)
    assert [(row.paper, changed_words(row)) for row in screen.table.rows_model.rows] == [
        ("form", "new"),
        (LETTER, "new"),
    ]
    assert screen.list_button.text() == "Sign all 2…"


def test_a_list_is_signed_by_keyboard_once_every_page_was_shown(doctors: DeskWindow, qtbot: QtBot) -> None:
    frame = frame_of(doctors)
    queue_of(doctors, qtbot).table.setFocus()
    press(qtbot, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(doctors, qtbot)
    screen = signing(doctors)
    assert frame.spot == Spot(View.SIGN, part=LIST)
    assert screen.walk is not None
    assert not screen.foot.next_button.isEnabled()
    _turn_all(screen, qtbot)
    assert screen.foot.shown.text() == "3 of 3 pages shown · Enter goes on"
    press(qtbot, Qt.Key.Key_Return)
    settle(doctors, qtbot)
    assert screen.walk.number == 2
    assert not screen.passphrase.isEnabled()
    _turn_all(screen, qtbot)
    press(qtbot, Qt.Key.Key_Return)
    assert screen.passphrase.hasFocus()
    write(qtbot, SAMPLE_SIGNING_WORDS)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: frame.spot.view is View.SIGNATURES, timeout=WAIT_MS)
    settle(doctors, qtbot)
    assert run(doctors, qtbot, lambda session: found(session, Request, REQUESTS[0]).status) == [Status.SIGNED]
    assert run(doctors, qtbot, waiting) == [()]


def _turn_all(screen: SignScreen, qtbot: QtBot) -> None:
    stop = screen.walk.now  # type: ignore[union-attr]
    screen.sheets.setFocus()
    for _ in range(40):
        if stop.is_all_shown:
            return
        qtbot.waitUntil(lambda: any(sheet.has_picture for sheet in screen.sheets.sheets), timeout=WAIT_MS)
        qtbot.wait(250)
        press(qtbot, Qt.Key.Key_Space)
    raise AssertionError(stop.pages)


def test_sent_back_with_a_note_it_is_listed_with_what_is_to_be_done(doctors: DeskWindow, qtbot: QtBot) -> None:
    screen = queue_of(doctors, qtbot)
    screen.table.setFocus()
    screen.back_button.click()
    write(qtbot, "Please add the March visit.")
    press(qtbot, Qt.Key.Key_Return)
    settle(doctors, qtbot)
    settle(doctors, qtbot)
    [row] = screen.returned.rows_model.rows
    assert (row.state, changed_words(row)) == (HandingState.RETURNED, "Please add the March visit.")
    assert [item.paper for item in screen.table.rows_model.rows] == [LETTER]


def test_what_changed_is_looked_at_first_with_where_it_comes_from(doctors: DeskWindow, qtbot: QtBot) -> None:
    def change(session: Session) -> None:
        handing.send_back(session, REQUESTS[0], "The name")
        patient = found(session, Patient, PATIENTS[0])
        edits.put(session, "Edit", dataclasses.replace(patient, name=dataclasses.replace(patient.name, first="Anna")))
        handing.hand(session, REQUESTS[0])

    run(doctors, qtbot, change)
    frame_of(doctors).go(Spot(View.SIGN, REQUESTS[0], part=NEXT))
    settle(doctors, qtbot)
    said = signing(doctors).looks.said
    assert "changed since you had it before" in said
    assert "Anna" in said
    assert "from the patient's profile" in said


def test_an_edit_while_it_is_before_the_signer_is_told(doctors: DeskWindow, qtbot: QtBot) -> None:
    def edit(session: Session) -> None:
        patient = found(session, Patient, PATIENTS[0])
        edits.put(session, "Edit", dataclasses.replace(patient, name=dataclasses.replace(patient.name, first="Anna")))

    noted: list[str] = []
    frame_of(doctors).desk.noted.connect(lambda said, *_: noted.append(said))
    run(doctors, qtbot, edit)
    run(doctors, qtbot, lambda session: None)
    assert [said for said in noted if "draft again" in said] == noted
    assert len(noted) == 1
    assert run(doctors, qtbot, lambda session: found(session, Request, REQUESTS[0]).status) == [Status.DRAFT]


def test_the_pages_signed_with_a_pen_come_back(doctors: DeskWindow, qtbot: QtBot, tmp_path: Path) -> None:
    def wants_ink(session: Session) -> bytes:
        text = session.packs.text("juniper/botulinum-toxin/2026-11").replace('rule = "electronic"', 'rule = "wet"')
        session.packs.put(text, "test")
        return scanned(session, REQUESTS[0], print_for_pen(session, REQUESTS[0]))

    [scan] = run(doctors, qtbot, wants_ink)
    path = tmp_path / "scan.tif"
    path.write_bytes(scan)  # type: ignore[arg-type]
    frame = frame_of(doctors)
    screen = queue_of(doctors, qtbot)
    assert changed_words(screen.table.rows_model.rows[0]) == "printed, waits for a pen"
    screen.table.setFocus()
    press(qtbot, Qt.Key.Key_Return)
    settle(doctors, qtbot)
    assert frame.spot.part == PEN
    pen = signing(doctors).pen
    assert pen.isVisible()
    assert pen.title.text().startswith("Waiting for ink: page 3, printed")
    pen.save_to(tmp_path)
    settle(doctors, qtbot)
    assert list(tmp_path.glob("*-to-sign.pdf"))
    pen.read(path)
    settle(doctors, qtbot)
    assert pen.take_button.isEnabled()
    assert not pen.sure.isVisible()
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: frame.spot.view is not View.SIGN, timeout=WAIT_MS)
    settle(doctors, qtbot)
    assert run(doctors, qtbot, lambda session: found(session, Request, REQUESTS[0]).status) == [Status.SIGNED]


def test_the_mark_is_moved_by_keys_and_mouse_onto_bare_paper_only(doctors: DeskWindow, qtbot: QtBot) -> None:
    frame_of(doctors).go(Spot(View.SIGN, REQUESTS[0]))
    settle(doctors, qtbot)
    screen = signing(doctors)
    placing = screen.placing
    screen.foot.place_button.click()
    settle(doctors, qtbot)
    assert placing.frame is not None
    assert placing.frame.hasFocus()
    qtbot.waitUntil(placing.keep_button.isEnabled, timeout=WAIT_MS)
    before = placing.frame.geometry()
    press(qtbot, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert placing.frame.y() == before.y() - 10
    press(qtbot, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert placing.frame.width() == before.width() + 1
    press(qtbot, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.mousePress(placing.frame, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    qtbot.mouseMove(placing.frame, QPoint(5, -600))
    qtbot.mouseRelease(placing.frame, Qt.MouseButton.LeftButton, pos=QPoint(5, -600))
    placing.frame.place_at(placing.frame.geometry().toRectF().translated(0, -400))
    qtbot.waitUntil(lambda: not placing.keep_button.isEnabled(), timeout=WAIT_MS)
    assert placing.said.text() == "Print or another box lies there."
    placing.frame.place_at(before.toRectF())
    qtbot.waitUntil(placing.keep_button.isEnabled, timeout=WAIT_MS)
    press(qtbot, Qt.Key.Key_Return)
    settle(doctors, qtbot)
    settle(doctors, qtbot)
    assert placing.frame is None
    [text] = run(doctors, qtbot, lambda session: session.packs.text("juniper/botulinum-toxin/2026-11"))
    assert "mark_rect" in str(text)
    assert run(doctors, qtbot, lambda session: found(session, Request, REQUESTS[0]).status) == [Status.READY]


def test_the_desk_turns_while_a_paper_is_looked_over(doctors: DeskWindow, qtbot: QtBot) -> None:
    """The screen's own work between two turns of the loop; how long others keep the computer busy is not counted."""
    gaps: list[float] = []
    last = 0.0

    def beat() -> None:
        nonlocal last
        now = time.thread_time()
        gaps.append((now - last) * 1000)
        last = now

    timer = QTimer()
    timer.setInterval(5)
    timer.timeout.connect(beat)
    frame_of(doctors).go(Spot(View.SIGN, REQUESTS[0], part=NEXT))
    last = time.thread_time()
    timer.start()
    screen = signing(doctors)
    qtbot.waitUntil(lambda: screen.review is not None and screen.review.survey is not None, timeout=WAIT_MS)
    timer.stop()
    assert len(gaps) > 5
    assert max(gaps) < 100
