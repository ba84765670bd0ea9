"""From files to an open vault and back: making one, opening one, closing one; each step leaves the files whole."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from app.clock import Clock
from app.domain.changes import Edit
from app.domain.ids import PersonId
from app.domain.practice import Person
from app.errors import VaultProblem
from app.vault.access import check_new_passphrase
from app.vault.audit import AuditLog
from app.vault.backups import make_backup, vault_id_of
from app.vault.database import Database
from app.vault.durable import private_folder, replace_patiently, sync_folder
from app.vault.gate import Gate
from app.vault.keys.derive import KEY_BYTES, Argon2Parameters, DataKey
from app.vault.keys.key_file import KeyFile, read_key_file, write_key_file
from app.vault.keys.slots import Sealer, Way
from app.vault.layout import VaultFiles
from app.vault.lock_file import LockFile
from app.vault.migrations import STEPS, Step, migrate, pending, version
from app.vault.notes import Notes, read_notes, write_notes
from app.vault.problems import CannotWrite, NoSuchSlot, VaultDamaged, VaultExists, VaultMissing
from app.vault.records import Records
from app.vault.renewing import fitting_key
from app.vault.unlocking import Credentials, Unlocked

_OLDER_COPY = (
    "The vault file is older than when it was last used on this computer: somebody put an earlier copy in its place."
    " Edits made since may be missing."
)


@dataclass(frozen=True, slots=True)
class OpenParts:
    """What an open vault is made of.

    Attributes:
        way: how the actor came in.
        notices: what the person should be told.
    """

    files: VaultFiles
    db: Database
    lock: LockFile
    keys: KeyFile
    data_key: DataKey
    audit: AuditLog
    actor: PersonId
    way: Way
    notices: tuple[str, ...] = ()


def create(
    path: Path,
    first: Person,
    passphrase: str,
    *,
    clock: Clock,
    random: Callable[[int], bytes],
    kdf: Argon2Parameters,
    station: str,
) -> OpenParts:
    """Make the files of a new vault and open it; see `Vault.create`."""
    check_new_passphrase(passphrase)
    files, vault_id, data_key = VaultFiles(path), random(16).hex(), DataKey(random(KEY_BYTES))
    try:
        private_folder(path.parent)
        lock = LockFile.acquire(files.lock, who=first.name.full, since=_since(clock))
        try:
            if path.exists():
                raise VaultExists(name=path.name)
            slot = Sealer(vault_id, data_key, random).passphrase(first.id, first.name.full, passphrase, kdf)
            keys = KeyFile(vault_id, (slot,))
            _lay_down(files, keys, data_key, first, clock=clock, random=random, station=station)
            db = Database.open(path, data_key.database)
        except BaseException:
            lock.release()
            raise
    except OSError as error:
        raise CannotWrite() from error
    audit = AuditLog(db, data_key.audit, clock, station)
    with suppress(VaultProblem):
        write_notes(files.notes, Notes(passphrases={first.id: clock.now()}))
    return OpenParts(files, db, lock, keys, data_key, audit, first.id, Way.PASSPHRASE)


def open_vault(
    path: Path, credentials: Credentials, *, clock: Clock, station: str, steps: tuple[Step, ...] = STEPS
) -> OpenParts:
    """Open a vault; see `Vault.open`. `steps` are the migrations that are known."""
    files = VaultFiles(path)
    if not path.exists():
        raise VaultMissing(name=path.name)
    seen = read_key_file(files.keys)
    keys, unlocked = fitting_key(files, seen, credentials, clock, is_locked=False)
    actor = _actor(unlocked, credentials, keys)
    lock = LockFile.acquire(files.lock, who=_name(keys, actor), since=_since(clock))
    try:
        now = read_key_file(files.keys)
        if now != seen or now.pending:
            # Another program gave the vault a new key since, or was stopped while it did.
            keys, unlocked = fitting_key(files, now, credentials, clock, is_locked=True)
            actor = _actor(unlocked, credentials, keys)
        files.sweep()
        return _opened(files, keys, unlocked, actor, lock, clock=clock, station=station, steps=steps)
    except BaseException:
        lock.release()
        raise


def close(parts: OpenParts) -> None:
    """Log the closing, note how far the log came, close the file and let others in."""
    try:
        # An index in many pieces only makes some saves of the next sitting slower.
        with suppress(VaultProblem):
            Records(parts.db).tidy()
        head = parts.audit.append("vault.close", actor=parts.actor)
        # Notes that cannot be written only make the next opening a little less watchful.
        with suppress(VaultProblem):
            write_notes(parts.files.notes, replace(read_notes(parts.files.notes), head=head))
    finally:
        try:
            parts.db.close()
        finally:
            parts.lock.release()


def _lay_down(
    files: VaultFiles,
    keys: KeyFile,
    data_key: DataKey,
    first: Person,
    *,
    clock: Clock,
    random: Callable[[int], bytes],
    station: str,
) -> None:
    """Make the whole vault under a temporary name, so that a crash leaves no half of one."""
    draft = files.vault.with_name(f".{files.vault.name}.{secrets.token_hex(4)}.new")
    try:
        _fill(draft, keys, data_key, first, clock=clock, random=random, station=station)
        if files.keys.exists():
            # Keys without their vault may still open a backup somewhere: they are never overwritten.
            replace_patiently(files.keys, files.keys.with_name(f"{files.keys.name}.{secrets.token_hex(4)}.older"))
        files.notes.unlink(missing_ok=True)
        write_key_file(files.keys, keys)
        replace_patiently(draft, files.vault)
    except BaseException:
        for file in (draft, *VaultFiles(draft).logs):
            file.unlink(missing_ok=True)
        raise
    sync_folder(files.vault.parent)


def _fill(
    draft: Path,
    keys: KeyFile,
    data_key: DataKey,
    first: Person,
    *,
    clock: Clock,
    random: Callable[[int], bytes],
    station: str,
) -> None:
    db = Database.create(draft, data_key.database)
    try:
        migrate(db)
        with db.transaction():
            db.run("INSERT INTO meta (name, value) VALUES ('vault_id', ?)", (keys.vault_id,))
        audit = AuditLog(db, data_key.audit, clock, station)
        audit.append("vault.create", subjects=[f"person:{first.id}"], actor=first.id)
        Gate(db, audit, clock, random).apply("Set up the vault", [Edit(None, first)], first.id)
    finally:
        db.close()


def _opened(
    files: VaultFiles,
    keys: KeyFile,
    unlocked: Unlocked,
    actor: PersonId,
    lock: LockFile,
    *,
    clock: Clock,
    station: str,
    steps: tuple[Step, ...],
) -> OpenParts:
    data_key = unlocked.data_key
    db = Database.open(files.vault, data_key.database)
    try:
        if pending(db, steps):
            if version(db):
                make_backup(db, data_key, keys, files.backups, f"{files.stem}-before-update", clock.now())
            migrate(db, steps)
        if vault_id_of(db) != keys.vault_id:
            raise VaultDamaged()
        audit = AuditLog(db, data_key.audit, clock, station)
        notices = _log_opening(db, audit, files, keys, unlocked, actor, clock)
    except BaseException:
        db.close()
        raise
    return OpenParts(files, db, lock, keys, data_key, audit, actor, unlocked.slot.way, notices)


def _log_opening(
    db: Database,
    audit: AuditLog,
    files: VaultFiles,
    keys: KeyFile,
    unlocked: Unlocked,
    actor: PersonId,
    clock: Clock,
) -> tuple[str, ...]:
    """Carry the failed tries into the log, and notice a vault that is older than its notes."""
    notes = read_notes(files.notes)
    is_older = _is_older(audit, notes)
    known = {slot.person_id for slot in keys.slots}
    with db.transaction():
        for failure in notes.failures:
            subjects = [f"person:{failure.person}"] if failure.person in known else []
            audit.append_within("vault.open_failed", subjects=subjects, actor=None, at=failure.at.isoformat())
        if is_older:
            audit.append_within("vault.older_copy", actor=actor)
        details = {"way": unlocked.slot.way.value, "slot": unlocked.slot.id}
        head = audit.append_within("vault.open", actor=actor, details=details)
    by_passphrase: dict[str, dt.datetime] = {actor: clock.now()} if unlocked.slot.way is Way.PASSPHRASE else {}
    write_notes(files.notes, Notes(head=head, passphrases={**notes.passphrases, **by_passphrase}))
    return (_OLDER_COPY,) if is_older else ()


def _is_older(audit: AuditLog, notes: Notes) -> bool:
    return notes.head is not None and notes.head.seq > 0 and audit.hash_at(notes.head.seq) != notes.head.hash


def _actor(unlocked: Unlocked, credentials: Credentials, keys: KeyFile) -> PersonId:
    """Whose slot it was; with the recovery key the person who was chosen, or the first one of the vault."""
    if unlocked.slot.person_id is not None:
        return unlocked.slot.person_id
    people = [slot.person_id for slot in keys.of(Way.PASSPHRASE) if slot.person_id is not None]
    if credentials.person in people:
        return credentials.person
    if not people:
        raise NoSuchSlot()
    return people[0]


def _name(keys: KeyFile, person: PersonId) -> str:
    return next((slot.name for slot in keys.slots if slot.person_id == person), "")


def _since(clock: Clock) -> str:
    return f"{clock.now():%b %d, %H:%M}"
