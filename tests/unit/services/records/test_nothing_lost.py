"""Whatever the vault can hold goes out and comes back: every kind of record, whatever is in it, and every kept file."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import zipfile

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.approval import Approval
from app.domain.changes import Edit, Record
from app.domain.ids import ApprovalId, FormId, LetterInId, PersonId, new_id
from app.domain.letters_in import LetterIn, LetterInKind
from app.domain.patient import Patient
from app.domain.practice import Location, Practice, Prescriber
from app.domain.request import FormChoice, Request, StoredForm
from app.services import edits
from app.services.records.back import compared, everything_new, opened, take_in
from app.services.records.bundle import Bundle, packed, unpacked
from app.services.records.out import of_office, of_patient
from app.services.sealed import record_copy
from app.services.session import Session
from app.services.sign import Signed
from app.vault.codec import KINDS
from tests.unit.vault import test_codec  # noqa: F401 -- it tells how dates are made

PDF = b"%PDF-1.7 a letter"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(list(KINDS.values())).flatmap(st.from_type), max_size=6), st.binary(max_size=200))
def test_any_records_come_back_as_they_were(records: list[Record], document: bytes) -> None:
    kept = {(type(record), record.id): record for record in records}
    bundle = Bundle(tuple(kept.values()), {hashlib.sha256(document).hexdigest(): document})
    again = unpacked(packed(bundle, "2026-11-25"))
    assert again == bundle
    assert [repr(record) for record in again.records] == [repr(record) for record in bundle.records]


def letter(session: Session, request: Request, data: bytes) -> LetterIn:
    made = LetterIn(
        *(LetterInId(new_id()), session.now, PersonId(session.actor.id), session.vault.put_blob(data), "f" * 64, 2),
        patient_id=request.patient_id,
        request_id=request.id,
        kind=next(iter(LetterInKind)),
        date=dt.date(2026, 11, 20),
    )
    edits.save(session, "Take in letter", Edit(None, made))
    return made


def test_a_letter_its_pages_and_an_approval_come_back(administrator: Session, signed: Signed, empty: Session) -> None:
    came = letter(administrator, signed.request, PDF)
    approved = Approval(ApprovalId(new_id()), came.patient_id, came.request_id, letter_id=came.id)  # type: ignore[arg-type]
    edits.save(administrator, "Approved", Edit(None, approved))
    for bundle in (of_office(administrator), of_patient(administrator, signed.request.patient_id)):
        assert {came, approved} <= set(bundle.records)
        assert bundle.documents[came.sha256] == PDF
    data = packed(bundle, "")
    back = opened(data)
    take_in(empty, back, reviewed := compared(empty, back, data), everything_new(reviewed))
    assert empty.vault.get(LetterIn, came.id) == came
    assert empty.vault.get(Approval, approved.id) == approved
    assert empty.vault.get_blob(came.sha256) == PDF


def test_sealed_copies_and_their_evidence_go_out(administrator: Session, signed: Signed) -> None:
    sealed = record_copy(administrator, signed.sha256)
    documents = of_patient(administrator, signed.request.patient_id).documents
    assert sealed in documents.values()
    row = administrator.vault.audit.bearing("packet", signed.sha256)
    assert row is not None
    assert row.details["evidence"] in documents
    with zipfile.ZipFile(io.BytesIO(packed(of_office(administrator), ""))) as parts:
        assert parts.read(f"documents/{signed.sha256}.pdf").startswith(b"%PDF-")


def test_what_the_office_has_around_a_patient_goes_with_the_patient(administrator: Session, signed: Signed) -> None:
    choice = signed.request.form
    assert isinstance(choice, FormChoice)
    form = StoredForm(FormId(new_id()), choice.sha256, "Own form", 6, administrator.now)
    edits.put(administrator, "Add form", form)
    prescriber = administrator.vault.get(Prescriber, signed.request.prescriber_id or "")  # type: ignore[arg-type]
    assert prescriber is not None
    bundle = of_patient(administrator, signed.request.patient_id)
    kinds = {type(record) for record in bundle.records}
    assert form in bundle.records
    assert prescriber in bundle.records
    if prescriber.location_id is not None:
        assert {Location, Practice} <= kinds
    assert len({(type(r), r.id) for r in bundle.records}) == len(bundle.records)
    assert [r for r in bundle.records if isinstance(r, Patient)] == [
        administrator.vault.get(Patient, signed.request.patient_id)
    ]
