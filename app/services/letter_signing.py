"""Signing a letter: the prescriber agrees to exactly these bytes, and the signed letter is kept among the documents."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.course import LetterKind
from app.domain.ids import PersonId, RequestId
from app.domain.practice import Person, Prescriber
from app.domain.request import Attachment, Request
from app.mapping.filled import BoxFill, EmptyReason, FilledForm, FillState
from app.mapping.model import Source, SourceKind
from app.packet.letter import Letter
from app.packet.letter.problems import LetterHasGaps
from app.packet.letter_pdf import LetterPdf, Place, letter_pdf
from app.pdf.composing.composer import Composed
from app.pdf.proving.gate import gate
from app.pdf.proving.proof import prove
from app.pdf.template import Box, BoxId, BoxKind, Look, Rect
from app.services import edits, handing, letters, signing_act
from app.services.edits import found
from app.services.problems import NotTheSigner
from app.services.session import Act, Session, allows
from app.services.signing_act import Agreed, refusals_logged
from app.signing.block import is_partly_reserved
from app.signing.draft import Draft, Tell, nobody
from app.signing.intent import SignRole
from app.signing.problems import DocumentChanged
from app.signing.signer import Identity, identity_of

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


def sign(session: Session, reviewed: LetterReview, passphrase: str, *, tell: Tell = nobody) -> SignedLetter:
    """Sign the letter that was reviewed with the signer's own passphrase, and keep it.

    It goes with the request in place of an unsigned one, whichever of the two is signed first; once the request is
    sent, and for an appeal, it is kept beside it.

    Raises:
        DocumentChanged: the letter is not the one that was reviewed any more.
        WrongPassphrase: the passphrase is not this signer's.
        PdfProblem: the signed letter did not pass its proof.
    """
    with refusals_logged(session, f"request:{reviewed.request_id}", reviewed.signer):
        request = found(session, Request, reviewed.request_id)
        draft = _draft(session, letters.draft(session, reviewed.request_id, reviewed.kind))
        person, _ = _signer(session, request)
        if person.id != reviewed.signer:
            raise DocumentChanged()
        agreed = Agreed(
            f"request:{request.id}",
            reviewed.document,
            reviewed.signer,
            reviewed.identity,
            SignRole.PRESCRIBER,
            SENTENCE,
        )
        signed = signing_act.carry_out(session, draft, agreed, passphrase, tell=tell)
        places = draft.filled.signature_places(signed.authorization.intent.at.date())
        prove(draft.form, signed.composed, dict(places.dates), session.paper)
        gate(signed.pdf, session.paper, ours_from=draft.form.first_free)
        with session.vault.as_one():
            attachment = letters.keep_pdf(session, request, reviewed.kind, signed.pdf, is_signed=True)
            signing_act.write_down(session, "letter.sign", agreed, signed, f"attachment:{attachment.id}")
            if done := handing.signed_edits(session, request, reviewed.kind):
                edits.save(session, "Sign letter", *done)
    return SignedLetter(attachment, signed.sha256, signed.notes)


def _draft(session: Session, drafted: letters.LetterDraft) -> Draft:
    """The letter as a form with two boxes: the signature and its date."""
    if drafted.gaps:
        named = ", ".join(gap.words for gap in drafted.gaps[:_NAMED_AT_MOST])
        raise LetterHasGaps(count=len(drafted.gaps), named=named)
    set_letter = _with_room(session, drafted.letter)
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


def _with_room(session: Session, letter: Letter) -> LetterPdf:
    """The letter on paper; where its words bar the full signature from its last page, the page for it is counted."""
    made = letter_pdf(letter)
    if made.signature is None or not is_partly_reserved(session.paper.page_text(made.pdf)[made.signature.page - 1]):
        return made
    return letter_pdf(letter, more_pages=1)


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
