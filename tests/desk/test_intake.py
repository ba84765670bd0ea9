"""Taking in a file at the desk: nothing changes before it was seen, and what is here stays unless it is ticked."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.desk.intake import reading
from app.desk.intake.screen import IntakeScreen
from app.desk.places import Spot, View
from app.desk.widgets.choice import Choice as LineChoice
from app.desk.window import DeskWindow
from app.domain.patient import Coverage, Patient
from app.domain.practice import Line
from app.intake.reading.columns import Meaning
from app.intake.review.rows import Row
from tests.desk.conftest import frame_of, press, settle
from tests.unit.intake.samples import CSV, FHIR

R = TypeVar("R", Patient, Coverage)


def opened(window: DeskWindow, qtbot: QtBot, file: Path) -> IntakeScreen:
    frame_of(window).go(Spot(View.INTAKE, focus=str(file)))
    settle(window, qtbot)
    screen = frame_of(window).screen_of(View.INTAKE)
    assert isinstance(screen, IntakeScreen)
    return screen


def kept(window: DeskWindow, qtbot: QtBot, kind: type[R]) -> tuple[R, ...]:
    """The records of a kind, asked for on the vault's own thread."""
    desk, found = frame_of(window).desk, []
    desk.query(window, lambda session: session.vault.all(kind), found.append)
    settle(window, qtbot)
    return found[0]


def shoot(window: DeskWindow, name: str) -> None:
    if folder := os.environ.get("PADESK_PICTURES"):
        window.grab().save(str(Path(folder) / f"{name}.png"))


def chosen(screen: IntakeScreen, kind: str) -> Row:
    rows = screen.table.rows_model.rows
    at = next(at for at, row in enumerate(rows) if row.kind == kind)
    screen.table.selectRow(at)
    return rows[at]


def test_a_bundle_is_looked_at_and_taken_over(window: DeskWindow, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "bundle.json"
    file.write_bytes(FHIR)
    screen = opened(window, qtbot, file)
    shoot(window, "intake-review")
    assert screen.take_button.text() == "Take over 3 rows"
    chosen(screen, "coverage")
    (line,) = screen.lines.findChildren(LineChoice)
    line.setFocus()
    qtbot.keyClicks(line, "Comm")
    settle(window, qtbot)
    shoot(window, "intake-plan")
    assert screen.take_button.text() == "Take over 5 rows"
    screen.take_button.click()
    settle(window, qtbot)
    assert frame_of(window).spot.view is View.PATIENT
    shoot(window, "intake-taken")
    shown = frame_of(window).spot.record_id
    coverages = kept(window, qtbot, Coverage)
    assert [c.line for c in coverages if c.patient_id == shown] == [Line.COMMERCIAL]
    frame_of(window).desk.undo()
    settle(window, qtbot)
    assert frame_of(window).notices.errors == ()
    assert shown not in {patient.id for patient in kept(window, qtbot, Patient)}


def test_columns_of_a_list_are_settled_first(window: DeskWindow, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(CSV.replace(b"MRN", b"Nr."))
    screen = opened(window, qtbot, file)
    shoot(window, "intake-columns")
    headings = CSV.decode().splitlines()[0].split(",")
    at = headings.index("MRN")
    assert screen.columns.choices[at].value is None
    screen.columns.choices[at].set_value(Meaning("patient.chart_number"))
    screen.columns.go_on.click()
    settle(window, qtbot)
    shoot(window, "intake-list")
    patient = chosen(screen, "patient")
    assert "chart_number" in {line.path for line in patient.lines}
    again = opened(window, qtbot, file)
    assert again.columns.choices[at].value == Meaning("patient.chart_number")


def test_space_takes_and_leaves_a_row(window: DeskWindow, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "bundle.json"
    file.write_bytes(FHIR)
    screen = opened(window, qtbot, file)
    words = screen.take_button.text()
    chosen(screen, "trial")
    screen.table.setFocus()
    press(qtbot, Qt.Key.Key_Space)
    assert screen.take_button.text() != words
    press(qtbot, Qt.Key.Key_Space)
    assert screen.take_button.text() == words


def test_a_file_of_no_known_kind_says_so_and_changes_nothing(window: DeskWindow, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "picture.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    opened(window, qtbot, file)
    assert any("no kind that can be imported" in said for said in frame_of(window).notices.errors)


def until(window: DeskWindow, qtbot: QtBot, key: Qt.Key, wanted: QWidget) -> None:
    """Press a key until a widget has the focus."""
    for _ in range(60):
        if wanted.hasFocus():
            return
        press(qtbot, key)
    raise AssertionError(f"{wanted.objectName() or type(wanted).__name__} is not reached")


def test_a_list_is_taken_over_by_the_keyboard_alone(window: DeskWindow, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(b"Last Name,First Name,DOB\nRivera,Keyla,1/1/1990\n")
    screen = opened(window, qtbot, file)
    until(window, qtbot, Qt.Key.Key_Backtab, screen.columns.go_on)
    press(qtbot, Qt.Key.Key_Space)
    settle(window, qtbot)
    assert screen.table.hasFocus()
    assert screen.take_button.text() == "Take over 1 row"
    tick = screen.lines.ticks["dob"]
    until(window, qtbot, Qt.Key.Key_Tab, tick)
    press(qtbot, Qt.Key.Key_Space)
    assert not tick.isChecked()
    assert screen.take_button.text() == "Take over 1 row"
    press(qtbot, Qt.Key.Key_Space)
    until(window, qtbot, Qt.Key.Key_Backtab, screen.take_button)
    press(qtbot, Qt.Key.Key_Space)
    settle(window, qtbot)
    assert frame_of(window).notices.errors == ()
    assert "Keyla" in {patient.name.first for patient in kept(window, qtbot, Patient)}


def test_a_long_list_shows_how_far_it_is_and_can_be_given_up(
    window: DeskWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_PATIENCE_SECONDS", 0.0)
    monkeypatch.setattr(reading, "_PAUSE_SECONDS", 0.0)
    file = tmp_path / "list.csv"
    lines = (f"Lake{number},Ana,03/04/1980,{number}" for number in range(8_000))
    file.write_text("Last Name,First Name,DOB,MRN\n" + "\n".join(lines))
    screen = opened(window, qtbot, file)
    screen.columns.go_on.click()
    qtbot.waitUntil(screen.progress.isVisible, timeout=10_000)
    assert screen.stop_button.hasFocus()
    shoot(window, "intake-progress")
    press(qtbot, Qt.Key.Key_Space)
    settle(window, qtbot)
    assert not screen.progress.isVisible()
    assert screen.table.rows_model.rows == ()
    assert frame_of(window).notices.errors == ()


def test_one_line_of_business_can_be_said_for_all_plans_of_a_payer(
    window: DeskWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "list.csv"
    plans = ("Cedar Plan,C1", "Cedar Plan,C2", "Maple,M1", "Cedar Plan,C3")
    lines = (f"Lake{number},Ana,03/04/1980,{number},{plan}" for number, plan in enumerate(plans))
    file.write_text("Last Name,First Name,DOB,MRN,Insurance,Member ID\n" + "\n".join(lines))
    screen = opened(window, qtbot, file)
    screen.columns.go_on.click()
    settle(window, qtbot)
    chosen(screen, "coverage")
    screen.table.setFocus()
    press(qtbot, Qt.Key.Key_Space)
    assert screen.lines.line_choice is not None
    assert screen.lines.line_choice.hasFocus()
    assert screen.lines.all_button is not None
    assert not screen.lines.all_button.isEnabled()
    qtbot.keyClicks(screen.lines.line_choice, "Comm")
    press(qtbot, Qt.Key.Key_Tab)
    assert screen.lines.all_button.hasFocus()
    shoot(window, "intake-all-plans")
    press(qtbot, Qt.Key.Key_Space)
    assert screen.take_button.text() == "Take over 8 rows"
    screen.take_button.click()
    settle(window, qtbot)
    kept_plans = [plan for plan in kept(window, qtbot, Coverage) if plan.member_id in ("C1", "C2", "C3", "M1")]
    assert {plan.member_id: plan.line for plan in kept_plans} == dict.fromkeys(("C1", "C2", "C3"), Line.COMMERCIAL)


def test_everything_that_was_left_out_can_be_seen(window: DeskWindow, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    lines = (f"Lake{number},Ana,99/99/1980" for number in range(6))
    file.write_text("Last Name,First Name,DOB\n" + "\n".join(lines))
    screen = opened(window, qtbot, file)
    screen.columns.go_on.click()
    settle(window, qtbot)
    low = screen.notes.height()
    assert screen.more_button.text() == "Show all 6 notes"
    screen.more_button.click()
    settle(window, qtbot)
    assert screen.notes.height() == pytest.approx(2 * low, abs=4)
    assert screen.more_button.mapTo(screen, QPoint()).y() >= screen.notes.mapTo(screen, QPoint()).y() + 2 * low - 4
    shoot(window, "intake-notes")
    screen.more_button.click()
    assert screen.notes.height() == low
