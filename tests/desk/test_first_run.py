"""The first run, and coming back: a practice is set up, locked, unlocked, and the sample stays apart."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.clock import FixedClock
from app.desk.first_run.recovery import RecoverySheet, asked_groups, groups_of, same_group
from app.desk.first_run.screen import FirstRun
from app.desk.unlock.screen import UnlockScreen
from app.places import Places
from app.services import setup
from tests.desk.conftest import WAIT_MS, Open, focused, frame_of, settle

CHANCE = Random(7)  # noqa: S311 -- which groups are asked for in a test is no secret
PASSPHRASE = "violet tractor seven lemons"


def test_groups_of_the_key_are_those_that_are_typed_back() -> None:
    assert groups_of("ABCD-EFGH-IJKL-MNOP") == ("ABCD", "EFGH", "IJKL", "MNOP")
    assert same_group(" abcd ", "ABCD")
    assert not same_group("abce", "ABCD")
    assert len(set(asked_groups(8, CHANCE))) == 3


def test_the_sheet_opens_the_desk_only_when_three_groups_are_right(qtbot: QtBot) -> None:
    sheet = RecoverySheet(CHANCE)
    qtbot.addWidget(sheet)
    sheet.show_key("ABCD-EFGH-JKLM-NPQR-STUV", "Elm Street")
    assert not sheet.go_button.isEnabled()
    for editor, (_, group) in zip(sheet.answers, sheet.asked, strict=True):
        qtbot.keyClicks(editor.field, group.lower())
    assert sheet.go_button.isEnabled()


def test_the_sheet_can_be_kept_as_a_pdf(qtbot: QtBot, tmp_path: Path) -> None:
    sheet = RecoverySheet(CHANCE)
    qtbot.addWidget(sheet)
    sheet.show_key("ABCD-EFGH-JKLM-NPQR", "Elm Street")
    sheet.save_pdf(tmp_path / "sheet.pdf")
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF-")


def test_a_practice_is_set_up_locked_and_unlocked(open_window: Open, places: Places, qtbot: QtBot) -> None:
    window = open_window(places)
    settle(window, qtbot)
    door = window.door
    assert isinstance(door, FirstRun)
    door.welcome.setup_button.click()
    for name, text in (
        ("practice", "Elm Street Neurology"), ("street", "12 Elm Street"), ("city", "Providence"),
        ("first", "Ines"), ("last", "Marsh"), ("credential", "MD"), ("npi", "1234567893"),
        ("my_first", "Dana"), ("my_last", "Cole"),
    ):  # fmt: skip
        qtbot.keyClicks(door.details.field(name).field, text)
    assert not door.details.go_button.isEnabled()
    qtbot.keyClicks(door.details.passphrase.first, PASSPHRASE)
    qtbot.keyClicks(door.details.passphrase.second, PASSPHRASE)
    assert "the same" in door.details.passphrase.said
    assert door.details.go_button.isEnabled()
    qtbot.keyClick(door.details.passphrase.second, Qt.Key.Key_Return)
    settle(window, qtbot)
    assert focused() is door.recovery.answers[0].field
    for editor, (_, group) in zip(door.recovery.answers, door.recovery.asked, strict=True):
        qtbot.keyClicks(editor.field, group)
    qtbot.keyClick(door.recovery.answers[-1].field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.frame is not None, timeout=WAIT_MS)
    settle(window, qtbot)
    assert not frame_of(window).desk.session.is_sample

    window.lock()
    settle(window, qtbot)
    unlock = window.door
    assert isinstance(unlock, UnlockScreen)
    qtbot.keyClicks(unlock.passphrase, "not the passphrase")
    qtbot.keyClick(unlock.passphrase, Qt.Key.Key_Return)
    settle(window, qtbot)
    assert window.frame is None
    assert unlock.passphrase.text() == ""
    assert "passphrase" in unlock._said.text()
    qtbot.keyClicks(unlock.passphrase, PASSPHRASE)
    qtbot.keyClick(unlock.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.frame is not None, timeout=WAIT_MS)
    settle(window, qtbot)


def test_a_wrong_npi_is_said_while_it_is_typed(open_window: Open, places: Places, qtbot: QtBot) -> None:
    window = open_window(places)
    settle(window, qtbot)
    door = window.door
    assert isinstance(door, FirstRun)
    door.show_details()
    npi = door.details.field("npi")
    npi.setFocus()
    qtbot.keyClicks(npi.field, "1234567890")
    qtbot.waitUntil(lambda: bool(npi.finding), timeout=3000)


def test_the_sample_is_marked_and_apart(open_window: Open, sample_places: Places, qtbot: QtBot) -> None:
    window = open_window(sample_places)
    settle(window, qtbot)
    door = window.door
    assert isinstance(door, FirstRun)
    door.welcome.sample_button.click()
    qtbot.waitUntil(lambda: window.frame is not None, timeout=WAIT_MS)
    settle(window, qtbot)
    assert frame_of(window).desk.session.is_sample
    assert not setup.has_practice(sample_places)
    frame_of(window).leaving_sample.emit()
    settle(window, qtbot)
    assert isinstance(window.door, FirstRun)


_KILLED = """
import datetime as dt, os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from PySide6.QtTest import QTest
from app.clock import FixedClock
from app.desk.application import application
from app.desk.places import Spot, View
from app.desk.window import DeskWindow
from app.domain.sample import PATIENTS
from app.places import Places
app = application(["desk"])
clock = FixedClock(dt.datetime(2026, 11, 24, 12, tzinfo=dt.timezone.utc))
window = DeskWindow(Places.under(Path(sys.argv[1])), clock, wants_sample=True)
window.show()
def until(done):
    for _ in range(4000):
        app.processEvents()
        if done():
            return
        QTest.qWait(5)
    sys.exit(3)
until(lambda: window.frame is not None)
window.frame.go(Spot(View.PATIENT, PATIENTS[0]))
screen = window.frame.screen_of(View.PATIENT)
until(lambda: screen.chart is not None and window.tasks.is_idle)
editor = screen.profile.binding.editors["chart_number"]
editor.line.selectAll()
QTest.keyClicks(editor.line, "KEPT-1")
until(lambda: screen.profile.binding.record.chart_number == "KEPT-1")
until(lambda: window.tasks.is_idle)
os._exit(9)
"""


@pytest.mark.timeout(120)
def test_what_was_typed_survives_a_kill(
    open_window: Open, sample_places: Places, qtbot: QtBot, clock: FixedClock, tmp_path: Path
) -> None:
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", _KILLED, str(tmp_path / "user"), str(root)], check=False, timeout=100)
    assert done.returncode == 9
    window = open_window(sample_places, sample=True)
    qtbot.waitUntil(lambda: window.frame is not None, timeout=WAIT_MS)
    settle(window, qtbot)
    vault = frame_of(window).desk.session.vault
    from app.domain.patient import Patient  # noqa: PLC0415

    kept: list[str] = []
    window.tasks.run(window, lambda: [p.chart_number for p in vault.all(Patient)], kept.extend)
    settle(window, qtbot)
    assert "KEPT-1" in kept
