"""Records as a file, and a new recovery sheet, at the desk."""

from __future__ import annotations

import os
from pathlib import Path

from pytestqt.qtbot import QtBot

from app.desk.intake.screen import IntakeScreen
from app.desk.office.records_out import RecordsPage
from app.desk.office.recovery import RecoveryPage
from app.desk.office.screen import OfficeScreen
from app.desk.places import Spot, View
from app.desk.window import DeskWindow
from app.services.sample import SAMPLE_WORDS
from tests.desk.conftest import frame_of, settle

WORDS = "violet tractor seven lemons"


def page(window: DeskWindow, qtbot: QtBot, name: str) -> object:
    frame_of(window).go(Spot(View.OFFICE, part=name.casefold()))
    settle(window, qtbot)
    screen = frame_of(window).screen_of(View.OFFICE)
    assert isinstance(screen, OfficeScreen)
    return screen.stack.built[name]


def shoot(window: DeskWindow, name: str) -> None:
    if folder := os.environ.get("PADESK_PICTURES"):
        window.grab().save(str(Path(folder) / f"{name}.png"))


def test_records_are_taken_out_encrypted_and_looked_at_again(window: DeskWindow, qtbot: QtBot, tmp_path: Path) -> None:
    records = page(window, qtbot, "Records")
    assert isinstance(records, RecordsPage)
    assert not records.out_button.isEnabled()
    records.own.setText("not the own one")
    records.passphrase.first.setText(WORDS)
    records.passphrase.second.setText(WORDS)
    assert records.out_button.isEnabled()
    shoot(window, "office-records")
    records.write(tmp_path / "all")
    settle(window, qtbot)
    assert "not your passphrase" in records.said
    assert list(tmp_path.glob("all*")) == []
    records.own.setText(SAMPLE_WORDS)
    records.write(tmp_path / "all")
    settle(window, qtbot)
    file = tmp_path / "all.padesk"
    assert file.exists()
    assert records.passphrase.text == ""
    frame_of(window).go(Spot(View.INTAKE, focus=str(file)))
    settle(window, qtbot)
    intake = frame_of(window).screen_of(View.INTAKE)
    assert isinstance(intake, IntakeScreen)
    assert intake.table.rows_model.rows == ()
    intake._passphrase.setText(WORDS)
    intake._unlock()
    settle(window, qtbot)
    shoot(window, "intake-own")
    assert {row.state.value for row in intake.table.rows_model.rows} <= {"same", "conflict"}
    assert not intake.take_button.isEnabled()


def test_a_new_recovery_sheet_is_made_and_its_groups_typed_back(window: DeskWindow, qtbot: QtBot) -> None:
    recovery = page(window, qtbot, "Recovery")
    assert isinstance(recovery, RecoveryPage)
    shoot(window, "office-recovery")
    recovery.make_button.click()
    settle(window, qtbot)
    sheet = recovery.sheet
    assert sheet is not None
    shoot(window, "office-sheet")
    for editor, (_, group) in zip(sheet.answers, sheet.asked, strict=True):
        editor.line.setText(group)
        editor.line.textEdited.emit(group)
    settle(window, qtbot)
    sheet.go_button.click()
    settle(window, qtbot)
    assert recovery.sheet is None
    shoot(window, "office-recovered")
