"""A new data key for a vault whose old one may be known: a proven copy under the new key takes the old file's place.

The file is never encrypted anew where it lies: killed half-way that can leave a file that neither key opens. Until the
copy has taken its place, the key file holds the slots of both keys; whichever key fits the file is the one in force.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.clock import Clock
from app.vault.audit import AuditLog
from app.vault.backups import prove_copy
from app.vault.database import Database
from app.vault.durable import replace_patiently, sync_file, sync_folder
from app.vault.keys.derive import KEY_BYTES, Argon2Parameters, DataKey
from app.vault.keys.key_file import KeyFile, read_key_file, write_key_file
from app.vault.keys.recovery import new_recovery_secret, recovery_text
from app.vault.keys.slots import Sealer, Way
from app.vault.layout import VaultFiles
from app.vault.lock_file import LockFile
from app.vault.notes import read_notes, write_notes
from app.vault.pins import forget_pins
from app.vault.problems import CannotWrite, NoSuchSlot, VaultDamaged, VaultMissing
from app.vault.unlocking import Credentials, Unlocked, unlock


@dataclass(frozen=True, slots=True)
class Renewed:
    """What a renewal did.

    Attributes:
        recovery_key: to be printed now; the one before opens nothing any more.
        locked_out: names of people who need a new passphrase from an administrator: theirs wrapped the old key.
    """

    recovery_key: str = field(repr=False)
    locked_out: tuple[str, ...] = ()


def renew(
    path: Path,
    credentials: Credentials,
    *,
    clock: Clock,
    random: Callable[[int], bytes],
    kdf: Argon2Parameters,
    station: str,
    tell: Callable[[str], None] = lambda _: None,
) -> Renewed:
    """Give a closed vault a new data key.

    Args:
        path: of the vault's file.
        credentials: the passphrase of who does it, which opens the vault afterwards as well.
        clock: the office's time.
        random: gives random bytes.
        kdf: what the new slot costs a guesser.
        station: who the operating system says it is.
        tell: hears in plain words what is being done.

    Raises:
        VaultProblem: it cannot be opened so, is in use, or the copy did not stand its check; the vault is as it was.
    """
    files = VaultFiles(path)
    if not path.exists():
        raise VaultMissing(name=path.name)
    lock = LockFile.acquire(files.lock, who="a change of the key", since=f"{clock.now():%H:%M}")
    try:
        keys, unlocked = fitting_key(files, read_key_file(files.keys), credentials, clock, is_locked=True)
        person, passphrase = unlocked.slot.person_id, credentials.passphrase
        if person is None or passphrase is None:
            raise NoSuchSlot()
        fresh = DataKey(random(KEY_BYTES))
        sealer, secret = Sealer(keys.vault_id, fresh, random), new_recovery_secret(random)
        own = sealer.passphrase(person, unlocked.slot.name, passphrase, kdf)
        after = KeyFile(keys.vault_id, (own, sealer.recovery(secret)))
        _swap(files, keys, after, (unlocked, fresh), clock, station, tell)
        return Renewed(recovery_text(secret), _locked_out(keys, after))
    except OSError as error:
        raise CannotWrite() from error
    finally:
        lock.release()


def fitting_key(
    files: VaultFiles, keys: KeyFile, credentials: Credentials, clock: Clock, *, is_locked: bool
) -> tuple[KeyFile, Unlocked]:
    """The key that opens the file, and the key file once it is settled which of two keys is in force.

    Args:
        files: of the vault.
        keys: as read.
        credentials: that open it.
        clock: the office's time.
        is_locked: whether the vault's lock is held. Without it nothing is written: another program may be about to
            put the file of the other key in place.

    Raises:
        VaultProblem: the credentials open no slot, or only one of the key that is not in force any more.
    """
    if not keys.pending:
        return keys, unlock(files, keys, credentials, clock)
    both = replace(keys, slots=(*keys.pending, *keys.slots), pending=())
    unlocked = unlock(files, both, credentials, clock)
    if not _fits(files, unlocked):
        older = replace(keys, pending=())
        unlocked = unlock(files, older, credentials, clock)
        if not _fits(files, unlocked):
            raise NoSuchSlot() if _is_known(keys, unlocked) else VaultDamaged()
    is_new = any(slot.id == unlocked.slot.id for slot in keys.pending)
    settled = KeyFile(keys.vault_id, keys.pending if is_new else keys.slots)
    if is_locked:
        write_key_file(files.keys, settled)
    return settled, unlocked


def _swap(
    files: VaultFiles,
    before: KeyFile,
    after: KeyFile,
    keys: tuple[Unlocked, DataKey],
    clock: Clock,
    station: str,
    tell: Callable[[str], None],
) -> None:
    unlocked, fresh = keys
    draft = files.vault.with_name(f".{files.vault.name}.{secrets.token_hex(4)}.new")
    try:
        db = Database.open(files.vault, unlocked.data_key.database)
        try:
            tell("Copying all records under the new key")
            db.copy_into(draft, fresh.database)
            tell("Checking the copy")
            prove_copy(db, draft, fresh.database)
        finally:
            db.close()
        tell("Carrying the log over")
        _carry_log_over(draft, unlocked, fresh, clock, station)
        sync_file(draft)
        tell("Putting the copy in place")
        write_key_file(files.keys, replace(before, pending=after.slots))
        replace_patiently(draft, files.vault)
    finally:
        for file in (draft, *VaultFiles(draft).logs):
            file.unlink(missing_ok=True)
    sync_folder(files.vault.parent)
    write_key_file(files.keys, after)
    _note_head(files, fresh, clock, station)


def _carry_log_over(draft: Path, unlocked: Unlocked, fresh: DataKey, clock: Clock, station: str) -> None:
    """Seal the log's rows with the new key; their chain of hashes, which packets print, stays as it is."""
    db = Database.open(draft, fresh.database)
    try:
        AuditLog(db, unlocked.data_key.audit, clock, station).reseal(fresh.audit)
        forget_pins(db)
        AuditLog(db, fresh.audit, clock, station).append("vault.key_renewed", actor=unlocked.slot.person_id)
    finally:
        db.close()


def _note_head(files: VaultFiles, fresh: DataKey, clock: Clock, station: str) -> None:
    db = Database.open(files.vault, fresh.database)
    try:
        head = AuditLog(db, fresh.audit, clock, station).head
    finally:
        db.close()
    write_notes(files.notes, replace(read_notes(files.notes), head=head))


def _fits(files: VaultFiles, unlocked: Unlocked) -> bool:
    try:
        Database.open_to_read(files.vault, unlocked.data_key.database).close()
    except VaultDamaged:
        return False
    return True


def _is_known(keys: KeyFile, unlocked: Unlocked) -> bool:
    """Whether the slot is one of the key that was in force before: its owner needs a new passphrase."""
    return any(slot.id == unlocked.slot.id for slot in keys.slots)


def _locked_out(before: KeyFile, after: KeyFile) -> tuple[str, ...]:
    kept = {slot.person_id for slot in after.of(Way.PASSPHRASE)}
    return tuple(slot.name for slot in before.of(Way.PASSPHRASE) if slot.person_id not in kept)
