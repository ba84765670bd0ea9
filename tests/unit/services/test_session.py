"""What each role may do, and that services refuse the rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.domain.ids import PersonId, PrescriberId
from app.domain.place import PersonName
from app.domain.practice import Person, Role
from app.services import edits, export, sign
from app.services.problems import NotAllowed
from app.services.session import Act, Session, allows

TABLE = {
    Role.VIEWER: {Act.VIEW},
    Role.STAFF: {Act.VIEW, Act.EDIT, Act.EXPORT},
    Role.PRESCRIBER: {Act.VIEW, Act.EDIT, Act.EXPORT, Act.SIGN},
    Role.ADMINISTRATOR: {Act.VIEW, Act.EDIT, Act.EXPORT, Act.ADMINISTER},
}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("act", list(Act))
def test_what_each_role_may_do(role: Role, act: Act) -> None:
    linked = PrescriberId("p") if role is Role.PRESCRIBER else None
    person = Person(PersonId("a"), PersonName("A", "B"), role, prescriber_id=linked)
    assert allows(person, act) is (act in TABLE[role])


def test_nobody_signs_who_is_no_prescriber_of_the_practice() -> None:
    person = Person(PersonId("a"), PersonName("A", "B"), Role.PRESCRIBER)
    assert not allows(person, Act.SIGN)
    assert allows(replace(person, role=Role.ADMINISTRATOR, prescriber_id=PrescriberId("p")), Act.SIGN)
    assert not allows(replace(person, role=Role.STAFF, prescriber_id=PrescriberId("p")), Act.SIGN)


def test_a_viewer_can_neither_change_nor_export(session: Session, as_role: Callable[[Role], Session]) -> None:
    viewer = as_role(Role.VIEWER)
    patient = session.vault.search_patients("", 1)[0]
    with pytest.raises(NotAllowed):
        edits.put(viewer, "Edit patient", replace(patient, email="x@y.example"))
    with pytest.raises(NotAllowed):
        export.print_preview(viewer, "any")  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        sign.enrol(viewer, "a long passphrase", None)  # type: ignore[arg-type]
    assert session.vault.search_patients("", 1)[0] == patient
