"""What a file of records, which anybody can edit, must not do: change what was signed, make somebody a prescriber."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest

from app.domain.clinical import Trial
from app.domain.ids import PatientId
from app.domain.patient import Patient
from app.domain.practice import Person, Prescriber, Role
from app.domain.request import Request
from app.errors import AppError
from app.intake.problems import DamagedFile, NothingChosen
from app.services.records.back import compared, opened, take_in
from app.services.records.bundle import Bundle, packed
from app.services.session import Session
from app.services.sign import Signed


@pytest.fixture
def administrator(session: Session, as_role: Callable[[Role], Session]) -> Session:
    return as_role(Role.ADMINISTRATOR)


def take(session: Session, *records: object) -> None:
    bundle = Bundle(records, {})  # type: ignore[arg-type]
    data = packed(bundle, "")
    reviewed = compared(session, opened(data), data)
    take_in(session, bundle, reviewed, {row.id for row in reviewed.rows})


def test_a_request_signed_here_is_not_replaced(administrator: Session, signed: Signed) -> None:
    ours = signed.request
    for other in (replace(ours, snapshot=None), replace(ours, answers={})):
        with pytest.raises(NothingChosen):
            take(administrator, other)
    assert administrator.vault.get(Request, ours.id) == ours


def test_a_draft_here_does_not_become_a_signed_request(administrator: Session, signed: Signed) -> None:
    draft = next(r for r in administrator.vault.all(Request) if r.snapshot is None)
    with pytest.raises(NothingChosen):
        take(administrator, replace(draft, snapshot=signed.request.snapshot, status=signed.request.status))
    assert administrator.vault.get(Request, draft.id) == draft


def test_nobody_becomes_a_prescriber_by_a_file(administrator: Session) -> None:
    me, prescriber = administrator.actor, administrator.vault.all(Prescriber)[0]
    kept = administrator.vault.get(Person, me.id)
    assert kept is not None
    with pytest.raises(AppError):
        take(administrator, replace(kept, prescriber_id=prescriber.id))
    assert administrator.vault.get(Person, me.id) == kept


def test_a_record_does_not_move_to_another_patient(administrator: Session) -> None:
    trial = administrator.vault.all(Trial)[0]
    other = next(p for p in administrator.vault.all(Patient) if p.id != trial.patient_id)
    with pytest.raises(AppError):
        take(administrator, replace(trial, patient_id=PatientId(other.id)))
    assert administrator.vault.get(Trial, trial.id) == trial


def test_a_record_that_stands_twice_in_a_file_is_told(administrator: Session) -> None:
    patient = administrator.vault.all(Patient)[0]
    with pytest.raises(DamagedFile):
        take(administrator, patient, replace(patient, email="other@example.org"))


def test_a_file_whose_packing_is_torn_is_told() -> None:
    data = bytearray(packed(Bundle((), {}), ""))
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        start = parts.getinfo("records.json").header_offset + 30 + len("records.json")
    for place in range(start, start + 40):
        torn = bytearray(data)
        torn[place] ^= 0xFF
        with pytest.raises(DamagedFile):
            opened(bytes(torn))
