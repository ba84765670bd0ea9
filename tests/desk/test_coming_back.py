"""Coming back to a locked desk by PIN, and a new key for the records with its new sheet."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.clock import FixedClock
from app.desk.office.pages import OwnPage
from app.desk.office.people import PeoplePage
from app.desk.office.recovery import RecoveryPage
from app.desk.office.screen import OfficeScreen
from app.desk.places import Spot, View
from app.desk.unlock.renewal import RenewalScreen
from app.desk.unlock.screen import UnlockScreen
from app.desk.window import DeskWindow
from app.domain.ids import PersonId, PracticeId
from app.domain.place import PersonName
from app.domain.practice import Person, Practice, Role
from app.places import Places
from app.services import quick_unlock, setup
from app.services.setup import NewPerson, NewPractice
from app.vault.keys.derive import Argon2Parameters
from app.vault.problems import KeychainUnavailable
from tests.desk.conftest import WAIT_MS, Open, frame_of, press, settle, write
from tests.keychain_file import keychain_in

WORDS, BEN_WORDS, PIN = "correct horse battery", "four of ben's words", "270418"
MIA, BEN = PersonId("mia"), PersonId("ben")


@pytest.fixture
def keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "keyring.json"
    monkeypatch.setattr(quick_unlock, "os_keychain", lambda: keychain_in(file))
    monkeypatch.setattr(quick_unlock, "has_os_keychain", lambda: True)
    return file


@pytest.fixture
def door(places: Places, clock: FixedClock, open_window: Open, qtbot: QtBot) -> DeskWindow:
    """A window before the desk of a practice with two people."""
    mia = Person(MIA, PersonName("Mia", "Ortiz"), Role.ADMINISTRATOR)
    ben = Person(BEN, PersonName("Ben", "Low"), Role.STAFF)
    practice = Practice(PracticeId("riverside"), "Riverside Neurology")
    wanted = NewPractice(practice, NewPerson(mia, WORDS), others=(NewPerson(ben, BEN_WORDS),))
    setup.lock(setup.create_practice(places, wanted, clock, kdf=Argon2Parameters(64, 1, 1)).session)
    window = open_window(places)
    qtbot.waitUntil(lambda: isinstance(window.door, UnlockScreen), timeout=WAIT_MS)
    settle(window, qtbot)
    return window


def unlock_screen(window: DeskWindow) -> UnlockScreen:
    assert isinstance(window.door, UnlockScreen)
    return window.door


def type_in(window: DeskWindow, qtbot: QtBot, words: str) -> None:
    write(qtbot, words)
    press(qtbot, Qt.Key.Key_Return)
    settle(window, qtbot)


def office_page(window: DeskWindow, qtbot: QtBot, name: str) -> object:
    frame_of(window).go(Spot(View.OFFICE, part=name.casefold()))
    settle(window, qtbot)
    screen = frame_of(window).screen_of(View.OFFICE)
    assert isinstance(screen, OfficeScreen)
    return screen.stack.built[name]


def lock(window: DeskWindow, qtbot: QtBot) -> UnlockScreen:
    window.lock()
    qtbot.waitUntil(lambda: isinstance(window.door, UnlockScreen), timeout=WAIT_MS)
    settle(window, qtbot)
    return unlock_screen(window)


def set_pin(window: DeskWindow, qtbot: QtBot) -> None:
    page = office_page(window, qtbot, "You")
    assert isinstance(page, OwnPage)
    page.pin_pane.words.setFocus()
    write(qtbot, WORDS)
    page.pin_pane.pin.setFocus()
    type_in(window, qtbot, PIN)
    shoot(window, "office-you-pin")
    assert "your PIN unlocks" in page.pin_pane.said


def shoot(window: DeskWindow, name: str) -> None:
    if folder := os.environ.get("PADESK_PICTURES"):
        QApplication.processEvents()
        window.grab().save(str(Path(folder) / f"{name}.png"))


def test_a_pin_is_set_comes_back_and_ends(door: DeskWindow, keyring: Path, qtbot: QtBot) -> None:
    assert not unlock_screen(door).asks_pin
    shoot(door, "unlock-passphrase")
    type_in(door, qtbot, WORDS)
    set_pin(door, qtbot)
    assert len(json.loads(keyring.read_text())) == 1
    screen = lock(door, qtbot)
    assert screen.asks_pin
    shoot(door, "unlock-pin")
    type_in(door, qtbot, "270419")
    shoot(door, "unlock-pin-wrong")
    assert "PIN does not open" in screen.said
    type_in(door, qtbot, PIN)
    assert frame_of(door).desk.session.actor.id == MIA
    screen = lock(door, qtbot)
    screen.other_way.click()
    assert not screen.asks_pin
    type_in(door, qtbot, WORDS)
    page = office_page(door, qtbot, "You")
    assert isinstance(page, OwnPage)
    page.pin_pane.leave_button.click()
    settle(door, qtbot)
    assert json.loads(keyring.read_text()) == {}
    assert not lock(door, qtbot).asks_pin


def test_five_wrong_pins_ask_for_the_passphrase(
    door: DeskWindow, keyring: Path, qtbot: QtBot, clock: FixedClock
) -> None:
    type_in(door, qtbot, WORDS)
    set_pin(door, qtbot)
    screen = lock(door, qtbot)
    quick = door.quick._kept[MIA]
    quick.wrong = 4
    type_in(door, qtbot, "999999")
    shoot(door, "unlock-pin-over")
    assert "passphrase is needed" in screen.said
    assert not screen.asks_pin
    type_in(door, qtbot, WORDS)
    frame_of(door)
    assert lock(door, qtbot).asks_pin


def test_who_was_at_work_is_who_is_asked(door: DeskWindow, keyring: Path, qtbot: QtBot) -> None:
    screen = unlock_screen(door)
    screen.who.set_value(BEN)
    screen.passphrase.setFocus()
    type_in(door, qtbot, BEN_WORDS)
    assert frame_of(door).desk.session.actor.id == BEN
    screen = lock(door, qtbot)
    assert screen.who.value == BEN
    assert not screen.asks_pin


def test_without_a_keychain_it_is_said_plainly(door: DeskWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick_unlock, "has_os_keychain", lambda: False)
    type_in(door, qtbot, WORDS)
    page = office_page(door, qtbot, "You")
    assert isinstance(page, OwnPage)
    shoot(door, "office-you-none")
    assert "no keychain" in page.pin_pane.said
    assert page.pin_pane.set_button.isHidden()


def test_a_new_key_with_its_sheet(door: DeskWindow, keyring: Path, qtbot: QtBot, places: Places) -> None:
    type_in(door, qtbot, WORDS)
    set_pin(door, qtbot)
    page = office_page(door, qtbot, "Recovery")
    assert isinstance(page, RecoveryPage)
    shoot(door, "office-recovery-key")
    pane = page.renewal
    assert not pane.go_button.isEnabled()
    pane.own.setFocus()
    type_in(door, qtbot, "not the words")
    assert "not your passphrase" in pane.said
    assert door.frame is not None
    pane.own.setFocus()
    type_in(door, qtbot, WORDS)
    screen = door.door
    assert isinstance(screen, RenewalScreen)
    qtbot.waitUntil(lambda: screen.session is not None, timeout=WAIT_MS)
    settle(door, qtbot)
    shoot(door, "renewal-sheet")
    for editor, (_, group) in zip(screen.sheet.answers, screen.sheet.asked, strict=True):
        editor.line.setFocus()
        write(qtbot, group)
    screen.sheet.go_button.click()
    qtbot.waitUntil(lambda: door.frame is not None, timeout=WAIT_MS)
    settle(door, qtbot)
    shoot(door, "renewal-done")
    session = frame_of(door).desk.session
    assert session.vault.access.recovery.value == "confirmed"
    assert [slot.person_id for slot in session.vault.access.people] == [MIA]
    assert not lock(door, qtbot).asks_pin


def test_a_desk_that_locks_before_the_new_sheet_was_typed_back(
    door: DeskWindow, keyring: Path, qtbot: QtBot, places: Places, clock: FixedClock
) -> None:
    type_in(door, qtbot, WORDS)
    frame_of(door).desk.renewing.emit(WORDS)
    screen = door.door
    assert isinstance(screen, RenewalScreen)
    qtbot.waitUntil(lambda: screen.session is not None, timeout=WAIT_MS)
    settle(door, qtbot)
    lock(door, qtbot)
    type_in(door, qtbot, WORDS)
    assert frame_of(door).desk.session.vault.access.recovery.value == "unconfirmed"


def test_access_is_given_and_taken_by_who_types_the_own_passphrase(
    door: DeskWindow, keyring: Path, qtbot: QtBot
) -> None:
    type_in(door, qtbot, WORDS)
    page = office_page(door, qtbot, "People")
    assert isinstance(page, PeoplePage)
    page.pane.choose(BEN)
    assert not page.keep_out_button.isEnabled()
    page.own.setText("not the words")
    page.keep_out_button.click()
    settle(door, qtbot)
    assert page.own.text() == ""
    assert len(frame_of(door).desk.session.vault.access.keys.slots) == 3
    page.own.setText(WORDS)
    shoot(door, "office-people")
    page.keep_out_button.click()
    settle(door, qtbot)
    assert len(frame_of(door).desk.session.vault.access.keys.slots) == 2


def test_a_keychain_that_is_gone_is_told_at_the_door(
    door: DeskWindow, keyring: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_in(door, qtbot, WORDS)
    set_pin(door, qtbot)
    screen = lock(door, qtbot)

    def none_here() -> None:
        raise KeychainUnavailable

    monkeypatch.setattr(quick_unlock, "os_keychain", none_here)
    type_in(door, qtbot, PIN)
    assert "no keychain" in screen.said
    screen.other_way.click()
    type_in(door, qtbot, WORDS)
    frame_of(door)
