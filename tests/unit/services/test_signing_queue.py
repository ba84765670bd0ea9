"""What waits for a signature, what changed of it, and lists: one passphrase typed, each paper an act of its own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.course import LetterKind
from app.domain.handing import FORM, HandingState
from app.domain.ids import RequestId
from app.domain.patient import Patient
from app.domain.request import Request, Status
from app.domain.sample import PATIENTS, PRESCRIBER_PERSON, REQUESTS, STAFF_PERSON
from app.mapping.pack import load_pack
from app.services import edits, handing, letter_signing, requests
from app.services.edits import found
from app.services.list_signing import Shown, sign_list
from app.services.problems import NotTheSigner
from app.services.sample import SAMPLE_SIGNING_WORDS
from app.services.session import Session
from app.services.sign import Signed, review, sign
from app.services.signing_problems import InkWanted, NotAllShown
from app.services.signing_queue import BeforeSigner, open_paper, returned, sign_paper, waiting
from app.signing.problems import DocumentChanged, WrongPassphrase
from app.vault.audit import AuditFilter

LETTER = LetterKind.NECESSITY.value


@pytest.fixture
def both(session: Session, ready: RequestId) -> RequestId:
    """A form and its letter before the signer."""
    handing.hand(session, ready)
    handing.hand(session, ready, LETTER)
    return ready


def shown(before: BeforeSigner) -> Shown:
    return Shown(before.sha256, frozenset(range(1, before.pages + 1)), 12)


def events(session: Session, name: str) -> int:
    return len(session.vault.audit.find(AuditFilter(events=(name,))))


def test_papers_of_all_kinds_wait_with_whose_they_are(session: Session, both: RequestId) -> None:
    rows = waiting(session)
    assert [row.paper for row in rows] == [FORM, LETTER]
    assert {row.patient for row in rows} == {"Nguyễn, Ánh"}
    assert {row.signers for row in rows} == {frozenset({PRESCRIBER_PERSON})}
    assert {(row.by, row.since, row.changed) for row in rows} == {(session.actor.name.full, session.now, None)}
    assert waiting(session, signer=PRESCRIBER_PERSON) == rows
    assert waiting(session, signer=STAFF_PERSON) == ()


def test_a_request_of_an_earlier_version_waits_as_well(session: Session, ready: RequestId) -> None:
    requests.set_status(session, ready, Status.READY)
    [handed] = session.vault.all(type(handing.hand(session, ready)))
    edits.remove(session, "Remove", handed)
    [row] = waiting(session)
    assert (row.request_id, row.since) == (ready, None)


def test_what_changed_since_the_signer_had_it_is_named(session: Session, both: RequestId) -> None:
    handing.send_back(session, both, "The name is wrong.")
    [back] = returned(session)
    assert (back.note, back.state) == ("The name is wrong.", HandingState.RETURNED)
    patient = found(session, Patient, PATIENTS[0])
    edits.put(session, "Edit patient", replace(patient, name=replace(patient.name, first="Anna")))
    handing.hand(session, both)
    row = next(row for row in waiting(session) if row.paper == FORM)
    before = open_paper(session, both)
    assert row.changed
    assert before.since_what == "you had it before"
    titles = {before.review.prepared.filled.boxes[box].title for box in before.changed}  # type: ignore[union-attr,index]
    assert titles == set(row.changed)
    assert returned(session) == ()


def test_a_renewal_shows_what_differs_from_the_request_before(session: Session, signed: Signed) -> None:
    fresh = requests.renew(session, signed.request.id)
    requests.type_fact(session, fresh.id, "drug.directions", "every 12 weeks, new sites")
    before = open_paper(session, fresh.id)
    assert before.since_what == "the request before"
    values = before.review.prepared.filled.values()  # type: ignore[union-attr]
    assert any(values.get(box) == "every 12 weeks, new sites" for box in before.changed)  # type: ignore[call-overload]
    assert 0 < len(before.changed) < len(values) / 2


def test_a_list_is_signed_with_one_passphrase_and_each_paper_on_its_own(session: Session, both: RequestId) -> None:
    letter, form = open_paper(session, both, LETTER), open_paper(session, both)
    told: list[str] = []
    done = sign_list(
        session,
        [(form, shown(form)), (letter, shown(letter))],
        SAMPLE_SIGNING_WORDS,
        tell=lambda share, words: told.append(f"{share:.1f} {words[-8:]}"),
    )
    assert done.problem is None
    assert len(done.signed) == 2
    assert waiting(session) == ()
    nonces = {
        row.details["nonce"] for row in session.vault.audit.find(AuditFilter(events=("request.sign", "letter.sign")))
    }
    assert len(nonces) == 2
    assert events(session, "sign.shown") == 2
    assert told == sorted(told)
    assert "(2 of 2)" in told[-1]


def test_a_page_that_was_not_shown_stops_the_whole_list(session: Session, both: RequestId) -> None:
    form, letter = open_paper(session, both), open_paper(session, both, LETTER)
    partly = replace(shown(letter), pages=shown(letter).pages - {1})
    for proof in (partly, replace(shown(letter), sha256=form.sha256)):
        with pytest.raises(NotAllShown):
            sign_list(session, [(form, shown(form)), (letter, proof)], SAMPLE_SIGNING_WORDS)
    assert found(session, Request, both).status is Status.READY
    assert events(session, "request.sign") == 0


def test_a_wrong_passphrase_is_tried_once_for_the_whole_list(session: Session, both: RequestId) -> None:
    form, letter = open_paper(session, both), open_paper(session, both, LETTER)
    with pytest.raises(WrongPassphrase):
        sign_list(session, [(form, shown(form)), (letter, shown(letter))], "not the words")
    assert events(session, "signer.try") == 1


def test_an_edit_between_stops_the_list_there(session: Session, both: RequestId) -> None:
    form, letter = open_paper(session, both), open_paper(session, both, LETTER)
    patient = found(session, Patient, PATIENTS[0])
    edits.put(session, "Edit patient", replace(patient, name=replace(patient.name, first="Anna")))
    with pytest.raises(DocumentChanged):
        sign_list(session, [(form, shown(form)), (letter, shown(letter))], SAMPLE_SIGNING_WORDS)
    assert events(session, "letter.sign") == 0
    again = open_paper(session, both)
    done = sign_list(session, [(again, shown(again)), (letter, shown(letter))], SAMPLE_SIGNING_WORDS)
    assert (len(done.signed), done.stopped_at) == (1, letter)
    assert isinstance(done.problem, DocumentChanged)


def test_a_list_is_of_one_signer(session: Session, both: RequestId) -> None:
    form, letter = open_paper(session, both), open_paper(session, both, LETTER)
    other = replace(letter, review=replace(letter.review, signer=STAFF_PERSON))
    with pytest.raises(NotTheSigner):
        sign_list(session, [(form, shown(form)), (other, shown(other))], SAMPLE_SIGNING_WORDS)
    with pytest.raises(NotTheSigner):
        sign_list(session, [], SAMPLE_SIGNING_WORDS)


def test_a_payer_that_wants_ink_is_not_signed_for_on_the_computer(session: Session, both: RequestId) -> None:
    before = open_paper(session, both)
    text = session.packs.text("juniper/botulinum-toxin/2026-11").replace('rule = "electronic"', 'rule = "wet"')
    assert load_pack(text, "test").signer.rule == "wet"
    session.packs.put(text, "test")
    with pytest.raises(InkWanted):
        sign_paper(session, before, SAMPLE_SIGNING_WORDS)
    with pytest.raises(InkWanted):
        sign(session, review(session, both), SAMPLE_SIGNING_WORDS)
    letter = open_paper(session, both, LETTER)
    assert letter.meaning == letter_signing.SENTENCE
    assert sign_paper(session, letter, SAMPLE_SIGNING_WORDS).sha256
    assert REQUESTS[0] == both
