"""The window is seen before the larger parts are loaded, and a mistake of the program is reported without data."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.clock import FixedClock
from app.desk.crash import CrashReports, redacted
from app.desk.places import Spot, View
from app.desk.widgets.notes import Note, words_of
from app.desk.window import DeskWindow
from app.domain.sample import PATIENTS
from app.places import Places
from app.services.problems import NothingToUndo
from tests.desk.conftest import frame_of, settle

_HEAVY = ("apsw", "pikepdf", "pypdf", "pypdfium2", "reportlab", "cryptography", "keyring", "uharfbuzz", "jinja2")


def test_nothing_heavy_is_imported_before_the_window_is_seen() -> None:
    code = f"import sys, app.desk.application; print([name for name in {_HEAVY!r} if name in sys.modules])"
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=root)
    assert done.stdout.strip() == "[]"


@pytest.fixture
def reports(places: Places, clock: FixedClock) -> Iterator[CrashReports]:
    made = CrashReports(places, clock)
    made.install()
    yield made
    made.uninstall()


def test_a_report_says_where_and_not_what(reports: CrashReports, places: Places) -> None:
    told: list[Exception] = []
    reports.tell(told.append)
    try:
        raise ValueError("Anna Bell 03/04/1985")
    except ValueError as problem:
        sys.excepthook(ValueError, problem, problem.__traceback__)
    text = next(places.logs.glob("report-*.txt")).read_text(encoding="utf-8")
    assert "ValueError" in text
    assert "test_start.py" in text
    assert "Bell" not in text
    assert "1985" not in text
    assert len(told) == 1


def test_a_mistake_is_told_without_its_words() -> None:
    said, advice, code = words_of(ValueError("Anna Bell"))
    assert "Bell" not in said + advice + code
    assert "saved" in said
    assert redacted(ValueError, None) == "ValueError"


def test_only_the_newest_reports_are_kept(reports: CrashReports, places: Places, clock: FixedClock) -> None:
    import datetime as dt  # noqa: PLC0415

    for _ in range(30):
        clock.advance(dt.timedelta(seconds=1))
        reports.write("x")
    assert len(list(places.logs.glob("report-*.txt"))) == 20


def test_a_problem_is_told_with_what_to_do(window: DeskWindow, qtbot: QtBot) -> None:
    frame = frame_of(window)
    frame.desk.undo()
    settle(window, qtbot)
    problem = NothingToUndo(what="undo")
    assert frame.notices.errors == (problem.message,)
    frame.desk.undo()
    settle(window, qtbot)
    assert len(frame.notices.errors) == 1


def test_ctrl_z_outside_a_field_takes_the_last_change_back(window: DeskWindow, qtbot: QtBot) -> None:
    frame = frame_of(window)
    frame.go(Spot(View.PATIENT, PATIENTS[0], part="therapies"))
    settle(window, qtbot)
    screen = frame.screen_of(View.PATIENT)
    pane = screen.pane("therapies")  # type: ignore[attr-defined]
    before = len(pane.table.rows_model.rows)
    pane.remove_button.click()
    settle(window, qtbot)
    assert len(pane.table.rows_model.rows) == before - 1
    pane.table.setFocus()
    qtbot.keyClick(pane.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(window, qtbot)
    assert len(pane.table.rows_model.rows) == before
    said = [note.accessibleName() for note in frame.findChildren(Note) if not note.isHidden()]
    assert said == ["Undone: Remove therapy"]
