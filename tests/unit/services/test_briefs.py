"""Lists of requests from briefs say the same as lists made anew, whatever was changed, and are quick."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace

from app.clock import FixedClock
from app.domain.changes import Edit
from app.domain.ids import CoverageId, PatientId, RequestId
from app.domain.patient import Coverage, Patient
from app.domain.practice import Payer
from app.domain.request import Request
from app.domain.sample import REQUESTS
from app.services import _briefs, edits, requests
from app.services.edits import found
from app.services.session import Session
from app.services.sign import Signed
from app.services.worklist import WorkRow, work_list


def anew(session: Session) -> tuple[WorkRow, ...]:
    """The list with every brief made again."""
    session.vault.briefs.due("another stamp")
    return work_list(session)


def test_a_change_of_patient_payer_or_request_shows_at_once(session: Session, signed: Signed) -> None:
    work_list(session)
    request = found(session, Request, REQUESTS[0])
    patient = found(session, Patient, request.patient_id)
    coverage = found(session, Coverage, request.coverage_id)
    payer = found(session, Payer, coverage.payer_id)
    edits.save(session, "Edit", Edit(patient, replace(patient, name=replace(patient.name, last="Other"))))
    edits.save(session, "Edit", Edit(payer, replace(payer, name="Another payer")))
    requests.renew(session, REQUESTS[2])
    rows = work_list(session)
    mine = next(row for row in rows if row.request_id == request.id)
    assert mine.patient.startswith("Other")
    assert mine.payer == "Another payer"
    assert rows == anew(session)


def test_undo_shows_at_once(session: Session) -> None:
    before = work_list(session)
    fresh = requests.renew(session, REQUESTS[2])
    assert fresh.id in {row.request_id for row in work_list(session)}
    edits.undo(session)
    assert work_list(session) == before


def test_the_day_moves_what_is_due(session: Session, signed: Signed, clock: FixedClock) -> None:
    work_list(session)
    clock.advance(dt.timedelta(days=40))
    assert work_list(session) == anew(session)


def test_a_vault_that_lost_its_briefs_makes_them_again(session: Session) -> None:
    rows = work_list(session)
    session.vault._parts.db.run("DELETE FROM briefs")
    assert work_list(session) == rows


def test_a_patient_who_is_removed_leaves_the_list(session: Session) -> None:
    patient = Patient(PatientId("x"), found(session, Patient, found(session, Request, REQUESTS[0]).patient_id).name)
    request = replace(found(session, Request, REQUESTS[0]), id=RequestId("rx"), patient_id=patient.id, coverage_id=None)
    edits.save(session, "Add", Edit(None, patient), Edit(None, replace(request, attachment_ids=(), trial_ids=None)))
    assert "rx" in {row.request_id for row in work_list(session)}
    edits.undo(session)
    assert "rx" not in {row.request_id for row in work_list(session)}


def test_many_requests_are_listed_without_reading_their_records(session: Session) -> None:
    base = found(session, Request, REQUESTS[0])
    patient, coverage = found(session, Patient, base.patient_id), found(session, Coverage, base.coverage_id)
    added = []
    for number in range(300):
        name, plan = PatientId(f"p{number}"), CoverageId(f"c{number}")
        added += [
            Edit(None, replace(patient, id=name)),
            Edit(None, replace(coverage, id=plan, patient_id=name)),
            Edit(None, replace(base, id=RequestId(f"r{number}"), patient_id=name, coverage_id=plan)),
        ]
    session.vault.apply("Add", added, actor=session.actor.id)
    first = work_list(session)
    began = time.process_time()
    assert work_list(session) == first
    assert time.process_time() - began < 0.2
    assert len(_briefs.briefs(session)) == len(first) == 303
