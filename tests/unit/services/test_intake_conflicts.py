"""A file that says one thing twice, a remembered list that makes no sense any more: nothing breaks, nothing doubles."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.changes import Edit
from app.domain.clinical import Observation, Trial
from app.domain.ids import ListColumnsId, TrialId, new_id
from app.domain.imported import ListColumns
from app.domain.patient import Coverage, Patient
from app.domain.practice import Line, Payer, PayerLine
from app.intake.reading.columns import fingerprint
from app.intake.review.rows import RowState, proposed
from app.services import edits, intake
from app.services.session import Session
from tests.unit.intake.reading.test_published_fhir import PATIENT, bundle, measured, order

Resource = dict[str, Any]


def taken(session: Session, *resources: Resource) -> None:
    data = bundle(PATIENT, *resources, oracle=False)
    review = intake.review(session, intake.open_file(session, data))
    chosen = proposed(review)
    if chosen:
        intake.accept(session, review, chosen)


def baxter(session: Session) -> Patient:
    (found,) = [patient for patient in session.vault.all(Patient) if patient.name.last == "Baxter"]
    return found


def test_two_courses_of_a_drug_whose_start_is_not_known_here_do_not_meet_in_one_record(session: Session) -> None:
    taken(session)
    patient = baxter(session)
    edits.put(session, "Add therapy", Trial(TrialId(new_id()), patient.id, "topiramate"))
    taken(session, order("2020-01-10"), order("2025-01-10"))
    starts = [trial.start.iso() if trial.start else "" for trial in session.vault.find(Trial, patient_id=patient.id)]
    assert starts == ["2020-01-10"]


def plan(name: str, **more: Any) -> Resource:
    return {
        "resourceType": "Coverage",
        "id": name,
        "status": "active",
        "beneficiary": {"reference": "urn:uuid:p"},
        "payor": [{"display": "Cedar Plan"}],
        "subscriberId": "C1",
        **more,
    }


def test_a_plan_and_a_measure_that_stand_in_a_file_twice_are_taken_once(session: Session) -> None:
    cedar = Payer(new_id(), "Cedar Plan", (PayerLine(Line.COMMERCIAL),))  # type: ignore[arg-type]
    edits.save(session, "Add payer", Edit(None, cedar))
    twice = (plan("a"), plan("b", period={"start": "2026-01-01"}))
    taken(session, *twice, measured("HIT-6", {"valueInteger": 60}), measured("HIT-6", {"valueInteger": 66}))
    patient = baxter(session)
    assert len(session.vault.find(Coverage, patient_id=patient.id)) == 1
    assert [one.value for one in session.vault.find(Observation, patient_id=patient.id)] == [60]
    taken(session, *twice, measured("HIT-6", {"valueInteger": 60}), measured("HIT-6", {"valueInteger": 66}))
    assert len(session.vault.find(Coverage, patient_id=patient.id)) == 1
    assert len(session.vault.find(Observation, patient_id=patient.id)) == 1


def test_what_was_taken_over_is_the_same_the_next_time(session: Session) -> None:
    file = (order("2025-01-10"), order("2025-02-10"), measured("HIT-6", {"valueInteger": 60}))
    taken(session, *file)
    again = intake.review(session, intake.open_file(session, bundle(PATIENT, *file, oracle=False)))
    assert {row.state for row in again.rows} == {RowState.SAME}
    assert proposed(again) == {}


@pytest.mark.parametrize("meaning", ["nosuch.field", "trial.drug[x]", "trial.drug[0]", "[", "patient.dob[99999999999]"])
def test_a_remembered_column_that_means_nothing_any_more_is_left_out(session: Session, meaning: str) -> None:
    headings = ("Last Name", "First Name", "Odd")
    kept = ListColumns(
        ListColumnsId(new_id()), fingerprint(headings), ("patient.name.last", "patient.name.first", meaning)
    )
    edits.save(session, "Remember", Edit(None, kept))
    opened = intake.open_file(session, b"Last Name,First Name,Odd\nLake,Ana,x\n")
    assert opened.columns[2] is None
    assert intake.review(session, opened).rows[0].title == "Lake, Ana"
