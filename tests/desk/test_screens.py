"""Every screen on the sample practice: it opens, says its names, keeps its width, and follows the keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.desk.look.theme import theme
from app.desk.look.tokens import Scheme
from app.desk.patients.chart import PARTS, PatientScreen
from app.desk.patients.list import PatientsScreen
from app.desk.places import Spot, View
from app.desk.request.keys import Step
from app.desk.request.workspace import RequestScreen
from app.desk.shell.strip import backup_words, lock_words
from app.desk.today.requests import RequestsScreen
from app.desk.today.screen import TodayScreen
from app.desk.window import DeskWindow
from app.domain.sample import PATIENTS, REQUESTS
from app.services.worklist import Group
from tests.conftest import NOON
from tests.desk.conftest import focused, frame_of, press, settle, write

SPOTS = (
    Spot(View.TODAY),
    Spot(View.REQUESTS),
    Spot(View.PATIENTS),
    Spot(View.FORMS),
    Spot(View.CRITERIA),
    Spot(View.NEW_REQUEST),
    *(Spot(View.PATIENT, PATIENTS[0], part=part) for part in PARTS),
    *(Spot(View.OFFICE, part=part) for part in ("practice", "locations", "prescribers", "people", "payers", "backups")),
    *(Spot(View.OFFICE, part=part) for part in ("your signature", "you")),
    *(Spot(View.REQUEST, REQUESTS[0], part=step.value) for step in Step),
    *(Spot(View.COURSE, REQUESTS[0], part=part) for part in ("dates", "denials", "costs")),
    *(Spot(View.LETTERS, REQUESTS[0], part=kind) for kind in ("necessity", "brief", "addendum")),
)
_IDS = [f"{spot.view.value} {spot.part}".strip() for spot in SPOTS]


def go(window: DeskWindow, qtbot: QtBot, spot: Spot) -> None:
    frame_of(window).go(spot)
    settle(window, qtbot)


def choose_form(window: DeskWindow, qtbot: QtBot) -> RequestScreen:
    """Open the first sample request on the form that the program knows."""
    go(window, qtbot, Spot(View.REQUEST, REQUESTS[0]))
    screen = frame_of(window).screen_of(View.REQUEST)
    assert isinstance(screen, RequestScreen)
    screen.picker.use_button.click()
    settle(window, qtbot)
    assert screen.prepared is not None
    return screen


def test_every_focusable_widget_of_every_screen_has_a_name(window: DeskWindow, qtbot: QtBot) -> None:
    choose_form(window, qtbot)
    nameless: list[str] = []
    for spot in SPOTS:
        go(window, qtbot, spot)
        for widget in window.findChildren(QWidget):
            if not widget.isVisible() or not widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                continue
            interface = QAccessible.queryAccessibleInterface(widget)
            name = "" if interface is None else interface.text(QAccessible.Text.Name)
            if not name and widget.focusProxy() is None and not isinstance(widget.parent(), QAbstractScrollArea):
                nameless.append(f"{spot.view.value} {spot.part}: {type(widget).__name__}")
    assert nameless == []


@pytest.mark.parametrize("spot", SPOTS, ids=_IDS)
def test_a_small_screen_at_125_percent_needs_no_horizontal_scrolling(
    window: DeskWindow, qtbot: QtBot, spot: Spot
) -> None:
    if spot.view is View.REQUEST:
        choose_form(window, qtbot)
    window.resize(1093, 574)  # 1366×768 at 125 %, less the desktop's own bars
    go(window, qtbot, spot)
    assert window.width() <= 1093
    for area in frame_of(window).stack.findChildren(QAbstractScrollArea):
        if area.isVisible():
            assert not area.horizontalScrollBar().isVisible(), type(area).__name__
            inner = getattr(area, "widget", lambda: None)()
            if isinstance(inner, QWidget):
                assert inner.width() <= area.viewport().width(), (type(inner).__name__, inner.minimumSizeHint())
    assert frame_of(window).notices.errors == ()


@pytest.mark.parametrize("scheme", list(Scheme))
def test_the_look_can_change_while_a_screen_is_open(window: DeskWindow, qtbot: QtBot, scheme: Scheme) -> None:
    theme().set_scheme(scheme)
    go(window, qtbot, Spot(View.PATIENT, PATIENTS[0]))
    color = window.grab().toImage().pixelColor(window.width() - 40, window.height() - 60)
    theme().set_scheme(Scheme.LIGHT)
    assert (color.lightness() > 128) is (scheme is Scheme.LIGHT)


def test_today_shows_the_drafts_and_opens_one_by_enter(window: DeskWindow, qtbot: QtBot) -> None:
    screen = frame_of(window).screen_of(View.TODAY)
    assert isinstance(screen, TodayScreen)
    assert len(screen.tables[Group.DRAFT].rows_model.rows) == 3
    screen.tables[Group.DRAFT].setFocus()
    press(qtbot, Qt.Key.Key_Return)
    settle(window, qtbot)
    assert frame_of(window).spot.view is View.REQUEST


def test_models_are_sound(window: DeskWindow, qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    go(window, qtbot, Spot(View.REQUESTS))
    requests = frame_of(window).screen_of(View.REQUESTS)
    assert isinstance(requests, RequestsScreen)
    qtmodeltester.check(requests.table.rows_model)
    requests.table.set_rows(requests.table.rows_model.rows[:1])
    qtmodeltester.check(requests.table.rows_model)


def test_filters_and_search_narrow_the_requests(window: DeskWindow, qtbot: QtBot) -> None:
    go(window, qtbot, Spot(View.REQUESTS))
    screen = frame_of(window).screen_of(View.REQUESTS)
    assert isinstance(screen, RequestsScreen)
    assert len(screen.table.rows_model.rows) == 3
    press(qtbot, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    write(qtbot, "dystonia")
    assert [row.indication for row in screen.table.rows_model.rows] == ["cervical_dystonia"]
    screen.field.clear()
    screen.chips[3].click()
    assert screen.table.rows_model.rows == ()


def test_the_list_of_patients_narrows_as_one_types(window: DeskWindow, qtbot: QtBot) -> None:
    go(window, qtbot, Spot(View.PATIENTS))
    screen = frame_of(window).screen_of(View.PATIENTS)
    assert isinstance(screen, PatientsScreen)
    write(qtbot, "nguyen")
    qtbot.waitUntil(lambda: len(screen.table.rows_model.rows) == 1, timeout=5000)
    press(qtbot, Qt.Key.Key_Return)
    settle(window, qtbot)
    assert frame_of(window).spot == Spot(View.PATIENT, PATIENTS[0])


def test_tab_goes_through_the_profile_in_reading_order(window: DeskWindow, qtbot: QtBot) -> None:
    go(window, qtbot, Spot(View.PATIENT, PATIENTS[0]))
    screen = frame_of(window).screen_of(View.PATIENT)
    assert isinstance(screen, PatientScreen)
    screen.profile.binding.focus("name.first")
    names = [focused().accessibleName()]
    for _ in range(7):
        press(qtbot, Qt.Key.Key_Tab)
        names.append(focused().accessibleName())
    assert names == [
        "First name", "Last name", "Middle", "Suffix", "Date of birth", "Sex", "Chart number", "Cell phone",
    ]  # fmt: skip


def test_an_edit_is_kept_at_once_and_can_be_undone(window: DeskWindow, qtbot: QtBot) -> None:
    go(window, qtbot, Spot(View.PATIENT, PATIENTS[0]))
    screen = frame_of(window).screen_of(View.PATIENT)
    assert isinstance(screen, PatientScreen)
    assert screen.chart is not None
    before = screen.chart.patient.chart_number
    screen.profile.binding.focus("chart_number")
    focused().selectAll()  # type: ignore[attr-defined]
    write(qtbot, "X-77")
    press(qtbot, Qt.Key.Key_Tab)
    settle(window, qtbot)
    screen.refresh()
    settle(window, qtbot)
    assert screen.chart.patient.chart_number == "X-77"
    frame_of(window).desk.undo()
    settle(window, qtbot)
    assert screen.chart.patient.chart_number == before
    assert screen.profile.binding.editors["chart_number"].value == before


def test_changing_the_patient_keeps_no_field(window: DeskWindow, qtbot: QtBot) -> None:
    go(window, qtbot, Spot(View.PATIENT, PATIENTS[0]))
    go(window, qtbot, Spot(View.PATIENT, PATIENTS[1]))
    screen = frame_of(window).screen_of(View.PATIENT)
    assert isinstance(screen, PatientScreen)
    assert screen.chart is not None
    assert screen.profile.binding.editors["name.last"].value == screen.chart.patient.name.last == "Feldman"
    assert "FELDMAN" in frame_of(window).banner.findChildren(QWidget)[0].property("text")


def test_a_box_leads_to_its_datum_and_a_datum_to_its_boxes(window: DeskWindow, qtbot: QtBot) -> None:
    screen = choose_form(window, qtbot)
    assert screen.prepared is not None
    box = screen.prepared.filled.boxes_of("coverage.member_id")[0]
    qtbot.mouseClick(screen.page.canvas.handles[box], Qt.MouseButton.LeftButton)
    assert focused().accessibleName() == "Member ID"
    screen.plan.patient.focus("address.city")
    lit = [name for name, handle in screen.page.canvas.handles.items() if handle._is_lit]
    assert lit == list(screen.prepared.filled.boxes_of("patient.city"))
    press(qtbot, Qt.Key.Key_F6)
    assert screen.page.isAncestorOf(focused())
    press(qtbot, Qt.Key.Key_F6)
    assert focused().accessibleName() == "City"


def test_typing_changes_the_page_before_anything_is_kept(window: DeskWindow, qtbot: QtBot) -> None:
    screen = choose_form(window, qtbot)
    assert screen.prepared is not None
    box = screen.prepared.filled.boxes_of("patient.city")[0]
    screen.plan.patient.focus("address.city")
    focused().selectAll()  # type: ignore[attr-defined]
    write(qtbot, "Paw")
    qtbot.waitUntil(lambda: screen.prepared is not None and screen.prepared.filled.boxes[box].value == "Paw")


def test_what_is_typed_on_the_page_stays_with_the_request(window: DeskWindow, qtbot: QtBot) -> None:
    screen = choose_form(window, qtbot)
    assert screen.prepared is not None
    box = screen.prepared.filled.boxes_of("patient.city")[0]
    screen.page.typed_on.emit(box, "Elsewhere")
    settle(window, qtbot)
    screen.refresh()
    settle(window, qtbot)
    assert screen.prepared.filled.boxes[box].value == "Elsewhere"
    assert screen.case is not None
    assert screen.case.patient.address.city != "Elsewhere"


def test_f8_goes_from_one_open_item_to_the_next(window: DeskWindow, qtbot: QtBot) -> None:
    screen = choose_form(window, qtbot)
    screen.setFocus()
    seen = []
    for _ in range(3):
        press(qtbot, Qt.Key.Key_F8)
        seen.append(focused().accessibleName())
    press(qtbot, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert len(set(seen)) == 3
    assert focused().accessibleName() == seen[1]


def test_find_anything_finds_patients_requests_and_commands(window: DeskWindow, qtbot: QtBot) -> None:
    frame = frame_of(window)
    press(qtbot, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    write(qtbot, "feldman")
    qtbot.waitUntil(lambda: {hit.kind for hit in frame.finder.hits} >= {"Patient", "Request"}, timeout=5000)
    press(qtbot, Qt.Key.Key_Return)
    settle(window, qtbot)
    assert frame.spot == Spot(View.PATIENT, PATIENTS[1])


def test_the_privacy_key_hides_everything_and_any_key_brings_it_back(window: DeskWindow, qtbot: QtBot) -> None:
    frame = frame_of(window)
    control_shift = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    press(qtbot, Qt.Key.Key_L, control_shift)
    assert frame.cover.isVisible()
    assert frame.cover.geometry() == frame.rect()
    qtbot.keyClick(frame.cover, Qt.Key.Key_Space)
    assert not frame.cover.isVisible()


def test_the_desk_locks_itself_and_forgets_the_screens(window: DeskWindow, qtbot: QtBot) -> None:
    go(window, qtbot, Spot(View.PATIENT, PATIENTS[0]))
    window.idle._seconds = 0
    window.idle._tick()
    settle(window, qtbot)
    assert window.frame is None
    QApplication.sendPostedEvents(None, 52)
    assert window.findChildren(PatientScreen) == []
    assert all("guy" not in str(item.property("text") or "") for item in window.findChildren(QWidget))


def test_a_computer_that_slept_wakes_up_with_a_locked_desk(window: DeskWindow, qtbot: QtBot) -> None:
    day = [1_000_000.0]
    window.away._wall_seconds = lambda: day[0]
    window.away.start()
    day[0] += 60
    window.away.look()
    assert window.frame is not None
    day[0] += 3_600
    window.away.look()
    settle(window, qtbot)
    assert window.frame is None


def test_the_computers_own_screen_lock_locks_the_desk(window: DeskWindow, qtbot: QtBot) -> None:
    window.away._is_locked = lambda: True
    window.away.look()
    settle(window, qtbot)
    assert window.frame is None


def test_the_strip_speaks_plainly() -> None:
    assert lock_words(252) == "locks in 5 min"
    assert lock_words(72) == "locks in 1:12"
    assert backup_words(None, NOON) == ("no backup yet", True)
    assert backup_words(NOON, NOON) == ("backup today 12:00", False)
