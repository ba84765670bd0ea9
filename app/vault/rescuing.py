"""A damaged vault: everything in it that can still be read, in a new file beside it. The damaged file is only read.

The file is encrypted page by page, and a page that was changed on the disk is refused as a whole. What the other pages
hold is read in smaller and smaller pieces around it.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.clock import Clock
from app.domain.patient import Patient
from app.errors import VaultProblem
from app.vault.audit import AuditLog
from app.vault.database import Database, Row
from app.vault.durable import private_folder, replace_patiently, sync_file, sync_folder
from app.vault.keys.derive import DataKey
from app.vault.keys.key_file import read_key_file, write_key_file
from app.vault.layout import VaultFiles
from app.vault.migrations import migrate
from app.vault.problems import CannotWrite, VaultDamaged, VaultExists, VaultMissing
from app.vault.records import Records
from app.vault.renewing import fitting_key
from app.vault.unlocking import Credentials

#: Tables that hold what people entered, with the columns that are copied; the search is made anew.
_TABLES: Mapping[str, str] = {
    "meta": "name, value",
    "records": "seq, id, kind, patient_id, version, body",
    "blobs": "sha256, bytes",
    "signer_slots": "person_id, bytes",
    "changes": "seq, id, at, actor, label, undoes, edits",
    "change_subjects": "subject, change",
    "audit": "seq, at, actor, station, event, subjects, fields, details, hash, seal",
}
_NUMBERED = ("records", "blobs", "signer_slots", "changes", "audit")
#: Where the end of a table is damaged, numbers up to here are tried.
_MOST_ROWS = 1 << 40
#: More rows than one page of a table holds.
_MOST_MISSES = 1_000


@dataclass(frozen=True, slots=True)
class Rescued:
    """What a rescue did.

    Attributes:
        path: of the new vault; it opens with the same passphrases.
        rows: how many rows of each table were read.
        gaps: how many places could not be read; each may have held several rows.
    """

    path: Path
    rows: Mapping[str, int]
    gaps: int


def rescue(path: Path, target: Path, credentials: Credentials, clock: Clock, station: str) -> Rescued:
    """Read what can be read of a damaged vault into a new one.

    Args:
        path: of the damaged vault; it stays as it is.
        target: of the new vault, which must not be there.
        credentials: that open the damaged one.
        clock: the office's time.
        station: who the operating system says it is.

    Raises:
        VaultProblem: it cannot be opened so, nothing of it can be read, or the new file cannot be written.
    """
    files, fresh = VaultFiles(path), VaultFiles(target)
    if not path.exists():
        raise VaultMissing(name=path.name)
    if target.exists() or fresh.keys.exists():
        raise VaultExists(name=target.name)
    keys, unlocked = fitting_key(files, read_key_file(files.keys), credentials, clock, is_locked=False)
    draft = VaultFiles(target.with_name(f".{target.name}.{secrets.token_hex(4)}.new"))
    copy = VaultFiles(target.with_name(f".{target.name}.{secrets.token_hex(4)}.copy"))
    try:
        private_folder(target.parent)
        fresh.sweep()
        rows, gaps = _read_over(files, copy, draft, unlocked.data_key)
        _note(draft, unlocked.data_key, clock, station, gaps)
        sync_file(draft.vault)
        write_key_file(fresh.keys, keys)
        replace_patiently(draft.vault, target)
        sync_folder(target.parent)
    except OSError as error:
        raise CannotWrite() from error
    finally:
        for file in (draft.vault, *draft.logs, copy.vault, *copy.logs):
            file.unlink(missing_ok=True)
    return Rescued(target, rows, gaps)


def _read_over(files: VaultFiles, copy: VaultFiles, draft: VaultFiles, key: DataKey) -> tuple[dict[str, int], int]:
    """Copy every readable row; out of a copy of the files, so that a log that was left is read and nothing changes."""
    for original, second in zip((files.vault, *files.logs), (copy.vault, *copy.logs), strict=True):
        if original.exists():
            shutil.copyfile(original, second)
    damaged = Database.open(copy.vault, key.database)
    fresh = Database.create(draft.vault, key.database)
    try:
        migrate(fresh)
        fresh.run("PRAGMA foreign_keys=OFF")
        counts, gaps = {}, 0
        for table, columns in _TABLES.items():
            kept = 0
            with fresh.transaction():
                for row in _rows(damaged, table, columns):
                    if row is None:
                        gaps += 1
                        continue
                    places = ", ".join("?" * len(row))
                    fresh.run(f"INSERT OR REPLACE INTO {table} ({columns}) VALUES ({places})", row)  # noqa: S608
                    kept += 1
            counts[table] = kept
        _index(fresh)
        return counts, gaps
    finally:
        fresh.close()
        with suppress(VaultProblem):
            damaged.close()


def _rows(db: Database, table: str, columns: str) -> Iterator[Row | None]:
    """The rows of a table; None for each gap, however many rows it took."""
    if table not in _NUMBERED:
        try:
            yield from db.rows(f"SELECT {columns} FROM {table}")  # noqa: S608 (our own names)
        except VaultProblem:
            yield None
        return
    last = _last(db, table)
    # Where the last page is gone, every number behind it looks like a damaged row.
    most_misses = _MOST_MISSES if last is None else _MOST_ROWS
    misses = 0
    for row in _between(db, table, columns, 0, _MOST_ROWS if last is None else last):
        misses = misses + 1 if row is None else 0
        if misses > most_misses:
            return
        if misses <= 1:
            yield row


def _last(db: Database, table: str) -> int | None:
    try:
        return db.number(f"SELECT max(rowid) FROM {table}")  # noqa: S608 (our own names)
    except VaultProblem:
        return None


def _between(db: Database, table: str, columns: str, low: int, high: int) -> Iterator[Row | None]:
    try:
        found = db.rows(f"SELECT {columns} FROM {table} WHERE rowid BETWEEN ? AND ?", (low, high))  # noqa: S608
    except VaultProblem:
        if low == high:
            yield None
            return
        middle = (low + high) // 2
        yield from _between(db, table, columns, low, middle)
        yield from _between(db, table, columns, middle + 1, high)
    else:
        yield from found


def _index(db: Database) -> None:
    records = Records(db)
    with db.transaction():
        patients = [row[0] for row in db.rows("SELECT id FROM records WHERE kind = 'patient'")]
        for patient_id in patients:
            patient = records.get(Patient, str(patient_id))
            if patient is not None:
                records.index(patient.id)


def _note(draft: VaultFiles, key: DataKey, clock: Clock, station: str, gaps: int) -> None:
    db = Database.open(draft.vault, key.database)
    try:
        if not db.number("SELECT count(*) FROM records"):
            raise VaultDamaged()
        with suppress(VaultProblem):
            AuditLog(db, key.audit, clock, station).append("vault.rescued", actor=None, details={"gaps": str(gaps)})
    finally:
        db.close()
