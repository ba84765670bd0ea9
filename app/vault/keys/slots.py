"""Slots: each wraps the data key for one person and one way in, and is worthless without that way.

A slot is sealed with AES-256-GCM; vault, slot, version and way are bound into the seal, so no slot can be moved
to another vault or passed off as another one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.domain.ids import PersonId
from app.vault.keys.derive import Argon2Parameters, DataKey, key_from_passphrase, subkey

#: Version of the slots' own format.
SLOT_FORMAT = 1


class Way(StrEnum):
    """How a slot is opened."""

    PASSPHRASE = "passphrase"  # noqa: S105 (a name, not a passphrase)
    KEYCHAIN = "keychain"
    RECOVERY = "recovery"
    #: Lives in the memory of one run only; never stands in a key file.
    PIN = "pin"


@dataclass(frozen=True, slots=True)
class Slot:
    """One wrapped copy of the data key. Nothing in it is secret.

    Attributes:
        person_id: whose way in it is; None for the recovery key.
        name: the person as the unlock screen shows it (staff, never a patient).
        salt: of the passphrase.
        parameters: of the passphrase.
        confirmed: for a recovery key, whether somebody typed groups of the printed sheet back.
    """

    id: str
    way: Way
    nonce: bytes
    wrapped: bytes
    person_id: PersonId | None = None
    name: str = ""
    salt: bytes = b""
    parameters: Argon2Parameters | None = None
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Sealer:
    """Makes slots of one vault.

    Attributes:
        vault_id: bound into every seal.
        data_key: what is wrapped.
        random: gives random bytes.
    """

    vault_id: str
    data_key: DataKey
    random: Callable[[int], bytes] = field(repr=False)

    def passphrase(self, person_id: PersonId, name: str, passphrase: str, parameters: Argon2Parameters) -> Slot:
        """A slot that the passphrase opens."""
        salt = self.random(16)
        key = key_from_passphrase(passphrase, salt, parameters)
        slot = Slot(self._new_id(), Way.PASSPHRASE, b"", b"", person_id, name, salt, parameters)
        return self._sealed(slot, key)

    def keychain(self, person_id: PersonId, name: str, secret: bytes) -> Slot:
        """A slot that a secret in the computer's keychain opens."""
        slot = Slot(self._new_id(), Way.KEYCHAIN, b"", b"", person_id, name)
        return self._sealed(slot, subkey(secret, "keychain"))

    def recovery(self, secret: bytes) -> Slot:
        """A slot that the recovery key opens, not yet confirmed."""
        slot = Slot(self._new_id(), Way.RECOVERY, b"", b"", confirmed=False)
        return self._sealed(slot, subkey(secret, "recovery"))

    def _new_id(self) -> str:
        return self.random(8).hex()

    def _sealed(self, slot: Slot, key: bytes) -> Slot:
        nonce = self.random(12)
        wrapped = AESGCM(key).encrypt(nonce, self.data_key.secret, _bound(self.vault_id, slot))
        return Slot(
            slot.id, slot.way, nonce, wrapped, slot.person_id, slot.name, slot.salt, slot.parameters, slot.confirmed
        )


def open_with_passphrase(vault_id: str, slot: Slot, passphrase: str) -> DataKey | None:
    """The data key, or None where the passphrase is not the slot's."""
    if slot.parameters is None:
        return None
    return _opened(vault_id, slot, key_from_passphrase(passphrase, slot.salt, slot.parameters))


def open_with_keychain(vault_id: str, slot: Slot, secret: bytes) -> DataKey | None:
    """The data key, or None where the keychain's secret is not the slot's."""
    return _opened(vault_id, slot, subkey(secret, "keychain"))


def open_with_recovery(vault_id: str, slot: Slot, secret: bytes) -> DataKey | None:
    """The data key, or None where the recovery key is not the slot's."""
    return _opened(vault_id, slot, subkey(secret, "recovery"))


def _opened(vault_id: str, slot: Slot, key: bytes) -> DataKey | None:
    try:
        return DataKey(AESGCM(key).decrypt(slot.nonce, slot.wrapped, _bound(vault_id, slot)))
    except (InvalidTag, ValueError):
        return None


def _bound(vault_id: str, slot: Slot) -> bytes:
    return "|".join(("PA Desk slot", str(SLOT_FORMAT), vault_id, slot.id, slot.way, slot.person_id or "")).encode()
