"""What nobody may decide alone waits on the office's page until a second person has typed the own passphrase."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from app.desk.office.screen import OfficeScreen
from app.desk.places import Spot, View
from app.desk.window import DeskWindow
from app.domain.changes import Edit
from app.domain.practice import Person, Prescriber, Role
from app.domain.sample import STAFF_PERSON
from app.services.edits import found
from app.services.session import Session
from tests.desk.conftest import frame_of, settle

WORDS = "a second person's own words"


@pytest.fixture
def office(window: DeskWindow, qtbot: QtBot) -> OfficeScreen:
    """The office's pages, with somebody else who can unlock."""
    frame = frame_of(window)

    def let_in(session: Session) -> None:
        staff = found(session, Person, STAFF_PERSON)
        session.vault.access.give_passphrase(staff, WORDS, actor=session.actor.id)

    frame.desk.change(frame, let_in)
    frame.go(Spot(View.OFFICE, part="people"))
    settle(window, qtbot)
    screen = frame.screen_of(View.OFFICE)
    assert isinstance(screen, OfficeScreen)
    return screen


def stored(window: DeskWindow, qtbot: QtBot) -> Person:
    kept: list[Person] = []
    desk = frame_of(window).desk
    desk.query(desk, lambda session: found(session, Person, session.actor.id), kept.append)
    settle(window, qtbot)
    return kept[0]


def become_prescriber(window: DeskWindow, office: OfficeScreen, qtbot: QtBot) -> None:
    free: list[Prescriber] = []
    desk = frame_of(window).desk

    def unlinked(session: Session) -> Prescriber:
        taken = {person.prescriber_id for person in session.vault.all(Person)}
        known = next((item for item in session.vault.all(Prescriber) if item.id not in taken), None)
        if known is None:
            base = session.vault.all(Prescriber)[0]
            known = replace(base, id="fresh", npi="1987654328")  # type: ignore[arg-type]
            session.vault.apply("Add", [Edit(None, known)], actor=session.actor.id)
        return known

    desk.change(desk, unlinked, free.append)
    settle(window, qtbot)
    me = stored(window, qtbot)
    office._save("Edit person", me, replace(me, prescriber_id=free[0].id, role=Role.ADMINISTRATOR))
    settle(window, qtbot)


def test_the_second_person_confirms_with_the_own_passphrase(
    window: DeskWindow, office: OfficeScreen, qtbot: QtBot
) -> None:
    assert office.witness.isHidden()
    become_prescriber(window, office, qtbot)
    assert not office.witness.isHidden()
    assert stored(window, qtbot).prescriber_id is None
    assert not office.witness.confirm_button.isEnabled()
    office.witness.passphrase.setText("not it")
    office.witness.confirm_button.click()
    settle(window, qtbot)
    assert "has not confirmed" in office.witness.said.text()
    assert office.witness.passphrase.text() == ""
    office.witness.passphrase.setText(WORDS)
    office.witness.confirm_button.click()
    settle(window, qtbot)
    assert office.witness.isHidden()
    assert stored(window, qtbot).prescriber_id is not None


def test_it_can_be_left_as_it_was(window: DeskWindow, office: OfficeScreen, qtbot: QtBot) -> None:
    become_prescriber(window, office, qtbot)
    office.witness.leave_button.click()
    settle(window, qtbot)
    assert office.witness.isHidden()
    assert stored(window, qtbot).prescriber_id is None
