"""Who can open the vault: giving, changing and taking away slots. Each act is audited; none re-encrypts data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from app.domain.ids import PersonId
from app.domain.practice import Person
from app.vault.audit import AuditLog
from app.vault.keys.derive import Argon2Parameters, DataKey
from app.vault.keys.key_file import KeyFile, write_key_file
from app.vault.keys.keychain import Keychain
from app.vault.keys.recovery import new_recovery_secret, recovery_text
from app.vault.keys.slots import Sealer, Slot, Way, open_with_passphrase
from app.vault.problems import LastWayIn, NoSuchSlot, PassphraseTooShort, WrongPassphrase
from app.vault.unlocking import keychain_name

LEAST_PASSPHRASE_LETTERS = 8
_KEYCHAIN_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class SlotName:
    """Somebody whom the unlock screen offers.

    Attributes:
        keychain: whether this computer's keychain may open the vault for the person.
        slot: name of the person's way in by passphrase; a new passphrase has another one.
    """

    person_id: PersonId
    name: str
    keychain: bool = False
    slot: str = field(default="", compare=False)


class RecoveryState(StrEnum):
    """Whether the office could get in without anybody's passphrase."""

    NONE = "none"
    UNCONFIRMED = "unconfirmed"
    CONFIRMED = "confirmed"


def slot_names(keys: KeyFile) -> tuple[SlotName, ...]:
    """Everybody who has a passphrase, in the order in which they came."""
    kept = {slot.person_id for slot in keys.of(Way.KEYCHAIN)}
    return tuple(
        SlotName(slot.person_id, slot.name, slot.person_id in kept, slot.id)
        for slot in keys.of(Way.PASSPHRASE)
        if slot.person_id is not None
    )


def check_new_passphrase(passphrase: str) -> None:
    """Let a new passphrase pass.

    Raises:
        PassphraseTooShort: it is.
    """
    if len(passphrase.strip()) < LEAST_PASSPHRASE_LETTERS:
        raise PassphraseTooShort(least=LEAST_PASSPHRASE_LETTERS)


class Access:
    """The slots of an open vault.

    Args:
        path: of the key file.
        keys: what stands in it.
        data_key: what the slots wrap.
        audit: the vault's log.
        random: gives random bytes.
        kdf: what new passphrase slots cost a guesser.
    """

    def __init__(
        self,
        path: Path,
        keys: KeyFile,
        data_key: DataKey,
        audit: AuditLog,
        random: Callable[[int], bytes],
        kdf: Argon2Parameters,
    ) -> None:
        self._path = path
        self._keys = keys
        self._sealer = Sealer(keys.vault_id, data_key, random)
        self._audit = audit
        self._random = random
        self._kdf = kdf

    @property
    def keys(self) -> KeyFile:
        """The key file as it stands now."""
        return self._keys

    @property
    def people(self) -> tuple[SlotName, ...]:
        """Everybody who has a passphrase."""
        return slot_names(self._keys)

    @property
    def recovery(self) -> RecoveryState:
        """Whether there is a recovery key, and whether its sheet was seen."""
        slots = self._keys.of(Way.RECOVERY)
        if not slots:
            return RecoveryState.NONE
        return RecoveryState.CONFIRMED if slots[0].confirmed else RecoveryState.UNCONFIRMED

    def give_passphrase(self, person: Person, passphrase: str, *, actor: PersonId) -> None:
        """Let a person in by a passphrase, a new one in place of an older one.

        Raises:
            PassphraseTooShort: it is.
        """
        check_new_passphrase(passphrase)
        slot = self._sealer.passphrase(person.id, person.name.full, passphrase, self._cost(person.id))
        self._keep(self._keys.with_slot(slot), "access.passphrase", actor, slot)

    def change_passphrase(self, person_id: PersonId, old: str, new: str) -> None:
        """Change the own passphrase; the slot gets today's cost, and the data stays as it is.

        Raises:
            WrongPassphrase: the old one is not the person's.
            PassphraseTooShort: the new one is.
        """
        check_new_passphrase(new)
        slot = self._slot(Way.PASSPHRASE, person_id)
        if open_with_passphrase(self._keys.vault_id, slot, old) is None:
            raise WrongPassphrase()
        fresh = self._sealer.passphrase(person_id, slot.name, new, self._cost(person_id))
        self._keep(self._keys.with_slot(fresh), "access.passphrase", person_id, fresh)

    def is_passphrase_of(self, person_id: PersonId, passphrase: str) -> bool:
        """Whether the passphrase unlocks for this person: how a second person confirms an act."""
        slot = next(iter(self._keys.of(Way.PASSPHRASE, person_id)), None)
        return slot is not None and open_with_passphrase(self._keys.vault_id, slot, passphrase) is not None

    def give_keychain(self, person_id: PersonId, keychain: Keychain, *, actor: PersonId) -> None:
        """Let this computer's keychain open the vault for a person who has a passphrase.

        Raises:
            KeychainProblem: the keychain does not keep the secret.
        """
        name = self._slot(Way.PASSPHRASE, person_id).name
        secret = self._random(_KEYCHAIN_SECRET_BYTES)
        keychain.put(keychain_name(self._keys.vault_id, person_id), secret)
        slot = self._sealer.keychain(person_id, name, secret)
        self._keep(self._keys.with_slot(slot), "access.keychain", actor, slot)

    def take_keychain(self, person_id: PersonId, keychain: Keychain | None, *, actor: PersonId) -> None:
        """Stop the keychain from opening the vault for a person."""
        slot = self._slot(Way.KEYCHAIN, person_id)
        self._keep(self._keys.without([slot]), "access.keychain_taken", actor, slot)
        if keychain is not None:
            keychain.remove(keychain_name(self._keys.vault_id, person_id))

    def take_all(self, person_id: PersonId, *, actor: PersonId) -> None:
        """Let a person in no more.

        Raises:
            LastWayIn: nobody else has a passphrase.
        """
        gone = [slot for slot in self._keys.slots if slot.person_id == person_id]
        if not gone:
            raise NoSuchSlot()
        if all(slot.person_id == person_id for slot in self._keys.of(Way.PASSPHRASE)):
            raise LastWayIn()
        self._keep(self._keys.without(gone), "access.taken", actor, *gone)

    def make_recovery_key(self, *, actor: PersonId) -> str:
        """A fresh recovery key, to be printed now: it is kept nowhere. The one before opens nothing any more."""
        secret = new_recovery_secret(self._random)
        slot = self._sealer.recovery(secret)
        self._keep(self._keys.with_slot(slot), "access.recovery_key", actor, slot)
        return recovery_text(secret)

    def confirm_recovery_key(self, *, actor: PersonId) -> None:
        """Note that somebody typed groups of the printed sheet back (see `keys.recovery.groups_match`)."""
        slot = self._slot(Way.RECOVERY, None)
        self._keep(self._keys.with_slot(replace(slot, confirmed=True)), "access.recovery_confirmed", actor, slot)

    def rename(self, person_id: PersonId, name: str) -> None:
        """Show a person on the unlock screen by a new name."""
        renamed = self._keys.renamed(person_id, name)
        if renamed != self._keys:
            write_key_file(self._path, renamed)
            self._keys = renamed

    def _cost(self, person_id: PersonId) -> Argon2Parameters:
        """Never less than the person's slot has already."""
        present = next(iter(self._keys.of(Way.PASSPHRASE, person_id)), None)
        if present is None or present.parameters is None:
            return self._kdf
        return self._kdf.at_least(present.parameters)

    def _slot(self, way: Way, person_id: PersonId | None) -> Slot:
        slot = next(iter(self._keys.of(way, person_id)), None)
        if slot is None:
            raise NoSuchSlot()
        return slot

    def _keep(self, keys: KeyFile, event: str, actor: PersonId, *slots: Slot) -> None:
        write_key_file(self._path, keys)
        self._keys = keys
        subjects = [f"person:{slot.person_id}" for slot in slots if slot.person_id is not None]
        details = {"slot": slots[0].id, "slots": str(len(keys.slots))}
        self._audit.append(event, subjects=sorted(set(subjects)), actor=actor, details=details)
