"""Signers: sealed under their own passphrase, bound to the person, opened for one document."""

from __future__ import annotations

import dataclasses
import json
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.ids import PersonId, PrescriberId
from app.domain.place import PersonName
from app.domain.practice import Person, Prescriber, Role
from app.signing.intent import Moment, SignIntent, SignRole, make_intent
from app.signing.mark import TypedMark
from app.signing.problems import (
    IdentityChanged,
    IdentityIncomplete,
    MarkOfAnother,
    MarkTooThin,
    NotThisSigner,
    SignerLocked,
    SignerSpent,
    SlotDamaged,
    WeakPassphrase,
    WrongPassphrase,
)
from app.signing.signer import (
    NO_TRIES,
    Tries,
    enroll,
    identity_of,
    is_authentic,
    open_signer,
    public_key_of,
    reseal,
    signer_of,
)
from tests.unit.signing.conftest import AT, CHEAP, WORDS, drawn_mark

DOCUMENT = b"%PDF-1.7 the pages that were shown"


def intent_for(person: Person, document: bytes = DOCUMENT) -> SignIntent:
    return make_intent(
        document, signer=person.id, role=SignRole.PRESCRIBER, meaning="I certify.", at=AT, random=os.urandom
    )


def test_the_signer_agrees_with_a_key_of_the_own(slot: bytes, person: Person) -> None:
    intent = intent_for(person)
    with open_signer(slot, WORDS, person.id) as signer:
        agreed = signer.authorize(intent, DOCUMENT, Moment(AT))
    assert agreed.identity.named == "Ánh T. Nguyễn, MD"
    assert agreed.mark == drawn_mark()
    assert agreed.public_key == public_key_of(slot)
    assert is_authentic(intent, agreed.signature, agreed.public_key)


def test_a_signature_fits_one_intent_and_one_key(slot: bytes, person: Person, prescriber: Prescriber) -> None:
    intent = intent_for(person)
    with open_signer(slot, WORDS, person.id) as signer:
        agreed = signer.authorize(intent, DOCUMENT, Moment(AT))
    other = enroll(person, prescriber, drawn_mark(), WORDS, at=AT, random=os.urandom, kdf=CHEAP)
    assert not is_authentic(dataclasses.replace(intent, meaning="Other."), agreed.signature, agreed.public_key)
    assert not is_authentic(intent, agreed.signature, public_key_of(other))


def test_a_wrong_passphrase_opens_nothing(slot: bytes, person: Person) -> None:
    with pytest.raises(WrongPassphrase) as caught:
        open_signer(slot, "four words do belong", person.id)
    assert "4" in caught.value.advice


def test_five_wrong_tries_lock_even_the_right_passphrase(slot: bytes, person: Person) -> None:
    tries = NO_TRIES
    for _ in range(5):
        with pytest.raises(WrongPassphrase):
            open_signer(slot, "wrong passphrase", person.id, tries=tries)
        tries = tries.after_wrong()
    assert tries.is_locked
    with pytest.raises(SignerLocked):
        open_signer(slot, WORDS, person.id, tries=tries)


def test_the_same_passphrase_typed_in_other_unicode_opens(person: Person, prescriber: Prescriber) -> None:
    slot = enroll(person, prescriber, drawn_mark(), "Nguyễn café ô", at=AT, random=os.urandom, kdf=CHEAP)
    decomposed = "Nguye\u0302\u0303n cafe\u0301 o\u0302"
    assert open_signer(slot, decomposed, person.id).identity.npi == "1234567893"


def test_nobody_opens_the_slot_of_somebody_else(slot: bytes) -> None:
    with pytest.raises(NotThisSigner):
        open_signer(slot, WORDS, PersonId("p2"))


@pytest.mark.parametrize(
    ("field", "value"),
    [("person_id", "p2"), ("name", "Jane Roe"), ("credential", "DO"), ("npi", "1000000004"), ("prescriber_id", "d2")],
)
def test_a_slot_rewritten_for_somebody_else_stays_shut(slot: bytes, field: str, value: str) -> None:
    body = json.loads(slot)
    body["signer"][field] = value
    forged = json.dumps(body).encode()
    with pytest.raises(WrongPassphrase):
        open_signer(forged, WORDS, PersonId(body["signer"]["person_id"]))


def test_a_slot_with_another_key_in_its_head_stays_shut(slot: bytes, person: Person, prescriber: Prescriber) -> None:
    other = json.loads(enroll(person, prescriber, drawn_mark(), WORDS, at=AT, random=os.urandom, kdf=CHEAP))
    body = json.loads(slot)
    body["signer"]["public_key"] = other["signer"]["public_key"]
    with pytest.raises(WrongPassphrase):
        open_signer(json.dumps(body).encode(), WORDS, person.id)


def test_one_opening_signs_one_document(slot: bytes, person: Person) -> None:
    with open_signer(slot, WORDS, person.id) as signer:
        signer.authorize(intent_for(person), DOCUMENT, Moment(AT))
        with pytest.raises(SignerSpent):
            signer.authorize(intent_for(person), DOCUMENT, Moment(AT))


def test_a_refused_document_uses_the_opening_up(slot: bytes, person: Person) -> None:
    with open_signer(slot, WORDS, person.id) as signer:
        with pytest.raises(NotThisSigner):
            signer.authorize(dataclasses.replace(intent_for(person), signer=PersonId("p2")), DOCUMENT, Moment(AT))
        with pytest.raises(SignerSpent):
            signer.authorize(intent_for(person), DOCUMENT, Moment(AT))


def test_a_signer_left_is_shut(slot: bytes, person: Person) -> None:
    with open_signer(slot, WORDS, person.id) as signer:
        pass
    with pytest.raises(SignerSpent):
        signer.authorize(intent_for(person), DOCUMENT, Moment(AT))


def test_a_mark_drawn_for_the_document_takes_the_place_of_the_kept_one(slot: bytes, person: Person) -> None:
    with open_signer(slot, WORDS, person.id) as signer:
        agreed = signer.authorize(intent_for(person), DOCUMENT, Moment(AT), mark=TypedMark("Ánh Nguyễn"))
    assert agreed.mark == TypedMark("Ánh Nguyễn")


def test_sealing_again_keeps_the_key_and_takes_what_is_new(slot: bytes, person: Person, prescriber: Prescriber) -> None:
    renamed = dataclasses.replace(prescriber, name=PersonName("Ánh", "Nguyễn-Roe"), credential="MD, PhD")
    fresh = reseal(
        slot,
        WORDS,
        identity_of(person, renamed),
        at=AT,
        random=os.urandom,
        mark=TypedMark("Ánh"),
        new_passphrase="other long words",
    )
    assert public_key_of(fresh) == public_key_of(slot)
    assert open_signer(fresh, "other long words", person.id).identity.named == "Ánh Nguyễn-Roe, MD, PhD"
    with pytest.raises(WrongPassphrase):
        open_signer(fresh, WORDS, person.id)


def test_setting_up_again_makes_another_key(slot: bytes, person: Person, prescriber: Prescriber) -> None:
    again = enroll(person, prescriber, drawn_mark(), WORDS, at=AT, random=os.urandom, kdf=CHEAP)
    assert public_key_of(again) != public_key_of(slot)


def test_records_that_changed_since_are_noticed(slot: bytes, person: Person, prescriber: Prescriber) -> None:
    now = identity_of(person, dataclasses.replace(prescriber, npi="1000000004"))
    with pytest.raises(IdentityChanged):
        open_signer(slot, WORDS, person.id, expected=now)
    assert open_signer(slot, WORDS, person.id, expected=identity_of(person, prescriber)).identity.npi == "1234567893"


def test_short_passphrases_and_thin_marks_are_refused(person: Person, prescriber: Prescriber) -> None:
    with pytest.raises(WeakPassphrase):
        enroll(person, prescriber, drawn_mark(), "short", at=AT, random=os.urandom, kdf=CHEAP)
    with pytest.raises(MarkTooThin):
        enroll(person, prescriber, TypedMark("x"), WORDS, at=AT, random=os.urandom, kdf=CHEAP)


def test_nobody_types_the_name_of_somebody_else(slot: bytes, person: Person, prescriber: Prescriber) -> None:
    with pytest.raises(MarkOfAnother):
        enroll(person, prescriber, TypedMark("Jane Roe"), WORDS, at=AT, random=os.urandom, kdf=CHEAP)
    with open_signer(slot, WORDS, person.id) as signer, pytest.raises(MarkOfAnother):
        signer.authorize(intent_for(person), DOCUMENT, Moment(AT), mark=TypedMark("Jane Roe"))
    assert enroll(person, prescriber, TypedMark("A. Nguyen"), WORDS, at=AT, random=os.urandom, kdf=CHEAP)


@pytest.mark.parametrize("field", ["credential", "npi"])
def test_a_prescriber_without_credential_or_npi_cannot_sign(person: Person, prescriber: Prescriber, field: str) -> None:
    with pytest.raises(IdentityIncomplete):
        identity_of(person, dataclasses.replace(prescriber, **{field: ""}))


def test_staff_sign_as_themselves_only(prescriber: Prescriber) -> None:
    staff = Person(PersonId("s1"), PersonName("Sam", "Staff"), Role.STAFF, title="MA")
    assert identity_of(staff, None).named == "Sam Staff, MA"
    with pytest.raises(NotThisSigner):
        identity_of(staff, prescriber)
    with pytest.raises(NotThisSigner):
        identity_of(dataclasses.replace(staff, prescriber_id=PrescriberId("d9")), prescriber)


def test_the_slot_shows_who_but_not_how(slot: bytes, person: Person) -> None:
    assert signer_of(slot).person_id == person.id
    opened = open_signer(slot, WORDS, person.id)
    assert WORDS.encode() not in slot
    assert b"strokes" not in slot
    assert "private" not in repr(vars(opened))


@settings(max_examples=40)
@given(st.data())
def test_no_changed_byte_opens_the_slot(data: st.DataObject) -> None:
    signer = Person(PersonId("p1"), PersonName("Ann", "Bee"), Role.STAFF)
    slot = bytearray(enroll(signer, None, TypedMark("Ann Bee"), WORDS, at=AT, random=bytes, kdf=CHEAP))
    at = data.draw(st.integers(0, 9_999)) % len(slot)
    slot[at] ^= data.draw(st.integers(1, 255))
    try:
        opened = open_signer(bytes(slot), WORDS, signer.id)
    except (WrongPassphrase, SlotDamaged, NotThisSigner):
        return
    assert opened.identity.name == "Ann Bee"


@given(st.binary(max_size=80))
def test_other_bytes_are_no_slot(data: bytes) -> None:
    with pytest.raises(SlotDamaged):
        open_signer(data, WORDS, PersonId("p1"))


def test_a_slot_that_asks_for_all_memory_is_refused(slot: bytes, person: Person) -> None:
    body = json.loads(slot)
    body["cost"]["memory_kib"] = 1 << 40
    with pytest.raises(SlotDamaged):
        open_signer(json.dumps(body).encode(), WORDS, person.id)


def test_tries_count_down() -> None:
    assert [Tries(wrong).left for wrong in range(7)] == [5, 4, 3, 2, 1, 0, 0]
