"""The act that signing a request and signing a letter share: one opening of the signer's secret, for one document.

Every refusal stands in the audit log with its code; what was signed is written down in full or not at all.
"""

from __future__ import annotations

import json
import os
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from app.domain.ids import PersonId
from app.errors import AppError
from app.pdf.composing.composer import Composed
from app.services import _tries, signing_pin
from app.services.problems import NotEnrolled
from app.services.session import Session
from app.signing.draft import Draft, Tell, nobody
from app.signing.intent import Moment, SignRole, make_intent
from app.signing.manifest import anchor_of
from app.signing.signer import Identity
from app.signing.stamp import SignedForm, sign_form
from app.signing.survey import Survey

REFUSED = "sign.refused"


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a signer was shown and agrees to.

    Attributes:
        subject: the record's name for the audit log, `request:5f…`.
        document: exactly what was looked at.
        meaning: the sentence that signing agrees to.
        survey: of the document, where it was made while it was looked at.
    """

    subject: str
    document: Composed
    signer: PersonId
    identity: Identity
    role: SignRole
    meaning: str
    survey: Survey | None = None


@contextmanager
def refusals_logged(session: Session, subject: str, signer: PersonId | None = None) -> Iterator[None]:
    """Write down whatever problem ends the act, by its code, and let it go on to the person."""
    try:
        yield
    except AppError as problem:
        subjects = (subject,) if signer is None else (subject, f"person:{signer}")
        session.vault.audit.append(REFUSED, subjects=subjects, actor=session.actor.id, details={"code": problem.code})
        raise


def carry_out(session: Session, draft: Draft, agreed: Agreed, passphrase: str, *, tell: Tell = nobody) -> SignedForm:
    """Sign and seal what was agreed to; nothing is kept yet (`write_down`).

    Args:
        session: who is at work; the signer may be somebody else, who proves it by the own passphrase.
        draft: composed again; other bytes than those agreed to are refused.
        agreed: what the signer was shown.
        passphrase: of the signer, or the PIN where one is set up on this computer.
        tell: is told how far this has come.

    Raises:
        NotEnrolled: the signer has no signature.
        SigningProblem: the passphrase, the document, the clock or the seal is not right.
    """
    if session.vault.signer_slot(agreed.signer) is None:
        raise NotEnrolled()
    audit, now = session.vault.audit, session.now
    last_event = audit.latest_moment
    intent = make_intent(
        agreed.document.pdf,
        signer=agreed.signer,
        role=agreed.role,
        meaning=agreed.meaning,
        at=now,
        random=os.urandom,
    )
    tell(0.0, "Opening the signature")
    tries = _tries.before_opening(session, agreed.signer)
    with signing_pin.opened(session, agreed.signer, passphrase, tries=tries, expected=agreed.identity) as signer:
        _tries.reset(session, agreed.signer)
        head = audit.head
        moment = Moment(now, last_event, _tries.UsedNonces(audit), anchor_of(head.seq, head.hash))
        return sign_form(draft, intent, signer, moment, session.paper, survey=agreed.survey, tell=tell)


def write_down(session: Session, event: str, agreed: Agreed, signed: SignedForm, *subjects: str) -> None:
    """Keep both copies and the proof of the agreement, and write the signing into the log.

    To be called within `vault.as_one`, together with what else the signing changes.

    Args:
        session: who is at work.
        event: `request.sign` or `letter.sign`.
        agreed: what was agreed to.
        signed: what came of it.
        subjects: further records that it concerns.
    """
    vault, intent = session.vault, signed.authorization.intent
    vault.put_blob(signed.pdf)
    vault.put_blob(signed.record)
    vault.audit.append(
        event,
        subjects=(agreed.subject, f"person:{intent.signer}", *subjects),
        actor=intent.signer,
        details={
            "document": intent.document_sha256,
            "packet": signed.sha256,
            "record": signed.record_sha256,
            "pages": str(signed.pages),
            "intent": intent.digest,
            "nonce": intent.nonce,
            "evidence": vault.put_blob(_evidence(signed)),
            "at": intent.at.isoformat(),
            "desk": session.actor.id,
        },
    )


def _evidence(signed: SignedForm) -> bytes:
    """What proves the agreement: the intent in full, the signature over it, the signer's key and certificate."""
    authorization = signed.authorization
    body = {
        "intent": authorization.intent.canonical().decode(),
        "signature": b64encode(authorization.signature).decode(),
        "public_key": b64encode(authorization.public_key).decode(),
        "certificate": b64encode(authorization.certificate).decode(),
    }
    return json.dumps(body, ensure_ascii=False).encode()
