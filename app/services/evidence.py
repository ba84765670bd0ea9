"""The evidence file: all that another computer needs to say whether a file is this office's, and nothing of a patient.

It holds the log with its chain of hashes, the proofs of all signings with the signers' public keys, and the names of
the office's people. It is encrypted under a passphrase of its own.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path

from app.domain.hand_over import HandOver
from app.domain.practice import Person
from app.packet.assemble import Packet, PacketFile, write_packet
from app.services.register import SIGNINGS, Register, is_chain_whole
from app.services.session import Act, Session
from app.services.writing import made_folder
from app.signing.box import lock_box, open_box
from app.signing.problems import BoxDamaged, WeakPassphrase
from app.signing.signer import LEAST_PASSPHRASE
from app.signing.slot import DEFAULT_COST, Argon2Cost
from app.vault.audit import AuditRow
from app.vault.problems import BlobMissing

_KIND = "padesk/evidence"


def register_of(session: Session) -> Register:
    """The register of the open vault."""
    vault = session.vault
    rows = list(vault.audit.chained())
    people = {item.signer_id: f"{item.signer}, elsewhere" for item in vault.all(HandOver) if item.signer_id}
    people |= {str(person.id): person.name.full for person in vault.all(Person)}
    names = {row.details["evidence"] for row, _ in rows if row.event in SIGNINGS and "evidence" in row.details}
    proofs = {name: kept for name in sorted(names) if (kept := _proof(session, name)) is not None}
    return Register(rows, people, proofs, vault.audit.verify().ok)


def evidence(session: Session, passphrase: str, *, cost: Argon2Cost = DEFAULT_COST) -> bytes:
    """The evidence file of the open vault, as of now.

    Args:
        session: who is at work.
        passphrase: that opens it elsewhere.
        cost: of one guess.

    Raises:
        NotAllowed: only an administrator does this.
        WeakPassphrase: the passphrase is too short.
    """
    session.allow(Act.ADMINISTER)
    if len(passphrase) < LEAST_PASSPHRASE:
        raise WeakPassphrase(least=LEAST_PASSPHRASE)
    register = register_of(session)
    body = {
        "made": session.now.isoformat(),
        "log": [[asdict(row), digest] for row, digest in register.rows],
        "people": dict(register.people),
        "proofs": dict(register.proofs),
    }
    data = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return lock_box(data, passphrase, kind=_KIND, random=os.urandom, cost=cost)


def write_evidence(session: Session, passphrase: str, target: Path) -> Path:
    """Write the evidence file; a file that lies there is not replaced.

    Raises:
        ExportProblem: the folder cannot take it.
    """
    data = evidence(session, passphrase)
    [written] = write_packet(Packet((PacketFile(target.name, data),)), made_folder(target.parent))
    head = session.vault.audit.head
    session.vault.audit.append(
        "log.evidence", actor=session.actor.id, details={"rows": str(head.seq), "file1": PacketFile("", data).sha256}
    )
    return written


def read_evidence(data: bytes, passphrase: str) -> Register:
    """The register that an evidence file holds.

    Raises:
        BoxDamaged: it is no evidence file.
        BoxClosed: the passphrase is wrong, or a byte of it was changed.
    """
    try:
        body = json.loads(open_box(data, passphrase, kind=_KIND))
        rows = [(_row(row), str(digest)) for row, digest in body["log"]]
        people = {str(name): str(value) for name, value in body["people"].items()}
        proofs = {str(name): str(value) for name, value in body["proofs"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BoxDamaged from error
    return Register(rows, people, proofs, is_chain_whole(rows))


def _row(kept: dict[str, object]) -> AuditRow:
    fields = dict(kept)
    for name in ("subjects", "fields"):
        fields[name] = tuple(fields[name])  # type: ignore[arg-type]
    return AuditRow(**fields)  # type: ignore[arg-type]


def _proof(session: Session, name: str) -> str | None:
    try:
        return session.vault.get_blob(name).decode()
    except BlobMissing:
        return None
