"""A file of records taken in again: each record beside the vault's own, and kept as it was where somebody says so."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from app.domain.changes import Change, Edit, Record
from app.domain.patient import Coverage, Patient
from app.domain.practice import Practice
from app.domain.request import Request
from app.intake.incoming import FileKind
from app.intake.problems import NothingChosen, VaultMovedOn
from app.intake.review.rows import Review, Row, RowState
from app.services import edits
from app.services.records.bundle import FORMAT, Bundle, unpacked
from app.services.session import Act, Session
from app.signing.box import open_box
from app.vault.codec import kind_name

_SIGNED_HERE = "This request is signed here; it stays as it was signed."
_DRAFT_HERE = "This request is not signed here; a signed one does not take its place."
_OWN_PRACTICE = "This vault has its own practice; it stays."


def opened(data: bytes, passphrase: str = "") -> Bundle:
    """What a file of records holds.

    Args:
        data: the file.
        passphrase: that opens an encrypted one.

    Raises:
        SigningProblem: the passphrase is wrong, or the encrypted file is damaged.
        ImportProblem: it is no such file.
    """
    return unpacked(open_box(data, passphrase, kind=FORMAT) if passphrase else data)


def compared(session: Session, bundle: Bundle, data: bytes) -> Review:
    """Every record of the file beside the vault's record of the same name. Nothing is changed.

    Args:
        session: who is at work.
        bundle: what the file holds.
        data: the file, whose hash is noted.

    Raises:
        NotAllowed: only an administrator does this.
    """
    session.allow(Act.ADMINISTER)
    rows = tuple(row_of(session, record) for record in bundle.records)
    return Review(FileKind.OWN, hashlib.sha256(data).hexdigest(), rows, ())


def take_in(session: Session, bundle: Bundle, reviewed: Review, chosen: Collection[str]) -> Change:
    """Keep the chosen records as one change, with the documents that they name.

    Raises:
        NothingChosen: no record is chosen that can be taken.
        VaultMovedOn: a record was changed since the review.
        NotAllowed: only an administrator does this.
        InputProblem: the file would break a rule that holds for every edit, such as who may sign.
    """
    taken = [row for row in reviewed.rows if row.id in chosen and row.can_be_taken]
    if not taken:
        raise NothingChosen()
    for row in taken:
        if session.vault.get(type(row.base), row.base.id) != row.before:
            raise VaultMovedOn()
    for document in bundle.documents.values():
        session.vault.put_blob(document)
    change = edits.save_returned(session, *(Edit(row.before, row.base) for row in taken))
    session.vault.audit.append(
        "records.import",
        subjects=tuple(f"{row.kind}:{row.base.id}" for row in taken[:50]),
        actor=session.actor.id,
        details={"sha256": reviewed.sha256, "records": str(len(taken))},
    )
    return change


def everything_new(reviewed: Review) -> frozenset[str]:
    """What is taken unless somebody says otherwise: records that the vault does not have."""
    return frozenset(row.id for row in reviewed.rows if row.state is RowState.NEW and row.can_be_taken)


def row_of(session: Session, record: Record) -> Row:
    """A record of a file beside the vault's record of the same name."""
    ours = session.vault.get(type(record), record.id)
    state = RowState.NEW if ours is None else RowState.SAME if ours == record else RowState.CONFLICT
    kind = kind_name(type(record))
    note = _note(session, record, ours) if state is not RowState.SAME else ""
    return Row(f"{kind}:{record.id}", kind, _title(record), "", state, record, before=ours, note=note)


def _note(session: Session, record: Record, ours: Record | None) -> str:
    """Why a record is not taken, empty where it may be."""
    if isinstance(record, Practice) and ours is None and session.vault.all(Practice):
        return _OWN_PRACTICE
    if isinstance(record, Request) and isinstance(ours, Request):
        if ours.snapshot is not None:
            return _SIGNED_HERE
        return _DRAFT_HERE if record.snapshot is not None else ""
    return ""


def _title(record: Record) -> str:
    """What a person calls a record."""
    if isinstance(record, Coverage):
        return record.member_id
    if isinstance(record, Request):
        return f"{record.indication.replace('_', ' ')}, {record.created:%m/%d/%Y}"
    if isinstance(record, Patient):
        return f"{record.name.last}, {record.name.first}"
    name = getattr(record, "name", "") or getattr(record, "drug", "") or getattr(record, "title", "")
    return str(getattr(name, "full", name))
