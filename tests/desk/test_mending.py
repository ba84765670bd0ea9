"""From the locked door back to the records: a backup put in place, and a damaged vault read out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.clock import FixedClock
from app.desk.unlock.screen import UnlockScreen
from app.desk.window import DeskWindow
from app.domain.changes import Edit
from app.domain.ids import PatientId, PersonId, PracticeId
from app.domain.patient import Patient
from app.domain.place import PersonName
from app.domain.practice import Person, Practice, Role
from app.places import Places
from app.services import edits, setup
from app.services.setup import NewPerson, NewPractice
from app.vault.keys.derive import Argon2Parameters
from tests.desk.conftest import Open, settle

WORDS = "violet tractor seven lemons"
CHEAP = Argon2Parameters(64, 1, 1)


@pytest.fixture
def backup(places: Places, clock: FixedClock) -> Path:
    """A practice of forty patients that is locked, and its backup."""
    first = Person(PersonId("ana"), PersonName("Ana", "Lee"), Role.ADMINISTRATOR)
    wanted = NewPractice(Practice(PracticeId("p"), "Invented"), NewPerson(first, WORDS))
    session = setup.create_practice(places, wanted, clock, kdf=CHEAP).session
    people = (Patient(PatientId(f"p{n}"), PersonName(f"First{n}", "Last"), allergies="x" * 500) for n in range(40))
    edits.save(session, "Add", *(Edit(None, patient) for patient in people))
    made = setup.lock(session)
    assert made is not None
    return made


def door(open_window: Open, places: Places, qtbot: QtBot) -> tuple[DeskWindow, UnlockScreen]:
    window = open_window(places)
    settle(window, qtbot)
    (screen,) = window.findChildren(UnlockScreen)
    return window, screen


def shoot(window: DeskWindow, name: str) -> None:
    if folder := os.environ.get("PADESK_PICTURES"):
        window.grab().save(str(Path(folder) / f"{name}.png"))


def spoil(vault: Path) -> None:
    data = bytearray(vault.read_bytes())
    data[len(data) // 2] ^= 0xFF
    vault.write_bytes(data)


def patients(places: Places, clock: FixedClock) -> int:
    session = setup.unlock(places, None, WORDS, clock)
    try:
        return len(session.vault.all(Patient))
    finally:
        session.vault.close()
        session.paper.close()


def test_a_backup_shows_what_is_inside_and_is_put_in_place(
    open_window: Open, places: Places, backup: Path, qtbot: QtBot, clock: FixedClock
) -> None:
    setup.vault_path(places).write_bytes(bytes(8192))
    window, screen = door(open_window, places, qtbot)
    screen._backup.click()
    assert not screen.mending.choose_button.isEnabled()
    screen.mending.passphrase.setText(WORDS)
    screen.mending.look_into(backup)
    settle(window, qtbot)
    shoot(window, "mending")
    assert "40 patient" in screen.mending.inside.text()
    screen.mending.restore_button.click()
    settle(window, qtbot)
    shoot(window, "mended")
    assert "in place" in screen._said.text()
    assert list(setup.vault_path(places).parent.glob("practice-replaced-*.vault"))
    assert patients(places, clock) == 40


def test_a_damaged_vault_is_read_out_and_kept(
    open_window: Open, places: Places, backup: Path, qtbot: QtBot, clock: FixedClock
) -> None:
    spoil(setup.vault_path(places))
    damaged = setup.vault_path(places).read_bytes()
    window, screen = door(open_window, places, qtbot)
    screen.mending.offer_mending(is_damaged=True)
    screen._backup.click()
    screen.mending.passphrase.setText(WORDS)
    screen.mending.mend_button.click()
    settle(window, qtbot)
    shoot(window, "read-out")
    assert "could not be read" in screen._said.text()
    (kept,) = setup.vault_path(places).parent.glob("practice-replaced-*.vault")
    assert kept.read_bytes() == damaged
    assert 30 <= patients(places, clock) <= 40
