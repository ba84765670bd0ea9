"""Everything goes out into one file, readable and whole, and comes back into an empty vault without a loss."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.changes import Edit
from app.domain.patient import Patient
from app.domain.practice import Practice, Role
from app.domain.request import Request
from app.intake.problems import DamagedFile, VaultMovedOn
from app.intake.review.rows import RowState
from app.services import edits
from app.services.problems import NotAllowed
from app.services.records.back import compared, everything_new, opened, take_in
from app.services.records.bundle import is_bundle, is_locked_bundle, packed
from app.services.records.out import of_office, of_patient, write_records
from app.services.sample import SAMPLE_WORDS
from app.services.session import Session
from app.services.sign import Signed
from app.signing.problems import BoxClosed
from app.signing.slot import Argon2Cost
from app.vault.codec import KINDS

CHEAP = Argon2Cost(memory_kib=64, passes=1, lanes=1)


def everything(session: Session) -> dict[str, object]:
    return {record.id: record for kind in KINDS.values() for record in session.vault.all(kind)}


def test_the_office_comes_back_without_a_loss(
    administrator: Session, signed: Signed, empty: Session, tmp_path: Path
) -> None:
    file = write_records(administrator, of_office(administrator), tmp_path / "all", own=SAMPLE_WORDS)
    assert file.suffix == ".zip"
    data = file.read_bytes()
    assert is_bundle(data)
    bundle = opened(data)
    reviewed = compared(empty, bundle, data)
    take_in(empty, bundle, reviewed, everything_new(reviewed))
    ours, theirs = everything(administrator), everything(empty)
    lost = {name for name, record in ours.items() if theirs.get(name) != record}
    assert {type(ours[name]) for name in lost} <= {Practice}
    assert empty.vault.get_blob(signed.sha256) == administrator.vault.get_blob(signed.sha256)
    again = compared(empty, bundle, data)
    assert again.count(RowState.SAME) == len(ours) - len(lost)
    assert empty.vault.search_patients("nguyen", 5)
    assert empty.vault.check() == []


def test_one_patients_file_holds_that_patient_alone(administrator: Session, tmp_path: Path) -> None:
    patient, other = administrator.vault.all(Patient)[:2]
    file = write_records(administrator, of_patient(administrator, patient.id), tmp_path / "one", own=SAMPLE_WORDS)
    with zipfile.ZipFile(file) as parts:
        body = json.loads(parts.read("records.json"))
        table = list(csv.DictReader(io.StringIO(parts.read("csv/patient.csv").decode("utf-8-sig"))))
        inside = b"".join(parts.read(name) for name in parts.namelist())
    assert [row["name.last"] for row in table] == [patient.name.last]
    assert {item["kind"] for item in body["records"]} >= {"patient", "coverage", "trial", "payer", "request"}
    assert other.id.encode() not in inside
    assert other.name.last.encode() not in inside


def test_an_encrypted_file_opens_with_its_passphrase_alone(administrator: Session, tmp_path: Path) -> None:
    patient = administrator.vault.all(Patient)[0]
    bundle = of_patient(administrator, patient.id)
    file = write_records(administrator, bundle, tmp_path / "one", "a long passphrase", own=SAMPLE_WORDS, cost=CHEAP)
    data = file.read_bytes()
    assert file.suffix == ".padesk"
    assert is_locked_bundle(data)
    assert patient.name.last.encode() not in data
    assert opened(data, "a long passphrase") == bundle
    with pytest.raises(BoxClosed):
        opened(data, "another passphrase")


def test_a_changed_document_is_noticed(administrator: Session, signed: Signed) -> None:
    bundle = of_office(administrator)
    name = next(iter(bundle.documents))
    spoilt = replace(bundle, documents={**bundle.documents, name: b"%PDF-1.7 another"})
    with pytest.raises(DamagedFile):
        opened(packed(spoilt, ""))


def test_formulas_of_a_spreadsheet_stay_text(administrator: Session) -> None:
    patient = replace(administrator.vault.all(Patient)[0], allergies="=HYPERLINK(0)", phone_cell="+1")
    data = packed(replace(of_office(administrator), records=(patient,), documents={}), "")
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        (row,) = csv.DictReader(io.StringIO(parts.read("csv/patient.csv").decode("utf-8-sig")))
    assert row["allergies"] == "'=HYPERLINK(0)"


def test_a_record_of_the_vault_is_replaced_only_where_it_is_chosen(administrator: Session, tmp_path: Path) -> None:
    data = write_records(administrator, of_office(administrator), tmp_path / "all", own=SAMPLE_WORDS).read_bytes()
    bundle = opened(data)
    patient = administrator.vault.all(Patient)[0]
    edits.save(administrator, "Edit patient", Edit(patient, replace(patient, email="new@example.org")))
    reviewed = compared(administrator, bundle, data)
    assert everything_new(reviewed) == frozenset()
    row_id = f"patient:{patient.id}"
    take_in(administrator, bundle, reviewed, {row_id})
    assert administrator.vault.get(Patient, patient.id) == patient
    with pytest.raises(VaultMovedOn):
        take_in(administrator, bundle, reviewed, {row_id})


def test_only_an_administrator_lets_records_out_and_in(
    session: Session, as_role: Callable[[Role], Session], tmp_path: Path
) -> None:
    staff = as_role(Role.STAFF)
    with pytest.raises(NotAllowed):
        write_records(staff, of_office(staff), tmp_path / "all", own=SAMPLE_WORDS)
    assert list(tmp_path.glob("all*")) == []
    with pytest.raises(NotAllowed):
        compared(staff, of_office(staff), b"")


def test_a_signed_request_comes_back_signed(administrator: Session, signed: Signed, empty: Session) -> None:
    data = packed(of_patient(administrator, signed.request.patient_id), "")
    bundle = opened(data)
    reviewed = compared(empty, bundle, data)
    take_in(empty, bundle, reviewed, everything_new(reviewed))
    assert empty.vault.get(Request, signed.request.id) == signed.request
