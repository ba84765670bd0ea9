"""Somebody who lets records out, and an office that has none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.ids import PersonId, PracticeId
from app.domain.place import PersonName
from app.domain.practice import Person, Practice, Role
from app.services import setup
from app.services.session import Session
from app.services.setup import NewPerson, NewPractice


@pytest.fixture
def administrator(session: Session, as_role: Callable[[Role], Session]) -> Session:
    return as_role(Role.ADMINISTRATOR)


@pytest.fixture
def empty(tmp_path: Path, session: Session) -> Session:
    first = Person(PersonId("first-administrator"), PersonName("Ana", "Lee"), Role.ADMINISTRATOR)
    wanted = NewPractice(Practice(PracticeId("another"), "Another office"), NewPerson(first, "correct horse battery"))
    made = setup.create_practice(session.places, wanted, session.clock, at=tmp_path / "other.vault")
    return made.session
