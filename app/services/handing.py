"""Putting papers before their signer and taking them back: by hand, by a note of the signer, or because of an edit.

What a paper says is kept when it is handed over. An edit after which it says something else takes it back to draft, in
the same change or in one that follows at once; midnight, or a new edition of the program, is no edit.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.clock import FixedClock
from app.domain.changes import Change, Edit, Record
from app.domain.course import LetterKind, Milestone, Sending
from app.domain.derive import collect_facts
from app.domain.handing import BEFORE_SIGNER, FORM, Handing, HandingState
from app.domain.ids import HandingId, PatientId, RequestId, new_id
from app.domain.imported import ListColumns
from app.domain.office_policy import OfficePolicy, PolicyDraft
from app.domain.patient import Patient
from app.domain.request import Request, Status, StoredForm
from app.errors import AppError, PdfProblem
from app.mapping.fill import fill
from app.services import edits, forms, letters
from app.services.edits import found
from app.services.prepare import gather
from app.services.problems import AlreadySigned
from app.services.session import Act, Session
from app.services.signing_problems import NothingBeforeSigner
from app.vault.problems import BlobMissing

#: Label of the change by which an edit takes a paper back; nobody takes that back by a key.
BACK = edits.BACK_TO_DRAFT

#: Label of taking a paper back by hand.
TAKEN = "Take back"
_BY_HAND = frozenset({TAKEN, "Change status"})

#: Edits of these never change what a paper says.
_BESIDE = (Handing, Sending, Milestone, ListColumns, PolicyDraft, OfficePolicy)


@dataclass(frozen=True, slots=True)
class Said:
    """What a paper says.

    Attributes:
        values: by box, or the letter's text; documents that go along count as well.
        titles: what the form calls each box.
    """

    values: Mapping[str, str]
    titles: Mapping[str, str]

    @property
    def digest(self) -> str:
        """Of what it says, whatever the boxes are called."""
        return hashlib.sha256(json.dumps(dict(self.values), sort_keys=True).encode()).hexdigest()

    def text(self) -> bytes:
        """As it is kept."""
        return json.dumps({"values": dict(self.values), "titles": dict(self.titles)}, sort_keys=True).encode()

    @classmethod
    def read(cls, data: bytes) -> Said:
        """What was kept."""
        body = json.loads(data)
        return cls(body["values"], body["titles"])

    def differences(self, before: Said) -> tuple[str, ...]:
        """The boxes that say something else than before."""
        names = (*self.values, *(name for name in before.values if name not in self.values))
        return tuple(name for name in names if self.values.get(name) != before.values.get(name))


def hand(session: Session, request_id: RequestId, paper: str = FORM) -> Handing:
    """Put a request's form, or one of its letters, before its signer.

    Args:
        session: who is at work.
        request_id: of the request.
        paper: `form`, or the kind of a letter.

    Raises:
        AlreadySigned: the form is signed.
        NoFormChosen, LetterHasGaps: there is nothing yet that could be signed.
    """
    session.allow(Act.EDIT)
    request = found(session, Request, request_id)
    if paper == FORM and request.snapshot is not None:
        raise AlreadySigned()
    steps = list(hand_edits(session, request, paper))
    if paper == FORM and request.status is not Status.READY:
        steps.insert(0, Edit(request, replace(request, status=Status.READY)))
    edits.save(session, "Hand to sign", *steps)
    handed = of_paper(session, request, paper)
    assert handed is not None  # noqa: S101 -- narrows the type
    return handed


def hand_edits(session: Session, request: Request, paper: str = FORM) -> tuple[Edit, ...]:
    """What is written down of a paper that is put before its signer."""
    before = of_paper(session, request, paper)
    said = said_now(session, request, paper)
    name = HandingId(new_id()) if before is None else before.id
    content = session.vault.put_blob(said.text())
    return (
        Edit(
            before,
            Handing(
                name,
                request.patient_id,
                request.id,
                str(paper),
                HandingState.WAITING,
                session.now,
                session.actor.id,
                content,
                said.digest,
                seen="" if before is None else before.content,
            ),
        ),
    )


def back_edits(session: Session, request: Request, paper: str = FORM) -> tuple[Edit, ...]:
    """What is written down of a paper that is taken from its signer."""
    handed = of_paper(session, request, paper)
    if handed is None or handed.state not in BEFORE_SIGNER:
        return ()
    return (Edit(handed, replace(handed, state=HandingState.BACK, ink=None)),)


def signed_edits(session: Session, request: Request, paper: str = FORM) -> tuple[Edit, ...]:
    """What is written down of a paper that was signed."""
    handed = of_paper(session, request, paper)
    return () if handed is None else (Edit(handed, replace(handed, state=HandingState.SIGNED)),)


def take_back(session: Session, request_id: RequestId, paper: str = FORM) -> None:
    """Take a paper from its signer, to work on it.

    Raises:
        NothingBeforeSigner: it does not lie there.
    """
    session.allow(Act.EDIT)
    request = found(session, Request, request_id)
    steps = (*_to_draft(request, paper), *back_edits(session, request, paper))
    if not steps:
        raise NothingBeforeSigner()
    edits.save(session, TAKEN, *steps)


def send_back(session: Session, request_id: RequestId, note: str, paper: str = FORM) -> Handing:
    """Send a paper back to whoever prepares it, with what is to be done.

    Raises:
        NothingBeforeSigner: it does not lie before its signer.
    """
    session.allow(Act.EDIT)
    request = found(session, Request, request_id)
    handed = of_paper(session, request, paper)
    if handed is None or handed.state not in BEFORE_SIGNER:
        raise NothingBeforeSigner()
    fresh = replace(
        handed,
        state=HandingState.RETURNED,
        note=note.strip(),
        returned_by=session.actor.id,
        returned_at=session.now,
        ink=None,
    )
    edits.save(session, "Send back", *_to_draft(request, paper), Edit(handed, fresh))
    return fresh


def of_paper(session: Session, request: Request, paper: str = FORM) -> Handing | None:
    """How one paper of a request stands; None where it never was before a signer."""
    kept = session.vault.find(Handing, patient_id=request.patient_id)
    return next((item for item in kept if (item.request_id, item.paper) == (request.id, paper)), None)


def said_now(session: Session, request: Request, paper: str) -> Said:
    """What a paper says from the records as they are."""
    if paper != FORM:
        return Said({"letter": letters.draft(session, request.id, LetterKind(paper)).text}, {"letter": "the wording"})
    return said_by_form(session, request)


def said_by_form(session: Session, request: Request) -> Said:
    """What a request's form and the documents that go with it say, kept or not."""
    choice = request.form
    if choice is None or not choice.sha256:
        return Said({}, {})
    pack = forms.pack_of(session, choice)
    form = forms.compiled(session, choice, pack)
    case = gather(session, request)
    filled = fill(pack, form.template, collect_facts(case, session.today), request)
    values = {str(name): str(value) for name, value in filled.values().items()}
    titles = {str(name): filled.boxes[name].title for name in filled.values() if name in filled.boxes}
    values["form"] = choice.sha256
    for item in case.attachments:
        values[f"document {item.id}"] = item.sha256
        titles[f"document {item.id}"] = "a document"
    for part in request.parts:
        values[f"part {part.attachment_id}"] = repr((part.pages, part.blackened, part.is_darkened))
        titles[f"part {part.attachment_id}"] = "pages of a document"
    return Said(values, titles)


def said_then(session: Session, content: str) -> Said | None:
    """What was kept of a paper; None where it is not here, as after records came from another office."""
    try:
        return Said.read(session.vault.get_blob(content)) if content else None
    except BlobMissing:
        return None


def with_draft(session: Session, wanted: Sequence[Edit]) -> tuple[Edit, ...]:
    """Edits of a request that lies before its signer, with the step back to draft that they make necessary."""
    return tuple(more for edit in wanted for more in _with_draft(session, edit))


def settle(session: Session, made: Change) -> None:
    """Take back to draft what says something else since a change, other than by an edit of the request itself."""
    reach = [edit.record for edit in made.edits if _reaches(edit)]
    if not reach:
        return
    steps: list[Edit] = []
    for handed in _touched(session, reach):
        steps += _settled(session, handed)
    if steps:
        session.vault.apply(BACK, steps, actor=session.actor.id)


def fell_back(session: Session) -> Change | None:
    """The latest change of all, where it took a paper back to draft because of an edit."""
    change = next(iter(session.vault.changes(limit=1)), None)
    if change is None or change.actor != session.actor.id or change.undoes is not None or change.label in _BY_HAND:
        return None
    return change if _took_back(change) else None


def _took_back(change: Change) -> bool:
    return any(
        isinstance(edit.before, Handing)
        and isinstance(edit.after, Handing)
        and edit.before.state in BEFORE_SIGNER
        and edit.after.state is HandingState.BACK
        for edit in change.edits
    )


def _with_draft(session: Session, edit: Edit) -> Iterator[Edit]:
    before, after = edit.before, edit.after
    if not (isinstance(before, Request) and isinstance(after, Request)):
        yield edit
        return
    handed = of_paper(session, before) if before.status is after.status is Status.READY else None
    if handed is None or handed.state not in BEFORE_SIGNER or not _says_else(session, handed, after):
        yield edit
        return
    yield Edit(before, replace(after, status=Status.DRAFT))
    yield Edit(handed, replace(handed, state=HandingState.BACK, ink=None))


def _settled(session: Session, handed: Handing) -> Iterator[Edit]:
    request = session.vault.get(Request, handed.request_id)
    if request is None or (handed.paper == FORM and request.status is not Status.READY):
        return
    if _says_else(session, handed, request):
        yield from _to_draft(request, handed.paper)
        yield Edit(handed, replace(handed, state=HandingState.BACK, ink=None))


def _to_draft(request: Request, paper: str) -> tuple[Edit, ...]:
    if paper != FORM or request.status is not Status.READY:
        return ()
    return (Edit(request, replace(request, status=Status.DRAFT)),)


def _says_else(session: Session, handed: Handing, request: Request) -> bool:
    """Whether the paper would say something else on the very day on which it was handed over."""
    then = replace(session, clock=FixedClock(handed.at))
    try:
        if handed.paper == FORM:
            return said_by_form(then, request).digest != handed.digest
        return said_now(then, request, handed.paper).digest != handed.digest
    except PdfProblem:
        # The paper's own process had no time or no room just now; signing compares the bytes in any case.
        return False
    except AppError:
        # What cannot be set any more is not what was handed over.
        return True


def _touched(session: Session, records: Sequence[Record]) -> Iterator[Handing]:
    """What lies before a signer and may say something else after these records changed."""
    owners = {_owner(record) for record in records}
    if None in owners:
        kept = session.vault.all(Handing)
    else:
        kept = tuple(item for owner in owners for item in session.vault.find(Handing, patient_id=owner))
    requests = {_request(record) for record in records}
    return (item for item in kept if item.state in BEFORE_SIGNER and (None in requests or item.request_id in requests))


def _request(record: Record) -> RequestId | None:
    """The one request whose papers the record can change; None where it can change any of the patient's."""
    if isinstance(record, Request):
        return record.id
    request_id: RequestId | None = getattr(record, "request_id", None)
    return request_id


def _owner(record: Record) -> PatientId | None:
    """The patient whose papers the record can change; None where it can change anybody's."""
    if isinstance(record, Patient):
        return record.id
    owner: PatientId | None = getattr(record, "patient_id", None)
    return owner


def _reaches(edit: Edit) -> bool:
    if isinstance(edit.record, _BESIDE):
        return False
    if isinstance(edit.before, StoredForm) and isinstance(edit.after, StoredForm):
        return edit.before.pack_toml != edit.after.pack_toml
    return True
