"""Today tells the rule behind every date: in a strip below the list, and where the pointer rests."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.desk.course.screen import CourseScreen
from app.desk.places import Spot, View
from app.desk.today.screen import TodayScreen
from app.desk.window import DeskWindow
from app.domain.course import MilestoneKind
from app.domain.request import Status
from app.domain.sample import REQUESTS
from app.services import clocks, requests
from app.services.demo import stand_in
from app.services.sample import SAMPLE_SIGNING_WORDS, own_form
from app.services.session import Session
from app.services.sign import review, sign
from app.services.worklist import Group
from tests.desk.conftest import frame_of, settle


def send(session: Session) -> None:
    """Sign and send a request whose payer promised a date."""
    stand_in(session, REQUESTS[0], own_form(session).choice)
    sign(session, review(session, REQUESTS[0]), SAMPLE_SIGNING_WORDS)
    requests.set_status(session, REQUESTS[0], Status.SENT)
    day = session.today + dt.timedelta(days=2)
    clocks.note(session, REQUESTS[0], MilestoneKind.DECISION_BY, day, "letter of 11/20/2026")


def today(window: DeskWindow, qtbot: QtBot) -> TodayScreen:
    frame_of(window).go(Spot(View.TODAY))
    settle(window, qtbot)
    screen = frame_of(window).screen_of(View.TODAY)
    assert isinstance(screen, TodayScreen)
    return screen


def test_the_payers_date_is_shown_with_the_rule_beside_it_and_leads_to_all_dates(
    window: DeskWindow, qtbot: QtBot
) -> None:
    frame = frame_of(window)
    screen = today(window, qtbot)
    assert not screen.dates.isVisible()
    frame.desk.change(window, send)
    settle(window, qtbot)
    table = screen.tables[Group.COMING]
    assert table.isVisible()
    table.setFocus()
    table.selectRow(0)
    assert screen.dates.isVisible()
    said = "\n".join(item.text() for item in screen.dates.findChildren(QLabel))
    assert "the payer's own date, in 2 days" in said
    assert "letter of 11/20/2026. Employer plan, before the service" in said
    assert "The rule alone would give 12/09/2026." in said
    model = table.rows_model
    tip = model.data(model.index(0, 4), Qt.ItemDataRole.ToolTipRole)
    assert tip.startswith("Decision due 11/26/2026: letter of 11/20/2026.")
    screen.dates.all_dates.click()
    settle(window, qtbot)
    course = frame.screen_of(View.COURSE)
    assert isinstance(course, CourseScreen)
    assert course.isVisible()
    assert course.request_id == REQUESTS[0]


def test_drafts_have_no_strip(window: DeskWindow, qtbot: QtBot) -> None:
    screen = today(window, qtbot)
    screen.tables[Group.DRAFT].setFocus()
    screen.tables[Group.DRAFT].selectRow(1)
    assert not screen.dates.isVisible()
