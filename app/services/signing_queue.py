"""Ready for signature: every paper of every request that waits for its signer, opened and signed the same way."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from app.domain.course import LetterKind
from app.domain.handing import BEFORE_SIGNER, FORM, Handing, HandingState
from app.domain.ids import PersonId, RequestId
from app.domain.patient import Coverage, Patient
from app.domain.practice import Payer, Person
from app.domain.request import Attachment, Request, Status
from app.mapping.model import SignatureRule, SignerRole
from app.pdf.composing.composer import Composed
from app.services import handing, letter_signing, sign
from app.services.edits import found
from app.services.handing import Said
from app.services.letter_signing import LetterReview, SignedLetter
from app.services.patients import listed_name
from app.services.prepare import prepare
from app.services.session import Act, Session
from app.services.sign import Review, Signed
from app.signing.draft import Tell, nobody
from app.signing.signer import Identity


@dataclass(frozen=True, slots=True)
class Waiting:
    """One paper that waits for its signer, as lists show it.

    Attributes:
        paper: `form`, or the kind of the letter.
        patient: `Nguyễn, Ánh`.
        signers: who may sign it.
        signer: the first of them by name; empty where nobody may.
        since: when it was put before the signer; None where that is not known.
        by: name of who put it there.
        changed: what says something else than when the signer had it before, as the form calls it; None where the
            signer has not had it yet.
        documents: how many documents go along.
        rule: which kind of signature the payer takes.
        note: why it was sent back the last time.
    """

    request_id: RequestId
    paper: str
    patient: str
    payer: str
    drug: str
    indication: str
    urgent: bool
    due: dt.date | None
    state: HandingState
    signers: frozenset[PersonId]
    signer: str
    since: dt.datetime | None
    by: str
    changed: tuple[str, ...] | None
    documents: int
    rule: SignatureRule
    note: str = ""

    @property
    def name(self) -> str:
        """What a list knows it by."""
        return f"{self.request_id} {self.paper}"


@dataclass(frozen=True, slots=True)
class BeforeSigner:
    """A paper opened for its signer: exactly these bytes are agreed to.

    Attributes:
        changed: boxes that say something else than `since_what`.
        since_what: what they are compared with; empty where there is nothing to compare with.
        rule: which kind of signature the payer takes.
    """

    request_id: RequestId
    paper: str
    review: Review | LetterReview
    is_enrolled: bool
    changed: frozenset[str] = frozenset()
    since_what: str = ""
    rule: SignatureRule = SignatureRule.UNKNOWN

    @property
    def document(self) -> Composed:
        """What is looked at."""
        return self.review.document

    @property
    def sha256(self) -> str:
        """Of the document."""
        return hashlib.sha256(self.document.pdf).hexdigest()

    @property
    def pages(self) -> int:
        """Of the document."""
        return self.document.form_pages + self.document.addendum_pages

    @property
    def signer(self) -> PersonId:
        """Whose signature it needs."""
        return self.review.signer

    @property
    def identity(self) -> Identity:
        """Under which name."""
        return self.review.identity

    @property
    def meaning(self) -> str:
        """The sentence that signing agrees to."""
        return self.review.meaning if isinstance(self.review, Review) else letter_signing.SENTENCE

    @property
    def lacks(self) -> int:
        """How many required boxes are missing."""
        return len(self.review.missing) if isinstance(self.review, Review) else 0


def waiting(session: Session, *, signer: PersonId | None = None) -> tuple[Waiting, ...]:
    """Papers that wait for a signature, urgent ones first, then what is due first, then what waits longest.

    Args:
        session: who is at work.
        signer: only what this person may sign; None for everything.
    """
    session.allow(Act.VIEW)
    rows = tuple(_rows(session, BEFORE_SIGNER))
    wanted = [row for row in rows if signer is None or signer in row.signers]
    return tuple(sorted(wanted, key=_order))


def returned(session: Session) -> tuple[Waiting, ...]:
    """Papers that their signer sent back, and nobody has handed over again yet."""
    session.allow(Act.VIEW)
    return tuple(sorted(_rows(session, frozenset({HandingState.RETURNED})), key=_order))


def open_paper(session: Session, request_id: RequestId, paper: str = FORM) -> BeforeSigner:
    """Put one paper before its signer; that it was looked at stands in the audit.

    Raises:
        AlreadySigned: the form is signed.
        NotTheSigner: nobody may sign it.
        LetterHasGaps: something in the letter is not documented.
    """
    request = found(session, Request, request_id)
    review: Review | LetterReview
    if paper == FORM:
        review = sign.review(session, request_id)
    else:
        review = letter_signing.review(session, request_id, LetterKind(paper))
    changed, since_what = _changes(session, request, paper)
    rule = sign.rule_of(review.prepared.pack) if isinstance(review, Review) else SignatureRule.EITHER
    is_enrolled = sign.is_enrolled(session, review.signer)
    return BeforeSigner(request_id, paper, review, is_enrolled, changed, since_what, rule)


def sign_paper(
    session: Session, before: BeforeSigner, passphrase: str, *, tell: Tell = nobody
) -> Signed | SignedLetter:
    """Sign one paper, whatever it is; see `sign.sign` and `letter_signing.sign`."""
    if isinstance(before.review, Review):
        return sign.sign(session, before.review, passphrase, tell=tell)
    return letter_signing.sign(session, before.review, passphrase, tell=tell)


def with_review(before: BeforeSigner, review: Review) -> BeforeSigner:
    """The same with a review that was looked over meanwhile."""
    return replace(before, review=review)


def _order(row: Waiting) -> tuple[object, ...]:
    far = dt.datetime.max.replace(tzinfo=dt.UTC)
    return (not row.urgent, row.due or dt.date.max, row.since or far, row.patient, row.paper != FORM)


def _rows(session: Session, states: frozenset[HandingState]) -> Iterator[Waiting]:
    handed = {(item.request_id, item.paper): item for item in session.vault.all(Handing) if item.state in states}
    if HandingState.WAITING in states:
        # A request of an earlier version says that it is ready, and nothing else.
        for request in session.vault.find(Request, status={Status.READY}):
            handed.setdefault((request.id, FORM), None)  # type: ignore[arg-type]
    people = session.vault.all(Person)
    for (request_id, paper), item in handed.items():
        found_request = session.vault.get(Request, request_id)
        if found_request is not None:
            yield _row(session, found_request, paper, item, people)


def _row(session: Session, request: Request, paper: str, handed: Handing | None, people: tuple[Person, ...]) -> Waiting:
    vault = session.vault
    coverage = vault.get(Coverage, request.coverage_id) if request.coverage_id else None
    payer = vault.get(Payer, coverage.payer_id) if coverage else None
    pack = session.packs.get(request.form.pack_id) if request.form and request.form.pack_id else None
    wanted = pack.signer.role if pack and paper == FORM else SignerRole.PRESCRIBER
    signers = [person for person in people if sign.role_of(wanted, request, person) is not None]
    names = {person.id: person.name.full for person in people}
    return Waiting(
        request_id=request.id,
        paper=paper,
        patient=listed_name(found(session, Patient, request.patient_id)),
        payer=payer.name if payer else "",
        drug=request.drug.name,
        indication=request.indication,
        urgent=request.urgent,
        due=request.due,
        state=HandingState.WAITING if handed is None else handed.state,
        signers=frozenset(person.id for person in signers),
        signer=signers[0].name.full if signers else "",
        since=None if handed is None else handed.at,
        by="" if handed is None else names.get(handed.by, ""),
        changed=None if handed is None else _changed_words(session, handed),
        documents=len(request.attachment_ids) if paper == FORM else 0,
        rule=sign.rule_of(pack) if paper == FORM else SignatureRule.EITHER,
        note="" if handed is None else handed.note,
    )


def _changed_words(session: Session, handed: Handing) -> tuple[str, ...] | None:
    before, now = handing.said_then(session, handed.seen), handing.said_then(session, handed.content)
    if before is None or now is None:
        return None
    titles: Mapping[str, str] = {**before.titles, **now.titles}
    return tuple(dict.fromkeys(titles.get(name) or "a box without a name" for name in now.differences(before)))


def _changes(session: Session, request: Request, paper: str) -> tuple[frozenset[str], str]:
    """What differs from what the signer had before, else from the signed request that this one renews."""
    if paper != FORM:
        return frozenset(), ""
    handed = handing.of_paper(session, request)
    before = None if handed is None else handing.said_then(session, handed.seen)
    if before is not None:
        return frozenset(handing.said_by_form(session, request).differences(before)), "you had it before"
    earlier = session.vault.get(Request, request.renewed_from) if request.renewed_from else None
    if earlier is None or earlier.snapshot is None or not _same_form(earlier, request):
        return frozenset(), ""
    old = {str(name): str(value) for name, value in prepare(session, earlier.id).filled.values().items()}
    now = handing.said_by_form(session, request)
    boxes = {name: value for name, value in now.values.items() if name not in _BESIDE_BOXES and " " not in name}
    return frozenset(Said(boxes, {}).differences(Said(old, {}))), "the request before"


_BESIDE_BOXES = frozenset({"form"})


def _same_form(one: Request, other: Request) -> bool:
    return one.form is not None and other.form is not None and one.form.sha256 == other.form.sha256


def documents_of(session: Session, request_id: RequestId) -> tuple[Attachment, ...]:
    """The documents that go along with a request, for the signer to look at."""
    request = found(session, Request, request_id)
    kept = (session.vault.get(Attachment, name) for name in request.attachment_ids)
    return tuple(item for item in kept if item is not None)
