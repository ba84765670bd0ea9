"""Papers before their signer: an edit after which they say something else takes them back, and nothing else does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from app.clock import FixedClock
from app.domain.changes import Edit
from app.domain.course import LetterKind
from app.domain.handing import FORM, HandingState
from app.domain.ids import RequestId
from app.domain.patient import Patient
from app.domain.practice import Role
from app.domain.request import Request, Status
from app.domain.sample import PATIENTS
from app.services import edits, handing, letter_signing, letters, requests
from app.services.edits import found
from app.services.problems import AlreadySigned, NotAllowed
from app.services.sample import SAMPLE_SIGNING_WORDS
from app.services.session import Session
from app.services.sign import Signed, review, sign
from app.services.signing_problems import NothingBeforeSigner


@pytest.fixture
def handed(session: Session, ready: RequestId) -> RequestId:
    handing.hand(session, ready)
    return ready


def state(session: Session, request_id: RequestId, paper: str = FORM) -> tuple[Status, HandingState | None]:
    request = found(session, Request, request_id)
    kept = handing.of_paper(session, request, paper)
    return request.status, None if kept is None else kept.state


BEFORE = (Status.READY, HandingState.WAITING)
TAKEN = (Status.DRAFT, HandingState.BACK)


def rename(session: Session, last: str) -> None:
    patient = found(session, Patient, PATIENTS[0])
    edits.put(session, "Edit patient", replace(patient, name=replace(patient.name, last=last)))


def test_a_form_is_handed_over_with_what_it_says(session: Session, handed: RequestId) -> None:
    request = found(session, Request, handed)
    kept = handing.of_paper(session, request)
    assert kept is not None
    said = handing.said_then(session, kept.content)
    assert said is not None
    assert (state(session, handed), said.digest) == (BEFORE, kept.digest)
    assert "Nguyễn" in " ".join(said.values.values())


def test_an_edit_of_the_request_takes_it_back_in_the_same_change(session: Session, handed: RequestId) -> None:
    fresh = requests.type_fact(session, handed, "drug.directions", "as before")
    assert fresh.status is Status.DRAFT
    assert state(session, handed) == TAKEN
    edits.undo(session)
    assert state(session, handed) == BEFORE


def test_an_edit_of_the_patient_takes_it_back(session: Session, handed: RequestId) -> None:
    rename(session, "Trần")
    assert state(session, handed) == TAKEN
    assert handing.fell_back(session) is not None
    edits.undo(session)
    assert found(session, Patient, PATIENTS[0]).name.last == "Nguyễn"


def test_what_does_not_stand_on_the_paper_takes_nothing_back(session: Session, handed: RequestId) -> None:
    request = found(session, Request, handed)
    requests.update(session, "Edit request", request, replace(request, due=dt.date(2027, 1, 5)))
    other = found(session, Patient, PATIENTS[1])
    edits.put(session, "Edit patient", replace(other, name=replace(other.name, last="Else")))
    assert state(session, handed) == BEFORE


def test_midnight_is_no_edit(session: Session, handed: RequestId, clock: FixedClock) -> None:
    clock.advance(dt.timedelta(days=400))
    request = found(session, Request, handed)
    kept = handing.of_paper(session, request)
    assert kept is not None
    assert handing.said_now(session, request, FORM).digest != kept.digest
    requests.update(session, "Edit request", request, replace(request, due=dt.date(2028, 1, 5)))
    assert state(session, handed) == BEFORE


def test_the_signer_sends_back_with_a_note_and_sees_what_changed(session: Session, handed: RequestId) -> None:
    returned = handing.send_back(session, handed, " Please add the March visit. ")
    assert state(session, handed) == (Status.DRAFT, HandingState.RETURNED)
    assert returned.note == "Please add the March visit."
    with pytest.raises(NothingBeforeSigner):
        handing.send_back(session, handed, "again")
    rename(session, "Trần")
    again = handing.hand(session, handed)
    before, now = handing.said_then(session, again.seen), handing.said_then(session, again.content)
    assert before is not None
    assert now is not None
    assert "Trần" in now.values[now.differences(before)[0]]
    assert again.note == ""


def test_it_is_taken_back_by_hand(session: Session, handed: RequestId) -> None:
    handing.take_back(session, handed)
    assert handing.fell_back(session) is None
    assert state(session, handed) == TAKEN
    with pytest.raises(NothingBeforeSigner):
        handing.take_back(session, handed)


def test_the_course_of_a_request_hands_over_and_takes_back(session: Session, ready: RequestId) -> None:
    requests.set_status(session, ready, Status.READY)
    assert state(session, ready) == BEFORE
    requests.set_status(session, ready, Status.DRAFT)
    assert state(session, ready) == TAKEN


def test_what_is_signed_waits_no_more(session: Session, handed: RequestId) -> None:
    sign(session, review(session, handed), SAMPLE_SIGNING_WORDS)
    assert state(session, handed) == (Status.SIGNED, HandingState.SIGNED)
    with pytest.raises(AlreadySigned):
        handing.hand(session, handed)


def test_a_letter_is_handed_over_edited_and_signed(session: Session, signed: Signed) -> None:
    name, kind = signed.request.id, LetterKind.NECESSITY
    handing.hand(session, name, kind)
    assert state(session, name, kind)[1] is HandingState.WAITING
    paragraph = next(iter(letters.draft(session, name, kind).generated))
    letters.edit(session, name, kind, paragraph, "In our own words.")
    assert state(session, name, kind) == (Status.SIGNED, HandingState.BACK)
    handing.hand(session, name, kind)
    letter_signing.sign(session, letter_signing.review(session, name, kind), SAMPLE_SIGNING_WORDS)
    assert state(session, name, kind)[1] is HandingState.SIGNED


def test_who_only_looks_hands_nothing_over(
    session: Session, ready: RequestId, as_role: Callable[[Role], Session]
) -> None:
    with pytest.raises(NotAllowed):
        handing.hand(as_role(Role.VIEWER), ready)


def test_a_problem_with_the_step_back_keeps_the_edit_away(session: Session, handed: RequestId) -> None:
    """All of it or nothing: the edit and the step back are one write."""
    request = found(session, Request, handed)
    with pytest.raises(RuntimeError), session.vault.as_one():
        edits.save(session, "Edit request", Edit(request, replace(request, justification="new words")))
        raise RuntimeError
    assert found(session, Request, handed) == request
