"""Everything of one patient, or of the office, written to one file, encrypted where a passphrase is given."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from app.domain.changes import Record
from app.domain.course import OfficeWording
from app.domain.ids import PatientId
from app.domain.office_policy import OfficePolicy
from app.domain.patient import Patient
from app.domain.practice import Facility, Location, Payer, Person, Pharmacy, Practice, Prescriber
from app.domain.request import StoredForm
from app.services import again
from app.services.edits import found
from app.services.records.bundle import FORMAT, Bundle, packed
from app.services.session import Act, Session
from app.services.writing import write_whole
from app.signing.box import lock_box
from app.signing.problems import WeakPassphrase
from app.signing.signer import LEAST_PASSPHRASE
from app.signing.slot import DEFAULT_COST, Argon2Cost
from app.vault.codec import KINDS, to_plain

#: Endings of the two files: plain for other programs, encrypted for another PA Desk.
PLAIN, LOCKED = ".zip", ".padesk"

#: Records of the office that go out with a patient whose records point at them.
_AROUND: tuple[type[Record], ...] = (
    *(Practice, Location, Person, Prescriber, Payer, Facility, Pharmacy),
    *(StoredForm, OfficePolicy, OfficeWording),
)
_HASH = re.compile(r"[0-9a-f]{64}")


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
    return _with_documents(session, (*_around(session, mine), *mine))


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


def _around(session: Session, mine: Iterable[Record]) -> list[Record]:
    """The office's records that a patient's name, and those that these name in turn."""
    left: list[Record] = [item for kind in _AROUND for item in session.vault.all(kind)]
    named = {text for record in mine for text in _texts(to_plain(record))}
    around: list[Record] = []
    while met := [item for item in left if item.id in named or (isinstance(item, StoredForm) and item.sha256 in named)]:
        around += met
        left = [item for item in left if item not in met]
        named = {text for record in met for text in _texts(to_plain(record))}
    return around


def _with_documents(session: Session, records: tuple[Record, ...]) -> Bundle:
    """The records with every kept file that they name, and what the log keeps beside those that were signed."""
    names = {text for record in records for text in _texts(to_plain(record)) if _HASH.fullmatch(text)}
    names = {name for name in names if session.vault.has_blob(name)}
    for row, _ in session.vault.audit.chained():
        if row.details.get("packet") in names:
            beside = (row.details.get("record", ""), row.details.get("evidence", ""))
            names |= {one for one in beside if one and session.vault.has_blob(one)}
    return Bundle(records, {name: session.vault.get_blob(name) for name in sorted(names)})


def _texts(plain: object) -> Iterator[str]:
    """Every text in a record, however deep: among them the names of others and of kept files."""
    if isinstance(plain, str):
        yield plain
    elif isinstance(plain, dict):
        for inner in plain.values():
            yield from _texts(inner)
    elif isinstance(plain, list | tuple):
        for inner in plain:
            yield from _texts(inner)
