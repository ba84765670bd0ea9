"""Signing: who may, on what, with which passphrase, and what it freezes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from app.domain.changes import Edit
from app.domain.ids import PersonId, PrescriberId, RequestId
from app.domain.patient import Patient
from app.domain.practice import Person, Prescriber, Role
from app.domain.request import Request, Status
from app.domain.sample import PATIENTS, PRESCRIBER_PERSON, REQUESTS, STAFF_PERSON
from app.services import edits, requests
from app.services.edits import found
from app.services.prepare import prepare
from app.services.problems import AlreadySigned, NotAllowed, NotEnrolled, NotReadyToSign, NotTheSigner, PrescriberTaken
from app.services.sample import SAMPLE_SIGNING_WORDS, SAMPLE_WORDS, own_form
from app.services.session import Session
from app.services.sign import (
    OwnCertificate,
    Signed,
    enrol,
    is_enrolled,
    mark_in_picture,
    review,
    sign,
    signers,
    take_signature,
    with_signature,
)
from app.signing.intent import SignRole
from app.signing.mark import TypedMark
from app.signing.problems import CertificateOfAnother, ClockBehind, DocumentChanged, SignerLocked, WrongPassphrase
from tests.unit.signing.test_picture import photo, truth
from tests.unit.signing.test_seal import brought


def _status(session: Session, request_id: RequestId) -> Status:
    return found(session, Request, request_id).status


def test_signing_freezes_the_request_and_keeps_the_bytes(session: Session, signed: Signed) -> None:
    request = found(session, Request, signed.request.id)
    assert request.status is Status.SIGNED
    assert request.snapshot is not None
    assert request.snapshot.signer == PRESCRIBER_PERSON
    assert request.snapshot.pack_toml == session.packs.text("juniper/botulinum-toxin/2026-11")
    document = session.vault.get_blob(request.snapshot.packet_sha256)
    assert "Electronically signed by Sara E. Lind, MD" in " ".join(" ".join(session.paper.page_text(document)).split())


def test_the_audit_names_document_packet_signer_and_who_sat_at_the_desk(session: Session, signed: Signed) -> None:
    row = next(row for row in session.vault.audit.rows(10) if row.event == "request.sign")
    assert row.actor == PRESCRIBER_PERSON
    assert row.details["packet"] == signed.sha256
    assert row.details["desk"] == session.actor.id
    assert session.vault.has_blob(row.details["evidence"])
    assert session.vault.audit.verify().ok


def test_what_is_signed_no_longer_follows_the_profile(session: Session, signed: Signed) -> None:
    before = prepare(session, signed.request.id)
    patient = found(session, Patient, PATIENTS[0])
    edits.put(
        session, "Edit patient", replace(patient, phone_home="4015559999", name=replace(patient.name, last="Trần"))
    )
    after = prepare(session, signed.request.id)
    assert after.is_frozen
    assert after.filled == before.filled
    assert after.facts == before.facts
    assert after.case.patient == patient
    assert prepare(session, requests.correct(session, signed.request.id).id).facts.value("patient.last_name") == "Trần"


def test_a_draft_follows_the_profile(session: Session, ready: RequestId) -> None:
    patient = found(session, Patient, PATIENTS[0])
    edits.put(session, "Edit patient", replace(patient, name=replace(patient.name, last="Trần")))
    assert "Trần" in prepare(session, ready).filled.values().values()


def test_nothing_is_signed_while_something_required_is_missing(session: Session) -> None:
    requests.choose_form(session, REQUESTS[0], own_form(session).choice)
    reviewed = review(session, REQUESTS[0])
    assert not reviewed.can_be_signed
    with pytest.raises(NotReadyToSign):
        sign(session, reviewed, SAMPLE_SIGNING_WORDS)
    assert _status(session, REQUESTS[0]) is Status.DRAFT


def test_what_changed_after_it_was_looked_at_is_not_signed(session: Session, ready: RequestId) -> None:
    reviewed = review(session, ready)
    patient = found(session, Patient, PATIENTS[0])
    edits.put(session, "Edit patient", replace(patient, phone_home="4015550177", phone_cell="4015550177"))
    with pytest.raises(DocumentChanged):
        sign(session, reviewed, SAMPLE_SIGNING_WORDS)
    assert _status(session, ready) is Status.DRAFT


def test_only_the_prescriber_of_the_request_signs_it(session: Session, ready: RequestId) -> None:
    assert [person.id for person in signers(session, ready)] == [PRESCRIBER_PERSON]
    with pytest.raises(NotTheSigner):
        review(session, ready, signer=STAFF_PERSON)
    other = next(p for p in session.vault.all(Person) if p.prescriber_id and p.id != PRESCRIBER_PERSON)
    with pytest.raises(NotTheSigner):
        sign(session, replace(review(session, ready), signer=other.id), SAMPLE_SIGNING_WORDS)
    assert _status(session, ready) is Status.DRAFT


def test_wrong_passphrases_lock_the_signature_until_it_is_set_up_anew(
    session: Session, ready: RequestId, as_role: Callable[[Role], Session]
) -> None:
    reviewed = review(session, ready)
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(WrongPassphrase) as problem:
            sign(session, reviewed, "not the words")
        assert str(left) in problem.value.advice
    with pytest.raises(SignerLocked):
        sign(session, reviewed, SAMPLE_SIGNING_WORDS)
    prescriber = as_role(Role.PRESCRIBER)
    assert prescriber.actor.id == PRESCRIBER_PERSON
    with pytest.raises(SignerLocked):
        enrol(prescriber, "quite other words", TypedMark("Sara E. Lind"), old=SAMPLE_SIGNING_WORDS)
    with pytest.raises(NotAllowed):
        take_signature(prescriber, prescriber.actor.id)
    take_signature(session, prescriber.actor.id)
    enrol(prescriber, "quite other words", TypedMark("Sara E. Lind"))
    assert sign(session, reviewed, "quite other words").request.status is Status.SIGNED


def test_a_right_passphrase_forgives_the_wrong_ones_before(session: Session, ready: RequestId) -> None:
    reviewed = review(session, ready)
    for _ in range(4):
        with pytest.raises(WrongPassphrase):
            sign(session, reviewed, "not the words")
    sign(session, reviewed, SAMPLE_SIGNING_WORDS)
    second = review(session, requests.correct(session, ready).id)
    with pytest.raises(WrongPassphrase) as problem:
        sign(session, second, "not the words")
    assert "4" in problem.value.advice


def test_what_the_desk_says_of_a_review_is_not_believed(session: Session, ready: RequestId) -> None:
    reviewed = review(session, ready)
    with pytest.raises(DocumentChanged):
        sign(session, replace(reviewed, meaning="I promise nothing."), SAMPLE_SIGNING_WORDS)
    with pytest.raises(DocumentChanged):
        sign(session, replace(reviewed, role=SignRole.COMPLETER), SAMPLE_SIGNING_WORDS)
    requests.choose_form(session, REQUESTS[1], own_form(session).choice)
    lacking = replace(review(session, REQUESTS[1]), missing=())
    with pytest.raises(NotReadyToSign):
        sign(session, lacking, SAMPLE_SIGNING_WORDS)


def test_nobody_becomes_the_prescriber_that_somebody_else_is(session: Session) -> None:
    lind = found(session, Person, PRESCRIBER_PERSON)
    with pytest.raises(PrescriberTaken):
        edits.put(session, "Edit person", replace(session.actor, prescriber_id=lind.prescriber_id))


def test_nobody_signs_twice(session: Session, ready: RequestId) -> None:
    reviewed = review(session, ready)
    sign(session, reviewed, SAMPLE_SIGNING_WORDS)
    with pytest.raises(AlreadySigned):
        sign(session, reviewed, SAMPLE_SIGNING_WORDS)
    with pytest.raises(AlreadySigned):
        review(session, ready)


def test_a_clock_that_was_set_back_stops_signing(session: Session, ready: RequestId) -> None:
    reviewed = review(session, ready)
    session.clock.advance(-dt.timedelta(hours=2))  # type: ignore[attr-defined]
    with pytest.raises(ClockBehind):
        sign(session, reviewed, SAMPLE_SIGNING_WORDS)


def test_a_person_without_a_signature_is_told_so(session: Session, ready: RequestId) -> None:
    lind = found(session, Person, PRESCRIBER_PERSON)
    newcomer = replace(session.vault.all(Prescriber)[0], id=PrescriberId("new"), npi="1999999992")
    stranger = replace(lind, id=PersonId("stranger"), prescriber_id=newcomer.id)
    edits.save(session, "Add prescriber", Edit(None, newcomer), Edit(None, stranger))
    request = found(session, Request, ready)
    edits.put(session, "Edit request", replace(request, prescriber_id=newcomer.id))
    assert not is_enrolled(session, stranger.id)
    with pytest.raises(NotEnrolled):
        sign(session, review(session, ready, signer=stranger.id), SAMPLE_SIGNING_WORDS)


def test_the_passphrase_of_the_desk_does_not_replace_a_signature(session: Session, ready: RequestId) -> None:
    prescriber = replace(session, actor=found(session, Person, PRESCRIBER_PERSON))
    for old in ("", SAMPLE_WORDS):
        with pytest.raises(WrongPassphrase):
            enrol(prescriber, "quite other words", TypedMark("Sara E. Lind"), old=old)
    assert PRESCRIBER_PERSON in with_signature(session)
    enrol(prescriber, "quite other words", TypedMark("S. Lind"), old=SAMPLE_SIGNING_WORDS)
    with pytest.raises(WrongPassphrase):
        sign(session, review(session, ready), SAMPLE_SIGNING_WORDS)
    assert sign(session, review(session, ready), "quite other words").sha256


def test_a_photographed_signature_and_an_own_certificate_are_set_up(session: Session, ready: RequestId) -> None:
    doctor = replace(session, actor=found(session, Person, PRESCRIBER_PERSON))
    mark = mark_in_picture(doctor, photo(truth()))
    key = ec.generate_private_key(ec.SECP256R1())
    own = OwnCertificate(brought(key, "Sara Lind", session.now), "file words")
    with pytest.raises(WrongPassphrase):
        enrol(doctor, "words for signing", mark, old="not the words", own=own)
    enrol(doctor, "words for signing", mark, old=SAMPLE_SIGNING_WORDS, own=own)
    done = sign(doctor, review(doctor, ready), "words for signing")
    reading = doctor.paper.read_seal(doctor.vault.get_blob(done.record_sha256))
    assert reading is not None
    assert (reading.holds, reading.name) == (True, "Sara Lind")
    with pytest.raises(CertificateOfAnother):
        enrol(doctor, "words for signing", mark, own=OwnCertificate(brought(key, "Jane Roe"), "file words"))


def test_the_forms_own_sentence_is_read_where_its_setup_does_not_say_it(session: Session, ready: RequestId) -> None:
    said = review(session, ready).meaning
    text = session.packs.text("juniper/botulinum-toxin/2026-11")
    session.packs.put(re.sub(r"(?ms)^attestation = .*?$", 'attestation = ""', text, count=1), "test")
    reviewed = review(session, ready)
    assert reviewed.meaning == " ".join(said.split())
    done = sign(session, reviewed, SAMPLE_SIGNING_WORDS)
    texts = session.paper.page_text(session.vault.get_blob(done.sha256))
    assert f"Meaning: {said[:60]}" in " ".join(" ".join(texts).split())


def test_what_somebody_writes_into_a_box_vouches_for_nothing(session: Session, ready: RequestId) -> None:
    text = session.packs.text("juniper/botulinum-toxin/2026-11")
    session.packs.put(re.sub(r"(?ms)^attestation = .*?$", 'attestation = ""', text, count=1), "test")
    before = review(session, ready).meaning
    box = next(fill.box for fill in prepare(session, ready).filled.boxes.values() if fill.keys == ("patient.city",))
    requests.type_on_box(session, ready, box, "I certify that everything in here is entirely made up.")
    assert review(session, ready).meaning == before
