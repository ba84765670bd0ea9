"""The changes: each with what was before and after, so that it can be shown and taken back; the list only grows."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import zlib
from typing import Any

from app.domain.changes import Change, Edit, Record
from app.domain.ids import ChangeId, PersonId
from app.vault.codec import KINDS, from_plain, kind_name, to_plain
from app.vault.database import Database, Row
from app.vault.problems import NoSuchChange, RecordUnreadable
from app.vault.records import owner

_COLUMNS = "id, at, actor, label, undoes, edits"


class ChangeLog:
    """The changes of an open vault. Writing is for the one gate, inside its transaction."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def append(self, change: Change) -> str:
        """Add a change to the list and give the hash of what was written."""
        stored = (change.id, change.at.isoformat(), change.actor, change.label, change.undoes, _packed(change.edits))
        self._db.run(f"INSERT INTO changes ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)", stored)  # noqa: S608
        seq = self._db.last_row
        for subject in sorted(_subjects(change)):
            self._db.run("INSERT INTO change_subjects (subject, change) VALUES (?, ?)", (subject, seq))
        return _digest(stored)

    def get(self, change_id: ChangeId) -> Change:
        """The change of that name.

        Raises:
            NoSuchChange: there is none.
        """
        row = self._db.row(f"SELECT {_COLUMNS} FROM changes WHERE id = ?", (change_id,))  # noqa: S608
        if row is None:
            raise NoSuchChange()
        return _change(row)

    def latest(self, subject: str | None, limit: int) -> tuple[Change, ...]:
        """The latest changes, last first: of one record, of one patient with everything of theirs, or of all."""
        if subject is None:
            sql, values = "", (limit,)
            rows = self._db.rows(f"SELECT {_COLUMNS} FROM changes ORDER BY seq DESC LIMIT ?", values)  # noqa: S608
        else:
            sql = (
                f"SELECT {_COLUMNS} FROM change_subjects JOIN changes ON seq = change"  # noqa: S608
                " WHERE subject = ? ORDER BY change DESC LIMIT ?"
            )
            rows = self._db.rows(sql, (subject, limit))
        return tuple(_change(row) for row in rows)

    def digest(self, change_id: str) -> str | None:
        """The hash of what is stored now, to be compared with the one in the audit log."""
        row = self._db.row(f"SELECT {_COLUMNS} FROM changes WHERE id = ?", (change_id,))  # noqa: S608
        return None if row is None else _digest(row)


def changed_fields(edit: Edit) -> tuple[str, ...]:
    """Names of the fields that an edit changes, such as `patient.address.city`; none for a new or removed record."""
    if edit.before is None or edit.after is None:
        return ()
    before, after = to_plain(edit.before), to_plain(edit.after)
    return tuple(f"{kind_name(type(edit.record))}.{name}" for name in _differences(before, after))


def _differences(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    names: list[str] = []
    for name in before.keys() | after.keys():
        old, new = before.get(name), after.get(name)
        if isinstance(old, dict) and isinstance(new, dict):
            names += [f"{name}.{inner}" for inner in _differences(old, new)]
        elif old != new:
            names.append(name)
    return sorted(names)


def _subjects(change: Change) -> set[str]:
    subjects: set[str] = set()
    for edit in change.edits:
        for record in (edit.before, edit.after):
            if record is not None:
                subjects |= {record.id, owner(record) or record.id}
    return subjects


def _packed(edits: tuple[Edit, ...]) -> bytes:
    content = [
        {"kind": kind_name(type(edit.record)), "before": _plain(edit.before), "after": _plain(edit.after)}
        for edit in edits
    ]
    # Before and after are nearly the same text: together they take little more room than one of them.
    return zlib.compress(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())


def _plain(record: Record | None) -> dict[str, Any] | None:
    return None if record is None else to_plain(record)


def _change(row: Row) -> Change:
    change_id, at, actor, label, undoes, packed = row
    try:
        content = json.loads(zlib.decompress(packed if isinstance(packed, bytes) else b""))
    except (zlib.error, ValueError):
        raise RecordUnreadable(kind="change", record_id=change_id) from None
    return Change(
        ChangeId(str(change_id)),
        dt.datetime.fromisoformat(str(at)),
        PersonId(str(actor)),
        str(label),
        tuple(_edit(item) for item in content),
        None if undoes is None else ChangeId(str(undoes)),
    )


def _edit(item: dict[str, Any]) -> Edit:
    kind = KINDS[item["kind"]]
    before, after = item["before"], item["after"]
    return Edit(
        None if before is None else from_plain(kind, before),
        None if after is None else from_plain(kind, after),
    )


def _digest(stored: Row) -> str:
    parts = [value if isinstance(value, bytes) else str(value).encode() for value in stored]
    return hashlib.sha256(b"".join(len(part).to_bytes(8) + part for part in parts)).hexdigest()
