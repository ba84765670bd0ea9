"""The log with its filters, and the page that says whether a file is this office's."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.desk.office.log import LogPage
from app.desk.office.log_words import GROUPS, event_words
from app.desk.office.screen import OfficeScreen
from app.desk.office.signature import SignaturePage
from app.desk.office.verifying import VerifyPage
from app.desk.places import Spot, View
from app.desk.window import DeskWindow
from app.domain.sample import REQUESTS
from app.services.demo import stand_in
from app.services.sample import SAMPLE_SIGNING_WORDS, own_form
from app.services.session import Session
from app.services.sign import review, sign
from app.signing.mark import PictureMark, TypedMark
from tests.desk.conftest import frame_of, settle
from tests.unit.signing.test_picture import photo, truth


@pytest.fixture
def office(window: DeskWindow, qtbot: QtBot) -> OfficeScreen:
    frame_of(window).go(Spot(View.OFFICE, part="log"))
    settle(window, qtbot)
    screen = frame_of(window).screen_of(View.OFFICE)
    assert isinstance(screen, OfficeScreen)
    return screen


def signed_pdf(session: Session) -> bytes:
    stand_in(session, REQUESTS[0], own_form(session).choice)
    return session.vault.get_blob(sign(session, review(session, REQUESTS[0]), SAMPLE_SIGNING_WORDS).sha256)


def test_the_log_is_narrowed_checked_and_written_out(
    window: DeskWindow, office: OfficeScreen, qtbot: QtBot, tmp_path: Path
) -> None:
    page = office.stack.page("Log")
    assert isinstance(page, LogPage)
    everything = len(page.table.rows_model.rows)
    assert everything >= 5
    page.what.set_value(GROUPS[2][0])
    page.read()
    settle(window, qtbot)
    rows = page.table.rows_model.rows
    assert 0 < len(rows) < everything
    assert {row.event.split(".")[0] for row in rows} == {"record"}
    page.what.set_value(None)
    page.who.set_value(office.desk.session.actor.id)
    page.read()
    settle(window, qtbot)
    assert {row.actor for row in page.table.rows_model.rows} == {office.desk.session.actor.id}
    page.who.set_value(None)
    tomorrow = office.desk.session.today + dt.timedelta(days=1)
    page.since.set_value(tomorrow)
    page.read()
    settle(window, qtbot)
    assert page.table.rows_model.rows == ()
    page.since.set_value(None)
    page.about.set_value(str(office.desk.session.actor.id)[:8].upper())
    page.read()
    settle(window, qtbot)
    narrowed = page.table.rows_model.rows
    assert 0 < len(narrowed) < everything
    assert all(any(office.desk.session.actor.id in name for name in row.subjects) for row in narrowed)
    page.about.set_value("")
    page._check()
    settle(window, qtbot)
    assert "whole" in page.said.text()
    page.write_to(tmp_path)
    settle(window, qtbot)
    assert (tmp_path / "padesk-log.jsonl").is_file()


def test_a_number_shows_the_original_and_a_file_is_told(
    window: DeskWindow, office: OfficeScreen, qtbot: QtBot, tmp_path: Path
) -> None:
    page = office.stack.page("Verify")
    assert isinstance(page, VerifyPage)
    made: list[bytes] = []
    office.desk.query(office, signed_pdf, made.append)
    settle(window, qtbot)
    [pdf] = made
    (tmp_path / "fax.pdf").write_bytes(pdf)
    page.look_at(tmp_path / "fax.pdf")
    settle(window, qtbot)
    assert page.said.text().startswith("Intact: the copy for fax and portal")
    (tmp_path / "fax.pdf").write_bytes(pdf + b"\n")
    page.look_at(tmp_path / "fax.pdf")
    settle(window, qtbot)
    assert page.said.text().startswith("Changed:")
    texts: list[str] = []
    office.desk.query(office, lambda session: " ".join(session.paper.page_text(pdf)), texts.append)
    settle(window, qtbot)
    page.number.setText(texts[0].split("Document ")[1].split()[0].upper())
    page.show_original()
    settle(window, qtbot)
    assert "This is the original" in page.said.text()
    assert len(page.sheets.sheets) == 4
    page.number.setText("0000 0000 0000 0000")
    page.show_original()
    settle(window, qtbot)
    assert "No document with this number" in page.said.text()
    assert page.sheets.sheets == ()
    page.look_at(tmp_path / "nothing.pdf")
    assert page.said.text() == "This file cannot be opened."


def test_a_signature_comes_from_a_picture(
    window: DeskWindow, office: OfficeScreen, qtbot: QtBot, tmp_path: Path
) -> None:
    page = office.stack.page("Your signature")
    assert isinstance(page, SignaturePage)
    settle(window, qtbot)
    (tmp_path / "photo.jpg").write_bytes(photo(truth()))
    page.take_picture(tmp_path / "photo.jpg")
    settle(window, qtbot)
    assert isinstance(page.pad.mark, PictureMark)
    (tmp_path / "photo.jpg").write_bytes(b"nothing")
    page.take_picture(tmp_path / "photo.jpg")
    settle(window, qtbot)
    assert "picture" in page._said.text()
    assert "Set up your signature first." in page.pin_pane._said.text()
    page.pad.show_typing()
    assert isinstance(page.pad.mark, TypedMark)


def test_every_event_of_the_log_is_said_in_words() -> None:
    assert event_words("handover.signed") == "Signed elsewhere, came back"
    assert event_words("letter_in.file") == "Payer's letter filed"
    assert all(":" not in event_words(name) for name in ("records.export", "calendar.write", "request.sign"))
