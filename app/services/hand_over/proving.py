"""What proves a request that was signed in another office.

The files are hashed, the seal is read, the signature is checked with the key that came along, and the document that was
agreed to is made anew from what was frozen: byte for byte the same, or nothing of it is believed. Whose the key is no
file can say; the desk has the person ask the signer.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.criteria.answer import thaw
from app.domain.practice import Prescriber
from app.domain.request import Request, Snapshot
from app.errors import AppError, PdfProblem
from app.services import _snapshot, paper
from app.services._snapshot import Frozen
from app.services._tries import UsedNonces
from app.services.hand_over.problems import SignatureNotSound
from app.services.prepare import as_signed
from app.services.sealed import check_sealed
from app.services.session import Session
from app.signing.intent import SignIntent, SignRole, read_intent
from app.signing.manifest import document_id_of, moment_text
from app.signing.signer import is_authentic

#: What the log says of a signing, and the file of it.
ROW = ("document", "packet", "record", "pages", "intent", "nonce", "evidence", "at")
#: At so many points a pixel the two copies are held against each other.
_DRAWN = 1.5
_UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, ArithmeticError, AppError)


@dataclass(frozen=True, slots=True)
class Proven:
    """A signature of which every part holds.

    Attributes:
        request: as it was signed.
        signer: name and credential, as printed.
        signed_at: date, time and zone, as printed.
        row: of the signing, for the log.
    """

    request: Request
    signer: str
    signed_at: str
    row: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Proof:
    intent: SignIntent
    key: bytes


def proven(session: Session, ours: Request, theirs: Request, row: object, documents: Mapping[str, bytes]) -> Proven:
    """The signature of what came back, once every part of it holds.

    Args:
        session: who is at work.
        ours: the request that was handed over.
        theirs: as it came back.
        row: what the file says of the signing.
        documents: both copies and the proof, by their SHA-256.

    Raises:
        SignatureNotSound: a part does not hold, or does not fit the others.
    """
    snapshot = theirs.snapshot
    if snapshot is None:
        raise SignatureNotSound(why="nobody signed the request")
    said = _row(row)
    fax, record, evidence = (documents.get(said[name]) for name in ("packet", "record", "evidence"))
    if fax is None or record is None or evidence is None or snapshot.packet_sha256 != said["packet"]:
        raise SignatureNotSound(why="a signed file is missing or another one")
    frozen, proof = _frozen(snapshot), _proof(evidence)
    if (frozen.case.patient.id, frozen.case.request.id) != (ours.patient_id, ours.id):
        raise SignatureNotSound(why="it was signed for another request")
    _check_intent(session, proof.intent, frozen, snapshot, said)
    texts = _checked_copies(session, fax, record, proof)
    if said["pages"] != str(len(texts)):
        raise SignatureNotSound(why="it has another number of pages")
    _check_signer(session, ours, frozen, proof.intent, _words(texts))
    _check_document(session, frozen, snapshot, proof.intent, texts)
    return Proven(frozen.case.request, frozen.signing.signed_by, frozen.signing.signed_at, said)


def _row(row: object) -> dict[str, str]:
    if not isinstance(row, dict) or set(row) != set(ROW) or not all(isinstance(value, str) for value in row.values()):
        raise SignatureNotSound(why="what the log says of it is not whole")
    return {name: row[name] for name in ROW}


def _frozen(snapshot: Snapshot) -> Frozen:
    try:
        if snapshot.criteria_json:
            thaw(snapshot.criteria_json)
        return _snapshot.thaw(snapshot.facts_json)
    except _UNREADABLE as error:
        raise SignatureNotSound(why="what was frozen by signing cannot be read") from error


def _proof(evidence: bytes) -> _Proof:
    try:
        body = json.loads(evidence)
        intent = read_intent(body["intent"])
        signature, key = b64decode(body["signature"]), b64decode(body["public_key"])
    except (ValueError, KeyError, TypeError) as error:
        raise SignatureNotSound(why="its proof cannot be read") from error
    if not is_authentic(intent, signature, key):
        raise SignatureNotSound(why="the signature is not that of the key that came along")
    return _Proof(intent, key)


def _check_intent(
    session: Session, intent: SignIntent, frozen: Frozen, snapshot: Snapshot, said: Mapping[str, str]
) -> None:
    """What the signer agreed to, what was frozen and what goes into the log are one."""
    if not intent.document_sha256 == said["document"] == frozen.signing.document_sha256:
        raise SignatureNotSound(why="the signer agreed to another document")
    if (intent.signer, intent.at) != (snapshot.signer, snapshot.at):
        raise SignatureNotSound(why="another person or another time was frozen")
    if (intent.digest, intent.nonce) != (said["intent"], said["nonce"]):
        raise SignatureNotSound(why="the log names another agreement")
    if intent.nonce in UsedNonces(session.vault.audit):
        raise SignatureNotSound(why="the same signature was used before")
    if said["at"] != intent.at.isoformat():
        raise SignatureNotSound(why="its time is another one")


def _checked_copies(session: Session, fax: bytes, record: bytes, proof: _Proof) -> list[str]:
    """The text of each page, once both copies hold: the record copy by its seal, the other by looking the same."""
    work = session.paper
    try:
        check_sealed(session, record)
        seal, finding = work.read_seal(record), work.first_finding(fax)
        texts = work.page_text(fax)
        numbers = range(1, len(texts) + 1)
        is_same = work.page_text(record) == texts and all(
            work.render(fax, number, _DRAWN) == work.render(record, number, _DRAWN) for number in numbers
        )
    except (PdfProblem, AppError) as problem:
        raise SignatureNotSound(why="the seal of the record copy is broken") from problem
    if seal is None or seal.key_sha256 != hashlib.sha256(proof.key).hexdigest():
        raise SignatureNotSound(why="it was sealed with another key than it was signed with")
    if finding is not None or not is_same:
        raise SignatureNotSound(why="the copy for fax and portal is not the one that was sealed")
    return list(texts)


def _check_signer(session: Session, ours: Request, frozen: Frozen, intent: SignIntent, words: str) -> None:
    """Who and when are what the pages print; a prescriber is the one whom this office asked."""
    signing = frozen.signing
    if signing.signed_at != moment_text(intent.at):
        raise SignatureNotSound(why="its time is another one")
    printed = (signing.signed_by, signing.signed_at, document_id_of(intent.document_sha256))
    if not all(text and _words([text]) in words for text in printed):
        raise SignatureNotSound(why="its pages do not bear who signed, when and the number of what was signed")
    asked = session.vault.get(Prescriber, ours.prescriber_id) if ours.prescriber_id else None
    signed = frozen.case.prescriber
    if asked is None or signed is None or asked.npi != signed.npi:
        raise SignatureNotSound(why="it names another prescriber than the one who was asked")
    if intent.role is SignRole.PRESCRIBER and asked.npi not in words:
        raise SignatureNotSound(why="its pages do not bear the NPI of the prescriber who was asked")


def _check_document(session: Session, frozen: Frozen, snapshot: Snapshot, intent: SignIntent, texts: list[str]) -> None:
    """What was frozen makes the very document that was agreed to, and all its words stand on the signed pages."""
    try:
        draft = paper.preview(as_signed(session, replace(frozen.case.request, snapshot=snapshot)))
        printed = session.paper.page_text(draft.pdf)
    except _UNREADABLE as error:
        raise SignatureNotSound(why="the document cannot be made anew from what was frozen") from error
    if hashlib.sha256(draft.pdf).hexdigest() != intent.document_sha256:
        raise SignatureNotSound(
            why="what was frozen makes another document than the signed one, or another version of PA Desk made it"
        )
    for number, text in enumerate(printed):
        missing = Counter(text.split()) - Counter(texts[number].split() if number < len(texts) else ())
        if missing:
            raise SignatureNotSound(why=f"page {number + 1} does not say what was agreed to")


def _words(texts: list[str]) -> str:
    return " ".join(" ".join(texts).split())
