"""Whose name a signature bears, nobody decides alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.changes import Edit
from app.domain.ids import PrescriberId
from app.domain.place import PersonName
from app.domain.practice import Person, Prescriber, Role
from app.domain.sample import PRESCRIBER_PERSON, STAFF_PERSON
from app.services import edits, people
from app.services.edits import found
from app.services.problems import NeedsSecondPerson, NotAllowed, NoWitness, PrescriberTaken
from app.services.sample import SAMPLE_WORDS
from app.services.session import Act, Session, allows
from app.vault.audit import AuditFilter

WORDS = "words of the other one"
OTHER = Prescriber(PrescriberId("d9"), PersonName("Jane", "Roe"), "MD", "1234567893")


@pytest.fixture
def office(session: Session) -> Session:
    """An administrator, a staff member who can unlock, and a prescriber who is nobody's person yet."""
    people.give_access(session, STAFF_PERSON, WORDS, own=SAMPLE_WORDS)
    edits.save(session, "Add prescriber", Edit(None, OTHER))
    return session


def linked(session: Session) -> Person:
    return replace(found(session, Person, session.actor.id), prescriber_id=OTHER.id)


def test_an_administrator_does_not_become_a_prescriber_alone(office: Session) -> None:
    before = found(office, Person, office.actor.id)
    with pytest.raises(NeedsSecondPerson):
        edits.save(office, "Edit person", Edit(before, linked(office)))
    assert not allows(found(office, Person, office.actor.id), Act.SIGN)


def test_another_administrator_may_say_so(office: Session) -> None:
    me = found(office, Person, office.actor.id)
    other = replace(office, actor=replace(found(office, Person, STAFF_PERSON), role=Role.ADMINISTRATOR))
    edits.save(other, "Edit person", Edit(me, linked(office)))
    assert allows(found(office, Person, me.id), Act.SIGN)


def test_a_second_person_confirms_it_with_the_own_passphrase(office: Session) -> None:
    before = found(office, Person, office.actor.id)
    people.confirmed(office, "Edit person", Edit(before, linked(office)), STAFF_PERSON, WORDS)
    assert allows(found(office, Person, before.id), Act.SIGN)
    row = office.vault.audit.rows(1)[0]
    assert (row.event, row.actor) == ("witness.confirmed", STAFF_PERSON)


def test_nobody_is_the_own_witness_and_passphrases_are_not_guessed(office: Session) -> None:
    before = found(office, Person, office.actor.id)
    edit = Edit(before, linked(office))
    for witness, words in ((office.actor.id, WORDS), (STAFF_PERSON, "wrong"), (PRESCRIBER_PERSON, WORDS)):
        with pytest.raises(NoWitness):
            people.confirmed(office, "Edit person", edit, witness, words)
    with pytest.raises(NoWitness):
        people.confirmed(office, "Edit person", edit, STAFF_PERSON, WORDS)
    assert len(office.vault.audit.find(AuditFilter(events=("witness.failed",)))) == 4
    assert found(office, Person, before.id) == before


def test_a_witness_does_not_make_two_people_one_prescriber(office: Session) -> None:
    before = found(office, Person, office.actor.id)
    taken = found(office, Person, PRESCRIBER_PERSON).prescriber_id
    with pytest.raises(PrescriberTaken):
        people.confirmed(office, "Edit person", Edit(before, replace(before, prescriber_id=taken)), STAFF_PERSON, WORDS)
    with pytest.raises(NotAllowed):
        staff = replace(office, actor=found(office, Person, STAFF_PERSON))
        people.confirmed(staff, "Edit person", Edit(before, linked(office)), STAFF_PERSON, WORDS)


def test_nobody_takes_another_name_for_the_own_signature(office: Session) -> None:
    doctor = replace(office, actor=found(office, Person, PRESCRIBER_PERSON))
    mine = found(office, Prescriber, doctor.actor.prescriber_id)
    for after in (
        replace(mine, name=PersonName("Jane", "Roe")),
        replace(mine, npi="1888888884"),
        replace(mine, credential="DO"),
    ):
        with pytest.raises(NeedsSecondPerson):
            edits.save(doctor, "Edit prescriber", Edit(mine, after))
    edits.save(office, "Edit prescriber", Edit(mine, replace(mine, credential="DO")))


def test_who_is_alone_in_the_office_is_the_prescriber_of_the_own_name(session: Session) -> None:
    me = found(session, Person, session.actor.id)
    own = replace(OTHER, name=me.name)
    edits.save(session, "Add prescriber", Edit(None, own), Edit(None, replace(OTHER, id=PrescriberId("d10"))))
    assert [slot.person_id for slot in session.vault.access.people] == [me.id]
    with pytest.raises(NeedsSecondPerson):
        edits.save(session, "Edit person", Edit(me, replace(me, prescriber_id=PrescriberId("d10"))))
    edits.save(session, "Edit person", Edit(me, replace(me, prescriber_id=own.id)))
    assert allows(found(session, Person, me.id), Act.SIGN)
