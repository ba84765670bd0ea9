"""Dates with their rules, a denial with what answers it, and what it costs: answered without leaving the desk."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from app.desk.course.screen import CourseScreen
from app.desk.letters.screen import LettersScreen
from app.desk.places import Spot, View
from app.desk.request.keys import Step
from app.desk.window import DeskWindow
from app.domain.course import LetterKind, MilestoneKind
from app.domain.sample import REQUESTS
from tests.conftest import NOON
from tests.desk.conftest import focused, frame_of, press, settle, write
from tests.desk.test_check import opened


def course_of(window: DeskWindow, qtbot: QtBot, request_id: str, part: str = "dates") -> CourseScreen:
    frame_of(window).go(Spot(View.COURSE, request_id, part=part))
    settle(window, qtbot)
    screen = frame_of(window).screen_of(View.COURSE)
    assert isinstance(screen, CourseScreen)
    return screen


def said_on(widget: QWidget) -> str:
    return "\n".join(shown.text() for shown in widget.findChildren(QLabel))


def test_each_date_stands_with_the_rule_behind_it(window: DeskWindow, qtbot: QtBot) -> None:
    opened(window, qtbot, REQUESTS[2], Step.CLINICAL)
    press(qtbot, Qt.Key.Key_7, Qt.KeyboardModifier.AltModifier)
    settle(window, qtbot)
    screen = course_of(window, qtbot, REQUESTS[2])
    assert screen.course is not None
    assert screen.course.clocks
    said = said_on(screen.dates)
    for clock in screen.course.clocks:
        assert clock.rule in said
        assert clock.date is None or f"{clock.date:%m/%d/%Y}" in said
    assert "if it is sent today" in said


def test_the_payers_own_date_wins_and_can_be_taken_back(window: DeskWindow, qtbot: QtBot) -> None:
    screen = course_of(window, qtbot, REQUESTS[0])
    screen.dates.note_button.click()
    assert focused().accessibleName() == "Date"
    assert screen.dates.date.finding
    screen.dates.kind.set_value(MilestoneKind.DECISION_BY)
    write(qtbot, "12/1/26")
    screen.dates.said_in.setFocus()
    write(qtbot, "letter of 11/20/2026")
    screen.dates.note_button.click()
    settle(window, qtbot)
    assert screen.course is not None
    first = screen.course.clocks[0]
    assert first.from_letter
    assert first.date == dt.date(2026, 12, 1)
    assert "letter of 11/20/2026" in said_on(screen.dates)
    screen.dates.noted.emit(MilestoneKind.DECISION_BY, None, "")
    settle(window, qtbot)
    assert not screen.course.clocks[0].from_letter


def test_the_calendar_names_nobody_by_itself(window: DeskWindow, qtbot: QtBot, tmp_path: Path) -> None:
    screen = course_of(window, qtbot, REQUESTS[0])
    folder = tmp_path / "out"
    folder.mkdir()
    screen.write_calendar(folder, with_name=False)
    settle(window, qtbot)
    (file,) = folder.iterdir()
    text = file.read_text(encoding="utf-8")
    assert "BEGIN:VEVENT" in text
    assert "guy" not in text
    assert "Nguy" not in file.name


def test_a_notice_is_kept_and_answered(window: DeskWindow, qtbot: QtBot) -> None:
    screen = course_of(window, qtbot, REQUESTS[0], "denials")
    page = screen.denials
    page.keep_button.click()
    assert page.date.finding
    write(qtbot, f"{NOON:%m/%d/%Y}")
    page.reason.setFocus()
    write(qtbot, "You have not tried two preventive medicines.")
    assert page.reasons["step_not_met"].isVisible()
    page.reasons["step_not_met"].click()
    page.carc.setFocus()
    write(qtbot, "co 50")
    page.keep_button.click()
    settle(window, qtbot)
    assert screen.course is not None
    assert [item.reason_ids for item in screen.course.notices] == [("step_not_met",)]
    assert screen.course.notices[0].carc == "CO-50"
    said = said_on(page.answer)
    for words in ("Fill history", "Two preventives of different classes", "Until when", "Appeal by"):
        assert words in said
    assert page.keep_button.text() == "Correct notice"
    page.answer.appeal_button.click()
    settle(window, qtbot)
    letters = frame_of(window).stack.currentWidget()
    assert isinstance(letters, LettersScreen)
    assert letters.opened is not None
    assert letters.opened.kind is LetterKind.APPEAL
    assert "You have not tried two preventive medicines." in letters.opened.draft.text


def test_all_reasons_fit_beside_the_answer_on_a_small_screen(window: DeskWindow, qtbot: QtBot) -> None:
    screen = course_of(window, qtbot, REQUESTS[0], "denials")
    window.resize(1093, 574)
    screen.denials.more_button.click()
    settle(window, qtbot)
    assert len(screen.denials.reasons) > 10
    for area in screen.denials.findChildren(QScrollArea):
        assert area.widget().width() <= area.viewport().width()


def test_a_notice_of_one_request_is_not_shown_with_another(window: DeskWindow, qtbot: QtBot) -> None:
    screen = course_of(window, qtbot, REQUESTS[0], "denials")
    screen.denials.reason.setFocus()
    write(qtbot, "Not typed to its end")
    course_of(window, qtbot, REQUESTS[1], "denials")
    assert screen.denials.reason.value == ""
    assert screen.denials.reasons == {}
    course_of(window, qtbot, REQUESTS[0], "denials")
    assert screen.denials.reason.value == "Not typed to its end"


def test_costs_and_programs_come_with_source_and_date(window: DeskWindow, qtbot: QtBot) -> None:
    screen = course_of(window, qtbot, REQUESTS[0], "costs")
    assert screen.course is not None
    said = said_on(screen.costs)
    assert f"Checked on {screen.course.costs.checked:%m/%d/%Y}" in said
    for card in screen.course.costs.cards:
        assert card.title in said
        assert all(usd in said for _, usd in card.figures)
    assert {offer.program.title for offer in screen.course.costs.offers} <= set(said.splitlines())
