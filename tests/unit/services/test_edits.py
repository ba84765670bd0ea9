"""The one gate: who may edit what, what a signature froze, undo and redo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from app.clock import FixedClock
from app.domain.changes import Edit, Record
from app.domain.ids import PharmacyId, PracticeId
from app.domain.patient import Coverage, Patient
from app.domain.practice import Location, Payer, Person, Pharmacy, Practice, Prescriber, Role
from app.domain.request import Request, Status
from app.domain.sample import PATIENTS, PRESCRIBER_PERSON, REQUESTS
from app.services import edits
from app.services.problems import (
    NoSuchRecord,
    NotAllowed,
    NothingToUndo,
    NotSigned,
    OtherPatient,
    RequestFrozen,
    SampleMixed,
    StillAttached,
)
from app.services.session import Session
from app.services.sign import Signed
from app.vault.problems import CannotUndo, RecordChanged


def _email(session: Session, text: str) -> None:
    patient = edits.found(session, Patient, PATIENTS[0])
    edits.save(session, "Edit patient", Edit(patient, replace(patient, email=text)))


def _kept(session: Session) -> str:
    return edits.found(session, Patient, PATIENTS[0]).email


def test_a_change_is_kept_with_its_actor_and_without_values_in_its_label(session: Session) -> None:
    _email(session, "new@example.org")
    change = edits.history(session, patient_id=PATIENTS[0])[0]
    assert (change.label, change.actor) == ("Edit patient", session.actor.id)
    assert "new@example.org" not in change.label
    assert _kept(session) == "new@example.org"


def test_an_edit_of_something_that_changed_meanwhile_is_refused(session: Session) -> None:
    stale = edits.found(session, Patient, PATIENTS[0])
    _email(session, "first@example.org")
    with pytest.raises(RecordChanged):
        edits.save(session, "Edit patient", Edit(stale, replace(stale, email="second@example.org")))
    assert _kept(session) == "first@example.org"


def test_undo_and_redo_walk_back_and_forth_over_own_changes(session: Session) -> None:
    start = _kept(session)
    for text in ("a@x.org", "b@x.org", "c@x.org"):
        _email(session, text)
    edits.undo(session)
    edits.undo(session)
    assert _kept(session) == "a@x.org"
    edits.redo(session)
    assert _kept(session) == "b@x.org"
    edits.undo(session)
    edits.undo(session)
    assert _kept(session) == start
    for _ in range(3):
        edits.redo(session)
    assert _kept(session) == "c@x.org"
    with pytest.raises(NothingToUndo):
        edits.redo(session)


def test_a_new_edit_ends_what_can_be_made_again(session: Session) -> None:
    _email(session, "a@x.org")
    edits.undo(session)
    _email(session, "b@x.org")
    with pytest.raises(NothingToUndo):
        edits.redo(session)


def test_nobody_takes_back_what_somebody_else_did(session: Session, as_role: Callable[[Role], Session]) -> None:
    _email(session, "mine@x.org")
    with pytest.raises(NothingToUndo):
        edits.undo(as_role(Role.STAFF), patient_id=PATIENTS[0])
    assert _kept(session) == "mine@x.org"


def test_the_office_is_changed_by_an_administrator_only(session: Session, as_role: Callable[[Role], Session]) -> None:
    location = session.vault.all(Location)[0]
    with pytest.raises(NotAllowed):
        edits.put(as_role(Role.STAFF), "Edit location", replace(location, name="Elsewhere"))
    edits.put(session, "Edit location", replace(location, name="Elsewhere"))
    assert edits.found(session, Location, location.id).name == "Elsewhere"


def test_the_own_telephone_may_be_changed_but_not_who_one_is(
    session: Session, as_role: Callable[[Role], Session]
) -> None:
    staff = as_role(Role.STAFF)
    edits.put(staff, "Edit person", replace(staff.actor, phone="4015550199"))
    me = edits.found(session, Person, staff.actor.id)
    doctor = edits.found(session, Person, PRESCRIBER_PERSON).name
    for other in (replace(me, role=Role.ADMINISTRATOR), replace(me, name=doctor), replace(me, title="MD")):
        with pytest.raises(NotAllowed):
            edits.put(staff, "Edit person", other)
    prescriber = session.vault.all(Prescriber)[0]
    with pytest.raises(NotAllowed):
        edits.put(staff, "Edit prescriber", replace(prescriber, npi="1999999992"))


def test_a_real_practice_never_comes_into_the_sample(session: Session) -> None:
    with pytest.raises(SampleMixed):
        edits.put(session, "Edit practice", Practice(PracticeId("real"), "A real practice"))
    sample = session.vault.all(Practice)[0]
    with pytest.raises(SampleMixed):
        edits.put(session, "Edit practice", replace(sample, is_sample=False))


@pytest.mark.parametrize("status", [Status.SIGNED, Status.SENT, Status.APPROVED])
def test_no_request_counts_as_signed_that_nobody_signed(session: Session, status: Status) -> None:
    request = edits.found(session, Request, REQUESTS[0])
    with pytest.raises(NotSigned):
        edits.put(session, "Change status", replace(request, status=status))


def test_a_signed_request_keeps_what_was_signed(session: Session, signed: Signed) -> None:
    request = edits.found(session, Request, signed.request.id)
    for changed in (
        replace(request, justification="other words"),
        replace(request, snapshot=None),
        replace(request, status=Status.DRAFT),
        replace(request, answers=()),
    ):
        with pytest.raises(RequestFrozen):
            edits.put(session, "Edit request", changed)
    with pytest.raises(RequestFrozen):
        edits.remove(session, "Remove request", request)
    edits.put(session, "Change status", replace(request, status=Status.SENT, prior_auth_number="PA-1"))
    assert edits.found(session, Request, request.id).status is Status.SENT


def test_a_signature_cannot_be_undone_nor_what_led_to_it(session: Session, signed: Signed) -> None:
    with pytest.raises((RequestFrozen, CannotUndo)):
        edits.undo(session, patient_id=signed.request.patient_id)
    with pytest.raises((RequestFrozen, NothingToUndo)):
        edits.undo(replace(session, actor=edits.found(session, Person, PRESCRIBER_PERSON)))
    assert edits.found(session, Request, signed.request.id) == signed.request


def test_a_name_that_is_not_there_is_told(session: Session) -> None:
    with pytest.raises(NoSuchRecord):
        edits.found(session, Patient, "nobody")


def test_undo_reaches_no_further_back_than_it_is_told(session: Session, clock: FixedClock) -> None:
    clock.advance(dt.timedelta(minutes=5))
    with pytest.raises(NothingToUndo):
        edits.undo(session, since=clock.now())


def _office_record(session: Session, kind: type[Record], request: Request) -> Record:
    chosen = {Prescriber: request.prescriber_id, Location: request.location_id, Coverage: request.coverage_id}
    return edits.found(session, kind, chosen[kind]) if kind in chosen else session.vault.all(kind)[0]


@pytest.mark.parametrize("kind", [Prescriber, Location, Coverage, Payer, Person, Practice])
def test_nothing_goes_that_others_stand_on(session: Session, kind: type[Record]) -> None:
    request = edits.found(session, Request, REQUESTS[0])
    record = _office_record(session, kind, request)
    with pytest.raises(StillAttached) as refused:
        edits.remove(session, "Remove", record)
    assert "1 " in str(refused.value) or "2 " in str(refused.value) or "3 " in str(refused.value)
    assert session.vault.get(kind, record.id) == record


def test_what_nobody_uses_can_go_and_come_back(session: Session) -> None:
    pharmacy = Pharmacy(PharmacyId("new"), "Corner pharmacy")
    edits.put(session, "Add pharmacy", pharmacy)
    edits.remove(session, "Remove pharmacy", pharmacy)
    assert session.vault.get(Pharmacy, pharmacy.id) is None
    edits.undo(session)
    assert session.vault.get(Pharmacy, pharmacy.id) == pharmacy


def test_a_record_stays_with_its_patient(session: Session) -> None:
    request = edits.found(session, Request, REQUESTS[0])
    other = next(item for item in PATIENTS if item != request.patient_id)
    with pytest.raises(OtherPatient):
        edits.put(session, "Edit request", replace(request, patient_id=other))
    assert edits.found(session, Request, REQUESTS[0]) == request
