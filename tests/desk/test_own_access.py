"""What one lets oneself in by, and what one signs by: never changed by who only sits at the desk."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.desk.office.pages import OwnPage
from app.desk.office.people import PeoplePage
from app.desk.office.screen import OfficeScreen
from app.desk.office.signature import SignaturePage
from app.desk.places import Spot, View
from app.desk.window import DeskWindow
from app.domain.sample import PRESCRIBER_PERSON, STAFF_PERSON
from tests.desk.conftest import frame_of, settle


@pytest.fixture
def office(window: DeskWindow, qtbot: QtBot) -> OfficeScreen:
    frame_of(window).go(Spot(View.OFFICE, part="people"))
    settle(window, qtbot)
    screen = frame_of(window).screen_of(View.OFFICE)
    assert isinstance(screen, OfficeScreen)
    return screen


def test_a_signature_is_taken_away_where_there_is_one(window: DeskWindow, office: OfficeScreen, qtbot: QtBot) -> None:
    page = office.stack.page("People")
    assert isinstance(page, PeoplePage)
    page.pane.choose(STAFF_PERSON)
    assert page.unsign_button.isHidden()
    page.pane.choose(PRESCRIBER_PERSON)
    assert not page.unsign_button.isHidden()
    page.unsign_button.click()
    settle(window, qtbot)
    assert page.unsign_button.isHidden()


def test_the_old_passphrase_is_asked_for_where_there_is_a_signature(
    window: DeskWindow, office: OfficeScreen, qtbot: QtBot
) -> None:
    page = SignaturePage(office.desk)
    qtbot.addWidget(page)
    settle(window, qtbot)
    assert page.old.isHidden()
    page._tell(True)
    assert not page.old.isHidden()
    assert "administrator" in page._said.text()


class FakeKeychain:
    """Keeps secrets as long as the test."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def put(self, name: str, secret: bytes) -> None:
        self.kept[name] = secret

    def get(self, name: str) -> bytes | None:
        return self.kept.get(name)

    def remove(self, name: str) -> None:
        self.kept.pop(name, None)


def test_the_keychain_is_turned_on_and_off(
    window: DeskWindow, office: OfficeScreen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = FakeKeychain()
    monkeypatch.setattr("app.services.people.has_os_keychain", lambda: True)
    monkeypatch.setattr("app.services.people.os_keychain", lambda: own)
    page = OwnPage(office.desk)
    qtbot.addWidget(page)
    settle(window, qtbot)
    assert "open" in page.keychain_button.text()
    page.keychain_button.click()
    settle(window, qtbot)
    assert len(own.kept) == 1
    assert "passphrase" in page.keychain_button.text()
    page.keychain_button.click()
    settle(window, qtbot)
    assert own.kept == {}
