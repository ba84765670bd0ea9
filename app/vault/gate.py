"""The one gate through which every edit of a record goes: all of a change or none, recorded with its inverse."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import apsw

from app.clock import Clock
from app.domain.changes import Change, Edit
from app.domain.ids import ChangeId, PersonId
from app.vault.audit import AuditLog
from app.vault.briefs import Briefs
from app.vault.change_log import ChangeLog, changed_fields
from app.vault.codec import kind_name
from app.vault.database import Database
from app.vault.problems import CannotUndo, RecordChanged, RecordNeeded
from app.vault.records import Records, owner

_UNDO = "Undo: "


class Gate:
    """Writes changes into an open database.

    Args:
        db: the vault's database.
        audit: gets a row for each change.
        clock: the office's time.
        random: gives random bytes.
    """

    def __init__(self, db: Database, audit: AuditLog, clock: Clock, random: Callable[[int], bytes]) -> None:
        self._db = db
        self._records = Records(db)
        self._briefs = Briefs(db)
        self._changes = ChangeLog(db)
        self._audit = audit
        self._clock = clock
        self._random = random

    def apply(self, label: str, edits: Sequence[Edit], actor: PersonId, undoes: ChangeId | None = None) -> Change:
        """Make all the edits or none; see `Vault.apply`."""
        if not edits:
            raise ValueError("a change needs an edit")
        change_id = ChangeId(self._random(12).hex())
        change = Change(change_id, self._clock.now(), actor, label, tuple(edits), undoes)
        try:
            with self._db.transaction():
                for edit in edits:
                    self._records.write(edit)
                self._records.follow(edits)
                self._briefs.follow(edits)
                self._log(change, self._changes.append(change))
        except apsw.ConstraintError as error:
            raise RecordNeeded() from error
        return change

    def undo(self, change_id: ChangeId, actor: PersonId) -> Change:
        """Take a change back by a new one; see `Vault.undo`."""
        change = self._changes.get(change_id)
        try:
            return self.apply(f"{_UNDO}{change.label.removeprefix(_UNDO)}", change.inverse, actor, change.id)
        except (RecordChanged, RecordNeeded) as problem:
            raise CannotUndo() from problem

    def _log(self, change: Change, digest: str) -> None:
        subjects = {f"{kind_name(type(edit.record))}:{edit.record.id}" for edit in change.edits}
        subjects |= {f"patient:{patient}" for edit in change.edits if (patient := owner(edit.record)) is not None}
        fields = {name for edit in change.edits for name in changed_fields(edit)}
        self._audit.append_within(
            _event(change),
            subjects=sorted(subjects),
            fields=sorted(fields),
            actor=change.actor,
            details={"change": change.id, "digest": digest},
        )


def _event(change: Change) -> str:
    if change.undoes is not None:
        return "record.undo"
    if all(edit.before is None for edit in change.edits):
        return "record.create"
    if all(edit.after is None for edit in change.edits):
        return "record.remove"
    return "record.change"
