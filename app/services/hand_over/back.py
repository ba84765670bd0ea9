"""The way back: the signed request with its two files and what proves the signature, taken home by who handed it over.

Nothing is believed: the files are hashed, the seal is read, the signature is checked with the key that came along, and
the token that only the file held must come back with them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from app.domain.changes import Edit
from app.domain.hand_over import Direction, HandOver, HandOverState
from app.domain.ids import RequestId
from app.domain.request import Request, Snapshot, Status
from app.errors import AppError, PdfProblem
from app.services import _snapshot, edits
from app.services._tries import UsedNonces
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
from app.services.offices import the_practice
from app.services.records.bundle import Bundle
from app.services.sealed import check_sealed
from app.services.session import Act, Session
from app.services.writing import made_folder, write_whole
from app.signing.intent import SignIntent, read_intent
from app.signing.manifest import document_id_of
from app.signing.signer import is_authentic
from app.signing.slot import DEFAULT_COST, Argon2Cost
from app.vault.problems import BlobMissing

#: What of a request is this office's own, whatever the other office's says.
_OURS = frozenset(
    {
        *("id", "patient_id", "created", "status", "coverage_id", "prescriber_id", "location_id", "facility_id"),
        *("pharmacy_id", "prepared_by", "renewed_from", "carried", "due", "snapshot"),
    }
)
#: At so many points a pixel the two copies are held against each other.
_DRAWN = 1.5
_ROW = ("document", "packet", "record", "pages", "intent", "nonce", "evidence", "at")


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
    row = session.vault.audit.bearing("packet", request.snapshot.packet_sha256)
    if row is None or row.event != "request.sign":
        raise NothingToHandBack(why="it was not signed with the signer's own key here")
    details = {name: row.details[name] for name in _ROW if name in row.details}
    try:
        names = [details["packet"], details["record"], details["evidence"]]
        documents = {name: session.vault.get_blob(name) for name in names}
    except (KeyError, BlobMissing) as error:
        raise NothingToHandBack(why="one of its signed files is not there") from error
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
    proven = _proven(session, theirs, theirs.snapshot, head, bundle)
    kept = replace(
        ours,
        status=Status.SIGNED,
        snapshot=theirs.snapshot,
        **{item.name: getattr(theirs, item.name) for item in fields(Request) if item.name not in _OURS},
    )
    changed = tuple(name for name in _names(ours, kept) if name not in ("status", "snapshot"))
    return Returned(
        note=note,
        request=kept,
        changed=changed,
        signer=proven.signer,
        signed_at=proven.signed_at,
        document_id=document_id_of(proven.row["document"]),
        pages=proven.pages,
        office=str(head.get("office", "")),
        row=proven.row,
        blobs=tuple(bundle.documents.values()),
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


@dataclass(frozen=True, slots=True)
class _Proven:
    signer: str
    signed_at: str
    pages: int
    row: Mapping[str, str]


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


def _proven(
    session: Session, theirs: Request, snapshot: Snapshot | None, head: Mapping[str, Any], bundle: Bundle
) -> _Proven:
    """The signature of what came back, once every part of it holds."""
    if snapshot is None:
        raise SignatureNotSound(why="nobody signed the request")
    row = {str(name): str(value) for name, value in dict(head.get("row", {})).items() if name in _ROW}
    documents = bundle.documents
    fax, record, proof = (documents.get(row.get(name, "")) for name in ("packet", "record", "evidence"))
    if fax is None or record is None or proof is None or snapshot.packet_sha256 != row["packet"]:
        raise SignatureNotSound(why="a signed file is missing or another one")
    try:
        frozen = _snapshot.thaw(snapshot.facts_json)
    except (ValueError, KeyError, TypeError, AppError) as error:
        raise SignatureNotSound(why="what was frozen by signing cannot be read") from error
    if frozen.case.patient.id != theirs.patient_id or frozen.case.request.id != theirs.id:
        raise SignatureNotSound(why="it was signed for another request")
    intent = _intent(proof)
    is_one = intent.document_sha256 == row.get("document") == frozen.signing.document_sha256
    if not is_one or intent.signer != snapshot.signer or intent.digest != row.get("intent"):
        raise SignatureNotSound(why="the signer agreed to another document")
    if intent.nonce in UsedNonces(session.vault.audit):
        raise SignatureNotSound(why="the same signature was used before")
    if intent.at != dt.datetime.fromisoformat(row.get("at", "")):
        raise SignatureNotSound(why="its time is another one")
    pages = _checked_files(session, fax, record, document_id_of(intent.document_sha256), _key_of(proof))
    return _Proven(frozen.signing.signed_by, frozen.signing.signed_at, pages, row)


def _intent(proof: bytes) -> SignIntent:
    try:
        body = json.loads(proof)
        intent = read_intent(body["intent"])
        signature, key = b64decode(body["signature"]), b64decode(body["public_key"])
    except (ValueError, KeyError, TypeError) as error:
        raise SignatureNotSound(why="its proof cannot be read") from error
    if not is_authentic(intent, signature, key):
        raise SignatureNotSound(why="the signature is not that of the key that came along")
    return intent


def _key_of(proof: bytes) -> bytes:
    return b64decode(json.loads(proof)["public_key"])


def _checked_files(session: Session, fax: bytes, record: bytes, document_id: str, key: bytes) -> int:
    """How many pages were signed, once both files hold: the record copy by its seal, the other by looking the same."""
    paper = session.paper
    try:
        check_sealed(session, record)
        seal, finding = paper.read_seal(record), paper.first_finding(fax)
        texts = paper.page_text(fax)
        numbers = range(1, len(texts) + 1)
        is_same = paper.page_text(record) == texts and all(
            paper.render(fax, number, _DRAWN) == paper.render(record, number, _DRAWN) for number in numbers
        )
    except (PdfProblem, AppError) as problem:
        raise SignatureNotSound(why="the seal of the record copy is broken") from problem
    if seal is None or seal.key_sha256 != hashlib.sha256(key).hexdigest():
        raise SignatureNotSound(why="it was sealed with another key than it was signed with")
    if finding is not None or not is_same:
        raise SignatureNotSound(why="the copy for fax and portal is not the one that was sealed")
    if document_id not in " ".join(" ".join(texts).split()):
        raise SignatureNotSound(why="its pages do not bear the number of what was signed")
    return len(texts)


def _names(before: Request, after: Request) -> tuple[str, ...]:
    return tuple(item.name for item in fields(Request) if getattr(before, item.name) != getattr(after, item.name))
