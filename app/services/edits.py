"""The one gate through which every edit goes: autosave, undo, audit and "what changed" all read what passes here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TypeVar

from app.domain.changes import Change, Edit, Record
from app.domain.course import OfficeWording
from app.domain.ids import PatientId, PersonId
from app.domain.office_policy import OfficePolicy
from app.domain.practice import Location, Person, Practice, Prescriber, Role
from app.domain.request import FROZEN, Attachment, AttachmentKind, Request, Status
from app.services._uses import uses
from app.services.problems import (
    NeedsSecondPerson,
    NoSuchRecord,
    NothingToUndo,
    NotSigned,
    OtherPatient,
    PrescriberTaken,
    RequestFrozen,
    SampleMixed,
    StillAttached,
)
from app.services.session import Act, Session

R = TypeVar("R", bound=Record)

#: Records of the office, which only an administrator changes.
_OFFICE = (Practice, Location, Person, Prescriber, OfficeWording, OfficePolicy)

#: What a request can be that nobody has signed.
_WITHOUT_SIGNATURE = frozenset({Status.DRAFT, Status.READY, Status.WITHDRAWN, Status.NOT_REQUIRED})

#: Labels of what the form editor does to a form; it takes its steps back itself, and nobody else by a key.
DRAFTING = "Draft form"
USING_PACK = "Use form setup"
TAKING_IN_PACK = "Take in form setup"
#: Label of what is entered of a payer's rules before they are used.
DRAFTING_RULES = "Enter a payer's rules"
#: Label of the step by which an edit takes a paper from its signer; undoing the edit itself is what is wanted.
BACK_TO_DRAFT = "Back to draft"
_BY_THE_EDITOR = frozenset(
    {DRAFTING, USING_PACK, TAKING_IN_PACK, DRAFTING_RULES, BACK_TO_DRAFT, "Use pack", "Take in pack"}
)

_HISTORY = 200


def save(session: Session, label: str, *edits: Edit) -> Change:
    """Keep edits as one change, or none of them.

    Args:
        session: who is at work.
        label: the act in plain words without any value, such as "Edit patient".
        edits: each record before and after.

    Raises:
        NotAllowed: the role does not allow it.
        RequestFrozen: an edit touches what a signature froze.
        StillAttached: a record would go that others use.
        VaultProblem: somebody else changed one of the records meanwhile, or the disk is full.
    """
    _check_all(session, edits)
    from app.services import handing  # noqa: PLC0415 -- it reads papers, which are made of what passes here

    with session.vault.as_one():
        wanted = handing.with_draft(session, edits)
        return _made(session, session.vault.apply(label, wanted, actor=session.actor.id))


def put(session: Session, label: str, record: Record) -> Change:
    """Keep a record whatever it was before: create it, or replace the stored one of the same name."""
    return save(session, label, Edit(session.vault.get(type(record), record.id), record))


def remove(session: Session, label: str, record: Record) -> Change:
    """Remove a record; the change keeps it, so that it can be taken back."""
    return save(session, label, Edit(record, None))


def save_confirmed(session: Session, label: str, edit: Edit) -> Change:
    """Keep what a second person confirmed; for `app.services.people` alone, which has seen that person's passphrase."""
    session.allow(Act.ADMINISTER)
    if isinstance(edit.after, Person) and edit.after.prescriber_id is not None:
        _check_taken(session, edit.after)
    return session.vault.apply(label, [edit], actor=session.actor.id)


def save_signed(session: Session, *signed: Edit, signer: PersonId, label: str = "Sign request") -> Change:
    """Keep a request with its snapshot; for `app.services.sign`, which has seen the signer's passphrase, and `ink`."""
    return session.vault.apply(label, signed, actor=signer)


def save_returned(session: Session, *edits: Edit) -> Change:
    """Keep records that come back from a file of records; for `app.services.records` alone.

    A request that was signed comes back signed where there is none of it: whether its papers were signed here, the log
    says as before. Everything else is held to the rules of any edit: whoever packs a file could write anything into it.

    Raises:
        NotAllowed: only an administrator does this.
        NeedsSecondPerson: the file would make its taker a prescriber.
        OtherPatient: a record would move to another patient.
        RequestFrozen: a request that is signed here, or is a draft here and signed in the file.
        VaultProblem: somebody else changed one of the records meanwhile, or the disk is full.
    """
    session.allow(Act.ADMINISTER)
    for edit in edits:
        before, after = edit.before, edit.after
        if not isinstance(after, Request) or after.snapshot is None:
            _check(session, edit, ())
        elif before is not None:
            raise RequestFrozen()
    return session.vault.apply("Take in records", edits, actor=session.actor.id)


def save_handed_over(session: Session, *edits: Edit) -> Change:
    """Keep what a hand-over brings; for `app.services.hand_over` alone.

    Who edits may take in, with what the form prints of the sender: a place, and a person who gets no access here and
    signs nothing. Everything else is held to the rules of any edit.

    Raises:
        NotAllowed: the role does not reach so far.
        VaultProblem: somebody else changed one of the records meanwhile.
    """
    session.allow(Act.EDIT)
    for edit in edits:
        after = edit.after
        is_bare = isinstance(after, Person) and (after.role, after.prescriber_id) == (Role.VIEWER, None)
        if edit.before is not None or not (is_bare or isinstance(after, Location)):
            _check(session, edit, ())
    return session.vault.apply("Take in hand-over", edits, actor=session.actor.id)


def save_handed_back(session: Session, request: Edit, note: Edit) -> Change:
    """Keep a request that was signed elsewhere; for `app.services.hand_over` alone, which has proven the signature.

    Raises:
        RequestFrozen: it is signed here already.
        VaultProblem: somebody else changed it meanwhile.
    """
    session.allow(Act.EDIT)
    if not isinstance(request.before, Request) or request.before.snapshot is not None:
        raise RequestFrozen()
    return session.vault.apply("Take in signed request", (request, note), actor=session.actor.id)


def undo(session: Session, *, patient_id: PatientId | None = None, since: dt.datetime | None = None) -> Change:
    """Take back the actor's last own change, of one patient's records or of any, made no earlier than `since`.

    Raises:
        NothingToUndo: there is none of this person's.
        RequestFrozen: it would change what was signed since.
    """
    done, _ = _stacks(session, patient_id, since)
    if not done:
        raise NothingToUndo(what="undo")
    return _take_back(session, done[-1])


def redo(session: Session, *, patient_id: PatientId | None = None, since: dt.datetime | None = None) -> Change:
    """Make the actor's last taken-back change again; a new edit after an undo ends what can be made again.

    Raises:
        NothingToUndo: nothing was taken back.
        RequestFrozen: it would change what was signed since.
    """
    _, taken_back = _stacks(session, patient_id, since)
    if not taken_back:
        raise NothingToUndo(what="make again")
    return _take_back(session, taken_back[-1])


def history(session: Session, *, patient_id: PatientId | None = None, limit: int = 50) -> tuple[Change, ...]:
    """What was changed, last first."""
    session.allow(Act.VIEW)
    return session.vault.changes(patient_id, limit)


def found(session: Session, kind: type[R], record_id: str | None) -> R:
    """The record of that name.

    Raises:
        NoSuchRecord: the vault does not hold it.
    """
    record = None if record_id is None else session.vault.get(kind, record_id)
    if record is None:
        raise NoSuchRecord(kind=kind.__name__.lower(), record_id=record_id)
    return record


def _stacks(
    session: Session, patient_id: PatientId | None, since: dt.datetime | None
) -> tuple[list[Change], list[Change]]:
    """The actor's changes that can be taken back, and the taken-back ones that can be made again, last one last."""
    done: list[Change] = []
    taken_back: list[Change] = []
    for change in reversed(session.vault.changes(patient_id, _HISTORY)):
        if (
            change.actor != session.actor.id
            or change.label in _BY_THE_EDITOR
            or (since is not None and change.at < since)
        ):
            continue
        if change.undoes is None:
            done.append(change)
            taken_back.clear()
        elif any(other.id == change.undoes for other in done):
            done = [other for other in done if other.id != change.undoes]
            taken_back.append(change)
        else:
            taken_back = [other for other in taken_back if other.id != change.undoes]
            done.append(change)
    return done, taken_back


def _take_back(session: Session, change: Change) -> Change:
    _check_all(session, change.inverse)
    with session.vault.as_one():
        return _made(session, session.vault.undo(change.id, actor=session.actor.id))


def _made(session: Session, change: Change) -> Change:
    """Have the rules at hand and the papers before a signer follow what was changed."""
    from app.services import handing  # noqa: PLC0415 -- it reads papers, which are made of what passes here

    if any(isinstance(edit.record, OfficePolicy) for edit in change.edits):
        session.rules.put((item.policy_id, item.text) for item in session.vault.all(OfficePolicy))
    handing.settle(session, change)
    return change


def _check_all(session: Session, edits: Sequence[Edit]) -> None:
    going = frozenset(edit.record.id for edit in edits if edit.after is None)
    for edit in edits:
        _check(session, edit, going)


def _check(session: Session, edit: Edit, going: Collection[str]) -> None:
    record = edit.record
    session.allow(Act.ADMINISTER if isinstance(record, _OFFICE) and not _own_entry(session, edit) else Act.EDIT)
    if isinstance(edit.after, Person) and edit.after.prescriber_id is not None:
        _check_link(session, edit.before, edit.after)
    if isinstance(edit.before, Prescriber) and isinstance(edit.after, Prescriber):
        _check_own_name(session, edit.before, edit.after)
    if edit.before is not None and edit.after is not None and _patient(edit.before) != _patient(edit.after):
        raise OtherPatient()
    if edit.after is None and (found_uses := uses(session, record, going)):
        raise StillAttached(kind=type(record).__name__.lower(), uses=found_uses)
    if isinstance(record, Practice) and record.is_sample != session.is_sample:
        raise SampleMixed()
    if isinstance(edit.before, Request) and edit.before.snapshot is not None:
        _check_signed(session, edit.before, edit.after)
    elif isinstance(edit.after, Request):
        _check_unsigned(edit.after)


def _patient(record: Record) -> str | None:
    return getattr(record, "patient_id", None)


def _check_link(session: Session, before: Record | None, person: Person) -> None:
    """A prescriber is one person, and nobody makes oneself one: whoever could, could sign with anybody's name."""
    _check_taken(session, person)
    is_new = not isinstance(before, Person) or before.prescriber_id != person.prescriber_id
    if is_new and person.id == session.actor.id and not _is_alone_and_named(session, person):
        raise NeedsSecondPerson()


def _check_taken(session: Session, person: Person) -> None:
    others = (other for other in session.vault.all(Person) if other.id != person.id)
    if any(other.prescriber_id == person.prescriber_id for other in others):
        raise PrescriberTaken()


def _check_own_name(session: Session, before: Prescriber, after: Prescriber) -> None:
    """Nobody takes another name or number for the own signature without a second person."""
    said = (before.name, before.npi, before.credential) == (after.name, after.npi, after.credential)
    if not said and before.npi and before.id == session.actor.prescriber_id and _others_can_unlock(session):
        raise NeedsSecondPerson()


def _is_alone_and_named(session: Session, person: Person) -> bool:
    """Whether nobody else could confirm it, and the prescriber bears the person's own name."""
    prescriber = session.vault.get(Prescriber, person.prescriber_id) if person.prescriber_id else None
    if prescriber is None or _others_can_unlock(session):
        return False
    known = session.vault.get(Person, person.id) or person
    return (prescriber.name.first, prescriber.name.last) == (known.name.first, known.name.last)


def _others_can_unlock(session: Session) -> bool:
    return any(slot.person_id != session.actor.id for slot in session.vault.access.people)


def _own_entry(session: Session, edit: Edit) -> bool:
    """Whether somebody edits what needs no administrator: the own telephone; never the name and title that sign."""
    before, after, actor = edit.before, edit.after, session.actor
    if isinstance(before, Person) and isinstance(after, Person):
        return actor.id == before.id and replace(before, phone=after.phone, fax=after.fax) == after
    return isinstance(before, Prescriber) and isinstance(after, Prescriber) and before.id == actor.prescriber_id


def _check_signed(session: Session, before: Request, after: Record | None) -> None:
    """A signed request's course may be noted down; what was signed may not change, and the request may not go.

    A letter may still join what goes out, or leave it, as long as nothing is sent.
    """
    if not isinstance(after, Request):
        raise RequestFrozen()
    course = replace(before, status=after.status, due=after.due, prior_auth_number=after.prior_auth_number)
    if before.status is Status.SIGNED and _without_letters(session, before) == _without_letters(session, after):
        course = replace(course, attachment_ids=after.attachment_ids)
    if course != after or after.status not in FROZEN:
        raise RequestFrozen()


def _without_letters(session: Session, request: Request) -> tuple[str, ...]:
    """The documents of a request that are no letters, in their order."""
    kept = {name: session.vault.get(Attachment, name) for name in request.attachment_ids}
    return tuple(name for name, item in kept.items() if item is None or item.kind is not AttachmentKind.LETTER)


def _check_unsigned(after: Request) -> None:
    """Nothing counts as signed, sent or decided that nobody has signed."""
    if after.snapshot is not None or after.status not in _WITHOUT_SIGNATURE:
        raise NotSigned()
