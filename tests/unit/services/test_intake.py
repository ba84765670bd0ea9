"""Files of other systems taken into a real vault: one change, undone as one, with the file as the origin."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from app.domain.changes import Edit
from app.domain.derive import collect_facts
from app.domain.facts import OriginKind
from app.domain.imported import Imported
from app.domain.patient import Patient
from app.domain.practice import Prescriber, Role
from app.domain.request import Request
from app.intake.problems import DamagedFile, FileTooLarge, NotOurForm, VaultMovedOn
from app.intake.reading.columns import Meaning
from app.intake.review.rows import Choice, RowState, proposed
from app.services import edits, intake
from app.services.prepare import gather
from app.services.problems import NotAllowed
from app.services.session import Session
from app.services.sign import Signed
from tests.unit.intake.samples import CSV, FHIR


def taken(session: Session) -> Patient:
    reviewed = intake.review(session, intake.open_file(session, FHIR))
    change = intake.accept(session, reviewed, proposed(reviewed))
    return next(edit.after for edit in change.edits if isinstance(edit.after, Patient))


def test_what_is_taken_over_is_kept_found_and_taken_back_as_one_change(session: Session) -> None:
    patient = taken(session)
    assert session.vault.get(Patient, patient.id) == patient
    assert [found.id for found in session.vault.search_patients("nguyen anh", 5) if found.id == patient.id]
    edits.undo(session)
    assert session.vault.get(Patient, patient.id) is None
    assert session.vault.find(Imported, patient_id=patient.id) == ()


def test_the_file_is_the_origin_until_somebody_changes_the_field(session: Session) -> None:
    patient = taken(session)
    request = replace(session.vault.all(Request)[0], patient_id=patient.id, coverage_id=None, snapshot=None)
    case = gather(session, request)
    facts = collect_facts(case, session.today)
    for key in ("patient.last_name", "patient.city", "patient.full_name"):
        fact = facts.get(key)
        assert fact is not None
        assert fact.origin.kind is OriginKind.IMPORT
    moved = replace(patient, address=replace(patient.address, city="Cranston"))
    edits.save(session, "Edit patient", Edit(patient, moved))
    fact = collect_facts(gather(session, request), session.today).get("patient.city")
    assert fact is not None
    assert fact.origin.kind is OriginKind.PROFILE


def test_the_audit_names_the_file_by_its_hash_alone(session: Session) -> None:
    taken(session)
    row = next(row for row in session.vault.audit.rows() if row.event == "import.accept")
    assert row.details["sha256"] == hashlib.sha256(FHIR).hexdigest()
    assert "guyen" not in repr(row).casefold()


def test_a_record_changed_since_the_review_stops_the_import(session: Session) -> None:
    patient = taken(session)
    edits.save(session, "Edit patient", Edit(patient, replace(patient, email="")))
    reviewed = intake.review(session, intake.open_file(session, FHIR))
    assert reviewed.count(RowState.CHANGED) == 1
    now = session.vault.get(Patient, patient.id)
    edits.save(session, "Edit patient", Edit(now, replace(patient, email="new@example.org")))
    with pytest.raises(VaultMovedOn):
        intake.accept(session, reviewed, proposed(reviewed))


def test_staff_may_import_patients_and_not_prescribers(session: Session, as_role: Callable[[Role], Session]) -> None:
    before = session.vault.all(Prescriber)
    staff = as_role(Role.STAFF)
    reviewed = intake.review(staff, intake.open_file(staff, FHIR))
    everything = {row.id: Choice(frozenset(line.path for line in row.lines)) for row in reviewed.rows}
    intake.accept(staff, reviewed, everything)
    assert session.vault.all(Prescriber) == before


def test_our_own_filled_form_reads_back_as_the_records_that_it_was_made_from(session: Session, signed: Signed) -> None:
    data = session.vault.get_blob(signed.sha256)
    reviewed = intake.review(session, intake.open_file(session, data))
    states = {(row.kind, row.state) for row in reviewed.rows}
    assert ("patient", RowState.SAME) in states
    assert ("coverage", RowState.SAME) in states
    assert not any(state in (RowState.CONFLICT, RowState.NEW) for _, state in states)


def test_a_filled_form_that_nobody_knows_is_refused(session: Session) -> None:
    page = io.BytesIO()
    drawn = Canvas(page)
    drawn.drawString(72, 700, "A letter that is no form at all")
    drawn.save()
    with pytest.raises(NotOurForm):
        intake.review(session, intake.open_file(session, page.getvalue()))


def test_a_viewer_may_not_import(as_role: Callable[[Role], Session]) -> None:
    viewer = as_role(Role.VIEWER)
    with pytest.raises(NotAllowed):
        intake.open_file(viewer, FHIR)


def test_a_file_of_records_may_be_large_and_no_other(tmp_path: Path) -> None:
    def sparse(name: str, start: bytes, size: int, end: bytes = b"") -> Path:
        file = tmp_path / name
        with file.open("wb") as stream:
            stream.write(start)
            stream.truncate(size)
            stream.seek(0, io.SEEK_END)
            stream.write(end)
        return file

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as parts:
        parts.writestr("records.json", "{}")
    plain, locked = packed.getvalue(), b'"kind":"padesk/records"}'
    assert len(intake.read_whole(sparse("records.zip", b"PK", 100_000_001, plain))) == 100_000_001 + len(plain)
    assert len(intake.read_whole(sparse("a.padesk", b"{", 100_000_001, locked))) == 100_000_001 + len(locked)
    for large in (sparse("list.csv", b"Last Name", 100_000_001), sparse("much.zip", b"PK\x03\x04", 3 * 1024**3)):
        with pytest.raises(FileTooLarge):
            intake.read_whole(large)
    with pytest.raises(DamagedFile):
        intake.read_whole(tmp_path / "gone.csv")


def test_columns_that_were_said_once_are_remembered(session: Session) -> None:
    data = CSV.replace(b"MRN", b"Nr.")
    opened = intake.open_file(session, data)
    assert opened.sheet is not None
    assert not opened.remembered
    place = opened.sheet.headings.index("Nr.")
    assert opened.columns[place] is None
    said = list(opened.columns)
    said[place] = Meaning("patient.chart_number")
    intake.remember_columns(session, opened, said)
    again = intake.open_file(session, data)
    assert again.remembered
    assert again.columns[place] == Meaning("patient.chart_number")
