"""The way back: the signed request with its two files and what proves the signature, taken home by who handed it over.

Nothing is believed (see `proving`), and the token that only the file held must come back with it. What is kept of the
request is what was signed, not what the file says of it beside.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from app.domain.changes import Edit
from app.domain.hand_over import Direction, HandOver, HandOverState
from app.domain.ids import RequestId
from app.domain.request import Request, Snapshot, Status
from app.services import _snapshot, edits
from app.services.edits import found
from app.services.hand_over.file import BACK, ENDING, locked, opened
from app.services.hand_over.out import digest_of, of
from app.services.hand_over.problems import (
    AlreadyBack,
    NoHandOver,
    NotHandedOverHere,
    NothingToHandBack,
    RequestMovedOn,
    SignatureNotSound,
)
from app.services.hand_over.proving import ROW, proven
from app.services.offices import the_practice
from app.services.records.bundle import Bundle
from app.services.session import Act, Session
from app.services.writing import made_folder, write_whole
from app.signing.manifest import document_id_of
from app.signing.slot import DEFAULT_COST, Argon2Cost
from app.vault.problems import BlobMissing

#: What of a request is this office's own, whatever the other office's says.
_OURS = frozenset(
    {
        *("id", "patient_id", "created", "status", "coverage_id", "prescriber_id", "location_id", "facility_id"),
        *("pharmacy_id", "prepared_by", "renewed_from", "carried", "due", "snapshot"),
    }
)


@dataclass(frozen=True, slots=True)
class Returned:
    """A signed request that came back, proven, before anything is kept.

    Attributes:
        note: of the hand-over that it answers.
        request: as it will be kept.
        changed: names of what the other office changed before signing.
        signer: name and credential, as printed.
        signed_at: date, time and zone, as printed.
        document_id: as every page prints it.
        pages: of the fax copy.
        row: of the signing, for the log.
        blobs: the fax copy, the record copy and the proof.
    """

    note: HandOver
    request: Request
    changed: tuple[str, ...]
    signer: str
    signed_at: str
    document_id: str
    pages: int
    office: str
    row: Mapping[str, str]
    blobs: tuple[bytes, ...]


def hand_back(
    session: Session, request_id: RequestId, folder: Path, passphrase: str, *, cost: Argon2Cost = DEFAULT_COST
) -> tuple[HandOver, Path]:
    """Write a request that came by a hand-over, and was signed here, for the office that it came from.

    Args:
        session: who is at work.
        request_id: signed here.
        folder: where the file goes; its name says nothing of the patient.
        passphrase: that opens it, told by another way than the file.
        cost: of one guess.

    Raises:
        NothingToHandBack: it did not come by a hand-over, or is not signed with the signer's own key.
        ExportProblem: the folder cannot take it.
    """
    session.allow(Act.EXPORT)
    request = found(session, Request, request_id)
    note = next((item for item in of(session, request_id) if item.direction is Direction.IN), None)
    if note is None:
        raise NothingToHandBack(why="it did not come from another office")
    if request.snapshot is None:
        raise NothingToHandBack(why="it is not signed yet")
    details, documents = _signing_of(session, request.snapshot)
    frozen = _snapshot.thaw(request.snapshot.facts_json)
    head = {
        "id": note.id,
        "token": note.token,
        "at": session.now.isoformat(),
        "office": the_practice(session).name,
        "person": session.actor.name.full,
        "signed_by": frozen.signing.signed_by,
        "row": details,
    }
    data = locked(BACK, head, Bundle((request,), documents), passphrase, cost=cost)
    file = made_folder(folder) / f"hand-back-{note.id[:8]}{ENDING}"
    write_whole(file, data)
    signed = replace(
        note,
        state=HandOverState.BACK,
        back_at=session.now,
        signer=frozen.signing.signed_by,
        signer_id=request.snapshot.signer,
        document=details["document"],
    )
    with session.vault.as_one():
        edits.save(session, "Hand request back", Edit(note, signed))
        session.vault.audit.append(
            "handover.back",
            subjects=(f"request:{request.id}", f"hand_over:{note.id}"),
            actor=session.actor.id,
            details={"file1": hashlib.sha256(data).hexdigest()},
        )
    return signed, file


def _signing_of(session: Session, snapshot: Snapshot) -> tuple[dict[str, str], dict[str, bytes]]:
    """The signing as the log has it, and the two copies with the proof."""
    row = session.vault.audit.bearing("packet", snapshot.packet_sha256)
    if row is None or row.event != "request.sign":
        raise NothingToHandBack(why="it was not signed with the signer's own key here")
    try:
        details = {name: row.details[name] for name in ROW}
        names = [details["packet"], details["record"], details["evidence"]]
        return details, {name: session.vault.get_blob(name) for name in names}
    except (KeyError, BlobMissing) as error:
        raise NothingToHandBack(why="one of its signed files is not there") from error


def look_back(session: Session, data: bytes, passphrase: str) -> Returned:
    """What came back, proven. Nothing is changed.

    Raises:
        NoHandOver, BoxClosed: it is no such file, or the passphrase is wrong.
        NotHandedOverHere: no hand-over of this office is answered by it.
        AlreadyBack: it was taken in before, or called off.
        RequestMovedOn: the request was edited or signed here since.
        SignatureNotSound: the files, the seal or the signature do not hold.
    """
    session.allow(Act.EDIT)
    head, bundle = opened(BACK, data, passphrase)
    note = _note(session, head)
    theirs = _request_in(bundle)
    ours = found(session, Request, note.request_id)
    if (theirs.id, theirs.patient_id) != (ours.id, ours.patient_id):
        raise NotHandedOverHere()
    if ours.snapshot is not None:
        raise RequestMovedOn(how="signed")
    if digest_of(ours) != note.digest:
        raise RequestMovedOn(how="edited")
    proof = proven(session, ours, theirs, head.get("row"), bundle.documents)
    kept = replace(
        ours,
        status=Status.SIGNED,
        snapshot=theirs.snapshot,
        **{item.name: getattr(proof.request, item.name) for item in fields(Request) if item.name not in _OURS},
    )
    changed = tuple(name for name in _names(ours, kept) if name not in ("status", "snapshot"))
    return Returned(
        note=note,
        request=kept,
        changed=changed,
        signer=proof.signer,
        signed_at=proof.signed_at,
        document_id=document_id_of(proof.row["document"]),
        pages=int(proof.row["pages"]),
        office=str(head.get("office", "")),
        row=proof.row,
        blobs=tuple(bundle.documents.values()),
    )


def whose_key(returned: Returned) -> str:
    """What a person still has to do: a file can prove that it is whole, not whose key signed it."""
    return (
        f"Whose key signed it, a file cannot say: ask {returned.signer} by telephone whether document "
        f"{returned.document_id} is theirs, before you send it."
    )


def take_back(session: Session, returned: Returned) -> Request:
    """Keep the signed request with its files; it counts as signed here, and `verify` knows its papers.

    Raises:
        AlreadyBack: it was taken in meanwhile.
        RequestFrozen: the request was signed here meanwhile.
        VaultProblem: somebody changed the request meanwhile.
    """
    session.allow(Act.EDIT)
    note, request = found(session, HandOver, returned.note.id), returned.request
    _check_open(note)
    snapshot = request.snapshot
    if snapshot is None:
        raise SignatureNotSound(why="nobody signed the request")
    back = replace(
        note,
        state=HandOverState.BACK,
        back_at=session.now,
        office=returned.office,
        signer=returned.signer,
        signer_id=snapshot.signer,
        document=returned.row["document"],
    )
    before = found(session, Request, request.id)
    with session.vault.as_one():
        for blob in returned.blobs:
            session.vault.put_blob(blob)
        edits.save_handed_back(session, Edit(before, request), Edit(note, back))
        session.vault.audit.append(
            "handover.signed",
            subjects=(f"request:{request.id}", f"person:{snapshot.signer}", f"hand_over:{note.id}"),
            actor=session.actor.id,
            details=dict(returned.row),
        )
    return request


def _note(session: Session, head: Mapping[str, Any]) -> HandOver:
    note = session.vault.get(HandOver, str(head.get("id", "")))
    if note is None or note.direction is not Direction.OUT:
        raise NotHandedOverHere()
    if not hmac.compare_digest(note.token, str(head.get("token", ""))):
        raise NotHandedOverHere()
    _check_open(note)
    return note


def _check_open(note: HandOver) -> None:
    if note.state is HandOverState.BACK:
        raise AlreadyBack(how=f"came back on {note.back_at:%m/%d/%Y}" if note.back_at else "came back")
    if note.state is HandOverState.CALLED_OFF:
        raise AlreadyBack(how="was called off here")


def _request_in(bundle: Bundle) -> Request:
    some = [item for item in bundle.records if isinstance(item, Request)]
    if len(some) != 1 or len(bundle.records) != 1:
        raise NoHandOver(why="it does not hold one signed request")
    return some[0]


def _names(before: Request, after: Request) -> tuple[str, ...]:
    return tuple(item.name for item in fields(Request) if getattr(before, item.name) != getattr(after, item.name))
