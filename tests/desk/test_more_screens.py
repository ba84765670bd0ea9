"""Renewals, forms without a pack, coming back by the recovery sheet, people and their access."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.clock import FixedClock
from app.desk.forms.screen import FormsScreen
from app.desk.office.lines import PayerLinesEditor
from app.desk.office.people import PeoplePage
from app.desk.office.screen import OfficeScreen
from app.desk.paper import printing
from app.desk.patients.records import RecordsPane
from app.desk.places import NEXT, Spot, View
from app.desk.request.check import Group, group_of
from app.desk.request.keys import Step
from app.desk.request.workspace import RequestScreen
from app.desk.sign.screen import SignScreen
from app.desk.today.screen import TodayScreen
from app.desk.unlock.screen import UnlockScreen
from app.desk.widgets.shaped import PhoneEditor
from app.desk.window import DeskWindow
from app.domain.ids import PersonId, PracticeId
from app.domain.place import PersonName
from app.domain.practice import Person, Practice, Role
from app.domain.request import RequestType, Status
from app.domain.sample import PRESCRIBER_PERSON, REQUESTS
from app.places import Places
from app.services import people, requests, sample, setup
from app.services.prepare import prepare
from app.services.sample import SAMPLE_SIGNING_WORDS
from app.services.session import Session
from app.services.setup import NewPerson, NewPractice
from app.vault.keys.derive import Argon2Parameters
from tests.desk.conftest import WAIT_MS, Open, frame_of, settle

PASSPHRASE = "violet tractor seven lemons"


def workspace(window: DeskWindow, qtbot: QtBot, request_id: str) -> RequestScreen:
    frame_of(window).go(Spot(View.REQUEST, request_id))
    settle(window, qtbot)
    screen = frame_of(window).screen_of(View.REQUEST)
    assert isinstance(screen, RequestScreen)
    return screen


def test_a_renewal_says_what_must_be_new(window: DeskWindow, qtbot: QtBot) -> None:
    screen = workspace(window, qtbot, REQUESTS[2])
    screen.packet.renewing.emit()
    settle(window, qtbot)
    assert screen.request_id != REQUESTS[2]
    assert screen.case is not None
    assert screen.case.request.type is RequestType.CONTINUATION
    assert screen.loaded is not None
    assert screen.loaded.needs
    assert screen.plan._needs.isVisible()


def test_a_form_without_a_pack_is_shown_and_typed_on(window: DeskWindow, qtbot: QtBot, payer_forms: Path) -> None:
    frame = frame_of(window)
    frame.go(Spot(View.FORMS))
    settle(window, qtbot)
    forms = frame.screen_of(View.FORMS)
    assert isinstance(forms, FormsScreen)
    _drop(forms, payer_forms / "cms-l564-employment-info.pdf")
    settle(window, qtbot)
    added = next(row for row in forms.table.rows_model.rows if row.pack_id is None)
    screen = workspace(window, qtbot, REQUESTS[1])
    screen.acts.choose_form(added.choice)
    settle(window, qtbot)
    assert screen.prepared is not None
    assert {group_of(fill) for fill in screen.prepared.filled.boxes.values()} == {Group.BY_HAND}
    box = next(item for item in screen.prepared.form.template.boxes if item.kind.value == "text")
    screen.page.typed_on.emit(box.id, "By hand")
    settle(window, qtbot)
    assert screen.prepared.filled.boxes[box.id].value == "By hand"
    assert screen.page._settings[box.id].runs[0].text


def _drop(screen: FormsScreen, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    no_button, no_key = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    screen.dropEvent(QDropEvent(QPointF(10, 10), Qt.DropAction.CopyAction, data, no_button, no_key))


def test_a_file_that_is_no_form_is_refused_in_words(window: DeskWindow, qtbot: QtBot, tmp_path: Path) -> None:
    frame = frame_of(window)
    frame.go(Spot(View.FORMS))
    settle(window, qtbot)
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"no pdf at all")
    forms = frame.screen_of(View.FORMS)
    assert isinstance(forms, FormsScreen)
    forms.add_file(bad)
    settle(window, qtbot)
    assert len(frame.notices.errors) == 1
    assert all(row.pack_id for row in forms.table.rows_model.rows)


def test_somebody_is_let_in_by_a_passphrase(window: DeskWindow, qtbot: QtBot) -> None:
    frame = frame_of(window)
    frame.go(Spot(View.OFFICE, part="people"))
    settle(window, qtbot)
    office = frame.screen_of(View.OFFICE)
    assert isinstance(office, OfficeScreen)
    page = office.stack.page("People")
    assert isinstance(page, PeoplePage)
    page.pane.choose(PRESCRIBER_PERSON)
    assert "cannot unlock" in page._said.text()
    page.passphrase.first.setText(PASSPHRASE)
    page.passphrase.second.setText(PASSPHRASE)
    assert not page.let_in_button.isEnabled()
    page.own.setText(sample.SAMPLE_WORDS)
    page.let_in_button.click()
    settle(window, qtbot)
    assert "can unlock" in page._said.text()
    assert page.passphrase.text == ""


def test_the_recovery_sheet_brings_the_desk_back(
    open_window: Open, places: Places, clock: FixedClock, qtbot: QtBot
) -> None:
    me = Person(PersonId("d" * 24), PersonName("Ines", "Marsh"), Role.ADMINISTRATOR)
    wanted = NewPractice(Practice(PracticeId("a" * 24), "Elm Street"), NewPerson(me, PASSPHRASE))
    cheap = Argon2Parameters(memory_kib=8 * 1024, rounds=1, lanes=1)
    created = setup.create_practice(places, wanted, clock, kdf=cheap)
    setup.lock(created.session)
    window = open_window(places)
    settle(window, qtbot)
    door = window.door
    assert isinstance(door, UnlockScreen)
    door._forgotten.click()
    pane = door.recovery
    pane.key.setText(created.recovery_key)
    assert not pane.go_button.isEnabled()
    pane.passphrase.first.setText("copper window eleven geese")
    pane.passphrase.second.setText("copper window eleven geese")
    pane.go_button.click()
    qtbot.waitUntil(lambda: window.frame is not None, timeout=WAIT_MS)
    settle(window, qtbot)
    window.lock()
    settle(window, qtbot)
    again = setup.unlock(places, me.id, "copper window eleven geese", clock)
    setup.lock(again)


def test_pages_are_printed_at_the_printers_fineness(
    window: DeskWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "printed.pdf"

    def printer(_: QWidget, pages: int) -> QPrinter:
        made = QPrinter(QPrinter.PrinterMode.HighResolution)
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setOutputFileName(str(target))
        made.setResolution(300)
        made.setFullPage(True)
        made.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
        made.setFromTo(2, pages)
        return made

    monkeypatch.setattr(printing, "ask_printer", printer)
    screen = workspace(window, qtbot, REQUESTS[0])
    screen.acts.print_document()
    settle(window, qtbot)
    settle(window, qtbot)
    with pikepdf.open(target) as made:
        assert len(made.pages) == screen.page.pages - 1
        box = [float(number) for number in made.pages[0].mediabox]
        assert (box[2], box[3]) == (612, 792)
        image = next(iter(made.pages[0].get_images().values()))
        assert (int(image.Width), int(image.Height)) == pytest.approx((2550, 3300), abs=1)


def test_the_printed_draft_says_that_it_is_one(window: DeskWindow, qtbot: QtBot) -> None:
    screen = workspace(window, qtbot, REQUESTS[0])
    screen.show_step(Step.PACKET)
    settle(window, qtbot)
    assert len(screen.sheets.sheets) >= screen.page.pages
    qtbot.waitUntil(lambda: screen.sheets.sheets[0].has_picture, timeout=WAIT_MS)


def test_a_payers_lines_of_business_are_edited(window: DeskWindow, qtbot: QtBot) -> None:
    frame = frame_of(window)
    frame.go(Spot(View.OFFICE, part="payers"))
    settle(window, qtbot)
    office = frame.screen_of(View.OFFICE)
    assert isinstance(office, OfficeScreen)
    page = office.stack.page("Payers")
    assert isinstance(page, RecordsPane)
    editor = page.binding.editors["lines"]
    assert isinstance(editor, PayerLinesEditor)
    before = len(page.table.current.lines)
    editor.add_button.click()
    settle(window, qtbot)
    phones = [item for item in editor.findChildren(PhoneEditor) if item.name.startswith("Telephone")]
    phones[-1].setFocus()
    qtbot.keyClicks(phones[-1].line, "8005550177")
    qtbot.keyClick(phones[-1].line, Qt.Key.Key_Tab)
    settle(window, qtbot)
    assert len(page.table.current.lines) == before + 1
    assert page.table.current.lines[-1].phone == "8005550177"


def test_a_prescriber_goes_from_one_signature_to_the_next(
    open_window: Open, sample_places: Places, clock: FixedClock, qtbot: QtBot
) -> None:
    _make_ready(sample_places, clock)
    window = open_window(sample_places)
    settle(window, qtbot)
    window.tasks.run(window, lambda: _as_prescriber(sample_places, clock), window.let_in)
    qtbot.waitUntil(lambda: window.frame is not None, timeout=WAIT_MS)
    settle(window, qtbot)
    frame = frame_of(window)
    today = frame.screen_of(View.TODAY)
    assert isinstance(today, TodayScreen)
    table = next(item for item in today.tables.values() if any(r.status is Status.READY for r in item.rows_model.rows))
    ready = [row.request_id for row in table.rows_model.rows if row.status is Status.READY]
    table.opened.emit(next(row for row in table.rows_model.rows if row.request_id == ready[0]))
    settle(window, qtbot)
    assert frame.spot == Spot(View.SIGN, ready[0], part=NEXT)
    sign = frame.screen_of(View.SIGN)
    assert isinstance(sign, SignScreen)
    qtbot.keyClicks(sign.passphrase, SAMPLE_SIGNING_WORDS)
    qtbot.keyClick(sign.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: frame.spot.record_id != ready[0], timeout=WAIT_MS)
    settle(window, qtbot)
    assert frame.spot == Spot(View.TODAY)


def _make_ready(places: Places, clock: FixedClock) -> None:
    """The first sample request, answered and ready to sign, and access for the prescriber."""
    session = sample.open_sample(places, clock)
    prepared = prepare(session, REQUESTS[0])
    assert prepared.pack is not None
    for fill in (*prepared.filled.missing(), *prepared.filled.proposed()):
        if fill.question is None:
            requests.type_on_box(session, REQUESTS[0], fill.box, "yes")
        else:
            requests.answer(session, REQUESTS[0], fill.question, "no")
    requests.set_status(session, REQUESTS[0], Status.READY)
    people.give_access(session, PRESCRIBER_PERSON, PASSPHRASE, own=sample.SAMPLE_WORDS)
    setup.lock(session)


def _as_prescriber(places: Places, clock: FixedClock) -> Session:
    return setup.unlock(places, PRESCRIBER_PERSON, PASSPHRASE, clock, at=sample.sample_path(places))
