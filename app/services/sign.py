"""Signing: one person agrees to one document, which freezes the request and keeps the signed bytes."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field, replace

from app.criteria.answer import freeze
from app.domain.changes import Edit
from app.domain.ids import PersonId, RequestId
from app.domain.practice import Person, Prescriber
from app.domain.request import Request, Snapshot, Status
from app.mapping.attesting import attestation_in
from app.mapping.filled import BoxFill
from app.mapping.model import Importance, Pack, SignatureRule, SignerRole
from app.pdf.composing.composer import Composed, compose
from app.services import _snapshot, _tries, forms, handing, paper, signing_act
from app.services.edits import found, save_signed
from app.services.preflight import judgement_of
from app.services.prepare import Prepared, prepare
from app.services.problems import AlreadySigned, NotReadyToSign, NotTheSigner
from app.services.session import Act, Session, allows
from app.services.signing_act import Agreed, refusals_logged
from app.services.signing_problems import InkWanted
from app.signing.certificate import read_pkcs12
from app.signing.draft import Tell, nobody
from app.signing.intent import SignRole
from app.signing.manifest import manifestation
from app.signing.mark import Mark, PictureMark
from app.signing.picture import mark_of_picture
from app.signing.problems import DocumentChanged
from app.signing.signer import NO_TRIES, Identity, enroll, identity_of, open_signer, reseal
from app.signing.stamp import SignedForm
from app.signing.survey import Survey, Surveying

#: What signing says where the form prints no sentence of its own.
OWN_SENTENCE = (
    "I have looked at every page of this request. To the best of my knowledge it is accurate and supported by the "
    "patient's medical record."
)
_NAMED_AT_MOST = 5
_PICTURE_SCALE = 2.0


@dataclass(frozen=True, slots=True)
class Review:
    """A document put before the signer: exactly these bytes are agreed to.

    Attributes:
        document: what is looked at, with everything but the signature.
        signer: whose signature it needs.
        meaning: the sentence that signing agrees to.
        missing: required boxes that are empty; while there are any, nobody can sign.
        proposed: boxes whose answer nobody has confirmed; they print empty.
        survey: where the pages are bare, once `look_over` has looked.
    """

    prepared: Prepared
    document: Composed
    signer: PersonId
    identity: Identity
    role: SignRole
    meaning: str
    missing: tuple[BoxFill, ...]
    proposed: tuple[BoxFill, ...]
    survey: Survey | None = None

    @property
    def can_be_signed(self) -> bool:
        """Whether nothing required is missing."""
        return not self.missing


@dataclass(frozen=True, slots=True)
class Signed:
    """What signing made.

    Attributes:
        request: frozen in its snapshot.
        sha256: of the fax copy's bytes, which the vault keeps and the audit names.
        record_sha256: of the record copy's.
        notes: plain sentences on what the paper had no room for.
    """

    request: Request
    sha256: str
    notes: tuple[str, ...] = ()
    record_sha256: str = ""


@dataclass(frozen=True, slots=True)
class OwnCertificate:
    """A key and certificate that a person brings along, as a PKCS#12 file with its password."""

    data: bytes
    password: str = field(repr=False)


def mark_in_picture(session: Session, picture: bytes) -> PictureMark:
    """The signature in a photograph or scan, cleaned and made black; nothing is kept. Usable from any thread.

    Raises:
        DamagedPicture: it is no picture that can be read.
        NoSignatureInPicture: there is no signature in it.
    """
    paper_page = session.paper.picture_pages(picture)
    return mark_of_picture(session.paper.render(paper_page, 1, _PICTURE_SCALE))


def enrol(session: Session, passphrase: str, mark: Mark, *, old: str = "", own: OwnCertificate | None = None) -> None:
    """Set up the actor's own signature, with a passphrase of its own.

    Who only sits at somebody's unlocked desk cannot replace that person's signature: one that is there is changed with
    its own passphrase, or taken away by an administrator first (`take_signature`).

    Args:
        session: who is at work.
        passphrase: for signing from now on.
        mark: drawn, typed or out of a picture.
        old: the passphrase for signing until now, where there is a signature already.
        own: the person's own key and certificate; None keeps the key that is there, or makes one.

    Raises:
        WeakPassphrase: the passphrase is too short.
        WrongPassphrase, SignerLocked: the old one is not this signer's, or was wrong too often.
        IdentityIncomplete: name, credential or NPI is missing.
        MarkTooThin: there is too little to see.
        SigningProblem: the certificate cannot be used (see `read_pkcs12`).
    """
    session.allow(Act.EDIT)
    person = found(session, Person, session.actor.id)
    prescriber = session.vault.get(Prescriber, person.prescriber_id) if person.prescriber_id else None
    slot, identity = session.vault.signer_slot(person.id), identity_of(person, prescriber)
    brought = None if own is None else read_pkcs12(own.data, own.password, identity, session.now)
    tries = NO_TRIES if slot is None else _tries.before_opening(session, person.id)
    if slot is not None and brought is not None:
        open_signer(slot, old, person.id, tries=tries)
    if slot is None or brought is not None:
        fresh = enroll(person, prescriber, mark, passphrase, at=session.now, random=os.urandom, own=brought)
    else:
        fresh = reseal(
            slot, old, identity, at=session.now, random=os.urandom, mark=mark, new_passphrase=passphrase, tries=tries
        )
    session.vault.put_signer_slot(person.id, fresh, actor=person.id)
    _tries.reset(session, person.id)


def take_signature(session: Session, person_id: PersonId) -> None:
    """Take a person's signature away, after a forgotten passphrase or for good; a new one has a new key.

    Raises:
        NotAllowed: only an administrator does this.
    """
    session.allow(Act.ADMINISTER)
    person = found(session, Person, person_id)
    session.vault.take_signer_slot(person.id, actor=session.actor.id)


def with_signature(session: Session) -> frozenset[PersonId]:
    """Who has a signature set up."""
    session.allow(Act.VIEW)
    return frozenset(person.id for person in session.vault.all(Person) if is_enrolled(session, person.id))


def is_enrolled(session: Session, person_id: PersonId) -> bool:
    """Whether the person has a signature set up."""
    return session.vault.signer_slot(person_id) is not None


def signers(session: Session, request_id: RequestId) -> tuple[Person, ...]:
    """Who may sign this request: the prescriber's person, and whoever fills forms in where the form takes that."""
    prepared = prepare(session, request_id)
    return tuple(person for person in session.vault.all(Person) if _role(prepared, person) is not None)


def review(session: Session, request_id: RequestId, *, signer: PersonId | None = None) -> Review:
    """Put the document before the signer; that it was looked at stands in the audit.

    Args:
        session: who is at work.
        request_id: a draft.
        signer: who will sign; for None whoever may.

    Raises:
        AlreadySigned: the request is signed.
        NotTheSigner: that person may not sign this request.
    """
    prepared = prepare(session, request_id)
    if prepared.is_frozen:
        raise AlreadySigned()
    with refusals_logged(session, f"request:{request_id}", signer):
        person, role = _signer(session, prepared, signer)
    prescriber = prepared.case.prescriber if role is SignRole.PRESCRIBER else None
    document = paper.draft(prepared).composed()
    shown = hashlib.sha256(document.pdf).hexdigest()
    session.vault.audit.append(
        "request.review", subjects=(f"request:{request_id}",), actor=session.actor.id, details={"document": shown}
    )
    return Review(
        prepared=prepared,
        document=document,
        signer=person.id,
        identity=identity_of(person, prescriber),
        role=role,
        meaning=_meaning(session, prepared),
        missing=required_missing(prepared),
        proposed=prepared.filled.proposed(),
    )


def looking(session: Session, reviewed: Review) -> Surveying:
    """A look for bare paper in steps, taken while the signer reads, so that signing a long document is done at once.

    Nothing in it reads the vault; each step may run on any thread. Signing does without it, only slower.
    """
    return Surveying(paper.draft(reviewed.prepared), reviewed.document, session.paper)


def look_over(session: Session, reviewed: Review) -> Review:
    """The whole look at once."""
    return replace(reviewed, survey=looking(session, reviewed).result())


def sign(session: Session, reviewed: Review, passphrase: str, *, tell: Tell = nobody) -> Signed:
    """Sign what was reviewed with the signer's own passphrase.

    Args:
        session: who is at work; the signer may be somebody else, who proves it by the own passphrase.
        reviewed: as `review` gave it.
        passphrase: of the signer's signature.
        tell: is told how far this has come.

    Raises:
        NotReadyToSign: something required is missing.
        InkWanted: the payer takes signatures in ink only.
        DocumentChanged: the document is not the one that was reviewed any more.
        WrongPassphrase: the passphrase is not this signer's.
        AlreadySigned: somebody signed it meanwhile.
        PdfProblem: the signed document did not pass its proof.
    """
    request_id = reviewed.prepared.request.id
    with refusals_logged(session, f"request:{request_id}", reviewed.signer):
        prepared = _still_signable(session, reviewed)
        agreed = Agreed(
            f"request:{request_id}",
            reviewed.document,
            reviewed.signer,
            reviewed.identity,
            reviewed.role,
            reviewed.meaning,
            reviewed.survey,
        )
        signed = signing_act.carry_out(session, paper.draft(prepared), agreed, passphrase, tell=tell)
        places = prepared.filled.signature_places(signed.authorization.intent.at.date())
        paper.check(session, prepared, signed.composed, prepared.filled.values() | dict(places.dates))
        return _kept(session, prepared, agreed, signed)


def _still_signable(session: Session, reviewed: Review) -> Prepared:
    """The request as it is now, if it can be signed as it was reviewed."""
    prepared = prepare(session, reviewed.prepared.request.id)
    if prepared.is_frozen:
        raise AlreadySigned()
    missing = required_missing(prepared)
    if missing:
        named = ", ".join(fill.title or fill.box for fill in missing[:_NAMED_AT_MOST])
        raise NotReadyToSign(count=len(missing), missing=named)
    if rule_of(prepared.pack) is SignatureRule.WET:
        raise InkWanted()
    _, role = _signer(session, prepared, reviewed.signer)
    if (role, _meaning(session, prepared)) != (reviewed.role, reviewed.meaning):
        raise DocumentChanged()
    return prepared


def _kept(session: Session, prepared: Prepared, agreed: Agreed, signed: SignedForm) -> Signed:
    """The frozen request with both copies and its row in the log: all of it on the disk, or nothing."""
    request, intent = prepared.request, signed.authorization.intent
    if request.form is None:
        raise NotReadyToSign(count=1, missing="the form")
    snapshot = Snapshot(
        at=intent.at,
        signer=intent.signer,
        facts_json=_snapshot.freeze(_frozen(prepared, signed)),
        pack_toml="" if prepared.pack is None else session.packs.text(prepared.pack.id),
        template_sha256=hashlib.sha256(prepared.form.base).hexdigest(),
        packet_sha256=signed.sha256,
        criteria_json=freeze(judgement_of(session, prepared)),
    )
    frozen = replace(request, status=Status.SIGNED, snapshot=snapshot)
    blank = forms.blank(session, request.form)
    with session.vault.as_one():
        session.vault.put_blob(blank)
        save_signed(session, Edit(request, frozen), *handing.signed_edits(session, request), signer=intent.signer)
        signing_act.write_down(session, "request.sign", agreed, signed)
    return Signed(frozen, signed.sha256, signed.notes, signed.record_sha256)


def _frozen(prepared: Prepared, signed: SignedForm) -> _snapshot.Frozen:
    words = manifestation(signed.authorization.intent, signed.authorization.identity)
    document = signed.authorization.intent.document_sha256
    signing = _snapshot.Signing(words.who, words.when, document, signed.signature_pages)
    return _snapshot.Frozen(prepared.case, prepared.facts, prepared.findings, signing)


def _meaning(session: Session, prepared: Prepared) -> str:
    """The form's own sentence, as its setup says it or as it is read off the blank; ours where it prints none."""
    kept = prepared.pack.signer.attestation if prepared.pack else ""
    return kept or _read_sentence(session, prepared) or OWN_SENTENCE


def _read_sentence(session: Session, prepared: Prepared) -> str:
    """Off the blank alone: what somebody wrote into a box vouches for nothing."""
    blank = compose(prepared.form, {}).pdf
    pages = (page for page, _ in paper.draft(prepared).mark_places())
    return attestation_in(session.paper.page_text(blank), pages)


def required_missing(prepared: Prepared) -> tuple[BoxFill, ...]:
    """Required boxes that are empty; while there are any, nobody can sign."""
    return tuple(fill for fill in prepared.filled.missing() if fill.importance is Importance.REQUIRED)


def _signer(session: Session, prepared: Prepared, wanted: PersonId | None) -> tuple[Person, SignRole]:
    for person in session.vault.all(Person):
        role = _role(prepared, person)
        if role is not None and wanted in (None, person.id):
            return person, role
    raise NotTheSigner()


def _role(prepared: Prepared, person: Person) -> SignRole | None:
    """As what the person may sign this request, or None."""
    if prepared.case.prescriber is None and person.prescriber_id is not None:
        person = replace(person, prescriber_id=None)
    return role_of(prepared.pack.signer.role if prepared.pack else SignerRole.PRESCRIBER, prepared.request, person)


def role_of(wanted: SignerRole, request: Request, person: Person) -> SignRole | None:
    """As what a person may sign a request whose form wants that signer, or None."""
    is_prescriber = request.prescriber_id is not None and person.prescriber_id == request.prescriber_id
    if is_prescriber and allows(person, Act.SIGN) and wanted is not SignerRole.COMPLETER:
        return SignRole.PRESCRIBER
    is_completer = person.id == request.prepared_by and allows(person, Act.EDIT)
    return SignRole.COMPLETER if is_completer and wanted is not SignerRole.PRESCRIBER else None


def rule_of(pack: Pack | None) -> SignatureRule:
    """Which kind of signature the payer takes."""
    return pack.signer.rule if pack else SignatureRule.UNKNOWN
