"""The main job with nothing but keys: unlock, a new patient, a request, its answers, the signature, the packet."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app.clock import FixedClock
from app.desk.places import View
from app.desk.request.keys import Step
from app.desk.request.workspace import RequestScreen
from app.desk.unlock.screen import UnlockScreen
from app.desk.window import DeskWindow
from app.domain.ids import LocationId, PayerId, PersonId, PracticeId, PrescriberId
from app.domain.place import Address, Contact, PersonName
from app.domain.practice import Line, Location, Payer, PayerLine, Person, Practice, Prescriber, Role
from app.domain.request import Status
from app.places import Places
from app.services import setup
from app.services.edits import put
from app.services.setup import NewPerson, NewPractice
from app.vault.keys.derive import Argon2Parameters
from tests.desk.conftest import WAIT_MS, Open, focused, frame_of, press, settle, write

PASSPHRASE = "violet tractor seven lemons"
SIGNING = "copper window eleven geese"
_CHEAP = Argon2Parameters(memory_kib=8 * 1024, rounds=1, lanes=1)
_CONTROL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier

#: What a person types where the focus comes to a field of that name.
TYPED = {
    "Date of birth": "3/4/85",
    "Cell phone": "6175550101",
    "Street": "12 Elm Street",
    "City": "Providence",
    "State": "RI",
    "ZIP": "02903",
    "Allergies": "none",
    "Member ID": "JHP000412345",
    "Units a visit": "155",
    "How often": "every 12 weeks",
    "Directions": "31 sites of head and neck",
    "Visits": "4",
    "CPT": "64615",
    "Start": "t+7",
    "End": "t+180",
    "Diagnosis 1": "G43.709",
    "Dose": "100 mg daily",
    "Value": "yes",
    "Why it is needed": "Chronic migraine, three preventives without benefit.",
}


@pytest.fixture
def office_places(places: Places, clock: FixedClock) -> Places:
    """A small real practice, set up and locked again; the person at work is its prescriber."""
    practice = Practice(PracticeId("a" * 24), "Elm Street Neurology", tin="12-3456789")
    address = Address("12 Elm Street", "Providence", "RI", "02903")
    location = Location(
        LocationId("b" * 24), practice.id, "Main office", address, Contact("Jo Rand", "4015550100", "4015550101")
    )
    prescriber = Prescriber(
        PrescriberId("c" * 24), PersonName("Ines", "Marsh"), "MD", "1234567893", specialty="Neurology",
        location_id=location.id,
    )  # fmt: skip
    me = Person(PersonId("d" * 24), PersonName("Ines", "Marsh"), Role.ADMINISTRATOR, "MD", prescriber_id=prescriber.id)
    wanted = NewPractice(practice, NewPerson(me, PASSPHRASE), (location,), (prescriber,))
    created = setup.create_practice(places, wanted, clock, kdf=_CHEAP)
    lines = (PayerLine(Line.COMMERCIAL, "8005550140", "8005550142"),)
    put(created.session, "Add payer", Payer(PayerId("e" * 24), "Juniper Health Plan", lines))
    setup.lock(created.session)
    return places


def tab_to(qtbot: QtBot, *names: str) -> str:
    """Press Tab until a field of one of the names has the focus."""
    for _ in range(120):
        if focused().accessibleName() in names:
            return focused().accessibleName()
        press(qtbot, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab never came to {names}; it is at {focused().accessibleName()!r}")


def fill_in(qtbot: QtBot, name: str, text: str) -> None:
    tab_to(qtbot, name)
    write(qtbot, text)
    _close_popup(qtbot)


def test_the_whole_job_by_keyboard(
    open_window: Open, office_places: Places, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(office_places)
    settle(window, qtbot)
    assert isinstance(window.door, UnlockScreen)
    write(qtbot, PASSPHRASE)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.frame is not None, timeout=WAIT_MS)
    settle(window, qtbot)
    frame = frame_of(window)

    _new_patient(window, qtbot)
    assert frame.spot.view is View.PATIENT
    screen = _new_request(window, qtbot)
    _settle_open_items(window, screen, qtbot)
    assert screen.prepared is not None
    assert [f.title for f in screen.prepared.filled.missing() if f.importance.value == "required"] == []

    press(qtbot, Qt.Key.Key_5, _ALT)
    settle(window, qtbot)
    tab_to(qtbot, "Ready to sign")
    press(qtbot, Qt.Key.Key_Space)
    settle(window, qtbot)
    tab_to(qtbot, "Sign…")
    press(qtbot, Qt.Key.Key_Space)
    settle(window, qtbot)
    _sign(window, qtbot)
    assert screen.case is not None
    assert screen.case.request.status is Status.SIGNED

    folder = tmp_path / "packets"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    tab_to(qtbot, "Make packet…")
    press(qtbot, Qt.Key.Key_Space)
    settle(window, qtbot)
    assert frame.notices.errors == ()
    names = sorted(path.name for path in folder.iterdir())
    assert {"form.pdf", "checklist.pdf", "fax.pdf"} <= {name.split("-", 2)[2] for name in names}
    assert not any("bell" in name.casefold() for name in names)


def _new_patient(window: DeskWindow, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_3, _CONTROL)
    settle(window, qtbot)
    write(qtbot, "Bell, Anna")
    qtbot.wait(200)
    settle(window, qtbot)
    press(qtbot, Qt.Key.Key_Return)
    settle(window, qtbot)
    for name in ("Date of birth", "Cell phone", "Diagnosis 1", "Allergies", "Street", "City", "State", "ZIP"):
        fill_in(qtbot, name, TYPED[name])
    settle(window, qtbot)
    press(qtbot, Qt.Key.Key_2, _ALT)
    settle(window, qtbot)
    tab_to(qtbot, "Add plan")
    press(qtbot, Qt.Key.Key_Space)
    settle(window, qtbot)
    fill_in(qtbot, "Payer", "Juniper")
    fill_in(qtbot, "Member ID", TYPED["Member ID"])
    press(qtbot, Qt.Key.Key_Tab)
    settle(window, qtbot)


def _new_request(window: DeskWindow, qtbot: QtBot) -> RequestScreen:
    press(qtbot, Qt.Key.Key_N, _CONTROL)
    settle(window, qtbot)
    for name, words in (("Indication", "Chron"), ("Drug", "Botox")):
        tab_to(qtbot, name)
        write(qtbot, words)
    settle(window, qtbot)
    tab_to(qtbot, "Start the request")
    press(qtbot, Qt.Key.Key_Space)
    settle(window, qtbot)
    screen = frame_of(window).screen_of(View.REQUEST)
    assert isinstance(screen, RequestScreen)
    assert screen.prepared is not None
    return screen


def _settle_open_items(window: DeskWindow, screen: RequestScreen, qtbot: QtBot) -> None:
    """F8 from one open item to the next, answering each as a person would, until nothing required is open."""
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and _required(screen):
        press(qtbot, Qt.Key.Key_F8)
        _answer_here(window, screen, qtbot)
        settle(window, qtbot)
    assert _required(screen) == []


def _required(screen: RequestScreen) -> list[str]:
    assert screen.prepared is not None
    open_ones = (*screen.prepared.filled.missing(), *screen.prepared.filled.proposed())
    return [fill.title for fill in open_ones if fill.importance.value == "required"]


def _answer_here(window: DeskWindow, screen: RequestScreen, qtbot: QtBot) -> None:
    name = focused().accessibleName()
    open_ones = screen.jumping._open_ones()
    if open_ones and open_ones[screen.jumping._at % len(open_ones)].rule:
        # The payer's rules come after the boxes; the form can be signed without them.
        return
    if screen.page.isAncestorOf(focused()) or name.startswith("Confirm") or name.endswith(": Yes"):
        press(qtbot, Qt.Key.Key_Space)
    elif name == "Attach a document…":
        _tick_on_page(window, screen, qtbot)
    elif name in ("Given at", "Drug from", "Sex", "Outcome"):
        press(qtbot, Qt.Key.Key_Down)
    elif name.startswith("Add "):
        _add(window, name, qtbot)
    elif name in TYPED or focused().inherits("QPlainTextEdit"):
        _type_over(TYPED.get(name, "As documented in the notes."), qtbot)
    else:
        raise AssertionError(f"no answer for {name!r} at {screen.bar.step}")


def _type_over(text: str, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_A, _CONTROL)
    write(qtbot, text)
    _close_popup(qtbot)
    press(qtbot, Qt.Key.Key_Tab)


def _add(window: DeskWindow, name: str, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_Space)
    settle(window, qtbot)
    if name == "Add therapy":
        write(qtbot, "topiramate")
        _close_popup(qtbot)
        fill_in(qtbot, "Start", "1/10/2026")
        fill_in(qtbot, "Stop", "4/20/2026")
    else:
        assert focused().accessibleName() == "Value"
        write(qtbot, "20")
    press(qtbot, Qt.Key.Key_Tab)


def _close_popup(qtbot: QtBot) -> None:
    popup = QApplication.activePopupWidget()
    if popup is not None:
        qtbot.keyClick(popup, Qt.Key.Key_Escape)


def _tick_on_page(window: DeskWindow, screen: RequestScreen, qtbot: QtBot) -> None:
    """The notes go by post: tick on the page itself."""
    press(qtbot, Qt.Key.Key_F6)
    press(qtbot, Qt.Key.Key_Space)
    settle(window, qtbot)


def _sign(window: DeskWindow, qtbot: QtBot) -> None:
    frame = frame_of(window)
    tab_to(qtbot, "Draw the signature")
    press(qtbot, Qt.Key.Key_Right)
    assert focused().accessibleName() == "Type the signature"
    tab_to(qtbot, "New passphrase for signing")
    write(qtbot, SIGNING)
    tab_to(qtbot, "New passphrase for signing once more")
    write(qtbot, SIGNING)
    tab_to(qtbot, "Keep this signature")
    press(qtbot, Qt.Key.Key_Space)
    settle(window, qtbot)
    tab_to(qtbot, "Passphrase for signing")
    write(qtbot, SIGNING)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: frame.spot.view is View.REQUEST, timeout=WAIT_MS * 2)
    settle(window, qtbot)
    assert frame.spot.part == Step.PACKET.value
