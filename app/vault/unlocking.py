"""From what a person types, or the keychain holds, to the data key; failures are noted and make the next try wait."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from app.clock import Clock
from app.domain.ids import PersonId
from app.errors import VaultProblem
from app.vault.keys.derive import DataKey
from app.vault.keys.key_file import KeyFile
from app.vault.keys.keychain import Keychain
from app.vault.keys.pin import Armed, open_with_pin
from app.vault.keys.recovery import recovery_secret
from app.vault.keys.slots import Slot, Way, open_with_keychain, open_with_passphrase, open_with_recovery
from app.vault.layout import VaultFiles
from app.vault.notes import delay_seconds, read_notes, write_notes
from app.vault.problems import (
    KeychainEmpty,
    KeychainOver,
    NoSuchSlot,
    QuickUnlockOver,
    TooSoon,
    WrongPassphrase,
    WrongPin,
    WrongRecoveryKey,
)


@dataclass(frozen=True, slots=True)
class Credentials:
    """How somebody wants to come in: one of passphrase, recovery key, PIN and keychain.

    Attributes:
        person: who it is; None where a passphrase or the recovery key alone shall tell.
        keychain: opens by itself, or keeps the half of a PIN.
        pin: typed, with what the program keeps in memory for it.
    """

    person: PersonId | None = None
    passphrase: str | None = None
    keychain: Keychain | None = None
    recovery_key: str | None = None
    pin: tuple[str, Armed] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Unlocked:
    """An opened slot and what was in it."""

    data_key: DataKey
    slot: Slot


def unlock(files: VaultFiles, keys: KeyFile, credentials: Credentials, clock: Clock) -> Unlocked:
    """Open a slot.

    Raises:
        TooSoon: too many failures, too little time since.
        WrongPassphrase: the passphrase is nobody's, or not this person's.
        WrongRecoveryKey: the recovery key is another vault's.
        RecoveryKeyMistyped: it is no recovery key.
        WrongPin: the PIN is not this person's.
        QuickUnlockOver: the PIN opens nothing any more, because the passphrase is another one.
        KeychainProblem: the keychain does not give the secret.
        NoSuchSlot: the person has no way in of this kind.
    """
    if credentials.passphrase is not None:
        passphrase = credentials.passphrase
        slots = _slots(keys, Way.PASSPHRASE, credentials.person)
        return _tried(
            files, slots, credentials.person, clock, lambda s: open_with_passphrase(keys.vault_id, s, passphrase)
        )
    if credentials.recovery_key is not None:
        secret = recovery_secret(credentials.recovery_key)
        slots = _slots(keys, Way.RECOVERY, None)
        return _tried(files, slots, None, clock, lambda s: open_with_recovery(keys.vault_id, s, secret))
    if credentials.keychain is not None and credentials.pin is not None:
        pin, armed = credentials.pin
        return _by_pin(files, keys, clock, credentials.keychain, pin, armed)
    if credentials.keychain is not None:
        return _from_keychain(files, keys, credentials.person, credentials.keychain, clock)
    raise ValueError("a passphrase, a keychain, a PIN or a recovery key is needed")


def keychain_name(vault_id: str, person_id: PersonId) -> str:
    """What the secret is called in the keychain: one name for each vault and person."""
    return f"{vault_id} {person_id}"


def pin_half_name(vault_id: str, person_id: PersonId) -> str:
    """What the half that belongs to a person's PIN is called in the keychain."""
    return f"pin {vault_id} {person_id}"


def _slots(keys: KeyFile, way: Way, person: PersonId | None) -> tuple[Slot, ...]:
    slots = keys.of(way, person)
    if not slots:
        raise NoSuchSlot()
    return slots


def _tried(
    files: VaultFiles,
    slots: tuple[Slot, ...],
    person: PersonId | None,
    clock: Clock,
    attempt: Callable[[Slot], DataKey | None],
) -> Unlocked:
    notes = read_notes(files.notes)
    wait_seconds = notes.wait_seconds(clock.now())
    if wait_seconds:
        raise TooSoon(wait_seconds=wait_seconds)
    for slot in slots:
        data_key = attempt(slot)
        if data_key is not None:
            return Unlocked(data_key, slot)
    notes = notes.failed(person or "", clock.now())
    # A folder that cannot be written to gives no reason to tell anything but the truth about the passphrase.
    with suppress(VaultProblem):
        write_notes(files.notes, notes)
    if slots[0].way is Way.RECOVERY:
        raise WrongRecoveryKey()
    kind = WrongPin if slots[0].way is Way.PIN else WrongPassphrase
    raise kind(wait_seconds=delay_seconds(len(notes.failures)))


def _by_pin(files: VaultFiles, keys: KeyFile, clock: Clock, keychain: Keychain, pin: str, armed: Armed) -> Unlocked:
    own = keys.of(Way.PASSPHRASE, armed.person_id)
    # Where a renewal of the key was cut off, the passphrase settles it first.
    if armed.vault_id != keys.vault_id or keys.pending or [slot.id for slot in own] != [armed.passphrase_slot]:
        raise QuickUnlockOver()
    half = keychain.get(pin_half_name(armed.vault_id, armed.person_id))
    if half is None:
        raise QuickUnlockOver()
    slot = Slot(armed.slot, Way.PIN, armed.nonce, armed.wrapped, armed.person_id, armed.name)
    return _tried(files, (slot,), armed.person_id, clock, lambda _: open_with_pin(armed, pin, half))


def _from_keychain(
    files: VaultFiles, keys: KeyFile, person: PersonId | None, keychain: Keychain, clock: Clock
) -> Unlocked:
    notes = read_notes(files.notes)
    for slot in _slots(keys, Way.KEYCHAIN, person):
        if slot.person_id is None:
            continue
        if not notes.is_fresh(slot.person_id, clock.now()):
            raise KeychainOver()
        secret = keychain.get(keychain_name(keys.vault_id, slot.person_id))
        data_key = None if secret is None else open_with_keychain(keys.vault_id, slot, secret)
        if data_key is not None:
            return Unlocked(data_key, slot)
    raise KeychainEmpty()
