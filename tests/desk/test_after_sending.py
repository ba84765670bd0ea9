"""Letters dropped, filed and followed by hand: differences to acknowledge, units to count, corrections to trace."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.clock import FixedClock
from app.desk.after.accounts import AccountsPane
from app.desk.after.arrivals_page import ArrivalsPage
from app.desk.after.dropping import LetterDrop
from app.desk.after.letters import LettersInScreen
from app.desk.course.screen import CourseScreen
from app.desk.places import Spot, View
from app.desk.today.screen import TodayScreen
from app.desk.window import DeskWindow
from app.domain.course import SentBy
from app.domain.letters_in import LetterInKind
from app.domain.patient import Patient
from app.domain.request import Request, Status
from app.domain.sample import REQUESTS
from app.pdf.worker import PaperWorker
from app.places import Places
from app.services import edits
from app.services.after import letters_in
from app.services.demo import stand_in
from app.services.edits import found
from app.services.hand_over import out
from app.services.sample import SAMPLE_SIGNING_WORDS, SAMPLE_WORDS, own_form
from app.services.sent import note_sent
from app.services.session import Session
from app.services.setup import session_on
from app.services.sign import review, sign
from app.services.worklist import Group
from app.vault.vault import Vault
from tests.conftest import CHEAP_SIGNING
from tests.desk.conftest import WAIT_MS, Open, focused, frame_of, press, settle, write
from tests.unit.services.after.conftest import letter_of

WORDS = "river lantern seventeen"
LINES = (
    "Juniper Health Plan",
    "November 20, 2026",
    "Your request for J0585 has been approved.",
    "Authorization number: A77120934",
    "Approved for dates of service from 11/24/2026 to 02/23/2027.",
    "100 units, 2 visits",
    "Member ID: JHP000410077",
)


@pytest.fixture
def sent_places(sample_places: Places, clock: FixedClock, paper_worker: PaperWorker) -> Places:
    """The sample practice with a request that was signed and sent."""
    with Vault.open(sample_places.data / "sample.vault", passphrase=SAMPLE_WORDS, clock=clock) as vault:
        session = replace(session_on(vault, clock, sample_places), paper=paper_worker)
        stand_in(session, REQUESTS[0], own_form(session).choice)
        sign(session, review(session, REQUESTS[0]), SAMPLE_SIGNING_WORDS)
        note_sent(session, REQUESTS[0], SentBy.FAX, "Juniper")
    return sample_places


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """An approval of less than was asked for, as a file."""
    path = tmp_path / "scan.pdf"
    path.write_bytes(letter_of(LINES))
    return path


@pytest.fixture
def sent_window(open_window: Open, sent_places: Places, clock: FixedClock, qtbot: QtBot) -> DeskWindow:
    clock.advance(dt.timedelta(hours=1))
    made = open_window(sent_places, sample=True)
    qtbot.waitUntil(lambda: made.frame is not None, timeout=WAIT_MS)
    settle(made, qtbot)
    return made


def drop(widget: QWidget, path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    buttons, mods = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(20, 20), Qt.DropAction.CopyAction, mime, buttons, mods)
    # The application delivers a drop only while somebody drags.
    taker = widget.findChild(LetterDrop, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert taker is not None
    assert taker.eventFilter(widget, event)


def letters_screen(window: DeskWindow) -> LettersInScreen:
    screen = frame_of(window).screen_of(View.LETTERS_IN)
    assert isinstance(screen, LettersInScreen)
    return screen


def said_on(widget: QWidget) -> str:
    return "\n".join(shown.text() for shown in widget.findChildren(QLabel))


def test_a_letter_dropped_on_today_is_filed_acknowledged_and_counted(
    sent_window: DeskWindow, letter: Path, qtbot: QtBot
) -> None:
    frame = frame_of(sent_window)
    drop(frame.screen_of(View.TODAY), letter)
    settle(sent_window, qtbot)
    assert frame.spot.view is View.LETTERS_IN
    screen = letters_screen(sent_window)
    assert screen.kind.value is LetterInKind.APPROVAL
    assert screen.chooser.current is not None
    assert screen.chooser.current.request_id == REQUESTS[0]
    assert screen.approval.number.value == "A77120934"
    assert screen.follows.text() == "Note the request as approved with changes"
    assert "100 units a treatment approved, 155 asked for." in said_on(screen.approval)
    screen.file_button.click()
    settle(sent_window, qtbot)
    assert (frame.spot.view, frame.spot.part) == (View.COURSE, "approval")
    course = frame.screen_of(View.COURSE)
    assert isinstance(course, CourseScreen)
    assert course.course is not None
    assert course.course.request.status is Status.APPROVED_WITH_CHANGES
    frame.go(Spot(View.TODAY))
    settle(sent_window, qtbot)
    today = frame.screen_of(View.TODAY)
    assert isinstance(today, TodayScreen)
    assert [row.request_id for row in today.tables[Group.LOOK].rows_model.rows] == [REQUESTS[0]]
    assert today.lines["letters"].isHidden()
    frame.go(Spot(View.COURSE, REQUESTS[0], part="approval"))
    settle(sent_window, qtbot)
    course.approval.all_button.click()
    settle(sent_window, qtbot)
    assert "Seen by" in said_on(course.approval)
    count_units(sent_window, course, qtbot)


def count_units(sent_window: DeskWindow, course: CourseScreen, qtbot: QtBot) -> None:
    """Enter an injection, see it with the patient, correct it and strike it out."""
    frame = frame_of(sent_window)
    assert course.course is not None
    course.show_part("units")
    course.units.units.set_value("100")
    course.units.wasted.set_value("0")
    course.units.keep_button.click()
    settle(sent_window, qtbot)
    assert course.course.ledger is not None
    assert "100 of 200 units left" in said_on(course.units)
    frame.go(Spot(View.PATIENT, course.course.request.patient_id, part="treatments"))
    settle(sent_window, qtbot)
    patient = frame.screen_of(View.PATIENT)
    assert "100 of 200 units left" in said_on(patient.findChild(AccountsPane))  # type: ignore[arg-type]
    frame.go(Spot(View.COURSE, REQUESTS[0], part="units"))
    settle(sent_window, qtbot)
    course.units.table.setFocus()
    course.units.table.selectRow(0)
    course.units.units.set_value("90")
    course.units.keep_button.click()
    settle(sent_window, qtbot)
    assert "units 100 → 90" in said_on(course.units)
    course.units.strike_button.click()
    settle(sent_window, qtbot)
    assert "struck out, 90 units" in said_on(course.units)
    assert "200 of 200 units left" in said_on(course.units)


def test_a_letter_is_filed_by_keyboard_alone(sent_window: DeskWindow, qtbot: QtBot, letter: Path) -> None:
    frame = frame_of(sent_window)
    frame.desk.change(frame, lambda session: letters_in.take_in(session, letter_of(["Something else"])))
    settle(sent_window, qtbot)
    press(qtbot, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    settle(sent_window, qtbot)
    screen = letters_screen(sent_window)
    assert not screen.file_button.isEnabled()
    assert focused() is screen.chooser.field
    write(qtbot, "ngu")
    settle(sent_window, qtbot)
    press(qtbot, Qt.Key.Key_Tab)
    assert focused() is screen.chooser.table
    press(qtbot, Qt.Key.Key_Tab)
    assert focused() is screen.kind.field
    write(qtbot, "oth")
    press(qtbot, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(sent_window, qtbot)
    assert screen._stack.currentIndex() == 1


def test_a_letter_dropped_on_a_request_offers_that_request_first(
    sent_window: DeskWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    plain = tmp_path / "plain.pdf"
    plain.write_bytes(letter_of(["No name at all"]))
    frame = frame_of(sent_window)
    frame.go(Spot(View.COURSE, REQUESTS[0]))
    settle(sent_window, qtbot)
    drop(frame.screen_of(View.COURSE), plain)
    settle(sent_window, qtbot)
    screen = letters_screen(sent_window)
    assert screen.chooser.current is not None
    assert screen.chooser.current.request_id == REQUESTS[0]
    screen.away_button.click()
    settle(sent_window, qtbot)
    assert screen._stack.currentIndex() == 1


def test_the_letters_of_a_request_show_their_pages(sent_window: DeskWindow, qtbot: QtBot, letter: Path) -> None:
    frame = frame_of(sent_window)

    def file(session: Session) -> Request:
        kept = letters_in.take_in(session, letter.read_bytes())
        filing = letters_in.Filing(REQUESTS[0], LetterInKind.ACKNOWLEDGMENT, dt.date(2026, 11, 20))
        letters_in.file(session, kept.id, filing)
        return found(session, Request, REQUESTS[0])

    frame.desk.change(frame, file)
    settle(sent_window, qtbot)
    frame.go(Spot(View.COURSE, REQUESTS[0], part="letters"))
    settle(sent_window, qtbot)
    course = frame.screen_of(View.COURSE)
    assert isinstance(course, CourseScreen)
    qtbot.waitUntil(lambda: len(course.letters.sheets.sheets) == 1, timeout=WAIT_MS)
    assert "File as it came" in said_on(course.letters)
    assert course.chips["letters"].text() == "Letters 1"
    assert all(chip.accessibleName() for chip in course.findChildren(QPushButton))


def test_a_request_is_handed_over_and_called_off(window: DeskWindow, qtbot: QtBot, tmp_path: Path) -> None:
    frame = frame_of(window)

    def make_ready(session: Session) -> None:
        stand_in(session, REQUESTS[0], own_form(session).choice)

    frame.desk.change(frame, make_ready)
    settle(window, qtbot)
    frame.go(Spot(View.COURSE, REQUESTS[0], part="handover"))
    settle(window, qtbot)
    course = frame.screen_of(View.COURSE)
    assert isinstance(course, CourseScreen)
    page = course.handing
    assert not page.go_button.isEnabled()
    page.to.set_value("Dr. Lind")
    page.passphrase.first.setText(WORDS)
    page.passphrase.second.setText(WORDS)
    assert page.go_button.isEnabled()
    course.hand_over(tmp_path, WORDS, "Dr. Lind")
    settle(window, qtbot)
    [written] = tmp_path.glob("hand-over-*.padesk")
    assert written.name in page.written.text()
    assert page.passphrase.text == ""
    assert "It waits for its answer" in said_on(page)
    frame.go(Spot(View.OFFICE, part="hand-overs"))
    settle(window, qtbot)
    arrivals = frame.findChild(ArrivalsPage)
    assert isinstance(arrivals, ArrivalsPage)
    arrivals.take_file(written)
    arrivals.passphrase.setText("not the passphrase")
    arrivals.open_button.click()
    settle(window, qtbot)
    assert arrivals.arrived is None
    arrivals.passphrase.setText(WORDS)
    arrivals.open_button.click()
    settle(window, qtbot)
    assert "was taken in on" in arrivals.said.text()
    frame.go(Spot(View.COURSE, REQUESTS[0], part="handover"))
    settle(window, qtbot)
    page.off_button.click()
    settle(window, qtbot)
    assert "Called off" in said_on(page)


def test_a_hand_over_from_elsewhere_shows_what_is_inside_first(
    window: DeskWindow, qtbot: QtBot, tmp_path: Path, _sample_files: Path, clock: FixedClock, paper_worker: PaperWorker
) -> None:
    place = tmp_path / "elsewhere"
    shutil.copytree(_sample_files, place)
    with Vault.open(place / "sample.vault", passphrase=SAMPLE_WORDS, clock=clock) as vault:
        session = replace(session_on(vault, clock, Places.under(tmp_path / "u")), paper=paper_worker)
        stand_in(session, REQUESTS[0], own_form(session).choice)
        request = found(session, Request, REQUESTS[0])
        patient = found(session, Patient, request.patient_id)
        edits.put(session, "Edit", replace(patient, phone_cell="4015550199"))
        _, path = out.hand_over(session, REQUESTS[0], tmp_path, WORDS, to="You", cost=CHEAP_SIGNING)
    frame = frame_of(window)
    frame.go(Spot(View.OFFICE, part="hand-overs"))
    settle(window, qtbot)
    arrivals = frame.findChild(ArrivalsPage)
    assert isinstance(arrivals, ArrivalsPage)
    arrivals.take_file(path)
    arrivals.passphrase.setText(WORDS)
    arrivals.open_button.click()
    settle(window, qtbot)
    assert arrivals.arrived is not None
    assert any("phone cell" in tick.text() for tick in arrivals.conflicts.values())
    assert not any(tick.isChecked() for tick in arrivals.conflicts.values())
    for tick in arrivals.conflicts.values():
        tick.setChecked("Request" in tick.text())
    arrivals.take_button.click()
    settle(window, qtbot)
    assert "otherwise here" in arrivals.said.text()
    assert "(401) 555-0199" in said_on(arrivals) or "4015550199" in said_on(arrivals)
