"""Backups: a whole vault in a second place, openable by itself with the same passphrases, proven before it counts.

A backup is made of two files, the vault and the key file that belongs to it. Both are encrypted or hold no secret, so
they may lie on a stick or in a synced folder.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.errors import VaultProblem
from app.vault.database import Database
from app.vault.durable import private_folder, replace_patiently, sync_file, sync_folder
from app.vault.keys.derive import DataKey
from app.vault.keys.key_file import KeyFile, write_key_file
from app.vault.layout import VaultFiles
from app.vault.problems import BackupFailed, CannotWrite

_COUNTED = ("records", "changes", "audit", "blobs", "template_cache", "signer_slots", "patient_names")


@dataclass(frozen=True, slots=True)
class VaultContents:
    """What is in a vault, told without a patient's data: shown before a restore.

    Attributes:
        vault_id: which vault it is, or was copied from.
        records: number of records by kind, such as `{"patient": 212, "request": 348}`.
        documents: number of stored documents.
        last_change: when the last edit was made, or None where there was none.
        last_event: when anything last happened.
    """

    vault_id: str
    records: Mapping[str, int]
    documents: int
    last_change: dt.datetime | None
    last_event: dt.datetime | None


def contents(db: Database) -> VaultContents:
    """What is in an open database."""
    kinds = db.rows("SELECT kind, count(*) FROM records GROUP BY kind ORDER BY kind")
    return VaultContents(
        vault_id_of(db),
        {str(kind): int(str(count)) for kind, count in kinds},
        db.number("SELECT count(*) FROM blobs"),
        _moment(db, "SELECT at FROM changes ORDER BY seq DESC LIMIT 1"),
        _moment(db, "SELECT at FROM audit ORDER BY seq DESC LIMIT 1"),
    )


def vault_id_of(db: Database) -> str:
    """The random name that the vault got when it was made."""
    row = db.row("SELECT value FROM meta WHERE name = 'vault_id'")
    return "" if row is None else str(row[0])


def make_backup(db: Database, data_key: DataKey, keys: KeyFile, folder: Path, stem: str, at: dt.datetime) -> Path:
    """Copy the vault into the folder and prove the copy.

    Raises:
        BackupFailed: the copy does not hold what the vault holds.
        CannotWrite: the folder cannot be written to.
        DiskFull: it is.
    """
    try:
        private_folder(folder)
        target = free_name(folder, f"{stem}-{at:%Y%m%d-%H%M%S}")
        copy_proven(db, data_key.database, target.vault, beforehand=lambda: write_key_file(target.keys, keys))
    except OSError as error:
        raise CannotWrite() from error
    return target.vault


def copy_proven(db: Database, key: bytes, target: Path, *, beforehand: Callable[[], None] | None = None) -> None:
    """Write a copy under a temporary name, prove it, then give it its name; `beforehand` runs just before that.

    Raises:
        BackupFailed: the copy does not hold what the original holds.
    """
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}.new")
    try:
        db.copy_into(draft, key)
        prove_copy(db, draft, key)
        sync_file(draft)
        if beforehand is not None:
            beforehand()
        replace_patiently(draft, target)
        sync_folder(target.parent)
    finally:
        draft.unlink(missing_ok=True)


def prove_copy(db: Database, copy: Path, key: bytes) -> None:
    """Open the copy and compare.

    Raises:
        BackupFailed: it cannot be read, fails its check, or counts differ.
    """
    try:
        other = Database.open_to_read(copy, key)
    except VaultProblem as problem:
        raise BackupFailed() from problem
    try:
        if other.rows("PRAGMA quick_check") != [("ok",)] or _counts(other) != _counts(db):
            raise BackupFailed()
    except VaultProblem as problem:
        raise BackupFailed() from problem
    finally:
        other.close()


def _counts(db: Database) -> dict[str, int]:
    counts = {table: db.number(f"SELECT count(*) FROM {table}") for table in _COUNTED}  # noqa: S608 (our own names)
    return counts | {"version": db.number("PRAGMA user_version")}


def free_name(folder: Path, stem: str) -> VaultFiles:
    """Files of that name, or with a number behind it, that are not there yet."""
    files, number = VaultFiles(folder / f"{stem}.vault"), 1
    while files.vault.exists() or files.keys.exists():
        number += 1
        files = VaultFiles(folder / f"{stem}-{number}.vault")
    return files


def _moment(db: Database, sql: str) -> dt.datetime | None:
    row = db.row(sql)
    return None if row is None else dt.datetime.fromisoformat(str(row[0]))
