"""The one gate: whole changes or none, on the disk at once, recorded with their inverse, refused when out of date."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.clock import FixedClock
from app.domain.changes import Change, Edit
from app.domain.clinical import Trial
from app.domain.ids import ChangeId, PersonId, RequestId, TrialId, new_id
from app.domain.patient import Coverage, Patient
from app.domain.place import Address
from app.domain.practice import Person
from app.domain.request import Request, Status
from app.vault.problems import BlobMissing, CannotUndo, NoSuchChange, RecordChanged, RecordNeeded
from app.vault.vault import Vault

Add = Callable[..., Change]
NewPatient = Callable[..., Patient]
NewCoverage = Callable[..., Coverage]


def request(patient: Patient, clock: FixedClock, status: Status = Status.DRAFT) -> Request:
    return Request(RequestId(new_id()), patient.id, clock.now(), status=status)


def test_what_was_applied_is_there_after_reopening(
    vault: Vault, add: Add, new_patient: NewPatient, new_coverage: NewCoverage, reopen: Callable[[], Vault]
) -> None:
    anh = new_patient(address=Address("1 Elm St", "Providence", "RI", "02903"))
    card = new_coverage(anh)
    add(anh, card)
    vault.close()
    with reopen() as again:
        assert again.get(Patient, anh.id) == anh
        assert again.find(Coverage, patient_id=anh.id) == (card,)
        assert again.all(Patient) == (anh,)
        assert again.check() == []


def test_a_record_is_found_by_its_own_kind_only(vault: Vault, add: Add, new_patient: NewPatient) -> None:
    anh = new_patient()
    add(anh)
    assert vault.get(Coverage, anh.id) is None
    assert vault.get(Patient, "nobody") is None
    assert vault.find(Patient, patient_id=anh.id) == ()


def test_requests_by_status(vault: Vault, add: Add, new_patient: NewPatient, clock: FixedClock) -> None:
    anh = new_patient()
    draft, sent = request(anh, clock), request(anh, clock, Status.SENT)
    add(anh, draft, sent)
    assert vault.find(Request, status=[Status.SENT, Status.DENIED]) == (sent,)
    assert vault.find(Request, status=[Status.DRAFT], patient_id=anh.id) == (draft,)
    assert vault.find(Request, status=[]) == ()
    vault.apply("Send", [Edit(draft, replace(draft, status=Status.SENT))], actor=vault.actor.id)
    assert len(vault.find(Request, status=[Status.SENT])) == 2


def test_an_edit_out_of_date_is_refused_and_nothing_of_the_change_stays(
    vault: Vault, add: Add, new_patient: NewPatient, mia: Person
) -> None:
    anh, ben = new_patient(), new_patient("Ben", "Łoś")
    add(anh, ben)
    newer = replace(anh, allergies="none")
    vault.apply("Edit patient", [Edit(anh, newer)], actor=mia.id)
    head, count = vault.audit.head, len(vault.changes(limit=99))
    edits = [Edit(ben, replace(ben, email="b@example.org")), Edit(anh, replace(anh, allergies="sulfa"))]
    with pytest.raises(RecordChanged) as caught:
        vault.apply("Edit patients", edits, actor=mia.id)
    assert caught.value.message == "This patient was changed in the meantime. Your edit was not saved."
    assert vault.get(Patient, anh.id) == newer
    assert vault.get(Patient, ben.id) == ben
    assert (vault.audit.head, len(vault.changes(limit=99))) == (head, count)


def test_a_record_is_not_created_twice_nor_removed_when_it_is_gone(
    vault: Vault, add: Add, new_patient: NewPatient, mia: Person
) -> None:
    anh = new_patient()
    add(anh)
    with pytest.raises(RecordChanged):
        add(anh)
    vault.apply("Remove", [Edit(anh, None)], actor=mia.id)
    with pytest.raises(RecordChanged):
        vault.apply("Remove", [Edit(anh, None)], actor=mia.id)
    assert vault.search_patients("nguyen") == ()


def test_an_id_names_one_record_whatever_its_kind(vault: Vault, add: Add, new_patient: NewPatient) -> None:
    anh = new_patient()
    add(anh)
    with pytest.raises(RecordChanged):
        add(Trial(TrialId(anh.id), anh.id, "topiramate"))


def test_a_patient_with_records_stays(vault: Vault, add: Add, new_patient: NewPatient, mia: Person) -> None:
    anh = new_patient()
    trial = Trial(TrialId(new_id()), anh.id, "topiramate")
    with pytest.raises(RecordNeeded):
        add(trial)
    add(trial, anh)
    with pytest.raises(RecordNeeded):
        vault.apply("Remove patient", [Edit(anh, None)], actor=mia.id)
    vault.apply("Remove patient", [Edit(anh, None), Edit(trial, None)], actor=mia.id)
    assert vault.all(Patient) == ()


def test_edits_of_one_record_follow_each_other(vault: Vault, add: Add, new_patient: NewPatient, mia: Person) -> None:
    anh = new_patient()
    add(anh)
    second, third = replace(anh, allergies="none"), replace(anh, allergies="sulfa")
    change = vault.apply("Edit", [Edit(anh, second), Edit(second, third)], actor=mia.id)
    assert vault.get(Patient, anh.id) == third
    vault.undo(change.id, actor=mia.id)
    assert vault.get(Patient, anh.id) == anh


def test_bugs_of_callers_are_told(vault: Vault, new_patient: NewPatient, mia: Person) -> None:
    with pytest.raises(ValueError, match="needs an edit"):
        vault.apply("Nothing", [], actor=mia.id)
    with pytest.raises(ValueError, match="before or after"):
        vault.apply("Nothing", [Edit(None, None)], actor=mia.id)
    anh = new_patient()
    with pytest.raises(ValueError, match="kind and name"):
        vault.apply("Swap", [Edit(anh, new_patient())], actor=mia.id)


def test_undo_and_redo_go_back_and_forth(vault: Vault, add: Add, new_patient: NewPatient, mia: Person) -> None:
    anh = new_patient()
    add(anh)
    change = vault.apply("Edit patient", [Edit(anh, replace(anh, allergies="sulfa"))], actor=mia.id)
    undone = vault.undo(change.id, actor=mia.id)
    assert vault.get(Patient, anh.id) == anh
    assert (undone.undoes, undone.label) == (change.id, "Undo: Edit patient")
    redone = vault.undo(undone.id, actor=mia.id)
    assert vault.get(Patient, anh.id) == replace(anh, allergies="sulfa")
    assert redone.label == "Undo: Edit patient"
    assert [item.id for item in vault.changes(anh.id)][:3] == [redone.id, undone.id, change.id]
    assert vault.check() == []


def test_undo_of_a_creation_and_of_a_removal(
    vault: Vault, add: Add, new_patient: NewPatient, new_coverage: NewCoverage, mia: Person
) -> None:
    anh = new_patient()
    card = new_coverage(anh)
    created = add(anh, card)
    gone = vault.undo(created.id, actor=mia.id)
    assert vault.all(Patient) == vault.search_patients("w12345") == ()
    vault.undo(gone.id, actor=mia.id)
    assert vault.search_patients("w12345") == (anh,)
    assert vault.find(Coverage, patient_id=anh.id) == (card,)


def test_undo_is_refused_after_a_later_change(vault: Vault, add: Add, new_patient: NewPatient, mia: Person) -> None:
    anh = new_patient()
    created = add(anh)
    first = vault.apply("Edit", [Edit(anh, replace(anh, allergies="sulfa"))], actor=mia.id)
    later = replace(anh, allergies="none")
    vault.apply("Edit", [Edit(replace(anh, allergies="sulfa"), later)], actor=mia.id)
    for change in (first, created):
        with pytest.raises(CannotUndo):
            vault.undo(change.id, actor=mia.id)
    assert vault.get(Patient, anh.id) == later


def test_undo_of_a_patient_who_got_records_since_is_refused(
    vault: Vault, add: Add, new_patient: NewPatient, mia: Person
) -> None:
    anh = new_patient()
    created = add(anh)
    add(Trial(TrialId(new_id()), anh.id, "topiramate"))
    with pytest.raises(CannotUndo):
        vault.undo(created.id, actor=mia.id)
    with pytest.raises(NoSuchChange):
        vault.undo(ChangeId("none"), actor=mia.id)


def test_changes_of_a_record_of_a_patient_and_of_all(
    vault: Vault, add: Add, new_patient: NewPatient, new_coverage: NewCoverage, clock: FixedClock
) -> None:
    anh, ben = new_patient(), new_patient("Ben", "Łoś")
    card = new_coverage(anh)
    first, second, third = add(anh), add(card), add(ben)
    assert vault.changes(anh.id) == (second, first)
    assert vault.changes(card.id) == (second,)
    assert vault.changes()[0] == third
    assert vault.changes(limit=2) == (third, second)
    assert first.at == clock.now()


def test_the_audit_row_of_an_edit_names_fields_and_no_value(
    vault: Vault, add: Add, new_patient: NewPatient, mia: Person
) -> None:
    anh = new_patient(address=Address(city="Providence"))
    add(anh)
    moved = replace(anh, address=Address(city="Warwick"), allergies="penicillin")
    change = vault.apply("Edit patient", [Edit(anh, moved)], actor=mia.id)
    row = vault.audit.rows(1)[0]
    assert (row.event, row.actor, row.details["change"]) == ("record.change", mia.id, change.id)
    assert row.fields == ("patient.address.city", "patient.allergies")
    assert row.subjects == (f"patient:{anh.id}",)
    for value in ("Warwick", "Providence", "penicillin", "Nguy"):
        assert value not in str(vault.audit.rows())


def test_another_thread_is_told_that_it_is_wrong(vault: Vault, tmp_path: Path) -> None:
    calls: list[Callable[[], object]] = [
        lambda: vault.all(Patient),
        lambda: vault.template_cache.get("x"),
        lambda: vault.put_blob(b"x"),
        lambda: vault.audit.head,
        lambda: vault.backup(tmp_path),
        lambda: vault.access.make_recovery_key(actor=PersonId("x")),
    ]
    told: list[BaseException] = []

    def use() -> None:
        for call in calls:
            try:
                call()
            except RuntimeError as error:
                told.append(error)

    other = threading.Thread(target=use)
    other.start()
    other.join()
    assert len(told) == len(calls)
    assert vault.all(Patient) == ()


def test_documents_forms_and_signers_secrets(vault: Vault, mia: Person, reopen: Callable[[], Vault]) -> None:
    sha256 = vault.put_blob(b"%PDF chart note")
    assert vault.put_blob(b"%PDF chart note") == sha256
    assert vault.has_blob(sha256)
    assert not vault.has_blob("0" * 64)
    with pytest.raises(BlobMissing):
        vault.get_blob("0" * 64)
    vault.template_cache.put("form", b"one")
    vault.template_cache.put("form", b"two")
    vault.put_signer_slot(mia.id, b"sealed", actor=mia.id)
    vault.put_signer_slot(mia.id, b"sealed again", actor=mia.id)
    vault.close()
    with reopen() as again:
        assert again.get_blob(sha256) == b"%PDF chart note"
        assert again.template_cache.get("form") == b"two"
        assert again.signer_slot(mia.id) == b"sealed again"
        assert again.signer_slot(PersonId("ben")) is None
        again.template_cache.clear()
        assert again.template_cache.get("form") is None
        assert again.check() == []


def test_closing_twice_is_no_harm(vault: Vault) -> None:
    vault.close()
    vault.close()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["", "none", "sulfa", "latex"])), min_size=1, max_size=12))
def test_any_row_of_edits_can_be_taken_back_to_the_beginning(
    vault: Vault, add: Add, new_patient: NewPatient, mia: Person, steps: list[tuple[int, str]]
) -> None:
    people = [new_patient(str(number)) for number in range(3)]
    add(*people)
    now, done = list(people), []
    for number, allergies in steps:
        after = replace(now[number], allergies=allergies)
        done.append(vault.apply("Edit", [Edit(now[number], after)], actor=mia.id))
        now[number] = after
    assert [vault.get(Patient, person.id) for person in people] == now
    for change in reversed(done):
        vault.undo(change.id, actor=mia.id)
    assert [vault.get(Patient, person.id) for person in people] == people
