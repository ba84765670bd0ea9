"""Putting a backup in the vault's place: what is inside is shown first, and what was there is kept."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from app.clock import Clock
from app.errors import VaultProblem
from app.vault.audit import AuditLog
from app.vault.backups import VaultContents, contents, copy_proven, free_name
from app.vault.database import Database
from app.vault.durable import new_private_file, private_folder, replace_patiently, sync_file, sync_folder
from app.vault.keys.key_file import KeyFile, read_key_file, write_key_file
from app.vault.layout import VaultFiles
from app.vault.lock_file import LockFile
from app.vault.migrations import pending
from app.vault.notes import Notes, write_notes
from app.vault.problems import CannotWrite, NotThisVault, VaultDamaged, VaultMissing, WrongPassphrase
from app.vault.unlocking import Credentials, Unlocked, unlock


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did.

    Attributes:
        contents: what the vault now holds.
        kept: the file that was replaced, under its new name; None where there was none.
    """

    contents: VaultContents
    kept: Path | None


def contents_of(backup: Path, credentials: Credentials, clock: Clock) -> VaultContents:
    """What is in a backup, without changing anything.

    Raises:
        VaultProblem: it cannot be opened with these credentials, or is damaged.
    """
    with _opened(VaultFiles(backup), None, credentials, clock) as (db, _, _):
        return contents(db)


def restore(backup: Path, target: Path, credentials: Credentials, clock: Clock, station: str) -> Restored:
    """Put a copy of the backup where the vault is, and keep the vault that was there.

    People's passphrases stay those of the vault that is replaced, where it is the same vault: they are newer.

    Raises:
        VaultProblem: the backup cannot be opened or is damaged, the vault is in use, or another vault lies there.
    """
    files, now = VaultFiles(target), clock.now()
    private_folder(target.parent)
    with _opened(VaultFiles(backup), files, credentials, clock) as (db, unlocked, keys):
        if db.rows("PRAGMA quick_check") != [("ok",)]:
            raise VaultDamaged()
        lock = LockFile.acquire(files.lock, who="a restore", since=f"{now:%H:%M}")
        try:
            kept = _swap(db, unlocked, keys, files, now)
            write_notes(files.notes, _first_rows(files, unlocked, clock, station))
            return Restored(contents(db), kept)
        except OSError as error:
            raise CannotWrite() from error
        finally:
            lock.release()


@contextmanager
def _opened(
    backup: VaultFiles, target: VaultFiles | None, credentials: Credentials, clock: Clock
) -> Iterator[tuple[Database, Unlocked, KeyFile]]:
    if not backup.vault.exists():
        raise VaultMissing(name=backup.vault.name)
    keys = read_key_file(backup.keys)
    unlocked = _unlocked(backup, target, keys, credentials, clock)
    db = Database.open_to_read(backup.vault, unlocked.data_key.database)
    try:
        pending(db)
        yield db, unlocked, keys
    finally:
        db.close()


def _unlocked(
    backup: VaultFiles, target: VaultFiles | None, keys: KeyFile, credentials: Credentials, clock: Clock
) -> Unlocked:
    """A passphrase may have been changed since the backup: today's opens it as well, and so does that day's."""
    if target is not None and target.keys.exists():
        newer = read_key_file(target.keys)
        if newer.vault_id != keys.vault_id:
            raise NotThisVault()
        try:
            return unlock(target, newer, credentials, clock)
        except WrongPassphrase:
            return unlock(backup, keys, credentials, clock)
    return unlock(backup, keys, credentials, clock)


def _swap(db: Database, unlocked: Unlocked, keys: KeyFile, files: VaultFiles, now: dt.datetime) -> Path | None:
    fresh = files.vault.with_name(f".{files.vault.name}.restored")
    fresh.unlink(missing_ok=True)
    try:
        copy_proven(db, unlocked.data_key.database, fresh)
        kept = _set_aside(files, unlocked.data_key.database, now)
        if not files.keys.exists():
            write_key_file(files.keys, keys)
        replace_patiently(fresh, files.vault)
    finally:
        fresh.unlink(missing_ok=True)
    sync_folder(files.vault.parent)
    return kept


def _set_aside(files: VaultFiles, key: bytes, now: dt.datetime) -> Path | None:
    """Give the old vault a second name, byte for byte, and have no log left that the new one would take for its own."""
    if not files.vault.exists():
        return None
    kept = free_name(files.vault.parent, f"{files.stem}-replaced-{now:%Y%m%d-%H%M%S}")
    if any(log.exists() for log in files.logs):
        for original, copy in zip((files.vault, *files.logs), (kept.vault, *kept.logs), strict=True):
            _copy(original, copy)
        _fold_or_drop_logs(files, key)
    else:
        _second_name(files.vault, kept.vault)
    if files.keys.exists():
        write_key_file(kept.keys, read_key_file(files.keys))
    return kept.vault


def _fold_or_drop_logs(files: VaultFiles, key: bytes) -> None:
    """Leave the vault without logs: whole where that is possible; copies of everything are kept already."""
    # One that is too damaged to be opened is about to be replaced.
    with suppress(VaultProblem):
        Database.open(files.vault, key).close()
    for log in files.logs:
        log.unlink(missing_ok=True)


def _second_name(path: Path, second: Path) -> None:
    try:
        os.link(path, second)
    except OSError:
        # Some sticks know no second names.
        _copy(path, second)


def _copy(original: Path, copy: Path) -> None:
    if original.exists():
        os.close(new_private_file(copy))
        shutil.copyfile(original, copy)
        sync_file(copy)


def _first_rows(files: VaultFiles, unlocked: Unlocked, clock: Clock, station: str) -> Notes:
    db = Database.open(files.vault, unlocked.data_key.database)
    try:
        audit = AuditLog(db, unlocked.data_key.audit, clock, station)
        head = audit.append("vault.restored", actor=unlocked.slot.person_id, details={"rows": str(audit.head.seq)})
        return Notes(head=head)
    except VaultProblem:
        return Notes()
    finally:
        db.close()
