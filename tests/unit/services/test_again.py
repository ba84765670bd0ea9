"""The passphrase typed once more: before all records go out, a person is let in or kept out, a key is renewed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.ids import PersonId, new_id
from app.domain.place import PersonName
from app.domain.practice import Person, Role
from app.domain.sample import STAFF_PERSON
from app.services import again, people, setup
from app.services.records.out import of_office, write_records
from app.services.sample import SAMPLE_WORDS
from app.services.session import Session
from app.vault.problems import NotYou, TooOften

WRONG = "not the passphrase"


def great_acts(session: Session, target: Path) -> dict[str, Callable[[str], object]]:
    ann = Person(PersonId(new_id()), PersonName("Ann", "Reed"), Role.STAFF)
    return {
        "all records": lambda own: write_records(session, of_office(session), target, own=own),
        "a new person": lambda own: people.add(session, ann, "words for ann", own=own),
        "a passphrase": lambda own: people.give_access(session, STAFF_PERSON, "words for them", own=own),
        "access taken": lambda own: people.take_access(session, STAFF_PERSON, own=own),
    }


@pytest.mark.parametrize("act", ["all records", "a new person", "a passphrase", "access taken"])
def test_a_great_act_needs_the_own_passphrase_and_is_logged(session: Session, tmp_path: Path, act: str) -> None:
    people.give_access(session, STAFF_PERSON, "words before that", own=SAMPLE_WORDS)
    keys, changes = session.vault.access.keys, session.vault.changes()
    for words in (WRONG, "", "words before that"):
        with pytest.raises(NotYou):
            great_acts(session, tmp_path / "all")[act](words)
    assert session.vault.access.keys == keys
    assert session.vault.changes() == changes
    assert not list(tmp_path.glob("all*"))
    great_acts(session, tmp_path / "all")[act](SAMPLE_WORDS)
    events = [row.event for row in session.vault.audit.rows(20)]
    assert events.count("passphrase.again_failed") == 3
    assert events.count("passphrase.again") == 2


def test_five_wrong_ones_end_it_until_the_next_unlocking(session: Session, tmp_path: Path) -> None:
    for _ in range(again.MOST_WRONG):
        with pytest.raises(NotYou):
            again.confirm(session, WRONG)
    with pytest.raises(TooOften):
        again.confirm(session, SAMPLE_WORDS)
    path, clock, places = session.vault.path, session.clock, session.places
    session.vault.close()
    opened = setup.unlock(places, session.actor.id, SAMPLE_WORDS, clock, at=path)
    again.confirm(opened, SAMPLE_WORDS)
    opened.vault.close()
    opened.paper.close()


def test_a_new_key_with_a_wrong_passphrase_leaves_the_desk_open(session: Session) -> None:
    with pytest.raises(NotYou):
        setup.renew_key(session, WRONG)
    assert session.vault.audit.verify().ok


def test_the_recovery_sheets_way_is_for_who_came_by_it_alone(session: Session) -> None:
    with pytest.raises(Exception, match="cannot open the vault in that way"):
        people.choose_after_recovery(session, "a fresh passphrase")
