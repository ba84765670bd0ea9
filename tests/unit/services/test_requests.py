"""Starting, renewing, answering, typing and the course of a request."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.changes import Edit
from app.domain.ids import PatientId, RequestId
from app.domain.patient import Defaults, Patient
from app.domain.practice import Location, Prescriber
from app.domain.request import AnswerOrigin, FormChoice, Request, RequestType, Status
from app.domain.sample import PATIENTS, REQUESTS
from app.errors import InputProblem
from app.mapping.answers import answer_to
from app.services import edits, requests
from app.services.edits import found
from app.services.prepare import prepare
from app.services.problems import NoSuchRecord, RequestFrozen, StatusNotNext
from app.services.sample import own_form
from app.services.session import Session
from app.services.sign import Signed
from app.services.worklist import Group, today, work_list


def test_a_new_request_starts_with_the_defaults_of_the_patient(session: Session) -> None:
    made = requests.start(session, PATIENTS[0], indication="chronic_migraine")
    assert found(session, Request, made.id) == made
    assert made.status is Status.DRAFT
    assert made.coverage_id is not None
    assert made.prescriber_id is not None
    assert made.prepared_by == session.actor.id
    with pytest.raises(NoSuchRecord):
        requests.start(session, PatientId("nobody"))


def test_a_new_request_takes_the_only_prescriber_and_the_only_location_there_are(session: Session) -> None:
    patient = found(session, Patient, PATIENTS[0])
    edits.put(session, "Edit patient", replace(patient, defaults=Defaults()))
    several = requests.start(session, PATIENTS[0])
    assert (several.prescriber_id, several.location_id) == (None, None)
    first, *others = session.vault.all(Prescriber)
    session.vault.apply("Remove prescribers", [Edit(other, None) for other in others], actor=session.actor.id)
    one = requests.start(session, PATIENTS[0])
    assert (one.prescriber_id, one.location_id) == (first.id, first.location_id)
    edits.put(session, "Edit prescriber", replace(first, location_id=None))
    assert requests.start(session, PATIENTS[0]).location_id is None
    site, *sites = session.vault.all(Location)
    session.vault.apply("Remove locations", [Edit(other, None) for other in sites], actor=session.actor.id)
    assert requests.start(session, PATIENTS[0]).location_id == site.id


def test_what_is_typed_is_kept_with_who_and_when(session: Session) -> None:
    request_id = REQUESTS[0]
    requests.answer(session, request_id, "ask.infection", "no")
    requests.type_fact(session, request_id, "patient.phone", "4015550199")
    requests.type_on_box(session, request_id, "1:10,10", "text")
    kept = found(session, Request, request_id)
    answer = next(item for item in kept.answers if item.question == "ask.infection")
    assert (answer.value, answer.origin, answer.by, answer.confirmed) == (
        "no",
        AnswerOrigin.TYPED,
        session.actor.id,
        True,
    )
    assert (kept.overrides[-1].key, kept.overrides[-1].by) == ("patient.phone", session.actor.id)
    assert (kept.entries[-1].box_id, kept.entries[-1].at) == ("1:10,10", session.now)


def test_what_is_taken_back_is_gone(session: Session) -> None:
    request_id = REQUESTS[0]
    before = found(session, Request, request_id)
    for typed, nothing in ((requests.answer, "ask.infection"), (requests.type_fact, "patient.phone")):
        typed(session, request_id, nothing, "no")
        typed(session, request_id, nothing, None)
    requests.type_on_box(session, request_id, "1:10,10", "text")
    requests.type_on_box(session, request_id, "1:10,10", None)
    assert found(session, Request, request_id) == before


def test_a_key_that_the_vocabulary_lacks_is_refused(session: Session) -> None:
    with pytest.raises(InputProblem):
        requests.type_fact(session, REQUESTS[0], "patient.shoe_size", "42")


def test_a_proposal_is_printed_only_once_somebody_said_yes(session: Session) -> None:
    request_id = REQUESTS[0]
    requests.choose_form(session, request_id, own_form(session).choice)
    prepared = prepare(session, request_id)
    box = prepared.filled.proposed()[0]
    assert box.box not in prepared.filled.values()
    assert prepared.pack is not None
    question = prepared.pack.question(box.question or "")
    assert question is not None
    requests.confirm(session, request_id, answer_to(question, prepared.request.answers, prepared.facts))
    again = prepare(session, request_id)
    assert box.box in again.filled.values()
    assert len(again.filled.proposed()) < len(prepared.filled.proposed())


def test_another_form_forgets_what_was_typed_on_boxes_of_the_first(session: Session) -> None:
    request_id = REQUESTS[0]
    requests.choose_form(session, request_id, FormChoice("aa"))
    requests.type_on_box(session, request_id, "1:10,10", "text")
    assert requests.choose_form(session, request_id, FormChoice("aa", destination="Fax")).entries
    assert requests.choose_form(session, request_id, FormChoice("bb")).entries == ()


def test_the_course_has_its_order(session: Session, signed: Signed) -> None:
    with pytest.raises(StatusNotNext) as problem:
        requests.set_status(session, REQUESTS[1], Status.APPROVED)
    assert "ready" in problem.value.advice
    for status in (Status.SENT, Status.PENDED, Status.INFORMATION_REQUESTED, Status.APPROVED):
        requests.set_status(session, signed.request.id, status)
    with pytest.raises(StatusNotNext):
        requests.set_status(session, signed.request.id, Status.DRAFT)


def test_every_status_has_its_next_ones_and_signing_is_none_of_them() -> None:
    assert set(requests.NEXT) == set(Status)
    assert all(Status.SIGNED not in following for following in requests.NEXT.values())


def test_a_renewal_carries_answers_unconfirmed_and_asks_what_must_be_new(session: Session, signed: Signed) -> None:
    fresh = requests.renew(session, signed.request.id)
    assert (fresh.type, fresh.status, fresh.renewed_from) == (RequestType.CONTINUATION, Status.DRAFT, signed.request.id)
    assert fresh.answers
    assert not any(answer.confirmed for answer in fresh.answers)
    assert {answer.origin for answer in fresh.answers} == {AnswerOrigin.CARRIED}
    assert (fresh.snapshot, fresh.start, fresh.justification, fresh.overrides, fresh.entries) == (
        None,
        None,
        "",
        (),
        (),
    )
    wanted = {need.key for need in requests.must_be_new(session, fresh.id)}
    assert {"request.start_date", "request.justification", "attachment.notes"} <= wanted
    prepared = prepare(session, fresh.id)
    assert prepared.filled.proposed()
    assert found(session, Request, signed.request.id) == signed.request


def test_a_correction_keeps_everything_but_the_signature(session: Session, signed: Signed) -> None:
    fresh = requests.correct(session, signed.request.id)
    assert fresh.snapshot is None
    assert fresh.status is Status.DRAFT
    assert fresh.answers == signed.request.answers
    requests.answer(session, fresh.id, "ask.infection", "yes")
    with pytest.raises(RequestFrozen):
        requests.answer(session, signed.request.id, "ask.infection", "yes")


def test_the_work_list_says_what_is_next(session: Session) -> None:
    rows = {row.request_id: row for row in work_list(session)}
    assert set(rows) == set(REQUESTS)
    assert rows[REQUESTS[1]].next_step == "Choose the form"
    requests.choose_form(session, REQUESTS[0], own_form(session).choice)
    row = next(row for row in work_list(session) if row.request_id == REQUESTS[0])
    assert (row.next_step, row.patient, row.payer) == ("Finish the form", "Nguyễn, Ánh", "Juniper Health Plan")


def test_today_shows_what_is_due_before_drafts_and_nothing_that_waits_for_others(session: Session) -> None:
    request = found(session, Request, REQUESTS[1])
    edits.put(session, "Edit request", replace(request, due=session.today))
    groups = today(session)
    assert [row.request_id for row in groups[Group.DUE]] == [REQUESTS[1]]
    assert groups[Group.DUE][0].why.startswith("Due today")
    assert next(iter(groups)) is Group.DUE
    assert Group.WAITING not in groups


def test_an_approval_that_runs_out_asks_for_its_renewal_until_there_is_one(session: Session, signed: Signed) -> None:
    request_id: RequestId = signed.request.id
    requests.set_status(session, request_id, Status.SENT)
    approved = requests.set_status(session, request_id, Status.APPROVED)
    assert approved.end is not None
    session.clock.advance(approved.end - session.today)  # type: ignore[attr-defined]
    assert [row.request_id for row in today(session)[Group.RENEWAL]] == [request_id]
    requests.renew(session, request_id)
    assert Group.RENEWAL not in today(session)
