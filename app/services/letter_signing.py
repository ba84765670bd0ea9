"""Signing a letter: the prescriber agrees to exactly these bytes, and the signed letter is kept among the documents."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
import os
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.course import LetterKind
from app.domain.ids import PersonId, RequestId
from app.domain.practice import Person, Prescriber
from app.domain.request import Attachment, Request
from app.mapping.filled import BoxFill, EmptyReason, FilledForm, FillState
from app.mapping.model import Source, SourceKind
from app.packet.letter.problems import LetterHasGaps
from app.packet.letter_pdf import LetterPdf, Place, letter_pdf
from app.pdf.composing.composer import Composed
from app.pdf.proving.gate import gate
from app.pdf.proving.proof import prove
from app.pdf.template import Box, BoxId, BoxKind, Look, Rect
from app.services import _tries, letters
from app.services.edits import found
from app.services.problems import NotEnrolled, NotTheSigner
from app.services.session import Act, Session, allows
from app.signing.intent import Moment, SignRole, make_intent
from app.signing.problems import DocumentChanged
from app.signing.signer import Identity, identity_of, open_signer
from app.signing.stamp import Draft, SignedForm, sign_form

#: What signing a letter says.
SENTENCE = (
    "I have read this letter. To the best of my knowledge it is accurate and supported by the patient's medical record."
)
_NAMED_AT_MOST = 5
_DATE_PT = 10.0


@dataclass(frozen=True, slots=True)
class LetterReview:
    """A letter put before its signer: exactly these bytes are agreed to.

    Attributes:
        document: what is looked at, with everything but the signature.
        notes: what to look at before it is signed.
    """

    request_id: RequestId
    kind: LetterKind
    document: Composed
    signer: PersonId
    identity: Identity
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignedLetter:
    """What signing made.

    Attributes:
        attachment: the signed letter among the patient's documents.
        notes: plain sentences on what the paper had no room for.
    """

    attachment: Attachment
    sha256: str
    notes: tuple[str, ...]


def review(session: Session, request_id: RequestId, kind: LetterKind) -> LetterReview:
    """Put a letter before the prescriber of the request.

    Raises:
        LetterHasGaps: something in it is not documented.
        NotTheSigner: nobody signs such a paper, or the request's prescriber has no place in this vault.
    """
    session.allow(Act.VIEW)
    request = found(session, Request, request_id)
    drafted = letters.draft(session, request_id, kind)
    draft = _draft(session, drafted)
    person, prescriber = _signer(session, request)
    document = draft.composed()
    session.vault.audit.append(
        "letter.review",
        subjects=(f"request:{request_id}",),
        actor=session.actor.id,
        details={"document": hashlib.sha256(document.pdf).hexdigest(), "letter": kind.value},
    )
    return LetterReview(request_id, kind, document, person.id, identity_of(person, prescriber), drafted.notes)


def sign(session: Session, reviewed: LetterReview, passphrase: str) -> SignedLetter:
    """Sign the letter that was reviewed with the signer's own passphrase, and keep it.

    It goes with the request in place of an unsigned one; with a signed request it is kept beside it.

    Raises:
        DocumentChanged: the letter is not the one that was reviewed any more.
        WrongPassphrase: the passphrase is not this signer's.
        PdfProblem: the signed letter did not pass its proof.
    """
    request = found(session, Request, reviewed.request_id)
    draft = _draft(session, letters.draft(session, reviewed.request_id, reviewed.kind))
    person, _ = _signer(session, request)
    if person.id != reviewed.signer:
        raise DocumentChanged()
    signed = _signed(session, draft, reviewed, passphrase)
    places = draft.filled.signature_places(signed.authorization.intent.at.date())
    prove(draft.form, signed.composed, dict(places.dates), session.paper)
    gate(signed.pdf, session.paper, ours_from=draft.form.first_free)
    attachment = letters.keep_pdf(session, request, reviewed.kind, signed.pdf, is_signed=True)
    _write_down(session, reviewed, signed, attachment)
    return SignedLetter(attachment, signed.sha256, signed.notes)


def _draft(session: Session, drafted: letters.LetterDraft) -> Draft:
    """The letter as a form with two boxes: the signature and its date."""
    if drafted.gaps:
        named = ", ".join(gap.words for gap in drafted.gaps[:_NAMED_AT_MOST])
        raise LetterHasGaps(count=len(drafted.gaps), named=named)
    set_letter = letter_pdf(drafted.letter)
    boxes = tuple(_boxes(set_letter))
    if len(boxes) < 2:
        raise NotTheSigner()
    mark, day = boxes
    form = session.paper.compile(set_letter.pdf, declared=boxes)
    fills = {
        box.id: BoxFill(
            box.id, box.page, box.kind, None, FillState.EMPTY_ON_PURPOSE, title=box.label, reason=EmptyReason.SIGNING
        )
        for box in boxes
    }
    date = Source(SourceKind.KEY, keys=("attest.signature_date",), format="MM/DD/YYYY")
    return Draft(form, FilledForm(fills, signature_boxes=(mark.id,), date_boxes={day.id: date}))


def _boxes(set_letter: LetterPdf) -> Iterator[Box]:
    if set_letter.signature is not None:
        yield _box(set_letter.signature, BoxKind.SIGNATURE, "Signature")
    if set_letter.signed_on is not None:
        x0, y0, x1, _ = set_letter.signed_on.rect
        low = Place(set_letter.signed_on.page, (x0, y0 + 1, x1, y0 + 17))
        yield _box(low, BoxKind.TEXT, "Date")


def _box(place: Place, kind: BoxKind, label: str) -> Box:
    x0, y0, x1, y1 = place.rect
    middle = (math.floor((x0 + x1) / 2 + 0.5), math.floor((y0 + y1) / 2 + 0.5))
    name = BoxId(f"{place.page}:{middle[0]},{middle[1]}")
    return Box(name, place.page, Rect(x0, y0, x1, y1), kind, Look(size_pt=_DATE_PT), label=label)


def _signer(session: Session, request: Request) -> tuple[Person, Prescriber]:
    """The person who is the request's prescriber."""
    for person in session.vault.all(Person):
        if person.prescriber_id is not None and person.prescriber_id == request.prescriber_id:
            prescriber = session.vault.get(Prescriber, person.prescriber_id)
            if prescriber is not None and allows(person, Act.SIGN):
                return person, prescriber
    raise NotTheSigner()


def _signed(session: Session, draft: Draft, reviewed: LetterReview, passphrase: str) -> SignedForm:
    slot = session.vault.signer_slot(reviewed.signer)
    if slot is None:
        raise NotEnrolled()
    now = session.now
    intent = make_intent(
        reviewed.document.pdf,
        signer=reviewed.signer,
        role=SignRole.PRESCRIBER,
        meaning=SENTENCE,
        at=now,
        random=os.urandom,
    )
    moment = Moment(now, _last_event(session), _tries.used_nonces(session))
    tries = _tries.before_opening(session, reviewed.signer)
    with open_signer(slot, passphrase, reviewed.signer, tries=tries, expected=reviewed.identity) as signer:
        _tries.reset(session, reviewed.signer)
        return sign_form(draft, intent, signer, moment, session.paper)


def _write_down(session: Session, reviewed: LetterReview, signed: SignedForm, attachment: Attachment) -> None:
    intent = signed.authorization.intent
    session.vault.audit.append(
        "letter.sign",
        subjects=(f"request:{reviewed.request_id}", f"person:{intent.signer}", f"attachment:{attachment.id}"),
        actor=intent.signer,
        details={
            "document": intent.document_sha256,
            "packet": signed.sha256,
            "intent": intent.digest,
            "nonce": intent.nonce,
            "evidence": session.vault.put_blob(_evidence(signed)),
            "at": intent.at.isoformat(),
            "desk": session.actor.id,
        },
    )


def _evidence(signed: SignedForm) -> bytes:
    """What proves the agreement: the intent in full, the signature over it and the signer's key."""
    authorization = signed.authorization
    body = {
        "intent": authorization.intent.canonical().decode(),
        "signature": b64encode(authorization.signature).decode(),
        "public_key": b64encode(authorization.public_key).decode(),
    }
    return json.dumps(body, ensure_ascii=False).encode()


def _last_event(session: Session) -> dt.datetime | None:
    rows = session.vault.audit.rows(1)
    return dt.datetime.fromisoformat(rows[0].at) if rows else None
