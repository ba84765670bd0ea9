"""Everything of one patient, or of the office, written to one file, encrypted where a passphrase is given."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from app.domain.changes import Record
from app.domain.ids import PatientId
from app.domain.letters_in import LetterIn
from app.domain.patient import Coverage, Patient
from app.domain.practice import Facility, Location, Payer, Person, Pharmacy, Practice, Prescriber
from app.domain.request import Attachment, Request, StoredForm
from app.services import again
from app.services.edits import found
from app.services.records.bundle import FORMAT, Bundle, packed
from app.services.session import Act, Session
from app.services.writing import write_whole
from app.signing.box import lock_box
from app.signing.problems import WeakPassphrase
from app.signing.signer import LEAST_PASSPHRASE
from app.signing.slot import DEFAULT_COST, Argon2Cost
from app.vault.codec import KINDS

#: Endings of the two files: plain for other programs, encrypted for another PA Desk.
PLAIN, LOCKED = ".zip", ".padesk"

#: Records that a patient's requests point at, with the patient's file even where they are the office's.
_AROUND = (Practice, Location, Person, Prescriber, Payer, Facility, Pharmacy)


def of_patient(session: Session, patient_id: PatientId) -> Bundle:
    """Everything that the office keeps of one patient, with the office's own records that it points at.

    Raises:
        NotAllowed: only an administrator does this.
        NoSuchRecord: there is no such patient.
    """
    session.allow(Act.ADMINISTER)
    patient = found(session, Patient, patient_id)
    mine: list[Record] = [patient]
    for kind in KINDS.values():
        if kind is not Patient:
            mine += session.vault.find(kind, patient_id=patient_id)
    named = {text for record in mine for text in _ids(record)}
    around = [item for kind in _AROUND for item in session.vault.all(kind) if item.id in named]
    return _with_documents(session, (*around, *mine))


def of_office(session: Session) -> Bundle:
    """Everything that the vault keeps, save passphrases, keys and signatures.

    Raises:
        NotAllowed: only an administrator does this.
    """
    session.allow(Act.ADMINISTER)
    return _with_documents(session, tuple(record for kind in KINDS.values() for record in session.vault.all(kind)))


def write_records(
    session: Session,
    bundle: Bundle,
    target: Path,
    passphrase: str = "",
    *,
    own: str,
    cost: Argon2Cost = DEFAULT_COST,
) -> Path:
    """Write the file whole or not at all; that it was written stands in the audit log.

    All records at once are what a thief wants most, so whoever takes them out types the own passphrase again.

    Args:
        session: who is at work.
        bundle: what goes out.
        target: its place; the ending is set by whether it is encrypted.
        passphrase: that opens it; the file is plain where none is given.
        own: the actor's passphrase for unlocking.
        cost: of one guess.

    Returns:
        The file.

    Raises:
        NotAllowed: only an administrator does this.
        NotYou, TooOften: `own` is not the actor's.
        WeakPassphrase: the passphrase is too short.
        ExportProblem: the folder cannot take it.
    """
    session.allow(Act.ADMINISTER)
    if passphrase and len(passphrase) < LEAST_PASSPHRASE:
        raise WeakPassphrase(least=LEAST_PASSPHRASE)
    again.confirm(session, own)
    data = packed(bundle, session.now.isoformat())
    if passphrase:
        data = lock_box(data, passphrase, kind=FORMAT, random=os.urandom, cost=cost)
    file = target.with_suffix(LOCKED if passphrase else PLAIN)
    write_whole(file, data)
    patients = sorted(record.id for record in bundle.records if isinstance(record, Patient))
    session.vault.audit.append(
        "records.export",
        subjects=tuple(f"patient:{name}" for name in patients[:50]),
        actor=session.actor.id,
        details={"records": str(len(bundle.records)), "patients": str(len(patients)), "locked": str(bool(passphrase))},
    )
    return file


def _with_documents(session: Session, records: tuple[Record, ...]) -> Bundle:
    names = {name for record in records for name in _blobs(record)}
    kept = {name: session.vault.get_blob(name) for name in sorted(names) if session.vault.has_blob(name)}
    return Bundle(records, kept)


def _blobs(record: Record) -> Iterator[str]:
    if isinstance(record, Attachment | StoredForm | LetterIn):
        yield record.sha256
    elif isinstance(record, Request):
        if record.form is not None:
            yield record.form.sha256
        if record.snapshot is not None:
            yield record.snapshot.packet_sha256


def _ids(record: object) -> Iterable[str]:
    """Every text of a record that could name another one."""
    if isinstance(record, Coverage):
        yield record.payer_id
    if isinstance(record, Patient):
        record = record.defaults
    for name in ("coverage_id", "prescriber_id", "location_id", "facility_id", "pharmacy_id", "prepared_by"):
        value = getattr(record, name, None)
        if isinstance(value, str):
            yield value
